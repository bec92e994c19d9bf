"""A show that was cut off, by a crash or a dead battery, is found again where it was.

Each change of a show is written down at once. As the timer holds the moment since which it runs
and not a count, that is enough: nothing has to be written while nothing changes.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from reader.core import limits
from reader.core.memory import state_file
from reader.core.timing import LONGEST, Timer, boot_id, now
from reader.errors import SettingsError, Where

FRESH: Final = 12 * 3600.0
"""Seconds after which nobody wants to go on with a show."""

_BLANKS: Final = ("", "black", "white")
_LONG: Final = 10 * LONGEST  # seconds; no timer of a show has counted more
_FAR: Final = 1e11  # seconds since 1970, or since the machine was started
_PLACE: Final = 4_096  # characters, longer than the path of any file
_WORDS: Final = 200  # characters of a title
_FOR_ME: Final = 0o600
_STARTED: Final = 19  # the field of /proc/PID/stat after the name, its state being 0
_ENDED: Final = ("Z", "X")  # killed, but its parent has not heard of it


class Stamp(NamedTuple):
    """Which process it is, and when."""

    wall: float = 0.0  # UNIX time
    moment: float = 0.0  # of `reader.core.timing.now`
    boot: str = ""  # the run of the machine to which moments belong; "" where that is not known
    pid: int = 0
    process: str = ""  # when it was started, as its number may be given to another


class Interrupted(NamedTuple):
    """A show as it was when it last changed."""

    place: str  # of the deck: a folder or a bundle
    title: str
    page: int
    timer: Timer = Timer()
    blank: str = ""  # or "black", "white"
    frozen: int | None = None  # the page on which the audience's side stands still
    screen: str = ""  # the name of the audience's
    has_console: bool = False  # whether the presenter has a window
    stamp: Stamp = Stamp()  # filled in by `save`


def journal_file() -> Path:
    """Where the show that is going on is written down, beside the other remembered state."""
    return state_file().parent / "show.json"


def stamp() -> Stamp:
    """This process, now."""
    pid = os.getpid()
    return Stamp(time.time(), now(), boot_id(), pid, _process(pid) or "")


def save(show: Interrupted, path: Path, at: Stamp | None = None) -> None:
    """Write down how a show stands; it takes well under a millisecond.

    The old file or the new one is there even if the program is killed in the middle. For it to
    outlast a power cut as well, `settle` it once there is time.
    Raises SettingsError where it cannot be written.
    """
    import json

    data = {
        **show._asdict(),
        "title": show.title[:_WORDS],
        "timer": show.timer._asdict(),
        "stamp": (at or stamp())._asdict(),
    }
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            with open(os.open(beside, flags, _FOR_ME), "wb") as file:  # noqa: PTH123 - for its mode
                # In ASCII, as the name of a folder may be bytes that are no text.
                file.write(json.dumps(data).encode())
            beside.replace(path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SettingsError(
            f"the show cannot be written down: {error.strerror or error}",
            hint="free some space there, or make the folder writable",
            where=Where(path),
        ) from error


def settle(path: Path) -> None:
    """Have what was saved last on the disk itself, which may take as long as the disk likes.

    It may run in another thread. Where there is no file, or no such thing, it does nothing.
    """
    with suppress(OSError):
        handle = os.open(path, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        from reader.core.atomic import settle as settle_folder

        settle_folder(path.parent)


def load(path: Path, at: Stamp | None = None) -> Interrupted | None:
    """The show that was cut off, its timer as if it had never been; None where there is none.

    Nor is there where the show still runs in another process or in this one, where it is older
    than `FRESH`, and where the file is damaged. A timer that ran has counted on all the time, to
    the moment where the machine has not been started anew, and else by the clock on the wall.
    """
    at = at or stamp()
    show = _read(path)
    if show is None or at.wall - show.stamp.wall > FRESH or is_going_on(show, at):
        return None
    return show._replace(timer=_gone_on(show.timer, show.stamp, at))


def forget(path: Path, at: Stamp | None = None) -> None:
    """Take the file away as its show has ended, or is not wanted; not that of another process."""
    at = at or stamp()
    show = _read(path)
    if show is None or show.stamp.pid == at.pid or not is_going_on(show, at):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def is_going_on(show: Interrupted, at: Stamp) -> bool:
    """Whether the process that wrote a show down is still there."""
    wrote = show.stamp
    if wrote.boot != at.boot or wrote.pid <= 0:
        return False
    return wrote.process == _process(wrote.pid)


def _process(pid: int) -> str | None:
    """What tells a process from others of its number, "" if nothing does; None if there is none."""
    return _start_of(pid) if sys.platform == "linux" else "" if _is_alive(pid) else None


def _start_of(pid: int) -> str | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()  # its name may hold anything
    is_there = len(fields) > _STARTED and fields[0] not in _ENDED
    return fields[_STARTED] if is_there else None


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32":  # where os.kill ends a process whatever the signal
        import ctypes

        kernel, synchronize, timed_out = ctypes.windll.kernel32, 0x0010_0000, 0x102
        handle = kernel.OpenProcess(synchronize, False, pid)
        if not handle:
            return False
        try:
            return bool(kernel.WaitForSingleObject(handle, 0) == timed_out)
        finally:
            kernel.CloseHandle(handle)
    try:
        os.kill(pid, 0)
    except (OSError, OverflowError):  # also that of another user, who keeps other files
        return False
    return True


def _gone_on(timer: Timer, wrote: Stamp, at: Stamp) -> Timer:
    if timer.since is None:
        return timer
    if wrote.boot and wrote.boot == at.boot:
        return timer._replace(since=min(timer.since, at.moment))
    away = max(0.0, at.wall - wrote.wall)
    return timer._replace(ran=timer.elapsed(wrote.moment) + away, since=at.moment)


# Reading: whatever stands in the file, what comes of it is sound.


def _read(path: Path) -> Interrupted | None:
    import json

    try:
        with path.open("rb") as file:
            text = file.read(limits.JOURNAL_BYTES)
        data = json.loads(text)
    except (OSError, ValueError, RecursionError):
        return None
    return _show_of(data) if isinstance(data, dict) else None


def _show_of(data: dict[str, Any]) -> Interrupted | None:
    place, page = _text(data, "place"), _page(data.get("page"))
    wrote = _stamp_of(data.get("stamp"))
    if not 0 < len(place) <= _PLACE or page is None or wrote is None:
        return None
    blank = data.get("blank")
    return Interrupted(
        place,
        _text(data, "title")[:_WORDS],
        page,
        _timer_of(data.get("timer")),
        blank if blank in _BLANKS else "",
        _page(data.get("frozen")),
        _text(data, "screen"),
        data.get("has_console") is True,
        wrote,
    )


def _stamp_of(data: object) -> Stamp | None:
    if not isinstance(data, dict):
        return None
    wall, moment = _number(data.get("wall"), _FAR), _number(data.get("moment"), _FAR)
    pid = data.get("pid")
    if wall is None or moment is None or type(pid) is not int or not 0 < pid < 2**31:
        return None
    return Stamp(wall, moment, _text(data, "boot"), pid, _text(data, "process"))


def _timer_of(data: object) -> Timer:
    if not isinstance(data, dict):
        return Timer()
    is_paused = data.get("is_paused") is True
    return Timer(
        _number(data.get("ran"), _LONG) or 0.0,
        None if is_paused else _number(data.get("since"), _FAR),
        is_paused,
        _number(data.get("length"), LONGEST) or None,
        _number(data.get("until"), _FAR),
    )


def _number(value: object, most: float) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    # What JSON calls NaN is not between any two numbers.
    return float(value) if 0 <= value <= most else None


def _page(value: object) -> int | None:
    return value if type(value) is int and 0 <= value <= limits.SLIDES + 1 else None


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""
