"""What lies over the page for a while: the list of keys, the menu, controls and notices."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QToolButton

from reader.core.command import Menu
from reader.core.commands import COMMANDS
from reader.core.keys import key_table
from reader.core.scene import Overlay
from reader.gui.overlays.controls import CORNER
from reader.gui.overlays.keys import KeyOverlay
from tests.gui.conftest import Open
from tests.gui.driver import NO_MODIFIER, Driver, opens_windows, visible

USUAL = len(CORNER) - 1  # the receipt has a button only where there is something to compare with
LISTED = [command for command in COMMANDS if command.is_listed]


def entries(driver: Driver) -> dict[str, list[QAction]]:
    """The entries of the open menu, by part."""
    menu = driver.furniture.menu
    assert menu is not None
    parts = [part for part in menu.findChildren(QMenu) if part.parent() is menu]
    return {part.title(): part.actions() for part in parts}


@pytest.mark.parametrize("key", ["F1", "?"])
def test_the_list_of_keys_has_every_listed_command_and_its_keys(
    open_window: Open, key: str
) -> None:
    driver = open_window()
    driver.press(key)
    driver.settle()
    shown = [part.text() for part in visible(QLabel, driver.furniture.overlays[Overlay.KEYS])]
    for row in key_table(COMMANDS):
        assert row.title in shown
        assert row.menu in shown
        assert set(row.keys) <= set(shown)
    driver.press(key)
    assert not driver.furniture.overlays[Overlay.KEYS].isVisible()


@pytest.mark.parametrize("size", [(1280, 720), (640, 480), (320, 240)])
def test_the_list_of_keys_lies_within_the_window_and_can_be_scrolled(
    open_window: Open, size: tuple[int, int]
) -> None:
    driver = open_window(size=size)
    driver.press("F1")
    driver.settle()
    keys = driver.furniture.overlays[Overlay.KEYS]
    assert isinstance(keys, KeyOverlay)
    assert driver.window.rect().contains(keys.geometry())
    content = keys._scroll.widget()
    assert content is not None
    assert content.width() <= keys._scroll.viewport().width()
    reach = keys._scroll.verticalScrollBar().maximum() + keys._scroll.viewport().height()
    assert reach >= content.height()


def test_pages_can_be_turned_under_the_list_of_keys(open_window: Open) -> None:
    driver = open_window()
    driver.press("F1", "Right")
    assert (driver.page, driver.furniture.overlays[Overlay.KEYS].isVisible()) == (2, True)


@opens_windows
def test_the_menu_has_every_listed_command_by_part(open_window: Open) -> None:
    driver = open_window()
    driver.press("F10")
    found = entries(driver)
    for part in Menu:
        wanted = [command.title for command in LISTED if command.menu is part]
        assert [
            title for title in wanted if title in {e.text() for e in found[part.value]}
        ] == wanted
    assert driver.furniture.menu is not None
    driver.furniture.menu.close()


@opens_windows
def test_an_entry_of_the_menu_runs_its_command_and_shows_whether_it_can(
    open_window: Open,
) -> None:
    driver = open_window(page=3)
    driver.press("F10")
    actions = {action.text(): action for part in entries(driver).values() for action in part}
    assert not actions["Last slide"].isEnabled()
    assert not actions["Text over the picture"].isEnabled()
    assert actions["Dark"].isChecked()
    actions["First slide"].trigger()
    assert driver.page == 1
    actions["Citations"].trigger()
    assert actions["Citations"].isChecked()
    assert driver.furniture.menu is not None
    driver.furniture.menu.close()


@opens_windows
def test_the_right_button_of_the_mouse_opens_the_menu(open_window: Open) -> None:
    driver = open_window()
    driver.click(QPointF(100, 100), Qt.MouseButton.RightButton)
    assert driver.furniture.menu is not None
    driver.furniture.menu.close()


# The mouse


def test_controls_come_with_the_pointer_and_do_what_they_say(open_window: Open) -> None:
    driver = open_window()
    assert not list(visible(QToolButton, driver.stage))
    QTest.mouseMove(driver.window.windowHandle(), driver.stage.rect().center())
    driver.qtbot.waitUntil(lambda: len(list(visible(QToolButton, driver.stage))) == USUAL)
    driver.find(QToolButton, "Next", driver.stage).click()
    assert driver.page == 2
    driver.find(QToolButton, "Previous", driver.stage).click()
    assert driver.page == 1


@pytest.mark.parametrize("mode", ["window", "full screen with panel"])
def test_controls_stand_apart_and_clear_of_the_panel(open_window: Open, mode: str) -> None:
    driver = open_window(full_screen="full" in mode)
    if "panel" in mode:
        driver.press("C")
        driver.settle()
    driver.furniture.controls.reveal()
    areas = [button.geometry() for button in visible(QToolButton, driver.stage)]
    assert len(areas) == USUAL
    for index, area in enumerate(areas):
        assert area.right() <= driver.stage.clear_width
        assert not any(area.intersects(other) for other in areas[index + 1 :])


@pytest.mark.parametrize(
    ("button", "page"), [(Qt.MouseButton.ForwardButton, 3), (Qt.MouseButton.BackButton, 1)]
)
def test_the_side_buttons_of_a_mouse_turn_pages_where_there_is_no_history(
    open_window: Open, button: Qt.MouseButton, page: int
) -> None:
    driver = open_window(page=2)
    driver.click(QPointF(100, 100), button)
    assert driver.page == page


def test_a_side_button_returns_from_a_jump(open_window: Open) -> None:
    driver = open_window(page=1)
    driver.press("End")
    driver.click(QPointF(100, 100), Qt.MouseButton.BackButton)
    assert driver.page == 1
    driver.click(QPointF(100, 100), Qt.MouseButton.ForwardButton)
    assert driver.page == 3


def test_a_press_on_a_full_screen_picture_turns_the_page_and_in_a_window_does_not(
    open_window: Open,
) -> None:
    driver = open_window()
    driver.click(QPointF(200, 200))
    assert driver.page == 1
    driver.press("F11")
    driver.settle()
    driver.click(QPointF(200, 200))
    assert driver.page == 2


def test_a_double_press_fills_the_screen(open_window: Open) -> None:
    driver = open_window()
    at = driver.stage.rect().center()
    QTest.mouseDClick(driver.window.windowHandle(), Qt.MouseButton.LeftButton, NO_MODIFIER, at)
    driver.settle()
    assert driver.window.isFullScreen()


def test_the_pointer_hides_in_full_screen_and_comes_back(open_window: Open) -> None:
    driver = open_window(full_screen=True)
    gestures = driver.furniture.gestures
    gestures._hide.setInterval(0)
    gestures._hide.start()
    with driver.qtbot.waitSignal(gestures._hide.timeout):
        pass
    assert driver.stage.cursor().shape() is Qt.CursorShape.BlankCursor
    driver.press("F11")
    driver.settle()
    assert driver.stage.cursor().shape() is not Qt.CursorShape.BlankCursor


# Notices


def test_a_fault_is_told_in_a_window_but_not_before_an_audience(open_window: Open) -> None:
    driver = open_window()
    board = driver.furniture.notice_board
    driver.notices.fault("Something is wrong: mend it.")
    assert board.isVisible()
    assert board.text() == "⚠  Something is wrong: mend it."
    board.hide()
    driver.press("F11")
    driver.settle()
    driver.notices.fault("Something else is wrong.")
    assert not board.isVisible()


@pytest.mark.parametrize("size", [(1280, 720), (320, 240)])
def test_a_notice_lies_within_the_window(open_window: Open, size: tuple[int, int]) -> None:
    driver = open_window(size=size)
    driver.notices.say("A notice of many words that needs more than one line. " * 2)
    board = driver.furniture.notice_board
    assert driver.window.rect().contains(board.geometry())
    assert board.height() >= board.heightForWidth(board.width())


def test_a_notice_goes_after_a_while(open_window: Open) -> None:
    driver = open_window()
    driver.notices.say("Soon gone.")
    board = driver.furniture.notice_board
    board._rest.start(0)
    driver.qtbot.waitUntil(lambda: not board.isVisible())
