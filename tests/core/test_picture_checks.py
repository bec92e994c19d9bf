"""What is said of a picture that was tried: damaged, slow, small, or nothing."""

from __future__ import annotations

import pytest

from reader.core.deck import Detail
from reader.core.picture_checks import (
    LATE_SECONDS,
    SLOW_SECONDS,
    Rehearsed,
    Use,
    judge_picture,
    pictures_of,
    shown_size,
    sum_up,
    tell_tried,
)
from reader.core.preflight import Tried
from reader.core.region import Region
from tests.core.small_decks import deck_of_slides

SCREEN = (1920, 1080)
USE = Use("assets/a.jpg", (3, 5))


def checks(done: Rehearsed) -> list[str]:
    return [found.check for found in judge_picture(USE, done, SCREEN)]


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (Rehearsed(6000, 4000, 0.2), []),
        (Rehearsed(6000, 4000, SLOW_SECONDS), []),
        (Rehearsed(6000, 4000, SLOW_SECONDS + 0.01), ["picture.slow"]),
        (Rehearsed(6000, 4000, LATE_SECONDS + 0.01), ["picture.late"]),
        (Rehearsed(960, 540, 0.1), []),
        (Rehearsed(958, 539, 0.1), ["picture.small"]),
        (Rehearsed(40, 30, 0.1, is_vector=True), []),
        (Rehearsed(400, 1080, 0.1), []),  # narrow, but as high as the screen
        (Rehearsed(400, 300, 3.0), ["picture.late", "picture.small"]),
        (Rehearsed(error="it is damaged", hint="save it again"), ["picture.damaged"]),
    ],
)
def test_each_picture_is_judged_by_what_it_did(done: Rehearsed, expected: list[str]) -> None:
    assert checks(done) == expected


def test_a_finding_names_the_slides_the_file_and_the_remedy() -> None:
    (found,) = judge_picture(USE, Rehearsed(480, 270, 0.1), SCREEN)
    assert (found.slides, found.file) == ((3, 5), "assets/a.jpg")
    assert "480 x 270 pixels, and is shown 4 times as large" in found.message
    (found,) = judge_picture(USE, Rehearsed(6000, 4000, 0.9), SCREEN)
    assert found.sentence == (
        "the picture takes 900 ms to decode (save it as JPEG with about 1620 x 1080 pixels)"
    )


@pytest.mark.parametrize(("wide", "is_told"), [(3840, False), (2000, True)])
def test_a_detail_needs_pixels_of_its_own(wide: int, is_told: bool) -> None:
    use = USE._replace(details=(Detail("The cap", Region(0.1, 0.2, 0.15, 0.15)),))
    found = list(judge_picture(use, Rehearsed(wide, wide * 9 // 16, 0.1), SCREEN))
    assert [each.check for each in found] == ["picture.detail"] * is_told
    if is_told:
        assert "“The cap” has 300 x 169 pixels, and is shown 6.4 times as large" in found[0].message


@pytest.mark.parametrize(
    ("own", "shown"),
    [((6000, 4000), (1620, 1080)), ((4000, 1000), (1920, 480)), ((1, 5000), (1, 1080))],
)
def test_a_picture_fits_the_screen(own: tuple[int, int], shown: tuple[int, int]) -> None:
    assert shown_size(own, SCREEN) == shown


def test_a_file_on_several_slides_is_tried_once() -> None:
    slides = [{"title": "t", "image": {"file": file}} for file in ("a.png", "b.png", "a.png", "")]
    deck = deck_of_slides(*slides, {"title": "none"})
    assert pictures_of(deck) == (Use("a.png", (1, 3)), Use("b.png", (2,)))


def test_the_slowest_is_told_with_its_slide() -> None:
    results = [
        (Use("a", (1,)), Rehearsed(9, 9, 0.01)),
        (Use("b", (2, 4)), Rehearsed(9, 9, 0.04)),
        (Use("c", (3,)), Rehearsed(error="gone")),
    ]
    tried = sum_up(results)
    assert tried == Tried(2, 0.04, 2)
    assert tell_tried(tried, SCREEN).message == (
        "2 pictures decoded for 1920 x 1080 pixels; the slowest, on slide 2, in 40 ms"
    )
    assert tell_tried(sum_up(results[:1]), SCREEN).message.endswith(
        "1 picture decoded for 1920 x 1080 pixels; 10 ms"
    )
    assert tell_tried(sum_up([]), SCREEN).check == "pictures.none"
