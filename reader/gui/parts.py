"""What windows, panels and overlays are handed: the few objects that the program has one of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.core.memory import Memory
    from reader.core.notices import Notices
    from reader.core.runs import Recorder
    from reader.core.settings import Settings
    from reader.core.show import Show
    from reader.gui.decoder import Decoder


def _no_recorder() -> None:
    """What stands where nothing is being recorded."""


def _may_always_turn() -> bool:
    """What stands where nobody notes when presses were made."""
    return True


class Parts(NamedTuple):
    """The program's one show, one decoder, and so on, for whoever needs them."""

    show: Show
    decoder: Decoder
    notices: Notices
    memory: Memory
    settings: Settings
    recorder: Callable[[], Recorder | None] = _no_recorder  # of the run that is going on
    may_turn: Callable[[], bool] = _may_always_turn  # whether a press is in time for a page
