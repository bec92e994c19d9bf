"""What must be known of the machine before a show: screens, power, sleep, disk, and the timer."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from reader.core.amounts import size_words
from reader.core.holds import Waking
from reader.core.power_state import Battery
from reader.core.preflight import Finding, finding
from reader.core.screens import Arrangement, Desk, ScreenInfo
from reader.core.timing import Timer, clock_words, day_words

LOW_PERCENT: Final = 50
"""What a battery should at least have left before a show that it has to last for."""

LEAST_FREE: Final = 10_000_000
"""Bytes that should be free where the place in a show is kept."""

NO_SCREEN: Final = "no screen here: the screens were not looked at"


def pixels_of(screen: ScreenInfo) -> tuple[int, int]:
    """The size of a screen in physical pixels."""
    _, _, width, height = screen.rectangle
    return round(width * screen.scale), round(height * screen.scale)


def audience_size(desk: Desk, arrangement: Arrangement) -> tuple[int, int] | None:
    """The audience's screen in physical pixels; None where there is none."""
    found = desk.find(arrangement.audience or "")
    return pixels_of(found) if found is not None else None


def judge_screens(desk: Desk, arrangement: Arrangement) -> Iterator[Finding]:
    """Which screens there are, and who gets which."""
    for screen in desk.screens:
        if screen.name == arrangement.audience:
            yield finding("screen.audience", {"screen": _screen_words(screen)})
        else:
            rest = " shows the same" if desk.is_mirrored else " stays as it is"
            use = " is yours" if screen.name == arrangement.console else rest
            yield finding("screen.other", {"screen": _screen_words(screen), "use": use})
    if desk.is_mirrored:
        yield finding("screen.mirrored")
    elif len(desk.screens) == 1:
        is_shared = arrangement.console == arrangement.audience
        yield finding("screen.shared" if is_shared else "screen.one")


def _screen_words(screen: ScreenInfo) -> str:
    width, height = pixels_of(screen)
    named = [screen.label] if screen.label and screen.label != screen.name else []
    scaled = [f"at {screen.scale:.0%}"] if screen.scale != 1 else []
    return f"{screen.name} ({', '.join([*named, f'{width} x {height}', *scaled])})"


def judge_power(battery: Battery | None) -> Iterator[Finding]:
    """Whether the machine will last; None where it has no battery, or nobody can tell."""
    if battery is None:
        yield finding("power.unknown")
        return
    level = f"{battery.percent} % charged" if battery.percent is not None else "charge unknown"
    if not battery.is_on_battery:
        yield finding("power.mains", {"level": level})
        return
    is_low = battery.percent is None or battery.percent < LOW_PERCENT
    yield finding("power.low" if is_low else "power.battery", {"level": level})


def judge_waking(waking: Waking) -> Iterator[Finding]:
    """Whether the machine stays awake during a show."""
    if waking.is_held:
        is_safe = waking.stops_sleep and waking.stops_saver
        yield finding("sleep.held" if is_safe else "sleep.half", {"how": waking.how})
    else:
        yield finding("sleep.free", {"how": waking.how.removeprefix("not at all: ")})


def free_bytes(state: Path) -> int | None:
    """How many bytes are free where a file is, or will be; None where nobody can tell."""
    there = next((folder for folder in state.parents if folder.is_dir()), None)
    with contextlib.suppress(OSError):
        return None if there is None else shutil.disk_usage(there).free
    return None


def judge_disk(free: int | None) -> Iterator[Finding]:
    """Whether there is room for the place in the show, in bytes."""
    if free is not None:
        check = "disk.full" if free < LEAST_FREE else "disk.fine"
        yield finding(check, {"size": size_words(free)})


def judge_aim(timer: Timer, planned: float | None, wall: float) -> Iterator[Finding]:
    """What the timer does, and whether the planned times fit; `wall` is the UNIX time."""
    yield finding("talk.aim", {"aim": aim_words(timer.length, timer.until, wall)})
    left = timer.length if timer.until is None else timer.until - wall
    if planned is not None and left is not None and planned - left >= 1:
        words = {"time": clock_words(planned), "over": clock_words(planned - left)}
        yield finding("talk.over", words)


def aim_words(length: float | None, until: float | None, wall: float) -> str:
    """What a timer does with a length in seconds or a UNIX time, as "counts down 20 minutes"."""
    if until is not None:
        left = until - wall
        if left < 0:
            return f"counts to {day_words(until)}, which is {_span_words(-left)} ago"
        return f"counts down to {day_words(until)}, in {_span_words(left)}"
    return "counts up" if length is None else f"counts down {_span_words(length)}"


def _span_words(seconds: float) -> str:
    """A length as it is spoken, to the second where it is short: "1 hour 15 minutes"."""
    whole = round(seconds)
    if whole >= 600:
        whole = round(whole / 60) * 60
    hours, rest = divmod(whole, 3600)
    minutes, second = divmod(rest, 60)
    parts = [(hours, "hour"), (minutes, "minute"), (second, "second")]
    said = [f"{n} {noun}" if n == 1 else f"{n} {noun}s" for n, noun in parts if n]
    return " ".join(said) or "less than a second"
