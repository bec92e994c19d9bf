"""Compares the files of an open bundle with their hashes while nobody waits for anything else."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Signal

from reader.core import limits, settings
from reader.core.deck import Deck
from reader.core.files import Files, Packed
from reader.core.show import Scene
from reader.errors import BundleError, Cancelled
from reader.formats.bag import Bag
from reader.formats.places import bag_at
from reader.formats.progress import Progress
from reader.formats.receipt import Phase, Receipt, receipt_of
from reader.formats.signatures import Signature, examine
from reader.formats.trusted_keys import TrustedKeys, read_trusted
from reader.formats.verification import SIGNATURES, FileState, judged_names, verify

STILL_SECONDS = 0.3  # after the last change on screen: then the check goes on
TELL_SECONDS = 0.2
_SIGNED = "tagmanifest-sha512.txt"
_LEAST_PRIORITY = 19  # the most that a thread can step back and still come to its turn


class _Check:
    """One deck that is being checked.

    Owns: the thread, and the wish that it ends.
    """

    def __init__(self, deck: Deck) -> None:
        self.deck = deck
        self.halt = threading.Event()
        self.thread = threading.Thread()


class Inspector(QObject):
    """Checks the bundle of one deck after the other, in a thread that steps back for all others.

    Owns: the thread. It rests while pages are being turned, and ends with `close`.
    Emits: told(Deck, Receipt), a few times a second while there is anything new.
    """

    told = Signal(object, object)
    _came = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._check: _Check | None = None
        self._still_at = 0.0
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
            target=self._run, args=(check,), name="inspecting", daemon=True
        )
        check.thread.start()

    def hold(self, _scene: Scene) -> None:
        """Rest for a moment, because something happens on screen."""
        self._still_at = monotonic() + STILL_SECONDS

    def close(self) -> None:
        """End the check; nothing more is told of it, and its thread is gone."""
        if self._check is not None:
            self._check.halt.set()
            self._check.thread.join()
            self._check = None

    def _on_came(self, check: _Check, receipt: Receipt) -> None:
        if check is self._check:
            self.told.emit(check.deck, receipt)

    # In the thread

    def _run(self, check: _Check) -> None:
        _step_back()
        telling = _Telling(lambda receipt: self._came.emit(check, receipt))
        try:
            bag = _bag_of(check.deck.files)
            telling.begin(receipt_of(bag, len(judged_names(bag)), _signatures(bag)))
            verify(bag, jobs=1, told=telling, stop=lambda: self._is_over(check))
            telling.end(Phase.DONE)
        except (BundleError, OSError) as error:
            telling.end(Phase.STOPPED, str(error))
        except Cancelled:
            pass

    def _is_over(self, check: _Check) -> bool:
        """Whether the check is no longer wanted; the answer waits until the screen is still."""
        while (wait := self._still_at - monotonic()) > 0:
            if check.halt.wait(wait):
                return True
        return check.halt.is_set()


class _Telling:
    """Gathers what a check finds, and tells of it now and then.

    Owns: what was found so far.
    """

    def __init__(self, tell: Any) -> None:
        self._tell = tell
        self._receipt = Receipt(Phase.CHECKING)
        self._states: dict[str, FileState] = {}
        self._due = 0.0

    def __call__(self, news: FileState | Progress) -> None:
        if isinstance(news, Progress):
            self._receipt = self._receipt._replace(done_bytes=news.done, total_bytes=news.total)
        else:
            self._states[news.name] = news
        if monotonic() >= self._due:
            self._send()

    def begin(self, receipt: Receipt) -> None:
        self._receipt = receipt
        self._send()

    def end(self, phase: Phase, problem: str = "") -> None:
        self._receipt = self._receipt._replace(phase=phase, problem=problem)
        self._send()

    def _send(self) -> None:
        self._due = monotonic() + TELL_SECONDS
        self._tell(self._receipt._replace(states=dict(self._states)))


def _step_back() -> None:
    """Let every other thread go first.

    Not with the scheduler's idle class: this thread sometimes holds the interpreter's lock, and
    one of that class may then not come to its turn before others, which wait for the lock, do.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LEAST_PRIORITY)


def _bag_of(files: Files) -> Bag:
    """The bag of a deck that is open. Raises BundleError, also where it is another one by now."""
    bag = bag_at(files.place)
    if isinstance(files, Packed) and not (
        isinstance(bag.files, Packed) and bag.files.pack == files.pack
    ):
        raise BundleError(
            f"{files.place.name} was replaced by another file after it was opened",
            hint="read the deck again with Ctrl+R",
        )
    return bag


def _signatures(bag: Bag) -> tuple[Signature, ...]:
    """What the signatures of a bag say. Raises OSError, BundleError."""
    names = bag.files.names(SIGNATURES.strip("/"))[: limits.SIGNATURES + 1]
    if not names or not bag.files.has(_SIGNED):
        return ()
    most = limits.SIGNATURE_BYTES + 1
    found = {name: bag.files.blob(name).read(most) for name in names}
    keys = settings.settings_file().parent / "trusted"
    trusted = read_trusted(keys) if keys.exists() else TrustedKeys()
    return examine(bag.files.read(_SIGNED, limits.MANIFEST_BYTES), found, trusted)
