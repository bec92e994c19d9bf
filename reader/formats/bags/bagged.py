"""A bag in one file or in a folder, and how far its deck can be believed before all is proved."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reader.core.files import Files, Folder, Pack, Packed
from reader.core.fixity import Fixity, judge
from reader.core.problems import Severity
from reader.errors import BundleError, RefusedError, Where
from reader.formats.bags.bag import Bag, ranked, read_bag
from reader.formats.bags.findings import Finding
from reader.formats.places import DECLARATION, PAYLOAD
from reader.formats.zip.directory import read_directory

_SEE: Final = "`deck-reader verify` tells all of it"


def bag_in(path: Path, place: Path) -> Bag:
    """The bag in a bundle; errors name it `path`. Raises BundleError where there is none."""
    try:
        pack = Pack(place)
    except OSError as error:
        raise BundleError(
            f"the bundle cannot be read: {error.strerror or error}",
            hint="check that the file may be read",
            where=Where(path),
        ) from error
    directory = read_directory(pack)
    top = f"{directory.top}/" if directory.top else ""
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
    in_zip = [f._replace(name=f.name.removeprefix(top)) for f in directory.findings]
    return bag._replace(findings=(*in_zip, *bag.findings))


def believable(bag: Bag, path: Path) -> Bag:
    """The bag, if every tool finds the same files in it.

    Raises BundleError where two could see different ones.
    """
    broken = [found for found in _faults(bag) if found.rule.startswith(("zip.", "name."))]
    if broken:
        raise BundleError(_told(broken), hint=_SEE, where=Where(path))
    return bag


def sound(bag: Bag, path: Path) -> Bag:
    """The bag, if nothing is wrong with it but what its files may hold.

    Raises RefusedError, with every finding.
    """
    if faults := [str(found) for found in _faults(bag)]:
        raise RefusedError(f"{path} is not a sound bundle", faults, hint=_SEE)
    return bag


def deck_in(bag: Bag) -> Files:
    """The files of the deck in a bag, each with its hash."""
    algorithm, digests = _believed(bag)
    listed = {name.removeprefix(PAYLOAD): found for name, found in digests.items()}
    if isinstance(bag.files, Folder):
        return Folder(bag.files.root / "data", bag.files.place, algorithm, listed)
    assert isinstance(bag.files, Packed)
    return bag.files.below(PAYLOAD, algorithm, listed)


def _faults(bag: Bag) -> list[Finding]:
    return [found for found in bag.findings if found.severity is Severity.ERROR]


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
