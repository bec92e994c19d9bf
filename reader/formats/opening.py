"""Opening a deck, told as a row of plain messages that can cross a pipe.

The window is up long before YAML, the remembered place and the whole deck have been read, so
opening is a generator: what is needed for the first picture comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.errors import DeckError, Exit, ReaderError, Where

if TYPE_CHECKING:
    from reader.core.files import Files

Message = tuple[Any, ...]
"""("memory", state, settings, complaints) once, then ("reading", reading, page) once or twice,
then ("problems", sentences); or ("error", message, hint, (file, line, column)) and no more."""


def messages(deck: str | None, slide: int | None) -> Iterator[Message]:
    """Open a deck: the folder or file named, or the one that ships with the program.

    `slide` counts from 1; None means where the reader left off.
    """
    try:
        yield from _messages(deck, slide)
    except ReaderError as error:
        place = error.where
        where = (str(place.file), place.line, place.column) if place else None
        yield ("error", error.message, error.hint, where)


def _messages(deck: str | None, slide: int | None) -> Iterator[Message]:
    from reader.core import memory, settings
    from reader.core.files import Folder
    from reader.core.loading import read
    from reader.core.shipped import shipped_deck
    from reader.formats.places import files_at

    remembered = memory.load(memory.state_file())
    preferred = settings.load(settings.settings_file())
    yield ("memory", remembered.data(), preferred.found, preferred.complaints)
    files = files_at(Path(deck)) if deck else Folder(shipped_deck())
    page = remembered.places.get(str(files.place), 0) if slide is None else slide
    for reading in read(files, wanted=max(0, page - 1)):
        if reading["complete"]:
            page = min(page, len(reading["slides"]))
        yield ("reading", reading, page)
    yield ("problems", problems_of(files))


def problems_of(files: Files) -> list[str]:
    """Every fault of a deck, as sentences for a person."""
    from reader.core.check import check
    from reader.core.problems import Severity

    return [str(found) for found in check(files) if found.severity is Severity.ERROR]


def error_of(message: Message) -> ReaderError:
    """The error that an "error" message carries."""
    _, words, hint, where = message
    place = Where(Path(where[0]), where[1], where[2]) if where else None
    error = DeckError(words, hint=hint, where=place)
    error.exit_code = Exit.UNREADABLE
    return error
