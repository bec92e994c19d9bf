"""Colours can be read, and text over a picture too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.look import CONTRAST, DARK, LIGHT, Palette, contrast, luminance, rgb, veil

PALETTES = {"dark": DARK, "light": LIGHT}
INKS = ("ink", "soft", "accent", "fault")
GROUNDS = ("ground", "raised")


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_ink_can_be_read_on_every_ground(palette: Palette, ink: str, ground: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= CONTRAST


def test_every_colour_of_a_palette_is_an_ink_a_ground_or_a_line() -> None:
    assert set(Palette._fields) == {*INKS, *GROUNDS, "line"}


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#777777", "#FFFFFF", 4.48), ("#123456", "#123456", 1.0)],
)
def test_contrast_is_that_of_wcag_both_ways(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_a_colour_has_its_three_parts() -> None:
    assert rgb("#0A80ff") == (10, 128, 255)
    assert luminance(0, 255, 0) > luminance(255, 0, 0) > luminance(0, 0, 255)


def over(ground: str, grey: float, share: float) -> float:
    """Luminance of a veil of `ground`, so opaque, over a grey."""
    red, green, blue = (part * share + grey * (1 - share) for part in rgb(ground))
    return luminance(red, green, blue)


def ratio(ink: str, ground: str, grey: float, share: float) -> float:
    low, high = sorted((luminance(*rgb(ink)), over(ground, grey, share)))
    return (high + 0.05) / (low + 0.05)


@given(st.sampled_from([DARK, LIGHT]), st.floats(0, 255))
def test_a_veil_makes_any_grey_readable_and_is_no_denser_than_needed(
    palette: Palette, grey: float
) -> None:
    share = veil(palette.ink, palette.ground, grey)
    assert 0 <= share <= 1
    assert ratio(palette.ink, palette.ground, grey, share) > CONTRAST
    if share > 0:
        assert ratio(palette.ink, palette.ground, grey, share - 0.01) < CONTRAST + 0.4


@pytest.mark.parametrize(("palette", "easy", "hard"), [(DARK, 0, 255), (LIGHT, 255, 0)])
def test_a_veil_is_only_laid_where_it_is_needed(palette: Palette, easy: int, hard: int) -> None:
    assert veil(palette.ink, palette.ground, easy) == 0
    assert veil(palette.ink, palette.ground, hard) > 0.5


def test_a_veil_that_cannot_help_is_opaque() -> None:
    assert veil("#777777", "#777777", 119) == 1.0
