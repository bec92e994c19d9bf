"""What windows, panels and overlays are handed: the few objects that the program has one of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.core.memory import Memory
    from reader.core.notices import Notices
    from reader.core.settings import Settings
    from reader.core.show import Show
    from reader.gui.decoder import Decoder


class Parts(NamedTuple):
    """The program's one show, one decoder, and so on, for whoever needs them."""

    show: Show
    decoder: Decoder
    notices: Notices
    memory: Memory
    settings: Settings
