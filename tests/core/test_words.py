"""Dates and lists in English words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.words import csl_date, date, date_time, listed


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2026", "2026"),
        ("2026-01", "January 2026"),
        ("2026-01-03", "3 January 2026"),
        ("0044", "44"),
        ("-0043", "44 BC"),
        ("2001-21", "spring 2001"),
        ("1850~", "about 1850"),
        ("1850-05?", "May 1850 (uncertain)"),
        ("1850%", "about 1850 (uncertain)"),
        ("201X", "2010s"),
        ("2004-XX", "2004"),
        ("2004-06-XX", "June 2004"),
        ("2019/2020", "2019–2020"),
        ("2020-01/2020-03", "January – March 2020"),
        ("2020-01-03/2020-01-05", "3–5 January 2020"),
        ("2020-01-03/2020-02-05", "3 January – 5 February 2020"),
        ("2019-12-30/2020-01-02", "30 December 2019 – 2 January 2020"),
        ("2019~/2020", "about 2019 – 2020"),
        ("2019/..", "from 2019"),
        ("../2019", "until 2019"),
        ("/2019-05", "until May 2019"),
        # Not understood, so given back:
        ("2026-13", "2026-13"),
        ("2026-01-32", "2026-01-32"),
        ("19XX", "19XX"),
        ("Y-17E7", "Y-17E7"),
        ("../..", "../.."),
        ("/", "/"),
        ("May, perhaps", "May, perhaps"),
        ("", ""),
    ],
)
def test_edtf(edtf: str, words: str) -> None:
    assert date(edtf) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-01-03T19:38:00+05:30", "3 January 2026, 19:38 (UTC+05:30)"),
        ("2026-01-03 19:38:59.5Z", "3 January 2026, 19:38 (UTC)"),
        ("2026-01-03T19:38-00:00", "3 January 2026, 19:38 (UTC)"),
        ("2026-01-03T19:38", "3 January 2026, 19:38"),
        ("2026-01-03", "3 January 2026"),
    ],
)
def test_date_time(text: str, words: str) -> None:
    assert date_time(text) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"date-parts": [[2026, 1, 3]]}, "3 January 2026"),
        ({"date-parts": [["2026", "01"]]}, "January 2026"),
        ({"date-parts": [[2026, 1, 3], [2026, 1, 5]]}, "3–5 January 2026"),
        ({"date-parts": [[2026], [0]]}, "2026"),
        ({"date-parts": [[-43]]}, "44 BC"),
        ({"date-parts": [2026, 1]}, "January 2026"),
        ({"date-parts": [[2026]], "season": "2"}, "summer 2026"),
        ({"date-parts": [[1850]], "circa": True}, "about 1850"),
        ({"date-parts": [[1850]], "circa": "0"}, "1850"),
        ({"raw": "2026-01"}, "January 2026"),
        ({"raw": "3rd of May, 1850"}, "3rd of May, 1850"),
        ({"literal": "the year of the flood"}, "the year of the flood"),
        ({"date-parts": [[2026, 13]], "literal": "late 2026"}, "late 2026"),
        ("2026-01-03T10:00:00Z", "3 January 2026"),
        ("March 3, 2020", "March 3, 2020"),
        (2026, "2026"),
        (True, ""),
        (None, ""),
        ([], ""),
        ({"date-parts": [[]]}, ""),
        ({"date-parts": [["x"]]}, ""),
        ({}, ""),
    ],
)
def test_csl_date(value: object, words: str) -> None:
    assert csl_date(value) == words


@given(st.text(alphabet="0123456789-/.XT~?%: Y", max_size=24))
def test_any_text_is_read(text: str) -> None:
    assert bool(date_time(text)) == bool(text)


def test_listed() -> None:
    assert [listed(words) for words in ((), "A", "AB", "ABC")] == ["", "A", "A and B", "A, B and C"]
    assert listed("ABC", "or") == "A, B or C"
