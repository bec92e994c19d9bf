"""What a deck's own words come to before a show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reader.core.check import check
from reader.core.deck import Deck
from reader.core.deck_checks import (
    judge_letters,
    judge_problems,
    judge_sources,
    judge_talk,
    letters_of,
)
from reader.core.files import Folder
from reader.core.loading import load
from reader.core.preflight import Finding, Weight

DECKS = Path(__file__).parents[1] / "decks"
SOUND = {
    "type": "book",
    "title": "A book",
    "author": [{"family": "Lee"}],
    "issued": {"date-parts": [[2020]]},
    "publisher": "Press",
}


def deck_at(folder: Path, *slides: dict[str, Any], **header: Any) -> Deck:
    (folder / "slides").mkdir(parents=True)
    data = {"format": "deck/1", "title": "Dots", **header, "slides": list(slides)}
    # In JSON, which is YAML too and knows no aliases.
    (folder / "slides" / "deck.yaml").write_text(json.dumps(data), encoding="utf-8")
    return load(Folder(folder))


def by_check(found: list[Finding]) -> dict[str, Finding]:
    return {each.check: each for each in found}


def test_errors_of_the_check_become_faults_of_their_slide() -> None:
    deck = load(Folder(DECKS / "ten-faults"))
    found = list(judge_problems(deck, check(deck.files)))
    assert not any(each.check == "deck.fine" for each in found)
    assert all(each.weight is Weight.FAULT for each in found)
    lost = by_check(found)["picture.damaged"]
    assert (lost.slides, lost.file) == ((1,), "slides/01.yaml:11:9")
    assert lost.message == "'assets/missing.png' is not there"
    places = {each.file.partition(":")[0]: each.slides for each in found}
    assert places["slides/02.yaml"] == (2,)


def test_the_slide_is_found_where_it_stands_in_the_list(tmp_path: Path) -> None:
    deck = deck_at(tmp_path, {"title": "one", "text": "x"}, {"title": 2})
    found = [each for each in judge_problems(deck, check(deck.files)) if each.slides]
    assert {each.slides for each in found} == {(2,)}


def test_credit_and_rights_are_told_and_other_warnings_counted(tmp_path: Path) -> None:
    image = {"file": "assets/a.png", "alt_text": "A."}
    deck = deck_at(tmp_path, {"title": "one", "image": image}, sources={"unused": SOUND})
    found = by_check(list(judge_problems(deck, check(deck.files))))
    assert found["picture.credit"].slides == (1,)
    assert found["picture.rights"].slides == (1,)
    assert found["deck.warnings"].message == "2 warnings in its files"  # language, unused source


def test_a_sound_deck_is_said_to_be() -> None:
    deck = load(Folder(DECKS / "good"))
    assert by_check(list(judge_problems(deck, check(deck.files))))["deck.fine"].message == (
        "2 slides, no errors in its files"
    )


def test_cited_sources_must_be_there_to_be_found(tmp_path: Path) -> None:
    sources = {
        "whole": {**SOUND, "URL": "https://example.org/book"},
        "bare": {"type": "report"},
        "odd": {**SOUND, "URL": "ftp://example.org/x"},
        "unused": {"type": "report"},
    }
    slides = [{"title": "t", "text": f"Said [@{name}]."} for name in ("whole", "bare", "odd")]
    found = list(judge_sources(deck_at(tmp_path, *slides, sources=sources)))
    bare = [each for each in found if each.check == "source.bare"]
    assert {each.slides for each in bare} >= {(2,)}
    assert (1,) not in {each.slides for each in bare}
    (odd,) = [each for each in found if each.check == "source.address"]
    assert odd.slides == (3,)
    assert "“ftp://example.org/x” is no web address" in odd.message
    assert "sources.fine" not in by_check(found)


def test_sources_that_are_whole_are_counted(tmp_path: Path) -> None:
    whole = {**SOUND, "URL": "https://example.org/book"}
    deck = deck_at(tmp_path, {"title": "t", "text": "Said [@whole]."}, sources={"whole": whole})
    (found,) = judge_sources(deck)
    assert found.message == "1 source cited, each with what it takes to find it"


def test_a_deck_that_cites_nothing_says_so(tmp_path: Path) -> None:
    (found,) = judge_sources(deck_at(tmp_path, {"title": "t"}))
    assert found.check == "sources.none"


def test_missing_notes_and_times_are_counted(tmp_path: Path) -> None:
    deck = deck_at(tmp_path, {"title": "a", "notes": "n", "duration": 60}, {"title": "b"})
    said = [each.message for each in judge_talk(deck)]
    assert said == ["1 of 2 slides have no notes", "1 of 2 slides have no planned time"]


def test_planned_times_are_summed(tmp_path: Path) -> None:
    slides = [{"title": "a", "notes": "n", "duration": seconds} for seconds in (60, 25)]
    assert [each.message for each in judge_talk(deck_at(tmp_path, *slides))] == ["planned for 1:25"]


def test_letters_are_found_with_their_first_slide(tmp_path: Path) -> None:
    deck = deck_at(
        tmp_path,
        {"title": "Плот", "text": "אב"},
        {"title": "a", "notes": "אג", "image": {"file": "x", "credit_line": "蔡"}},
        title="Café",
    )
    letters = letters_of(deck)
    assert (letters["é"], letters["П"], letters["א"], letters["ג"], letters["蔡"]) == (
        0,
        1,
        1,
        2,
        2,
    )
    assert "a" not in letters


def test_missing_letters_are_shown_with_the_slides() -> None:
    letters = {"א": 3, "ב": 1, "é": 0}
    (found,) = judge_letters(letters, "אב")
    assert (found.slides, found.weight) == ((1, 3), Weight.WARNING)
    assert found.message == "no typeface on this machine has א ב"
    (found,) = judge_letters(letters, "")
    assert found.weight is Weight.FINE
