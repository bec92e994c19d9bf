"""Outlines of countries, one projection for all maps, and paper contours round the coasts."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from contourpy import FillType, contour_generator
from drawing import HEIGHT, WIDTH
from geometry import Point, Ring, polygon, simplify
from numpy.typing import NDArray
from PIL import Image, ImageDraw

HERE = Path(__file__).parent
Outlines = dict[str, list[Ring]]
Field = NDArray[np.float64]
CELL = 6  # pixels of the picture to one cell of a contour field
MARGIN = 90  # cells beyond each edge, so that contours run off the picture undisturbed


@dataclass(frozen=True, slots=True)
class Lambert:
    """Lambert's azimuthal equal-area projection, touching the earth at the map's middle."""

    longitude: float
    latitude: float
    scale: float
    at: Point = (WIDTH / 2, HEIGHT / 2)

    def __call__(self, place: Point) -> Point:
        """Where a longitude and latitude come to lie in the picture."""
        lon, lat = math.radians(place[0] - self.longitude), math.radians(place[1])
        lat0 = math.radians(self.latitude)
        cosine = math.sin(lat0) * math.sin(lat) + math.cos(lat0) * math.cos(lat) * math.cos(lon)
        k = math.degrees(math.sqrt(2 / (1 + cosine))) * self.scale
        x = k * math.cos(lat) * math.sin(lon)
        y = k * (math.cos(lat0) * math.sin(lat) - math.sin(lat0) * math.cos(lat) * math.cos(lon))
        return self.at[0] + x, self.at[1] - y


def read_outlines(name: str, project: Lambert) -> Outlines:
    """The countries of one file, projected: each a list of rings."""
    outlines: Outlines = {}
    for feature in json.loads((HERE / name).read_text("utf-8"))["features"]:
        rings = [
            simplify([project((lon, lat)) for lon, lat in ring], 0.6)
            for shape in feature["geometry"]["coordinates"]
            for ring in shape
        ]
        rings = [ring for ring in rings if _near(ring)]
        if rings:
            outlines[feature["properties"]["name"]] = rings
    return outlines


def _near(ring: Ring) -> bool:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    reach = CELL * MARGIN
    return (
        max(xs) > -reach
        and min(xs) < WIDTH + reach
        and max(ys) > -reach
        and min(ys) < HEIGHT + reach
    )


def distance_field(
    rings: Sequence[Sequence[Point]], reach: float, *, inside: bool = False
) -> Field:
    """How far each cell lies from the shapes, in pixels, up to reach; 0 in them.

    With inside, how far the cells in the shapes lie from the edge.
    """
    width, height = WIDTH // CELL + 2 * MARGIN, HEIGHT // CELL + 2 * MARGIN
    mask = Image.new("1", (width, height))
    pen = ImageDraw.Draw(mask)
    for ring in rings:
        pen.polygon([(x / CELL + MARGIN, y / CELL + MARGIN) for x, y in ring], fill=1)
    cells = int(reach / CELL) + 1
    rows = np.full((height, width), float(cells))
    rows[np.asarray(mask) != inside] = 0
    for y in range(1, height):
        np.minimum(rows[y], rows[y - 1] + 1, out=rows[y])
    for y in range(height - 2, -1, -1):
        np.minimum(rows[y], rows[y + 1] + 1, out=rows[y])
    squares = rows**2
    nearest = squares.copy()
    for step in range(1, cells):
        shifted = squares + step * step
        np.minimum(nearest[:, step:], shifted[:, :-step], out=nearest[:, step:])
        np.minimum(nearest[:, :-step], shifted[:, step:], out=nearest[:, :-step])
    result: Field = np.sqrt(nearest) * CELL
    return result


def soften(field: Field, sigma: float) -> Field:
    """The field with a Gaussian blur, sigma in pixels."""
    spread = sigma / CELL
    rows, columns = (np.fft.fftfreq(n) for n in field.shape)
    falloff = np.exp(-2 * (np.pi * spread) ** 2 * (rows[:, None] ** 2 + columns[None, :] ** 2))
    return np.real(np.fft.ifft2(np.fft.fft2(field) * falloff))


def swell(shape: tuple[int, int], sigma: float, seed: int) -> Field:
    """Slow random waves between about -2 and 2, which make contours look cut by hand."""
    noise = soften(np.random.default_rng(seed).standard_normal(shape), sigma)
    result: Field = noise / noise.std()
    return result


def _span(ring: Ring) -> float:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def contour(field: Field, level: float) -> str:
    """Path data of the area where the field is below the level."""
    filled = contour_generator(z=field, fill_type=FillType.OuterOffset).filled(-1e9, level)
    parts = []
    for points, offsets in zip(*filled, strict=True):
        for first, last in pairwise(offsets):
            ring = [
                (float(x - MARGIN) * CELL, float(y - MARGIN) * CELL) for x, y in points[first:last]
            ]
            ring = simplify(ring, 0.7)
            if len(ring) > 5 and _span(ring) > 60:
                parts.append(polygon(ring[:-1]))
    return "".join(parts)
