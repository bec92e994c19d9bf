"""What a bag says of itself is read whole, and its faults are found before the payload is."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
import tracemalloc
from pathlib import Path

import pytest

from reader.core import limits
from reader.core.files import Blob, Folder
from reader.core.fixity import Fixity
from reader.core.problems import Severity
from reader.errors import BundleError
from reader.formats.bags.bag import Bag, best, digits, read_bag
from tests.formats import bags
from tests.formats.bags import declare, digest, list_files, make_bag, packed, tag, write

POSIX = pytest.mark.skipif(os.name != "posix", reason="links and pipes as POSIX has them")


def read(folder: Path) -> Bag:
    return read_bag(Folder(folder))


def errors(bag: Bag) -> list[str]:
    return [found.rule for found in bag.findings if found.severity is Severity.ERROR]


def warnings(bag: Bag) -> list[str]:
    return [found.rule for found in bag.findings if found.severity is Severity.WARNING]


def test_a_good_bag_is_read_whole(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    for files in (Folder(folder), packed(folder)):
        bag = read_bag(files)
        assert not bag.findings
        assert bag.version == "1.0"
        assert bag.get("CONTACT-name") == "Ana"
        assert bag.get("Nothing") == ""
        assert set(bag.manifests) == set(bag.tag_manifests) == set(bags.BOTH)
        assert set(bag.manifests["sha512"]) == set(bags.PAYLOAD)
        data = hashlib.sha256(b"first\n").hexdigest()
        assert bag.manifests["sha256"]["data/a.txt"] == data


def test_a_folder_without_bagit_txt_is_no_bag(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    (folder / "bagit.txt").unlink()
    for files in (Folder(folder), packed(folder)):
        with pytest.raises(BundleError, match=r"no bagit\.txt") as caught:
            read_bag(files)
        assert caught.value.where
        assert caught.value.where.file == files.place
    with pytest.raises(BundleError, match="cannot be read"):
        read(tmp_path / "nowhere")


def replace(folder: Path, name: str, old: str, new: str) -> None:
    """Change a tag file's text; an empty `old` adds to its end."""
    text = (folder / name).read_text(encoding="utf-8") if (folder / name).exists() else ""
    assert old in text
    write(folder, name, text.replace(old, new) if old else text + new)


def uneven(folder: Path) -> None:
    list_files(folder, ["data/a.txt", "data/empty"], "manifest-sha256.txt")


def only_unknown(folder: Path) -> None:
    for algorithm in bags.BOTH:
        (folder / f"manifest-{algorithm}.txt").unlink()
    write(folder, "manifest-whirlpool9.txt", "".join(f"ab  {name}\n" for name in bags.PAYLOAD))


SHA256, SHA512 = "manifest-sha256.txt", "manifest-sha512.txt"
FAULTS = [
    ("bag.bom", "bagit.txt", "BagIt-V", "\ufeffBagIt-V"),
    ("bag.spacing", "bagit.txt", "Version:", "Version :"),
    ("bag.declaration", "bagit.txt", "Tag-File-Character-Encoding: UTF-8\n", ""),
    ("bag.version", "bagit.txt", "1.0", "2.0"),
    ("bag.codec", "bagit.txt", "UTF-8", "zlib"),
    ("bag.second", "manifest-SHA-512.txt", "", f"{'0' * 128}  data/a.txt\n"),
    ("bag.line", SHA256, "", "data/a\n"),
    ("bag.digest", SHA256, f"{digest('sha256', b'')}", "abc"),
    ("bag.twice", SHA256, "", f"{digest('sha256', b'')}  data/empty\n"),
    ("bag.contradiction", SHA256, "", f"{'0' * 64}  data/empty\n"),
    ("bag.uneven", SHA256, "", f"{'0' * 64}  data/more\n"),
    ("bag.unsafe", SHA512, "", f"{'0' * 128}  ../../x\n"),
    ("bag.outside", SHA512, "", f"{'0' * 128}  a\n"),
    ("bag.oxum", "bag-info.txt", "Oxum: 2310.3", "Oxum: 2310.4"),
    ("bag.oxum-form", "bag-info.txt", "Oxum: 2310.3", "Oxum: 2310 bytes"),
    ("bag.repeated", "bag-info.txt", "", "payload-OXUM: 2310.3\n"),
    ("bag.unsafe", "fetch.txt", "", "http://localhost/ - /etc/x\n"),
    ("bag.fetch-line", "fetch.txt", "", "http://localhost/ data/empty\n"),
    ("bag.fetch-unlisted", "fetch.txt", "", "http://localhost/ - data/y\n"),
]
DOUBTS = [
    ("bag.old", "bagit.txt", "1.0", "0.97"),
    ("bag.algorithm", "manifest-whirlpool9.txt", "", "".join(f"a  {n}\n" for n in bags.PAYLOAD)),
    ("bag.star", SHA256, "  data", " *data"),
    ("bag.dot", SHA256, "  data", "  ./data"),
    ("bag.info-line", "bag-info.txt", "", "nothing\n"),
    ("bag.info-spacing", "bag-info.txt", "Name: ", "Name:  "),
    ("bag.fetch", "fetch.txt", "", "http://localhost/ - data/empty\n"),
]


@pytest.mark.parametrize(("rule", "name", "old", "new"), FAULTS)
def test_a_fault_of_the_tag_files_is_an_error(
    tmp_path: Path, rule: str, name: str, old: str, new: str
) -> None:
    folder = make_bag(tmp_path / "bag")
    replace(folder, name, old, new)
    tag(folder)
    assert set(errors(read(folder))) == {rule}
    verdict = bags.verdict(packed(folder))
    assert rule in bags.rules(verdict)
    assert not verdict.is_sound


@pytest.mark.parametrize(("rule", "name", "old", "new"), DOUBTS)
def test_a_doubt_is_a_warning_and_the_bag_sound(
    tmp_path: Path, rule: str, name: str, old: str, new: str
) -> None:
    folder = make_bag(tmp_path / "bag")
    replace(folder, name, old, new)
    tag(folder)
    bag = read(folder)
    assert not errors(bag)
    assert set(warnings(bag)) == {rule}
    assert bags.verdict(folder).is_sound


def test_tag_files_in_another_encoding_are_read(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    declare(folder, encoding="UTF-16")
    for name in ("bag-info.txt", SHA256, SHA512):
        write(folder, name, (folder / name).read_text().encode("utf-16"))
    tag(folder)
    for name in ("tagmanifest-sha256.txt", "tagmanifest-sha512.txt"):
        write(folder, name, (folder / name).read_text().encode("utf-16"))
    found = bags.verdict(folder)
    assert found.is_sound
    assert bags.rules(found) == {"bag.encoding"}
    assert {state.fixity for state in found.states} == {Fixity.VERIFIED}


def test_tag_files_that_are_no_text_are_an_error(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    write(folder, "bag-info.txt", b"Name: \xff\n")
    tag(folder)
    assert errors(read(folder)) == ["bag.text"]


def test_a_manifest_with_an_unusual_name_is_read(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    (folder / SHA512).rename(folder / "manifest-SHA-512.txt")
    tag(folder)
    bag = read(folder)
    assert warnings(bag) == ["bag.name"]
    assert set(bag.manifests["sha512"]) == set(bags.PAYLOAD)


def test_a_bag_needs_a_manifest(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    (folder / SHA256).unlink()
    (folder / SHA512).unlink()
    tag(folder)
    assert errors(read(folder)) == ["bag.manifest"]
    found = bags.verdict(folder)
    unlisted = {f.name for f in found.findings if f.rule == "file.unlisted"}
    assert unlisted == set(bags.PAYLOAD)


def test_every_manifest_lists_every_file(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    uneven(folder)
    tag(folder)
    found = [f for f in read(folder).findings if f.severity is Severity.ERROR]
    assert [(f.rule, f.name) for f in found] == [("bag.uneven", "data/deep/b.bin")]
    assert SHA256 in found[0].message


@pytest.mark.parametrize("algorithm", ["md5", "sha1"])
def test_a_hash_that_can_be_forged_is_weak(tmp_path: Path, algorithm: str) -> None:
    folder = make_bag(tmp_path / "bag", algorithms=(algorithm,))
    assert warnings(read(folder)) == ["bag.weak"]
    both = make_bag(tmp_path / "both", algorithms=(algorithm, "sha384"))
    assert not read(both).findings


def test_a_bag_with_unknown_hashes_alone_proves_nothing(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    only_unknown(folder)
    tag(folder)
    assert errors(read(folder)) == ["bag.unchecked"]
    verdict = bags.verdict(folder)
    assert {"file.unchecked", "bag.algorithm"} <= bags.rules(verdict)


def test_an_older_bag_may_be_uneven(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag", version="0.97")
    uneven(folder)
    tag(folder)
    assert warnings(read(folder)) == ["bag.old", "bag.uneven"]
    assert bags.verdict(folder).is_sound


def test_a_tag_manifest_lists_every_manifest(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    names = ["bagit.txt", "bag-info.txt", "manifest-sha512.txt"]
    list_files(folder, names, "tagmanifest-sha256.txt")
    found = [f for f in read(folder).findings if f.severity is Severity.ERROR]
    assert [(f.rule, f.name) for f in found] == [("bag.unlisted", "manifest-sha256.txt")]
    assert "tagmanifest-sha256.txt" in found[0].message


def test_a_bag_needs_a_data_folder(tmp_path: Path) -> None:
    empty = make_bag(tmp_path / "empty", {})
    assert not read(empty).findings
    (empty / "data").rmdir()
    assert errors(read(empty)) == ["bag.payload"]


def test_names_that_some_systems_take_for_one(tmp_path: Path) -> None:
    (tmp_path / "A\xc9").touch()
    if (tmp_path / "ae\u0301").exists():
        pytest.skip("this file system takes them for one")
    names = ("data/A", "data/a", "data/\xe9", "data/E\u0301")
    folder = make_bag(tmp_path / "bag", dict.fromkeys(names, b""))
    assert warnings(read(folder)) == ["file.alike"] * 2
    assert bags.verdict(folder).is_sound


def test_an_old_bag_has_its_information_elsewhere(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag", version="0.95")
    (folder / "bag-info.txt").rename(folder / "package-info.txt")
    tag(folder)
    assert read(folder).get("Contact-Name") == "Ana"


@POSIX
def test_links_are_told_and_lead_nowhere_else(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    secret = tmp_path / "secret"
    secret.write_bytes(b"first\n")
    (folder / "data/a.txt").unlink()
    (folder / "data/a.txt").symlink_to(secret)
    (folder / "data/loop").symlink_to("loop")
    (folder / "data/folder").symlink_to(tmp_path)
    (folder / "data/up").symlink_to("..")
    bag = read(folder)
    stray = ["data/a.txt", "data/folder", "data/loop", "data/up"]
    assert sorted(f.name for f in bag.findings if f.rule == "file.stray") == stray
    verdict = bags.verdict(folder)
    assert not verdict.is_sound
    assert not any(state.found for state in verdict.states if state.name in stray)


@POSIX
def test_a_link_to_a_file_of_the_same_bag_is_read(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag", {"data/a": b"x", "data/b": b"x"})
    (folder / "data/b").unlink()
    (folder / "data/b").symlink_to("a")
    assert warnings(read(folder)) == ["file.link"]
    assert bags.verdict(folder).is_sound


@pytest.mark.skipif(sys.platform != "win32", reason="links as Windows has them")
def test_a_junction_is_not_followed(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    (tmp_path / "other").mkdir()
    (tmp_path / "other/secret").touch()
    command = ["cmd", "/c", "mklink", "/J", str(folder / "data/j"), str(tmp_path / "other")]
    subprocess.run(command, check=True, capture_output=True)
    assert errors(read(folder)) == ["file.stray"]


@POSIX
@pytest.mark.parametrize("name", ["bag-info.txt", "manifest-sha256.txt", "data/a.txt", "new"])
def test_a_pipe_is_never_opened(tmp_path: Path, name: str) -> None:
    folder = make_bag(tmp_path / "bag")
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    found: list[set[str]] = []
    thread = threading.Thread(target=lambda: found.append(bags.rules(bags.verdict(folder))))
    thread.daemon = True
    thread.start()
    thread.join(10)
    assert found
    assert "file.device" in found[0]


@POSIX
@pytest.mark.parametrize("name", ["bagit.txt", "manifest-sha256.txt"])
def test_a_tag_file_that_links_out_is_not_read(tmp_path: Path, name: str) -> None:
    folder = make_bag(tmp_path / "bag")
    (folder / name).rename(tmp_path / "real")
    (folder / name).symlink_to(tmp_path / "real")
    if name == "bagit.txt":
        with pytest.raises(BundleError, match=r"no bagit\.txt"):
            read(folder)
    else:
        assert set(read(folder).manifests) == {"sha512"}
        assert "file.stray" in bags.rules(bags.verdict(folder))


class Barred(Folder):
    """A folder with files that may not be read, as no folder of an administrator has."""

    def blob(self, name: str) -> Blob:
        if name.endswith(("manifest-sha256.txt", "a.txt")):
            raise PermissionError(13, "Permission denied")
        return super().blob(name)


def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    found = bags.verdict(Barred(make_bag(tmp_path / "bag")))
    unreadable = {f.name for f in found.findings if f.rule == "file.unreadable"}
    assert unreadable == {"manifest-sha256.txt", "tagmanifest-sha256.txt", "data/a.txt"}
    states = {state.name: state.fixity for state in found.states}
    assert states["data/a.txt"] is Fixity.UNCHECKED
    assert states["data/empty"] is Fixity.VERIFIED
    assert not found.is_sound


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag")
    (folder / "data/deep").chmod(0)
    try:
        found = errors(read(folder))
    finally:
        (folder / "data/deep").chmod(0o755)
    assert "file.closed" in found


def test_tag_files_beyond_the_limits_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_bag(tmp_path / "bag")
    monkeypatch.setattr(limits, "BAG_INFO_BYTES", 8)
    monkeypatch.setattr(limits, "MANIFEST_BYTES", 400)
    bag = read(folder)
    large = sorted(f.name for f in bag.findings if f.rule == "bag.large")
    assert "bag-info.txt" in large
    assert "manifest-sha512.txt" in large
    assert not bag.info
    assert not bags.verdict(folder).is_sound


def test_a_manifest_of_a_million_lines_takes_seconds(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag", algorithms=("md5",))
    rows = (f"{number:032x}  data/{number}\n" for number in range(1_000_001))
    write(folder, "manifest-md5.txt", "".join(rows))
    began = time.process_time()
    bag = read(folder)
    assert time.process_time() - began < 20
    assert len(bag.manifests["md5"]) == limits.BAG_LINES
    assert "bag.lines" in errors(bag)


def test_reading_a_long_manifest_takes_little_memory(tmp_path: Path) -> None:
    folder = make_bag(tmp_path / "bag", algorithms=("md5",))
    rows = (f"{number:032x}  data/{number}\n" for number in range(100_000))
    write(folder, "manifest-md5.txt", "".join(rows))
    tracemalloc.start()
    bag = read(folder)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(bag.manifests["md5"]) == 100_000
    assert most < 50 * 2**20  # an eighth of what the most lines may take


def test_accents_without_end_do_not_take_time_without_end(tmp_path: Path) -> None:
    accents = "\u0316\u0300" * 500
    folder = make_bag(tmp_path / "bag", {"data/\xe9": b""})
    rows = "".join(f"{'0' * 64}  data/{accents}{number}\n" for number in range(20_000))
    write(folder, "manifest-sha256.txt", rows)
    began = time.process_time()
    assert errors(read(folder))
    assert time.process_time() - began < 20


def test_which_manifest_is_believed_first() -> None:
    assert best(["md5", "sha1", "sha512", "sha256"]) == "sha256"
    assert best(["sha512", "sha3_512", "blake2b"]) == "sha512"
    assert best(["md5", "sha224", "sha384"]) == "sha384"
    assert best(["md5", "whirlpool9"]) == "md5"
    assert best(["whirlpool9", "shake_128"]) == best([]) == ""
    assert digits("sha256") == 64


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_name_that_is_no_text_is_found_by_its_bytes(tmp_path: Path) -> None:
    name = os.fsdecode(b"data/caf\xe9")
    folder = make_bag(tmp_path / "bag", {})
    write(folder, name, b"x")
    row = hashlib.sha256(b"x").hexdigest().encode() + b"  data/caf\xe9\n"
    for algorithm in bags.BOTH:
        write(folder, f"manifest-{algorithm}.txt", row)
    assert name in read(folder).manifests["sha256"]
    assert "bag.text" in bags.rules(bags.verdict(folder))
