"""Looks things up in a deck off the GUI thread; of several questions the newest is answered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from reader.core.deck import Deck
    from reader.core.searching import Index

Question = Callable[["Index"], object]


class Seeker(QObject):
    """Puts questions to the index of a deck.

    Owns: the index of the deck that was asked about last, and a thread while a question is open.
    Emits: answered(object), on the GUI thread, for a question after which no other was asked.
    """

    answered = Signal(object)
    _came = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._turn = 0
        self._question: tuple[int, Deck, Question] | None = None
        self._index: Index | None = None  # the thread's
        self._has_worker = False
        self._worker = threading.Thread()
        self.is_seeking = False
        self._came.connect(self._on_came)

    def ask(self, deck: Deck, question: Question) -> None:
        """Ask something, instead of what was asked before."""
        with self._lock:
            self._turn += 1
            self._question = self._turn, deck, question
            self.is_seeking = True
            if not (self._has_worker and self._worker.is_alive()):
                self._has_worker = True
                self._worker = threading.Thread(target=self._work, name="seeking", daemon=True)
                self._worker.start()

    def drop(self) -> None:
        """Ask nothing any more; the index is kept for the next time."""
        with self._lock:
            self._turn += 1
            self._question = None
            self.is_seeking = False

    def _work(self) -> None:
        from reader.core.searching import Index

        while (question := self._next()) is not None:
            turn, deck, find = question
            if self._index is None or self._index.deck is not deck:
                self._index = Index.of(deck)
            answer = find(self._index)
            with self._lock:
                if turn == self._turn:  # never after `drop`, when there may be no window any more
                    self._came.emit(turn, answer)

    def _next(self) -> tuple[int, Deck, Question] | None:
        with self._lock:
            question, self._question = self._question, None
            self._has_worker = question is not None
            return question

    def _on_came(self, turn: int, answer: object) -> None:
        if turn == self._turn:
            self.is_seeking = False
            self.answered.emit(answer)
