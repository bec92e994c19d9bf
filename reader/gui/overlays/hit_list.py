"""What was found, as a list: each a page, what it was found in, and the words around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.core import look
from reader.core.deck import Deck
from reader.core.folding import Range
from reader.core.look import Palette
from reader.core.page_words import TITLE, page_name
from reader.core.searching import Hit
from reader.gui import theme
from reader.gui.overlays.tiles import GAP, SHAPE, Index, paint_current, paint_fault, paint_thumbnail
from reader.gui.thumbnails import Thumbnails

HIT = int(Qt.ItemDataRole.UserRole)
LINES = 2  # of an excerpt


class HitModel(QAbstractListModel):
    """The hits of one search.

    Owns: them, and the titles of the deck.
    """

    def __init__(self) -> None:
        super().__init__()
        self._deck: Deck | None = None
        self._titles: list[str] = []
        self.hits: Sequence[Hit] = ()

    def take(self, deck: Deck, hits: Sequence[Hit]) -> None:
        """List what was found in a deck."""
        self.beginResetModel()
        if deck is not self._deck:
            self._titles = [deck.title, *deck.slides.titles(), "Credits"]
        self._deck = deck
        self.hits = hits
        self.endResetModel()

    def title(self, page: int) -> str:
        return self._titles[page] if page < len(self._titles) else ""

    def number(self, page: int) -> str:
        """What stands before a title."""
        return str(page) if 0 < page < len(self._titles) - 1 else ""

    def name(self, hit: Hit) -> str:
        """What a screen reader says: "4, Facilitating the Drug Routes, Photograph: AFP"."""
        said = page_name(hit.page, self.title(hit.page), len(self._titles) - 1)
        if not hit.label or hit.label == TITLE:
            return said
        return f"{said}, {hit.label}: {hit.excerpt}" if hit.excerpt else f"{said}, {hit.label}"

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = 0) -> object:
        if not 0 <= index.row() < len(self.hits):
            return None
        hit = self.hits[index.row()]
        if role == HIT:
            return hit
        is_named = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self.name(hit) if is_named else None


class HitDelegate(QStyledItemDelegate):
    """Paints a hit: the thumbnail, the page, and where in what it was found.

    `is_tall` for a list whose hits have an excerpt.
    """

    def __init__(
        self,
        model: HitModel,
        thumbnails: Thumbnails,
        palette: Callable[[], Palette],
        *,
        is_tall: bool,
    ) -> None:
        super().__init__()
        self._model = model
        self._thumbnails = thumbnails
        self._palette = palette
        self._is_tall = is_tall
        self.base = float(look.READING_BASE)

    @property
    def height(self) -> int:
        """How high an item is."""
        lines = _height(self._title_font) + _height(self._small_font) * (
            LINES if self._is_tall else 1
        )
        return round(lines) + 2 * GAP

    @property
    def box(self) -> QSize:
        """The room for the thumbnail."""
        height = self.height - 2 * GAP
        return QSize(round(height * SHAPE), height)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit = index.data(HIT)
        if not isinstance(hit, tuple):
            return
        hit = Hit(*hit)
        palette = self._palette()
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            paint_current(painter, area, palette)
        box = QRectF(area.topLeft() + QPointF(GAP, GAP), self.box.toSizeF())
        found = self._thumbnails.of(hit.page)
        paint_thumbnail(painter, box, found, palette, bool(self._model.number(hit.page)))
        if found.fault:
            paint_fault(painter, box, found.fault, self._small_font, palette)
        left = box.right() + 1.5 * GAP
        place = QRectF(left, box.top(), area.right() - left - GAP, box.height())
        self._paint_words(painter, place, hit, palette)
        painter.restore()

    def _paint_words(self, painter: QPainter, place: QRectF, hit: Hit, palette: Palette) -> None:
        number, font = self._model.number(hit.page), self._title_font
        title, ranges = self._model.title(hit.page), hit.ranges if hit.label == TITLE else ()
        if number:
            shift = len(number) + 2
            title, ranges = f"{number}  {title}", tuple((a + shift, b + shift) for a, b in ranges)
        if title.endswith("…") or hit.excerpt.startswith("…"):
            ranges = ()
        bottom = _paint_marked(painter, place, title, ranges, font, palette.ink, palette, 1)
        below = QRectF(place.left(), bottom, place.width(), place.bottom() - bottom)
        if hit.label in ("", TITLE):
            return
        label = f"{hit.label}  "
        words, ranges = label + hit.excerpt, hit.ranges
        marked = tuple((a + len(label), b + len(label)) for a, b in ranges)
        lines = LINES if self._is_tall else 1
        _paint_marked(painter, below, words, marked, self._small_font, palette.soft, palette, lines)

    @property
    def _title_font(self) -> QFont:
        return theme.font(look.SERIF, self.base)

    @property
    def _small_font(self) -> QFont:
        return theme.font(look.SANS, self.base * look.SMALL)


def _paint_marked(
    painter: QPainter,
    place: QRectF,
    text: str,
    ranges: Sequence[Range],
    font: QFont,
    ink: str,
    palette: Palette,
    most: int,
) -> float:
    """A text in at most so many lines, ranges of it in the accent; where its last line ends."""
    # Cut to what can be seen at most: a layout takes as long as its text is.
    room = place.width() * most
    text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room * 0.98)
    layout = QTextLayout(text, font)
    layout.setFormats([_format(0, len(text), ink), *_marked(ranges, len(text), palette)])
    layout.beginLayout()
    top = 0.0
    for _ in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(place.width())
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    layout.draw(painter, place.topLeft())
    return place.top() + top


def _marked(
    ranges: Sequence[Range], length: int, palette: Palette
) -> list[QTextLayout.FormatRange]:
    found = []
    for start, end in ranges:
        if end <= length:
            made = _format(start, end, palette.accent)
            made.format.setFontWeight(QFont.Weight.DemiBold)  # not by colour alone
            found.append(made)
    return found


def _format(start: int, end: int, ink: str) -> QTextLayout.FormatRange:
    style = QTextCharFormat()
    style.setForeground(QColor(ink))
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, style
    return made


def _height(font: QFont) -> float:
    return QFontMetricsF(font).height()
