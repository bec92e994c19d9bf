"""The timer counts what it should and nothing else, and a plan is read as its writer means it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.timing import (
    LONGEST,
    Timer,
    boot_id,
    clock_words,
    day_words,
    left_words,
    now,
    parse_aim,
)
from reader.errors import SettingsError

needs_zones = pytest.mark.skipif(not hasattr(time, "tzset"), reason="no zone can be set here")

STEPS = st.lists(
    st.tuples(
        st.sampled_from(("move", "toggle", "reset", "aim")),
        st.floats(0, 1e6, allow_nan=False),
    ),
    max_size=30,
)


@pytest.fixture
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock of the wall stands in the time zone that is the test's parameter."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def at(text: str) -> float:
    """The UNIX time of a day and time in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def after(timer: Timer, do: str, moment: float) -> Timer:
    if do == "move":
        return timer.moved(moment)
    if do == "toggle":
        return timer.toggled(moment)
    return timer.reset() if do == "reset" else timer.aimed(moment or None, None)


# The clock


def test_the_clock_goes_on() -> None:
    first = now()
    time.sleep(0.02)
    assert 0.02 <= now() - first < 5


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says it in a file")
def test_the_clock_counts_from_the_start_of_the_machine_asleep_or_not() -> None:
    with open("/proc/uptime") as file:  # noqa: PTH123 - it has no size
        assert now() == pytest.approx(float(file.read().split()[0]), abs=2)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has one")
def test_a_run_of_the_machine_has_a_name() -> None:
    assert len(boot_id()) == 36
    assert boot_id() == boot_id()


# The timer


def test_the_first_move_sets_it_going_and_the_next_ones_do_not_matter() -> None:
    timer = Timer()
    assert (timer.elapsed(90), timer.has_started, timer.is_running) == (0, False, False)
    timer = timer.moved(100)
    assert (timer.elapsed(107), timer.has_started, timer.is_running) == (7, True, True)
    assert timer.moved(105) == timer


def test_a_stopped_one_stays_stopped_over_moves_until_the_speaker_lets_it_go_on() -> None:
    timer = Timer().moved(100).toggled(110)
    assert (timer.elapsed(500), timer.is_paused, timer.is_running) == (10, True, False)
    timer = timer.moved(600).moved(601)
    assert timer.elapsed(700) == 10
    timer = timer.toggled(700)
    assert (timer.elapsed(703), timer.is_paused) == (13, False)


def test_the_speaker_can_start_it_by_hand() -> None:
    assert Timer().toggled(5).elapsed(8) == 3


def test_one_that_was_stopped_at_once_can_be_set_back() -> None:
    timer = Timer().moved(5).toggled(5)
    assert timer.has_started
    assert not timer.reset().has_started
    assert timer.reset().moved(9).is_running


def test_a_reset_keeps_the_plan() -> None:
    assert Timer(3, 4, length=60, until=70).reset() == Timer(length=60, until=70)


@pytest.mark.parametrize(
    ("timer", "left"),
    [
        (Timer(), None),
        (Timer(length=60), 60),
        (Timer(since=100, length=60), 50),
        (Timer(20, 100, length=60), 30),
        (Timer(70, is_paused=True, length=60), -10),
        (Timer(until=5_000), 1_000),
        (Timer(900, 100, until=3_000), -1_000),
        (Timer(900, is_paused=True, until=4_300), 300),  # no pause stops the time of day
        (Timer(since=100, length=60, until=4_005), 5),
    ],
)
def test_what_is_left(timer: Timer, left: float | None) -> None:
    assert timer.left(110, wall=4_000) == left


def test_another_plan_changes_nothing_of_what_was_counted() -> None:
    timer = Timer().moved(10).aimed(60, None)
    assert (timer.elapsed(15), timer.left(15, 0)) == (5, 55)
    assert timer.aimed(None, None).left(15, 0) is None


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    assert Timer(since=100).elapsed(50) == 0


@given(STEPS)
def test_it_never_counts_backwards_but_at_a_reset_and_never_while_stopped(
    steps: list[tuple[str, float]],
) -> None:
    timer, moment = Timer(), 0.0
    for do, wait in steps:
        before = timer.elapsed(moment)
        moment += wait
        counted = timer.elapsed(moment) - before
        assert counted == pytest.approx(wait if timer.is_running else 0, abs=1e-3)
        shown, was = timer.elapsed(moment), timer
        timer = after(timer, do, moment)
        assert timer.elapsed(moment) == (0 if do == "reset" else pytest.approx(shown))
        assert not (timer.is_paused and timer.is_running)
        if was.is_paused and do not in ("toggle", "reset"):
            assert timer.is_paused


@given(STEPS, st.floats(0, 1e6))
def test_a_pause_is_left_out_wherever_it_falls(
    steps: list[tuple[str, float]], pause: float
) -> None:
    timer, moment = Timer(), 0.0
    for do, wait in steps:
        moment += wait
        timer = after(timer, do, moment)
    if not timer.is_running:
        timer = timer.toggled(moment)
    on = timer.toggled(moment).moved(moment + pause / 2).toggled(moment + pause)
    assert on.elapsed(moment + pause) == pytest.approx(timer.elapsed(moment), abs=1e-3)


# The plan


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("20", 1_200),
        (" 20 ", 1_200),
        ("1.5", 90),
        ("1,5", 90),
        ("0.5", 30),
        ("90s", 90),
        ("90 sec", 90),
        ("45 seconds", 45),
        ("20 min", 1_200),
        ("20min", 1_200),
        ("20 MINUTES", 1_200),
        ("1 minute", 60),
        ("20m", 1_200),
        ("1h", 3_600),
        ("1.5 h", 5_400),
        ("2 hours", 7_200),
        ("1h 15m", 4_500),
        ("1h15m", 4_500),
        ("1 h 15 min 30 s", 4_530),
        ("1:30:00", 5_400),
        ("0:00:45", 45),
        ("24 h", LONGEST),
    ],
)
def test_a_length(words: str, seconds: float) -> None:
    assert parse_aim(words, wall=1_800_000_000) == (seconds, None)


@pytest.mark.parametrize("words", ["", "  ", "\t\n"])
def test_nothing_counts_up(words: str) -> None:
    assert parse_aim(words, wall=1_800_000_000) == (None, None)


@needs_zones
@pytest.mark.parametrize(
    ("zone", "wall", "words", "until"),
    [
        ("UTC", "2026-06-01 15:00", "16:30", "2026-06-01 16:30"),
        ("UTC", "2026-06-01 15:00", "20:00", "2026-06-01 20:00"),  # never twenty minutes
        ("UTC", "2026-06-01 15:00:59", "15:00", "2026-06-01 15:00"),
        ("UTC", "2026-06-01 17:00", "16:30", "2026-06-01 16:30"),  # overtime already
        ("UTC", "2026-06-01 23:30", "0:15", "2026-06-02 00:15"),
        ("UTC", "2026-06-01 23:30", "00:15", "2026-06-02 00:15"),
        ("UTC", "2026-06-01 23:30", "11:30", "2026-06-01 11:30"),
        ("UTC", "2026-06-01 23:30", "11:29", "2026-06-02 11:29"),
        ("UTC", "2026-06-01 08:00", "21:00", "2026-06-01 21:00"),
        ("UTC", "2026-12-31 23:50", "0:10", "2027-01-01 00:10"),
        ("Asia/Kolkata", "2026-06-01 10:00", "16:30", "2026-06-01 11:00"),
        ("America/New_York", "2026-06-01 15:00", "16:30", "2026-06-01 20:30"),
        ("Pacific/Kiritimati", "2026-06-01 09:30", "0:15", "2026-06-01 10:15"),
        ("Europe/Berlin", "2026-06-01 13:00", "16:30", "2026-06-01 14:30"),
        ("Europe/Berlin", "2026-12-01 13:00", "16:30", "2026-12-01 15:30"),
        # The clocks change in the night that lies between.
        ("Europe/Berlin", "2026-03-28 22:30", "3:30", "2026-03-29 01:30"),
        ("Europe/Berlin", "2026-10-24 21:30", "3:30", "2026-10-25 02:30"),
    ],
    indirect=["zone"],
)
def test_a_time_of_day(zone: None, wall: str, words: str, until: str) -> None:
    assert parse_aim(words, at(wall)) == (None, at(until))


@pytest.mark.parametrize(
    "words",
    [
        "soon",
        "-5",
        "1e3",
        "nan",
        "inf",
        "24:00",
        "12:60",
        "1:2:3",
        "16:30:",
        ":30",
        "20 m 1 h",
        "20 min 20 min",
        "h",
        "10 x",
        "٢٠",
        "1" * 500,
    ],
)
def test_what_is_no_plan_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(SettingsError, match="neither a length nor a time of day") as caught:
        parse_aim(words, wall=1_800_000_000)
    assert "16:30" in caught.value.hint
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize("words", ["0", "0 min", "0:00:00", "24 h 1 s", "999999"])
def test_a_length_that_no_talk_has_is_refused(words: str) -> None:
    with pytest.raises(SettingsError, match="a talk cannot take") as caught:
        parse_aim(words, wall=1_800_000_000)
    assert caught.value.hint


# The figures


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0:00"),
        (7, "0:07"),
        (7.99, "0:07"),
        (59.999, "0:59"),
        (60, "1:00"),
        (751, "12:31"),
        (3_599, "59:59"),
        (3_600, "1:00:00"),
        (3_723, "1:02:03"),
        (90_000, "25:00:00"),
        (-80, "−1:20"),
        (-80.9, "−1:20"),
        (-0.9, "0:00"),
        (-1, "−0:01"),
        (-3_723, "−1:02:03"),
    ],
)
def test_seconds_as_a_timer_shows_them(seconds: float, words: str) -> None:
    assert clock_words(seconds) == words


@given(st.integers(0, 10**8), st.integers(0, 86_400))
def test_what_is_left_and_what_has_passed_make_the_whole(milliseconds: int, length: int) -> None:
    elapsed = milliseconds / 1_000
    assert left_words(length - elapsed) == clock_words(length - int(elapsed))


@needs_zones
@pytest.mark.parametrize(
    ("zone", "words"),
    [("UTC", "11:00"), ("Asia/Kolkata", "16:30"), ("America/New_York", "07:00")],
    indirect=["zone"],
)
def test_the_time_of_day_is_that_of_the_place(zone: None, words: str) -> None:
    assert day_words(at("2026-06-01 11:00:59")) == words
