"""Sizes, times and numbers of things in words."""

from __future__ import annotations

import pytest

from reader.core.amounts import count_words, size_words, time_words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        *[(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB")],
        *[(9_949, "9.9 kB"), (23_400_000, "23 MB"), (999_999_999, "1.0 GB")],
        (5 * 10**12, "5.0 TB"),
        (10**16, "10,000 TB"),
    ],
)
def test_sizes(count: int, words: str) -> None:
    assert size_words(count) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        *[(0.0, "1 second"), (1.4, "1 second"), (40.0, "40 seconds"), (61.0, "1 minute")],
        *[(150.0, "2 minutes"), (7300.0, "2 hours")],
    ],
)
def test_times(seconds: float, words: str) -> None:
    assert time_words(seconds) == words


def test_numbers() -> None:
    assert count_words(1, "file") == "1 file"
    assert count_words(1200, "file") == "1,200 files"
    assert count_words(2, "copy", "copies") == "2 copies"
