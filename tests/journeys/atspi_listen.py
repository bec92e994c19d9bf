"""Prints what the program tells assistive technology of its own accord: as JSON, one a line.

Run by the system's Python, which has Atspi: `python3 atspi_listen.py`. It listens until its input
ends.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import gi  # type: ignore[import-not-found, unused-ignore]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # type: ignore[import-not-found, unused-ignore]  # noqa: E402

READY = "listening"


def tell(*words: str) -> None:
    """Print a line at once."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def on_announcement(event: Any) -> None:
    """Pass on what is to be read aloud."""
    tell("announcement", str(event.any_data))


def on_name(event: Any) -> None:
    """Pass on the new name of an object."""
    tell(event.source.get_role_name(), event.source.get_name())


def main() -> None:
    """Listen until the input ends."""
    listeners = [Atspi.EventListener.new(heard) for heard in (on_announcement, on_name)]
    listeners[0].register("object:announcement")
    listeners[1].register("object:property-change:accessible-name")
    loop = GLib.MainLoop()
    GLib.io_add_watch(0, GLib.IO_HUP, lambda *_: loop.quit())
    tell(READY, "")
    loop.run()


if __name__ == "__main__":
    main()
