"""Names and files with which a bundle means harm; each is added to a sound one."""

from __future__ import annotations

from typing import Final

from tests.formats.zips import Part, extra

NAMES: Final = (
    b"deck/data/../../evil.txt",
    b"deck/../../evil.txt",
    b"../evil.txt",
    b"/tmp/evil.txt",
    b"~/evil.txt",
    b"deck/data/..\\..\\evil.txt",
    b"deck/data/C:evil.txt",
    b"C:\\evil.txt",
    b"\\\\server\\share\\evil.txt",
    b"deck/data/a\0.exe",
    b"deck/data/a\n.txt",
    b"deck/data/NUL",
    b"deck/data/con.txt",
    b"deck/data/evil.txt.",
    b"deck/data/evil.txt ",
    b"deck/data/" + b"x" * 300,
    b"deck/data/" + b"x/" * 600 + b"evil.txt",
    b"deck/data/\xff.txt",
    b"deck/data//evil.txt",
    b"deck/data/./evil.txt",
    b"deck/data/\xe2\x80\xaegnp.exe",
    b"other/evil.txt",
    b"other/bagit.txt",
    b"evil.txt",
    b"deck/data/A.TXT",
    b"deck/data/a.txt",
    b"deck/data/a.txt/b",
    b"deck/data",
    b"",
)
PARTS: Final = {
    "deflated": Part(both={"method": 8}),
    "method-99": Part(both={"method": 99}),
    "encrypted": Part(both={"flags": 1}),
    "descriptor": Part(both={"flags": 8}),
    "link": Part(central={"external": 0o120777 << 16}, data=b"/etc/passwd"),
    "device": Part(central={"external": 0o020666 << 16}),
    "pipe": Part(central={"external": 0o010644 << 16}),
    "overlap": Part(central={"offset": 0}),
    "beyond": Part(central={"offset": 2**31}),
    "gap-before": Part(before=b"gap"),
    "gap-behind": Part(after=b"gap"),
    "two-names": Part(local_name=b"deck/c.txt"),
    "size": Part(both={"size": 2**31}),
    "packed": Part(both={"packed": 1}),
    "size-in-one": Part(local={"size": 1}),
    "other-crc": Part(both={"crc": 1}),
    "other-path": Part(extra=extra(0x7075, b"\1\0\0\0\0evil.txt")),
    "zip64": Part(extra=extra(1, b"\xff" * 24), central={"size": 2**32 - 1}),
    "short-extra": Part(extra=b"\1\0\xff\xff"),
}
