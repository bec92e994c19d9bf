"""Keeps faults and signals from ending the program without a word or a remembered place."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from reader.core.bugs import record

_ENDINGS = (signal.SIGINT, signal.SIGTERM)


class Guards(QObject):
    """Catches what nobody else does, while the program runs.

    Owns: the hooks of the interpreter, and the socket that wakes Qt when a signal comes.
    Emits: failed(str), the sentence about a fault; asked_to_end(), for Ctrl+C and the like.
    """

    failed = Signal(str)
    asked_to_end = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._old_hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_fault
        threading.excepthook = self._on_thread_fault
        # Python runs its handlers only between two of its own steps, and Qt takes none while
        # it waits: so the signal wakes Qt through a socket.
        self._waking, self._woken = socket.socketpair()
        for end in (self._waking, self._woken):
            end.setblocking(False)
        self._old_wakeup = signal.set_wakeup_fd(self._waking.fileno())
        self._notifier = QSocketNotifier(self._woken.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)
        self._old_handlers = {number: signal.signal(number, _ignore) for number in _ENDINGS}

    def close(self) -> None:
        """Give everything back."""
        sys.excepthook, threading.excepthook = self._old_hooks
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._old_wakeup)
        for number, handler in self._old_handlers.items():
            signal.signal(number, handler)
        self._waking.close()
        self._woken.close()

    def _on_woken(self) -> None:
        self._woken.recv(64)
        self.asked_to_end.emit()

    def _on_fault(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        sentence = record(error)
        sys.stderr.write(f"{sentence}\n")
        self.failed.emit(sentence)

    def _on_thread_fault(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._on_fault(caught.exc_type, caught.exc_value, caught.exc_traceback)


def _ignore(_number: int, _frame: object) -> None:
    """What Python does on the signal; the socket does the rest."""
