"""Compares the RO-Crate in a bag with what the bag holds.

A crate is not what proves a file, the manifests are. But who reads only the crate must not be told
of other files, sizes and hashes than there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from posixpath import normpath
from typing import Final
from urllib.parse import unquote

from reader.core import limits
from reader.formats.bags.bag import Bag
from reader.formats.bags.findings import Finding, finding
from reader.formats.bags.inventory import Item
from reader.formats.bags.tag_files import Notes
from reader.formats.crate.graph import METADATA, ROOT
from reader.formats.crate.reading import Crate, CrateError, Entity, path_of, read_crate
from reader.formats.places import PAYLOAD

_CRATE: Final = f"{PAYLOAD}{METADATA}"
_ROOMS: Final = (f"{PAYLOAD}slides/", f"{PAYLOAD}assets/")
_FILES_AND_FOLDERS: Final = frozenset(("File", "MediaObject", "Dataset"))
_KNOWN: Final = "1.1, 1.2 or 1.3"
_VERSION = re.compile(r"https?://w3id\.org/ro/crate/1\.[123](?:-DRAFT)?/?")
_SIZE = re.compile(r"[0-9]{1,20}")
_HASH = re.compile(r"[0-9A-Fa-f]{64}")
_SHOWN: Final = 80


def check_crate(bag: Bag) -> tuple[Finding, ...]:
    """Where a bag's RO-Crate is not sound, or tells of other files than the bag has.

    A bag without a crate has none to be wrong; a crate that cannot be read, or that is missing
    though it is listed, is told of where the files are compared.
    """
    item = bag.inventory.get(_CRATE)
    if item is None or not item.is_readable:
        return ()
    try:
        crate = read_crate(bag.files.blob(_CRATE))
    except OSError:
        return ()
    except CrateError as error:
        return (finding(error.rule, _CRATE, why=error.why),)
    return _Comparison(bag, crate).findings()


class _Comparison:
    """One crate beside its bag.

    Owns: which files and folders the crate has named so far.
    """

    def __init__(self, bag: Bag, crate: Crate) -> None:
        self._bag = bag
        self._crate = crate
        self._notes = Notes()
        self._files: set[str] = set()
        self._named_folders: set[str] = set()
        self._folders = _folders(bag.inventory.items)
        self._hashes = bag.manifests.get("sha256", {})

    def findings(self) -> tuple[Finding, ...]:
        """All that is wrong with the crate."""
        notes, crate = self._notes, self._crate
        if crate.nameless:
            notes.note("crate.entity", _CRATE)
        for at in dict.fromkeys(crate.doubled):
            notes.note("crate.twice", _CRATE, id=at[:_SHOWN])
        for at in sorted(crate.references):
            if _leaves(at):
                notes.note("crate.outside", _CRATE, id=at[:_SHOWN])
        root = self._root()
        for entity in crate:
            if entity.at != root:
                self._compare(entity)
            for part in entity.parts:
                if part not in crate:
                    self._find(part)
        self._name_the_rest()
        return notes.findings()

    def _root(self) -> str:
        """The @id of the data set that the descriptor is about."""
        crate = self._crate
        descriptor = crate.get(METADATA) or crate.get(f"./{METADATA}")
        if descriptor is None:
            self._notes.note("crate.descriptor", _CRATE)
        elif not any(_VERSION.fullmatch(at) for at in descriptor.conforms_to):
            self._notes.note("crate.version", _CRATE, known=_KNOWN)
        root = descriptor.about if descriptor else ROOT
        entity = crate.get(root)
        if entity is None or "Dataset" not in entity.kinds:
            self._notes.note("crate.root", _CRATE)
        return root

    def _compare(self, entity: Entity) -> None:
        """Look for what an entity stands for, if that is a file or a folder of the crate."""
        if _FILES_AND_FOLDERS.isdisjoint(entity.kinds):
            return
        item = self._find(entity.at)
        if item is None:
            return
        size = entity.size if isinstance(entity.size, int | str) else None
        if _stated(entity.size) and (size is None or not _SIZE.fullmatch(str(size))):
            self._odd(item, "contentSize", entity.size, "a number of bytes")
        elif size is not None and int(size) != item.size:
            stated, found = str(int(size)), str(item.size)
            self._notes.note("crate.size", item.name, expected=stated, found=found)
        self._compare_hash(entity.sha256, item)

    def _compare_hash(self, stated: object, item: Item) -> None:
        if not _stated(stated):
            return
        if not isinstance(stated, str) or not _HASH.fullmatch(stated):
            self._odd(item, "sha256", stated, "64 hex digits")
            return
        listed = self._hashes.get(item.name)
        if listed and listed != stated.lower():
            self._notes.note("crate.hash", item.name, expected=stated.lower(), found=listed)

    def _odd(self, item: Item, key: str, value: object, wanted: str) -> None:
        found = f"'{value[:_SHOWN]}'" if isinstance(value, str) else "of another kind"
        self._notes.note("crate.value", item.name, key=key, found=found, wanted=wanted)

    def _find(self, at: str) -> Item | None:
        """The file that an @id names; what is not there is noted, a folder is remembered."""
        path = path_of(at)
        if path is None or _leaves(at):
            return None
        names = list(dict.fromkeys(_names(path)))
        for name in names:
            item = self._bag.inventory.get(name) or self._bag.inventory.find(name)
            if item is not None:
                self._files.add(item.name)
                return item
            if (folder := f"{name.rstrip('/')}/") in self._folders:
                self._named_folders.add(folder)
                return None
        self._notes.note("crate.missing", names[-1][: limits.ZIP_NAME_BYTES])
        return None

    def _name_the_rest(self) -> None:
        """Note the files of the deck that the crate does not name, nor a folder that holds them."""
        named: dict[str, bool] = {}
        for folder in sorted(self._folders):  # each before those in it
            named[folder] = folder in self._named_folders or named.get(_parent(folder), False)
        for name in self._bag.inventory.items:
            if name.startswith(_ROOMS) and name not in self._files and not named[_parent(name)]:
                self._notes.note("crate.unnamed", name)


def _stated(value: object) -> bool:
    return value is not None and value != ""


def _names(path: str) -> Iterator[str]:
    """The name of a file in the bag, as an @id writes it and with its codes resolved."""
    for written in (path, unquote(path)):
        tidy = normpath(written)
        yield PAYLOAD if tidy == "." else f"{PAYLOAD}{tidy}"


def _leaves(at: str) -> bool:
    """Whether an @id names a file outside the folder of the crate."""
    path = path_of(at)
    if path is None:
        return False
    plain = unquote(path).replace("\\", "/")
    is_absolute = plain.startswith("/") or re.match(r"(?:[A-Za-z]|file):", plain, re.IGNORECASE)
    return bool(is_absolute) or normpath(plain).split("/")[0] == ".."


def _folders(names: Iterable[str]) -> set[str]:
    """The data folder, and every folder that one of the files lies in, with its slash."""
    found = {PAYLOAD}
    for name in names:
        folder = _parent(name)
        while folder and folder not in found:
            found.add(folder)
            folder = _parent(folder)
    return found


def _parent(name: str) -> str:
    """The folder that a file or folder lies in; "" for the bag's own."""
    return name[: name.rstrip("/").rfind("/") + 1]
