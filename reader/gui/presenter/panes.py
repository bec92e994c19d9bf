"""The panes of the presenter's window, in one of two layouts, with handles between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from reader.core import look
from reader.core.scene import ConsoleLayout

HANDLE: Final = 3 * look.GRID  # pixels that can be grabbed
_COLUMNS: Final[dict[ConsoleLayout, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    ConsoleLayout.SLIDES: (("now", "facts"), ("next", "notes")),
    ConsoleLayout.NOTES: (("notes",), ("now", "next", "facts")),
}
_SHARES: Final = {
    ConsoleLayout.SLIDES: ((62, 38), (75, 25), (52, 48)),
    ConsoleLayout.NOTES: ((62, 38), (100,), (40, 34, 26)),
}
_PARTS: Final = ("columns", "left", "right")


class Panes(QWidget):
    """Divides its place among panes.

    Owns: the splitters. The panes are handed in, by name.
    """

    def __init__(self, panes: Mapping[str, QWidget]) -> None:
        super().__init__()
        self._panes = panes
        self._columns = _splitter(Qt.Orientation.Horizontal, "Left and right")
        self._left = _splitter(Qt.Orientation.Vertical, "Left side")
        self._right = _splitter(Qt.Orientation.Vertical, "Right side")
        self._columns.addWidget(self._left)
        self._columns.addWidget(self._right)
        place = QVBoxLayout(self)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self._columns)
        self.layout_in_use: ConsoleLayout | None = None

    def lay_out(self, layout: ConsoleLayout, remembered: Mapping[str, tuple[int, ...]]) -> None:
        """Divide the place as a layout has it, in the sizes that are remembered."""
        self.layout_in_use = layout
        for column, names in zip((self._left, self._right), _COLUMNS[layout], strict=True):
            for place, name in enumerate(names):
                column.insertWidget(place, self._panes[name])
                self._panes[name].show()
        for splitter, part, shares in zip(self._all, _PARTS, _SHARES[layout], strict=True):
            sizes = remembered.get(f"{layout.value} {part}", ())
            fits = len(sizes) == splitter.count()
            splitter.setSizes(list(sizes) if fits else [10 * share for share in shares])
            for place in range(splitter.count()):
                splitter.setStretchFactor(place, shares[place])

    def sizes(self) -> dict[str, tuple[int, ...]]:
        """The sizes of the panes in the layout that is in use, by what they divide."""
        layout = self.layout_in_use
        if layout is None or not self.isVisible():
            return {}
        return {
            f"{layout.value} {part}": tuple(splitter.sizes())
            for splitter, part in zip(self._all, _PARTS, strict=True)
            if splitter.count() > 1
        }

    @property
    def _all(self) -> tuple[QSplitter, QSplitter, QSplitter]:
        return self._columns, self._left, self._right


def _splitter(orientation: Qt.Orientation, name: str) -> QSplitter:
    made = QSplitter(orientation)
    made.setHandleWidth(HANDLE)
    made.setChildrenCollapsible(False)
    made.setAccessibleName(name)
    return made
