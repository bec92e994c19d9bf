"""Wheel, touchpad and touch: each turns the page that was meant, once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from reader.core.deck import Deck
from reader.gui.gestures import NOTCH, SWIPE
from tests.gui.conftest import Open
from tests.gui.decks import COLOURS, colourful, deck_with, slide_of
from tests.gui.driver import NO_MODIFIER, Driver

NOWHERE = QPoint()
MIDDLE = QPointF(400, 300)
DOWN, UP = QPoint(0, -NOTCH), QPoint(0, NOTCH)


@pytest.fixture
def driver(open_window: Open, tmp_path: Path) -> Driver:
    """A window on the third of five slides."""
    return open_window(colourful(tmp_path / "five", 5), page=3)


def roll(
    driver: Driver, angle: QPoint, pixels: QPoint = NOWHERE, at: QPointF = MIDDLE, times: int = 1
) -> None:
    """Turn the wheel over the stage; a touchpad tells pixels as well."""
    phase = Qt.ScrollPhase.NoScrollPhase
    for _ in range(times):
        place = QPointF(driver.stage.mapToGlobal(at))
        event = QWheelEvent(
            at, place, pixels, angle, Qt.MouseButton.NoButton, NO_MODIFIER, phase, False
        )
        QApplication.sendEvent(driver.stage, event)


# Wheel and touchpad


def test_a_notch_of_the_wheel_turns_one_page(driver: Driver) -> None:
    roll(driver, DOWN)
    assert (driver.page, driver.colour()) == (4, COLOURS[3])
    roll(driver, UP, times=2)
    assert (driver.page, driver.colour()) == (2, COLOURS[1])


def test_a_wheel_that_tilts_turns_pages_too(driver: Driver) -> None:
    roll(driver, QPoint(-NOTCH, 0))
    assert driver.page == 4
    roll(driver, QPoint(NOTCH, 0))
    assert driver.page == 3


def test_parts_of_a_notch_add_up(driver: Driver) -> None:
    roll(driver, QPoint(0, -NOTCH // 4), times=3)
    assert driver.page == 3
    roll(driver, QPoint(0, -NOTCH // 4))
    assert driver.page == 4


def test_a_wheel_that_turns_round_forgets_the_part_of_a_notch(driver: Driver) -> None:
    roll(driver, QPoint(0, -NOTCH // 2))
    roll(driver, QPoint(0, NOTCH // 2))
    roll(driver, QPoint(0, -NOTCH // 2))
    assert driver.page == 3


@pytest.mark.parametrize(("by", "page"), [(-40, 4), (40, 2)], ids=["on", "back"])
def test_a_swipe_on_a_touchpad_turns_one_page_whatever_its_momentum(
    driver: Driver, by: int, page: int
) -> None:
    roll(driver, QPoint(0, by), QPoint(0, by), times=40)
    assert driver.page == page


def test_a_second_swipe_on_a_touchpad_turns_a_second_page(driver: Driver) -> None:
    roll(driver, QPoint(0, -40), QPoint(0, -40), times=20)
    rest = driver.furniture.gestures._wheel_rest
    assert rest.isActive()
    driver.qtbot.waitUntil(lambda: not rest.isActive())
    roll(driver, QPoint(0, -40), QPoint(0, -40), times=20)
    assert driver.page == 5


def long_text(folder: Path) -> Deck:
    return deck_with(folder, slide_of(1, text="Word after word. " * 400), slide_of(2))


def test_the_wheel_scrolls_a_long_text_and_turns_pages_beside_it(
    open_window: Open, tmp_path: Path
) -> None:
    driver = open_window(long_text(tmp_path / "long"), size=(900, 600))
    sheet = driver.sheet
    assert sheet.overflow > 0
    assert sheet.picture is not None
    before = driver.screen()
    roll(driver, DOWN, at=sheet.text_area.center(), times=3)
    assert (driver.page, sheet.scroll > 0) == (1, True)
    assert driver.screen() != before
    roll(driver, UP, at=sheet.text_area.center(), times=9)
    assert (driver.page, sheet.scroll) == (1, 0)
    roll(driver, DOWN, at=sheet.picture.center())
    assert driver.page == 2


# Touch


@pytest.fixture(scope="session")
def finger(qapp: QApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


def touch(driver: Driver, finger: QPointingDevice, *paths: Sequence[QPointF]) -> None:
    """Put a finger down at the first place of each path, one after the other, and lift them all."""
    window = driver.window.windowHandle()
    steps = len(paths[0])
    for count in range(1, len(paths) + 1):
        event = QTest.touchEvent(window, finger)
        for number, path in enumerate(paths[:count]):
            at = path[0].toPoint()
            if number == count - 1:
                event.press(number, at)
            else:
                event.stationary(number)
        event.commit()
    for step in range(1, steps):
        event = QTest.touchEvent(window, finger)
        for number, path in enumerate(paths):
            event.move(number, path[step].toPoint())
        event.commit()
    event = QTest.touchEvent(window, finger)
    for number, path in enumerate(paths):
        event.release(number, path[-1].toPoint())
    event.commit()


def swipe(driver: Driver, finger: QPointingDevice, by: QPointF) -> None:
    touch(driver, finger, [MIDDLE, MIDDLE + by * 0.5, MIDDLE + by])


def tap(driver: Driver, finger: QPointingDevice, at: QPointF = MIDDLE) -> None:
    touch(driver, finger, [at])


@pytest.mark.parametrize("full_screen", [False, True], ids=["window", "full screen"])
def test_a_swipe_to_the_side_turns_the_page(
    open_window: Open, tmp_path: Path, finger: QPointingDevice, full_screen: bool
) -> None:
    driver = open_window(colourful(tmp_path / "five", 5), page=3, full_screen=full_screen)
    swipe(driver, finger, QPointF(-2 * SWIPE, 10))
    assert (driver.page, driver.colour()) == (4, COLOURS[3])
    swipe(driver, finger, QPointF(2 * SWIPE, 10))
    swipe(driver, finger, QPointF(2 * SWIPE, -10))
    assert (driver.page, driver.colour()) == (2, COLOURS[1])


@pytest.mark.parametrize(
    "by", [QPointF(SWIPE / 2, 0), QPointF(0, 3 * SWIPE), QPointF(-2 * SWIPE, 3 * SWIPE)]
)
def test_a_short_or_upright_swipe_turns_nothing(
    open_window: Open, tmp_path: Path, finger: QPointingDevice, by: QPointF
) -> None:
    driver = open_window(colourful(tmp_path / "five", 5), page=3, full_screen=True)
    swipe(driver, finger, by)
    assert driver.page == 3


def test_two_fingers_turn_nothing(driver: Driver, finger: QPointingDevice) -> None:
    apart = QPointF(100, 0)
    touch(driver, finger, [MIDDLE, MIDDLE - apart], [MIDDLE + apart, MIDDLE + apart * 2])
    assert driver.page == 3


def test_a_tap_turns_the_page_in_full_screen_and_not_in_a_window(
    driver: Driver, finger: QPointingDevice
) -> None:
    tap(driver, finger)
    assert driver.page == 3
    driver.press("F11")
    driver.settle()
    tap(driver, finger)
    assert driver.page == 4


def tick(driver: Driver, number: int) -> QPointF:
    ticks = driver.sheet.ticks
    assert ticks is not None
    share = (number - 0.5) / ticks.total
    return ticks.area.topLeft() + QPointF(ticks.area.width() * share, ticks.area.height() / 2)


@pytest.mark.parametrize("full_screen", [False, True], ids=["window", "full screen"])
def test_a_tap_on_a_tick_goes_to_its_slide(
    open_window: Open, tmp_path: Path, finger: QPointingDevice, full_screen: bool
) -> None:
    driver = open_window(colourful(tmp_path / "five", 5), page=3, full_screen=full_screen)
    tap(driver, finger, tick(driver, 5))
    assert (driver.page, driver.colour()) == (5, COLOURS[4])


@pytest.mark.parametrize("full_screen", [False, True], ids=["window", "full screen"])
def test_a_tap_on_a_mark_leads_to_its_source_and_the_page_stays(
    open_window: Open, tmp_path: Path, finger: QPointingDevice, full_screen: bool
) -> None:
    book = {"type": "book", "title": "A book"}
    slide = slide_of(1, text="A claim [@book].")
    deck = deck_with(tmp_path / "m", slide, slide_of(2), sources={"book": book})
    driver = open_window(deck, full_screen=full_screen)
    tap(driver, finger, driver.sheet.marks()[0].area.center())
    assert (driver.page, driver.show.scene.source) == (1, "book")


def test_a_tap_on_a_control_presses_it(driver: Driver, finger: QPointingDevice) -> None:
    driver.furniture.controls.reveal()
    button = driver.find(QToolButton, "Citations", driver.stage)
    tap(driver, finger, QPointF(button.geometry().center()))
    assert (driver.page, driver.show.scene.has_citations) == (3, True)


# The mouse


def test_a_double_press_in_full_screen_turns_two_pages(open_window: Open, tmp_path: Path) -> None:
    driver = open_window(colourful(tmp_path / "five", 5), page=1, full_screen=True)
    window, at = driver.window.windowHandle(), MIDDLE.toPoint()
    left = Qt.MouseButton.LeftButton
    QTest.mouseDClick(window, left, NO_MODIFIER, at)
    assert (driver.page, driver.window.isFullScreen()) == (3, True)


def test_a_double_press_on_a_tick_stays_in_the_window(driver: Driver) -> None:
    window, at = driver.window.windowHandle(), tick(driver, 2).toPoint()
    QTest.mouseDClick(window, Qt.MouseButton.LeftButton, NO_MODIFIER, at)
    assert (driver.page, driver.window.isFullScreen()) == (2, False)


def test_the_pointer_becomes_a_hand_over_a_tick(driver: Driver) -> None:
    window = driver.window.windowHandle()
    stage = driver.stage
    QTest.mouseMove(window, MIDDLE.toPoint())  # or it may stand on the tick already
    QTest.mouseMove(window, tick(driver, 2).toPoint())
    driver.qtbot.waitUntil(lambda: stage.cursor().shape() is Qt.CursorShape.PointingHandCursor)
    QTest.mouseMove(window, MIDDLE.toPoint())
    driver.qtbot.waitUntil(lambda: stage.cursor().shape() is Qt.CursorShape.ArrowCursor)
