"""Decks that change while they are read, programs that are killed, and machines that lack things.

Whatever happens to the files, the window stays; whatever lacks, one sentence says so.
"""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.decks import (
    BLUE,
    GREEN,
    RED,
    VIOLET,
    write_header,
    write_picture,
    write_slide,
)
from tests.journeys.screen import Running, Screen, Start, wait_for

UNREADABLE = 3
BROKEN = "title: [not closed\nslides:\n"
NO_FOLDER_CAN_BE_MADE = "/sys"  # not even by root, whom permissions do not stop
WITHOUT_DISPLAY = ("env", "-u", "DISPLAY", "-u", "WAYLAND_DISPLAY")


def wait_for_change(screen: Screen, act: Callable[[], object], what: str) -> None:
    """Do something and wait until the screen differs from how it was before."""
    before = screen.wait_until_still()
    act()
    wait_for(lambda: (screen.pixels != before).any(), what)


def sentence_of(running: Running) -> str:
    """The one line that the program leaves behind when it cannot start."""
    assert running.wait() == UNREADABLE, running.said
    lines = running.said.splitlines()
    assert len(lines) == 1, running.said
    return lines[0]


def test_a_new_caption_is_shown_in_place(screen: Screen, running: Running, deck: Path) -> None:
    wait_for_change(
        screen, lambda: write_slide(deck, 2, "Colour 2", "Other words."), "the new caption"
    )
    assert running.title.startswith("2 / 2 Colour 2")
    screen.wait_for_colour(GREEN)
    running.quit()


def test_a_new_title_reaches_the_title_of_the_window(running: Running, deck: Path) -> None:
    window = running.window
    write_slide(deck, 2, "Grass")
    running.wait_for_title("2 / 2 Grass")
    assert running.window == window
    running.quit()


def test_a_replaced_picture_is_shown_in_place(screen: Screen, running: Running, deck: Path) -> None:
    for colour in (VIOLET, BLUE):
        write_picture(deck, "02.png", colour)
        screen.wait_for_colour(colour)
    assert screen.share(GREEN) < 0.01
    running.quit()


def test_a_picture_that_was_not_seen_yet_may_be_replaced_too(
    screen: Screen, running: Running, deck: Path
) -> None:
    write_picture(deck, "01.png", VIOLET)
    wait_for(lambda: running.is_alive and running.title, "the window")
    screen.wait_until_still()
    running.press("Home")
    running.wait_for_title("1 / 2")
    screen.wait_for_colour(VIOLET)
    running.quit()


def test_an_added_slide_can_be_turned_to(screen: Screen, running: Running, deck: Path) -> None:
    write_picture(deck, "03.png", BLUE)
    write_slide(deck, 3, "Colour 3")
    write_header(deck, 3)
    running.wait_for_title("2 / 3")
    running.press("Right")
    running.wait_for_title("3 / 3 Colour 3")
    screen.wait_for_colour(BLUE)
    running.quit()


def test_a_removed_slide_leads_to_the_one_that_is_last_now(running: Running, deck: Path) -> None:
    write_header(deck, 1)
    wait_for(lambda: "2 / 2" not in running.title, "another page")
    assert running.is_alive
    running.press("Home")
    running.wait_for_title("1 / 1")
    running.quit()


def test_a_deck_that_breaks_stays_on_screen_until_it_is_mended(
    screen: Screen, running: Running, deck: Path
) -> None:
    file = deck / "slides" / "deck.yaml"
    wait_for_change(screen, lambda: file.write_text(BROKEN, "utf-8"), "a notice")
    screen.wait_for_colour(GREEN)
    running.press("Left")
    running.wait_for_title("1 / 2")
    screen.wait_for_colour(RED)
    write_slide(deck, 1, "Mended")
    write_header(deck, 2)
    running.wait_for_title("1 / 2 Mended")
    running.quit()


def test_a_deck_that_goes_away_and_comes_back_never_closes_the_window(
    screen: Screen, running: Running, deck: Path, tmp_path: Path
) -> None:
    away = tmp_path / "away"
    deck.rename(away)  # which the system tells nobody who watches the folders in it
    wait_for_change(screen, lambda: running.press("ctrl+r"), "a notice")
    running.press("Left")
    running.wait_for_title("1 / 2")
    write_slide(away, 1, "Back again")
    away.rename(deck)
    running.press("ctrl+r")
    running.wait_for_title("1 / 2 Back again")
    running.quit()


def test_a_killed_program_leaves_its_state_sound_and_starts_again(
    screen: Screen, start: Start, deck: Path
) -> None:
    first = start(deck, "--slide", "2")
    first.wait_for_title("2 / 2")
    first.quit()
    before = json.loads(screen.state_file.read_text("utf-8"))
    second = start(deck)
    second.wait_for_title("2 / 2")
    second.press("Home")
    second.wait_for_title("1 / 2")
    second.process.send_signal(signal.SIGKILL)
    assert second.wait() == -signal.SIGKILL
    state = json.loads(screen.state_file.read_text("utf-8"))
    assert state["recent"] == before["recent"] == [str(deck)]
    assert state["places"][str(deck)] in (1, 2)
    assert list(screen.state_file.parent.iterdir()) == [screen.state_file]
    third = start(deck)
    third.wait_for_title(f"{state['places'][str(deck)]} / 2")
    third.quit()


def test_a_damaged_state_file_is_no_obstacle(screen: Screen, start: Start, deck: Path) -> None:
    screen.state_file.parent.mkdir(parents=True)
    screen.state_file.write_bytes(b'{"recent": ["\xff\x00')
    running = start(deck)
    running.wait_for_title("Title page")
    running.quit()
    assert json.loads(screen.state_file.read_text("utf-8"))["recent"] == [str(deck)]


def test_without_a_place_for_its_state_the_program_says_so_once(start: Start, deck: Path) -> None:
    running = start(deck, XDG_STATE_HOME=NO_FOLDER_CAN_BE_MADE)
    running.wait_for_title("Title page")
    running.press("Right")
    running.wait_for_title("1 / 2")
    running.press("ctrl+q")
    assert running.wait() == 0
    lines = running.said.splitlines()
    assert len(lines) <= 1, running.said
    assert all("(" in line and "Traceback" not in line for line in lines)


@pytest.mark.parametrize(
    ("before", "more", "remedy"),
    [
        (WITHOUT_DISPLAY, {}, "DISPLAY"),
        ((), {"DISPLAY": ":8765"}, "X11 (:8765) does not answer: see that"),
        ((), {"DISPLAY": "nonsense"}, "X11 (nonsense) does not answer: see that"),
    ],
    ids=["none", "no server", "no display's name"],
)
def test_without_a_display_one_sentence_names_a_remedy(
    start: Start, deck: Path, before: tuple[str, ...], more: dict[str, str], remedy: str
) -> None:
    sentence = sentence_of(start(deck, before=before, **more))
    assert sentence.startswith("a window cannot open (")
    assert remedy in sentence


def test_a_deck_that_is_not_there_is_named(start: Start, tmp_path: Path) -> None:
    assert str(tmp_path / "nowhere") in sentence_of(start(tmp_path / "nowhere"))


@pytest.mark.parametrize("fullscreen", [False, True], ids=["window", "full screen"])
def test_a_broken_deck_is_refused_with_its_line(start: Start, deck: Path, fullscreen: bool) -> None:
    file = deck / "slides" / "deck.yaml"
    file.write_text("format: deck/1\n" + BROKEN, encoding="utf-8")
    words = ["--fullscreen"] if fullscreen else []
    assert sentence_of(start(deck, *words)).startswith(f"{file}:")
    line = sentence_of(start(deck, *words)).removeprefix(f"{file}:").split(":", 1)[0]
    assert line in {"2", "3"}


def test_a_deck_without_slides_folder_is_refused(start: Start, deck: Path) -> None:
    shutil.rmtree(deck / "slides")
    assert str(deck) in sentence_of(start(deck))
