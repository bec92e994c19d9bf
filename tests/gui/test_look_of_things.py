"""Icons, typefaces and the style sheet: all there, and understood by Qt."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from reader.core import look
from reader.core.commands import COMMANDS
from reader.core.look import Palette
from reader.core.scene import Theme
from reader.gui import icons, theme

pytestmark = pytest.mark.usefixtures("_fonts")

NAMED = sorted({command.icon for command in COMMANDS if command.icon} | {"x"})
both_palettes = pytest.mark.parametrize("palette", [look.DARK, look.LIGHT], ids=["dark", "light"])


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_every_icon_that_is_named_is_drawn_in_the_colour_asked_for(name: str, ratio: float) -> None:
    pixmap = icons.line_icon(name, "#ff0000", 20, ratio).pixmap(QSize(20, 20), ratio)
    image = pixmap.toImage()
    assert image.size() == QSize(round(20 * ratio), round(20 * ratio))
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    inked = [image.pixelColor(x, y) for x, y in places if image.pixelColor(x, y).alpha() > 200]
    assert inked
    assert all((c.red(), c.green(), c.blue()) == (255, 0, 0) for c in inked)


def test_the_program_s_icon_has_every_size() -> None:
    icon = icons.program_icon()
    sizes = {(size.width(), size.height()) for size in icon.availableSizes()}
    assert sizes == {(size, size) for size in icons.SIZES}
    for size in icons.SIZES:
        image = icon.pixmap(QSize(size, size), 1.0).toImage()
        assert image.size() == QSize(size, size)
        assert any(image.pixelColor(x, size // 2).alpha() for x in range(size))


@pytest.mark.parametrize("family", [look.SERIF, look.SERIF_DISPLAY, look.SANS])
@pytest.mark.parametrize("semibold", [False, True], ids=["regular", "semibold"])
def test_the_shipped_typefaces_are_the_ones_in_use(family: str, semibold: bool) -> None:
    found = QFontInfo(theme.font(family, 17, semibold=semibold))
    assert found.family() == family
    assert found.pixelSize() == 17


def test_every_shipped_file_is_a_typeface() -> None:
    files = sorted(theme.FONTS.glob("*.ttf"))
    assert files
    for path in files:
        number = QFontDatabase.addApplicationFont(str(path))
        assert number >= 0, path.name
        assert QFontDatabase.applicationFontFamilies(number)


@pytest.mark.parametrize("family", [look.SERIF, look.SANS])
@pytest.mark.parametrize("sample", ["ąęłőřșž", "αβγδω", "абвгдя", "“”‘’–—…·", "⁰¹²³⁴⁵⁶⁷⁸⁹"])
def test_the_typefaces_have_the_letters_that_decks_need(family: str, sample: str) -> None:
    face = QRawFont.fromFont(theme.font(family, 17))
    assert face.familyName() == family
    assert [letter for letter in sample if not face.supportsCharacter(ord(letter))] == []


@pytest.mark.parametrize("weight", [False, True])
def test_figures_in_a_counter_stand_on_equal_widths(weight: bool) -> None:
    metrics = QFontMetricsF(theme.font(look.SANS, 40, semibold=weight))
    widths = {round(metrics.horizontalAdvance(digit), 1) for digit in "0123456789"}
    assert len(widths) == 1


@both_palettes
@pytest.mark.parametrize("base", [17.0, 25.5, 51.0])
def test_the_style_sheet_is_understood_and_used(
    qtbot: QtBot, palette: Palette, base: float
) -> None:
    """Qt warns of what it cannot parse, and a warning fails the test."""
    widget = QWidget()
    qtbot.addWidget(widget)
    button = QToolButton(widget)
    widget.setObjectName("overlay")
    widget.resize(200, 100)
    widget.setStyleSheet(theme.style_sheet(palette, base))
    widget.show()
    assert button.font().family() == look.SANS
    assert button.font().pixelSize() == round(base * look.SMALL)
    assert widget.grab().toImage().pixelColor(100, 50).name() == palette.raised.lower()


@both_palettes
def test_the_style_sheet_takes_its_colours_from_the_palette_alone(palette: Palette) -> None:
    import re

    used = set(re.findall("#[0-9A-Fa-f]{6}", theme.style_sheet(palette, 17)))
    assert used <= set(palette)


@pytest.mark.parametrize(
    ("chosen", "on_stage", "palette"),
    [
        (Theme.DARK, False, look.DARK),
        (Theme.LIGHT, False, look.LIGHT),
        (Theme.LIGHT, True, look.LIGHT),
        (Theme.SYSTEM, True, look.DARK),
    ],
)
def test_a_choice_of_colours_holds_everywhere(
    chosen: Theme, on_stage: bool, palette: Palette
) -> None:
    assert theme.palette_for(chosen, on_stage) is palette


def test_text_grows_with_the_system_s_and_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtGui import QGuiApplication

    scales = []
    for pixels in (8, 13, 27, 40, 400):
        font = QFont()
        font.setPixelSize(pixels)
        monkeypatch.setattr(QGuiApplication, "font", lambda font=font: font)
        scales.append(theme.text_scale())
    assert scales[:2] == [1.0, 1.0]
    assert scales[2] == pytest.approx(2, abs=0.1)
    assert scales[3:] == [3.0, 3.0]
