"""Darkens the foot of a picture so that text can be read over it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from reader.core import look

TONE_COLUMNS, TONE_ROWS = 64, 36
TONE_SHARE = 0.99  # of the pixels under the text must let it be read; the rest are specks


class Veil(NamedTuple):
    """A darkening (or lightening) that lets text be read over the foot of a picture."""

    top: float  # where it begins, as a share of the picture's height
    full: float  # where it is at its densest
    ink: str
    ground: str


def lay(veil: Veil, image: QImage) -> None:
    """Paint the veil into the picture, as dense as the tones under the text need."""
    grid = image.scaled(TONE_COLUMNS, TONE_ROWS)  # every so many pixels one, unmixed
    tones = bytes(grid.convertToFormat(QImage.Format.Format_Grayscale8).constBits())
    first = int(veil.full * TONE_ROWS) * TONE_COLUMNS
    under = sorted(tones[first:] or tones)
    is_dark = look.luminance(*look.rgb(veil.ground)) < look.luminance(*look.rgb(veil.ink))
    worst = under[int(len(under) * (TONE_SHARE if is_dark else 1 - TONE_SHARE))]
    density = max(look.veil(veil.ink, veil.ground, worst), 0.5)
    colour = QColor(veil.ground)
    gradient = QLinearGradient(0, veil.top * image.height(), 0, veil.full * image.height())
    for at, share in ((0.0, 0.0), (0.5, density * 0.6), (1.0, density)):
        colour.setAlphaF(share)
        gradient.setColorAt(at, colour)
    top = int(veil.top * image.height())
    painter = QPainter(image)
    painter.fillRect(QRectF(0, top, image.width(), image.height() - top), gradient)
    painter.end()
