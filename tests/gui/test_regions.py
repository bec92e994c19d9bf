"""A region of a picture is the same pixels that another program cuts out of it."""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QColorSpace, QImage

from reader.core.files import Blob
from reader.core.fixity import Fixity
from reader.core.region import WHOLE, Region
from reader.gui.decoder import ImageRequest, ImageResult, Veil, decode
from tests.gui.pictures import TURNS, cut, giant_png, svg

pytestmark = pytest.mark.usefixtures("qapp")

Pixels = NDArray[np.int16]
SIZE = (246, 164)
NEAR = 2.0  # of 255, on average: what codecs and ways of scaling may differ by
ORIENTATION = 0x0112
REGIONS = {
    "whole": WHOLE,
    "middle": Region(0.3, 0.25, 0.4, 0.5),
    "upper right": Region(0.7, 0.0, 0.3, 0.2),
    "lower left": Region(0.0, 0.55, 0.2, 0.45),
    "a strip": Region(0.1, 0.4, 0.85, 0.05),
}


def picture(mode: str = "RGB") -> Image.Image:
    """Patches of colour, of which each differs from its neighbours."""
    tones = np.random.default_rng(4).integers(0, 255, (21, 31, 3), dtype=np.uint8)
    return Image.fromarray(tones).resize(SIZE, Image.Resampling.BICUBIC).convert(mode)


def stored(path: Path, orientation: int = 1, **options: Any) -> Path:
    """The picture in a file, upright only when its orientation is heeded."""
    turn = TURNS[orientation]
    made = picture() if turn is None else picture().transpose(turn)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    made.save(path, exif=exif, **options)
    return path


def result(path: Path, region: Region | None, size: tuple[int, int]) -> ImageResult:
    return decode(ImageRequest(Blob(path), *size, region=region))


def pixels(image: QImage) -> Pixels:
    """Red, green and blue."""
    rows = np.frombuffer(bytes(image.constBits()), np.uint8)
    rows = rows.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width(), 2::-1]
    return rows.astype(np.int16)


def seen(path: Path, region: Region, size: tuple[int, int] | None = None) -> tuple[Pixels, Pixels]:
    """A region as it is decoded, and as Pillow cuts it out; at its own size unless told."""
    with Image.open(path) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    left, top, width, height = region.box(upright.size)
    part = upright.crop((left, top, left + width, top + height))
    wanted = part.resize(size, Image.Resampling.BOX) if size else part
    found = result(path, region, wanted.size)
    assert found.error is None, found.error
    assert found.image.size() == QSize(*wanted.size)
    return pixels(found.image), np.asarray(wanted, np.int16)


def differ(pair: tuple[Pixels, Pixels]) -> float:
    """By how much two pictures differ, of 255, on average."""
    return float(np.abs(pair[0] - pair[1]).mean())


def test_the_yardstick_tells_one_pixel_of_shift() -> None:
    upright = np.asarray(picture(), np.int16)
    assert differ((upright[:, 1:], upright[:, :-1])) > 4 * NEAR
    assert differ((upright[1:], upright[:-1])) > 4 * NEAR


@pytest.mark.parametrize("region", REGIONS.values(), ids=REGIONS)
@pytest.mark.parametrize("orientation", TURNS)
def test_a_region_of_a_turned_photograph(tmp_path: Path, orientation: int, region: Region) -> None:
    path = stored(tmp_path / "a.jpg", orientation, quality=95, subsampling=0)
    assert differ(seen(path, region)) < NEAR


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("parts", [2, 3, 5])
def test_a_region_of_a_turned_photograph_made_smaller(
    tmp_path: Path, orientation: int, parts: int
) -> None:
    path = stored(tmp_path / "a.jpg", orientation, quality=95, subsampling=0)
    region = Region(60 / 246, 40 / 164, 120 / 246, 90 / 164)
    assert differ(seen(path, region, (120 // parts, 90 // parts))) < 2 * NEAR


@pytest.mark.parametrize("orientation", [1, 6, 7])
def test_a_region_of_a_turned_tiff(tmp_path: Path, orientation: int) -> None:
    path = stored(tmp_path / "a.tiff", orientation)
    for region in REGIONS.values():
        assert differ(seen(path, region)) < NEAR


@pytest.mark.parametrize("region", REGIONS.values(), ids=REGIONS)
@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("a.jpg", "L"),
        ("a.jpg", "CMYK"),
        ("a.png", "RGB"),
        ("a.png", "RGBA"),
        ("a.png", "P"),
        ("a.webp", "RGB"),
        ("a.gif", "P"),
        ("a.tiff", "RGB"),
    ],
)
def test_a_region_in_every_format(tmp_path: Path, name: str, mode: str, region: Region) -> None:
    path = tmp_path / name
    picture(mode).save(path)
    assert differ(seen(path, region)) < NEAR


def test_a_region_of_a_progressive_photograph(tmp_path: Path) -> None:
    path = stored(tmp_path / "a.jpg", 8, quality=95, progressive=True, subsampling=2)
    for region in REGIONS.values():
        assert differ(seen(path, region)) < NEAR


def test_a_region_is_enlarged_smoothly(tmp_path: Path) -> None:
    picture().save(tmp_path / "a.png")
    region = Region(100 / 246, 50 / 164, 20 / 246, 10 / 164)
    assert region.box(SIZE)[2:] == (20, 10)
    found = pixels(result(tmp_path / "a.png", region, (80, 40)).image)
    part = picture().crop((100, 50, 120, 60)).resize((80, 40), Image.Resampling.BILINEAR)
    assert differ((found, np.asarray(part, np.int16))) < 2 * NEAR


def large_svg(path: Path) -> Path:
    """A drawing with a fine line across, text, and a picture in it."""
    png = io.BytesIO()
    picture().save(png, "PNG")
    data = base64.b64encode(png.getvalue()).decode()
    path.write_text(
        '<?xml version="1.0" encoding="ISO-8859-1"?>'
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="10 20 300 200" width="600">'
        '<rect x="10" y="20" width="300" height="200" fill="#dde"/>'
        f'<image x="40" y="60" width="120" height="80" href="data:image/png;base64,{data}"/>'
        '<path d="M10 20L310 220" stroke="#a00" stroke-width="3"/>'
        '<circle cx="230" cy="90" r="40" fill="#060" opacity="0.5"/></svg>',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("region", REGIONS.values(), ids=REGIONS)
@pytest.mark.parametrize("make", [svg, large_svg])
def test_a_region_of_a_drawing_is_drawn_anew(
    tmp_path: Path, make: Callable[[Path], Path], region: Region
) -> None:
    path = make(tmp_path / "a.svg")
    size = (1200, 800)
    left, top, width, height = region.box(size)
    whole = pixels(result(path, None, size).image)
    found = pixels(result(path, region.snapped(size), (width, height)).image)
    assert differ((found, whole[top : top + height, left : left + width])) < NEAR


def test_a_small_region_of_a_drawing_takes_no_more_pixels_than_are_shown(tmp_path: Path) -> None:
    tiny = Region(0.499, 0.499, 0.002, 0.002)  # whole, the drawing would have 4 gigapixels
    found = result(large_svg(tmp_path / "a.svg"), tiny, (96, 64))
    assert found.error is None, found.error
    assert found.image.size() == QSize(96, 64)


def test_the_colours_of_a_region_are_those_of_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor(200, 120, 100))
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3))
    assert image.save(str(path))
    whole = result(path, None, (8, 8)).image
    part = result(path, Region(0.5, 0.5, 0.5, 0.5), (4, 4)).image
    assert part.pixelColor(2, 2) == whole.pixelColor(2, 2)
    assert part.pixelColor(2, 2) != QColor(200, 120, 100)


def test_what_is_transparent_stays_so(tmp_path: Path) -> None:
    made = picture("RGBA")
    made.putalpha(0)
    made.save(tmp_path / "a.png")
    found = result(tmp_path / "a.png", Region(0.5, 0.5, 0.5, 0.5), (40, 40)).image
    assert found.pixelColor(20, 20).alpha() == 0


def test_there_is_no_veil_over_a_region(tmp_path: Path) -> None:
    path = stored(tmp_path / "a.png")
    request = ImageRequest(Blob(path), 60, 40, Veil(0.2, 0.5, "#ffffff", "#000000"), WHOLE)
    bare = decode(request.plain)
    assert decode(request).image == decode(request, bare).image == bare.image
    assert decode(request._replace(region=None)).image != bare.image


def test_a_coarse_region_is_of_the_same_region() -> None:
    region = Region(0.1, 0.2, 0.3, 0.4)
    request = ImageRequest(Blob(Path("a.png")), 4000, 2000, region=region)
    assert request.coarse == ImageRequest(Blob(Path("a.png")), 480, 240, region=region)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_region_from_a_bag_is_proved(tmp_path: Path, orientation: int) -> None:
    path = stored(tmp_path / "a.jpg", orientation, quality=95, subsampling=0)
    sha = hashlib.sha512(path.read_bytes()).hexdigest()
    region = REGIONS["lower left"]
    size = region.box(SIZE)[2:]
    plain = result(path, region, size)
    assert plain.fixity is None
    for digest, fixity in ((sha, Fixity.VERIFIED), (sha[::-1], Fixity.CHANGED)):
        blob = Blob(path, digest=("sha512", digest))
        found = decode(ImageRequest(blob, *size, region=region))
        assert found.fixity is fixity
        assert found.image == plain.image


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_a_region_of_what_is_cut_short_says_so(tmp_path: Path, name: str) -> None:
    path = cut(stored(tmp_path / name), 0.02)
    found = result(path, Region(0.5, 0.5, 0.5, 0.5), (20, 20))
    assert found.error is not None
    assert found.image.isNull()


_MEASURING = """
import sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from reader.core.files import Blob
from reader.core.region import Region
from reader.gui.decoder import ImageRequest, decode

def most():
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024

QGuiApplication([])
path, small = Blob(Path(sys.argv[1])), Region(0.0, 0.0, 0.01, 0.01)
decode(ImageRequest(path, 60, 40, region=small))  # what Qt loads for the first picture
before = most()
found = decode(ImageRequest(path, 960, 640, region=Region(0.4, 0.8, 0.16, 0.16)))
assert found.error is None
print(most() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux knows of a process")
def test_the_whole_of_a_large_photograph_is_never_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    picture().resize((6000, 4000)).save(path)  # 92 MiB in memory
    script = [sys.executable, "-c", _MEASURING, str(path)]
    told = subprocess.run(script, capture_output=True, text=True, check=True, timeout=60).stdout
    assert float(told) < 30


def test_a_giant_is_refused_before_a_region_of_it_is_read(tmp_path: Path) -> None:
    found = result(giant_png(tmp_path / "a.png"), Region(0.5, 0.5, 0.001, 0.001), (20, 20))
    assert found.error is not None
    assert "more than can be shown" in found.error.message
