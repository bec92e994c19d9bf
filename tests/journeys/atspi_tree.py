"""Prints what assistive technology sees of the program: one line an object, as JSON.

Run by the system's Python, which has Atspi: `python3 atspi_tree.py`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import gi  # type: ignore[import-not-found, unused-ignore]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # type: ignore[import-not-found, unused-ignore]  # noqa: E402

PATIENCE_SECONDS = 15.0


def objects(item: Any) -> Iterator[Any]:
    """An object and all below it, in the order in which they are read."""
    yield item
    for place in range(item.get_child_count()):
        child = item.get_child_at_index(place)
        if child is not None:
            yield from objects(child)


def seen() -> list[list[str]]:
    """Role, name and description of every object of the program that can be seen."""
    desktop = Atspi.get_desktop(0)
    for place in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(place)
        if program is not None and "deck" in (program.get_name() or "").lower():
            return [
                [item.get_role_name(), item.get_name(), item.get_description()]
                for item in objects(program)
                if item.get_state_set().contains(Atspi.StateType.SHOWING)
            ]
    return []


def main() -> int:
    """Wait until the program shows a page, then tell of its objects."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        rows = seen()
        if any(role == "push button" for role, _, _ in rows):
            sys.stdout.write("".join(json.dumps(row) + "\n" for row in rows))
            return 0
        time.sleep(0.2)
    return 1


if __name__ == "__main__":
    sys.exit(main())
