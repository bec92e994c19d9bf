"""A run holds what each slide took and nothing else, and is found again in a deck that changed."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core import limits
from reader.core.deck import Data, Deck, Slides
from reader.core.pacing import plan
from reader.core.runs import (
    MOST_RUNS,
    Recorder,
    Row,
    Run,
    Taken,
    compare,
    compare_totals,
    deck_key,
    difference_words,
    keep,
    load,
    runs_folder,
    seconds_words,
)
from reader.core.timing import Timer
from reader.errors import SettingsError
from tests.core.small_decks import deck_of, deck_of_slides

STARTED = "2026-11-24T10:00:00+01:00"


def deck_with(*files: str | None, **durations: float) -> Deck:
    """A deck of slide files; a name without an ending is the title of one in the list itself."""
    raw: list[tuple[str | None, dict[str, Any], str]] = []
    for name in files:
        data: dict[str, Any] = {"title": f"About {name}"}
        if name in durations:
            data["duration"] = durations[name]
        raw.append((f"{name}.yaml" if name and name.islower() else None, data, ""))
    return deck_of(0)._replace(slides=Slides(raw))


def run_of(deck: Deck, *seconds: float, started: str = STARTED) -> Run:
    """A run in which the slides of a deck took so long, in their order."""
    recorder, timer, moment = Recorder(lambda: 0), Timer(), 0.0
    for page, took in enumerate(seconds, 1):
        recorder.hear(page, timer := timer.moved(moment), moment)
        moment += took
    return recorder.run(deck, timer, moment)._replace(started=started)


def seconds_of(run: Run) -> dict[int, float]:
    return {taken.number: taken.seconds for taken in run.slides}


# Recording


def test_each_slide_has_what_passed_while_it_was_on() -> None:
    recorder, deck = Recorder(lambda: 1_800_000_000), deck_of(3)
    recorder.hear(0, Timer(), 90)  # the title page, before the talk
    timer = Timer().moved(100)
    for page, moment in ((1, 100), (2, 130), (3, 150), (4, 155)):
        recorder.hear(page, timer, moment)
    run = recorder.run(deck, timer, 165)
    assert seconds_of(run) == {1: 30, 2: 20, 3: 5}
    assert run.total == 65  # and the end page for ten seconds
    assert run.title == "Dots"
    assert [taken.title for taken in run.slides] == ["Slide 1", "Slide 2", "Slide 3"]
    assert datetime.fromisoformat(run.started).timestamp() == 1_800_000_000


def test_one_that_comes_up_again_adds_up() -> None:
    recorder, timer = Recorder(), Timer(since=0)
    for page, moment in ((1, 0), (2, 10), (1, 15), (3, 18)):
        recorder.hear(page, timer, moment)
    assert seconds_of(recorder.run(deck_of(3), timer, 20)) == {1: 13, 2: 5, 3: 2}


def test_a_pause_counts_for_no_slide_even_if_the_speaker_moves_in_it() -> None:
    recorder, timer = Recorder(), Timer(since=0)
    recorder.hear(1, timer, 0)
    timer = timer.toggled(10)
    recorder.hear(1, timer, 10)
    recorder.hear(2, timer, 500)
    timer = timer.toggled(600)
    recorder.hear(2, timer, 600)
    recorder.hear(3, timer, 607)
    run = recorder.run(deck_of(3), timer, 609)
    assert seconds_of(run) == {1: 10, 2: 7, 3: 2}
    assert run.total == 19


def test_a_timer_set_to_zero_starts_anew() -> None:
    recorder, timer = Recorder(iter((1_000.0, 2_000.0)).__next__), Timer(since=0)
    recorder.hear(1, timer, 0)
    recorder.hear(2, timer, 100)
    timer = timer.reset()
    recorder.hear(2, timer, 110)
    timer = timer.moved(200)
    recorder.hear(3, timer, 200)
    run = recorder.run(deck_of(3), timer, 240)
    assert seconds_of(run) == {3: 40}
    assert datetime.fromisoformat(run.started).timestamp() == 2_000


def test_a_show_that_goes_on_after_a_cut_counts_from_there() -> None:
    recorder, timer = Recorder(), Timer(ran=600, since=0)
    recorder.hear(2, timer, 5)
    assert seconds_of(recorder.run(deck_of(3), timer, 15)) == {2: 10}


def test_slides_that_were_only_skipped_are_left_out() -> None:
    assert seconds_of(run_of(deck_of(4), 30, 0.3, 0.9, 40)) == {1: 30, 4: 40}


def test_a_run_can_be_asked_for_at_any_time_and_goes_on() -> None:
    recorder, timer = Recorder(lambda: 0), Timer(since=0)
    assert recorder.run(deck_of(2), Timer(), 0).slides == ()
    recorder.hear(1, timer, 0)
    early = recorder.run(deck_of(2), timer, 20)
    late = recorder.run(deck_of(2), timer, 50)
    assert (early.total, late.total) == (20, 50)
    assert early.started == late.started


@given(
    st.lists(
        st.tuples(st.sampled_from(("go", "toggle")), st.integers(0, 5), st.floats(0, 1e4)),
        max_size=30,
    )
)
def test_all_pages_together_took_what_the_timer_counted(
    steps: list[tuple[str, int, float]],
) -> None:
    recorder, timer, page, moment = Recorder(), Timer(), 0, 0.0
    recorder.hear(page, timer, moment)
    for do, to, wait in steps:
        moment += wait
        page = to if do == "go" else page
        timer = timer.toggled(moment) if do == "toggle" else timer.moved(moment)
        recorder.hear(page, timer, moment)
    run = recorder.run(deck_of(4), timer, moment)
    assert run.total == pytest.approx(timer.elapsed(moment), abs=0.1)
    assert sum(seconds_of(run).values()) <= run.total + 0.5


# Keeping


def test_runs_lie_at_home(home: Path) -> None:
    assert runs_folder().is_relative_to(home)


def test_what_is_kept_is_loaded_newest_first(tmp_path: Path) -> None:
    deck = deck_of(3)
    first = run_of(deck, 10, 20, 30)
    second = run_of(deck, 12, 22, 32, started="2026-11-25T10:00:00+01:00")
    assert keep(first, tmp_path / "runs")
    assert keep(second, tmp_path / "runs")
    assert load(deck, tmp_path / "runs") == (second, first)


def test_a_first_run_has_none_before_it(tmp_path: Path) -> None:
    assert load(deck_of(3), tmp_path) == ()


def test_decks_do_not_get_in_each_other_s_way(tmp_path: Path) -> None:
    one, other = deck_of(2)._replace(id="urn:a"), deck_of(2)._replace(id="urn:b\ud800")
    keep(run_of(one, 20, 20), tmp_path)
    keep(run_of(other, 30, 30), tmp_path)
    assert [run.total for run in load(one, tmp_path)] == [40]
    assert [run.total for run in load(other, tmp_path)] == [60]
    assert deck_key(deck_of(2)) == str(deck_of(2).place)


@pytest.mark.parametrize("seconds", [(20, 9), (100,), (), (100, 0.5)])
def test_what_was_no_talk_is_not_kept(tmp_path: Path, seconds: tuple[float, ...]) -> None:
    assert not keep(run_of(deck_of(2), *seconds), tmp_path)
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - hidden ones too


def test_the_oldest_make_way(tmp_path: Path) -> None:
    deck = deck_of(2)
    for day in range(1, MOST_RUNS + 4):
        keep(run_of(deck, 20, 20, started=f"2026-01-{day:02}T10:00:00+01:00"), tmp_path)
    kept = load(deck, tmp_path)
    assert len(kept) == MOST_RUNS
    assert kept[0].started.startswith(f"2026-01-{MOST_RUNS + 3}")
    assert kept[-1].started.startswith("2026-01-04")


def test_a_run_that_went_on_takes_the_place_of_its_beginning(tmp_path: Path) -> None:
    deck = deck_of(2)
    keep(run_of(deck, 20, 20), tmp_path)
    keep(run_of(deck, 20, 50), tmp_path)
    assert [run.total for run in load(deck, tmp_path)] == [70]


def test_a_file_never_grows_larger_than_what_is_read(tmp_path: Path) -> None:
    deck = deck_of(20_000)
    slides = tuple(Taken("file " + "ü" * 90, n, "ö" * 100, 5) for n in range(1, 5_001))
    for day in range(1, 4):
        run = Run(deck_key(deck), "", f"2026-01-0{day}T10:00:00+01:00", 25_000, slides)
        assert keep(run, tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size <= limits.RUNS_BYTES
    assert [run.started[:10] for run in load(deck, tmp_path)] == ["2026-01-03"]
    assert not keep(run._replace(slides=slides * 2), tmp_path)
    assert len(load(deck, tmp_path)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_read_a_run(tmp_path: Path) -> None:
    keep(run_of(deck_of(2), 20, 20), tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_where_it_cannot_be_kept_a_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("in the way")
    with pytest.raises(SettingsError, match="cannot be kept") as caught:
        keep(run_of(deck_of(2), 20, 20), tmp_path / "runs")
    assert caught.value.hint


def written(tmp_path: Path) -> tuple[Deck, Path]:
    """A deck, and the file of its only run."""
    deck = deck_of(2)
    keep(run_of(deck, 20, 20), tmp_path)
    (file,) = tmp_path.iterdir()
    return deck, file


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"null", b"[]", b'{"runs": 5}', b"\xff", b"[" * 100_000, b"\0" * 100],
    ids=lambda data: repr(data[:20]),
)
def test_a_damaged_file_counts_as_empty_and_is_replaced(tmp_path: Path, data: bytes) -> None:
    deck, file = written(tmp_path)
    file.write_bytes(data)
    assert load(deck, tmp_path) == ()
    assert keep(run_of(deck, 20, 20), tmp_path)
    assert len(load(deck, tmp_path)) == 1


def test_a_file_that_is_too_large_counts_as_empty(tmp_path: Path) -> None:
    deck, file = written(tmp_path)
    text = file.read_bytes()
    file.write_bytes(text + b" " * (limits.RUNS_BYTES - len(text)))
    assert len(load(deck, tmp_path)) == 1
    file.write_bytes(b" " * limits.RUNS_BYTES + text)
    assert load(deck, tmp_path) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"deck": "another"},
        {"deck": 1},
        {"title": None},
        {"started": "yesterday"},
        {"started": "2026-01-01"},
        {"started": 5},
        {"total": -1},
        {"total": float("nan")},
        {"total": float("inf")},
        {"total": 10**400},
        {"total": True},
        {"total": "40"},
        {"slides": None},
        {"slides": [[]] * (limits.SLIDES + 1)},
    ],
    ids=lambda change: repr(change)[:40],
)
def test_a_run_that_is_unsound_is_left_out(tmp_path: Path, change: dict[str, Any]) -> None:
    deck, file = written(tmp_path)
    sound = json.loads(file.read_text())["runs"][0]
    file.write_text(json.dumps({"runs": [sound | change, sound, 7]}))
    assert load(deck, tmp_path) == (run_of(deck, 20, 20),)


@pytest.mark.parametrize(
    "slide",
    [
        5,
        ["a", 1, "b"],
        [1, 1, "b", 5],
        ["a", 0, "b", 5],
        ["a", True, "b", 5],
        ["a", 10**9, "b", 5],
        ["a", 1, None, 5],
        ["a", 1, "b", -5],
        ["a", 1, "b", float("nan")],
    ],
    ids=str,
)
def test_a_slide_that_is_unsound_is_left_out(tmp_path: Path, slide: Any) -> None:
    deck, file = written(tmp_path)
    sound = json.loads(file.read_text())["runs"][0]
    sound["slides"].append(slide)
    file.write_text(json.dumps({"runs": [sound]}))
    assert load(deck, tmp_path) == (run_of(deck, 20, 20),)


# Comparing


def test_rows_stand_beside_the_plan_and_the_last_run() -> None:
    deck = deck_with("a", "b", "c", a=60, b=30)
    last, this = run_of(deck, 50, 40, 20.4), run_of(deck, 70, 30, 12)
    made = plan(deck, None)
    assert compare(deck, made, last, this) == (
        Row(1, "About a", 60, 50, 70, 10),
        Row(2, "About b", 30, 40, 30, 0),
        Row(3, "About c", None, 20, 12, -8),  # nothing planned: against the last run
    )
    assert compare_totals(made, last, this) == Row(0, "Whole talk", None, 110, 112, 2)
    assert compare_totals(plan(deck, 100), last, this) == Row(0, "Whole talk", 100, 110, 112, 12)


def test_a_slide_is_found_where_it_stands_now() -> None:
    then = run_of(deck_with("a", "b", "Inline"), 50, 40, 30)
    deck = deck_with("Inline", "new", "b", "a")
    assert [row.last for row in compare(deck, plan(deck, None), then, None)] == [30, None, 40, 50]


def test_slides_of_one_name_are_told_apart_by_their_order() -> None:
    deck = deck_with("a", "a", "Inline", "Inline")
    rows = compare(deck, plan(deck, None), run_of(deck, 1, 2, 3, 4), None)
    assert [row.last for row in rows] == [1, 2, 3, 4]


def test_a_file_and_a_title_of_one_name_are_two() -> None:
    slides: tuple[Data, ...] = ({"title": "dot.yaml"},)
    named, inline = deck_of_slides(*slides), deck_of_slides(*slides)
    inline = inline._replace(slides=Slides([(None, dict(slides[0]), "")]))
    rows = compare(inline, plan(inline, None), run_of(named, 40), None)
    assert rows[0].last is None


def test_without_runs_there_is_the_plan() -> None:
    deck = deck_with("a", a=60)
    assert compare(deck, plan(deck, None), None, None) == (Row(1, "About a", 60, None, None, None),)
    assert compare_totals(plan(deck, None), None, None) == Row(
        0, "Whole talk", 60, None, None, None
    )


@given(st.lists(st.floats(1, 1e4), min_size=3, max_size=3))
def test_the_difference_is_that_of_the_figures_shown(seconds: list[float]) -> None:
    deck = deck_with("a", a=seconds[0])
    (row,) = compare(deck, plan(deck, None), run_of(deck, seconds[1]), run_of(deck, seconds[2]))
    assert row.planned is not None
    assert row.this is not None
    assert row.difference == row.this - row.planned


@pytest.mark.parametrize(
    ("seconds", "figure", "difference"),
    [
        (None, "–", "–"),
        (0, "0:00", "0:00"),
        (5, "0:05", "+0:05"),
        (-5, "−0:05", "−0:05"),
        (80, "1:20", "+1:20"),
        (-3_723, "−1:02:03", "−1:02:03"),
    ],
)
def test_figures(seconds: int | None, figure: str, difference: str) -> None:
    assert seconds_words(seconds) == figure
    assert difference_words(seconds) == difference
