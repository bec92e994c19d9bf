"""The files of a deck, wherever they lie: in a folder, or side by side in one bundle.

Everything that reads a deck asks here for a file by its name in the deck, with /, and gets a
`Blob`: the place that a person is told, and the bytes. A bundle is read by position, and not
mapped into memory: where the stick is pulled or the file cut short, a mapped page ends the whole
program, and a read tells of an error.
"""

from __future__ import annotations

import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from reader.core.fixity import UNLISTED, Digest, Fixity, judge

CHUNK_BYTES: Final = 1 << 18
"""How much is read at once where a file is gone through; more is no faster."""


class Pack:
    """One open file in which others lie one after another, read by position from any thread.

    Owns: the open file, until nobody holds the pack any more. What is moved over its place
    meanwhile is another file. Two packs are equal where they are the same, unchanged file.
    """

    def __init__(self, path: Path) -> None:
        """Raises OSError."""
        self.path = path
        self._turn = threading.Lock()
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        found = os.fstat(self._file)
        self.size = found.st_size
        self.stamp = found.st_ino, found.st_size, found.st_mtime_ns

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            os.close(self._file)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pack):
            return NotImplemented
        return (self.path, self.stamp) == (other.path, other.stamp)

    def __hash__(self) -> int:
        return hash(self.stamp)

    def fileno(self) -> int:
        """The descriptor of the open file, for what the kernel can do with it alone."""
        return self._file

    def read_into(self, buffer: memoryview, offset: int) -> int:
        """Fill a buffer from a position; how many bytes came. Raises OSError."""
        if hasattr(os, "preadv"):
            return os.preadv(self._file, [buffer], offset)
        with self._turn:
            os.lseek(self._file, offset, os.SEEK_SET)
            data = os.read(self._file, len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Blob(NamedTuple):
    """A run of bytes: a file of its own, or a part of a pack."""

    place: Path  # what people are told; inside a bundle the bundle's path goes before the name
    pack: Pack | None = None  # None where `place` itself is the file
    offset: int = 0  # in the pack
    length: int = 0  # in the pack
    digest: Digest | None = None  # what the bag says of it; None where there is no bag

    @property
    def is_file(self) -> bool:
        """Whether `place` itself can be opened, and need not be proved first."""
        return self.pack is None and self.digest is None

    def size(self) -> int:
        """How many bytes there are. Raises OSError."""
        return self.place.stat().st_size if self.pack is None else self.length

    def read(self, most: int | None = None) -> bytes:
        """The bytes, or the first of them. Raises OSError, also where the pack is cut short."""
        if self.pack is None:
            with self.place.open("rb") as file:
                return file.read() if most is None else file.read(most)
        wanted = self.length if most is None else min(most, self.length)
        data = bytearray(wanted)
        self._fill(self.pack, memoryview(data), self.offset)
        return bytes(data)

    def chunks(self, buffer: bytearray | None = None) -> Iterator[memoryview]:
        """The bytes piece by piece, each to be used before the next is asked for.

        `buffer` is where they are put; it can serve for one blob after another. Raises OSError.
        """
        room = memoryview(bytearray(CHUNK_BYTES) if buffer is None else buffer)
        if self.pack is None:
            with self.place.open("rb", buffering=0) as file:
                while count := file.readinto(room):
                    yield room[:count]
            return
        at, end = self.offset, self.offset + self.length
        while at < end:
            piece = room[: min(len(room), end - at)]
            self._fill(self.pack, piece, at)
            yield piece
            at += len(piece)

    def _fill(self, pack: Pack, room: memoryview, at: int) -> None:
        while room:
            count = pack.read_into(room, at)
            if not count:
                raise OSError(f"{pack.path.name} ends too early")
            room, at = room[count:], at + count


class Files(ABC):
    """The files of one deck or bag, by name.

    `place` is where a person finds the whole: a folder, or a bundle.
    `digests` is what a bag's manifest says, by name; None for what is no bag.
    Owns: `proved`, what was found of each file that `read` has read from a bag.
    """

    def __init__(
        self, place: Path, algorithm: str = "", digests: Mapping[str, str] | None = None
    ) -> None:
        self.place = place
        self.algorithm = algorithm
        self.digests = digests
        self.proved: dict[str, Fixity] = {}

    def read(self, name: str, most: int | None = None) -> bytes:
        """A file's bytes, or the first of them; noting, in a bag, whether they were changed.

        Raises OSError.
        """
        blob = self.blob(name)
        data = blob.read(most)
        if blob.digest is not None:
            self.proved[name] = judge(data, blob.digest)
        return data

    @property
    def is_packed(self) -> bool:
        """Whether the files lie in one bundle, and cannot be changed one by one."""
        return False

    @abstractmethod
    def path_of(self, name: str) -> Path:
        """Where a person finds a file; a path into a bundle is for reading only."""

    @abstractmethod
    def blob(self, name: str) -> Blob:
        """The file of this name. Raises FileNotFoundError where that is known already."""

    @abstractmethod
    def has(self, name: str) -> bool:
        """Whether there is a plain file of this name. Raises OSError."""

    def leads_out(self, name: str) -> bool:
        """Whether the file is a link to one that is not part of the deck."""
        return False

    @abstractmethod
    def names(self, below: str = "") -> list[str]:
        """The name of every file in a folder and in those in it, sorted by its bytes."""

    def beside(self, name: str) -> Iterator[str]:
        """The last part of each name in the folder that a name is in. Raises OSError."""
        folder = name.rpartition("/")[0]
        return (other.rpartition("/")[2] for other in self.names(folder))

    @abstractmethod
    def spec(self) -> dict[str, Any]:
        """Plain data from which `files_of` makes the same again, in another process."""

    def _digest(self, name: str) -> Digest | None:
        if self.digests is None:
            return None
        digest = self.digests.get(name)
        return (self.algorithm, digest) if digest else UNLISTED

    def _said(self) -> dict[str, Any]:
        """The part of a spec that tells of a bag."""
        return {
            "algorithm": self.algorithm,
            "digests": None if self.digests is None else dict(self.digests),
            "proved": {name: state.value for name, state in self.proved.items()},
        }


class Folder(Files):
    """Files in a folder of their own."""

    def __init__(
        self,
        root: Path,
        place: Path | None = None,
        algorithm: str = "",
        digests: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(place or root, algorithm, digests)
        self.root = root
        self._real = root.resolve()

    def path_of(self, name: str) -> Path:
        return self.root / name

    def blob(self, name: str) -> Blob:
        return Blob(self.root / name, digest=self._digest(name))

    def has(self, name: str) -> bool:
        return (self._real / name).is_file()

    def leads_out(self, name: str) -> bool:
        return not (self._real / name).resolve().is_relative_to(self._real)

    def names(self, below: str = "") -> list[str]:
        found = (p for p in (self.root / below).rglob("*") if p.is_file())
        return sorted((p.relative_to(self.root).as_posix() for p in found), key=os.fsencode)

    def beside(self, name: str) -> Iterator[str]:
        return (path.name for path in (self.root / name).parent.iterdir())

    def spec(self) -> dict[str, Any]:
        return {
            "root": str(self.root),
            "place": str(self.place),
            **self._said(),
        }


class Packed(Files):
    """Files that lie side by side in one bundle."""

    def __init__(
        self,
        pack: Pack,
        members: Mapping[str, tuple[int, int]],
        algorithm: str = "",
        digests: Mapping[str, str] | None = None,
    ) -> None:
        """`members` tells offset and length by name."""
        super().__init__(pack.path, algorithm, digests)
        self.pack = pack
        self._members = members

    @property
    def is_packed(self) -> bool:
        return True

    def below(self, start: str, algorithm: str, digests: Mapping[str, str]) -> Packed:
        """The files whose names begin so, under the rest of their names."""
        members = {
            name[len(start) :]: found
            for name, found in self._members.items()
            if name.startswith(start)
        }
        return Packed(self.pack, members, algorithm, digests)

    def path_of(self, name: str) -> Path:
        return self.place / name

    def blob(self, name: str) -> Blob:
        if name not in self._members:
            raise FileNotFoundError(f"{self.place.name} holds no {name}")
        offset, length = self._members[name]
        return Blob(self.path_of(name), self.pack, offset, length, self._digest(name))

    def has(self, name: str) -> bool:
        return name in self._members

    def names(self, below: str = "") -> list[str]:
        return names_below(below, self._members)

    def spec(self) -> dict[str, Any]:
        return {
            "pack": str(self.place),
            "stamp": self.pack.stamp,
            "members": dict(self._members),
            **self._said(),
        }


def names_below(folder: str, names: Iterable[str]) -> list[str]:
    """Those of the names that lie in a folder or in those in it, sorted by their bytes."""
    start = f"{folder}/" if folder else ""
    return sorted((name for name in names if name.startswith(start)), key=os.fsencode)


def files_of(spec: Mapping[str, Any]) -> Files:
    """The files that a spec tells of.

    Raises OSError where a bundle is no longer there, or is another one now.
    """
    said = spec["algorithm"], spec["digests"]
    files: Files
    if "pack" in spec:
        pack = Pack(Path(spec["pack"]))
        if pack.stamp != tuple(spec["stamp"]):
            raise OSError(f"{pack.path.name} was changed while it was being opened")
        files = Packed(pack, spec["members"], *said)
    else:
        files = Folder(Path(spec["root"]), Path(spec["place"]), *said)
    files.proved = {name: Fixity(state) for name, state in spec["proved"].items()}
    return files
