"""What the receipt is made of: the slip of paper, hashes to copy, and files with their state."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from reader.core import look
from reader.core.fixity import Fixity
from reader.core.look import Palette
from reader.formats.receipt import Digest, Fact, PageFile
from reader.gui.panels.side import selectable
from reader.gui.widgets import button, label, restyled

MOST_NAMES = 200  # files that are named; the others are counted
GROUP = 8  # hex digits of a hash that stand together
TOOTH = 6.0  # logical pixels: how wide a tooth of the torn edge is
SIGNS = {
    Fixity.VERIFIED: "✓",
    Fixity.CHANGED: "⚠",
    Fixity.MISSING: "⚠",
    Fixity.UNLISTED: "⚠",
    Fixity.UNCHECKED: "…",
}


class Slip(QFrame):
    """A slip of paper, torn off above and below."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("slip")
        self._palette = look.DARK

    def recolour(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._palette.line), 1))
        painter.setBrush(QColor(self._palette.ground))
        painter.drawPath(torn(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)))


def torn(area: QRectF) -> QPainterPath:
    """The outline of a slip: straight at the sides, with teeth above and below."""
    count = max(1, round(area.width() / TOOTH))
    step, depth = area.width() / count, TOOTH / 2
    path = QPainterPath(QPointF(area.left(), area.top() + depth))
    for place in range(count):
        x = area.left() + place * step
        path.lineTo(x + step / 2, area.top())
        path.lineTo(x + step, area.top() + depth)
    path.lineTo(area.right(), area.bottom() - depth)
    for place in reversed(range(count)):
        x = area.left() + place * step
        path.lineTo(x + step / 2, area.bottom())
        path.lineTo(x, area.bottom() - depth)
    path.closeSubpath()
    return path


class HashBlock(QWidget):
    """One hash: whose it is, its digits in groups, and a button that copies it."""

    def __init__(self, copied: Callable[[Digest], None]) -> None:
        super().__init__()
        self._digest = Digest("", "", "")
        self._copied = copied
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        self._whose = label("", "soft", wrap=True)
        head.addWidget(self._whose, 1)
        self._copy = button("Copy", "Copy the hash", self._on_copy, role="tool")
        head.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self._digits = selectable("", "hash")
        column.addWidget(self._digits)

    def set_digest(self, digest: Digest, of: str) -> None:
        """Show another hash; `of` says of what, for those who do not see where it stands."""
        if digest == self._digest:
            return
        self._digest = digest
        whose = f"{digest.algorithm}, {digest.label[:1].lower()}{digest.label[1:]}"
        self._whose.setText(whose)
        self._digits.setText(grouped(digest.value))
        self._digits.setAccessibleName(f"{of}, {whose}: {digest.value}")
        self._copy.setAccessibleName(f"Copy the {digest.algorithm} of: {of}, {digest.label}")

    def _on_copy(self) -> None:
        self._copied(self._digest)


def grouped(digits: str) -> str:
    """A hash in groups that an eye can follow, and between which a line can end."""
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


class Pair(QWidget):
    """Words and a state beside them; below them where there is no room."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(look.GRID // 2)
        self.words, self._state = label("", role, wrap=True), label("", "state")
        self._line.addWidget(self.words, 1)
        self._line.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)

    def set_pair(self, words: str, fixity: Fixity) -> None:
        self.words.setText(breakable(words))
        self.words.setAccessibleName(f"{words}: {fixity.value}")
        set_state(self._state, fixity)
        self._choose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._choose()

    def minimumSizeHint(self) -> QSize:
        parts = (self.words.minimumSizeHint(), self._state.minimumSizeHint())
        return QSize(max(part.width() for part in parts), max(part.height() for part in parts))

    def _choose(self) -> None:
        needed = self.words.minimumSizeHint().width() + self._state.sizeHint().width()
        is_wide = self.width() >= needed + self._line.spacing()
        way = QBoxLayout.Direction
        wanted = way.LeftToRight if is_wide else way.TopToBottom
        if self._line.direction() is not wanted:
            self._line.setDirection(wanted)


class FileBlock(QWidget):
    """One file of the page: what it is, its state in words, its name and its hashes."""

    def __init__(self, copied: Callable[[Digest], None]) -> None:
        super().__init__()
        self._copied = copied
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.GRID // 2)
        column.setSpacing(2)
        self._head = Pair("strong")
        column.addWidget(self._head)
        self._name = label("", "mono", wrap=True)
        column.addWidget(self._name)
        self._hashes = [HashBlock(copied), HashBlock(copied)]
        for block in self._hashes:
            column.addWidget(block)

    def show_file(self, file: PageFile) -> None:
        self._head.set_pair(file.label, file.fixity)
        self._name.setText(breakable(file.name))
        self._name.setAccessibleName(file.name)
        for place, block in enumerate(self._hashes):
            block.setVisible(place < len(file.digests))
            if place < len(file.digests):
                block.set_digest(file.digests[place], f"{file.label} {file.name}")


def set_state(shown: QLabel, fixity: Fixity) -> None:
    """Say a state, with its sign; a fault also in the colour of one."""
    shown.setText(f"{SIGNS[fixity]}  {fixity.value}")
    shown.setAccessibleName(fixity.value)
    is_fault = fixity in (Fixity.CHANGED, Fixity.MISSING, Fixity.UNLISTED)
    kind = "fault" if is_fault else "sound" if fixity is Fixity.VERIFIED else "open"
    if shown.property("state") != kind:
        shown.setProperty("state", kind)
        restyled(shown)


def breakable(name: str) -> str:
    """A file's name with places where a line can end."""
    return "".join(f"{part}\u200b" if part in "/-_." else part for part in name)


class Section(QWidget):
    """A heading, with a perforated line above it, and what stands under it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, look.GRID // 2, 0, 0)
        self.column.setSpacing(look.GRID // 2)
        line = QFrame()
        line.setObjectName("perforation")
        self.column.addWidget(line)
        self.heading = label(title, "heading", wrap=True)
        self.column.addWidget(self.heading)


class Facts(QWidget):
    """Lines of what a bundle says of itself: what it is at the left, what is said at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * look.GRID)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []

    def show_facts(self, facts: Sequence[Fact]) -> None:
        while len(self._rows) < len(facts):
            row = label("", "soft", wrap=True), selectable("", "fact")
            for place, part in enumerate(row):
                top = Qt.AlignmentFlag.AlignTop
                self._grid.addWidget(part, len(self._rows), place, top)
            self._rows.append(row)
        for place, (what, said) in enumerate(self._rows):
            is_used = place < len(facts)
            what.setVisible(is_used)
            said.setVisible(is_used)
            if is_used:
                what.setText(facts[place].label)
                said.setText(breakable(facts[place].value))
                said.setAccessibleName(f"{facts[place].label}: {facts[place].value}")


class Names(QWidget):
    """Files that are not as they were bundled, each with its state; new ones join at the end."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._rows: list[Pair] = []
        self._more = label("", "soft", wrap=True)
        self._column.addWidget(self._more)

    def show_names(self, states: Sequence[tuple[str, Fixity]]) -> None:
        shown = states[:MOST_NAMES]
        while len(self._rows) < len(shown):
            self._rows.append(Pair("mono"))
            self._column.insertWidget(len(self._rows) - 1, self._rows[-1])
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(shown))
            if place < len(shown):
                row.set_pair(*shown[place])
        rest = len(states) - len(shown)
        self._more.setVisible(rest > 0)
        self._more.setText(f"and {rest:,} more; deck-reader verify names all of them")
