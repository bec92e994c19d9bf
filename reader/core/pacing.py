"""Whether a talk is ahead of its plan or behind it, and by how much."""

from __future__ import annotations

from enum import Enum
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.timing import LONGEST, Timer, clock_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.deck import Deck

TOLERANCE: Final = 10.0
"""Seconds before and after a slide's planned time that are on time too.

Nobody can act on less, and a sign that changes with every slide is not looked at for long."""

_OVER_FROM: Final = 1.0  # seconds; less would be written as 0:00
_STEP: Final = 10
_MINUTE: Final = 60


class Level(Enum):
    """How a talk stands to its plan."""

    ON_TIME = "on time"
    AHEAD = "ahead"
    BEHIND = "behind"
    OVER = "over"
    UNKNOWN = ""


class Pace(NamedTuple):
    """How a talk stands to its plan.

    `behind` is seconds, below zero for a talk that is ahead; once the whole plan is over, it is
    how long it has been. `words` are such as "on time", "2 min ahead" or "1:20 over", and ""
    where nothing is planned.
    """

    behind: float = 0.0
    level: Level = Level.UNKNOWN
    words: str = ""


class Plan(NamedTuple):
    """When each slide is to begin and end, in seconds from the start of the talk.

    Pages are those of a scene: the title page takes no time before the talk, and the end page
    none after it.
    """

    spans: tuple[float | None, ...] = ()  # of each slide; None where nothing is planned
    ends: tuple[float, ...] = ()  # of the slides, up to the first without a planned time
    total: float | None = None  # None where some slide has no planned time

    def seconds_of(self, page: int) -> float | None:
        """The planned time of one slide; None where it has none, and for no slide."""
        return self.spans[page - 1] if 1 <= page <= len(self.spans) else None

    def start_of(self, page: int) -> float | None:
        """When a page is to come up; None where that is not planned."""
        return self.end_of(min(page, len(self.spans) + 1) - 1)

    def end_of(self, page: int) -> float | None:
        """When the page after this one is to come up; None where that is not planned."""
        if not self.ends:
            return None
        if page <= 0:
            return 0.0
        if page > len(self.spans):
            return self.total
        return self.ends[page - 1] if page <= len(self.ends) else None


def planned_length(timer: Timer, moment: float, wall: float) -> float | None:
    """The seconds that the whole talk may take by its timer, for `plan`; None where none are set.

    Where it has to be done by a time of day, that is what has passed and what is left: less for
    every minute that it begins late or stands still. To whole seconds, so that a plan can be kept.
    """
    left = timer.left(moment, wall)
    return None if left is None else float(round(timer.elapsed(moment) + left))


def plan(deck: Deck, total: float | None) -> Plan:
    """Plan a talk, of `total` seconds where its length is set.

    Slides without a planned time share alike in what the others leave of the length. Where they
    leave nothing, or all have a time, all are made shorter or longer so that they fill it.
    Without a length, nothing is guessed. A deck that is still being read has no plan.
    """
    if not deck.complete:
        return Plan()
    spans = [_sound(seconds) for seconds in deck.slides.durations()]
    if total is not None:
        return _filled(spans, max(0.0, total))._replace(total=total)
    first = next((at for at, span in enumerate(spans) if span is None), len(spans))
    ends = tuple(accumulate(span or 0.0 for span in spans[:first]))
    return Plan(tuple(spans), ends, ends[-1] if ends and first == len(spans) else None)


def _sound(seconds: float | None) -> float | None:
    return seconds if seconds is not None and 0 < seconds <= LONGEST else None


def _filled(spans: Sequence[float | None], total: float) -> Plan:
    known = sum(span or 0.0 for span in spans)
    missing = spans.count(None)
    rest = total - known
    share = rest / missing if missing and rest > 0 else 0.0
    scale = 1.0 if share or not known else total / known
    filled = tuple(share if span is None else span * scale for span in spans)
    return Plan(filled, tuple(accumulate(filled)))


def pace(plan: Plan, page: int, elapsed: float) -> Pace:
    """How a talk stands that is on `page` after so many seconds.

    While these are within the planned time of the page, it is on time.
    """
    if plan.total is not None and elapsed - plan.total >= _OVER_FROM:
        over = elapsed - plan.total
        return Pace(over, Level.OVER, f"{clock_words(over)} over")
    start, end = plan.start_of(page), plan.end_of(page)
    if start is None or end is None:
        return Pace()
    behind = elapsed - min(max(elapsed, start), end)
    if abs(behind) <= TOLERANCE:
        return Pace(behind, Level.ON_TIME, Level.ON_TIME.value)
    level = Level.BEHIND if behind > 0 else Level.AHEAD
    return Pace(behind, level, f"{_about(abs(behind))} {level.value}")


def _about(seconds: float) -> str:
    """About how long, in steps that are as large as a glance can take in."""
    steps = int(seconds / _STEP + 0.5) * _STEP
    return f"{steps} s" if steps < _MINUTE else f"{int(seconds / _MINUTE + 0.5)} min"
