"""Slide 5: suns on a shoulder board leave it one by one, turn into coins and run off on threads."""

import math

from drawing import Drawing
from geometry import Point, Ring, bezier, polar, polygon, smooth, star, turn, walk
from palette import (
    ACCENT,
    CLAY,
    DEEP,
    EARTH,
    GOLD_DARK,
    GOLD_LIGHT,
    GROUND,
    NIGHT,
    SHALLOW,
    mix,
    ramp,
)

TILT = -17.0
END = (1900.0, 690.0)
FORK = (2700.0, 490.0)
LENGTH, HALF = 2150.0, 250.0


def draw() -> Drawing:
    """The whole picture."""
    drawing = Drawing()
    _rings(drawing)
    shared = bezier(END, (2160, 611), (2430, 540), FORK, 40)
    upper = shared + bezier(FORK, (2860, 405), (3150, 100), (4160, 250), 90)[1:]
    lower = shared + bezier(FORK, (2930, 500), (3330, 560), (4060, 1330), 90)[1:]
    for name, line in (("upper", upper), ("lower", lower)):
        drawing.sheet(f"thread-{name}", 8).line(smooth(line[::5]), GOLD_LIGHT, 6)
    _coins(drawing, upper, lower)
    _board(drawing)
    for index, along in enumerate((-1560, -1010, -460)):
        (at,) = turn([(END[0] + along, END[1])], TILT, END)
        _sun(drawing, f"sun-{index + 1}", at, 206, 1)
    return drawing


def _rings(drawing: Drawing) -> None:
    centre = turn([(END[0] - 460, END[1])], TILT, END)[0]
    tints = ramp([mix(NIGHT, GROUND, 0.3), NIGHT, DEEP, mix(DEEP, SHALLOW, 0.45)], 8)
    drawing.background(tints[0])
    for index, tint in enumerate(tints[1:]):
        radius = 2350 - index * 262
        rays = 48
        points = [
            polar(centre, radius + 16 * math.cos(math.radians(a * rays)), a)
            for a in [i * 360 / (rays * 6) for i in range(rays * 6)]
        ]
        drawing.sheet(f"halo-{index + 1}", 10).path(smooth(points, closed=True), tint)


def _place(points: Ring) -> Ring:
    return turn([(END[0] + x, END[1] + y) for x, y in points], TILT, END)


def _outline(inset: float) -> Ring:
    half, point = HALF - inset, 150.0
    return _place(
        [
            (-LENGTH - 400, -half),
            (-point, -half),
            (-inset * 1.15, 0),
            (-point, half),
            (-LENGTH - 400, half),
        ]
    )


def _board(drawing: Drawing) -> None:
    drawing.sheet("board-back", 46).polygon(_outline(-34), mix(DEEP, GROUND, 0.5))
    drawing.sheet("board-braid", 12).polygon(_outline(0), ACCENT)
    braid = drawing.sheet("board-braid-fold", 0)
    for along in range(-2560, -150, 34):
        for side in (-1, 1):
            a, b = _place([(along, side * (HALF - 2)), (along + 20 * 1, side * (HALF - 40))])
            braid.line(polygon([a, b], closed=False), GOLD_DARK, 7, cap="butt")
    drawing.sheet("board-edge", 8).polygon(_outline(42), mix(EARTH, CLAY, 0.3))
    drawing.sheet("board-cloth", 10).polygon(_outline(60), mix(DEEP, NIGHT, 0.2))
    drawing.define_area("cloth", polygon(_outline(64)))
    weave = drawing.sheet("board-weave", 0, "cloth")
    for across in range(-170, 171, 17):
        a, b = _place([(-LENGTH - 400, across), (0, across)])
        weave.line(polygon([a, b], closed=False), SHALLOW, 2.4, opacity=0.22)
    (button,) = _place([(-178.0, 0)])
    drawing.sheet("button", 16).disc(button, 62, GOLD_DARK)
    drawing.sheet("button-top", 7).disc(button, 45, ACCENT)


def _sun(drawing: Drawing, name: str, at: Point, radius: float, rays: float) -> None:
    """A sun of paper; with fewer rays it is nearly a coin."""
    core = radius * (0.56 + 0.24 * (1 - rays))
    if rays > 0.05:
        long = core + (radius - core) * rays
        back = drawing.sheet(f"{name}-rays-back", 12)
        back.polygon(star(at, long * 0.93, core * 0.86, 16, -90 + 11.25), GOLD_DARK)
        drawing.sheet(f"{name}-rays", 9).polygon(star(at, long, core * 0.84, 16), ACCENT)
        folds = drawing.sheet(f"{name}-folds", 0)
        for index in range(16):
            angle = -90 + 22.5 * index
            tip, foot = polar(at, long, angle), polar(at, core * 0.84, angle + 11.25)
            folds.polygon([tip, foot, polar(at, core * 0.7, angle)], mix(ACCENT, GOLD_DARK, 0.55))
    drawing.sheet(f"{name}-disc", 10).disc(at, core, GOLD_LIGHT)
    drawing.sheet(f"{name}-ring", 6).disc(at, core * 0.84, ACCENT)
    drawing.sheet(f"{name}-heart", 7).disc(at, core * 0.5, mix(ACCENT, GOLD_LIGHT, 0.6))


def _coins(drawing: Drawing, upper: Ring, lower: Ring) -> None:
    for index, (place, radius, rays) in enumerate(
        ((250.0, 172.0, 0.85), (550.0, 150.0, 0.5), (822.0, 130.0, 0.25))
    ):
        _sun(drawing, f"leaving-{index + 1}", walk(upper, place), radius, rays)
    for name, line, start in (("upper", upper, 1225.0), ("lower", lower, 1215.0)):
        place = start
        for index in range(9):
            squash = (1, 0.86, 0.62, 0.8, 1, 0.7, 0.9, 0.6, 0.82)[index]
            tilt = (0, -20, 24, -40, 10, 35, -15, 20, -30)[index]
            radius = 112.0 - 5 * index
            _coin(drawing, f"coin-{name}-{index + 1}", walk(line, place), radius, squash, tilt)
            place += radius * 1.9


def _coin(
    drawing: Drawing, name: str, at: Point, radius: float, squash: float, tilt: float
) -> None:
    """A coin that tumbles: seen at a slant, with its edge showing on the far side."""

    def place(points: Ring, shift: float = 0) -> Ring:
        flat = [(at[0] + (x + shift) * squash + shift, at[1] + y) for x, y in points]
        return turn(flat, tilt, at)

    def circle(share: float) -> Ring:
        return [polar((0, 0), radius * share, i * 5) for i in range(72)]

    thick = 26 * (1.1 - squash)
    edge = drawing.sheet(f"{name}-edge", 18)
    edge.polygon(
        place(
            [polar((0, 0), radius * (1.02 if i % 2 else 0.99), i * 3) for i in range(120)], thick
        ),
        GOLD_DARK,
    )
    drawing.sheet(name, 5).polygon(place(circle(0.98)), ACCENT)
    drawing.sheet(f"{name}-rim", 0).path(
        polygon(place(circle(0.88))) + polygon(place(circle(0.81))), GOLD_DARK
    )
    face = drawing.sheet(f"{name}-face", 5)
    face.polygon(place(star((0, 0), radius * 0.62, radius * 0.36, 12)), GOLD_LIGHT)
    drawing.sheet(f"{name}-heart", 4).polygon(place(circle(0.27)), ACCENT)
