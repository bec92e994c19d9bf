"""What every pane of the presenter's window has: a small heading, and its content below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from reader.core import look
from reader.core.look import Palette
from reader.gui.widgets import label

_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
EDGE = 6  # pixels around the content, where a ring shows that it has the focus


class Pane(QWidget):
    """A part of the presenter's window.

    Owns: the heading; the content is handed in.
    """

    def __init__(self, name: str, content: QWidget) -> None:
        super().__init__()
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(look.GRID // 2)
        self.heading = label(name, "pane", wrap=False)
        column.addWidget(self.heading)
        column.addWidget(content, 1)
        self._has_ring = False
        self._colours = look.DARK
        content.installEventFilter(self)

    @property
    def head_height(self) -> int:
        """How high the heading is, with the gap under it."""
        return self.heading.sizeHint().height() + look.GRID // 2

    def eventFilter(self, content: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            is_by_key = isinstance(event, QFocusEvent) and event.reason() in _BY_KEY
            self._has_ring = event.type() == QEvent.Type.FocusIn and is_by_key
            self.update()
        return False

    def recolour(self, palette: Palette) -> None:
        """Take the colours that now hold."""
        self._colours = palette
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._has_ring:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._colours.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


def scrolled(content: QWidget, name: str) -> QScrollArea:
    """A place in which content scrolls, by wheel and by keys."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAccessibleName(name)
    made.setWidget(content)
    return made
