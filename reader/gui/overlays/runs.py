"""What each slide took: the plan, the last run and this one, side by side."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from reader.core import look, runs
from reader.core.pacing import Plan, plan, planned_length
from reader.core.runs import Row, Run
from reader.core.words import date_time
from reader.gui.overlays.scrolled import ScrolledCard
from reader.gui.parts import Parts
from reader.gui.widgets import PressKeys, button, label, rule

MOST_ROWS: Final = 100
"""Slides that are listed; of a longer deck `deck-reader runs` tells of all."""

_HEADS: Final = ("", "Slide", "Planned", "Last run", "Now", "Difference")
_TITLE: Final = 1  # the column that takes what the figures leave
_LATE: Final = 10  # seconds over, from which on a row is marked


class RunsCard(ScrolledCard):
    """Lists what each slide was planned to take, took last time, and took now.

    Owns: nothing; `folder` is where runs are kept, if not in the usual place.
    """

    WIDTH = 760

    def __init__(self, parts: Parts, parent: QWidget, folder: Path | None = None) -> None:
        super().__init__("What each slide took", "The times of each slide", parts, parent)
        self._folder = folder
        self.says = label("", "soft", wrap=True)
        self.column.insertWidget(1, self.says)
        row = QHBoxLayout()
        row.addStretch(1)
        close = button("Close", "Close", parts.show.close_overlay)
        close.installEventFilter(PressKeys(close))
        row.addWidget(close)
        self.column.addLayout(row)

    def begin(self) -> None:
        show = self.parts.show
        deck, timer = show.scene.deck, show.scene.staging.timer
        planned = plan(deck, planned_length(timer, show.podium.now, time.time()))
        last, this = self._runs()
        self.says.setText(_introduction(last, this, planned))
        has_table = last is not None or this is not None or any(planned.spans)
        rows = runs.compare(deck, planned, last, this) if has_table else ()
        self._list(rows, runs.compare_totals(planned, last, this))
        self.scrolled.setVisible(has_table)
        self.settle()
        (self.scrolled if has_table else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _runs(self) -> tuple[Run | None, Run | None]:
        """The last run and this one; where none goes on, the last two that were kept."""
        show = self.parts.show
        deck, timer = show.scene.deck, show.scene.staging.timer
        kept = runs.load(deck, self._folder or runs.runs_folder())
        recorder = self.parts.recorder()
        this = recorder.run(deck, timer, show.podium.now) if recorder is not None else None
        if this is not None and this.slides:
            return next((run for run in kept if run.started != this.started), None), this
        newest, before = (*kept, None, None)[:2]
        return before, newest

    def _list(self, rows: tuple[Row, ...], whole: Row) -> None:
        column = self.fill()
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * look.GRID)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(_TITLE, 1)
        for at, head in enumerate(_HEADS):
            grid.addWidget(_cell(head, "heading", is_figure=at > _TITLE), 0, at)
        for row in rows[:MOST_ROWS]:
            _add(grid, row, "fact")
        if len(rows) > MOST_ROWS:
            more = f"and {len(rows) - MOST_ROWS:,} more; deck-reader runs tells of all"
            grid.addWidget(label(more, "soft"), grid.rowCount(), _TITLE, 1, -1)
        grid.addWidget(rule(), grid.rowCount(), 0, 1, -1)
        _add(grid, whole, "strong")
        column.addLayout(grid)


def _introduction(last: Run | None, this: Run | None, planned: Plan) -> str:
    if this is None:
        words = "No run was kept yet: a talk of at least half a minute and two slides is."
        return f"{words} What is planned:" if any(planned.spans) else words
    begun = date_time(this.started) if this.started else ""
    if last is None:
        return f"Of {begun}. There is no other run to compare it with yet."
    return f"“Now” is the run of {begun}, “last run” that of {date_time(last.started)}."


def _add(grid: QGridLayout, row: Row, role: str) -> None:
    """One more row. A screen reader hears it whole, as its title."""
    at = grid.rowCount()
    figures = [
        *map(runs.seconds_words, (row.planned, row.last, row.this)),
        runs.difference_words(row.difference),
    ]
    title = label(row.title, role, wrap=True)
    said = ", ".join(f"{head} {figure}" for head, figure in zip(_HEADS[2:], figures, strict=True))
    title.setAccessibleName(f"{row.number or ''} {row.title}: {said}".strip())
    grid.addWidget(_cell(f"{row.number or ''}", "soft", is_figure=True), at, 0)
    grid.addWidget(title, at, _TITLE)
    for column, figure in enumerate(figures, _TITLE + 1):
        cell = _cell(figure, role, is_figure=True)
        if column == len(_HEADS) - 1 and row.difference is not None and row.difference > _LATE:
            cell.setProperty("state", "fault")  # its sign says the same
        grid.addWidget(cell, at, column)


def _cell(text: str, role: str, *, is_figure: bool) -> QLabel:
    made = label(text, role)
    side = Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
    made.setAlignment(side | Qt.AlignmentFlag.AlignTop)
    return made
