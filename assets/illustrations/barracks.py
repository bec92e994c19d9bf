"""Slide 3: a barracks yard from above; brick walls part the units, one gold cap stands in each."""

import math
import random
from collections.abc import Callable

from drawing import HEIGHT, WIDTH, Drawing, Sheet
from geometry import Point, arc, box, disc, polar, polygon, star, turn
from palette import (
    ACCENT,
    CLAY,
    DEEP,
    EARTH,
    GOLD_DARK,
    GOLD_LIGHT,
    GROUND,
    INK,
    NIGHT,
    SAND,
    SHALLOW,
    mix,
)

UNITS = 4
WALL = 132.0
PITCH = 192.0
TOP = 545.0
WATCHED = ((2, 1), (1, 2), (2, 3), (1, 1))  # column and row of the gold cap in each unit
COLUMNS, ROWS = 4, 5
Tints = tuple[str, str, str, str]  # highlight, crown, band, visor


def draw() -> Drawing:
    """The whole picture."""
    drawing = Drawing()
    ground = mix(DEEP, SHALLOW, 0.22)
    drawing.background(mix(ground, NIGHT, 0.95))
    _yard(drawing, ground)
    places = [_places(unit) for unit in range(UNITS)]
    gold = [places[unit][row * COLUMNS + column] for unit, (column, row) in enumerate(WATCHED)]
    soldiers = [place for unit in places for place in unit if place not in gold]
    generals = [(WIDTH / UNITS * (unit + 0.5), 250.0) for unit in range(UNITS)]
    _caps(drawing, "soldiers", soldiers, 66, [-90] * len(soldiers), _blues)
    _caps(drawing, "generals", generals, 104, [0, 180, 0, 180], _whites)
    _caps(drawing, "advisers", gold, 72, [-90] * len(gold), _golds)
    _walls(drawing)
    return drawing


def _places(unit: int) -> list[Point]:
    left = WIDTH / UNITS * (unit + 0.5) - PITCH * (COLUMNS - 1) / 2
    return [
        (left + PITCH * column, TOP + PITCH * row)
        for row in range(ROWS)
        for column in range(COLUMNS)
    ]


def _yard(drawing: Drawing, ground: str) -> None:
    for index in (3, 2, 1, 0):
        step = drawing.sheet(f"step-{index + 1}", 16)
        tint = mix(ground, NIGHT, 0.22 * index)
        step.path(box(-80, -80, WIDTH + 160, 1530 + 80 + index * 172), tint)
    joints = drawing.sheet("paving", 0)
    for x in range(0, WIDTH, 160):
        joints.line(f"M{x} 0V1526", SHALLOW, 2.5, opacity=0.2)
    for y in range(88, 1500, 160):
        joints.line(f"M0 {y}H{WIDTH}", SHALLOW, 2.5, opacity=0.2)


def _blues(random_share: float) -> Tints:
    crown = mix(SHALLOW, INK, 0.06 + 0.16 * random_share)
    return mix(crown, INK, 0.2), crown, mix(crown, DEEP, 0.5), mix(SHALLOW, DEEP, 0.36)


def _whites(random_share: float) -> Tints:
    crown = mix(INK, SAND, 0.12 * random_share)
    return INK, mix(crown, SHALLOW, 0.12), mix(SHALLOW, INK, 0.3), GROUND


def _golds(random_share: float) -> Tints:
    crown = mix(ACCENT, EARTH, 0.08 * random_share)
    return GOLD_LIGHT, crown, GOLD_DARK, CLAY


def _caps(
    drawing: Drawing,
    name: str,
    places: list[Point],
    radius: float,
    facing: list[int],
    tints: Callable[[float], Tints],
) -> None:
    rng = random.Random(name)
    shades = [tints(rng.random()) for _ in places]
    visors = drawing.sheet(f"{name}-visors", 9)
    stitches = drawing.sheet(f"{name}-stitches", 0)
    crowns = drawing.sheet(f"{name}-crowns", 18)
    tops = drawing.sheet(f"{name}-tops", 6)
    buttons = drawing.sheet(f"{name}-buttons", 4)
    for at, degrees, (light, crown, band, visor) in zip(places, facing, shades, strict=True):
        wobble = degrees + rng.uniform(-3, 3)
        outer = arc((radius * 0.74, 0), radius * 0.9, -112, 112, 28)
        visors.polygon([(at[0] + a, at[1] + b) for a, b in turn(outer, wobble)], visor)
        for share in (0.8, 0.68):
            seam = turn(arc((radius * 0.74, 0), radius * share, -60, 60, 16), wobble)
            curve = polygon([(at[0] + a, at[1] + b) for a, b in seam], closed=False)
            stitches.line(curve, mix(visor, INK, 0.22), 2.5, "7 5", cap="butt")
        crowns.disc(at, radius, band)
        if name == "generals":
            tops.disc(at, radius * 0.9, crown).disc(at, radius * 0.66, light)
            tops.path(disc(at, radius * 0.8) + disc(at, radius * 0.74), GOLD_DARK)
            buttons.polygon(star(at, radius * 0.3, radius * 0.13, 5, wobble), GOLD_DARK)
        else:
            _panels(tops, at, radius * 0.93, wobble, (light, crown, band))
            buttons.disc(at, radius * 0.13, light)


def _panels(
    sheet: Sheet, at: Point, radius: float, degrees: float, tints: tuple[str, str, str]
) -> None:
    """The six sewn panels of a field cap, each a little lighter or darker by its slope."""
    light, crown, band = tints
    for index in range(6):
        angle = degrees + index * 60 + 30
        facing = math.cos(math.radians(angle + 30 + 129))
        tint = mix(crown, light, 0.38 * facing) if facing > 0 else mix(crown, band, -0.26 * facing)
        panel = [at, *arc(at, radius, angle, angle + 60, 10)]
        sheet.polygon(panel, tint)
        sheet.line(polygon([at, polar(at, radius, angle)], closed=False), mix(crown, band, 0.6), 2)


def _walls(drawing: Drawing) -> None:
    rng = random.Random(5)
    foot = drawing.sheet("wall-foot", 26)
    core = drawing.sheet("wall-core", 78)
    under = drawing.sheet("bricks-lower", 30)
    over = drawing.sheet("bricks-upper", 10)
    for index in range(1, UNITS):
        x = WIDTH / UNITS * index
        foot.path(box(x - WALL / 2 - 14, -80, WALL + 28, HEIGHT + 160), mix(CLAY, GROUND, 0.45))
        core.path(box(x - WALL / 2, -80, WALL, HEIGHT + 160), mix(CLAY, GROUND, 0.25))
        for row in range(-1, 32):
            y = row * 70.0 + 8
            _course(under, over, (x, y), row, rng)


def _course(under: Sheet, over: Sheet, at: Point, row: int, rng: random.Random) -> None:
    x, y = at
    half = WALL / 2
    spans = [(-half, half)] if row % 2 else [(-half, -3.5), (3.5, half)]
    for first, last in spans:
        tint = mix(mix(EARTH, CLAY, 0.5 * rng.random()), SAND, 0.35 * rng.random() ** 2)
        sheet = over if rng.random() < 0.4 else under
        shift = rng.uniform(-2.5, 2.5)
        corners = turn(
            [(first, -31.0), (last, -31), (last, 31), (first, 31)], rng.uniform(-0.7, 0.7)
        )
        sheet.path(polygon([(x + a + shift, y + 31 + b) for a, b in corners]), tint)
