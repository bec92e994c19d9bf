"""Slide 4: two countries sewn together; from the seam, stitches fan out and fade away."""

import math

from atlas import Lambert, read_outlines
from chart import lay_country, lay_land, lay_sea, lay_terraces
from drawing import Drawing, Sheet
from geometry import Ring, bezier, disc, pair, polar, polygon, ribbon, smooth, turn, walk
from palette import ACCENT, CLAY, DEEP, EARTH, GOLD_DARK, GOLD_LIGHT, GROUND, INK, NIGHT, SAND
from palette import SHALLOW, mix, ramp

MAP = Lambert(-40, 25, 29.5, (1960, 985))
SEAM = [
    (-71.6, 11.6), (-72.6, 10.6), (-72.9, 9.4), (-72.3, 8.2), (-72.1, 7.3), (-70.4, 7.0),
    (-69.2, 6.1), (-67.6, 6.0), (-67.8, 4.4), (-67.4, 2.4),
]
KNOT = (-66.4, 9.6)


def draw() -> Drawing:
    """The whole picture."""
    drawing = Drawing()
    land = read_outlines("atlantic.json", MAP)
    base = mix(NIGHT, GROUND, 0.25)
    sea = ramp([base, NIGHT, mix(DEEP, NIGHT, 0.3), mix(DEEP, SHALLOW, 0.35)], 8)
    lay_sea(drawing, land, (520, 385, 275, 190, 122, 70, 32), sea, 5)
    special = ("Cuba", "Venezuela", "Colombia")
    dim = mix(CLAY, GROUND, 0.35)
    lay_land(drawing, land, dim, border=mix(dim, GROUND, 0.3), apart=special)
    rings = [ring for country in land.values() for ring in country]
    tints = [mix(dim, EARTH, share) for share in (0.06, 0.12, 0.18)]
    lay_terraces(drawing, "land", rings, (60, 150, 270), tints)
    lay_country(drawing, land, "Cuba", mix(EARTH, SAND, 0.3), 14)
    lay_country(drawing, land, "Colombia", mix(EARTH, CLAY, 0.1), 16)
    lay_country(drawing, land, "Venezuela", mix(EARTH, SAND, 0.35), 18)
    _fan(drawing)
    _seam(drawing)
    return drawing


def _fan(drawing: Drawing) -> None:
    x, y = start = MAP(KNOT)
    west = [((-80.0, 28.0), 0), ((-78.5, 32.5), 36), ((-74.5, 37.5), 72), ((-70.5, 41.5), 108)]
    east = [((-4, 50.5), 0), ((-1, 46.5), 70), ((-8, 43.5), 130), ((-9.2, 39.5), 215),
            ((-6.5, 36.3), 300)]
    for index, (goal, bend) in enumerate(west):
        end = MAP(goal)
        first, second = (x + 90 + bend, y - 330), (end[0] + 190 - bend * 0.3, end[1] + 230)
        line = bezier(start, first, second, end)
        _stitches(drawing.sheet(f"thread-west-{index + 1}", 7), line, 11)
    for index, (goal, bend) in enumerate(east):
        end = MAP(goal)
        first, second = (x + 430 + bend * 0.3, y - 560 + bend * 1.5), (end[0] - 820, end[1] - 60 + bend * 0.55)
        _stitches(drawing.sheet(f"thread-east-{index + 1}", 7), bezier(start, first, second, end), 11)


def _stitches(sheet: Sheet, line: Ring, width: float) -> None:
    """Running stitches that grow shorter and fainter towards the end: no landfall is claimed."""
    total = sum(math.dist(a, b) for a, b in zip(line[:-1], line[1:], strict=True))
    place = 70.0
    while place < total * 0.97:
        share = place / total
        long = 40 * (1 - 0.55 * share)
        a, b = walk(line, place), walk(line, place + long)
        fade = 1.0 if share < 0.5 else max(0.12, 1 - (share - 0.5) * 1.9)
        sheet.line(f"M{pair(a)}L{pair(b)}", ACCENT, width * (1.1 - 0.4 * share), opacity=fade)
        place += long + 26 + 10 * share


def _seam(drawing: Drawing) -> None:
    border = [MAP(place) for place in SEAM]
    sheet = drawing.sheet("seam", 6)
    total = sum(math.dist(a, b) for a, b in zip(border[:-1], border[1:], strict=True))
    count = 15
    for index in range(count):
        middle = walk(border, total * (index + 0.5) / count)
        ahead = walk(border, min(total, total * (index + 0.5) / count + 6))
        angle = math.degrees(math.atan2(ahead[1] - middle[1], ahead[0] - middle[0]))
        for slant in (55, 125):
            bar = turn([(-25, 0), (25, 0)], angle + slant)
            ends = [(middle[0] + px, middle[1] + py) for px, py in bar]
            sheet.line(polygon(ends, closed=False), INK, 7.5)
    needle_at, tilt = MAP((-79.6, 22.4)), -142.0
    eye = turn([(-205, 0)], tilt)[0]
    eye = (needle_at[0] + eye[0], needle_at[1] + eye[1])
    top = border[0]
    tail = [eye, (eye[0] + 50, eye[1] + 70), (eye[0] - 20, eye[1] + 150),
            (top[0] - 30, top[1] - 90), top]
    drawing.sheet("thread-from-cuba", 8).line(smooth(tail), INK, 7)
    widths = [6.0, 24, 26, 24, 20, 15, 2]
    spine = [(-225 + 450 * i / 6, 0.0) for i in range(7)]
    body = [(needle_at[0] + a, needle_at[1] + b) for a, b in turn(ribbon(spine, widths), tilt)]
    hole = turn(ribbon([(-214, 0), (-195, 0), (-165, 0)], [2, 9, 2]), tilt)
    data = polygon(body) + polygon([(needle_at[0] + a, needle_at[1] + b) for a, b in hole])
    drawing.sheet("needle", 22).path(data, mix(INK, SHALLOW, 0.12))
    _button(drawing)


def _button(drawing: Drawing) -> None:
    middle = MAP(KNOT)
    drawing.sheet("button", 18).disc(middle, 66, GOLD_DARK)
    holes = [polar(middle, 19, degrees) for degrees in (45, 135, 225, 315)]
    data = disc(middle, 54) + "".join(disc(hole, 9) for hole in holes)
    drawing.sheet("button-face", 8).path(data, ACCENT)
    thread = drawing.sheet("button-thread", 5)
    for a, b in ((0, 2), (1, 3)):
        thread.line(f"M{pair(holes[a])}L{pair(holes[b])}", INK, 8)
