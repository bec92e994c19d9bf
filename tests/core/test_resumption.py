"""A show that was cut off is found where it was, its timer to the second, and no other one is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core import limits
from reader.core.resumption import (
    FRESH,
    Interrupted,
    Stamp,
    forget,
    is_going_on,
    journal_file,
    load,
    save,
    settle,
    stamp,
)
from reader.core.timing import LONGEST, Timer, now
from reader.dev.checkout import ROOT
from reader.errors import SettingsError

NOBODY = 2**31 - 1  # no system gives a process this number
WROTE = Stamp(wall=1_800_000_000, moment=5_000, boot="monday", pid=NOBODY, process="77")
SHOW = Interrupted(
    "/decks/Größe/\udcff",  # a name whose bytes are no UTF-8
    "Dots",
    4,
    Timer(ran=30, since=4_900, length=1_200),
    "black",
    frozen=3,
    screen="HDMI-1",
    has_console=True,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def later(seconds: float, boot: str = "monday") -> Stamp:
    """Another process, so many seconds after the show was written down."""
    moment = WROTE.moment + seconds if boot == "monday" else 40.0
    return Stamp(WROTE.wall + seconds, moment, boot, NOBODY - 1, "78")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "show.json"


def test_the_file_lies_at_home(home: Path) -> None:
    assert journal_file().is_relative_to(home)
    assert journal_file().name == "show.json"


def test_a_show_comes_back_as_it_was(path: Path) -> None:
    save(SHOW, path, WROTE)
    assert load(path, later(3)) == SHOW._replace(stamp=WROTE)
    assert load(path, later(3)) == load(path, later(3))  # until it is taken up or declined


def test_a_plain_show_comes_back_too(path: Path) -> None:
    save(Interrupted("/a", "", 0), path, WROTE)
    assert load(path, later(3)) == Interrupted("/a", "", 0, stamp=WROTE)


def test_the_newest_save_counts_and_nothing_is_left_beside_it(path: Path) -> None:
    for page in range(5):
        save(SHOW._replace(page=page), path, WROTE)
    settle(path)
    found = load(path, later(3))
    assert found is not None
    assert found.page == 4
    assert os.listdir(path.parent) == ["show.json"]  # noqa: PTH208 - hidden ones too


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_read_it(path: Path) -> None:
    save(SHOW, path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_long_title_is_cut(path: Path) -> None:
    save(SHOW._replace(title="ü" * 1_000_000), path, WROTE)
    found = load(path, later(3))
    assert found is not None
    assert found.title == "ü" * 200


def test_where_it_cannot_be_written_a_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="the show cannot be written down") as caught:
        save(SHOW, tmp_path / "file" / "show.json")
    assert caught.value.hint
    (tmp_path / "show.json").mkdir()
    with pytest.raises(SettingsError):
        save(SHOW, tmp_path / "show.json")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "show.json"]
    settle(tmp_path / "none.json")


# The timer


@pytest.mark.parametrize(
    ("timer", "at", "elapsed"),
    [
        (Timer(30, 4_900), later(7), 137),
        (Timer(30, 4_900), later(7, "tuesday"), 137),
        (Timer(30, 4_900), later(3_600), 3_730),
        (Timer(30, 4_900), later(3_600, "tuesday"), 3_730),
        (Timer(30, is_paused=True), later(7), 30),
        (Timer(30, is_paused=True), later(7, "tuesday"), 30),
        (Timer(), later(7), 0),
        (Timer(30, 4_900), later(-500, "tuesday"), 130),  # the clock of the wall went back
    ],
)
def test_the_timer_goes_on_through_the_time_between(
    path: Path, timer: Timer, at: Stamp, elapsed: float
) -> None:
    save(SHOW._replace(timer=timer), path, WROTE)
    found = load(path, at)
    assert found is not None
    assert found.timer.elapsed(at.moment) == pytest.approx(elapsed)
    assert found.timer.elapsed(at.moment + 10) == pytest.approx(
        elapsed + (10 if timer.is_running else 0)
    )
    assert found.timer.is_paused == timer.is_paused


def test_in_one_run_of_the_machine_a_clock_set_anew_changes_nothing(path: Path) -> None:
    save(SHOW, path, WROTE)
    found = load(path, later(7)._replace(wall=WROTE.wall - 5_000))
    assert found is not None
    assert found.timer == SHOW.timer


def test_where_runs_of_the_machine_have_no_names_the_wall_counts(path: Path) -> None:
    save(SHOW, path, WROTE._replace(boot=""))
    found = load(path, later(60)._replace(boot="", moment=12))
    assert found is not None
    assert found.timer.elapsed(12) == 190


def test_the_plan_stays(path: Path) -> None:
    timer = Timer(30, 4_900, length=600, until=WROTE.wall + 900)
    save(SHOW._replace(timer=timer), path, WROTE)
    found = load(path, later(60, "tuesday"))
    assert found is not None
    assert (found.timer.length, found.timer.until) == (600, timer.until)


@given(
    st.floats(0, LONGEST),
    st.none() | st.floats(0, WROTE.moment),
    st.booleans(),
    st.floats(0, FRESH),
    st.sampled_from(("monday", "tuesday")),
)
def test_any_timer_is_right_to_the_millisecond(
    tmp_path_factory: pytest.TempPathFactory,
    ran: float,
    since: float | None,
    is_paused: bool,
    away: float,
    boot: str,
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    timer = Timer(ran, None if is_paused else since, is_paused)
    save(SHOW._replace(timer=timer), path, WROTE)
    at = later(away, boot)
    found = load(path, at)
    assert found is not None
    assert found.timer.elapsed(at.moment) == pytest.approx(
        timer.elapsed(WROTE.moment + away), abs=1e-3
    )


# Whose show it is


def test_an_old_show_is_not_offered(path: Path) -> None:
    save(SHOW, path, WROTE)
    assert load(path, later(FRESH, "tuesday")) is not None
    assert load(path, later(FRESH + 1, "tuesday")) is None


def test_a_show_of_this_very_process_is_none_that_was_cut_off(path: Path) -> None:
    save(SHOW, path)
    assert load(path) is None
    forget(path)
    assert not path.exists()


@pytest.fixture
def child(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process, in the middle of a show whose timer has run for 100 seconds."""
    script = f"""
import sys, time
from pathlib import Path
from reader.core.resumption import Interrupted, save
from reader.core.timing import Timer, now
save(Interrupted("/a", "Dots", 3, Timer(since=now() - 100)), Path({str(path)!r}))
print("saved", flush=True)
time.sleep(60)
"""
    started = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE)
    assert started.stdout is not None
    assert started.stdout.readline() == b"saved\n"
    yield started
    started.kill()
    started.wait()
    started.stdout.close()


def test_a_show_that_goes_on_in_another_process_is_left_alone(
    child: subprocess.Popen[bytes], path: Path
) -> None:
    assert load(path) is None
    forget(path)
    assert path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_show_is_offered_and_its_timer_is_right(
    child: subprocess.Popen[bytes], path: Path
) -> None:
    since = json.loads(path.read_text())["timer"]["since"]
    assert 100 <= now() - since < 160
    child.send_signal(signal.SIGKILL)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # ended, and not yet taken note of
    found = load(path)
    assert found is not None
    assert (found.page, found.title) == (3, "Dots")
    assert found.timer == Timer(since=since)
    child.wait()
    assert load(path) == found
    forget(path)
    assert load(path) is None
    assert not path.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process has but its number")
def test_another_process_that_was_given_the_number_is_not_taken_for_the_show(path: Path) -> None:
    here = stamp()
    save(SHOW, path, here._replace(process="1"))
    assert load(path, later(0)._replace(wall=here.wall, boot=here.boot, moment=here.moment))
    assert is_going_on(SHOW._replace(stamp=here), here)
    assert not is_going_on(SHOW._replace(stamp=here._replace(boot="monday")), here)


# Whatever stands in the file


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"null", b"[]", b"\xff", b"\0" * 200, b"[" * 60_000, b'{"page": ' + b"9" * 5_000],
    ids=lambda data: repr(data[:20]),
)
def test_a_damaged_file_offers_nothing(path: Path, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    assert load(path) is None
    forget(path)
    assert not path.exists()


def test_neither_does_a_missing_one_or_a_folder(path: Path) -> None:
    assert load(path) is None
    forget(path)
    path.mkdir(parents=True)
    assert load(path) is None
    forget(path)


def test_no_more_is_read_than_a_show_can_take(path: Path) -> None:
    save(SHOW, path, WROTE)
    text = path.read_bytes()
    path.write_bytes(text + b" " * (limits.JOURNAL_BYTES - len(text)))
    assert load(path, later(3)) is not None
    path.write_bytes(b" " * limits.JOURNAL_BYTES + text)
    assert load(path, later(3)) is None


@pytest.mark.parametrize(
    "change",
    [
        {"place": ""},
        {"place": None},
        {"place": ["/a"]},
        {"place": "/" + "a" * 5_000},
        {"page": -1},
        {"page": 1.5},
        {"page": True},
        {"page": "4"},
        {"page": 10**30},
        {"stamp": None},
        {"stamp": {}},
        {"stamp": {**WROTE._asdict(), "wall": float("nan")}},
        {"stamp": {**WROTE._asdict(), "wall": 1e300}},
        {"stamp": {**WROTE._asdict(), "moment": -1}},
        {"stamp": {**WROTE._asdict(), "pid": -1}},
        {"stamp": {**WROTE._asdict(), "pid": 10**30}},
        {"stamp": {**WROTE._asdict(), "pid": True}},
    ],
    ids=str,
)
def test_without_what_it_takes_nothing_is_offered(path: Path, change: dict[str, Any]) -> None:
    save(SHOW, path, WROTE)
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    assert load(path, later(3)) is None


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ({"title": 5}, {"title": ""}),
        ({"blank": "green"}, {"blank": ""}),
        ({"blank": ["black"]}, {"blank": ""}),
        ({"frozen": -2}, {"frozen": None}),
        ({"frozen": 10**9}, {"frozen": None}),
        ({"screen": 1}, {"screen": ""}),
        ({"has_console": 1}, {"has_console": False}),
        ({"timer": 5}, {"timer": Timer()}),
        ({"timer": {"ran": float("nan"), "since": float("inf")}}, {"timer": Timer()}),
        ({"timer": {"ran": -3, "since": -1, "length": -1}}, {"timer": Timer()}),
        ({"timer": {"ran": 1e300, "length": 0, "until": 1e300}}, {"timer": Timer()}),
        ({"timer": {"ran": 10**400, "since": True}}, {"timer": Timer()}),
        ({"timer": {"since": 1e10}}, {"timer": Timer(since=WROTE.moment + 3)}),
        ({"timer": {"since": 9, "is_paused": True}}, {"timer": Timer(is_paused=True)}),
        ({"future": {}}, {}),
    ],
    ids=str,
)
def test_what_is_unsound_is_left_out_and_the_rest_offered(
    path: Path, change: dict[str, Any], read: dict[str, Any]
) -> None:
    save(SHOW, path, WROTE)
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    assert load(path, later(3)) == SHOW._replace(stamp=WROTE, **read)


@given(
    st.dictionaries(st.sampled_from(Interrupted._fields), JSON),
    st.dictionaries(st.sampled_from(Timer._fields), JSON),
    st.dictionaries(st.sampled_from(Stamp._fields), JSON),
)
def test_nothing_in_the_file_does_harm(
    tmp_path_factory: pytest.TempPathFactory,
    show: dict[str, Any],
    timer: dict[str, Any],
    wrote: dict[str, Any],
) -> None:
    path = tmp_path_factory.getbasetemp() / "hostile.json"
    sound = SHOW._asdict() | {
        "timer": SHOW.timer._asdict() | timer,
        "stamp": WROTE._asdict() | wrote,
    }
    path.write_text(json.dumps(sound | show))
    found = load(path, later(3))
    if found is not None:
        assert 0 <= found.page <= limits.SLIDES + 1
        assert 0 <= found.timer.elapsed(later(3).moment) < 1e12
        save(found, path, WROTE)
        assert load(path, later(3)) is not None
