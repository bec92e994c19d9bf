"""Text over a picture can be read, whatever the picture: measured, not believed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from reader.core import look
from reader.core.files import Blob
from reader.core.look import Palette
from reader.core.scene import Scene
from reader.gui.canvas import Canvas
from reader.gui.compose import slide_sheet
from reader.gui.decoder import ImageRequest, decode
from reader.gui.fitting import pixels
from reader.gui.sheet import Sheet
from tests.gui.test_layout import SHORT, canvas_of, deck_of, lines_of

pytestmark = pytest.mark.usefixtures("_fonts")

Pixels = npt.NDArray[np.uint8]
SHARE = 0.99  # of the pixels under the text
SIZE = (1280, 720)


def white() -> Pixels:
    return np.full((720, 1280, 3), 255, np.uint8)


def black() -> Pixels:
    return np.zeros((720, 1280, 3), np.uint8)


def grey() -> Pixels:
    return np.full((720, 1280, 3), 128, np.uint8)


def noise() -> Pixels:
    return np.random.default_rng(1).integers(0, 256, (720, 1280, 3), np.uint8)


def sky_and_sea() -> Pixels:
    """Light above and dark below, as most photographs of places are."""
    made = np.linspace(255, 20, 720, dtype=np.uint8)
    return np.broadcast_to(made[:, None, None], (720, 1280, 3)).copy()


def lamps() -> Pixels:
    """A dark street with white lamps on a twentieth of it."""
    made = black()
    made[::9, ::9] = 255
    made[400:, 100:160] = 255
    return made


def yellow() -> Pixels:
    return np.tile(np.array([255, 230, 40], np.uint8), (720, 1280, 1))


PICTURES = [white, black, grey, noise, sky_and_sea, lamps, yellow]


def luminance(image: Pixels) -> npt.NDArray[np.float64]:
    part = image.astype(np.float64) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    weighed: npt.NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return weighed


def contrast(ink: str, ground: Pixels) -> npt.NDArray[np.float64]:
    """The contrast of a colour against every pixel."""
    of_ink = look.luminance(*look.rgb(ink))
    of_ground = luminance(ground)
    high, low = np.maximum(of_ink, of_ground), np.minimum(of_ink, of_ground)
    return (high + 0.05) / (low + 0.05)


def array_of(image: QImage) -> Pixels:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(plain.constBits(), np.uint8)
    rows = flat.reshape(plain.height(), plain.bytesPerLine())
    rows = rows[:, : plain.width() * 3].copy()  # the image's own memory goes with it
    return rows.reshape(plain.height(), plain.width(), 3)


def veiled(tmp_path: Path, picture: Pixels, palette: Palette) -> tuple[Sheet, Pixels]:
    """A slide on stage whose picture fills the screen, and what is painted of that picture."""
    path = tmp_path / "a.png"
    Image.fromarray(picture).save(path, compress_level=1)
    canvas: Canvas = canvas_of(SIZE, on_stage=True)._replace(palette=palette)
    deck = deck_of({**SHORT, "text": f"{SHORT['text']} [@one]"})
    sheet = slide_sheet(canvas, Scene(deck, 1, is_full_screen=True), deck.slides[0], 16 / 9, {})
    assert sheet.picture is not None
    assert sheet.veil is not None
    result = decode(ImageRequest(Blob(path), *pixels(sheet.picture, 1), sheet.veil))
    assert result.error is None
    return sheet, array_of(result.image)


def under(sheet: Sheet, image: Pixels, area: QRectF) -> Pixels:
    assert sheet.picture is not None
    place = area.translated(-sheet.picture.topLeft()).toAlignedRect()
    return image[max(0, place.top()) : place.bottom(), max(0, place.left()) : place.right()]


@pytest.mark.parametrize("palette", [look.DARK, look.LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.__name__)
def test_every_line_over_a_picture_has_the_contrast_of_the_guidelines(
    tmp_path: Path, picture: Callable[[], Pixels], palette: Palette
) -> None:
    sheet, image = veiled(tmp_path, picture(), palette)
    title, kicker, caption, *_ = sheet.text
    inks = [(title, palette.ink), (kicker, palette.accent), (caption, palette.ink)]
    inks += [(caption, palette.accent)]  # its citation marks
    inks += [(block, palette.soft) for block in sheet.rail]
    for block, ink in inks:
        lines = lines_of(block)
        assert lines
        ground = np.concatenate([under(sheet, image, line).reshape(-1, 3) for line in lines])
        found = contrast(ink, ground)
        share = float((found >= look.CONTRAST).mean())
        assert share >= SHARE, f"{ink} on {block.plain[:20]!r}: {share:.1%} can be read"


@pytest.mark.parametrize("palette", [look.DARK, look.LIGHT], ids=["dark", "light"])
def test_a_veil_leaves_the_upper_part_of_a_picture_as_it_is(
    tmp_path: Path, palette: Palette
) -> None:
    sheet, image = veiled(tmp_path, yellow(), palette)
    assert sheet.veil is not None
    top = int(sheet.veil.top * image.shape[0])
    assert top > 100
    assert (image[: top - 1] == (255, 230, 40)).all()


def test_a_picture_that_needs_no_veil_gets_a_light_one(tmp_path: Path) -> None:
    _, over_black = veiled(tmp_path, black(), look.DARK)
    _, over_white = veiled(tmp_path, white(), look.DARK)
    assert over_black[-1].max() < 30
    assert over_white[-1].max() < 128


@pytest.mark.parametrize("palette", [look.DARK, look.LIGHT], ids=["dark", "light"])
def test_every_ink_can_be_read_on_every_ground(palette: Palette) -> None:
    for ink in (palette.ink, palette.soft, palette.accent, palette.fault):
        for ground in (palette.ground, palette.raised):
            assert look.contrast(ink, ground) >= look.CONTRAST, (ink, ground)
