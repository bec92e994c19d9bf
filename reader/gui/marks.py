"""How the laser, the spotlight and the pen look."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QRadialGradient

from reader.core import look
from reader.core.ink import Spot

LASER = 1 / 60  # of the height of the page: the light across
GLOW = 2.2  # times as wide as the light
LASER_COLOUR = "#FF4B1F"
DARKNESS = 0.72  # outside of the spotlight
PEN = 1 / 170  # of the height of the page
OUTLINE = 1.9  # times as wide as the line
OUTLINE_OPACITY = 0.75


def place_of(spot: Spot, frame: QRectF) -> QPointF:
    """Where a spot lies, whose shares are of this rectangle."""
    return QPointF(frame.left() + spot.x * frame.width(), frame.top() + spot.y * frame.height())


def laser_area(at: QPointF, page: QRectF) -> QRectF:
    """What a laser's light covers."""
    radius = page.height() * LASER * GLOW / 2 + 2
    return QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)


def paint_laser(painter: QPainter, at: QPointF, page: QRectF, strength: float) -> None:
    """A soft point of light with a light rim, which is seen on any picture."""
    radius = page.height() * LASER / 2
    glow = QRadialGradient(at, radius * GLOW)
    for stop, colour, share in (
        (0.0, "#FF7A50", 1.0),
        (0.24, LASER_COLOUR, 1.0),
        (0.36, LASER_COLOUR, 0.95),
        (0.44, "#FFFFFF", 0.85),
        (0.52, LASER_COLOUR, 0.5),
        (1.0, LASER_COLOUR, 0.0),
    ):
        made = QColor(colour)
        made.setAlphaF(share)
        glow.setColorAt(stop, made)
    painter.save()
    painter.setOpacity(strength)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(glow)
    painter.drawEllipse(at, radius * GLOW, radius * GLOW)
    painter.restore()


def spotlight_area(at: QPointF, page: QRectF, size: float) -> QRectF:
    """What is lit; `size` is the radius as a share of the height of the page."""
    radius = page.height() * size + 2
    return QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)


def paint_spotlight(
    painter: QPainter, at: QPointF, page: QRectF, size: float, strength: float
) -> None:
    """Darken all but a circle, whose edge is soft."""
    radius = page.height() * size
    dark, clear = QColor("black"), QColor("black")
    dark.setAlphaF(DARKNESS * strength)
    clear.setAlphaF(0)
    light = QRadialGradient(at, radius)
    light.setColorAt(0.0, clear)
    light.setColorAt(0.92, clear)
    light.setColorAt(1.0, dark)
    lit = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
    around = QPainterPath()
    around.addRect(page)
    hole = QPainterPath()
    hole.addRect(lit)
    painter.fillPath(around.subtracted(hole), dark)
    painter.fillRect(lit.intersected(page), light)


def path_of(spots: Sequence[Spot], frame: QRectF) -> QPainterPath:
    """A smooth line through the middles between the spots."""
    at = [place_of(spot, frame) for spot in spots]
    path = QPainterPath(at[0])
    if len(at) == 1:
        path.lineTo(at[0] + QPointF(0.01, 0))  # a dot
    for before, after in pairwise(at[1:]):
        path.quadTo(before, (before + after) / 2)
    path.lineTo(at[-1])
    return path


def paint_stroke(painter: QPainter, path: QPainterPath, page: QRectF) -> None:
    """A line in the accent, with an outline so that it can be seen on anything."""
    width = page.height() * PEN
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    outline = QColor(look.DARK.ground)
    outline.setAlphaF(OUTLINE_OPACITY)
    for colour, share in ((outline, OUTLINE), (QColor(look.DARK.accent), 1.0)):
        pen = QPen(colour, width * share)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)
    painter.restore()


def stroke_area(spots: Sequence[Spot], frame: QRectF, page: QRectF) -> QRectF:
    """What a line covers."""
    edge = page.height() * PEN * OUTLINE
    at = [place_of(spot, frame) for spot in spots]
    left, right = min(p.x() for p in at), max(p.x() for p in at)
    top, bottom = min(p.y() for p in at), max(p.y() for p in at)
    return QRectF(left - edge, top - edge, right - left + 2 * edge, bottom - top + 2 * edge)
