"""Slide 6: an identity card served on a plate that is also a lens; plates hang on its lines."""

import math

from drawing import Drawing, Sheet
from geometry import Point, arc, box, disc, polar, polygon, ribbon, smooth, turn
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

PLATE = (1920.0, 800.0)
TABLE = mix(EARTH, CLAY, 0.55)

# Each line leaves the plate at its edge, runs straight and at 45 degrees, and ends at a small
# plate; the flag says whether that plate is served.
LINES: list[tuple[list[Point], bool]] = [
    ([(0, -60), (-960, -60), (-1180, -280), (-1180, -480)], True),
    ([(0, 40), (-1230, 40), (-1470, -200), (-1610, -200)], False),
    ([(0, 180), (-1330, 180), (-1470, 320), (-1610, 320)], False),
    ([(0, 280), (-960, 280), (-1180, 500), (-1180, 560)], True),
    ([(0, -60), (960, -60), (1180, -280), (1180, -480)], False),
    ([(0, 40), (1230, 40), (1470, -200), (1610, -200)], True),
    ([(0, 180), (1330, 180), (1470, 320), (1610, 320)], False),
    ([(0, 280), (960, 280), (1180, 500), (1180, 560)], False),
]


def draw() -> Drawing:
    """The whole picture."""
    drawing = Drawing()
    drawing.background(TABLE)
    _table(drawing)
    _net(drawing)
    _plate(drawing)
    _cutlery(drawing)
    _card(drawing)
    return drawing


def _table(drawing: Drawing) -> None:
    for index, radius in enumerate((1900, 1500, 1130)):
        tint = mix(TABLE, mix(EARTH, SAND, 0.12), 0.25 + 0.25 * index)
        drawing.sheet(f"table-{index + 1}", 8).disc(PLATE, radius, tint)


def _net(drawing: Drawing) -> None:
    dark = drawing.sheet("lines-cut", 5)
    live = drawing.sheet("lines-live", 5)
    plates = drawing.sheet("small-plates", 14)
    wells = drawing.sheet("small-wells", 5)
    bread = drawing.sheet("bread", 12)
    for route, served in LINES:
        points = [(PLATE[0] + x, PLATE[1] + y) for x, y in route]
        end = points[-1]
        if served:
            live.line(polygon(points, closed=False), ACCENT, 13)
        else:
            a, b = points[-3], points[-2]
            gap = (a[0] + (b[0] - a[0]) * 0.45, a[1] + (b[1] - a[1]) * 0.45)
            dark.line(polygon([*points[:-2], gap], closed=False), NIGHT, 13)
            dark.path(disc(gap, 24) + disc(gap, 10), NIGHT)
        plates.disc(end, 118, INK if served else mix(SAND, CLAY, 0.12))
        wells.disc(end, 84, mix(INK, SHALLOW, 0.16) if served else mix(CLAY, GROUND, 0.3))
        if served:
            _bun(bread, end)


def _bun(sheet: Sheet, at: Point) -> None:
    for tint, long, wide, shift in (
        (CLAY, 84, 54, 0),
        (GOLD_DARK, 80, 50, -3),
        (ACCENT, 68, 38, -8),
    ):
        oval = [
            (long * math.cos(a / 20 * math.pi), wide * math.sin(a / 20 * math.pi))
            for a in range(40)
        ]
        sheet.polygon([(at[0] + x + shift, at[1] + y + shift) for x, y in turn(oval, -28)], tint)
    for along in (-34, 0, 34):
        slash = turn([(along - 11, 24.0), (along, 0), (along + 11, -24)], -28)
        line = [(at[0] + x - 8, at[1] + y - 8) for x, y in slash]
        sheet.polygon(ribbon(line, [1, 13, 1]), GOLD_LIGHT)


def _plate(drawing: Drawing) -> None:
    drawing.sheet("plate", 40).disc(PLATE, 660, mix(INK, SAND, 0.12))
    drawing.sheet("plate-rim", 9).path(disc(PLATE, 640) + disc(PLATE, 600), INK)
    drawing.sheet("plate-slope", 8).disc(PLATE, 548, mix(INK, SHALLOW, 0.14))
    ticks = drawing.sheet("lens-ticks", 0)
    for index in range(120):
        inner = 560 if index % 5 else 552
        a, b = polar(PLATE, inner, index * 3), polar(PLATE, 588, index * 3)
        ticks.line(polygon([a, b], closed=False), DEEP, 5 if index % 5 else 9, cap="butt")
    frame = disc(PLATE, 520)
    glass = ramp([NIGHT, mix(DEEP, NIGHT, 0.3), DEEP, mix(DEEP, SHALLOW, 0.6), SHALLOW], 6)
    drawing.sheet("lens", 0).path(frame, GROUND)
    for index, tint in enumerate(glass):
        drawing.sheet(f"lens-{index + 1}", 8).disc(PLATE, 500 - index * 62, tint)
    shine = drawing.sheet("lens-shine", 0)
    for radius, width, start in ((462, 34, 196), (402, 16, 204)):
        line = arc(PLATE, radius, start, start + 62, 40)
        shine.path(
            polygon(ribbon(line, [width * math.sin(math.pi * i / 40) for i in range(41)])),
            FOAM,
            0.75,
        )


def _cutlery(drawing: Drawing) -> None:
    fork, spoon = (PLATE[0] - 850, PLATE[1]), (PLATE[0] + 850, PLATE[1])
    metal, fold = mix(INK, SHALLOW, 0.2), mix(SHALLOW, INK, 0.45)
    x, y = fork
    sheet = drawing.sheet("fork", 20)
    sheet.path(
        f"M{x - 80} {y - 335}H{x + 80}C{x + 80} {y - 190} {x + 17} {y - 200} {x + 17} {y - 40}"
        f"L{x + 30} {y + 490}a30 30 0 0 1 -60 0L{x - 17} {y - 40}"
        f"C{x - 17} {y - 200} {x - 80} {y - 190} {x - 80} {y - 335}Z",
        metal,
    )
    for index in range(4):
        sheet.path(box(x - 80 + index * 46, y - 565, 22, 260, 11), metal)
    x, y = spoon
    sheet = drawing.sheet("spoon", 20)
    sheet.path(
        f"M{x} {y - 570}C{x + 70} {y - 570} {x + 104} {y - 470} {x + 104} {y - 390}"
        f"C{x + 104} {y - 270} {x + 17} {y - 220} {x + 17} {y - 40}"
        f"L{x + 30} {y + 490}a30 30 0 0 1 -60 0L{x - 17} {y - 40}"
        f"C{x - 17} {y - 220} {x - 104} {y - 270} {x - 104} {y - 390}"
        f"C{x - 104} {y - 470} {x - 70} {y - 570} {x} {y - 570}Z",
        metal,
    )
    hollow = [
        (x, y - 535),
        (x + 66, y - 465),
        (x + 70, y - 355),
        (x + 30, y - 255),
        (x, y - 230),
        (x - 30, y - 255),
        (x - 70, y - 355),
        (x - 66, y - 465),
    ]
    drawing.sheet("spoon-hollow", 0).path(smooth(hollow, closed=True), fold)


def _card(drawing: Drawing) -> None:
    x, y = PLATE[0] - 345, PLATE[1] - 218
    drawing.sheet("card", 34).path(box(x, y, 690, 436, 40), INK)
    drawing.sheet("card-field", 0).path(box(x + 24, y + 24, 642, 388, 24), mix(INK, SAND, 0.22))
    drawing.define_area("portrait", box(x + 52, y + 56, 250, 324, 16))
    drawing.sheet("portrait-ground", 7).path(box(x + 52, y + 56, 250, 324, 16), SHALLOW)
    person = drawing.sheet("portrait-person", 12, "portrait")
    cx = x + 177
    person.path(
        f"M{cx - 150} {y + 420}V{y + 372}C{cx - 150} {y + 292} {cx - 70} {y + 282} {cx} "
        f"{y + 282}C{cx + 70} {y + 282} {cx + 150} {y + 292} {cx + 150} {y + 372}"
        f"V{y + 420}Z",
        DEEP,
    )
    person.path(f"M{cx - 28} {y + 230}h56v70a28 20 0 0 1 -56 0Z", DEEP)
    head = drawing.sheet("portrait-head", 10, "portrait")
    head.path(
        f"M{cx} {y + 104}c44 0 70 34 70 78c0 46 -32 84 -70 84c-38 0 -70 -38 -70 -84"
        f"c0 -44 26 -78 70 -78Z",
        mix(DEEP, SHALLOW, 0.12),
    )
    chip = drawing.sheet("chip", 8)
    px, py = x + 390, y + 84
    chip.path(box(px, py, 178, 138, 22), ACCENT)
    lines = drawing.sheet("chip-lines", 0)
    for data in (
        f"M{px} {py + 46}h56v46h-56",
        f"M{px + 178} {py + 46}h-56v46h56",
        f"M{px + 56} {py + 46}c0 -26 18 -34 33 -34",
        f"M{px + 122} {py + 46}c0 -26 -18 -34 -33 -34",
        f"M{px + 56} {py + 92}v46",
        f"M{px + 122} {py + 92}v46",
    ):
        lines.line(data, CLAY, 6)
    rows = drawing.sheet("card-rows", 4)
    for index, wide in enumerate((250, 250, 170)):
        rows.path(box(x + 346, y + 268 + index * 44, wide, 20, 10), mix(SAND, SHALLOW, 0.35))
