"""What must be known of a deck's own words before a show: errors, sources, notes, letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import category

from reader.core.amounts import count_words
from reader.core.cite import Entry, citations, entry, missing_sentence, numbers
from reader.core.deck import Deck, text_of
from reader.core.pacing import plan
from reader.core.paths import DECK_FILE
from reader.core.preflight import Finding, finding
from reader.core.problems import Problem, Severity
from reader.core.timing import clock_words

_BY_PICTURE: Final = {"image.credit": "picture.credit", "image.rights": "picture.rights"}
_MOST_LETTERS: Final = 12
_NAME_LENGTH: Final = 60


def judge_problems(deck: Deck, problems: Iterable[Problem]) -> Iterator[Finding]:
    """What `reader.core.check` found: every error, and the warnings that a show makes seen.

    The other warnings are counted.
    """
    slides = {f"slides/{file}": at for at, file in enumerate(deck.slides.files(), 1) if file}
    others = errors = 0
    for found in problems:
        where = _slide_of(found, slides)
        file = f"{found.where}"
        if found.severity is Severity.ERROR:
            errors += 1
            words = {"found": found.message, "remedy": found.hint}
            check = "picture.damaged" if _is_of_picture(found) else "deck.error"
            yield finding(check, words, slides=where, file=file)
        elif found.rule in _BY_PICTURE:
            words = {"found": found.message, "remedy": found.hint}
            yield finding(_BY_PICTURE[found.rule], words, slides=where, file=file)
        else:
            others += 1
    if others:
        yield finding("deck.warnings", {"count": count_words(others, "warning")})
    if not errors:
        yield finding("deck.fine", {"slides": count_words(len(deck.slides), "slide")})


def _is_of_picture(found: Problem) -> bool:
    """Whether the picture file itself is at fault, which trying it would find too."""
    return found.path[-2:] == ("image", "file") and found.rule.startswith(("path.", "picture."))


def _slide_of(found: Problem, slides: dict[str, int]) -> tuple[int, ...]:
    name = found.where.file.as_posix()
    if name == DECK_FILE and len(found.path) > 1 and found.path[0] == "slides":
        index = found.path[1]
        return (index + 1,) if isinstance(index, int) else ()
    return (slides[name],) if name in slides else ()


def judge_sources(deck: Deck) -> Iterator[Finding]:
    """Whether each source that is cited can be found by a reader, and its address be opened."""
    count, is_fine = 0, True
    places = numbers(deck)
    for source, slides in citations(deck).items():
        if not slides:
            continue
        count += 1
        said = entry(deck.sources[source])
        words: dict[str, object] = {"number": places[source], "name": _name(said)}
        address = text_of(deck.sources[source], "URL")
        if said.missing:
            is_fine = False
            missing = missing_sentence(said)
            sentence = f"{missing[:1].lower()}{missing[1:]}".rstrip(".")
            yield finding("source.bare", {**words, "found": sentence}, slides=slides[:1])
        if address and not said.url:
            is_fine = False
            yield finding("source.address", {**words, "found": address}, slides=slides[:1])
    if not count:
        yield finding("sources.none")
    elif is_fine:
        yield finding("sources.fine", {"count": f"{count_words(count, 'source')} cited"})


def _name(said: Entry) -> str:
    short = said.text[:_NAME_LENGTH].rstrip(" ·")
    return f"{short}…" if len(said.text) > _NAME_LENGTH else said.text


def judge_talk(deck: Deck) -> Iterator[Finding]:
    """How well the speaker has prepared: notes, and planned times."""
    total = count_words(len(deck.slides), "slide")
    silent = sum(not slide.notes for slide in deck.slides)
    if silent:
        yield finding("talk.notes", {"count": f"{silent:,}", "total": total})
    planned = plan(deck, None)
    open_ones = planned.spans.count(None)
    if open_ones:
        yield finding("talk.times", {"count": f"{open_ones:,}", "total": total})
    elif planned.total is not None:
        yield finding("talk.planned", {"time": clock_words(planned.total)})


def letters_of(deck: Deck) -> dict[str, int]:
    """Every character outside ASCII that the deck shows, and the slide that first does.

    It is 0 for the title page and the sources. Marks that are set with a letter are left out.
    """
    found: dict[str, int] = {}
    header = (deck.title, deck.summary, *(creator.name for creator in deck.creators))
    sources = (entry(source).text for source in deck.sources.values())
    for text in (*header, *sources):
        _note(found, text, 0)
    for number, slide in enumerate(deck.slides, 1):
        image = slide.image
        credit = (image.credit_line, *image.creators) if image is not None else ()
        for text in (slide.title, slide.kicker, slide.text, slide.notes, *credit):
            _note(found, text, number)
    return found


def _note(found: dict[str, int], text: str, slide: int) -> None:
    if not text.isascii():
        for character in set(text):
            if character > "\x7f" and category(character)[0] in "LNPS":
                found.setdefault(character, slide)


def judge_letters(letters: dict[str, int], lacking: str) -> Iterator[Finding]:
    """What to say of the characters that no typeface here has."""
    if not lacking:
        yield finding("letters.fine")
        return
    slides = sorted({letters[character] for character in lacking} - {0})
    more = len(lacking) - _MOST_LETTERS
    words = " ".join(sorted(lacking)[:_MOST_LETTERS])
    words += f" and {more:,} more" if more > 0 else ""
    yield finding("letters.missing", {"letters": words}, slides=slides)
