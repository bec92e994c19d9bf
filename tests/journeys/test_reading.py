"""The seven-slide deck, opened and paged through as a reader does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.journeys.screen import ROOT, Running, Screen, Start
from tests.journeys.sight import NEAR, find, find_near

SLIDES = sorted((ROOT / "slides").glob("0*.yaml"))
LAST = len(SLIDES)
NEXT_WHEEL, PREVIOUS_WHEEL, BACK_BUTTON, FORWARD_BUTTON = 5, 4, 8, 9


def slide_data(number: int) -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = yaml.safe_load(SLIDES[number - 1].read_text("utf-8"))
    return data


def picture_of(number: int) -> Path:
    return ROOT / slide_data(number)["image"]["file"]


def at_slide(start: Start, number: int, *words: str) -> Running:
    running = start("--slide", str(number), *words)
    running.wait_for_title(f"{number} / {LAST} ")
    return running


def test_right_leads_from_the_title_page_past_every_slide_to_the_credits(
    screen: Screen, start: Start
) -> None:
    running = start()
    running.wait_for_title("Title page")
    place = None
    for number in range(1, LAST + 1):
        running.press("Right")
        running.wait_for_title(f"{number} / {LAST} {slide_data(number)['title']}")
        pixels, picture = screen.wait_until_still(), picture_of(number)
        place = find_near(pixels, picture, place) if place else find(pixels, picture)
        assert place.off < NEAR
    running.press("Right")
    running.wait_for_title("Credits")
    at_the_end = screen.wait_until_still()
    running.press("Right")
    assert (screen.wait_until_still() == at_the_end).all()
    running.quit()


def test_the_title_of_the_window_names_the_deck_too(start: Start) -> None:
    deck = yaml.safe_load((ROOT / "slides/deck.yaml").read_text("utf-8"))
    assert deck["title"] in at_slide(start, 2).title


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["Home"], "1 / 7"),
        (["End"], "7 / 7"),
        (["6", "Return"], "6 / 7"),
        (["0", "0", "2", "KP_Enter"], "2 / 7"),
        (["9", "9", "Return"], "7 / 7"),
        (["7", "BackSpace", "5", "Return"], "5 / 7"),
        (["7", "Escape", "Return"], "5 / 7"),
        (["BackSpace"], "3 / 7"),
        (["space"], "5 / 7"),
        (["shift+space"], "3 / 7"),
        (["Next"], "5 / 7"),
        (["Prior"], "3 / 7"),
        (["Down", "Up", "Left", "n", "p", "p"], "2 / 7"),
        (["ctrl+Home"], "Title page"),
        (["ctrl+End"], "Credits"),
        (["End", "Home", "alt+Left"], "7 / 7"),
        (["End", "Home", "alt+Left", "alt+Left", "alt+Right"], "7 / 7"),
    ],
    ids=lambda words: words if isinstance(words, str) else " ".join(words),
)
def test_a_key_leads_where_it_should(start: Start, keys: list[str], place: str) -> None:
    running = at_slide(start, 4)
    running.press(*keys)
    running.wait_for_title(place)
    running.assert_quiet()


def test_a_typed_number_is_seen_until_it_is_entered(screen: Screen, start: Start) -> None:
    running = at_slide(start, 4)
    before = screen.wait_until_still()
    running.press("6")
    assert (screen.wait_until_still() != before).any()
    running.press("BackSpace")
    assert (screen.wait_until_still() == before).all()


def test_the_wheel_turns_a_page_a_notch(screen: Screen, start: Start) -> None:
    running = at_slide(start, 4)
    screen.wait_until_still()
    screen.point(300, 300)
    screen.click(NEXT_WHEEL)
    running.wait_for_title("5 / 7")
    screen.click(PREVIOUS_WHEEL, times=3)
    running.wait_for_title("2 / 7")


def test_the_back_and_forward_buttons_of_a_mouse_follow_jumps(screen: Screen, start: Start) -> None:
    running = at_slide(start, 3)
    screen.wait_until_still()
    screen.point(300, 300)
    running.press("End")
    running.wait_for_title("7 / 7")
    screen.click(BACK_BUTTON)
    running.wait_for_title("3 / 7")
    screen.click(FORWARD_BUTTON)
    running.wait_for_title("7 / 7")


def test_without_a_jump_the_buttons_of_a_mouse_turn_pages(screen: Screen, start: Start) -> None:
    running = at_slide(start, 3)
    screen.wait_until_still()
    screen.point(300, 300)
    screen.click(BACK_BUTTON)
    running.wait_for_title("2 / 7")
    screen.click(FORWARD_BUTTON)
    running.wait_for_title("3 / 7")


def test_a_press_on_the_progress_line_leads_to_its_slide(screen: Screen, start: Start) -> None:
    running = at_slide(start, 1)
    screen.wait_until_still()
    screen.xdotool("mousemove", "--window", running.window, 700, 622)
    screen.click()
    running.wait_for_title("5 / 7")


def test_the_next_start_resumes_where_one_left_off(screen: Screen, start: Start) -> None:
    first = start()
    first.wait_for_title("Title page")
    first.press("Right", "Right", "Right", "Right")
    first.wait_for_title("4 / 7")
    first.quit()
    second = start()
    second.wait_for_title("4 / 7")
    assert find(screen.wait_until_still(), picture_of(4)).off < NEAR
    second.quit()
    assert json.loads(screen.state_file.read_text("utf-8"))["recent"] == [str(ROOT)]


def test_closing_the_window_resumes_in_the_same_way(screen: Screen, start: Start) -> None:
    first = at_slide(start, 6)
    screen.press("alt+F4")
    assert first.wait() == 0
    first.assert_quiet()
    start().wait_for_title("6 / 7")


def test_a_slide_can_be_named(screen: Screen, start: Start) -> None:
    at_slide(start, 5)
    assert find(screen.wait_until_still(), picture_of(5)).off < NEAR


def test_a_number_beyond_the_last_slide_opens_the_last_slide(start: Start) -> None:
    running = start("--slide", "99")
    running.wait_for_title("7 / 7")
    running.quit()


@pytest.mark.parametrize("screen", [(1280, 720), (1920, 1080)], indirect=True)
def test_full_screen_from_the_start_shows_the_picture_over_the_whole_screen(
    screen: Screen, start: Start
) -> None:
    running = at_slide(start, 3, "--fullscreen")
    screen.press("i")  # without the caption, whose veil darkens the picture
    running.wait_for_title("3 / 7")
    seen = find(screen.wait_until_still(), picture_of(3), screen.width - 200)
    assert seen.off < 3 * NEAR
    assert seen.width > 0.97 * screen.width
    running.quit()


def test_full_screen_from_the_start_without_a_slide_shows_the_title_page(
    screen: Screen, start: Start
) -> None:
    running = start("--fullscreen")
    running.wait_for_title("Title page")
    running.press("Right")
    running.wait_for_title("1 / 7")
    running.quit()


def test_citations_and_keys_open_and_close_by_their_keys(screen: Screen, start: Start) -> None:
    running = at_slide(start, 3)
    plain = screen.wait_until_still()
    for key in ("c", "F9", "F1", "question"):
        running.press(key)
        assert (screen.wait_until_still() != plain).mean() > 0.02, key
        running.press("Escape")
        assert (screen.wait_until_still() == plain).all(), key
    running.quit()
