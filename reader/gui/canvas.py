"""What a page is laid out on, and the measures that follow from it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QFont

from reader.core import look
from reader.core.look import Palette
from reader.gui import theme
from reader.gui.fitting import snap
from reader.gui.typeset import Style

MOST_LINES = 14  # a window is at least so many times as high as its letters, if they are large


class Canvas(NamedTuple):
    """What a page is laid out on; lengths in logical pixels."""

    size: QSizeF
    ratio: float  # physical pixels a logical one
    palette: Palette
    text_scale: float  # of the system's text size, in the reading view
    on_stage: bool  # full screen: composed for a room
    covered: float = 0.0  # what a panel covers at the right in full screen

    @property
    def base(self) -> float:
        """The size of the caption's letters."""
        if self.on_stage:
            short = min(self.size.height(), self.size.width() * 0.625)
            return max(12.0, short / look.SCREENFUL)
        # In a small window the system's large text would leave no room for a line of it.
        most = max(look.READING_BASE, min(self.size.width(), self.size.height()) / MOST_LINES)
        return min(look.READING_BASE * self.text_scale, most)

    @property
    def width(self) -> float:
        """How wide text and credit may reach; a picture may go on under a panel."""
        return self.size.width() - self.covered

    @property
    def margin(self) -> float:
        short = min(self.size.width(), self.size.height())
        if self.on_stage:
            return round(short * look.STAGE_MARGIN)
        return float(look.MARGIN if short > 560 else look.GRID * 2)

    def font(self, share: float, family: str = look.SANS, *, semibold: bool = False) -> QFont:
        return theme.font(family, self.base * share, semibold=semibold)

    def style(
        self, font: QFont, colour: str, *, leading: float = 1.3, accent: str | None = None
    ) -> Style:
        return Style(font, QColor(colour), leading, QColor(accent) if accent else None)

    def snap(self, area: QRectF) -> QRectF:
        """The nearest rectangle whose edges are physical pixels."""
        return snap(area, self.ratio)
