"""What was asked for on the command line where a deck is opened in a window."""

from __future__ import annotations

from typing import NamedTuple


class Wishes(NamedTuple):
    """What to open, and how: to read, or as a show that has begun."""

    deck: str | None = None
    slide: int | None = None  # from 1; None: where the reader left off
    fills_screen: bool = False
    is_show: bool = False
    screen: str = ""  # the name of the audience's screen
    aim: str = ""  # how long the talk may take, as `timing.parse_aim` reads it
    turns_itself: bool = False
    seconds: float | None = None  # how long each page stays then; None: as planned
    loops: bool = False
    is_kiosk: bool = False
