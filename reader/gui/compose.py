"""Lays a slide out: picture and label side by side, one below the other, or over each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QFont

from reader.core import look
from reader.core.credit import credit
from reader.core.deck import Image, Slide
from reader.core.look import Palette
from reader.core.show import Scene
from reader.core.text import parse
from reader.gui import theme
from reader.gui.decoder import Veil
from reader.gui.fitting import fit, snap
from reader.gui.sheet import RULE_LENGTH, Rule, Sheet, Ticks
from reader.gui.typeset import Block, Style, line_of, measure_width, paragraphs_of

WIDE = 1.3  # a window at least this much wider than high has the label at the side
NARROW = 860  # logical pixels: below this the label never stands at the side
TALL = 0.9  # a picture of this shape or a taller one leaves room at its side
ROOMY = 640
SIDE_BAND = 0.27  # of the screen: enough for a label beside a full-screen picture
LEAST_SHARE = 0.72  # of the width: what a picture needs for the text to align with it
LEAST_PICTURE = 0.42  # of the height: what a long text leaves to the picture
CONTROLS_FOOT = 64.0  # where the buttons at the top right corner end
MOST_LINES = 14  # a window is at least so many times as high as its letters, if they are large
MOST_CREDIT = 0.25  # of the height: a credit that takes more is set smaller
LEAST_CREDIT = 9.0  # pixels
USUAL_SHAPE = 16 / 9  # of a picture that cannot be measured


class Canvas(NamedTuple):
    """What a page is laid out on; lengths in logical pixels."""

    size: QSizeF
    ratio: float  # physical pixels a logical one
    palette: Palette
    text_scale: float  # of the system's text size, in the reading view
    on_stage: bool  # full screen: composed for a room
    covered: float = 0.0  # what a panel covers at the right in full screen

    @property
    def base(self) -> float:
        """The size of the caption's letters."""
        if self.on_stage:
            short = min(self.size.height(), self.size.width() * 0.625)
            return max(12.0, short / look.SCREENFUL)
        # In a small window the system's large text would leave no room for a line of it.
        most = max(look.READING_BASE, min(self.size.width(), self.size.height()) / MOST_LINES)
        return min(look.READING_BASE * self.text_scale, most)

    @property
    def width(self) -> float:
        """How wide text and credit may reach; a picture may go on under a panel."""
        return self.size.width() - self.covered

    @property
    def margin(self) -> float:
        short = min(self.size.width(), self.size.height())
        if self.on_stage:
            return round(short * look.STAGE_MARGIN)
        return float(look.MARGIN if short > 560 else look.GRID * 2)

    def font(self, share: float, family: str = look.SANS, *, semibold: bool = False) -> QFont:
        return theme.font(family, self.base * share, semibold=semibold)

    def style(
        self, font: QFont, colour: str, *, leading: float = 1.3, accent: str | None = None
    ) -> Style:
        return Style(font, QColor(colour), leading, QColor(accent) if accent else None)

    def snap(self, area: QRectF) -> QRectF:
        """The nearest rectangle whose edges are physical pixels."""
        return snap(area, self.ratio)


class Label(NamedTuple):
    """The text beside a picture, set from (0, 0)."""

    blocks: list[Block]
    height: float
    headings: int = 0  # how many of the blocks are title and kicker

    def move_to(self, x: float, y: float) -> None:
        for block in self.blocks:
            block.move_to(block.at.x() + x, block.at.y() + y)


def heading_of(canvas: Canvas, slide: Slide, width: float) -> Label:
    """Title and kicker."""
    palette = canvas.palette
    title_font = theme.font(look.SERIF, canvas.base * look.TITLE, semibold=True)
    kicker_font = theme.font(look.SANS, canvas.base * look.KICKER, semibold=True, spacing=0.03)
    blocks = []
    y = 0.0
    if slide.title:
        blocks.append(
            line_of(slide.title, canvas.style(title_font, palette.ink, leading=1.16), width)
        )
        y = blocks[-1].height + canvas.base * 0.42
    if slide.kicker:
        kicker = line_of(slide.kicker, canvas.style(kicker_font, palette.accent), width)
        kicker.move_to(0, y)
        blocks.append(kicker)
        y += kicker.height
    return Label(blocks, y, len(blocks))


def caption_of(canvas: Canvas, slide: Slide, width: float, numbers: Mapping[str, int]) -> Label:
    """The slide's text."""
    if not slide.text:
        return Label([], 0.0)
    palette = canvas.palette
    leading = look.LEADING_ON_STAGE if canvas.on_stage else look.LEADING
    style = canvas.style(
        canvas.font(1.0, look.SERIF), palette.ink, leading=leading, accent=palette.accent
    )
    block = paragraphs_of(parse(slide.text), style, min(width, measure_width(style.font)), numbers)
    return Label([block], block.height)


def stacked(canvas: Canvas, slide: Slide, width: float, numbers: Mapping[str, int]) -> Label:
    """Title, kicker and caption, one below the other."""
    heading = heading_of(canvas, slide, width)
    caption = caption_of(canvas, slide, width, numbers)
    gap = canvas.base * 0.9 if caption.blocks and heading.blocks else 0.0
    caption.move_to(0, heading.height + gap)
    height = heading.height + gap + caption.height
    return Label(heading.blocks + caption.blocks, height, heading.headings)


def in_columns(canvas: Canvas, slide: Slide, width: float, numbers: Mapping[str, int]) -> Label:
    """Title and kicker at the left, the caption beside them."""
    gap = canvas.base * 2
    caption_width = min((width - gap) * 0.64, measure_width(canvas.font(1.0, look.SERIF)))
    heading_width = width - gap - caption_width
    heading = heading_of(canvas, slide, heading_width)
    caption = caption_of(canvas, slide, caption_width, numbers)
    # The first lines of both columns stand on one level to the eye.
    caption.move_to(heading_width + gap, canvas.base * 0.3)
    height = max(heading.height, caption.height + canvas.base * 0.3)
    return Label(heading.blocks + caption.blocks, height, heading.headings)


class Rail(NamedTuple):
    """The foot of every page: ticks, credit and counter, always in the same place."""

    blocks: list[Block]
    rule: Rule | None
    ticks: Ticks
    top: float


def rail_of(canvas: Canvas, scene: Scene, image: Image | None) -> Rail:
    """The foot of a page, for the picture that it shows."""
    palette, margin = canvas.palette, canvas.margin
    width, height = canvas.width, canvas.size.height()
    inner = width - 2 * margin
    small = max(look.CREDIT * canvas.base, 12.0)
    style = canvas.style(theme.font(look.SANS, small), palette.soft, leading=1.35)
    foot = margin * (0.6 if canvas.on_stage else 0.5)
    blocks: list[Block] = []
    rule = None
    counter_width = 0.0
    row = small * 1.35
    if scene.counter:
        counter = line_of(scene.counter, style, inner)
        counter_width = max(row.lineAt(0).naturalTextWidth() for row, _ in counter.layouts)
        blocks.append(counter)
    if image is not None:
        said = credit(image)
        room = inner - counter_width - 2 * look.MARGIN - RULE_LENGTH - look.GRID
        for size in (small, small * 0.8, small * 0.6):  # a long credit shrinks, but stays whole
            font = theme.font(look.SANS, max(size, LEAST_CREDIT))
            block = line_of(said.line, style._replace(font=font), max(80.0, room))
            if block.height <= height * MOST_CREDIT:
                break
        row = max(row, block.height)
        block.move_to(margin + RULE_LENGTH + look.GRID, height - foot - row)
        blocks.append(block)
        rule = Rule(QRectF(margin, block.at.y() + small * 0.7, 0, 0).topLeft(), said.is_stand_in)
    if scene.counter:
        blocks[0].move_to(width - margin - counter_width, height - foot - row)
    line = 3.0 if canvas.on_stage else 2.0
    top = height - foot - row - look.GRID - line
    area = canvas.snap(QRectF(margin, top, inner, line))
    ticks = Ticks(area, scene.deck.total or len(scene.deck.slides), scene.page)
    return Rail(blocks, rule, ticks, top)


def slide_sheet(
    canvas: Canvas, scene: Scene, slide: Slide, shape: float, numbers: Mapping[str, int]
) -> Sheet:
    """Lay out one slide whose picture is `shape` times as wide as high."""
    rail = rail_of(canvas, scene, slide.image)
    sheet = Sheet(QRectF(0, 0, canvas.size.width(), canvas.size.height()), canvas.palette)
    sheet.rail, sheet.rule, sheet.ticks = rail.blocks, rail.rule, rail.ticks
    if slide.image is None and not slide.fault:
        _text_alone(canvas, sheet, slide, rail, numbers)
    elif canvas.on_stage:
        _stage(canvas, sheet, scene, slide, shape, rail, numbers)
    else:
        _reading(canvas, sheet, slide, shape, rail, numbers)
    return sheet


def _text_alone(
    canvas: Canvas, sheet: Sheet, slide: Slide, rail: Rail, numbers: Mapping[str, int]
) -> None:
    content = _content(canvas, rail)
    width = min(content.width(), measure_width(canvas.font(1.0, look.SERIF)))
    label = stacked(canvas, slide, width, numbers)
    place = QRectF((canvas.width - width) / 2, content.top(), width, content.height())
    set_label(sheet, label, place, middle=True)


def _content(canvas: Canvas, rail: Rail) -> QRectF:
    margin = canvas.margin
    return QRectF(margin, margin, canvas.width - 2 * margin, rail.top - margin - look.GRID * 2)


def _reading(
    canvas: Canvas,
    sheet: Sheet,
    slide: Slide,
    shape: float,
    rail: Rail,
    numbers: Mapping[str, int],
) -> None:
    size = canvas.size
    is_wide = size.width() / size.height() >= WIDE and size.width() >= NARROW * canvas.text_scale
    is_tall = shape < TALL and size.width() >= ROOMY * canvas.text_scale
    if is_wide or (is_tall and size.width() > size.height()):
        _picture_left(canvas, sheet, slide, shape, rail, numbers)
    else:
        _picture_above(canvas, sheet, slide, shape, rail, numbers)


def _picture_left(
    canvas: Canvas,
    sheet: Sheet,
    slide: Slide,
    shape: float,
    rail: Rail,
    numbers: Mapping[str, int],
) -> None:
    content = _content(canvas, rail)
    gap = look.GRID * 5.0
    share = (content.width() - gap) * look.PICTURE_SHARE
    picture = fit(shape, QRectF(content.left(), content.top(), share, content.height()))
    picture.moveLeft(content.left())
    left = picture.right() + gap
    place = QRectF(left, content.top(), content.right() - left, content.height())
    label = stacked(canvas, slide, place.width(), numbers)
    # The label hangs from the picture's top edge, below the controls, and higher where it is
    # longer.
    top = min(max(picture.top(), CONTROLS_FOOT), content.bottom() - label.height)
    place.setTop(max(content.top(), top))
    sheet.picture = canvas.snap(picture)
    set_label(sheet, label, place)


def _picture_above(
    canvas: Canvas,
    sheet: Sheet,
    slide: Slide,
    shape: float,
    rail: Rail,
    numbers: Mapping[str, int],
) -> None:
    content = _content(canvas, rail)
    gap = look.GRID * 2.5
    width = content.width()
    for _ in range(4):  # the text is as wide as the picture, whose height the text decides
        label = _below(canvas, slide, width, numbers)
        room = max(content.height() * LEAST_PICTURE, content.height() - label.height - gap)
        picture = fit(shape, QRectF(content.left(), content.top(), content.width(), room), top=True)
        if picture.width() < content.width() * LEAST_SHARE:
            picture.moveLeft(content.left())
            break
        if picture.width() >= width - look.GRID:
            break
        width = picture.width()
    sheet.picture = canvas.snap(picture)
    top = picture.bottom() + gap
    place = QRectF(picture.left(), top, content.right() - picture.left(), content.bottom() - top)
    set_label(sheet, label, place)


def _below(canvas: Canvas, slide: Slide, width: float, numbers: Mapping[str, int]) -> Label:
    if width >= canvas.base * 40:
        return in_columns(canvas, slide, width, numbers)
    return stacked(canvas, slide, width, numbers)


def _stage(
    canvas: Canvas,
    sheet: Sheet,
    scene: Scene,
    slide: Slide,
    shape: float,
    rail: Rail,
    numbers: Mapping[str, int],
) -> None:
    screen, margin = sheet.area, canvas.margin
    picture = fit(shape, screen)
    beside = canvas.width - picture.width()
    if scene.has_text and beside >= screen.width() * SIDE_BAND:
        picture.moveLeft(0)
        place = QRectF(picture.right(), margin, beside, rail.top - 2 * margin)
        place.adjust(margin, 0, -margin, 0)
        label = stacked(canvas, slide, place.width(), numbers)
        if picture.bottom() > rail.top - margin / 2:  # the foot would lie on the picture
            picture = fit(shape, QRectF(0, 0, picture.width(), rail.top - margin / 2), left=True)
        sheet.picture = canvas.snap(picture)
        set_label(sheet, label, place, middle=True)
        return
    inner = canvas.width - 2 * margin
    label = _below(canvas, slide, inner, numbers)
    needed = label.height + (screen.bottom() - rail.top) + margin
    if not scene.has_text:
        label = Label([], 0.0)
        needed = screen.bottom() - rail.top + margin / 2
    if screen.height() - picture.height() >= needed:
        picture.moveTop(0)
    elif picture.bottom() > screen.bottom() - needed:
        sheet.veil = _veil(canvas, picture, screen.bottom() - needed)
    sheet.picture = canvas.snap(picture)
    top = max(margin, rail.top - margin * 0.6 - label.height)
    place = QRectF(margin, top, inner, rail.top - margin * 0.6 - top)
    set_label(sheet, label, place)


def _veil(canvas: Canvas, picture: QRectF, text_top: float) -> Veil:
    fade = canvas.base * 3.2
    full = (text_top - picture.top()) / picture.height()
    top = full - fade / picture.height()
    palette = canvas.palette
    return Veil(max(0.0, top), max(0.0, full), palette.soft, palette.ground)


def set_label(sheet: Sheet, label: Label, place: QRectF, *, middle: bool = False) -> None:
    """Put a label in its place, in the middle of the height if asked and if it fits."""
    slack = place.height() - label.height
    label.move_to(place.left(), place.top() + (slack / 2 if middle and slack > 0 else 0))
    sheet.text = label.blocks
    sheet.headings = label.headings
    sheet.text_area = place
    sheet.text_height = label.height
