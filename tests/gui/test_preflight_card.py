"""The card before the show: it tries the deck, says what it found, and leads to the slides."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QToolButton

from reader.core.scene import Overlay
from reader.gui.overlays.checks import Checks
from tests.gui.conftest import Open
from tests.gui.decks import colourful, deck_with, slide_of
from tests.gui.driver import Driver, focused, visible

LIMIT_MS = 20_000  # a process is started, on a busy machine
LARGE = (1200, 700)


@pytest.fixture(autouse=True)
def _no_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    """No service of this machine is asked to stay awake."""
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"):
        monkeypatch.setenv(name, "unix:path=/nonexistent")
    monkeypatch.delenv("DISPLAY", raising=False)


def card_of(driver: Driver) -> Checks:
    card = driver.furniture.overlays[Overlay.CHECKS]
    assert isinstance(card, Checks)
    return card


def tried(driver: Driver) -> Checks:
    """Open the card with its key, and wait for what it finds."""
    driver.press("F6")
    card = card_of(driver)
    driver.qtbot.waitUntil(lambda: "eady" in card.report, timeout=LIMIT_MS)
    return card


def words_of(card: Checks) -> str:
    return "\n".join(found.text() for found in visible(QLabel, card))


def test_a_sound_deck_is_ready(open_window: Open, tmp_path: Path) -> None:
    driver = open_window(colourful(tmp_path / "deck", size=LARGE))
    card = tried(driver)
    assert card.report.startswith("✓  Ready, with ")
    assert "3 pictures, the slowest " in card.report
    words = words_of(card)
    assert "3 slides, no errors in its files." in words
    assert "A plain folder: nothing to verify." in words
    assert "The timer counts up." in words
    assert "is the audience’s." in words


def test_progress_is_shown_until_then(open_window: Open) -> None:
    driver = open_window()
    driver.press("F6")
    assert card_of(driver).report == "Trying every picture as the show will…"
    assert not card_of(driver).scrolled.isVisible()
    driver.press("F6")


def test_the_notice_of_the_same_faults_makes_room(open_window: Open) -> None:
    driver = open_window()
    driver.notices.fault("This deck has a fault.", key="problems")
    assert driver.furniture.notice_board.isVisible()
    driver.press("F6")
    assert not driver.furniture.notice_board.isVisible()


def test_faults_come_first_and_lead_to_their_slide(open_window: Open, tmp_path: Path) -> None:
    driver = open_window(colourful(tmp_path / "deck"))
    picture = tmp_path / "deck" / "assets" / "3.png"
    picture.write_bytes(picture.read_bytes()[:100])
    card = tried(driver)
    assert card.report.startswith("✗  Not ready: 1 fault, ")
    first = next(visible(QToolButton, card.scrolled))
    assert first.text() == "Slide 3"
    assert first.accessibleName().startswith("Go to slide 3. assets/3.png: the picture is damaged")
    driver.press("Tab")
    assert focused() is first
    driver.press("Space")
    assert (driver.page, driver.show.scene.overlay) == (3, Overlay.NONE)


def test_it_can_be_tried_again_after_mending(open_window: Open, tmp_path: Path) -> None:
    driver = open_window(colourful(tmp_path / "deck"))
    picture = tmp_path / "deck" / "assets" / "2.png"
    whole = picture.read_bytes()
    picture.write_bytes(whole[:100])
    card = tried(driver)
    assert "Not ready" in card.report
    picture.write_bytes(whole)
    again = driver.find(QToolButton, "Try again", card)
    again.setFocus()
    driver.press("Return")
    assert focused() is card
    assert not again.isVisible()
    driver.qtbot.waitUntil(lambda: "✓" in card.report, timeout=LIMIT_MS)


def test_a_deck_that_has_gone_is_told_of(open_window: Open, tmp_path: Path) -> None:
    driver = open_window(colourful(tmp_path / "deck"))
    (tmp_path / "deck" / "slides" / "deck.yaml").unlink()
    card = tried(driver)
    assert card.report.startswith("✗  Not ready: 1 fault")
    assert "Nothing of the deck could be tried: " in words_of(card)


def test_a_process_that_ends_too_early_is_told_of(open_window: Open) -> None:
    driver = open_window()
    driver.press("F6")
    process = card_of(driver)._runner._process
    assert process is not None
    process.kill()
    driver.qtbot.waitUntil(lambda: "✗" in card_of(driver).report, timeout=LIMIT_MS)
    assert "ended too early" in words_of(card_of(driver))


def test_the_letters_are_looked_up(open_window: Open, tmp_path: Path) -> None:
    deck = deck_with(tmp_path / "deck", slide_of(1, title="Café"))
    assert "There is a typeface for every letter." in words_of(tried(open_window(deck)))


def test_the_plan_is_compared_with_the_timer(open_window: Open, tmp_path: Path) -> None:
    slides = [slide_of(number, duration=300) for number in (1, 2)]
    driver = open_window(deck_with(tmp_path / "deck", *slides))
    driver.show.podium.aim(540, None)
    words = words_of(tried(driver))
    assert "The timer counts down 9 minutes." in words
    assert "The planned times come to 10:00, 1:00 more than the talk may take" in words


def test_closing_ends_the_process(open_window: Open, tmp_path: Path) -> None:
    driver = open_window(colourful(tmp_path / "deck"))
    driver.press("F6")
    process = card_of(driver)._runner._process
    assert process is not None
    driver.press("Esc")
    assert driver.show.scene.overlay is Overlay.NONE
    assert process.poll() is not None
    assert focused() is driver.stage


def test_closing_the_window_ends_the_process(open_window: Open, tmp_path: Path) -> None:
    driver = open_window(colourful(tmp_path / "deck"))
    driver.press("F6")
    process = card_of(driver)._runner._process
    driver.window.close()
    assert process is not None
    assert process.poll() is not None


def test_a_page_can_be_turned_meanwhile(open_window: Open, tmp_path: Path) -> None:
    driver = open_window(colourful(tmp_path / "deck"))
    driver.press("F6")
    driver.show.step(1)
    driver.settle()
    assert driver.page == 2


def test_the_list_stays_within_a_small_window(open_window: Open, tmp_path: Path) -> None:
    driver = open_window(colourful(tmp_path / "deck"), size=(640, 360))
    card = tried(driver)
    assert driver.window.rect().contains(card.geometry())
    assert card.scrolled.verticalScrollBar().maximum() > 0
    driver.press("PgDown")
    assert card.scrolled.verticalScrollBar().value() > 0
    assert driver.page == 1
