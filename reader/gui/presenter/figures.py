"""Figures that change every second: painted by themselves, so that nothing else is."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.core import look
from reader.core.look import Palette
from reader.gui import theme

TABULAR = QFont.Tag("tnum")  # so that a figure keeps its place while others change


class Figures(QWidget):
    """One line of text in tabular figures, as wide as its sample at least.

    Owns: the text and its role in the palette.
    """

    def __init__(self, sample: str, size: float, *, right: bool = False) -> None:
        super().__init__()
        self._sample = sample
        self._size = size
        self._right = right
        self._role = "ink"
        self._text = ""
        self._palette = look.DARK
        self._width = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    @property
    def role(self) -> str:
        """The colour that it is shown in, by its name in the palette."""
        return self._role

    def restyle(self, palette: Palette, base: float) -> None:
        """Take colours, and a text size in pixels."""
        self._palette = palette
        font = theme.font(look.SANS, base * self._size, semibold=self._size > 1)
        font.setFeature(TABULAR, 1)
        self.setFont(font)
        # A style sheet would put its own size in place of this one.
        self._font = font
        self._width = QFontMetrics(font).horizontalAdvance(self._sample)
        self.updateGeometry()
        self.update()

    def tell(self, text: str, role: str = "ink") -> None:
        """Show a text in a role of the palette."""
        if (text, role) == (self._text, self._role):
            return
        self._text, self._role = text, role
        wide = QFontMetrics(self._font).horizontalAdvance(text)
        if wide > self._width:
            self._width = wide
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font)
        return QSize(self._width + 2, metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._palette.ground))
        painter.setFont(self._font)
        painter.setPen(QColor(getattr(self._palette, self._role)))
        side = Qt.AlignmentFlag.AlignRight if self._right else Qt.AlignmentFlag.AlignLeft
        area = QRect(0, 0, self.width(), self.height())
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, self._text)
