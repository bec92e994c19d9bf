"""The citations: this slide's sources first, then those of the whole deck."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from reader.core import look
from reader.core.cite import Entry, citations, entry, missing_sentence, numbers
from reader.core.deck import Deck
from reader.core.notices import Notices
from reader.core.scene import Scene
from reader.core.show import Show
from reader.core.text import cited_ids
from reader.gui.flow import FlowLayout
from reader.gui.panels.side import SidePanel, selectable
from reader.gui.widgets import button, label, restyled, rule

BATCH = 40  # sources of the whole deck that are listed at once
MOST_LINKS = 30  # slides named with a source; the rest are counted


class Card(QFrame):
    """One source: what is known, what is missing, where it is cited, and what can be done."""

    def __init__(
        self,
        source: str,
        number: int,
        said: Entry | None,
        slides: tuple[int, ...],
        panel: CitationsPanel,
    ) -> None:
        super().__init__()
        self.source = source
        self.setObjectName("card")
        grid = QGridLayout(self)
        grid.setContentsMargins(look.GRID // 2, look.GRID // 2, 0, look.GRID // 2)
        grid.setHorizontalSpacing(look.GRID)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        number_label = label(str(number) if number else "?", "number")
        grid.addWidget(number_label, 0, 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(4)
        grid.addLayout(text, 0, 1)
        if said is None:
            text.addWidget(
                label(f"“{source}” is cited, but the deck does not define it.", wrap=True)
            )
        else:
            text.addWidget(label(said.text, "entry", wrap=True))
            for words in (missing_sentence(said), said.note):
                if words:
                    text.addWidget(label(words, "soft", wrap=True))
            if said.url:
                text.addWidget(selectable(said.url, "soft"))
        if said is not None:
            text.addLayout(self._links(slides, panel))
            text.addLayout(self._tools(said, panel))

    def _links(self, slides: tuple[int, ...], panel: CitationsPanel) -> FlowLayout:
        row = FlowLayout(2)
        words = "Cited on" if slides else "Not cited on any slide"
        row.addWidget(label(words, "soft"))
        for slide in slides[:MOST_LINKS]:
            title = panel.deck.slides[slide - 1].title
            go = panel.goer(slide)
            row.addWidget(
                button(f"slide {slide}", f"Go to slide {slide}: {title}", go, role="link")
            )
        if len(slides) > MOST_LINKS:
            row.addWidget(label(f"and {len(slides) - MOST_LINKS:,} more", "soft"))
        return row

    def _tools(self, said: Entry, panel: CitationsPanel) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2 * look.GRID)
        name = said.text[:80]
        copy = panel.copier(said)
        row.addWidget(button("Copy", f"Copy the citation: {name}", copy, role="tool"))
        if said.url:
            opened = panel.opener(said.url)
            words = f"Open the address of: {name}"
            row.addWidget(button("Open the address…", words, opened, role="tool"))
        self._back = button("Back to the text", "Back to the text", panel.go_back, role="link")
        self._back.hide()
        row.addWidget(self._back)
        row.addStretch(1)
        return row

    def mark_as_current(self, current: bool) -> None:
        """Show that this is the source that a mark led to."""
        self.setProperty("current", "true" if current else "false")
        restyled(self)
        back = getattr(self, "_back", None)
        if back is not None:
            back.setVisible(current)
            if current:
                back.setFocus(Qt.FocusReason.OtherFocusReason)


class CitationsPanel(SidePanel):
    """Lists the sources of a deck beside the picture.

    Owns: the cards; those of the whole deck are made once, in batches.
    Emits: link_asked(str), an address that the reader wants to open; left(str), the source from
    which the reader wants back to the text.
    """

    link_asked = Signal(str)
    left = Signal(str)

    def __init__(self, show: Show, notices: Notices, parent: QWidget) -> None:
        super().__init__("Citations", show.toggle_citations, parent, content="Sources")
        self._show = show
        self._notices = notices
        self._listed: Deck | None = None
        self._page = -1
        self.source = ""  # the one that a mark led to
        self._cards: list[Card] = []  # this slide's
        self._all_cards: list[Card] = []
        self._numbers: dict[str, int] = {}
        self._cited: dict[str, tuple[int, ...]] = {}
        self._here_heading = label("", "heading", wrap=True)
        self._here = QVBoxLayout()
        self._all = QVBoxLayout()
        column = self.column
        column.addWidget(self._here_heading)
        column.addLayout(self._here)
        column.addWidget(rule())
        self._all_heading = label("In the whole deck", "heading", wrap=True)
        column.addWidget(self._all_heading)
        column.addLayout(self._all)
        self._more = button("Show more", "Show more sources", self._list_more)
        column.addWidget(self._more)
        column.addStretch(1)

    @property
    def deck(self) -> Deck:
        """The deck whose sources are listed."""
        return self._show.scene.deck

    def follow(self, scene: Scene) -> None:
        """List what belongs to the page on screen."""
        if scene.deck is not self._listed:
            self._list_deck(scene.deck)
        if scene.page != self._page:
            self._page = scene.page
            self._list_page(scene)
        for card in self._cards + self._all_cards:
            card.mark_as_current(False)
        found = [c for c in self._cards + self._all_cards if c.source == scene.source]
        self.source = scene.source
        if scene.source and found:
            found[0].mark_as_current(True)
            self.scrolled.ensureWidgetVisible(found[0])

    # What the cards ask for

    def goer(self, slide: int) -> Callable[[], None]:
        return lambda: self._show.go_to(slide)

    def copier(self, said: Entry) -> Callable[[], None]:
        words = f"{said.text}. {said.url}".rstrip(". ") if said.url else said.text

        def copy() -> None:
            QGuiApplication.clipboard().setText(words)
            self._notices.say("The citation is copied.", key="copied")

        return copy

    def opener(self, url: str) -> Callable[[], None]:
        return lambda: self.link_asked.emit(url)

    def go_back(self) -> None:
        """Return to the mark that led here."""
        source = self._show.scene.source
        self._show.follow("")
        self.left.emit(source)

    # Listing

    def _list_deck(self, deck: Deck) -> None:
        self._listed = deck
        self._page = -1
        self._numbers = numbers(deck)
        self._cited = citations(deck)
        _empty(self._all, self._all_cards)
        self._list_more()

    def _list_more(self) -> None:
        deck = self.deck
        ids = list(deck.sources)[len(self._all_cards) : len(self._all_cards) + BATCH]
        for source in ids:
            self._add(source, self._all, self._all_cards)
        self._more.setVisible(len(self._all_cards) < len(deck.sources))
        self._all_heading.setVisible(bool(deck.sources))

    def _list_page(self, scene: Scene) -> None:
        _empty(self._here, self._cards)
        slide = scene.slide
        ids = cited_ids(slide.text) if slide is not None else ()
        for source in ids:
            self._add(source, self._here, self._cards)
        if slide is None:
            self._here_heading.setText("This page cites no sources")
        else:
            self._here_heading.setText("On this slide" if ids else "This slide cites no sources")
        self.scrolled.verticalScrollBar().setValue(0)

    def _add(self, source: str, into: QVBoxLayout, cards: list[Card]) -> None:
        data = self.deck.sources.get(source)
        said = entry(data) if data is not None else None
        number = self._numbers.get(source, 0)
        card = Card(source, number, said, self._cited.get(source, ()), self)
        into.addWidget(card)
        cards.append(card)


def _empty(layout: QVBoxLayout, cards: list[Card]) -> None:
    for card in cards:
        layout.removeWidget(card)
        card.hide()
        card.deleteLater()
    cards.clear()
