"""A clicker's keys on the keyboards of several countries, and presses that nobody could see."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.decks import BLUE, GREEN, RED, VIOLET, write_deck
from tests.journeys.screen import Running, Screen, Start
from tests.journeys.two_screens import TwoScreens, wait_for_console

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
COMMA, FULL_STOP = "59", "60"  # places of keys, as X counts them
HELD_UP_SECONDS = 1.0


@pytest.fixture
def shown(screen: Screen, start: Start, tmp_path: Path) -> Running:
    """A deck of twenty slides on the whole screen, at slide 2, which is green."""
    deck = write_deck(tmp_path / "long", *[RED, GREEN] * 10)
    running = start(deck, "--slide", "2", "--fullscreen")
    running.wait_for_title("2 / 20 Colour 2")
    screen.wait_for_colour(GREEN, 0.3)
    screen.wait_until_still()
    return running


def lay(screen: Screen, layout: str) -> None:
    """Give the keyboard the letters of a country."""
    subprocess.run(
        ["setxkbmap", layout], env=screen.environment, check=True, capture_output=True, timeout=20
    )
    screen.wait_until_still()


def settings_of(screen: Screen) -> Path:
    file = screen.home / ".config" / "deck-reader" / "settings.yaml"
    file.parent.mkdir(parents=True)
    return file


# The keys of clickers


@pytest.mark.parametrize("layout", ["us", "fr", "de", "dvorak", "ru", "tr", "gr"])
def test_the_button_that_hides_the_picture_does_so_on_every_keyboard(
    screen: Screen, shown: Running, layout: str
) -> None:
    lay(screen, layout)
    shown.press(FULL_STOP)
    screen.wait_for_colour(BLACK, 0.99)
    shown.press(FULL_STOP)
    screen.wait_for_colour(GREEN, 0.3)
    shown.press(COMMA)
    screen.wait_for_colour(WHITE, 0.99)
    shown.press("Next")
    screen.wait_for_colour(GREEN, 0.3)
    shown.press("Next")
    screen.wait_for_colour(RED, 0.3)


def test_a_letter_that_has_a_command_of_its_own_keeps_it(screen: Screen, shown: Running) -> None:
    lay(screen, "dvorak")
    shown.press("57")  # a B, where others have an N, which would turn the page
    screen.wait_for_colour(BLACK, 0.99)


@pytest.mark.parametrize(
    ("forward", "backward", "hide"),
    [
        ("Next", "Prior", "period"),
        ("Next", "Prior", "b"),
        ("XF86AudioNext", "XF86AudioPrev", "XF86AudioPlay"),
    ],
    ids=["Logitech", "Kensington", "headset"],
)
def test_every_clicker_turns_pages_and_hides_the_picture(
    screen: Screen, shown: Running, forward: str, backward: str, hide: str
) -> None:
    shown.press(forward)
    shown.wait_for_title("3 / 20")
    shown.press(backward)
    shown.wait_for_title("2 / 20")
    shown.press(hide)
    screen.wait_for_colour(BLACK, 0.99)
    shown.press(hide)
    screen.wait_for_colour(GREEN, 0.3)


def test_a_start_button_that_sends_f5_and_escape_in_turn_never_ends_the_program(
    screen: Screen, running: Running
) -> None:
    for _ in range(2):
        running.press("F5")
        running.wait_for_title("Title page")
        screen.wait_until_still()
        running.press("Escape")
        screen.wait_until_still()
        running.press("Next")
        running.wait_for_title("1 / 2")
    assert running.is_alive


def test_a_remote_with_codes_of_its_own_works_once_it_is_taught(
    screen: Screen, start: Start, tmp_path: Path
) -> None:
    settings = settings_of(screen)
    settings.write_text("keys:\n  slide.next: [Alt+F20, Code 248]\n  slide.previous: alt+f19\n")
    for place, key in (("247", "F19"), ("249", "F20")):
        words = ["xmodmap", "-e", f"keycode {place} = {key}"]
        subprocess.run(words, env=screen.environment, check=True, capture_output=True, timeout=20)
    running = start(write_deck(tmp_path / "deck", RED, GREEN, RED), "--slide", "1")
    running.wait_for_title("1 / 3")
    screen.wait_until_still()
    for key, page in (("alt+249", 2), ("248", 3), ("alt+247", 2)):
        running.press(key)
        running.wait_for_title(f"{page} / 3")
    running.assert_quiet()


# Presses that waited


def hold_up(running: Running, *presses: str) -> None:
    """Let the program stand still while something is pressed, as on a machine that is busy."""
    os.kill(running.process.pid, signal.SIGSTOP)
    try:
        for press in presses:
            if press.startswith("click"):
                running.screen.click(int(press[-1]))
            else:
                running.screen.press(press)
            time.sleep(0.12)
        time.sleep(HELD_UP_SECONDS)
    finally:
        os.kill(running.process.pid, signal.SIGCONT)
    running.screen.wait_until_still()
    time.sleep(0.3)


@pytest.mark.parametrize("press", ["Next", "space", "Return", "click 1", "click 5"])
def test_presses_that_waited_turn_one_page(screen: Screen, shown: Running, press: str) -> None:
    screen.point(600, 300)
    for page in (3, 4):  # the first time, nothing is known of the clocks
        hold_up(shown, *[press] * 5)
        shown.wait_for_title(f"{page} / 20")


def test_one_press_that_waited_is_not_lost(shown: Running) -> None:
    hold_up(shown, "Next")
    shown.wait_for_title("3 / 20")


def test_what_waited_and_turns_no_page_is_done(screen: Screen, shown: Running) -> None:
    hold_up(shown, "Next", "Next", "Next", "b")
    screen.wait_for_colour(BLACK, 0.99)
    shown.press("b")
    shown.wait_for_title("3 / 20")


def test_a_press_after_those_that_waited_counts(shown: Running) -> None:
    hold_up(shown, "Next", "Next", "Next")
    shown.wait_for_title("3 / 20")
    shown.press("Next")
    shown.wait_for_title("4 / 20")


def test_fast_presses_in_time_all_count(screen: Screen, shown: Running) -> None:
    screen.xdotool("key", "--delay", 50, *["Next"] * 10)
    shown.wait_for_title("12 / 20")
    screen.xdotool("key", "--delay", 10, *["Prior"] * 5)
    shown.wait_for_title("7 / 20")


# What a click and the wheel do


def test_click_and_wheel_do_what_was_chosen(screen: Screen, start: Start, tmp_path: Path) -> None:
    settings_of(screen).write_text("click: halves\nwheel: nothing\n")
    deck = write_deck(tmp_path / "deck", RED, GREEN, RED)
    running = start(deck, "--slide", "2", "--fullscreen")
    running.wait_for_title("2 / 3")
    screen.wait_until_still()
    screen.point(900, 300)
    screen.click(1)
    running.wait_for_title("3 / 3")
    screen.point(200, 300)
    screen.click(1)
    running.wait_for_title("2 / 3")
    screen.click(5, times=3)
    screen.wait_until_still()
    assert running.title.startswith("2 / 3")


# In a show, from the presenter's window


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[tuple[TwoScreens, Running]]:
    """A show of four slides on two screens, at the first."""
    screens = TwoScreens(tmp_path / "screens")
    deck = write_deck(tmp_path / "talk", RED, GREEN, BLUE, VIOLET)
    running = Running(screens, deck, "--present", "--slide", "1")
    try:
        screens.wait_for_projected(RED)
        wait_for_console(screens, running)
        screens.wait_until_still()
        yield screens, running
    finally:
        running.end()
        screens.close()


def test_the_presenter_s_window_knows_a_clicker_by_its_places_too(
    stage: tuple[TwoScreens, Running],
) -> None:
    screens, running = stage
    lay(screens, "fr")
    running.press(FULL_STOP)
    screens.wait_for_projected(BLACK, 0.99)
    running.press("Next")
    screens.wait_for_projected(RED)


def test_presses_that_waited_turn_one_page_from_the_presenter_s_window(
    stage: tuple[TwoScreens, Running],
) -> None:
    screens, running = stage
    hold_up(running, *["Next"] * 3)
    screens.wait_for_projected(GREEN)
    screens.xdotool("key", "--delay", 40, "Next", "Next")
    screens.wait_for_projected(VIOLET)


def test_a_button_is_taught_in_the_presenter_s_window_and_works_at_once(
    stage: tuple[TwoScreens, Running],
) -> None:
    screens, running = stage
    running.press("ctrl+k")
    screens.wait_until_still()
    running.press("F7")
    screens.xdotool("type", "--delay", 40, "next page")
    running.press("Return", "Escape")
    screens.wait_until_still()
    running.press("F7")
    screens.wait_for_projected(GREEN)
    file = screens.home / ".config" / "deck-reader" / "settings.yaml"
    assert file.read_text() == "keys:\n  slide.next: [F7]\n"
