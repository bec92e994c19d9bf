"""Every file of a bag is compared with its hashes, and named where it differs."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import bagit  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.files import Folder, Packed
from reader.core.fixity import Fixity
from reader.core.problems import Severity
from reader.errors import BundleError, Cancelled
from reader.formats.bags.bag import read_bag
from reader.formats.bags.verification import FileState, Verdict, verify
from reader.formats.progress import Progress, never
from tests.formats import bags
from tests.formats.bags import PAYLOAD, digest, make_bag, packed, rules, tag, verdict, write

both_forms = pytest.mark.parametrize("form", [Folder, packed], ids=["folder", "bundle"])
MANIFESTS = ("manifest-sha256.txt", "manifest-sha512.txt")
Form = Callable[[Path], Folder | Packed]


def state(found: Verdict, name: str) -> FileState:
    return next(state for state in found.states if state.name == name)


@both_forms
@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_a_good_bag_is_sound(tmp_path: Path, form: Form, jobs: int) -> None:
    folder = make_bag(tmp_path / "bag")
    found = verdict(form(folder), jobs)
    assert found.is_sound
    assert not found.findings
    assert found.algorithms == ("sha256", "sha512")
    tags = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt"}
    assert [s.name for s in found.states] == sorted({*PAYLOAD, *tags})
    assert {s.fixity for s in found.states} == {Fixity.VERIFIED}
    assert state(found, "data/a.txt")[2:] == ("sha256", *[digest("sha256", b"first\n")] * 2)
    assert found.files == len(found.states)
    assert found.bytes == sum((folder / s.name).stat().st_size for s in found.states)


@both_forms
def test_a_changed_file_is_named_with_every_hash(tmp_path: Path, form: Form) -> None:
    folder = make_bag(tmp_path / "bag")
    write(folder, "data/a.txt", "First\n")
    found = verdict(form(folder))
    assert [(f.rule, f.name, f.expected, f.found) for f in found.findings] == [
        ("file.changed", "data/a.txt", digest(a, b"first\n"), digest(a, b"First\n"))
        for a in bags.BOTH
    ]
    changed = state(found, "data/a.txt")
    assert changed.fixity is Fixity.CHANGED
    assert changed.found == digest("sha256", b"First\n")
    assert not found.is_sound


def test_one_hash_that_differs_is_enough(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    path = folder / "manifest-sha512.txt"
    path.write_text(path.read_text().replace(digest("sha512", b"first\n"), "0" * 128))
    tag(folder)
    found = verdict(folder)
    assert rules(found) == {"file.changed"}
    assert state(found, "data/a.txt")[1:4] == (Fixity.CHANGED, "sha512", "0" * 128)


@both_forms
def test_missing_and_further_files_are_named_whatever_the_oxum_says(
    tmp_path: Path, form: Form
) -> None:
    folder = make_bag(tmp_path / "bag")
    (folder / "data/a.txt").unlink()
    write(folder, "data/more", "more")
    write(folder, "note.txt", "tag")
    found = verdict(form(folder))
    assert [(f.rule, f.name) for f in found.findings] == [
        ("bag.oxum", "bag-info.txt"),
        ("file.missing", "data/a.txt"),
        ("file.unlisted", "data/more"),
        ("file.unlisted-tag", "note.txt"),
    ]
    severities = [f.severity for f in found.findings]
    assert severities == [Severity.ERROR] * 3 + [Severity.WARNING]
    assert (found.findings[0].expected, found.findings[0].found) == ("2310.3", "2308.3")
    assert state(found, "data/a.txt").expected == digest("sha256", b"first\n")
    assert state(found, "data/a.txt").fixity is Fixity.MISSING
    assert state(found, "data/more").fixity is Fixity.UNLISTED


@both_forms
def test_tag_files_are_compared_too(tmp_path: Path, form: Form) -> None:
    folder = make_bag(tmp_path / "bag")
    write(folder, "bag-info.txt", "Contact-Name: Eve\n")
    (folder / "bagit.txt").rename(folder / "old")
    bags.declare(folder)
    (folder / "old").unlink()
    found = verdict(form(folder))
    changed = {f.name for f in found.findings if f.rule == "file.changed"}
    assert changed == {"bag-info.txt"}
    assert not found.is_sound


def test_a_wrong_tag_manifest_is_found(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    write(folder, "tagmanifest-sha512.txt", f"{'0' * 128}  manifest-sha512.txt\n")
    found = verdict(folder)
    assert ("file.changed", "manifest-sha512.txt") in {(f.rule, f.name) for f in found.findings}


def test_signatures_stand_in_no_manifest(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    write(folder, "signatures/tagmanifest-sha512.txt.minisig", "untrusted comment: x\n")
    found = verdict(folder)
    assert not found.findings
    assert not [s for s in found.states if s.name.startswith("signatures/")]


def test_without_tag_manifests_tag_files_are_no_fault(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    for path in folder.glob("tagmanifest-*"):
        path.unlink()
    found = verdict(folder)
    assert not found.findings
    assert state(found, "bagit.txt").fixity is Fixity.UNLISTED


def test_what_was_to_be_fetched_is_missing(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    write(folder, "fetch.txt", "http://localhost:1/a 6 data/a.txt\n")
    tag(folder)
    assert verdict(folder).is_sound  # it is there already
    (folder / "data/a.txt").unlink()
    found = verdict(folder)
    sentence = next(f.message for f in found.findings if f.rule == "file.unfetched")
    assert "nothing is ever fetched" in sentence
    assert state(found, "data/a.txt").fixity is Fixity.MISSING


def test_a_bundle_in_a_bag_is_payload_like_any_other(tmp_path: Path) -> None:
    inner = make_bag(tmp_path / "inner")
    names = (path for path in inner.rglob("*") if path.is_file())
    payload = {f"data/inner/{p.relative_to(inner).as_posix()}": p.read_bytes() for p in names}
    outer = make_bag(tmp_path / "outer", payload)
    assert verdict(outer).is_sound
    write(outer, "data/inner/data/a.txt", "x")
    assert "file.changed" in rules(verdict(outer))


def test_only_the_algorithms_asked_for_are_used(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    path = folder / "manifest-sha512.txt"
    path.write_text(path.read_text().replace(digest("sha512", b"first\n"), "0" * 128))
    tag(folder)
    bag = read_bag(Folder(folder))
    found = verify(bag, jobs=1, told=lambda _: None, stop=never, algorithms=["sha256"])
    assert found.is_sound
    assert found.algorithms == ("sha256",)
    found = verify(bag, jobs=1, told=lambda _: None, stop=never, algorithms=[])
    assert not found.is_sound
    assert {f.rule for f in found.findings} == {"file.unchecked"}


def test_a_bundle_cut_short_does_not_end_the_check(tmp_path: Path) -> None:
    files = packed(make_bag(tmp_path / "bag"))
    bag = read_bag(files)
    os.truncate(files.place, files.blob("data/deep/b.bin").offset + 5)
    found = verify(bag, jobs=2, told=lambda _: None, stop=never)
    wrong = {f.name for f in found.findings if f.rule == "file.unreadable"}
    assert "data/deep/b.bin" in wrong
    assert "data/a.txt" not in wrong
    assert state(found, "data/a.txt").fixity is Fixity.VERIFIED
    assert state(found, "data/deep/b.bin").fixity is Fixity.UNCHECKED
    assert not found.is_sound


def test_a_file_that_goes_meanwhile_is_missing(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    bag = read_bag(Folder(folder))
    (folder / "data/a.txt").unlink()
    found = verify(bag, jobs=1, told=lambda _: None, stop=never)
    assert [(f.rule, f.name) for f in found.findings] == [("file.missing", "data/a.txt")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_and_each_state_are_told_in_the_calling_thread(tmp_path: Path, jobs: int) -> None:
    bag = read_bag(Folder(make_bag(tmp_path / "bag")))
    told: list[FileState | Progress] = []
    threads = set()

    def tell(what: FileState | Progress) -> None:
        threads.add(threading.current_thread())
        told.append(what)

    found = verify(bag, jobs=jobs, told=tell, stop=never)
    assert threads == {threading.current_thread()}
    progress = [p for p in told if isinstance(p, Progress)]
    assert progress[0] == (0, found.bytes)
    assert progress[-1] == (found.bytes, found.bytes)
    assert progress == sorted(progress)
    states = [s for s in told if isinstance(s, FileState)]
    assert sorted(states) == sorted(found.states)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_check_can_be_ended(tmp_path: Path, jobs: int) -> None:
    payload = {f"data/{number}": bytes(1 << 20) for number in range(20)}
    bag = read_bag(Folder(make_bag(tmp_path / "bag", payload)))
    asked = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 10

    before = threading.active_count()
    with pytest.raises(Cancelled):
        verify(bag, jobs=jobs, told=lambda _: None, stop=stop)
    assert len(asked) <= 10 + jobs
    assert threading.active_count() == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_goes_wrong_in_telling_leaves_no_thread(tmp_path: Path, jobs: int) -> None:
    bag = read_bag(Folder(make_bag(tmp_path / "bag")))
    before = threading.active_count()

    def tell(what: FileState | Progress) -> None:
        if isinstance(what, FileState):
            raise KeyError("a bug")

    with pytest.raises(KeyError, match="a bug"):
        verify(bag, jobs=jobs, told=tell, stop=never)
    assert threading.active_count() == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_goes_wrong_in_stopping_comes_out(tmp_path: Path, jobs: int) -> None:
    bag = read_bag(Folder(make_bag(tmp_path / "bag")))

    def stop() -> bool:
        raise KeyError("a bug")

    with pytest.raises(KeyError, match="a bug"):
        verify(bag, jobs=jobs, told=lambda _: None, stop=stop)


INTERRUPTED = """
import sys
from pathlib import Path
from reader.core.files import Folder
from reader.formats.bags.bag import read_bag
from reader.formats.bags.verification import verify

bag = read_bag(Folder(Path(sys.argv[1])))
told = lambda what: print("going", flush=True)
try:
    while True:
        verify(bag, jobs=int(sys.argv[2]), told=told, stop=lambda: False)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_a_check_at_once(tmp_path: Path, jobs: str) -> None:
    folder = make_bag(tmp_path / "bag", {"data/a": bytes(50 << 20)})
    command = [sys.executable, "-c", INTERRUPTED, str(folder), jobs]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "going\n"
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        assert process.stdout.read().endswith("interrupted\n")
        assert process.wait(10) == 0
        assert time.monotonic() - began < 3


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")
def test_memory_does_not_grow_with_the_files(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag", {"data/a": b"x" * (200 << 20), "data/b": b"y" * (9 << 20)})
    script = INTERRUPTED.split("told")[0] + (
        "found = verify(bag, jobs=2, told=lambda _: None, stop=lambda: False)\n"
        "assert found.is_sound\n"
        "print(next(l for l in open('/proc/self/status') if l.startswith('VmHWM')).split()[1])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 60 << 10  # in KiB; Python and OpenSSL take 20 MiB


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b"])
def test_bags_of_another_program_are_judged_as_it_judges_them(
    tmp_path: Path, algorithm: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "bag"
    folder.mkdir()
    for name, data in {"a b.txt": b"one", "deep/c": b"two", "empty": b"", "é": b"3"}.items():
        write(folder, name, data)
    bagit.make_bag(str(folder), {"Contact-Name": "Ana"}, checksums=[algorithm, "sha256"])
    found = verdict(folder, 2)
    assert found.is_sound
    assert rules(found) - {"bag.name"} == {"bag.old"}  # it writes the name sha3_256
    assert found.algorithms[0] == "sha256"
    write(folder, "data/deep/c", "tWo")
    changed = verdict(folder)
    with pytest.raises(bagit.BagValidationError) as caught:
        bagit.Bag(str(folder)).validate()
    caplog.clear()
    theirs = {(d.algorithm, d.expected, d.found) for d in caught.value.details}
    ours = {
        (f.message.rpartition(" ")[2], f.expected, f.found)
        for f in changed.findings
        if f.rule == "file.changed"
    }
    assert ours == theirs


@pytest.mark.parametrize("algorithm", ["md5", "sha256"])
def test_bagit_takes_our_good_bags_for_good(tmp_path: Path, algorithm: str) -> None:
    folder = make_bag(tmp_path / "bag", algorithms=(algorithm,))
    assert bagit.Bag(str(folder)).is_valid()


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_bag(tmp_path_factory.mktemp("good") / "bag")
    assert verdict(folder).is_sound
    return folder


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_no_change_of_bytes_breaks_the_check_or_slips_through(
    pristine: Path, data: st.DataObject
) -> None:
    names = sorted(p.relative_to(pristine).as_posix() for p in pristine.rglob("*") if p.is_file())
    name = data.draw(st.sampled_from(names))
    raw = (pristine / name).read_bytes()
    start = data.draw(st.integers(0, len(raw)))
    gone = data.draw(st.integers(0, 8))
    some = st.binary(max_size=8) | st.sampled_from([b"\n", b"\r", b"%", b"../", b"  ", b"*", b"\0"])
    changed = raw[:start] + data.draw(some) + raw[start + gone :]
    (pristine / name).write_bytes(changed)
    try:
        found = verdict(pristine)
    except BundleError:
        found = None
    finally:
        (pristine / name).write_bytes(raw)
    if found and changed != raw and name in PAYLOAD:
        assert not found.is_sound
        assert state(found, name).fixity is Fixity.CHANGED
    if found and changed != raw and not name.startswith("tagmanifest-"):
        assert not found.is_sound
    if changed == raw:
        assert found
        assert found.is_sound


TOKENS = st.sampled_from(
    ["data/a.txt", "data/empty", "%", "%0a", "../", "/", "*", "  ", "\t", "\n", "\r", ":", "1.0",
     "\0", "\ufeff", "\x85", "e\u0301", "a" * 64, "0" * 128, "BagIt-Version: ", "Payload-Oxum",
     "Tag-File-Character-Encoding: UTF-8\n", "http://localhost/ 1 data/z"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    name=st.sampled_from(["bagit.txt", "bag-info.txt", "fetch.txt", *MANIFESTS]),
    raw=st.lists(TOKENS, max_size=20).map(lambda some: "".join(some).encode()) | st.binary(),
)
def test_no_tag_file_whatever_it_holds_breaks_the_check(
    pristine: Path, name: str, raw: bytes
) -> None:
    before = (pristine / name).read_bytes() if (pristine / name).exists() else None
    (pristine / name).write_bytes(raw)
    try:
        found = verdict(pristine)
        states = {s.name: s.fixity for s in found.states}
        assert set(PAYLOAD) <= states.keys()
        assert found.is_sound == (not [f for f in found.findings if f.severity is Severity.ERROR])
        if before is not None and raw != before:
            assert not found.is_sound  # the tag manifests list it
    finally:
        (pristine / name).unlink()
        if before is not None:
            (pristine / name).write_bytes(before)


@both_forms
def test_a_file_that_outweighs_the_others_is_shared_out(tmp_path: Path, form: Form) -> None:
    folder = make_bag(tmp_path / "bag", {"data/film": bytes(3 << 20), "data/a": b"a"})
    files = form(folder)
    bag = read_bag(files)
    assert verify(bag, jobs=2, told=lambda _: None, stop=never).is_sound
    told: list[FileState | Progress] = []
    path = files.place if isinstance(files, Packed) else folder / "data/film"
    with path.open("rb+") as file:
        file.seek(files.blob("data/film").offset)
        file.write(b"x")
    found = verify(bag, jobs=2, told=told.append, stop=never)
    changed = [f for f in found.findings if f.rule == "file.changed"]
    assert [(f.name, len(f.found)) for f in changed] == [("data/film", 64), ("data/film", 128)]
    assert sorted(t for t in told if isinstance(t, FileState)) == sorted(found.states)
    assert told[-1] == Progress(found.bytes, found.bytes)
    if isinstance(files, Folder):
        (folder / "data/film").unlink()
    else:
        os.truncate(files.place, files.blob("data/film").offset + 9)
    found = verify(bag, jobs=2, told=lambda _: None, stop=never)
    rule = "file.missing" if isinstance(files, Folder) else "file.unreadable"
    assert [f.rule for f in found.findings if f.name == "data/film"] == [rule]
    assert [s.name for s in found.states].count("data/film") == 1


def test_a_thousand_small_files_are_each_read_once(tmp_path: Path) -> None:
    payload = {f"data/{number:04}": b"%d" % number for number in range(1_000)}
    folder = make_bag(tmp_path / "bag", payload)
    found = verdict(folder, 4)
    assert found.is_sound
    expected = {name: hashlib.sha256(data).hexdigest() for name, data in payload.items()}
    assert {s.name: s.found for s in found.states if s.name in payload} == expected
    shutil.rmtree(folder / "data")
    assert len([s for s in verdict(folder).states if s.fixity is Fixity.MISSING]) == 1_000
