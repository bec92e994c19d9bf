"""The sources of a deck as entities of an RO-Crate, in the words of schema.org."""

from __future__ import annotations

from typing import Final

from reader.core.cite import entry
from reader.core.deck import Data, Deck, mappings_of, text_of
from reader.formats.crate.graph import Graph, Ref, is_address

_KINDS: Final = {
    "article": "Article",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "bill": "Legislation",
    "book": "Book",
    "chapter": "Chapter",
    "legislation": "Legislation",
    "map": "Map",
    "motion_picture": "Movie",
    "paper-conference": "ScholarlyArticle",
    "post": "SocialMediaPosting",
    "post-weblog": "BlogPosting",
    "regulation": "Legislation",
    "report": "Report",
    "review": "Review",
    "thesis": "Thesis",
    "treaty": "Legislation",
    "webpage": "WebPage",
}
_NAME: Final = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")


def add_sources(graph: Graph, deck: Deck) -> dict[str, Ref]:
    """An entity for every source; references to them by the deck's ids."""
    width = len(str(len(deck.sources)))
    found = {}
    for number, (key, source) in enumerate(deck.sources.items(), 1):
        said = entry(source)
        is_free = is_address(said.url) and said.url not in graph
        found[key] = graph.add(
            said.url if is_free else f"#source-{number:0{width}}",
            _KINDS.get(text_of(source, "type"), "CreativeWork"),
            name=text_of(source, "title") or said.text,
            identifier=key,
            creditText=said.text,
            description=said.note,
            creator=_names(source),
            datePublished=_day(source),
            publisher=text_of(source, "publisher"),
            inLanguage=text_of(source, "language"),
            url=said.url,
        )
    return found


def _names(source: Data) -> list[str]:
    return [
        text_of(name, "literal") or " ".join(filter(None, (text_of(name, k) for k in _NAME)))
        for name in mappings_of(source, "author")
    ]


def _day(source: Data) -> str:
    """The day of publication in ISO 8601, as far as it is known; "" where it is not a day."""
    issued = source.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    day = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(day, list) or not day:
        return issued if isinstance(issued, str) else ""
    words = [str(part) for part in day[:3]]
    if not all(word.isascii() and word.isdecimal() for word in words):
        return ""
    return "-".join(word.zfill(2 if place else 4) for place, word in enumerate(words))
