"""Finds what a path names: a deck in a folder, in a bundle, or in an unpacked bag."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reader.core.files import Files, Folder, Pack, Packed
from reader.core.fixity import Fixity, judge
from reader.core.loading import find_deck
from reader.core.problems import Severity
from reader.errors import BundleError, DeckError, RefusedError, Where
from reader.formats.bag import Bag, ranked, read_bag
from reader.formats.findings import Finding
from reader.formats.tag_files import DECLARATION, PAYLOAD
from reader.formats.zip_directory import is_zip, read_directory

_HEAD_BYTES: Final = 4
_SUFFIX: Final = ".zip"
_SEE: Final = "`deck-reader verify` tells all of it"


def files_at(path: Path) -> Files:
    """The files of the deck that `path` names: a folder, anything in it, a bundle, a bag.

    Raises DeckError where there is none, and BundleError for a bundle that cannot be believed.
    """
    place = path.resolve()
    if not is_bundle(place) and not _bag_around(place):
        return Folder(find_deck(path))
    bag = bag_at(path)
    faults = [found for found in bag.findings if found.severity is Severity.ERROR]
    if is_bundle(place) and (broken := [f for f in faults if f.rule.startswith(("zip.", "name."))]):
        raise BundleError(_told(broken), hint=_SEE, where=Where(path))
    return deck_in(bag)


def deck_in(bag: Bag) -> Files:
    """The files of the deck in a bag, each with its hash."""
    algorithm, digests = _believed(bag)
    listed = {name.removeprefix(PAYLOAD): found for name, found in digests.items()}
    if isinstance(bag.files, Folder):
        return Folder(bag.files.root / "data", bag.files.place, algorithm, listed)
    assert isinstance(bag.files, Packed)
    return bag.files.below(PAYLOAD, algorithm, listed)


def bag_at(path: Path) -> Bag:
    """The bag that `path` names: a bundle, or an unpacked bag or anything in one.

    Its findings begin with those of the ZIP. Raises BundleError where there is none.
    """
    place = path.resolve()
    if is_bundle(place):
        return _bag_in(path, place)
    if folder := _bag_around(place):
        return read_bag(Folder(folder))
    if not place.exists():
        raise BundleError(f"{path} does not exist", hint="check the spelling of the path")
    raise BundleError(
        f"{path} is neither a bundle nor a bag",
        hint=f"name a .deck.zip, or a folder that holds {DECLARATION}",
    )


def sound_bag(path: Path) -> Bag:
    """The bag that `path` names, which nothing is wrong with but what its files may hold.

    Raises RefusedError, with every finding, and BundleError.
    """
    bag = bag_at(path)
    faults = [str(found) for found in bag.findings if found.severity is Severity.ERROR]
    if faults:
        raise RefusedError(f"{path} is not a sound bundle", faults, hint=_SEE)
    return bag


def is_bundle(place: Path) -> bool:
    """Whether a path names one file that is a ZIP, or is called one."""
    if not place.is_file():
        return False
    if place.suffix.lower() == _SUFFIX:
        return True
    try:
        with place.open("rb") as file:
            return is_zip(file.read(_HEAD_BYTES))
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
    is_payload = deck.name == PAYLOAD.strip("/") and (deck.parent / DECLARATION).is_file()
    return deck.parent if is_payload else None


def _bag_in(path: Path, place: Path) -> Bag:
    try:
        pack = Pack(place)
    except OSError as error:
        raise BundleError(
            f"the bundle cannot be read: {error.strerror or error}",
            hint="check that the file may be read",
            where=Where(path),
        ) from error
    directory = read_directory(pack)
    tops = {entry.name.partition("/")[0] for entry in directory.entries}
    top = f"{min(tops)}/" if len(tops) == 1 else ""
    members = {
        entry.name.removeprefix(top): (entry.offset, entry.length) for entry in directory.entries
    }
    files = Packed(pack, members)
    if not files.has(DECLARATION):
        broken = [found for found in directory.findings if found.severity is Severity.ERROR]
        raise BundleError(
            f"this ZIP is not a bundle: {_told(broken) if broken else f'it has no {DECLARATION}'}",
            hint="unpack it, and open the folder of the deck in it",
            where=Where(path),
        )
    bag = read_bag(files)
    return bag._replace(findings=(*directory.findings, *bag.findings))


def _told(found: list[Finding]) -> str:
    first = found[0]
    name = f"{first.name}: " if first.name else ""
    more = f", and {len(found) - 1:,} more" if len(found) > 1 else ""
    return f"{name}{first.message}{more}"


def _believed(bag: Bag) -> tuple[str, dict[str, str]]:
    """The manifest by which files are proved, and its algorithm: one that was not changed itself.

    Where all of them were, no file of the bag counts as listed.
    """
    for algorithm in ranked(bag.manifests):
        if _is_as_bagged(bag, f"manifest-{algorithm}.txt"):
            return algorithm, dict(bag.manifests[algorithm])
    return "", {}


def _is_as_bagged(bag: Bag, name: str) -> bool:
    """Whether a tag file agrees with the tag manifest, if that lists it."""
    for algorithm in ranked(bag.tag_manifests)[:1]:
        digest = bag.tag_manifests[algorithm].get(name)
        if digest is None or name not in bag.inventory:
            return True
        try:
            data = bag.files.blob(name).read()
        except OSError:
            return False
        return judge(data, (algorithm, digest)) is Fixity.VERIFIED
    return True
