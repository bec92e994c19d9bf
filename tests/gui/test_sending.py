"""The card that is sent to the audience, and its code as another program reads it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from reader.core.deck import Deck
from reader.core.sending import Sent
from reader.gui.sending import QUIET_ZONE, SEND_MS, SentCard, qr_code
from tests.gui.conftest import Open
from tests.gui.decks import deck_with, slide_of
from tests.gui.driver import Driver, plain

ADDRESS = "https://example.org/archive/photographs/1989/cologne?item=4711&side=verso#caption"


def read(image: QImage) -> str:
    """What another program reads in a picture of a code; "" where it finds none."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    found = zxingcpp.read_barcodes(np.ascontiguousarray(rows[:, : grey.width()]))
    return found[0].text if found else ""


def card_of(driver: Driver) -> SentCard:
    return driver.stage.layers.card


@pytest.fixture
def deck(tmp_path: Path) -> Deck:
    source = {"type": "webpage", "title": "An archive", "URL": "https://example.org/a"}
    slide = slide_of(1, text="As was found [@a].", image={"web_page": "https://example.org/p/1"})
    return deck_with(tmp_path / "deck", slide, slide_of(2), sources={"a": source})


@pytest.fixture
def driver(open_window: Open, deck: Deck) -> Driver:
    driver = open_window(deck)
    driver.show.present()
    driver.qtbot.wait(100)
    driver.settle()
    return driver


# The code


@pytest.mark.parametrize(
    "address",
    ["http://example.org", "HTTPS://EXAMPLE.ORG/A", ADDRESS, "https://example.org/" + "x" * 600],
    ids=["short", "capitals", "letters", "long"],
)
def test_another_program_reads_the_address_in_the_code(address: str) -> None:
    code = qr_code(address)
    assert code is not None
    assert read(code.scaled(code.size() * 6)) == address


def test_letters_beyond_ascii_are_written_as_addresses_have_them() -> None:
    code = qr_code("https://köln.example/straße?a=ü")
    assert code is not None
    found = read(code.scaled(code.size() * 6))
    assert found == "https://xn--kln-sna.example/stra%C3%9Fe?a=%C3%BC"


def test_the_code_has_white_around_it_as_the_standard_wants() -> None:
    code = qr_code("https://example.org")
    assert code is not None
    side = code.width()
    for x in range(side):
        for y in (0, QUIET_ZONE - 1, side - QUIET_ZONE, side - 1):
            assert code.pixelColor(x, y).name() == "#ffffff"
    assert code.pixelColor(QUIET_ZONE, QUIET_ZONE).lightness() < 40


@pytest.mark.parametrize(
    "address",
    ["", "ftp://example.org/x", "file:///etc/passwd", "javascript:alert(1)", "mailto:a@b.org"],
)
def test_only_the_address_of_a_web_page_is_put_into_a_code(address: str) -> None:
    assert qr_code(address) is None


def test_an_address_that_is_too_long_is_text_alone() -> None:
    assert qr_code("https://example.org/" + "x" * 900) is None
    assert qr_code("https://example.org/" + "x" * 9000) is None


# The card


def test_a_source_that_is_sent_can_be_read_and_scanned(driver: Driver) -> None:
    driver.press("Q")
    card = card_of(driver)
    assert card.isVisible()
    words = plain(card._blocks)
    assert words.startswith("Source 1\n")
    assert "An archive" in words
    assert words.endswith("https://example.org/a")
    assert read(driver.stage.grab().toImage()) == "https://example.org/a"


def test_every_module_of_the_code_is_the_same_whole_number_of_pixels(driver: Driver) -> None:
    driver.press("Q")
    card = card_of(driver)
    code, place = qr_code("https://example.org/a"), card._code_place
    assert code is not None
    scale, rest = divmod(place.width(), code.width())
    assert (rest, place.height()) == (0, place.width())
    shown = card.grab().toImage()
    for y in range(0, code.height(), 3):
        for x in range(code.width()):
            module = QRect(place.left() + x * scale, place.top() + y * scale, scale, scale)
            expected = code.pixelColor(x, y).name()
            assert shown.pixelColor(module.topLeft()).name() == expected
            assert shown.pixelColor(module.bottomRight()).name() == expected


def test_the_card_leaves_the_credit_and_the_counter_in_sight(driver: Driver) -> None:
    driver.press("Shift+Q")
    card = card_of(driver)
    ticks = driver.sheet.ticks
    assert ticks is not None
    assert card.geometry().bottom() < ticks.area.top()
    assert card.geometry().right() < driver.stage.width()
    assert driver.stage.rect().contains(card.geometry())
    assert "Painter 1" in plain(card._blocks)


def test_a_long_text_is_set_smaller_and_stays_within_the_page(driver: Driver) -> None:
    words = "A report of many pages with a title that goes on and on. " * 14
    driver.show.podium.send(Sent("Source 1", words, "https://example.org/" + "y" * 200))
    card = card_of(driver)
    assert driver.stage.rect().contains(card.geometry())
    for block in card._blocks:
        assert block.area.bottom() <= card.height()


def test_words_of_a_deck_are_never_markup(driver: Driver) -> None:
    driver.show.podium.send(Sent("Picture", "<b>bold</b> & <img src='x'>"))
    assert "<b>bold</b> & <img src='x'>" in plain(card_of(driver)._blocks)


def test_it_leaves_by_itself_after_ten_seconds(driver: Driver) -> None:
    driver.press("Q")
    card = card_of(driver)
    assert card._over.isActive()
    assert 9000 < card._over.interval() == SEND_MS
    card._over.start(20)
    driver.qtbot.waitUntil(lambda: driver.show.scene.staging.sent is None)
    assert not card.isVisible()


def test_escape_and_a_turn_of_the_page_take_it_away(driver: Driver) -> None:
    driver.press("Q", "Esc")
    card = card_of(driver)
    assert not card.isVisible()
    driver.press("Q")
    assert card.isVisible()
    driver.press("Right")
    driver.settle()
    assert not card.isVisible()
    assert not card._over.isActive()


def test_a_screen_reader_hears_what_was_sent(driver: Driver) -> None:
    driver.press("Q")
    card = card_of(driver)
    assert card.accessibleName() == "Source 1"
    assert "https://example.org/a" in card.accessibleDescription()
