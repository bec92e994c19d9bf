"""Looks at the screens and typefaces of this machine, in a process of its own.

Qt ends a process that cannot reach its screen; that must not be the one that has to say so.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

import reader
from reader.core.screens import Desk

_RUN: Final = "from reader.gui.surroundings import main; main()"
_SECONDS: Final = 20.0  # a machine that has just been started takes its time over typefaces
_UNSEEN: Final = ("offscreen", "minimal")  # platforms of Qt whose screens nobody sees


class Surroundings(NamedTuple):
    """What was seen."""

    desk: Desk | None = None  # None where there is no screen
    lacking: str | None = None  # of the letters asked for; None where nobody could look


def look_around(letters: str) -> Surroundings:
    """The screens, and which of the letters no typeface here has."""
    found = None
    if _has_display():
        found = _looked(letters, {})
    if found is None:
        found = _looked(letters, {"QT_QPA_PLATFORM": "offscreen"})
    return found or Surroundings()


def _has_display() -> bool:
    is_unix = sys.platform not in ("win32", "darwin")
    return not is_unix or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _looked(letters: str, changes: dict[str, str]) -> Surroundings | None:
    """What the process sees; None where it cannot."""
    home = str(Path(reader.__file__).parents[1])
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _RUN],
            input=letters.encode("utf-8", "replace"),
            capture_output=True,
            timeout=_SECONDS,
            env={**os.environ, "PYTHONPATH": home, **changes},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode != 0:
        return None
    found: Surroundings = pickle.loads(done.stdout)  # by our own process, of our own making
    return found


def main() -> None:
    """Look, and write what was seen to standard output."""
    from PySide6.QtGui import QGuiApplication

    from reader.gui import theme
    from reader.gui.glyphs import lacking
    from reader.gui.screens import desk

    letters = sys.stdin.buffer.read().decode()
    application = QGuiApplication(sys.argv[:1])
    theme.load_fonts()
    is_seen = application.platformName() not in _UNSEEN
    found = Surroundings(desk() if is_seen else None, lacking(letters))
    sys.stdout.buffer.write(pickle.dumps(found))
    sys.stdout.flush()
