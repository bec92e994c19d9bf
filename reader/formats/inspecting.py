"""Checks one bundle in a process of its own, so that the window never waits for it.

A thread would share the interpreter's lock with the window, and one that steps back for all others
holds that lock longest of all: a page then turned in 20 ms at times, where it takes 12.

The process is told on its standard input for how many seconds to rest, a number a line, and that
it may end when that input does. On its standard output it tells of what it finds, in frames.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import IO, Final, NamedTuple

from reader.core import settings
from reader.core.files import Packed
from reader.errors import BundleError, Cancelled
from reader.formats.bags.bag import Bag
from reader.formats.bags.proof import signatures_of
from reader.formats.bags.verification import FileState, judged_names, verify
from reader.formats.places import bag_at
from reader.formats.progress import Progress
from reader.formats.receipt import Phase, Receipt, receipt_of
from reader.formats.signing.signatures import Signature
from reader.formats.signing.trusted_keys import TrustedKeys, read_trusted

TELL_SECONDS: Final = 0.2
_SIZE_BYTES: Final = 8


class News(NamedTuple):
    """What has become known since the last time: a receipt without states, and new states."""

    receipt: Receipt
    states: tuple[FileState, ...]


def heard(pipe: IO[bytes]) -> Iterator[News]:
    """What such a process tells, until it ends."""
    while len(header := pipe.read(_SIZE_BYTES)) == _SIZE_BYTES:
        size = int.from_bytes(header, "little")
        frame = pipe.read(size)
        if len(frame) < size:
            return
        yield pickle.loads(frame)  # by our own process, of our own making


def main() -> None:
    """Check the bundle that the command line names: its place, its stamp, and a first rest."""
    place, stamp, rest = sys.argv[1:4]
    step_back()
    resting = _Resting(float(rest))
    threading.Thread(target=resting.listen, daemon=True).start()
    telling = _Telling(sys.stdout.buffer)
    with contextlib.suppress(Cancelled, BrokenPipeError):
        try:
            bag = _bag_of(Path(place), stamp)
            telling.begin(receipt_of(bag, len(judged_names(bag)), _signatures(bag)))
            verify(bag, jobs=1, told=telling.hear, stop=resting.is_over)
            telling.end(Phase.DONE)
        except BrokenPipeError:
            raise
        except (BundleError, OSError) as error:
            telling.end(Phase.STOPPED, str(error))
    sys.stdout.flush()
    os._exit(0)  # the thread that listens may be waiting for its input for ever


def stamp_of(files: object) -> str:
    """What tells an open bundle from one that later takes its place; "" for a folder."""
    return repr(files.pack.stamp) if isinstance(files, Packed) else ""


class _Resting:
    """Knows until when to rest, and whether the check is still wanted."""

    def __init__(self, seconds: float) -> None:
        self._until = monotonic() + seconds
        self._news = threading.Condition()
        self._is_over = False

    def listen(self) -> None:
        """Hear what the window has to say, until it is gone."""
        for line in sys.stdin:
            with self._news:
                self._until = monotonic() + float(line)
                self._news.notify()
        with self._news:
            self._is_over = True
            self._news.notify()

    def is_over(self) -> bool:
        """Whether to end; the answer waits while there is to be rest."""
        with self._news:
            while not self._is_over and (wait := self._until - monotonic()) > 0:
                self._news.wait(wait)
            return self._is_over


class _Telling:
    """Gathers what a check finds, and tells of it now and then."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._receipt = Receipt(Phase.CHECKING)
        self._states: list[FileState] = []
        self._due = 0.0

    def hear(self, news: FileState | Progress) -> None:
        if isinstance(news, Progress):
            self._receipt = self._receipt._replace(done_bytes=news.done, total_bytes=news.total)
        else:
            self._states.append(news)
        if monotonic() >= self._due:
            self._send()

    def begin(self, receipt: Receipt) -> None:
        self._receipt = receipt
        self._send()

    def end(self, phase: Phase, problem: str = "") -> None:
        self._receipt = self._receipt._replace(phase=phase, problem=problem)
        self._send()

    def _send(self) -> None:
        """Raises BrokenPipeError where nobody listens any more."""
        self._due = monotonic() + TELL_SECONDS
        frame = pickle.dumps(News(self._receipt._replace(states={}), tuple(self._states)))
        self._states = []
        self._pipe.write(len(frame).to_bytes(_SIZE_BYTES, "little") + frame)
        self._pipe.flush()


def step_back() -> None:
    """Let every other process go first; on Windows the starter sees to that."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    elif hasattr(os, "nice"):
        os.nice(19)


def _bag_of(place: Path, stamp: str) -> Bag:
    """The bag that is to be checked. Raises BundleError, also where it is another one by now."""
    bag = bag_at(place)
    if stamp_of(bag.files) != stamp:
        raise BundleError(
            f"{place.name} was replaced by another file after it was opened",
            hint="read the deck again",
        )
    return bag


def _signatures(bag: Bag) -> tuple[Signature, ...]:
    """What the signatures of a bag say. Raises BundleError."""
    return signatures_of(bag, trusted_keys())


def trusted_keys() -> TrustedKeys:
    """The keys that the window trusts. Raises BundleError where they cannot be read."""
    keys = settings.settings_file().parent / "trusted"
    return read_trusted(keys) if keys.exists() else TrustedKeys()
