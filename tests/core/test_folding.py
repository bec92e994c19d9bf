"""Words without case, accents and signs, and the way back to where they stand."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.folding import EXCERPT, MOST_SPOTS, excerpt, fold, fold_lines, terms


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Facilitating the Drug Routes", "facilitating the drug routes"),
        ("São Paulo — Ação", "sao paulo acao"),
        ("O’Neil’s  “STRASSE”", "o neil s strasse"),
        ("Straße", "strasse"),
        ("Łódź, Tromsø, Þór, Æsir", "lodz tromso thor aesir"),
        ("ﬁne print", "fine print"),
        ("CC-BY-4.0", "cc by 4 0"),
        ("*deep*ly", "deeply"),
        ("snake_case", "snake case"),
        ("Ελλάδα", "ελλαδα"),
        ("Чайковский", "чаиковскии"),
        ("カナ が", "カナ か"),
        ("…!?", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("AFP  Maduro", ("afp", "maduro")),
        ('cuba "drug routes"', ("cuba", "drug routes")),
        ("“drug routes” cuba", ("drug routes", "cuba")),
        ('"drug rou', ("drug rou",)),
        ("cc-by-4.0", ("cc by 4 0",)),
        ("cuba CUBA", ("cuba",)),
        (' "" … ', ()),
    ],
)
def test_words_and_phrases_that_must_occur(words: str, wanted: tuple[str, ...]) -> None:
    assert terms(words) == wanted


def test_lines_keep_apart_what_is_no_phrase_and_whole_words_have_spaces_around_them() -> None:
    assert fold_lines(["One\ntwo", "", "three?"]) == " one two \n  \n three "


def marked(text: str, *words: str) -> list[str]:
    found = excerpt(text, words)
    return [found.text[start:end] for start, end in found.ranges]


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("Le Café de Łódź", ("cafe", "lodz"), ["Café", "Łódź"]),
        ("Die Straße", ("strasse",), ["Straße"]),
        ("die ﬁnale", ("in",), ["ﬁn"]),  # half of a ligature cannot be marked
        ("the drug – routes", ("drug routes",), ["drug – routes"]),
        ("Cafe\u0301 noir", ("cafe",), ["Cafe\u0301"]),
        ("a …½ b", ("1 2",), ["½"]),
        ("nothing here", ("cuba",), []),
        ("*two* stars", ("two",), ["two"]),
    ],
)
def test_what_was_found_is_marked_where_it_stands(
    text: str, words: tuple[str, ...], wanted: list[str]
) -> None:
    assert marked(text, *words) == wanted


def test_an_excerpt_begins_shortly_before_what_was_found_and_at_a_word() -> None:
    text = "before · " * 40 + "the needle itself " + "after " * 80
    found = excerpt(text, ("needle",))
    assert found.text.startswith("…before")
    assert found.text.endswith("after…")
    assert len(found.text) <= EXCERPT + 2
    [(start, end)] = found.ranges
    assert found.text[start:end] == "needle"


def test_a_text_that_does_not_hold_the_words_is_shown_from_its_beginning() -> None:
    found = excerpt("word " * 100, ("needle",))
    assert found.text.startswith("word word")
    assert found.text.endswith("…")
    assert found.ranges == ()


@given(st.text(max_size=300), st.integers(0, 299), st.integers(1, 12))
def test_any_part_of_a_text_is_found_in_it(text: str, at: int, length: int) -> None:
    words = terms(f'"{text[at : at + length]}"'.replace('"', " ").strip())
    found = excerpt(text, words)
    for start, end in found.ranges:
        assert 0 <= start < end <= len(found.text)
        part = fold(found.text[start:end])
        assert any(word.replace(" ", "") in part.replace(" ", "") for word in words)


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("letter", ["a", "é", "[@", "ß ", "e\u0301"])
def test_a_text_of_megabytes_takes_no_endless_time(letter: str) -> None:
    text = letter * (2_000_000 // len(letter)) + " needle"
    started = time.perf_counter()
    found = excerpt(text, ("needle",))
    assert [found.text[start:end] for start, end in found.ranges] == ["needle"]
    assert len(excerpt(text, (fold(letter)[:1] or "needle",)).ranges) <= MOST_SPOTS
    assert time.perf_counter() - started < 5
