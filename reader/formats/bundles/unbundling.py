"""Unpacks the deck of a bundle into a new folder: whole and unchanged, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reader.core.files import CHUNK_BYTES, Blob
from reader.errors import BundleError, Cancelled, RefusedError, Where
from reader.formats.bags.bag import Bag, best
from reader.formats.bags.bagged import sound
from reader.formats.bags.findings import finding
from reader.formats.bundles.staging import staged
from reader.formats.places import PAYLOAD, bag_at
from reader.formats.progress import Progress, Stop, Told, never, tell_nobody


class Unbundled(NamedTuple):
    """What was unpacked."""

    folder: Path
    files: int
    size: int  # bytes


def unbundle(
    path: Path, folder: Path, *, told: Told = tell_nobody, stop: Stop = never
) -> Unbundled:
    """Unpack the deck in the bundle or bag at `path` into `folder`, which must not be there yet.

    Raises RefusedError where the bag is not sound, BundleError where it cannot be read or
    unpacked, and Cancelled; nothing is then left behind.
    """
    bag = sound(bag_at(path), path)
    try:
        if _is_taken(folder):
            raise BundleError(f"{folder} is there already", hint="name a folder that is not")
        with staged(folder) as beside:
            unpacking = _Unpacking(bag, beside, told, stop)
            unpacking.run()
    except OSError as error:
        raise BundleError(
            f"the deck cannot be unpacked: {error.strerror or error}",
            hint="free some space there, or name another place with -o",
            where=Where(folder),
        ) from error
    return Unbundled(folder, unpacking.files, unpacking.total)


def _is_taken(folder: Path) -> bool:
    """Whether something is there that is more than an empty folder. Raises OSError."""
    if folder.is_symlink() or folder == Path():  # nobody can put another folder there
        return True
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


class _Unpacking:
    """One deck on its way out of its bag.

    Owns: how much has been written, in bytes.
    """

    def __init__(self, bag: Bag, folder: Path, told: Told, stop: Stop) -> None:
        self._bag = bag
        self._folder = folder
        self._told = told
        self._stop = stop
        self._algorithm = best(bag.manifests)
        self._names = [name for name in bag.files.names() if name.startswith(PAYLOAD)]
        self.files = len(self._names)
        self.total = sum(bag.files.blob(name).size() for name in self._names)
        self._done = 0

    def run(self) -> None:
        """Write every file of the payload. Raises RefusedError for one that is not as listed."""
        listed = self._bag.manifests[self._algorithm]
        there = set(self._names)
        faults = [str(finding("file.missing", name)) for name in listed if name not in there]
        unlisted = (name for name in self._names if name not in listed)
        faults += [str(finding("file.unlisted", name)) for name in unlisted]
        buffer = bytearray(CHUNK_BYTES)
        for name in self._names if not faults else ():
            found = self._copy(name, buffer)
            if found != listed[name]:
                words = {"algorithm": self._algorithm, "expected": listed[name], "found": found}
                faults.append(str(finding("file.changed", name, **words)))
        if faults:
            raise RefusedError(
                f"{self._bag.files.place} is not unpacked",
                faults,
                hint="ask for the bundle again; what is sound in it any ZIP program can unpack",
            )

    def _copy(self, name: str, buffer: bytearray) -> str:
        """Copy one file; its hash."""
        target = self._folder / name.removeprefix(PAYLOAD)
        target.parent.mkdir(parents=True, exist_ok=True)
        found = hashlib.new(self._algorithm, usedforsecurity=False)
        with target.open("xb", buffering=0) as file:
            for piece in _pieces(self._bag.files.blob(name), buffer):
                if self._stop():
                    raise Cancelled
                found.update(piece)
                rest = piece
                while rest:
                    rest = rest[file.write(rest) :]
                self._done += len(piece)
                self._told(Progress(self._done, self.total))
        return found.hexdigest()


def _pieces(source: Blob, buffer: bytearray) -> Iterator[memoryview]:
    """The bytes of a file, with errors that tell that it cannot be read, not the other written."""
    try:
        yield from source.chunks(buffer)
    except OSError as error:
        raise BundleError(
            f"the file cannot be read: {error.strerror or error}",
            hint="copy the bundle from its source again",
            where=Where(source.place),
        ) from error
