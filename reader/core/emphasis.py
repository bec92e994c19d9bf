"""Which asterisks and underscores of a paragraph are emphasis: CommonMark 0.31, section 6.2."""

from __future__ import annotations

from itertools import pairwise
from typing import Final
from unicodedata import category

_ASCII_PUNCTUATION: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Delimiters:
    """A run of asterisks or underscores, and what its signs turned out to be.

    `closed` and `opened` count the ends and beginnings of (emphasis, strong) at this run;
    signs that are neither are left over as text between the two.
    """

    __slots__ = (
        "after", "before", "closed", "closes", "left", "opened", "opens", "place", "sign", "size",
    )  # fmt: skip

    def __init__(self, content: str, start: int, end: int) -> None:
        self.sign = content[start]
        self.place = start
        self.size = self.left = end - start
        self.closed = [0, 0]
        self.opened = [0, 0]
        self.before: Delimiters | None = None  # neighbours among those not yet matched
        self.after: Delimiters | None = None
        previous = content[start - 1] if start else " "
        following = content[end] if end < len(content) else " "
        space_before, space_after = _is_space(previous), _is_space(following)
        mark_before, mark_after = _is_punctuation(previous), _is_punctuation(following)
        left = not space_after and (not mark_after or space_before or mark_before)
        right = not space_before and (not mark_before or space_after or mark_after)
        # An underscore inside a word is a letter of it; an asterisk is not.
        within = self.sign == "_"
        self.opens = left and (not within or not right or mark_before)
        self.closes = right and (not within or not left or mark_after)

    def matches(self, closer: Delimiters) -> bool:
        """Whether this run can open what the other closes; CommonMark's rules 9 and 10."""
        if not self.opens or self.sign != closer.sign:
            return False
        if not (self.closes or closer.opens):
            return True
        return (self.size + closer.size) % 3 != 0 or (self.size % 3 == 0 == closer.size % 3)

    def leave(self) -> None:
        """Take this run out of those not yet matched."""
        if self.before:
            self.before.after = self.after
        if self.after:
            self.after.before = self.before


def _is_space(character: str) -> bool:
    return character in " \t\n\f\r" or (character > "\x7f" and category(character) == "Zs")


def _is_punctuation(character: str) -> bool:
    if character <= "\x7f":
        return character in _ASCII_PUNCTUATION
    return category(character)[0] in "PS"


def resolve(runs: list[Delimiters]) -> None:
    """Match openers and closers, as in CommonMark's appendix "process emphasis"."""
    for before, after in pairwise(runs):
        before.after, after.before = after, before
    # Below these places no opener fits a closer of that kind: what keeps the search linear.
    bottoms: dict[tuple[str, bool, int], int] = {}
    closer = runs[0] if runs else None
    while closer:
        if not closer.closes:
            closer = closer.after
            continue
        kind = (closer.sign, closer.opens, closer.size % 3)
        bottom = bottoms.get(kind, 0)
        opener = closer.before
        while opener and opener.place >= bottom and not opener.matches(closer):
            opener = opener.before
        if opener and opener.place >= bottom:
            closer = _match(opener, closer)
        else:
            bottoms[kind] = closer.place
            if not closer.opens:
                closer.leave()
            closer = closer.after


def _match(opener: Delimiters, closer: Delimiters) -> Delimiters | None:
    """Make one emphasis of the two; returns the next run to look at."""
    used = 2 if opener.left >= 2 and closer.left >= 2 else 1
    opener.opened[used - 1] += 1
    closer.closed[used - 1] += 1
    opener.left -= used
    closer.left -= used
    opener.after, closer.before = closer, opener  # those between can match nothing any more
    if not opener.left:
        opener.leave()
    if closer.left:
        return closer
    closer.leave()
    return closer.after
