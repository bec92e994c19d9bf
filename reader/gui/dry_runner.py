"""Has a deck tried before a show, and hears what is found."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple

from PySide6.QtCore import QObject, Signal

import reader
from reader.core.picture_checks import Size
from reader.core.preflight import Report

_RUN: Final = "from reader.gui.dry_running import main; main()"
_ENDED: Final = "the process that tries it ended too early"


class Step(NamedTuple):
    """How much is done, from 0 to 1."""

    share: float


class Outcome(NamedTuple):
    """All that was found but for the screens and the timer, of which the window knows."""

    report: Report
    letters: dict[str, int]  # outside ASCII, each with the slide that first shows it
    planned: float | None  # seconds, where all slides have a planned time


def heard(pipe: IO[bytes]) -> Iterator[Step | Outcome]:
    """What such a process tells, until it ends."""
    with contextlib.suppress(EOFError, pickle.UnpicklingError, OSError, ValueError):
        while True:
            yield pickle.load(pipe)  # by our own process, of our own making


class DryRunner(QObject):
    """Has one deck tried at a time.

    Owns: the process that does it, and the thread that hears that.
    Emits: stepped(float), how much is done from 0 to 1; ended(Outcome); failed(str), why not.
    """

    stepped = Signal(float)
    ended = Signal(object)
    failed = Signal(str)
    _came = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._turn = 0  # what an older process says is not heard
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread()
        self._came.connect(self._on_came)

    def start(self, place: Path, screen: Size) -> None:
        """Try the deck at a place for a screen of so many pixels, in the place of any other."""
        self.close()
        # -P: what lies in the folder that one happens to be in is never taken for the program.
        command = [sys.executable, "-P", "-c", _RUN, str(place), *map(str, screen)]
        home = str(Path(reader.__file__).parents[1])
        try:
            process = self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # where codecs say in their words what we say in ours
                env={**os.environ, "PYTHONPATH": home},
                creationflags=getattr(subprocess, "IDLE_PRIORITY_CLASS", 0),
            )
        except OSError as error:
            self.failed.emit(str(error))
            return
        self._thread = threading.Thread(
            target=self._listen, args=(self._turn, process), name="dry run", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """End it; nothing more is told, and neither process nor thread is left."""
        self._turn += 1
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            self._thread.join()

    def _listen(self, turn: int, process: subprocess.Popen[bytes]) -> None:
        """In the thread, which nearly always waits."""
        with process:
            for news in heard(process.stdout) if process.stdout is not None else ():
                self._came.emit(turn, news)
        self._came.emit(turn, None)

    def _on_came(self, turn: int, news: object) -> None:
        if turn != self._turn:
            return
        if isinstance(news, Step):
            self.stepped.emit(news.share)
        elif isinstance(news, Outcome):
            self.close()
            self.ended.emit(news)
        else:
            self.close()
            self.failed.emit(_ENDED)
