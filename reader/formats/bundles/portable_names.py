"""Names that every system can hold, made from the names that a deck happens to have.

A name in a bundle is parts of `[a-z0-9._-]`, joined by /. That rules out at once what differs
between systems: capitals, Unicode's normal forms, devices of Windows, and the percent signs that
BagIt encodes (RFC 8493, section 2.1.3 and 5.2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import count
from typing import Final

PART: Final = 100
"""Most characters in one part of a name."""

SLUG: Final = 60
"""Most characters in the name of a bag's own folder."""

_EXTENSION: Final = 16
_FORM = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_-])?")
_FOREIGN = re.compile(r"[^a-z0-9._-]+")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)")

# Latin letters that no decomposition takes apart.
_LETTERS: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "þ": "th"}
)


def portable(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """A portable name for each of these names, none of them used twice.

    A name that is portable already keeps it. `taken` are names that none may get, such as those
    of files made for the bundle. The order of `names` changes nothing.
    """
    wanted = sorted(set(names))
    given = {name: name for name in wanted if is_portable(name)}
    places = _Places([*given, *taken])
    given.update({name: places.put(name) for name in wanted if name not in given})
    return given


def is_portable(name: str) -> bool:
    """Whether a name may stand in a bundle as it is."""
    return all(
        len(part) <= PART and _FORM.fullmatch(part) and not _DEVICE.match(part)
        for part in name.split("/")
    )


def slug(title: str, otherwise: str) -> str:
    """A title as a name of at most `SLUG` letters, digits and dashes.

    A title without a Latin letter or digit gives that of `otherwise`, and at last "deck".
    """
    for text in (title, otherwise):
        words = re.sub(r"[^a-z0-9]+", "-", _latin(text)).strip("-")
        if len(words) > SLUG:
            whole = words[: SLUG + 1].rpartition("-")[0]
            words = whole if len(whole) > SLUG // 2 else words[:SLUG].rstrip("-")
        if words:
            return f"deck-{words}" if _DEVICE.match(words) else words
    return "deck"


class _Places:
    """The names given away so far, and the folders that they need."""

    def __init__(self, names: Iterable[str]) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()
        for name in names:
            self._take(name)

    def put(self, name: str) -> str:
        """The first free name that is like this one."""
        *folders, last = name.split("/")
        place = ""
        for folder in folders:
            place += _first(place, _part(folder, "folder"), self._files) + "/"
        place += _first(place, _part(last, "file"), self._files | self._folders)
        self._take(place)
        return place

    def _take(self, name: str) -> None:
        self._files.add(name)
        parts = name.split("/")
        self._folders.update("/".join(parts[:length]) for length in range(1, len(parts)))


def _first(place: str, part: str, used: set[str]) -> str:
    """The part itself, or the first of its numbered forms that is not used in that place."""
    if place + part not in used:
        return part
    stem, dot, extension = _split(part)
    for number in count(2):
        ending = f"-{number}{dot}{extension}"
        numbered = stem[: PART - len(ending)] + ending
        if place + numbered not in used:
            return numbered
    raise AssertionError  # numbers do not end


def _part(part: str, otherwise: str) -> str:
    """One part of a name in portable letters."""
    if is_portable(part):
        return part
    stem, dot, extension = _split(re.sub("--+", "-", _FOREIGN.sub("-", _latin(part.lstrip(".")))))
    stem = stem.strip("-.") or otherwise
    if _DEVICE.match(stem):
        stem = f"{otherwise}-{stem}"
    ending = dot + extension
    return stem[: PART - len(ending)].rstrip("-.") + ending


def _split(part: str) -> tuple[str, str, str]:
    """Stem, dot and extension; what is too long or too odd for an extension is not one."""
    stem, dot, extension = part.rpartition(".")
    extension = extension.strip("-")
    if not dot or not extension:
        return part, "", ""
    if len(extension) > _EXTENSION:
        return part, "", ""
    return stem, dot, extension


def _latin(text: str) -> str:
    """Small letters without their marks."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in plain if not unicodedata.category(c).startswith("M")).translate(
        _LETTERS
    )
