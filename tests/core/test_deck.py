"""The models are tolerant: what is missing or of the wrong type counts as absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.core.deck import Image, Slide, Slides, mappings_of, text_of, texts_of
from reader.core.files import Folder
from reader.core.loading import load

DECKS = Path(__file__).parents[1] / "decks"
ODD: list[object] = [None, True, 7, 1.5, "", "text", [], ["a", 1, None], {}, {"a": {"b": []}}]


def test_everything_that_the_file_says_is_in_the_model() -> None:
    deck = load(Folder(DECKS / "good"))
    image = deck.slides[0].image
    assert image
    assert image.rendition == "stand_in"
    assert image.creators == ("Ada Example",)
    assert image.licensor == ("Ada Example", "https://example.org/licences")
    assert image.digital_source_type.endswith("digitalCreation")
    assert image.stand_in_for
    assert image.stand_in_for.credit_line == "AFP"
    assert image.stand_in_for.relation == "same_subject"
    assert deck.blob_of(image).place.is_file()
    second = deck.slides[1].image
    assert second
    assert second.decorative
    assert second.rendition == "original"
    assert second.stand_in_for is None


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_no_type_breaks_a_model(odd: object) -> None:
    of_slide = ("title", "kicker", "text", "notes", "duration", "image")
    assert isinstance(Slide.of(dict.fromkeys(of_slide, odd)), Slide)
    of_image = ("file", "alt_text", "decorative", "creators", "stand_in_for", "licensor")
    assert isinstance(Image.of(dict.fromkeys(of_image, odd)), Image)


def test_helpers_leave_out_what_does_not_fit() -> None:
    data = {"list": ["a", 1, None, {"b": 2}, " "], "text": " x "}
    assert texts_of(data, "list") == ("a",)
    assert mappings_of(data, "list") == ({"b": 2},)
    assert text_of(data, "text") == "x"
    assert text_of(data, "list") == ""


def test_a_duration_is_a_number() -> None:
    assert Slide.of({"duration": 60}).duration == 60.0
    assert Slide.of({"duration": True}).duration is None
    assert Slide.of({"duration": "60"}).duration is None


def test_slides_are_built_once_and_behave_like_a_sequence() -> None:
    slides = Slides([(None, {"title": "a"}, ""), ("b.yaml", {}, "why"), (None, {"text": "c"}, "")])
    assert slides[0] is slides[-3]
    assert [slide.title for slide in slides[:2]] == ["a", "b.yaml"]
    assert slides[1].fault == "why"
    assert slides.text_at(2) == "c"
    assert len(list(slides)) == 3
    with pytest.raises(IndexError):
        slides[3]
