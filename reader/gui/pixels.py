"""Reads pictures with Qt: their size from the header, and their pixels at a size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QLoggingCategory, QRect, QSize
from PySide6.QtGui import QImage, QImageReader

from reader.core import limits
from reader.core.files import Blob
from reader.core.picture_files import FIRST_BYTES, HEAD_BYTES
from reader.core.pictures import PictureKind, kind_of, unreadable
from reader.errors import ImageError, Where

if TYPE_CHECKING:
    from reader.core.region import Region

# The parts of QImageIOHandler's transformations, in the order in which Qt applies them.
_MIRROR, _FLIP, _QUARTER_TURN = 1, 2, 4


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

    def box(self, region: Region) -> QRect:
        """A region of the upright picture in pixels of the picture as it is stored."""
        seen = self.size.transposed() if self.is_turned else self.size
        left, top, width, height = region.box((seen.width(), seen.height()))
        turns = self.reader.transformation().value
        if turns & _QUARTER_TURN:  # clockwise, after all else; here it is undone
            left, top, width, height = top, seen.width() - left - width, height, width
        if turns & _MIRROR:
            left = self.size.width() - left - width
        if turns & _FLIP:
            top = self.size.height() - top - height
        return QRect(left, top, width, height)


def read(
    blob: Blob, kind: PictureKind, goal: QSize, region: Region | None, data: bytes | None
) -> QImage:
    """The picture, or a region of it, at `goal` pixels; from its bytes where they are there.

    Raises ImageError.
    """
    source = _Source(blob, kind, data)
    size = source.size
    if size.isValid():
        _refuse_giants(size, blob)
        if region is not None:
            box = source.box(region)
            source.reader.setClipRect(box)
            size = box.size()
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
