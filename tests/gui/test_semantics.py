"""What assistive technology is told: names, roles, order, and what is announced."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from reader.core.deck import Deck
from reader.core.spoken import NO_ALT_TEXT, spoken
from tests.gui.conftest import Open
from tests.gui.decks import deck_with, slide_of
from tests.gui.driver import Driver, focused, opens_windows, visible

SOURCE = {"type": "report", "author": [{"literal": "An Institute"}], "title": "A report"}


def deck_of_alternatives(folder: Path) -> Deck:
    return deck_with(
        folder,
        slide_of(
            1,
            kicker="A kicker",
            text="A claim [@other; @one].",
            image={"extended_description": "Red from edge to edge."},
        ),
        slide_of(2, image={"alt_text": "", "decorative": True}),
        slide_of(3, image={"alt_text": ""}),
        sources={"other": {"type": "book", "title": "A book"}, "one": SOURCE},
    )


@pytest.fixture
def driver(open_window: Open, tmp_path: Path) -> Driver:
    return open_window(deck_of_alternatives(tmp_path / "alt"))


def interface(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def name(widget: QWidget) -> str:
    return interface(widget).text(QAccessible.Text.Name).replace("\u00a0", " ")


def part(driver: Driver, which: str) -> QWidget:
    found = driver.stage.findChild(QLabel, which)
    assert found is not None
    return found


def children(driver: Driver) -> list[QWidget]:
    """What a screen reader finds on the stage, in its order."""
    stage = interface(driver.stage)
    found = [stage.child(index).object() for index in range(stage.childCount())]
    return [child for child in found if isinstance(child, QWidget) and child.isVisible()]


def test_a_picture_is_a_graphic_with_its_alternative_text(driver: Driver) -> None:
    picture = interface(part(driver, "picture"))
    assert picture.role() == QAccessible.Role.Graphic
    assert picture.text(QAccessible.Text.Name) == "A field of colour 1."
    assert picture.text(QAccessible.Text.Description) == "Red from edge to edge."


@pytest.mark.parametrize(("page", "words"), [(2, "Decorative picture."), (3, NO_ALT_TEXT)])
def test_what_is_decorative_or_lacks_an_alternative_is_said_to(
    driver: Driver, page: int, words: str
) -> None:
    driver.show.go_to(page)
    driver.settle()
    picture = interface(part(driver, "picture"))
    assert picture.text(QAccessible.Text.Name) == words
    assert picture.text(QAccessible.Text.Description) == ""
    assert ".png" not in name(part(driver, "picture"))


def test_title_text_and_credit_can_be_read(driver: Driver) -> None:
    for which, words in (
        ("title", "Slide 1\nA kicker"),
        ("text", "A claim"),
        ("credit", "Picture: Painter 1"),
    ):
        assert interface(part(driver, which)).role() == QAccessible.Role.StaticText
        assert words in name(part(driver, which))


def test_the_parts_come_in_the_order_in_which_they_are_read(driver: Driver) -> None:
    names = [child.objectName() for child in children(driver)]
    read = [found for found in names if found in ("title", "picture", "text", "credit")]
    assert read == ["title", "picture", "text", "credit"]


def test_the_parts_lie_where_they_are_painted(driver: Driver) -> None:
    sheet = driver.sheet
    assert sheet.picture is not None
    assert part(driver, "picture").geometry() == sheet.picture.toAlignedRect()
    for line in ("title", "text", "credit"):
        assert driver.stage.rect().contains(part(driver, line).geometry())


def test_the_parts_follow_the_page(driver: Driver) -> None:
    driver.press("Right")
    driver.settle()
    assert "Slide 2" in name(part(driver, "title"))
    assert "Painter 2" in name(part(driver, "credit"))
    driver.press("Ctrl+End")
    driver.settle()
    assert "Painter 3" in name(part(driver, "text"))
    assert not part(driver, "picture").isVisible()


def test_a_citation_mark_is_a_button_that_names_its_source(driver: Driver) -> None:
    marks = [child for child in children(driver) if name(child).startswith("Source ")]
    assert [interface(mark).role() for mark in marks] == [QAccessible.Role.Button] * 2
    assert [name(mark) for mark in marks] == [
        "Source 1: A book · Book",
        "Source 2: An Institute · A report · Report",
    ]
    assert all(min(mark.width(), mark.height()) >= 24 for mark in marks)


@opens_windows
def test_every_button_in_the_window_has_a_name(driver: Driver) -> None:
    driver.press("C", "F1")
    driver.furniture.controls.reveal()
    driver.settle()
    driver.furniture.citations.link_asked.emit("https://example.org/")
    buttons = list(visible(QAbstractButton, driver.window))
    assert len(buttons) > 10
    for button in buttons:
        assert interface(button).text(QAccessible.Text.Name), button
        assert interface(button).role() in (
            QAccessible.Role.Button,
            QAccessible.Role.CheckBox,
            QAccessible.Role.ButtonMenu,
        )


def test_every_control_is_large_enough_to_press(driver: Driver) -> None:
    driver.press("C")
    driver.furniture.controls.reveal()
    driver.settle()
    for button in visible(QAbstractButton, driver.window):
        assert min(button.width(), button.height()) >= 24, name(button)


def test_tab_reaches_marks_and_controls_and_shows_where_it_is(driver: Driver) -> None:
    reached: list[str] = []
    for _ in range(12):
        driver.press("Tab")
        here = focused()
        assert here is not None
        assert here.isVisible()
        assert not here.visibleRegion().isEmpty()
        reached.append(name(here))
    assert "Source 1: A book · Book" in reached
    assert "Citations" in reached
    assert "Full screen" in reached


def test_the_focus_is_seen_on_a_mark(driver: Driver) -> None:
    mark = next(c for c in children(driver) if name(c).startswith("Source 1"))
    before = driver.screen()
    mark.setFocus()
    assert driver.screen() != before


@pytest.mark.parametrize("key", [" ", "\r"], ids=["space", "enter"])
def test_a_control_with_the_focus_is_pressed_and_the_page_stays(driver: Driver, key: str) -> None:
    driver.furniture.controls.reveal()
    button = next(b for b in visible(QAbstractButton, driver.stage) if name(b) == "Citations")
    button.setFocus()
    QTest.keyClick(button, key)  # type: ignore[call-overload]
    assert (driver.page, driver.show.scene.has_citations) == (1, True)


def test_controls_leave_but_not_while_they_have_the_focus(driver: Driver) -> None:
    controls = driver.furniture.controls
    controls.reveal()
    button = next(b for b in visible(QAbstractButton, driver.stage) if name(b) == "Next")
    button.setFocus()
    controls._hide.setInterval(0)
    controls._hide.start()
    with driver.qtbot.waitSignal(controls._hide.timeout):
        pass
    assert button.isVisible()
    driver.stage.setFocus()
    driver.qtbot.waitUntil(lambda: not button.isVisible())


# Announcements


@pytest.fixture
def announced(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is announced from now on, as if a screen reader ran."""
    heard: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: heard.append(event.message())
    )
    return heard


def test_a_new_page_is_announced_once_and_whole(driver: Driver, announced: list[str]) -> None:
    driver.press("Right")
    driver.settle()
    driver.press("Left")
    driver.settle()
    assert announced[-1] == spoken(driver.show.scene)
    assert len(announced) == 2
    lines = announced[-1].split("\n")
    assert lines == [
        *("Slide 1 of 3", "Slide 1", "A kicker", "A field of colour 1."),
        *("A claim.", "Picture: Painter 1"),
    ]


def test_pages_that_are_only_passed_are_not_announced(driver: Driver, announced: list[str]) -> None:
    driver.press("Right", "Right", "Right")
    driver.settle()
    assert [words.split("\n")[0] for words in announced] == ["All credits"]


def test_a_notice_is_announced(driver: Driver, announced: list[str]) -> None:
    driver.notices.say("The citation is copied.")
    assert announced == ["The citation is copied."]


def test_the_window_s_title_names_slide_and_deck(driver: Driver) -> None:
    assert driver.window.windowTitle() == "1 / 3 Slide 1 – Colours"
    driver.press("Right")
    driver.settle()
    assert driver.window.windowTitle() == "2 / 3 Slide 2 – Colours"
