"""Finds a picture on a screen by its colours, wherever it stands and however large it is."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from tests.journeys.screen import Pixels

COLUMNS, ROWS = 8, 5
STEP = 8  # physical pixels between the places that are tried first
NEAR = 4.0  # grey levels; the pictures of the deck are further from each other than 14

_Sums = npt.NDArray[np.float64]


class Seen(NamedTuple):
    """Where a picture stands best on a screen, and how far its colours then are off."""

    left: int
    top: int
    width: int
    height: int
    off: float

    @property
    def shape(self) -> float:
        return self.width / self.height


def mean_colours(path: Path) -> _Sums:
    """The mean colours of a picture file in a grid, rows first."""
    with Image.open(path) as file:
        small = file.convert("RGB").resize((COLUMNS, ROWS), Image.Resampling.BOX)
    return np.asarray(small, np.float64)


def find(pixels: Pixels, path: Path, least_width: int = 320) -> Seen:
    """The place where the mean colours of a picture are found best."""
    with Image.open(path) as file:
        shape = file.width / file.height
    wanted = mean_colours(path)
    sums = _sums(pixels)
    height, width = pixels.shape[:2]
    best = Seen(0, 0, 0, 0, 255.0)
    for wide in range(least_width, width + 1, STEP * 2):
        tall = round(wide / shape)
        if tall > height:
            break
        best = min(best, _best_at(sums, wanted, wide, tall), key=lambda seen: seen.off)
    return _refined(sums, wanted, best, shape)


def find_near(pixels: Pixels, path: Path, rough: Seen) -> Seen:
    """The same, looked for only where a picture of this shape stood before."""
    return _refined(_sums(pixels), mean_colours(path), rough._replace(off=255.0), rough.shape)


def _sums(pixels: Pixels) -> _Sums:
    """For each place the sum of everything above and to the left of it."""
    height, width = pixels.shape[:2]
    sums = np.zeros((height + 1, width + 1, 3))
    sums[1:, 1:] = pixels.astype(np.float64).cumsum(axis=0).cumsum(axis=1)
    return sums


def _best_at(
    sums: _Sums,
    wanted: _Sums,
    wide: int,
    tall: int,
    lefts: range | None = None,
    tops: range | None = None,
) -> Seen:
    height, width = sums.shape[0] - 1, sums.shape[1] - 1
    xs = np.arange(0, width - wide + 1, STEP) if lefts is None else np.array(lefts)
    ys = np.arange(0, height - tall + 1, STEP) if tops is None else np.array(tops)
    across = np.linspace(0, wide, COLUMNS + 1).round().astype(int)
    down = np.linspace(0, tall, ROWS + 1).round().astype(int)
    off = np.zeros((len(ys), len(xs)))
    for row in range(ROWS):
        above, below = ys + down[row], ys + down[row + 1]
        for column in range(COLUMNS):
            left, right = xs + across[column], xs + across[column + 1]
            total = (
                sums[np.ix_(below, right)]
                - sums[np.ix_(above, right)]
                - sums[np.ix_(below, left)]
                + sums[np.ix_(above, left)]
            )
            area = (down[row + 1] - down[row]) * (across[column + 1] - across[column])
            off += np.abs(total / area - wanted[row, column]).mean(axis=2)
    off /= ROWS * COLUMNS
    y, x = np.unravel_index(int(off.argmin()), off.shape)
    return Seen(int(xs[x]), int(ys[y]), wide, tall, float(off[y, x]))


def _refined(sums: _Sums, wanted: _Sums, rough: Seen, shape: float) -> Seen:
    """The best place within a step of a rough one."""
    height, width = sums.shape[0] - 1, sums.shape[1] - 1
    best = rough
    for wide in range(rough.width - STEP * 2, rough.width + STEP * 2 + 1):
        tall = round(wide / shape)
        lefts = range(max(0, rough.left - STEP), min(width - wide, rough.left + STEP) + 1)
        tops = range(max(0, rough.top - STEP), min(height - tall, rough.top + STEP) + 1)
        if wide > 0 and lefts and tops:
            found = _best_at(sums, wanted, wide, tall, lefts, tops)
            best = min(best, found, key=lambda seen: seen.off)
    return best
