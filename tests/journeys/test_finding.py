"""Finding slides as a person does it: keys on a real screen, and what a screen reader hears."""

from __future__ import annotations

from reader.core.shipped import shipped_deck
from tests.journeys.screen import Screen, Start, wait_for
from tests.journeys.test_announcements import Ear, ear

__all__ = ["ear"]  # a fixture


def test_a_screen_reader_hears_how_many_were_found_and_which_is_chosen(
    start: Start, ear: Ear, screen: Screen
) -> None:
    running = start(shipped_deck(), "--slide", "2", **ear.listen())
    running.wait_for_title("2 / 7")
    wait_for(lambda: len(ear.announcements) > 0, "the first slide to be announced")
    running.press("ctrl+f", *"casla")
    wait_for(lambda: "3 places found." in ear.announcements, "the number of places")
    running.press("Down", "Down")
    wait_for(
        lambda: ear.announcements[-1].startswith("1, Architects of Intelligence, Source 2: "),
        "the place that was chosen",
    )
    running.press("Return")
    running.wait_for_title("1 / 7")
    running.press("alt+Left")
    running.wait_for_title("2 / 7")
    running.press("o", *"drug", "space", *"afp")
    wait_for(lambda: "1 page" in ear.announcements, "the number of pages")
    running.press("Return")
    running.wait_for_title("4 / 7")
    running.quit()
