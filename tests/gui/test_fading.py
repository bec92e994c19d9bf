"""The cross-fade: for those who ask for it, and in nobody's way."""

from __future__ import annotations

import time

import pytest
from PySide6.QtGui import QColor

from reader.core.settings import MOTION, TRANSITION, Settings
from reader.gui.fading import FADE_MS, Fading
from tests.gui.conftest import Open
from tests.gui.decks import COLOURS
from tests.gui.driver import Driver


def fading_window(open_window: Open, *, motion: str = "full", less: bool | None = None) -> Driver:
    settings = Settings({TRANSITION.key: "fade", MOTION.key: motion})
    driver = open_window(settings=settings)
    driver.show.present()
    driver.qtbot.wait(100)
    driver.settle()
    layers = driver.stage.layers
    layers._fading = Fading(driver.show, driver.stage, settings, asks=lambda: less)
    layers._fading._asking.join()
    driver.qtbot.wait(10)
    return driver


def fading_of(driver: Driver) -> Fading:
    found = driver.stage.layers._fading
    assert found is not None
    return found


@pytest.fixture
def driver(open_window: Open) -> Driver:
    """A show on the first slide, whose pages fade."""
    return fading_window(open_window)


def mixes(driver: Driver) -> tuple[int, int]:
    """How much of the first slide's red and of the second one's green there is."""
    colour = QColor(driver.colour())
    return colour.red(), colour.green()


def test_one_page_fades_into_the_next(driver: Driver) -> None:
    driver.press("Right")
    fading = fading_of(driver)
    assert fading.is_on
    fading._began = time.monotonic() - FADE_MS / 2000  # half of the time has passed
    red, green = mixes(driver)
    assert 80 < red < 160
    assert 80 < green < 160
    driver.qtbot.waitUntil(lambda: not fading.is_on)
    assert driver.colour() == COLOURS[1]
    assert not fading._next.isActive()


def test_it_takes_a_fifth_of_a_second(driver: Driver) -> None:
    driver.press("Right")
    start = time.monotonic()
    driver.qtbot.waitUntil(lambda: not fading_of(driver).is_on)
    assert FADE_MS / 1000 * 0.7 < time.monotonic() - start < 1.5


def test_a_press_during_a_fade_ends_it_and_shows_its_own_page_at_once(driver: Driver) -> None:
    driver.press("Right")
    assert fading_of(driver).is_on
    driver.press("Right")
    assert not fading_of(driver).is_on
    assert driver.colour() == COLOURS[2]


def test_a_held_key_turns_pages_without_a_fade(driver: Driver) -> None:
    driver.repeat("Right")
    assert driver.page == 2
    assert not fading_of(driver).is_on


@pytest.mark.parametrize(
    ("motion", "less", "fades"),
    [
        ("less", None, False),
        ("system", True, False),
        ("system", False, True),
        ("system", None, True),
        ("full", True, True),
    ],
)
def test_nothing_moves_for_someone_who_wants_less_of_it(
    open_window: Open, motion: str, less: bool | None, fades: bool
) -> None:
    driver = fading_window(open_window, motion=motion, less=less)
    driver.press("Right")
    assert fading_of(driver).is_on is fades
    fading_of(driver).stop()


def test_pages_are_cut_while_reading_and_unless_a_fade_was_chosen(open_window: Open) -> None:
    driver = open_window()
    driver.show.present()
    driver.qtbot.wait(100)
    driver.settle()
    driver.press("Right")
    assert driver.stage.layers._fading is None
    assert driver.colour() == COLOURS[1]


def test_a_fade_that_was_chosen_during_a_show_is_made_when_it_is_needed(
    open_window: Open,
) -> None:
    driver = open_window(settings=Settings({TRANSITION.key: "fade", MOTION.key: "full"}))
    driver.press("Right")
    assert driver.stage.layers._fading is None  # not while reading
    driver.show.present()
    driver.qtbot.wait(100)
    driver.settle()
    driver.press("Left")
    assert fading_of(driver).is_on
    fading_of(driver).stop()
