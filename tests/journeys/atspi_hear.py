"""Prints each announcement that a screen reader would speak, as a line of JSON.

Run by the system's Python, which has Atspi; an empty line says that it listens now.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import gi  # type: ignore[import-not-found, unused-ignore]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # type: ignore[import-not-found, unused-ignore]  # noqa: E402


def tell(event: Any) -> None:
    """Print what an event says."""
    sys.stdout.write(f"{json.dumps(event.any_data)}\n")
    sys.stdout.flush()


def main() -> None:
    """Listen until the end."""
    listener = Atspi.EventListener.new(tell)
    listener.register("object:announcement")
    sys.stdout.write("\n")
    sys.stdout.flush()
    Atspi.event_main()


if __name__ == "__main__":
    main()
