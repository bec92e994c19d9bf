"""The clock of a talk: a timer that can be kept and gone on with, and its figures in words.

All of it is arithmetic on moments that are handed in, so nothing here ticks.
"""

from __future__ import annotations

import math
import time
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from reader.errors import SettingsError

LONGEST: Final = 24 * 3600.0
"""The longest talk that can be planned, in seconds."""

# Linux: counts while the machine sleeps, which its CLOCK_MONOTONIC does not. macOS: that of this
# name does count on, unlike the one behind time.monotonic(). Windows: time.monotonic() does.
_CLOCK: Final[int | None] = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")
_MINUS: Final = "−"
_HALF_A_DAY: Final = 12 * 3600.0

# Patterns are compiled when first used, as the window's first picture needs none of them.
_NUMBER: Final = r"([0-9]{1,6}(?:[.,][0-9]{1,3})?)"
_LENGTH: Final = (
    rf"(?:{_NUMBER} ?(?:h|hrs?|hours?))? ?(?:{_NUMBER} ?(?:m|mins?|minutes?))?"
    rf" ?(?:{_NUMBER} ?(?:s|secs?|seconds?))?"
)
_EXACT: Final = r"([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])"
_TIME_OF_DAY: Final = r"([01]?[0-9]|2[0-3]):([0-5][0-9])"


def now() -> float:
    """The moment in seconds, by a clock that never jumps and counts on while the machine sleeps.

    It starts anywhere, as a rule when the machine does: see `boot_id`.
    """
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)


def boot_id() -> str:
    """What tells this run of the machine from all others, so that its moments can be compared.

    "" where the system has nothing of the kind.
    """
    with suppress(OSError, ValueError):
        return _BOOT_ID.read_text(encoding="ascii").strip()
    return ""


class Timer(NamedTuple):
    """The timer of a talk. Moments are those of `now`, lengths are seconds.

    One that the speaker stopped goes on only where the speaker says so: moving to another slide
    does not set it going. Only one of `length` and `until` counts, which is `until`.
    """

    ran: float = 0.0  # before it last went on
    since: float | None = None  # the moment from which on it runs; None: it stands
    is_paused: bool = False  # by the speaker
    length: float | None = None  # of the talk as it is planned
    until: float | None = None  # the UNIX time to be done by

    def elapsed(self, moment: float) -> float:
        """The seconds that it has counted."""
        return self.ran + (max(0.0, moment - self.since) if self.since is not None else 0.0)

    @property
    def is_running(self) -> bool:
        """Whether it counts."""
        return self.since is not None

    @property
    def has_started(self) -> bool:
        """Whether it has anything to set back to zero."""
        return self.is_running or self.is_paused or self.ran > 0

    def moved(self, moment: float) -> Timer:
        """After a move to another slide: the first one sets it going, unless it was stopped."""
        return self if self.is_running or self.is_paused else self._replace(since=moment)

    def toggled(self, moment: float) -> Timer:
        """Stopped, or going on; one that has not started yet starts."""
        if self.is_running:
            return self._replace(ran=self.elapsed(moment), since=None, is_paused=True)
        return self._replace(since=moment, is_paused=False)

    def reset(self) -> Timer:
        """At zero and standing, whatever it did; the next move sets it going."""
        return Timer(length=self.length, until=self.until)

    def aimed(self, length: float | None, until: float | None) -> Timer:
        """With another plan; what it has counted stays."""
        return self._replace(length=length, until=until)

    def left(self, moment: float, wall: float) -> float | None:
        """The seconds that are left of the plan, below zero once over; None without a plan.

        `wall` is the UNIX time, which alone counts where the talk has to be done by a time of
        day: however late it began, and also while the timer stands.
        """
        if self.until is not None:
            return self.until - wall
        return None if self.length is None else self.length - self.elapsed(moment)


def parse_aim(words: str, wall: float) -> tuple[float | None, float | None]:
    """What a speaker wrote as the plan for a talk: its length in seconds, or a UNIX time.

    Nothing counts up. A plain number is minutes; "1:30:00", "20 min", "90 s" and "1h 15m" are
    lengths. Two numbers with a colon are always a time of day here, by the 24-hour clock, so
    "20:00" is eight in the evening and never twenty minutes. It is today's, and tomorrow's where
    today's is more than twelve hours past, as "0:15" is at half past eleven at night; one that is
    past for less is overtime from the start. `wall` is the UNIX time as it is.
    Raises SettingsError for anything else.
    """
    text = " ".join(words.lower().split())
    if not text:
        return None, None
    until = _time_of_day(text, wall)
    if until is not None:
        return None, until
    length = _length(text)
    if length is None:
        raise SettingsError(
            f"“{words.strip()[:40]}” is neither a length nor a time of day",
            hint="write minutes such as 20, a length such as 1:30:00 or 90 s, or when to be done, "
            "such as 16:30",
        )
    if not 0 < length <= LONGEST:
        raise SettingsError(
            f"a talk cannot take {words.strip()[:40]}",
            hint="write a length of more than nothing and of a day at most",
        )
    return length, None


def _time_of_day(text: str, wall: float) -> float | None:
    import re

    found = re.fullmatch(_TIME_OF_DAY, text)
    if not found:
        return None
    from datetime import datetime, timedelta

    # Without a zone, so that the hour is right on days when the clocks change.
    day = datetime.fromtimestamp(wall).replace(second=0, microsecond=0)
    aim = day.replace(hour=int(found[1]), minute=int(found[2]))
    if wall - aim.timestamp() > _HALF_A_DAY:
        aim += timedelta(days=1)
    return aim.timestamp()


def _length(text: str) -> float | None:
    import re

    if re.fullmatch(_NUMBER, text):
        text = f"{text} min"
    found = re.fullmatch(_EXACT, text) or re.fullmatch(_LENGTH, text)
    if not found:
        return None
    hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.groups())
    return (hours * 60 + minutes) * 60 + seconds


def clock_words(seconds: float) -> str:
    """Seconds as a timer shows them: "0:07", "12:31", "1:02:03", "−1:20"; broken ones are cut."""
    whole = int(abs(seconds))
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    words = f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
    return f"{_MINUS}{words}" if seconds < 0 and whole else words


def left_words(seconds: float) -> str:
    """Seconds that are left, as a timer shows them.

    A second that has begun to pass still counts, so that what is left and what `clock_words` says
    of the time until now always make the whole.
    """
    return clock_words(math.ceil(seconds))


def day_words(wall: float) -> str:
    """A UNIX time as the local time of day, such as "16:30"."""
    return time.strftime("%H:%M", time.localtime(wall))
