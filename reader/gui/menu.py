"""The menu with every listed command, as both windows have it."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from reader.core.command import Menu
from reader.core.show import Show
from reader.gui.actions import Actions


def command_menu(actions: Actions, show: Show, parent: QWidget) -> QMenu:
    """Every listed command, by part; a part is found by its name as the title of its menu."""
    made = QMenu(parent)
    for name in Menu:
        part = made.addMenu(name.value)
        for action in actions:
            if action.command.menu is name and action.command.is_listed:
                part.addAction(action)
        if name is Menu.SHOW:
            _add_screens(part, show)
    return made


def _add_screens(part: QMenu, show: Show) -> None:
    """The screens by name, to give the audience one of them."""
    staging = show.scene.staging
    given = staging.arrangement.audience if staging.is_on else staging.chosen
    screens = part.addMenu("Audience’s screen")
    for screen in staging.desk.screens:
        words = f"{screen.name} – {screen.label}" if screen.label else screen.name
        entry = screens.addAction(words.replace("&", "&&"))
        entry.setData(screen.name)
        entry.setCheckable(True)
        entry.setChecked(screen.name == given)
    screens.setEnabled(len(staging.desk.screens) > 1 and not staging.desk.is_mirrored)
    screens.triggered.connect(lambda entry: show.podium.choose_screen(entry.data()))


def part_of(menu: QMenu, name: Menu) -> QMenu:
    """One part of a menu that `command_menu` made."""
    found = menu.actions()[list(Menu).index(name)].menu()
    assert isinstance(found, QMenu)
    return found
