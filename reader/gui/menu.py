"""The menu with every listed command, as both windows have it."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from reader.core.command import Menu
from reader.gui.actions import Actions


def command_menu(actions: Actions, parent: QWidget) -> QMenu:
    """Every listed command, by part; a part is found by its name as the title of its menu."""
    made = QMenu(parent)
    for name in Menu:
        part = made.addMenu(name.value)
        for action in actions:
            if action.command.menu is name and action.command.is_listed:
                part.addAction(action)
    return made


def part_of(menu: QMenu, name: Menu) -> QMenu:
    """One part of a menu that `command_menu` made."""
    found = menu.actions()[list(Menu).index(name)].menu()
    assert isinstance(found, QMenu)
    return found
