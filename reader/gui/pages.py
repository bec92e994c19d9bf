"""Lays out the pages around the slides: the title page before them and the credits after."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from reader.core import look
from reader.core.credit import byline, date_line, deck_credits
from reader.core.deck import Deck
from reader.core.scene import Scene
from reader.gui import theme
from reader.gui.canvas import Canvas
from reader.gui.compose import NARROW
from reader.gui.fitting import fit
from reader.gui.labels import Label, set_label
from reader.gui.rail import rail_of
from reader.gui.sheet import Sheet
from reader.gui.typeset import Block, Style, line_of, measure_width

TITLE_SIZES = (look.COVER, look.COVER / 1.2, look.TITLE, look.TITLE / 1.2, 1.2)
MOST_SLIDES = 20  # numbers named beside one credit
MOST_CREDITS = 400  # rows set at once; a longer list goes on in the citations of each slide


def title_sheet(canvas: Canvas, scene: Scene, shape: float) -> Sheet:
    """The page before the first slide: what the story is, by whom and when.

    The first slide's picture stands beside it, with its credit.
    """
    deck = scene.deck
    first = scene.image
    rail = rail_of(canvas, scene, first)
    sheet = Sheet(QRectF(0, 0, canvas.size.width(), canvas.size.height()), canvas.palette)
    rail.join(sheet)
    content = rail.clear_area(canvas)
    roomy = canvas.on_stage or canvas.width >= NARROW * canvas.text_scale
    is_wide = canvas.width > canvas.size.height() * 1.15 and roomy and first is not None
    gap = canvas.base * 2.4
    width = (content.width() - gap) * (0.44 if is_wide else 1.0) + (0 if is_wide else gap)
    measure = min(width, measure_width(canvas.font(1.0, look.SERIF)))
    for size in TITLE_SIZES:  # a long title in large letters gives way to the summary
        label = _title_label(canvas, deck, measure, size)
        if label.height <= content.height():
            break
    place = QRectF(content.left(), content.top(), width, content.height())
    if is_wide:
        right = QRectF(
            content.left() + width + gap,
            content.top(),
            content.width() - width - gap,
            content.height(),
        )
        sheet.picture = canvas.snap(fit(shape, right))
    elif first is not None:
        room = max(content.height() * 0.3, content.height() - label.height - gap)
        picture = fit(shape, QRectF(content.left(), content.top(), content.width(), room), top=True)
        sheet.picture = canvas.snap(picture)
        place.setTop(picture.bottom() + gap)
    set_label(sheet, label, place, middle=is_wide)
    return sheet


def _title_label(canvas: Canvas, deck: Deck, width: float, size: float) -> Label:
    palette, base = canvas.palette, canvas.base
    title = theme.font(look.SERIF_DISPLAY, base * size, semibold=True)
    summary = theme.font(look.SERIF, base)
    strong = theme.font(look.SANS, base * look.SMALL, semibold=True)
    small = theme.font(look.SANS, base * look.SMALL)
    total = deck.total
    slides = "" if total is None else f"{total:,} slide" + ("" if total == 1 else "s")
    column = _Column(width)
    column.add(deck.title, canvas.style(title, palette.ink, leading=1.12), base * 1.3)
    column.add(deck.summary, canvas.style(summary, palette.ink, leading=1.5), base * 1.5)
    column.add(byline(deck.creators), canvas.style(strong, palette.ink, leading=1.5), base * 0.1)
    when = date_line(deck.issued, deck.modified)
    column.add(when, canvas.style(small, palette.soft, leading=1.5), base * 0.1)
    column.add(slides, canvas.style(small, palette.soft, leading=1.5), 0)
    return column.label()


class _Column:
    """Stacks blocks, each with a gap under it."""

    def __init__(self, width: float) -> None:
        self._width = width
        self._blocks: list[Block] = []
        self._bottom = 0.0
        self._gap = 0.0

    def add(self, text: str, style: Style, gap: float) -> None:
        if not text:
            return
        block = line_of(text, style, self._width)
        block.move_to(0, self._bottom + self._gap)
        self._bottom += self._gap + block.height
        self._gap = gap
        self._blocks.append(block)

    def label(self) -> Label:
        return Label(self._blocks, self._bottom, headings=1)


def end_sheet(canvas: Canvas, scene: Scene) -> Sheet:
    """The page after the last slide: every credit of the deck, each picture once."""
    rail = rail_of(canvas, scene, None)
    sheet = Sheet(QRectF(0, 0, canvas.size.width(), canvas.size.height()), canvas.palette)
    sheet.ticks = rail.ticks
    margin = canvas.margin
    width = min(canvas.width - 2 * margin, measure_width(canvas.font(1.0, look.SERIF)) * 1.15)
    label = _end_label(canvas, scene.deck, width)
    left = (canvas.width - width) / 2
    place = QRectF(left, margin * 1.5, width, rail.top - margin * 2)
    set_label(sheet, label, place, middle=True)
    return sheet


def _end_label(canvas: Canvas, deck: Deck, width: float) -> Label:
    palette, base = canvas.palette, canvas.base
    shrink = 0.8 if canvas.on_stage else 1.0
    heading = theme.font(look.SERIF_DISPLAY, base * look.TITLE * shrink, semibold=True)
    strong = theme.font(look.SERIF, base * 0.94 * shrink)
    small = theme.font(look.SANS, base * look.SMALL * shrink)
    column = _Column(width)
    column.add("Credits", canvas.style(heading, palette.ink, leading=1.2), base * 0.9)
    rows = deck_credits(deck)
    for slides, said in rows[:MOST_CREDITS]:
        title = deck.slides[slides[0] - 1].title
        where = ", ".join(map(str, slides[:MOST_SLIDES]))
        if len(slides) > MOST_SLIDES:
            where += f" and {len(slides) - MOST_SLIDES:,} more"
        column.add(f"{where}  {title}", canvas.style(strong, palette.ink, leading=1.4), 0)
        column.add(said.line, canvas.style(small, palette.soft, leading=1.35), base * 0.55 * shrink)
    if len(rows) > MOST_CREDITS:
        more = f"and {len(rows) - MOST_CREDITS:,} more, each on its own slide"
        column.add(more, canvas.style(small, palette.soft), base * 0.5)
    column.add(byline(deck.creators), canvas.style(small, palette.ink, leading=1.5), 0)
    column.add(
        date_line(deck.issued, deck.modified), canvas.style(small, palette.soft, leading=1.5), 0
    )
    return column.label()
