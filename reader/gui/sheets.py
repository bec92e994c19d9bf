"""Lays pages out when they are first needed, and knows which picture each of them wants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QSize

from reader.core import look
from reader.core.cite import numbers
from reader.core.deck import Deck, Image
from reader.core.paths import picture_fault
from reader.core.show import Scene
from reader.errors import ImageError
from reader.gui.canvas import Canvas
from reader.gui.compose import USUAL_SHAPE, slide_sheet
from reader.gui.decoder import ImageRequest, is_large, measure
from reader.gui.fitting import pixels
from reader.gui.pages import end_sheet, title_sheet
from reader.gui.sheet import Sheet
from reader.gui.typeset import line_of


class _Picture(NamedTuple):
    """What is known of a slide's picture before it is decoded."""

    size: QSize
    fault: str


class Sheets:
    """The pages of a deck, laid out for one canvas.

    Owns: the sheets, and what the headers of their pictures tell.
    """

    def __init__(self, scene: Scene, canvas: Canvas) -> None:
        self._scene = scene
        self.canvas = canvas
        self._numbers = numbers(scene.deck)
        self._laid_out: dict[int, Sheet] = {}
        self._pictures: dict[str, _Picture] = {}

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

    def _lay_out(self, page: int) -> Sheet:
        deck, canvas = self._scene.deck, self.canvas
        scene = self._scene._replace(page=page)
        if page == scene.end_page:
            return end_sheet(canvas, scene)
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
        return sheet

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
