"""The strict reader of ZIPs against every trick that is known, and against chance."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from ast import literal_eval
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core import limits
from reader.core.problems import Severity
from reader.errors import BundleError
from reader.formats.zip.directory import Directory, is_zip
from reader.formats.zip.records import CENTRAL, CENTRAL_SIGNATURE, END_SIGNATURE
from tests.formats import zips
from tests.formats.zips import GOOD, Part, end_of, extra, zip_of

GOOD_NAMES = [name for name, _ in GOOD]
WIDE_6 = extra(1, (6).to_bytes(8, "little") * 2)
WIDE_9 = extra(1, (9).to_bytes(8, "little") * 2)
FULL = {"size": 0xFFFFFFFF, "packed": 0xFFFFFFFF}


def rules(directory: Directory) -> set[str]:
    return {finding.rule for finding in directory.findings}


def names(directory: Directory) -> list[str]:
    return [entry.name for entry in directory.entries]


def unix(mode: int) -> dict[str, int]:
    return {"external": mode << 16}


# Of one file beside two good ones: what is wrong, and the rule. The file must not be readable.
BAD_FILES = {
    "parent": (Part(b"deck/../../b.txt"), {"name.leaves"}),
    "here": (Part(b"deck/./b.txt"), {"name.leaves"}),
    "absolute": (Part(b"/etc/passwd"), {"name.absolute", "name.empty"}),
    "unc": (Part(b"//server/share/b"), {"name.absolute", "name.empty"}),
    "unc backslash": (Part(b"\\\\server\\share\\b"), {"name.backslash"}),
    "backslash": (Part(b"deck\\..\\b.txt"), {"name.backslash"}),
    "home": (Part(b"~root/b.txt"), {"name.home"}),
    "drive": (Part(b"C:/b.txt"), {"name.drive"}),
    "stream": (Part(b"deck/b.txt:hidden"), {"name.drive"}),
    "empty part": (Part(b"deck//b.txt"), {"name.empty"}),
    "no name": (Part(b""), {"name.empty"}),
    "nul": (Part(b"deck/b.txt\0.exe"), {"name.control"}),
    "escape": (Part(b"deck/\x1b[2J"), {"name.control"}),
    "bidi": (Part("deck/\u202egpj.exe".encode()), {"name.control"}),
    "device": (Part(b"deck/CON"), {"name.reserved"}),
    "device with ending": (Part(b"deck/aux.txt"), {"name.reserved"}),
    "device with digit": (Part("deck/com¹.txt".encode()), {"name.reserved"}),
    "folder of a device": (Part(b"deck/nul/b.txt"), {"name.reserved"}),
    "trailing dot": (Part(b"deck/b.txt."), {"name.trailing"}),
    "trailing space": (Part(b"deck/b.txt "), {"name.trailing"}),
    "folder with trailing dot": (Part(b"deck./b.txt"), {"name.trailing"}),
    "long part": (Part(b"deck/" + b"b" * 256), {"name.long"}),
    "long part of wide letters": (Part(b"deck/" + "é".encode() * 128), {"name.long"}),
    "long name": (Part(b"deck/" + b"folder/" * 150 + b"b"), {"name.long"}),
    "at the top": (Part(b"b.txt"), {"name.top"}),
    "latin-1": (Part(b"deck/caf\xe9.txt"), {"zip.utf-8"}),
    "no utf-8 flag": (Part("deck/café.txt".encode(), both={"flags": 0}), {"zip.utf-8-flag"}),
    "link": (Part(central=unix(0o120777)), {"zip.special"}),
    "device file": (Part(central=unix(0o020644)), {"zip.special"}),
    "pipe": (Part(central=unix(0o010644)), {"zip.special"}),
    "link by dos": (Part(central={"external": 0x400}), {"zip.special"}),
    "link, said to be from dos": (
        Part(central={"external": 0o120777 << 16, "made_by": 20}),
        {"zip.special"},
    ),
    "folder without slash": (Part(central={"external": 0x10}), {"zip.special"}),
    "deflated": (Part(both={"method": 8}), {"zip.method"}),
    "odd method": (Part(both={"method": 99}), {"zip.method"}),
    "bomb": (Part(both={"method": 8, "size": 2**30}), {"zip.method"}),
    "encrypted": (Part(both={"flags": 1}), {"zip.encrypted"}),
    "strongly encrypted": (Part(both={"flags": 0x41}), {"zip.encrypted"}),
    "masked": (Part(both={"flags": 0x2000}), {"zip.encrypted"}),
    "descriptor": (
        Part(both={"flags": 8}, local={"size": 0, "packed": 0, "crc": 0}, after=b"PK\7\x08" * 4),
        {"zip.descriptor"},
    ),
    "two lengths": (Part(both={"size": 5}), {"zip.size"}),
    "too large": (
        Part(both={"size": 0xFFFFFFFF}, extra=extra(1, (2**40).to_bytes(8, "little"))),
        {"zip.size", "zip.large"},
    ),
    "length differs": (Part(local={"size": 5, "packed": 5}), {"zip.headers"}),
    "checksum differs": (Part(local={"crc": 7}), {"zip.headers"}),
    "method differs": (Part(local={"method": 8}), {"zip.headers"}),
    "flags differ": (Part(local={"flags": 1}), {"zip.headers"}),
    "name differs": (Part(local_name=b"deck/c.txt"), {"zip.headers"}),
    "name is shorter": (Part(local_name=b"deck/"), {"zip.headers"}),
    "no local header": (Part(local={"signature": b"PK\3\3"}), {"zip.local"}),
    "another disk": (Part(central={"disk": 1}), {"zip.disk"}),
    "extra field cut": (Part(extra=b"\x75\x70\xff\xff"), {"zip.extra-form"}),
    "unicode path": (Part(extra=extra(0x7075, b"\1abcdc.txt")), {"zip.extra-meaning"}),
    "zip64 missing": (Part(both=FULL), {"zip.zip64", "zip.outside"}),
    "zip64 short": (Part(both=FULL, extra=extra(1, b"\0" * 8)), {"zip.zip64", "zip.outside"}),
    "zip64 needless": (Part(extra=WIDE_6), {"zip.zip64"}),
    "zip64 twice": (Part(both=FULL, extra=WIDE_6 + WIDE_6), {"zip.zip64"}),
    "zip64 differs": (Part(both=FULL, extra=WIDE_6, local_extra=WIDE_9), {"zip.headers"}),
    "beyond the end": (Part(central={"offset": 0xFFFFFFF0}), {"zip.outside", "zip.gap"}),
    "too long": (Part(both={"size": 10**6, "packed": 10**6}), {"zip.outside", "zip.gap"}),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_told_of_and_cannot_be_read(case: str, tmp_path: Path) -> None:
    part, expected = BAD_FILES[case]
    found = zips.read(tmp_path / "bad.zip", zip_of([part]))
    assert expected <= rules(found)
    allowed = {"zip.gap", "zip.top", *expected}
    assert {f.rule for f in found.findings if f.severity is Severity.ERROR} <= allowed
    assert names(found) == GOOD_NAMES
    assert all("\0" not in str(f) and "\x1b" not in str(f) for f in found.findings)


GROUPS = {
    "twice": ([b"deck/b", b"deck/b"], "name.twice"),
    "case": ([b"deck/b.txt", b"deck/B.TXT"], "name.same"),
    "composition": (["deck/é".encode(), "deck/e\u0301".encode()], "name.same"),
    "case beyond ascii": (["deck/É".encode(), "deck/é".encode()], "name.same"),
}


@pytest.mark.parametrize("case", GROUPS)
def test_names_that_some_system_takes_for_one_are_all_left_out(case: str, tmp_path: Path) -> None:
    raw, rule = GROUPS[case]
    found = zips.read(tmp_path / "bad.zip", zip_of([Part(name) for name in raw]))
    assert rules(found) == {rule}
    assert names(found) == GOOD_NAMES


def test_a_file_with_the_name_of_a_folder_is_left_out(tmp_path: Path) -> None:
    found = zips.read(tmp_path / "bad.zip", zip_of([Part(b"deck/data")]))
    assert rules(found) == {"name.clash"}
    assert names(found) == GOOD_NAMES


def test_folders_that_differ_in_case_alone_are_told_of(tmp_path: Path) -> None:
    found = zips.read(tmp_path / "bad.zip", zip_of([Part(b"deck/Data/b")]))
    assert rules(found) == {"name.same"}


def test_a_second_top_folder_is_told_of(tmp_path: Path) -> None:
    found = zips.read(tmp_path / "bad.zip", zip_of([Part(b"other/b")]))
    assert rules(found) == {"zip.top"}
    assert found.top == ""


def test_files_that_share_bytes_are_both_left_out(tmp_path: Path) -> None:
    inner = zip_of([])[: 30 + len(GOOD[0][0]) + len(GOOD[0][1])]
    outer = Part(b"deck/outer.bin", inner)
    data = zip_of([outer, Part(GOOD[0][0].encode(), GOOD[0][1])])
    at = data.rfind(CENTRAL_SIGNATURE) + CENTRAL.size - 4
    # The last in the list now points into the bytes of the one before it.
    inside = data.find(inner, 1)
    found = zips.read(
        tmp_path / "bad.zip", data[:at] + inside.to_bytes(4, "little") + data[at + 4 :]
    )
    assert "zip.overlap" in rules(found)
    assert names(found) == [GOOD_NAMES[1]]


GOOD_ZIP = zip_of([])
WHOLE = {
    "prefix": (b"#!/bin/sh\n" + GOOD_ZIP, {"zip.prefix"}),
    "trailing": (GOOD_ZIP + b"more", {"zip.trailing"}),
    "trailing end": (GOOD_ZIP + END_SIGNATURE, {"zip.trailing", "zip.ends"}),
    "comment": (zip_of([], comment=b"hello"), {"zip.comment"}),
    "end in comment": (
        zip_of([], comment=END_SIGNATURE + b"x" * 30),
        {"zip.comment", "zip.ends"},
    ),
    "gap before the list": (zip_of([], gap=b"hidden"), {"zip.gap"}),
    "disk": (zip_of([], end={"disk": 1}), {"zip.disk"}),
    "entries on disks": (zip_of([], end={"entries_here": 1}), {"zip.disk"}),
    "zip64 agrees": (zip_of([], zip64={}), set[str]()),
    "zip64 differs": (zip_of([], zip64={"entries_here": 9}), {"zip.zip64"}),
    "zip64 is longer": (zip_of([], zip64={"size": 60}), {"zip.zip64"}),
    "zip64 lies elsewhere": (zip_of([], zip64={}, locator={"offset": 0}), {"zip.zip64"}),
    "count differs": (zip_of([], zip64={}, end={"entries": 1, "entries_here": 1}), {"zip.zip64"}),
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_fault_of_the_whole_leaves_the_files_readable(case: str, tmp_path: Path) -> None:
    data, expected = WHOLE[case]
    found = zips.read(tmp_path / "bad.zip", data)
    assert rules(found) == expected
    assert names(found) == GOOD_NAMES
    for entry, (_, content) in zip(found.entries, GOOD, strict=True):
        assert data[entry.offset : entry.offset + entry.length] == content


def test_bytes_between_files_are_told_of(tmp_path: Path) -> None:
    found = zips.read(tmp_path / "bad.zip", zip_of([Part(before=b"hidden")]))
    (only,) = found.findings
    assert (only.rule, only.found) == ("zip.gap", "6")
    assert names(found) == [*GOOD_NAMES, "deck/b.txt"]


def test_bytes_before_the_first_file_are_told_of(tmp_path: Path) -> None:
    """As in archives that unpack themselves: the offsets count what stands before."""
    found = zips.read(tmp_path / "bad.zip", zip_of([], prefix=b"#!/bin/sh\n"))
    assert rules(found) == {"zip.prefix"}
    assert names(found) == GOOD_NAMES


HARMLESS = {
    "dates": (Part(both={"time": 1, "date": 0x5821}), "zip.date"),
    "extra": (Part(extra=extra(0x5455, b"\3abcdabcd")), "zip.extra"),
    "mode": (Part(central=unix(0o100755)), "zip.mode"),
    "from dos": (Part(central={"external": 0x20, "made_by": 20}), "zip.mode"),
    "comment": (Part(comment=b"hello"), "zip.comments"),
    "folder": (Part(b"deck/data/", b"", central={"external": 0o40755 << 16 | 16}), "zip.folder"),
    "question": (Part(b"deck/why?.txt"), "name.windows"),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_other_programs_add_without_harm_is_a_warning(case: str, tmp_path: Path) -> None:
    part, rule = HARMLESS[case]
    found = zips.read(tmp_path / "other.zip", zip_of([part]))
    assert [(f.rule, f.severity) for f in found.findings] == [(rule, Severity.WARNING)]
    files = [] if part.name.endswith(b"/") else [part.name.decode()]
    assert names(found) == GOOD_NAMES + files
    assert found.top == "deck"


def test_a_folder_with_bytes_is_an_error(tmp_path: Path) -> None:
    found = zips.read(tmp_path / "bad.zip", zip_of([Part(b"deck/x/", b"hidden")]))
    assert "zip.folder-data" in rules(found)


UNREADABLE = {
    "empty": b"",
    "text": b"title: Harbour\n" * 99,
    "cut": GOOD_ZIP[:-23],
    "head alone": GOOD_ZIP[:40],
    "list cut": zip_of([], end={"length": 9}),
    "list beyond": zip_of([], end={"offset": 10**6}),
    "fewer files": zip_of([Part()], end={"entries": 2, "entries_here": 2}),
    "more files": zip_of([], end={"entries": 3, "entries_here": 3}),
    "no zip64 end": zip_of([], zip64={"signature": b"PK\6\5"}, end={"entries": 0xFFFF}),
    "a million files": zip_of([], zip64={"entries": 10**6, "entries_here": 10**6}),
    "a list of all memory": zip_of([], zip64={"length": 2**63}),
    "a list beyond all numbers": zip_of([], zip64={"offset": 2**64 - 1}),
    "an end alone, lying": end_of(entries=3, length=999),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_is_refused_in_a_sentence(case: str, tmp_path: Path) -> None:
    with pytest.raises(BundleError) as caught:
        zips.read(tmp_path / "bad.zip", UNREADABLE[case])
    assert caught.value.where
    assert caught.value.where.file == tmp_path / "bad.zip"


def test_an_empty_zip_holds_no_folder(tmp_path: Path) -> None:
    found = zips.read(tmp_path / "empty.zip", end_of())
    assert (rules(found), found.entries, found.top) == ({"zip.top"}, (), "")


def test_a_whole_zip_in_a_comment_is_told_of(tmp_path: Path) -> None:
    found = zips.read(tmp_path / "bad.zip", zip_of([], comment=zip_of([Part()])))
    assert rules(found) == {"zip.prefix"}
    assert names(found) == [*GOOD_NAMES, "deck/b.txt"]


def test_a_nested_zip_is_a_file_like_others(tmp_path: Path) -> None:
    found = zips.read(tmp_path / "nest.zip", zip_of([Part(b"deck/inner.zip", GOOD_ZIP)]))
    assert found.findings == ()
    assert names(found) == [*GOOD_NAMES, "deck/inner.zip"]


def test_every_rule_of_zips_is_broken_by_some_test() -> None:
    from reader.formats.bags.findings import RULES

    source = Path(__file__).read_text(encoding="utf-8")
    ours = [rule for rule in RULES if rule.startswith(("zip.", "name."))]
    assert [rule for rule in ours if f'"{rule}"' not in source] == []


def test_too_many_findings_of_a_kind_are_counted(tmp_path: Path) -> None:
    many = [Part(b"deck/%d." % i) for i in range(limits.ZIP_FINDINGS + 7)]
    found = zips.read(tmp_path / "many.zip", zip_of(many))
    assert len(found.findings) == limits.ZIP_FINDINGS + 1
    assert found.findings[-1].rule == "zip.more"
    assert "7 more" in found.findings[-1].message
    assert names(found) == GOOD_NAMES


def test_too_many_folders_are_refused(tmp_path: Path) -> None:
    many = [Part(b"deck/" + b"%d/" % i + b"a/" * 400 + b"b") for i in range(60)]
    with pytest.raises(BundleError, match="folders"):
        zips.read(tmp_path / "many.zip", zip_of(many))


def test_a_zip_is_known_by_its_first_bytes() -> None:
    assert is_zip(GOOD_ZIP[:8])
    assert is_zip(end_of())
    assert not is_zip(b"PK")
    assert not is_zip(b"\x89PNG\r\n")


GOOD_LARGER = zip_of([Part(b"deck/c.bin", b"x" * 300), Part(both=FULL, extra=WIDE_6)], zip64={})


SPOTS = st.lists(st.tuples(st.integers(0, len(GOOD_LARGER) - 1), st.integers(0, 255)), max_size=8)


def survives(path: Path, data: bytes) -> None:
    """Whatever the bytes are: a sentence, or files that lie within them under safe names."""
    try:
        found = zips.read(path, data)
    except BundleError:
        return
    for entry in found.entries:
        assert 0 <= entry.offset <= entry.offset + entry.length <= len(data)
        assert not {"", ".", ".."} & set(entry.name.split("/"))


@settings(max_examples=1000, deadline=1000)
@given(spots=SPOTS)
def test_changed_bytes_make_no_other_error(
    tmp_path_factory: pytest.TempPathFactory, spots: list[tuple[int, int]]
) -> None:
    made = bytearray(GOOD_LARGER)
    for at, value in spots:
        made[at] = value
    survives(tmp_path_factory.getbasetemp() / "changed.zip", bytes(made))


@settings(max_examples=300, deadline=1000)
@given(cut=st.tuples(st.integers(0, len(GOOD_LARGER)), st.integers(0, len(GOOD_LARGER))))
def test_missing_and_doubled_bytes_make_no_other_error(
    tmp_path_factory: pytest.TempPathFactory, cut: tuple[int, int]
) -> None:
    path, (start, end) = tmp_path_factory.getbasetemp() / "cut.zip", cut
    survives(path, GOOD_LARGER[:start] + GOOD_LARGER[end:])


MEASURE = """
import sys, time
from pathlib import Path
from reader.core.files import Pack
from reader.errors import BundleError
from reader.formats.zip.directory import read_directory
def peak():
    # Not getrusage: that starts from what the process had before it became this program.
    (line,) = [x for x in Path("/proc/self/status").read_text().split("\\n") if "VmHWM" in x]
    return int(line.split()[1])
before, start = peak(), time.process_time()
try:
    found = read_directory(Pack(Path(sys.argv[1])))
    told = len(found.entries), len(found.findings)
except BundleError:
    told = -1, 0
print(*told, time.process_time() - start, (peak() - before) / 1024)
"""


class Measured(NamedTuple):
    """What reading a ZIP gave in a process of its own, and what it took."""

    entries: int  # -1: refused
    findings: int
    seconds: float
    mebibytes: float


def measured(path: Path) -> Measured:
    if not Path("/proc/self/status").exists():
        pytest.skip("only Linux tells how much memory a process took")
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True
    )
    entries, findings, seconds, mebibytes = done.stdout.split()
    return Measured(int(entries), int(findings), float(seconds), float(mebibytes))


def test_a_million_files_are_refused_before_memory_is_spent(tmp_path: Path) -> None:
    path = tmp_path / "million.zip"
    names_at = [b"%08d" % i for i in range(1_000_000)]
    one = zips._central(Part(b"deck/00000000", b""), 0)[:-8]
    listed = b"".join([one + name for name in names_at])
    end = end_of(entries=0xFFFF, entries_here=0xFFFF, length=len(listed))
    for made in (listed + end, listed + zip_of([], zip64={"entries": 10**6})[-98:]):
        path.write_bytes(made)
        found = measured(path)
        assert found.entries == -1
        assert found.seconds < 0.2
        assert found.mebibytes < 8


def test_the_most_files_are_read_soon_and_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "most.zip"
    zips.write(
        path,
        [(f"deck/data/slides/{i:06}-harbour-at-dusk.yaml", b"") for i in range(limits.ZIP_ENTRIES)],
    )
    found = measured(path)
    assert found.entries == limits.ZIP_ENTRIES
    assert found.findings == 0
    assert found.seconds < 2
    assert found.mebibytes < 200


LONG: dict[str, Callable[[int], Part]] = {
    # Many of what takes long: names of many parts, names that are no text, headers that all
    # lie in one place and are long themselves.
    "parts": lambda i: Part(b"deck/" + b"a/" * 450 + b"%06d" % i, b""),
    "not text": lambda i: Part(b"deck/%06d" % i + b"\xff" * 900, b""),
    "one place": lambda i: Part(
        b"deck/%06d" % i, b"", local_extra=extra(0x5455, b"") * (0 if i else 16_000)
    ),
}


@pytest.mark.parametrize("case", LONG)
def test_what_is_made_to_take_long_does_not(case: str, tmp_path: Path) -> None:
    path = tmp_path / "long.zip"
    parts = [LONG[case](i) for i in range(30_000)]
    path.write_bytes(zip_of(parts, shared=case == "one place"))
    found = measured(path)
    assert found.entries >= 0
    assert found.seconds < 5
    assert found.mebibytes < 300


def test_a_small_bundle_is_read_in_a_millisecond(tmp_path: Path) -> None:
    path = tmp_path / "small.zip"
    zips.write(path, [(f"deck/data/{i}.yaml", os.urandom(20_000)) for i in range(20)])
    spent = []
    for _ in range(20):
        start = time.perf_counter()
        found = zips.read(path)
        spent.append(time.perf_counter() - start)
    assert len(found.entries) == 20
    assert min(spent) < 0.001


def test_reading_a_sound_bundle_loads_nothing_heavy(tmp_path: Path) -> None:
    path = tmp_path / "small.zip"
    zips.write(path, [("deck/bagit.txt", b"x")])
    script = f"""
import sys
from pathlib import Path
import reader.core.files
from reader.errors import BundleError
before = set(sys.modules)
from reader.formats.zip.directory import read_directory
assert not read_directory(reader.core.files.Pack(Path({str(path)!r}))).findings
print(sorted(set(sys.modules) - before))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = literal_eval(done.stdout)
    assert {name.partition(".")[0] for name in loaded} <= {"reader", "struct", "_struct"}
