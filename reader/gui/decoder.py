"""Decodes pictures off the GUI thread and keeps the finished ones within a byte budget."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QColorSpace, QImage, QImageReader

from reader.core import limits
from reader.core.files import Blob
from reader.core.fixity import Fixity, judge
from reader.core.pictures import PictureKind, kind_of, unreadable
from reader.errors import ImageError
from reader.gui.pixels import measure as measure
from reader.gui.pixels import read
from reader.gui.pixels import silence_codecs as silence_codecs
from reader.gui.veil import Veil as Veil
from reader.gui.veil import lay

if TYPE_CHECKING:
    from reader.core.region import Region

LARGE_PIXELS = 6_000_000
COARSE_SIDE = 480  # pixels of the longer side of a picture that is shown while a key is held
WORKERS = 2
BUDGET_BYTES = 48 * 2**20
CLOSE_SECONDS = 2.0
STAGE = "stage"  # the client that is served before all others
LEAST_ASIDE = 8 * 2**20  # bytes for everyone but the stage together, however much that takes
LEAST_KEPT = 3  # the picture on screen, the next and the one before, however large
_PIXEL_BYTES = 4


class ImageRequest(NamedTuple):
    """A picture, or a region of it, at the size in which it will be shown, in physical pixels.

    There is no veil over a region, as there is no text.
    """

    blob: Blob
    width: int
    height: int
    veil: Veil | None = None
    region: Region | None = None

    @property
    def bytes(self) -> int:
        """What the finished picture takes."""
        return self.width * self.height * _PIXEL_BYTES

    @property
    def plain(self) -> ImageRequest:
        """The same picture without a veil."""
        return self._replace(veil=None)

    def steps(self, is_large: bool) -> list[ImageRequest]:
        """What to ask for so that a picture is soon on screen: a large one coarse at first."""
        return [self.coarse, self] if is_large else [self]

    @property
    def coarse(self) -> ImageRequest:
        """The same picture, small: quick to decode, and good enough while a key is held."""
        scale = min(1.0, COARSE_SIDE / max(self.width, self.height))
        width, height = max(1, int(self.width * scale)), max(1, int(self.height * scale))
        return self._replace(width=width, height=height)


class ImageResult(NamedTuple):
    """A decoded picture, or why there is none."""

    request: ImageRequest
    image: QImage
    error: ImageError | None = None
    fixity: Fixity | None = None  # whether these are the bytes that were bagged; None: no bag


def is_large(size: QSize) -> bool:
    """Whether a picture takes so long to decode that a coarse one should come first."""
    return size.width() * size.height() > LARGE_PIXELS


def decode(request: ImageRequest, plain: ImageResult | None = None) -> ImageResult:
    """Decode a picture at the requested size; never raises, so that it may cross threads.

    `plain` is the same picture without its veil, where that has been decoded before. The bytes
    of one in a bag are proved first; it is these bytes that are then decoded.
    """
    fixity = plain.fixity if plain is not None else None
    try:
        if plain is None:
            data, fixity = _proved(request.blob)
            image = _decode(request, data)
        else:
            image = QImage(plain.image)
        if request.veil is not None and request.region is None:
            lay(request.veil, image)
        return ImageResult(request, image, None, fixity)
    except ImageError as error:
        return ImageResult(request, QImage(), error, fixity)
    except OSError as error:
        return ImageResult(request, QImage(), unreadable(request.blob, error), fixity)


def _proved(blob: Blob) -> tuple[bytes | None, Fixity | None]:
    """A picture's bytes, and whether they are those that were bagged; nothing of a plain file."""
    if blob.is_file:
        return None, None
    data = blob.read()
    return data, judge(data, blob.digest) if blob.digest is not None else None


def _decode(request: ImageRequest, data: bytes | None) -> QImage:
    kind = kind_of(request.blob)
    goal = QSize(request.width, request.height)
    if kind is PictureKind.SVG:
        from reader.gui.svg import render

        image = render(request.blob, goal, request.region)
    else:
        image = read(request.blob, kind, goal, request.region, data)
    space = image.colorSpace()
    # After scaling: converting 24 megapixels holds the interpreter's lock for 400 ms.
    if space.isValid() and space != QColorSpace(QColorSpace.NamedColorSpace.SRgb):
        converted = image.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
        image = image if converted.isNull() else converted
    if image.hasAlphaChannel():
        image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    else:
        image = image.convertToFormat(QImage.Format.Format_RGB32)
    return image


class Decoder(QObject):
    """Decodes what its clients want, most urgent first, in workers of its own.

    Owns: the worker threads and the finished pictures.
    Emits: decoded(ImageResult), always on the GUI thread, whoever asked for it.
    The stage is served before everyone else: nothing is begun for others while it waits, and one
    worker is always free for it. With `workers=0` a wanted picture is decoded before `want`
    returns, for tests.
    """

    decoded = Signal(object)

    def __init__(self, workers: int = WORKERS, budget: int = BUDGET_BYTES) -> None:
        super().__init__()
        silence_codecs()
        QImageReader.setAllocationLimit(limits.PICTURE_BYTES // 2**20)
        self._budget = budget
        self._ready: dict[ImageRequest, ImageResult] = {}
        self._wishes: dict[str, tuple[ImageRequest, ...]] = {}  # by client, the latest wish last
        self._wanted: dict[ImageRequest, bool] = {}  # most urgent first; True if for the stage
        self._busy: set[ImageRequest] = set()
        self._most_aside = max(1, workers - 1)  # workers that are busy while others are served
        self._age = 0  # grows when pictures on disk change; older results are then thrown away
        self._is_closed = False
        self._turn = threading.Condition()
        self._threads = [
            threading.Thread(target=self._work, name="decoder", daemon=True) for _ in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def ready(self, request: ImageRequest) -> ImageResult | None:
        """The finished picture, if there is one."""
        return self._ready.get(request)

    def want(self, requests: Sequence[ImageRequest], client: str = STAGE) -> None:
        """Say what a client needs, most urgent first; what nobody names any more is dropped."""
        with self._turn:
            self._wishes.pop(client, None)
            self._wishes[client] = tuple(requests)
            self._weigh()
        self._decode_at_once()

    def leave(self, client: str) -> None:
        """Drop what only this client wanted."""
        with self._turn:
            self._wishes.pop(client, None)
            self._weigh()
        self._decode_at_once()  # what there was no room for

    def _weigh(self) -> None:
        """Choose among all wishes, and throw away what is in none."""
        self._wanted = self._affordable()
        self._ready = {r: self._ready[r] for r in self._wanted if r in self._ready}
        self._turn.notify_all()

    def _affordable(self) -> dict[ImageRequest, bool]:
        """The most urgent requests that fit the budget; the stage's first three in any case.

        What would not be kept must not be decoded either, or it would be so for ever.
        """
        spent, chosen = 0, {}
        for rank, request in enumerate(self._wishes.get(STAGE, ())):
            spent += request.bytes
            if rank < LEAST_KEPT or spent <= self._budget:
                chosen[request] = True
        room = max(LEAST_ASIDE, self._budget - sum(request.bytes for request in chosen))
        for client in reversed(self._wishes):
            for request in self._wishes[client] if client != STAGE else ():
                if request not in chosen and request.bytes <= room:
                    room -= request.bytes
                    chosen[request] = False
        return chosen

    def forget(self) -> None:
        """Drop every picture, because files may have changed."""
        with self._turn:
            self._age += 1
            self._ready.clear()
            self._turn.notify_all()

    def close(self) -> None:
        """End the workers; one that decodes now is waited for, within reason."""
        with self._turn:
            self._is_closed = True
            self._turn.notify_all()
        for thread in self._threads:
            thread.join(CLOSE_SECONDS)

    def _decode_at_once(self) -> None:
        """Do the workers' work where there are none."""
        while not self._threads and (request := self._next()) is not None:
            self._keep(decode(request, self._plain(request)))

    def _work(self) -> None:
        while True:
            with self._turn:
                request = self._next()
                while request is None and not self._is_closed:
                    self._turn.wait()
                    request = self._next()
                if self._is_closed or request is None:
                    return
                self._busy.add(request)
                age = self._age
                plain = self._plain(request)
            result = decode(request, plain)
            with self._turn:
                self._busy.discard(request)
                is_news = age == self._age and self._stored(result)
                self._turn.notify_all()
            if is_news:
                self.decoded.emit(result)

    def _plain(self, request: ImageRequest) -> ImageResult | None:
        """The picture without the veil that is asked for, where it is there already."""
        done = self._ready.get(request.plain) if request.veil is not None else None
        return done if done is not None and done.error is None else None

    def _next(self) -> ImageRequest | None:
        """What to begin now; others than the stage have their turn once it waits for nothing."""
        missing = {r: is_stages for r, is_stages in self._wanted.items() if r not in self._ready}
        is_stage_waiting = True in missing.values()
        if not is_stage_waiting and len(self._busy) >= self._most_aside:
            return None
        for request, is_for_stage in missing.items():
            if request in self._busy or is_stage_waiting is not is_for_stage:
                continue
            if request.veil is None or request.plain not in self._busy:  # that will come of it
                return request
        return None

    def _keep(self, result: ImageResult) -> None:
        with self._turn:
            is_news = self._stored(result)
        if is_news:
            self.decoded.emit(result)

    def _stored(self, result: ImageResult) -> bool:
        """Keep a picture, unless nobody asks for it any more; whether to tell of it."""
        if result.request not in self._wanted:
            return False
        self._ready[result.request] = result
        return not self._is_closed
