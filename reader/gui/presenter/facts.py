"""Who made the picture and where each claim is from: each can be sent to the audience."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from reader.core import look
from reader.core.cite import entry, missing_sentence, numbers
from reader.core.credit import credit
from reader.core.deck import Deck
from reader.core.look import Palette
from reader.core.scene import Scene
from reader.core.sending import Sent
from reader.core.show import Show
from reader.core.text import cited_ids
from reader.gui.presenter.pane import Pane, Scrolled
from reader.gui.widgets import PressKeys, button, label

SEND, TAKE_BACK = "Send", "Take back"


class FactsPane(Pane):
    """The credit of the picture, and the sources of the slide.

    Owns: a row for each, with a button that sends it.
    """

    def __init__(self, show: Show) -> None:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 2 * look.GRID, 0)
        self._column.setSpacing(look.GRID)
        self.place = Scrolled(inside, "Picture and sources")
        super().__init__("Picture and sources", self.place)
        self._show = show
        self._grid: QWidget | None = None
        self._listed: tuple[Deck, int] | None = None
        self._numbers: dict[str, int] = {}
        self._buttons: list[tuple[QToolButton, Sent]] = []
        self._column.addStretch(1)

    def follow(self, scene: Scene) -> None:
        """List what belongs to a page."""
        listed = (scene.deck, scene.page)
        before, self._listed = self._listed, listed
        if before is None or before[0] is not scene.deck or before[1] != scene.page:
            if before is None or before[0] is not scene.deck:
                self._numbers = numbers(scene.deck)
            self._fill(scene)
        self.follow_sent(scene)

    def recolour(self, palette: Palette) -> None:
        """Take the colours that now hold."""
        super().recolour(palette)
        self.place.recolour(palette)

    def follow_sent(self, scene: Scene) -> None:
        """Say on the buttons which of them is shown to the audience."""
        for press, sent in self._buttons:
            is_seen = scene.staging.sent == sent
            words = TAKE_BACK if is_seen else SEND
            press.setText(words)
            verb = "Take back" if is_seen else "Send to the audience"
            press.setAccessibleName(f"{verb}: {sent.heading}")
            press.setEnabled(scene.staging.is_on)

    def _fill(self, scene: Scene) -> None:
        if self._grid is not None:
            self._column.removeWidget(self._grid)
            self._grid.hide()
            self._grid.deleteLater()
        self._buttons = []
        self._grid = QWidget()
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.GRID)
        grid.setVerticalSpacing(look.GRID)
        grid.setColumnStretch(1, 1)
        self._add_picture(grid, scene)
        self._add_sources(grid, scene)
        self._column.insertWidget(0, self._grid)
        self.place.verticalScrollBar().setValue(0)

    def _add_picture(self, grid: QGridLayout, scene: Scene) -> None:
        image = scene.image
        if image is None:
            return
        said = credit(image)
        row = self._add_row(grid, "", label(said.line, "fact", wrap=True))
        self._add_button(grid, row, Sent("Picture", said.line, image.web_page))

    def _add_sources(self, grid: QGridLayout, scene: Scene) -> None:
        slide, sources = scene.slide, scene.deck.sources
        ids = cited_ids(slide.text) if slide is not None else ()
        if slide is not None and not ids:
            grid.addWidget(label("This slide cites no sources", "soft"), grid.rowCount(), 0, 1, 3)
        for source in ids:
            number = self._numbers.get(source)
            if source not in sources:
                words = f"“{source}” is cited, but the deck does not define it."
                self._add_row(grid, "?", label(words, "fact", wrap=True))
                continue
            said = entry(sources[source])
            words = "\n".join(filter(None, (said.text, missing_sentence(said), said.url)))
            row = self._add_row(grid, str(number or "?"), label(words, "fact", wrap=True))
            heading = f"Source {number or ''}".strip()
            self._add_button(grid, row, Sent(heading, said.text, said.url))

    def _add_row(self, grid: QGridLayout, number: str, words: QLabel) -> int:
        row = grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop
        if number:
            grid.addWidget(label(number, "fact-number"), row, 0, top)
            grid.addWidget(words, row, 1, top)
        else:
            grid.addWidget(words, row, 0, 1, 2, top)
        return row

    def _add_button(self, grid: QGridLayout, row: int, sent: Sent) -> None:
        press = button(TAKE_BACK, TAKE_BACK, lambda: self._send(sent), role="send")
        self._buttons.append((press, sent))
        press.installEventFilter(PressKeys(press))
        grid.addWidget(press, row, 2, Qt.AlignmentFlag.AlignTop)
        press.ensurePolished()
        press.setMinimumWidth(press.sizeHint().width())  # for either of its words

    def _send(self, sent: Sent) -> None:
        podium = self._show.podium
        podium.send(None if podium.staging.sent == sent else sent)
