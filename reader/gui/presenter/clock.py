"""The clock of a talk, in words and figures, and the bar that shows it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reader.core import look
from reader.core.deck import Deck
from reader.core.look import Palette
from reader.core.pacing import Level, Plan, pace, plan, planned_length
from reader.core.scene import Scene
from reader.core.timing import Timer, clock_words, day_words, left_words
from reader.gui.presenter.figures import Figures
from reader.gui.presenter.pane import EDGE
from reader.gui.timers import single_shot

ROLES: Final = {
    Level.ON_TIME: "soft",
    Level.AHEAD: "accent",
    Level.BEHIND: "fault",
    Level.OVER: "fault",
    Level.UNKNOWN: "soft",
}
NOT_STARTED: Final = "starts when you move on"
STOPPED: Final = "clock stopped"
_LATE_MS: Final = 8  # after a second has begun, so that no tick comes just before it
_MINUTE: Final = 60


class Reading(NamedTuple):
    """What the clock says at one moment, in words."""

    elapsed: str
    left: str  # or how long the talk is planned to take; "" where nothing is
    pace: str
    role: str  # of the pace, in the palette
    place: str  # such as "slide 3 of 7"
    planned: str  # the time of this slide
    wall: str
    is_over: bool = False


class Planner:
    """Knows the plan of a talk, and makes it anew only when something else holds.

    Owns: the plan.
    """

    def __init__(self) -> None:
        self._made_for: tuple[Deck, float | None] | None = None
        self._plan = Plan()

    def of(self, deck: Deck, length: float | None) -> Plan:
        """The plan of a deck, of a length in seconds where one is set."""
        made_for = self._made_for
        if made_for is None or made_for[0] is not deck or made_for[1] != length:
            self._made_for, self._plan = (deck, length), plan(deck, length)
        return self._plan


def read(scene: Scene, planner: Planner, moment: float, wall: float) -> Reading:
    """What the clock of a talk says."""
    timer = scene.staging.timer
    made = planner.of(scene.deck, planned_length(timer, moment, wall))
    elapsed = timer.elapsed(moment)
    # A talk that began in the middle is on time where the plan has the page it began at.
    began = made.start_of(scene.staging.timed_from) or 0.0
    stands = pace(made, scene.page, began + elapsed)
    words, role = stands.words, ROLES[stands.level]
    if timer.is_paused:
        words, role = STOPPED, "accent"
    elif not timer.has_started:
        words, role = NOT_STARTED, "soft"
    left = timer.left(moment, wall)
    seconds = made.seconds_of(scene.page)
    return Reading(
        elapsed=clock_words(elapsed),
        left=_left(timer, left, made, began + elapsed),
        pace=words,
        role=role,
        place=place_words(scene),
        planned=f"{clock_words(round(seconds))} for this slide" if seconds is not None else "",
        wall=day_words(wall),
        is_over=left is not None and left < 0,
    )


def _left(timer: Timer, left: float | None, made: Plan, passed: float) -> str:
    if left is None:
        if not made.total:
            return ""
        rest = left_words(max(0.0, made.total - passed))
        return f"{rest} left of {clock_words(round(made.total))}"
    words = f"{clock_words(-left)} over" if left <= -1 else f"{left_words(max(0.0, left))} left"
    return f"{words}, until {day_words(timer.until)}" if timer.until is not None else words


def place_words(scene: Scene) -> str:
    """Where the presenter is: "slide 3 of 7"."""
    if scene.slide is not None:
        return f"slide {scene.counter.replace(' / ', ' of ')}"
    return "title page" if scene.page == 0 else "credits"


def wait_ms(timer: Timer, moment: float, wall: float) -> int:
    """How long nothing of it changes, in milliseconds."""
    if timer.is_running:
        rest = 1 - timer.elapsed(moment) % 1
    elif timer.until is not None:
        rest = 1 - wall % 1
    else:
        rest = _MINUTE - wall % _MINUTE
    return int(rest * 1000) + _LATE_MS


class ClockBar(QWidget):
    """Time that has passed, time that is left, the pace, the slide, and the time of day.

    Owns: the timer that fires at the next second of a running clock, or at the next minute.
    """

    def __init__(self, scene: Callable[[], Scene], now: Callable[[], float]) -> None:
        super().__init__()
        self._scene = scene
        self._now = now
        self._planner = Planner()
        self._said = ""
        self.elapsed = Figures("00:00", 2.49)
        self.left = Figures("00:00 left", 1.0)
        self.pace = Figures("starts when you move on", 1.0)
        self.place = Figures("slide 00 of 00", 1.0, right=True)
        self.planned = Figures("0:00 for this slide", 1.0, right=True)
        self.wall = Figures("00:00", 2.49, right=True)
        self.setAccessibleName("Clock")
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, 0, EDGE, 0)
        row.setSpacing(3 * look.GRID)
        row.addWidget(self.elapsed)
        row.addLayout(_column(self.left, self.pace, Qt.AlignmentFlag.AlignLeft))
        row.addStretch(1)
        row.addLayout(_column(self.place, self.planned, Qt.AlignmentFlag.AlignRight))
        row.addWidget(self.wall)
        self._tick = single_shot(self, 1000, self.follow)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)

    @property
    def parts(self) -> tuple[Figures, ...]:
        """Everything that is written on it."""
        return self.elapsed, self.left, self.pace, self.place, self.planned, self.wall

    def close_down(self) -> None:
        """Wait for nothing more."""
        self._tick.stop()

    def restyle(self, palette: Palette, base: float) -> None:
        """Take colours, and a text size in pixels."""
        for part in self.parts:
            part.restyle(palette, base)

    def follow(self) -> None:
        """Show what holds now, and wait until something of it changes."""
        moment, wall, scene = self._now(), time.time(), self._scene()
        said = read(scene, self._planner, moment, wall)
        timer = scene.staging.timer
        self.elapsed.tell(said.elapsed, "ink" if timer.is_running else "soft")
        self.left.tell(said.left, "fault" if said.is_over else "ink")
        self.pace.tell(said.pace, said.role)
        self.place.tell(said.place, "ink")
        self.planned.tell(said.planned, "soft")
        self.wall.tell(said.wall, "soft")
        self._name(said, timer.elapsed(moment))
        self._tick.start(wait_ms(timer, moment, wall))

    def _name(self, said: Reading, elapsed: float) -> None:
        # Not every second: a screen reader would have no time for anything else.
        minutes = int(elapsed // _MINUTE)
        words = f"{minutes} min have passed, {said.pace or 'no plan'}; it is {said.wall}"
        if words != self._said:
            self._said = words
            self.setAccessibleDescription(words)


def _column(above: Figures, below: Figures, side: Qt.AlignmentFlag) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addStretch(1)
    column.addWidget(above, 0, side)
    column.addWidget(below, 0, side)
    column.addStretch(1)
    return column
