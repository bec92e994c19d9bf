"""Every problem of a deck, in one run, in its place, with a remedy."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from reader.core.check import check, report_json
from reader.core.files import Blob, Folder
from reader.core.picture_files import PictureFile, examine
from reader.core.problems import RULES, Severity
from reader.core.shipped import shipped_deck
from reader.errors import DeckError

DECKS = Path(__file__).parents[1] / "decks"
HEADER = "format: deck/1\ntitle: x\nlanguage: en\n"
IMAGE = "image: {file: assets/a.png, alt_text: x, creators: [A], license: CC0-1.0}\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 8, 6)


def found(folder: Path) -> list[str]:
    """The problems as "file:line:column rule"."""
    return [f"{problem.where} {problem.rule}" for problem in check(Folder(folder))]


def deck(folder: Path, slide: str = "", header: str = "slides: [a.yaml]\n") -> Path:
    """A sound deck of one slide file, with more of this in it."""
    for name in ("slides", "assets"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "assets" / "a.png").write_bytes(PNG)
    (folder / "slides" / "deck.yaml").write_text(HEADER + header, encoding="utf-8")
    (folder / "slides" / "a.yaml").write_text("title: A\n" + slide, encoding="utf-8")
    return folder


def test_our_own_deck_has_no_problem() -> None:
    # The illustrations are drawn by a program and may not be there yet.
    assert [str(p) for p in check(Folder(shipped_deck())) if p.rule != "path.missing"] == []


def test_a_good_deck_has_no_problem() -> None:
    assert [str(problem) for problem in check(Folder(DECKS / "good"))] == []


def test_ten_faults_are_all_found_in_one_run() -> None:
    expected = (DECKS / "ten-faults" / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert found(DECKS / "ten-faults") == expected
    assert len({problem.rule for problem in check(Folder(DECKS / "ten-faults"))}) == 10


def test_a_sentence_names_the_place_the_fault_and_the_remedy() -> None:
    first, *_ = check(Folder(DECKS / "ten-faults"))
    assert str(first) == (
        "slides/01.yaml:1:1: error: unknown key: 'titel' is not a key of a slide; "
        "it is kept but not shown (did you mean 'title'?)"
    )


def test_what_is_broken_does_not_hide_the_rest() -> None:
    assert found(DECKS / "half-broken") == [
        "slides/broken.yaml:2:10 yaml.syntax",
        "slides/deck.yaml:6:5 path.missing",
        "slides/deck.yaml:8:5 path.leaves",
        "slides/deck.yaml:10:5 value.type",
        "slides/list.yaml:1 file.mapping",
    ]


def test_a_broken_deck_file_does_not_hide_the_slides(tmp_path: Path) -> None:
    folder = deck(tmp_path, "colour: red\n", "slides: [a.yaml\n")
    assert found(folder) == ["slides/a.yaml:2:1 key.unknown", "slides/deck.yaml:5:1 yaml.syntax"]


def test_no_deck(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match="not a deck"):
        check(Folder(tmp_path))


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("a [@one].", []),
        ("a [see @one, p. 3; @one].", []),
        ("a [@two].", ["2:10 source.undefined"]),
        ("a [@one; -@two].", ["2:17 source.undefined"]),
        ("|\n  a\n\n  b [@one]\n  c [@two]", ["6:6 source.undefined"]),
        ("|\n  a [@twofold] [@two]", ["3:6 source.undefined", "3:17 source.undefined"]),
        ("a [@one, @one] b", ["2:9 citation.form"]),
        ("a [@one b", ["2:9 citation.form"]),
        ("a [@] b [@one]", ["2:9 citation.form"]),
        ("|\n  a [see\n  @one, p. 3]", []),
        ("write to [me@example.org]", []),
        ("@one says", []),
    ],
)
def test_citations(tmp_path: Path, text: str, problems: list[str]) -> None:
    header = "sources:\n  one: {type: book}\nslides:\n  - a.yaml\n  - {title: B, text: '[@one]'}\n"
    slide = f"text: {text}\n" if text[0] not in "@|" else f"text: {text}\n".replace("@o", '"@o')
    if text[0] == "@":
        slide = 'text: "@one says"\n'
    elif text[0] == "|":
        slide = f"text: {text}\n"
    expected = [f"slides/a.yaml:{problem}" for problem in problems]
    assert found(deck(tmp_path, slide, header)) == expected


def test_sources_that_nobody_cites(tmp_path: Path) -> None:
    folder = deck(tmp_path, header="sources:\n  one: {type: book}\nslides: [a.yaml]\n")
    (problem,) = check(Folder(folder))
    assert (problem.rule, problem.severity) == ("source.unused", Severity.WARNING)
    assert str(problem.where) == "slides/deck.yaml:5:3"


@pytest.mark.parametrize(
    ("file", "rule"),
    [
        ("assets/none.png", "path.missing"),
        ("../a.png", "path.leaves"),
        ("/a.png", "path.absolute"),
        ("https://example.org/a.png", "path.absolute"),
        ("''", "path.empty"),
        ("slides/a.yaml", "picture.format"),
        ("assets/wide.png", "picture.large"),
        ("assets/vector.svg", ""),
        ("assets/text.svg", "picture.format"),
    ],
)
def test_picture_files(tmp_path: Path, file: str, rule: str) -> None:
    folder = deck(tmp_path, IMAGE.replace("assets/a.png", file))
    (folder / "assets" / "wide.png").write_bytes(PNG[:16] + struct.pack(">II", 40_001, 1))
    (folder / "assets" / "vector.svg").write_text("<?xml version='1.0'?>\n<svg/>")
    (folder / "assets" / "text.svg").write_text("hello <svg/>")
    assert found(folder) == ([f"slides/a.yaml:2:15 {rule}"] if rule else [])


def test_a_misspelt_file_is_guessed(tmp_path: Path) -> None:
    (problem,) = check(Folder(deck(tmp_path, IMAGE.replace("a.png", "A.png"))))
    assert problem.hint == "did you mean 'a.png'?"


def test_files_listed_twice_or_not_at_all(tmp_path: Path) -> None:
    folder = deck(tmp_path, header="slides:\n  - a.yaml\n  - ./a.yaml\n")
    (folder / "slides" / "b.yaml").write_text("titel: B\n")
    assert found(folder) == [
        "slides/b.yaml slide.unlisted",
        "slides/b.yaml:1:1 key.missing",
        "slides/b.yaml:1:1 key.unknown",
        "slides/deck.yaml:6:5 slide.twice",
    ]


def test_credits_and_rights_are_asked_for(tmp_path: Path) -> None:
    folder = deck(tmp_path, "image: {file: assets/a.png, alt_text: x}\n")
    assert [(p.rule, p.severity) for p in check(Folder(folder))] == [
        ("image.credit", Severity.WARNING),
        ("image.rights", Severity.WARNING),
    ]


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("{x: 0.1, y: 0.7, w: 0.9, h: 0.3}", []),
        ("{x: 0.5, y: 0.5, w: 0.6, h: 0.5}", ["slides/a.yaml:10:15 detail.outside"]),
        ("{x: 0.5, y: 0.5, w: 0.5, h: 0.6}", ["slides/a.yaml:10:15 detail.outside"]),
        ("{x: 0.5, y: 0.5, w: 0.6, h: 0.6}", ["slides/a.yaml:10:15 detail.outside"]),
        ("{x: 0.5, y: 0.5, w: 6, h: 0.5}", ["slides/a.yaml:10:35 value.range"]),
        ("", ["slides/a.yaml:10:14 value.empty"]),
    ],
)
def test_details_lie_in_the_picture(tmp_path: Path, region: str, expected: list[str]) -> None:
    image = IMAGE.replace("image: {", "image:\n  ").replace(", ", "\n  ").replace("}", "")
    slide = f"{image}  details:\n    - title: Mast\n      caption: Broken\n      region: {region}\n"
    assert found(deck(tmp_path, slide)) == expected


def test_a_detail_outside_is_told_in_words(tmp_path: Path) -> None:
    region = "{x: 0.5, y: 0.5, w: 0.25, h: 0.75}"
    details = f"details: [{{title: Mast, region: {region}}}]"
    (told,) = check(Folder(deck(tmp_path, IMAGE.replace("}", f", {details}}}"))))
    assert told.sentence.endswith(
        "the region leaves the picture: 'y' and 'h' are 1.25 together "
        "(make them at most 1 together, as they are shares of the picture's height)"
    )


def test_an_alias_is_one_fault_and_not_two(tmp_path: Path) -> None:
    assert found(deck(tmp_path, "kicker: &k x\nnotes: *k\n")) == [
        "slides/a.yaml:2:9 yaml.anchor",
        "slides/a.yaml:3:8 yaml.alias",
    ]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("kicker: 1984", "put it in quotes: '1984'"),
        ("kicker: true", "put it in quotes: 'true'"),
        ("duration: 3 minutes", "write the number alone, without a unit or quotes"),
        ("image: a.png", "write it as keys with values"),
        ("image: {file: a, decorative: yes}", "write true or false, without quotes"),
        ("image: {file: a, license: CC BY 4.0}", "did you mean 'CC-BY-4.0'?"),
        ("image: {file: a, rendition: stand-in}", "did you mean 'stand_in'?"),
        ("image: {file: a, altText: x}", "did you mean 'alt_text'?"),
        ("image: {file: a, web_page: example.org}", "did you mean 'https://example.org'?"),
    ],
)
def test_remedies(tmp_path: Path, line: str, hint: str) -> None:
    assert hint in {problem.hint for problem in check(Folder(deck(tmp_path, f"{line}\n")))}


def test_a_deck_full_of_faults_is_checked_in_time(tmp_path: Path) -> None:
    slides = "".join(f"- {{titel: x, text: '[@no{n}] [@{n},'}}\n" for n in range(3_000))
    assert len(check(Folder(deck(tmp_path, header=f"slides:\n- a.yaml\n{slides}")))) == 4 * 3_000


def test_report_has_its_permanent_keys() -> None:
    report = report_json(check(Folder(DECKS / "ten-faults")))
    assert json.loads(json.dumps(report)) == report
    assert (report["errors"], report["warnings"]) == (11, 0)
    assert report["problems"][0] == {
        "rule": "key.unknown",
        "severity": "error",
        "file": "slides/01.yaml",
        "line": 1,
        "column": 1,
        "path": ["titel"],
        "message": "unknown key: 'titel' is not a key of a slide; it is kept but not shown",
        "expected": "",
        "hint": "did you mean 'title'?",
    }


def test_rules_are_plain_and_have_a_remedy() -> None:
    for rule in RULES.values():
        assert rule.what
        assert rule.remedy
        assert not rule.what.endswith(".")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PNG, PictureFile("PNG", 8, 6)),
        (b"GIF89a" + struct.pack("<HH", 8, 6), PictureFile("GIF", 8, 6)),
        (
            b"\xff\xd8\xff\xe0\0\4xx\xff\xff\xc2\0\x0b\x08" + struct.pack(">HH", 6, 8),
            PictureFile("JPEG", 8, 6),
        ),
        (b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\7\0\0\5\0\0", PictureFile("WebP", 8, 6)),
        (
            b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 7 | 5 << 14),
            PictureFile("WebP", 8, 6),
        ),
        (
            b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 10 + struct.pack("<HH", 8, 6),
            PictureFile("WebP", 8, 6),
        ),
        (
            b"II*\0\x08\0\0\0\2\0"
            + struct.pack("<HHIHH", 256, 3, 1, 8, 0)
            + struct.pack("<HHII", 257, 4, 1, 6),
            PictureFile("TIFF", 8, 6),
        ),
        (b"\xff\xd8\xff", PictureFile("JPEG")),
        (b"%PDF-1.7", PictureFile("")),
        (b"", PictureFile("")),
        (b"WEBP but not really", PictureFile("")),
    ],
)
def test_picture_formats_by_their_first_bytes(
    tmp_path: Path, data: bytes, expected: PictureFile
) -> None:
    path = tmp_path / "picture"
    path.write_bytes(data)
    assert examine(Blob(path)) == expected
