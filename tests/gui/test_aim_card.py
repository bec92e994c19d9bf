"""The card that asks how long the talk may take."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from reader.core.scene import Overlay
from reader.core.timing import day_words
from reader.gui.overlays.aim import AimCard
from tests.gui.conftest import Open
from tests.gui.decks import deck_with, slide_of
from tests.gui.driver import Driver, focused


def card_of(driver: Driver) -> AimCard:
    card = driver.furniture.overlays[Overlay.AIM]
    assert isinstance(card, AimCard)
    return card


def asked(driver: Driver, words: str = "") -> AimCard:
    driver.press("Ctrl+T")
    card = card_of(driver)
    assert focused() is card.field
    QTest.keyClicks(card.field, words)
    return card


@pytest.mark.parametrize(
    ("words", "answer", "length"),
    [
        ("20", "Counts down 20 minutes.", 1200.0),
        ("1h 15m", "Counts down 1 hour 15 minutes.", 4500.0),
        ("90 s", "Counts down 1 minute 30 seconds.", 90.0),
        ("", "Counts up.", None),
    ],
)
def test_a_length_is_understood_and_taken(
    open_window: Open, words: str, answer: str, length: float | None
) -> None:
    driver = open_window()
    card = asked(driver, words)
    assert card.answer.text() == answer
    driver.press("Return")
    timer = driver.show.scene.staging.timer
    assert (timer.length, timer.until) == (length, None)
    assert driver.show.scene.overlay is Overlay.NONE
    assert focused() is driver.stage
    assert driver.page == 1


def test_a_time_of_day_is_understood(open_window: Open) -> None:
    driver = open_window()
    at = time.time() + 43 * 60 + 30
    card = asked(driver, day_words(at))
    assert card.answer.text().startswith(f"Counts down to {day_words(at)}, in 4")
    driver.press("Return")
    until = driver.show.scene.staging.timer.until
    assert until is not None
    assert abs(until - at) <= 60


def test_what_is_not_understood_is_said_and_not_taken(open_window: Open) -> None:
    driver = open_window()
    card = asked(driver, "soon")
    assert card.answer.text().startswith("“soon” is neither a length nor a time of day")
    assert card.answer.property("state") == "fault"
    driver.press("Return")
    assert driver.show.scene.overlay is Overlay.AIM
    QTest.keyClicks(card.field, "5")  # what was wrong is marked, and is typed over
    assert card.answer.text() == "Counts down 5 minutes."
    assert card.answer.property("state") == ""


def test_the_plan_of_the_deck_is_one_press(open_window: Open, tmp_path: Path) -> None:
    slides = [slide_of(number, duration=90) for number in (1, 2)]
    driver = open_window(deck_with(tmp_path / "deck", *slides))
    card = asked(driver)
    press = driver.find(QToolButton, "The plan of the deck: 3:00", card)
    press.setFocus()
    driver.press("Space")
    assert driver.show.scene.staging.timer.length == 180.0
    assert driver.show.scene.overlay is Overlay.NONE


def test_a_deck_without_a_plan_offers_none(open_window: Open) -> None:
    card = asked(open_window())
    assert not card.deck_plan.isVisible()


@pytest.mark.parametrize(
    ("length", "words"), [(1200.0, "20"), (90.0, "1m 30s"), (45.0, "45s"), (None, "")]
)
def test_what_holds_stands_in_the_field(
    open_window: Open, length: float | None, words: str
) -> None:
    driver = open_window()
    driver.show.podium.aim(length, None)
    card = asked(driver)
    assert card.field.text() == words
    driver.press("Return")
    assert driver.show.scene.staging.timer.length == length


def test_escape_changes_nothing(open_window: Open) -> None:
    driver = open_window()
    driver.show.podium.aim(600.0, None)
    asked(driver, "20")
    driver.press("Esc")
    assert driver.show.scene.overlay is Overlay.NONE
    assert driver.show.scene.staging.timer.length == 600.0


def test_keys_that_turn_pages_do_not_while_one_types(open_window: Open) -> None:
    driver = open_window()
    asked(driver, "1")
    driver.press("Right", "Space", "PgDown", "Up")
    assert driver.page == 1
    assert card_of(driver).field.text() == "1 "


def test_the_card_grows_with_a_long_answer(open_window: Open) -> None:
    driver = open_window(size=(520, 480))
    card = asked(driver)
    before = card.height()
    QTest.keyClicks(card.field, "not a time")
    assert card.height() > before
    assert driver.window.rect().contains(card.geometry())
