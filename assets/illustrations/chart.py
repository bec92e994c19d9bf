"""The map that several pictures stand on: a stepped sea of paper, and land laid over it."""

from collections.abc import Iterable, Sequence

from atlas import Outlines, contour, distance_field, soften, swell
from drawing import Drawing, Sheet
from geometry import Ring, polygons


def lay_sea(
    drawing: Drawing, land: Outlines, steps: Sequence[float], colours: Sequence[str], seed: int
) -> None:
    """Stacks one sheet a step, from the open sea up to the shallows along the coast.

    The first colour is the deepest and fills the picture; steps count down to the coast.
    """
    drawing.background(colours[0])
    far = distance_field([r for rings in land.values() for r in rings], max(steps) * 1.5 + 60)
    waves = swell(far.shape, 150, seed)
    fine = swell(far.shape, 45, seed + 1)
    for index, (step, colour) in enumerate(zip(steps, colours[1:], strict=True)):
        smooth = soften(far, 9 + step * 0.09)
        edge = smooth + waves * step * 0.10 + fine * step * 0.035
        drawing.sheet(f"depth-{index + 1}", 9).path(contour(edge, step), colour)


def lay_land(
    drawing: Drawing, land: Outlines, colour: str, *, border: str, apart: Iterable[str] = ()
) -> Sheet:
    """Lays all countries but those apart as one sheet, with quiet lines between them."""
    names = [name for name in land if name not in set(apart)]
    sheet = drawing.sheet("land", 12)
    rings = [ring for name in names for ring in land[name]]
    sheet.path(polygons(rings), colour)
    sheet.line(polygons(rings), border, 2.2)
    return sheet


def lay_country(
    drawing: Drawing, land: Outlines, name: str, colour: str, lift: float = 16
) -> Sheet:
    """Lays one country as a sheet of its own."""
    sheet = drawing.sheet(name.lower(), lift)
    return sheet.path(polygons(land[name]), colour)


def lay_terraces(
    drawing: Drawing,
    name: str,
    rings: Sequence[Ring],
    steps: Sequence[float],
    colours: Sequence[str],
) -> None:
    """Lays ever smaller sheets on a shape, each that far inside its edge: ornament, not relief."""
    far = distance_field(rings, max(steps) * 1.4 + 60, inside=True)
    waves = swell(far.shape, 110, len(name))
    for index, (step, colour) in enumerate(zip(steps, colours, strict=True)):
        round_off = soften(far, 10 + step * 0.28)
        data = contour(-round_off - waves * step * 0.10, -step * 0.94)
        if data:
            drawing.sheet(f"{name}-terrace-{index + 1}", 7).path(data, colour)
