"""Short messages for the person at the screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from reader.core.events import Event


class Level(Enum):
    """How much a notice matters."""

    INFO = "info"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message, in the place of the one before; without text it only takes that away."""

    text: str
    level: Level = Level.INFO
    key: str = ""


class Notices:
    """Where anyone can leave a message, and the window hears of it.

    Owns: the newest notice, for a listener that comes later.
    Emits: posted(Notice).
    """

    def __init__(self) -> None:
        self.posted: Event[Notice] = Event()
        self.newest: Notice | None = None

    def say(self, text: str, *, key: str = "") -> None:
        """Something happened that is good to know."""
        self._post(Notice(text, Level.INFO, key))

    def fault(self, text: str, *, key: str = "") -> None:
        """Something went wrong; `text` says where and what to do."""
        self._post(Notice(text, Level.FAULT, key))

    def take_back(self, key: str) -> None:
        """What the newest message with this key told of no longer holds."""
        if self.newest is not None and self.newest.key == key:
            self._post(Notice("", key=key))

    def _post(self, notice: Notice) -> None:
        self.newest = notice
        self.posted.emit(notice)
