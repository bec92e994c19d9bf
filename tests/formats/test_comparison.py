"""What changed between two decks is told as an editor would, and nothing where nothing did."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import time
import tracemalloc
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.files import Folder
from reader.core.shipped import shipped_deck
from reader.errors import DeckError
from reader.formats.bundles.bundling import bundle
from reader.formats.looking.changes import Change, Comparison, Keys, PictureMention
from reader.formats.looking.comparison import (
    MOST_LISTED,
    compare,
    comparison_json,
    comparison_lines,
)
from reader.formats.looking.slide_matching import moved
from reader.formats.places import files_at
from tests.formats.stories import DRAWING, KEYS, SOURCES, VALUES, png, slide, write_story


def compared(old: Path, new: Path) -> Comparison:
    return compare(files_at(old), files_at(new))


def story(folder: Path, *slides: Any, **header: Any) -> Path:
    return write_story(folder, slides or [slide(1), slide(2), slide(3)], **header)


def mentions(slides: Sequence[Any]) -> list[tuple[int | None, int | None, str]]:
    return [tuple(slide) for slide in slides]


def only_change(found: Comparison) -> Change:
    """The one thing that changed, in one slide."""
    (changed,) = found.slides
    (change,) = changed.changes
    assert found._replace(slides=()).is_same
    return change


def unpacked(made: Path, folder: Path) -> Path:
    with zipfile.ZipFile(made) as opened:
        opened.extractall(folder)
    (top,) = folder.iterdir()
    return top


def test_a_deck_is_the_same_as_its_copy(tmp_path: Path) -> None:
    found = compared(story(tmp_path / "a"), story(tmp_path / "b"))
    assert found.is_same
    assert comparison_lines(found) == []
    assert found.renamed == ()


def test_our_own_deck_is_the_same_as_its_bundle(tmp_path: Path) -> None:
    made = bundle(Folder(shipped_deck()), tmp_path / "ours.deck.zip").place
    for found in (
        compared(shipped_deck(), made),
        compared(made, shipped_deck()),
        compared(made, unpacked(made, tmp_path / "out")),
    ):
        assert found.is_same
        assert comparison_lines(found) == []


@pytest.mark.parametrize("is_turned", [False, True])
@pytest.mark.parametrize("is_unpacked", [False, True])
def test_bundling_renames_and_draws_and_changes_nothing(
    tmp_path: Path, is_turned: bool, is_unpacked: bool
) -> None:
    slides: list[dict[str, Any] | str] = [
        "Ein Anfang.yaml",
        "Mitte/Ä.yaml",
        slide(3, image={"file": "assets/Drawn One.svg"}),
        slide(4, image={"file": "assets/Drawn One.svg"}),
    ]
    files: dict[str, Any] = {
        "slides/Ein Anfang.yaml": slide(1, image={"file": "assets/Bild A.png"}),
        "slides/Mitte/Ä.yaml": slide(2),
        "assets/Bild A.png": png(50),
        "assets/Drawn One.svg": DRAWING.encode(),
        "assets/attachments/My Notes.txt": b"notes",
    }
    folder = write_story(tmp_path / "deck", slides, files)
    made = bundle(Folder(folder), tmp_path / "a.deck.zip").place
    other = unpacked(made, tmp_path / "out") if is_unpacked else made
    found = compared(*((other, folder) if is_turned else (folder, other)))
    assert found.is_same
    names = {old if not is_turned else new for old, new in found.renamed}
    assert names == {
        *("slides/Ein Anfang.yaml", "slides/Mitte/Ä.yaml"),
        *("assets/Bild A.png", "assets/Drawn One.svg"),
    }
    assert comparison_lines(found) == ["4 files only have other names, which --json lists"]


def test_a_drawing_that_was_changed_is_told(tmp_path: Path) -> None:
    slides = [slide(1, image={"file": "assets/d.svg"})]
    folder = write_story(tmp_path / "deck", slides, {"assets/d.svg": DRAWING.encode()})
    made = bundle(Folder(folder), tmp_path / "a.deck.zip").place
    (folder / "assets" / "d.svg").write_text(DRAWING.replace("rect", "circle"))
    assert only_change(compared(made, folder)).field == "image.file"
    assert only_change(compared(folder, made)).field == "image.file"


FIELDS = [
    ("title", "Slide 1", "Other"),
    ("kicker", None, "Quick"),
    ("text", "Text 1 [@one].", "Text one [@one]."),
    ("notes", None, "Say it"),
    ("duration", None, 12.5),
]
IMAGE_FIELDS = [
    ("alt_text", "A field, number 1.", "A grey field"),
    ("credit_line", "Painter 1", "Painter One"),
    ("license", "CC-BY-4.0", "CC0-1.0"),
    ("rights", None, "http://rightsstatements.org/vocab/InC/1.0/"),
    ("caption", None, "Grey"),
    ("digital_source_type", None, "http://example.org/x"),
    ("creators", None, ["Ann", "Bo"]),
    ("decorative", None, True),
    ("rendition", None, "derivative"),
    ("own_key", None, "kept"),
]


@pytest.mark.parametrize(("field", "old", "new"), FIELDS)
def test_a_changed_field_of_a_slide_is_told(
    tmp_path: Path, field: str, old: object, new: object
) -> None:
    before = story(tmp_path / "a")
    after = story(tmp_path / "b", slide(1, **{field: new}), slide(2), slide(3))
    assert only_change(compared(before, after)) == Change(field, old, new)
    assert only_change(compared(after, before)) == Change(field, new, old)


@pytest.mark.parametrize(("field", "old", "new"), IMAGE_FIELDS)
def test_a_changed_field_of_a_picture_is_told(
    tmp_path: Path, field: str, old: object, new: object
) -> None:
    before = story(tmp_path / "a")
    after = story(tmp_path / "b", slide(1, image={field: new}), slide(2), slide(3))
    assert only_change(compared(before, after)) == Change(f"image.{field}", old, new)


def test_stand_in_data_is_told_field_by_field(tmp_path: Path) -> None:
    withheld = {"credit_line": "AFP", "licensor": {"name": "AFP", "url": "https://afp.example"}}
    other = deepcopy(withheld)
    other["licensor"]["name"] = "AFP Forum"  # type: ignore[index]
    before = story(tmp_path / "a", slide(1, image={"stand_in_for": withheld}))
    after = story(tmp_path / "b", slide(1, image={"stand_in_for": other}))
    found = compared(before, after)
    assert only_change(found) == Change("image.stand_in_for.licensor.name", "AFP", "AFP Forum")
    assert "  stand in for, licensor, name" in comparison_lines(found)


@pytest.mark.parametrize("field", ["rendition", "decorative"])
def test_what_is_usual_need_not_be_written(tmp_path: Path, field: str) -> None:
    usual = {"rendition": "original", "decorative": False}
    before = story(tmp_path / "a", slide(1))
    assert compared(before, story(tmp_path / "b", slide(1, image={field: usual[field]}))).is_same


def test_the_lines_of_a_change_are_as_an_editor_tells_it(tmp_path: Path) -> None:
    before = story(tmp_path / "a", slide(1), slide(2), title="Fields")
    changed = slide(1, duration=60, image={"license": "CC0-1.0", "creators": ["Ann", "Bo"]})
    lines = comparison_lines(
        compared(before, story(tmp_path / "b", changed, slide(2), title="Meadows"))
    )
    assert lines == [
        "Deck",
        "  title",
        "    - Fields",
        "    + Meadows",
        "",
        "Slide 1: Slide 1",
        "  duration",
        "    + 60",
        "  licence",
        "    - CC-BY-4.0",
        "    + CC0-1.0",
        "  creators",
        "    + Ann, Bo",
    ]


def test_a_picture_with_other_bytes_was_replaced(tmp_path: Path) -> None:
    before, after = story(tmp_path / "a"), story(tmp_path / "b")
    (after / "assets" / "2.png").write_bytes(png(99))
    change = only_change(compared(before, after))
    assert change.field == "image.file"
    digest = hashlib.sha256(png(2)).hexdigest()
    assert change.old == PictureMention("assets/2.png", len(png(2)), "sha256", digest)
    assert change.new.digest == hashlib.sha256(png(99)).hexdigest()


def test_bytes_of_the_same_length_are_compared(tmp_path: Path) -> None:
    before, after = story(tmp_path / "a"), story(tmp_path / "b")
    data = bytearray(png(2))
    data[-1] ^= 1
    (after / "assets" / "2.png").write_bytes(data)
    assert only_change(compared(before, after)).field == "image.file"


def test_a_picture_that_is_gone_is_told(tmp_path: Path) -> None:
    before, after = story(tmp_path / "a"), story(tmp_path / "b")
    (after / "assets" / "2.png").unlink()
    found = compared(before, after)
    assert only_change(found).new.bytes is None
    assert "    + assets/2.png (not there)" in comparison_lines(found)
    (before / "assets" / "2.png").unlink()
    assert compared(before, after).is_same


def test_a_picture_under_another_name_is_the_same(tmp_path: Path) -> None:
    before = story(tmp_path / "a", slide(1))
    after = story(tmp_path / "b", slide(1, image={"file": "assets/other.png"}))
    (after / "assets" / "1.png").rename(after / "assets" / "other.png")
    found = compared(before, after)
    assert found.is_same
    assert found.renamed == (("assets/1.png", "assets/other.png"),)
    assert comparison_lines(found) == ["1 file only has another name, which --json lists"]


def test_a_slide_that_gets_or_loses_its_picture_is_told(tmp_path: Path) -> None:
    bare = {"title": "Slide 1", "text": "Text 1 [@one]."}
    before, after = story(tmp_path / "a", slide(1)), story(tmp_path / "b", bare)
    for found, key in ((compared(before, after), "old"), (compared(after, before), "new")):
        (changed,) = found.slides
        picture = changed.changes[0]
        assert picture.field == "image.file"
        assert getattr(picture, key).file == "assets/1.png"
        assert {change.field for change in changed.changes[1:]} == {
            *("image.alt_text", "image.credit_line", "image.license"),
        }


def test_what_the_manifests_say_is_believed_and_pictures_are_not_read(tmp_path: Path) -> None:
    made = bundle(Folder(story(tmp_path / "deck")), tmp_path / "a.deck.zip").place
    one, other = unpacked(made, tmp_path / "one"), unpacked(made, tmp_path / "two")
    for path in (other / "data" / "assets").iterdir():
        path.write_bytes(bytes(path.stat().st_size))
    assert compared(one, other).is_same


@pytest.mark.parametrize("weak", ["md5", "sha1"])
def test_weak_hashes_are_not_believed(tmp_path: Path, weak: str) -> None:
    before, after = story(tmp_path / "a"), story(tmp_path / "b")
    (after / "assets" / "2.png").write_bytes(png(99))
    listed = {
        f"assets/{number}.png": hashlib.new(weak, png(number)).hexdigest() for number in (1, 2, 3)
    }
    found = compare(*(Folder(folder, folder, weak, listed) for folder in (before, after)))
    assert only_change(found).field == "image.file"


def test_slides_added_and_removed_are_told(tmp_path: Path) -> None:
    before = story(tmp_path / "a", slide(1), slide(2), slide(3))
    after = story(tmp_path / "b", slide(1), slide(4), slide(3), slide(5))
    for number in (4, 5):
        (after / "assets" / f"{number}.png").write_bytes(png(number))
    found = compared(before, after)
    assert mentions(found.added) == [(None, 2, "Slide 4"), (None, 4, "Slide 5")]
    assert mentions(found.removed) == [(2, None, "Slide 2")]
    assert (found.moved, found.slides) == ((), ())
    assert comparison_lines(found) == [
        "Slides",
        "  added      2  Slide 4",
        "  added      4  Slide 5",
        "  removed    2  Slide 2",
    ]


def test_a_moved_slide_is_not_removed_and_added(tmp_path: Path) -> None:
    before = story(tmp_path / "a", slide(1), slide(2), slide(3), slide(4))
    after = story(tmp_path / "b", slide(4), slide(1), slide(2), slide(3))
    found = compared(before, after)
    assert mentions(found.moved) == [(4, 1, "Slide 4")]
    assert not found.is_same
    assert found._replace(moved=()).is_same
    assert comparison_lines(found) == ["Slides", "  moved    4 → 1  Slide 4"]


def test_a_moved_slide_can_have_changed_too(tmp_path: Path) -> None:
    before = story(tmp_path / "a", slide(1), slide(2), slide(3))
    after = story(tmp_path / "b", slide(3, text="New."), slide(1), slide(2))
    found = compared(before, after)
    assert mentions(found.moved) == [(3, 1, "Slide 3")]
    (changed,) = found.slides
    assert changed.changes == (Change("text", "Text 3 [@one].", "New."),)
    assert "Slide 1 (it was 3): Slide 3" in comparison_lines(found)


def files_story(folder: Path, slides: dict[str, dict[str, Any]]) -> Path:
    return write_story(folder, [*slides], {f"slides/{name}": said for name, said in slides.items()})


def test_a_file_is_recognised_whatever_its_slide_says(tmp_path: Path) -> None:
    before = files_story(tmp_path / "a", {"x.yaml": slide(1), "y.yaml": slide(2)})
    after = files_story(
        tmp_path / "b", {"y.yaml": slide(2), "x.yaml": slide(1, title="New", text="All new.")}
    )
    found = compared(before, after)
    assert (found.added, found.removed) == ((), ())
    assert [change.field for change in found.slides[0].changes] == ["title", "text"]


def test_a_slide_inserted_before_numbered_files_is_the_only_new_one(tmp_path: Path) -> None:
    before = files_story(tmp_path / "a", {"1.yaml": slide(1), "2.yaml": slide(2)})
    after = files_story(
        tmp_path / "b", {"1.yaml": slide(3), "2.yaml": slide(1), "3.yaml": slide(2)}
    )
    found = compared(before, after)
    assert mentions(found.added) == [(None, 1, "Slide 3")]
    assert (found.removed, found.moved, found.slides) == ((), (), ())
    assert set(found.renamed) == {
        ("slides/1.yaml", "slides/2.yaml"),
        ("slides/2.yaml", "slides/3.yaml"),
    }


def test_a_slide_with_a_new_title_is_recognised_by_its_picture(tmp_path: Path) -> None:
    before = story(tmp_path / "a", slide(1), slide(2))
    new = slide(1, title="Other", text="Other.", image={"file": "assets/moved.png"})
    after = story(tmp_path / "b", slide(2), new)
    (after / "assets" / "moved.png").write_bytes(png(1))
    found = compared(before, after)
    assert (found.added, found.removed) == ((), ())


def test_slides_that_are_all_alike_are_paired_in_their_order(tmp_path: Path) -> None:
    same = slide(1)
    before = story(tmp_path / "a", same, same, same)
    found = compared(before, story(tmp_path / "b", same, same, same, same))
    assert mentions(found.added) == [(None, 4, "Slide 1")]
    assert found._replace(added=()).is_same


def test_a_slide_that_can_no_longer_be_read_is_told(tmp_path: Path) -> None:
    before = files_story(tmp_path / "a", {"x.yaml": slide(1), "y.yaml": slide(2)})
    after = files_story(tmp_path / "b", {"x.yaml": slide(1), "y.yaml": slide(2)})
    (after / "slides" / "y.yaml").write_text("title: x: y\n")
    found = compared(before, after)
    (changed,) = found.slides
    fault = changed.changes[0]
    assert (fault.field, fault.old) == ("fault", None)
    assert "y.yaml" in fault.new


HEADER = [
    ("title", "Fields", "Meadows"),
    ("language", "en", "de"),
    ("issued", "2026-01-03", "2026-02"),
    ("license", None, "CC0-1.0"),
    ("creators", [{"name": "Ada Example", "role": "author"}], [{"name": "Bo", "role": "editor"}]),
    ("own", None, "kept"),
]


@pytest.mark.parametrize(("field", "old", "new"), HEADER)
def test_a_changed_field_of_the_deck_is_told(
    tmp_path: Path, field: str, old: object, new: object
) -> None:
    found = compared(story(tmp_path / "a"), story(tmp_path / "b", **{field: new}))
    assert found.deck == (Change(field, old, new),)
    assert found._replace(deck=()).is_same


def test_sources_are_told_field_by_field(tmp_path: Path) -> None:
    sources = {
        "one": {**SOURCES["one"], "title": "The report", "page": 3},
        "three": {"type": "map"},
    }
    found = compared(story(tmp_path / "a"), story(tmp_path / "b", sources=sources))
    assert found.sources == Keys(added=("three",), removed=("two",), changed=("one",))
    (changed,) = found.source_changes
    assert changed.id == "one"
    assert changed.changes == (
        Change("title", "A report", "The report"),
        Change("page", None, 3),
    )
    assert comparison_lines(found) == [
        "Sources",
        "  added    three",
        "  removed  two",
        "  one",
        "    title",
        "      - A report",
        "      + The report",
        "    page",
        "      + 3",
    ]


def test_another_order_of_the_sources_is_told_as_it_changes_their_numbers(tmp_path: Path) -> None:
    sources = {key: SOURCES[key] for key in ("two", "one")}
    found = compared(story(tmp_path / "a"), story(tmp_path / "b", sources=sources))
    assert found.deck == (Change("sources", ["one", "two"], ["two", "one"]),)
    assert "  order of the sources" in comparison_lines(found)


def test_attachments_are_compared_by_what_they_hold(tmp_path: Path) -> None:
    before, after = story(tmp_path / "a"), story(tmp_path / "b")
    for folder, files in (
        (before, {"same.txt": "1", "was.txt": "2", "gone.txt": "3", "edited.txt": "4"}),
        (after, {"same.txt": "1", "is.txt": "2", "new.txt": "5", "edited.txt": "6"}),
    ):
        (folder / "assets" / "attachments").mkdir()
        for name, text in files.items():
            (folder / "assets" / "attachments" / name).write_text(text)
    start = "assets/attachments/"
    assert compared(before, after).attachments == Keys(
        (f"{start}new.txt",), (f"{start}gone.txt",), (f"{start}edited.txt",)
    )


WORDS = [f"word{number}" for number in range(200)]


def shown(tmp_path: Path, old: str, new: str) -> list[str]:
    before, after = (
        story(tmp_path / name, slide(1, text=text)) for name, text in (("a", old), ("b", new))
    )
    lines = comparison_lines(compared(before, after))
    return [line.strip() for line in lines[lines.index("  text") + 1 :]]


def test_of_a_long_text_only_what_changed_is_shown(tmp_path: Path) -> None:
    other = [*WORDS[:50], "NEW", *WORDS[51:150], *WORDS[152:]]
    lines = shown(tmp_path, " ".join(WORDS), " ".join(other))
    assert " ".join(lines) == (
        "- … word45 word46 word47 word48 word49 word50 word51 word52 word53 word54 word55 … "
        "word145 word146 word147 word148 word149 word150 word151 word152 word153 word154 "
        "word155 word156 … "
        "+ … word45 word46 word47 word48 word49 NEW word51 word52 word53 word54 word55 … "
        "word145 word146 word147 word148 word149 word152 word153 word154 word155 word156 …"
    )


def test_what_is_added_at_the_end_is_shown_with_what_stands_before(tmp_path: Path) -> None:
    lines = shown(tmp_path, " ".join(WORDS), " ".join([*WORDS, "END"]))
    assert lines == [
        "- … word195 word196 word197 word198 word199",
        "+ … word195 word196 word197 word198 word199 END",
    ]


def test_other_line_ends_are_told_as_what_they_are(tmp_path: Path) -> None:
    lines = shown(tmp_path, "One. Two.", "One.\n\nTwo.")
    assert lines == ["only its spaces or line ends differ"]


@pytest.mark.parametrize("count", [1_000, 100_000])
def test_very_long_texts_take_no_time(tmp_path: Path, count: int) -> None:
    chance = random.Random(7)
    old, new = (
        " ".join(chance.choice("abcdefgh") * 3 for _ in range(count)) + name for name in "xy"
    )
    before, after = (
        story(tmp_path / name, slide(1, text=text)) for name, text in (("a", old), ("b", new))
    )
    found = compared(before, after)
    start = time.perf_counter()
    lines = comparison_lines(found)
    assert time.perf_counter() - start < 2
    assert len(lines) < 30


@pytest.mark.parametrize(
    "text", ["\nSlides\n  removed  1  X\n", "x" * 99_999, "\x85Deck", "a " * 9999]
)
def test_no_text_of_a_deck_can_pass_for_a_line_of_ours(tmp_path: Path, text: str) -> None:
    said = f"New{text}"
    before = story(tmp_path / "a", slide(1), slide(2))
    changed = slide(1, text=said, image={"alt_text": said, said[:200]: said})
    after = story(
        tmp_path / "b", changed, slide(9, title=said), title=said, sources={"k": {"title": said}}
    )
    lines = comparison_lines(compared(before, after))
    assert max(map(len, lines)) <= 80
    assert len(lines) < 120
    assert [line for line in lines if line[:1] not in ("", " ")] == [
        *("Deck", "Slides", "Slide 1: Slide 1", "Sources"),
    ]


def test_ten_thousand_slides_take_seconds(tmp_path: Path) -> None:
    count = 10_000
    slides = [slide(number) for number in range(1, count + 1)]
    before = write_story(tmp_path / "a", slides)
    others = [
        deepcopy(said) if number % 3 else {**said, "text": "Other."}
        for number, said in enumerate(slides)
    ]
    random.Random(3).shuffle(others)
    after = write_story(tmp_path / "b", [])
    shutil.rmtree(after)
    after = write_story(tmp_path / "b", others)
    start = time.perf_counter()
    found = compared(before, after)
    lines = comparison_lines(found)
    assert time.perf_counter() - start < 15
    assert (found.added, found.removed) == ((), ())
    assert len(found.slides) == sum(1 for number in range(count) if not number % 3)
    assert len(found.moved) > 9_000
    assert len(lines) < 10 * MOST_LISTED


def test_ten_thousand_slides_with_nothing_in_common_take_seconds(tmp_path: Path) -> None:
    count = 10_000
    before = write_story(tmp_path / "a", [{"title": f"Old {n}"} for n in range(count)])
    after = write_story(tmp_path / "b", [{"title": f"New {n}"} for n in range(count)])
    start = time.perf_counter()
    found = compared(before, after)
    assert time.perf_counter() - start < 15
    assert (len(found.added), len(found.removed)) == (count, count)


def test_pictures_are_never_held_as_a_whole(tmp_path: Path) -> None:
    before, after = story(tmp_path / "a"), story(tmp_path / "b")
    for folder in (before, after):
        with (folder / "assets" / "1.png").open("r+b") as file:
            file.truncate(2**27)
    tracemalloc.start()
    try:
        assert compared(before, after).is_same
        assert tracemalloc.get_traced_memory()[1] < 32 * 2**20
    finally:
        tracemalloc.stop()


def test_what_is_no_deck_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(DeckError):
        compare(Folder(story(tmp_path / "a")), Folder(tmp_path / "none"))


def test_the_data_has_everything_under_permanent_keys(tmp_path: Path) -> None:
    before = story(tmp_path / "a", slide(1), slide(2), slide(3))
    after = story(tmp_path / "b", slide(3), slide(1, text="New"), slide(4), title="New")
    found = compared(before, after)
    data = json.loads(json.dumps(comparison_json(found)))
    assert [*data] == [
        *("old", "new", "same", "deck", "slides", "sources", "attachments", "renamed")
    ]
    assert (data["old"], data["new"], data["same"]) == (str(before), str(after), False)
    assert data["deck"] == [{"field": "title", "old": "Fields", "new": "New"}]
    slides = data["slides"]
    assert slides["added"] == [{"old": None, "new": 3, "title": "Slide 4"}]
    assert slides["removed"] == [{"old": 2, "new": None, "title": "Slide 2"}]
    assert slides["moved"] == [{"old": 3, "new": 1, "title": "Slide 3"}]
    (changed,) = slides["changed"]
    assert (changed["old"], changed["new"], changed["title"]) == (1, 2, "Slide 1")
    assert changed["changes"] == [{"field": "text", "old": "Text 1 [@one].", "new": "New"}]
    assert data["sources"] == {"added": [], "removed": [], "changed": []}
    assert data["attachments"] == {"added": [], "removed": [], "changed": []}


@given(st.permutations(range(12)), st.sets(st.integers(0, 11)))
def test_the_fewest_slides_that_can_have_moved_are_told(order: list[int], added: set[int]) -> None:
    found = [None if old in added else old for old in order]
    gone = set(moved(found))
    kept = [old for at, old in enumerate(found) if at not in gone and old is not None]
    assert all(one < other for one, other in pairwise(kept))
    # By the plain way: for each slide the longest row that ends with it.
    rows: list[int] = []
    known = [old for old in found if old is not None]
    for at, old in enumerate(known):
        rows.append(1 + max((rows[i] for i in range(at) if known[i] < old), default=0))
    assert len(kept) == max(rows, default=0)


@given(st.permutations(range(1, 7)), st.integers(0, 6))
@settings(max_examples=20, deadline=None)
def test_every_slide_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("chance")
    before = story(folder / "a", *(slide(number) for number in range(1, 7)))
    kept = order[cut:] or [9]
    found = compared(before, story(folder / "b", *(slide(number) for number in kept)))
    assert len(found.removed) - len(found.added) == 6 - len(kept)
    assert {mention.title for mention in found.removed} == {
        f"Slide {number}" for number in range(1, 7) if number not in kept
    }


@given(st.sampled_from(KEYS), VALUES, VALUES)
@settings(max_examples=150, deadline=None)
def test_wrong_types_anywhere_are_compared_all_the_same(
    tmp_path_factory: pytest.TempPathFactory, key: str, old: Any, new: Any
) -> None:
    folder = tmp_path_factory.mktemp("chance")
    places = []
    for name, value in (("a", old), ("b", new)):
        wrong = {**slide(1), key: value}
        inside = slide(2, image={key: value})
        sources = {"one": {**SOURCES["one"], key: value}, "two": value}
        places.append(
            story(folder / name, wrong, inside, sources=sources, own=value, summary=value)
        )
    found = compared(*places)
    comparison_lines(found)
    json.dumps(comparison_json(found), allow_nan=False)
    assert compared(places[0], places[0]).is_same
