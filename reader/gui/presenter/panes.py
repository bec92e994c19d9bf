"""The panes of the presenter's window, in one of two layouts, with handles between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.core import look
from reader.core.look import Palette
from reader.core.scene import ConsoleLayout
from reader.core.show import Show
from reader.gui.presenter.facts import FactsPane
from reader.gui.presenter.handle import WIDTH, Divider
from reader.gui.presenter.notes import NotesPane
from reader.gui.presenter.pane import EDGE, Pane
from reader.gui.presenter.previews import Previews

_COLUMNS: Final[dict[ConsoleLayout, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    ConsoleLayout.SLIDES: (("now", "facts"), ("next", "notes")),
    ConsoleLayout.NOTES: (("notes",), ("now", "next", "facts")),
}
LEFT: Final = 0.6  # of the width
LEAST_FACTS: Final = 0.2  # of the height
LEAST_LINES: Final = 4.6  # of the base
MOST_NEXT: Final = 0.44
_PARTS: Final = ("columns", "left", "right")


class Panes(QWidget):
    """Divides its place among the page on screen, the next one, the notes, and the sources.

    Owns: the four panes, and the splitters between them.
    Emits: moved(), when a person has moved a handle.
    """

    moved = Signal()

    def __init__(self, show: Show, previews: Previews) -> None:
        super().__init__()
        self._page = previews.current
        self.now = Pane("On screen", previews.current)
        self.next = Pane("Next", previews.next)
        self.notes = NotesPane()
        self.facts = FactsPane(show)
        self._panes: dict[str, Pane] = {
            "now": self.now,
            "next": self.next,
            "notes": self.notes,
            "facts": self.facts,
        }
        self._base = float(look.READING_BASE)
        self._shared_for = 0.0
        self._is_chosen = False  # by a person, by dragging a handle, now or in an earlier show
        self._columns = Divider(Qt.Orientation.Horizontal)
        self._left = Divider(Qt.Orientation.Vertical)
        self._right = Divider(Qt.Orientation.Vertical)
        self._columns.addWidget(self._left)
        self._columns.addWidget(self._right)
        place = QVBoxLayout(self)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self._columns)
        self.layout_in_use: ConsoleLayout | None = None
        for splitter in self._all:
            splitter.splitterMoved.connect(self._on_moved)

    def lay_out(self, layout: ConsoleLayout, remembered: Mapping[str, tuple[int, ...]]) -> None:
        """Divide the place as a layout has it, in the sizes that are remembered."""
        self.layout_in_use = layout
        for column, names in zip((self._left, self._right), _COLUMNS[layout], strict=True):
            for place, name in enumerate(names):
                column.insertWidget(place, self._panes[name])
                self._panes[name].show()
        sizes = [remembered.get(f"{layout.value} {part}", ()) for part in _PARTS]
        self._is_chosen = any(sizes)
        self._share_out()
        for splitter, chosen in zip(self._all, sizes, strict=True):
            if len(chosen) == splitter.count():
                splitter.setSizes(list(chosen))

    def restyle(self, palette: Palette, base: float) -> None:
        """Take colours, and a text size in pixels."""
        self._base = base
        for splitter in self._all:
            splitter.recolour(palette)
        for pane in self._panes.values():
            pane.recolour(palette)

    def _on_moved(self, _at: int, _handle: int) -> None:
        self._is_chosen = True
        self.moved.emit()

    def follow_shape(self) -> None:
        """Share the place out anew where the audience's page has another shape."""
        if self._page.shape != self._shared_for and not self._is_chosen:
            self._share_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if not self._is_chosen:
            self._share_out()

    def _share_out(self) -> None:
        """Let pages be as large as there is room for beside the text."""
        self._shared_for = self._page.shape
        width, height = self.width() - WIDTH, self.height() - WIDTH
        left = round(width * LEFT)
        self._columns.setSizes([left, width - left])
        lines = self.now.head_height + 2 * EDGE + LEAST_LINES * self._base
        least = round(max(height * LEAST_FACTS, lines))
        if self.layout_in_use is ConsoleLayout.NOTES:
            rest = height - WIDTH
            page = min(self._tall(width - left), (rest - least) // 2)
            self._right.setSizes([page, page, rest - 2 * page])
        else:
            page = min(self._tall(left), height - least)
            self._left.setSizes([page, height - page])
            page = min(self._tall(width - left), round(height * MOST_NEXT))
            self._right.setSizes([page, height - page])

    def _tall(self, wide: int) -> int:
        """The height of a pane of this width that a page fills."""
        return round((wide - 2 * EDGE - 4) / self._page.shape) + 4 + 2 * EDGE + self.now.head_height

    def sizes(self) -> dict[str, tuple[int, ...]]:
        """The sizes that a person chose in the layout that is in use, by what they divide."""
        layout = self.layout_in_use
        if layout is None or not self._is_chosen:
            return {}
        return {
            f"{layout.value} {part}": tuple(splitter.sizes())
            for splitter, part in zip(self._all, _PARTS, strict=True)
            if splitter.count() > 1
        }

    @property
    def _all(self) -> tuple[Divider, Divider, Divider]:
        return self._columns, self._left, self._right
