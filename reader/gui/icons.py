"""The line icons and the program's own icon."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

ICONS = Path(__file__).parent / "icons"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def program_icon() -> QIcon:
    """The icon of the program, in all its sizes."""
    icon = QIcon()
    for size in SIZES:
        icon.addFile(str(ICONS / f"deck-reader-{size}.png"), QSize(size, size))
    return icon


def line_icon(name: str, colour: str, size: int, ratio: float) -> QIcon:
    """A line icon in one colour, sharp at `ratio` physical pixels a logical one."""
    from PySide6.QtSvg import QSvgRenderer  # our own files only: a deck's SVG never gets here

    text = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
    pixels = round(size * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return QIcon(pixmap)
