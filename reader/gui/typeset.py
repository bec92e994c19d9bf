"""Sets paragraphs in lines: the only place that lays out text for painting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from reader.core import look
from reader.core.text import Paragraph, Run

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_THIN_SPACE = "\u2009"
_NO_BREAK_SPACE = "\u00a0"
_USUAL = "the quiet reader turns another page and looks again"  # letters in usual proportion
_SHORT_WORD = 7  # letters; a last word this short would stand alone as a widow
MARK_TARGET = 24  # pixels: the least size of something to press (WCAG 2.5.8)


class Style(NamedTuple):
    """How a block of text is set; sizes in logical pixels."""

    font: QFont
    ink: QColor
    leading: float = look.LEADING
    accent: QColor | None = None


class Mark(NamedTuple):
    """A citation mark on the page: where it is pressed, and the source it leads to."""

    area: QRectF
    source: str
    number: int


class Block:
    """Lines of text, ready to be painted with the top left corner at `at`.

    Owns: the layout of each paragraph, with its top within the block, and the marks on the page.
    """

    __slots__ = ("at", "height", "ink", "layouts", "marks", "width")

    def __init__(
        self,
        layouts: list[tuple[QTextLayout, float]],
        width: float,
        height: float,
        ink: QColor,
        marks: list[Mark],
    ) -> None:
        self.layouts = layouts
        self.width = width
        self.height = height
        self.ink = ink
        self.marks = marks
        self.at = QPointF(0, 0)

    @property
    def plain(self) -> str:
        """The text alone."""
        return "\n".join(layout.text() for layout, _ in self.layouts)

    @property
    def used_width(self) -> float:
        """How wide the longest line is."""
        lines = (lay.lineAt(n) for lay, _ in self.layouts for n in range(lay.lineCount()))
        return max((line.naturalTextWidth() for line in lines), default=0.0)

    @property
    def area(self) -> QRectF:
        return QRectF(self.at.x(), self.at.y(), self.width, self.height)

    def move_to(self, x: float, y: float) -> None:
        """Place the block; its marks move along."""
        by = QPointF(x, y) - self.at
        self.at = QPointF(x, y)
        self.marks = [Mark(m.area.translated(by), m.source, m.number) for m in self.marks]

    def paint(self, painter: QPainter) -> None:
        painter.setPen(self.ink)
        for layout, top in self.layouts:
            layout.draw(painter, QPointF(self.at.x(), self.at.y() + top))


def measure_width(font: QFont) -> float:
    """The width of the longest line that is pleasant to read."""
    return QFontMetricsF(font).horizontalAdvance(_USUAL) / len(_USUAL) * look.MEASURE


def line_of(text: str, style: Style, width: float) -> Block:
    """Plain text without markup, in as many lines as it needs."""
    return paragraphs_of(((Run(text),),), style, width, {})


def paragraphs_of(
    paragraphs: tuple[Paragraph, ...], style: Style, width: float, numbers: Mapping[str, int]
) -> Block:
    """Paragraphs with emphasis and citation marks; a source without a number shows as "?"."""
    layouts: list[tuple[QTextLayout, float]] = []
    marks: list[Mark] = []
    top = 0.0
    pitch = style.font.pixelSize() * style.leading
    for paragraph in paragraphs:
        if layouts:
            top += pitch * 0.45
        text, formats, spans = _compose(paragraph, style, numbers)
        layout = _wrap(text, formats, style.font, width, pitch)
        layouts.append((layout, top))
        marks += [_mark(layout, top, span) for span in spans]
        top += layout.lineCount() * pitch
    return Block(layouts, width, top, style.ink, marks)


_Span = tuple[int, int, str, int]
"""Start and length of a mark in its paragraph, its source and its number."""


def _compose(
    paragraph: Paragraph, style: Style, numbers: Mapping[str, int]
) -> tuple[str, list[QTextLayout.FormatRange], list[_Span]]:
    text = ""
    formats: list[QTextLayout.FormatRange] = []
    spans: list[_Span] = []
    last = len(paragraph) - 1
    for place, run in enumerate(paragraph):
        start = len(text)
        if run.cite:
            number = numbers.get(run.cite, 0)
            if spans and spans[-1][0] + spans[-1][1] == start:
                text += _THIN_SPACE
                start += 1
            text += str(number).translate(_RAISED) if number else "⁽?⁾"
            spans.append((start, len(text) - start, run.cite, number))
            formats.append(_format(start, len(text) - start, style, ink=style.accent))
            continue
        words = run.text.replace("\n", "\u2028")
        text += words
        if place == last or all(r.cite for r in paragraph[place + 1 :]):
            text = _without_widow(text)
        if run.emphasis or run.strong:
            formats.append(
                _format(start, len(words), style, italic=run.emphasis, semibold=run.strong)
            )
    return text, formats, spans


def _without_widow(text: str) -> str:
    head, space, word = text.rpartition(" ")
    return f"{head}{_NO_BREAK_SPACE}{word}" if space and len(word) <= _SHORT_WORD else text


def _format(
    start: int,
    length: int,
    style: Style,
    *,
    italic: bool = False,
    semibold: bool = False,
    ink: QColor | None = None,
) -> QTextLayout.FormatRange:
    made = QTextCharFormat()
    if italic:
        made.setFontItalic(True)
    if semibold:
        made.setFontWeight(QFont.Weight.DemiBold)
    if ink is not None:
        made.setForeground(ink)
        made.setFontWeight(QFont.Weight.DemiBold)
    span = QTextLayout.FormatRange()
    span.start, span.length, span.format = start, length, made
    return span


def _wrap(
    text: str,
    formats: list[QTextLayout.FormatRange],
    font: QFont,
    width: float,
    pitch: float,
) -> QTextLayout:
    layout = QTextLayout(text, font)
    layout.setCacheEnabled(True)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(formats)
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        line.setPosition(QPointF(0, y + (pitch - line.height()) / 2))
        y += pitch
    layout.endLayout()
    return layout


def _mark(layout: QTextLayout, top: float, span: _Span) -> Mark:
    start, length, source, number = span
    line = layout.lineForTextPosition(start)
    x, end = _x_of(line, start), _x_of(line, start + length)
    area = QRectF(x, top + line.y(), max(1.0, end - x), line.height() * 0.7)
    grow_x = max(0.0, (MARK_TARGET - area.width()) / 2)
    grow_y = max(0.0, (MARK_TARGET - area.height()) / 2)
    return Mark(area.adjusted(-grow_x, -grow_y, grow_x, grow_y), source, number)


def _x_of(line: QTextLine, position: int) -> float:
    """Where a place in the text stands; the binding returns it with the place it rounded to."""
    found: Any = line.cursorToX(position)
    return float(found[0] if isinstance(found, tuple) else found)
