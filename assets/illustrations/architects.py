"""Slide 1: a pair of compasses stands on Cuba and draws an eye that opens over Venezuela."""

import math

from atlas import Lambert, contour, distance_field, read_outlines, soften, swell
from chart import lay_country, lay_land, lay_sea, lay_terraces
from drawing import HEIGHT, WIDTH, Drawing, Sheet
from geometry import (
    Point,
    Ring,
    arc,
    box,
    disc,
    pair,
    polar,
    polygon,
    polygons,
    ribbon,
    star,
    turn,
)
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

MAP = Lambert(-71.5, 10.4, 60, (1940, 1130))
NEEDLE = MAP((-78.4, 21.45))
EYE = (2256.0, 1212.0)
HALF_HEIGHT = 282.0
AWAY = math.degrees(math.atan2(EYE[1] - NEEDLE[1], EYE[0] - NEEDLE[0]))
RADIUS = math.dist(NEEDLE, EYE) + HALF_HEIGHT
MIRROR = polar(EYE, RADIUS - HALF_HEIGHT, AWAY)
SPREAD = math.degrees(math.acos((RADIUS - HALF_HEIGHT) / RADIUS))


def draw() -> Drawing:
    """The whole picture."""
    drawing = Drawing()
    land = read_outlines("caribbean.json", MAP)
    sea = ramp([DEEP, mix(DEEP, SHALLOW, 0.55), SHALLOW, FOAM], 6)
    frame = box(0, 0, WIDTH, HEIGHT)
    drawing.define_area("in-eye", polygon(_almond(40)))
    drawing.define_area("off-eye", frame + polygon(_almond(0)))
    lay_sea(drawing, land, (330, 210, 130, 75, 32), sea, 3)
    lay_land(
        drawing, land, mix(EARTH, CLAY, 0.7), border=mix(CLAY, GROUND, 0.2), apart=("Venezuela",)
    )
    lay_country(drawing, land, "Venezuela", mix(EARTH, ACCENT, 0.3), 16)
    tints = [mix(EARTH, ACCENT, share) for share in (0.42, 0.54)]
    lay_terraces(drawing, "venezuela", land["Venezuela"], (40, 105), tints)
    for sheet in drawing.sheets[1:]:
        sheet.clip = "in-eye"
    _blueprint(drawing)
    _eye(drawing)
    _compasses(drawing)
    return drawing


def _almond(more: float) -> Ring:
    lower = arc(NEEDLE, RADIUS + more, AWAY - SPREAD, AWAY + SPREAD, 60)
    upper = arc(MIRROR, RADIUS + more, AWAY + 180 - SPREAD, AWAY + 180 + SPREAD, 60)
    return lower + upper


def _blueprint(drawing: Drawing) -> None:
    land = read_outlines("caribbean.json", MAP)
    rings = [ring for country in land.values() for ring in country]
    base = mix(DEEP, NIGHT, 0.35)
    drawing.sheet("blueprint", 26, "off-eye").path(box(-50, -50, WIDTH + 100, HEIGHT + 100), base)
    far = soften(distance_field(rings, 400), 16)
    far += swell(far.shape, 120, 8) * 8
    for index, (step, share) in enumerate(((190, 0.1), (105, 0.2), (45, 0.32))):
        sheet = drawing.sheet(f"blueprint-depth-{index + 1}", 7, "off-eye")
        sheet.path(contour(far, step), mix(base, SHALLOW, share))
    sheet = drawing.sheet("blueprint-land", 10, "off-eye")
    sheet.path(polygons(rings), mix(DEEP, SHALLOW, 0.48))
    sheet.line(polygons(rings), mix(DEEP, SHALLOW, 0.34), 2)
    lines = drawing.sheet("blueprint-grid", 0, "off-eye")
    for index in range(1, 32):
        width, opacity = (2.6, 0.2) if index % 4 == 0 else (1.5, 0.11)
        lines.line(f"M{index * 120} 0V{HEIGHT}", FOAM, width, opacity=opacity)
        if index * 120 < HEIGHT:
            lines.line(f"M0 {index * 120}H{WIDTH}", FOAM, width, opacity=opacity)
    drawing.sheet("cuba", 18).path(polygons(land["Cuba"]), FOAM)


def _eye(drawing: Drawing) -> None:
    guide = drawing.sheet("construction", 0)
    for centre, turned in ((NEEDLE, 0), (MIRROR, 180)):
        for side in (-1, 1):
            edge = AWAY + turned + SPREAD * side
            dashes = polygon(arc(centre, RADIUS, edge, edge + side * 26), closed=False)
            guide.line(dashes, GOLD_LIGHT, 5, "30 22", 0.8)
    lids = drawing.sheet("lids", 12)
    for centre, turned in ((NEEDLE, 0), (MIRROR, 180)):
        line = arc(centre, RADIUS, AWAY + turned - SPREAD, AWAY + turned + SPREAD, 60)
        widths = [6 + 26 * math.sin(math.pi * i / 60) for i in range(61)]
        lids.polygon(ribbon(line, widths), ACCENT)
    rings = (("iris", 238, DEEP, 20), ("iris-plan", 214, mix(DEEP, SHALLOW, 0.5), 9))
    for name, radius, colour, lift in rings:
        drawing.sheet(name, lift).disc(EYE, radius, colour)
    walls = drawing.sheet("iris-walls", 8)
    walls.path(disc(EYE, 214) + disc(EYE, 204), INK).path(disc(EYE, 118) + disc(EYE, 108), INK)
    caps = drawing.sheet("iris-caps", 7)
    for index in range(16):
        angle = AWAY + index * 22.5
        a, b = polar(EYE, 112, angle + 11.25), polar(EYE, 209, angle + 11.25)
        walls.line(f"M{pair(a)}L{pair(b)}", INK, 7, cap="butt")
        _cap(caps, polar(EYE, 166, angle), angle + 180)
    drawing.sheet("pupil", 16).disc(EYE, 96, GROUND)
    drawing.sheet("glint", 5).disc(polar(EYE, 46, -128), 24, INK)


def _cap(sheet: Sheet, at: Point, facing: float) -> None:
    visor = arc((13, 0), 26, -66, 66, 10)
    sheet.polygon([(at[0] + a, at[1] + b) for a, b in turn(visor, facing)], CLAY)
    sheet.disc(at, 23, SAND)
    sheet.disc(at, 8, mix(SAND, EARTH, 0.6))


def _compasses(drawing: Drawing) -> None:
    pencil = polar(NEEDLE, RADIUS, AWAY - SPREAD)
    middle = ((NEEDLE[0] + pencil[0]) / 2, (NEEDLE[1] + pencil[1]) / 2)
    across = math.degrees(math.atan2(pencil[1] - NEEDLE[1], pencil[0] - NEEDLE[0]))
    hinge = polar(middle, 415, across - 90)
    for name, foot, lift in (("needle-leg", NEEDLE, 34), ("pencil-leg", pencil, 40)):
        _leg(drawing, name, hinge, foot, lift)
    knob = turn([(0.0, -18.0), (400, -15), (400, 15), (0, 18)], across - 90)
    drawing.sheet("handle", 26).polygon([(hinge[0] + a, hinge[1] + b) for a, b in knob], GOLD_DARK)
    drawing.sheet("hinge", 20).disc(hinge, 96, GOLD_DARK)
    drawing.sheet("hinge-ring", 10).disc(hinge, 70, ACCENT)
    drawing.sheet("hinge-screw", 8).polygon(star(hinge, 34, 29, 12), GOLD_LIGHT)


def _leg(drawing: Drawing, name: str, hinge: Point, foot: Point, lift: float) -> None:
    along = math.degrees(math.atan2(foot[1] - hinge[1], foot[0] - hinge[0]))
    length = math.dist(hinge, foot)

    def place(points: Ring) -> Ring:
        return [(hinge[0] + a, hinge[1] + b) for a, b in turn(points, along)]

    tip = drawing.sheet(f"{name}-tip", lift * 0.5)
    tip.polygon(
        place([(length - 230, -17), (length, 0), (length - 230, 17)]),
        INK if name == "needle-leg" else GROUND,
    )
    body = [
        (0.0, -50.0),
        (length - 330, -31),
        (length - 200, -20),
        (length - 200, 20),
        (length - 330, 31),
        (0, 50),
    ]
    drawing.sheet(name, lift).polygon(place(body), ACCENT)
    side = [
        (60.0, 4.0),
        (length - 330, 3),
        (length - 206, 2),
        (length - 206, 18),
        (length - 330, 28),
        (60, 45),
    ]
    drawing.sheet(f"{name}-fold", 0).polygon(place(side), GOLD_DARK)
    band = drawing.sheet(f"{name}-band", 6)
    band.polygon(
        place([(length - 350, -37), (length - 318, -35), (length - 318, 35), (length - 350, 37)]),
        GOLD_LIGHT,
    )
