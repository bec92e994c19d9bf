"""Reads from a shared library which others it loads: DT_NEEDED, without any tool installed."""

from __future__ import annotations

import struct
from pathlib import Path

_PT_LOAD, _PT_DYNAMIC = 1, 2
_DT_NULL, _DT_NEEDED, _DT_STRTAB = 0, 1, 5
_PROGRAM_HEADER = struct.Struct("<IIQQQQQQ")
_DYNAMIC = struct.Struct("<qQ")


def needed_by(path: Path) -> list[str]:
    """The names of the libraries that a 64-bit little-endian ELF file asks for."""
    data = path.read_bytes()
    assert data[:6] == b"\x7fELF\x02\x01", f"{path} is not such a file"
    (start,) = struct.unpack_from("<Q", data, 0x20)
    size, count = struct.unpack_from("<HH", data, 0x36)
    headers = [_PROGRAM_HEADER.unpack_from(data, start + size * i) for i in range(count)]
    loaded = [(h[3], h[2], h[5]) for h in headers if h[0] == _PT_LOAD]
    place, length = next((h[2], h[5]) for h in headers if h[0] == _PT_DYNAMIC)

    entries = []
    for offset in range(place, place + length, _DYNAMIC.size):
        tag, value = _DYNAMIC.unpack_from(data, offset)
        if tag == _DT_NULL:
            break
        entries.append((tag, value))
    address = next(value for tag, value in entries if tag == _DT_STRTAB)
    strings = next(
        address - virtual + offset
        for virtual, offset, extent in loaded
        if virtual <= address < virtual + extent
    )
    return [
        data[strings + value : data.index(b"\0", strings + value)].decode()
        for tag, value in entries
        if tag == _DT_NEEDED
    ]
