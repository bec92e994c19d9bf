"""Going to a slide and looking something up, by keys, in both windows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from reader.core.deck import Deck
from reader.core.scene import Blank, Overlay, Theme
from reader.core.sending import Sent
from reader.gui.overlays.finder import Finder
from tests.gui.conftest import Open
from tests.gui.consoles import Console
from tests.gui.decks import COLOURS, deck_with, slide_of
from tests.gui.driver import Driver, focused, opens_windows

pytestmark = opens_windows

SOURCES = {
    "one": {"type": "report", "title": "A long report", "URL": "https://example.org/one"},
}
Names = list[str]


def talk(folder: Path) -> Deck:
    return deck_with(
        folder,
        slide_of(1, title="Harbour", text="A claim [@one]."),
        slide_of(2, title="The Market", notes="Mention the lighthouse."),
        slide_of(3, title="Evening", image={"credit_line": "Zoë Painter"}),
        sources=SOURCES,
    )


@pytest.fixture
def open_talk(open_window: Open, tmp_path: Path) -> Callable[..., Driver]:
    return lambda page=1, **more: open_window(talk(tmp_path / "talk"), page, **more)


def card(driver: Driver) -> Finder:
    shown = driver.furniture.overlays.shown
    assert isinstance(shown, Finder)
    return shown


def answered(driver: Driver, finder: Finder | None = None) -> Names:
    """What is listed, as a screen reader says it, once the answer is there."""
    finder = finder or card(driver)
    seeker = finder._seeker
    driver.qtbot.waitUntil(lambda: not seeker.is_seeking)
    QApplication.processEvents()
    model = finder.model
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.data(model.index(row), role)) for row in range(model.rowCount())]


def type_in(driver: Driver, words: str) -> None:
    driver.press(*("Space" if letter == " " else letter for letter in words))


@pytest.mark.parametrize("key", ["G", "Ctrl+G"])
def test_going_begins_with_all_pages_at_the_present_one(
    open_talk: Callable[..., Driver], key: str
) -> None:
    driver = open_talk(2)
    driver.press(key)
    assert answered(driver) == [
        "Title page, Colours",
        "1, Harbour",
        "2, The Market",
        "3, Evening",
        "Credits",
    ]
    assert card(driver).list.currentIndex().row() == 2
    assert focused() is card(driver).field


@pytest.mark.parametrize(("words", "page"), [("3", 3), ("mark", 2), ("EVE", 3), ("credits", 4)])
def test_a_number_or_a_title_leads_to_a_slide_and_back(
    open_talk: Callable[..., Driver], words: str, page: int
) -> None:
    driver = open_talk()
    driver.press("G")
    type_in(driver, words)
    answered(driver)
    driver.press("Return")
    assert (driver.page, driver.show.scene.overlay) == (page, Overlay.NONE)
    assert focused() is driver.stage
    driver.press("Alt+Left")
    assert driver.page == 1


def test_enter_before_the_answer_is_there_goes_to_what_was_typed(
    open_talk: Callable[..., Driver],
) -> None:
    driver = open_talk()
    driver.press("G", "3", "Return")
    driver.qtbot.waitUntil(lambda: driver.page == 3)
    assert driver.show.scene.overlay is Overlay.NONE


def test_arrows_and_page_keys_move_in_the_list_while_typing_goes_on(
    open_talk: Callable[..., Driver],
) -> None:
    driver = open_talk(1)
    driver.press("G")
    answered(driver)
    rows = []
    for key in ("Down", "Down", "Up", "End", "Home", "PgDown"):
        driver.press(key)
        rows.append(card(driver).list.currentIndex().row())
    assert rows == [2, 3, 2, 4, 0, 4]
    assert driver.page == 1
    type_in(driver, "har")
    assert answered(driver) == ["1, Harbour"]
    driver.press("Home", "x", "Backspace", "Down")
    assert card(driver).field.text() == "har"


def test_letters_digits_and_signs_are_typed_and_run_no_command(
    open_talk: Callable[..., Driver],
) -> None:
    driver = open_talk(2)
    driver.press("Ctrl+F")
    for key in "bwgocnpfs.?/0123456789":
        driver.press(key)
    assert card(driver).field.text() == "bwgocnpfs.?/0123456789"
    scene = driver.show.scene
    assert (scene.page, scene.blank, scene.overlay) == (2, Blank.NONE, Overlay.LOOKUP)
    assert (scene.digits, scene.has_citations, scene.is_full_screen) == ("", False, False)


def test_escape_closes_with_words_in_the_field_too(open_talk: Callable[..., Driver]) -> None:
    driver = open_talk()
    driver.press("Ctrl+F", "a", "Esc")
    assert driver.show.scene.overlay is Overlay.NONE
    assert focused() is driver.stage
    driver.press("Right")
    assert driver.page == 2


def test_looking_up_says_what_can_be_found_then_what_was(
    open_talk: Callable[..., Driver],
) -> None:
    driver = open_talk()
    driver.press("/")
    assert "photographers" in card(driver).said.text()
    assert answered(driver) == []
    type_in(driver, "zoe")
    assert answered(driver) == ["3, Evening, Picture: Zoë Painter"]
    assert card(driver).said.text() == "1 place found."
    driver.press("Return")
    assert driver.page == 3


def test_nothing_found_is_said_in_a_sentence(open_talk: Callable[..., Driver]) -> None:
    driver = open_talk()
    driver.press("Ctrl+F")
    type_in(driver, "xyzzy")
    assert answered(driver) == []
    assert card(driver).said.text() == "Nothing is found for “xyzzy”."
    driver.press("Return")
    assert (driver.page, driver.show.scene.overlay) == (1, Overlay.LOOKUP)


def test_what_was_found_is_painted_in_the_accent_beside_the_picture(
    open_talk: Callable[..., Driver],
) -> None:
    driver = open_talk(theme=Theme.DARK)
    driver.press("Ctrl+F")
    type_in(driver, "zoe")
    answered(driver)
    finder = card(driver)
    driver.qtbot.waitUntil(lambda: finder.thumbnails.of(3).image is not None)
    QApplication.processEvents()
    image = finder.list.viewport().grab().toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
    assert COLOURS[2] in colours
    assert "#e0ac4c" in colours


def test_a_deck_that_is_read_again_is_looked_through_again(
    open_talk: Callable[..., Driver], tmp_path: Path
) -> None:
    driver = open_talk()
    driver.press("Ctrl+F")
    type_in(driver, "dawn")
    assert answered(driver) == []
    driver.show.read_more(deck_with(tmp_path / "talk", slide_of(1, title="Dawn")))
    assert answered(driver) == ["1, Dawn"]


@pytest.mark.parametrize("size", [(320, 240), (640, 480), (1920, 1080)])
@pytest.mark.parametrize("key", ["G", "Ctrl+F"])
def test_the_card_lies_within_the_window(
    open_talk: Callable[..., Driver], key: str, size: tuple[int, int]
) -> None:
    driver = open_talk(size=size)
    driver.press(key)
    answered(driver)
    finder = card(driver)
    assert driver.window.rect().contains(finder.geometry())
    assert finder.rect().contains(finder.list.geometry())


def test_items_grow_with_the_text(open_talk: Callable[..., Driver]) -> None:
    driver = open_talk()
    driver.press("G")
    usual = card(driver)._items.height
    before = QApplication.font()
    large = QFont(before)
    large.setPixelSize(26)
    try:
        QApplication.setFont(large)
        driver.window._place_children()
        assert card(driver)._items.height > 1.6 * usual
    finally:
        QApplication.setFont(before)


# While presenting


def console_card(console: Console) -> Finder:
    shown = console.window.overlays.shown
    assert isinstance(shown, Finder)
    return shown


def test_a_presenter_looks_things_up_in_the_own_window_and_in_the_notes(
    open_talk: Callable[..., Driver],
) -> None:
    driver = open_talk()
    console = Console(driver)
    console.press("Ctrl+F", *"lighthouse")
    assert answered(driver, console_card(console)) == [
        "2, The Market, Notes: Mention the lighthouse."
    ]
    assert driver.furniture.overlays.shown is None
    console.press("Return")
    assert driver.page == 2


def test_notes_are_not_searched_where_an_audience_may_look_on(
    open_talk: Callable[..., Driver],
) -> None:
    driver = open_talk()
    driver.press("Ctrl+F", *"lighthouse")
    assert answered(driver) == []


def test_a_source_goes_to_the_audience_without_leaving_the_slide(
    open_talk: Callable[..., Driver],
) -> None:
    driver = open_talk(3)
    console = Console(driver)
    console.press("Ctrl+F", *"long", "Space", *"report")
    finder = console_card(console)
    assert answered(driver, finder)[0].startswith("1, Harbour, Source 1: A long report")
    console.press("Ctrl+Return")
    sent = driver.show.scene.staging.sent
    assert sent == Sent("Source 1", "A long report · Report", "https://example.org/one")
    assert (driver.page, driver.show.scene.overlay) == (3, Overlay.LOOKUP)
    assert finder.said.text() == "The audience sees: Source 1."


def test_what_is_no_source_is_not_sent(open_talk: Callable[..., Driver]) -> None:
    driver = open_talk()
    console = Console(driver)
    console.press("Ctrl+F", *"claim")
    finder = console_card(console)
    answered(driver, finder)
    console.press("Ctrl+Return")
    assert driver.show.scene.staging.sent is None
    assert finder.said.text() == "Only a source or a credit can be shown to the audience."
