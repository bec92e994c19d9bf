"""The records of a ZIP, byte for byte, as the reader and the writer of bundles both know them.

PKWARE APPNOTE 6.3: 4.3.7 local header, 4.3.12 central header, 4.3.14 to 4.3.16 the end of the
central directory and its ZIP64 kin, 4.5.3 the ZIP64 extra field. All numbers are little-endian.
"""

from __future__ import annotations

from struct import Struct
from typing import Final, NamedTuple

from reader.core import limits

Bytes = bytes | bytearray | memoryview

FULL_16: Final = 0xFFFF
"""In a field of 16 bits: too large for it, or said in a ZIP64 record instead."""

FULL_32: Final = 0xFFFFFFFF
"""In a field of 32 bits: too large for it, or said in a ZIP64 record instead."""

STORED: Final = 0
"""The method of a file whose bytes stand in the ZIP as they are."""

ENCRYPTED: Final = 0x2041
"""Flags of which each says that something is encrypted: bits 0, 6 and 13."""

DESCRIBED: Final = 0x0008
"""The flag that checksum and sizes follow the data, in a data descriptor: bit 3."""

UTF_8: Final = 0x0800
"""The flag that name and comment are UTF-8: bit 11."""

UNIX: Final = 3
"""The system that gives the upper half of the external attributes the meaning of `st_mode`."""

ZIP64_EXTRA: Final = 0x0001
"""The id of the extra field that holds what 32 bits cannot."""

LOCAL_SIGNATURE: Final = b"PK\3\4"
CENTRAL_SIGNATURE: Final = b"PK\1\2"
END_SIGNATURE: Final = b"PK\5\6"
ZIP64_END_SIGNATURE: Final = b"PK\6\6"
LOCATOR_SIGNATURE: Final = b"PK\6\7"

LOCAL: Final = Struct("<4s5H3L2H")
CENTRAL: Final = Struct("<4s6H3L5H2L")
END: Final = Struct("<4s4H2LH")
ZIP64_END: Final = Struct("<4sQ2H2L4Q")
LOCATOR: Final = Struct("<4sLQL")
EXTRA: Final = Struct("<2H")


class LocalHeader(NamedTuple):
    """What stands before a file's name, extra field and data."""

    signature: bytes
    needs: int  # version of APPNOTE, times ten
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int  # bytes in the ZIP
    size: int  # bytes of the file
    name_length: int
    extra_length: int


class CentralHeader(NamedTuple):
    """What stands before a file's name, extra field and comment in the central directory."""

    signature: bytes
    made_by: int  # system in the upper byte
    needs: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    name_length: int
    extra_length: int
    comment_length: int
    disk: int
    internal: int
    external: int
    offset: int  # of the local header


class EndRecord(NamedTuple):
    """The end of the central directory, before the comment of the ZIP."""

    signature: bytes
    disk: int
    directory_disk: int
    entries_here: int
    entries: int
    length: int  # of the central directory
    offset: int
    comment_length: int


class Zip64End(NamedTuple):
    """The end of the central directory with wide fields."""

    signature: bytes
    size: int  # of what follows in this record
    made_by: int
    needs: int
    disk: int
    directory_disk: int
    entries_here: int
    entries: int
    length: int
    offset: int


class Locator(NamedTuple):
    """Tells where the ZIP64 end lies, and stands right before the other end."""

    signature: bytes
    disk: int
    offset: int
    disks: int


ZIP64_END_SIZE: Final = ZIP64_END.size - 12
"""What `Zip64End.size` says of a record without further data."""


def extra_fields(extra: Bytes) -> list[tuple[int, bytes]] | None:
    """The id and bytes of each extra field (4.5.1).

    None where their lengths do not add up, or there are too many to look at.
    """
    found: list[tuple[int, bytes]] = []
    at, end = 0, len(extra)
    while at + EXTRA.size <= end and len(found) < limits.ZIP_EXTRA_FIELDS:
        tag, length = EXTRA.unpack_from(extra, at)
        at += EXTRA.size
        if at + length > end:
            return None
        found.append((tag, bytes(extra[at : at + length])))
        at += length
    return found if at == end else None


def widened(narrow: tuple[int, ...], extra: Bytes | None) -> tuple[int, ...] | None:
    """Fields of 32 bits, each that is full taken from the ZIP64 extra field in turn (4.5.3).

    None where the extra field holds too little, or more than those fields call for.
    """
    if extra is None:
        return narrow if FULL_32 not in narrow else None
    if len(extra) != 8 * narrow.count(FULL_32) or not extra:
        return None
    wide = iter(Struct(f"<{len(extra) // 8}Q").unpack(extra))
    return tuple(next(wide) if field == FULL_32 else field for field in narrow)
