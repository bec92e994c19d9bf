"""What is said of screens, power, sleep, disk and timer before a show."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.core.holds import Waking
from reader.core.power_state import Battery
from reader.core.preflight import Weight
from reader.core.room_checks import (
    aim_words,
    audience_size,
    free_bytes,
    judge_aim,
    judge_disk,
    judge_power,
    judge_screens,
    judge_waking,
)
from reader.core.screens import Desk, ScreenInfo, arrange
from reader.core.timing import Timer, day_words

LAPTOP = ScreenInfo("eDP-1", (0, 0, 1280, 800), is_builtin=True, is_primary=True, scale=1.5)
BEAMER = ScreenInfo("HDMI-1", (1280, 0, 1920, 1080), label="Epson EB-X")
NOON = 1_780_000_000.0


def said(desk: Desk, *, console: bool | None = True) -> list[str]:
    return [found.sentence for found in judge_screens(desk, arrange(desk, "", console, ""))]


def test_two_screens_are_named_with_their_use() -> None:
    desk = Desk((LAPTOP, BEAMER))
    assert said(desk) == [
        "eDP-1 (1920 x 1200, at 150%) is yours",
        "HDMI-1 (Epson EB-X, 1920 x 1080) is the audience’s",
    ]
    assert said(desk, console=False)[0].endswith("stays as it is")
    assert audience_size(desk, arrange(desk, "", None, "")) == (1920, 1080)


def test_mirrored_screens_are_warned_of() -> None:
    desk = Desk((LAPTOP, BEAMER), is_mirrored=True)
    found = list(judge_screens(desk, arrange(desk, "", None, "")))
    assert found[-1].weight is Weight.WARNING
    assert "your notes will not be shown" in found[-1].message
    assert any(each.message.endswith("shows the same") for each in found)


def test_one_screen_is_said_to_be_the_only_one() -> None:
    alone = Desk((LAPTOP,))
    assert said(alone, console=None)[-1].startswith("only one is here; notes can be shown once")
    assert said(alone)[-1] == "only one is here; slides and notes share it as two windows"


def test_without_screens_nothing_is_said() -> None:
    assert said(Desk()) == []
    assert audience_size(Desk(), arrange(Desk(), "", None, "")) is None


@pytest.mark.parametrize(
    ("battery", "weight", "words"),
    [
        (None, Weight.NOTE, "no battery is known of"),
        (Battery(False, 90), Weight.FINE, "plugged in; the battery is 90 % charged"),
        (Battery(True, 90), Weight.NOTE, "on battery, 90 % charged"),
        (Battery(True, 49), Weight.WARNING, "on battery, 49 % charged (plug the machine in)"),
        (Battery(True, None), Weight.WARNING, "on battery, charge unknown (plug the machine in)"),
    ],
)
def test_power(battery: Battery | None, weight: Weight, words: str) -> None:
    (found,) = judge_power(battery)
    assert (found.weight, found.sentence) == (weight, words)


def test_sleep_and_screen_saver_must_both_be_held_off() -> None:
    (held,) = judge_waking(Waking("through the portal", stops_sleep=True, stops_saver=True))
    assert held.message == "kept from sleep and screen saver during a show, through the portal"
    (half,) = judge_waking(Waking("through login1, against sleep only", stops_sleep=True))
    (free,) = judge_waking(Waking("not at all: nobody answers"))
    assert half.weight is free.weight is Weight.WARNING
    assert half.message == "kept awake during a show through login1, against sleep only"
    assert free.message == "screen saver or sleep may come during a show: nobody answers"


def test_a_full_disk_is_warned_of() -> None:
    (full,) = judge_disk(9_000_000)
    assert (full.check, full.weight) == ("disk.full", Weight.WARNING)
    assert full.message == "only 9.0 MB are free where the place in the show is kept"
    (fine,) = judge_disk(10_000_000)
    assert fine.sentence == "10 MB free"
    assert not list(judge_disk(None))


def test_free_space_is_known_before_there_is_a_folder(tmp_path: Path) -> None:
    free = free_bytes(tmp_path / "not" / "there" / "state.json")
    assert free is not None
    assert free > 0
    assert free_bytes(Path("state.json")) is not None


@pytest.mark.parametrize(
    ("length", "until", "words"),
    [
        (None, None, "counts up"),
        (1200.0, None, "counts down 20 minutes"),
        (4500.0, None, "counts down 1 hour 15 minutes"),
        (90.0, None, "counts down 1 minute 30 seconds"),
        (None, NOON + 43 * 60 + 10, f"counts down to {day_words(NOON + 2590)}, in 43 minutes"),
        (None, NOON - 120, f"counts to {day_words(NOON - 120)}, which is 2 minutes ago"),
    ],
)
def test_an_aim_in_words(length: float | None, until: float | None, words: str) -> None:
    assert aim_words(length, until, NOON) == words


@pytest.mark.parametrize(
    ("timer", "planned", "over"),
    [
        (Timer(), 600.0, ""),
        (Timer(length=600.0), 600.0, ""),
        (Timer(length=540.0), 600.0, "1:00"),
        (Timer(until=NOON + 300), 600.0, "5:00"),
        (Timer(length=540.0), None, ""),
    ],
)
def test_a_plan_that_does_not_fit_is_warned_of(
    timer: Timer, planned: float | None, over: str
) -> None:
    _, *warned = judge_aim(timer, planned, NOON)
    if over:
        assert warned[0].message == (
            f"the planned times come to 10:00, {over} more than the talk may take"
        )
    else:
        assert not warned
