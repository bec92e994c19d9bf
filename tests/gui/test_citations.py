"""The citations panel: what it lists, where it leads, and what it never does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QFont, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QToolButton

from reader.core.deck import Deck
from reader.core.notices import Level
from reader.gui.overlays.link import LinkDialog, is_safe
from reader.gui.panels.citations import BATCH, Card, CitationsPanel
from reader.gui.semantics import MarkButton
from tests.gui.conftest import Open
from tests.gui.decks import COLOURS, deck_with, slide_of
from tests.gui.driver import Driver, focused, opens_windows, visible

ADDRESS = "https://example.org/reports/2025?page=1&part=two#top"
SOURCES: dict[str, Any] = {
    "report": {
        "type": "report",
        "author": [{"literal": "An Institute"}],
        "title": "A report",
        "issued": {"date-parts": [[2025, 12]]},
        "publisher": "An Institute",
        "URL": ADDRESS,
        "note": "Read in the reading room.",
    },
    "letter": {"type": "personal_communication"},
    "unused": {"type": "book", "title": "Nobody cites this"},
}


pytestmark = opens_windows


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that is handed to the system."""
    addresses: list[str] = []

    def record(url: QUrl) -> bool:
        addresses.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", record)
    return addresses


@pytest.fixture
def deck(tmp_path: Path) -> Deck:
    return deck_with(
        tmp_path / "cited",
        slide_of(1, text="One claim [@report]. Another [@letter]."),
        slide_of(2, text="No claim at all."),
        slide_of(3, text="The first claim again [@report]."),
        sources=SOURCES,
    )


@pytest.fixture
def driver(open_window: Open, deck: Deck) -> Driver:
    """A window on the first slide with the citations open."""
    made = open_window(deck)
    made.press("C")
    return made


def panel_of(driver: Driver) -> CitationsPanel:
    return driver.furniture.citations


def words_of(card: Card) -> str:
    return "\n".join(part.text() for part in visible(QLabel, card))


def cards(driver: Driver) -> Iterator[Card]:
    """The cards from top to bottom."""
    QApplication.processEvents()  # a new card is shown with the next turn of the loop
    found = visible(Card, panel_of(driver))
    return iter(sorted(found, key=lambda card: card.mapTo(panel_of(driver), card.pos()).y()))


def card_of(driver: Driver, source: str) -> Card:
    return next(card for card in cards(driver) if card.source == source)


def press(button: QAbstractButton) -> None:
    """Press a button by the keyboard."""
    button.setFocus()
    QTest.keyClick(button, " ")  # type: ignore[call-overload]


def test_this_slide_s_sources_come_first_and_then_all(driver: Driver) -> None:
    assert [card.source for card in cards(driver)] == [
        *("report", "letter"),
        *("report", "letter", "unused"),
    ]


def test_the_panel_follows_the_page(driver: Driver) -> None:
    driver.press("Right")
    driver.settle()
    assert [card.source for card in cards(driver)] == ["report", "letter", "unused"]
    assert driver.find(QLabel, "This slide cites no sources").isVisible()
    driver.press("Right")
    driver.settle()
    assert next(cards(driver)).source == "report"
    driver.press("Ctrl+Home")
    driver.settle()
    assert driver.find(QLabel, "This page cites no sources").isVisible()


def test_a_card_says_what_is_known_and_what_is_missing(driver: Driver) -> None:
    known, unknown = words_of(card_of(driver, "report")), words_of(card_of(driver, "letter"))
    assert "An Institute · A report" in known
    assert "December 2025" in known
    assert "Read in the reading room." in known
    assert ADDRESS in known
    assert "is given." in unknown
    assert "No " in unknown
    assert "Not cited on any slide" in words_of(card_of(driver, "unused"))


def test_a_link_leads_to_the_slide_and_history_back_again(driver: Driver) -> None:
    press(driver.find(QToolButton, "Go to slide 3: Slide 3", card_of(driver, "report")))
    driver.settle()
    assert (driver.page, driver.colour()) == (3, COLOURS[2])
    driver.press("Alt+Left")
    driver.settle()
    assert (driver.page, driver.colour()) == (1, COLOURS[0])


def test_a_citation_is_copied_as_text(driver: Driver) -> None:
    card = card_of(driver, "report")
    press(next(button for button in visible(QToolButton, card) if button.text() == "Copy"))
    copied = QGuiApplication.clipboard().text()
    assert "An Institute · A report" in copied
    assert copied.endswith(ADDRESS)
    assert "<" not in copied
    assert driver.said[-1].level is Level.INFO
    assert "copied" in driver.said[-1].text


# Addresses


def dialog_of(driver: Driver) -> LinkDialog:
    return next(visible(LinkDialog, driver.window))


def ask_for_address(driver: Driver) -> LinkDialog:
    card = card_of(driver, "report")
    press(next(b for b in visible(QToolButton, card) if b.text().startswith("Open the address")))
    return dialog_of(driver)


def choose(dialog: LinkDialog, text: str) -> None:
    press(next(b for b in visible(QPushButton, dialog) if b.text() == text))


def test_an_address_is_shown_whole_and_opened_only_when_agreed_to(
    driver: Driver, opened: list[str]
) -> None:
    dialog = ask_for_address(driver)
    assert ADDRESS in [part.text() for part in visible(QLabel, dialog)]
    assert opened == []
    choose(dialog, "Open")
    assert opened == [ADDRESS]


@pytest.mark.parametrize("how", ["Cancel", "Copy the address", "Esc", "Enter"])
def test_whoever_does_not_agree_opens_nothing(driver: Driver, opened: list[str], how: str) -> None:
    dialog = ask_for_address(driver)
    if how in ("Esc", "Enter"):  # the button that Enter presses is Cancel
        key = "\x1b" if how == "Esc" else "\r"
        QTest.keyClick(dialog, key)  # type: ignore[call-overload]
    else:
        choose(dialog, how)
    assert not any(visible(LinkDialog, driver.window))
    assert opened == []
    if how == "Copy the address":
        assert QGuiApplication.clipboard().text() == ADDRESS


UNSAFE = [
    *("javascript:alert(1)", "file:///etc/passwd", "data:text/html,hello", "ftp://example.org/"),
    *("mailto:a@example.org", "JAVASCRIPT://example.org/%0aalert(1)", "//example.org/", "http://"),
    *("vbscript:x", "smb://host/share", "", "https:", "https:///path"),
]


@pytest.mark.parametrize("address", UNSAFE)
def test_an_unsafe_address_is_never_offered_and_never_opened(
    open_window: Open, tmp_path: Path, opened: list[str], address: str
) -> None:
    source = {"type": "webpage", "title": "A page", "URL": address}
    slide = slide_of(1, text="A claim [@page].")
    driver = open_window(deck_with(tmp_path / "u", slide, sources={"page": source}))
    driver.press("C")
    texts = [button.text() for button in visible(QToolButton, panel_of(driver))]
    assert not [text for text in texts if text.startswith("Open")]
    panel_of(driver).link_asked.emit(address)  # were it offered all the same
    assert not any(visible(LinkDialog, driver.window))
    assert not is_safe(address)
    assert opened == []
    assert driver.said[-1].level is Level.FAULT


# From a mark in the text to its source and back


def marks(driver: Driver) -> list[MarkButton]:
    return list(visible(MarkButton, driver.stage))


@pytest.mark.parametrize("key", [" ", "\r"], ids=["space", "enter"])
def test_a_mark_leads_to_its_card_and_back(open_window: Open, deck: Deck, key: str) -> None:
    driver = open_window(deck)
    mark = marks(driver)[1]
    mark.setFocus()
    QTest.keyClick(mark, key)  # type: ignore[call-overload]
    driver.qtbot.waitUntil(lambda: focused() is not mark)
    assert panel_of(driver).isVisible()
    back = focused()
    assert isinstance(back, QToolButton)
    assert back.text() == "Back to the text"
    assert card_of(driver, "letter").isAncestorOf(back)
    assert card_of(driver, "letter").property("current") == "true"
    press(back)
    driver.qtbot.waitUntil(lambda: focused() is mark)
    assert driver.page == 1


def test_a_mark_can_be_pressed_with_the_mouse(open_window: Open, deck: Deck) -> None:
    driver = open_window(deck)
    driver.click(driver.sheet.marks()[0].area.center())
    assert driver.show.scene.source == "report"
    assert panel_of(driver).isVisible()
    assert driver.page == 1


def test_closing_the_panel_gives_the_keyboard_back_to_the_page(driver: Driver) -> None:
    driver.find(QToolButton, "Close the citations").setFocus()
    driver.press("Esc")
    assert not panel_of(driver).isVisible()
    assert focused() is driver.stage
    driver.press("Right")
    assert driver.page == 2


def test_a_mark_of_an_undefined_source_leads_to_a_card_that_says_so(
    open_window: Open, tmp_path: Path
) -> None:
    driver = open_window(deck_with(tmp_path / "u", slide_of(1, text="A claim [@nobody].")))
    press(marks(driver)[0])
    assert "“nobody” is cited, but the deck does not define it." in words_of(
        card_of(driver, "nobody")
    )


# Many sources, and a small window


def many(folder: Path, count: int = 3000) -> Deck:
    sources = {
        f"s{number}": {"type": "book", "title": f"Book {number}", "publisher": "A press"}
        for number in range(count)
    }
    return deck_with(folder, slide_of(1, text="A claim [@s2999]."), sources=sources)


def test_three_thousand_sources_open_within_a_second(open_window: Open, tmp_path: Path) -> None:
    driver = open_window(many(tmp_path / "many"))
    start = time.monotonic()
    driver.press("C")
    panel_of(driver).grab()
    assert time.monotonic() - start < 1
    assert len(list(cards(driver))) == 1 + BATCH
    press(driver.find(QToolButton, "Show more sources"))
    assert len(list(cards(driver))) == 1 + 2 * BATCH


@pytest.mark.parametrize("size", [(1280, 720), (640, 480), (320, 240)])
def test_no_words_of_a_card_are_cut_at_the_side(
    open_window: Open, deck: Deck, size: tuple[int, int]
) -> None:
    driver = open_window(deck, size=size)
    driver.press("C")
    driver.settle()
    panel = panel_of(driver)
    for part in visible(QLabel, panel):
        right = part.mapTo(panel, part.rect().topRight()).x()
        assert right <= panel.width(), part.text()


def test_large_letters_are_not_cut_either(
    open_window: Open, qapp: QApplication, tmp_path: Path
) -> None:
    usual = qapp.font()
    large = QFont(usual)
    large.setPixelSize(40)
    qapp.setFont(large)
    try:
        driver = open_window(deck_with(tmp_path / "none", slide_of(1)), size=(800, 600))
        driver.press("C")
        driver.settle()
        panel = panel_of(driver)
        for part in visible(QLabel, panel):
            assert part.mapTo(panel, part.rect().topRight()).x() <= panel.width(), part.text()
    finally:
        qapp.setFont(usual)


def test_the_picture_stays_beside_the_panel(driver: Driver) -> None:
    assert driver.stage.geometry().right() < panel_of(driver).geometry().left()
    assert driver.sheet.picture is not None
    assert driver.sheet.picture.width() > 300
    driver.press("F11")
    driver.settle()
    assert driver.stage.width() == driver.window.width()
