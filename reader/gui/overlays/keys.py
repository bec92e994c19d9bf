"""The list of keys, laid over the picture."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reader.core import look
from reader.core.bindings import bindings_of
from reader.core.commands import COMMANDS
from reader.core.keys import KeyRow, key_table
from reader.gui.flow import FlowLayout
from reader.gui.overlays.card import EDGE, SMALL, Card
from reader.gui.parts import Parts
from reader.gui.widgets import label

COLUMN_WIDTH = 430  # logical pixels for one column of keys


class KeyOverlay(Card):
    """Every key and what it does, grouped as the menus are."""

    def __init__(self, parts: Parts, parent: QWidget) -> None:
        super().__init__("Keys", parts, parent)
        self._groups: list[tuple[str, list[KeyRow]]] = []
        self._columns = 0
        self.column.setContentsMargins(4 * look.GRID, 3 * look.GRID, 2 * look.GRID, 2 * look.GRID)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column.addWidget(self._scroll)

    def begin(self) -> None:
        """Leave the focus where it is: the keys that are listed can be tried at once."""
        rows = key_table(bindings_of(COMMANDS, self.parts.settings).commands)
        groups = [(menu, list(those)) for menu, those in groupby(rows, lambda row: row.menu)]
        if groups != self._groups:  # a key was taught since
            self._groups, self._columns = groups, 0

    def place(self, width: int, height: int, base: float) -> None:
        """Take as much of the window as the list needs, centred."""
        scale = base / look.READING_BASE
        columns = max(1, min(3, int((width - 96) / (COLUMN_WIDTH * scale))))
        content = self._fill(columns)
        edge = EDGE if width > SMALL else EDGE // 3
        wanted_width = min(width - edge, int(columns * COLUMN_WIDTH * scale) + 64)
        margins = self.contentsMargins() + self.column.contentsMargins()
        inside = wanted_width - margins.left() - margins.right()
        title = self.heading.sizeHint().height() + self.column.spacing()
        needed = content.heightForWidth(inside) + title + margins.top() + margins.bottom()
        wanted_height = min(height - edge, needed)
        self.setGeometry(
            (width - wanted_width) // 2, (height - wanted_height) // 2, wanted_width, wanted_height
        )

    def _fill(self, columns: int) -> QWidget:
        shown = self._scroll.widget()
        if columns == self._columns and shown is not None:
            return shown
        self._columns = columns
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, look.GRID, 2 * look.GRID, look.GRID)
        row.setSpacing(5 * look.GRID)
        for groups in self._shared_out(columns):
            column = QVBoxLayout()
            column.setSpacing(look.GRID * 2)
            for menu, rows in groups:
                column.addLayout(_group(menu, rows))
            column.addStretch(1)
            row.addLayout(column, 1)
        self._scroll.setWidget(content)
        return content

    def _shared_out(self, columns: int) -> list[list[tuple[str, list[KeyRow]]]]:
        """The groups in columns of about one height, in their order."""
        total = sum(len(rows) + 2 for _, rows in self._groups)
        shared: list[list[tuple[str, list[KeyRow]]]] = [[]]
        filled = 0
        for menu, rows in self._groups:
            need = len(rows) + 2
            if shared[-1] and len(shared) < columns and filled + need / 2 > total / columns:
                shared.append([])
                filled = 0
            shared[-1].append((menu, rows))
            filled += need
        return shared


def _group(menu: str, rows: list[KeyRow]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(look.GRID * 2)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 4)
    grid.setColumnStretch(1, 5)
    grid.addWidget(label(menu, "heading"), 0, 0, 1, 2)
    for place, row in enumerate(rows, start=1):
        words = label(row.title, wrap=True)
        words.setAccessibleDescription(row.help)
        grid.addWidget(words, place, 0, Qt.AlignmentFlag.AlignTop)
        keys = FlowLayout(4)
        for key in row.keys:
            keys.addWidget(label(key, "key"))
        grid.addLayout(keys, place, 1)
    return grid
