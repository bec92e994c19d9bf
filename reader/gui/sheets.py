"""Lays pages out when they are first needed, and knows which picture each of them wants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage

from reader.core import look
from reader.core.cite import numbers
from reader.core.deck import Deck, Image
from reader.core.files import Blob
from reader.core.fixity import Fixity
from reader.core.paths import picture_fault
from reader.core.scene import Scene
from reader.core.seals import page_warnings
from reader.core.text import Run
from reader.errors import ImageError
from reader.gui.canvas import Canvas
from reader.gui.compose import USUAL_SHAPE, slide_sheet
from reader.gui.decoder import Decoder, ImageRequest, ImageResult, is_large, measure
from reader.gui.fitting import pixels
from reader.gui.pages import end_sheet, title_sheet
from reader.gui.sheet import Badge, Sheet
from reader.gui.typeset import line_of, measure_width, paragraphs_of


class _Picture(NamedTuple):
    """What is known of a slide's picture before it is decoded."""

    size: QSize
    fault: str


class Sheets:
    """The pages of a deck, laid out for one canvas.

    Owns: the sheets, what the headers of their pictures tell, what was found of the bytes of
    pictures in a bag, and the picture that was painted last.
    """

    def __init__(self, scene: Scene, canvas: Canvas, decoder: Decoder) -> None:
        self._scene = scene
        self._decoder = decoder
        self.canvas = canvas
        self._numbers = numbers(scene.deck)
        self._laid_out: dict[int, Sheet] = {}
        self._pictures: dict[str, _Picture] = {}
        self._fixities: dict[Blob, Fixity] = {}
        self._last: tuple[Blob, QImage] | None = None  # the picture painted last, and its file

    def begin(self, scene: Scene, canvas: Canvas) -> None:
        """Lay everything out anew, for another canvas, another deck or other words."""
        if scene.deck is not self._scene.deck:
            self._numbers = numbers(scene.deck)
            self._pictures.clear()
        self._scene = scene
        self.canvas = canvas
        self._laid_out.clear()

    def forget_pictures(self) -> None:
        """Look at every picture again, because files may have changed."""
        self._pictures.clear()
        self._fixities.clear()

    def keep(self, pages: Iterable[int]) -> None:
        """Drop every page but these."""
        self._laid_out = {page: self._laid_out[page] for page in pages if page in self._laid_out}

    def of(self, page: int) -> Sheet:
        """The page, laid out now or before."""
        sheet = self._laid_out.get(page)
        if sheet is None:
            sheet = self._laid_out[page] = self._lay_out(page)
        return sheet

    def all(self) -> list[tuple[int, Sheet]]:
        """Every page that is laid out, with its number."""
        return list(self._laid_out.items())

    def request(self, sheet: Sheet) -> ImageRequest | None:
        """The picture that a page wants, or None for a page without one."""
        if sheet.file is None or sheet.picture is None:
            return None
        return ImageRequest(sheet.file, *pixels(sheet.picture, self.canvas.ratio), sheet.veil)

    def found(self, request: ImageRequest) -> ImageResult | None:
        """What there is of a picture already: the picture itself, or a coarse one."""
        return self._decoder.ready(request) or self._decoder.ready(request.coarse)

    def is_ready(self, sheet: Sheet) -> bool:
        """Whether there is something of the picture that a page wants, if it wants one."""
        request = self.request(sheet)
        return request is None or self.found(request) is not None

    def image(self, sheet: Sheet) -> QImage | None:
        """What there is of a page's picture; while sizes change, that of the size before."""
        request = self.request(sheet)
        if request is None:
            return None
        result = self.found(request)
        if result is not None and not result.image.isNull():
            self._last = (request.blob, result.image)
        return self._last[1] if self._last and self._last[0] == request.blob else None

    def place_fault(self, sheet: Sheet, words: str) -> None:
        """Put words in the place of a picture that cannot be shown."""
        if sheet.picture is None:
            return
        canvas, place = self.canvas, sheet.picture
        style = canvas.style(canvas.font(look.SMALL), canvas.palette.soft, leading=1.45)
        block = line_of(f"⚠  {words}", style, max(40.0, place.width() - 4 * look.MARGIN))
        top = place.top() + max(0.0, (place.height() - block.height) / 2)
        block.move_to(place.left() + 2 * look.MARGIN, top)
        sheet.fault, sheet.file, sheet.veil = block, None, None

    def prove(self, result: ImageResult) -> bool:
        """Mark the pages whose picture is not the one that was bundled; whether any was."""
        blob, fixity = result.request.blob, result.fixity
        if fixity is None or self._fixities.get(blob) is fixity:
            return False
        self._fixities[blob] = fixity
        pages = [page for page, sheet in self._laid_out.items() if sheet.file == blob]
        for page in pages:
            self._place_badge(page, self._laid_out[page])
        return bool(pages)

    def fixity(self, page: int) -> Fixity | None:
        """What was found of the bytes of a page's picture; None where nothing is known of it."""
        deck, image = self._scene.deck, self._scene._replace(page=page).image
        if image is None or deck.files.digests is None or self._picture(deck, image).fault:
            return None
        return self._fixities.get(deck.blob_of(image))

    def picture_size(self, page: int) -> QSize:
        """How many pixels the picture of a slide has; an empty size where none can be shown."""
        deck, slide = self._scene.deck, self._scene._replace(page=page).slide
        if slide is None or slide.image is None or slide.fault:
            return QSize()
        known = self._picture(deck, slide.image)
        return QSize() if known.fault else known.size

    def is_drawn(self, page: int) -> bool:
        """Whether the picture of a slide has no pixels of its own, and is sharp at any size."""
        slide = self._scene._replace(page=page).slide
        name = slide.image.file.lower() if slide is not None and slide.image is not None else ""
        return name.endswith((".svg", ".svgz"))

    def _place_badge(self, page: int, sheet: Sheet) -> None:
        warnings = page_warnings(self._scene.deck, page, self.fixity(page))
        if not warnings:
            sheet.badge = None
            return
        canvas = self.canvas
        inset = canvas.margin if canvas.on_stage else look.GRID * 1.5  # in line with the text
        whole = sheet.area.adjusted(0, 0, -canvas.covered, 0)
        place = (sheet.picture or whole).intersected(whole).adjusted(inset, inset, -inset, -inset)
        font = canvas.font(look.SMALL, semibold=True)
        across, down = font.pixelSize() * 0.7, font.pixelSize() * 0.4
        room = max(40.0, min(place.width() - 2 * across, measure_width(font)))
        style = canvas.style(font, canvas.palette.fault, leading=1.35)
        lines = tuple((Run(f"⚠  {sentence}"),) for sentence in warnings)
        block = paragraphs_of(lines, style, room, {})
        box = QRectF(place.left(), place.top(), block.used_width + 2 * across, block.height)
        box = canvas.snap(box.adjusted(0, 0, 0, 2 * down))
        block.move_to(box.left() + across, box.top() + down)
        sheet.badge = Badge(box, block)

    def _lay_out(self, page: int) -> Sheet:
        deck, canvas = self._scene.deck, self.canvas
        scene = self._scene._replace(page=page)
        if page == scene.end_page:
            sheet = end_sheet(canvas, scene)
            self._seal(page, sheet)
            return sheet
        image, slide = scene.image, scene.slide
        shape = self._shape(deck, image)
        if slide is None:
            sheet = title_sheet(canvas, scene, shape)
        else:
            sheet = slide_sheet(canvas, scene, slide, shape, self._numbers)
            if slide.fault:
                self.place_fault(sheet, slide.fault)
        if image is not None:
            known = self._picture(deck, image)
            if known.fault:
                self.place_fault(sheet, known.fault)
            else:
                sheet.file = deck.blob_of(image)
                sheet.is_large = is_large(known.size)
        self._seal(page, sheet)
        return sheet

    def _seal(self, page: int, sheet: Sheet) -> None:
        """Mark a page that is being laid out, where it is to be marked."""
        if self._scene.deck.files.digests is None:
            return
        request = self.request(sheet)
        result = self.found(request) if request is not None else None
        if result is not None and result.fixity is not None:
            self._fixities[result.request.blob] = result.fixity
        self._place_badge(page, sheet)

    def _picture(self, deck: Deck, image: Image) -> _Picture:
        known = self._pictures.get(image.file)
        if known is None:
            fault = picture_fault(deck.files, image.file)
            size = QSize()
            if not fault:
                try:
                    size = measure(deck.blob_of(image))
                except ImageError as error:
                    fault = str(error)
            known = self._pictures[image.file] = _Picture(size, fault)
        return known

    def _shape(self, deck: Deck, image: Image | None) -> float:
        size = self._picture(deck, image).size if image is not None else QSize()
        return size.width() / size.height() if size.height() > 0 else USUAL_SHAPE
