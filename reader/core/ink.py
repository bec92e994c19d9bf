"""What the pen draws over a page."""

from __future__ import annotations

from typing import NamedTuple


class Spot(NamedTuple):
    """A place on a page or on its picture, in shares of the width and the height, 0 to 1."""

    x: float
    y: float


class Stroke(NamedTuple):
    """One line of the pen on one page, through places on the picture (or on a page without one).

    The places are shares of the picture's width and height, so that the line stays where it was
    drawn when the picture takes another size or is seen closer.
    """

    page: int
    spots: tuple[Spot, ...]
