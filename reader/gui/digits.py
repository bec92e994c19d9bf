"""Paints a slide number that is being typed over the page."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from reader.core import look
from reader.core.scene import Scene
from reader.gui.canvas import Canvas
from reader.gui.typeset import line_of


def paint_digits(painter: QPainter, scene: Scene, canvas: Canvas) -> None:
    """Paint what was typed, and how many slides there are, in the middle of the page."""
    palette, area = canvas.palette, QRectF(QPointF(0, 0), canvas.size)
    block = line_of(
        f"{scene.digits} / {len(scene.deck.slides)}",
        canvas.style(canvas.font(look.COVER, semibold=True), palette.ink, leading=1.2),
        area.width(),
    )
    pad = canvas.base
    box = QRectF(0, 0, block.used_width + 3 * pad, block.height + pad)
    box.moveCenter(area.center())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(palette.line))
    painter.setBrush(QColor(palette.raised))
    painter.drawRoundedRect(box, 8, 8)
    block.move_to(box.left() + 1.5 * pad, box.top() + pad / 2)
    block.paint(painter)
