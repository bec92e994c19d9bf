"""Sets the text that stands beside a picture: title, kicker and caption."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QRectF

from reader.core import look
from reader.core.deck import Slide
from reader.core.text import parse
from reader.gui import theme
from reader.gui.canvas import Canvas
from reader.gui.sheet import Sheet
from reader.gui.typeset import Block, line_of, measure_width, paragraphs_of

COLUMNS = 40  # times the size of the letters: the width at which title and text stand side by side


class Label(NamedTuple):
    """The text beside a picture, set from (0, 0)."""

    blocks: list[Block]
    height: float
    headings: int = 0  # how many of the blocks are title and kicker

    def move_to(self, x: float, y: float) -> None:
        for block in self.blocks:
            block.move_to(block.at.x() + x, block.at.y() + y)


def heading_of(canvas: Canvas, slide: Slide, width: float) -> Label:
    """Title and kicker."""
    palette = canvas.palette
    title_font = theme.font(look.SERIF, canvas.base * look.TITLE, semibold=True)
    kicker_font = theme.font(look.SANS, canvas.base * look.KICKER, semibold=True, spacing=0.03)
    blocks = []
    y = 0.0
    if slide.title:
        blocks.append(
            line_of(slide.title, canvas.style(title_font, palette.ink, leading=1.16), width)
        )
        y = blocks[-1].height + canvas.base * 0.42
    if slide.kicker:
        kicker = line_of(slide.kicker, canvas.style(kicker_font, palette.accent), width)
        kicker.move_to(0, y)
        blocks.append(kicker)
        y += kicker.height
    return Label(blocks, y, len(blocks))


def caption_of(canvas: Canvas, slide: Slide, width: float, numbers: Mapping[str, int]) -> Label:
    """The slide's text."""
    if not slide.text:
        return Label([], 0.0)
    palette = canvas.palette
    leading = look.LEADING_ON_STAGE if canvas.on_stage else look.LEADING
    style = canvas.style(
        canvas.font(1.0, look.SERIF), palette.ink, leading=leading, accent=palette.accent
    )
    block = paragraphs_of(parse(slide.text), style, min(width, measure_width(style.font)), numbers)
    return Label([block], block.height)


def stacked(canvas: Canvas, slide: Slide, width: float, numbers: Mapping[str, int]) -> Label:
    """Title, kicker and caption, one below the other."""
    heading = heading_of(canvas, slide, width)
    caption = caption_of(canvas, slide, width, numbers)
    gap = canvas.base * 0.9 if caption.blocks and heading.blocks else 0.0
    caption.move_to(0, heading.height + gap)
    height = heading.height + gap + caption.height
    return Label(heading.blocks + caption.blocks, height, heading.headings)


def in_columns(canvas: Canvas, slide: Slide, width: float, numbers: Mapping[str, int]) -> Label:
    """Title and kicker at the left, the caption beside them."""
    gap = canvas.base * 2
    caption_width = min((width - gap) * 0.64, measure_width(canvas.font(1.0, look.SERIF)))
    heading_width = width - gap - caption_width
    heading = heading_of(canvas, slide, heading_width)
    caption = caption_of(canvas, slide, caption_width, numbers)
    # The first lines of both columns stand on one level to the eye.
    caption.move_to(heading_width + gap, canvas.base * 0.3)
    height = max(heading.height, caption.height + canvas.base * 0.3)
    return Label(heading.blocks + caption.blocks, height, heading.headings)


def spread(canvas: Canvas, slide: Slide, width: float, numbers: Mapping[str, int]) -> Label:
    """Title and text for the foot of a picture, side by side where there is room."""
    if width >= canvas.base * COLUMNS:
        return in_columns(canvas, slide, width, numbers)
    return stacked(canvas, slide, width, numbers)


def set_label(sheet: Sheet, label: Label, place: QRectF, *, middle: bool = False) -> None:
    """Put a label in its place, in the middle of the height if asked and if it fits."""
    slack = place.height() - label.height
    label.move_to(place.left(), place.top() + (slack / 2 if middle and slack > 0 else 0))
    sheet.text = label.blocks
    sheet.headings = label.headings
    sheet.text_area = place
    sheet.text_height = label.height
