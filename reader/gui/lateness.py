"""Lets presses that waited while the program was held up turn one page, and not one each."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication, QInputEvent, QWindow

from reader.core import timing
from reader.core.scene import Scene
from reader.core.show import Show

LATE: Final = 0.25  # seconds that a press may wait and still be in time
DRAINED: Final = 0.4  # seconds after which nothing is left of a queue of presses
_SAME_EVENT: Final = 0.1  # seconds within which what a press sets off asks about it
_SHARED_CLOCKS: Final = ("xcb", "wayland")  # where events are stamped by the system's clock
_MOST_SHARED_MS: Final = 120_000
_OTHER_CLOCK_MS: Final = 600_000  # what waited for longer was not stamped by this clock
_DRIFT: Final = 0.0002  # by which two clocks may differ, as a share
_ROUND: Final = 1 << 32  # after so many milliseconds an X server begins again
_SLEPT: Final = 1.0  # second
_PRESSES: Final = frozenset(
    (
        *(QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress),
        *(QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick),
        *(QEvent.Type.MouseButtonRelease, QEvent.Type.Wheel, QEvent.Type.TouchEnd),
    )
)


class Stamps:
    """Tells how long an event has waited, from the time that it was stamped with.

    The stamps count from some other moment than we do: the smallest difference ever seen is
    taken for what lies between the two clocks, and grows a little, as one may run faster.

    Owns: that difference.
    """

    def __init__(
        self,
        *,
        is_shared: bool,
        now: Callable[[], float] = time.monotonic,
        through_sleep: Callable[[], float] = timing.now,
    ) -> None:
        """`is_shared`: both clocks are the system's own, if they look like it."""
        self._now = now
        self._through_sleep = through_sleep
        self._may_be_shared = is_shared
        self._is_shared = False
        self._base: float | None = None  # milliseconds
        self._seen = 0.0
        self._slept = 0.0

    def waited(self, stamp: int) -> float:
        """How long an event with this stamp, in milliseconds, has waited: seconds; 0 if unknown."""
        if stamp <= 0:
            return 0.0
        now = self._now()
        difference = (now * 1000 - stamp) % _ROUND
        self._age(now)
        if self._base is None:
            self._is_shared = self._may_be_shared and difference < _MOST_SHARED_MS
            self._base = 0.0 if self._is_shared else difference
        waited = (difference - self._base + _ROUND / 2) % _ROUND - _ROUND / 2
        if abs(waited) > _OTHER_CLOCK_MS:
            return 0.0
        if waited < 0:
            self._base = difference
        return max(0.0, waited / 1000)

    def learn(self, stamp: int) -> None:
        """Take it that an event with this stamp has not waited at all."""
        self._base = (self._now() * 1000 - stamp) % _ROUND
        self._is_shared = False

    def _age(self, now: float) -> None:
        slept = self._through_sleep() - now
        if self._base is not None and not self._is_shared:
            self._base += (now - self._seen) * 1000 * _DRIFT
            if abs(slept - self._slept) > _SLEPT:
                self._base = None  # the other clock may have gone on, or ours
        self._seen, self._slept = now, slept


class Lateness(QObject):
    """Notes when presses were made, in every window of the program.

    A press is late that waited, and was made before the page came on screen that the press
    before it turned to: nobody meant to turn a page that could not be seen.

    Owns: when that page came.
    """

    def __init__(
        self,
        show: Show,
        *,
        stamps: Stamps | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        is_shared = QGuiApplication.platformName().startswith(_SHARED_CLOCKS)
        self._stamps = stamps or Stamps(is_shared=is_shared, now=now)
        self._now = now
        self._stamp = 0
        self._noted = self._made = self._appeared = -1.0
        self._waited = 0.0
        self._is_turning = False
        self._application: QCoreApplication | None = None
        self._leave = show.changed.subscribe(self._on_scene)

    def begin(self) -> None:
        """Watch the windows that there are, and each further one once it has the keyboard."""
        for window in QGuiApplication.topLevelWindows():
            self._watch(window)
        self._application = QGuiApplication.instance()
        if isinstance(self._application, QGuiApplication):
            self._application.focusWindowChanged.connect(self._watch)

    def close(self) -> None:
        """Stop watching."""
        self._leave()
        if isinstance(self._application, QGuiApplication):
            self._application.focusWindowChanged.disconnect(self._watch)

    def lets_turn(self) -> bool:
        """Whether what is being pressed may turn a page."""
        now = self._now()
        if now - self._noted > _SAME_EVENT:
            return True  # no press asks, but a menu or a timer
        if self._waited > LATE and self._made < self._appeared:
            if now - self._appeared < DRAINED:
                return False
            self._stamps.learn(self._stamp)  # the clocks have moved apart
        self._is_turning = True
        return True

    def note(self, stamp: int) -> None:
        """Take the stamp of a press that is about to do something."""
        self._stamp = stamp
        self._waited = self._stamps.waited(stamp)
        self._noted = self._now()
        self._made = self._noted - self._waited
        self._is_turning = False

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        if event.type() in _PRESSES and isinstance(event, QInputEvent):
            self.note(event.timestamp())
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # which only moves one that is there already

    def _on_scene(self, _scene: Scene) -> None:
        if self._is_turning:
            self._appeared = self._now()
