"""F6 on a real screen: what is damaged is found, and one press leads there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.core import look
from tests.journeys.decks import BLUE, GREEN, RED, write_deck
from tests.journeys.screen import Screen, Start, wait_for

FAULT = look.rgb(look.LIGHT.fault)
LEAST = 0.0002  # of the screen, for one line of words in a colour


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """Three slides, of which the last one's picture is cut short."""
    folder = write_deck(tmp_path / "colours", RED, GREEN, BLUE)
    picture = folder / "assets" / "03.png"
    picture.write_bytes(picture.read_bytes()[:1000])
    return folder


def test_what_is_damaged_is_found_and_led_to(screen: Screen, start: Start, deck: Path) -> None:
    running = start(deck, "--slide", "1")
    running.wait_for_title("1 / 3 ")
    screen.wait_for_colour(RED)
    assert screen.share(FAULT, 8) < LEAST
    running.press("F6")
    wait_for(lambda: screen.share(FAULT, 8) >= LEAST, "a verdict in the colour of faults")
    screen.wait_until_still()
    running.press("Tab", "Return")
    running.wait_for_title("3 / 3 ")


def test_leaving_meanwhile_leaves_nothing_behind(start: Start, deck: Path) -> None:
    running = start(deck, "--slide", "1")
    running.wait_for_title("1 / 3 ")
    running.press("F6")
    running.quit()
    with pytest.raises(ProcessLookupError):
        os.killpg(running.process.pid, 0)
