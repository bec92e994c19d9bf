"""Teaching a clicker in a window, and what keys, clicks and the wheel then do."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from reader.core.bindings import teach
from reader.core.key_names import known_names
from reader.core.scene import Ask, Blank, Overlay, Tool
from reader.core.screens import Desk, ScreenInfo
from reader.core.settings import KEYS, Settings, load, settings_file
from reader.gui.gestures import Gestures
from reader.gui.overlays.teach import Teach
from reader.gui.pressed import name_of, number_name, place_of
from tests.gui.conftest import Open
from tests.gui.decks import colourful
from tests.gui.driver import NO_MODIFIER, Driver, focused, opens_windows, visible
from tests.gui.running import Run

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
UNKNOWN = 0
linux = pytest.mark.skipif(sys.platform != "linux", reason="keys are numbered as on Linux")
TWO = Desk((ScreenInfo("eDP-1", is_builtin=True, is_primary=True), ScreenInfo("HDMI-1")))


def key_event(
    key: int, text: str = "", scan: int = 0, modifiers: Qt.KeyboardModifier = NO_MODIFIER
) -> QKeyEvent:
    """What Qt makes of a press; `scan` is the place of the key as X counts."""
    return QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers, scan, 0, 0, text)


def arrive(driver: Driver, event: QKeyEvent) -> None:
    """Let a press arrive that no shortcut has taken."""
    target = focused()
    assert target is not None
    QApplication.sendEvent(target, event)


# Names of what is pressed


def test_every_name_of_a_key_is_one_that_qt_knows() -> None:
    form = QKeySequence.SequenceFormat.PortableText
    for name in known_names().values():
        assert QKeySequence(name).toString(form) == name
        assert QKeySequence(f"Alt+{name}").toString(form) == f"Alt+{name}"


@pytest.mark.parametrize(
    ("event", "name"),
    [
        (key_event(Qt.Key.Key_PageDown.value), "PgDown"),
        (key_event(Qt.Key.Key_F20.value, modifiers=ALT), "Alt+F20"),
        (key_event(Qt.Key.Key_Question.value, "?", 61, SHIFT), "?"),
        (key_event(Qt.Key.Key_F.value, "F", 41, SHIFT), "Shift+F"),
        (key_event(Qt.Key.Key_Plus.value, "+", 21, SHIFT), "+"),
        (key_event(Qt.Key.Key_Space.value, " ", 65, SHIFT), "Shift+Space"),
        (
            key_event(Qt.Key.Key_5.value, "5", 84, Qt.KeyboardModifier.KeypadModifier),
            "5",
        ),
        (key_event(0x44E, "ю", 60), "Ю"),
        (key_event(Qt.Key.Key_Dead_Acute.value, "", 47), "Code 47"),
        (key_event(Qt.Key.Key_unknown.value, "", 248), "Code 248"),
        (key_event(UNKNOWN, "", 248), "Code 248"),
        (key_event(UNKNOWN), ""),
        (key_event(Qt.Key.Key_Shift.value, "", 50), ""),
        (key_event(Qt.Key.Key_Alt.value, "", 64), ""),
    ],
)
def test_a_press_is_called_by_its_sign_or_its_name_or_its_number(
    event: QKeyEvent, name: str
) -> None:
    assert name_of(event) == name


@linux
def test_the_places_of_full_stop_and_comma_are_known() -> None:
    assert place_of(key_event(0x3A, ":", 60)) == "."
    assert place_of(key_event(0x3B, ";", 59)) == ","
    assert place_of(key_event(0x41, "a", 38)) == ""
    assert number_name(key_event(0x41, "a", 38)) == "Code 38"


# Keys that Qt does not find


@linux
@pytest.mark.parametrize(("key", "text"), [(0x3A, ":"), (0x56, "v"), (0x44E, "ю")])
def test_the_place_of_the_full_stop_is_black_whatever_letter_is_there(
    open_window: Open, key: int, text: str
) -> None:
    driver = open_window(page=2)
    arrive(driver, key_event(key, text, 60))
    assert driver.show.scene.blank is Blank.BLACK
    arrive(driver, key_event(key, text, 60, ALT))
    assert driver.show.scene.blank is Blank.BLACK


@linux
def test_a_letter_with_a_command_of_its_own_is_that_command_s(open_window: Open) -> None:
    driver = open_window(page=2)
    arrive(driver, key_event(Qt.Key.Key_H.value, "h", 60))  # which only a show has a use for
    assert driver.show.scene.blank is Blank.NONE


@linux
def test_a_place_that_was_taught_is_found(open_window: Open) -> None:
    driver = open_window(page=2, settings=Settings({"keys": {"slide.next": ["Code 248"]}}))
    arrive(driver, key_event(UNKNOWN, "", 248))
    assert driver.page == 3


def test_a_key_that_is_taught_works_at_once_and_is_taken_from_its_owner(
    open_window: Open,
) -> None:
    settings = Settings()
    driver = open_window(page=2, settings=settings)
    driver.press("F7", ".")
    assert (driver.page, driver.show.scene.blank) == (2, Blank.BLACK)
    driver.press(".")
    teach(settings, "F7", "slide.next")
    teach(settings, ".", "slide.previous")
    driver.press("F7")
    assert driver.page == 3
    driver.press(".")
    assert (driver.page, driver.show.scene.blank) == (2, Blank.NONE)
    teach(settings, ".", None)
    driver.press(".")
    assert driver.show.scene.blank is Blank.BLACK


# Teaching


@pytest.fixture
def teaching(open_window: Open, tmp_path: Path) -> Driver:
    """A window on the second slide, with the card open and settings in a file."""
    settings = load(tmp_path / "settings.yaml")
    driver = open_window(page=2, settings=settings)
    driver.press("Ctrl+K")
    assert isinstance(driver.furniture.overlays.shown, Teach)
    return driver


def words(driver: Driver) -> str:
    """Everything that can be read on the card."""
    card = driver.furniture.overlays[Overlay.TEACH]
    labels = [part.text() for part in visible(QLabel, card)]
    return "\n".join([*labels, *(part.text() for part in visible(QToolButton, card))])


def taught(driver: Driver) -> dict[str, tuple[str, ...]]:
    return dict(driver.parts.settings.value(KEYS))


def write(driver: Driver, text: str) -> None:
    for letter in text:
        QTest.keyClick(driver.window.windowHandle(), Qt.Key(ord(letter.upper())))


def test_a_button_is_taught_by_pressing_it_and_typing_what_it_does(teaching: Driver) -> None:
    assert "Press a button" in words(teaching)
    teaching.press("Alt+F20")
    assert "Alt+F20" in words(teaching)
    assert "It does nothing yet." in words(teaching)
    write(teaching, "page before")
    teaching.press("Return")
    assert taught(teaching) == {"slide.previous": ("Alt+F20",)}
    assert "Alt+F20 is Previous from now on." in words(teaching)
    teaching.press("Esc")
    assert teaching.show.scene.overlay is Overlay.NONE
    teaching.press("Alt+F20")
    assert teaching.page == 1


def test_what_is_heard_runs_nothing(teaching: Driver) -> None:
    for key in ("PgDown", "F5", "B", "Ctrl+O", "F11", "Ctrl+Q", "."):
        teaching.press(key)
        QTest.mouseClick(
            teaching.furniture.overlays[Overlay.TEACH].listener,  # type: ignore[attr-defined]
            Qt.MouseButton.LeftButton,
        )
    assert (teaching.page, teaching.show.scene.blank, teaching.asked) == (2, Blank.NONE, [])
    assert not teaching.show.scene.is_staged
    assert "Full stop" in words(teaching)
    assert "It is Black now." in words(teaching)


def test_a_button_can_be_chosen_for_with_arrow_keys_alone(teaching: Driver) -> None:
    teaching.press("F7", "Down", "Down", "Return")
    teaching.qtbot.waitUntil(lambda: bool(taught(teaching)))
    assert taught(teaching) == {"slide.previous": ("F7",)}


def test_a_key_that_changes_hands_is_told_of(teaching: Driver) -> None:
    teaching.press(".")
    write(teaching, "white")
    teaching.press("Return")
    assert "Full stop is White from now on, and no longer Black." in words(teaching)
    teaching.press("Esc", ".")
    assert teaching.show.scene.blank is Blank.WHITE


def test_what_a_key_does_already_is_not_written(teaching: Driver) -> None:
    teaching.press("PgDown", "Down", "Return")
    teaching.qtbot.waitUntil(lambda: "does already" in words(teaching))
    assert taught(teaching) == {}
    assert teaching.parts.settings.file is not None
    assert not teaching.parts.settings.file.exists()


def test_what_was_taught_is_listed_and_can_be_forgotten(teaching: Driver) -> None:
    settings = teaching.parts.settings
    teach(settings, ".", "slide.next")
    teach(settings, "F7", "slide.next")
    teaching.press("Esc", "Ctrl+K")
    assert "What was taught" in words(teaching)
    card = teaching.furniture.overlays[Overlay.TEACH]
    teaching.find(QToolButton, "Forget that Full stop is Next", card).click()
    teaching.qtbot.waitUntil(lambda: "Full stop is Black again." in words(teaching))
    teaching.find(QToolButton, "Forget that F7 is Next", card).click()
    teaching.qtbot.waitUntil(lambda: "F7 does nothing now." in words(teaching))
    assert taught(teaching) == {}


@linux
def test_a_button_without_a_name_has_its_number(teaching: Driver) -> None:
    arrive(teaching, key_event(UNKNOWN, "", 248))
    assert "Code 248" in words(teaching)
    assert "It has no name, only a number." in words(teaching)
    write(teaching, "next page")
    teaching.press("Return", "Esc")
    arrive(teaching, key_event(UNKNOWN, "", 248))
    assert teaching.page == 3


@linux
def test_a_place_with_another_letter_is_known_for_what_it_does(teaching: Driver) -> None:
    arrive(teaching, key_event(0x3A, ":", 60))
    assert "It is Black now." in words(teaching)


def test_escape_always_leaves(teaching: Driver) -> None:
    assert "Esc always leads out" in words(teaching)
    teaching.press("F7", "Esc")
    assert teaching.show.scene.overlay is Overlay.NONE
    assert taught(teaching) == {}


def test_another_button_can_be_pressed_instead(teaching: Driver) -> None:
    teaching.press("F7", "PgUp")
    assert "Page Up" in words(teaching)
    teaching.find(QToolButton, "Another button").click()
    assert "Press a button" in words(teaching)
    assert focused() is teaching.furniture.overlays[Overlay.TEACH].focusProxy()


def test_where_it_cannot_be_saved_a_sentence_says_so(open_window: Open, tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("keys: [\n")
    driver = open_window(page=2, settings=load(file))
    driver.press("Ctrl+K", "F7")
    write(driver, "next page")
    driver.press("Return")
    assert any("not written over" in notice.text for notice in driver.said)
    assert file.read_text() == "keys: [\n"
    driver.press("Esc", "F7")
    assert driver.page == 3  # until the program ends


@pytest.mark.parametrize("size", [(1280, 720), (640, 480), (320, 240)])
def test_the_card_lies_within_the_window(open_window: Open, size: tuple[int, int]) -> None:
    driver = open_window(size=size)
    driver.press("Ctrl+K", "F7")
    driver.settle()
    assert driver.window.rect().contains(driver.furniture.overlays[Overlay.TEACH].geometry())


def test_everything_on_the_card_has_a_name(teaching: Driver) -> None:
    teaching.press("F7")
    card = teaching.furniture.overlays[Overlay.TEACH]
    for part in visible(QToolButton, card):
        assert part.accessibleName()
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert "F7" in card.focusProxy().accessibleName()  # type: ignore[union-attr]


def test_the_list_of_keys_has_what_was_taught(teaching: Driver) -> None:
    def listed() -> set[str]:
        teaching.press("F1")
        card = teaching.furniture.overlays[Overlay.KEYS]
        shown = {part.text() for part in visible(QLabel, card)}
        teaching.press("F1")
        return shown

    teaching.press("Esc")
    assert "Code 248" not in listed()
    teach(teaching.parts.settings, "Code 248", "slide.next")
    assert "Code 248" in listed()


def test_what_is_wrong_with_given_keys_is_told_when_the_program_starts(
    run: Run, tmp_path: Path
) -> None:
    file = settings_file()
    file.parent.mkdir(parents=True)
    file.write_text("theem: dark\nkeys:\n  slide.nxt: [F7]\n  slide.next: [F8]\n")
    colourful(tmp_path / "deck")
    running = run(tmp_path / "deck", 2)
    running.wait(lambda: "theem" in running.notice())
    assert "and 1 more like it" in running.notice()
    running.press(Qt.Key.Key_F8)
    assert running.page == 3


# Clicks and the wheel


def shown(open_window: Open, tmp_path: Path, values: dict[str, object]) -> Driver:
    deck = colourful(tmp_path / "five", 5)
    return open_window(deck, page=3, full_screen=True, settings=Settings(values))


def roll(driver: Driver) -> None:
    at = QPointF(400, 300)
    event = QWheelEvent(
        *(at, QPointF(driver.stage.mapToGlobal(at)), QPoint(), QPoint(0, -120)),
        *(Qt.MouseButton.NoButton, NO_MODIFIER, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(driver.stage, event)


@pytest.mark.parametrize(
    ("click", "left", "right"), [("next", 4, 4), ("halves", 2, 4), ("nothing", 3, 3)]
)
def test_a_click_does_what_was_chosen(
    open_window: Open, tmp_path: Path, click: str, left: int, right: int
) -> None:
    driver = shown(open_window, tmp_path, {"click": click})
    driver.click(QPointF(200, 200))
    assert driver.page == left
    driver.show.go_to(3)
    driver.click(QPointF(600, 200))
    assert driver.page == right


@pytest.mark.parametrize(("wheel", "page"), [("pages", 4), ("nothing", 3)])
def test_the_wheel_does_what_was_chosen(
    open_window: Open, tmp_path: Path, wheel: str, page: int
) -> None:
    driver = shown(open_window, tmp_path, {"wheel": wheel})
    roll(driver)
    assert driver.page == page


@pytest.mark.parametrize(("tool", "page"), [(Tool.LASER, 4), (Tool.SPOTLIGHT, 4), (Tool.PEN, 3)])
def test_only_the_pen_keeps_a_click_from_turning_the_page(
    open_window: Open, tmp_path: Path, tool: Tool, page: int
) -> None:
    driver = shown(open_window, tmp_path, {})
    driver.show.podium.take_desk(TWO._replace(screens=TWO.screens[:1]))
    driver.press("Shift+F5")
    driver.show.podium.take_tool(tool)
    driver.click(QPointF(500, 200))
    assert driver.page == page


@opens_windows
@pytest.mark.parametrize("has_console", [True, False])
def test_the_audience_sees_no_menu(open_window: Open, tmp_path: Path, has_console: bool) -> None:
    driver = shown(open_window, tmp_path, {})
    driver.show.podium.take_desk(TWO)
    driver.press("Shift+F5")
    if driver.show.scene.staging.has_console is not has_console:
        driver.show.podium.toggle_console()
    asked: list[Ask] = []
    driver.show.asked.subscribe(asked.append)
    driver.click(QPointF(500, 200), Qt.MouseButton.RightButton)
    assert (Ask.MENU in asked) is not has_console
    assert driver.page == 3
    if driver.furniture.menu is not None:
        driver.furniture.menu.close()


def test_what_is_late_turns_no_page(open_window: Open, tmp_path: Path) -> None:
    driver = shown(open_window, tmp_path, {})
    is_late = [True]
    parts = driver.parts._replace(may_turn=lambda: not is_late[0])
    gestures = Gestures(parts, driver.stage)  # which comes before the one that is there
    driver.click(QPointF(500, 200))
    roll(driver)
    assert driver.page == 3
    is_late[0] = False
    driver.click(QPointF(500, 200))
    assert driver.page == 4
    gestures.close()
