"""Slide 2: two paper boats pass each other between Venezuela and Cuba; each carries a price."""

from atlas import Lambert, read_outlines
from chart import lay_country, lay_land, lay_sea, lay_terraces
from drawing import Drawing, Sheet
from geometry import Point, ribbon, smooth
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

MAP = Lambert(-73.4, 14.2, 88)
HAVANA, GUAIRA = (-82.35, 23.12), (-67.0, 10.62)


def draw() -> Drawing:
    """The whole picture."""
    drawing = Drawing()
    land = read_outlines("caribbean.json", MAP)
    sea = ramp([mix(NIGHT, DEEP, 0.6), DEEP, mix(DEEP, SHALLOW, 0.55), SHALLOW, FOAM], 9)
    lay_sea(drawing, land, (600, 450, 335, 245, 170, 108, 62, 28), sea, 11)
    lay_land(
        drawing,
        land,
        mix(EARTH, CLAY, 0.75),
        border=mix(EARTH, CLAY, 1),
        apart=("Cuba", "Venezuela"),
    )
    rings = [ring for country in land.values() for ring in country]
    tints = [mix(EARTH, CLAY, share) for share in (0.62, 0.5, 0.4, 0.3)]
    lay_terraces(drawing, "land", rings, (70, 160, 270, 400), tints)
    for name in ("Venezuela", "Cuba"):
        lay_country(drawing, land, name, mix(EARTH, ACCENT, 0.16), 22)
        tints = [mix(EARTH, ACCENT, share) for share in (0.26, 0.36, 0.46)]
        lay_terraces(drawing, name.lower(), land[name], (34, 100, 175), tints)
    _currents(drawing)
    _boat(drawing, "oil", (1440, 1075), -1)
    _boat(drawing, "services", (2330, 985), 1)
    return drawing


def _currents(drawing: Drawing) -> None:
    out, back = MAP(GUAIRA), MAP(HAVANA)
    oil = [
        out,
        (2210, 1195),
        (1800, 1225),
        (1430, 1150),
        (1170, 930),
        (985, 680),
        (880, 440),
        (960, 310),
        back,
    ]
    aid = [
        back,
        (1400, 225),
        (1680, 345),
        (1868, 500),
        (1878, 590),
        (1770, 690),
        (1780, 800),
        (1960, 915),
        (2240, 1020),
        (2400, 1190),
        out,
    ]
    for name, line, colour in (("oil", oil, ACCENT), ("services", aid, INK)):
        drawing.sheet(f"current-{name}", 9).line(smooth(line), colour, 15, "46 34")
    for name, place in (("venezuela", out), ("cuba", back)):
        pin = drawing.sheet(f"harbour-{name}", 12)
        pin.disc(place, 34, INK).disc(place, 17, GROUND)


def _boat(drawing: Drawing, cargo: str, at: Point, heading: int) -> None:
    x, y = at

    def place(*points: Point) -> list[Point]:
        return [(x + px * 2.8 * heading, y + py * 2.8) for px, py in points]

    wake = drawing.sheet(f"wake-{cargo}", 7)
    for width, drop, tint in ((150, 66, 0.35), (118, 56, 0.75)):
        line = place((-width, drop), (-width / 2, drop + 5), (0, drop - 2), (width, drop))
        wake.polygon(ribbon(line, [4, 34, 44, 4]), mix(SHALLOW, INK, tint))
    hull = (
        (ACCENT, GOLD_LIGHT, GOLD_DARK)
        if cargo == "oil"
        else (mix(INK, SAND, 0.25), INK, mix(INK, EARTH, 0.4))
    )
    inner = drawing.sheet(f"boat-{cargo}-inside", 8)
    inner.polygon(place((-112, -40), (-30, -22), (40, -22), (112, -40), (50, 8), (-50, 8)), hull[2])
    goods = drawing.sheet(f"cargo-{cargo}", 14)
    if cargo == "oil":
        _drop(goods, (x, y - 98))
    else:
        _shield(drawing, goods, (x, y - 112))
    outside = drawing.sheet(f"boat-{cargo}", 16)
    outside.polygon(place((-52, 0), (52, 0), (64, 58), (-64, 58)), hull[0])
    outside.polygon(place((-116, -42), (-52, 0), (-64, 58)), hull[2])
    outside.polygon(place((116, -42), (52, 0), (64, 58)), hull[1])


def _drop(sheet: Sheet, at: Point) -> None:
    x, y = at
    sheet.path(
        f"M{x} {y - 190}C{x + 40} {y - 95} {x + 112} {y - 30} {x + 112} {y + 52}"
        f"A112 112 0 0 1 {x - 112} {y + 52}C{x - 112} {y - 30} {x - 40} {y - 95} {x} {y - 190}Z",
        GROUND,
    )
    sheet.line(f"M{x - 74} {y + 40}A76 76 0 0 0 {x - 30} {y + 116}", mix(GROUND, INK, 0.5), 13)


def _shield(drawing: Drawing, sheet: Sheet, at: Point) -> None:
    x, y = at
    sheet.path(
        f"M{x} {y - 170}C{x + 50} {y - 130} {x + 105} {y - 118} {x + 140} {y - 118}"
        f"V{y + 10}C{x + 140} {y + 90} {x + 60} {y + 150} {x} {y + 175}"
        f"C{x - 60} {y + 150} {x - 140} {y + 90} {x - 140} {y + 10}V{y - 118}"
        f"C{x - 105} {y - 118} {x - 50} {y - 130} {x} {y - 170}Z",
        DEEP,
    )
    arm, long = 24, 72
    cross = [
        (-arm, -long),
        (arm, -long),
        (arm, -arm),
        (long, -arm),
        (long, arm),
        (arm, arm),
        (arm, long),
        (-arm, long),
        (-arm, arm),
        (-long, arm),
        (-long, -arm),
        (-arm, -arm),
    ]
    emblem = drawing.sheet("cross", 7)
    emblem.polygon([(x + a, y - 22 + b) for a, b in cross], FOAM)
    keyhole = drawing.sheet("keyhole", 0)
    keyhole.disc((x, y - 34), 16, NIGHT)
    keyhole.polygon([(x - 7, y - 28), (x + 7, y - 28), (x + 15, y + 12), (x - 15, y + 12)], NIGHT)
