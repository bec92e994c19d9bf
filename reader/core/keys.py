"""The keys of every command, as rows for people: printed, on the overlay and in the README."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import NamedTuple

from reader.core.command import Command, Menu

_NAMES = {
    "PgDown": "Page Down",
    "PgUp": "Page Up",
    "Right": "→",
    "Left": "←",
    "Up": "↑",
    "Down": "↓",
    "Return": "Enter",
    "Enter": "Enter on the keypad",
    ".": "Full stop",
    ",": "Comma",
    "Media Play": "Play",
    "Toggle Media Play/Pause": "Play/Pause",
}
_KEYS_WIDTH = 26  # of the column of keys in a terminal


class KeyRow(NamedTuple):
    """One listed command and its keys, in words that stand on keyboards."""

    menu: str
    title: str
    keys: tuple[str, ...]
    help: str


def key_table(commands: Iterable[Command]) -> list[KeyRow]:
    """Every listed command that has keys, by menu and within it in the order of the table."""
    order = list(Menu)
    listed = sorted(
        (command for command in commands if command.is_listed and command.keys),
        key=lambda command: order.index(command.menu),
    )
    return [
        KeyRow(
            command.menu.value,
            command.title,
            tuple(key_name(key) for key in command.keys),
            command.help,
        )
        for command in listed
    ]


def key_of(commands: Iterable[Command], command: str) -> str:
    """What stands on the keyboard for the first key of the command with this id."""
    return next(key_name(found.keys[0]) for found in commands if found.id == command)


def key_name(key: str) -> str:
    """What stands on the keyboard for one of Qt's portable key names."""
    # All but the last character is searched, as the key itself may be a plus sign: "Ctrl++".
    modifiers, plus, start = key[:-1].rpartition("+")
    last = start + key[-1:]
    return f"{modifiers}{plus}{_NAMES.get(last, last)}"


def key_lines(rows: Iterable[KeyRow], width: int = 80) -> list[str]:
    """The table as text for a terminal of that width: each menu, then its commands."""
    lines: list[str] = []
    menu = ""
    for row in rows:
        if row.menu != menu:
            lines += ["", row.menu] if lines else [row.menu]
            menu = row.menu
        keys = f"  {', '.join(row.keys)}"
        words = textwrap.wrap(f"{row.title}: {row.help}", max(width - _KEYS_WIDTH - 1, 20))
        if len(keys) < _KEYS_WIDTH:
            lines.append(f"{keys:{_KEYS_WIDTH}}{words.pop(0)}")
        else:
            lines.append(keys)
        lines += [" " * _KEYS_WIDTH + line for line in words]
    return lines


def key_markdown(rows: Iterable[KeyRow]) -> list[str]:
    """The table as Markdown for the README."""
    lines = ["| Menu | Keys | Command | What it does |", "|---|---|---|---|"]
    menu = ""
    for row in rows:
        shown = row.menu if row.menu != menu else ""
        menu = row.menu
        keys = ", ".join(f"`{key}`" for key in row.keys)
        lines.append(f"| {shown} | {keys} | {row.title} | {row.help} |")
    return lines
