"""What a YAML parser's complaint means for the person who wrote the file."""

from __future__ import annotations

from typing import Any, Final

_QUOTES: Final = "put the whole text in quotes"
_MEANINGS: Final = (
    # what libyaml says, what it means, what to do
    ("mapping values are not allowed", "': ' inside a text begins another key", _QUOTES),
    ("that cannot start any token", "a text cannot begin with this character", _QUOTES),
    ("found a tab character", "a tab indents the line", "indent with spaces"),
    (
        "found unexpected end of stream",
        "a quotation mark is never closed",
        "close it with the same quotation mark",
    ),
    ("found unknown escape", "a backslash in double quotes begins no known escape", "double it"),
    ("',' or ']'", "a list in [ ] is not closed here", "put ] at its end, and commas inside"),
    ("',' or '}'", "a mapping in { } is not closed here", "put } at its end, and commas inside"),
    (
        "could not find expected ':'",
        "a line here is neither a key with a colon nor part of a text",
        "add the colon, or indent the line as part of the text above",
    ),
    (
        "did not find expected key",
        "the line does not continue what is above it",
        "indent it like its neighbours, and put text with quotation marks or colons in quotes",
    ),
    (
        "did not find expected '-' indicator",
        "the line is not an item of the list above it",
        "begin it with '- ', or indent it as the list's key is",
    ),
    ("alphabetic or numeric character", "* or & begins a text without quotes", _QUOTES),
    ("block sequence entries are not allowed", "a list cannot begin here", "begin it on a line"),
    ("undefined tag handle", "! begins a text without quotes", _QUOTES),
    ("did not find expected node content", "a value is missing here", "write it, or use quotes"),
)


def explained(error: Any, text: str) -> tuple[int | None, int | None, str, str]:
    """Line and column from 1, what is wrong, and what to do, for an error of PyYAML's on `text`."""
    said = getattr(error, "problem", None) or str(error)
    mark = getattr(error, "problem_mark", None)
    # A quotation mark that is never closed is found at the end of the file; it begins elsewhere.
    if "end of stream" in said and getattr(error, "context_mark", None):
        mark = error.context_mark
    if mark is not None and text[mark.index : mark.index + 1] == "\t":
        said = "found a tab character"
    found, remedy = said, "correct the line, or the one above it"
    for words, meaning, advice in _MEANINGS:
        if words in said:
            found, remedy = meaning, advice
            break
    if mark is None:
        return None, None, found, remedy
    return mark.line + 1, mark.column + 1, found, remedy
