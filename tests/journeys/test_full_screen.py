"""Full screen and back, blank screens, and the pointer, as a presenter has them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.journeys.decks import BLUE, GREEN, RED, write_deck
from tests.journeys.screen import Pixels, Running, Screen, Start, wait_for

BOX = [200, 120, 700, 480]  # left, top, width, height
TITLE_BAR = (550, 110)
FULL = "X=0\nY=0\nWIDTH=1280\nHEIGHT=720"
STARTS = 3  # of each kind, of which the fastest counts
POINTER_SECONDS = 3.0  # after which it leaves


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return write_deck(tmp_path / "colours", RED, GREEN, BLUE)


def remember(screen: Screen, **more: object) -> None:
    """Leave a window of a known place and size behind, as an earlier run would."""
    state = {"recent": [], "places": {}, "geometry": BOX, "is_maximized": False, **more}
    screen.state_file.parent.mkdir(parents=True, exist_ok=True)
    screen.state_file.write_text(json.dumps(state), encoding="utf-8")


def remembered(screen: Screen) -> tuple[list[int], bool]:
    state = json.loads(screen.state_file.read_text("utf-8"))
    return state["geometry"], state["is_maximized"]


@pytest.fixture
def running(screen: Screen, start: Start, deck: Path) -> Running:
    """The program at slide 2, in a window of a known place and size."""
    remember(screen)
    running = start(deck, "--slide", "2")
    running.wait_for_title("2 / 3")
    screen.wait_until_still()
    return running


def has_size(running: Running, size: tuple[int, int]) -> Callable[[], bool]:
    return lambda: f"WIDTH={size[0]}\nHEIGHT={size[1]}" in running.geometry


def wait_for_full_screen(running: Running) -> Pixels:
    wait_for(lambda: FULL in running.geometry, lambda: f"full screen: {running.geometry}")
    return running.screen.wait_until_still()


@pytest.mark.parametrize("key", ["F11", "f"])
def test_full_screen_leads_back_to_the_window_as_it_was(
    screen: Screen, running: Running, key: str
) -> None:
    geometry, before = running.geometry, screen.pixels
    assert f"WIDTH={BOX[2]}\nHEIGHT={BOX[3]}" in geometry
    for _ in range(2):
        running.press(key)
        wait_for_full_screen(running)
        assert screen.share(GREEN) > 0.4
        running.press(key)
        wait_for(has_size(running, (BOX[2], BOX[3])), "the window as it was")
        after = screen.wait_until_still()
        assert running.geometry == geometry
        assert (after == before).all()
    running.quit()
    assert remembered(screen) == (BOX, False)


def test_full_screen_leads_back_to_a_maximised_window_and_that_to_its_own_size(
    screen: Screen, running: Running
) -> None:
    normal = running.geometry
    maximise(screen)
    wait_for(lambda: "WIDTH=1280" in running.geometry, "a maximised window")
    screen.point(1279, 719)
    before, geometry = still_without_controls(screen), running.geometry
    running.press("F11")
    wait_for_full_screen(running)
    running.press("Escape")
    wait_for(lambda: running.geometry == geometry, "a maximised window again")
    assert (screen.wait_until_still() == before).all()
    screen.point(640, 8)
    screen.click(times=2)
    wait_for(lambda: running.geometry == normal, "the window as it was")
    running.quit()


def maximise(screen: Screen) -> None:
    screen.point(*TITLE_BAR)
    screen.click(times=2)


def still_without_controls(screen: Screen) -> Pixels:
    """The screen once the buttons that come with the pointer have gone again."""
    last: list[Pixels] = [screen.pixels]

    def is_long_still() -> bool:
        before, now = last[0], screen.wait_until_still()
        last[0] = now
        return bool((before == now).all())

    wait_for(is_long_still, "a still screen")
    return last[0]


def test_a_maximised_window_is_maximised_at_the_next_start(
    screen: Screen, start: Start, deck: Path
) -> None:
    remember(screen, is_maximized=True)
    first = start(deck)
    first.wait_for_title("Title page")
    wait_for(lambda: "WIDTH=1280" in first.geometry, "a maximised window")
    first.press("F11")
    wait_for_full_screen(first)
    first.press("F11")
    wait_for(lambda: FULL not in first.geometry, "a window")
    screen.wait_until_still()
    first.press("F11")
    wait_for_full_screen(first)
    first.quit()  # from full screen
    assert remembered(screen) == (BOX, True)
    second = start(deck)
    second.wait_for_title("Title page")
    wait_for(lambda: "WIDTH=1280" in second.geometry, "a maximised window")
    assert FULL not in second.geometry
    second.quit()
    assert remembered(screen) == (BOX, True)


@pytest.mark.parametrize("is_maximized", [False, True])
@pytest.mark.parametrize("place", ["Title page", "2 / 3"])  # here a bare picture comes first
def test_a_start_in_full_screen_leads_back_to_the_window_of_the_last_time(
    screen: Screen, start: Start, deck: Path, place: str, is_maximized: bool
) -> None:
    remember(screen, is_maximized=is_maximized)
    words = ["--fullscreen", "--slide", "2"] if place == "2 / 3" else ["--fullscreen"]
    first = start(deck, *words)
    first.wait_for_title(place)
    wait_for_full_screen(first)
    first.quit()
    assert remembered(screen) == (BOX, is_maximized)
    second = start(deck, *words)
    second.wait_for_title("")
    wait_for_full_screen(second)
    second.press("Escape")
    width = f"WIDTH={1280 if is_maximized else BOX[2]}\n"
    wait_for(
        lambda: width in second.geometry and FULL not in second.geometry,
        lambda: f"{width} in {second.geometry}",
    )
    screen.wait_until_still()
    second.quit()
    assert remembered(screen) == (BOX, is_maximized)


def test_a_maximised_window_has_its_picture_as_soon_as_any_other(
    screen: Screen, start: Start, deck: Path
) -> None:
    best: dict[bool, float] = {}
    for is_maximized in (False, True) * STARTS:
        remember(screen, is_maximized=is_maximized)
        begun = time.monotonic()
        running = start(deck, "--slide", "2")
        screen.wait_for_colour(GREEN)
        seconds = time.monotonic() - begun
        best[is_maximized] = min(seconds, best.get(is_maximized, seconds))
        running.end()
        wait_for(lambda: screen.share(GREEN) < 0.01, "an empty screen")
    assert best[True] < 1.6 * best[False]


def test_esc_steps_out_one_by_one_and_never_ends_the_program(
    screen: Screen, running: Running
) -> None:
    window = screen.pixels
    running.press("F11")
    full = wait_for_full_screen(running)
    running.press("c")
    with_citations = screen.wait_until_still()
    running.press("F1")
    with_keys = screen.wait_until_still()
    assert (with_keys != with_citations).any()
    for expected in (with_citations, full, window):
        running.press("Escape")
        assert (screen.wait_until_still() == expected).all()
    running.press(*["Escape"] * 6)
    running.press("Right")
    running.wait_for_title("3 / 3")
    running.quit()


def test_f5_presents_from_the_title_page_and_shift_f5_from_here(running: Running) -> None:
    running.press("shift+F5")
    wait_for_full_screen(running)
    running.wait_for_title("2 / 3")
    running.press("Escape", "F5")
    running.wait_for_title("Title page")
    wait_for_full_screen(running)
    running.press("F5")  # a clicker's key; already presenting, so nothing
    running.press("Next")
    running.wait_for_title("1 / 3")
    running.quit()


def test_a_blank_screen_is_blank_to_the_last_pixel_and_goes_again(
    screen: Screen, running: Running
) -> None:
    running.press("F11")
    wait_for_full_screen(running)
    wait_for(lambda: not screen.shows_pointer(), "a hidden pointer")
    before = screen.wait_until_still()
    black, white = np.zeros_like(before), np.full_like(before, 255)
    for key, blank in (("b", black), ("period", black), ("w", white), ("comma", white)):
        for back in (key, "Right", "Escape"):  # a step only brings the picture back
            running.press(key)
            wait_for_pixels(screen, blank, f"a blank screen, by {key}")
            running.press(back)
            wait_for_pixels(screen, before, f"the page again, by {back} after {key}")
    assert FULL in running.geometry
    running.quit()


def wait_for_pixels(screen: Screen, wanted: Pixels, what: str) -> None:
    wait_for(lambda: np.array_equal(screen.pixels, wanted), what)


def test_in_full_screen_the_pointer_leaves_when_it_rests_and_comes_back(
    screen: Screen, running: Running
) -> None:
    screen.point(500, 300)
    assert screen.shows_pointer()
    running.press("F11")
    wait_for_full_screen(running)
    wait_for(lambda: not screen.shows_pointer(), "a hidden pointer", POINTER_SECONDS + 2)
    screen.point(520, 310)
    wait_for(screen.shows_pointer, "the pointer again")
    wait_for(lambda: not screen.shows_pointer(), "a hidden pointer", POINTER_SECONDS + 2)
    running.press("F11")
    wait_for(screen.shows_pointer, "the pointer again, in the window")
    running.quit()


def test_the_pointer_stays_in_a_window(screen: Screen, running: Running) -> None:
    screen.point(500, 300)
    screen.wait_until_still()
    with pytest.raises(AssertionError):
        wait_for(lambda: not screen.shows_pointer(), "a hidden pointer", POINTER_SECONDS + 0.7)
    assert running.is_alive


def test_a_clicker_and_the_left_button_turn_pages_in_full_screen(
    screen: Screen, running: Running
) -> None:
    running.press("F11")
    wait_for_full_screen(running)
    screen.point(640, 300)
    screen.click()
    running.wait_for_title("3 / 3")
    running.press("Prior", "Prior")
    running.wait_for_title("1 / 3")
    screen.wait_for_colour(RED, 0.4)
