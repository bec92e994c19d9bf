"""Reads a deck from its files: first what the first picture needs, then all of it.

A slide that cannot be read becomes a slide with a fault, and the rest of the deck works; what
breaks the format without being in the way is left to `reader.core.check`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from reader.core import limits
from reader.core.deck import Deck, RawSlide
from reader.core.files import Files
from reader.core.paths import DECK_FILE, misplaced, name_in, path_words
from reader.core.reading import Reading, deck_of
from reader.core.strict_yaml import StrictYaml
from reader.core.yaml_places import locate
from reader.errors import DeckError, Where

FORMAT: Final = "deck/1"
"""The version of the format that is read."""

_LONG_BYTES: Final = 256 * 1024  # about 800 slides, 30 ms
_LONG_FILES: Final = 40
_LEVELS_UP: Final = 4


def find_deck(path: Path) -> Path:
    """The folder of the deck that `path` names: the folder, or anything in it.

    Raises DeckError where there is none, at `path` or up to four levels above it.
    """
    start = path.resolve()
    if not start.exists():
        raise DeckError(f"{path} does not exist", hint="check the spelling of the path")
    for folder in (start, *start.parents[:_LEVELS_UP]):
        if (folder / DECK_FILE).is_file():
            return folder
    raise DeckError(f"{path} is not a deck", hint=f"name a folder that holds {DECK_FILE}")


def read(files: Files, wanted: int = 0) -> Iterator[Reading]:
    """Read a deck: at most one incomplete reading, then the complete one.

    A long deck first yields what it takes to show the slide with index `wanted`: all slides up
    to it where they stand in `slides/deck.yaml`, only that one where they are files; the files
    not yet read have neither data nor a fault.
    Raises DeckError where `slides/deck.yaml` cannot be used at all.
    """
    file = files.path_of(DECK_FILE)
    source = StrictYaml(_bytes_of(files), file)
    header: dict[str, Any] = {}
    entries: list[Any] = []
    is_early = len(source.text) > _LONG_BYTES
    reader = _SlideReader(files)
    for key, index, value in source.entries("slides"):
        if key is None:
            raise DeckError(
                "the file holds no keys with values",
                hint=f"begin it with 'format: {FORMAT}'",
                where=Where(file, 1),
            )
        if index is None:
            header[key] = value
            continue
        if not entries:
            _check_format(header, source)
        entries.append(value)
        if is_early and len(entries) == wanted + 1:
            is_early = False
            slides = reader.slides(entries, source.text, only=wanted)
            yield _reading(files, header, slides, None, wanted)
    _check_usable(header, entries, source)
    count = len(entries)
    was_early = len(source.text) > _LONG_BYTES and not is_early
    if not was_early and sum(isinstance(entry, str) for entry in entries) > _LONG_FILES:
        slides = reader.slides(entries, source.text, only=min(wanted, count - 1))
        yield _reading(files, header, slides, count, wanted)
    slides = reader.slides(entries, source.text)
    yield {**_reading(files, header, slides, count, wanted), "complete": True}


def load(files: Files) -> Deck:
    """The whole deck. Raises DeckError where it cannot be used at all."""
    *_, reading = read(files)
    return deck_of(reading)


class _SlideReader:
    """Turns the list of slides into slides, reading those that are files of their own."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def slides(self, entries: Sequence[Any], text: str, only: int | None = None) -> list[RawSlide]:
        """The slides of a list in `text`; of the files in it all are read, or `only` one."""
        misplaced_at: dict[int, tuple[str, str]] = {}
        slides: list[RawSlide] = []
        for index, entry in enumerate(entries):
            if isinstance(entry, dict):
                slides.append((None, entry, ""))
            elif only is not None and index != only:
                slides.append((entry if isinstance(entry, str) else None, {}, ""))
            elif isinstance(entry, str):
                rule = misplaced(self._files, "slides", entry)
                if rule:
                    misplaced_at[index] = (rule, entry)
                slides.append((entry, {}, "") if rule else self._slide(entry))
            else:
                misplaced_at[index] = ("slide.entry", "")
                slides.append((None, {}, ""))
        if misplaced_at:
            self._add_faults(slides, misplaced_at, text)
        return slides

    def _slide(self, name: str) -> RawSlide:
        place = Path(name_in("slides", name))
        try:
            source = StrictYaml(yaml_bytes(self._files, place.as_posix()), place)
        except OSError as error:
            return name, {}, _fault("file.unreadable", Where(place), unreadable(name, error))
        data = source.value()
        if source.fault:
            return name, {}, source.fault.sentence
        if not isinstance(data, dict):
            return name, {}, _fault("file.mapping", Where(place, 1), {"found": kind(data)})
        return name, data, ""

    def _add_faults(
        self, slides: list[RawSlide], rules: dict[int, tuple[str, str]], text: str
    ) -> None:
        # One walk for all of them: a list of 10,000 missing files must not cost 10,000.
        places = locate(text, [("slides", index) for index in rules])
        for index, (rule, entry) in rules.items():
            where = Where(Path(DECK_FILE), *places["slides", index])
            fault = _fault(rule, where, path_words("slides", f"slides/{entry}"))
            slides[index] = (slides[index][0], {}, fault)


def _fault(rule: str, where: Where, words: Mapping[str, object]) -> str:
    from reader.core.problems import problem  # late: a sound deck never needs it

    return problem(rule, where, words=words).sentence


def kind(value: object) -> str:
    """What a value is, for a sentence."""
    kinds = {dict: "a mapping", list: "a list", str: "text", bool: "true or false"}
    return "nothing" if value is None else kinds.get(type(value), "a number")


def unreadable(name: str, error: OSError) -> dict[str, str]:
    """The words of the rule `file.unreadable` for an error of the system."""
    reason = (error.strerror or type(error).__name__).lower()
    return {"file": name, "found": reason, "remedy": "check that the file may be read"}


def yaml_bytes(files: Files, name: str) -> bytes:
    """A YAML file's bytes, one more than is allowed at most. Raises OSError."""
    return files.read(name, limits.YAML_BYTES + 1)


def expect_deck(files: Files) -> None:
    """Raises DeckError where there is no deck."""
    if not files.has(DECK_FILE):  # nor a pipe or a device, from which reading might never end
        raise DeckError(
            f"{files.place} is not a deck: it has no {DECK_FILE}",
            hint=f"name a folder that holds {DECK_FILE}",
        )


def _bytes_of(files: Files) -> bytes:
    expect_deck(files)
    try:
        return yaml_bytes(files, DECK_FILE)
    except OSError as error:
        words = unreadable(DECK_FILE, error)
        message = f"the deck cannot be read: {words['found']}"
        where = Where(files.path_of(DECK_FILE))
        raise DeckError(message, hint=words["remedy"], where=where) from error


def _check_format(header: dict[str, Any], source: StrictYaml) -> None:
    found = header.get("format", FORMAT)  # none at all is a fault, but in nobody's way
    if found != FORMAT:
        raise DeckError(
            f"the deck is in the format {found!r}, which this version does not read",
            hint=f"it reads {FORMAT}; a newer version of the program may read this deck",
            where=Where(source.file, *locate(source.text, [("format",)])["format",]),
        )


def _check_usable(header: dict[str, Any], entries: list[Any], source: StrictYaml) -> None:
    fault = source.fault
    if fault:
        raise DeckError(fault.message, hint=fault.hint, where=fault.where)
    _check_format(header, source)
    if not entries:
        raise DeckError(
            "the deck has no slides",
            hint="list them under 'slides:', each a file in the slides folder",
            where=Where(source.file),
        )
    if len(entries) > limits.SLIDES:
        raise DeckError(
            f"the deck has {len(entries):,} slides; at most {limits.SLIDES:,} are shown",
            hint="split it into several decks",
            where=Where(source.file),
        )


def _reading(
    files: Files, header: dict[str, Any], slides: list[RawSlide], count: int | None, wanted: int
) -> Reading:
    return {
        "files": files.spec(),
        "header": dict(header),
        "slides": slides,
        "complete": False,
        "count": count,
        "wanted": wanted,
    }
