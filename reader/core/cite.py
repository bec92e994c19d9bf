"""Sources in plain words: the form that is shown at once, and wherever no style engine is.

One house style for all types of CSL 1.0.2, its parts set apart by raised dots: who · title ·
others who took part · where it appeared · publisher · kind · date · number and page · accessed.
The address is kept apart, for it is shown whole and may become a link. The wording is English.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from reader.core.deck import Data, Deck
from reader.core.source_types import CREATORS, KINDS, UNKNOWN
from reader.core.text import cited_ids
from reader.core.words import csl_date, listed

NAMES: Final = 6
"""Most names written out; of more, the first three are, and the others are counted."""

# The few tags that CSL-JSON allows in its texts; anything else in angle brackets is text.
_TAG = re.compile(r"</?(?:i|b|sc|sub|sup|span)(?: [^<>]*)?>")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9]) ?--?-? ?(?=[0-9])")

_DOI_SCHEME = re.compile(r"\A(?:https?://(?:dx\.)?doi\.org/|doi: ?)", re.IGNORECASE)

_DATES: Final = ("issued", "event-date", "available-date", "submitted")
_FINDERS: Final = ("URL", "DOI", "page", "volume", "number", "archive", "archive_location", "ISBN")


class Entry(NamedTuple):
    """One source, ready to be shown."""

    text: str  # one line, never empty, without the address and the note
    missing: tuple[str, ...]  # what a source of its kind should have, such as "title" or "date"
    note: str
    url: str  # http or https, or ""; made from the DOI where only that is given
    kind: str  # "Report", "Newspaper article", ...


def entry(source: Data) -> Entry:
    """A CSL-JSON item in the house style; data of the wrong type counts as absent."""
    kind, is_part, expected = KINDS.get(_text(source, "type"), UNKNOWN)
    creators = _creators(source)
    parts = [
        creators[0] if creators else "",
        _title(source, is_part),
        *creators[1:],
        _text(source, "container-title"),
        _text(source, "collection-title"),
        _text(source, "event-title") or _text(source, "event"),
        _text(source, "authority"),
        _publisher(source),
        ", ".join(filter(None, (_text(source, "archive"), _text(source, "archive_location")))),
        _text(source, "genre") or ("" if kind == UNKNOWN[0] else kind),
        _date(source) or _text(source, "status"),
        _numbers(source),
        _identifier(source),
        _accessed(source),
    ]
    # Each part once: an author is often the publisher, or the newspaper itself.
    text = " · ".join(dict.fromkeys(part for part in parts if part))
    missing = tuple(word for word in expected if not _has(source, word, bool(creators)))
    return Entry(_capital(text) or kind, missing, _text(source, "note"), _url(source), kind)


def missing_sentence(entry: Entry) -> str:
    """What is missing, as a sentence: "No title, date or address is given."; "" if nothing is."""
    return f"No {listed(entry.missing, 'or')} is given." if entry.missing else ""


def numbers(deck: Deck) -> dict[str, int]:
    """The number of each source: its place in the deck's `sources`, from 1."""
    return {source: number for number, source in enumerate(deck.sources, 1)}


def citations(deck: Deck) -> dict[str, tuple[int, ...]]:
    """For each source of the deck the numbers of the slides that cite it, from 1."""
    cited: dict[str, list[int]] = {source: [] for source in deck.sources}
    for index in range(len(deck.slides)):
        for source in cited_ids(deck.slides.text_at(index)):
            if source in cited:
                cited[source].append(index + 1)
    return {source: tuple(slides) for source, slides in cited.items()}


def _text(data: Data, key: str) -> str:
    """The text or number under `key` in one line, without CSL-JSON's tags."""
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(re.sub(_TAG, "", str(value)).split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _title(source: Data, is_part: bool) -> str:
    title = _text(source, "title")
    reviewed = _text(source, "reviewed-title")
    if not title and reviewed:
        return f"Review of {reviewed}"
    if title and is_part:
        # Quotations within take the other marks.
        title = "“" + title.replace("“", "‘").replace("”", "’") + "”"
    edition = _edition(_text(source, "edition"))
    return ", ".join(part for part in (title, edition) if part)


def _edition(edition: str) -> str:
    if edition.isdecimal():
        ending = {"1": "st", "2": "nd", "3": "rd"}.get(edition[-1], "th")
        return f"{edition}{'th' if edition[-2:-1] == '1' else ending} edition"
    return edition if not edition or "ed" in edition.lower().split(".")[0] else f"{edition} edition"


def _creators(source: Data) -> list[str]:
    """Everyone named, by their parts: the authors first, then "edited by A and B"."""
    creators = []
    for field, words in CREATORS.items():
        value = source.get(field)
        people = value if isinstance(value, list) else [value]
        names = [name for name in map(_name, people) if name]
        if len(names) > NAMES:
            names = [*names[:3], f"{len(names) - 3} others"]
        if names:
            creators.append(f"{words} {listed(names)}".strip())
    return creators


def _name(person: object) -> str:
    """A name in the order in which it is spoken; CSL's particles and suffixes in their places."""
    if isinstance(person, str):
        return " ".join(person.split())
    if not isinstance(person, dict):
        return ""
    if literal := _text(person, "literal"):
        return literal
    keys = ("given", "dropping-particle", "non-dropping-particle", "family")
    given, dropping, particle, family = (_text(person, key) for key in keys)
    if particle.endswith(("’", "'")):  # d’Alembert
        particle, family = "", particle + family
    name = " ".join(part for part in (given, dropping, particle, family) if part)
    suffix = _text(person, "suffix")
    if not suffix:
        return name
    return f"{name}, {suffix}" if person.get("comma-suffix") is True else f"{name} {suffix}"


def _publisher(source: Data) -> str:
    place, publisher = _text(source, "publisher-place"), _text(source, "publisher")
    return f"{place}: {publisher}" if place and publisher else publisher or place


def _date(source: Data) -> str:
    date = next((words for words in (csl_date(source.get(key)) for key in _DATES) if words), "")
    original = csl_date(source.get("original-date"))
    return ", first published ".join(part for part in (date, original) if part)


def _numbers(source: Data) -> str:
    number, page = _text(source, "number"), re.sub(_BETWEEN_DIGITS, "–", _text(source, "page"))
    is_many = any(sign in page for sign in "–-,&")
    parts = [
        _worded("version", _text(source, "version")),
        _worded("vol.", _text(source, "volume")),
        _worded("no.", _text(source, "issue")),
        _worded("no.", number) if number[:1].isdecimal() else number,
        _worded("chapter", _text(source, "chapter-number")),
        _worded("section", _text(source, "section")),
        _worded("pp." if is_many else "p.", page) if not page.startswith("p") else page,
    ]
    return ", ".join(part for part in parts if part)


def _worded(word: str, value: str) -> str:
    return f"{word} {value}" if value else ""


def _identifier(source: Data) -> str:
    doi = _doi(source)
    return f"doi:{doi}" if doi and doi not in _url(source) else ""


def _doi(source: Data) -> str:
    return re.sub(_DOI_SCHEME, "", _text(source, "DOI"))


def _accessed(source: Data) -> str:
    return _worded("accessed", csl_date(source.get("accessed")))


def _url(source: Data) -> str:
    url, doi = _text(source, "URL"), _doi(source)
    if not url and doi.startswith("10."):
        url = f"https://doi.org/{doi}"
    scheme, slashes, rest = url.partition("://")
    is_web = scheme.lower() in ("http", "https") and slashes and rest[:1] not in ("", "/")
    return url if is_web and url.isprintable() and " " not in url else ""


def _has(source: Data, word: str, is_created: bool) -> bool:
    """Whether a source has what a word of `KINDS` asks for."""
    if word == "author":
        return is_created
    if word == "date":
        return bool(_date(source))
    if word == "address":  # or anything else by which it can be found
        return any(_text(source, key) for key in _FINDERS)
    fields = {"case name": "title", "court": "authority", "number": "number"}
    return bool(_text(source, fields.get(word, word)))
