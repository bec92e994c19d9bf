"""A deck comes out of its bundle whole and unchanged, or not at all, and nowhere else."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.files import Blob
from reader.errors import BundleError, Cancelled, ReaderError, RefusedError
from reader.formats.bundles.bundling import MADE
from reader.formats.bundles.unbundling import unbundle
from reader.formats.progress import Progress
from tests.formats import bags, tricks
from tests.formats.decks import ROOT, bundled, fat_png, make_deck, png, tree, write
from tests.formats.zips import Part, zip_of

PICTURES = {"assets/one.png": png(1), "assets/two.png": fat_png(600_000)}


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_deck(tmp_path_factory.mktemp("unbundling") / "deck", PICTURES)


@pytest.fixture(scope="module")
def made(deck: Path) -> Path:
    return bundled(deck, deck.parent / "made.deck.zip").place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is not there yet, in one that holds nothing else."""
    (tmp_path / "to").mkdir()
    return tmp_path / "to" / "deck"


def test_what_comes_out_is_what_went_in(deck: Path, made: Path, folder: Path) -> None:
    told: list[Progress] = []
    found = unbundle(made, folder, told=told.append)
    there = tree(folder)
    assert {name: data for name, data in there.items() if name not in MADE} == tree(deck)
    assert (found.folder, found.files) == (folder, len(there))
    assert found.size == sum(map(len, there.values()))
    assert told[-1] == (found.size, found.size)
    assert os.listdir(folder.parent) == ["deck"]  # noqa: PTH208


def test_a_foreign_bag_comes_out_too(tmp_path: Path, folder: Path) -> None:
    bag = bags.make_bag(tmp_path / "bag", algorithms=("md5",), version="0.97")
    unbundle(bag, folder)
    assert tree(folder) == {name.removeprefix("data/"): d for name, d in bags.PAYLOAD.items()}


def test_an_empty_folder_is_filled(made: Path, folder: Path) -> None:
    folder.mkdir()
    unbundle(made, folder)
    assert (folder / "slides/deck.yaml").is_file()


def test_folders_on_the_way_are_made(made: Path, tmp_path: Path) -> None:
    unbundle(made, tmp_path / "new" / "er" / "deck")
    assert (tmp_path / "new/er/deck/slides/deck.yaml").is_file()


def full(folder: Path) -> None:
    write(folder, "mine.txt", "mine")


def a_file(folder: Path) -> None:
    folder.write_text("mine")


def a_link(folder: Path) -> None:
    (folder.parent / "empty").mkdir()
    folder.symlink_to(folder.parent / "empty", target_is_directory=True)


def a_dead_link(folder: Path) -> None:
    folder.symlink_to(folder.parent / "nowhere")


def a_pipe(folder: Path) -> None:
    os.mkfifo(folder)


@pytest.mark.parametrize("there", [full, a_file, a_link, a_dead_link, a_pipe])
def test_what_is_there_already_stays_as_it_is(
    made: Path, folder: Path, there: Callable[[Path], None]
) -> None:
    there(folder)
    before = tree(folder.parent)
    with pytest.raises(BundleError, match="is there already"):
        unbundle(made, folder)
    assert tree(folder.parent) == before
    assert folder.is_symlink() == (there in (a_link, a_dead_link))


def test_nothing_replaces_the_folder_that_a_person_is_in(
    made: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    monkeypatch.chdir(folder)
    with pytest.raises(BundleError, match="is there already"):
        unbundle(made, Path())
    assert tree(folder) == {}


def test_a_file_on_the_way_is_one_sentence(made: Path, tmp_path: Path) -> None:
    write(tmp_path, "file", "mine")
    with pytest.raises(BundleError, match=r"cannot be unpacked|is there already"):
        unbundle(made, tmp_path / "file" / "deck")
    assert tree(tmp_path) == {"file": b"mine"}


# What is not as it was bagged


def changed(made: Path, tmp_path: Path) -> tuple[Path, str, str]:
    """A bundle with a byte changed in a picture, and both hashes of that."""
    data = bytearray(made.read_bytes())
    good = PICTURES["assets/two.png"]
    at = bytes(data).index(good)
    data[at + 500_000] ^= 1
    bad = bytes(data[at : at + len(good)])
    path = write(tmp_path, "changed.deck.zip", bytes(data))
    return path, hashlib.sha256(good).hexdigest(), hashlib.sha256(bad).hexdigest()


def test_a_changed_byte_is_refused_with_the_file_and_both_hashes(
    made: Path, tmp_path: Path
) -> None:
    path, expected, found = changed(made, tmp_path)
    with pytest.raises(RefusedError) as caught:
        unbundle(path, tmp_path / "new" / "deck")
    [problem] = caught.value.problems
    assert "data/assets/two.png" in problem
    assert f"expected {expected}, found {found}" in problem
    assert os.listdir(tmp_path) == ["changed.deck.zip"]  # noqa: PTH208


def test_missing_and_extra_files_are_all_named(made: Path, tmp_path: Path, folder: Path) -> None:
    bag = bags.make_bag(tmp_path / "bag")
    (bag / "data/a.txt").unlink()
    bags.write(bag, "data/extra.txt", "extra")
    bags.write(bag, "data/more/extra.txt", "extra")
    (bag / "bag-info.txt").unlink()
    bags.tag(bag)
    with pytest.raises(RefusedError) as caught:
        unbundle(bag, folder)
    told = "\n".join(caught.value.problems)
    for name in ("data/a.txt", "data/extra.txt", "data/more/extra.txt"):
        assert name in told
    assert "b.bin" not in told
    assert not folder.exists()


def test_links_in_a_bag_bring_nothing_from_outside(tmp_path: Path, folder: Path) -> None:
    bag = bags.make_bag(tmp_path / "bag")
    write(tmp_path, "secret", b"first\n")
    (bag / "data/a.txt").unlink()
    (bag / "data/a.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(RefusedError):
        unbundle(bag, folder)
    assert os.listdir(folder.parent) == []  # noqa: PTH208


@pytest.mark.parametrize("name", tricks.NAMES, ids=lambda name: repr(name[:40]))
def test_a_bundle_with_such_a_name_is_not_unpacked(
    tmp_path: Path, folder: Path, name: bytes
) -> None:
    path = write(tmp_path, "bad.deck.zip", zip_of([Part(name, b"evil")]))
    before = tree(tmp_path)
    with pytest.raises(ReaderError) as caught:
        unbundle(path, folder)
    assert caught.value.exit_code in (1, 3)
    assert "\n" not in str(caught.value)
    assert tree(tmp_path) == before
    assert not Path("/tmp/evil.txt").exists()


@pytest.mark.parametrize("trick", tricks.PARTS)
def test_a_bundle_with_such_a_file_is_not_unpacked(
    tmp_path: Path, folder: Path, trick: str
) -> None:
    path = write(tmp_path, "bad.deck.zip", zip_of([tricks.PARTS[trick]]))
    with pytest.raises(ReaderError) as caught:
        unbundle(path, folder)
    assert caught.value.exit_code in (1, 3)
    assert os.listdir(folder.parent) == []  # noqa: PTH208


# What goes wrong on the way


def test_who_cancels_finds_nothing(made: Path, tmp_path: Path) -> None:
    asked = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        unbundle(made, tmp_path / "new" / "deck", stop=stop)
    assert os.listdir(tmp_path) == []  # noqa: PTH208


@pytest.mark.parametrize("is_there", [True, False])
def test_a_disk_that_fails_is_one_sentence(
    made: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    def fail(self: Path, *_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if is_there:
        folder.mkdir()
    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(BundleError, match=r"deck: the deck cannot be unpacked: No space left"):
        unbundle(made, folder)
    assert tree(folder.parent) == {}
    assert folder.exists() == is_there


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is flushed there")
def test_all_files_are_on_disk_before_the_folder_has_its_name(
    made: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed = set()

    def fsync(handle: int) -> None:
        assert not folder.exists() or os.path.samestat(os.fstat(handle), folder.parent.stat())
        flushed.add(os.fstat(handle).st_ino)

    monkeypatch.setattr("os.fsync", fsync)
    unbundle(made, folder)
    assert {path.stat().st_ino for path in (folder, *folder.rglob("*"))} <= flushed


def test_a_bundle_that_cannot_be_read_is_one_sentence(
    made: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Blob, buffer: bytearray | None = None) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Blob, "chunks", fail)
    with pytest.raises(BundleError, match=r"cannot be read: Input/output error"):
        unbundle(made, folder)
    assert os.listdir(folder.parent) == []  # noqa: PTH208


KILLED = """
import os, sys
from pathlib import Path
from reader.formats.bundles.unbundling import unbundle
unbundle(Path(sys.argv[1]), Path(sys.argv[2]), told=lambda _: os.kill(os.getpid(), 9))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed in this way there")
def test_the_next_run_clears_away_what_a_killed_one_left(made: Path, folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, made, folder], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    [left] = os.listdir(folder.parent)  # noqa: PTH208
    assert left.startswith(".deck.")
    mine = [
        ".deck.0123456789ab",
        ".deck.0123456789ab.unpacking.txt",
        ".other.0123456789ab.unpacking",
    ]
    for name in mine:
        (folder.parent / name).mkdir()
    unbundle(made, folder)
    assert sorted(os.listdir(folder.parent)) == sorted([*mine, "deck"])  # noqa: PTH208


def test_two_at_once_do_not_clear_each_other_away(made: Path, folder: Path) -> None:
    unbundled = []
    gate = threading.Event()

    def other(_: Progress) -> None:
        if not gate.is_set():
            gate.set()
            unbundle(made, folder)
            unbundled.append(tree(folder))
            shutil.rmtree(folder)

    unbundle(made, folder, told=other)
    assert [tree(folder)] == unbundled
    assert os.listdir(folder.parent) == ["deck"]  # noqa: PTH208


def test_who_comes_second_to_one_place_is_told(made: Path, folder: Path) -> None:
    def other(_: Progress) -> None:
        if not folder.exists():
            full(folder)

    with pytest.raises(BundleError, match="cannot be unpacked"):
        unbundle(made, folder, told=other)
    assert tree(folder.parent) == {"deck/mine.txt": b"mine"}


def test_a_bag_of_very_many_files_takes_no_quadratic_time(tmp_path: Path, folder: Path) -> None:
    payload = {f"data/{number}": b"" for number in range(4000)}
    bag = bags.make_bag(tmp_path / "bag", payload, algorithms=("sha256",))
    assert unbundle(bag, folder).files == 4000
