"""Decodes pictures off the GUI thread and keeps the finished ones within a byte budget."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QLoggingCategory, QObject, QRectF, QSize, Signal
from PySide6.QtGui import (
    QColor,
    QColorSpace,
    QImage,
    QImageReader,
    QLinearGradient,
    QPainter,
)

from reader.core import limits, look
from reader.core.files import Blob
from reader.core.fixity import Fixity, judge
from reader.core.picture_files import FIRST_BYTES, HEAD_BYTES
from reader.core.pictures import PictureKind, kind_of, unreadable
from reader.errors import ImageError, Where

LARGE_PIXELS = 6_000_000
COARSE_SIDE = 480  # pixels of the longer side of a picture that is shown while a key is held
TONE_COLUMNS, TONE_ROWS = 64, 36
TONE_SHARE = 0.99  # of the pixels under the text must let it be read; the rest are specks
WORKERS = 2
BUDGET_BYTES = 48 * 2**20
CLOSE_SECONDS = 2.0
LEAST_KEPT = 3  # the picture on screen, the next and the one before, however large
_PIXEL_BYTES = 4


class Veil(NamedTuple):
    """A darkening (or lightening) that lets text be read over the foot of a picture."""

    top: float  # where it begins, as a share of the picture's height
    full: float  # where it is at its densest
    ink: str
    ground: str


class ImageRequest(NamedTuple):
    """A picture at the size in which it will be shown, in physical pixels."""

    blob: Blob
    width: int
    height: int
    veil: Veil | None = None

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
        return ImageRequest(
            self.blob, max(1, int(self.width * scale)), max(1, int(self.height * scale)), self.veil
        )


class ImageResult(NamedTuple):
    """A decoded picture, or why there is none."""

    request: ImageRequest
    image: QImage
    error: ImageError | None = None
    fixity: Fixity | None = None  # whether these are the bytes that were bagged; None: no bag


def is_large(size: QSize) -> bool:
    """Whether a picture takes so long to decode that a coarse one should come first."""
    return size.width() * size.height() > LARGE_PIXELS


def silence_codecs() -> None:
    """Keep Qt's codecs from writing to the terminal: an ImageError says what is wrong."""
    QLoggingCategory.setFilterRules("qt.gui.imageio.*=false\nqt.imageformats.*=false")


def measure(blob: Blob) -> QSize:
    """The size of a picture as it will be seen, from its header alone.

    Raises ImageError.
    """
    kind = kind_of(blob)
    try:
        if kind is PictureKind.SVG:
            from reader.gui.svg import size_of

            return size_of(blob)
        # No more is read of a bundle than it takes: it may lie on a slow stick.
        for most in (None,) if blob.is_file else (FIRST_BYTES, HEAD_BYTES, None):
            source = _Source(blob, kind, None if blob.is_file else blob.read(most))
            size = source.size
            if size.isValid():
                return size.transposed() if source.is_turned else size
    except OSError as error:
        raise unreadable(blob, error) from error
    raise _damaged(blob)


_QUARTER_TURN = 4  # QImageIOHandler.TransformationRotate90, and what is combined with it


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
        if request.veil is not None:
            _lay(request.veil, image)
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

        image = render(request.blob, goal)
    else:
        image = _read(request.blob, kind, goal, data)
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


class _Source:
    """A picture that Qt can read, from its own file or from bytes.

    Owns: the bytes and Qt's reader, which must live as long as each other.
    """

    def __init__(self, blob: Blob, kind: PictureKind, data: bytes | None) -> None:
        form = kind.value.encode()
        if data is None:
            self.reader = QImageReader(str(blob.place), form)
        else:
            self._bytes = QByteArray(data)
            self._device = QBuffer(self._bytes)
            self._device.open(QBuffer.OpenModeFlag.ReadOnly)
            self.reader = QImageReader(self._device, form)
        # Qt would guess a format by content, and so run an SVG named .jpg: it is told instead.
        self.reader.setAutoDetectImageFormat(False)
        self.reader.setAutoTransform(True)

    @property
    def size(self) -> QSize:
        """Before it is turned."""
        return self.reader.size()

    @property
    def is_turned(self) -> bool:
        """Whether width and height change places."""
        return bool(self.reader.transformation().value & _QUARTER_TURN)


def _read(blob: Blob, kind: PictureKind, goal: QSize, data: bytes | None) -> QImage:
    source = _Source(blob, kind, data)
    size = source.size
    if size.isValid():
        _refuse_giants(size, blob)
        # The size asked for is that before rotation.
        asked = goal.transposed() if source.is_turned else goal
        if asked != size:
            source.reader.setScaledSize(asked)
    image = source.reader.read()
    if image.isNull():
        raise _damaged(blob)
    return image


def _damaged(blob: Blob) -> ImageError:
    """What to say where Qt says no more than "unknown error"."""
    return ImageError(
        "the picture is damaged or cut short",
        hint="save it again as JPEG, PNG or WebP",
        where=Where(blob.place),
    )


def _refuse_giants(size: QSize, blob: Blob) -> None:
    pixels = size.width() * size.height()
    side = max(size.width(), size.height())
    if pixels > limits.PICTURE_PIXELS or side > limits.PICTURE_SIDE:
        raise ImageError(
            f"the picture has {size.width():,} x {size.height():,} pixels, more than can be shown",
            hint=f"keep it below {limits.PICTURE_PIXELS // 10**6} megapixels "
            f"and {limits.PICTURE_SIDE:,} pixels a side",
            where=Where(blob.place),
        )


def _lay(veil: Veil, image: QImage) -> None:
    """Paint the veil into the picture, as dense as the tones under the text need."""
    grid = image.scaled(TONE_COLUMNS, TONE_ROWS)  # every so many pixels one, unmixed
    tones = bytes(grid.convertToFormat(QImage.Format.Format_Grayscale8).constBits())
    first = int(veil.full * TONE_ROWS) * TONE_COLUMNS
    under = sorted(tones[first:] or tones)
    is_dark = look.luminance(*look.rgb(veil.ground)) < look.luminance(*look.rgb(veil.ink))
    worst = under[int(len(under) * (TONE_SHARE if is_dark else 1 - TONE_SHARE))]
    density = max(look.veil(veil.ink, veil.ground, worst), 0.5)
    colour = QColor(veil.ground)
    gradient = QLinearGradient(0, veil.top * image.height(), 0, veil.full * image.height())
    for at, share in ((0.0, 0.0), (0.5, density * 0.6), (1.0, density)):
        colour.setAlphaF(share)
        gradient.setColorAt(at, colour)
    top = int(veil.top * image.height())
    painter = QPainter(image)
    painter.fillRect(QRectF(0, top, image.width(), image.height() - top), gradient)
    painter.end()


class Decoder(QObject):
    """Decodes what is wanted, most urgent first, in workers of its own.

    Owns: the worker threads and the finished pictures.
    Emits: decoded(ImageResult), always on the GUI thread.
    With `workers=0` a wanted picture is decoded before `want` returns, for tests.
    """

    decoded = Signal(object)

    def __init__(self, workers: int = WORKERS, budget: int = BUDGET_BYTES) -> None:
        super().__init__()
        silence_codecs()
        QImageReader.setAllocationLimit(limits.PICTURE_BYTES // 2**20)
        self._budget = budget
        self._ready: dict[ImageRequest, ImageResult] = {}
        self._wanted: list[ImageRequest] = []
        self._busy: set[ImageRequest] = set()
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

    def want(self, requests: Sequence[ImageRequest]) -> None:
        """Say what is needed, most urgent first; what is no longer named is dropped."""
        with self._turn:
            self._wanted = self._affordable(requests)
            self._evict()
            self._turn.notify_all()
        if not self._threads:
            while (request := self._next()) is not None:
                self._keep(decode(request, self._plain(request)))

    def _affordable(self, requests: Sequence[ImageRequest]) -> list[ImageRequest]:
        """The most urgent requests that fit the budget; the first three in any case.

        What would not be kept must not be decoded either, or it would be so for ever.
        """
        spent, chosen = 0, []
        for rank, request in enumerate(requests):
            spent += request.width * request.height * _PIXEL_BYTES
            if rank < LEAST_KEPT or spent <= self._budget:
                chosen.append(request)
        return chosen

    def forget(self) -> None:
        """Drop every picture, because files may have changed."""
        with self._turn:
            self._age += 1
            self._ready.clear()

    def close(self) -> None:
        """End the workers; one that decodes now is waited for, within reason."""
        with self._turn:
            self._is_closed = True
            self._turn.notify_all()
        for thread in self._threads:
            thread.join(CLOSE_SECONDS)

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
                self._turn.notify_all()
                if age != self._age:
                    continue
            self._keep(result)

    def _plain(self, request: ImageRequest) -> ImageResult | None:
        """The picture without the veil that is asked for, where it is there already."""
        done = self._ready.get(request.plain) if request.veil is not None else None
        return done if done is not None and done.error is None else None

    def _next(self) -> ImageRequest | None:
        for request in self._wanted:
            if request in self._ready or request in self._busy:
                continue
            if request.veil is None or request.plain not in self._busy:  # that will come of it
                return request
        return None

    def _keep(self, result: ImageResult) -> None:
        with self._turn:
            if result.request not in self._wanted:
                return  # nobody asks any more
            self._ready[result.request] = result
            if self._is_closed:
                return
        self.decoded.emit(result)

    def _evict(self) -> None:
        """Throw away what is not wanted."""
        self._ready = {r: self._ready[r] for r in self._wanted if r in self._ready}
