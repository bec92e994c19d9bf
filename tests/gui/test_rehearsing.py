"""Decoding a picture before the show as the show will, and seeing which letters there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from reader.core.files import Blob
from reader.gui.glyphs import lacking
from reader.gui.rehearsing import prepare, rehearse
from reader.gui.surroundings import look_around
from tests.formats.decks import SVG
from tests.gui.decks import paint

SCREEN = (1280, 720)


def test_a_sound_picture_is_measured_and_timed(tmp_path: Path) -> None:
    prepare()
    done = rehearse(Blob(paint(tmp_path / "a.png", "#c81e1e", (640, 360))), SCREEN)
    assert (done.width, done.height, done.is_vector, done.error) == (640, 360, False, "")
    assert 0 < done.seconds < 5


def test_a_turned_picture_is_measured_upright(tmp_path: Path) -> None:
    from PIL import Image

    place = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", (60, 40), "red").save(place, exif=exif)
    done = rehearse(Blob(place), SCREEN)
    assert (done.width, done.height) == (40, 60)


def test_an_svg_is_drawn(tmp_path: Path) -> None:
    place = tmp_path / "a.svg"
    place.write_bytes(SVG)
    done = rehearse(Blob(place), SCREEN)
    assert (done.width, done.height, done.is_vector, done.error) == (40, 30, True, "")


def test_a_file_that_is_cut_short_is_at_fault(tmp_path: Path) -> None:
    place = paint(tmp_path / "a.png", "#c81e1e", (640, 360))
    place.write_bytes(place.read_bytes()[:200])
    done = rehearse(Blob(place), SCREEN)
    assert done.error == "the picture is damaged or cut short"
    assert "JPEG" in done.hint


@pytest.mark.parametrize(
    ("data", "words"), [(b"not a picture", "not a picture"), (None, "is missing")]
)
def test_what_is_no_picture_is_at_fault(tmp_path: Path, data: bytes | None, words: str) -> None:
    place = tmp_path / "a.png"
    if data is not None:
        place.write_bytes(data)
    assert words in rehearse(Blob(place), SCREEN).error


def test_nothing_of_a_picture_is_kept(tmp_path: Path) -> None:
    done = rehearse(Blob(paint(tmp_path / "a.png", "#c81e1e")), SCREEN)
    assert not any(isinstance(part, QImage) for part in done)


@pytest.mark.usefixtures("_fonts")
def test_the_shipped_typefaces_have_latin_greek_and_cyrillic() -> None:
    assert lacking("éñøŁœžΩλЖя“”‘’–…·") == ""


@pytest.mark.usefixtures("_fonts")
def test_a_letter_that_nobody_has_is_lacking() -> None:
    nobodys = "\U00016fff"  # not assigned
    assert lacking(f"é{nobodys}") == nobodys


def test_letters_are_looked_up_where_there_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    seen = look_around("é\U00016fff")
    assert seen.desk is None
    assert seen.lacking == "\U00016fff"


def test_a_screen_that_cannot_be_reached_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":9999")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")  # which ends a process that reaches no screen
    seen = look_around("é")
    assert (seen.desk, seen.lacking) == (None, "")
