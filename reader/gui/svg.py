"""An SVG of a deck as a picture; Qt's own SVG never sees it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from reader.core import svg_render
from reader.core.files import Blob
from reader.core.region import Region
from reader.core.svg import examine
from reader.errors import ImageError, Where


def size_of(blob: Blob) -> QSize:
    """The size of the picture in CSS pixels. Raises ImageError and OSError."""
    _, width, height = examine(blob)
    return QSize(max(1, round(width)), max(1, round(height)))


def render(blob: Blob, goal: QSize, region: Region | None = None) -> QImage:
    """The picture, or a region of it, at `goal` pixels. Raises ImageError and OSError."""
    png = svg_render.render(blob, goal.width(), goal.height(), region)
    image = QImage()
    image.loadFromData(png, "PNG")
    if image.isNull():
        raise ImageError("the SVG cannot be drawn", hint="save it as PNG", where=Where(blob.place))
    return image
