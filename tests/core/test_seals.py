"""What is said of a page that is not as it was bundled."""

from __future__ import annotations

import pytest

from reader.core.fixity import Fixity
from reader.core.scene import Scene
from reader.core.seals import is_sound, page_warnings, text_file, text_fixity
from reader.core.spoken import spoken
from tests.core.small_decks import deck_of


def test_no_bag_and_what_was_verified_are_sound() -> None:
    assert [f for f in (None, *Fixity) if is_sound(f)] == [None, Fixity.VERIFIED]


def test_words_stand_in_the_deck_s_own_file_or_in_that_of_the_slide() -> None:
    deck = deck_of(2)
    names = [text_file(deck, page) for page in range(4)]
    assert names == ["slides/deck.yaml", "slides/dot.yaml", "slides/dot.yaml", "slides/deck.yaml"]
    assert text_fixity(deck, 1) is None
    deck.files.proved["slides/dot.yaml"] = Fixity.CHANGED
    assert [text_fixity(deck, page) for page in (0, 1)] == [None, Fixity.CHANGED]


@pytest.mark.parametrize(
    ("fixity", "words"),
    [
        (Fixity.CHANGED, "was changed after it was bundled"),
        (Fixity.UNLISTED, "is not listed in the bundle"),
        (Fixity.UNCHECKED, "cannot be compared"),
    ],
)
def test_each_part_has_a_sentence_of_its_own(fixity: Fixity, words: str) -> None:
    deck = deck_of(2)
    deck.files.proved |= {"slides/deck.yaml": fixity, "slides/dot.yaml": fixity}
    picture, text = page_warnings(deck, 1, fixity)
    assert picture.startswith("This picture ")
    assert text.startswith("The text of this slide ")
    assert words in picture
    assert words in text
    said = spoken(Scene(deck, page=1), fixity).splitlines()
    assert said[2:4] == [f"{picture}.", f"{text}."]
    assert page_warnings(deck, 0, None) == (text.replace("slide", "page"),)


@pytest.mark.parametrize("fixity", [None, Fixity.VERIFIED, Fixity.MISSING])
def test_nothing_is_said_of_what_is_sound_or_not_there(fixity: Fixity | None) -> None:
    assert page_warnings(deck_of(2), 1, fixity) == ()
