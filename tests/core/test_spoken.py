"""What is read aloud of a page, and what is missing is said."""

from __future__ import annotations

import pytest

from reader.core.deck import Data, Deck, Image
from reader.core.scene import Scene
from reader.core.spoken import NO_ALT_TEXT, picture_name, spoken, window_title
from tests.core.small_decks import deck_of, deck_of_slides

IMAGE: Data = {
    "file": "assets/dot.png",
    "alt_text": "A red dot.",
    "creators": ["Ana"],
    "credit_line": "Ana",
    "license": "CC-BY-4.0",
}
SLIDE: Data = {
    "title": "A dot",
    "kicker": "It is red",
    "text": "One *dot* [@casla].\n\nNo more.",
    "image": IMAGE,
}


def lines(slide: Data, fault: str = "") -> list[str]:
    return spoken(Scene(deck_of_slides(slide, fault=fault), page=1)).splitlines()


def test_a_slide_is_read_in_the_order_title_picture_text_credit() -> None:
    said = lines(SLIDE)
    assert said[:4] == ["Slide 1 of 1", "A dot", "It is red", "A red dot."]
    assert said[4].startswith("One dot")
    assert "No more." in said
    assert said[-1].startswith("Picture: Ana")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "A red dot."),
        ({"alt_text": ""}, NO_ALT_TEXT),
        ({"alt_text": None}, NO_ALT_TEXT),
        ({"alt_text": "", "caption": "not this", "headline": "nor this"}, NO_ALT_TEXT),
        ({"decorative": True}, "Decorative picture."),
    ],
)
def test_a_picture_is_named_by_its_alternative_text_or_the_lack_of_it(
    changes: Data, name: str
) -> None:
    assert picture_name(Image.of({**IMAGE, **changes})) == name


def test_a_decorative_picture_is_passed_over_but_not_its_credit() -> None:
    said = lines({**SLIDE, "image": {**IMAGE, "decorative": True}})
    assert "A red dot." not in said
    assert "Decorative picture." not in said
    assert said[-1].startswith("Picture: Ana")


def test_a_missing_alternative_text_and_credit_are_said() -> None:
    said = lines({"title": "A dot", "image": {"file": "assets/dot.png"}})
    assert said == ["Slide 1 of 1", "A dot", NO_ALT_TEXT, "No credit given"]


def test_a_slide_without_a_picture_has_no_credit() -> None:
    assert lines({"title": "A dot"}) == ["Slide 1 of 1", "A dot"]


def test_the_fault_of_a_slide_is_said() -> None:
    fault = "slides/dot.yaml:1: this is not YAML"
    assert lines({}, fault) == ["Slide 1 of 1", "dot.yaml", fault]


def test_the_title_page_tells_what_the_deck_is() -> None:
    assert spoken(Scene(deck_of(3))).splitlines() == [
        "Title page",
        "Dots",
        "Some dots.",
        *("By Ana", "Published 3 January 2026"),
    ]


def test_the_end_page_is_named() -> None:
    assert spoken(Scene(deck_of(3), page=4)).splitlines() == ["All credits", "Dots"]


@pytest.mark.parametrize(
    ("deck", "page", "title"),
    [
        (deck_of(3), 0, "Title page – Dots"),
        (deck_of(3), 2, "2 / 3 Slide 2 – Dots"),
        (deck_of(3), 4, "Credits – Dots"),
        (deck_of(3)._replace(title=""), 1, "1 / 3 Slide 1 – dots"),
        (deck_of_slides({}), 1, "1 / 1 – Dots"),
        (deck_of(2, complete=False), 2, "2 / … Slide 2 – Dots"),
    ],
)
def test_the_window_s_title_tells_the_place_and_the_deck(deck: Deck, page: int, title: str) -> None:
    assert window_title(Scene(deck, page)) == title
