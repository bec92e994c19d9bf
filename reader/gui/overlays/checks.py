"""Before the show: whether every picture, the screens and the machine are ready."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QWidget

from reader.core import look
from reader.core.deck_checks import judge_letters
from reader.core.preflight import SIGNS, Finding, Report, Weight, untried
from reader.core.room_checks import (
    NO_SCREEN,
    audience_size,
    judge_aim,
    judge_screens,
)
from reader.core.screens import Arrangement, Desk, arrange
from reader.gui.dry_runner import DryRunner, Outcome
from reader.gui.glyphs import lacking
from reader.gui.overlays.scrolled import ScrolledCard
from reader.gui.overlays.work import Bar
from reader.gui.parts import Parts
from reader.gui.widgets import PressKeys, button, label, restyled

MOST_ROWS: Final = 100
"""Findings that are listed; more than that, nobody mends before a show."""

_GROUPS: Final = {
    Weight.FAULT: "To be mended",
    Weight.WARNING: "Warnings",
    Weight.NOTE: "Also looked at",
    Weight.FINE: "Also looked at",
}
_BUTTON_LEFT, _BUTTON_TOP = 8, 3  # pixels around the words of a button in the style sheet
_TRYING: Final = "Trying every picture as the show will…"


class Checks(ScrolledCard):
    """Tries the deck whenever it is opened, and lists what was found.

    Owns: what tries it, which ends when the card is closed.
    """

    WIDTH = 820

    def __init__(self, parts: Parts, parent: QWidget) -> None:
        super().__init__("Before the show", "What was found", parts, parent)
        self._runner = DryRunner(self)
        self._runner.stepped.connect(self._on_stepped)
        self._runner.ended.connect(self._on_ended)
        self._runner.failed.connect(self._on_failed)
        self._verdict = label("", "verdict", wrap=True)
        self._bar = Bar()
        self.column.insertWidget(1, self._verdict)
        self.column.insertWidget(2, self._bar)
        self._again = _pressed("Try again", "Try again", self._start, "link")
        self._close = _pressed("Close", "Close", parts.show.close_overlay, "")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._again)
        row.addWidget(self._close)
        self.column.addLayout(row)

    def begin(self) -> None:
        self.parts.notices.take_back("problems")  # the card tells of all, and needs the room
        self._start()

    def end(self) -> None:
        self._runner.close()

    @property
    def report(self) -> str:
        """The verdict, as it is shown."""
        return self._verdict.text()

    def _start(self) -> None:
        self._say(_TRYING, "open")
        self._bar.set_share(0.0)
        self._bar.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # before the button that may have it goes
        self._again.hide()
        self.scrolled.hide()
        self.fill()
        self.settle()
        deck = self.parts.show.scene.deck
        desk, arrangement = self._placed()
        self._runner.start(deck.place, audience_size(desk, arrangement) or self._own_size())

    def _placed(self) -> tuple[Desk, Arrangement]:
        """The screens, and who has which, or would have which if the show began now."""
        staging = self.parts.show.scene.staging
        if staging.is_on:
            return staging.desk, staging.arrangement
        desk = staging.desk
        chosen = staging.chosen or self.parts.memory.screens.get(desk.key, "")
        return desk, arrange(desk, chosen, staging.wants_console, staging.last_home)

    def _own_size(self) -> tuple[int, int]:
        screen = self.screen()
        size, ratio = screen.size(), screen.devicePixelRatio()
        return round(size.width() * ratio), round(size.height() * ratio)

    # What is heard

    def _on_stepped(self, share: float) -> None:
        self._bar.set_share(share)

    def _on_failed(self, why: str) -> None:
        self._show(untried(why).with_more(self._of_screens()))

    def _on_ended(self, outcome: Outcome) -> None:
        found = [*self._of_screens(), *self._of_timer(outcome.planned)]
        if outcome.letters:
            found += judge_letters(outcome.letters, lacking(outcome.letters))
        desk, _ = self._placed()
        self._show(outcome.report.with_more(found, () if desk.screens else (NO_SCREEN,)))

    def _of_screens(self) -> Iterator[Finding]:
        yield from judge_screens(*self._placed())

    def _of_timer(self, planned: float | None) -> Iterator[Finding]:
        timer = self.parts.show.scene.staging.timer
        yield from judge_aim(timer, planned, time.time())

    # What is shown

    def _show(self, report: Report) -> None:
        sign = SIGNS[Weight.FINE if report.is_green else Weight.FAULT]
        self._say(f"{sign}  {report.headline}", "" if report.is_green else "fault")
        self._bar.hide()
        self._again.show()
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.GRID)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(2, 1)
        self.fill().addLayout(grid)
        found = report.listed
        for weights, findings in groupby(found[:MOST_ROWS], lambda each: _GROUPS[each.weight]):
            grid.addWidget(label(weights, "heading"), grid.rowCount(), 0, 1, -1)
            for each in findings:
                self._add(grid, grid.rowCount(), each)
        rest = len(found) - MOST_ROWS
        said = [f"and {rest:,} more; deck-reader preflight tells all"] if rest > 0 else []
        said += [f"Not tried: {sentence}." for sentence in report.untried]
        for sentence in said:
            grid.addWidget(label(sentence, "soft", wrap=True), grid.rowCount(), 2)
        self.scrolled.show()
        self.settle()
        if self.window().focusWidget() is self:  # and nobody has gone on to a button
            self.scrolled.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, grid: QGridLayout, at: int, found: Finding) -> None:
        corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        sign = label(SIGNS[found.weight], "strong")
        sign.setProperty("state", "fault" if found.weight is Weight.FAULT else "")
        words = label(_sentence(found), "fact", wrap=True)
        place: QWidget
        if found.slides:
            go = _Goer(self, found.slides[0])
            place = _pressed(
                found.place, f"Go to slide {found.slides[0]}. {words.text()}", go, "link"
            )
        else:
            place = label(found.place, "soft")
            place.setContentsMargins(_BUTTON_LEFT, _BUTTON_TOP, 0, _BUTTON_TOP)
        for part in (sign, words):
            part.setContentsMargins(0, _BUTTON_TOP, 0, _BUTTON_TOP)
        grid.addWidget(sign, at, 0, corner)
        grid.addWidget(place, at, 1, corner)
        grid.addWidget(words, at, 2, Qt.AlignmentFlag.AlignTop)

    def _say(self, words: str, state: str) -> None:
        self._verdict.setText(words)
        self._verdict.setProperty("state", state)
        restyled(self._verdict)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def go_to(self, slide: int) -> None:
        """Leave the card for a slide."""
        self.parts.show.close_overlay()
        self.parts.show.go_to(slide)


class _Goer:
    """What a pressed place calls; an object, because a lambda would keep the card alive."""

    def __init__(self, card: Checks, slide: int) -> None:
        self._card = card
        self._slide = slide

    def __call__(self, _checked: bool = False) -> None:
        self._card.go_to(self._slide)


def _sentence(found: Finding) -> str:
    """The finding as a sentence of its own."""
    words = f"{found.file}: {found.message}" if found.file else found.message
    words = f"{words[:1].upper()}{words[1:]}" if not found.file else words
    whole = f"{words} – {found.remedy}" if found.remedy else words
    return whole if whole.endswith((".", "?")) else f"{whole}."


def _pressed(text: str, name: str, run: Callable[[], None], role: str) -> QToolButton:
    made = button(text, name, run, role=role)
    made.installEventFilter(PressKeys(made))
    return made
