"""Picture files of every kind that is shown, and of kinds that are not."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from PIL import Image

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 200, 30), (30, 30, 220), (220, 220, 30)
CORNERS = (RED, GREEN, BLUE, YELLOW)  # top left, top right, bottom left, bottom right
SIZE = (96, 64)

# What has to be done to an upright picture so that the orientation in its metadata undoes it.
TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
_ORIENTATION = 0x0112


def quarters(size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture with a colour of its own in each corner."""
    width, height = size
    made = Image.new("RGB", size)
    for place, colour in enumerate(CORNERS):
        box = (place % 2 * width // 2, place // 2 * height // 2)
        made.paste(colour, (*box, box[0] + width // 2, box[1] + height // 2))
    return made


def turned(path: Path, orientation: int) -> Path:
    """A JPEG that is upright only when its orientation is heeded."""
    turn = TURNS[orientation]
    stored = quarters() if turn is None else quarters().transpose(turn)
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    stored.save(path, "JPEG", quality=95, subsampling=0, exif=exif)
    return path


def svg(path: Path) -> Path:
    """The same four quarters, drawn."""
    width, height = SIZE
    boxes = "".join(
        f'<rect x="{place % 2 * width // 2}" y="{place // 2 * height // 2}" '
        f'width="{width // 2}" height="{height // 2}" fill="rgb{colour}"/>'
        for place, colour in enumerate(CORNERS)
    )
    root = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
    path.write_text(f"{root}{boxes}</svg>", encoding="utf-8")
    return path


def giant_png(path: Path, side: int = 60_000) -> Path:
    """A PNG whose header promises far more than the file holds."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00" * 100))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b""))
    return path


def cut(path: Path, share: float) -> Path:
    """The first part of a file."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path
