"""What every pane of the presenter's window has: a small heading, and its content below."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from reader.core import look
from reader.core.look import Palette
from reader.gui.widgets import restyled

EDGE = 6  # pixels around the content, where a ring shows that it has the focus
FADE = 28  # pixels of a text that goes on below
_BY_KEY: Final = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class Heading(QLabel):
    """One line above a pane; where it is too long for its place, its end is left out.

    Owns: the whole of its words.
    """

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "pane")
        self.words = ""
        self.tell(words)

    def tell(self, words: str, *, is_urgent: bool = False) -> None:
        """Say something, and whether it is to be noticed."""
        kind = "accent" if is_urgent else ""
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            restyled(self)
        self.words = words
        self.setAccessibleName(words)
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        fitting = metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, self.width())
        if fitting != self.text():
            self.setText(fitting)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()


class Pane(QWidget):
    """A part of the presenter's window.

    Owns: the heading, and the ring around content that the keyboard has reached; the content is
    handed in.
    """

    def __init__(self, name: str, content: QWidget) -> None:
        super().__init__()
        self._colours = look.DARK
        self._has_ring = False
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(look.GRID // 2)
        self.heading = Heading(name)
        column.addWidget(self.heading)
        column.addWidget(content, 1)
        content.installEventFilter(self)

    @property
    def head_height(self) -> int:
        """How high the heading is, with the gap under it."""
        return self.heading.sizeHint().height() + look.GRID // 2

    def recolour(self, palette: Palette) -> None:
        """Take the colours that now hold."""
        self._colours = palette
        self.update()

    def eventFilter(self, content: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            is_by_key = isinstance(event, QFocusEvent) and event.reason() in _BY_KEY
            self._has_ring = event.type() == QEvent.Type.FocusIn and is_by_key
            self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._has_ring:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._colours.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


class Scrolled(QScrollArea):
    """A place in which content scrolls, by wheel and by keys; what goes on below fades out.

    Owns: the fade.
    """

    def __init__(self, content: QWidget, name: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setWidget(content)
        self._fade = _Fade(self)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._place)
        bar.rangeChanged.connect(self._place)

    def recolour(self, palette: Palette) -> None:
        """Take the colours that now hold."""
        self._fade.colours = palette
        self._fade.update()

    def _place(self, *_change: int) -> None:
        bar, view = self.verticalScrollBar(), self.viewport().geometry()
        self._fade.setGeometry(view.left(), view.bottom() + 1 - FADE, view.width(), FADE)
        self._fade.setVisible(bar.value() < bar.maximum())
        self._fade.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


class _Fade(QWidget):
    """Lets the last line of a text that goes on run out into the ground."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours = look.DARK
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        ground, clear = QColor(self.colours.ground), QColor(self.colours.ground)
        clear.setAlpha(0)
        gradient = QLinearGradient(0, 0, 0, self.height())
        gradient.setColorAt(0, clear)
        gradient.setColorAt(1, ground)
        QPainter(self).fillRect(self.rect(), gradient)
