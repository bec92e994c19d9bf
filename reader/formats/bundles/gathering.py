"""Which files of a folder belong to a deck, and what forbids it to bundle them.

Only what the deck names goes into a bundle, and what its author put into `assets/attachments`: a
photograph that was withheld, or a private note that lies beside the others, must not get out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from reader.core.check import check
from reader.core.deck import Deck
from reader.core.files import Files, Folder
from reader.core.fixity import Fixity
from reader.core.loading import load
from reader.core.paths import DECK_FILE, name_in
from reader.core.problems import Severity
from reader.errors import RefusedError
from reader.formats.bags.findings import finding

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


def gather(files: Files, reserved: Collection[str] = ()) -> Gathered:
    """The files of a deck that is fit to be bundled, none of them under a `reserved` name.

    Raises RefusedError, with everything that must be mended first, and DeckError.
    """
    problems = [found.sentence for found in check(files) if found.severity is Severity.ERROR]
    if isinstance(files, Folder):
        problems += _litter(files.root)
    _refuse(files, problems)
    gathered = _gathered(files, load(files))
    names = gathered.names
    if isinstance(files, Folder):
        problems += _links(files.root, [name for name in names if not _is_walked(name)])
    problems += [
        f"{name}: the bundle has a file of its own under this name (rename yours)"
        for name in names
        if name in reserved
    ]
    problems += _doubted(files)
    _refuse(files, problems)
    return gathered


def _refuse(files: Files, problems: Sequence[str]) -> None:
    if problems:
        raise RefusedError(
            f"{files.place} is not bundled", problems, hint="mend what is named, and try again"
        )


def _gathered(files: Files, deck: Deck) -> Gathered:
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


def _doubted(files: Files) -> list[str]:
    """What was read from a bag and is not as it was bagged: nobody may make it sound again."""
    rules = {Fixity.CHANGED: "file.changed", Fixity.UNLISTED: "file.unlisted"}
    return [
        str(finding(rules[state], name, algorithm=files.algorithm))
        for name, state in sorted(files.proved.items())
        if state in rules
    ]


def _litter(root: Path) -> list[str]:
    """Every link, every junk file and whatever else is no file in the rooms of a deck."""
    found: list[str] = []

    def note(error: OSError) -> None:
        if isinstance(error, FileNotFoundError):  # a deck need not have both rooms
            return
        name = Path(error.filename).relative_to(root).as_posix()
        found.append(f"{name}: the folder cannot be listed (allow yourself to read it)")

    for room in _ROOMS:
        for path in _walk(root / room, note):
            name = path.relative_to(root).as_posix()
            if path.is_symlink():
                found.append(_link(name))
            elif is_junk(path.name):
                found.append(f"{name}: this is a file that a system left behind (delete it)")
            elif path.exists() and not path.is_file() and not path.is_dir():
                found.append(f"{name}: this is a device or a pipe (delete it)")
    return sorted(found)


def _walk(folder: Path, note: Callable[[OSError], None]) -> Iterator[Path]:
    """The folder, and everything in it; links are not followed."""
    yield folder
    for where, folders, names in os.walk(folder, onerror=note):
        yield from (Path(where, name) for name in (*folders, *names))


def _is_walked(name: str) -> bool:
    return name.partition("/")[0] in _ROOMS


def _links(root: Path, names: Iterable[str]) -> list[str]:
    """Every link on the way to these files, as sentences."""
    ways = {way for name in names for way in (Path(name), *Path(name).parents)}
    return sorted(_link(way.as_posix()) for way in ways if (root / way).is_symlink())


def _link(name: str) -> str:
    return f"{name}: this is a link (put the file itself in its place)"


def is_junk(name: str) -> bool:
    """Whether a file is one that systems leave behind, and nobody means to keep."""
    low = name.lower()
    return low in _JUNK or low.startswith(_JUNK_STARTS) or low.endswith(_JUNK_ENDS)
