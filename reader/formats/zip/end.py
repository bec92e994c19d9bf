"""The end of a ZIP, which tells where the list of its files lies: found, judged and bounded.

Tools look for it in different ways, so there must be one only, and all that it says must hold.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from reader.core import limits
from reader.core.files import Pack
from reader.errors import BundleError, Where
from reader.formats.zip.names import Note
from reader.formats.zip.records import (
    CENTRAL,
    CENTRAL_SIGNATURE,
    END,
    END_SIGNATURE,
    FULL_16,
    FULL_32,
    LOCAL_SIGNATURE,
    LOCATOR,
    LOCATOR_SIGNATURE,
    ZIP64_END,
    ZIP64_END_SIGNATURE,
    ZIP64_END_SIZE,
    EndRecord,
    Locator,
    Zip64End,
)

_TAIL: Final = ZIP64_END.size + LOCATOR.size + END.size + FULL_16
_AGAIN: Final = "ask for the file again, or make the bundle anew"


class End(NamedTuple):
    """Where the list of files lies in a ZIP, and how many it holds."""

    offset: int
    length: int
    entries: int
    shift: int  # bytes before the ZIP proper, by which all offsets in it are too small


def is_zip(head: bytes) -> bool:
    """Whether a file that begins with these bytes, four at least, is a ZIP."""
    return head[:4] in (LOCAL_SIGNATURE, END_SIGNATURE)


def read_exactly(pack: Pack, offset: int, length: int) -> bytearray:
    """A run of bytes. Raises BundleError where the file ends before, and OSError."""
    data = bytearray(length)
    room = memoryview(data)
    while room:
        count = pack.read_into(room, offset)
        if not count:
            raise BundleError("the ZIP is cut short", hint=_AGAIN, where=Where(pack.path))
        room, offset = room[count:], offset + count
    return data


def find_end(pack: Pack, size: int, note: Note) -> End:
    """Where the list of files lies. Raises BundleError where that cannot be told, and OSError."""
    tail_at = max(0, size - _TAIL)
    tail = read_exactly(pack, tail_at, size - tail_at)
    at = _end_in(tail)
    if at < 0:
        raise _missing(pack, size)
    record = EndRecord._make(END.unpack_from(tail, at))
    _note_around(tail, at, record, note)
    wide, base = _widened(pack, tail, at, record, note)
    if wide.entries > limits.ZIP_ENTRIES:
        raise _refusal(pack, f"it lists more than {limits.ZIP_ENTRIES:,} files")
    if wide.length > limits.ZIP_DIRECTORY_BYTES:
        raise _refusal(pack, f"its list of files is over {limits.ZIP_DIRECTORY_BYTES:,} bytes")
    base += tail_at
    slack = base - wide.offset - wide.length
    if slack < 0 or wide.length < wide.entries * CENTRAL.size:
        raise _refusal(pack, "its end tells of a list of files that is not there", _AGAIN)
    shift = _shift(pack, wide, slack)
    if slack > shift:
        note("zip.gap", found=f"{slack:,}", at=f"{wide.offset + wide.length:,}")
    start = wide.offset + shift
    if not tail.find(END_SIGNATURE, max(0, start - tail_at)) == at == tail.rfind(END_SIGNATURE):
        note("zip.ends")
    return End(start, wide.length, wide.entries, shift)


def _end_in(tail: bytearray) -> int:
    """The last end whose comment reaches the end of the file, else the last one that fits."""
    loose = -1
    at = tail.rfind(END_SIGNATURE, 0, len(tail) - END.size + len(END_SIGNATURE))
    while at >= 0:
        over = len(tail) - at - END.size - int.from_bytes(tail[at + 20 : at + 22], "little")
        if not over:
            return at
        if over > 0 and loose < 0:
            loose = at
        at = tail.rfind(END_SIGNATURE, 0, at + len(END_SIGNATURE) - 1)
    return loose


def _note_around(tail: bytearray, at: int, record: EndRecord, note: Note) -> None:
    if record.comment_length:
        note("zip.comment", found=f"{record.comment_length:,}")
    after = len(tail) - at - END.size - record.comment_length
    if after:
        note("zip.trailing", found=f"{after:,}")
    if (record.disk, record.directory_disk, record.entries_here) != (0, 0, record.entries):
        note("zip.disk")


def _widened(
    pack: Pack, tail: bytearray, at: int, record: EndRecord, note: Note
) -> tuple[EndRecord | Zip64End, int]:
    """What the end says with the ZIP64 end taken in, and where in the tail the list must end."""
    narrow = (record.entries, record.length, record.offset)
    is_full = record.entries == FULL_16 or FULL_32 in narrow[1:]
    locator_at, wide_at = at - LOCATOR.size, at - LOCATOR.size - ZIP64_END.size
    if locator_at < 0 or not tail.startswith(LOCATOR_SIGNATURE, locator_at):
        return record, at
    if wide_at < 0 or not tail.startswith(ZIP64_END_SIGNATURE, wide_at):
        if is_full:
            raise _refusal(pack, "its end for large files is not where it should be", _AGAIN)
        note("zip.zip64")
        return record, at
    locator = Locator._make(LOCATOR.unpack_from(tail, locator_at))
    wide = Zip64End._make(ZIP64_END.unpack_from(tail, wide_at))
    if not _agree(narrow, wide, locator):
        note("zip.zip64")
    return wide, wide_at


def _agree(narrow: tuple[int, int, int], wide: Zip64End, locator: Locator) -> bool:
    pairs = zip(narrow, (wide.entries, wide.length, wide.offset), strict=True)
    full = (FULL_16, FULL_32, FULL_32)
    return (
        all(said in (true, most) for (said, true), most in zip(pairs, full, strict=True))
        and (locator.disk, locator.disks, wide.size) == (0, 1, ZIP64_END_SIZE)
        and (wide.disk, wide.directory_disk, wide.entries_here) == (0, 0, wide.entries)
        and locator.offset == wide.offset + wide.length
    )


def _shift(pack: Pack, wide: EndRecord | Zip64End, slack: int) -> int:
    """How many bytes stand before the ZIP proper, where its offsets do not count them."""
    if not slack or not wide.entries:
        return 0
    signature = len(CENTRAL_SIGNATURE)
    if read_exactly(pack, wide.offset, signature) == CENTRAL_SIGNATURE:
        return 0
    moved = read_exactly(pack, wide.offset + slack, signature) == CENTRAL_SIGNATURE
    return slack if moved else 0


def _missing(pack: Pack, size: int) -> BundleError:
    if is_zip(bytes(read_exactly(pack, 0, min(size, len(LOCAL_SIGNATURE))))):
        message = "the ZIP is cut short: the list of its files is missing"
        return BundleError(message, hint=_AGAIN, where=Where(pack.path))
    return BundleError("this is not a ZIP", hint="choose another file", where=Where(pack.path))


def _refusal(pack: Pack, why: str, hint: str = "") -> BundleError:
    return BundleError(f"the ZIP is not read: {why}", hint=hint, where=Where(pack.path))
