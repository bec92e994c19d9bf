"""Small pictures of pages: asked for where they are seen, kept within a budget of bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage

from reader.core.deck import Deck, Image
from reader.core.paths import picture_fault
from reader.core.seals import is_sound
from reader.errors import ImageError
from reader.gui.decoder import Decoder, ImageRequest, ImageResult, measure
from reader.gui.fitting import fit, pixels
from reader.gui.timers import single_shot

BUDGET_BYTES = 24 * 2**20
MISSING, UNREADABLE, CHANGED = "missing", "unreadable", "not as bundled"


class Thumbnail(NamedTuple):
    """What there is of a page's picture, and in a word what is wrong with it."""

    image: QImage | None = None
    fault: str = ""
    is_awaited: bool = False


class Thumbnails(QObject):
    """The small pictures of one list of pages.

    Owns: those that were decoded, the ones seen last; they are kept while the list is closed.
    Emits: came(), when there is more to be seen than before.
    """

    came = Signal()

    def __init__(
        self, decoder: Decoder, client: str, parent: QObject, budget: int = BUDGET_BYTES
    ) -> None:
        super().__init__(parent)
        self._decoder = decoder
        self._client = client
        self._budget = budget
        self._deck: Deck | None = None
        self._box = (1, 1)  # in physical pixels
        self._requests: dict[int, ImageRequest | None] = {}  # by page; None for no picture
        self._faults: dict[int, str] = {}
        self._broken: dict[ImageRequest, str] = {}
        self._kept: OrderedDict[ImageRequest, QImage] = OrderedDict()
        self._bytes = 0
        self._wanted: tuple[int, ...] = ()
        # What the decoder had no room for is asked for again when something has come.
        self._again = single_shot(self, 0, self._ask)
        decoder.decoded.connect(self._on_decoded)

    def take(self, deck: Deck, width: int, height: int) -> None:
        """Show the pictures of a deck, each within a box of so many physical pixels."""
        if deck is not self._deck:
            self._kept.clear()
            self._broken.clear()
            self._bytes = 0
        if deck is not self._deck or (width, height) != self._box:
            self._requests.clear()
            self._faults.clear()
            self._wanted = ()
        self._deck, self._box = deck, (max(1, width), max(1, height))

    def of(self, page: int) -> Thumbnail:
        """What there is of a page by now; asks for nothing."""
        request = self._requests.get(page)
        if request is None:
            is_awaited = page not in self._requests and self._image(page) is not None
            return Thumbnail(fault=self._faults.get(page, ""), is_awaited=is_awaited)
        image = self._kept.get(request)
        fault = self._broken.get(request, "")
        return Thumbnail(image, fault, image is None and not fault)

    def want(self, pages: Iterable[int]) -> None:
        """Ask for the pictures of pages, most urgent first; what is not named is not decoded."""
        width, height = self._box
        most = max(1, self._budget // (4 * width * height))
        self._wanted = tuple(pages)[:most]
        self._ask()

    def close(self) -> None:
        """Ask for nothing any more."""
        self._again.stop()
        self._wanted = ()
        self._decoder.leave(self._client)

    def _ask(self) -> None:
        missing = []
        for page in self._wanted:
            request = self._request(page)
            if request is None or self._broken.get(request) == UNREADABLE:
                continue
            if request in self._kept:
                self._kept.move_to_end(request)
            elif (found := self._decoder.ready(request)) is not None:
                self._keep(found)
            else:
                missing.append(request)
        self._decoder.want(missing, client=self._client)

    def _request(self, page: int) -> ImageRequest | None:
        if page not in self._requests:
            self._requests[page] = self._measured(page)
        return self._requests[page]

    def _measured(self, page: int) -> ImageRequest | None:
        image = self._image(page)
        if image is None or self._deck is None:
            return None
        if picture_fault(self._deck.files, image.file):
            self._faults[page] = MISSING
            return None
        try:
            blob = self._deck.blob_of(image)
            size = measure(blob)
        except ImageError:
            self._faults[page] = UNREADABLE
            return None
        shape = size.width() / max(1, size.height())
        place = fit(max(shape, 0.001), QRectF(0, 0, *self._box))
        return ImageRequest(blob, *pixels(place, 1.0))

    def _image(self, page: int) -> Image | None:
        slides = self._deck.slides if self._deck is not None else ()
        index = max(0, page - 1)  # the title page has the first slide's
        return slides[index].image if index < len(slides) else None

    def _on_decoded(self, result: ImageResult) -> None:
        if any(self._requests.get(page) == result.request for page in self._wanted):
            self._keep(result)
            self._again.start()
            self.came.emit()

    def _keep(self, result: ImageResult) -> None:
        request = result.request
        if result.error is not None or result.image.isNull():
            self._broken[request] = UNREADABLE
            return
        if not is_sound(result.fixity):
            self._broken[request] = CHANGED
        if request not in self._kept:
            self._bytes += request.bytes
        self._kept[request] = result.image
        while self._bytes > self._budget and len(self._kept) > 1:
            dropped, _ = self._kept.popitem(last=False)
            self._bytes -= dropped.bytes
