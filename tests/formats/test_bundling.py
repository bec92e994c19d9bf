"""The bundle of a deck: the same bytes everywhere, sound to other people's tools, whole or not."""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.core.files import Blob, Folder
from reader.errors import BundleError, Cancelled, Exit, RefusedError
from reader.formats.bags.proof import prove
from reader.formats.bundles.bundling import MADE, default_name
from reader.formats.bundles.gathering import gather
from reader.formats.bundles.unbundling import unbundle
from reader.formats.places import bag_at, files_at
from reader.formats.progress import Progress
from tests.formats.decks import (
    ROOT,
    SVG,
    bundled,
    command,
    fat_png,
    make_deck,
    png,
    tree,
    write,
)
from tests.formats.judges import SEVEN_ZIP

PICTURES = {
    "assets/one.png": png(1),
    "assets/Größe 2.png": png(2),
    "assets/map.svg": SVG,
    "assets/large.png": fat_png(700_000),
}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck with something of everything."""
    folder = make_deck(tmp_path_factory.mktemp("bundling") / "deck", PICTURES)
    write(folder, "assets/attachments/notes.txt", "kept")
    write(folder, "assets/attachments/empty", b"")
    write(folder, "assets/beside.txt", "left out")
    return folder


@pytest.fixture(scope="module")
def made(deck: Path) -> Path:
    """Its bundle."""
    return bundled(deck, deck.parent / "made.deck.zip").place


@pytest.fixture(scope="module")
def bag(made: Path) -> Path:
    """The bundle, unpacked by Python's own zipfile."""
    with zipfile.ZipFile(made) as file:
        file.extractall(made.parent / "unzipped")
    return made.parent / "unzipped" / "colours"


# The same bytes


def test_the_report_is_true(deck: Path, made: Path, tmp_path: Path) -> None:
    told = bundled(deck, tmp_path / "b.deck.zip")
    with zipfile.ZipFile(told.place) as file:
        assert told.files == len(file.namelist())
        seal = hashlib.sha512(file.read("colours/tagmanifest-sha512.txt")).hexdigest()
    assert told.seal == seal
    assert told.size == told.place.stat().st_size
    assert told.left_out == ("assets/beside.txt",)
    assert told.place.read_bytes() == made.read_bytes()


@pytest.mark.parametrize("jobs", [1, 3, 16])
def test_any_number_of_threads_makes_the_same_bytes(
    deck: Path, made: Path, tmp_path: Path, jobs: int
) -> None:
    assert sha256(bundled(deck, tmp_path / "b.deck.zip", jobs=jobs).place) == sha256(made)


def test_another_folder_other_times_and_modes_make_the_same_bytes(
    deck: Path, made: Path, tmp_path: Path
) -> None:
    for source in (p for p in sorted(deck.rglob("*"), reverse=True) if p.is_file()):
        target = write(tmp_path / "Elsewhere ü", source.relative_to(deck).as_posix(), b"")
        target.write_bytes(source.read_bytes())
        os.utime(target, (1_000_000_000, 1_000_000_000))
        target.chmod(0o444)
    (tmp_path / "Elsewhere ü/assets/beside.txt").unlink()
    found = bundled(tmp_path / "Elsewhere ü", tmp_path / "b.deck.zip")
    assert sha256(found.place) == sha256(made)


def test_a_title_without_latin_letters_makes_the_same_bytes_in_any_folder(tmp_path: Path) -> None:
    first = make_deck(tmp_path / "one", title="港の写真")
    second = make_deck(tmp_path / "two", title="港の写真")
    one, two = (bundled(d, tmp_path / f"{d.name}.deck.zip").place for d in (first, second))
    assert sha256(one) == sha256(two)
    assert sha256(bundled(files_at(one), tmp_path / "three.deck.zip").place) == sha256(one)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PYTHONHASHSEED", "1"),
        ("PYTHONHASHSEED", "4711"),
        ("LC_ALL", "C"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("TZ", "Pacific/Kiritimati"),
        ("PYTHONOPTIMIZE", "2"),
    ],
)
def test_another_environment_makes_the_same_bytes(
    deck: Path, made: Path, tmp_path: Path, variable: str, value: str
) -> None:
    old = os.umask(0o077)
    try:
        done = command(
            "bundle", deck, "-o", tmp_path / "b.deck.zip", cwd=tmp_path, env={variable: value}
        )
    finally:
        os.umask(old)
    assert done.returncode == 0, done.stderr
    assert sha256(tmp_path / "b.deck.zip") == sha256(made)
    assert (tmp_path / "b.deck.zip").stat().st_mode & 0o777 == 0o600


def others() -> Iterator[str]:
    """The other Pythons here that have what the command needs."""
    for minor in (11, 12, 13, 14):
        found = shutil.which(f"python3.{minor}")
        if found and minor != sys.version_info.minor:
            needed = "import yaml, jsonschema_rs, resvg_py, platformdirs"
            if (
                subprocess.run([found, "-c", needed], capture_output=True, check=False).returncode
                == 0
            ):
                yield found


def test_every_python_that_is_here_makes_the_same_bytes(
    deck: Path, made: Path, tmp_path: Path
) -> None:
    for number, python in enumerate([sys.executable, *others()]):
        target = tmp_path / f"{number}.deck.zip"
        subprocess.run(
            [python, "-m", "reader", "bundle", deck, "-o", target],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        assert sha256(target) == sha256(made), python


def test_what_it_makes_is_made_again_the_same_from_each_of_its_forms(
    made: Path, bag: Path, tmp_path: Path
) -> None:
    unbundle(made, tmp_path / "unbundled")
    for number, place in enumerate([made, bag, bag / "data" / "slides", tmp_path / "unbundled"]):
        again = bundled(files_at(place), tmp_path / f"{number}.deck.zip").place
        assert sha256(again) == sha256(made), place


def test_source_date_epoch_sets_the_bagging_date_alone(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dates(name: str) -> tuple[str, str]:
        found = bundled(deck, tmp_path / name)
        return bag_at(found.place).get("Bagging-Date"), sha256(found.place)

    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert dates("a.zip")[0] == "2026-01-03"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    first, second = dates("b.zip"), dates("c.zip")
    assert first == second
    assert first[0] == "2001-09-09"


@pytest.mark.parametrize("value", ["now", "1e9", "9" * 30, "-" + "9" * 30])
def test_a_source_date_epoch_that_is_no_time_is_one_sentence(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(BundleError, match="SOURCE_DATE_EPOCH is"):
        bundled(deck, tmp_path / "b.deck.zip")
    assert list(tmp_path.iterdir()) == []


# Other people's tools


def test_bagit_finds_it_valid(bag: Path) -> None:
    with warnings.catch_warnings():  # of its own code
        warnings.simplefilter("ignore")
        bagit = pytest.importorskip("bagit")
        found = bagit.Bag(str(bag))
        assert found.version_info == (1, 0)
        assert found.validate()


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
@pytest.mark.parametrize("start", ["manifest", "tagmanifest"])
def test_coreutils_find_every_hash_right(bag: Path, algorithm: str, start: str) -> None:
    tool = shutil.which(f"{algorithm}sum")
    if not tool:
        pytest.skip(f"{algorithm}sum is not installed")
    done = subprocess.run(
        [tool, "-c", "--strict", "--quiet", f"{start}-{algorithm}.txt"],
        cwd=bag,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("words", [["unzip", "-tq"], [SEVEN_ZIP, "t"], ["bsdtar", "-tf"]])
def test_other_tools_read_the_zip(made: Path, words: list[str]) -> None:
    if not shutil.which(words[0]):
        pytest.skip(f"{words[0]} is not installed")
    done = subprocess.run([*words, made], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower()


def test_rocrate_names_every_file(bag: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rocrate = pytest.importorskip("rocrate.rocrate")
        found = rocrate.ROCrate(str(bag / "data"))
        named = {entity.id for entity in found.get_by_type("File")}
    there = set(tree(bag / "data")) - {"ro-crate-metadata.json", "ro-crate-preview.html"}
    assert named == there


def test_the_crate_has_the_hash_of_every_file_it_names(bag: Path) -> None:
    crate = json.loads((bag / "data/ro-crate-metadata.json").read_bytes())
    hashes = {e["@id"]: e["sha256"] for e in crate["@graph"] if "sha256" in e}
    assert len(hashes) == len(tree(bag / "data")) - 2
    for name, found in hashes.items():
        assert found == sha256(bag / "data" / name), name


def test_an_svg_and_its_drawing_know_each_other(bag: Path) -> None:
    crate = json.loads((bag / "data/ro-crate-metadata.json").read_bytes())
    [drawn] = [e for e in crate["@graph"] if e["@id"] == "assets/map.png"]
    assert drawn["isBasedOn"] == {"@id": "assets/attachments/map.svg"}


def test_we_find_nothing_wrong_either(made: Path) -> None:
    proof = prove(made, jobs=2)
    assert (proof.findings, proof.signatures) == ((), ())


# Odd decks


def test_a_deck_without_dates_has_no_bagging_date(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck", without=["issued", "summary"])
    found = bundled(deck, tmp_path / "b.deck.zip")
    assert bag_at(found.place).get("Bagging-Date") == ""
    assert [f for f in prove(found.place).findings if "date" not in f.message] == []


@pytest.mark.parametrize(
    "title",
    [
        "</title><script>alert(1)</script>",
        "../../etc/passwd",
        "CON",
        "x" * 3000,
        "a\nPayload-Oxum: 1.1\nb",
        "100% {braces} %0A",
        "\U0001f6a2 صور",
        "-rf",
    ],
)
def test_a_hostile_title_does_no_harm(tmp_path: Path, title: str) -> None:
    deck = make_deck(tmp_path / "deck", title=title, summary=title)
    found = bundled(deck, tmp_path)
    assert found.place.parent == tmp_path
    assert found.place.name.endswith(".deck.zip")
    assert prove(found.place).findings == ()
    assert files_at(found.place).has("slides/deck.yaml")
    with zipfile.ZipFile(found.place) as file:
        [top] = {name.split("/")[0] for name in file.namelist()}
    assert re.fullmatch("[a-z0-9][a-z0-9-]{0,59}", top)


def test_without_a_title_there_is_no_bundle(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck", without=["title"])
    with pytest.raises(RefusedError) as caught:
        bundled(deck, tmp_path / "b.deck.zip")
    assert any("title" in problem for problem in caught.value.problems)
    assert not (tmp_path / "b.deck.zip").exists()


def test_a_folder_gets_the_usual_name(deck: Path, tmp_path: Path) -> None:
    found = bundled(deck, tmp_path)
    assert found.place == tmp_path / "colours.deck.zip"
    assert found.place.name == default_name(gather(Folder(deck)).deck)


# What goes wrong on the way


def changing(deck: Path, tamper: Callable[[Path], None]) -> Callable[[], bool]:
    """A `stop` that tampers with a picture when the first bytes have been copied."""
    done = threading.Event()

    def stop() -> bool:
        if not done.is_set():
            done.set()
            tamper(deck / "assets/small.png")
        return False

    return stop


def grow(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def shrink(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def rewrite(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    os.utime(path, (1, 1))


@pytest.mark.parametrize("tamper", [grow, shrink, rewrite, Path.unlink])
def test_a_file_that_changes_meanwhile_is_named_and_the_old_bundle_stays(
    tmp_path: Path, tamper: Callable[[Path], None]
) -> None:
    pictures = {"assets/large.png": fat_png(600_000), "assets/small.png": fat_png(300_000)}
    deck = make_deck(tmp_path / "deck", pictures)
    target = write(tmp_path, "to/b.deck.zip", "old")
    with pytest.raises(BundleError) as caught:
        bundled(deck, target, jobs=1, stop=changing(deck, tamper))
    assert caught.value.where is not None
    assert caught.value.where.file == deck / "assets/small.png"
    assert "changed while it was being bundled" in str(caught.value)
    assert tree(target.parent) == {"b.deck.zip": b"old"}


def test_a_file_that_vanishes_before_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck = make_deck(tmp_path / "deck")

    def gone(*_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", "one.png")

    monkeypatch.setattr("reader.formats.bundles.bundling.repack", gone)
    with pytest.raises(BundleError, match=r"one.png: the deck cannot be read: No such file"):
        bundled(deck, tmp_path / "b.deck.zip")


def test_a_file_that_cannot_be_read_is_named(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Blob, buffer: bytearray | None = None) -> Iterator[memoryview]:
        yield memoryview(b"some")
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Blob, "chunks", broken)
    with pytest.raises(BundleError, match=r"the file cannot be read: Input/output error"):
        bundled(deck, tmp_path / "b.deck.zip")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("jobs", [1, 4])
def test_a_picture_that_was_changed_in_a_bundle_is_not_bundled_again(
    made: Path, tmp_path: Path, jobs: int
) -> None:
    data = bytearray(made.read_bytes())
    data[data.index(PICTURES["assets/large.png"]) + 500_000] ^= 1
    bad = write(tmp_path, "bad.deck.zip", bytes(data))
    with pytest.raises(RefusedError) as caught:
        bundled(files_at(bad), tmp_path / "again.deck.zip", jobs=jobs)
    [problem] = caught.value.problems
    assert "assets/large.png" in problem
    assert sha256_of_large() in problem
    assert not (tmp_path / "again.deck.zip").exists()


def sha256_of_large() -> str:
    return hashlib.sha256(PICTURES["assets/large.png"]).hexdigest()


def test_a_picture_that_no_manifest_lists_is_not_bundled_again(bag: Path, tmp_path: Path) -> None:
    shutil.copytree(bag, tmp_path / "bag")
    for name in ("manifest-sha256.txt", "manifest-sha512.txt"):
        path = tmp_path / "bag" / name
        rows = path.read_text().splitlines(keepends=True)
        path.write_text("".join(row for row in rows if "one.png" not in row))
    for path in (tmp_path / "bag").glob("tagmanifest-*"):
        path.unlink()
    with pytest.raises(RefusedError) as caught:
        bundled(files_at(tmp_path / "bag"), tmp_path / "again.deck.zip")
    assert "one.png" in caught.value.problems[0]


@pytest.mark.parametrize("old", [None, b"old"])
@pytest.mark.parametrize("jobs", [1, 4])
def test_who_cancels_finds_all_as_before(
    deck: Path, tmp_path: Path, old: bytes | None, jobs: int
) -> None:
    target = tmp_path / "to" / "b.deck.zip"
    if old:
        write(target.parent, target.name, old)
    asked = []

    def stop() -> bool:
        asked.append(threading.current_thread())
        return len(asked) > 3

    with pytest.raises(Cancelled):
        bundled(deck, target, stop=stop, jobs=jobs)
    assert tree(tmp_path) == ({"to/b.deck.zip": old} if old else {})
    assert old or not target.parent.exists()
    assert not [t for t in threading.enumerate() if t.name.startswith("copying")]


def test_who_cancels_need_not_wait_for_drawings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(*_: object) -> bytes:
        raise AssertionError("nothing more is drawn")

    monkeypatch.setattr("reader.core.svg_render.render", draw)
    deck = make_deck(tmp_path / "deck", {"assets/map.svg": SVG})
    with pytest.raises(Cancelled):
        bundled(deck, tmp_path / "b.deck.zip", stop=lambda: True)


def test_progress_rises_to_the_end(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.formats.bundles.copying._TELL_SECONDS", 0.0)
    told: list[Progress] = []
    bundled(deck, tmp_path / "b.deck.zip", told=told.append, jobs=1)
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert told[-1].done == told[-1].total


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
from reader.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_file_that_grows_too_large_for_the_disk_is_one_sentence(
    deck: Path, tmp_path: Path
) -> None:
    target = write(tmp_path, "b.deck.zip", "old")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, "bundle", deck, "-o", target],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == Exit.UNREADABLE
    assert done.stderr.count("\n") == 1
    assert f"{target}: the bundle cannot be written: File too large" in done.stderr
    assert tree(tmp_path) == {"b.deck.zip": b"old"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 512 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("this user may mount no disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def test_a_full_disk_is_one_sentence(deck: Path, small_disk: Path) -> None:
    target = write(small_disk, "b.deck.zip", "old")
    with pytest.raises(BundleError, match="cannot be written: No space left on device") as caught:
        bundled(deck, target)
    assert caught.value.where is not None
    assert caught.value.where.file == target
    assert tree(small_disk) == {"b.deck.zip": b"old"}


def test_a_disk_that_may_only_be_read_is_one_sentence(deck: Path, small_disk: Path) -> None:
    target = write(small_disk, "to/b.deck.zip", "old")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(BundleError, match="cannot be written: Read-only file system"):
        bundled(deck, target)
    assert tree(small_disk) == {"to/b.deck.zip": b"old"}


def test_a_folder_that_may_not_be_written_is_one_sentence(deck: Path, tmp_path: Path) -> None:
    target = write(tmp_path, "to/b.deck.zip", "old")
    target.parent.chmod(0o555)
    try:
        if os.access(target.parent, os.W_OK):
            pytest.skip("this user may write anywhere")
        with pytest.raises(BundleError, match="cannot be written: Permission denied"):
            bundled(deck, target)
        assert tree(target.parent) == {"b.deck.zip": b"old"}
    finally:
        target.parent.chmod(0o755)


@pytest.mark.parametrize("name", ["to", "to/b.deck.zip"])
def test_a_file_in_the_way_of_a_folder_is_one_sentence(
    deck: Path, tmp_path: Path, name: str
) -> None:
    write(tmp_path, "file", "old")
    with pytest.raises(BundleError, match="cannot be written"):
        bundled(deck, tmp_path / "file" / name)
    assert tree(tmp_path) == {"file": b"old"}


def test_a_device_is_never_replaced(deck: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BundleError, match="something that is not a file is there already"):
        bundled(deck, tmp_path / "pipe")
    assert (tmp_path / "pipe").is_fifo()


def test_a_bundle_can_take_its_own_place(deck: Path, tmp_path: Path) -> None:
    place = bundled(deck, tmp_path / "b.deck.zip").place
    before = sha256(place)
    assert bundled(files_at(place), place).place == place
    assert sha256(place) == before


def test_ctrl_c_ends_it_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck", {"assets/a.png": b""})
    with (deck / "assets/a.png").open("wb") as file:
        file.write(fat_png(4096))
        file.truncate(8 << 30)
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", "bundle", deck, "-o", tmp_path / "to/b.deck.zip"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        patience = time.monotonic() + 20
        while not (tmp_path / "to").exists():  # it is writing then
            assert time.monotonic() < patience
            time.sleep(0.01)
        time.sleep(0.2)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == Exit.CANCELLED
    assert said == ""
    assert time.monotonic() - began < 5
    assert not (tmp_path / "to").exists()


MEASURED = """
import re, sys
from reader.cli import main

def anonymous():
    with open("/proc/self/status") as file:
        return int(re.search(r"RssAnon:\\s+(\\d+)", file.read())[1])

import threading, time
most = 0
def watch():
    global most
    while True:
        most = max(most, anonymous())
        time.sleep(0.005)
threading.Thread(target=watch, daemon=True).start()
code = main(sys.argv[1:])
print(max(most, anonymous()))
sys.exit(code)
"""


def anonymous_kib(*words: str | Path) -> int:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.splitlines()[-1])


@pytest.mark.skipif(sys.platform != "linux", reason="told by /proc")
def test_memory_does_not_grow_with_the_pictures(tmp_path: Path) -> None:
    found = []
    for size in (1 << 20, 300 << 20):
        deck = make_deck(tmp_path / f"deck{size}", {"assets/a.png": b"", "assets/b.png": png()})
        with (deck / "assets/a.png").open("wb") as file:
            file.write(fat_png(4096))
            file.truncate(size)
        place = tmp_path / f"{size}.deck.zip"
        used = anonymous_kib("bundle", deck, "-o", place), anonymous_kib("verify", place)
        place.unlink()
        found.append(used)
    for small, large in zip(*found, strict=True):
        assert large < 100 * 1024
        assert large - small < 8 * 1024


def test_the_judges_are_at_hand() -> None:
    """Where the tests are meant to run, none of the judges may be missing unnoticed."""
    assert importlib.util.find_spec("bagit")
    assert importlib.util.find_spec("rocrate")
    assert len(MADE) == 4
