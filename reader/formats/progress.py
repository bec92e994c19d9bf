"""How far a long piece of work has come, and how it is told to stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Progress(NamedTuple):
    """How many bytes have been dealt with, of how many."""

    done: int
    total: int


Told = Callable[[Progress], None]
"""Called from time to time, from whichever thread does the work."""

Stop = Callable[[], bool]
"""Asked from time to time; where it answers True the work ends with Cancelled."""


def tell_nobody(_progress: Progress) -> None:
    """What is told where nobody listens."""


def never() -> bool:
    """What `stop` is where nobody can end the work."""
    return False
