"""The menu, as far as it has more than the commands of the table."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from reader.core.command import Menu
from reader.core.screens import Desk, ScreenInfo
from reader.gui.menu import command_menu, part_of
from tests.gui.conftest import Open
from tests.gui.driver import Driver

LAPTOP = ScreenInfo("eDP-1", is_builtin=True, is_primary=True)
PROJECTOR = ScreenInfo("HDMI-1", label="Acme & Sons P1")
MONITOR = ScreenInfo("DP-2")


def screens_of(driver: Driver) -> QMenu:
    menu = command_menu(driver.furniture.actions, driver.show, driver.window)
    found = part_of(menu, Menu.SHOW).actions()[-1].menu()
    assert isinstance(found, QMenu)
    return found


def test_the_audience_is_given_a_screen_by_its_name(open_window: Open) -> None:
    driver = open_window()
    driver.show.podium.take_desk(Desk((LAPTOP, PROJECTOR, MONITOR)))
    driver.show.present()
    screens = screens_of(driver)
    entries = {entry.text(): entry for entry in screens.actions()}
    assert list(entries) == ["eDP-1", "HDMI-1 – Acme && Sons P1", "DP-2"]
    assert [text for text, entry in entries.items() if entry.isChecked()] == [
        "HDMI-1 – Acme && Sons P1"
    ]
    entries["DP-2"].trigger()
    assert driver.show.scene.staging.arrangement.audience == "DP-2"


def test_one_screen_and_mirrored_ones_leave_nothing_to_choose(open_window: Open) -> None:
    driver = open_window()
    for desk in (Desk((LAPTOP,)), Desk((LAPTOP, PROJECTOR), is_mirrored=True)):
        driver.show.podium.take_desk(desk)
        assert not screens_of(driver).isEnabled()
