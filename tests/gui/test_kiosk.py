"""A show among the public: what can be done there, and what cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from reader.core.commands import COMMANDS
from reader.core.scene import Ask, Overlay
from reader.core.settings import KIOSK_KEY, Settings
from reader.gui.advance import IDLE_MS, Advance
from reader.gui.kiosk import Kiosk
from tests.gui.conftest import Open
from tests.gui.decks import colourful
from tests.gui.driver import NO_MODIFIER, Driver, visible

ALLOWED = {
    *("slide.next", "slide.previous", "slide.first", "slide.last", "page.title"),
    *(f"number.{digit}" for digit in range(10)),
    *("number.enter", "number.rub_out"),
    *("detail.next", "detail.previous"),
    *("view.citations", "text.scroll_down", "text.scroll_up"),
}


def locked(open_window: Open, folder: Path, settings: Settings | None = None) -> Driver:
    driver = open_window(colourful(folder), settings=settings)
    driver.kiosk = Kiosk(driver.parts, driver.window)  # type: ignore[attr-defined]
    driver.show.present()
    driver.qtbot.wait(100)
    driver.settle()
    return driver


@pytest.fixture
def driver(open_window: Open, tmp_path: Path) -> Driver:
    """A kiosk on the first of three slides."""
    return locked(open_window, tmp_path / "deck")


def test_only_what_turns_pages_and_shows_sources_can_be_run(driver: Driver) -> None:
    assert {command.id for command in COMMANDS if command.in_kiosk} == ALLOWED
    for page in range(5):
        driver.show.step(page - driver.page)
        driver.settle()
        enabled = {action.command.id for action in driver.furniture.actions if action.isEnabled()}
        assert enabled <= ALLOWED


def test_pages_turn_by_key_and_by_click(driver: Driver) -> None:
    driver.press("Right")
    assert driver.page == 2
    driver.press("3", "Return")
    assert driver.page == 3
    driver.press("Home")
    driver.click(QPointF(300, 200))
    assert driver.page == 2


@pytest.mark.parametrize(
    "key", ["Esc", "F10", "F1", "?", "Ctrl+O", "Ctrl+Q", "F11", "F5", "O", "S", "B", "Ctrl+R", "L"]
)
def test_no_other_key_does_anything(driver: Driver, key: str) -> None:
    before = driver.show.scene
    driver.press(key)
    assert driver.show.scene == before
    assert driver.asked == []
    assert before.overlay is Overlay.NONE
    assert driver.window.isVisible()


def test_the_window_system_cannot_close_it(driver: Driver) -> None:
    event = QCloseEvent()
    QApplication.sendEvent(driver.window, event)
    assert not event.isAccepted()
    assert not driver.window.close()
    assert driver.window.isVisible()


def test_the_pointer_brings_no_buttons_and_no_menu_and_is_never_seen(driver: Driver) -> None:
    QTest.mouseMove(driver.stage, QPoint(300, 200))
    QTest.mouseMove(driver.stage, QPoint(320, 220))
    assert list(visible(QToolButton, driver.window)) == []
    assert driver.window.cursor().shape() is Qt.CursorShape.BlankCursor
    driver.click(QPointF(300, 200), Qt.MouseButton.RightButton)
    assert list(visible(QMenu, driver.window)) == []


def test_a_deck_cannot_be_dropped_on_it(driver: Driver) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/somewhere/deck.yaml")])
    event = QDragEnterEvent(
        QPoint(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NO_MODIFIER
    )
    event.ignore()
    QApplication.sendEvent(driver.window, event)
    assert not event.isAccepted()


def test_a_link_leads_nowhere(driver: Driver) -> None:
    driver.furniture._ask_for_link("https://example.org")
    assert QApplication.activeModalWidget() is None


def test_nobody_is_told_of_faults(driver: Driver) -> None:
    driver.parts.notices.fault("The deck is broken.")
    driver.parts.notices.say("All is well.")
    assert not driver.furniture.notice_board.isVisible()


def test_the_one_key_leads_out(driver: Driver) -> None:
    driver.press(KIOSK_KEY.usual)
    assert driver.asked == [Ask.QUIT]
    assert driver.window.close()


def test_the_key_can_be_chosen(open_window: Open, tmp_path: Path) -> None:
    driver = locked(open_window, tmp_path / "deck", Settings({"kiosk_key": "Ctrl+Shift+F12"}))
    driver.press(KIOSK_KEY.usual)
    assert driver.asked == []
    driver.press("Ctrl+Shift+F12")
    assert driver.asked == [Ask.QUIT]


def test_a_key_that_does_not_exist_leaves_the_usual_way_out(
    open_window: Open, tmp_path: Path
) -> None:
    driver = locked(open_window, tmp_path / "deck", Settings({"kiosk_key": "Hyper+Nonsense"}))
    driver.press(KIOSK_KEY.usual)
    assert driver.asked == [Ask.QUIT]


# By itself


def test_pages_wait_for_a_visitor_and_begin_again_when_nobody_is_there(driver: Driver) -> None:
    made = Advance(driver.parts, driver.stage, seconds=20)
    driver.window.left.connect(made.close)
    assert made.is_waiting
    driver.press("Right", "C")
    driver.settle()
    assert (made.is_waiting, driver.show.scene.has_citations) == (False, True)
    assert made._visitor.interval() == IDLE_MS
    made._visitor.start(20)
    driver.qtbot.waitUntil(lambda: made.is_waiting)
    scene = driver.show.scene
    assert (scene.page, scene.has_citations, scene.digits) == (0, False, "")
    made.close()


def test_it_goes_round_and_round(driver: Driver) -> None:
    seen: set[int] = set()
    driver.show.changed.subscribe(lambda scene: seen.add(scene.page))
    made = Advance(driver.parts, driver.stage, seconds=0.05)
    driver.window.left.connect(made.close)
    driver.qtbot.waitUntil(lambda: seen == {0, 1, 2, 3})
    assert not made._visitor.isActive()  # its own turns are no visitor's
    made.close()
