"""A piece of work that takes its time, told at the foot of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from reader.core import look
from reader.core.look import Palette
from reader.gui.timers import single_shot
from reader.gui.widgets import PressKeys, button, label

DONE_MS = 20000  # how long what was done is told of
WIDEST = 720  # logical pixels
FOOT = 72
_BAR = 3


class Bar(QWidget):
    """How much of something is done, as a line that grows."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_BAR)
        self._share = 0.0
        self._palette = look.DARK

    def set_share(self, share: float) -> None:
        """From 0 to 1."""
        if share != self._share:
            self._share = share
            self.update()

    def recolour(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._palette.line))
        done = QRectF(self.rect())
        done.setWidth(done.width() * self._share)
        painter.fillRect(done, QColor(self._palette.accent))


class WorkBoard(QFrame):
    """Says what is being done and how far it is, and lets a person end it.

    Owns: its buttons, and the timer that takes it away once all is done.
    """

    def __init__(self, window: QWidget, changed: Callable[[], None]) -> None:
        super().__init__(window)
        self.setObjectName("overlay")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._changed = changed
        self._run: Callable[[], None] = self.hide
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * look.GRID, look.GRID, look.GRID, look.GRID)
        column.setSpacing(look.GRID // 2)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        self._words = label("", wrap=True)
        row.addWidget(self._words, 1)
        self._press = self._button("", self._on_pressed, "link")
        self._away = self._button("Close", self.hide, "")
        row.addWidget(self._press)
        row.addWidget(self._away)
        column.addLayout(row)
        self._bar = Bar()
        column.addWidget(self._bar)
        self._rest = single_shot(self, DONE_MS, self._on_rest)
        self.hide()

    def _button(self, text: str, run: Callable[[], None], role: str) -> QToolButton:
        made = button(text, text, run, role=role)
        made.installEventFilter(PressKeys(made))
        return made

    def tell(self, words: str, share: float, cancel: Callable[[], None]) -> None:
        """What is being done, and how much of it is done."""
        self._rest.stop()
        self._bar.show()
        self._bar.set_share(share)
        self._away.hide()
        self._show(words, "Cancel", cancel)

    def tell_done(self, words: str, press: str, run: Callable[[], None]) -> None:
        """What was done, and what can be done with it; for a while."""
        self._bar.hide()
        self._away.show()
        self._show(words, press, run)
        self._rest.start()

    def close(self) -> bool:
        self._rest.stop()
        return super().close()

    def recolour(self, palette: Palette) -> None:
        self._bar.recolour(palette)

    def place(self, width: int, height: int, scale: float) -> int:
        """Stand over the foot of an area of this size, centred; how much of the foot it takes."""
        if self.isHidden():
            return 0
        wide = min(width - 48, round(WIDEST * min(scale, 1.5)))
        tall = max(self.heightForWidth(wide), self.minimumSizeHint().height())
        self.setGeometry((width - wide) // 2, height - tall - round(FOOT * scale), wide, tall)
        self.raise_()
        return tall + look.GRID

    def _show(self, words: str, press: str, run: Callable[[], None]) -> None:
        is_new = self.isHidden() or press != self._press.text()
        self._words.setText(words)
        self._press.setText(press)
        self._press.setAccessibleName(press)
        self._run = run
        if is_new:
            self.setAccessibleName(words)
            self.show()
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self._changed()

    def _on_pressed(self) -> None:
        self._run()

    def _on_rest(self) -> None:
        if self.underMouse() or self._press.hasFocus() or self._away.hasFocus():
            self._rest.start()
        else:
            self.hide()
