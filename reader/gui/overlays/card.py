"""What everything that lies over a window has: a title, a frame, and a place in the middle."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from reader.core import look
from reader.gui.parts import Parts
from reader.gui.widgets import label

EDGE = 48  # logical pixels of the window that stay clear around a card
SMALL = 480  # a window of which a card takes nearly all


class Card(QFrame):
    """Lies over a window while it is open; closes by `Show.close_overlay`.

    Owns: `column`, in which the content stands below the title.
    """

    WIDTH = 640  # logical pixels at the usual text size, where the window has them

    def __init__(self, title: str, parts: Parts, parent: QWidget) -> None:
        super().__init__(parent)
        self.parts = parts
        self.setObjectName("overlay")
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(4 * look.GRID, 3 * look.GRID, 4 * look.GRID, 3 * look.GRID)
        self.column.setSpacing(2 * look.GRID)
        self.heading = label(title, "title")
        self.column.addWidget(self.heading)
        self.hide()

    def begin(self) -> None:
        """Fill in what holds now, and take the focus."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Let go of what is not needed while the card is closed."""

    def place(self, width: int, height: int, base: float) -> None:
        """Stand in the middle of a window of this size, whose text is `base` pixels high."""
        edge = EDGE if width > SMALL else EDGE // 3
        wide = min(width - edge, round(self.WIDTH * base / look.READING_BASE))
        layout_height = self.column.totalHeightForWidth(wide)
        wanted = layout_height if layout_height > 0 else self.sizeHint().height()
        tall = min(height - edge, wanted)
        self.setGeometry((width - wide) // 2, (height - tall) // 2, wide, tall)
