"""Slide 4: two countries sewn together; from the seam, stitches fan out and fade away."""

import math

from atlas import Lambert, read_outlines
from chart import lay_country, lay_land, lay_sea, lay_terraces
from drawing import Drawing, Sheet
from geometry import (
    Point,
    Ring,
    bezier,
    disc,
    pair,
    polar,
    polygon,
    reach,
    ribbon,
    smooth,
    turn,
    walk,
)
from palette import (
    ACCENT,
    CLAY,
    DEEP,
    EARTH,
    GOLD_DARK,
    GROUND,
    INK,
    NIGHT,
    SHALLOW,
    mix,
    ramp,
)

MAP = Lambert(-40, 25, 29.5, (1960, 850))
SEAM = [
    (-71.6, 11.6),
    (-72.6, 10.6),
    (-72.9, 9.4),
    (-72.3, 8.2),
    (-72.1, 7.3),
    (-70.4, 7.0),
    (-69.2, 6.1),
    (-67.6, 6.0),
    (-67.8, 4.4),
    (-67.4, 2.4),
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
    lay_country(drawing, land, "Cuba", mix(EARTH, ACCENT, 0.35), 14)
    lay_country(drawing, land, "Colombia", mix(EARTH, CLAY, 0.1), 16)
    lay_country(drawing, land, "Venezuela", mix(EARTH, ACCENT, 0.42), 18)
    _fan(drawing)
    _seam(drawing)
    return drawing


def _fan(drawing: Drawing) -> None:
    x, y = start = MAP(KNOT)
    west = [((-80.0, 28.0), 0), ((-78.5, 32.5), 36), ((-74.5, 37.5), 72), ((-70.5, 41.5), 108)]
    east = [
        ((-4, 50.5), 0),
        ((-1, 46.5), 70),
        ((-8, 43.5), 130),
        ((-9.2, 39.5), 215),
        ((-6.5, 36.3), 300),
    ]
    for index, (goal, bend) in enumerate(west):
        end = MAP(goal)
        first, second = (x + 90 + bend, y - 330), (end[0] + 190 - bend * 0.3, end[1] + 230)
        line = bezier(start, first, second, end)
        _stitches(drawing.sheet(f"thread-west-{index + 1}", 7), line, 11)
    for index, (goal, bend) in enumerate(east):
        end = MAP(goal)
        first, second = (
            (x + 430 + bend * 0.3, y - 560 + bend * 1.5),
            (end[0] - 820, end[1] - 60 + bend * 0.55),
        )
        _stitches(
            drawing.sheet(f"thread-east-{index + 1}", 7), bezier(start, first, second, end), 11
        )


def _stitches(sheet: Sheet, line: Ring, width: float) -> None:
    """Running stitches that grow shorter and fainter towards the end: no landfall is claimed."""
    total = reach(line)
    place = 70.0
    while place < total * 0.9:
        share = place / total
        long = 40 * (1 - 0.55 * share)
        a, b = walk(line, place), walk(line, place + long)
        fade = 1.0 if share < 0.5 else 1 - (share - 0.5) * 2.3
        sheet.line(f"M{pair(a)}L{pair(b)}", ACCENT, width * (1.1 - 0.4 * share), opacity=fade)
        place += long + 26 + 10 * share


def _seam(drawing: Drawing) -> None:
    border = [MAP(place) for place in SEAM]
    sheet = drawing.sheet("seam", 6)
    total = reach(border)
    count = 10
    for index in range(count):
        middle = walk(border, total * (index + 0.5) / count)
        back = walk(border, max(0, total * (index + 0.5) / count - 40))
        ahead = walk(border, min(total, total * (index + 0.5) / count + 40))
        angle = math.degrees(math.atan2(ahead[1] - back[1], ahead[0] - back[0]))
        for slant in (48, 132):
            bar = turn([(-27.0, 0.0), (27, 0)], angle + slant)
            ends = [(middle[0] + px, middle[1] + py) for px, py in bar]
            sheet.line(polygon(ends, closed=False), INK, 7.5)
    _needle(drawing, border[0])
    _button(drawing)


def _needle(drawing: Drawing, seam: Point) -> None:
    """The needle points at the seam; its thread comes from Cuba."""
    tip, home = (seam[0] - 14, seam[1] - 12), MAP((-79.4, 22.3))
    toward = MAP((-75.6, 19.3))
    tilt = math.degrees(math.atan2(tip[1] - toward[1], tip[0] - toward[0]))
    long = 300.0

    def place(points: Ring) -> Ring:
        return [(tip[0] + a, tip[1] + b) for a, b in turn(points, tilt)]

    (eye,) = place([(22 - long, 0)])
    tail = bezier(home, (home[0] - 150, home[1] + 150), (eye[0] - 210, eye[1] + 100), eye, 40)
    drawing.sheet("thread-from-cuba", 9).line(smooth(tail[::4]), INK, 8)
    drawing.sheet("thread-end", 8).disc(home, 17, INK)
    spine = [(-long * (1 - i / 6), 0.0) for i in range(7)]
    hole = ribbon([(10 - long, 0), (24 - long, 0), (58 - long, 0)], [2, 9, 2])
    body = polygon(place(ribbon(spine, [7.0, 24, 25, 22, 18, 12, 1])))
    drawing.sheet("needle", 24).path(body + polygon(place(hole)), mix(INK, SHALLOW, 0.12))


def _button(drawing: Drawing) -> None:
    middle = MAP(KNOT)
    drawing.sheet("button", 18).disc(middle, 66, GOLD_DARK)
    holes = [polar(middle, 19, degrees) for degrees in (45, 135, 225, 315)]
    data = disc(middle, 54) + "".join(disc(hole, 9) for hole in holes)
    drawing.sheet("button-face", 8).path(data, ACCENT)
    thread = drawing.sheet("button-thread", 5)
    for a, b in ((0, 2), (1, 3)):
        thread.line(f"M{pair(holes[a])}L{pair(holes[b])}", INK, 8)
