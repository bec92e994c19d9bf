"""A picture seen closer: part of it as large as the page, with its credit at the foot."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from reader.core import look
from reader.core.deck import Detail
from reader.core.look import Palette
from reader.core.region import Region
from reader.core.scene import Scene
from reader.gui.canvas import Canvas
from reader.gui.decoder import Decoder, ImageRequest, ImageResult
from reader.gui.fitting import fit, snap
from reader.gui.labels import Label, set_label
from reader.gui.rail import rail_of
from reader.gui.sheet import Sheet
from reader.gui.sheets import Sheets
from reader.gui.typeset import line_of, measure_width

PADS = (0.25, 0.1, 0.0)  # how much more than is seen is decoded, so that it is there after a move
SHARP_BYTES = 24 * 2**20  # above this nothing more than is seen
UNDER = 0.5  # of the size on the page: what is seen until the sharp part is there
_PIXEL = 1.5  # physical ones: a picture that differs by less was made for its place


class CloseSheet(Sheet):
    """A page on which part of a picture fills all but the foot.

    Owns: where all of the picture would lie, and which pixels are there of it.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(QRectF(0, 0, canvas.size.width(), canvas.size.height()), canvas.palette)
        self._ratio = canvas.ratio
        self.whole = QRectF()
        self.clear = QRectF()  # what the foot leaves
        self.sharp: tuple[Region, QImage] | None = None
        self.under: QImage | None = None

    @property
    def frame(self) -> QRectF:
        return self.whole

    def aim(self, region: Region, size: QSize) -> None:
        """Show a region of a picture of that size as large as the foot leaves room for."""
        shape = (size.width(), size.height())
        view = region.fitted(shape, (self.clear.width(), self.clear.height()))
        across, down = view.width * shape[0], view.height * shape[1]
        place = fit(across / down, self.clear)
        width, height = place.width() / view.width, place.height() / view.height
        left, top = place.left() - view.x * width, place.top() - view.y * height
        self.whole = QRectF(left, top, width, height)
        self.picture = snap(self.whole.intersected(self.area), self._ratio)

    @property
    def seen(self) -> Region:
        """Which part of the picture is on the page, under the foot too."""
        return self.region(self.whole.intersected(self.area))

    def region(self, area: QRectF) -> Region:
        """Which part of the picture lies in an area of the page."""
        whole = self.whole
        left, top = (area.left() - whole.left()), (area.top() - whole.top())
        width, height = max(1.0, whole.width()), max(1.0, whole.height())
        return Region(
            left / width, top / height, area.width() / width, area.height() / height
        ).clamped

    def place_of(self, region: Region) -> QRectF:
        """Where a part of the picture lies."""
        whole = self.whole
        left, top = whole.left() + region.x * whole.width(), whole.top() + region.y * whole.height()
        return QRectF(left, top, region.width * whole.width(), region.height * whole.height())

    def paint(self, painter: QPainter, image: QImage | None) -> None:
        painter.fillRect(self.area, QColor(self.palette.ground))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        under = self.under or image
        if under is not None and self.picture is not None:
            _draw_part(painter, under, self.whole, self.picture)
        if self.sharp is not None:
            self._draw_sharp(painter, *self.sharp)
        painter.restore()
        self._paint_band(painter)
        self.paint_words(painter)

    def _draw_sharp(self, painter: QPainter, region: Region, image: QImage) -> None:
        place, ratio = self.place_of(region), self._ratio
        if abs(image.width() - place.width() * ratio) < _PIXEL:
            exact = QImage(image)
            exact.setDevicePixelRatio(ratio)
            at = QPointF(round(place.left() * ratio) / ratio, round(place.top() * ratio) / ratio)
            painter.drawImage(at, exact)
        else:
            _draw_part(painter, image, place, place.intersected(self.area))

    def _paint_band(self, painter: QPainter) -> None:
        """Let the foot be read whatever lies under it."""
        top, ground = self.clear.bottom(), QColor(self.palette.ground)
        fade = (self.area.bottom() - top) * 0.4
        ground.setAlphaF(_density(self.palette))
        painter.fillRect(self.area.adjusted(0, top, 0, 0), ground)
        gradient = QLinearGradient(0, top - fade, 0, top)
        gradient.setColorAt(1, ground)
        ground.setAlphaF(0)
        gradient.setColorAt(0, ground)
        painter.fillRect(QRectF(0, top - fade, self.area.width(), fade), gradient)


def _draw_part(painter: QPainter, image: QImage, whole: QRectF, part: QRectF) -> None:
    """Draw of an image that fills `whole` only what lies in `part`."""
    x, y = image.width() / whole.width(), image.height() / whole.height()
    source = QRectF(
        (part.left() - whole.left()) * x,
        (part.top() - whole.top()) * y,
        part.width() * x,
        part.height() * y,
    )
    painter.drawImage(part, image, source)


def _density(palette: Palette) -> float:
    """How opaque the ground must be for text to be read over any picture."""
    is_dark = look.luminance(*look.rgb(palette.ground)) < look.luminance(*look.rgb(palette.ink))
    worst = 255 if is_dark else 0
    return max(look.veil(ink, palette.ground, worst) for ink in (palette.soft, palette.accent))


class _Sharp(NamedTuple):
    """What was asked for, and how large the whole picture was then."""

    request: ImageRequest
    whole: tuple[float, float]


class Closer:
    """Shows the region of a scene.

    Owns: the page on which it is seen, and the last sharp part of its picture.
    """

    def __init__(self, sheets: Sheets, decoder: Decoder) -> None:
        self._sheets = sheets
        self._decoder = decoder
        self._key: tuple[object, ...] = ()
        self._sharp: _Sharp | None = None
        self._under: ImageRequest | None = None
        self.sheet: CloseSheet | None = None  # None where all of the picture is seen

    def forget(self) -> None:
        """See all of the picture again, and keep nothing of the part."""
        self._key, self._sharp, self._under, self.sheet = (), None, None, None

    def follow(self, scene: Scene, grown: Callable[[Region], Region | None]) -> None:
        """Show what the scene says."""
        size = self._sheets.picture_size(scene.page) if scene.zoom is not None else QSize()
        usual = self._sheets.of(scene.page) if not size.isEmpty() else None
        region = grown(scene.zoom) if scene.zoom is not None else None
        if usual is None or usual.file is None or region is None:
            self.forget()
            return
        key = (self._sheets.canvas, scene.deck, scene.page, scene.detail)
        if self.sheet is None or key != self._key:
            before, is_same = self.sheet, key[:3] == self._key[:3]
            self._key, self.sheet = key, self._laid_out(scene)
            if before is not None and is_same:
                self.sheet.sharp, self.sheet.under = before.sharp, before.under
        self.sheet.badge = usual.badge  # a picture that was changed is one from close by too
        self.sheet.aim(region, size)
        self._ask(self.sheet, usual, size, is_drawn=self._sheets.is_drawn(scene.page))

    def _laid_out(self, scene: Scene) -> CloseSheet:
        canvas, slide = self._sheets.canvas, scene.slide
        image = slide.image if slide is not None else None
        sheet = CloseSheet(canvas)
        rail = rail_of(canvas, scene, image)
        rail.join(sheet)
        top, gap = rail.top, canvas.margin * 0.6
        if image is not None and 0 < scene.detail <= len(image.details):
            width = canvas.width - 2 * canvas.margin
            label = _detail_label(canvas, image.details[scene.detail - 1], width)
            top -= label.height + gap
            set_label(sheet, label, QRectF(canvas.margin, top, width, label.height))
        sheet.clear = QRectF(0, 0, canvas.width, max(1.0, top - gap))
        return sheet

    def _ask(self, sheet: CloseSheet, usual: Sheet, size: QSize, *, is_drawn: bool) -> None:
        whole, seen = (sheet.whole.width(), sheet.whole.height()), sheet.seen
        if self._sharp is None or self._sharp.whole != whole or not _holds(self._sharp, seen):
            assert usual.file is not None
            request = self._request(sheet, ImageRequest(usual.file, 1, 1), size, is_drawn=is_drawn)
            self._sharp = _Sharp(request, whole)
        plain = self._sheets.request(usual)
        if plain is not None:
            small = (max(1, round(plain.width * UNDER)), max(1, round(plain.height * UNDER)))
            self._under = ImageRequest(plain.blob, *small) if usual.veil is not None else None
        for request in self.wanted:
            found = self._decoder.ready(request)
            if found is not None:
                self.takes(found)

    def _request(
        self, sheet: CloseSheet, picture: ImageRequest, size: QSize, *, is_drawn: bool
    ) -> ImageRequest:
        shape, ratio = (size.width(), size.height()), self._sheets.canvas.ratio
        made = picture
        for pad in PADS:
            region = sheet.seen.padded(pad).snapped(shape)
            width = max(1, round(region.width * sheet.whole.width() * ratio))
            height = max(1, round(region.height * sheet.whole.height() * ratio))
            own = region.box(shape)[2:]
            if not is_drawn and width > own[0]:  # no more pixels than there are
                width, height = own
            made = ImageRequest(picture.blob, width, height, None, region)
            if made.bytes <= SHARP_BYTES:
                break
        return made

    @property
    def wanted(self) -> list[ImageRequest]:
        """The sharp part, and something to see around it until the next one is there."""
        if self.sheet is None or self._sharp is None:
            return []
        return [self._sharp.request, *([self._under] if self._under is not None else [])]

    @property
    def is_sharp(self) -> bool:
        """Whether what is seen has the resolution of the screen, or of the picture."""
        return self._sharp is not None and self._decoder.ready(self._sharp.request) is not None

    def takes(self, result: ImageResult) -> bool:
        """Take a part that was asked for; whether it was."""
        request, sheet = result.request, self.sheet
        if sheet is None or request not in self.wanted or result.image.isNull():
            return False
        if request.region is not None:
            sheet.sharp = (request.region, result.image)
        else:
            sheet.under = result.image
        return True


def _holds(sharp: _Sharp, seen: Region) -> bool:
    region = sharp.request.region
    hair = 1e-4
    return region is not None and (
        region.x <= seen.x + hair
        and region.y <= seen.y + hair
        and region.x + region.width >= seen.x + seen.width - hair
        and region.y + region.height >= seen.y + seen.height - hair
    )


def _detail_label(canvas: Canvas, detail: Detail, width: float) -> Label:
    """What the author says of a part of the picture, and whose it is."""
    palette = canvas.palette
    serif, small = canvas.font(1.0, look.SERIF), canvas.font(look.CREDIT)
    room = min(width, measure_width(serif) * 1.35)
    blocks, y = [], 0.0
    for words, style in (
        (detail.title, canvas.style(canvas.font(1.2, look.SERIF, semibold=True), palette.ink)),
        (detail.caption, canvas.style(serif, palette.ink, leading=look.LEADING_ON_STAGE)),
        (detail.credit_line, canvas.style(small, palette.soft, leading=1.35)),
    ):
        if words:
            block = line_of(words, style, room)
            block.move_to(0, y)
            blocks.append(block)
            y += block.height + canvas.base * 0.15
    return Label(blocks, y, 1)
