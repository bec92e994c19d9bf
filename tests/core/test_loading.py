"""Reading decks: whole, in parts, and in spite of what is broken."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.core import limits
from reader.core.deck import Deck
from reader.core.files import Folder
from reader.core.loading import find_deck, load, read
from reader.core.paths import picture_fault
from reader.core.reading import deck_of
from reader.core.shipped import shipped_deck
from reader.errors import DeckError

DECKS = Path(__file__).parents[1] / "decks"


def write(folder: Path, deck: str, **files: str) -> Path:
    """A deck in `folder` with this deck.yaml and these slide files."""
    (folder / "slides").mkdir(exist_ok=True)
    (folder / "slides" / "deck.yaml").write_text(deck, encoding="utf-8")
    for name, text in files.items():
        (folder / "slides" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def titles(deck: Deck) -> list[str]:
    return [slide.title for slide in deck.slides]


def faults(folder: Path) -> list[str]:
    return [fault for _, _, fault in [*read(Folder(folder))][-1]["slides"]]


def test_our_own_deck() -> None:
    deck = load(Folder(shipped_deck()))
    assert titles(deck)[0] == "Architects of Intelligence"
    assert len(deck.slides) == 7
    assert [creator.role for creator in deck.creators] == ["author", "editor"]
    assert deck.issued == "2026-01-03T19:38:00+05:30"
    assert not any(slide.fault for slide in deck.slides)


def test_a_deck_of_files_and_slides() -> None:
    deck = load(Folder(DECKS / "good"))
    assert titles(deck) == ["The first slide", "The second slide"]
    assert deck.slides[0].kicker == "no"
    assert deck.slides[0].duration == 12.5
    assert list(deck.sources) == ["one", "two"]
    assert deck.license == "CC-BY-4.0"


def test_a_broken_slide_leaves_the_others_alone() -> None:
    deck = load(Folder(DECKS / "half-broken"))
    assert titles(deck) == [
        "Sound",
        "missing.yaml",
        "broken.yaml",
        "../outside.yaml",
        "list.yaml",
        "",
        "Sound too",
    ]
    found = [slide.fault for slide in deck.slides]
    assert found == [
        "",
        "slides/deck.yaml:6:5: 'slides/missing.yaml' is not there "
        "(put the file there or correct its name)",
        "slides/broken.yaml:2:10: this is not YAML: ': ' inside a text begins another key "
        "(put the whole text in quotes)",
        "slides/deck.yaml:8:5: 'slides/../outside.yaml' leaves the slides folder "
        "(put the file in the slides folder and write its path without '..')",
        "slides/list.yaml:1: the file holds a list, and not keys with values "
        "(write lines such as 'title: Harbour')",
        "slides/deck.yaml:10:5: this is neither a slide nor the name of a file in the slides "
        "folder (write a name such as 01-harbour.yaml)",
        "",
    ]


def test_faults_short_of_a_syntax_error_do_not_hide_a_slide(tmp_path: Path) -> None:
    deck = "format: deck/1\nslides: [one.yaml]\n"
    one = "title: &a One\ntitle: Two\nkicker: *a\nduration: long\n"
    slide = load(Folder(write(tmp_path, deck, one=one))).slides[0]
    assert (slide.title, slide.kicker, slide.duration, slide.fault) == ("One", "", None, "")


@pytest.mark.parametrize(
    ("deck", "message"),
    [
        ("", "no slides"),
        ("- a\n", "no keys"),
        ("just text\n", "no keys"),
        ("title: x\n", "no slides"),
        ("slides: []\n", "no slides"),
        ("slides: {a: b}\n", "no slides"),
        ("title: x: y\nslides: [a.yaml]\n", "not YAML"),
        ("format: deck/2\nslides: [a.yaml]\n", "format 'deck/2'"),
        ("slides: [a.yaml]\nformat: 1\n", "format 1"),
        ("slides: [a.yaml]\ntitle: 'x\n", "quotation mark"),
        (f"slides: [{'a,' * (limits.SLIDES + 1)}]", "at most 50,000"),
    ],
)
def test_a_deck_that_cannot_be_used(tmp_path: Path, deck: str, message: str) -> None:
    with pytest.raises(DeckError, match=message) as caught:
        load(Folder(write(tmp_path, deck)))
    assert caught.value.hint
    assert caught.value.where
    assert caught.value.where.file == tmp_path / "slides" / "deck.yaml"


def test_a_deck_without_its_file(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match="not a deck") as caught:
        load(Folder(tmp_path))
    assert caught.value.hint


def test_unknown_keys_are_kept(tmp_path: Path) -> None:
    deck = load(Folder(write(tmp_path, "colour: red\nslides: [{title: x}]\n")))
    assert deck.extra == {"colour": "red"}


def test_a_long_deck_in_one_file_comes_in_two_readings(tmp_path: Path) -> None:
    slides = "".join(f"  - {{title: Slide {n}, notes: {'x' * 100}}}\n" for n in range(5_000))
    folder = write(tmp_path, f"format: deck/1\ntitle: Long\nslides:\n{slides}language: en\n")
    first, last = read(Folder(folder), wanted=2)
    assert (first["complete"], first["count"], len(first["slides"])) == (False, None, 3)
    assert first["header"] == {"format": "deck/1", "title": "Long"}
    assert (last["complete"], last["count"], len(last["slides"])) == (True, 5_000, 5_000)
    assert last["header"]["language"] == "en"
    assert first["wanted"] == last["wanted"] == 2
    assert deck_of(first).slides[2].title == deck_of(last).slides[2].title == "Slide 2"
    assert not deck_of(first).complete
    assert len([*read(Folder(folder), wanted=9_999)]) == 1


def test_a_deck_of_many_files_reads_the_wanted_one_first(tmp_path: Path) -> None:
    names = [f"s{n}" for n in range(50)]
    deck = f"slides: [{', '.join(f'{name}.yaml' for name in names)}]\n"
    folder = write(tmp_path, deck, **{name: f"title: {name}\n" for name in names})
    first, last = read(Folder(folder), wanted=7)
    assert first["slides"][7] == ("s7.yaml", {"title": "s7"}, "")
    assert first["slides"][8] == ("s8.yaml", {}, "")
    assert (first["count"], first["complete"]) == (50, False)
    assert all(data for _, data, _ in last["slides"])
    assert next(read(Folder(folder), wanted=99))["slides"][49][1] == {"title": "s49"}


def test_a_short_deck_comes_at_once() -> None:
    (reading,) = read(Folder(DECKS / "good"))
    assert reading["complete"]
    assert reading["count"] == 2


@pytest.mark.parametrize("name", ["good", "half-broken", "ten-faults"])
def test_readings_can_cross_a_pipe(name: str) -> None:
    for reading in read(Folder(DECKS / name)):
        assert marshal.loads(marshal.dumps(dict(reading))) == reading


@pytest.mark.parametrize(
    "inside", ["", "slides", "slides/deck.yaml", "slides/01-first.yaml", "assets/one.png"]
)
def test_a_deck_is_found_from_anything_in_it(inside: str) -> None:
    assert find_deck(DECKS / "good" / inside) == (DECKS / "good").resolve()


def test_a_deck_is_found_from_the_current_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DECKS / "good" / "slides")
    assert find_deck(Path()) == (DECKS / "good").resolve()


def test_no_deck_is_found(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match="not a deck"):
        find_deck(tmp_path)
    with pytest.raises(DeckError, match="does not exist"):
        find_deck(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("assets/one.png", ""),
        ("", "empty"),
        ("  ", "empty"),
        ("assets", "not there"),
        ("assets/none.png", "not there"),
        ("assets/\0", "not there"),
        ("x" * 10_000, "not there"),
        ("../good/assets/one.png", "leaves the deck"),
        ("assets/../../good/assets/one.png", "leaves the deck"),
        ("/etc/passwd", "not a path inside"),
        ("C:\\one.png", "not a path inside"),
        ("assets\\one.png", "not a path inside"),
        ("file:///etc/passwd", "not a path inside"),
        ("\\\\server\\share\\one.png", "not a path inside"),
    ],
)
def test_pictures_stay_in_the_deck(file: str, says: str) -> None:
    fault = picture_fault(Folder(DECKS / "good"), file)
    assert says in fault
    assert bool(fault) == bool(says)


def test_links_may_not_leave_the_deck(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("title: Outside\n", encoding="utf-8")
    deck = tmp_path / "deck"
    deck.mkdir()
    write(deck, "slides: [link.yaml, inner.yaml, one.yaml]\n", one="title: One\n")
    try:
        (deck / "slides" / "link.yaml").symlink_to(outside)
        (deck / "slides" / "inner.yaml").symlink_to("one.yaml")
    except OSError:
        pytest.skip("this system allows no links")
    assert faults(deck)[0].startswith("slides/deck.yaml:1:10: 'slides/link.yaml' is a link")
    assert faults(deck)[1:] == ["", ""]
    assert "link that leaves" in picture_fault(Folder(deck), "slides/link.yaml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path, "slides: [pipe.yaml]\n")
    os.mkfifo(tmp_path / "slides" / "pipe.yaml")
    assert "is not there" in faults(tmp_path)[0]


def test_reading_a_sound_deck_loads_nothing_heavy() -> None:
    script = """
import sys
from pathlib import Path
from reader.core.files import Folder
from reader.core.loading import load
load(Folder(Path(sys.argv[1])))
heavy = {"jsonschema_rs", "difflib", "json", "reader.core.problems", "reader.core.check"}
print(heavy & set(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(DECKS / "good")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"
