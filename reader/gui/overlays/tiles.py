"""Pages as tiles: the model of a grid of them, and how a tile is painted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.core import look
from reader.core.bindings import bindings_of
from reader.core.commands import COMMANDS
from reader.core.deck import Deck
from reader.core.keys import key_name
from reader.core.look import Palette
from reader.core.page_words import page_name
from reader.gui import theme
from reader.gui.fitting import fit, snap
from reader.gui.parts import Parts
from reader.gui.thumbnails import Thumbnail, Thumbnails

PAGE = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
SHAPE = 16 / 9  # of the room for a thumbnail
GAP = 8  # logical pixels around a tile's content
MARK_RADIUS = 4


class Marks(NamedTuple):
    """Pages that stand out, each with a word that says why."""

    words: Mapping[int, str]

    def of(self, page: int) -> str:
        return self.words.get(page, "")


class PageModel(QAbstractListModel):
    """The pages of a deck, or those of them that are left.

    Owns: the titles of the deck, and the numbers of the pages.
    """

    def __init__(self) -> None:
        super().__init__()
        self._deck: Deck | None = None
        self._titles: list[str] = []
        self.pages: Sequence[int] = ()
        self.marks = Marks({})

    def take(self, deck: Deck, pages: Sequence[int]) -> None:
        """List these pages of a deck."""
        self.beginResetModel()
        if deck is not self._deck:
            self._titles = [deck.title, *deck.slides.titles(), "Credits"]
        self._deck = deck
        self.pages = pages
        self.endResetModel()

    def mark(self, marks: Marks) -> None:
        """Let other pages stand out."""
        if marks != self.marks:
            self.marks = marks
            self.dataChanged.emit(self.index(0), self.index(max(0, len(self.pages) - 1)))

    def title(self, page: int) -> str:
        return self._titles[page] if page < len(self._titles) else ""

    def has_picture(self, page: int) -> bool:
        """Whether a page can have a picture; the last one lists the credits."""
        return page < len(self._titles) - 1

    def number(self, page: int) -> str:
        """What stands in the place of a number."""
        if page == 0:
            return "Title page"
        return str(page) if page < len(self._titles) - 1 else "Last page"

    def name(self, page: int) -> str:
        """What a screen reader says: "4, Facilitating the Drug Routes, here"."""
        said = page_name(page, self.title(page), len(self._titles) - 1)
        return ", ".join(part for part in (said, self.marks.of(page)) if part)

    def row_of(self, page: int) -> int:
        """The row of a page, or of the one that follows where it is left out."""
        later = (row for row, listed in enumerate(self.pages) if listed >= page)
        return next(later, max(0, len(self.pages) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.pages)

    def data(self, index: Index, role: int = 0) -> object:
        if not 0 <= index.row() < len(self.pages):
            return None
        page = self.pages[index.row()]
        if role == PAGE:
            return page
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(page)
        return self.name(page) if role == Qt.ItemDataRole.AccessibleTextRole else None


class TileDelegate(QStyledItemDelegate):
    """Paints a page as a thumbnail over its number and title."""

    def __init__(
        self, model: PageModel, thumbnails: Thumbnails, palette: Callable[[], Palette]
    ) -> None:
        super().__init__()
        self._model = model
        self._thumbnails = thumbnails
        self._palette = palette
        self._size = QSize(1, 1)
        self._base = float(look.READING_BASE)

    def set_size(self, size: QSize, base: float) -> None:
        """The size of a tile in logical pixels, and of its text."""
        self._size, self._base = size, base

    @property
    def box(self) -> QSize:
        """The room for the thumbnail."""
        width = self._size.width() - 2 * GAP
        return QSize(width, round(width / SHAPE))

    def height_for(self, width: int, base: float) -> int:
        """How high a tile of a width is."""
        title = 2 * _line(self._title_font(base))
        number = _line(self._small_font(base))
        return round((width - 2 * GAP) / SHAPE + number + title) + 3 * GAP

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return self._size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        page = index.data(PAGE)
        if page is None:
            return
        palette = self._palette()
        area = QRectF(option.rect)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_current:
            paint_current(painter, area, palette)
        box = QRectF(area.left() + GAP, area.top() + GAP, self.box.width(), self.box.height())
        has_picture = self._model.has_picture(page)
        paint_thumbnail(painter, box, self._thumbnails.of(page), palette, has_picture)
        self._paint_words(painter, box, page, palette)
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRectF, page: int, palette: Palette) -> None:
        small, large = self._small_font(self._base), self._title_font(self._base)
        top = box.bottom() + GAP / 2
        place = QRectF(box.left(), top, box.width(), _line(small))
        painter.setFont(small)
        painter.setPen(QColor(palette.soft))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft), self._model.number(page))
        mark = self._model.marks.of(page)
        if mark:
            paint_mark(painter, place, mark, small, palette)
        fault = self._thumbnails.of(page).fault
        if fault:
            paint_fault(painter, box, fault, small, palette)
        painter.setFont(large)
        painter.setPen(QColor(palette.ink))
        place = QRectF(box.left(), place.bottom(), box.width(), 2 * _line(large))
        paint_lines(painter, place, self._model.title(page), large, 2)

    def _title_font(self, base: float) -> QFont:
        return theme.font(look.SERIF, base * 0.94)

    def _small_font(self, base: float) -> QFont:
        return theme.font(look.SANS, base * look.CREDIT)


def foot_words(parts: Parts, more: str = "") -> str:
    """What the keys do in a card from which one goes to a page."""
    commands = bindings_of(COMMANDS, parts.settings).commands
    keys = next(command.keys for command in commands if command.id == "history.back")
    back = f"{key_name(keys[0])}: back again" if keys else ""
    return " · ".join(part for part in ("Enter: go there", back, more, "Esc: close") if part)


def paint_current(painter: QPainter, area: QRectF, palette: Palette) -> None:
    """The ring around the item that Enter goes to."""
    painter.setPen(QPen(QColor(palette.accent), 2))
    painter.setBrush(theme.colour(palette.line, 0.55))
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 6, 6)


def paint_thumbnail(
    painter: QPainter, box: QRectF, found: Thumbnail, palette: Palette, has_picture: bool
) -> None:
    """A page's picture in its box, or an empty box where there is none yet."""
    if found.image is None:
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(QColor(palette.ground if has_picture else palette.raised))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        return
    shape = found.image.width() / max(1, found.image.height())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    ratio = painter.device().devicePixelRatioF()
    painter.drawImage(snap(fit(shape, box), ratio), found.image)


def paint_mark(painter: QPainter, line: QRectF, words: str, font: QFont, palette: Palette) -> None:
    """A word on the accent at the right end of a line."""
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(words) + 1.2 * metrics.height() / 2
    place = QRectF(line.right() - width, line.top(), width, line.height())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.accent))
    painter.drawRoundedRect(place, MARK_RADIUS, MARK_RADIUS)
    painter.setPen(QColor(palette.ground))
    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)


def paint_fault(painter: QPainter, box: QRectF, words: str, font: QFont, palette: Palette) -> None:
    """What is wrong with a picture, in its place."""
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    words = metrics.elidedText(f"⚠ {words}", Qt.TextElideMode.ElideRight, box.width() - GAP)
    width = metrics.horizontalAdvance(words) + GAP
    place = QRectF(box.left(), box.bottom() - _line(font), width, _line(font))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.raised))
    painter.drawRect(place)
    painter.setPen(QColor(palette.fault))
    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)


def paint_lines(painter: QPainter, place: QRectF, text: str, font: QFont, most: int) -> None:
    """A text in at most so many lines, the last of them cut short where it must be."""
    metrics = QFontMetricsF(font)
    words, line, top = text.split(), "", place.top()
    lines: list[str] = []
    while words:
        longer = f"{line} {words[0]}".strip()
        if line and metrics.horizontalAdvance(longer) > place.width():
            if len(lines) == most - 1:
                break
            lines.append(line)
            line = ""
        else:
            line = longer
            words.pop(0)
    lines.append(" ".join([line, *words]))
    for part in lines:
        elided = metrics.elidedText(part, Qt.TextElideMode.ElideRight, place.width())
        row = QRectF(place.left(), top, place.width(), _line(font))
        painter.drawText(row, int(Qt.AlignmentFlag.AlignLeft), elided)
        top += _line(font)


def _line(font: QFont) -> float:
    return QFontMetricsF(font).height()
