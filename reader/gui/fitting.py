"""Fits rectangles into others: where a picture goes, on whole physical pixels."""

from __future__ import annotations

from PySide6.QtCore import QRectF


def fit(shape: float, place: QRectF, *, left: bool = False, top: bool = False) -> QRectF:
    """The largest rectangle `shape` times as wide as high in `place`, centred unless told."""
    width = min(place.width(), place.height() * shape)
    height = width / shape
    x = place.left() + (0 if left else (place.width() - width) / 2)
    y = place.top() + (0 if top else (place.height() - height) / 2)
    return QRectF(x, y, width, height)


def snap(area: QRectF, ratio: float) -> QRectF:
    """The nearest rectangle whose edges are physical pixels, `ratio` of them a logical one."""
    left, top = round(area.left() * ratio), round(area.top() * ratio)
    right, bottom = round(area.right() * ratio), round(area.bottom() * ratio)
    scale = 1 / ratio
    return QRectF(left * scale, top * scale, (right - left) * scale, (bottom - top) * scale)


def pixels(area: QRectF, ratio: float) -> tuple[int, int]:
    """The size of a snapped rectangle in physical pixels, at least one each way."""
    return max(1, round(area.width() * ratio)), max(1, round(area.height() * ratio))
