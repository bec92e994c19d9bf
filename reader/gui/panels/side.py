"""What every panel beside the picture has: a heading, a way to close it, and room to scroll."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from reader.core import look
from reader.gui.widgets import button, label


class SidePanel(QWidget):
    """A panel that fills the right side of the window.

    Owns: the heading with its button, and `column`, in which the content stands and scrolls.
    """

    def __init__(
        self, title: str, close: Callable[[], None], parent: QWidget, *, content: str
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * look.GRID, 2 * look.GRID, 4, 0)
        outer.setSpacing(look.GRID)
        head = QHBoxLayout()
        head.addWidget(label(title, "title"))
        head.addStretch(1)
        self._close = button("", f"Close the {title.lower()}", close)
        self._close.setIconSize(QSize(18, 18))
        head.addWidget(self._close)
        head.setContentsMargins(0, 0, look.GRID, 0)
        outer.addLayout(head)
        self.scrolled = QScrollArea(self)
        self.scrolled.setWidgetResizable(True)
        self.scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self.scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scrolled.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.scrolled.setAccessibleName(content)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, look.GRID, 2 * look.GRID)
        self.column.setSpacing(look.GRID)
        self.scrolled.setWidget(inside)
        outer.addWidget(self.scrolled)
        self.hide()

    def set_close_icon(self, icon: QIcon) -> None:
        self._close.setIcon(icon)


def selectable(text: str, role: str) -> QLabel:
    """Text in lines that can be marked and copied, with the pointer or the keyboard."""
    made = label(text, role, wrap=True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return made
