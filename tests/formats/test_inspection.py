"""What is inside a bundle is told from its own files, and nothing of it is said to be proved."""

from __future__ import annotations

import hashlib
import json
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.files import Folder
from reader.errors import BundleError, DeckError
from reader.formats.bundles.bundling import bundle
from reader.formats.looking.inspection import (
    MOST_LISTED,
    inspect,
    inspection_json,
    inspection_lines,
)
from reader.formats.signing.trusted_keys import TrustedKeys, read_trusted
from tests.formats.bags import make_bag
from tests.formats.signers import done, minisign_pair, needs_minisign
from tests.formats.stories import DRAWING, KEYS, VALUES, png, slide, write_story

NOBODY = TrustedKeys()
WITHHELD = {
    "rendition": "stand_in",
    "stand_in_for": {
        "credit_line": "AFP",
        "withheld_because": "no_redistribution_licence",
        "relation": "same_subject",
    },
}


def story(folder: Path) -> Path:
    """Three slides, two pictures, an attachment."""
    slides: list[dict[str, Any] | str] = [
        "01 Das Erste.yaml",
        slide(2),
        slide(1, title="Once more", image={"file": "assets/Ein Bild.png"}),
    ]
    first = slide(1, image={"file": "assets/Ein Bild.png", **WITHHELD})
    files: dict[str, dict[str, Any] | bytes] = {
        "slides/01 Das Erste.yaml": first,
        "assets/Ein Bild.png": png(9, (40, 30)),
        "assets/attachments/notes.txt": b"kept",
    }
    return write_story(folder, slides, files, license="CC-BY-4.0")


def bundled(folder: Path) -> Path:
    return bundle(Folder(story(folder / "deck")), folder / "out.deck.zip").place


def unpacked(made: Path, folder: Path) -> Path:
    with zipfile.ZipFile(made) as opened:
        opened.extractall(folder)
    (top,) = folder.iterdir()
    return top


def told(path: Path, trusted: TrustedKeys = NOBODY) -> dict[str, Any]:
    """The data, as a program reads it."""
    read: dict[str, Any] = json.loads(json.dumps(inspection_json(inspect(path, trusted))))
    return read


def lines_of(path: Path, trusted: TrustedKeys = NOBODY) -> list[str]:
    return inspection_lines(inspect(path, trusted))


def below(lines: list[str], heading: str) -> list[str]:
    """The lines of a section."""
    start = lines.index(heading) + 1
    return [*lines[start : [*lines, ""].index("", start)]]


def test_a_bundle_tells_what_it_holds(tmp_path: Path) -> None:
    made = bundled(tmp_path)
    found = told(made)
    with zipfile.ZipFile(made) as judge:
        names = {info.filename.partition("/")[2]: info for info in judge.infolist()}
        tags = judge.read(names["tagmanifest-sha512.txt"])
        info = judge.read(names["bag-info.txt"]).decode().splitlines()
        picture = judge.read(names["data/assets/ein-bild.png"])
    assert (found["kind"], found["bytes"]) == ("bundle", made.stat().st_size)
    sizes = {file["file"]: file["bytes"] for file in found["files"]}
    assert sizes == {name: info.file_size for name, info in names.items()}
    assert list(sizes.values()) == sorted(sizes.values(), reverse=True)
    assert found["bag"]["seal"] == {"sha512": hashlib.sha512(tags).hexdigest()}
    assert [f"{pair['label']}: {pair['value']}" for pair in found["bag"]["info"]] == info
    assert f"External-Identifier: {found['bag']['identifier']}" in info
    assert f"Bag-Software-Agent: {found['bag']['agent']}" in info
    assert found["bag"]["date"] == "2026-01-03"
    assert found["bag"]["version"] == "1.0"
    assert found["bag"]["algorithms"] == ["sha256", "sha512"]
    assert (found["bag"]["errors"], found["bag"]["warnings"]) == (0, 0)
    assert found["fixity"] == "not checked yet"
    first = found["pictures"][0]
    assert first["digest"] == {"sha256": hashlib.sha256(picture).hexdigest()}
    assert found["attachments"] == [{"file": "data/assets/attachments/notes.txt", "bytes": 4}]


def test_every_picture_is_told_with_its_slides_and_its_rights(tmp_path: Path) -> None:
    pictures = told(bundled(tmp_path))["pictures"]
    places = [(picture["file"], picture["slides"]) for picture in pictures]
    assert places == [
        ("assets/ein-bild.png", [1]),  # the third slide credits it in other words
        ("assets/2.png", [2]),
        ("assets/ein-bild.png", [3]),
    ]
    first, second, third = pictures
    assert (first["bytes"], first["width"], first["height"]) == (len(png(9, (40, 30))), 40, 30)
    assert first["media_type"] == "image/png"
    assert first["original_filename"] == third["original_filename"] == "Ein Bild.png"
    assert first["credit"].startswith("Photograph: AFP (not reproduced) · Illustration: Painter 1")
    assert first["stand_in_for"]["withheld_because"] == "no_redistribution_licence"
    assert (third["stand_in_for"], third["rendition"]) == (None, "original")
    assert (second["license"], second["rights"], second["problem"]) == ("CC-BY-4.0", "", "")


def test_a_picture_that_slides_credit_alike_stands_once(tmp_path: Path) -> None:
    place = write_story(tmp_path, [slide(1), slide(2), slide(1, title="Again")])
    pictures = told(place)["pictures"]
    assert [(picture["file"], picture["slides"]) for picture in pictures] == [
        ("assets/1.png", [1, 3]),
        ("assets/2.png", [2]),
    ]
    assert "      slides 1 and 3 · image/png · 4 × 3 pixels" in "\n".join(lines_of(place))


def test_slides_and_sources_are_told(tmp_path: Path) -> None:
    found = told(bundled(tmp_path))
    assert [(s["number"], s["title"], s["file"]) for s in found["slides"]] == [
        (1, "Slide 1", "slides/01-das-erste.yaml"),
        (2, "Slide 2", None),
        (3, "Once more", None),
    ]
    assert [(source["id"], source["slides"]) for source in found["sources"]] == [
        ("one", [1, 2, 3]),
        ("two", []),
    ]
    assert found["deck"] == {
        "title": "Fields",
        "summary": "A deck of fields.",
        "language": "en",
        "id": "urn:uuid:5a9d5f0e-1f0e-4b6e-9c53-0f8a4b8f8d11",
        "creators": [{"name": "Ada Example", "role": "author"}],
        "issued": "2026-01-03",
        "modified": "",
        "license": "CC-BY-4.0",
        "rights": "",
    }


def test_the_lines_say_all_of_it_to_people(tmp_path: Path) -> None:
    lines = lines_of(bundled(tmp_path))
    assert lines[:5] == [
        "Fields",
        "By Ada Example",
        "Published 3 January 2026",
        "",
        "A deck of fields.",
    ]
    holds = below(lines, "Holds")
    assert "  Deck         3 slides, 2 pictures, 1 attachment and 2 sources" in holds
    assert "  Texts        CC BY 4.0" in holds
    bag = below(lines, "Bag")
    assert "  Files        not verified here: `deck-reader verify` does" in bag
    assert "  Hashes       SHA-256 and SHA-512" in bag
    assert "  Bagged       3 January 2026" in bag
    assert below(lines, "Signatures") == ["  unsigned"]
    assert below(lines, "Slides") == ["  1  Slide 1", "  2  Slide 2", "  3  Once more"]
    assert below(lines, "Pictures")[:6] == [
        "  assets/ein-bild.png",
        f"      slide 1 · image/png · 40 × 30 pixels · {len(png(9, (40, 30)))} bytes",
        "      Photograph: AFP (not reproduced) · Illustration: Painter 1 · CC BY 4.0",
        "      A stand-in. No licence allows the photograph to be passed on.",
        "      called Ein Bild.png before it was bundled",
        "  assets/2.png",
    ]
    assert below(lines, "Attachments") == ["  data/assets/attachments/notes.txt · 4 bytes"]
    assert len(below(lines, "Largest files")) == 5


def test_a_folder_is_told_without_a_bag(tmp_path: Path) -> None:
    place = story(tmp_path / "deck")
    (place / "private.txt").write_text("not of the deck")
    found = told(place)
    assert (found["kind"], found["bag"], found["signed"], found["fixity"]) == (
        "folder",
        None,
        None,
        None,
    )
    files = sorted(path for room in ("slides", "assets") for path in (place / room).rglob("*.*"))
    assert sorted(file["file"] for file in found["files"]) == [
        path.relative_to(place).as_posix() for path in sorted(files)
    ]
    assert found["bytes"] == sum(path.stat().st_size for path in files)
    assert found["pictures"][0]["digest"] is None
    lines = lines_of(place)
    assert "Bag" not in lines
    assert "Signatures" not in lines
    holds = "".join(below(lines, "Holds")).replace(" ", "")
    assert holds.startswith(f"Folder{place}Size")


def test_an_unpacked_bag_tells_the_same_as_its_bundle(tmp_path: Path) -> None:
    made = bundled(tmp_path)
    one, other = told(made), told(unpacked(made, tmp_path / "out"))
    assert (other.pop("kind"), one.pop("kind")) == ("bag", "bundle")
    for found in (one, other):
        del found["place"], found["bytes"]
    assert one == other


def test_nothing_is_proved(tmp_path: Path) -> None:
    bag = unpacked(bundled(tmp_path), tmp_path / "out")
    picture = bag / "data" / "assets" / "ein-bild.png"
    picture.write_bytes(png(77, (40, 30)))
    text = bag / "data" / "slides" / "01-das-erste.yaml"
    text.write_text(text.read_text("utf-8").replace("Slide 1", "Changed"), "utf-8")
    found = inspect(bag, NOBODY)
    assert found.deck is not None
    assert found.deck.files.proved == {}
    assert found.deck.slides[0].title == "Changed"
    assert inspection_json(found)["fixity"] == "not checked yet"


def test_of_large_pictures_only_the_beginning_is_read(tmp_path: Path) -> None:
    place = write_story(tmp_path, [slide(1)])
    with (place / "assets" / "1.png").open("r+b") as file:
        file.truncate(2**31)
    tracemalloc.start()
    try:
        (picture,) = inspect(place, NOBODY).pictures
        assert tracemalloc.get_traced_memory()[1] < 32 * 2**20
    finally:
        tracemalloc.stop()
    assert (picture.size, picture.width) == (2**31, 4)


def test_a_size_behind_much_metadata_is_found(tmp_path: Path) -> None:
    segment = b"\xff\xe1\xff\xff" + b"\0" * 65_533
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 600, 800, 1) + b"\1\x11\0"
    files = {"assets/1.png": b"\xff\xd8" + 4 * segment + frame}
    (picture,) = told(write_story(tmp_path, [slide(1)], files))["pictures"]
    assert (picture["width"], picture["height"]) == (800, 600)
    assert picture["media_type"] == "image/jpeg"


def test_a_drawing_has_no_pixels(tmp_path: Path) -> None:
    place = write_story(tmp_path, [slide(1)], {"assets/1.png": DRAWING.encode()})
    (picture,) = told(place)["pictures"]
    assert (picture["width"], picture["height"]) == (None, None)
    assert picture["media_type"] == "image/svg+xml"
    assert f"      slide 1 · image/svg+xml · {len(DRAWING)} bytes" in lines_of(place)


@pytest.mark.parametrize("file", ["assets/gone.png", "../secret.png", "/etc/passwd", "assets"])
def test_a_picture_that_cannot_be_is_told_and_not_opened(tmp_path: Path, file: str) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    place = write_story(tmp_path / "deck", [slide(1, image={"file": file})])
    (picture,) = told(place)["pictures"]
    assert (picture["bytes"], picture["media_type"]) == (None, "")
    assert file in picture["problem"]
    assert picture["problem"].split()[0] in "\n".join(lines_of(place))


def test_what_is_no_picture_is_told(tmp_path: Path) -> None:
    place = write_story(tmp_path, [slide(1)], {"assets/1.png": b"%PDF-1.7"})
    (picture,) = told(place)["pictures"]
    assert picture["problem"] == "it is not a picture that can be shown"


def test_what_is_not_known_is_said(tmp_path: Path) -> None:
    bare = {"title": "Bare", "image": {"file": "assets/1.png"}}
    place = write_story(tmp_path, [bare], creators=[], issued="", language="", id="", summary="")
    lines = lines_of(place)
    assert lines[:4] == ["Fields", "Its makers are not named", "It is not dated", ""]
    holds = below(lines, "Holds")
    assert "  Language     not stated" in holds
    assert "  Texts        no licence stated" in holds
    assert "  Identifier   none" in holds
    assert "      No credit given · no licence or rights statement · no alt text" in below(
        lines, "Pictures"
    )


def test_a_bag_of_something_else_is_told_without_a_deck(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", algorithms=("md5",), version="0.97")
    found = told(bag)
    assert found["deck"] is None
    assert "slides/deck.yaml" in found["problem"]
    assert (found["bag"]["seal"], found["bag"]["algorithms"]) == (None, ["md5"])
    assert found["bag"]["warnings"] >= 2
    lines = lines_of(bag)
    assert lines[0].startswith("No deck: ")
    assert "  Seal         none: there is no tagmanifest-sha512.txt" in lines
    assert any(line.startswith("  Structure    0 errors and ") for line in lines)
    assert "Slides" not in lines


def test_a_broken_deck_in_a_bag_does_not_hide_the_bag(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {"data/slides/deck.yaml": b"title: x: y\nslides: [a.yaml]\n"})
    found = told(bag)
    assert found["deck"] is None
    assert "not YAML" in found["problem"]
    assert found["bag"]["version"] == "1.0"


@needs_minisign
def test_signatures_are_told_in_words(tmp_path: Path) -> None:
    bag = unpacked(bundled(tmp_path), tmp_path / "out")
    public, secret = minisign_pair(tmp_path)
    (bag / "signatures").mkdir()
    place = bag / "signatures" / "ann.minisig"
    message = bag / "tagmanifest-sha512.txt"
    done("minisign", "-S", "-s", secret, "-m", message, "-x", place, "-t", "for the archive")
    unknown = told(bag)
    assert (unknown["signed"], unknown["signatures"][0]["state"]) == ("unknown_key",) * 2
    assert "  signed by an unknown key " in "\n".join(lines_of(bag))
    trusted = read_trusted(public)
    (known,) = told(bag, trusted)["signatures"]
    assert (known["state"], known["comment"]) == ("known", "for the archive")
    assert known["file"] == "signatures/ann.minisig"
    lines = below(lines_of(bag, trusted), "Signatures")
    assert lines[0] == f"  signed by {known['name']}"
    assert "for the archive" in " ".join(lines)
    message.write_text(message.read_text("utf-8").replace("0", "1"), "utf-8")
    assert told(bag, trusted)["signed"] == "bad"


@pytest.mark.parametrize(
    "text",
    [
        "\nSignatures\n  signed by Ann\n\nBag\n",
        "\u2028Bag\u2028\x85Bag\x0bBag\x0cBag\x1cBag",
        "x" * 100_000,
        "word " * 100_000,
        " " * 100_000 + "end",
        "\x1b[2J\x1b]0;title\x07",
        "\u202egnp.exe",
    ],
)
def test_no_text_of_a_deck_can_pass_for_a_line_of_ours(tmp_path: Path, text: str) -> None:
    said = f"Deck {text}"
    keys = ("credit_line", "license", "alt_text", "original_filename")
    image: dict[str, Any] = dict.fromkeys(keys, said)
    withheld = {"credit_line": said, "withheld_because": said, "note": said}
    image |= {"creators": [said], "rendition": "stand_in", "stand_in_for": withheld}
    place = write_story(
        tmp_path,
        [slide(1, title=said, image=image), slide(2, image={"file": said})],
        title=said,
        summary=said,
        language=said,
        id=said,
        license=said,
        creators=[{"name": said, "role": said}],
        issued=said,
    )
    lines = lines_of(place)
    assert max(map(len, lines)) <= 80
    assert len(lines) < 150
    headings = ["Holds", "Slides", "Pictures", "Largest files"]
    assert [line for line in lines if line in (*headings, "Bag", "Signatures")] == headings
    assert all(len(line.splitlines()) <= 1 for line in lines)


def test_texts_of_a_bag_are_bounded_too(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {"data/" + "n" * 200: b"x"})
    labels = ("Bag-Software-Agent", "Bagging-Date", "External-Identifier", "External-Description")
    (bag / "bag-info.txt").write_text("".join(f"{label}: {'y' * 9000}\n" for label in labels))
    lines = lines_of(bag)
    assert max(map(len, lines)) <= 80
    assert len(lines) < 60


def test_a_long_deck_is_told_in_seconds_and_in_part(tmp_path: Path) -> None:
    count = 10_000
    place = write_story(tmp_path, [slide(number) for number in range(1, count + 1)])
    start = time.perf_counter()
    found = inspect(place, NOBODY)
    lines = inspection_lines(found)
    assert time.perf_counter() - start < 15
    assert len(found.pictures) == count
    assert len(inspection_json(found)["slides"]) == count
    assert len(below(lines, "Slides")) == MOST_LISTED + 1
    assert lines.count("  … and 9,800 more, which --json lists") == 2


def test_what_is_no_deck_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match="does not exist"):
        inspect(tmp_path / "none", NOBODY)
    with pytest.raises(DeckError, match="is not a deck"):
        inspect(tmp_path, NOBODY)
    (tmp_path / "bad.deck.zip").write_bytes(b"PK\3\4 and so on")
    with pytest.raises(BundleError):
        inspect(tmp_path / "bad.deck.zip", NOBODY)


def test_a_bundle_in_which_two_tools_could_see_two_decks_is_refused(tmp_path: Path) -> None:
    made = bundled(tmp_path)
    made.write_bytes(made.read_bytes() + b"more")
    with pytest.raises(BundleError) as refused:
        inspect(made, NOBODY)
    assert "deck-reader verify" in refused.value.hint


def test_the_keys_of_the_data_are_permanent(tmp_path: Path) -> None:
    found = told(bundled(tmp_path))
    assert [*found] == [
        *("place", "kind", "bytes", "files", "fixity", "deck", "problem", "slides", "pictures"),
        *("attachments", "sources", "bag", "signed", "signatures"),
    ]
    assert [*found["bag"]] == [
        *("version", "agent", "date", "identifier", "description", "algorithms", "seal"),
        *("info", "errors", "warnings"),
    ]
    assert [*found["pictures"][0]] == [
        *("file", "slides", "bytes", "width", "height", "media_type", "digest", "alt_text"),
        *("decorative", "credit", "credit_line", "creators", "license", "rights", "rendition"),
        *("stand_in_for", "original_filename", "problem"),
    ]


@given(st.sampled_from(KEYS), VALUES)
@settings(max_examples=100, deadline=None)
def test_wrong_types_anywhere_are_told_all_the_same(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: Any
) -> None:
    place = write_story(
        tmp_path_factory.mktemp("chance"),
        [{**slide(1), key: value}, slide(2, image={key: value})],
        sources={"one": {key: value}, "two": value},
        **dict.fromkeys(("title", "summary", "creators", "issued", "language"), value),
    )
    assert len(told(place)["slides"]) == 2
    assert max(map(len, lines_of(place))) <= 80
