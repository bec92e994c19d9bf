"""Slide 7: two trees on two islands; under the water their roots are plaited into one."""

import math
import random

from drawing import HEIGHT, WIDTH, Drawing, Sheet
from geometry import Point, Ring, bezier, polar, ribbon, smooth, turn
from palette import (
    ACCENT,
    CLAY,
    DEEP,
    EARTH,
    FOAM,
    GOLD_DARK,
    GOLD_LIGHT,
    GROUND,
    INK,
    NIGHT,
    SAND,
    SHALLOW,
    mix,
    ramp,
)

WATER = 880.0
LEFT, RIGHT = 1180.0, 2660.0


def draw() -> Drawing:
    """The whole picture."""
    drawing = Drawing()
    _sky(drawing)
    _sea(drawing)
    drawing.define_area("under-water", _wave(WATER, 7, 150, 0))
    _island(drawing, "island-left", LEFT, (480, 185, 400), 1)
    _island(drawing, "island-right", RIGHT, (580, 205, 470), 2)
    _palm(drawing, (LEFT, WATER - 120))
    _blossom(drawing, (RIGHT, WATER - 135))
    _roots(drawing)
    return drawing


def _sky(drawing: Drawing) -> None:
    tints = ramp([mix(CLAY, GROUND, 0.35), CLAY, EARTH, mix(EARTH, ACCENT, 0.6), GOLD_LIGHT], 7)
    drawing.background(tints[0])
    for index, tint in enumerate(tints[1:]):
        drawing.sheet(f"sky-{index + 1}", 9).disc((1920, WATER + 60), 1900 - index * 296, tint)


def _wave(y: float, height: float, length: float, shift: float) -> str:
    points = [
        (x, y + height * math.sin((x + shift) / length) + height * 0.5 * math.sin(x / 211 + shift))
        for x in range(-120, WIDTH + 160, 60)
    ]
    return smooth(points) + f"L{WIDTH + 140} {HEIGHT + 80}L-140 {HEIGHT + 80}Z"


def _sea(drawing: Drawing) -> None:
    tints = ramp([FOAM, SHALLOW, mix(DEEP, SHALLOW, 0.45), DEEP, NIGHT, mix(NIGHT, GROUND, 0.4)], 9)
    levels = (0, 34, 92, 190, 330, 510, 720, 930, 1110)
    for index, (level, tint) in enumerate(zip(levels, tints, strict=True)):
        height = 7 + index * 4.2
        data = _wave(WATER + level, height, 150 + 42 * index, 400 * index)
        drawing.sheet(f"water-{index + 1}", 12).path(data, tint)


def _island(
    drawing: Drawing, name: str, x: float, size: tuple[float, float, float], seed: int
) -> None:
    """An island cut through: its hill above the water and its foot below, in one piece."""
    rng = random.Random(seed)
    half, high, deep = size
    for index, tint in enumerate((mix(CLAY, GROUND, 0.15), mix(EARTH, CLAY, 0.35), EARTH)):
        share = 1 - index * 0.23
        points = []
        for step in range(36):
            angle = step * 10
            c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            wide = half * share * c
            tall = (deep if s > 0 else high) * share * math.copysign(abs(s) ** 1.6, s)
            points.append((x + wide + rng.uniform(-9, 9), WATER + 10 + tall + rng.uniform(-7, 7)))
        sheet, data = drawing.sheet(f"{name}-{index + 1}", 13), smooth(points, closed=True)
        sheet.path(data, tint).path(data, mix(tint, NIGHT, 0.56), 1, "under-water")


def _palm(drawing: Drawing, foot: Point) -> None:
    x, y = foot
    trunk = bezier((x + 2, y - 34), (x - 6, y - 140), (x + 40, y - 260), (x + 62, y - 440), 20)
    widths = [54 + 12 * math.sin(i / 20 * math.pi) for i in range(21)]
    drawing.sheet("palm-trunk", 14).polygon(ribbon(trunk, widths), INK)
    rings = drawing.sheet("palm-rings", 0)
    for i in range(2, 20, 2):
        px, py = trunk[i]
        rings.line(f"M{px - 28:.0f} {py:.0f}q28 12 54 0", mix(SAND, CLAY, 0.3), 6, cap="butt")
    top = trunk[-1]
    angles = (-172, -148, -122, -95, -68, -40, -14, 10, 168, 190)
    order = sorted(range(len(angles)), key=lambda i: (i * 7) % 10)
    for index, which in enumerate(order):
        tint = mix(mix(SHALLOW, DEEP, 0.25 + 0.09 * (index % 5)), ACCENT, 0.08)
        _frond(drawing.sheet(f"palm-frond-{index + 1}", 12), top, angles[which], tint)
    drawing.sheet("palm-heart", 8).disc(top, 34, mix(SHALLOW, DEEP, 0.4))


def _frond(sheet: Sheet, top: Point, degrees: float, tint: str) -> None:
    reach = 400.0
    mid, tip = polar(top, reach * 0.62, degrees), polar(top, reach, degrees)
    tip = (tip[0], tip[1] + 110 + 60 * abs(math.cos(math.radians(degrees))))
    spine = bezier(top, lerp_up(top, mid), mid, tip, 26)
    outline_a: Ring = []
    outline_b: Ring = []
    for i in range(1, 26):
        (ax, ay), (bx, by) = spine[i - 1], spine[i + 1]
        angle = math.degrees(math.atan2(by - ay, bx - ax))
        wide = 78 * math.sin(math.pi * min(1, (i / 26) ** 0.7)) + 8
        for outline, turned in ((outline_a, 52), (outline_b, -52)):
            outline.append(polar(spine[i], wide if i % 2 else wide * 0.28, angle + turned * 1.0))
    sheet.polygon([top, *outline_a, spine[-1], *outline_b[::-1]], tint)
    sheet.line(smooth(spine[::5]), mix(tint, INK, 0.3), 5)


def lerp_up(a: Point, b: Point) -> Point:
    """A point half way, a little higher, so that a frond rises before it falls."""
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - 50


def _blossom(drawing: Drawing, foot: Point) -> None:
    x, y = foot
    wood = GOLD_DARK
    trunk = bezier((x, y + 30), (x + 6, y - 60), (x - 44, y - 160), (x - 30, y - 240), 16)
    sheet = drawing.sheet("blossom-trunk", 14)
    sheet.polygon(ribbon(trunk, [62 + 60 * (1 - i / 16) ** 4 for i in range(17)]), wood)
    for degrees, reach in (
        (-172, 330),
        (-140, 290),
        (-105, 250),
        (-72, 255),
        (-40, 295),
        (-8, 320),
    ):
        start = trunk[9 + abs(int(degrees + 90)) % 5]
        end = polar(trunk[-1], reach, degrees)
        bend = (start[0] + (end[0] - start[0]) * 0.25, start[1] - 150)
        line = bezier(start, bend, ((start[0] + end[0] * 2) / 3, end[1] + 40), end, 14)
        sheet.polygon(ribbon(line, [34 - 28 * i / 14 for i in range(15)]), wood)
    _clouds(drawing, (x - 30, y - 360))


def _clouds(drawing: Drawing, centre: Point) -> None:
    """The crown: clumps from the back to the front, each three sheets deep, lit from the left."""
    rng = random.Random(21)
    clumps = [
        (-250, -70, 118),
        (250, -60, 116),
        (-150, -175, 126),
        (160, -170, 124),
        (5, -225, 130),
        (-330, 40, 104),
        (330, 50, 100),
        (-75, -95, 128),
        (95, -80, 124),
        (-190, 45, 116),
        (200, 55, 112),
        (5, 40, 122),
    ]
    for number, (dx, dy, size) in enumerate(clumps):
        lit = 0.5 - dx / 900 - dy / 620
        base = mix(mix(GOLD_DARK, CLAY, 0.25), ACCENT, min(1, max(0, lit)))
        for index in range(3):
            at = (centre[0] + dx - index * 10, centre[1] + dy - index * 14)
            tint = mix(base, GOLD_LIGHT, 0.06 + 0.2 * index)
            sheet = drawing.sheet(f"blossom-{number + 1}-{index + 1}", (16, 9, 8)[index])
            _scallop(sheet, at, size * (1, 0.76, 0.5)[index], tint, rng.uniform(0, 40))
    petals = drawing.sheet("petals-falling", 5)
    for _ in range(16):
        at = (centre[0] + rng.uniform(-430, 380), centre[1] + rng.uniform(250, 420))
        petals.polygon(
            turn(
                [(at[0] - 13, at[1]), (at[0], at[1] - 8), (at[0] + 13, at[1]), (at[0], at[1] + 8)],
                rng.uniform(0, 180),
                at,
            ),
            ACCENT,
        )


def _scallop(sheet: Sheet, at: Point, size: float, tint: str, start: float) -> None:
    lobes = max(7, round(size / 10))
    bump = size * math.pi / lobes * 0.86
    for lobe in range(lobes):
        sheet.disc(polar(at, size - bump, start + lobe * 360 / lobes), bump, tint)
    sheet.disc(at, size - bump * 0.8, tint)


def _roots(drawing: Drawing) -> None:
    """Three roots from each tree, laid in turn, so that neither lies over the other."""
    ours = (INK, mix(SAND, INK, 0.55), mix(INK, SHALLOW, 0.25))
    theirs = (ACCENT, GOLD_LIGHT, mix(ACCENT, GOLD_DARK, 0.5))
    fine = drawing.sheet("rootlets", 8)
    for index in range(3):
        for side, colour in ((1, theirs[index]), (-1, ours[index])):
            line = _strand(side, index)
            widths = [
                (6 + 60 * (1 - i / len(line)) ** 0.8) * min(1, 0.06 + i / 15)
                for i in range(len(line))
            ]
            name = f"root-{'right' if side > 0 else 'left'}-{index + 1}"
            drawing.sheet(name, 13).polygon(ribbon(line, widths), colour)
            _rootlets(fine, line, mix(colour, DEEP, 0.4), index * 2 + side)


def _strand(side: int, index: int) -> Ring:
    """One root: out of the foot of its tree, round the others, and up to the other island."""
    start, goal = (RIGHT, LEFT) if side > 0 else (LEFT, RIGHT)
    spread = (index - 1) * 95
    steps = 150
    spine = bezier(
        (start + spread * 0.15 + (6 if side < 0 else -2), WATER - 250),
        (start + spread * 2 - side * 40, WATER + 690),
        (goal + side * 250, WATER + 700),
        (goal + side * 40 - spread, WATER + 210),
        steps,
    )
    line = []
    for i in range(steps + 1):
        t = i / steps
        phase = 2 * math.pi * (2.5 * t + index / 3 + (0.17 if side > 0 else 0))
        away = 88 * math.sin(math.pi * min(1, t * 1.15)) ** 1.3 * math.sin(phase)
        (ax, ay), (bx, by) = spine[max(i - 1, 0)], spine[min(i + 1, steps)]
        angle = math.degrees(math.atan2(by - ay, bx - ax)) + 90
        line.append(polar(spine[i], away, angle))
    return line


def _rootlets(sheet: Sheet, line: Ring, colour: str, seed: int) -> None:
    rng = random.Random(seed)
    for i in range(40, 128, 17):
        x, y = line[i]
        fall, drift = rng.uniform(110, 300), rng.uniform(-120, 120)
        path = bezier(
            (x, y),
            (x + drift * 0.1, y + fall * 0.4),
            (x + drift, y + fall * 0.6),
            (x + drift * 0.8, y + fall),
            16,
        )
        sheet.polygon(ribbon(path, [20 - 18 * k / 16 for k in range(17)]), colour)
