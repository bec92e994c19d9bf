"""Pages that turn by themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.scene import Blank, Overlay, Tool
from reader.core.sending import Sent
from reader.core.settings import ADVANCE_SECONDS
from reader.core.show import Show
from reader.gui.advance import Advance
from reader.gui.decoder import Decoder
from tests.gui.conftest import Open
from tests.gui.decks import COLOURS, deck_with, slide_of
from tests.gui.driver import Driver

SOON = 0.05


@pytest.fixture
def driver(open_window: Open, tmp_path: Path) -> Driver:
    """A show of three slides, of which the second one plans to stay for 90 seconds."""
    slides = (slide_of(1), slide_of(2, duration=90), slide_of(3))
    driver = open_window(deck_with(tmp_path / "deck", *slides))
    driver.show.present()
    driver.qtbot.wait(100)
    driver.settle()
    return driver


def advance(driver: Driver, seconds: float | None = None, *, loops: bool = False) -> Advance:
    """Pages that have begun to turn; their timers stop with the window."""
    made = Advance(driver.parts, driver.stage, seconds=seconds, loops=loops)
    driver.window.left.connect(made.close)
    driver.press("A")
    return made


def seconds_of(made: Advance) -> float:
    return made._wait.interval() / 1000


def test_a_page_stays_as_long_as_it_plans_else_as_the_settings_say(driver: Driver) -> None:
    made = advance(driver)
    assert seconds_of(made) == ADVANCE_SECONDS.usual
    driver.press("Right")
    driver.settle()
    assert seconds_of(made) == 90
    driver.parts.settings.choose(ADVANCE_SECONDS, 3)
    driver.press("Right")
    driver.settle()
    assert seconds_of(made) == 3


def test_a_time_that_was_asked_for_holds_for_every_page(driver: Driver) -> None:
    made = advance(driver, 7.5)
    driver.press("Right")
    driver.settle()
    assert seconds_of(made) == 7.5


def test_pages_turn_up_to_the_last_slide_which_stays(driver: Driver) -> None:
    made = advance(driver, SOON)
    driver.qtbot.waitUntil(lambda: driver.page == 3)
    driver.qtbot.wait(200)
    assert (driver.page, driver.colour()) == (3, COLOURS[2])
    assert not made.is_waiting


def test_a_round_leads_from_the_last_slide_to_the_title_page(driver: Driver) -> None:
    seen: list[int] = []
    driver.show.changed.subscribe(lambda scene: seen.append(scene.page))
    made = advance(driver, SOON, loops=True)
    driver.qtbot.waitUntil(lambda: len(seen) >= 9)
    assert [page for n, page in enumerate(seen) if n == 0 or page != seen[n - 1]][:6] == [
        *(1, 2, 3),
        *(0, 1, 2),
    ]
    assert not driver.show.can_go_back  # a week of rounds is no history
    made.close()


def test_a_turn_by_hand_begins_the_count_anew(driver: Driver) -> None:
    made = advance(driver, 10)
    made._wait.setInterval(500)  # as if most of the time had passed
    driver.press("Right")
    driver.settle()
    assert seconds_of(made) == 10
    made._wait.setInterval(500)
    driver.press("Z")
    assert seconds_of(made) == 10


def _black(show: Show) -> None:
    show.blank(Blank.BLACK)


def _overlay(show: Show) -> None:
    show.toggle_overlay(Overlay.KEYS)


def _pen(show: Show) -> None:
    show.podium.take_tool(Tool.PEN)


def _sent(show: Show) -> None:
    show.podium.send(Sent("A", "b") if show.scene.staging.sent is None else None)


@pytest.mark.parametrize(
    "toggle",
    [
        _black,
        lambda show: show.blank(Blank.WHITE),
        lambda show: show.podium.toggle_frozen(),
        lambda show: show.podium.toggle_hidden(),
        *(_overlay, _pen, _sent),
    ],
    ids=["black", "white", "freeze", "hidden", "overlay", "pen", "sent"],
)
def test_it_waits_while_the_audience_should_not_be_disturbed(
    driver: Driver, toggle: Callable[[Show], None]
) -> None:
    made = advance(driver, 10)
    running = []
    for _ in range(2):
        toggle(driver.show)
        running.append(made.is_waiting)
    assert running == [False, True]


def test_the_laser_does_not_stop_it(driver: Driver) -> None:
    made = advance(driver, 10)
    driver.press("L")
    assert made.is_waiting


def test_it_stops_at_the_same_key_and_with_the_show(driver: Driver) -> None:
    made = advance(driver, 10)
    running = []
    for key in ("A", "A"):
        driver.press(key)
        running.append(made.is_waiting)
    driver.show.podium.end()
    running.append(made.is_waiting)
    assert running == [False, True, False]


def test_the_count_begins_once_the_picture_is_on_screen(open_window: Open, tmp_path: Path) -> None:
    decoder = Decoder(workers=1)
    deck = deck_with(tmp_path / "deck", slide_of(1), slide_of(2), size=(3000, 2000))
    driver = open_window(deck, decoder=decoder, is_ready=False)
    driver.show.present()
    made = advance(driver, 30)
    driver.settle()
    driver.qtbot.waitUntil(lambda: made._is_seen)
    assert made.is_waiting


def test_a_picture_that_vanished_or_broke_is_passed_over_after_its_time(
    driver: Driver, tmp_path: Path
) -> None:
    (tmp_path / "deck" / "assets" / "2.png").unlink()
    (tmp_path / "deck" / "assets" / "3.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    driver.stage.forget_pictures()
    pages: list[int] = []
    driver.show.changed.subscribe(lambda scene: pages.append(scene.page))
    made = advance(driver, SOON, loops=True)
    driver.qtbot.waitUntil(lambda: len(pages) > 8)
    assert {0, 1, 2, 3} <= set(pages)
    assert [notice.text for notice in driver.said] == []
    made.close()
