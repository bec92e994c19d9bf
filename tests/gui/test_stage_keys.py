"""The keys of a presenter, pressed on a real window: what each changes and changes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from reader.core.deck import Deck
from reader.core.ink import Spot, Stroke
from reader.core.scene import Blank, ConsoleLayout, Overlay, Scene, Tool
from reader.core.screens import Desk, ScreenInfo
from tests.gui.conftest import Open
from tests.gui.decks import deck_with, slide_of
from tests.gui.driver import Driver, opens_windows

TWO = Desk((ScreenInfo("eDP-1", is_builtin=True, is_primary=True), ScreenInfo("HDMI-1")))
Look = Callable[[Scene], object]

# Keys that do something and, pressed again, undo it: what to look at, before and between.
SWITCHES: list[tuple[str, Look, object, object]] = [
    ("S", lambda s: s.staging.has_console, True, False),
    ("X", lambda s: s.staging.arrangement.audience, "HDMI-1", "eDP-1"),
    ("A", lambda s: s.staging.is_auto, False, True),
    ("Shift+F", lambda s: s.staging.frozen, None, 2),
    ("L", lambda s: s.staging.tool, Tool.NONE, Tool.LASER),
    ("K", lambda s: s.staging.tool, Tool.NONE, Tool.SPOTLIGHT),
    ("Shift+L", lambda s: s.staging.tool, Tool.NONE, Tool.SPOTLIGHT),
    ("D", lambda s: s.staging.tool, Tool.NONE, Tool.PEN),
    ("Media Play", lambda s: s.blank, Blank.NONE, Blank.BLACK),
    ("Media Pause", lambda s: s.blank, Blank.NONE, Blank.BLACK),
    ("Toggle Media Play/Pause", lambda s: s.blank, Blank.NONE, Blank.BLACK),
]
OVERLAYS = {
    "O": Overlay.OVERVIEW,
    "G": Overlay.GO,
    "Ctrl+G": Overlay.GO,
    "/": Overlay.LOOKUP,
    "Ctrl+F": Overlay.LOOKUP,
    "F6": Overlay.CHECKS,
    "Ctrl+K": Overlay.TEACH,
    "Ctrl+T": Overlay.AIM,
    "Shift+T": Overlay.RUNS,
}
CLOSER = ["Z", "Ctrl++", "Ctrl+="]
FARTHER = ["Shift+Z", "Ctrl+-"]
OTHERS = [
    *("T", "R", "Q", "Shift+Q", "Ctrl+1", "Ctrl+2", "+", "=", "-", "J", "Shift+J", "Ctrl+0"),
    *("H", "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Shift+D"),
    *("Ctrl+Left", "Ctrl+Right", "Ctrl+Up", "Ctrl+Down"),
]
PRESSED = [*(switch[0] for switch in SWITCHES), *OVERLAYS, *CLOSER, *FARTHER, *OTHERS]


def present(open_window: Open, page: int = 2, deck: Deck | None = None) -> Driver:
    driver = open_window(deck, page)
    driver.show.podium.take_desk(TWO)
    driver.press("Shift+F5")
    assert driver.show.scene.staging.is_on
    return driver


@pytest.mark.qt_log_ignore("keyToAscii Unhandled key code")  # the test library's own words
@pytest.mark.parametrize(("key", "look", "off", "on"), SWITCHES, ids=[s[0] for s in SWITCHES])
def test_a_switch_is_switched_and_switched_back(
    open_window: Open, key: str, look: Look, off: object, on: object
) -> None:
    driver = present(open_window)
    assert look(driver.show.scene) == off
    driver.press(key)
    assert look(driver.show.scene) == on
    driver.press(key)
    assert look(driver.show.scene) == off
    assert driver.page == 2


def test_the_slides_make_way_for_the_desktop(open_window: Open) -> None:
    driver = present(open_window)
    driver.press("H")
    assert driver.show.scene.staging.is_hidden
    assert not driver.window.isVisible()
    driver.show.podium.toggle_hidden()
    assert driver.window.isVisible()


def test_slides_that_are_taken_up_from_the_task_bar_are_back(open_window: Open) -> None:
    driver = open_window(page=2)
    driver.press("Shift+F5", "H")
    assert driver.window.isMinimized()
    driver.window.setWindowState(driver.window.windowState() & ~Qt.WindowState.WindowMinimized)
    driver.settle()
    assert not driver.show.scene.staging.is_hidden
    assert driver.window.isFullScreen()


@opens_windows
@pytest.mark.parametrize(("key", "overlay"), OVERLAYS.items())
def test_what_lies_over_the_window_is_one_key_away(
    open_window: Open, key: str, overlay: Overlay
) -> None:
    driver = open_window(page=2)
    driver.press(key)
    assert driver.show.scene.overlay is overlay
    driver.press("Esc")
    assert driver.show.scene.overlay is Overlay.NONE
    assert driver.page == 2


@pytest.mark.parametrize("closer", CLOSER)
@pytest.mark.parametrize("farther", FARTHER)
def test_closer_and_farther_are_each_other_s_way_back(
    open_window: Open, closer: str, farther: str
) -> None:
    driver = open_window(page=2)
    driver.press(closer)
    assert driver.show.scene.zoom is not None
    driver.press(farther)
    assert driver.show.scene.zoom is None


def test_the_whole_picture_is_one_key_away(open_window: Open) -> None:
    driver = open_window(page=2)
    driver.press("Z", "Z", "Z", "Ctrl+0")
    assert driver.show.scene.zoom is None


@pytest.mark.parametrize(
    ("key", "sign", "axis"),
    [("Ctrl+Left", -1, 0), ("Ctrl+Right", 1, 0), ("Ctrl+Up", -1, 1), ("Ctrl+Down", 1, 1)],
)
def test_what_is_seen_closely_moves_with_its_key(
    open_window: Open, key: str, sign: int, axis: int
) -> None:
    driver = open_window(page=2)
    driver.press("Z", "Z")
    before = driver.show.scene.zoom
    driver.press(key)
    after = driver.show.scene.zoom
    assert before is not None
    assert after is not None
    assert (after[axis] - before[axis]) * sign > 0
    assert after[1 - axis] == before[1 - axis]


def test_the_clock_is_stopped_and_set_to_zero(open_window: Open) -> None:
    driver = present(open_window)
    driver.press("Right", "T")
    assert driver.show.scene.staging.timer.is_paused
    driver.press("T")
    assert driver.show.scene.staging.timer.is_running
    driver.press("R")
    assert not driver.show.scene.staging.timer.has_started


def test_notes_and_layouts(open_window: Open) -> None:
    driver = present(open_window)
    driver.press("+", "=")
    assert driver.show.scene.staging.notes_size == 2
    driver.press("-")
    assert driver.show.scene.staging.notes_size == 1
    for key, layout in (("Ctrl+2", ConsoleLayout.NOTES), ("Ctrl+1", ConsoleLayout.SLIDES)):
        driver.press(key)
        assert driver.show.scene.staging.layout is layout


def test_strokes_are_taken_back_drawn_again_and_wiped(open_window: Open) -> None:
    driver = present(open_window)
    podium = driver.show.podium
    for x in (0.2, 0.4):
        podium.draw(Stroke(2, (Spot(0, 0), Spot(x, 1))))
    driver.press("Ctrl+Z")
    assert len(podium.strokes(2)) == 1
    driver.press("Ctrl+Y")
    assert len(podium.strokes(2)) == 2
    driver.press("Ctrl+Z", "Ctrl+Shift+Z")
    assert len(podium.strokes(2)) == 2
    driver.press("Shift+D")
    assert podium.strokes(2) == ()


def test_sources_and_the_credit_are_sent_and_taken_away(open_window: Open, tmp_path: Path) -> None:
    cited = deck_with(
        tmp_path / "cited",
        slide_of(1, text="It is so [@port]."),
        sources={"port": {"type": "report", "title": "The port in figures"}},
    )
    driver = present(open_window, page=1, deck=cited)
    before = driver.show.scene.staging
    for key, heading, words in (
        ("Shift+Q", "Picture", "Painter 1"),
        ("Q", "Source 1", "The port in figures"),
    ):
        driver.press(key)
        sent = driver.show.scene.staging.sent
        assert sent is not None
        assert sent.heading == heading
        assert words in sent.text
        driver.press(key)
        assert driver.show.scene.staging == before
