"""Writes the ZIP of a bundle: the same files make the same bytes, whichever is written first.

All sizes are known before a byte is written. So the place of everything is settled first, several
threads write at once, and a disk that is too full says so at the start.
"""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import BinaryIO, Final, NamedTuple

from reader.core import limits
from reader.core.files import CHUNK_BYTES, Pack
from reader.errors import BundleError
from reader.formats.zip.names import name_faults
from reader.formats.zip.records import (
    CENTRAL,
    CENTRAL_SIGNATURE,
    END,
    END_SIGNATURE,
    EXTRA,
    FULL_16,
    FULL_32,
    LOCAL,
    LOCAL_SIGNATURE,
    LOCATOR,
    LOCATOR_SIGNATURE,
    STORED,
    UNIX,
    UTF_8,
    ZIP64_END,
    ZIP64_END_SIGNATURE,
    ZIP64_END_SIZE,
    ZIP64_EXTRA,
    CentralHeader,
    EndRecord,
    LocalHeader,
    Locator,
    Zip64End,
)

_TIME, _DATE = 0, 0x21  # 1980-01-01 00:00, the first that a ZIP can tell
_MODE: Final = 0o100644
_NEEDS, _NEEDS_ZIP64 = 10, 45
_MADE_BY: Final = UNIX << 8 | _NEEDS_ZIP64
_WIDE: Final = 8  # bytes of a ZIP64 field
_AT_ONCE: Final = 1 << 30  # bytes that one call copies; the kernel takes up to 2 GiB
# What a file system says that has no way to set room aside, or to copy within itself.
_NO_WAY: Final = frozenset(
    getattr(errno, name)
    for name in ("EOPNOTSUPP", "ENOTSUP", "ENOSYS", "EINVAL", "EXDEV", "EPERM", "EBADF", "ENODEV")
    if hasattr(errno, name)
)


class _Member(NamedTuple):
    """A file and where it lies."""

    name: bytes
    size: int
    at: int  # of its local header
    data_at: int

    @property
    def flags(self) -> int:
        return 0 if self.name.isascii() else UTF_8


class Plan:
    """Where everything in a ZIP will lie, known before any of it is written."""

    def __init__(self, members: Sequence[tuple[str, int]]) -> None:
        """`members` tells name and size in bytes of each file, in the order to lie in.

        The names begin with the folder at the top. Raises BundleError beyond a limit, and
        ValueError for a name that may not be in a bundle.
        """
        if len(members) > limits.ZIP_ENTRIES:
            raise BundleError(f"a bundle holds at most {limits.ZIP_ENTRIES:,} files")
        self._members: dict[str, _Member] = {}
        at = 0
        for name, size in members:
            if name in self._members or any(name_faults(name)) or name.endswith("/"):
                raise ValueError(f"not a name for a file in a bundle, or there twice: {name!r}")
            if size > limits.ZIP_MEMBER_BYTES:
                most = f"a bundle holds no file larger than {limits.ZIP_MEMBER_BYTES:,} bytes"
                raise BundleError(f"{name}: {most}")
            raw = name.encode()
            data_at = at + LOCAL.size + len(raw) + len(_local_extra(size))
            self._members[name] = _Member(raw, size, at, data_at)
            at = data_at + size
        self._directory_at = at
        self._directory_length = sum(map(_central_length, self._members.values()))
        self._check_whole()

    def _check_whole(self) -> None:
        if self._directory_length > limits.ZIP_DIRECTORY_BYTES:
            raise BundleError("the names of the files are too long for one bundle")
        if self.size > limits.ZIP_BYTES:
            raise BundleError(f"a bundle holds at most {limits.ZIP_BYTES:,} bytes")

    @property
    def members(self) -> Mapping[str, _Member]:
        """Each file by its name, in the order in which they lie."""
        return self._members

    def offset_of(self, name: str) -> int:
        """Where the bytes of a file begin. Raises KeyError."""
        return self._members[name].data_at

    def size_of(self, name: str) -> int:
        """How many bytes a file has. Raises KeyError."""
        return self._members[name].size

    @property
    def directory_at(self) -> int:
        """Where the files end and their list begins."""
        return self._directory_at

    @property
    def size(self) -> int:
        """Bytes of the whole ZIP."""
        return self._directory_at + self._directory_length + len(self.end())

    def end(self) -> bytes:
        """The end of the ZIP, with the records for large files only where they are needed."""
        count, length, offset = len(self._members), self._directory_length, self._directory_at
        wide = b""
        if count >= FULL_16 or length >= FULL_32 or offset >= FULL_32:
            place = (0, 0, count, count, length, offset)
            wide = ZIP64_END.pack(
                *Zip64End(ZIP64_END_SIGNATURE, ZIP64_END_SIZE, _MADE_BY, _NEEDS_ZIP64, *place)
            )
            wide += LOCATOR.pack(*Locator(LOCATOR_SIGNATURE, 0, offset + length, 1))
        count, length, offset = min(count, FULL_16), min(length, FULL_32), min(offset, FULL_32)
        place = (0, 0, count, count, length, offset)
        return wide + END.pack(*EndRecord(END_SIGNATURE, *place, 0))


def _zip64(*fields: int) -> bytes:
    if not fields:
        return b""
    length = _WIDE * len(fields)
    return EXTRA.pack(ZIP64_EXTRA, length) + b"".join(f.to_bytes(_WIDE, "little") for f in fields)


def _local_extra(size: int) -> bytes:
    return _zip64(size, size) if size >= FULL_32 else b""


def _central_extra(member: _Member) -> bytes:
    wide = (member.size, member.size, member.at)
    return _zip64(*(field for field in wide if field >= FULL_32))


def _central_length(member: _Member) -> int:
    return CENTRAL.size + len(member.name) + len(_central_extra(member))


def _local(member: _Member, crc: int) -> bytes:
    extra = _local_extra(member.size)
    size = min(member.size, FULL_32)
    header = LocalHeader(
        LOCAL_SIGNATURE,
        _NEEDS_ZIP64 if extra else _NEEDS,
        member.flags,
        STORED,
        _TIME,
        _DATE,
        crc,
        size,
        size,
        len(member.name),
        len(extra),
    )
    return LOCAL.pack(*header) + member.name + extra


def _central(member: _Member, crc: int) -> bytes:
    extra = _central_extra(member)
    size = min(member.size, FULL_32)
    header = CentralHeader(
        CENTRAL_SIGNATURE,
        _MADE_BY,
        _NEEDS_ZIP64 if extra else _NEEDS,
        member.flags,
        STORED,
        _TIME,
        _DATE,
        crc,
        size,
        size,
        len(member.name),
        len(extra),
        comment_length=0,
        disk=0,
        internal=0,
        external=_MODE << 16,
        offset=min(member.at, FULL_32),
    )
    return CENTRAL.pack(*header) + member.name + extra


class ZipWriter:
    """Writes the files of a plan into an empty file, in any order and from any thread.

    Owns: nothing; who opened the file flushes it to the disk and closes it.
    """

    def __init__(self, file: BinaryIO, plan: Plan) -> None:
        """Set aside room for all of it. Raises OSError, as where the disk has not enough."""
        self._file = file
        self._plan = plan
        self._turn = threading.Lock()
        self._moving = threading.Lock()
        self._left = {name: member.size for name, member in plan.members.items()}
        _set_aside(file.fileno(), plan.size)

    def write(self, name: str, data: memoryview, at: int = 0) -> None:
        """Write a piece of a file, to stand `at` bytes into it. Raises OSError."""
        self._account(name, at, len(data))
        self._put(data, self._plan.offset_of(name) + at)

    def copy(self, name: str, pack: Pack, offset: int) -> None:
        """Write a whole file that lies in a pack already. Raises OSError."""
        length = self._plan.size_of(name)
        self._account(name, 0, length)
        with self._alone():
            copy_range(pack, offset, length, self._file.fileno(), self._plan.offset_of(name))

    def finish(self, crcs: Mapping[str, int]) -> None:
        """Write the headers, with the CRC-32 of each file, and the list.

        Raises ValueError where a file is not complete, KeyError where a checksum is missing, and
        OSError.
        """
        short = [name for name, left in self._left.items() if left]
        if short:
            raise ValueError(f"not all of {short[0]!r} was written")
        for name, member in self._plan.members.items():
            self._put(memoryview(_local(member, crcs[name])), member.at)
        directory = b"".join(_central(m, crcs[name]) for name, m in self._plan.members.items())
        self._put(memoryview(directory + self._plan.end()), self._plan.directory_at)

    def _account(self, name: str, at: int, length: int) -> None:
        with self._turn:
            if at < 0 or at + length > self._plan.size_of(name) or length > self._left[name]:
                raise ValueError(f"more bytes than {name!r} was to have")
            self._left[name] -= length

    def _put(self, data: memoryview, at: int) -> None:
        with self._alone():
            _put(self._file.fileno(), data, at)

    def _alone(self) -> AbstractContextManager[object]:
        """Where nothing can be written by position, one thread at a time moves there."""
        return nullcontext() if hasattr(os, "pwrite") else self._moving


def copy_range(pack: Pack, offset: int, length: int, fd: int, at: int) -> None:
    """Copy bytes of a pack to a position in an open file, within the file system where it can.

    Raises OSError, also where the pack ends before.
    """
    done = 0
    if hasattr(os, "copy_file_range"):
        for count in _copy_within(pack, offset, length, fd, at):
            done += count
    room = memoryview(bytearray(min(CHUNK_BYTES, length - done)))
    while done < length:
        count = pack.read_into(room[: length - done], offset + done)
        if not count:
            raise OSError(f"{pack.path.name} ends too early")
        _put(fd, room[:count], at + done)
        done += count


def _copy_within(pack: Pack, offset: int, length: int, fd: int, at: int) -> Iterator[int]:
    """The bytes that each call copied; ends early where the file system knows no such way."""
    done = 0
    try:
        while done < length:
            wanted = min(length - done, _AT_ONCE)
            count = os.copy_file_range(pack.fileno(), fd, wanted, offset + done, at + done)
            if not count:
                return
            done += count
            yield count
    except OSError as error:
        if error.errno not in _NO_WAY:
            raise


def _put(fd: int, data: memoryview, at: int) -> None:
    if not hasattr(os, "pwrite"):
        os.lseek(fd, at, os.SEEK_SET)
    while data:
        count = os.pwrite(fd, data, at) if hasattr(os, "pwrite") else os.write(fd, data)
        data, at = data[count:], at + count


def _set_aside(fd: int, size: int) -> None:
    """Have the disk keep room for a file, or tell at once that it has not enough."""
    if hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(fd, 0, size)
        except OSError as error:
            if error.errno not in _NO_WAY:
                raise
        else:
            return
    os.ftruncate(fd, size)
