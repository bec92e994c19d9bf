"""What lies where in the ZIP of a bundle, read strictly: whatever two tools might see differently,
and every byte that belongs to no file, is told.

Of our own bundles nothing is told. What other programs add without harm is a warning. A file with
an error against its name is not among the entries, so that nobody reads or unpacks it by mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core import limits
from reader.core.files import Pack
from reader.errors import BundleError, Where
from reader.formats.zip.end import End, find_end, is_zip, read_exactly
from reader.formats.zip.names import Names, shown
from reader.formats.zip.records import (
    CENTRAL,
    CENTRAL_SIGNATURE,
    DESCRIBED,
    ENCRYPTED,
    FULL_32,
    LOCAL,
    LOCAL_SIGNATURE,
    STORED,
    UTF_8,
    ZIP64_EXTRA,
    CentralHeader,
    LocalHeader,
    extra_fields,
    widened,
)

if TYPE_CHECKING:
    from reader.formats.bags.findings import Finding

__all__ = ["Directory", "Entry", "is_zip", "read_directory"]

_WINDOW: Final = 1 << 18  # bytes read at once where headers lie close together
_CLOSE: Final = 1 << 12
_SLACK: Final = 64  # bytes for the extra fields that other programs commonly write
_DAY_0: Final = (0, 0x21)  # 1980-01-01 00:00
_FILE_MODE: Final = 0o100644
_KIND, _PLAIN_FILE, _FOLDER = 0o170000, 0o100000, 0o040000
_DOS_FOLDER, _DOS_SPECIAL = 0x10, 0x448  # volume label, device, reparse point
_TELLING: Final = ENCRYPTED | DESCRIBED | UTF_8  # flags that both headers must agree on
_DESCRIPTORS: Final = (12, 16, 20, 24)
# Extra fields by which some tools take another name, a link, or other bytes.
_MEANING: Final = {0x7075: "Unicode path", 0x756E: "ASi Unix", 0x0017: "strong encryption"}


class Entry(NamedTuple):
    """A file in the ZIP that may be read."""

    name: str  # with the folder at the top, parted by /
    offset: int  # of its bytes
    length: int
    crc: int  # CRC-32 as the ZIP has it; nothing has checked it yet


class Directory(NamedTuple):
    """What is in the ZIP and may be read, in the order in which it lies, and what is wrong."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    top: str = ""  # the one folder that all lies in; "" where that is not so


def read_directory(pack: Pack) -> Directory:
    """What lies where in a ZIP, both headers of every file compared.

    Raises BundleError where it cannot be read or goes beyond a limit, before memory is spent on
    it; and OSError.
    """
    return _Reading(pack).run()


class _Listed(NamedTuple):
    """A file or folder that the central directory lists; named for sorting by its place."""

    offset: int  # of the local header
    name: str
    size: int
    packed: int
    at: int  # of its header in the central directory


class _Notes:
    """Takes down what is found, so many of a kind, and the names with an error against them."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.barred: set[str] = set()
        self._counts: dict[str, int] = {}
        self._firsts: dict[str, str] = {}

    def note(self, rule: str, name: str = "", **words: object) -> None:
        from reader.core.problems import Severity  # late: a sound bundle needs none of it
        from reader.formats.bags.findings import RULES, finding

        if name and RULES[rule].severity is Severity.ERROR:
            self.barred.add(name)
        count = self._counts[rule] = self._counts.get(rule, 0) + 1
        if count <= limits.ZIP_FINDINGS:
            self.findings.append(finding(rule, name, **words))  # type: ignore[arg-type]

    def count(self, rule: str, name: str) -> None:
        """Note a harmless thing once, however many files have it."""
        self._firsts.setdefault(rule, name)
        self._counts[rule] = self._counts.get(rule, 0) + 1

    def finish(self) -> None:
        for rule, first in self._firsts.items():
            count = self._counts.pop(rule)
            self.note(rule, first=first, count=count)
        for kind, count in list(self._counts.items()):
            if count > limits.ZIP_FINDINGS:
                self.note("zip.more", count=count - limits.ZIP_FINDINGS, kind=kind)


class _Reading:
    """One reading of one ZIP."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._notes = _Notes()
        self._note = self._notes.note
        self._names = Names(self._note)
        self._list = bytearray()

    def run(self) -> Directory:
        size = self._pack.size
        if size > limits.ZIP_BYTES:
            raise self._refusal(f"it is larger than {limits.ZIP_BYTES:,} bytes")
        end = find_end(self._pack, size, self._note)
        self._list = read_exactly(self._pack, end.offset, end.length)
        listed = self._read_list(end)
        self._names.check_whole()
        listed.sort()
        entries = self._read_local_headers(listed, end)
        self._notes.finish()
        barred = self._notes.barred
        sound = tuple(entry for entry in entries if entry.name not in barred)
        return Directory(sound, tuple(self._notes.findings), self._names.top)

    def _refusal(self, why: str) -> BundleError:
        return BundleError(f"the ZIP is not read: {why}", where=Where(self._pack.path))

    # The central directory

    def _read_list(self, end: End) -> list[_Listed]:
        listed, at = [], 0
        for _ in range(end.entries):
            if at + CENTRAL.size > end.length:
                raise self._refusal("its list of files is shorter than it should be")
            header = CentralHeader._make(CENTRAL.unpack_from(self._list, at))
            lengths = header.name_length + header.extra_length + header.comment_length
            after = at + CENTRAL.size + lengths
            if header.signature != CENTRAL_SIGNATURE or after > end.length:
                raise self._refusal("its list of files is damaged")
            listed.append(self._read_header(header, at, end.shift))
            at = after
        if at != end.length:
            raise self._refusal("its list of files is longer than it should be")
        return listed

    def _read_header(self, header: CentralHeader, at: int, shift: int) -> _Listed:
        name_at = at + CENTRAL.size
        raw = bytes(self._list[name_at : name_at + header.name_length])
        name = self._read_name(raw, header)
        wide: tuple[int, ...] | None = (header.size, header.packed, header.offset)
        if header.extra_length or FULL_32 in (header.size, header.packed, header.offset):
            extra_at = name_at + header.name_length
            extra = bytes(self._list[extra_at : extra_at + header.extra_length])
            wide = self._read_extra(extra, name, (header.size, header.packed, header.offset))
        size, packed, offset = wide or (header.size, header.packed, header.offset)
        self._check_header(header, name, size, packed)
        return _Listed(offset + shift, name, size, packed, at)

    def _read_name(self, raw: bytes, header: CentralHeader) -> str:
        try:
            name = raw.decode()
        except UnicodeDecodeError:
            name = shown(raw)
            self._note("zip.utf-8", name)
            return name
        faults = self._names.faults(name)
        if faults:
            name = shown(raw)
            for fault in faults:
                self._note(fault, name)
        if not raw.isascii() and not header.flags & UTF_8:
            self._note("zip.utf-8-flag", name)
        if name not in self._notes.barred:
            self._names.add(name)
        return name

    def _read_extra(
        self, extra: bytes, name: str, narrow: tuple[int, ...]
    ) -> tuple[int, ...] | None:
        """The sizes and the like, widened by the ZIP64 field; None where it contradicts them."""
        fields = extra_fields(extra)
        if fields is None:
            self._note("zip.extra-form", name)
            fields = []
        wide = None
        for tag, data in fields:
            if tag in _MEANING:
                self._note("zip.extra-meaning", name, found=_MEANING[tag])
            elif tag != ZIP64_EXTRA:
                self._notes.count("zip.extra", name)
            elif wide is not None:
                self._note("zip.zip64", name)
            else:
                wide = data
        sizes = widened(narrow, wide)
        if sizes is None:
            self._note("zip.zip64", name)
        return sizes

    def _check_header(self, header: CentralHeader, name: str, size: int, packed: int) -> None:
        mode = header.external >> 16
        if header.flags & ~UTF_8 or header.method != STORED or header.disk:
            self._check_storage(header, name)
        if size != packed and header.method == STORED:
            self._note("zip.size", name, expected=str(size), found=str(packed))
        if size > limits.ZIP_MEMBER_BYTES:
            self._note("zip.large", name, limit=limits.ZIP_MEMBER_BYTES)
        if header.comment_length:
            self._notes.count("zip.comments", name)
        if (header.time, header.date) != _DAY_0:
            self._notes.count("zip.date", name)
        if name.endswith("/"):
            self._check_folder(header, name, size)
        elif mode & _KIND not in (0, _PLAIN_FILE) or header.external & (_DOS_SPECIAL | _DOS_FOLDER):
            self._note("zip.special", name)
        elif mode != _FILE_MODE:
            self._notes.count("zip.mode", name)

    def _check_storage(self, header: CentralHeader, name: str) -> None:
        if header.flags & ENCRYPTED:
            self._note("zip.encrypted", name)
        if header.flags & DESCRIBED:
            self._note("zip.descriptor", name)
        if header.method != STORED:
            self._note("zip.method", name, found=str(header.method))
        if header.disk:
            self._note("zip.disk", name)

    def _check_folder(self, header: CentralHeader, name: str, size: int) -> None:
        self._notes.count("zip.folder", name)
        if size:
            self._note("zip.folder-data", name, found=f"{size:,}")
        if (header.external >> 16) & _KIND not in (0, _FOLDER) or header.external & _DOS_SPECIAL:
            self._note("zip.special", name)

    # The local headers

    def _read_local_headers(self, listed: Iterable[_Listed], end: End) -> list[Entry]:
        entries: list[Entry] = []
        take = _window(self._pack, end.offset)
        covered, last = end.shift, ""
        if end.shift:
            self._note("zip.prefix", found=f"{end.shift:,}")
        described = False
        for row in listed:
            header = CentralHeader._make(CENTRAL.unpack_from(self._list, row.at))
            if row.offset < end.shift or row.offset + LOCAL.size > end.offset:
                self._note("zip.outside", row.name)
                continue
            if row.offset < covered:  # its header is not even read, or it could be read forever
                self._note("zip.overlap", row.name, other=last)
                self._note("zip.overlap", last, other=row.name)
                continue
            data_at = self._read_local(row, header, take)
            if data_at + row.packed > end.offset:
                self._note("zip.outside", row.name)
                continue
            self._check_gap(row.offset - covered, covered, described, last)
            covered, last = data_at + row.packed, row.name
            described = bool(header.flags & DESCRIBED)
            if not row.name.endswith("/"):
                entries.append(Entry(row.name, data_at, row.size, header.crc))
        self._check_gap(end.offset - covered, covered, described, last)
        return entries

    def _check_gap(self, gap: int, at: int, described: bool, last: str) -> None:
        if not gap or (described and gap in _DESCRIPTORS):
            return
        if last:
            self._note("zip.gap", found=f"{gap:,}", at=f"{at:,}")
        else:
            self._note("zip.prefix", found=f"{gap:,}")

    def _read_local(self, row: _Listed, header: CentralHeader, take: Callable[..., bytes]) -> int:
        """Compare a file's two headers; where its bytes begin."""
        expected = LOCAL.size + header.name_length
        data = take(row.offset, expected + _SLACK, LOCAL.size)
        local = LocalHeader._make(LOCAL.unpack_from(data))
        if local.signature != LOCAL_SIGNATURE:
            self._note("zip.local", row.name)
            return row.offset + expected
        length = LOCAL.size + local.name_length + local.extra_length
        if length > len(data):
            data = take(row.offset, length, LOCAL.size)
        name_at = row.at + CENTRAL.size
        raw = self._list[name_at : name_at + header.name_length]
        found = data[LOCAL.size : LOCAL.size + local.name_length]
        if raw != found:
            self._note("zip.headers", row.name, what=f"the other calls it '{shown(found)}'")
        narrow: tuple[int, ...] | None = (local.size, local.packed)
        if local.extra_length or FULL_32 in (local.size, local.packed):
            extra = data[LOCAL.size + local.name_length : length]
            narrow = self._read_extra(extra, row.name, (local.size, local.packed))
        told = (local.method, local.flags & _TELLING)
        if told != (header.method, header.flags & _TELLING):
            self._note("zip.headers", row.name, what="in how the file is stored")
        sizes = (row.size, row.packed)
        if narrow and not header.flags & DESCRIBED and (*narrow, local.crc) != (*sizes, header.crc):
            self._note("zip.headers", row.name, what="in length or checksum")
        return row.offset + length


def _window(pack: Pack, end: int) -> Callable[..., bytes]:
    """A way to take bytes that lie before `end`, in few reads where they lie close together."""
    room = memoryview(bytearray(_WINDOW))
    start = filled = last = 0

    def take(at: int, most: int, least: int) -> bytes:
        """Up to `most` bytes; BundleError where there are not even `least`."""
        nonlocal start, filled, last
        most = min(most, end - at)
        if not start <= at <= at + most <= start + filled:
            is_close = 0 <= at - last <= _CLOSE
            wanted = min(max(most, _WINDOW if is_close else 0), end - at)
            start, filled = at, pack.read_into(room[:wanted], at)
            if filled < least:
                raise BundleError("the ZIP is cut short", where=Where(pack.path))
        last = at
        return bytes(room[at - start : min(at - start + most, filled)])

    return take
