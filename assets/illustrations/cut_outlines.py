"""Cuts the outlines that the maps need out of npm's world-atlas package.

Usage: python cut_outlines.py PACKAGE_FOLDER
"""

import json
import sys
from pathlib import Path
from typing import Any

from geometry import Point, Ring, simplify

HERE = Path(__file__).parent
Box = tuple[float, float, float, float]

CUTS: dict[str, tuple[str, Box, float]] = {
    "caribbean.json": ("countries-10m.json", (-108.0, -9.0, -38.0, 40.0), 0.014),
    "atlantic.json": ("countries-50m.json", (-150.0, -30.0, 60.0, 75.0), 0.05),
}
SMALLEST_ISLAND = {"caribbean.json": 0.004, "atlantic.json": 0.02}  # square degrees


def decode_arcs(topology: dict[str, Any], tolerance: float) -> list[Ring]:
    """Undoes TopoJSON's quantised deltas; simplified here, so that neighbours still fit."""
    (scale_x, scale_y), (shift_x, shift_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs: list[Ring] = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc: Ring = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(simplify(arc, tolerance))
    return arcs


def assemble(indices: list[int], arcs: list[Ring]) -> Ring:
    """Joins arcs to a ring; a negative index means the arc runs backwards."""
    ring: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def clip(ring: Ring, box: Box) -> Ring:
    """Cuts a ring at the four sides of a box, one after the other (Sutherland-Hodgman)."""
    west, south, east, north = box
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept: Ring = []
        for before, here in zip([ring[-1], *ring[:-1]], ring, strict=True):
            was_in = (before[axis] - limit) * sign >= 0
            if ((here[axis] - limit) * sign >= 0) != was_in:
                kept.append(_crossing(before, here, axis, limit))
            if (here[axis] - limit) * sign >= 0:
                kept.append(here)
        ring = kept
        if not ring:
            return ring
    return ring


def _crossing(a: Point, b: Point, axis: int, limit: float) -> Point:
    share = (limit - a[axis]) / (b[axis] - a[axis])
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def area(ring: Ring) -> float:
    """The ring's area in square units, whichever way round it runs."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _goes_round(ring: Ring) -> bool:
    """Whether the ring crosses the date line, which would draw it right across the map."""
    return max(x for x, _ in ring) - min(x for x, _ in ring) > 300


def cut(package: Path, name: str) -> dict[str, Any]:
    """One file of outlines: countries as MultiPolygons, cut to the box of that map."""
    source, box, tolerance = CUTS[name]
    topology = json.loads((package / source).read_text("utf-8"))
    arcs = decode_arcs(topology, tolerance)
    features = []
    for country in topology["objects"]["countries"]["geometries"]:
        shapes = country.get("arcs", [])
        shapes = [shapes] if country["type"] == "Polygon" else shapes
        polygons = []
        for shape in shapes:
            whole = [assemble(indices, arcs) for indices in shape]
            rings = [clip(ring, box) for ring in whole if not _goes_round(ring)]
            rings = [r for r in rings if len(r) > 3 and area(r) > SMALLEST_ISLAND[name]]
            if rings:
                polygons.append([[[round(x, 3), round(y, 3)] for x, y in r] for r in rings])
        if polygons:
            geometry = {"type": "MultiPolygon", "coordinates": polygons}
            properties = {"name": country["properties"]["name"]}
            features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def main() -> None:
    """Writes both files of outlines beside this script."""
    for name in CUTS:
        text = json.dumps(cut(Path(sys.argv[1]), name), separators=(",", ":"))
        (HERE / name).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
