"""Text is text: nothing in a deck is read as HTML, anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QWidget

from reader.core.deck import Deck
from reader.gui.overlays.link import LinkDialog
from tests.gui.conftest import Open
from tests.gui.decks import deck_with, slide_of
from tests.gui.driver import Driver, opens_windows, visible

EVIL = "<b>bold</b> <img src='http://127.0.0.1:9/x.png'> &amp; <script>x</script>"
SOURCE: dict[str, Any] = {
    "type": "report",
    "title": EVIL,
    "note": EVIL,
    "author": [{"literal": EVIL}],
    "URL": "https://example.org/?a=%3Cb%3E",
}


def evil_deck(folder: Path) -> Deck:
    slide = slide_of(
        1,
        title=EVIL,
        kicker=EVIL,
        text=f"{EVIL} [@one].",
        notes=EVIL,
        image={"credit_line": EVIL, "alt_text": EVIL, "extended_description": EVIL},
    )
    missing = slide_of(2, image={"file": "assets/<b>none</b>.png"})
    return deck_with(folder, slide, missing, sources={"one": SOURCE}, title=EVIL, summary=EVIL)


def assert_all_plain(driver: Driver) -> None:
    labels = [w for w in QApplication.allWidgets() if isinstance(w, QLabel)]
    assert labels
    for found in labels:
        assert found.textFormat() is Qt.TextFormat.PlainText, found.text()
    assert not driver.window.findChildren(QTextEdit)


def texts(inside: QWidget) -> list[str]:
    return [part.text().replace("\u00a0", " ") for part in visible(QLabel, inside)]


def test_markup_in_every_text_of_a_page_stands_there_as_it_was_written(
    open_window: Open, tmp_path: Path
) -> None:
    driver = open_window(evil_deck(tmp_path / "evil"), page=0)
    assert driver.text().count(EVIL) == 2
    driver.press("Right")
    driver.settle()
    assert driver.text().count(EVIL) == 3
    assert EVIL in driver.rail()
    driver.press("Right")
    driver.settle()
    assert driver.sheet.fault is not None
    assert "<b>none</b>" in driver.sheet.fault.plain
    driver.press("Right")
    driver.settle()
    assert driver.text().count(EVIL) >= 2
    assert EVIL in driver.window.windowTitle()


@opens_windows
def test_markup_in_sources_and_notices_stands_there_as_it_was_written(
    open_window: Open, tmp_path: Path
) -> None:
    driver = open_window(evil_deck(tmp_path / "evil"))
    driver.press("C", "F1")
    driver.notices.fault(EVIL)
    driver.settle()
    # CSL-JSON has a few tags of its own, which are taken away.
    listed = EVIL.replace("<b>", "").replace("</b>", "")
    assert sum(listed in text for text in texts(driver.furniture.citations)) >= 2
    assert any(EVIL in text for text in texts(driver.window))
    assert any(EVIL in text for text in texts(driver.stage))
    driver.furniture.citations.link_asked.emit("https://example.org/?a=%3Cb%3E")
    dialog = next(visible(LinkDialog, driver.window))
    assert_all_plain(driver)
    dialog.reject()


@opens_windows
def test_an_ampersand_in_the_name_of_a_recent_deck_is_shown(open_window: Open) -> None:
    from reader.core.memory import Memory

    memory = Memory()
    memory.recent = ["/decks/Black & White"]
    driver = open_window(memory=memory)
    driver.press("F10")
    menu = driver.furniture.menu
    assert menu is not None
    names = [action.text() for action in menu.findChildren(type(menu.actions()[0]))]
    assert "/decks/Black && White" in names
    menu.close()
