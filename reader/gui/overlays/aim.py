"""How long the talk may take, or when it must be over: one field."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from reader.core import look
from reader.core.pacing import plan
from reader.core.room_checks import aim_words
from reader.core.timing import Timer, clock_words, day_words, parse_aim
from reader.errors import SettingsError
from reader.gui.overlays.card import Card
from reader.gui.parts import Parts
from reader.gui.widgets import PressKeys, button, label, restyled

_LONGEST = 60  # characters
_EXAMPLES = "Such as 20, 1h 15m or 16:30. Left empty, the timer counts up."


class AimCard(Card):
    """Asks for the plan of the talk, and says in words what it understands.

    Owns: the field. `wall` tells the UNIX time.
    """

    WIDTH = 560

    def __init__(
        self, parts: Parts, parent: QWidget, wall: Callable[[], float] = time.time
    ) -> None:
        super().__init__("How long may the talk take?", parts, parent)
        self._wall = wall
        self._planned: float | None = None
        self._room: tuple[int, int, float] | None = None
        self.field = QLineEdit()
        self.field.setAccessibleName("How long the talk may take, or when it must be over")
        self.field.setAccessibleDescription(_EXAMPLES)
        self.field.setMaxLength(_LONGEST)
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._on_entered)
        self.column.addWidget(self.field)
        self.answer = label("", "fact", wrap=True)
        self.column.addWidget(self.answer)
        self.column.addWidget(label(_EXAMPLES, "soft", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        self.deck_plan = self._button("", self._take_plan, "link")
        row.addWidget(self.deck_plan)
        row.addStretch(1)
        row.addWidget(self._button("Set the timer", self._on_entered, "link"))
        row.addWidget(self._button("Cancel", parts.show.close_overlay, ""))
        self.column.addLayout(row)
        self.setFocusProxy(self.field)

    def begin(self) -> None:
        staging = self.parts.show.scene.staging
        self._planned = plan(self.parts.show.scene.deck, None).total
        self.deck_plan.setVisible(self._planned is not None)
        if self._planned is not None:
            words = f"The plan of the deck: {clock_words(self._planned)}"
            self.deck_plan.setText(words)
            self.deck_plan.setAccessibleName(words)
        self.field.setText(_as_typed(staging.timer))
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_typed()

    def place(self, width: int, height: int, base: float) -> None:
        self._room = (width, height, base)
        super().place(width, height, base)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()  # a key that the field has no use for turns no page

    def _button(self, text: str, run: Callable[[], None], role: str) -> QToolButton:
        made = button(text, text, run, role=role)
        made.installEventFilter(PressKeys(made))
        return made

    def _on_typed(self, _words: str = "") -> None:
        wall = self._wall()
        try:
            words, state = aim_words(*parse_aim(self.field.text(), wall), wall), ""
        except SettingsError as error:
            words, state = f"{error.message}; {error.hint}", "fault"
        self.answer.setText(f"{words[:1].upper()}{words[1:]}.")
        self.answer.setProperty("state", state)
        restyled(self.answer)
        self.field.setAccessibleDescription(self.answer.text())
        if self._room is not None:
            self.place(*self._room)  # the answer may take another line

    def _on_entered(self) -> None:
        try:
            length, until = parse_aim(self.field.text(), self._wall())
        except SettingsError:
            self.field.selectAll()  # what is wrong stands below it
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._take(length, until)

    def _take_plan(self) -> None:
        self._take(self._planned, None)

    def _take(self, length: float | None, until: float | None) -> None:
        self.parts.show.podium.aim(length, until)
        self.parts.show.close_overlay()


def _as_typed(timer: Timer) -> str:
    """What a person would type for the plan that holds."""
    if timer.until is not None:
        return day_words(timer.until)
    if timer.length is None:
        return ""
    minutes, seconds = divmod(round(timer.length), 60)
    if not seconds:
        return f"{minutes}"
    return f"{minutes}m {seconds}s" if minutes else f"{seconds}s"
