"""Tries a deck in a process of its own, which steps back for all others.

A thread would share the interpreter's lock with the window, and a page that is being turned would
wait for it. What is found is told in pickles on standard output, as `reader.gui.dry_runner` has it.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import IO, Final

from reader.core.deck import Deck
from reader.core.deck_checks import letters_of
from reader.core.files import Files
from reader.core.loading import load
from reader.core.memory import state_file
from reader.core.pacing import plan
from reader.core.power_state import on_battery
from reader.core.preflight import Finding, untried
from reader.core.room_checks import free_bytes, judge_disk, judge_power, judge_waking
from reader.core.wakefulness import try_out
from reader.errors import ReaderError
from reader.formats.inspecting import step_back, trusted_keys
from reader.formats.looking.dry_run import dry_run
from reader.formats.places import files_at
from reader.formats.progress import Progress
from reader.gui.dry_runner import Outcome, Step
from reader.gui.rehearsing import prepare, rehearse

_TELL_SECONDS: Final = 0.1


def main() -> None:
    """Try the deck that the command line names, for a screen of so many pixels."""
    place, width, height = sys.argv[1:4]
    step_back()
    prepare()
    telling = _Telling(sys.stdout.buffer)
    with contextlib.suppress(BrokenPipeError):
        telling.tell(_outcome(Path(place), (int(width), int(height)), telling))
    sys.stdout.flush()
    os._exit(0)  # a thread may still be decoding a picture that nobody waits for


def _outcome(place: Path, screen: tuple[int, int], telling: _Telling) -> Outcome:
    try:
        files: Files = files_at(place)
        deck: Deck = load(files)
        report = dry_run(deck, screen, rehearse, trusted=trusted_keys(), told=telling.hear)
    except ReaderError as error:
        return Outcome(untried(str(error)).with_more(_machine()), {}, None)
    return Outcome(report.with_more(_machine()), letters_of(deck), plan(deck, None).total)


def _machine() -> Iterator[Finding]:
    yield from judge_power(on_battery())
    yield from judge_waking(try_out())
    yield from judge_disk(free_bytes(state_file()))


class _Telling:
    """Tells of progress now and then."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._due = 0.0

    def hear(self, progress: Progress) -> None:
        if monotonic() >= self._due:
            self._due = monotonic() + _TELL_SECONDS
            self.tell(Step(progress.done / progress.total if progress.total else 0.0))

    def tell(self, news: Step | Outcome) -> None:
        """Raises BrokenPipeError where nobody listens any more."""
        pickle.dump(news, self._pipe)
        self._pipe.flush()
