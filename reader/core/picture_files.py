"""What a picture file is and how large, from its first bytes: nothing is decoded."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final, NamedTuple

from reader.core.files import Blob
from reader.core.pictures import PictureKind, kind_of_bytes

HEAD_BYTES: Final = 1 << 20  # metadata may stand before a JPEG's size; more is not looked through
FIRST_BYTES: Final = 1 << 14  # enough for all but a few pictures


class PictureFile(NamedTuple):
    """A picture's format, "" for none that can be shown, and its pixels, 0 where not found."""

    format: str
    width: int = 0
    height: int = 0


def examine(blob: Blob) -> PictureFile:
    """The format and size of a picture, whatever its name says. Raises OSError."""
    return measure_with(blob.read)


def measure_with(read: Callable[[int], bytes]) -> PictureFile:
    """The format and size of a picture of which `read` gives the first bytes.

    No more are read than it takes: thousands of pictures would else be read as good as whole.
    """
    found = measure(read(FIRST_BYTES))
    return found if found.width or not found.format else measure(read(HEAD_BYTES))


def measure(data: bytes) -> PictureFile:
    """The format and size of the picture that begins with these bytes."""
    kind = kind_of_bytes(data)
    if kind is None:
        return PictureFile("")
    size = _SIZES.get(kind)
    try:
        width, height = size(data) if size else (0, 0)
    except (struct.error, IndexError):
        width = height = 0  # cut short; the decoder will say so
    return PictureFile(kind.label, width, height)


def _png(data: bytes) -> tuple[int, ...]:
    return struct.unpack_from(">II", data, 16)


def _gif(data: bytes) -> tuple[int, ...]:
    return struct.unpack_from("<HH", data, 6)


def _jpeg(data: bytes) -> tuple[int, ...]:
    """The size in the frame header (ITU-T T.81 B.2.2), found by stepping over the segments."""
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # fill bytes may precede any marker
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        else:
            at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return 0, 0


def _webp(data: bytes) -> tuple[int, ...]:
    """The size in the first chunk (RFC 9649): VP8X, lossless or lossy."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        return width, int.from_bytes(data[27:30], "little") + 1
    if chunk == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _tiff(data: bytes) -> tuple[int, ...]:
    """ImageWidth (256) and ImageLength (257) in the first directory (TIFF 6.0)."""
    order = "<" if data[:2] == b"II" else ">"
    at = struct.unpack_from(order + "I", data, 4)[0]
    size = [0, 0]
    for index in range(struct.unpack_from(order + "H", data, at)[0]):
        tag, of_type = struct.unpack_from(order + "HH", data, at + 2 + 12 * index)
        if tag in (256, 257):
            value = order + ("H" if of_type == 3 else "I")
            size[tag - 256] = struct.unpack_from(value, data, at + 10 + 12 * index)[0]
    return tuple(size)


_SIZES: Final[dict[PictureKind, Callable[[bytes], tuple[int, ...]]]] = {
    PictureKind.JPEG: _jpeg,
    PictureKind.PNG: _png,
    PictureKind.WEBP: _webp,
    PictureKind.GIF: _gif,
    PictureKind.TIFF: _tiff,
}
