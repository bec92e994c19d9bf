"""What the writer of ZIPs makes, judged by the strict reader and by other people's tools."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
import threading
import zipfile
import zlib
from pathlib import Path

import pytest

from reader.core import limits
from reader.core.files import Pack
from reader.errors import BundleError
from reader.formats.zip import writer as zip_writer
from reader.formats.zip.writer import Plan, ZipWriter, copy_range
from tests.formats import zips
from tests.formats.judges import SEVEN_ZIP

MEMBERS = [
    ("deck/bagit.txt", b"BagIt-Version: 1.0\n"),
    ("deck/data/empty.txt", b""),
    ("deck/data/harbour.jpg", bytes(range(256)) * 3000),
    ("deck/data/café/日本.yaml", "title: Café\n".encode()),
]
JUDGES = {
    "unzip": ["unzip", "-tq"],
    "7z": [SEVEN_ZIP, "t"],
    "bsdtar": ["bsdtar", "-tf"],
    "zip": ["zip", "-T"],
    "zipfile": [sys.executable, "-m", "zipfile", "-t"],
}


def tool(command: list[str]) -> list[str]:
    """The command; skips the test where it is not installed."""
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    return command


def accepts(judge: str, path: Path) -> None:
    done = subprocess.run(
        [*tool(JUDGES[judge]), str(path)],
        capture_output=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert b"arning" not in done.stdout + done.stderr, done.stdout + done.stderr


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("zip") / "small.deck.zip"
    zips.write(path, MEMBERS)
    return path


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More files than 16 bits can count."""
    path = tmp_path_factory.mktemp("zip") / "many.deck.zip"
    zips.write(path, [(f"deck/data/{i:06}.txt", b"%d" % i) for i in range(70_000)])
    return path


@pytest.mark.parametrize("judge", JUDGES)
def test_other_tools_accept_what_is_written(judge: str, small: Path) -> None:
    accepts(judge, small)


@pytest.mark.parametrize("judge", JUDGES)
def test_other_tools_accept_more_files_than_16_bits_count(judge: str, many: Path) -> None:
    accepts(judge, many)


def test_nothing_is_wrong_with_what_is_written(small: Path) -> None:
    found = zips.read(small)
    assert found.findings == ()
    assert found.top == "deck"
    data = small.read_bytes()
    for entry, (name, content) in zip(found.entries, MEMBERS, strict=True):
        assert entry.name == name
        assert entry.crc == zlib.crc32(content)
        assert data[entry.offset : entry.offset + entry.length] == content


def test_nothing_is_wrong_with_very_many_files(many: Path) -> None:
    found = zips.read(many)
    assert found.findings == ()
    assert len(found.entries) == 70_000


def test_each_field_is_what_makes_the_bytes_the_same_everywhere(small: Path) -> None:
    with zipfile.ZipFile(small) as made:
        assert made.comment == b""
        for info in made.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert info.create_system == 3
            assert info.external_attr == 0o100644 << 16
            assert info.compress_type == zipfile.ZIP_STORED
            assert info.flag_bits == (0 if info.filename.isascii() else 0x800)
            assert (info.extra, info.comment) == (b"", b"")
        assert made.read("deck/data/café/日本.yaml") == MEMBERS[3][1]


def test_threads_in_any_order_make_the_same_bytes(small: Path, tmp_path: Path) -> None:
    path = tmp_path / "threads.zip"
    pieces = [
        (name, at, data[at : at + 10_000])
        for name, data in MEMBERS
        for at in range(0, len(data), 10_000)
    ]
    random.Random(7).shuffle(pieces)
    with path.open("w+b", buffering=0) as file:
        writer = ZipWriter(file, Plan([(name, len(data)) for name, data in MEMBERS]))

        def work(mine: list[tuple[str, int, bytes]]) -> None:
            for name, at, piece in mine:
                writer.write(name, memoryview(piece), at)

        threads = [threading.Thread(target=work, args=(pieces[i::4],)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        writer.finish({name: zlib.crc32(data) for name, data in MEMBERS})
    assert path.read_bytes() == small.read_bytes()


@pytest.mark.parametrize("lacking", [["pwrite"], ["copy_file_range"], ["posix_fallocate"]])
def test_without_a_system_call_the_bytes_are_the_same(
    lacking: list[str], small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in lacking:
        monkeypatch.delattr(os, name, raising=False)
    path = tmp_path / "other.zip"
    zips.write(path, MEMBERS)
    assert path.read_bytes() == small.read_bytes()
    signed(small, path)
    assert zips.read(path).findings == ()


def signed(source: Path, target: Path) -> None:
    """Copy a bundle with one more file, as signing does."""
    pack = Pack(source)
    old = {entry.name: entry for entry in zips.read(source).entries}
    with target.open("w+b", buffering=0) as file:
        sizes = [(name, entry.length) for name, entry in old.items()]
        writer = ZipWriter(file, Plan([*sizes, ("deck/signatures/a.minisig", 4)]))
        for name, entry in old.items():
            writer.copy(name, pack, entry.offset)
        writer.write("deck/signatures/a.minisig", memoryview(b"sign"))
        crcs = {name: entry.crc for name, entry in old.items()}
        writer.finish({**crcs, "deck/signatures/a.minisig": zlib.crc32(b"sign")})


@pytest.mark.parametrize("judge", JUDGES)
def test_a_copy_with_one_more_file_is_sound(judge: str, small: Path, tmp_path: Path) -> None:
    signed(small, tmp_path / "signed.zip")
    found = zips.read(tmp_path / "signed.zip")
    assert found.findings == ()
    assert len(found.entries) == len(MEMBERS) + 1
    accepts(judge, tmp_path / "signed.zip")


def test_a_range_is_copied_though_another_file_took_its_place(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"0123456789" * 100_000)
    pack = Pack(path)
    (tmp_path / "new").write_bytes(b"x" * 1_000_000)
    os.replace(tmp_path / "new", path)  # noqa: PTH105
    with (tmp_path / "copy").open("w+b", buffering=0) as file:
        copy_range(pack, 5, 500_000, file.fileno(), 3)
    assert (tmp_path / "copy").read_bytes() == b"\0\0\0" + b"5678901234" * 50_000


def test_a_file_system_that_cannot_copy_within_itself_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.EXDEV, "another file system")

    monkeypatch.setattr(os, "copy_file_range", refuse, raising=False)
    (tmp_path / "old").write_bytes(b"0123456789")
    with (tmp_path / "copy").open("w+b", buffering=0) as file:
        copy_range(Pack(tmp_path / "old"), 2, 6, file.fileno(), 0)
    assert (tmp_path / "copy").read_bytes() == b"234567"


def test_a_pack_that_ends_too_early_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"0123456789")
    with (
        (tmp_path / "copy").open("w+b", buffering=0) as file,
        pytest.raises(OSError, match="ends too early"),
    ):
        copy_range(Pack(tmp_path / "old"), 5, 6, file.fileno(), 0)


LARGE = 5 * 2**30


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of 5 GiB, most of which takes no room on the disk, and a small one behind it."""
    monkeypatch.setattr(zip_writer, "_set_aside", os.truncate)
    path = tmp_path / "large.deck.zip"
    with path.open("w+b", buffering=0) as file:
        writer = ZipWriter(file, Plan([("deck/large.bin", LARGE), ("deck/small.txt", 5)]))
        writer._left["deck/large.bin"] = 0
        writer.write("deck/small.txt", memoryview(b"small"))
        writer.finish({"deck/large.bin": 0, "deck/small.txt": zlib.crc32(b"small")})
    return path


def test_what_lies_beyond_4_gib_is_found(large: Path) -> None:
    found = zips.read(large)
    assert found.findings == ()
    assert [entry.length for entry in found.entries] == [LARGE, 5]
    assert found.entries[1].offset > LARGE
    with zipfile.ZipFile(large) as made:
        assert made.read("deck/small.txt") == b"small"
        assert made.getinfo("deck/large.bin").file_size == LARGE


PICKERS = {"unzip": ["unzip", "-p"], "7z": [SEVEN_ZIP, "x", "-so"], "bsdtar": ["bsdtar", "-xOf"]}


@pytest.mark.parametrize("picker", PICKERS)
def test_other_tools_find_what_lies_beyond_4_gib(picker: str, large: Path) -> None:
    command = [*tool(PICKERS[picker]), str(large), "deck/small.txt"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout == b"small"


def test_the_largest_bundle_and_file_are_refused_beyond() -> None:
    with pytest.raises(BundleError, match=r"deck/a.*no file larger"):
        Plan([("deck/a", limits.ZIP_MEMBER_BYTES + 1)])
    with pytest.raises(BundleError, match="at most"):
        Plan([(f"deck/{i}", limits.ZIP_MEMBER_BYTES) for i in range(4)])
    with pytest.raises(BundleError, match="at most"):
        Plan([("deck/a", 0)] * (limits.ZIP_ENTRIES + 1))


def test_a_plan_at_the_edge_of_32_bits_is_read_as_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_writer, "_set_aside", os.truncate)
    for size in (2**32 - 2, 2**32 - 1, 2**32, 2**32 - 100):
        path = tmp_path / f"{size}.zip"
        with path.open("w+b", buffering=0) as file:
            plan = Plan([("deck/a", size), ("deck/b", 0), ("deck/c", 0)])
            writer = ZipWriter(file, plan)
            writer._left["deck/a"] = 0
            writer.finish({"deck/a": 0, "deck/b": 0, "deck/c": 0})
            assert os.fstat(file.fileno()).st_size == plan.size
        found = zips.read(path)
        assert found.findings == ()
        assert [entry.length for entry in found.entries] == [size, 0, 0]
        assert [entry.offset for entry in found.entries] == [
            plan.offset_of(name) for name in ("deck/a", "deck/b", "deck/c")
        ]
        with zipfile.ZipFile(path) as made:
            assert [info.file_size for info in made.infolist()] == [size, 0, 0]
            assert made.read("deck/c") == b""
        path.unlink()


@pytest.mark.parametrize("name", ["", "../a", "deck/", "deck//a", "/deck/a", "deck/aux", "a\\b"])
def test_a_name_that_no_reader_would_take_is_not_written(name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        Plan([(name, 0)])


def test_a_name_is_written_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        Plan([("deck/a", 0), ("deck/a", 1)])


def test_neither_more_nor_fewer_bytes_are_written_than_planned(tmp_path: Path) -> None:
    with (tmp_path / "a.zip").open("w+b", buffering=0) as file:
        writer = ZipWriter(file, Plan([("deck/a", 5), ("deck/b", 5)]))
        for data, at in ((b"sixsix", 0), (b"five5", 1), (b"a", -1)):
            with pytest.raises(ValueError, match="more bytes"):
                writer.write("deck/a", memoryview(data), at)
        writer.write("deck/a", memoryview(b"five5"))
        with pytest.raises(ValueError, match="more bytes"):
            writer.write("deck/a", memoryview(b"f"))
        with pytest.raises(ValueError, match="deck/b"):
            writer.finish({"deck/a": 0, "deck/b": 0})


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="only POSIX sets room aside")
def test_a_disk_that_is_too_full_says_so_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "the disk is full")

    monkeypatch.setattr(os, "posix_fallocate", refuse)
    with (tmp_path / "a.zip").open("w+b") as file, pytest.raises(OSError, match="full") as caught:
        ZipWriter(file, Plan([("deck/a", 5)]))
    assert caught.value.errno == errno.ENOSPC


def test_a_file_changed_by_zip_still_has_a_verdict_for_each_file(tmp_path: Path) -> None:
    """Someone corrects a caption with `zip`: that is told, and every file can still be read."""
    path = tmp_path / "changed.zip"
    zips.write(path, MEMBERS)
    (tmp_path / "deck").mkdir()
    (tmp_path / "deck/bagit.txt").write_text("another text, which is longer\n", encoding="utf-8")
    command = [*tool(["zip"]), "-0q", path.name, "deck/bagit.txt"]
    subprocess.run(command, check=True, cwd=tmp_path)
    found = zips.read(path)
    assert {str(f.severity.value) for f in found.findings} == {"warning"}
    assert {f.rule for f in found.findings} <= {"zip.date", "zip.extra", "zip.mode"}
    assert {entry.name for entry in found.entries} == {name for name, _ in MEMBERS}
