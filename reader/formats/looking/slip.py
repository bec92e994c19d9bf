"""Sets what was found as plain lines of 80 columns: headings, labels with values, paragraphs.

Texts of a deck become single lines of bounded length before they are set, so that none of them
can pass for a line of ours.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from reader.core.amounts import count_words, size_words

WIDTH: Final = 80
"""Columns that every line keeps to."""

COLUMN: Final = 15
"""Where values begin behind their labels."""

_LARGE: Final = 1_000


def clip(text: str, most: int) -> str:
    """A text in one line of at most so many characters."""
    line = " ".join(text[: 8 * most].split())
    is_whole = len(line) <= most and len(text) <= 8 * most
    return line if is_whole else f"{line[: most - 1].rstrip()}…"


def paragraph(text: str, indent: int = 0, most: int = 1_000, mark: str = "") -> list[str]:
    """A text set in lines, the first of them with a mark before it; none for an empty text."""
    return textwrap.wrap(
        clip(text, most),
        WIDTH,
        initial_indent=" " * indent + mark,
        subsequent_indent=" " * (indent + len(mark)),
        break_on_hyphens=False,
    )


def row(label: str, value: str, indent: int = 0, most: int = 1_000) -> list[str]:
    """A label and its value beside it; nothing where there is no value."""
    return paragraph(value, 0, most, f"{' ' * indent}{label}".ljust(COLUMN))


def section(heading: str, lines: list[str]) -> Iterator[str]:
    """An empty line, a heading and what stands under it; nothing where that is nothing."""
    if lines:
        yield from ("", heading, *lines)


def exact_size(size: int) -> str:
    """A size as people say it and to the byte: "8.1 MB (8,078,308 bytes)"."""
    exact = count_words(size, "byte")
    return exact if size < _LARGE else f"{size_words(size)} ({exact})"
