"""Finds what a path names: a deck in a folder, in a bundle, or in an unpacked bag.

What a deck in a plain folder does without is imported where it is used, for its window's sake.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.core.files import Files, Folder
from reader.core.loading import find_deck
from reader.errors import BundleError, DeckError

if TYPE_CHECKING:
    from reader.formats.bags.bag import Bag

DECLARATION: Final = "bagit.txt"
"""The file that makes a folder a bag (RFC 8493)."""

PAYLOAD: Final = "data/"
"""How the names in a bag begin of what was bagged."""

SIGNED: Final = "tagmanifest-sha512.txt"
"""The file of a bag that commits to all the others, and that signatures are made over."""

SIGNATURES: Final = "signatures/"
"""How the names in a bag begin of signatures; they sign the tag manifest and cannot stand in it."""

_SIGNATURE: Final = b"PK"
_SUFFIX: Final = ".zip"


def files_at(path: Path) -> Files:
    """The files of the deck that `path` names: a folder, anything in it, a bundle, a bag.

    Raises DeckError where there is none, and BundleError for a bundle that cannot be believed.
    """
    with _reaching(path):
        place = path.resolve()
        if not is_bundle(place) and not _bag_around(place):
            return Folder(find_deck(path))
    from reader.formats.bags.bagged import believable, deck_in

    return deck_in(believable(bag_at(path), path))


def bag_at(path: Path) -> Bag:
    """The bag that `path` names: a bundle, or an unpacked bag or anything in one.

    Its findings begin with those of the ZIP. Raises BundleError where there is none.
    """
    from reader.formats.bags.bag import read_bag
    from reader.formats.bags.bagged import bag_in

    with _reaching(path):
        place = path.resolve()
        is_packed = is_bundle(place)
        folder = None if is_packed else _bag_around(place)
        is_there = place.exists()
    if is_packed:
        return bag_in(path, place)
    if folder:
        return read_bag(Folder(folder))
    if not is_there:
        raise _no_such(path)
    raise BundleError(
        f"{path} is neither a bundle nor a bag",
        hint=f"name a .deck.zip, or a folder that holds {DECLARATION}",
    )


def is_plain_folder(path: Path) -> bool:
    """Whether a path leads to a folder that is no bag and in none.

    Raises BundleError where nobody can go there.
    """
    with _reaching(path):
        return path.is_dir() and not _bag_around(path.resolve())


@contextmanager
def _reaching(path: Path) -> Iterator[None]:
    """Raises BundleError where the system cannot follow a path."""
    try:
        yield
    except PermissionError as error:
        raise BundleError(f"{path} may not be read", hint="allow yourself to read it") from error
    except (OSError, RuntimeError, ValueError) as error:  # too long, a loop of links, with a NUL
        raise _no_such(path) from error


def _no_such(path: Path) -> BundleError:
    return BundleError(f"{path} does not exist", hint="check the spelling of the path")


def is_bundle(place: Path) -> bool:
    """Whether a path names one file that is a ZIP, or is called one."""
    if not place.is_file():
        return False
    if place.suffix.lower() == _SUFFIX:
        return True
    try:
        with place.open("rb") as file:
            return file.read(len(_SIGNATURE)) == _SIGNATURE
    except OSError:
        return False


def _bag_around(place: Path) -> Path | None:
    """The folder of the unpacked bag that a path lies in."""
    if (place / DECLARATION).is_file():
        return place
    if place.name == DECLARATION and place.is_file():
        return place.parent
    try:
        deck = find_deck(place)
    except DeckError:
        return None
    is_payload = deck.name == PAYLOAD.rstrip("/") and (deck.parent / DECLARATION).is_file()
    return deck.parent if is_payload else None
