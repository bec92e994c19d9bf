"""From key to pixels: every listed key, pressed on a real window."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from reader.core import look
from reader.core.commands import COMMANDS
from reader.core.scene import Ask, Overlay
from tests.gui.conftest import Open
from tests.gui.decks import COLOURS, colourful
from tests.gui.driver import opens_windows
from tests.gui.test_stage_keys import PRESSED

# The key, the page before it and the page after it.
TURNS = [
    *((key, 1, 2) for key in ("Right", "Down", "PgDown", "Space", "N", "Media Next")),
    *((key, 1, 2) for key in ("Return", "Enter")),
    *((key, 3, 2) for key in ("Left", "Up", "PgUp", "Shift+Space", "P", "Media Previous")),
    ("Backspace", 3, 2),
    ("Home", 3, 1),
    ("End", 1, 3),
]
TURNING = [turn[0] for turn in TURNS]
ELSEWHERE = [
    *"0123456789BWCFI.,?",
    *("Esc", "F1", "F5", "F9", "F10", "F11", "Shift+F5", "Shift+Up", "Shift+Down"),
    *("Alt+Left", "Alt+Right", "Ctrl+Home", "Ctrl+End", "Ctrl+O", "Ctrl+R", "Ctrl+Q"),
    *("F8", "Ctrl+I", "Ctrl+Shift+S"),
]

MAXIMISED = Qt.WindowState.WindowMaximized
NORMAL = Qt.WindowState.WindowNoState
FULL = Qt.WindowState.WindowFullScreen


def is_everywhere(image: QImage, colour: str) -> bool:
    """Whether an image has one colour at many places."""
    points = [(x, y) for x in range(0, image.width(), 37) for y in range(0, image.height(), 31)]
    return all(image.pixelColor(x, y) == QColor(colour) for x, y in points)


def test_every_key_of_the_table_is_pressed_here() -> None:
    """A new key in the table needs a new line here, or where a presenter's keys are pressed."""
    keys = set(chain.from_iterable(command.keys for command in COMMANDS))
    assert keys == {*TURNING, *ELSEWHERE, *PRESSED}


@pytest.mark.parametrize("full_screen", [False, True], ids=["window", "full screen"])
def test_every_turning_key_brings_its_page_and_picture(
    open_window: Open, full_screen: bool
) -> None:
    driver = open_window(full_screen=full_screen)
    for key, before, after in TURNS:
        driver.show.go_to(before)
        assert driver.colour() == COLOURS[before - 1], key
        driver.press(key)
        assert (driver.page, driver.colour()) == (after, COLOURS[after - 1]), key


def test_title_page_and_credits_are_one_key_away(open_window: Open) -> None:
    driver = open_window(page=2)
    driver.press("Ctrl+Home")
    assert (driver.page, driver.text().split("\n")[0]) == (0, "Colours")
    assert driver.colour() == COLOURS[0]
    driver.press("Ctrl+End")
    assert (driver.page, driver.text().split("\n")[0]) == (4, "Credits")


@pytest.mark.parametrize("key", ["Right", "Space"])
def test_the_last_page_is_not_left_forward(open_window: Open, key: str) -> None:
    driver = open_window(page=4)
    driver.press(key, key)
    assert driver.page == 4


# Numbers


def test_a_typed_number_is_painted_and_enter_goes_there(open_window: Open) -> None:
    driver = open_window(page=1)
    before = driver.screen()
    driver.press("3")
    assert driver.show.scene.digits == "3"
    assert driver.colour(driver.stage.rect().center().toPointF()) != before.pixelColor(
        before.rect().center()
    )
    assert driver.page == 1
    driver.press("Return")
    assert (driver.page, driver.colour()) == (3, COLOURS[2])
    assert driver.show.scene.digits == ""


def test_the_typed_number_stands_in_ink_on_a_raised_box(open_window: Open) -> None:
    driver = open_window(page=1)
    driver.press("2")
    middle = driver.stage.rect().center()
    image = driver.screen()
    row = {image.pixelColor(middle.x() + dx, middle.y()).name() for dx in range(-120, 120)}
    assert look.DARK.ink.lower() in row
    assert look.DARK.raised.lower() in row


@pytest.mark.parametrize("digit", "0123456789")
def test_every_digit_is_heard(open_window: Open, digit: str) -> None:
    driver = open_window()
    driver.press("1", digit)
    assert driver.show.scene.digits == f"1{digit}"


def test_a_number_too_large_goes_to_the_last_slide(open_window: Open) -> None:
    driver = open_window()
    driver.press("9", "9", "Enter")
    assert (driver.page, driver.colour()) == (3, COLOURS[2])


def test_backspace_rubs_out_a_digit_and_then_turns_back(open_window: Open) -> None:
    driver = open_window(page=3)
    driver.press("1", "2", "Backspace")
    assert (driver.show.scene.digits, driver.page) == ("1", 3)
    driver.press("Backspace", "Backspace")
    assert driver.page == 2


# Blank screens


@pytest.mark.parametrize(
    ("key", "colour"), [("B", "#000000"), (".", "#000000"), ("W", "#ffffff"), (",", "#ffffff")]
)
@pytest.mark.parametrize("full_screen", [False, True], ids=["window", "full screen"])
def test_a_blank_screen_is_blank_and_the_same_key_ends_it(
    open_window: Open, key: str, colour: str, full_screen: bool
) -> None:
    driver = open_window(page=2, full_screen=full_screen)
    driver.press(key)
    assert is_everywhere(driver.screen(), colour)
    driver.press(key)
    assert (driver.page, driver.colour()) == (2, COLOURS[1])


def test_a_step_from_a_blank_screen_brings_the_same_page_back(open_window: Open) -> None:
    driver = open_window(page=2)
    driver.press("B", "Right")
    assert (driver.page, driver.colour()) == (2, COLOURS[1])


# Full screen, and out of everything


@pytest.mark.parametrize("key", ["F11", "F"])
@pytest.mark.parametrize("state", [NORMAL, MAXIMISED], ids=["normal", "maximised"])
def test_leaving_full_screen_returns_to_the_former_state(
    open_window: Open, key: str, state: Qt.WindowState
) -> None:
    driver = open_window(page=2)
    driver.window.setWindowState(state)
    driver.settle()
    geometry = driver.window.geometry()
    for way_out in (key, "Esc"):
        driver.press(key)
        driver.settle()
        assert driver.window.windowState() == state | FULL
        assert driver.show.scene.is_full_screen
        assert driver.colour() == COLOURS[1]
        driver.press(way_out)
        driver.settle()
        assert driver.window.windowState() == state
        assert driver.window.geometry() == geometry
        assert driver.colour() == COLOURS[1]


def test_full_screen_that_the_window_system_ends_is_noticed(open_window: Open) -> None:
    driver = open_window(full_screen=True)
    driver.window.setWindowState(NORMAL)
    driver.settle()
    assert not driver.show.scene.is_full_screen


def test_a_maximised_window_comes_back_maximised(open_window: Open) -> None:
    first = open_window()
    first.window.setWindowState(MAXIMISED)
    first.settle()
    memory = first.memory
    memory.geometry, memory.is_maximized = first.window.remembered
    again = open_window(memory=memory)
    assert again.window.isMaximized()
    assert again.window.remembered == first.window.remembered


def test_escape_leaves_one_thing_at_a_time_and_never_the_program(open_window: Open) -> None:
    driver = open_window(page=2)
    driver.press("F11", "B", "C", "F1", "2")
    scene = driver.show.scene

    def is_open() -> list[bool]:
        scene = driver.show.scene
        return [
            bool(scene.digits),
            driver.furniture.overlays[Overlay.KEYS].isVisible(),
            driver.furniture.citations.isVisible(),
            is_everywhere(driver.screen(), "#000000"),
            driver.window.isFullScreen(),
        ]

    assert scene.digits == "2"
    for left in range(5):
        # A typed number is painted over the black.
        assert [True] * (5 - left - (left == 0)) == [o for o in is_open() if o]
        driver.press("Esc")
    assert not any(is_open())
    driver.press("Esc", "Esc")
    assert driver.window.isVisible()
    assert (driver.page, Ask.QUIT in driver.asked) == (2, False)


@pytest.mark.parametrize(("key", "page"), [("F5", 0), ("Shift+F5", 2)])
def test_presenting_starts_from_the_beginning_or_from_here(
    open_window: Open, key: str, page: int
) -> None:
    driver = open_window(page=2)
    driver.press(key)
    driver.settle()
    assert (driver.window.isFullScreen(), driver.page) == (True, page)
    driver.press(key)  # as clickers do, which send it again and again
    assert (driver.window.isFullScreen(), driver.page) == (True, page)


def test_history_leads_back_and_forward(open_window: Open) -> None:
    driver = open_window(page=1)
    driver.press("End", "Ctrl+End", "Alt+Left")
    assert (driver.page, driver.colour()) == (3, COLOURS[2])
    driver.press("Alt+Left")
    assert (driver.page, driver.colour()) == (1, COLOURS[0])
    driver.press("Alt+Right")
    assert (driver.page, driver.colour()) == (3, COLOURS[2])


def test_the_text_can_be_hidden_in_full_screen_but_never_the_credit(open_window: Open) -> None:
    driver = open_window(page=1, full_screen=True)
    assert "Slide 1" in driver.text()
    driver.press("I")
    driver.settle()
    assert driver.text() == ""
    assert "Painter 1" in driver.rail()
    driver.press("Right")
    assert "Painter 2" in driver.rail()
    driver.press("I")
    driver.settle()
    assert "Slide 2" in driver.text()


def test_the_text_cannot_be_hidden_in_a_window(open_window: Open) -> None:
    driver = open_window()
    driver.press("I")
    assert "Slide 1" in driver.text()


@opens_windows
@pytest.mark.parametrize(
    ("key", "wish"),
    [
        *[("Ctrl+O", Ask.OPEN), ("Ctrl+R", Ask.RELOAD), ("Ctrl+Q", Ask.QUIT), ("F10", Ask.MENU)],
        ("Ctrl+Shift+S", Ask.BUNDLE),
    ],
)
def test_what_the_program_must_do_is_asked_for(open_window: Open, key: str, wish: Ask) -> None:
    driver = open_window()
    driver.press(key)
    assert driver.asked == [wish]
    if driver.furniture.menu is not None:
        driver.furniture.menu.close()


def test_keys_work_while_the_panel_is_open(open_window: Open) -> None:
    driver = open_window()
    driver.press("C", "Right")
    assert (driver.page, driver.colour()) == (2, COLOURS[1])
    driver.press("F9")
    assert not driver.furniture.citations.isVisible()


def test_the_receipt_and_the_citations_take_one_place(open_window: Open) -> None:
    driver = open_window()
    panels = driver.furniture.citations, driver.furniture.receipt
    for key, shown in (("F8", 1), ("C", 0), ("Ctrl+I", 1), ("F9", 0), ("F8", 1), ("Esc", None)):
        driver.press(key)
        assert [panel.isVisible() for panel in panels] == [shown == 0, shown == 1], key


def test_a_deck_of_one_slide_has_its_pages_too(open_window: Open, tmp_path: Path) -> None:
    driver = open_window(colourful(tmp_path / "one", 1))
    driver.press("Left")
    assert driver.page == 0
    driver.press("End", "Right")
    assert driver.page == 2
