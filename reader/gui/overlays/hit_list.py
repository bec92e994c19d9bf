"""What was found, as a list: each a page, what it was found in, and the words around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.core import look
from reader.core.deck import Deck
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

    def subtitle(self, page: int) -> str:
        """What stands under a title on the slide."""
        is_slide = self._deck is not None and bool(self.number(page))
        return self._deck.slides[page - 1].kicker if is_slide and self._deck else ""

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
        marked = [_format(a, b, palette.accent, strong=True) for a, b in ranges]
        bottom = _paint_lines(painter, place, title, marked, font, palette.ink, 1)
        below = QRectF(place.left(), bottom, place.width(), place.bottom() - bottom)
        label, words, ranges = f"{hit.label}  ", hit.excerpt, hit.ranges
        if hit.label in ("", TITLE) or not words:
            label, words, ranges = "", self._model.subtitle(hit.page), ()
        shift = len(label)
        marked = [_format(0, shift, palette.ink, strong=True)] + [
            _format(a + shift, b + shift, palette.accent, strong=True) for a, b in ranges
        ]
        lines = LINES if self._is_tall else 1
        _paint_lines(painter, below, label + words, marked, self._small_font, palette.soft, lines)

    @property
    def _title_font(self) -> QFont:
        return theme.font(look.SERIF, self.base)

    @property
    def _small_font(self) -> QFont:
        return theme.font(look.SANS, self.base * look.SMALL)


def _paint_lines(
    painter: QPainter,
    place: QRectF,
    text: str,
    marked: Sequence[QTextLayout.FormatRange],
    font: QFont,
    ink: str,
    most: int,
) -> float:
    """A text in at most so many lines, parts of it marked; where its last line ends."""
    layout = _laid_out(text, font, place.width(), most, [_format(0, len(text), ink), *marked])
    last = layout.lineAt(layout.lineCount() - 1)
    if last.isValid() and last.textStart() + last.textLength() < len(text):
        start = last.textStart()
        rest = QFontMetricsF(font).elidedText(
            text[start:], Qt.TextElideMode.ElideRight, place.width() * 0.96
        )
        text = text[:start] + rest
        shown = [found for found in marked if found.start + found.length < len(text)]
        layout = _laid_out(text, font, place.width(), most, [_format(0, len(text), ink), *shown])
    layout.draw(painter, place.topLeft())
    return place.top() + layout.boundingRect().height()


def _laid_out(
    text: str,
    font: QFont,
    width: float,
    most: int,
    formats: Sequence[QTextLayout.FormatRange],
) -> QTextLayout:
    layout = QTextLayout(text, font)
    layout.setFormats(list(formats))
    layout.beginLayout()
    top = 0.0
    for _ in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def _format(start: int, end: int, ink: str, *, strong: bool = False) -> QTextLayout.FormatRange:
    style = QTextCharFormat()
    style.setForeground(QColor(ink))
    if strong:
        style.setFontWeight(QFont.Weight.DemiBold)  # not by colour alone
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, style
    return made


def _height(font: QFont) -> float:
    return QFontMetricsF(font).height()
