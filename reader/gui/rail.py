"""The foot of every page: ticks, credit and counter."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF

from reader.core import look
from reader.core.credit import credit
from reader.core.deck import Image
from reader.core.scene import Scene
from reader.gui import theme
from reader.gui.canvas import Canvas
from reader.gui.sheet import RULE_LENGTH, Rule, Sheet, Ticks
from reader.gui.typeset import Block, line_of

MOST_CREDIT = 0.25  # of the height: a credit that takes more is set smaller
LEAST_CREDIT = 9.0  # pixels


class Rail(NamedTuple):
    """The foot of every page: ticks, credit and counter, always in the same place."""

    blocks: list[Block]
    rule: Rule | None
    ticks: Ticks
    top: float

    def join(self, sheet: Sheet) -> None:
        """Become the foot of a sheet."""
        sheet.rail, sheet.rule, sheet.ticks = self.blocks, self.rule, self.ticks

    def clear_area(self, canvas: Canvas) -> QRectF:
        """What the foot and the margins leave for picture and text."""
        margin = canvas.margin
        height = self.top - margin - look.GRID * 2
        return QRectF(margin, margin, canvas.width - 2 * margin, height)


def rail_of(canvas: Canvas, scene: Scene, image: Image | None) -> Rail:
    """The foot of a page, for the picture that it shows."""
    palette, margin = canvas.palette, canvas.margin
    width, height = canvas.width, canvas.size.height()
    inner = width - 2 * margin
    small = max(look.CREDIT * canvas.base, 12.0)
    style = canvas.style(theme.font(look.SANS, small), palette.soft, leading=1.35)
    foot = margin * (0.6 if canvas.on_stage else 0.5)
    blocks: list[Block] = []
    rule = None
    counter_width = 0.0
    row = small * 1.35
    if scene.counter:
        counter = line_of(scene.counter, style, inner)
        counter_width = max(row.lineAt(0).naturalTextWidth() for row, _ in counter.layouts)
        blocks.append(counter)
    if image is not None:
        said = credit(image)
        room = inner - counter_width - 2 * look.MARGIN - RULE_LENGTH - look.GRID
        for size in (small, small * 0.8, small * 0.6):  # a long credit shrinks, but stays whole
            font = theme.font(look.SANS, max(size, LEAST_CREDIT))
            block = line_of(said.line, style._replace(font=font), max(80.0, room))
            if block.height <= height * MOST_CREDIT:
                break
        row = max(row, block.height)
        block.move_to(margin + RULE_LENGTH + look.GRID, height - foot - row)
        blocks.append(block)
        rule = Rule(QRectF(margin, block.at.y() + small * 0.7, 0, 0).topLeft(), said.is_stand_in)
    if scene.counter:
        blocks[0].move_to(width - margin - counter_width, height - foot - row)
    line = 3.0 if canvas.on_stage else 2.0
    top = height - foot - row - look.GRID - line
    area = canvas.snap(QRectF(margin, top, inner, line))
    ticks = Ticks(area, scene.deck.total or len(scene.deck.slides), scene.page)
    return Rail(blocks, rule, ticks, top)
