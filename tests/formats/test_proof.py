"""What is proved of bundles and bags, wherever they lie, and who has signed them."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from reader.errors import BundleError, Cancelled
from reader.formats.bags.proof import bags_in, proof_json, prove
from reader.formats.bundles.sealing import seal
from reader.formats.progress import Progress
from reader.formats.signing.trusted_keys import TrustedKeys, read_trusted
from tests.formats import bags
from tests.formats.decks import bundled, make_deck, write
from tests.formats.signers import KEY, SECRET
from tests.formats.zips import write as write_zip


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proof")
    return bundled(make_deck(folder / "deck"), folder / "made.deck.zip").place


@pytest.fixture
def made(original: Path, tmp_path: Path) -> Path:
    return write(tmp_path, "made.deck.zip", original.read_bytes())


@pytest.fixture
def signed(made: Path, tmp_path: Path) -> Path:
    seal(made, write(tmp_path, "ann.key", SECRET), password=str, comment="c", when=1)
    return made


def trust(folder: Path, text: str = KEY) -> TrustedKeys:
    return read_trusted(write(folder, "trusted.pub", text))


def rules(path: Path, trusted: TrustedKeys | None = None) -> list[str]:
    return [found.rule for found in prove(path, trusted).findings]


def remade(path: Path, **changes: bytes | None) -> None:
    """Write a bundle again with some files changed; None leaves one out."""
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    for name, data in changes.items():
        if data is None:
            del members[f"colours/{name}"]
        else:
            members[f"colours/{name}"] = data
    write_zip(path, list(members.items()))


def test_a_sound_bundle_has_no_findings(made: Path) -> None:
    told: list[Progress] = []
    proof = prove(made, jobs=2, told=told.append)
    assert proof.is_sound
    assert proof.findings == ()
    with zipfile.ZipFile(made) as file:
        sealed = hashlib.sha512(file.read("colours/tagmanifest-sha512.txt")).hexdigest()
    assert proof.seal == sealed
    assert told[-1].done == told[-1].total > 0


def test_trust_is_told_in_each_state(made: Path, tmp_path: Path) -> None:
    other = TrustedKeys()
    assert rules(made) == []
    assert rules(made, trust(tmp_path)) == rules(made, other) == ["signature.untrusted"]
    seal(made, write(tmp_path, "ann.key", SECRET), password=str, comment="c", when=1)
    assert rules(made) == rules(made, trust(tmp_path)) == []
    assert rules(made, other) == ["signature.untrusted"]
    [signature] = prove(made, trust(tmp_path)).signatures
    assert "trusted" in str(signature) or signature.name


def test_a_signature_of_something_else_is_bad(signed: Path, tmp_path: Path) -> None:
    [signature] = prove(signed).signatures
    with zipfile.ZipFile(signed) as file:
        data = file.read(f"colours/{signature.file}")
    lines = data.split(b"\n")
    lines[1] = lines[1][:40] + (b"A" if lines[1][40:41] != b"A" else b"B") + lines[1][41:]
    remade(signed, **{signature.file: b"\n".join(lines)})
    found = prove(signed, trust(tmp_path))
    assert "signature.bad" in [f.rule for f in found.findings]
    assert not found.is_sound


def test_a_changed_tag_manifest_voids_the_signature(signed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(signed) as file:
        data = file.read("colours/tagmanifest-sha512.txt")
    remade(signed, **{"tagmanifest-sha512.txt": data.replace(b"a", b"b", 1)})
    assert "signature.bad" in rules(signed, trust(tmp_path))


def test_faults_of_the_deck_and_the_crate_are_told_with_their_files(made: Path) -> None:
    with zipfile.ZipFile(made) as file:
        file.extractall(made.parent / "bag")
    bag = made.parent / "bag" / "colours"
    write(bag, "data/slides/01.yaml", "title: [\n")
    write(bag, "data/ro-crate-metadata.json", "{}")
    for algorithm in ("sha256", "sha512"):
        names = [path.relative_to(bag).as_posix() for path in sorted((bag / "data").rglob("*.*"))]
        bags.list_files(bag, names, f"manifest-{algorithm}.txt")
    (bag / "bag-info.txt").unlink()
    bags.tag(bag)
    proof = prove(bag)
    assert not proof.is_sound
    told = {found.name.partition(":")[0] for found in proof.findings}
    assert {"data/slides/01.yaml", "data/ro-crate-metadata.json"} <= told


def test_a_foreign_bag_without_a_deck_can_be_sound(tmp_path: Path) -> None:
    assert prove(bags.make_bag(tmp_path / "bag")).findings == ()


def test_without_a_tag_manifest_there_is_no_seal(tmp_path: Path) -> None:
    assert prove(bags.make_bag(tmp_path / "bag", algorithms=("sha256",))).seal == ""


def test_what_is_stopped_is_cancelled(made: Path) -> None:
    with pytest.raises(Cancelled):
        prove(made, stop=lambda: True)


def test_a_report_is_plain_data(signed: Path, tmp_path: Path) -> None:
    report = proof_json(signed, prove(signed, trust(tmp_path)))
    assert json.loads(json.dumps(report)) == report
    assert set(report) == {
        *("bundle", "sound", "files", "bytes", "algorithms"),
        *("seal", "counts", "signatures", "findings"),
    }
    assert report["sound"] is True
    assert report["counts"] == {"verified": report["files"]}
    [signature] = report["signatures"]
    assert signature["state"] == "known"
    assert signature["kind"] == "minisign"


def test_a_changed_file_is_reported_with_both_hashes(made: Path) -> None:
    data = bytearray(made.read_bytes())
    data[data.index(b"IDAT")] ^= 1
    made.write_bytes(data)
    report = proof_json(made, prove(made))
    found = [row for row in report["findings"] if row["rule"] == "file.changed"]
    assert {row["file"] for row in found} == {"data/assets/one.png"}
    assert {len(row["expected"]) for row in found} == {64, 128}
    assert all(row["expected"] != row["found"] for row in found)
    assert report["counts"]["changed"] == 1


# Folders of bundles


def test_a_folder_stands_for_all_that_it_holds(original: Path, tmp_path: Path) -> None:
    for name in ("b.deck.zip", "a.deck.zip", "deep/er/c.deck.zip"):
        write(tmp_path, name, original.read_bytes())
    write(tmp_path, "other.zip", b"not ours")
    write(tmp_path, "deck.zip.txt", b"not ours")
    bags.make_bag(tmp_path / "bags" / "one")
    (tmp_path / "folder.deck.zip").mkdir()
    expected = ["a.deck.zip", "b.deck.zip", "bags/one", "deep/er/c.deck.zip"]
    assert bags_in(tmp_path) == [tmp_path / name for name in expected]


def test_a_bundle_and_a_bag_stand_for_themselves(made: Path, tmp_path: Path) -> None:
    bag = bags.make_bag(tmp_path / "bag")
    bags.make_bag(bag / "data" / "inner")
    for path in (made, bag, bag / "bagit.txt", bag / "data" / "a.txt"):
        assert bags_in(path) == [path]


def test_the_payload_of_a_bag_stands_for_the_bag(original: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(original) as file:
        file.extractall(tmp_path)
    place = tmp_path / "colours" / "data"
    assert bags_in(place) == [place]
    assert prove(place).findings == ()


def test_a_folder_without_any_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="holds no bundle and no bag"):
        bags_in(tmp_path)


def test_a_loop_of_links_ends(made: Path, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert bags_in(tmp_path) == [made]
