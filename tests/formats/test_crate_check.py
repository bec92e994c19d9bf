"""A crate may not tell of other files than its bag holds, and a hostile one costs little."""

from __future__ import annotations

import hashlib
import json
import time
import tracemalloc
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rocrate.rocrate import ROCrate  # type: ignore[import-untyped]

from reader.core import limits
from reader.core.files import Folder
from reader.core.problems import Severity
from reader.formats.bags.bag import Bag, read_bag
from reader.formats.bags.findings import Finding
from reader.formats.bundles.bundling import bundle
from reader.formats.crate.judge import check_crate
from reader.formats.places import bag_at
from tests.formats.bags import make_bag
from tests.formats.stories import DRAWING, png, slide, write_story

PAYLOAD = {"slides/deck.yaml": b"title: x\n", "assets/a.png": b"abc", "note.txt": b"n"}
CRATE = "data/ro-crate-metadata.json"


def file_entity(name: str, data: bytes, **said: Any) -> dict[str, Any]:
    return {
        "@id": name,
        "@type": "File",
        "contentSize": str(len(data)),
        "sha256": hashlib.sha256(data).hexdigest(),
        **said,
    }


def graph_of(
    *more: Any, payload: Mapping[str, bytes] = PAYLOAD, version: str = "1.2"
) -> list[dict[str, Any]]:
    files = [file_entity(name, data) for name, data in payload.items()]
    return [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": f"https://w3id.org/ro/crate/{version}"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "license": {"@id": "https://example.org/licence"},
            "hasPart": [{"@id": entity["@id"]} for entity in files],
        },
        *files,
        *more,
    ]


def text_of(graph: list[Any]) -> bytes:
    return json.dumps(
        {"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph}
    ).encode()


def bag_with(folder: Path, crate: bytes | None, payload: Mapping[str, bytes] = PAYLOAD) -> Bag:
    files = {f"data/{name}": data for name, data in payload.items()}
    if crate is not None:
        files[CRATE] = crate
    return read_bag(Folder(make_bag(folder / "bag", files)))


def found_in(folder: Path, graph: list[Any]) -> tuple[Finding, ...]:
    return check_crate(bag_with(folder, text_of(graph)))


def rules(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.name) for finding in found]


def entity(graph: list[dict[str, Any]], at: str) -> dict[str, Any]:
    return next(item for item in graph if item["@id"] == at)


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.2-DRAFT"])
def test_a_crate_that_tells_what_there_is_is_sound(tmp_path: Path, version: str) -> None:
    assert found_in(tmp_path, graph_of(version=version)) == ()


def test_a_bag_without_a_crate_has_none_to_be_wrong(tmp_path: Path) -> None:
    assert check_crate(bag_with(tmp_path, None)) == ()


def test_what_our_own_bundler_writes_is_sound(tmp_path: Path) -> None:
    slides = [
        slide(1, image={"file": "assets/Ein Bild.png"}),
        slide(2, image={"file": "assets/drawn.svg"}),
        slide(3),
    ]
    files = {
        "assets/Ein Bild.png": png(9),
        "assets/drawn.svg": DRAWING.encode(),
        "assets/attachments/Ü 1.txt": b"kept",
    }
    story = write_story(tmp_path / "deck", slides, files)
    made = bundle(Folder(story), tmp_path / "out.deck.zip")
    assert check_crate(bag_at(made.place)) == ()


def test_what_another_program_writes_is_sound(tmp_path: Path) -> None:
    for name, data in PAYLOAD.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    made = ROCrate(version="1.1")
    for name in PAYLOAD:
        made.add_file(tmp_path / "in" / name, name)
    made.write(tmp_path / "out")
    crate = (tmp_path / "out" / "ro-crate-metadata.json").read_bytes()
    assert check_crate(bag_with(tmp_path, crate)) == ()


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("contentSize", "4", "crate.size"),
        ("contentSize", 4, "crate.size"),
        ("contentSize", "3 kB", "crate.value"),
        ("contentSize", -3, "crate.value"),
        ("contentSize", 3.0, "crate.value"),
        ("contentSize", True, "crate.value"),
        ("contentSize", ["3"], "crate.value"),
        ("contentSize", {"@id": "3"}, "crate.value"),
        ("sha256", "0" * 64, "crate.hash"),
        ("sha256", "0" * 63, "crate.value"),
        ("sha256", 12, "crate.value"),
        ("sha256", [], "crate.value"),
    ],
)
def test_what_a_crate_says_of_a_file_is_compared(
    tmp_path: Path, key: str, value: object, rule: str
) -> None:
    graph = graph_of()
    entity(graph, "assets/a.png")[key] = value
    found = found_in(tmp_path, graph)
    assert (rule, "data/assets/a.png") in rules(found)
    assert {name for _, name in rules(found)} <= {"data/assets/a.png", CRATE}


@pytest.mark.parametrize("key", ["contentSize", "sha256", "@type"])
def test_what_a_crate_does_not_say_is_no_fault(tmp_path: Path, key: str) -> None:
    graph = graph_of()
    entity(graph, "note.txt").pop(key)
    assert found_in(tmp_path, graph) == ()


def test_both_hashes_are_told_in_full(tmp_path: Path) -> None:
    graph = graph_of()
    entity(graph, "note.txt")["sha256"] = "AB" * 32
    (found,) = found_in(tmp_path, graph)
    assert found.expected == "ab" * 32
    assert found.found == hashlib.sha256(b"n").hexdigest()


def test_a_number_or_capital_hex_says_the_same(tmp_path: Path) -> None:
    graph = graph_of()
    told = entity(graph, "note.txt")
    told.update(contentSize=1, sha256=told["sha256"].upper())
    assert found_in(tmp_path, graph) == ()


@pytest.mark.parametrize("kind", ["File", "MediaObject", ["ImageObject", "File"], "Dataset"])
def test_a_file_that_only_the_crate_has_is_missing(tmp_path: Path, kind: object) -> None:
    found = found_in(tmp_path, graph_of({"@id": "gone.png", "@type": kind}))
    assert rules(found) == [("crate.missing", "data/gone.png")]


def test_a_part_without_an_entity_is_looked_for_too(tmp_path: Path) -> None:
    graph = graph_of()
    entity(graph, "./")["hasPart"] += [{"@id": "gone.png"}, {"@id": "#page"}, {"@id": "assets/"}]
    assert rules(found_in(tmp_path, graph)) == [("crate.missing", "data/gone.png")]


@pytest.mark.parametrize("name", ["a b%.png", "ä.png", "100%25.png"])
@pytest.mark.parametrize("is_encoded", [True, False])
def test_names_may_be_written_with_or_without_codes(
    tmp_path: Path, name: str, is_encoded: bool
) -> None:
    payload = {f"assets/{name}": b"x"}
    graph = graph_of(payload=payload)
    wanted = quote(f"assets/{name}") if is_encoded else f"./assets/{name}"
    entity(graph, f"assets/{name}")["@id"] = wanted
    entity(graph, "./")["hasPart"] = [{"@id": wanted}]
    files = {f"data/{key}": data for key, data in payload.items()}
    bag = make_bag(tmp_path / "bag", {**files, CRATE: text_of(graph)})
    # A % in a manifest is a code of its own (RFC 8493 2.1.3).
    for manifest in bag.glob("manifest-*.txt"):
        lines = manifest.read_text("utf-8").replace("%", "%25")
        manifest.write_text(lines, "utf-8")
    assert check_crate(read_bag(Folder(bag))) == ()


@pytest.mark.parametrize(
    "at",
    [
        *("../x", "a/../../x", "%2e%2e/x", "/etc/passwd", "//host/x", "file:///etc/passwd"),
        *("C:\\x", "c:/x", "..\\x", "\\\\host\\x", "FILE:x", ".."),
    ],
)
@pytest.mark.parametrize("is_reference", [True, False])
def test_no_id_leaves_the_folder(tmp_path: Path, at: str, is_reference: bool) -> None:
    more = {"@id": "#x", "image": [{"deep": {"@id": at}}]} if is_reference else {"@id": at}
    found = found_in(tmp_path, graph_of({"@type": "File", **more}))
    assert rules(found) == [("crate.outside", CRATE)]
    assert at in found[0].message


@pytest.mark.parametrize(
    "at", ["https://example.org/../x", "urn:uuid:1", "#../x", "_:b0", "mailto:a@example.org"]
)
def test_what_is_elsewhere_or_nowhere_is_not_looked_for(tmp_path: Path, at: str) -> None:
    assert found_in(tmp_path, graph_of({"@id": at, "@type": "File"})) == ()


def test_files_of_the_deck_that_the_crate_does_not_name_are_told(tmp_path: Path) -> None:
    payload = {**PAYLOAD, "assets/more/b.png": b"b", "slides/x.yaml": b"x", "other.txt": b"o"}
    found = check_crate(bag_with(tmp_path, text_of(graph_of()), payload))
    assert sorted(rules(found)) == [
        ("crate.unnamed", "data/assets/more/b.png"),
        ("crate.unnamed", "data/slides/x.yaml"),
    ]
    assert {finding.severity for finding in found} == {Severity.WARNING}


def test_a_folder_that_is_named_names_what_is_in_it(tmp_path: Path) -> None:
    payload = {**PAYLOAD, "assets/more/deep/b.png": b"b", "assets/mor": b"c"}
    graph = graph_of({"@id": "assets/more/", "@type": "Dataset"})
    found = check_crate(bag_with(tmp_path, text_of(graph), payload))
    assert rules(found) == [("crate.unnamed", "data/assets/mor")]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"@id": "other.json"}, "crate.descriptor"),
        ({"about": {"@id": "elsewhere/"}}, "crate.root"),
        ({"about": "./"}, "crate.root"),
        ({"conformsTo": {"@id": "https://w3id.org/ro/crate/2.0"}}, "crate.version"),
        ({"conformsTo": 7}, "crate.version"),
    ],
)
def test_the_crate_must_describe_itself_and_its_root(
    tmp_path: Path, change: dict[str, Any], rule: str
) -> None:
    graph = graph_of()
    graph[0].update(change)
    assert (rule, CRATE) in rules(found_in(tmp_path, graph))


def test_a_version_may_stand_among_profiles(tmp_path: Path) -> None:
    graph = graph_of()
    told = ["https://example.org/profile", "https://w3id.org/ro/crate/1.1"]
    graph[0]["conformsTo"] = [{"@id": at} for at in told]
    assert found_in(tmp_path, graph) == ()


@pytest.mark.parametrize("item", [None, 3, "x", [], {}, {"@id": 3}, {"@id": ""}])
def test_what_is_no_entity_is_told(tmp_path: Path, item: object) -> None:
    assert rules(found_in(tmp_path, graph_of(item))) == [("crate.entity", CRATE)]


def test_an_id_that_two_entities_have_is_told(tmp_path: Path) -> None:
    found = found_in(tmp_path, graph_of(file_entity("note.txt", b"other")))
    assert rules(found) == [("crate.twice", CRATE)]


@pytest.mark.parametrize(
    ("crate", "rule"),
    [
        (b"", "crate.json"),
        (b"{", "crate.json"),
        (b"\xff\xfe{}", "crate.json"),
        (b"\xef\xbb\xbf{}", "crate.json"),
        (b'{"@graph": [NaN]}', "crate.json"),
        (b'{"@graph": [-Infinity]}', "crate.json"),
        (b'{"@graph": [], "@graph": []}', "crate.json"),
        (b'{"@graph": [{"a": {"b": 1, "b": 1}}]}', "crate.json"),
        (b'{"@graph": [' + b"9" * 100_000 + b"]}", "crate.json"),
        (b"[" * 100_000, "crate.json"),
        (b'{"a":' * 100_000, "crate.json"),
        (b"[" * 100_000 + b"]" * 100_000, "crate.json"),
        (b"[]", "crate.graph"),
        (b'"@graph"', "crate.graph"),
        (b'{"@graph": {}}', "crate.graph"),
        (b"[" + b"[]," * limits.CRATE_VALUES + b"0]", "crate.large"),
        (b'{"@graph": ["' + b"x" * limits.CRATE_BYTES + b'"]}', "crate.large"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:24]),
)
def test_what_is_no_sound_crate_is_one_finding(tmp_path: Path, crate: bytes, rule: str) -> None:
    bag = bag_with(tmp_path, crate)
    start = time.perf_counter()
    found = check_crate(bag)
    assert time.perf_counter() - start < 5
    assert rules(found) == [(rule, CRATE)]
    assert len(str(found[0])) < 300


def test_a_file_of_a_gibibyte_is_not_read(tmp_path: Path) -> None:
    bag = bag_with(tmp_path, b"{}")
    with (tmp_path / "bag" / CRATE).open("r+b") as file:
        file.truncate(2**30)
    tracemalloc.start()
    try:
        assert [finding.rule for finding in check_crate(bag)] == ["crate.large"]
        assert tracemalloc.get_traced_memory()[1] < 3 * limits.CRATE_BYTES
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("cheap", ["[]", "{}", '{"@id":"%d"}', '"%d"', '{"%d":1}'])
def test_as_many_values_as_may_be_take_little(tmp_path: Path, cheap: str) -> None:
    each = 1 + sum(map(cheap.count, ",[{"))
    count = (limits.CRATE_VALUES - 10) // each
    items = ",".join(cheap % number if "%" in cheap else cheap for number in range(count))
    bag = bag_with(tmp_path, f'{{"@graph":[{items}]}}'.encode())
    del items
    tracemalloc.start()
    try:
        start = time.perf_counter()
        assert "crate.descriptor" in {finding.rule for finding in check_crate(bag)}
        assert time.perf_counter() - start < 60  # tracing memory takes most of it
        assert tracemalloc.get_traced_memory()[1] < 400 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("at", ["a/" * 500, "x" * 1_000_000, "%" * 100_000, "\ud800", "\0"])
def test_strange_ids_do_no_harm(tmp_path: Path, at: str) -> None:
    found = found_in(tmp_path, graph_of({"@id": at, "@type": "File"}))
    assert [finding.rule for finding in found] == ["crate.missing"]
    assert len(str(found[0])) < 2 * limits.ZIP_NAME_BYTES


def test_many_faults_of_a_kind_are_counted(tmp_path: Path) -> None:
    more = [{"@id": f"gone-{number}", "@type": "File"} for number in range(5_000)]
    found = found_in(tmp_path, graph_of(*more))
    assert len(found) == limits.BAG_FINDINGS + 1
    assert "4,000" in found[-1].message


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda children: (
        st.lists(children, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@id", "@type", "@graph", "hasPart", "about", "sha256", "x"]),
            children,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(value=VALUES, key=st.sampled_from(["@type", "hasPart", "about", "conformsTo", "sha256"]))
@settings(max_examples=150, deadline=None)
def test_wrong_types_anywhere_are_findings_at_most(
    tmp_path_factory: pytest.TempPathFactory, value: Any, key: str
) -> None:
    folder = tmp_path_factory.mktemp("chance")
    bag = bag_with(folder, b"{}")
    graph = graph_of()
    for item in graph:
        item[key] = value
    for document in ({"@graph": graph}, {"@graph": value}, {"@graph": [value]}, value):
        (folder / "bag" / CRATE).write_text(json.dumps(document), "utf-8")
        for finding in check_crate(bag):
            assert finding.rule.startswith("crate.")
