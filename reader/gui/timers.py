"""Waiting: every timer of the windows fires once, so that nothing runs while nothing happens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

FIRST_MS = 400  # how long everything else waits for the first picture


def single_shot(owner: QObject, milliseconds: int, run: Callable[[], object]) -> QTimer:
    """A timer that runs something once, `milliseconds` after each start."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(run)
    return timer
