"""A show that runs by itself among the public, as the public would find it."""

from __future__ import annotations

import signal
from pathlib import Path

import numpy as np
import pytest

from tests.journeys.decks import BLUE, GREEN, RED, VIOLET, write_deck, write_header, write_picture
from tests.journeys.decks import write_slide as write
from tests.journeys.screen import Running, Screen, Start, wait_for

FULL = "X=0\nY=0\nWIDTH=1280\nHEIGHT=720"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return write_deck(tmp_path / "colours", RED, GREEN, BLUE)


def kiosk(screen: Screen, start: Start, deck: Path, seconds: float) -> Running:
    running = start(deck, "--kiosk", "--seconds", str(seconds), "--slide", "1")
    screen.wait_for_colour(RED, 0.3)
    wait_for(lambda: FULL in running.geometry, lambda: f"full screen: {running.geometry}")
    return running


def test_it_goes_round_until_the_one_key_is_pressed(
    screen: Screen, start: Start, deck: Path
) -> None:
    running = kiosk(screen, start, deck, 1)
    for colour in (GREEN, BLUE, RED, GREEN):
        screen.wait_for_colour(colour, 0.3)
    running.press("alt+F4", "ctrl+q", "Escape", "F11", "F10", "F1", "ctrl+o")
    screen.click(3)
    for colour in (BLUE, RED, GREEN):
        screen.wait_for_colour(colour, 0.3)
    assert running.is_alive
    assert FULL in running.geometry
    running.press("ctrl+alt+q")
    assert running.wait() == 0, running.said
    running.assert_quiet()


def test_no_pointer_is_seen_and_no_button_comes_with_it(
    screen: Screen, start: Start, deck: Path
) -> None:
    kiosk(screen, start, deck, 600).wait_for_title("1 / 3")
    before = screen.wait_until_still()
    for x in (300, 500, 700):
        screen.point(x, 200)
    wait_for(lambda: not screen.shows_pointer(), "no pointer")
    changed = np.argwhere((screen.wait_until_still() != before).any(axis=2))
    assert changed.size == 0, f"from {changed.min(axis=0)} to {changed.max(axis=0)}"


def test_what_vanishes_breaks_or_changes_on_disk_stops_nothing(
    screen: Screen, start: Start, deck: Path
) -> None:
    running = kiosk(screen, start, deck, 1)
    (deck / "assets" / "02.png").unlink()
    (deck / "assets" / "03.png").write_bytes(b"broken")
    for _ in range(2):
        wait_for(lambda: screen.share(RED) < 0.1, "another page than the red one")
        screen.wait_for_colour(RED, 0.3)
    write_picture(deck, "04.png", VIOLET)
    write(deck, 4, "Colour 4")
    write_header(deck, 4)
    screen.wait_for_colour(VIOLET, 0.3)
    assert running.is_alive
    running.press("ctrl+alt+q")
    assert running.wait() == 0, running.said
    running.assert_quiet()


def test_the_system_can_end_it(screen: Screen, start: Start, deck: Path) -> None:
    running = kiosk(screen, start, deck, 600)
    running.wait_for_title("1 / 3")
    running.process.send_signal(signal.SIGTERM)
    running.wait()
    running.assert_quiet()
