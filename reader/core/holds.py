"""What a hold on the computer's wakefulness is, whichever part of the system grants it."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable
from typing import NamedTuple, Protocol


class Refused(Exception):
    """One way to keep the computer awake is not to be had; the words say which, and why."""


class Ending:
    """Tells the thread that holds something that it is to let go.

    Owns: a pair of sockets, where a thread must also listen to the message bus meanwhile.
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        # On Windows the pair would be a connection over the network, and nobody listens to a bus.
        self._pair = None if sys.platform == "win32" else socket.socketpair()

    @property
    def is_set(self) -> bool:
        """Whether it is time to let go."""
        return self._event.is_set()

    def set(self) -> None:
        """Say that it is time; never blocks."""
        with self._lock:
            self._event.set()
            if self._pair:
                self._pair[0].close()  # which wakes whoever reads the other

    def wait(self) -> None:
        """Wait until it is time."""
        self._event.wait()

    def fileno(self) -> int:
        """What can be read from as soon as it is time, for a selector."""
        assert self._pair, "there is no message bus on this system"
        return self._pair[1].fileno()

    def close(self) -> None:
        """Forget the sockets; to be called by the thread that listened."""
        with self._lock:
            for end in self._pair or ():
                end.close()


class Waking(NamedTuple):
    """How a computer is kept awake, and from what."""

    how: str  # words that go on from "Kept awake": "through the desktop portal"
    stops_sleep: bool = False
    stops_saver: bool = False

    @property
    def is_held(self) -> bool:
        """Whether anything keeps it awake."""
        return self.stops_sleep or self.stops_saver


class Hold(Protocol):
    """Something of the system that keeps the computer awake until it is let go.

    Its calls are made by one thread and may take a moment.
    """

    @property
    def state(self) -> Waking:
        """What it does."""
        ...

    def wait(self, ending: Ending) -> bool:
        """Keep it until the ending; whether it was lost before."""
        ...

    def let_go(self) -> None:
        """Give it back; never raises, and does not wait long for an answer."""
        ...


Way = Callable[[str, Ending], Hold]
"""A way to take a hold for a reason in words; it raises Refused where it cannot."""
