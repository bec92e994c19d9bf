"""Small pictures of pages: their size, and what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reader.gui.decoder import Decoder, ImageResult
from reader.gui.thumbnails import Thumbnail, Thumbnails
from tests.gui.decks import COLOURS, colourful

pytestmark = pytest.mark.usefixtures("qapp")
ONE = 160 * 90 * 4  # bytes


class Decoded:
    """Thumbnails with a decoder that works at once.

    Owns: both, and a list of what was decoded.
    """

    def __init__(self, budget: int) -> None:
        self.parent = QObject()
        self.decoder = Decoder(workers=0)
        self.results: list[ImageResult] = []
        self.decoder.decoded.connect(self.results.append)
        self.thumbnails = Thumbnails(self.decoder, "test", self.parent, budget)

    def images(self) -> list[int]:
        """The pages whose pictures there are."""
        return [page for page in range(7) if self.thumbnails.of(page).image is not None]


@pytest.fixture
def decoded() -> Iterator[Decoded]:
    made = Decoded(100 * ONE)
    yield made
    made.thumbnails.close()
    made.decoder.close()


def test_a_thumbnail_fits_its_box_and_keeps_its_shape(decoded: Decoded, tmp_path: Path) -> None:
    decoded.thumbnails.take(colourful(tmp_path / "tall", 1, size=(200, 400)), 160, 90)
    assert decoded.thumbnails.of(1) == Thumbnail(is_awaited=True)
    decoded.thumbnails.want([1])
    image = decoded.thumbnails.of(1).image
    assert image is not None
    assert (image.width(), image.height()) == (45, 90)
    assert image.pixelColor(20, 40).name() == COLOURS[0]


def test_the_title_page_has_the_first_picture_and_the_credits_none(
    decoded: Decoded, tmp_path: Path
) -> None:
    decoded.thumbnails.take(colourful(tmp_path / "deck", 2), 160, 90)
    decoded.thumbnails.want(range(4))
    assert decoded.images() == [0, 1, 2]
    assert decoded.thumbnails.of(3) == Thumbnail()


def test_what_was_decoded_is_kept_when_the_list_is_closed(decoded: Decoded, tmp_path: Path) -> None:
    deck = colourful(tmp_path / "deck", 3)
    decoded.thumbnails.take(deck, 160, 90)
    decoded.thumbnails.want([1, 2, 3])
    decoded.thumbnails.close()
    count = len(decoded.results)
    decoded.thumbnails.take(deck, 160, 90)
    decoded.thumbnails.want([3, 2, 1])
    assert decoded.images() == [1, 2, 3]
    assert len(decoded.results) == count == 3


def test_a_deck_that_was_read_again_is_decoded_again(decoded: Decoded, tmp_path: Path) -> None:
    for _ in range(2):
        decoded.thumbnails.take(colourful(tmp_path / "deck", 1), 160, 90)
        assert decoded.images() == []
        decoded.thumbnails.want([1])
        assert decoded.images() == [1]
        decoded.thumbnails.close()


def test_no_more_is_wanted_and_kept_than_the_budget_holds(decoded: Decoded, tmp_path: Path) -> None:
    thumbnails = decoded.thumbnails
    thumbnails._budget = 2 * ONE
    thumbnails.take(colourful(tmp_path / "deck", 5), 160, 90)
    thumbnails.want([1, 2, 3, 4, 5])
    assert decoded.images() == [1, 2]
    thumbnails.want([2, 4])
    assert decoded.images() == [2, 4]
    assert thumbnails._bytes == 2 * ONE


def test_what_the_decoder_had_no_room_for_comes_later(
    decoded: Decoded, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.gui.decoder.LEAST_ASIDE", 2 * ONE)
    decoded.decoder._budget = 2 * ONE
    decoded.thumbnails.take(colourful(tmp_path / "deck", 5), 160, 90)
    decoded.thumbnails.want([1, 2, 3, 4, 5])
    assert decoded.images() == [1, 2]
    qtbot.waitUntil(lambda: decoded.images() == [1, 2, 3, 4, 5])
