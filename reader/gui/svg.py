"""Draws an SVG of a deck, once it has been looked through; Qt's own SVG never sees it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from reader.core.svg import examine
from reader.errors import ImageError, Where


def size_of(path: Path) -> QSize:
    """The size of the picture in CSS pixels. Raises ImageError and OSError."""
    _, width, height = examine(path)
    return QSize(max(1, round(width)), max(1, round(height)))


def render(path: Path, goal: QSize) -> QImage:
    """The picture at `goal` pixels. Raises ImageError and OSError."""
    import resvg_py

    text, _, _ = examine(path)
    try:
        png = resvg_py.svg_to_bytes(svg_string=text, width=goal.width(), height=goal.height())
    except ValueError as error:
        raise ImageError(
            f"the SVG cannot be drawn: {error}", hint="save it as PNG", where=Where(path)
        ) from error
    return QImage.fromData(bytes(png), "PNG")  # type: ignore[arg-type]
