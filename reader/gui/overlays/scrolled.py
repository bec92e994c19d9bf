"""A card whose content may be longer than the window, and is then scrolled."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from reader.core import look
from reader.gui.overlays.card import EDGE, SMALL, Card
from reader.gui.parts import Parts


class ScrolledCard(Card):
    """A card with room for more than the window holds.

    Owns: `scrolled`, which takes the arrow keys while it has the focus, and what is in it.
    """

    def __init__(self, title: str, content: str, parts: Parts, parent: QWidget) -> None:
        super().__init__(title, parts, parent)
        self.scrolled = QScrollArea(self)
        self.scrolled.setWidgetResizable(True)
        self.scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self.scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scrolled.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scrolled.setAccessibleName(content)
        # Else the layout would count on a height of its own guess.
        self.scrolled.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.column.addWidget(self.scrolled, 1)
        self._room = (0, 0, float(look.READING_BASE))
        self._inside = QWidget()
        self.scrolled.setWidget(self._inside)

    def fill(self) -> QVBoxLayout:
        """An empty column for new content; `settle` puts it in the place of the old."""
        # Widgets that are added to one on screen are shown later, and have no size until then.
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, look.GRID, 0)
        column.setSpacing(look.GRID)
        return column

    def settle(self) -> None:
        """Show the new content, and take the height that it needs."""
        if self.scrolled.widget() is not self._inside:
            self.scrolled.setWidget(self._inside)
            self._inside.show()
            self._chain()
        if self._room[0]:
            self.place(*self._room)

    def _chain(self) -> None:
        """Let Tab lead through the content before what stands below it, though that is older."""
        before: QWidget = self.scrolled
        for part in self._inside.findChildren(QWidget):
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(before, part)
                before = part

    def place(self, width: int, height: int, base: float) -> None:
        self._room = (width, height, base)
        edge = EDGE if width > SMALL else EDGE // 3
        wide = min(width - edge, round(self.WIDTH * base / look.READING_BASE))
        tall = min(height - edge, self._tallness(wide))
        self.setGeometry((width - wide) // 2, (height - tall) // 2, wide, tall)

    def _tallness(self, width: int) -> int:
        """How high the card would like to be, so that nothing need be scrolled."""
        tall = self.column.totalHeightForWidth(width)
        content = self._inside.layout()
        if self.scrolled.isHidden() or content is None:
            return tall
        margins = self.column.contentsMargins()
        return tall + content.totalHeightForWidth(width - margins.left() - margins.right())
