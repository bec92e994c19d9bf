"""What every pane of the presenter's window has: a small heading, and its content below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from reader.core import look
from reader.gui.widgets import label


class Pane(QWidget):
    """A part of the presenter's window.

    Owns: the heading; the content is handed in.
    """

    def __init__(self, name: str, content: QWidget) -> None:
        super().__init__()
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.GRID // 2)
        self.heading = label(name, "pane", wrap=False)
        column.addWidget(self.heading)
        column.addWidget(content, 1)


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
