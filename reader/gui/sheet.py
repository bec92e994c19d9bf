"""A page laid out for one size: where the picture goes and every line of text, ready to paint."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPen, QTransform

from reader.core.files import Blob
from reader.core.look import Palette
from reader.gui.decoder import Veil
from reader.gui.typeset import Block, Mark

TICK_GAP = 4.0
TICK_TARGET = 24.0  # pixels: how high the strip is that takes a press (WCAG 2.5.8)
MOST_TICKS = 80  # more slides than this become one bar
RULE_LENGTH = 26.0
_FADE = 32.0


class Ticks(NamedTuple):
    """The hairline of ticks: its place, how many slides there are and which is the current one."""

    area: QRectF
    total: int
    current: int  # from 1; 0 before the first slide, count + 1 after the last

    def page_at(self, x: float) -> int:
        """The slide whose tick is at `x`."""
        share = (x - self.area.left()) / max(1.0, self.area.width())
        return max(1, min(self.total, int(share * self.total) + 1))

    def target(self) -> QRectF:
        grow = (TICK_TARGET - self.area.height()) / 2
        return self.area.adjusted(0, -grow, 0, grow)

    def paint(self, painter: QPainter, palette: Palette) -> None:
        line, accent = QColor(palette.ink), QColor(palette.accent)
        line.setAlphaF(0.18)  # seen on the ground and on a veil alike
        if self.total > MOST_TICKS:
            painter.fillRect(self.area, line)
            done = min(1.0, self.current / max(1, self.total))
            bar = QRectF(self.area)
            bar.setWidth(self.area.width() * done)
            painter.fillRect(bar, accent)
            return
        width = (self.area.width() + TICK_GAP) / max(1, self.total)
        for place in range(self.total):
            tick = QRectF(
                self.area.left() + place * width,
                self.area.top(),
                width - TICK_GAP,
                self.area.height(),
            )
            painter.fillRect(tick, accent if place + 1 == self.current else line)


class Rule(NamedTuple):
    """The short rule before a credit: dashed for a stand-in, solid for an original."""

    start: QPointF
    is_dashed: bool

    def paint(self, painter: QPainter, palette: Palette) -> None:
        pen = QPen(QColor(palette.soft), 1.5)
        if self.is_dashed:
            pen.setDashPattern([3.0, 2.6])
        painter.setPen(pen)
        painter.drawLine(QLineF(self.start, self.start + QPointF(RULE_LENGTH, 0)))


class Badge(NamedTuple):
    """What is not as it was bundled, in words on the picture; laid out, as text is."""

    box: QRectF
    words: Block

    def paint(self, painter: QPainter, palette: Palette) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.fault), 1.5))
        painter.setBrush(QColor(palette.raised))
        painter.drawRoundedRect(self.box.adjusted(0.75, 0.75, -0.75, -0.75), 6, 6)
        painter.restore()
        self.words.paint(painter)


class Sheet:
    """Everything that is painted for one page.

    Owns: the text, laid out. `scroll` moves it within `text_area`; that, the `fault` of a picture
    and the `badge` on it are all that changes after layout.
    """

    def __init__(self, area: QRectF, palette: Palette) -> None:
        self.area = area
        self.palette = palette
        self.file: Blob | None = None  # the picture, unless it is known to be unfit
        self.picture: QRectF | None = None
        self.is_large = False  # so large that a coarse picture comes first
        self.veil: Veil | None = None
        self.fault: Block | None = None  # in the place of a picture that cannot be shown
        self.badge: Badge | None = None  # says what is not as it was bundled
        self.text: list[Block] = []
        self.headings = 0  # how many blocks of the text are title and kicker
        self.text_area = QRectF()
        self.text_height = 0.0
        self.rail: list[Block] = []  # credit and counter: always seen
        self.rule: Rule | None = None
        self.ticks: Ticks | None = None
        self.scroll = 0.0

    @property
    def frame(self) -> QRectF:
        """Where all of the picture lies, in or out of sight; all of the page where it has none."""
        return self.area if self.picture is None else self.picture

    @property
    def overflow(self) -> float:
        """How far the text can be scrolled."""
        return max(0.0, self.text_height - self.text_area.height())

    def scroll_by(self, by: float) -> bool:
        """Scroll the text; False where it cannot go further."""
        goal = max(0.0, min(self.overflow, self.scroll + by))
        moved = goal != self.scroll
        self.scroll = goal
        return moved

    def marks(self) -> list[Mark]:
        """The citation marks, where they are on screen now; hidden ones are left out."""
        shown = []
        for block in self.text:
            for mark in block.marks:
                area = mark.area.translated(0, -self.scroll)
                if not self.overflow or self.text_area.intersects(area):
                    shown.append(Mark(area, mark.source, mark.number))
        return shown

    def paint(self, painter: QPainter, image: QImage | None) -> None:
        """Paint the page; without an image the picture's place stays empty."""
        ground = QColor(self.palette.ground)
        picture = self.picture
        if picture is None or image is None or image.hasAlphaChannel():
            painter.fillRect(self.area, ground)
        else:
            for margin in _around(self.area, picture):
                painter.fillRect(margin, ground)
        if picture is not None and image is not None:
            _draw(painter, picture, image)
        if self.fault is not None and picture is not None:
            self._paint_placeholder(painter, picture, self.fault)
        self.paint_words(painter)

    def paint_words(self, painter: QPainter) -> None:
        """Paint all but the picture."""
        self._paint_text(painter)
        if self.badge is not None:
            self.badge.paint(painter, self.palette)
        for block in self.rail:
            block.paint(painter)
        if self.rule is not None:
            self.rule.paint(painter, self.palette)
        if self.ticks is not None:
            self.ticks.paint(painter, self.palette)

    def _paint_text(self, painter: QPainter) -> None:
        if not self.overflow:
            for block in self.text:
                block.paint(painter)
            return
        painter.save()
        painter.setClipRect(self.text_area)
        painter.translate(0, -self.scroll)
        for block in self.text:
            block.paint(painter)
        painter.restore()
        if self.veil is None:
            self._fade(painter, self.scroll > 0, self.scroll < self.overflow)

    def _fade(self, painter: QPainter, above: bool, below: bool) -> None:
        """Let the text fade where more of it is hidden."""
        ground, clear = QColor(self.palette.ground), QColor(self.palette.ground)
        clear.setAlpha(0)
        area = self.text_area
        for is_wanted, edge, into in (
            (above, area.top(), area.top() + _FADE),
            (below, area.bottom(), area.bottom() - _FADE),
        ):
            if is_wanted:
                gradient = QLinearGradient(0, edge, 0, into)
                gradient.setColorAt(0, ground)
                gradient.setColorAt(1, clear)
                top = min(edge, into)
                painter.fillRect(QRectF(area.left(), top, area.width(), _FADE), gradient)

    def _paint_placeholder(self, painter: QPainter, place: QRectF, words: Block) -> None:
        painter.fillRect(place, QColor(self.palette.raised))
        painter.setPen(QColor(self.palette.line))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
        words.paint(painter)


def _draw(painter: QPainter, place: QRectF, image: QImage) -> None:
    ratio, way = painter.device().devicePixelRatioF(), painter.worldTransform()
    shown = way.mapRect(place)  # which is smaller where a whole page is painted small
    if abs(image.width() - shown.width() * ratio) < 1.5:  # decoded for this place: no scaling
        image = QImage(image)
        image.setDevicePixelRatio(ratio)
        painter.setWorldTransform(QTransform())
        painter.drawImage(shown.topLeft(), image)
        painter.setWorldTransform(way)
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)


def _around(area: QRectF, hole: QRectF) -> list[QRectF]:
    """What is left of `area` around `hole`, as rectangles."""
    left, right = QRectF(area), QRectF(area)
    left.setRight(hole.left())
    right.setLeft(hole.right())
    over = QRectF(hole.left(), area.top(), hole.width(), hole.top() - area.top())
    under = QRectF(hole.left(), hole.bottom(), hole.width(), area.bottom() - hole.bottom())
    return [part for part in (left, right, over, under) if part.width() > 0 and part.height() > 0]
