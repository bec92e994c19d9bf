"""What is remembered of the presenter's window from one show to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QMainWindow

from reader.core.scene import ConsoleLayout
from reader.gui.parts import Parts
from reader.gui.presenter.panes import Panes
from reader.gui.timers import single_shot

if TYPE_CHECKING:
    from reader.core.memory import Geometry

NUDGE = 48  # pixels by which the window system moves a window on its own account, for its frame


class Keeping:
    """Notes how a person set up the presenter's window, and takes that up again.

    Owns: where the window was put at first, and the timer that waits for the window to be made.
    """

    def __init__(self, parts: Parts, window: QMainWindow, panes: Panes) -> None:
        self._parts = parts
        self._window = window
        self._panes = panes
        self._is_beside = False  # the audience's window, on one screen
        self._first_place: QRect | None = None
        # Not at once: the window is made while listeners are being told of a scene.
        self._recall = single_shot(window, 0, self._take_up)
        self._recall.start()

    @property
    def is_waiting(self) -> bool:
        """Whether what was chosen in an earlier show is still to be taken up."""
        return self._recall.isActive()

    def close_down(self) -> None:
        """Note everything for the last time."""
        self.note()
        self._recall.stop()
        self._note_place()

    def _take_up(self) -> None:
        memory, podium = self._parts.memory, self._parts.show.podium
        if memory.console_layout:
            podium.lay_out(ConsoleLayout(memory.console_layout))
        by = memory.notes_size - podium.staging.notes_size
        if by:
            podium.size_notes(by)

    def note(self) -> None:
        """Note what was chosen; whoever saves the memory may do so at any time."""
        if self.is_waiting:
            return
        memory, staging = self._parts.memory, self._parts.show.scene.staging
        if self._first_place is None and self._window.isVisible():
            self._first_place = self._window.geometry()
        found = staging.arrangement
        if found.console is not None:
            self._is_beside = found.audience == found.console
        memory.panes.update(self._panes.sizes())
        memory.console_layout, memory.notes_size = staging.layout.value, staging.notes_size

    def _note_place(self) -> None:
        """Note where a person put the window; on a screen of its own, it always fills that."""
        if self._first_place is None or not self._is_beside or self._window.isMaximized():
            return
        place, first = _box(self._window.geometry()), _box(self._first_place)
        if any(abs(now - then) > NUDGE for now, then in zip(place, first, strict=True)):
            self._parts.memory.console_geometry = place


def _box(area: QRect) -> Geometry:
    return area.x(), area.y(), area.width(), area.height()
