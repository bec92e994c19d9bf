"""What divides two panes: a hairline that can be dragged, or moved with the arrow keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle

from reader.core import look
from reader.core.look import Palette

WIDTH: Final = 12  # pixels that can be grabbed
STEP: Final = 2 * look.GRID
_BACK: Final = (Qt.Key.Key_Left.value, Qt.Key.Key_Up.value)
_ON: Final = (Qt.Key.Key_Right.value, Qt.Key.Key_Down.value)


class Divider(QSplitter):
    """Divides a place among panes, side by side or one above the other.

    Owns: its handles.
    """

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.colours = look.DARK
        self.setHandleWidth(WIDTH)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        return Handle(self.orientation(), self)

    def recolour(self, palette: Palette) -> None:
        """Draw the hairlines in these colours."""
        self.colours = palette
        for place in range(1, self.count()):
            self.handle(place).update()


class Handle(QSplitterHandle):
    """A hairline between two panes; it lights up where it can be moved."""

    def __init__(self, orientation: Qt.Orientation, splitter: Divider) -> None:
        super().__init__(orientation, splitter)
        self._splitter = splitter
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        is_upright = orientation is Qt.Orientation.Horizontal
        self.setAccessibleName("Divide left and right" if is_upright else "Divide above and below")
        self.setAccessibleDescription("The arrow keys move it.")

    def _move(self, by: int) -> None:
        at = self.x() if self.orientation() is Qt.Orientation.Horizontal else self.y()
        self.moveSplitter(at + by)

    def event(self, event: QEvent) -> bool:
        is_arrow = isinstance(event, QKeyEvent) and event.key() in (*_BACK, *_ON)
        if is_arrow and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # or the page would turn
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _BACK:
            self._move(-STEP)
        elif event.key() in _ON:
            self._move(STEP)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, painter = self._splitter.colours, QPainter(self)
        is_lit = self.underMouse() or self.hasFocus()
        wide = 3 if self.hasFocus() else 1
        line = self.rect()
        if self.orientation() is Qt.Orientation.Horizontal:
            line.setLeft((self.width() - wide) // 2)
            line.setWidth(wide)
        else:
            line.setTop((self.height() - wide) // 2)
            line.setHeight(wide)
        painter.fillRect(line, QColor(colours.accent if is_lit else colours.line))
