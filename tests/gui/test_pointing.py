"""Laser, spotlight and pen, on the audience's page and on another one beside it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from reader.core.ink import Spot, Stroke
from reader.core.look import DARK
from reader.core.scene import Blank, Tool
from reader.gui.pointing import NOTCH, Hand
from tests.gui.conftest import Open
from tests.gui.driver import NO_MODIFIER, Driver

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def driver(open_window: Open) -> Driver:
    """A show on the first slide."""
    driver = open_window()
    driver.show.present()
    driver.qtbot.wait(100)
    driver.settle()
    return driver


class Painted(QObject):
    """Notes the areas that a widget is asked to paint, in their order."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.areas: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            areas: Any = event.region()  # the stubs do not know that it can be walked
            self.areas += [QRect(area) for area in areas]
        return False


def move(driver: Driver, x: int, y: int) -> None:
    QTest.mouseMove(driver.stage, QPoint(x, y))


def is_red(image: QImage, at: QPointF) -> bool:
    colour = image.pixelColor(at.toPoint())
    return colour.red() > 230 and 40 < colour.green() < 140 and colour.blue() < 110


def on_page(driver: Driver, at: QPoint) -> QPointF:
    """A place on the stage in shares of the page."""
    return QPointF(at.x() / driver.stage.width(), at.y() / driver.stage.height())


# The laser


def test_the_laser_lights_where_the_pointer_is_and_hides_the_pointer(driver: Driver) -> None:
    driver.press("L")
    move(driver, 300, 200)
    assert is_red(driver.screen(), QPointF(300, 200))
    assert driver.stage.cursor().shape() is Qt.CursorShape.BlankCursor
    driver.press("L")
    assert not is_red(driver.screen(), QPointF(300, 200))
    assert driver.stage.cursor().shape() is not Qt.CursorShape.BlankCursor


def test_a_move_of_the_laser_paints_no_more_than_two_small_places(driver: Driver) -> None:
    painted = Painted(driver.stage)
    driver.press("L")
    move(driver, 300, 200)
    QApplication.processEvents()
    painted.areas.clear()
    move(driver, 500, 300)
    QApplication.processEvents()
    assert painted.areas
    edge = driver.stage.height() / 10
    assert all(area.width() < edge and area.height() < edge for area in painted.areas)


def test_nothing_is_painted_while_the_pointer_rests(driver: Driver) -> None:
    painted = Painted(driver.stage)
    driver.press("L")
    move(driver, 300, 200)
    driver.qtbot.wait(60)
    assert painted.areas
    painted.areas.clear()
    driver.qtbot.wait(150)
    assert painted.areas == []


def test_the_laser_fades_once_the_pointer_has_left(driver: Driver) -> None:
    driver.press("L")
    move(driver, 300, 200)
    QApplication.sendEvent(driver.stage, QEvent(QEvent.Type.Leave))
    driver.qtbot.waitUntil(lambda: not is_red(driver.screen(), QPointF(300, 200)))
    move(driver, 320, 220)
    assert is_red(driver.screen(), QPointF(320, 220))


def test_a_click_still_turns_the_page_under_the_laser(driver: Driver) -> None:
    driver.press("L")
    QTest.mouseClick(driver.stage, LEFT, pos=QPoint(300, 200))
    assert driver.page == 2


def test_no_light_lies_on_a_black_screen(driver: Driver) -> None:
    driver.press("L")
    move(driver, 300, 200)
    driver.show.blank(Blank.BLACK)
    assert driver.screen().pixelColor(300, 200).name() == "#000000"


def test_the_end_of_the_show_takes_the_tool_away(driver: Driver) -> None:
    driver.press("L")
    move(driver, 300, 200)
    driver.show.podium.end()
    driver.qtbot.waitUntil(lambda: driver.stage.layers.pointing._tool is Tool.NONE)
    assert not driver.stage.layers.pointing.mouse._is_listening


# The spotlight


def test_the_spotlight_darkens_all_but_a_circle_that_the_wheel_resizes(driver: Driver) -> None:
    frame = driver.sheet.frame
    at, beside = frame.center(), QPointF(frame.center().x(), frame.top() + 4)
    bright = driver.screen().pixelColor(beside.toPoint()).lightness()
    driver.press("K")
    move(driver, round(at.x()), round(at.y()))
    screen = driver.screen()
    assert screen.pixelColor(beside.toPoint()).lightness() < bright * 0.5
    lit = screen.pixelColor(at.toPoint()).lightness()
    assert lit == bright
    roll(driver, at, 40)
    assert driver.screen().pixelColor(beside.toPoint()).lightness() == bright
    roll(driver, at, -80)
    near = at.toPoint() + QPoint(round(driver.stage.height() * 0.06), 0)
    assert driver.screen().pixelColor(near).lightness() < bright
    assert driver.page == 1


def roll(driver: Driver, at: QPointF, notches: int) -> None:
    event = QWheelEvent(
        at,
        QPointF(driver.stage.mapToGlobal(at)),
        QPoint(),
        QPoint(0, notches * NOTCH),
        Qt.MouseButton.NoButton,
        NO_MODIFIER,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(driver.stage, event)


# The pen


def draw(driver: Driver, *places: QPoint) -> None:
    QTest.mousePress(driver.stage, LEFT, NO_MODIFIER, places[0])
    for place in places[1:]:
        QTest.mouseMove(driver.stage, place)
    QTest.mouseRelease(driver.stage, LEFT, NO_MODIFIER, places[-1])


def test_the_pen_draws_a_line_that_stays_with_its_page(driver: Driver) -> None:
    middle = driver.sheet.frame.center().toPoint()
    driver.press("D")
    draw(driver, middle - QPoint(80, 0), middle, middle + QPoint(80, 0))
    assert driver.screen().pixelColor(middle).name() == DARK.accent.lower()
    assert driver.page == 1
    driver.press("D", "Right")
    driver.settle()
    assert driver.screen().pixelColor(middle).name() != DARK.accent.lower()
    driver.press("Left")
    driver.settle()
    assert driver.screen().pixelColor(middle).name() == DARK.accent.lower()
    driver.press("Ctrl+Z")
    assert driver.screen().pixelColor(middle).name() != DARK.accent.lower()


def test_a_line_is_seen_while_it_is_drawn_and_has_a_dark_outline(driver: Driver) -> None:
    middle = driver.sheet.frame.center().toPoint()
    driver.press("D")
    QTest.mousePress(driver.stage, LEFT, NO_MODIFIER, middle - QPoint(80, 0))
    QTest.mouseMove(driver.stage, middle + QPoint(80, 0))
    screen = driver.screen()
    assert screen.pixelColor(middle).name() == DARK.accent.lower()
    column = [screen.pixelColor(middle + QPoint(0, y)).lightness() for y in range(12)]
    assert min(column) < 60
    assert driver.show.scene.staging.ink == ()
    QTest.mouseRelease(driver.stage, LEFT, NO_MODIFIER, middle + QPoint(80, 0))
    assert len(driver.show.scene.staging.ink) == 1


def test_a_press_without_a_move_leaves_a_dot(driver: Driver) -> None:
    middle = driver.sheet.frame.center().toPoint()
    driver.press("D")
    draw(driver, middle)
    assert driver.screen().pixelColor(middle).name() == DARK.accent.lower()


def test_ink_stays_on_its_place_in_the_picture_when_that_is_seen_closer(driver: Driver) -> None:
    driver.show.podium.draw(Stroke(1, (Spot(0.5, 0.4), Spot(0.5, 0.6))))
    driver.press("Z")
    driver.settle()
    sheet = driver.stage.layers.sheet
    assert sheet is not None
    at = QPointF(sheet.whole.center())
    assert driver.screen().pixelColor(at.toPoint()).name() == DARK.accent.lower()
    assert sheet.whole.width() > sheet.area.width()


# From another page, such as the presenter's


@pytest.fixture
def hand(driver: Driver) -> Hand:
    """Points on a copy of the audience's page."""
    pointing = driver.stage.layers.pointing
    return pointing.hand(lambda: driver.stage.sheet, lambda: driver.stage.page)


def test_a_light_moved_elsewhere_lies_on_the_same_place_for_the_audience(
    driver: Driver, hand: Hand
) -> None:
    driver.show.podium.take_tool(Tool.LASER)
    at = QPoint(350, 240)
    assert not hand.press(on_page(driver, at))  # it turns the page
    hand.move(on_page(driver, at))
    assert is_red(driver.screen(), QPointF(at))
    hand.move(QPointF(1.2, 0.5))
    driver.qtbot.waitUntil(lambda: not is_red(driver.screen(), QPointF(at)))


def test_a_line_drawn_elsewhere_is_the_audience_s_line(driver: Driver, hand: Hand) -> None:
    middle = driver.sheet.frame.center().toPoint()
    driver.show.podium.take_tool(Tool.PEN)
    assert hand.press(on_page(driver, middle - QPoint(60, 0)))
    hand.move(on_page(driver, middle + QPoint(60, 0)))
    hand.release(on_page(driver, middle + QPoint(60, 0)))
    assert driver.screen().pixelColor(middle).name() == DARK.accent.lower()
    (stroke,) = driver.show.scene.staging.ink
    assert stroke.spots[0].y == pytest.approx(0.5, abs=0.01)


def test_it_paints_the_same_over_a_page_of_another_size(driver: Driver, hand: Hand) -> None:
    driver.show.podium.take_tool(Tool.LASER)
    spot = on_page(driver, QPoint(350, 240))
    hand.move(spot)
    sheet = driver.stage.sheet
    assert sheet is not None
    small = QImage(sheet.area.size().toSize() / 2, QImage.Format.Format_RGB32)
    small.fill(Qt.GlobalColor.white)
    painter = QPainter(small)
    painter.scale(0.5, 0.5)
    hand.paint(painter, QRectF(sheet.area), sheet)
    painter.end()
    assert is_red(small, QPointF(spot.x() * small.width(), spot.y() * small.height()))
