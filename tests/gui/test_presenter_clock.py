"""The clock and the signs of the presenter's window, in words, and when they change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reader.core.deck import Deck
from reader.core.scene import Blank, Scene, Staging, Tool
from reader.core.screens import Arrangement
from reader.core.sending import Sent
from reader.core.timing import Timer
from reader.gui.presenter.clock import Planner, read, wait_ms
from reader.gui.presenter.signs import Seal, Sign, signs
from tests.gui.conftest import Open
from tests.gui.consoles import Console
from tests.gui.decks import deck_with, slide_of
from tests.gui.driver import opens_windows

pytestmark = opens_windows
NOON = 1_700_000_000.0
BOTH = Arrangement("HDMI-1", "eDP-1")


@pytest.fixture
def deck(tmp_path: Path) -> Deck:
    return deck_with(tmp_path, *(slide_of(number, duration=60) for number in (1, 2, 3)))


def scene_of(deck: Deck, page: int = 1, **staging: Any) -> Scene:
    made = Staging(is_on=True, arrangement=BOTH)
    return Scene(deck, page)._replace(staging=made._replace(**staging))


@pytest.mark.parametrize(
    ("timer", "page", "words", "role"),
    [
        (Timer(), 1, "starts when you move on", "soft"),
        (Timer(ran=30, since=1000.0), 1, "on time", "soft"),
        (Timer(ran=30, since=1000.0), 3, "2 min ahead", "accent"),
        (Timer(ran=150, since=1000.0), 1, "2 min behind", "fault"),
        (Timer(ran=200, since=1000.0), 3, "0:20 over", "fault"),
        (Timer(ran=30, is_paused=True), 3, "clock stopped", "accent"),
    ],
)
def test_the_pace_is_told_in_words_and_by_a_colour(
    deck: Deck, timer: Timer, page: int, words: str, role: str
) -> None:
    said = read(scene_of(deck, page, timer=timer), Planner(), 1000.0, NOON)
    assert (said.pace, said.role) == (words, role)


def test_what_is_left_is_told_by_the_plan_the_length_or_the_time_of_day(deck: Deck) -> None:
    timer = Timer(ran=40, since=1000.0)
    planner = Planner()

    def left(timer: Timer) -> str:
        return read(scene_of(deck, timer=timer), planner, 1000.0, NOON).left

    assert left(timer) == "2:20 left of 3:00"
    assert left(timer.aimed(600, None)) == "9:20 left"
    assert left(timer.aimed(30, None)) == "0:10 over"
    until = left(timer.aimed(None, NOON + 90))
    assert until.startswith("1:30 left, until ")


def test_the_place_and_the_time_of_the_slide_are_told(deck: Deck) -> None:
    said = read(scene_of(deck, 2), Planner(), 1000.0, NOON)
    assert (said.place, said.planned) == ("slide 2 of 3", "1:00 for this slide")
    assert read(scene_of(deck, 0), Planner(), 1000.0, NOON).place == "title page"
    assert read(scene_of(deck, 4), Planner(), 1000.0, NOON).planned == ""


def test_a_plan_is_made_once_for_a_length(deck: Deck) -> None:
    planner = Planner()
    first = planner.of(deck, 600.0)
    assert planner.of(deck, 600.0) is first
    assert planner.of(deck, 700.0) is not first


def test_a_running_clock_ticks_with_its_seconds_and_a_standing_one_with_the_minute() -> None:
    assert wait_ms(Timer(ran=12.25, since=500.0), 500.0, NOON) == pytest.approx(750, abs=20)
    wall = NOON - NOON % 60
    assert wait_ms(Timer(), 500.0, wall + 20) == pytest.approx(40_000, abs=20)
    assert wait_ms(Timer(until=wall), 500.0, wall + 0.5) == pytest.approx(500, abs=20)


def test_the_bar_shows_the_next_second_by_itself(open_window: Open, tmp_path: Path) -> None:
    console = Console(open_window(deck_with(tmp_path, slide_of(1), slide_of(2))))
    clock = console.window.clock
    assert (clock.elapsed.text, clock.elapsed.role) == ("0:00", "soft")
    console.press("Right")
    console.driver.qtbot.waitUntil(lambda: clock.elapsed.text == "0:01", timeout=4000)
    assert clock.elapsed.role == "ink"
    console.press("T")
    console.settle()
    assert clock.pace.text == "clock stopped"
    assert "Clock stopped" in console.signs()


# Signs


@pytest.mark.parametrize(
    ("changes", "staging", "sign"),
    [
        ({"blank": Blank.BLACK}, {}, Sign("screen-black", "Black")),
        ({"blank": Blank.WHITE}, {}, Sign("screen-white", "White")),
        ({}, {"frozen": 2}, Sign("snowflake", "Frozen on slide 2")),
        ({}, {"frozen": 0}, Sign("snowflake", "Frozen on the title page")),
        ({}, {"is_hidden": True}, Sign("eye-off", "Slides hidden")),
        ({}, {"tool": Tool.PEN}, Sign("pen", "Pen")),
        ({}, {"tool": Tool.LASER}, Sign("laser", "Laser")),
        ({}, {"tool": Tool.SPOTLIGHT}, Sign("spotlight", "Spotlight")),
        ({}, {"timer": Timer(ran=1, is_paused=True)}, Sign("pause", "Clock stopped")),
        ({}, {"is_auto": True}, Sign("play", "Turning by itself")),
        ({}, {"sent": Sent("Source 3", "A book")}, Sign("send", "Sent: Source 3")),
        (
            {},
            {"is_reset_asked": True},
            Sign("history", "Press R again to set the clock to zero"),
        ),
        (
            {},
            {"arrangement": Arrangement(None, "eDP-1"), "last_home": "HDMI-1"},
            Sign("screen-off", "The projector is gone: nobody sees the slides", "fault"),
        ),
        (
            {},
            {"arrangement": Arrangement(None, "eDP-1")},
            Sign("screen-off", "No second screen: nobody sees the slides", "fault"),
        ),
        ({"has_citations": True}, {}, Sign("quote", "Citations beside the slide")),
        ({"has_receipt": True}, {}, Sign("shield", "Receipt beside the slide")),
        ({"page": 3}, {}, Sign("flag", "Last slide", "soft")),
    ],
)
def test_every_state_has_a_sign_in_a_word(
    deck: Deck, changes: dict[str, Any], staging: dict[str, Any], sign: Sign
) -> None:
    usual = signs(scene_of(deck))
    assert usual == (Sign("screen", "Slides on HDMI-1", "soft"),)
    found = signs(scene_of(deck, **staging)._replace(**changes))
    assert sign in found
    assert sign not in usual


def test_a_bundle_that_is_not_what_it_was_is_a_fault(deck: Deck) -> None:
    assert signs(scene_of(deck), Seal("Changed", is_faulty=True))[-1].role == "fault"
    assert signs(scene_of(deck), Seal("Sound", is_sound=True))[-1].icon == "shield-check"


def test_a_sign_goes_with_its_state(open_window: Open, tmp_path: Path) -> None:
    console = Console(open_window(deck_with(tmp_path, slide_of(1), slide_of(2))))
    for key, word in (("B", "Black"), ("L", "Laser"), ("Shift+F", "Frozen on slide 1")):
        console.press(key)
        console.settle()
        assert word in console.signs()
        console.press(key)
        console.settle()
        assert word not in console.signs()
