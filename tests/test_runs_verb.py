"""`deck-reader runs` tells what each slide took, to people and to programs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reader import cli
from reader.core.loading import load as load_deck
from reader.core.runs import Run, Taken, deck_key, keep, runs_folder
from reader.dev.checkout import ROOT
from reader.errors import Exit
from reader.formats.places import files_at

DECK = """\
format: deck/1
id: urn:uuid:3f0c2e5e-5f0b-4f0c-9c53-6a1c4d0f7a11
title: Dots
slides:
  - {title: One dot, duration: 60}
  - {title: "Two\\n  dots", duration: 30}
  - {title: Many dots}
"""
EARLIER = (("One dot", 71.4), ("Many dots", 8.0))
LATEST = (("One dot", 55.0), ("Two\n  dots", 42.6), ("Many dots", 10.0))


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A deck whose first two slides have planned times."""
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides" / "deck.yaml").write_text(DECK)
    return tmp_path


def rehearse(deck: Path, day: int, slides: tuple[tuple[str, float], ...]) -> None:
    """Keep a run in which these slides took so many seconds."""
    taken = tuple(Taken(f"title {t}", n, t, s) for n, (t, s) in enumerate(slides, 1))
    key = deck_key(load_deck(files_at(deck)))
    started = f"2026-11-{day:02}T10:00:00+01:00"
    total = sum(seconds for _, seconds in slides)
    assert keep(Run(key, "Dots", started, total, taken), runs_folder())


def test_without_a_run_it_says_what_one_is(deck: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["runs", str(deck)]) == Exit.OK
    said = capsys.readouterr().out
    assert said == "No run of “Dots” is kept yet; one of at least 30 seconds and 2 slides is.\n"


def test_the_first_run_stands_beside_the_plan(
    deck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearse(deck, 24, EARLIER)
    assert cli.main(["runs", str(deck)]) == Exit.OK
    assert capsys.readouterr().out == (
        "Dots: 1 run\n"
        "  1:19  24 November 2026, 10:00 (UTC+01:00)\n"
        "\n"
        "Slide  Planned  Before  Newest  Difference  Title\n"
        "    1     1:00       –    1:11       +0:11  One dot\n"
        "    2     0:30       –       –           –  Two dots\n"
        "    3        –       –    0:08           –  Many dots\n"
        "             –       –    1:19           –  Whole talk\n"
    )


def test_the_newest_run_stands_beside_the_one_before(
    deck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearse(deck, 24, EARLIER)
    rehearse(deck, 25, LATEST)
    assert cli.main(["runs", str(deck)]) == Exit.OK
    assert capsys.readouterr().out == (
        "Dots: 2 runs\n"
        "  1:48  25 November 2026, 10:00 (UTC+01:00)\n"
        "  1:19  24 November 2026, 10:00 (UTC+01:00)\n"
        "\n"
        "Slide  Planned  Before  Newest  Difference  Title\n"
        "    1     1:00    1:11    0:55       −0:05  One dot\n"
        "    2     0:30       –    0:43       +0:13  Two dots\n"
        "    3        –    0:08    0:10       +0:02  Many dots\n"
        "             –    1:19    1:48       +0:29  Whole talk\n"
    )


def test_programs_get_every_run(deck: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rehearse(deck, 24, EARLIER)
    rehearse(deck, 25, LATEST)
    assert cli.main(["runs", str(deck), "--json"]) == Exit.OK
    report = json.loads(capsys.readouterr().out)
    assert report["deck"] == str(deck)
    assert report["title"] == "Dots"
    assert report["slides"][1] == {
        "number": 2,
        "title": "Two\n  dots",
        "planned": 30,
        "before": None,
        "newest": 43,
        "difference": 13,
    }
    assert report["whole"] == {"planned": None, "before": 79, "newest": 108, "difference": 29}
    assert [run["started"][:10] for run in report["runs"]] == ["2026-11-25", "2026-11-24"]
    assert report["runs"][1]["slides"][0] == {
        "key": "title One dot",
        "number": 1,
        "title": "One dot",
        "seconds": 71.4,
    }


def test_programs_get_a_report_without_runs_too(
    deck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["runs", str(deck), "--json"]) == Exit.OK
    report = json.loads(capsys.readouterr().out)
    assert report["runs"] == []
    assert [slide["planned"] for slide in report["slides"]] == [60, 30, None]


def test_what_is_no_deck_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["runs", str(tmp_path / "none")]) == Exit.UNREADABLE
    assert "does not exist" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        cli.main(["runs"])
    assert ended.value.code == Exit.USAGE


def test_it_needs_no_screen(deck: Path) -> None:
    script = f"""
import sys
from reader.cli import main
main(["runs", {str(deck)!r}])
print(sorted({{"PySide6", "shiboken6", "reader.gui"}} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.endswith("\n[]\n")
