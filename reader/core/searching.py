"""Finds slides: by words in anything that is said of them, by number, by file and by title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.credit import byline
from reader.core.deck import Deck
from reader.core.folding import Range, excerpt, fold, fold_lines, terms
from reader.core.page_words import (
    CREDITS,
    TITLE,
    Field,
    fields_of,
    page_title,
    source_text,
    words_of,
)
from reader.core.text import cited_ids

if TYPE_CHECKING:
    from reader.core.sending import Sent

MOST_HITS: Final = 100
NUMBER: Final = "Number"
FILE: Final = "File"

_Rank = int  # the lower, the sooner


class Hit(NamedTuple):
    """One place where something was found."""

    page: int  # as a scene counts them
    label: str  # what it was found in, in words: "Title", "Photograph", "Source 3"
    excerpt: str = ""
    ranges: tuple[Range, ...] = ()  # of what was found, in the excerpt
    source: str = ""  # the source that it was found in


class Index:
    """What can be found in a deck, folded; each part is made when it is first looked through.

    Owns: a folded copy of every word of the deck, about a byte for each letter. One thread at a
    time may use it.
    """

    def __init__(self, deck: Deck) -> None:
        self.deck = deck

    @classmethod
    def of(cls, deck: Deck) -> Index:
        """An index of a deck; takes no time before the first search."""
        return cls(deck)

    # What there is, folded

    @cached_property
    def titles(self) -> list[str]:
        """The title of each page as it is compared, within spaces."""
        deck = self.deck
        raw = [deck.title, *deck.slides.titles(), page_title(deck, len(deck.slides) + 1)]
        return [f" {fold(title)} " for title in raw]

    @cached_property
    def _files(self) -> list[str]:
        return [fold(file or "") for file in self.deck.slides.files()]

    @cached_property
    def _texts(self) -> list[str]:
        """All that is said on each page, and of its picture, but for its sources and notes."""
        deck = self.deck
        cover = fold_lines([deck.title, deck.summary, byline(deck.creators)])
        slides = [fold_lines(words_of(slide)) for slide in deck.slides.each()]
        return [cover, *slides, self.titles[-1]]

    @cached_property
    def _notes(self) -> list[str]:
        return ["", *(fold_lines([slide.notes]) for slide in self.deck.slides.each()), ""]

    @cached_property
    def _sources(self) -> list[tuple[str, list[int]]]:
        """What is said of each source, and the pages that cite it."""
        citing: dict[str, list[int]] = {source: [] for source in self.deck.sources}
        for index in range(len(self.deck.slides)):
            for source in cited_ids(self.deck.slides.text_at(index)):
                if source in citing:
                    citing[source].append(index + 1)
        return [
            (fold_lines([source_text(self.deck.sources[source])]), pages)
            for source, pages in citing.items()
            if pages
        ]

    # Looking for words

    def pages(self, words: str, *, with_notes: bool = False) -> list[int]:
        """The pages on which all the words occur, in order; without words, all pages."""
        looked_for = terms(words)
        if not looked_for:
            return list(range(len(self.deck.slides) + 2))
        return sorted(self._pages_with(looked_for, with_notes))

    def search(self, words: str, limit: int = MOST_HITS, *, with_notes: bool = False) -> list[Hit]:
        """Where the words occur: in titles first, then as whole words, then as parts of words.

        All words must occur on a page; what stands in quotation marks is found as it is.
        """
        looked_for = terms(words)
        if not looked_for:
            return []
        found = self._hits(looked_for, sorted(self._pages_with(looked_for, with_notes)), with_notes)
        return list(islice(found, limit))

    def _hits(
        self, looked_for: tuple[str, ...], pages: Sequence[int], with_notes: bool
    ) -> Iterator[Hit]:
        named = [page for page in pages if all(term in self.titles[page] for term in looked_for)]
        whole = [f" {term} " for term in looked_for]
        named.sort(key=lambda page: not all(term in self.titles[page] for term in whole))
        for page in named:
            yield _hit(page, Field(TITLE, page_title(self.deck, page)), looked_for)
        has_title = set(named)
        cited = {term: self._citing(term) for term in whole}
        parts = []
        for page in pages:
            if all(page in cited[term] or self._is_on(page, term, with_notes) for term in whole):
                yield from self._fields(page, looked_for, with_notes, page in has_title)
            else:
                parts.append(page)
        for page in parts:
            yield from self._fields(page, looked_for, with_notes, page in has_title)

    def _fields(
        self, page: int, looked_for: tuple[str, ...], with_notes: bool, has_title: bool
    ) -> Iterator[Hit]:
        """Where on a page everything is found; else where the most of it is."""
        best, most = None, 0
        all_found = has_title
        for field in fields_of(self.deck, page, with_notes=with_notes):
            if field.label == TITLE and has_title:
                continue
            folded = fold(field.text)
            count = sum(term in folded for term in looked_for)
            if count == len(looked_for):
                all_found = True
                yield _hit(page, field, looked_for)
            elif count > most:
                best, most = field, count
        if best is not None and not all_found:
            yield _hit(page, best, looked_for)

    def _pages_with(self, looked_for: tuple[str, ...], with_notes: bool) -> set[int]:
        left = set(range(len(self._texts)))
        for term in looked_for:
            pages = {page for page in left if term in self._texts[page]}
            if with_notes:
                pages.update(page for page in left if term in self._notes[page])
            left = pages.union(left.intersection(self._citing(term)))
        return left

    def _citing(self, term: str) -> set[int]:
        """The pages that cite a source in which a term stands."""
        return {page for text, citing in self._sources if term in text for page in citing}

    def _is_on(self, page: int, term: str, with_notes: bool) -> bool:
        return term in self._texts[page] or (with_notes and term in self._notes[page])

    # Going to a slide

    def go_to(self, words: str, limit: int = MOST_HITS) -> list[Hit]:
        """The slides that may be meant, likeliest first: by number, file or title.

        Without words, every page in order.
        """
        deck = self.deck
        if not words.strip():
            return [Hit(page, "") for page in range(len(deck.slides) + 2)]
        looked_for = terms(words)
        ranked: list[tuple[_Rank, int, str]] = []
        number = words.strip()
        if number.isdecimal() and 0 < int(number[:9]) <= len(deck.slides):
            ranked.append((0, int(number[:9]), NUMBER))
        meant = fold(words.strip().removeprefix("slides/"))
        ranked += self._by_title(meant, looked_for)
        ranked += self._by_file(meant)
        hits: dict[int, Hit] = {}
        for _, page, label in sorted(ranked):
            if page not in hits and len(hits) < limit:
                hits[page] = self._named(page, label, looked_for)
        return list(hits.values())

    def _by_title(
        self, meant: str, looked_for: tuple[str, ...]
    ) -> Iterator[tuple[_Rank, int, str]]:
        if not looked_for:
            return
        for page, title in enumerate(self.titles):
            if all(term in title for term in looked_for):
                is_whole = all(f" {term} " in title for term in looked_for)
                is_start = title.startswith(f" {meant}")
                rank = 1 if title[1:-1] == meant else 3 if is_start else 4 if is_whole else 6
                yield rank, page, TITLE

    def _by_file(self, meant: str) -> Iterator[tuple[_Rank, int, str]]:
        if not meant:
            return
        bare = meant.removesuffix(" yaml").removesuffix(" yml")
        for index, file in enumerate(self._files):
            if bare not in file:
                continue
            stem = file.removesuffix(" yaml").removesuffix(" yml")
            number, _, name = stem.partition(" ")
            names = (stem, name, number) if number.isdecimal() else (stem,)
            is_start = any(known.startswith(bare) for known in names)
            if bare in names:
                yield 2, index + 1, FILE
            elif not bare.isdecimal():  # a number within a name, such as a year, is not meant
                yield (5 if is_start else 7), index + 1, FILE

    def _named(self, page: int, label: str, looked_for: tuple[str, ...]) -> Hit:
        if label == TITLE:
            return _hit(page, Field(TITLE, page_title(self.deck, page)), looked_for)
        file = self.deck.slides.file_at(page - 1) if label == FILE else None
        return Hit(page, label, PurePosixPath(file).name if file else "")


def go_to(deck: Deck, words: str) -> list[Hit]:
    """The slides of a deck that may be meant by words, likeliest first; see `Index.go_to`."""
    return Index.of(deck).go_to(words)


def sent_of(deck: Deck, hit: Hit) -> Sent | None:
    """What the audience can be shown of a hit: a source or a credit; None for anything else."""
    from reader.core.cite import entry
    from reader.core.sending import Sent

    if hit.source:
        said = entry(deck.sources[hit.source])
        return Sent(hit.label, said.text, said.url)
    slide = deck.slides[hit.page - 1] if 1 <= hit.page <= len(deck.slides) else None
    if hit.label not in CREDITS or slide is None or slide.image is None:
        return None
    from reader.core.credit import credit

    return Sent("Picture", credit(slide.image).line, slide.image.web_page)


def _hit(page: int, field: Field, looked_for: tuple[str, ...]) -> Hit:
    text, ranges = excerpt(field.text, looked_for)
    return Hit(page, field.label, text, ranges, field.source)
