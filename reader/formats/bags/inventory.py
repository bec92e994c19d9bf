"""What lies in a bag's folder, link or file, before anything in it is opened."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

from reader.core import limits
from reader.core.files import Files, Folder

_JUNCTION: Final[int] = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", 0)  # on Windows alone


class Kind(Enum):
    """What a name in a folder stands for, and whether it may be opened."""

    FILE = "file"
    LINK = "link"  # to a file of the same bag
    STRAY = "stray"  # a link to anything else
    DEVICE = "device"  # or a pipe or a socket, which would never end
    CLOSED = "closed"  # a folder that cannot be listed


class Item(NamedTuple):
    """One name in a bag's folder; `size` in bytes."""

    name: str
    size: int
    kind: Kind = Kind.FILE

    @property
    def is_readable(self) -> bool:
        """Whether opening it reads a file of this bag."""
        return self.kind in (Kind.FILE, Kind.LINK)


class Inventory:
    """The items of a bag by name, also by names that only Unicode's normal forms set apart."""

    def __init__(self, items: Mapping[str, Item]) -> None:
        self.items = items
        self._other_forms: dict[str, str] | None = None
        self._room = limits.BAG_FOLDED

    def __contains__(self, name: str) -> bool:
        return name in self.items

    def get(self, name: str) -> Item | None:
        """The item of exactly this name."""
        return self.items.get(name)

    def find(self, name: str) -> Item | None:
        """The item whose name looks the same, though it is written with other characters."""
        if name.isascii():
            return None
        if self._other_forms is None:
            others = (other for other in self.items if not other.isascii())
            self._other_forms = {_composed(other): other for other in others}
        if not self._other_forms or not self._may_compose(name):
            return None
        other = self._other_forms.get(_composed(name))
        return None if other is None else self.items[other]

    def fold(self, name: str) -> str:
        """What a name has in common with those that some systems take for the same."""
        if name.isascii() or not self._may_compose(name):
            return name.lower()
        return _composed(name).casefold()

    def _may_compose(self, name: str) -> bool:
        # Composing takes quadratic time for a row of accents, which no real name has very many of.
        self._room -= len(name)
        return self._room > 0 and max(map(len, name.split("/"))) <= limits.ZIP_PART_BYTES


def take_inventory(files: Files) -> Inventory:
    """List a bag without opening a file; no link to a folder is followed.

    Raises OSError where the bag's folder itself cannot be listed.
    """
    if isinstance(files, Folder):
        found = _walk(files.root)
    else:
        found = (Item(name, files.blob(name).size()) for name in files.names())
    return Inventory({item.name: item for item in found})


def _walk(root: Path) -> Iterator[Item]:
    real = root.resolve()
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root / folder) as listed:
                entries = list(listed)
        except OSError:
            if not folder:
                raise
            yield Item(folder.removesuffix("/"), 0, Kind.CLOSED)
            continue
        for entry in entries:
            name = folder + entry.name
            if item := _item(entry, name, real):
                yield item
            else:
                folders.append(f"{name}/")


def _item(entry: os.DirEntry[str], name: str, real: Path) -> Item | None:
    """What a name stands for; None for a folder."""
    try:
        if entry.is_symlink():
            return _link(Path(entry.path), name, real)
        if entry.is_dir(follow_symlinks=False):
            return Item(name, 0, Kind.STRAY) if _is_junction(entry) else None
        found = entry.stat(follow_symlinks=False)
    except OSError:
        return Item(name, 0)  # gone meanwhile; reading it will tell
    return Item(name, found.st_size, Kind.FILE if stat.S_ISREG(found.st_mode) else Kind.DEVICE)


def _link(path: Path, name: str, real: Path) -> Item:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):  # a loop is a RuntimeError before Python 3.13
        return Item(name, 0, Kind.STRAY)
    if target.is_file() and target.is_relative_to(real):
        return Item(name, target.stat().st_size, Kind.LINK)
    return Item(name, 0, Kind.STRAY)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    # Windows has these links to folders beside the symbolic ones; Python 3.12 knows them by name.
    if not _JUNCTION:
        return False
    return bool(getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == _JUNCTION)


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
