"""Decks with faults: what is wrong stands in its place, and the rest works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from reader.core.deck import Deck
from reader.core.files import Folder
from reader.core.loading import load
from tests.gui.conftest import Open
from tests.gui.decks import COLOURS, deck_with, paint, slide_of, write_deck
from tests.gui.driver import Driver, plain


def deck_with_faults(folder: Path) -> Deck:
    """Sound, no picture file, a broken slide file, a damaged picture, sound."""
    slides: list[dict[str, Any] | str] = [
        *(slide_of(1), slide_of(2), "broken.yaml"),
        *(slide_of(4), slide_of(5, text="A claim [@nobody].")),
    ]
    write_deck(folder, slides)
    for number in (1, 4, 5):
        paint(folder / "assets" / f"{number}.png", COLOURS[number - 1])
    (folder / "assets" / "4.png").write_bytes(b"This is no picture.")
    (folder / "slides" / "broken.yaml").write_text("title: [unclosed\n", encoding="utf-8")
    return load(Folder(folder))


def placeholder(driver: Driver) -> str:
    assert driver.sheet.fault is not None
    return plain([driver.sheet.fault])


def accessible_picture(driver: Driver) -> str:
    found = driver.stage.findChild(QLabel, "picture")
    assert found is not None
    assert found.isVisible()
    return found.accessibleName().replace("\u00a0", " ")


@pytest.mark.parametrize("full_screen", [False, True], ids=["window", "full screen"])
@pytest.mark.parametrize(
    ("page", "words"),
    [(2, "assets/2.png"), (3, "broken.yaml"), (4, "not a picture that can be shown")],
)
def test_what_is_wrong_stands_in_the_place_of_the_picture(
    open_window: Open, tmp_path: Path, page: int, words: str, full_screen: bool
) -> None:
    driver = open_window(deck_with_faults(tmp_path / "f"), page=page, full_screen=full_screen)
    assert words in placeholder(driver)
    assert words in accessible_picture(driver)
    assert driver.sheet.picture is not None
    assert driver.sheet.picture.contains(driver.sheet.fault.area)  # type: ignore[union-attr]
    driver.press("Home")
    assert driver.colour() == COLOURS[0]
    driver.press("End")
    assert (driver.page, driver.colour()) == (5, COLOURS[4])


def test_every_page_of_a_deck_with_faults_can_be_turned_to(
    open_window: Open, tmp_path: Path
) -> None:
    driver = open_window(deck_with_faults(tmp_path / "f"), page=0)
    pages = []
    for _ in range(7):
        pages.append(driver.page)
        driver.press("Right")
    assert pages == [0, 1, 2, 3, 4, 5, 6]


def test_the_credit_of_a_missing_picture_is_still_shown(open_window: Open, tmp_path: Path) -> None:
    driver = open_window(deck_with_faults(tmp_path / "f"), page=2)
    assert "Painter 2" in driver.rail()


def test_a_fault_that_decoding_finds_is_told_like_the_others(
    open_window: Open, tmp_path: Path
) -> None:
    folder = tmp_path / "cut"
    deck = deck_with(folder, slide_of(1), slide_of(2), size=(900, 700))
    path = folder / "assets" / "2.png"
    path.write_bytes(path.read_bytes()[:60])  # its header is whole
    driver = open_window(deck)
    driver.press("Right")
    driver.settle()
    assert "cut short" in placeholder(driver)
    assert "cut short" in accessible_picture(driver)


def test_a_source_that_is_not_defined_has_a_mark_and_a_card(
    open_window: Open, tmp_path: Path
) -> None:
    driver = open_window(deck_with_faults(tmp_path / "f"), page=5)
    assert "⁽?⁾" in driver.text()
    driver.press("C")
    card = "“nobody” is cited, but the deck does not define it."
    assert driver.find(QLabel, card, driver.furniture.citations).isVisible()


def test_a_picture_outside_the_deck_is_not_shown(open_window: Open, tmp_path: Path) -> None:
    paint(tmp_path / "secret.png", "#ffffff")
    deck = deck_with(tmp_path / "f", slide_of(1, image={"file": "../secret.png"}))
    driver = open_window(deck)
    assert driver.sheet.file is None
    assert "secret.png" in placeholder(driver)


def test_a_deck_of_text_alone_needs_no_picture(open_window: Open, tmp_path: Path) -> None:
    write_deck(tmp_path / "f", [{"title": "Only words", "text": "Here they are."}])
    driver = open_window(load(Folder(tmp_path / "f")))
    assert "Only words" in driver.text()
    assert driver.sheet.picture is None
    assert driver.sheet.fault is None
