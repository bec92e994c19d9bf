"""A part of a picture: what an author named, or what someone looks at closely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

SMALLEST: Final = 0.01  # of a side of the picture; nothing is zoomed into further
DEEPEST: Final = 8  # pixels of the screen for one of the picture; more shows nothing more
_DIGITS: Final = 6  # a 25th of a pixel of the largest picture; equal parts are then equal values

Shape = tuple[float, float]
"""A width and a height, in whatever unit: only their ratio counts."""


class Region(NamedTuple):
    """A rectangle in a picture as it is seen, upright: shares of its width and height.

    It is what IPTC calls a relative rectangle of an Image Region. What its methods return lies
    within the picture.
    """

    x: float
    y: float
    width: float
    height: float

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the picture is left out."""
        return self.clamped == WHOLE

    @property
    def center(self) -> tuple[float, float]:
        """The point in its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def clamped(self) -> Region:
        """The same size, moved into the picture; as much as there is where it is too large."""
        width, height = (round(min(1.0, max(0.0, side)), _DIGITS) for side in self[2:])
        x, y = round(self.x, _DIGITS), round(self.y, _DIGITS)
        return Region(
            max(0.0, min(x, round(1.0 - width, _DIGITS))),
            max(0.0, min(y, round(1.0 - height, _DIGITS))),
            width,
            height,
        )

    def moved(self, dx: float, dy: float) -> Region:
        """Further right and down by shares of the picture, as far as the picture goes."""
        return self._replace(x=self.x + dx, y=self.y + dy).clamped

    def around(self, point: tuple[float, float], factor: float) -> Region:
        """So many times as large; `point`, in shares of the picture, keeps its place in the view.

        A factor below 1 looks closer. It stops where either side would be less than `SMALLEST`.
        """
        side = min(self.width, self.height)
        if factor < 1.0 and side * factor < SMALLEST:
            factor = min(1.0, SMALLEST / side) if side > 0.0 else 1.0
        return Region(
            point[0] + (self.x - point[0]) * factor,
            point[1] + (self.y - point[1]) * factor,
            self.width * factor,
            self.height * factor,
        ).clamped

    def scaled(self, factor: float) -> Region:
        """So many times as large, around its own middle."""
        return self.around(self.center, factor)

    def fitted(self, picture: Shape, place: Shape) -> Region:
        """Grown to the shape of the place in which it is shown, so that nothing is distorted.

        Where the picture ends before that, the region has another shape than the place.
        """
        shape = place[0] * picture[1] / (place[1] * picture[0])  # of the region, in shares
        width = max(self.width, self.height * shape)
        height = max(self.height, self.width / shape)
        x, y = self.center
        return Region(x - width / 2, y - height / 2, width, height).clamped

    def no_deeper(self, picture: Shape, place: Shape) -> Region:
        """Grown until no pixel of the picture is seen larger than `DEEPEST` of the place's."""
        scale = max(self.width * picture[0] / place[0], self.height * picture[1] / place[1])
        least = 1 / DEEPEST
        return self if scale >= least or scale <= 0 else self.scaled(least / scale)

    def padded(self, share: float) -> Region:
        """With a margin of that share of its own sides, cut off where the picture ends."""
        return self._between(
            self.x - share * self.width,
            self.y - share * self.height,
            self.x + (1.0 + share) * self.width,
            self.y + (1.0 + share) * self.height,
        )

    def box(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """Its left, top, width and height in pixels of a picture of that size; one at least."""
        left, width = _pixels(self.x, self.width, size[0])
        top, height = _pixels(self.y, self.height, size[1])
        return left, top, width, height

    def snapped(self, size: tuple[int, int]) -> Region:
        """The region with its edges between pixels of a picture of that size.

        This is the part that is really decoded: draw it here and it will not tremble.
        """
        left, top, width, height = self.box(size)
        return Region(left / size[0], top / size[1], width / size[0], height / size[1])

    @staticmethod
    def _between(left: float, top: float, right: float, bottom: float) -> Region:
        left, top = max(0.0, left), max(0.0, top)
        return Region(left, top, min(1.0, right) - left, min(1.0, bottom) - top).clamped


WHOLE: Final = Region(0.0, 0.0, 1.0, 1.0)
"""All of the picture."""


def region_of(data: object) -> Region | None:
    """What a deck says of a region: `x`, `y`, `w` and `h`. None unless it lies in the picture."""
    if not isinstance(data, Mapping):
        return None
    x, y, width, height = (share_of(data, key) for key in ("x", "y", "w", "h"))
    if x is None or y is None or not width or not height:
        return None
    return Region(x, y, width, height).clamped if fits(x, width) and fits(y, height) else None


def share_of(data: Mapping[str, Any], key: str) -> float | None:
    """The number from 0 to 1 under a key; None where there is no such number."""
    value = data.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if 0 <= value <= 1 else None


def fits(start: float, length: float) -> bool:
    """Whether something that long ends within the picture, as exactly as decimals add up."""
    return start + length <= 1.0 + 10**-_DIGITS


def _pixels(start: float, length: float, side: int) -> tuple[int, int]:
    first = min(side - 1, max(0, round(start * side)))
    last = min(side, max(first + 1, round((start + length) * side)))
    return first, last - first
