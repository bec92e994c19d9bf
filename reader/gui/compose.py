"""Lays a slide out: picture and label side by side, one below the other, or over each other."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF

from reader.core import look
from reader.core.deck import Slide
from reader.core.scene import Scene
from reader.gui.canvas import Canvas
from reader.gui.decoder import Veil
from reader.gui.fitting import fit
from reader.gui.labels import Label, set_label, spread, stacked
from reader.gui.rail import rail_of
from reader.gui.sheet import Sheet
from reader.gui.typeset import measure_width

WIDE = 1.3  # a window at least this much wider than high has the label at the side
NARROW = 860  # logical pixels: below this the title page has its picture above
LEAST_COLUMN = 12  # times the size of the letters: a label at the side is at least so wide
GAP = look.GRID * 5.0  # between picture and label
TALL = 0.9  # a picture of this shape or a taller one leaves room at its side
ROOMY = 640
SIDE_BAND = 0.27  # of the screen: enough for a label beside a full-screen picture
LEAST_SHARE = 0.72  # of the width: what a picture needs for the text to align with it
LEAST_PICTURE = 0.42  # of the height: what a long text leaves to the picture
CONTROLS_FOOT = 64.0  # where the buttons at the top right corner end
USUAL_SHAPE = 16 / 9  # of a picture that cannot be measured


def slide_sheet(
    canvas: Canvas, scene: Scene, slide: Slide, shape: float, numbers: Mapping[str, int]
) -> Sheet:
    """Lay out one slide whose picture is `shape` times as wide as high."""
    layout = _Layout(canvas, scene, slide, shape, numbers)
    if slide.image is None and not slide.fault:
        layout.text_alone()
    elif canvas.on_stage:
        layout.on_stage(scene.has_text)
    elif layout.has_room_beside():
        layout.picture_left()
    else:
        layout.picture_above()
    return layout.sheet


class _Layout:
    """Places picture and label of one slide.

    Owns: the sheet that it fills.
    """

    def __init__(
        self,
        canvas: Canvas,
        scene: Scene,
        slide: Slide,
        shape: float,
        numbers: Mapping[str, int],
    ) -> None:
        self._canvas = canvas
        self._slide = slide
        self._shape = shape
        self._numbers = numbers
        self._rail = rail_of(canvas, scene, slide.image)
        self.sheet = Sheet(QRectF(0, 0, canvas.size.width(), canvas.size.height()), canvas.palette)
        self._rail.join(self.sheet)
        self._content = self._rail.clear_area(canvas)

    def text_alone(self) -> None:
        """A slide without a picture."""
        canvas, content = self._canvas, self._content
        width = min(content.width(), measure_width(canvas.font(1.0, look.SERIF)))
        label = stacked(canvas, self._slide, width, self._numbers)
        place = QRectF((canvas.width - width) / 2, content.top(), width, content.height())
        set_label(self.sheet, label, place, middle=True)

    def has_room_beside(self) -> bool:
        """Whether the label should stand beside the picture in a window."""
        width, height = self._canvas.size.width(), self._canvas.size.height()
        scale = self._canvas.text_scale
        column = (self._content.width() - GAP) * (1 - look.PICTURE_SHARE)
        is_wide = width / height >= WIDE and column >= self._canvas.base * LEAST_COLUMN
        is_tall = self._shape < TALL and width >= ROOMY * scale
        return is_wide or (is_tall and width > height)

    def picture_left(self) -> None:
        """The picture at the left, the label at its side."""
        content = self._content
        gap = GAP
        share = (content.width() - gap) * look.PICTURE_SHARE
        picture = fit(self._shape, QRectF(content.left(), content.top(), share, content.height()))
        picture.moveLeft(content.left())
        left = picture.right() + gap
        place = QRectF(left, content.top(), content.right() - left, content.height())
        label = stacked(self._canvas, self._slide, place.width(), self._numbers)
        # The label hangs from the picture's top edge, below the controls, and higher where it
        # is longer.
        top = min(max(picture.top(), CONTROLS_FOOT), content.bottom() - label.height)
        place.setTop(max(content.top(), top))
        self._set(picture, label, place)

    def picture_above(self) -> None:
        """The picture above, the label below it and as wide as it."""
        content = self._content
        gap = look.GRID * 2.5
        width = content.width()
        for _ in range(4):  # the text is as wide as the picture, whose height the text decides
            label = spread(self._canvas, self._slide, width, self._numbers)
            room = max(content.height() * LEAST_PICTURE, content.height() - label.height - gap)
            place = QRectF(content.left(), content.top(), content.width(), room)
            picture = fit(self._shape, place, top=True)
            if picture.width() < content.width() * LEAST_SHARE:
                picture.moveLeft(content.left())
                break
            if picture.width() >= width - look.GRID:
                break
            width = picture.width()
        # The text may be wider than the picture by a hair, and must not reach into the margin.
        top, left = picture.bottom() + gap, min(picture.left(), content.right() - width)
        place = QRectF(left, top, content.right() - left, content.bottom() - top)
        self._set(picture, label, place)

    def on_stage(self, has_text: bool) -> None:
        """Full screen: the label in the band that the picture leaves, else over its foot."""
        canvas, screen = self._canvas, self.sheet.area
        picture = fit(self._shape, screen)
        beside = canvas.width - picture.width()
        if has_text and beside >= screen.width() * SIDE_BAND:
            self._beside_on_stage(picture, beside)
        else:
            label = spread(canvas, self._slide, canvas.width - 2 * canvas.margin, self._numbers)
            self._at_the_foot(picture, label if has_text else Label([], 0.0))

    def _beside_on_stage(self, picture: QRectF, beside: float) -> None:
        margin, top = self._canvas.margin, self._rail.top
        picture.moveLeft(0)
        place = QRectF(picture.right() + margin, margin, beside - 2 * margin, top - 2 * margin)
        label = stacked(self._canvas, self._slide, place.width(), self._numbers)
        if picture.bottom() > top - margin / 2:  # the foot would lie on the picture
            clear = QRectF(0, 0, picture.width(), top - margin / 2)
            picture = fit(self._shape, clear, left=True)
        self._set(picture, label, place, middle=True)

    def _at_the_foot(self, picture: QRectF, label: Label) -> None:
        screen, margin, foot = self.sheet.area, self._canvas.margin, self._rail.top
        gap = margin * 0.6
        needed = screen.bottom() - foot + (label.height + margin if label.height else margin / 2)
        if screen.height() - picture.height() >= needed:
            picture.moveTop(0)
        elif picture.bottom() > screen.bottom() - needed:
            self.sheet.veil = _veil(self._canvas, picture, screen.bottom() - needed)
        top = max(margin, foot - gap - label.height)
        place = QRectF(margin, top, self._canvas.width - 2 * margin, foot - gap - top)
        self._set(picture, label, place)

    def _set(self, picture: QRectF, label: Label, place: QRectF, *, middle: bool = False) -> None:
        self.sheet.picture = self._canvas.snap(picture)
        set_label(self.sheet, label, place, middle=middle)


def _veil(canvas: Canvas, picture: QRectF, text_top: float) -> Veil:
    fade = canvas.base * 3.2
    full = (text_top - picture.top()) / picture.height()
    top = full - fade / picture.height()
    palette = canvas.palette
    inks = (palette.soft, palette.accent)  # the kicker and the marks have the accent
    faintest = min(inks, key=lambda ink: look.contrast(ink, palette.ground))
    return Veil(max(0.0, top), max(0.0, full), faintest, palette.ground)
