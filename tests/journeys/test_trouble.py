"""What breaks while one reads or presents, and how the program ends: quietly, with nothing lost."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from tests.journeys.decks import BLUE, GREEN, RED, VIOLET, write_picture
from tests.journeys.screen import Pixels, Running, Screen, wait_for

GONE = 0.01  # of the screen, at most, which a picture has that is no longer shown
BROKEN = "title: [not closed\n"
XLIB = ("XIO:  fatal IO error", "after ")  # the two lines of its last words


def test_a_slide_that_breaks_is_a_placeholder_until_it_is_mended(
    screen: Screen, running: Running, deck: Path
) -> None:
    file = deck / "slides" / "02.yaml"
    sound = file.read_text("utf-8")
    file.write_text(BROKEN, encoding="utf-8")
    wait_for(lambda: screen.share(GREEN) < GONE, "a placeholder")
    running.press("Left")
    screen.wait_for_colour(RED)
    running.press("Right")
    wait_for(lambda: screen.share(RED) < GONE, "the placeholder again")
    file.write_text(sound, encoding="utf-8")
    screen.wait_for_colour(GREEN)
    running.quit()


def test_a_picture_that_goes_is_a_placeholder_until_it_is_back(
    screen: Screen, running: Running, deck: Path
) -> None:
    (deck / "assets" / "02.png").unlink()
    wait_for(lambda: screen.share(GREEN) < GONE, "a placeholder")
    write_picture(deck, "02.png", BLUE)
    screen.wait_for_colour(BLUE)
    running.quit()


def test_in_front_of_an_audience_nothing_is_said_of_a_deck_that_breaks(
    screen: Screen, running: Running, deck: Path
) -> None:
    running.press("F11")
    before = without_pointer(screen.wait_until_still())
    (deck / "slides" / "deck.yaml").write_text(BROKEN, encoding="utf-8")
    with pytest.raises(AssertionError):
        wait_for(lambda: (without_pointer(screen.pixels) != before).any(), "a notice", limit=2)
    running.press("Left", "Right")
    running.wait_for_title("2 / 2")
    assert np.array_equal(without_pointer(screen.wait_until_still()), before)
    running.quit()


def test_the_last_of_quick_edits_is_the_one_that_stays(
    screen: Screen, running: Running, deck: Path
) -> None:
    for step in range(6):
        write_picture(deck, "02.png", VIOLET)
        wait_for(lambda: screen.share(VIOLET) > 0.1, "the first edit")
        time.sleep(step * 0.03)  # while the program takes the first, at any stage of that
        write_picture(deck, "02.png", BLUE)
        wait_for(lambda: screen.share(BLUE) > 0.1, f"the second edit, of step {step}", limit=5)
    running.quit()


def test_what_is_said_of_a_fault_goes_when_it_is_mended(
    screen: Screen, running: Running, deck: Path
) -> None:
    before = screen.wait_until_still()
    for name in ("02.yaml", "deck.yaml"):
        file = deck / "slides" / name
        sound = file.read_text("utf-8")
        file.write_text(BROKEN, encoding="utf-8")
        wait_for(lambda: (screen.pixels != before).any(), "a notice")
        screen.wait_until_still()
        file.write_text(sound, encoding="utf-8")
        wait_for(lambda: np.array_equal(screen.pixels, before), "the page without it", limit=8)
    running.quit()


def test_what_is_said_of_a_fault_is_not_taken_before_an_audience(
    screen: Screen, running: Running, deck: Path
) -> None:
    running.press("F11")
    full = without_pointer(screen.wait_until_still())
    running.press("F11")
    window = screen.wait_until_still()
    file = deck / "slides" / "deck.yaml"
    file.write_text(BROKEN, encoding="utf-8")
    wait_for(lambda: (screen.pixels != window).any(), "a notice")
    running.press("F11")
    assert np.array_equal(without_pointer(screen.wait_until_still()), full)
    running.quit()


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_the_window_and_the_place_is_remembered(
    screen: Screen, running: Running, deck: Path, end: signal.Signals
) -> None:
    running.process.send_signal(end)
    running.wait()
    running.assert_quiet()
    state = json.loads(screen.state_file.read_text("utf-8"))
    assert state["places"] == {str(deck): 2}


def test_a_screen_that_goes_ends_the_program_without_a_traceback(
    screen: Screen, running: Running
) -> None:
    screen.close()
    running.wait()
    # Qt says that the screen has gone; libX11 does too where it is the first to notice.
    said = [line.strip() for line in running.said.splitlines()]
    assert [line for line in said if not line.startswith(("The X11 connection broke", *XLIB))] == []


def test_no_process_stays_behind(running: Running) -> None:
    running.quit()
    wait_for(
        lambda: not of_session(running.process.pid),
        lambda: f"an end of {of_session(running.process.pid)}",
    )


def without_pointer(pixels: Pixels) -> Pixels:
    """A screen without the corner in which the pointer rests."""
    return pixels[:-40, :-40]


def of_session(leader: int) -> list[str]:
    """The processes that came of one start, which has a session of its own."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = status.read_text("utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if words[3] == str(leader) and words[0] != "Z":
            found.append(status.parent.name)
    return found
