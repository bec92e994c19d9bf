"""Looking closer at a picture: what is seen, how sharp it is, and how the mouse does it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from reader.core.deck import Deck
from reader.core.files import Folder
from reader.core.loading import load
from reader.core.region import WHOLE, Region
from reader.gui.closer import SHARP_BYTES, CloseSheet
from reader.gui.magnifying import NOTCH
from tests.gui.conftest import Open
from tests.gui.decks import colourful, slide_of, write_deck
from tests.gui.driver import Driver

SIZE = (3200, 1800)
GRAIN = QRectF(0.25, 0.25, 0.25, 0.25)  # where columns of one pixel are black and white by turns
CTRL = Qt.KeyboardModifier.ControlModifier
DETAIL = {
    "title": "The grain",
    "region": {"x": 0.25, "y": 0.25, "w": 0.2, "h": 0.2},
    "caption": "Columns of one pixel.",
    "credit_line": "Detail: Ana Pérez",
}


def grained(path: Path) -> None:
    """A grey picture, of which a part can only be told apart at its own resolution."""
    width, height = SIZE
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    left, top = int(GRAIN.left() * width), int(GRAIN.top() * height)
    for x in range(left, left + int(GRAIN.width() * width)):
        colour = QColor("white" if x % 2 else "black")
        for y in range(top, top + int(GRAIN.height() * height)):
            image.setPixelColor(x, y, colour)
    assert image.save(str(path))


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    """Two slides with the same large picture, whose grain the first one names, and one without."""
    folder = tmp_path_factory.mktemp("grain")
    details = {"file": "assets/1.png", "details": [DETAIL]}
    slides = [
        slide_of(1, image=details),
        slide_of(2, image={"file": "assets/1.png"}),
        {"title": "Words", "text": "Nothing but words."},
    ]
    write_deck(folder, slides)
    grained(folder / "assets" / "1.png")
    return load(Folder(folder))


@pytest.fixture
def driver(open_window: Open, deck: Deck) -> Driver:
    """The first slide, in full screen."""
    driver = open_window(deck, full_screen=True, size=(1600, 900))
    driver.stage.resize(1600, 900)
    driver.settle()
    return driver


def close_sheet(driver: Driver) -> CloseSheet:
    found = driver.stage.layers.sheet
    assert found is not None
    return found


def contrast(driver: Driver, region: Region) -> int:
    """How far the brightest pixel of a row in a region of the picture is from the darkest."""
    image = driver.screen()
    place = close_sheet(driver).place_of(region)
    y = round(place.center().y())
    row = [
        image.pixelColor(x, y).lightness() for x in range(round(place.left()), round(place.right()))
    ]
    return max(row) - min(row)


def roll(driver: Driver, at: QPointF, notches: int) -> None:
    place = QPointF(driver.stage.mapToGlobal(at))
    event = QWheelEvent(
        at,
        place,
        QPoint(),
        QPoint(0, notches * NOTCH),
        Qt.MouseButton.NoButton,
        CTRL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(driver.stage, event)


def drag(driver: Driver, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier) -> None:
    stage, left = driver.stage, Qt.MouseButton.LeftButton
    QTest.mousePress(stage, left, keys, start)
    QTest.mouseMove(stage, (start + end) / 2)
    QTest.mouseMove(stage, end)
    QTest.mouseRelease(stage, left, keys, end)


def zoom(driver: Driver) -> Region:
    found = driver.show.scene.zoom
    assert found is not None
    return found


# What is seen


def test_a_part_is_seen_at_the_resolution_of_its_source(driver: Driver) -> None:
    inside = Region(0.3, 0.3, 0.05, 0.05)
    driver.show.lens.zoom_to(Region(0.25, 0.25, 0.25, 0.25))
    driver.settle()
    assert driver.stage.has_sharp_picture
    assert contrast(driver, inside) > 200
    grey = QImage(SIZE[0] // 8, SIZE[1] // 8, QImage.Format.Format_RGB32)
    grey.fill(QColor("#808080"))  # what the picture comes to when it is scaled down
    close_sheet(driver).sharp = (WHOLE, grey)
    assert contrast(driver, inside) < 10


def test_until_the_sharp_part_is_there_the_picture_on_the_page_is_seen_larger(
    driver: Driver,
) -> None:
    driver.show.lens.zoom_to(Region(0.25, 0.25, 0.25, 0.25))
    sheet = close_sheet(driver)
    sheet.sharp = sheet.under = None
    corner = driver.screen().pixelColor(sheet.area.center().toPoint())
    assert 60 < corner.lightness() < 200


def test_the_part_fills_the_width_and_nothing_hides_its_foot(driver: Driver) -> None:
    driver.show.lens.zoom_to(Region(0.4, 0.9, 0.1, 0.1))
    sheet = close_sheet(driver)
    place = sheet.place_of(Region(0.4, 0.9, 0.1, 0.1))
    assert sheet.clear.adjusted(-1, -1, 1, 1).contains(place)
    assert sheet.whole.left() <= 0
    assert sheet.whole.right() >= sheet.area.right()
    assert sheet.clear.bottom() > sheet.area.height() * 0.85


def test_the_credit_stays_and_the_caption_does_not(driver: Driver) -> None:
    driver.press("Z")
    assert "Painter 1" in driver.rail()
    assert driver.text() == ""
    driver.press("Ctrl+0")
    assert "Slide 1" in driver.text()


def test_a_detail_has_its_own_words_and_its_own_credit_beside_the_picture_s(
    driver: Driver,
) -> None:
    driver.press("J")
    driver.settle()
    assert driver.text() == "The grain\nColumns of one pixel.\nDetail: Ana Pérez"
    assert "Painter 1" in driver.rail()
    assert contrast(driver, Region(0.3, 0.3, 0.05, 0.05)) > 200
    driver.press("J")
    assert driver.stage.layers.sheet is None


def test_turning_the_page_shows_the_next_picture_whole(driver: Driver) -> None:
    driver.press("Z")
    driver.press("Right")
    driver.settle()
    assert (driver.page, driver.stage.layers.sheet) == (2, None)


def test_escape_leaves_the_closer_look_and_nothing_else(driver: Driver) -> None:
    driver.press("Z", "Esc")
    assert driver.stage.layers.sheet is None
    assert driver.show.scene.is_full_screen


def test_the_title_page_and_a_slide_of_words_cannot_be_seen_closer(driver: Driver) -> None:
    for page in (0, 3):
        driver.show.go_to(page)
        driver.settle()
        driver.press("Z")
        roll(driver, QPointF(400, 300), 1)
        assert driver.show.scene.zoom is None
        assert driver.stage.layers.sheet is None


def test_nothing_is_seen_larger_than_eight_pixels_for_one(driver: Driver) -> None:
    for _ in range(20):
        driver.press("Z")
    sheet = close_sheet(driver)
    assert 6.5 < sheet.whole.width() / SIZE[0] <= 8
    before = zoom(driver)
    driver.press("Z")
    assert zoom(driver) == before
    driver.press("Shift+Z")
    assert zoom(driver).width > before.width


def test_no_more_pixels_are_decoded_than_the_picture_has(driver: Driver) -> None:
    for _ in range(6):
        driver.press("Z")
        for request in driver.stage.layers.wanted:
            assert request.bytes <= SHARP_BYTES
            if request.region is not None:
                assert request.width <= request.region.width * SIZE[0] + 1


def test_a_small_pan_needs_nothing_new(driver: Driver) -> None:
    driver.show.lens.zoom_to(Region(0.3, 0.3, 0.25, 0.25))
    driver.settle()
    before = driver.stage.layers.wanted
    driver.show.lens.zoom_to(Region(0.32, 0.31, 0.25, 0.25))
    assert driver.stage.layers.wanted == before
    driver.show.lens.zoom_to(Region(0.7, 0.7, 0.25, 0.25))
    assert driver.stage.layers.wanted != before


def test_after_a_closer_look_nothing_of_it_is_kept(driver: Driver) -> None:
    driver.press("Z", "Z")
    driver.settle()
    (sharp, *_) = driver.stage.layers.wanted
    assert driver.decoder.ready(sharp) is not None
    driver.press("Ctrl+0", "Right")
    driver.settle()
    assert driver.decoder.ready(sharp) is None
    assert driver.stage.layers.wanted == []


def test_it_works_while_reading_too(open_window: Open, deck: Deck) -> None:
    driver = open_window(deck)
    driver.press("Z", "Z")
    assert "Painter 1" in driver.rail()
    assert close_sheet(driver).picture == close_sheet(driver).area
    driver.window.resize(800, 700)
    driver.settle()
    assert close_sheet(driver).area.width() == driver.stage.width()


# The mouse


def test_the_wheel_with_control_keeps_the_place_under_the_pointer(driver: Driver) -> None:
    at = QPointF(1200, 300)
    roll(driver, at, 1)
    roll(driver, at, 1)
    before = close_sheet(driver).region(QRectF(at, at))
    roll(driver, at, 2)
    after = close_sheet(driver).region(QRectF(at, at))
    assert (after.x, after.y) == pytest.approx((before.x, before.y), abs=0.02)
    roll(driver, at, -12)
    assert driver.show.scene.zoom is None
    assert driver.page == 1


def test_a_drag_moves_what_is_seen(driver: Driver) -> None:
    driver.show.lens.zoom_to(Region(0.4, 0.4, 0.25, 0.25))
    before = close_sheet(driver).region(QRectF(800, 400, 0, 0))
    drag(driver, QPoint(800, 400), QPoint(700, 360), Qt.KeyboardModifier.NoModifier)
    after = close_sheet(driver).region(QRectF(700, 360, 0, 0))
    assert (after.x, after.y) == pytest.approx((before.x, before.y), abs=0.01)
    assert driver.page == 1


def test_a_box_that_is_drawn_is_shown(driver: Driver) -> None:
    frame = driver.sheet.frame
    start = QPoint(round(frame.left() + frame.width() * 0.5), round(frame.height() * 0.5))
    end = QPoint(round(frame.left() + frame.width() * 0.7), round(frame.height() * 0.7))
    drag(driver, end, start, CTRL)  # from any corner
    found = zoom(driver)
    assert (found.x, found.width) == pytest.approx((0.5, 0.2), abs=0.01)
    assert driver.page == 1


def test_a_tiny_box_is_none_and_turns_no_page(driver: Driver) -> None:
    drag(driver, QPoint(500, 400), QPoint(504, 404), CTRL)
    assert driver.show.scene.zoom is None
    assert driver.page == 1


def test_a_double_click_shows_all_of_the_picture_again(driver: Driver) -> None:
    driver.press("Z")
    at = QPoint(700, 300)
    QTest.mouseClick(driver.stage, Qt.MouseButton.LeftButton, pos=at)
    assert driver.page == 1  # a single click is where a drag begins
    QTest.mouseDClick(driver.stage, Qt.MouseButton.LeftButton, pos=at)
    assert driver.show.scene.zoom is None
    assert driver.show.scene.is_full_screen
    QTest.mouseClick(driver.stage, Qt.MouseButton.LeftButton, pos=at)
    assert driver.page == 2  # nothing is in the way of the usual click any more


# Others who look at the page


def read_aloud(driver: Driver) -> dict[str, str]:
    """What each readable part of the page says."""
    parts = driver.stage.findChildren(QLabel)
    return {part.objectName(): part.text().replace("\u00a0", " ") for part in parts}


def test_a_screen_reader_reads_what_is_seen(driver: Driver) -> None:
    driver.press("J")
    driver.settle()
    assert read_aloud(driver)["title"] == "The grain"
    assert "Detail: Ana Pérez" in read_aloud(driver)["text"]
    driver.press("Ctrl+0")
    driver.qtbot.waitUntil(lambda: read_aloud(driver)["title"] == "Slide 1")


def test_a_press_on_the_ticks_still_leads_to_a_slide(driver: Driver) -> None:
    driver.press("Z")
    ticks = driver.sheet.ticks
    assert ticks is not None
    at = ticks.area.center() + QPointF(ticks.area.width() / 2 - 4, 0)
    QTest.mouseClick(driver.stage, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert driver.page == 3


def test_an_audience_that_is_frozen_keeps_what_it_sees(driver: Driver) -> None:
    driver.show.present()
    driver.qtbot.wait(100)
    driver.settle()
    driver.press("J")
    driver.settle()
    driver.press("Shift+F", "Right")
    driver.settle()
    assert (driver.page, driver.stage.page) == (2, 1)
    assert driver.text().startswith("The grain")
    driver.press("Shift+F")
    driver.settle()
    assert driver.stage.layers.sheet is None


def test_a_tall_picture_cannot_be_moved_to_where_it_is_seen_already(
    open_window: Open, tmp_path: Path
) -> None:
    driver = open_window(colourful(tmp_path / "tall", size=(600, 1200)))
    driver.press("Z")
    lens = driver.show.lens
    assert not lens.can_pan(1, 0)
    assert lens.can_pan(0, 1)
    for _ in range(8):
        driver.press("Shift+Z")
    assert driver.show.scene.zoom is None
