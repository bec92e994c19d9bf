"""Which files of a folder belong to a deck, and what forbids it to bundle them.

Only what the deck names goes into a bundle, and what its author put into `assets/attachments`: a
photograph that was withheld, or a private note that lies beside the others, must not get out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from reader.core.check import check
from reader.core.deck import Deck
from reader.core.files import Files, Folder
from reader.core.loading import DECK_FILE, load
from reader.core.paths import name_in
from reader.core.problems import Severity
from reader.errors import RefusedError

ATTACHMENTS: Final = "assets/attachments"
"""The folder of a deck for what is kept with it and not shown."""

_ROOMS: Final = ("slides", "assets")
# What systems and their file managers leave behind.
_JUNK: Final = frozenset(
    (".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".directory", "icon\r")
)
_JUNK_STARTS: Final = ("._", "~$", ".~lock.", ".nfs", ".fuse_hidden")
_JUNK_ENDS: Final = ("~", ".tmp", ".swp", ".part", ".crdownload")


class Gathered(NamedTuple):
    """A sound deck, and the names of its files by what they are for."""

    deck: Deck
    slides: tuple[str, ...]
    pictures: tuple[str, ...]
    attachments: tuple[str, ...]
    left_out: tuple[str, ...]  # files beside them that the deck does not name

    @property
    def names(self) -> tuple[str, ...]:
        """Every file that goes into the bundle."""
        return tuple(dict.fromkeys((DECK_FILE, *self.slides, *self.pictures, *self.attachments)))


def gather(files: Files) -> Gathered:
    """The files of a deck that is fit to be bundled.

    Raises RefusedError, with everything that must be mended first, and DeckError.
    """
    problems = [found.sentence for found in check(files) if found.severity is Severity.ERROR]
    if isinstance(files, Folder):
        problems += _litter(files.root)
    if problems:
        raise RefusedError(
            f"{files.place} is not bundled", problems, hint="mend what is named, and try again"
        )
    deck = load(files)
    listed = (name_in("slides", file) for file in deck.slides.files() if file is not None)
    named = (name_in("", slide.image.file) for slide in deck.slides if slide.image is not None)
    gathered = Gathered(
        deck,
        tuple(dict.fromkeys(listed)),
        tuple(dict.fromkeys(named)),
        tuple(files.names(ATTACHMENTS)),
        (),
    )
    taken = set(gathered.names)
    beside = (name for room in _ROOMS for name in files.names(room))
    return gathered._replace(left_out=tuple(name for name in beside if name not in taken))


def _litter(root: Path) -> list[str]:
    """Every link and every junk file in the rooms of a deck, as sentences."""
    found = []
    for room in _ROOMS:
        for path in _walk(root / room):
            name = path.relative_to(root).as_posix()
            if path.is_symlink():
                found.append(f"{name}: this is a link (put the file itself in its place)")
            elif is_junk(path.name):
                found.append(f"{name}: this is a file that a system left behind (delete it)")
    return sorted(found)


def _walk(folder: Path) -> Iterator[Path]:
    """The folder, and everything in it; links are not followed."""
    yield folder
    for where, folders, names in os.walk(folder):
        yield from (Path(where, name) for name in (*folders, *names))


def is_junk(name: str) -> bool:
    """Whether a file is one that systems leave behind, and nobody means to keep."""
    low = name.lower()
    return low in _JUNK or low.startswith(_JUNK_STARTS) or low.endswith(_JUNK_ENDS)
