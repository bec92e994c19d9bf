"""The card that compares what each slide took."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel

from reader.core import runs
from reader.core.deck import Deck
from reader.core.runs import Recorder
from reader.core.scene import Overlay
from reader.core.timing import Timer
from reader.gui.overlays.runs import RunsCard
from tests.gui.conftest import Open
from tests.gui.decks import deck_with, slide_of
from tests.gui.driver import Driver

NOON = 1_780_000_000.0


@pytest.fixture
def planned(tmp_path: Path) -> Deck:
    slides = [slide_of(number, duration=60) for number in (1, 2, 3)]
    return deck_with(tmp_path / "deck", *slides)


def recorded(*seconds: float, wall: float = NOON) -> tuple[Recorder, Timer, float]:
    """A recorder that heard each slide for so long, and its timer at that moment."""
    recorder, timer = Recorder(lambda: wall), Timer().moved(0.0)
    moment = 0.0
    for page, length in enumerate(seconds, 1):
        recorder.hear(page, timer, moment)
        moment += length
    return recorder, timer, moment


def keep(deck: Deck, *seconds: float, wall: float = NOON) -> None:
    recorder, timer, moment = recorded(*seconds, wall=wall)
    assert runs.keep(recorder.run(deck, timer, moment), runs.runs_folder())


def opened(driver: Driver) -> RunsCard:
    driver.press("Shift+T")
    card = driver.furniture.overlays[Overlay.RUNS]
    assert isinstance(card, RunsCard)
    assert card.isVisible()
    return card


def table(card: RunsCard) -> list[list[str]]:
    """The texts of the table, row by row."""
    widget = card.scrolled.widget()
    assert widget is not None
    column = widget.layout()
    assert column is not None
    grid = column.itemAt(0)
    assert isinstance(grid, QGridLayout)
    rows = []
    for row in range(grid.rowCount()):
        items = [grid.itemAtPosition(row, at) for at in range(grid.columnCount())]
        cells = [item.widget() for item in items if item is not None]
        texts = [cell.text() for cell in cells if isinstance(cell, QLabel)]
        if texts:
            rows.append(texts)
    return rows


def test_without_a_run_and_a_plan_it_says_so(open_window: Open) -> None:
    card = opened(open_window())
    assert card.says.text().startswith("No run was kept yet")
    assert not card.scrolled.isVisible()


def test_a_plan_alone_is_shown(open_window: Open, planned: Deck) -> None:
    card = opened(open_window(planned))
    assert card.says.text().endswith("What is planned:")
    assert table(card)[1] == ["1", "Slide 1", "1:00", "–", "–", "–"]
    assert table(card)[-1] == ["", "Whole talk", "3:00", "–", "–", "–"]


def test_the_last_two_runs_are_compared(open_window: Open, planned: Deck) -> None:
    keep(planned, 50, 65, 80)
    keep(planned, 75, 60, 58, wall=NOON + 9000)
    card = opened(open_window(planned))
    assert table(card) == [
        ["", "Slide", "Planned", "Last run", "Now", "Difference"],
        ["1", "Slide 1", "1:00", "0:50", "1:15", "+0:15"],
        ["2", "Slide 2", "1:00", "1:05", "1:00", "0:00"],
        ["3", "Slide 3", "1:00", "1:20", "0:58", "−0:02"],
        ["", "Whole talk", "3:00", "3:15", "3:13", "+0:13"],
    ]
    assert "is the run of" in card.says.text()


def test_the_run_that_goes_on_is_compared_with_the_last(open_window: Open, planned: Deck) -> None:
    keep(planned, 50, 65, 80)
    recorder, timer, moment = recorded(70, 10, wall=NOON + 9000)
    driver = open_window(planned)
    card = driver.furniture.overlays[Overlay.RUNS]
    card.parts = card.parts._replace(recorder=lambda: recorder)
    stopped = timer.toggled(moment)
    recorder.hear(3, stopped, moment)
    staging = driver.show.scene.staging._replace(timer=stopped)
    driver.show._set(staging=staging)
    rows = table(opened(driver))
    assert rows[1][2:5] == ["1:00", "0:50", "1:10"]
    assert rows[2][2:5] == ["1:00", "1:05", "0:10"]


def test_the_plan_is_that_of_the_timer(open_window: Open, planned: Deck) -> None:
    driver = open_window(planned)
    driver.show.podium.aim(90.0, None)
    assert table(opened(driver))[-1][2] == "1:30"


def test_one_run_is_shown_without_another(open_window: Open, planned: Deck) -> None:
    keep(planned, 50, 65, 80)
    card = opened(open_window(planned))
    assert "There is no other run" in card.says.text()
    assert table(card)[1] == ["1", "Slide 1", "1:00", "–", "0:50", "−0:10"]


def test_figures_stand_under_each_other_on_the_right(open_window: Open, planned: Deck) -> None:
    card = opened(open_window(planned))
    figures = [
        found
        for found in card.scrolled.findChildren(QLabel)
        if found.text() in ("1:00", "3:00", "Planned")
    ]
    assert len(figures) == 5
    assert all(found.alignment() & Qt.AlignmentFlag.AlignRight for found in figures)
    assert len({found.geometry().right() for found in figures}) == 1


def test_a_row_is_read_out_whole(open_window: Open, planned: Deck) -> None:
    keep(planned, 50, 65, 80)
    card = opened(open_window(planned))
    names = [found.accessibleName() for found in card.scrolled.findChildren(QLabel)]
    assert "2 Slide 2: Planned 1:00, Last run –, Now 1:05, Difference +0:05" in names


def test_a_long_table_is_scrolled_by_keys(open_window: Open, tmp_path: Path) -> None:
    slides = [slide_of(number, duration=60) for number in range(1, 41)]
    driver = open_window(deck_with(tmp_path / "deck", *slides))
    card = opened(driver)
    bar = card.scrolled.verticalScrollBar()
    assert bar.maximum() > 0
    driver.press("PgDown")
    assert bar.value() > 0
    driver.press("Esc")
    assert driver.show.scene.overlay is Overlay.NONE
    assert driver.page == 1
