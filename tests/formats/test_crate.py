"""The crate says what the deck says, in terms that others know, and nothing else."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import pytest
from rocrate.rocrate import ROCrate  # type: ignore[import-untyped]

from reader.core.deck import Creator, Deck, Slides
from reader.core.files import Folder
from reader.core.loading import load
from reader.core.shipped import shipped_deck
from reader.formats.crate.graph import Graph, is_address
from reader.formats.crate.metadata import UNKNOWN_HASH, CrateAgent, CrateFile, crate
from reader.formats.crate.pictures import drawn_from

AGENT = CrateAgent("Deck Reader", "1.0")
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"
PICTURE = {
    "file": "assets/A b.SVG",
    "alt_text": "A harbour.",
    "extended_description": "A harbour at dawn.",
    "caption": "Dawn",
    "headline": "Harbour",
    "creators": ["Ana", "Bo"],
    "credit_line": "Ana / Bo",
    "copyright_notice": "© Ana",
    "copyright_owner": "Ana & Co",
    "usage_terms": "For schools",
    "licensor": {"name": "Ana & Co", "url": "https://example.org/licence"},
    "date_created": "2026-01",
    "web_page": "https://example.org/p",
    "supplier_image_id": "7",
    "license": "CC-BY-4.0",
    "rights": "http://rightsstatements.org/vocab/InC/1.0/",
    "digital_source_type": SOURCE_TYPE,
    "original_filename": "A b.SVG",
}
FILES = (
    CrateFile("slides/deck.yaml", 10, UNKNOWN_HASH, "application/yaml"),
    CrateFile("slides/a.yaml", 11, UNKNOWN_HASH, "application/yaml", "slides/A.yaml"),
    CrateFile(
        "assets/a-b.png", 12, UNKNOWN_HASH, "image/png", "assets/A b.SVG", "attached/a-b.svg"
    ),
    CrateFile("attached/a-b.svg", 13, UNKNOWN_HASH, "image/svg+xml", "assets/A b.SVG"),
    CrateFile("sources.csl.json", 14, UNKNOWN_HASH, "application/json"),
    CrateFile("ro-crate-preview.html", 15, UNKNOWN_HASH, "text/html"),
)
PICTURES = {"assets/A b.SVG": "assets/a-b.png"}


def deck_of(*slides: dict[str, Any], file: str | None = None, **said: Any) -> Deck:
    raw = [(file, slide, "") for slide in slides]
    deck = Deck(Folder(Path()), "Dots", "en", "", (), "", "", {}, Slides(raw))
    return deck._replace(**said)


def entities(text: str) -> dict[str, dict[str, Any]]:
    return {entity["@id"]: entity for entity in json.loads(text)["@graph"]}


def crate_of(*slides: dict[str, Any], **said: Any) -> dict[str, dict[str, Any]]:
    return entities(crate(deck_of(*slides, **said), FILES, AGENT, PICTURES))


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        else:
            yield from (at for inner in value.values() for at in references(inner))
    elif isinstance(value, list):
        yield from (at for inner in value for at in references(inner))


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped deck as a crate in a folder."""
    deck = load(Folder(shipped_deck()))
    root = tmp_path_factory.mktemp("crate")
    found = []
    names = [slide.image.file for slide in deck.slides if slide.image]
    for name in (*names, *(f"slides/{p.name}" for p in (shipped_deck() / "slides").iterdir())):
        data = (shipped_deck() / name).read_bytes()
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(data)
        kind = "image/jpeg" if name.endswith("jpg") else "application/yaml"
        found.append(CrateFile(name, len(data), hashlib.sha256(data).hexdigest(), kind))
    text = crate(deck, found, AGENT, {name: name for name in names})
    (root / "ro-crate-metadata.json").write_text(text, encoding="utf-8", newline="\n")
    return root


def test_the_library_loads_the_shipped_deck_and_lists_every_file(shipped: Path) -> None:
    loaded = ROCrate(shipped)
    on_disk = {p.relative_to(shipped).as_posix() for p in shipped.rglob("*") if p.is_file()}
    listed = {entity.id for entity in loaded.data_entities}
    assert listed == on_disk - {"ro-crate-metadata.json"}
    assert loaded.name == "The role of Cuba in Venezuelan politics and the regional drug trade"
    assert loaded.datePublished.isoformat() == "2026-01-03T19:38:00+05:30"
    assert [e["name"] for e in loaded.get_by_type("NewsArticle")] == ["El País · Newspaper article"]


def test_every_reference_leads_somewhere_and_every_part_is_there(shipped: Path) -> None:
    found = entities((shipped / "ro-crate-metadata.json").read_text("utf-8"))
    for entity in found.values():
        for at in references({k: v for k, v in entity.items() if k != "@id"}):
            assert at in found or is_address(at)
    for part in found["./"]["hasPart"]:
        assert (shipped / part["@id"]).is_file()


def test_every_term_is_in_the_context(shipped: Path) -> None:
    context = json.loads(package_files("rocrate").joinpath("data/ro-crate.jsonld").read_text())
    known = set(context["@context"])
    full = crate_of({"title": "A", "image": PICTURE}, creators=(Creator("A", "author"),))
    texts = (shipped / "ro-crate-metadata.json").read_text("utf-8")
    for entity in (*entities(texts).values(), *full.values()):
        kinds = entity["@type"] if isinstance(entity["@type"], list) else [entity["@type"]]
        assert {*entity, *kinds} - known <= {"@id", "@type"}


def test_a_context_is_chosen_that_knows_the_terms() -> None:
    new = json.loads(crate(deck_of({"title": "A", "image": PICTURE}), FILES, AGENT, PICTURES))
    old = json.loads(crate(deck_of({"title": "A"}), FILES, AGENT, PICTURES))
    assert new["@context"] == "https://w3id.org/ro/crate/1.3/context"
    assert old["@context"] == "https://w3id.org/ro/crate/1.2/context"
    assert new["@graph"][0]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.3"}
    assert [entity["@id"] for entity in new["@graph"][:2]] == ["ro-crate-metadata.json", "./"]


def test_the_same_deck_gives_the_same_text_whatever_the_hashes_and_their_order() -> None:
    deck = deck_of({"title": "A", "image": PICTURE})
    hashed = [file._replace(sha256="ab" * 32) for file in FILES]
    zeros = crate(deck, FILES, AGENT, PICTURES)
    text = crate(deck, hashed, AGENT, PICTURES)
    assert len(text.encode()) == len(zeros.encode())
    assert text.replace("ab" * 32, UNKNOWN_HASH) == zeros
    assert "\r" not in text
    assert text.endswith("}\n")


def test_a_picture_keeps_everything_that_is_known_of_it() -> None:
    found = crate_of({"title": "A", "image": PICTURE})
    picture = found["assets/a-b.png"]
    assert picture == {
        "@id": "assets/a-b.png",
        "@type": ["File", "ImageObject"],
        "name": "a-b.png",
        "alternateName": "A b.SVG",
        "abstract": "A harbour.",
        "description": "A harbour at dawn.",
        "caption": "Dawn",
        "headline": "Harbour",
        "creator": ["Ana", "Bo"],
        "creditText": "Ana / Bo",
        "copyrightNotice": "© Ana",
        "copyrightHolder": "Ana & Co",
        "usageInfo": "For schools",
        "acquireLicensePage": "https://example.org/licence",
        "conditionsOfAccess": "Licences from Ana & Co",
        "dateCreated": "2026-01",
        "url": "https://example.org/p",
        "identifier": "7",
        "license": [
            {"@id": "https://creativecommons.org/licenses/by/4.0/"},
            {"@id": "http://rightsstatements.org/vocab/InC/1.0/"},
        ],
        "digitalSourceType": {"@id": SOURCE_TYPE},
        "contentSize": "12",
        "encodingFormat": "image/png",
        "isBasedOn": {"@id": "attached/a-b.svg"},
        "sha256": UNKNOWN_HASH,
    }
    drawing = found["attached/a-b.svg"]
    assert {k: drawing[k] for k in ("license", "creditText")} == {
        k: picture[k] for k in ("license", "creditText")
    }
    assert found["#slide-1"]["image"] == {"@id": "assets/a-b.png"}
    assert found["http://rightsstatements.org/vocab/InC/1.0/"]["name"] == "In copyright"


@pytest.mark.parametrize(
    ("relation", "term"),
    [("same_subject", "about"), ("redrawn_from", "isBasedOn"), ("", "mentions")],
)
def test_a_withheld_photograph_is_described_without_a_file(relation: str, term: str) -> None:
    withheld = {
        "credit_line": "AFP",
        "withheld_because": "privacy",
        "relation": relation,
        "rights": "http://rightsstatements.org/vocab/InC/1.0/",
    }
    image = {**PICTURE, "rendition": "stand_in", "stand_in_for": withheld}
    found = crate_of({"title": "A", "image": image})
    assert {"@id": "#withheld-assets/a-b.png"} in [
        {"@id": at} for at in references(found["assets/a-b.png"][term])
    ]
    photograph = found["#withheld-assets/a-b.png"]
    assert photograph["@type"] == "ImageObject"
    assert photograph["creditText"] == "AFP"
    assert photograph["license"] == {"@id": "http://rightsstatements.org/vocab/InC/1.0/"}
    assert "privacy" in photograph["description"]
    assert {"@id": "#withheld-assets/a-b.png"} not in found["./"]["hasPart"]
    assert found["assets/a-b.png"]["creditText"] == "Ana / Bo"


def test_what_is_not_known_is_not_invented() -> None:
    found = crate_of({"title": "A", "image": {"file": "assets/A b.SVG"}})
    root = found["./"]
    assert root["description"] == "A picture story of 1 slide."
    assert root["license"] == found["assets/a-b.png"]["license"] == {"@id": "#no-licence"}
    assert found["#no-licence"]["name"] == "No licence is stated"
    assert not {"datePublished", "dateModified", "creator", "identifier"} & set(root)
    assert "creditText" not in found["assets/a-b.png"]


def test_a_date_given_by_the_caller_stands_only_where_the_deck_has_none() -> None:
    for issued, expected in (("", "2026-02-01"), ("2025-01/2025-03", "2025-01")):
        text = crate(deck_of({"title": "A"}, issued=issued), FILES, AGENT, {}, "2026-02-01")
        assert entities(text)["./"]["datePublished"] == expected


def test_the_page_and_the_metadata_are_no_parts() -> None:
    parts = [part["@id"] for part in crate_of({"title": "A"})["./"]["hasPart"]]
    assert parts == [file.name for file in FILES[:-1]]


def test_a_deck_that_is_bundled_again_gives_the_same_crate() -> None:
    slide = {"title": "A", "image": {**PICTURE, "file": "assets/a-b.png"}}
    again = [file._replace(original="") for file in FILES]
    names = {"assets/a-b.png": "assets/a-b.png"}
    first = crate(deck_of(slide, file="a.yaml"), FILES, AGENT, names)
    assert crate(deck_of(slide, file="a.yaml"), again, AGENT, names) == first


def test_a_drawing_is_found_again_by_the_former_name_of_its_picture() -> None:
    def image(file: str, former: str) -> dict[str, Any]:
        return {"title": "A", "image": {"file": file, "original_filename": former}}

    deck = deck_of(
        image("assets/a/x.png", "X.svg"),
        image("assets/a/x.png", "X.svg"),
        image("assets/y.png", "Y.svg"),
        image("assets/b/y.png", "y.svg"),
        image("assets/z.png", "Z.PNG"),
        {"title": "B"},
    )
    names = [f"assets/attachments/{name}" for name in ("x.svg", "y.svg", "z.png")]
    assert drawn_from(deck, names) == {"assets/a/x.png": "assets/attachments/x.svg"}
    assert drawn_from(deck, []) == {}


def test_people_are_named_once_with_all_their_roles() -> None:
    creators = (Creator("A", "author"), Creator("A", "editor"), Creator("B", "Photographer"))
    found = crate_of({"title": "A"}, creators=creators)
    assert found["./"]["creator"] == [{"@id": "#creator-1"}, {"@id": "#creator-2"}]
    assert found["./"]["author"] == found["./"]["editor"] == {"@id": "#creator-1"}
    assert found["#creator-1"]["description"] == ["author", "editor"]
    assert found["#creator-2"]["description"] == "Photographer"


@pytest.mark.parametrize(
    ("url", "kind"), [("", "CreativeWork"), ("https://example.org", "SoftwareApplication")]
)
def test_the_program_is_an_application_where_it_has_an_address(url: str, kind: str) -> None:
    found = entities(crate(deck_of({"title": "A"}), FILES, AGENT._replace(url=url), PICTURES))
    assert found["#bundling"]["instrument"] == {"@id": "#agent"}
    assert found["#agent"]["@type"] == kind
    assert found["#agent"]["version"] == "1.0"


def test_slides_cite_sources_and_keep_their_order() -> None:
    sources = {
        "x": {
            "type": "report",
            "title": "On dots",
            "author": [{"family": "Doe", "given": "Jo"}, {"literal": "Dots & Co"}],
            "issued": {"date-parts": [[2026, 1, 3]]},
            "URL": "https://example.org/dots",
        },
        "y": {"type": "legislation", "title": "Dots Act", "URL": "https://example.org/dots"},
        "z": {"type": "book", "issued": {"date-parts": [["x"]]}},
    }
    slide = {"title": "A", "kicker": "k", "text": "*Dots* [@y; @x; @none].", "duration": 90.5}
    found = crate_of(*[slide] * 11, sources=sources)
    assert found["#slide-01"] == {
        "@id": "#slide-01",
        "@type": "CreativeWork",
        "name": "A",
        "alternativeHeadline": "k",
        "position": 1,
        "text": "Dots.",
        "timeRequired": "PT90.5S",
        "citation": [{"@id": "#source-2"}, {"@id": "https://example.org/dots"}],
    }
    assert [s["@id"] for s in found["#deck"]["hasPart"]][9:] == ["#slide-10", "#slide-11"]
    report = found["https://example.org/dots"]
    assert report["@type"] == "Report"
    assert report["creator"] == ["Jo Doe", "Dots & Co"]
    assert report["datePublished"] == "2026-01-03"
    assert found["#source-2"]["@type"] == "Legislation"
    assert "datePublished" not in found["#source-3"]


def test_a_slide_leads_to_its_file_by_the_name_in_the_deck() -> None:
    for file in ("A.yaml", "a.yaml"):  # before and after the deck got portable names
        found = crate_of({"title": "Dawn", "original_filename": "A.yaml"}, file=file)
        assert found["#slide-1"]["encoding"] == {"@id": "slides/a.yaml"}
        assert found["slides/a.yaml"]["alternateName"] == "A.yaml"
    assert found["slides/a.yaml"]["description"] == "Slide 1: Dawn"
    assert "encoding" not in crate_of({"title": "Dawn"}, file=None)["#slide-1"]


def test_a_picture_on_two_slides_keeps_both_descriptions() -> None:
    other = {**PICTURE, "alt_text": "Boats.", "extended_description": ""}
    found = crate_of({"title": "A", "image": PICTURE}, {"title": "B", "image": other})
    assert found["assets/a-b.png"]["description"] == ["A harbour at dawn.", "Boats."]
    assert found["assets/a-b.png"]["creditText"] == "Ana / Bo"


@pytest.mark.parametrize(
    ("spdx", "rights", "expected"),
    [
        ("MIT AND CC-BY-4.0", "", ["#licence-MIT%20AND%20CC-BY-4.0"]),
        ("LicenseRef-House", "", ["#licence-LicenseRef-House"]),
        ("", "javascript:alert(1)", ["#licence-javascript%3Aalert%281%29"]),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/", None),
    ],
)
def test_licences_become_entities(spdx: str, rights: str, expected: list[str] | None) -> None:
    graph = Graph()
    found = [ref["@id"] for ref in graph.add_rights(spdx, rights)]
    assert found == (expected or [rights])
    assert all(entities(graph.text())[at]["name"] for at in found)


def test_a_deck_of_ten_thousand_slides_is_quick() -> None:
    deck = deck_of(*[{"title": "A", "text": "b [@x]"}] * 10_000, sources={"x": {"type": "book"}})
    files = [
        CrateFile(f"slides/{n}.yaml", 1, UNKNOWN_HASH, "application/yaml") for n in range(10_000)
    ]
    began = time.process_time()
    crate(deck, files, AGENT, {})
    assert time.process_time() - began < 5
