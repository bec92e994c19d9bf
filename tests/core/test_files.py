"""The files of a deck are the same to a reader, in a folder or side by side in one file."""

from __future__ import annotations

import hashlib
import json
import os
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reader.core.files import CHUNK_BYTES, Blob, Files, Folder, Pack, Packed, files_of
from reader.core.fixity import UNLISTED, Fixity

CONTENT = {
    "slides/deck.yaml": b"title: x\n",
    "assets/a.png": b"first",
    "assets/deep/b.png": bytes(range(256)) * 3000,
    "assets/deep/\xe9.png": b"",
}
DIGESTS = {
    "slides/deck.yaml": hashlib.sha256(b"title: x\n").hexdigest(),
    "assets/a.png": hashlib.sha256(b"another").hexdigest(),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in CONTENT.items():
        path = tmp_path / "deck" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "deck"


@pytest.fixture
def packed(tmp_path: Path) -> Packed:
    members, data = {}, b"before"
    for name, content in CONTENT.items():
        members[f"data/{name}"] = len(data), len(content)
        data += content + b"between"
    members["bagit.txt"] = 0, 6
    (tmp_path / "x.deck.zip").write_bytes(data)
    return Packed(Pack(tmp_path / "x.deck.zip"), members)


@pytest.fixture(params=["folder", "packed"])
def files(request: pytest.FixtureRequest, folder: Path, packed: Packed) -> Files:
    if request.param == "folder":
        return Folder(folder, algorithm="sha256", digests=DIGESTS)
    return packed.below("data/", "sha256", DIGESTS)


def test_what_is_there_is_found_and_read(files: Files) -> None:
    assert files.names() == sorted(CONTENT, key=os.fsencode)
    assert files.names("assets/deep") == ["assets/deep/b.png", "assets/deep/\xe9.png"]
    assert files.names("assets/de") == files.names("nowhere") == []
    for name, data in CONTENT.items():
        assert files.has(name)
        assert files.read(name) == files.blob(name).read() == data
        assert files.read(name, 3) == files.blob(name).read(3) == data[:3]
        assert files.blob(name).read(10**9) == data
        assert files.blob(name).size() == len(data)
        assert b"".join(map(bytes, files.blob(name).chunks())) == data
        assert b"".join(map(bytes, files.blob(name).chunks(bytearray(7)))) == data
        assert files.blob(name).place == files.path_of(name)
        assert not files.leads_out(name)


def test_what_is_not_there_is_not_found(files: Files) -> None:
    for name in ("assets", "assets/deep", "assets/c.png", "bagit.txt", "data/assets/a.png", ""):
        assert not files.has(name)
    with pytest.raises(FileNotFoundError):
        files.read("assets/c.png")


def test_a_neighbour_is_found_by_name(files: Files) -> None:
    assert {"a.png"} <= set(files.beside("assets/c.png"))
    assert sorted(files.beside("assets/deep/c")) == ["b.png", "\xe9.png"]


def test_reading_notes_what_the_bag_says(files: Files) -> None:
    assert files.blob("assets/a.png").digest == ("sha256", DIGESTS["assets/a.png"])
    assert files.blob("assets/deep/b.png").digest == UNLISTED
    assert files.proved == {}
    for name in ("slides/deck.yaml", "assets/a.png", "assets/deep/b.png"):
        files.read(name)
    assert files.proved == {
        "slides/deck.yaml": Fixity.VERIFIED,
        "assets/a.png": Fixity.CHANGED,
        "assets/deep/b.png": Fixity.UNLISTED,
    }
    assert not files.blob("slides/deck.yaml").is_file


def test_without_a_bag_nothing_is_said(folder: Path, packed: Packed) -> None:
    for files in (Folder(folder), packed):
        name = next(name for name in files.names() if name.endswith("a.png"))
        assert files.blob(name).digest is None
        files.read(name)
        assert files.proved == {}
    assert Folder(folder).blob("assets/a.png").is_file
    assert not packed.blob("bagit.txt").is_file


def test_a_spec_is_plain_data_that_makes_the_same_again(files: Files) -> None:
    files.read("assets/a.png")
    again = files_of(json.loads(json.dumps(files.spec())))
    assert type(again) is type(files)
    assert again.place == files.place
    assert again.proved == {"assets/a.png": Fixity.CHANGED}
    assert again.names() == files.names()
    assert again.blob("slides/deck.yaml").digest == files.blob("slides/deck.yaml").digest
    assert again.read("assets/a.png") == b"first"
    assert again.is_packed == files.is_packed


def test_a_spec_of_a_bundle_that_was_changed_since_is_refused(packed: Packed) -> None:
    spec = packed.spec()
    with packed.place.open("ab") as file:
        file.write(b"more")
    with pytest.raises(OSError, match="was changed while it was being opened"):
        files_of(spec)
    packed.place.unlink()
    with pytest.raises(FileNotFoundError):
        files_of(spec)


def test_what_is_moved_over_a_pack_is_another_file(packed: Packed, tmp_path: Path) -> None:
    old = packed.read("data/assets/a.png")
    (tmp_path / "other").write_bytes(bytes(packed.pack.size))
    (tmp_path / "other").replace(packed.place)
    assert packed.read("data/assets/a.png") == old == b"first"
    assert Pack(packed.place) != packed.pack


def test_packs_are_equal_where_they_are_the_same_file(packed: Packed, tmp_path: Path) -> None:
    same = Pack(packed.place)
    assert (same, hash(same)) == (packed.pack, hash(packed.pack))
    (tmp_path / "copy").write_bytes(packed.place.read_bytes())
    assert Pack(tmp_path / "copy") != packed.pack
    assert packed.pack != packed.place
    os.utime(packed.place, (1, 1))
    assert Pack(packed.place) != same


def test_a_pack_that_is_no_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Pack(tmp_path / "nothing")


def test_a_pack_that_is_cut_short_is_an_error_and_never_silence(packed: Packed) -> None:
    blob = packed.blob("data/assets/deep/b.png")
    os.truncate(packed.place, blob.offset + 1000)
    for read in (blob.read, lambda: list(blob.chunks()), lambda: blob.read(1001)):
        with pytest.raises(OSError, match=r"x\.deck\.zip ends too early"):
            read()
    assert blob.read(1000) == CONTENT["assets/deep/b.png"][:1000]


def few(pack: Pack, most: int) -> None:
    """Have a pack read but a few bytes at once, as a network disk may."""
    whole = pack.read_into

    def read_into(buffer: memoryview, offset: int) -> int:
        return whole(buffer[:most], offset)

    pack.read_into = read_into  # type: ignore[method-assign]


@pytest.mark.parametrize("most", [1, 7, 1000])
def test_short_reads_are_put_together(packed: Packed, most: int) -> None:
    few(packed.pack, most)
    for name, data in CONTENT.items():
        blob = packed.blob(f"data/{name}")
        assert blob.read() == data
        assert b"".join(map(bytes, blob.chunks())) == data


@pytest.fixture(params=["preadv", "seek"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to read by position; Windows knows the second alone."""
    if request.param == "seek":
        monkeypatch.delattr("os.preadv", raising=False)
    elif not hasattr(os, "preadv"):
        pytest.skip("this system reads by seeking")


@pytest.mark.usefixtures("way")
def test_many_threads_read_one_pack_each_its_own_part(tmp_path: Path) -> None:
    data = random.Random(1).randbytes(1 << 20)
    (tmp_path / "pack").write_bytes(data)
    pack = Pack(tmp_path / "pack")
    gate = threading.Barrier(8)

    def read(number: int) -> bool:
        gate.wait()
        chance = random.Random(number)
        for _ in range(200):
            at, length = chance.randrange(len(data)), chance.randrange(5000)
            length = min(length, len(data) - at)
            if Blob(tmp_path / "x", pack, at, length).read() != data[at : at + length]:
                return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, range(8)))


def test_one_buffer_serves_for_many_blobs(packed: Packed) -> None:
    buffer = bytearray(CHUNK_BYTES)
    for name, data in CONTENT.items():
        assert b"".join(map(bytes, packed.blob(f"data/{name}").chunks(buffer))) == data


def test_a_link_that_leaves_the_deck_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (folder / "assets/out.png").symlink_to(tmp_path / "secret")
    (folder / "assets/in.png").symlink_to(folder / "assets/a.png")
    files = Folder(folder)
    assert files.leads_out("assets/out.png")
    assert not files.leads_out("assets/in.png")
    assert files.leads_out("../secret")


def test_a_pipe_is_no_file(folder: Path) -> None:
    os.mkfifo(folder / "assets/pipe")
    assert not Folder(folder).has("assets/pipe")
    assert "assets/pipe" not in Folder(folder).names()


def test_a_pack_is_closed_with_its_last_holder(packed: Packed) -> None:
    handle = packed.pack._file
    blob = packed.blob("data/assets/a.png")
    place = packed.place
    del packed
    assert blob.read() == b"first"
    pack = Pack(place)
    other = pack._file
    del pack
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(other)
    assert os.fstat(handle).st_size
