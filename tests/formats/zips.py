"""ZIPs made byte by byte, the good and above all the bad; each fault is one field that lies."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from reader.core.files import Pack
from reader.formats.zip.directory import Directory, read_directory
from reader.formats.zip.records import (
    CENTRAL,
    CENTRAL_SIGNATURE,
    END,
    END_SIGNATURE,
    EXTRA,
    LOCAL,
    LOCAL_SIGNATURE,
    LOCATOR,
    LOCATOR_SIGNATURE,
    UTF_8,
    ZIP64_END,
    ZIP64_END_SIGNATURE,
    CentralHeader,
    EndRecord,
    LocalHeader,
    Locator,
    Zip64End,
)
from reader.formats.zip.writer import Plan, ZipWriter

GOOD = (("deck/bagit.txt", b"BagIt-Version: 1.0\n"), ("deck/data/a.txt", b"first"))

Lies = Mapping[str, Any]
"""Fields of a record that are to say something else, by name."""


class Part(NamedTuple):
    """One file as it is to stand in a ZIP; what is None is as it should be."""

    name: bytes = b"deck/b.txt"
    data: bytes = b"second"
    before: bytes = b""  # stands before its local header
    after: bytes = b""  # stands behind its data
    extra: bytes = b""  # in both headers
    comment: bytes = b""
    local_name: bytes | None = None
    local_extra: bytes | None = None
    local: Lies = MappingProxyType({})
    central: Lies = MappingProxyType({})
    both: Lies = MappingProxyType({})


def extra(tag: int, data: bytes) -> bytes:
    """An extra field."""
    return EXTRA.pack(tag, len(data)) + data


def _local(part: Part) -> bytes:
    name = part.name if part.local_name is None else part.local_name
    more = part.extra if part.local_extra is None else part.local_extra
    size, flags = len(part.data), 0 if part.name.isascii() else UTF_8
    crc = zlib.crc32(part.data)
    head = LocalHeader(
        LOCAL_SIGNATURE, 10, flags, 0, 0, 0x21, crc, size, size, len(name), len(more)
    )
    return LOCAL.pack(*head._replace(**part.both, **part.local)) + name + more


def _central(part: Part, offset: int) -> bytes:
    size, flags = len(part.data), 0 if part.name.isascii() else UTF_8
    lengths = len(part.name), len(part.extra), len(part.comment)
    told = (10, flags, 0, 0, 0x21, zlib.crc32(part.data), size, size, *lengths)
    head = CentralHeader(CENTRAL_SIGNATURE, 3 << 8 | 45, *told, 0, 0, 0o100644 << 16, offset)
    packed = CENTRAL.pack(*head._replace(**part.both, **part.central))
    return packed + part.name + part.extra + part.comment


def zip_of(
    parts: Sequence[Part],
    *,
    end: Lies = MappingProxyType({}),
    zip64: Lies | None = None,
    locator: Lies = MappingProxyType({}),
    comment: bytes = b"",
    prefix: bytes = b"",
    gap: bytes = b"",
    shared: bool = False,
) -> bytes:
    """A ZIP of two good files and these, with bytes before the first and before the list.

    Where `shared`, all of these lie in the place of the first.
    """
    made, listed = bytearray(prefix), bytearray()
    parts = [*(Part(name.encode(), data) for name, data in GOOD), *parts]
    first = None
    for index, part in enumerate(parts):
        made += part.before
        listed += _central(part, len(made) if first is None else first)
        if first is None:
            first = len(made) if shared and index == len(GOOD) else None
            made += _local(part) + part.data + part.after
    made += gap
    count, at = len(parts), len(made)
    made += listed
    if zip64 is not None:
        wide = Zip64End(ZIP64_END_SIGNATURE, 44, 45, 45, 0, 0, count, count, len(listed), at)
        where = Locator(LOCATOR_SIGNATURE, 0, len(made), 1)._replace(**locator)
        made += ZIP64_END.pack(*wide._replace(**zip64)) + LOCATOR.pack(*where)
    last = EndRecord(END_SIGNATURE, 0, 0, count, count, len(listed), at, len(comment))
    return bytes(made) + END.pack(*last._replace(**end)) + comment


def end_of(comment_length: int = 0, **fields: Any) -> bytes:
    """An end of a ZIP on its own."""
    record = EndRecord(END_SIGNATURE, 0, 0, 0, 0, 0, 0, comment_length)
    return END.pack(*record._replace(**fields))


def read(path: Path, data: bytes | None = None) -> Directory:
    """What the strict reader says of these bytes, or of the file as it is."""
    if data is not None:
        path.write_bytes(data)
    return read_directory(Pack(path))


def write(path: Path, members: Sequence[tuple[str, bytes]]) -> None:
    """Write a ZIP as bundles are written."""
    with path.open("w+b", buffering=0) as file:
        writer = ZipWriter(file, Plan([(name, len(data)) for name, data in members]))
        for name, data in members:
            writer.write(name, memoryview(data))
        writer.finish({name: zlib.crc32(data) for name, data in members})
