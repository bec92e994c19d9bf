"""Words as they are compared when someone looks for them: without case, accents and signs.

A text is folded to its letters and digits, single spaces between them. So “O’Neil”, "o neil" and
"O'NEIL" are one, and "CC-BY-4.0" is found as "cc by 4.0" too. Folding a text character by
character gives the same letters, which is how a place in the folded text leads back to the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

BEFORE: Final = 36  # characters of an excerpt that stand before what was found, at most
EXCERPT: Final = 220  # characters of an excerpt
MOST_SPOTS: Final = 40  # that are marked in one excerpt
_PIECE: Final = 64  # characters that are folded at once while a place is looked for

# Letters with a stroke or a tail, which Unicode does not take apart.
_LETTERS: Final = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŧ": "t",
    "ħ": "h",
}  # fmt: skip
_LETTER = re.compile(f"[{''.join(_LETTERS)}]")
_MARKS = re.compile(r"[\u0300-\u036f]")  # the accents of Latin, Greek and Cyrillic
_QUOTES = re.compile("[‘’“”–—…]")  # which stand in nearly every text
_OTHERS = re.compile(r"[^\x00-\x7f]+")
_SIGNS = re.compile(r"[^\w\n]|_")
# Stars are left out, as they are markup within words too; line ends are kept for `fold_lines`.
_ASCII_SIGNS: Final = {
    code: None if chr(code) == "*" else " "
    for code in range(128)
    if not chr(code).isalnum() and chr(code) != "\n"
}
_TERM = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]?|([^\s\"“”„«»]+)")

Range = tuple[int, int]
"""Where something begins and ends in a text, in characters."""


class Excerpt(NamedTuple):
    """A part of a text, and where in that part the words stand that were looked for."""

    text: str
    ranges: tuple[Range, ...] = ()


def fold(text: str) -> str:
    """A text as it is compared."""
    return " ".join(_spaced(text).split())


def fold_lines(texts: Iterable[str]) -> str:
    """Texts folded into one, a line for each, within spaces: whole words are then " word "."""
    spaced = _spaced("\n".join([text.replace("\n", " ") for text in texts]))
    return "\n".join([f" {' '.join(line.split())} " for line in spaced.split("\n")])


def terms(words: str) -> tuple[str, ...]:
    """What must be found, each folded: words, and phrases in quotation marks of any kind.

    A mark that is not closed yet holds up to the end, for whoever is still typing.
    """
    found = (fold(phrase or word) for phrase, word in _TERM.findall(words))
    return tuple(dict.fromkeys(term for term in found if term))


def excerpt(text: str, looked_for: tuple[str, ...]) -> Excerpt:
    """The part of a text around the first place where one of these terms stands."""
    text = " ".join(text.split())
    folded = _spaced(text)
    spots = _spots(folded, looked_for)
    if not spots:
        return Excerpt(_clipped(text, 0, EXCERPT)[0])
    places = _Places(text)
    found = [(places.of(start), places.of(end - 1, is_end=True)) for start, end in spots]
    first = found[0][0]
    begin = 0 if first <= BEFORE else _word_start(text, first - BEFORE, first)
    part, shift, end = _clipped(text, begin, begin + EXCERPT)
    ranges = ((a - begin + shift, b - begin + shift) for a, b in found if b <= end)
    return Excerpt(part, tuple(ranges))


def _spaced(text: str) -> str:
    """The letters of a text, a space for each sign, as many as there are."""
    if text.isascii():
        return text.lower().translate(_ASCII_SIGNS)
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", _QUOTES.sub(" ", text)))
    if not bare.isascii():
        bare = _OTHERS.sub(_unmarked, bare)
    bare = bare.casefold()
    if bare.isascii():
        return bare.translate(_ASCII_SIGNS)
    bare = _LETTER.sub(lambda letter: _LETTERS[letter[0]], bare.replace("*", ""))
    return _SIGNS.sub(" ", bare)


def _unmarked(letters: re.Match[str]) -> str:
    return "".join([letter for letter in letters[0] if not unicodedata.combining(letter)])


def _spots(folded: str, looked_for: tuple[str, ...]) -> list[Range]:
    """Where terms stand in a spaced text, in order, none over another."""
    if not looked_for:
        return []
    longest_first = sorted(looked_for, key=len, reverse=True)
    pattern = "|".join(re.escape(term).replace(r"\ ", " +") for term in longest_first)
    spots: list[Range] = []
    for found in re.finditer(pattern, folded):
        spots.append(found.span())
        if len(spots) == MOST_SPOTS or found.start() - spots[0][0] > 2 * EXCERPT:
            break
    return spots


class _Places:
    """Leads from places in the spaced text back to the text; to be asked in rising order.

    Owns: how far in both texts the last answer was.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0  # in the text, a whole number of pieces
        self._passed = 0  # characters of the spaced text before that

    def of(self, place: int, *, is_end: bool = False) -> int:
        """The character whose folding stands at `place`, or with `is_end` the one after it."""
        while self._at < len(self._text):
            piece = self._text[self._at : self._at + _PIECE]
            length = len(_spaced(piece))
            if place < self._passed + length:
                break
            self._at += _PIECE
            self._passed += length
        passed = self._passed
        for index, letter in enumerate(self._text[self._at : self._at + _PIECE], self._at):
            passed += len(_spaced(letter))
            if place < passed:
                return self._past_marks(index + 1) if is_end else index
        return len(self._text)

    def _past_marks(self, index: int) -> int:
        """An accent that is a character of its own belongs to the letter before it."""
        while index < len(self._text) and unicodedata.combining(self._text[index]):
            index += 1
        return index


def _word_start(text: str, place: int, before: int) -> int:
    """The first word that begins at `place` or after it, or `place` where none does."""
    begin = text.find(" ", place, before) + 1 or place
    while begin < before and not text[begin].isalnum():
        begin += 1
    return begin


def _clipped(text: str, begin: int, end: int) -> tuple[str, int, int]:
    """A part of a text with an ellipsis where something is left out, how far that shifts it, and
    where in the text it ends.
    """
    if end < len(text):
        end = max(text.rfind(" ", begin + EXCERPT // 2, end), begin + EXCERPT // 2)
    before, after = "…" if begin else "", "…" if end < len(text) else ""
    return before + text[begin:end] + after, len(before), min(end, len(text))
