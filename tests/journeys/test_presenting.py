"""A talk from its beginning to its end, on a laptop and a projector, by key and by cable."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.decks import BLUE, GREEN, RED, VIOLET, write_deck
from tests.journeys.screen import Running, wait_for
from tests.journeys.two_screens import (
    HEIGHT,
    PROJECTOR,
    WIDTH,
    TwoScreens,
    has_console,
    share,
    wait_for_console,
)

COLOURS = (RED, GREEN, BLUE, VIOLET, RED, GREEN)
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


@pytest.fixture
def screens(tmp_path: Path) -> Iterator[TwoScreens]:
    made = TwoScreens(tmp_path / "screens")
    yield made
    made.close()


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return write_deck(tmp_path / "talk", *COLOURS)


def presenting(screens: TwoScreens, talk: Path, *words: str) -> Running:
    """The program in a show at slide 1, up to where the presenter can begin to speak."""
    running = Running(screens, talk, "--present", "--slide", "1", *words)
    screens.wait_for_projected(RED)
    wait_for_console(screens, running)
    screens.wait_until_still()
    return running


def journal(screens: TwoScreens) -> dict[str, object]:
    file = screens.home / ".local/state/deck-reader/show.json"
    found: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_a_whole_talk(screens: TwoScreens, talk: Path) -> None:
    running = presenting(screens, talk)
    try:
        for colour in COLOURS[1:4]:  # a clicker's key
            running.press("Next")
            screens.wait_for_projected(colour)
        running.press("period")  # a clicker's hide button
        screens.wait_for_projected(BLACK, 0.99)
        assert share(screens.laptop, BLACK, 4) < 0.5  # the presenter still sees the slide
        running.press("Next")  # only brings the picture back
        screens.wait_for_projected(VIOLET)

        running.press("shift+f")
        running.press("Prior", "Prior")
        wait_for(lambda: share(screens.laptop, GREEN) > 0.05, "slide 2 before the presenter")
        assert share(screens.projector, VIOLET) > 0.3
        running.press("shift+f")
        screens.wait_for_projected(GREEN)

        running.press("x")
        wait_for(lambda: share(screens.laptop, GREEN) > 0.3, "the slides on the laptop")
        running.press("x")
        screens.wait_for_projected(GREEN)
        wait_for_console(screens, running)

        running.press("Escape")
        wait_for(lambda: not has_console(screens), "the end of the show")
        running.wait_for_title("2 / 6 Colour 2")
        running.quit()
    finally:
        running.end()


def test_the_projector_is_pulled_at_slide_four_and_plugged_in_again(
    screens: TwoScreens, talk: Path
) -> None:
    running = presenting(screens, talk)
    try:
        running.press("Next", "Next", "Next")
        screens.wait_for_projected(VIOLET)
        began = journal(screens)["timer"]
        screens.pull()
        screens.wait_for_windows(1)
        assert has_console(screens)
        running.press("Next")
        wait_for(lambda: share(screens.laptop, RED) > 0.05, "slide 5 before the presenter")
        screens.plug()
        screens.wait_for_windows(2)
        screens.wait_for_projected(RED)
        right = running.screen.pixels[:, WIDTH:]
        assert right.shape[:2] == (HEIGHT, WIDTH)
        assert journal(screens)["timer"] == began
        running.quit()
    finally:
        running.end()


def test_a_closed_laptop_does_not_bring_the_notes_before_the_audience(
    tmp_path: Path, talk: Path
) -> None:
    screens = TwoScreens(tmp_path / "screens", stays=PROJECTOR)
    running = presenting(screens, talk)
    try:
        screens.pull_laptop()
        screens.wait_for_windows(1)
        assert not has_console(screens)
        screens.wait_for_projected(RED)
    finally:
        running.end()
        screens.close()


def test_mirrored_screens_show_slides_and_no_notes(screens: TwoScreens, talk: Path) -> None:
    screens.mirror()
    running = Running(screens, talk, "--present", "--slide", "1")
    try:
        wait_for(lambda: share(screens.laptop, RED) > 0.3, "the slide on both")
        screens.wait_until_still()
        assert not has_console(screens)
        running.press("s")
        time.sleep(0.5)
        assert not has_console(screens)
        running.quit()
    finally:
        running.end()


def test_a_projector_that_comes_in_mid_show_gets_the_slides(tmp_path: Path, talk: Path) -> None:
    screens = TwoScreens(tmp_path / "screens", plugged=False)
    running = Running(screens, talk, "--slide", "2")
    try:
        running.wait_for_title("2 / 6")
        running.press("shift+F5")
        wait_for(lambda: share(screens.laptop, GREEN) > 0.5, "the slide on the only screen")
        screens.plug()
        screens.wait_for_projected(GREEN)
        wait_for_console(screens, running)
        running.quit()
    finally:
        running.end()
        screens.close()


def test_on_one_screen_present_opens_two_plain_windows(tmp_path: Path, talk: Path) -> None:
    screens = TwoScreens(tmp_path / "screens", plugged=False)
    running = Running(screens, talk, "--present", "--slide", "2")
    try:
        screens.wait_for_windows(2)
        wait_for_console(screens, running)
        running.press("Next")
        wait_for(lambda: share(screens.laptop, BLUE) > 0.05, "the next slide")
        running.quit()
    finally:
        running.end()
        screens.close()


def test_killed_in_mid_show_it_goes_on_where_it_was(screens: TwoScreens, talk: Path) -> None:
    running = presenting(screens, talk)
    running.press("Next", "Next")
    screens.wait_for_projected(BLUE)
    running.press("b")
    screens.wait_for_projected(BLACK, 0.99)
    wait_for(lambda: journal(screens).get("blank") == "black", "the journal")
    since = journal(screens)["timer"]
    running.process.send_signal(signal.SIGKILL)
    running.wait()
    again = Running(screens, talk)
    try:
        wait_for(lambda: again.title.endswith("Deck Reader"), "the window")
        screens.wait_until_still()
        again.press("Return")
        wait_for_console(screens, again)
        screens.wait_for_projected(BLACK, 0.99)
        again.press("b")
        screens.wait_for_projected(BLUE)
        wait_for(lambda: journal(screens).get("blank") == "", "the journal")
        assert journal(screens)["timer"] == since  # it counts from the same moment
        again.press("Escape")
        wait_for(lambda: not has_console(screens), "the end of the show")
        again.quit()
    finally:
        again.end()
    third = Running(screens, talk)
    try:
        third.wait_for_title("3 / 6")
        screens.wait_until_still()
        third.press("Return")  # nothing is offered: the page turns
        third.wait_for_title("4 / 6")
    finally:
        third.end()


def test_screens_of_different_scale_are_both_filled(screens: TwoScreens, talk: Path) -> None:
    factors = "eDP-1=1.5;HDMI-1=1"
    running = Running(screens, talk, "--present", "--slide", "1", QT_SCREEN_SCALE_FACTORS=factors)
    try:
        wait_for_console(screens, running)
        screens.wait_for_projected(RED, 0.6)
        running.press("x")
        wait_for(lambda: share(screens.laptop, RED) > 0.6, "the slide on the other screen")
        running.press("Next")
        wait_for(lambda: share(screens.laptop, GREEN) > 0.6, "the next slide there")
        running.quit()
    finally:
        running.end()
