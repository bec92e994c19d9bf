"""The receipt: a verdict never says more than was found."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.deck import Deck
from reader.core.files import Folder
from reader.core.fixity import Fixity
from reader.core.loading import load
from reader.formats.bags.bag import Bag, read_bag
from reader.formats.bags.verification import FileState, judged_names
from reader.formats.places import files_at
from reader.formats.receipt import (
    Grade,
    Phase,
    Receipt,
    algorithm_words,
    first_receipt,
    page_files,
    receipt_of,
)
from reader.formats.signing.signatures import Signature, SignatureState
from tests.formats.bags import list_files, make_bag, tag, write

DECK = b"""format: deck/1
id: urn:uuid:5a9d5f0e-1f0e-4b6e-9c53-0f8a4b8f8d11
title: A deck
slides:
  - {title: One, text: Words., image: {file: assets/1.png, alt_text: A dot.}}
  - two.yaml
"""
PAYLOAD = {
    "data/slides/deck.yaml": DECK,
    "data/slides/two.yaml": b"title: Two\ntext: Other words.\n",
    "data/assets/1.png": b"no picture, but bytes",
}


def bag_in(folder: Path, algorithms: tuple[str, ...] = ("sha256", "sha512")) -> Bag:
    return read_bag(Folder(make_bag(folder / "bag", PAYLOAD, algorithms=algorithms)))


def deck_of(bag: Bag) -> Deck:
    return load(files_at(bag.files.place))


def with_states(states: Mapping[str, Fixity], phase: Phase, total: int | None = None) -> Receipt:
    found = {name: FileState(name, fixity) for name, fixity in states.items()}
    count = len(found) if total is None else total
    return Receipt(phase, total=count, states=found, algorithms=("SHA-512", "SHA-256"))


STATES = st.dictionaries(
    st.sampled_from([f"data/{n}" for n in range(6)]), st.sampled_from(Fixity), max_size=6
)


@given(STATES, st.sampled_from(Phase), st.booleans())
def test_only_a_whole_check_without_a_fault_is_sound(
    states: Mapping[str, Fixity], phase: Phase, has_finding: bool
) -> None:
    receipt = with_states(states, phase)
    if has_finding:
        receipt = receipt._replace(findings=("The payload is not as large as it was.",))
    is_sound = (
        phase is Phase.DONE
        and bool(states)
        and set(states.values()) == {Fixity.VERIFIED}
        and not has_finding
    )
    assert receipt.is_sound is is_sound
    assert ("Everything" in receipt.verdict.headline) is is_sound


@given(STATES, st.sampled_from([Phase.CHECKING, Phase.DONE, Phase.STOPPED]))
def test_a_fault_is_told_as_soon_as_it_is_found(states: Mapping[str, Fixity], phase: Phase) -> None:
    receipt = with_states(states, phase, 9)
    bad = [f for f in states.values() if f in (Fixity.CHANGED, Fixity.MISSING, Fixity.UNLISTED)]
    assert (receipt.verdict.grade is Grade.FAULTY) is bool(bad)
    assert len(receipt.faults) == len(bad)
    assert [state.name for state in receipt.faults] == sorted(s.name for s in receipt.faults)


@pytest.mark.parametrize(
    ("states", "headline", "detail"),
    [
        ({"data/a": "changed"}, "1 file was changed", "data/a"),
        ({"data/a": "changed", "data/b": "verified"}, "1 file was changed", "1 file is as bundled"),
        (
            {"data/a": "changed", "data/b": "changed", "data/c": "missing", "data/d": "unlisted"},
            "2 files were changed, 1 is missing, 1 is not listed",
            "0 files",
        ),
        ({"data/a": "verified"}, "Everything is as it was bundled", "SHA-512 and SHA-256"),
        ({"data/a": "verified", "data/b": "not checked yet"}, "Not everything", "of 1 it is not"),
        ({"data/a": "verified", "added.txt": "unlisted"}, "Everything", "The one file"),
        ({}, "Not everything could be checked", "0 files verified"),
    ],
)
def test_the_verdict_in_words(states: dict[str, str], headline: str, detail: str) -> None:
    said = with_states({name: Fixity(f) for name, f in states.items()}, Phase.DONE).verdict
    assert headline in said.headline
    assert detail in said.detail


def test_a_check_that_goes_on_says_how_far_it_is() -> None:
    receipt = with_states({"data/a": Fixity.VERIFIED}, Phase.CHECKING, 12)
    assert receipt.verdict.headline == "1 of 12 files checked so far"
    stopped = receipt._replace(phase=Phase.STOPPED, problem="it ends too early")
    assert stopped.verdict.grade is Grade.PARTLY
    assert "it ends too early" in stopped.verdict.detail


@pytest.mark.parametrize(("name", "is_weak"), [("MD5", True), ("SHA-1", True), ("SHA-256", False)])
def test_a_weak_hash_is_said_to_be_one(name: str, is_weak: bool) -> None:
    receipt = with_states({"data/a": Fixity.VERIFIED}, Phase.DONE)._replace(algorithms=(name,))
    assert ("accidents" in receipt.verdict.detail) is is_weak


@pytest.mark.parametrize(
    ("algorithm", "words"),
    [("sha512", "SHA-512"), ("sha1", "SHA-1"), ("md5", "MD5"), ("sha3_256", "SHA3-256")],
)
def test_a_hash_has_the_name_that_people_know(algorithm: str, words: str) -> None:
    assert algorithm_words(algorithm) == words


# Of a bag


def test_a_bag_says_what_it_is_and_what_its_seal_is(tmp_path: Path) -> None:
    bag = bag_in(tmp_path)
    receipt = receipt_of(bag, len(judged_names(bag)), ())
    facts = {fact.label: fact.value for fact in receipt.facts}
    size = sum(map(len, PAYLOAD.values()))
    assert facts == {
        "Contact": "Ana",
        "Contents": f"3 files, {size} bytes",
        "Standard": "BagIt 1.0",
        "Signed": "by nobody",
    }
    data = (tmp_path / "bag/tagmanifest-sha512.txt").read_bytes()
    assert receipt.seal is not None
    assert receipt.seal.value == hashlib.sha512(data).hexdigest()
    assert receipt.total == 3 + 4
    assert receipt.findings == ()


def test_the_seal_of_a_bag_without_tag_manifests_is_none(tmp_path: Path) -> None:
    bag_in(tmp_path)
    for path in (tmp_path / "bag").glob("tagmanifest-*"):
        path.unlink()
    assert receipt_of(read_bag(Folder(tmp_path / "bag")), 3, ()).seal is None


def test_who_signed_is_told_and_a_bad_signature_is_a_fault(tmp_path: Path) -> None:
    bag = bag_in(tmp_path)
    good = Signature("a.minisig", "minisign", SignatureState.KNOWN, name="Ana")
    bad = Signature("b.minisig", "minisign", SignatureState.BAD, problem="it signs other bytes")
    said = {f.label: f.value for f in receipt_of(bag, 7, (good,)).facts}
    assert said["Signed"] == "by Ana"
    receipt = receipt_of(bag, 7, (good, bad))
    assert receipt.verdict.grade is Grade.FAULTY
    assert "bad signature" in {f.label: f.value for f in receipt.facts}["Signed"]


def test_what_contradicts_itself_is_told_without_any_file(tmp_path: Path) -> None:
    bag_in(tmp_path)
    folder = tmp_path / "bag"
    write(folder, "bag-info.txt", "Payload-Oxum: 1.1\n")
    tag(folder)
    receipt = receipt_of(read_bag(Folder(folder)), 7, ())
    assert receipt.verdict.headline == "The bundle contradicts itself"
    assert len(receipt.findings) == 1


# Of a page


def test_the_files_of_a_page(tmp_path: Path) -> None:
    bag = bag_in(tmp_path)
    deck = deck_of(bag)
    receipt = first_receipt(deck)
    assert receipt.phase is Phase.WAITING
    for page, names in (
        (0, ["assets/1.png", "slides/deck.yaml"]),
        (1, ["assets/1.png", "slides/deck.yaml"]),
        (2, ["slides/two.yaml"]),
        (3, ["slides/deck.yaml"]),
    ):
        assert [file.name for file in page_files(receipt, deck, page, None)] == names
    picture, text = page_files(receipt, deck, 1, None)
    assert (picture.fixity, text.fixity) == (Fixity.UNCHECKED, Fixity.VERIFIED)
    expected = hashlib.sha256(PAYLOAD["data/assets/1.png"]).hexdigest()
    assert [digest.value for digest in picture.digests] == [expected]
    assert page_files(receipt, deck, 1, Fixity.VERIFIED)[0].fixity is Fixity.VERIFIED


def test_of_two_findings_the_worse_one_is_told(tmp_path: Path) -> None:
    bag = bag_in(tmp_path)
    deck = deck_of(bag)
    name = "data/assets/1.png"
    changed = FileState(name, Fixity.CHANGED, "sha512", "aa", "bb")
    receipt = with_states({}, Phase.CHECKING)._replace(states={name: changed})
    picture = page_files(receipt, deck, 1, Fixity.VERIFIED)[0]
    assert picture.fixity is Fixity.CHANGED
    assert [(digest.label, digest.value) for digest in picture.digests] == [
        ("As it was bundled", "aa"),
        ("As it is now", "bb"),
    ]


def test_a_picture_that_is_gone_is_missing(tmp_path: Path) -> None:
    bag = bag_in(tmp_path)
    (tmp_path / "bag/data/assets/1.png").unlink()
    deck = deck_of(bag)
    assert page_files(first_receipt(deck), deck, 1, None)[0].fixity is Fixity.MISSING


def test_a_folder_has_nothing_to_compare_with(tmp_path: Path) -> None:
    bag_in(tmp_path)
    deck = load(Folder(tmp_path / "bag/data"))
    receipt = first_receipt(deck)
    assert receipt.verdict.grade is Grade.NO_BAG
    assert page_files(receipt, deck, 1, None) == ()


def test_a_bag_of_md5_alone_is_read(tmp_path: Path) -> None:
    bag = bag_in(tmp_path, ("md5",))
    list_files(tmp_path / "bag", PAYLOAD, "manifest-md5.txt")
    assert receipt_of(bag, 7, ()).algorithms == ("MD5",)
