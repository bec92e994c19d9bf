"""What is decoded from files of every kind, sound and unsound."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QColorSpace, QImage

from reader.core.files import Blob
from reader.errors import ImageError
from reader.gui.decoder import ImageRequest, ImageResult, decode, measure
from tests.gui.pictures import CORNERS, SIZE, TURNS, cut, giant_png, quarters, svg, turned

pytestmark = pytest.mark.usefixtures("qapp")

NEAR = 12  # of 255: what lossy formats may change
PATIENCE = 2.0  # seconds


def decoded(path: Path, size: tuple[int, int] = SIZE) -> QImage:
    result = decode(ImageRequest(Blob(path), *size))
    assert result.error is None, result.error
    assert result.image.size() == QSize(*size)
    return result.image


def corners(image: QImage) -> list[tuple[int, int, int]]:
    """The colours in the middle of each quarter."""
    width, height = image.width(), image.height()
    places = [(x, y) for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]
    return [rgb(image.pixelColor(x, y)) for x, y in places]


def rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def are_near(found: list[tuple[int, int, int]], wanted: list[tuple[int, int, int]]) -> bool:
    return all(
        abs(one - other) <= NEAR
        for pixel, goal in zip(found, wanted, strict=True)
        for one, other in zip(pixel, goal, strict=True)
    )


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif", "a.tiff", "a.svg"])
@pytest.mark.parametrize("size", [SIZE, (48, 32), (192, 128)], ids=["same", "smaller", "larger"])
def test_every_format_is_decoded_at_the_size_asked_for(
    tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    path = tmp_path / name
    if name == "a.svg":
        svg(path)
    else:
        quarters().save(path)
    assert measure(Blob(path)) == QSize(*SIZE)
    assert are_near(corners(decoded(path, size)), list(CORNERS))


@pytest.mark.parametrize("orientation", TURNS)
def test_a_turned_photograph_is_shown_upright(tmp_path: Path, orientation: int) -> None:
    path = turned(tmp_path / "a.jpg", orientation)
    assert measure(Blob(path)) == QSize(*SIZE)
    for size in (SIZE, (48, 32)):
        assert are_near(corners(decoded(path, size)), list(CORNERS))


def test_a_name_is_not_believed(tmp_path: Path) -> None:
    quarters().save(tmp_path / "a.png")
    (tmp_path / "a.png").rename(tmp_path / "png.jpg")
    svg(tmp_path / "svg.jpg")
    for name in ("png.jpg", "svg.jpg"):
        assert are_near(corners(decoded(tmp_path / name)), list(CORNERS))


@pytest.mark.parametrize("mode", ["CMYK", "YCbCr"])
def test_print_colours_become_screen_colours(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.jpg"
    picture = quarters().convert(mode)
    picture.save(path, quality=95, subsampling=0)
    assert are_near(corners(decoded(path)), list(CORNERS))


@pytest.mark.parametrize("mode", ["L", "LA", "I;16", "1"])
def test_grey_is_grey_at_every_depth(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.png"
    grey = quarters().convert("L")
    if mode == "I;16":
        sixteen = Image.new("I;16", SIZE)
        sixteen.putdata([value * 257 for value in grey.tobytes()])
        sixteen.save(path)
    else:
        grey.convert(mode).save(path)
    found = corners(decoded(path))
    assert all(red == green == blue for red, green, blue in found)
    if mode != "1":
        light = [grey.getpixel((x, y)) for y in (16, 48) for x in (24, 72)]
        assert [red for red, _, _ in found] == pytest.approx(light, abs=1)


def test_colours_of_sixteen_bits_keep_their_tone(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    image = QImage(4, 4, QImage.Format.Format_RGBX64)
    image.fill(QColor(200, 100, 50))
    assert image.save(str(path))
    assert rgb(decoded(path, (4, 4)).pixelColor(1, 1)) == (200, 100, 50)


def test_transparency_of_a_palette_stays_transparent(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    picture = Image.new("P", (4, 4), 0)
    picture.putpalette([0, 0, 0, 220, 30, 30])
    picture.putpixel((3, 3), 1)
    picture.save(path, transparency=0)
    image = decoded(path, (4, 4))
    assert image.pixelColor(0, 0).alpha() == 0
    assert (image.pixelColor(3, 3).alpha(), rgb(image.pixelColor(3, 3))) == (255, (220, 30, 30))


def test_a_wide_gamut_is_converted_to_that_of_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor(200, 120, 100))
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3))
    assert image.save(str(path))
    assert rgb(decoded(path, (8, 8)).pixelColor(4, 4)) == pytest.approx(
        from_p3(200, 120, 100), abs=2
    )


def from_p3(*parts: int) -> list[int]:
    """A Display P3 colour in sRGB, by the matrix between the two."""
    matrix = [(1.2249, -0.2247, 0.0), (-0.0420, 1.0419, 0.0), (-0.0197, -0.0786, 1.0979)]
    linear = [((p / 255 + 0.055) / 1.055) ** 2.4 for p in parts]
    mixed = [sum(m * p for m, p in zip(row, linear, strict=True)) for row in matrix]
    return [round(255 * (1.055 * p ** (1 / 2.4) - 0.055)) for p in mixed]


# What cannot be shown


def missing(path: Path) -> None:
    """Leave nothing there."""


def a_folder(path: Path) -> None:
    path.mkdir()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def words(path: Path) -> None:
    path.write_text("This is a letter, not a picture.", encoding="utf-8")


def html(path: Path) -> None:
    path.write_text("<!DOCTYPE html><p>No.", encoding="utf-8")


def pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")


def giant(path: Path) -> None:
    giant_png(path)


def truncated_jpeg(path: Path) -> None:
    quarters((800, 600)).save(path, "JPEG")
    cut(path, 0.02)


def truncated_png(path: Path) -> None:
    quarters((800, 600)).save(path, "PNG")
    cut(path, 0.03)


def truncated_webp(path: Path) -> None:
    quarters((800, 600)).save(path, "WEBP")
    cut(path, 0.3)


def truncated_gif(path: Path) -> None:
    quarters((800, 600)).save(path, "GIF")
    path.write_bytes(path.read_bytes()[:12])


def truncated_tiff(path: Path) -> None:
    quarters((800, 600)).save(path, "TIFF", compression="tiff_lzw")
    path.write_bytes(path.read_bytes()[:9])


def only_a_signature(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n")


def svg_with_a_file(path: Path) -> None:
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        encoding="utf-8",
    )


def svg_not_sound(path: Path) -> None:
    path.write_text("<svg xmlns='http://www.w3.org/2000/svg'><g>", encoding="utf-8")


FAULTS = [
    *(missing, a_folder, empty, words, html, pdf, giant, only_a_signature),
    *(truncated_jpeg, truncated_png, truncated_webp, truncated_gif, truncated_tiff),
    *(svg_with_a_file, svg_not_sound),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
def test_what_cannot_be_shown_says_which_file_and_what_to_do(
    tmp_path: Path, fault: Callable[[Path], None], name: str
) -> None:
    path = tmp_path / name
    fault(path)
    start = time.monotonic()
    result = decode(ImageRequest(Blob(path), 200, 150))
    assert time.monotonic() - start < PATIENCE
    assert_fault(result, path)
    try:
        measure(Blob(path))
    except ImageError as error:
        assert_sentence(error, path)


def assert_fault(result: ImageResult, path: Path) -> None:
    assert result.error is not None
    assert result.image.isNull()
    assert_sentence(result.error, path)


def assert_sentence(error: ImageError, path: Path) -> None:
    assert error.where is not None
    assert error.where.file == path
    assert error.hint, f"no remedy: {error}"
    assert str(error).startswith(str(path))


def test_a_photograph_that_breaks_off_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    quarters((800, 600)).save(path, quality=95)
    cut(path, 0.7)
    result = decode(ImageRequest(Blob(path), 80, 60))
    assert result.error is not None or corners(result.image)[0] == pytest.approx(CORNERS[0], abs=12)


def test_a_picture_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    quarters().save(path)
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        assert_fault(decode(ImageRequest(Blob(path), 9, 6)), path)
    else:
        pytest.skip("this user may read everything")
