"""Offers to go on with a show that a crash or a power cut ended."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from reader.core import look
from reader.core.scene import Ask
from reader.core.timing import clock_words
from reader.gui.overlays.card import Card
from reader.gui.parts import Parts
from reader.gui.widgets import PressKeys, label


class OfferCard(Card):
    """Says what was cut off and where; Enter goes on, Esc leaves it for later."""

    WIDTH = 560

    def __init__(self, parts: Parts, parent: QWidget) -> None:
        super().__init__("Go on with the show?", parts, parent)
        self._words = label("", wrap=True)
        self._detail = label("", "soft", wrap=True)
        self.column.addWidget(self._words)
        self.column.addWidget(self._detail)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        self._go_on = self._button("Go on", Ask.RESUME)
        self._go_on.setDefault(True)
        row.addWidget(self._go_on)
        row.addWidget(self._button("Forget it", Ask.FORGET))
        row.addStretch(1)
        row.addWidget(label("Esc: later", "soft"))
        self.column.addLayout(row)

    def _button(self, words: str, ask: Ask) -> QPushButton:
        made = QPushButton(words)
        made.clicked.connect(lambda: self.parts.show.ask(ask))
        made.installEventFilter(PressKeys(made))
        return made

    def begin(self) -> None:
        show = self.parts.show
        offer = show.scene.staging.offer
        if offer is None:
            return
        place = f"slide {offer.page}" if offer.page else "the title page"
        title = offer.title or offer.place
        self._words.setText(f"“{title}” was cut off at {place}.")
        said = []
        if offer.timer.has_started:
            elapsed = clock_words(offer.timer.elapsed(show.podium.now))
            state = "stands at" if offer.timer.is_paused else "has gone on and shows"
            said.append(f"The clock {state} {elapsed}.")
        if offer.blank:
            said.append(f"The audience’s screen was {offer.blank}.")
        if offer.frozen is not None:
            said.append(f"It was frozen on slide {offer.frozen}.")
        if offer.screen:
            said.append(f"The slides were on {offer.screen}.")
        self._detail.setText(" ".join(said))
        self._go_on.setFocus(Qt.FocusReason.OtherFocusReason)
