"""The models are tolerant: what is missing or of the wrong type counts as absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.core.deck import Detail, Image, Slide, Slides, mappings_of, text_of, texts_of
from reader.core.files import Folder
from reader.core.loading import load
from reader.core.region import Region

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
    of_image = ("file", "alt_text", "decorative", "creators", "stand_in_for", "licensor", "details")
    assert isinstance(Image.of(dict.fromkeys(of_image, odd)), Image)


REGION: dict[str, object] = {"x": 0.25, "y": 0, "w": 0.5, "h": 1}


def details(*data: object) -> tuple[Detail, ...]:
    return Image.of({"file": "a.png", "details": list(data)}).details


def test_details_are_in_the_order_of_the_file() -> None:
    mast = {"title": " Mast ", "region": REGION, "caption": "Broken", "credit_line": "Ada"}
    assert details(mast, {"title": "Keel", "region": REGION}) == (
        Detail("Mast", Region(0.25, 0.0, 0.5, 1.0), "Broken", "Ada"),
        Detail("Keel", Region(0.25, 0.0, 0.5, 1.0)),
    )
    assert Image.of({"file": "a.png"}).details == ()


@pytest.mark.parametrize("key", ["x", "y", "w", "h"])
@pytest.mark.parametrize("odd", [*ODD[:2], *ODD[4:], 7, 1.5, -0.1, float("nan"), float("inf")])
def test_a_detail_without_a_region_in_the_picture_is_none(key: str, odd: object) -> None:
    sound = {"title": "Keel", "region": REGION}
    assert len(details({"title": "Mast", "region": {**REGION, key: odd}}, sound)) == 1
    assert len(details({"title": "Mast", "region": odd}, sound)) == 1


def test_a_detail_that_leaves_the_picture_or_has_no_title_is_none() -> None:
    assert details({"title": "Mast", "region": {**REGION, "x": 0.6}}) == ()
    assert details({"title": "Mast", "region": {**REGION, "w": 0}}) == ()
    assert details({"title": " ", "region": REGION}) == ()


def test_shares_that_add_up_to_one_but_for_the_last_digit_are_in_the_picture() -> None:
    (found,) = details({"title": "Mast", "region": {"x": 0.1, "y": 0.7, "w": 0.9, "h": 0.3000001}})
    assert found.region.y + found.region.height <= 1.0


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
    for endless in (float("inf"), float("nan"), 10**400):
        assert Slide.of({"duration": endless}).duration is None


def test_durations_and_titles_are_told_without_building_slides() -> None:
    timed = {"title": "a", "duration": 60}
    slides = Slides([("1.yaml", timed, ""), ("2.yaml", {}, "why"), (None, {"title": "c"}, "")])
    assert list(slides.durations()) == [60, None, None]
    assert list(slides.titles()) == ["a", "2.yaml", "c"]
    assert not slides._built
    assert list(slides.titles()) == [slide.title for slide in slides]
    assert list(slides.durations()) == [slide.duration for slide in slides]


def test_slides_are_built_once_and_behave_like_a_sequence() -> None:
    slides = Slides([(None, {"title": "a"}, ""), ("b.yaml", {}, "why"), (None, {"text": "c"}, "")])
    assert slides[0] is slides[-3]
    assert [slide.title for slide in slides[:2]] == ["a", "b.yaml"]
    assert slides[1].fault == "why"
    assert slides.text_at(2) == "c"
    assert len(list(slides)) == 3
    with pytest.raises(IndexError):
        slides[3]
