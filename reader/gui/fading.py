"""A cross-fade from one page to the next, for those who ask for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter, QPixmap

from reader.core.motion import prefers_less_motion
from reader.core.settings import MOTION, TRANSITION, Settings
from reader.core.show import Show
from reader.gui.stage import Stage
from reader.gui.timers import single_shot

FADE_MS = 200
_USUAL_RATE = 60.0  # pictures a second


class _Answer(QObject):
    """Carries what the system said from the thread that asked."""

    came = Signal(bool)


class Fading(QObject):
    """Lets the page before fade over the next one, on the audience's page.

    Owns: the picture of the page before, while it fades, and the timer of the next picture.
    """

    def __init__(
        self,
        show: Show,
        stage: Stage,
        settings: Settings,
        asks: Callable[[], bool | None] = prefers_less_motion,
    ) -> None:
        super().__init__(stage)
        self._show = show
        self._stage = stage
        self._settings = settings
        self._old: QPixmap | None = None
        self._began = 0.0  # 0: the next page is not on screen yet
        self._wants_less = True  # until the system has said otherwise
        self._answer = _Answer()
        self._answer.came.connect(self._on_answer)
        self._next = single_shot(self, round(1000 / _rate(stage)), self._go_on)
        self._asking = threading.Thread(
            target=lambda: self._answer.came.emit(asks() is True), name="motion", daemon=True
        )
        self._asking.start()

    def close_down(self) -> None:
        """Wait for nothing more."""
        self._next.stop()
        self._asking.join()

    @property
    def is_on(self) -> bool:
        """Whether the page before can still be seen."""
        return self._old is not None

    @property
    def _is_wanted(self) -> bool:
        is_chosen = self._settings.value(TRANSITION) == "fade"
        motion = self._settings.value(MOTION)
        wants_less = self._wants_less if motion == "system" else motion == "less"
        return is_chosen and not wants_less and self._show.scene.staging.is_on

    def _on_answer(self, wants_less: bool) -> None:
        self._wants_less = wants_less

    def leave_page(self, *, is_held: bool) -> None:
        """Keep the page as it is on screen, unless someone is in a hurry."""
        was_on = self.is_on
        self.stop()
        if was_on or is_held or not self._is_wanted:
            return
        ratio = self._stage.devicePixelRatioF()
        old = QPixmap(self._stage.size() * ratio)
        old.setDevicePixelRatio(ratio)
        painter = QPainter(old)
        self._stage.paint_page(painter)
        painter.end()
        self._old = old

    def enter_page(self) -> None:
        """Begin to fade: what lies under it is the next page."""
        if self._old is not None:
            self._began = monotonic()
            self._next.start()

    def stop(self) -> None:
        """Show the page alone, at once."""
        self._old = None
        self._next.stop()

    def _go_on(self) -> None:
        if self._share >= 1.0:
            self.stop()
        else:
            self._next.start()
        self._stage.update()

    @property
    def _share(self) -> float:
        """How much of the time has passed."""
        return (monotonic() - self._began) * 1000 / FADE_MS

    def paint(self, painter: QPainter) -> None:
        """Paint the page before, as far as it can still be seen."""
        if self._old is not None:
            left = max(0.0, 1.0 - self._share)
            painter.save()
            painter.setOpacity(left * left * (3 - 2 * left))  # eased at both ends
            painter.drawPixmap(0, 0, self._old)
            painter.restore()


def _rate(stage: Stage) -> float:
    screen = stage.screen()
    return max(24.0, screen.refreshRate()) if screen is not None else _USUAL_RATE
