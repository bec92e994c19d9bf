"""Any names become portable ones, the YAML follows, and SVG becomes a picture."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from pathlib import Path

import pytest
import yaml
from PIL import Image

from reader.core.check import check
from reader.core.files import Folder
from reader.errors import BundleError
from reader.formats.bags.proof import prove
from reader.formats.bundles.bundling import MADE
from reader.formats.bundles.gathering import gather
from reader.formats.bundles.portable_names import is_portable
from reader.formats.bundles.repacking import DRAWN_SIDE, Repacked, repack
from reader.formats.bundles.unbundling import unbundle
from reader.formats.places import files_at
from tests.formats.decks import SVG, bundled, make_deck, png, slide_of, tree, write, write_yaml

ODD = (
    "assets/with a space.png",
    "assets/Größe.png",
    "assets/港の写真.png",
    "assets/100%.png",
    "assets/" + unicodedata.normalize("NFD", "é.png"),
    "assets/Harbour.PNG",
    "assets/harbour.png",
    "assets/HARBOUR.png",
    "assets/CON.jpg",
    "assets/" + "long" * 50 + ".png",
    "assets/sub folder/Ünder/deep.png",
    "assets/dots...png",
    "assets/quote'\"quote.png",
    "assets/#hash & more [1] {2}, -x.png",
    "bilder/Übersicht.png",
)


def repacked(deck: Path) -> Repacked:
    files = Folder(deck)
    return repack(files, gather(files, MADE), MADE)


def packed_deck(deck: Path, folder: Path) -> dict[str, bytes]:
    """The files of the deck as they lie in its bundle, which must be sound."""
    made = bundled(deck, folder / "made.deck.zip")
    proof = prove(made.place)
    assert proof.findings == ()
    assert [str(found) for found in check(files_at(made.place))] == []
    unbundle(made.place, folder / "unpacked")
    found = tree(folder / "unpacked")
    for name in MADE:
        del found[name]
    return found


@pytest.mark.parametrize("inline", [False, True])
def test_odd_names_become_portable_and_the_deck_still_finds_its_pictures(
    tmp_path: Path, inline: bool
) -> None:
    pictures = {name: png(number) for number, name in enumerate(ODD)}
    deck = make_deck(tmp_path / "deck", pictures, inline=inline)
    found = packed_deck(deck, tmp_path)
    assert all(is_portable(name) for name in found)
    slides = yaml.safe_load(found["slides/deck.yaml"])["slides"]
    if not inline:
        slides = [yaml.safe_load(found[f"slides/{name}"]) for name in slides]
    assert len({slide["image"]["file"] for slide in slides}) == len(ODD)
    for slide, (name, data) in zip(slides, pictures.items(), strict=True):
        assert found[slide["image"]["file"]] == data
        former = slide["image"].get("original_filename")
        assert former == (None if is_portable(name) else name.rpartition("/")[2])


def test_portable_names_and_their_yaml_stay_as_they_are(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck")
    assert packed_deck(deck, tmp_path) == tree(deck)


def test_comments_and_layout_of_the_yaml_stay(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck", ["assets/One.png"])
    text = (
        "# About this slide\n"
        "title: 'One'   # short\n"
        "image: {file: assets/One.png, alt_text: \"A 'colour'\",   license: CC0-1.0,\n"
        "        credit_line: Me} # end\n"
        "text: >\n  folded\n  text [@one]\n"
    )
    write(deck, "slides/01.yaml", text)
    made = packed_deck(deck, tmp_path)["slides/01.yaml"].decode()
    start = "image: {"
    assert "original_filename: One.png" in made
    left = made.replace("original_filename: One.png, ", "").replace(
        "assets/one.png", "assets/One.png"
    )
    assert left == text
    assert start in made


def test_slide_files_are_renamed_in_the_list_and_keep_their_former_name(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck", ["assets/one.png"])
    (deck / "slides/01.yaml").rename(deck / "slides/Erste Folie.yaml")
    write_yaml(deck, "slides/Teil Zwei/Zweite.yaml", slide_of("assets/one.png"))
    header = yaml.safe_load((deck / "slides/deck.yaml").read_bytes())
    header["slides"] = ["Erste Folie.yaml", "./Teil Zwei//Zweite.yaml"]
    write_yaml(deck, "slides/deck.yaml", header)
    found = packed_deck(deck, tmp_path)
    assert yaml.safe_load(found["slides/deck.yaml"])["slides"] == [
        "erste-folie.yaml",
        "teil-zwei/zweite.yaml",
    ]
    slide = yaml.safe_load(found["slides/erste-folie.yaml"])
    assert slide["original_filename"] == "Erste Folie.yaml"


def test_an_original_file_name_that_is_there_stays(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck", ["assets/A.png"])
    slide = slide_of("assets/A.png")
    slide["image"]["original_filename"] = "DSC_0001.NEF"
    write_yaml(deck, "slides/01.yaml", slide)
    found = yaml.safe_load(packed_deck(deck, tmp_path)["slides/01.yaml"])
    assert found["image"]["original_filename"] == "DSC_0001.NEF"
    assert found["image"]["file"] == "assets/a.png"


def test_a_picture_used_twice_is_packed_once(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck", ["assets/A.png"])
    write_yaml(deck, "slides/02.yaml", slide_of("assets/A.png", title="Again"))
    header = yaml.safe_load((deck / "slides/deck.yaml").read_bytes())
    header["slides"] = ["01.yaml", "02.yaml"]
    write_yaml(deck, "slides/deck.yaml", header)
    found = packed_deck(deck, tmp_path)
    assert [name for name in found if name.endswith(".png")] == ["assets/a.png"]
    for name in ("slides/01.yaml", "slides/02.yaml"):
        assert yaml.safe_load(found[name])["image"]["file"] == "assets/a.png"


def test_an_svg_becomes_a_png_and_is_kept_among_the_attachments(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck", {"assets/Map 1.svg": SVG})
    found = packed_deck(deck, tmp_path)
    image = yaml.safe_load(found["slides/01.yaml"])["image"]
    assert image["file"] == "assets/map-1.png"
    assert image["original_filename"] == "Map 1.svg"
    assert found["assets/attachments/map-1.svg"] == SVG
    drawn = Image.open(io.BytesIO(found["assets/map-1.png"]))
    assert (drawn.format, drawn.size) == ("PNG", (DRAWN_SIDE, DRAWN_SIDE * 3 // 4))
    left, right = (
        drawn.convert("RGB").getpixel((100, 100)),
        drawn.convert("RGB").getpixel((3000, 100)),
    )
    assert (left, right) == ((0, 0, 204), (204, 0, 0))


CLASHES = {
    "png-there": ["assets/x.svg", "assets/x.png"],
    "both-names-there": ["assets/x.svg", "assets/x.png", "assets/x.svg.png", "assets/x-2.png"],
    "two-folders": ["assets/a/x.svg", "assets/b/x.svg"],
    "case": ["assets/x.svg", "assets/X.svg", "assets/x.SVG"],
    "attachment-there": ["assets/x.svg", "assets/attachments/x.svg"],
    "folder-there": ["assets/x.svg", "assets/x.png/y.png"],
    "attachment-folder": ["assets/x.svg", "assets/attachments/x.svg/y.png"],
    "no-ending": ["assets/x", "assets/y.png"],
    "wrong-ending": ["assets/x.jpg", "assets/x.png"],
}


@pytest.mark.parametrize("names", CLASHES.values(), ids=CLASHES)
def test_drawn_pictures_never_take_the_name_of_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str]
) -> None:
    monkeypatch.setattr("reader.formats.bundles.repacking.DRAWN_SIDE", 40)
    pictures = {}
    for number, name in enumerate(names):
        is_drawing = not name.lower().endswith(".png")
        pictures[name] = SVG.replace(b"#c00", b"#c%02d" % number) if is_drawing else png(number)
    deck = make_deck(tmp_path / "deck", pictures)
    write(deck, "assets/attachments/x-2.svg", "an attachment")
    found = packed_deck(deck, tmp_path)
    values = list(found.values())
    for data in (*pictures.values(), b"an attachment"):
        assert values.count(data) == 1
    shown = [
        yaml.safe_load(found[f"slides/{n:02d}.yaml"])["image"]["file"]
        for n in range(1, len(names) + 1)
    ]
    assert len({hashlib.sha256(found[name]).digest() for name in shown}) == len(names)
    for name, data in zip(shown, pictures.values(), strict=True):
        assert found[name] == data or data.startswith(b"<svg")


def test_names_of_attachments_become_portable(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck")
    for name in (".hidden", "Ä b.txt", "a-b.txt", "Makefile"):
        write(deck, f"assets/attachments/{name}", name)
    found = packed_deck(deck, tmp_path)
    kept = sorted(data.decode() for name, data in found.items() if "/attachments/" in name)
    assert kept == [".hidden", "Makefile", "a-b.txt", "Ä b.txt"]


def test_a_name_that_is_no_text_becomes_portable_too(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck")
    try:
        write(deck, "assets/attachments/\udcff\udcfe.txt", "kept")
    except OSError:
        pytest.skip("this file system takes no such name")
    found = packed_deck(deck, tmp_path)
    assert [data for name, data in found.items() if "/attachments/" in name] == [b"kept"]


def test_what_makes_names_too_long_is_one_sentence(tmp_path: Path) -> None:
    deep = "assets/" + "folder-of-twenty-char/" * 50 + "x.png"
    deck = make_deck(tmp_path / "deck", [deep])
    with pytest.raises(BundleError, match="too long for a bundle"):
        bundled(deck, tmp_path / "made.deck.zip")
    assert not (tmp_path / "made.deck.zip").exists()


@pytest.mark.parametrize("pictures", [ODD, CLASHES["case"], CLASHES["two-folders"]])
def test_what_is_unpacked_makes_the_same_bundle_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pictures: list[str]
) -> None:
    monkeypatch.setattr("reader.formats.bundles.repacking.DRAWN_SIDE", 40)
    deck = make_deck(
        tmp_path / "deck",
        {name: SVG if name.lower().endswith("svg") else png(n) for n, name in enumerate(pictures)},
    )
    write(deck, "assets/attachments/Über.txt", "kept")
    first = bundled(deck, tmp_path / "a.deck.zip")
    unbundle(first.place, tmp_path / "unpacked")
    again = bundled(tmp_path / "unpacked", tmp_path / "b.deck.zip")
    direct = bundled(files_at(first.place), tmp_path / "c.deck.zip")
    assert again.place.read_bytes() == first.place.read_bytes() == direct.place.read_bytes()
    assert again.left_out == direct.left_out == ()


def test_what_is_renamed_can_be_told_apart_from_what_is_not(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck", ["assets/A.png", "assets/b.png"])
    items = {item.name for item in repacked(deck).items}
    assert {"assets/a.png", "assets/b.png"} < items
