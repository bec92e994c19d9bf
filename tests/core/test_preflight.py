"""The report on a deck before a show: its verdict, its order, and what programs read of it."""

from __future__ import annotations

import string

import pytest

from reader.core.preflight import (
    CHECKS,
    Report,
    Topic,
    Tried,
    Weight,
    finding,
    report_json,
    report_lines,
    span_words,
    untried,
)

SMALL = finding(
    "picture.small", {"width": 8, "height": 6, "times": "9"}, slides=(4, 7), file="assets/a.png"
)
ERROR = finding("deck.error", {"found": "no title", "remedy": "add one"}, slides=(2,))
FOLDER = finding("bundle.folder")
MAINS = finding("power.mains", {"level": "90 % charged"})


def test_ids_are_unique_and_every_topic_has_a_check() -> None:
    assert all(check.id == name for name, check in CHECKS.items())
    assert {check.topic for check in CHECKS.values()} == set(Topic)
    assert {check.weight for check in CHECKS.values()} == set(Weight)


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.id)
def test_every_row_can_be_filled_in(check: object) -> None:
    row = CHECKS[check.id]  # type: ignore[attr-defined]
    names = {
        name
        for text in (row.what, row.remedy)
        for _, name, _, _ in string.Formatter().parse(text)
        if name
    }
    found = finding(row.id, dict.fromkeys(names, "WORD"))
    assert "{" not in found.sentence
    assert found.sentence.count("WORD") >= len(names)


def test_a_fault_alone_keeps_a_deck_from_being_ready() -> None:
    assert Report((SMALL, FOLDER)).is_green
    assert not Report((SMALL, ERROR)).is_green


@pytest.mark.parametrize(
    ("report", "headline"),
    [
        (Report((), (), Tried(7, 0.0421)), "Ready: 7 pictures, the slowest 42 ms"),
        (Report((), (), Tried(1, 1.26)), "Ready: 1 picture, 1.3 s"),
        (Report((), (), Tried()), "Ready: no pictures"),
        (Report((), (), Tried(is_whole=False)), "Ready"),
        (
            Report((SMALL,), (), Tried(2, 0.01)),
            "Ready, with 1 warning: 2 pictures, the slowest 10 ms",
        ),
        (Report((ERROR,)), "Not ready: 1 fault"),
        (Report((ERROR, ERROR, SMALL)), "Not ready: 2 faults, 1 warning"),
    ],
)
def test_the_verdict_stands_in_one_line(report: Report, headline: str) -> None:
    assert report.headline == headline


def test_faults_come_first_then_warnings_each_by_slide() -> None:
    early = SMALL._replace(slides=(1,))
    report = Report((MAINS, SMALL, FOLDER, early, ERROR))
    assert report.listed == (ERROR, early, SMALL, FOLDER, MAINS)


def test_the_lines_say_sign_place_word_file_and_remedy() -> None:
    lines = report_lines(Report((SMALL, ERROR, FOLDER), ("the moon: too far",), Tried(1, 0.01)))
    assert lines == [
        "Not ready: 1 fault, 1 warning",
        "✗ Slide 2             fault: no title (add one)",
        "! Slide 4 and 1 more  warning: assets/a.png: the picture has 8 x 6 pixels, and is shown "
        "9 times as large (take a larger one, or it will look coarse)",
        "· Bundle              a plain folder: nothing to verify",
        "? not tried: the moon: too far",
    ]


def test_programs_read_the_same() -> None:
    told = report_json(Report((SMALL, ERROR), ("the moon",), Tried(1, 0.0104)))
    assert (told["ready"], told["faults"], told["warnings"]) == (False, 1, 1)
    assert (told["pictures"], told["slowest_ms"], told["untried"]) == (1, 10, ["the moon"])
    assert told["findings"][0] == {
        "check": "deck.error",
        "topic": "deck",
        "weight": "fault",
        "slides": [2],
        "file": "",
        "message": "no title",
        "remedy": "add one",
    }


def test_more_can_be_added() -> None:
    report = Report((SMALL,), ("one",), Tried(3, 0.1)).with_more([ERROR], ["two"])
    assert report == Report((SMALL, ERROR), ("one", "two"), Tried(3, 0.1))


def test_a_deck_that_could_not_be_tried_is_not_ready() -> None:
    report = untried("no such folder")
    assert report.headline == "Not ready: 1 fault"
    assert report_lines(report)[1] == (
        "✗ Deck  fault: nothing of the deck could be tried: no such folder"
    )


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.0, "1 ms"), (0.0004, "1 ms"), (0.5, "500 ms"), (2.04, "2.0 s")]
)
def test_short_times_are_told_in_their_unit(seconds: float, words: str) -> None:
    assert span_words(seconds) == words
