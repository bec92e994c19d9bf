"""Has an open bundle checked while nobody waits for anything else, and hears what is found."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, Signal

import reader
from reader.core.deck import Deck
from reader.core.scene import Scene
from reader.formats.bags.verification import FileState
from reader.formats.inspecting import heard, stamp_of
from reader.formats.receipt import Phase, Receipt

STILL_SECONDS = 0.3  # after the last change on screen: then the check goes on
_SAY_SECONDS = 0.1  # a held key changes the screen far more often than need be told
_RUN = "from reader.formats.inspecting import main; main()"


class _Check:
    """One deck that is being checked.

    Owns: the process that checks, the thread that hears it, and the wish that both end.
    """

    def __init__(self, deck: Deck) -> None:
        self.deck = deck
        self.is_over = False
        self.thread = threading.Thread()
        self.process: subprocess.Popen[bytes] | None = None
        self.turn = threading.Lock()


class Inspector(QObject):
    """Has the bundle of one deck after the other checked, in a process that steps back for all.

    Owns: that process. It rests while pages are being turned, and ends with `close`.
    Emits: told(Deck, Receipt), a few times a second while there is anything new.
    """

    told = Signal(object, object)
    _came = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._check: _Check | None = None
        self._still_at = 0.0
        self._said_at = 0.0
        self._came.connect(self._on_came)

    def follow(self, deck: Deck) -> None:
        """Check this deck, from the beginning where it is another one than before."""
        if self._check is not None and self._check.deck is deck:
            return
        self.close()
        if deck.files.digests is None:
            return
        check = self._check = _Check(deck)
        check.thread = threading.Thread(
            target=self._listen, args=(check,), name="inspecting", daemon=True
        )
        check.thread.start()

    def hold(self, _scene: Scene) -> None:
        """Have the check rest for a moment, because something happens on screen."""
        now = monotonic()
        self._still_at = now + STILL_SECONDS
        process = self._check.process if self._check is not None else None
        if process is not None and process.stdin is not None and now >= self._said_at:
            self._said_at = now + _SAY_SECONDS
            with contextlib.suppress(OSError, ValueError):  # it has ended
                process.stdin.write(f"{STILL_SECONDS}\n".encode())
                process.stdin.flush()

    def close(self) -> None:
        """End the check; nothing more is told of it, and neither process nor thread is left."""
        check, self._check = self._check, None
        if check is None:
            return
        with check.turn:
            check.is_over = True
            if check.process is not None:
                check.process.kill()
        check.thread.join()

    def _on_came(self, check: _Check, receipt: Receipt) -> None:
        if check is self._check:
            self.told.emit(check.deck, receipt)

    # In the thread, which nearly always waits

    def _listen(self, check: _Check) -> None:
        receipt = Receipt(Phase.CHECKING)
        states: dict[str, FileState] = {}
        try:
            process = self._started(check)
        except OSError as error:
            self._came.emit(check, receipt._replace(phase=Phase.STOPPED, problem=str(error)))
            return
        if process is None or process.stdout is None:
            return
        with process:
            for news in heard(process.stdout):
                states.update((state.name, state) for state in news.states)
                receipt = news.receipt._replace(states=dict(states))
                self._came.emit(check, receipt)
            if process.stdin is not None:
                with contextlib.suppress(OSError):
                    process.stdin.close()
        if not check.is_over and not receipt.is_over:
            problem = "the process that checks it ended too early"
            self._came.emit(check, receipt._replace(phase=Phase.STOPPED, problem=problem))

    def _started(self, check: _Check) -> subprocess.Popen[bytes] | None:
        """The process that checks; None where it is no longer wanted. Raises OSError."""
        files = check.deck.files
        rest = max(0.0, self._still_at - monotonic())
        # -P: what lies in the folder that one happens to be in is never taken for the program.
        command = [sys.executable, "-P", "-c", _RUN]
        command += [str(files.place), stamp_of(files), f"{rest}"]
        home = str(Path(reader.__file__).parents[1])
        with check.turn:
            if check.is_over:
                return None
            check.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": home},
                creationflags=getattr(subprocess, "IDLE_PRIORITY_CLASS", 0),
            )
            return check.process
