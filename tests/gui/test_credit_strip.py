"""The credit strip: there on every slide, in every mode, whole; and the ticks above it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor

from reader.core import look
from reader.core.deck import Deck
from tests.gui.conftest import Open
from tests.gui.decks import COLOURS, colourful, deck_with, slide_of
from tests.gui.driver import Driver
from tests.gui.test_layout import is_within, lines_of

LONG = "A credit that was published at great length, " * 13 + "and here ends"
KINDS: dict[str, tuple[dict[str, Any], str]] = {
    "stand-in": (
        {
            "rendition": "stand_in",
            "credit_line": "Ada Example",
            "license": "CC-BY-4.0",
            "stand_in_for": {"credit_line": "AFP", "withheld_because": "no_redistribution_licence"},
        },
        "Photograph: AFP (not reproduced) · Illustration: Ada Example · CC BY 4.0",
    ),
    "original": ({"credit_line": "Reuters"}, "Picture: Reuters"),
    "derivative": ({"rendition": "derivative"}, "Adapted picture: Painter"),
    "no credit": ({"credit_line": ""}, "No credit given"),
    "long": ({"credit_line": LONG}, "and here ends"),
}
MODES = ["window", "full screen", "window with panel", "full screen with panel", "text hidden"]


def deck_of_kinds(folder: Path) -> Deck:
    images = [image for image, _ in KINDS.values()]
    return deck_with(folder, *(slide_of(n, image=image) for n, image in enumerate(images, 1)))


def enter(driver: Driver, mode: str) -> None:
    if "window" not in mode:
        driver.press("F11")
    if "panel" in mode:
        driver.press("C")
    if "hidden" in mode:
        driver.press("I")
    driver.settle()


def has_ink(driver: Driver, area: QRectF, colour: str) -> bool:
    """Whether letters of a colour are painted in an area."""
    image = driver.screen()
    box = area.toAlignedRect().intersected(image.rect())
    goal = QColor(colour)

    def is_near(x: int, y: int) -> bool:
        found = image.pixelColor(x, y)
        parts = zip(found.getRgb(), goal.getRgb(), strict=True)  # type: ignore[call-overload]
        return all(abs(one - other) < 30 for one, other in parts)

    return any(
        is_near(x, y)
        for y in range(box.top(), box.bottom() + 1)
        for x in range(box.left(), box.right() + 1)
    )


@pytest.mark.parametrize("mode", MODES)
def test_the_credit_of_every_kind_is_on_screen_and_whole(
    open_window: Open, tmp_path: Path, mode: str
) -> None:
    driver = open_window(deck_of_kinds(tmp_path / "kinds"))
    enter(driver, mode)
    clear = QRectF(0, 0, driver.stage.clear_width, driver.stage.height())
    for number, (_, words) in enumerate(KINDS.values(), 1):
        driver.show.go_to(number)
        driver.settle()
        assert words in driver.rail(), mode
        assert f"{number} / 5" in driver.rail()
        for line in (line for block in driver.sheet.rail for line in lines_of(block)):
            assert is_within(line, clear, near=1)
            assert has_ink(driver, line, look.DARK.soft)


def test_a_blank_screen_hides_the_picture_and_its_credit(open_window: Open) -> None:
    driver = open_window()
    area = driver.sheet.rail[1].area
    driver.press("B")
    assert not has_ink(driver, area, look.DARK.soft)


def test_the_credits_page_names_every_picture(open_window: Open, tmp_path: Path) -> None:
    driver = open_window(deck_of_kinds(tmp_path / "kinds"), page=6)
    for _, words in KINDS.values():
        assert words in driver.text()


@pytest.mark.parametrize(("number", "is_dashed"), [(1, True), (2, False), (3, False)])
def test_the_rule_before_a_stand_in_is_dashed(
    open_window: Open, tmp_path: Path, number: int, is_dashed: bool
) -> None:
    driver = open_window(deck_of_kinds(tmp_path / "kinds"), page=number)
    rule = driver.sheet.rule
    assert rule is not None
    image = driver.screen()
    start: QPoint = rule.start.toPoint()
    row = [image.pixelColor(start.x() + dx, start.y()).lightness() for dx in range(2, 24)]
    assert (min(row) < max(row) / 2) is is_dashed


# Ticks


def tick(driver: Driver, number: int) -> QPointF:
    ticks = driver.sheet.ticks
    assert ticks is not None
    share = (number - 0.5) / ticks.total
    return ticks.area.topLeft() + QPointF(ticks.area.width() * share, ticks.area.height() / 2)


@pytest.mark.parametrize("full_screen", [False, True], ids=["window", "full screen"])
def test_a_press_on_a_tick_goes_to_its_slide(open_window: Open, full_screen: bool) -> None:
    driver = open_window(page=0, full_screen=full_screen)
    for number in (3, 1, 2):
        driver.click(tick(driver, number))
        assert (driver.page, driver.colour()) == (number, COLOURS[number - 1])


def test_a_tick_is_large_enough_to_hit(open_window: Open) -> None:
    driver = open_window(page=1)
    driver.click(tick(driver, 3) + QPointF(0, 10))
    assert driver.page == 3


def test_the_tick_of_the_slide_on_screen_has_the_accent(open_window: Open) -> None:
    driver = open_window(page=2)
    assert driver.colour(tick(driver, 2)) == look.DARK.accent.lower()
    assert driver.colour(tick(driver, 1)) != look.DARK.accent.lower()


def test_many_slides_have_one_bar_that_can_be_pressed(open_window: Open, tmp_path: Path) -> None:
    colourful(tmp_path / "many", 1)
    deck = deck_with(tmp_path / "many", *(slide_of(1) for _ in range(200)))
    driver = open_window(deck, page=100)
    assert driver.colour(tick(driver, 40)) == look.DARK.accent.lower()
    assert driver.colour(tick(driver, 160)) != look.DARK.accent.lower()
    driver.click(tick(driver, 160))
    assert (driver.page, "160 / 200" in driver.rail()) == (160, True)
