"""The text files of a bag, to the letter of RFC 8493 and as others have written them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import bagit  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core import limits
from reader.core.problems import Severity
from reader.formats.bags.inventory import Inventory, Item
from reader.formats.bags.tag_files import (
    Declaration,
    Fetch,
    Listing,
    ManifestReader,
    Notes,
    bag_info,
    bagit_txt,
    decode,
    encoded_name,
    listing,
    manifest,
    read_declaration,
    read_info,
)

HASH = "a" * 64
MANIFEST = Listing("manifest-sha256.txt", "sha256", False)
ENCODING = "Tag-File-Character-Encoding: UTF-8"


def noted(notes: Notes) -> list[str]:
    return [finding.rule for finding in notes.findings()]


def declared(data: bytes | str) -> tuple[Declaration, list[str]]:
    notes = Notes()
    raw = data.encode() if isinstance(data, str) else data
    return read_declaration(raw, notes), noted(notes)


def listed(
    text: str, *present: str, is_old: bool = False, which: Listing = MANIFEST
) -> tuple[dict[str, str], list[str]]:
    notes = Notes()
    inventory = Inventory({name: Item(name, 1) for name in present})
    return ManifestReader(inventory, is_old, notes).manifest(text, which, 64), noted(notes)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_declaration_may_end_its_lines_in_any_way(end: str) -> None:
    for last in (end, ""):
        found = declared(f"BagIt-Version: 1.0{end}{ENCODING}{last}")
        assert found == (Declaration("1.0", "UTF-8"), [])


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ("", "bag.declaration"),
        ("BagIt-Version: 1.0\n", "bag.declaration"),
        (f"BagIt-Version: .97\n{ENCODING}\n", "bag.declaration"),
        (f"BagIt-Version: 1.0\n{ENCODING}\nMore: 1\n", "bag.declaration"),
        (f"BagIt-Version: 1.0\n\n{ENCODING}\n", "bag.spacing"),
        (f"BagIt-Version: 1.0 \n{ENCODING}\n", "bag.spacing"),
        (f"BagIt-Version : 1.0\n{ENCODING}\n", "bag.spacing"),
        (f"BagIt-Version:  1.0\n{ENCODING}\n", "bag.spacing"),
        (f" BagIt-Version: 1.0\n{ENCODING}\n", "bag.spacing"),
        (f"bagit-version: 1.0\n{ENCODING}\n", "bag.spacing"),
        (f"BagIt-Version: 2.0\n{ENCODING}\n", "bag.version"),
        (f"BagIt-Version: 0.92\n{ENCODING}\n", "bag.version"),
        (f"\ufeffBagIt-Version: 1.0\n{ENCODING}\n", "bag.bom"),
        ("BagIt-Version: 1.0\nTag-File-Character-Encoding: rot13\n", "bag.codec"),
        ("BagIt-Version: 1.0\nTag-File-Character-Encoding: idna\n", "bag.codec"),
        (f"BagIt-Version: 1.0\n{ENCODING}\n".encode("utf-16"), "bag.declaration"),
    ],
)
def test_a_faulty_declaration_is_an_error(data: bytes | str, rule: str) -> None:
    notes = Notes()
    read_declaration(data.encode() if isinstance(data, str) else data, notes)
    assert [(f.rule, f.severity) for f in notes.findings()] == [(rule, Severity.ERROR)]


@pytest.mark.parametrize("version", ["0.93", "0.94", "0.95", "0.96", "0.97"])
def test_older_bags_are_held_to_less(version: str) -> None:
    found, rules = declared(f"BagIt-Version : {version}\n{ENCODING}\n")
    assert found.is_old
    assert rules == ["bag.old", "bag.spacing"]
    notes = Notes()
    read_declaration(f"BagIt-Version : {version}\n{ENCODING}".encode(), notes)
    assert {finding.severity for finding in notes.findings()} == {Severity.WARNING}


@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1", "windows-1252", "Shift_JIS"])
def test_other_encodings_are_read_and_noted(encoding: str) -> None:
    text = f"BagIt-Version: 1.0\nTag-File-Character-Encoding: {encoding}\n"
    assert declared(text) == (Declaration("1.0", encoding), ["bag.encoding"])
    notes = Notes()
    assert decode("Name: B".encode(encoding), encoding, "bag-info.txt", notes) == "Name: B"
    assert not noted(notes)


def test_text_in_another_encoding_than_it_says_keeps_the_bytes_of_names() -> None:
    notes = Notes()
    text = decode(b"data/caf\xe9", "UTF-8", "manifest-sha256.txt", notes)
    assert text == b"data/caf\xe9".decode("utf-8", "surrogateescape")
    assert noted(notes) == ["bag.text"]


def test_a_mark_before_another_tag_file_is_skipped() -> None:
    notes = Notes()
    assert decode(b"\xef\xbb\xbfA: 1", "utf-8", "bag-info.txt", notes) == "A: 1"
    assert noted(notes) == ["bag.mark"]


@pytest.mark.parametrize(
    ("name", "algorithm"),
    [
        ("manifest-sha256.txt", "sha256"),
        ("manifest-sha-512.txt", "sha512"),
        ("manifest-SHA512.txt", "sha512"),
        ("tagmanifest-sha3_256.txt", "sha3256"),
    ],
)
def test_an_algorithm_is_known_however_it_is_written(name: str, algorithm: str) -> None:
    assert listing(name) == Listing(name, algorithm, name.startswith("tag"))


@pytest.mark.parametrize("name", ["manifest.txt", "my-manifest-md5.txt", "manifest-md5.txt.bak"])
def test_other_files_are_no_manifests(name: str) -> None:
    assert listing(name) is None


def test_bag_info_keeps_its_order_and_joins_folded_lines() -> None:
    notes = Notes()
    text = "B: one\r\n  two\r\n\tthree\r\nA: x\r\nb: again\r\nEmpty:\r\nUrl: http://a:1\r\n"
    assert read_info(text, "bag-info.txt", False, notes) == (
        ("B", "one two three"),
        ("A", "x"),
        ("b", "again"),
        ("Empty", ""),
        ("Url", "http://a:1"),
    )
    assert not noted(notes)


@pytest.mark.parametrize("separator", ["\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_only_cr_and_lf_end_a_line(separator: str) -> None:
    notes = Notes()
    text = f"A: one{separator}B: two\n"
    assert read_info(text, "bag-info.txt", False, notes) == (("A", f"one{separator}B: two"),)
    name = f"data/a{separator}b"
    assert listed(f"{HASH}  {name}\n") == ({name: HASH}, [])


def test_a_line_of_bag_info_without_a_label_is_noted() -> None:
    notes = Notes()
    pairs = read_info(" folded\nno colon\n: no label\nA : 1\nB:2\nC: 3\n", "i", False, notes)
    assert pairs == (("A", "1"), ("B", "2"), ("C", "3"))
    assert noted(notes) == ["bag.info-line"] * 3 + ["bag.info-spacing"] * 2


@pytest.mark.parametrize(
    "label", ["Payload-Oxum", "BAGGING-DATE", "bag-size", "Bag-Group-Identifier", "Bag-Count"]
)
@pytest.mark.parametrize("is_old", [False, True])
def test_what_may_stand_once_is_not_taken_twice(label: str, is_old: bool) -> None:
    notes = Notes()
    read_info(f"{label}: 1\n{label.swapcase()}: 2\n", "bag-info.txt", is_old, notes)
    severity = Severity.WARNING if is_old else Severity.ERROR
    assert [(f.rule, f.severity) for f in notes.findings()] == [("bag.repeated", severity)]


@pytest.mark.parametrize("between", [" ", "  ", "\t", " \t "])
def test_any_space_parts_a_hash_from_its_name(between: str) -> None:
    assert listed(f"{HASH.upper()}{between}data/a b\r\n\r\n") == ({"data/a b": HASH}, [])


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("nonsense", "bag.line"),
        (f"{HASH} ", "bag.line"),
        (f"{HASH}", "bag.line"),
        (f"# {HASH}  data/a", "bag.line"),
        (f"\\{HASH}  data/a", "bag.line"),
        (f"{HASH}  data/{'a' * 5_000}", "bag.line"),
        (f"{HASH[1:]}  data/a", "bag.digest"),
        (f"{HASH}  bag-info.txt", "bag.outside"),
        (f"{HASH}  DATA/a", "bag.outside"),
        (f"{HASH} *data/a", "bag.star"),
        (f"{HASH}  ./data/a", "bag.dot"),
        (f"{HASH}  data/100%.jpg", "bag.percent"),
        *((f"{HASH}  {name}", "bag.unsafe") for name in (
            "/etc/passwd", "../x", "data/../../x", "data/..", "~/x", "~root/x", "C:\\x", "c:x",
            "\\\\?\\UNC\\server\\x", "data\\..\\..\\x", "./../x", ".././x", "data/%2e%2e/../x",
        )),
    ],
)  # fmt: skip
def test_a_doubtful_line_of_a_manifest_is_noted(line: str, rule: str) -> None:
    assert rule in listed(f"{HASH}  data/good\n{line}\n")[1]
    assert listed(f"{HASH}  data/good\n{line}\n")[0]["data/good"] == HASH


def test_a_file_that_stands_in_a_manifest_twice() -> None:
    other = "b" * 64
    twice = f"{HASH}  data/a\n{HASH}  ./data/a\n"
    assert listed(twice)[1] == ["bag.twice", "bag.dot"]
    assert listed(f"{HASH}  data/a\n{other}  data/a\n", is_old=True)[1] == ["bag.contradiction"]
    for is_old in (False, True):
        notes = Notes()
        ManifestReader(Inventory({}), is_old, notes).manifest(twice, MANIFEST, 64)
        is_error = notes.findings()[0].severity is Severity.ERROR
        assert is_error is not is_old


@pytest.mark.parametrize(
    ("written", "present", "is_old", "name", "rules"),
    [
        ("data/a%0Ab%0d%25", (), False, "data/a\nb\r%", []),
        ("data/a%20b", (), False, "data/a%20b", ["bag.percent"]),
        ("data/100%25.jpg", ("data/100%.jpg",), False, "data/100%.jpg", []),
        ("data/100%25.jpg", ("data/100%25.jpg",), False, "data/100%25.jpg", ["bag.percent"]),
        ("data/a%25", ("data/a%25", "data/a%"), False, "data/a%", []),
        ("data/a%25", ("data/a%25", "data/a%"), True, "data/a%25", []),
        ("data/a%0A", ("data/a\n",), True, "data/a\n", []),
    ],
)
def test_names_are_decoded_and_else_taken_literally(
    written: str, present: tuple[str, ...], is_old: bool, name: str, rules: list[str]
) -> None:
    assert listed(f"{HASH}  {written}\n", *present, is_old=is_old) == ({name: HASH}, rules)


def test_a_name_counts_in_either_normal_form() -> None:
    composed = "data/Núñez"
    apart = unicodedata.normalize("NFD", composed)
    assert listed(f"{HASH}  {composed}\n", apart) == ({apart: HASH}, ["file.normalisation"])
    assert listed(f"{HASH}  {apart}\n", composed) == ({composed: HASH}, ["file.normalisation"])
    both = f"{HASH}  {apart}\n{HASH}  {composed}\n"
    assert listed(both, composed, apart) == ({apart: HASH, composed: HASH}, [])


def test_tag_manifests_list_neither_payload_nor_themselves() -> None:
    which = Listing("tagmanifest-sha256.txt", "sha256", True)
    lines = f"{HASH}  data/a\n{HASH}  tagmanifest-md5.txt\n{HASH}  bagit.txt\n"
    assert listed(lines, which=which) == ({"bagit.txt": HASH}, ["bag.tag", "bag.tag"])


def test_what_is_to_be_fetched_is_told_one_by_one() -> None:
    notes = Notes()
    reader = ManifestReader(Inventory({}), False, notes)
    text = "http://a/b 12 data/b\nhttp://a/c - data/c d\nwrong\nhttp://a - ../x\nhttp://a 1 x\n"
    assert reader.fetches(text) == (
        Fetch("http://a/b", 12, "data/b"),
        Fetch("http://a/c", None, "data/c d"),
    )
    assert noted(notes) == [
        "bag.fetch", "bag.fetch", "bag.fetch-line", "bag.unsafe", "bag.outside",
    ]  # fmt: skip
    assert "http://a/b" in notes.findings()[0].message


def test_findings_are_counted_where_there_are_very_many() -> None:
    text = "wrong\n" * (limits.BAG_FINDINGS + 5)
    _, rules = listed(text)
    assert len(rules) == limits.BAG_FINDINGS + 1
    assert rules[-1] == "bag.more"


def test_manifests_share_one_limit_of_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BAG_LINES", 3)
    notes = Notes()
    reader = ManifestReader(Inventory({}), False, notes)
    text = f"{HASH}  data/a\n{HASH}  data/b\n"
    assert len(reader.manifest(text, MANIFEST, 64)) == 2
    assert len(reader.manifest(text, MANIFEST, 64)) == 1
    assert noted(notes) == ["bag.lines"]


def test_the_declaration_written_is_the_one_read() -> None:
    assert declared(bagit_txt()) == (Declaration("1.0", "UTF-8"), [])


names = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("%\r\n 25AD"), min_size=1
).map(lambda text: f"data/x{text}")


@given(st.dictionaries(names, st.just(HASH)))
def test_a_manifest_written_is_read_as_it_was(digests: dict[str, str]) -> None:
    raw = manifest(digests)
    safe = {name: HASH for name in digests if ".." not in name}
    assert raw.count(b"\n") == len(digests)
    found, rules = listed(raw.decode(), *digests)
    assert {name: found[name] for name in safe} == safe
    assert not set(rules) - {"bag.unsafe"}
    other = manifest(dict.fromkeys(digests, "0" * 64))
    assert len(other) == len(raw)


def test_a_manifest_is_sorted_by_bytes_and_has_two_spaces() -> None:
    digests = {"data/\U00010000": "2", "data/\uffff": "1", "data/B": "0"}
    assert manifest(digests).decode() == "0  data/B\n1  data/\uffff\n2  data/\U00010000\n"
    assert encoded_name("a%b\r\nc") == "a%25b%0D%0Ac"


label = st.text(st.characters(exclude_characters=":\r\n\v\f", exclude_categories=["Cs", "Zs"]))
label = label.map(str.strip).filter(bool)


@given(st.lists(st.tuples(label, st.text(st.characters(exclude_categories=["Cs"])))))
def test_no_value_can_break_bag_info(pairs: list[tuple[str, str]]) -> None:
    raw = bag_info(pairs)
    assert raw.count(b"\n") == len(pairs)
    notes = Notes()
    found = read_info(raw.decode(), "bag-info.txt", True, notes)
    assert [key for key, _ in found] == [key for key, _ in pairs]


@pytest.mark.parametrize("wrong", ["", "a:b", " a", "a\nb"])
def test_a_label_that_cannot_be_written_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="no label"):
        bag_info([(wrong, "x")])


def test_bagit_reads_the_bag_info_written(tmp_path: Path) -> None:
    (tmp_path / "bagit.txt").write_bytes(bagit_txt())
    pairs = [("Contact-Name", "Ana\r\nPayload-Oxum: 9.9"), ("Title", "  Ports, 3:\u2028four ")]
    (tmp_path / "bag-info.txt").write_bytes(bag_info(pairs))
    (tmp_path / "data").mkdir()
    (tmp_path / "manifest-sha256.txt").touch()
    info = bagit.Bag(str(tmp_path)).info
    assert info == {"Contact-Name": "Ana Payload-Oxum: 9.9", "Title": "Ports, 3: four"}
