"""A plan fills the time there is, and a speaker hears how the talk stands only when it matters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.deck import Deck
from reader.core.pacing import TOLERANCE, Level, Pace, Plan, pace, plan, planned_length
from reader.core.timing import Timer
from tests.core.small_decks import deck_of, deck_of_slides

SPANS = st.lists(st.none() | st.floats(1, 600), min_size=1, max_size=12)


def timed(*durations: Any) -> Deck:
    """A deck whose slides are planned to take so long; None for one without a time."""
    return deck_of_slides(*({} if d is None else {"duration": d} for d in durations))


@pytest.mark.parametrize(
    ("durations", "total", "spans", "whole"),
    [
        ((60, 30, 90), None, (60, 30, 90), 180),
        ((60, 30, 90), 180, (60, 30, 90), 180),
        ((60, 30, 90), 360, (120, 60, 180), 360),  # made longer
        ((60, 30, 90), 90, (30, 15, 45), 90),  # made shorter
        ((None, None), 60, (30, 30), 60),
        ((None, None), None, (None, None), None),
        ((60, None, 30, None), 120, (60, 15, 30, 15), 120),
        ((60, None, 30), None, (60, None, 30), None),
        ((60, None, 30), 90, (60, 0, 30), 90),  # nothing is left to share
        ((60, None, 30), 45, (30, 0, 15), 45),
        ((60, 60), 0, (0, 0), 0),
        ((60, 60), -30, (0, 0), -30),  # the time of day is past already
        ((), 60, (), 60),
    ],
)
def test_a_plan(
    durations: tuple[Any, ...], total: float | None, spans: tuple[Any, ...], whole: float | None
) -> None:
    made = plan(timed(*durations), total)
    assert made.spans == pytest.approx(spans)
    assert made.total == whole


@pytest.mark.parametrize(
    "duration",
    [0, -5, float("nan"), float("inf"), 10**9, 10**400, True, "60", [60]],
    ids=lambda value: repr(value)[:10],
)
def test_a_time_that_is_none_counts_as_none(duration: Any) -> None:
    assert plan(timed(duration, 60), None).spans == (None, 60)


def test_a_slide_that_cannot_be_read_has_no_time() -> None:
    assert plan(deck_of_slides({"duration": 60}, fault="not YAML"), None).spans == (None,)


def test_pages_follow_each_other_from_the_title_to_the_end() -> None:
    made = plan(timed(60, 30, 90), None)
    assert [made.start_of(page) for page in range(6)] == [0, 0, 60, 90, 180, 180]
    assert [made.end_of(page) for page in range(6)] == [0, 60, 90, 180, 180, 180]
    assert [made.seconds_of(page) for page in range(5)] == [None, 60, 30, 90, None]


def test_after_a_slide_without_a_time_nothing_is_known() -> None:
    made = plan(timed(60, None, 90), None)
    assert [made.start_of(page) for page in range(5)] == [0, 0, 60, None, None]
    assert [made.end_of(page) for page in range(5)] == [0, 60, None, None, None]
    assert made.seconds_of(3) == 90


def test_a_deck_that_is_still_being_read_has_no_plan() -> None:
    assert plan(deck_of(3, complete=False, announced=10), 600) == Plan()
    assert pace(Plan(), 2, 100) == Pace()


def test_a_plan_builds_no_slide() -> None:
    deck = timed(*[30] * 10_000)
    assert plan(deck, 1_200).total == 1_200
    assert not deck.slides._built


@given(SPANS, st.floats(0, 1e5))
def test_a_plan_fills_the_time_and_no_page_ends_before_it_starts(
    durations: list[float | None], total: float
) -> None:
    made = plan(timed(*durations), total)
    pages = range(len(durations) + 2)
    starts = [made.start_of(page) or 0.0 for page in pages]
    ends = [made.end_of(page) or 0.0 for page in pages]
    assert ends[-2] == pytest.approx(total)
    assert starts == sorted(starts)
    assert starts[1:] == pytest.approx(ends[:-1])


@pytest.mark.parametrize(
    ("page", "elapsed", "behind", "level", "words"),
    [
        (0, 0, 0, Level.ON_TIME, "on time"),
        (0, 10, 10, Level.ON_TIME, "on time"),
        (0, 20, 20, Level.BEHIND, "20 s behind"),
        (1, 0, 0, Level.ON_TIME, "on time"),
        (1, 300, 0, Level.ON_TIME, "on time"),
        (1, 310, 10, Level.ON_TIME, "on time"),
        (1, 311, 11, Level.BEHIND, "10 s behind"),
        (1, 340, 40, Level.BEHIND, "40 s behind"),
        (1, 354, 54, Level.BEHIND, "50 s behind"),
        (1, 356, 56, Level.BEHIND, "1 min behind"),
        (1, 430, 130, Level.BEHIND, "2 min behind"),
        (2, 300, 0, Level.ON_TIME, "on time"),
        (2, 290, -10, Level.ON_TIME, "on time"),
        (2, 270, -30, Level.AHEAD, "30 s ahead"),
        (2, 180, -120, Level.AHEAD, "2 min ahead"),
        (2, 600.9, 0.9, Level.ON_TIME, "on time"),
        (2, 680, 80, Level.OVER, "1:20 over"),
        (1, 680, 80, Level.OVER, "1:20 over"),
        (0, 680, 80, Level.OVER, "1:20 over"),
        (3, 600, 0, Level.ON_TIME, "on time"),
        (3, 480, -120, Level.AHEAD, "2 min ahead"),
        (3, 601, 1, Level.OVER, "0:01 over"),
    ],
)
def test_pace(page: int, elapsed: float, behind: float, level: Level, words: str) -> None:
    found = pace(plan(timed(300, 300), None), page, elapsed)
    assert found._replace(behind=behind) == Pace(behind, level, words)
    assert found.behind == pytest.approx(behind)


def test_where_nothing_is_planned_nothing_is_said() -> None:
    assert pace(plan(timed(None, 60), None), 2, 500) == Pace(0, Level.UNKNOWN, "")
    assert pace(plan(timed(60, None), None), 2, 500).level is Level.UNKNOWN
    assert pace(plan(timed(), None), 0, 500).level is Level.UNKNOWN
    assert pace(plan(timed(60, None), None), 1, 10).level is Level.ON_TIME


@given(SPANS, st.floats(10, 1e5), st.integers(0, 13), st.floats(0, 1e5))
def test_within_a_page_s_time_the_talk_is_on_time_and_outside_it_is_not(
    durations: list[float | None], total: float, page: int, elapsed: float
) -> None:
    made = plan(timed(*durations), total)
    start, end = made.start_of(page), made.end_of(page)
    assert start is not None
    assert end is not None
    found = pace(made, page, elapsed)
    if elapsed >= total + 1:
        assert found.level is Level.OVER
    elif start <= elapsed <= end:
        assert found == Pace(0, Level.ON_TIME, "on time")
    elif not start - TOLERANCE <= elapsed <= end + TOLERANCE:
        assert found.level is (Level.AHEAD if elapsed < start else Level.BEHIND)
        assert (found.behind < 0) == (found.level is Level.AHEAD)


@pytest.mark.parametrize(
    ("timer", "length"),
    [
        (Timer(), None),
        (Timer(since=50, length=600), 600),
        (Timer(until=4_600), 600),
        (Timer(since=50, until=4_600), 650),  # 50 s have passed, and 600 are left
        (Timer(200, is_paused=True, until=4_600), 800),
        (Timer(until=3_900), -100),
    ],
)
def test_the_length_of_a_talk_by_its_timer(timer: Timer, length: float | None) -> None:
    assert planned_length(timer, moment=100, wall=4_000) == length


def test_a_talk_that_has_to_be_done_by_a_time_of_day_is_over_then() -> None:
    timer = Timer(since=100, until=4_000)
    made = plan(timed(300, 300), planned_length(timer, moment=100, wall=3_400))
    assert pace(made, 2, timer.elapsed(500)).level is Level.ON_TIME
    assert pace(made, 2, timer.elapsed(730)).words == "0:30 over"
