"""A bag (RFC 8493): what its tag files say of it, before any file of the payload is opened."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Final, NamedTuple

from reader.core import limits
from reader.core.files import Files, Folder
from reader.errors import BundleError, Where
from reader.formats.bags import tag_files
from reader.formats.bags.findings import Finding
from reader.formats.bags.inventory import Inventory, Kind, take_inventory
from reader.formats.bags.tag_files import Declaration, Fetch, Listing, Notes
from reader.formats.places import DECLARATION, PAYLOAD

_WEAK: Final = frozenset(["md4", "md5", "md5sha1", "sha1"])
_OXUM = re.compile(r"([0-9]{1,20})\.([0-9]{1,20})")
_KINDS: Final = {
    Kind.LINK: "file.link",
    Kind.STRAY: "file.stray",
    Kind.DEVICE: "file.device",
    Kind.CLOSED: "file.closed",
}

Manifests = Mapping[str, Mapping[str, str]]
"""Hashes in lower-case hex by algorithm, as `hashlib` names it, and then by name of the file."""


class Bag(NamedTuple):
    """What a bag says of itself, and what was found wrong in saying it."""

    files: Files
    version: str
    info: tuple[tuple[str, str], ...]  # labels and values in their order
    manifests: Manifests  # of the payload; names are those of the files that are there
    tag_manifests: Manifests
    fetches: tuple[Fetch, ...]
    inventory: Inventory
    findings: tuple[Finding, ...]

    def get(self, label: str) -> str:
        """The first value under a label, whatever its case; "" where there is none."""
        wanted = label.lower()
        return next((value for key, value in self.info if key.lower() == wanted), "")


def read_bag(files: Files) -> Bag:
    """Read the tag files of a bag. Raises BundleError where there is no bag at all."""
    try:
        inventory = take_inventory(files)
    except OSError as error:
        raise BundleError(
            f"the bag cannot be read: {error.strerror or error}",
            hint="check that its folder is there and may be read",
            where=Where(files.place),
        ) from error
    return _Reading(files, inventory).bag()


def best(algorithms: Iterable[str]) -> str:
    """Which of several manifests to believe first, by its algorithm; "" where none is known.

    SHA-256 is as strong as anybody needs, and the fastest where the processor helps.
    """
    known = ranked(algorithms)
    return known[0] if known else ""


def ranked(algorithms: Iterable[str]) -> list[str]:
    """The algorithms known here, the one to believe first in front."""

    def rank(algorithm: str) -> tuple[bool, int, int, str]:
        first = ("sha256", "sha512")
        place = first.index(algorithm) if algorithm in first else len(first)
        return algorithm in _WEAK, place, -(digits(algorithm) or 0), algorithm

    return sorted((a for a in set(algorithms) if digits(a)), key=rank)


@cache
def digits(algorithm: str) -> int | None:
    """How many hex digits a hash has; None for an algorithm that is not known here."""
    try:
        made = hashlib.new(algorithm, usedforsecurity=False)
    except ValueError:
        return None
    return 2 * made.digest_size or None


@cache
def _hashlib_names() -> dict[str, str]:
    names = sorted(hashlib.algorithms_available)
    return {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in names}


class _Reading:
    """Reads one bag, tag file by tag file."""

    def __init__(self, files: Files, inventory: Inventory) -> None:
        self._files = files
        self._inventory = inventory
        self._notes = Notes()

    def bag(self) -> Bag:
        notes = self._notes
        declaration = self._declaration()
        for item in self._inventory.items.values():
            if item.kind in _KINDS:
                notes.note(_KINDS[item.kind], item.name)
        info = self._info(declaration)
        reader = tag_files.ManifestReader(self._inventory, declaration.is_old, notes)
        manifests: dict[bool, dict[str, dict[str, str]]] = {False: {}, True: {}}
        listings = self._listings()
        for (is_tag, algorithm), listing in listings.items():
            text = self._text(listing.name, limits.MANIFEST_BYTES, declaration)
            if text is not None:  # what cannot be read is not opened again by those who ask later
                read = reader.manifest(text, listing, digits(algorithm))
                manifests[is_tag][algorithm] = read
        text = self._text(tag_files.FETCH, limits.MANIFEST_BYTES, declaration)
        fetches = reader.fetches(text or "")
        bag = Bag(
            self._files,
            declaration.version,
            info,
            manifests[False],
            manifests[True],
            fetches,
            self._inventory,
            (),
        )
        judge_structure(bag, listings, declaration.is_old, notes.note)
        return bag._replace(findings=notes.findings())

    def _declaration(self) -> Declaration:
        name = DECLARATION
        item = self._inventory.get(name)
        if not item or not item.is_readable:
            raise BundleError(
                "this is no bag: it has no bagit.txt",
                hint="name the folder that holds bagit.txt",
                where=Where(self._files.place),
            )
        try:
            data = self._files.blob(name).read(limits.DECLARATION_BYTES + 1)
        except OSError as error:
            raise BundleError(
                f"bagit.txt cannot be read: {error.strerror or error}",
                hint=unreadable(error)[1],
                where=Where(self._files.place),
            ) from error
        return tag_files.read_declaration(data, self._notes)

    def _info(self, declaration: Declaration) -> tuple[tuple[str, str], ...]:
        names = [tag_files.INFO] + [tag_files.OLD_INFO] * declaration.is_old
        name = next((name for name in names if name in self._inventory), None)
        if name is None:
            return ()
        text = self._text(name, limits.BAG_INFO_BYTES, declaration)
        return tag_files.read_info(text or "", name, declaration.is_old, self._notes)

    def _text(self, name: str, limit: int, declaration: Declaration) -> str | None:
        """A tag file's text; None for one that is not there or cannot be read, which is noted."""
        item = self._inventory.get(name)
        if not item or not item.is_readable:
            return None
        try:
            data = self._files.blob(name).read(min(limit, item.size) + 1)
        except OSError as error:
            why, remedy = unreadable(error)
            self._notes.note("file.unreadable", name, why=why, remedy=remedy)
            return None
        if len(data) > limit:
            self._notes.note("bag.large", name, limit=limit)
            return None
        return tag_files.decode(data, declaration.encoding, name, self._notes)

    def _listings(self) -> dict[tuple[bool, str], Listing]:
        """The manifests by what they list and the algorithm, as `hashlib` names it if it can."""
        found: dict[tuple[bool, str], Listing] = {}
        top = (name for name in sorted(self._inventory.items) if "/" not in name)
        listings = [listing for name in top if (listing := tag_files.listing(name))]
        for listing in sorted(listings, key=lambda it: (it.is_tag, it.name != it.usual_name)):
            name = listing.name
            algorithm = _hashlib_names().get(listing.algorithm, listing.algorithm)
            if name != listing.usual_name:
                self._notes.note("bag.name", name, usual=listing.usual_name)
            if not digits(algorithm):
                self._notes.note("bag.algorithm", name, algorithm=listing.algorithm)
            if (listing.is_tag, algorithm) in found:
                self._notes.note("bag.second", name, algorithm=algorithm)
            else:
                found[listing.is_tag, algorithm] = listing
        return found


def unreadable(error: OSError) -> tuple[str, str]:
    """Why a file cannot be read, and what to do about it, as `file.unreadable` says them."""
    if isinstance(error, PermissionError):
        return "it may not be read", "allow yourself to read it"
    return error.strerror or str(error), "copy the bag from its source again"


def judge_structure(
    bag: Bag,
    listings: Mapping[tuple[bool, str], Listing],
    is_old: bool,
    note: Callable[..., None],
) -> None:
    """Note where the parts of a bag contradict each other, or the standard."""
    _judge_manifests(bag, note)
    listed = set().union(*bag.manifests.values())
    payload = [item for item in bag.inventory.items.values() if _is_payload(item.name)]
    has_folder = isinstance(bag.files, Folder) and (bag.files.root / "data").is_dir()
    if not payload and not has_folder:
        note("bag.payload")
    for algorithm, hashes in bag.manifests.items():
        manifest = listings[False, algorithm].name
        for name in sorted(listed - hashes.keys()):
            note("bag.uneven", name, is_mild=is_old, manifest=manifest)
        for fetch in bag.fetches:
            if fetch.name not in hashes:
                note("bag.fetch-unlisted", fetch.name, is_mild=is_old, manifest=manifest)
    for algorithm, hashes in bag.tag_manifests.items():
        for (is_tag, _), listing in listings.items():
            if not is_tag and listing.name not in hashes:
                tag_manifest = listings[True, algorithm].name
                note("bag.unlisted", listing.name, is_mild=is_old, manifest=tag_manifest)
    _judge_names(bag.inventory, listed, note)
    if oxum := bag.get("Payload-Oxum"):
        readable = [item.size for item in payload if item.is_readable]
        _judge_oxum(oxum, sum(readable), len(readable), note)


def _is_payload(name: str) -> bool:
    return name.startswith(PAYLOAD)


def _judge_manifests(bag: Bag, note: Callable[..., None]) -> None:
    known = ranked(bag.manifests)
    if not bag.manifests:
        note("bag.manifest")
    elif not known:
        note("bag.unchecked")
    elif known[0] in _WEAK:
        note("bag.weak", algorithm=known[0])


def _judge_names(inventory: Inventory, listed: set[str], note: Callable[..., None]) -> None:
    names = listed.union(filter(_is_payload, inventory.items))
    # Hashes first, so that a million names are not all kept in another form as well.
    seen: set[int] = set()
    again: set[int] = set()
    for name in names:
        key = hash(inventory.fold(name))
        (again if key in seen else seen).add(key)
    if not again:
        return
    first: dict[str, str] = {}
    for name in sorted(names):
        folded = inventory.fold(name)
        if hash(folded) in again and (other := first.setdefault(folded, name)) != name:
            note("file.alike", name, other=other)


def _judge_oxum(oxum: str, size: int, count: int, note: Callable[..., None]) -> None:
    match = _OXUM.fullmatch(oxum)
    if not match:
        note("bag.oxum-form", tag_files.INFO)
    elif (int(match[1]), int(match[2])) != (size, count):
        note("bag.oxum", tag_files.INFO, expected=oxum, found=f"{size}.{count}")
