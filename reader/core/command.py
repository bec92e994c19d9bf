"""One thing that a person can do, as a row of the table of commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from reader.core.scene import Overlay
from reader.core.show import Show


class Scope(Enum):
    """Where a key works: everywhere, or only while no list or text field has the focus."""

    WINDOW = "window"
    CANVAS = "canvas"


class Menu(Enum):
    """The menus, in their order."""

    FILE = "Deck"
    GO = "Go"
    VIEW = "View"
    SHOW = "Present"
    ROOM = "Audience"
    CLOCK = "Clock"
    HELP = "Help"


def always(_show: Show) -> bool:
    """What `enabled` asks for a command that can run at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do: its permanent id, its words, its keys and the verb it calls."""

    id: str
    title: str
    help: str
    menu: Menu
    run: Callable[[Show], None]
    keys: tuple[str, ...] = ()
    enabled: Callable[[Show], bool] = always
    checked: Callable[[Show], bool] | None = None
    repeats: bool = False
    scope: Scope = Scope.WINDOW
    icon: str = ""
    is_listed: bool = True  # in menus and key lists; the ten digits share one line there
    in_kiosk: bool = False  # whether it can still be run where the public may press keys


def overlay_command(
    command_id: str, title: str, text: str, menu: Menu, overlay: Overlay, *keys: str
) -> Command:
    """A command that lays something over the window, or takes it away again."""
    return Command(
        command_id,
        title,
        text,
        menu,
        run=lambda show: show.toggle_overlay(overlay),
        keys=keys,
        checked=lambda show: show.scene.overlay is overlay,
    )
