"""Finds a slide while others wait: by number, name or title, or by anything that is said of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QListView, QWidget

from reader.core import look
from reader.core.look import Palette
from reader.core.scene import Overlay, Scene
from reader.core.searching import MOST_HITS, Hit, sent_of
from reader.gui import theme
from reader.gui.overlays.card import EDGE, SMALL, Card
from reader.gui.overlays.hit_list import HIT, HitDelegate, HitModel
from reader.gui.overlays.tiles import GAP, foot_words
from reader.gui.parts import Parts
from reader.gui.seeking import Seeker
from reader.gui.thumbnails import Thumbnails
from reader.gui.timers import single_shot
from reader.gui.widgets import announce, label

CLIENT = "finder"
BUDGET_BYTES = 6 * 2**20
ASK_MS = 60  # between two looks at what is seen, while the list is scrolled
LONGEST = 200  # characters that are looked for
LOW = 400  # logical pixels of a window's height, at the usual text size
_TALL = 0.8  # of the window's height

_TITLES = {Overlay.GO: "Go to a slide", Overlay.LOOKUP: "Look something up"}
_ASKS = {
    Overlay.GO: "A number, a title, or a file’s name",
    Overlay.LOOKUP: "Who took that? Where is that from?",
}
_HINT = (
    "Looked through are titles, texts, what is in the pictures, photographers and illustrators, "
    "credits, licences and sources. All words must occur; “words in quotation marks” stand "
    "together."
)
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Finder(Card):
    """One field, and under it what was found; Enter goes there.

    Owns: the field, the list and its thumbnails. `overlay` says what is looked through.
    """

    WIDTH = 760

    def __init__(self, overlay: Overlay, parts: Parts, parent: QWidget) -> None:
        super().__init__(_TITLES[overlay], parts, parent)
        self._overlay = overlay
        self._room: tuple[int, int, float] | None = None
        self._leave: Callable[[], None] | None = None
        self._scene: Scene | None = None
        self._is_entered = False  # Enter was pressed before the answer was there
        self.model = HitModel()
        self.thumbnails = Thumbnails(parts.decoder, f"{CLIENT} {overlay.value}", self, BUDGET_BYTES)
        self._items = HitDelegate(
            self.model, self.thumbnails, self._palette, is_tall=overlay is Overlay.LOOKUP
        )
        self._seeker = Seeker(self)
        self._seeker.answered.connect(self._on_found)
        self.field = QLineEdit()
        self.field.setAccessibleName(_TITLES[overlay])
        self.field.setAccessibleDescription(_ASKS[overlay])
        self.field.setPlaceholderText(_ASKS[overlay])
        self.field.setMaxLength(LONGEST)
        self.field.textChanged.connect(self._on_typed)
        self.list = QListView()
        self._set_up_list()
        self._look_around = single_shot(self, ASK_MS, self._ask)
        self.said = label("", "soft", wrap=True)
        self._foot = label("", "soft", wrap=True)
        for part in (self.field, self.said, self.list, self._foot):
            self.column.addWidget(part, 1 if part is self.list else 0)
        for watched in (self.field, self.list):
            watched.installEventFilter(self)
        self.setFocusProxy(self.field)

    def _set_up_list(self) -> None:
        view = self.list
        view.setObjectName("hits")
        view.setAccessibleName("Found")
        view.setModel(self.model)
        view.setItemDelegate(self._items)
        view.setUniformItemSizes(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.clicked.connect(self._go)
        view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.thumbnails.came.connect(view.viewport().update)

    # Opening and closing

    def begin(self) -> None:
        show = self.parts.show
        self._leave = show.changed.subscribe(self._on_scene)
        self._scene = show.scene
        self._is_entered = False
        can_send = self._overlay is Overlay.LOOKUP and show.scene.staging.is_on
        send = "Ctrl+Enter: show the audience this source or credit" if can_send else ""
        self._foot.setText(foot_words(self.parts, send))
        self.field.clear()
        self._on_typed()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        if self._leave is not None:
            self._leave()
        self._look_around.stop()
        self._seeker.drop()
        self.thumbnails.close()

    def place(self, width: int, height: int, base: float) -> None:
        """Stand in the upper part of the window, always equally high, so that nothing jumps."""
        self._room = (width, height, base)
        self._items.base = base
        edge = EDGE if width > SMALL else EDGE // 3
        wide = min(width - edge, round(self.WIDTH * base / look.READING_BASE))
        is_low = height < LOW * base / look.READING_BASE  # then the list comes first
        for part in (self.heading, self._foot):
            part.setHidden(is_low)
        inside = look.GRID * (1 if is_low else 3)
        self.column.setContentsMargins(inside, inside, inside, inside)
        self.column.setSpacing(look.GRID // 2 if is_low else 2 * look.GRID)
        tall = height - edge if is_low else round(height * _TALL)
        self.setGeometry((width - wide) // 2, (height - tall) // 2, wide, tall)
        self.list.doItemsLayout()
        self._look_around.start()

    def _on_scene(self, scene: Scene) -> None:
        before, self._scene = self._scene, scene
        if before is not None and scene.deck is not before.deck:
            self._on_typed()

    # Looking

    def _on_typed(self, _words: str = "") -> None:
        self._is_entered = False
        scene, words = self.parts.show.scene, self.field.text()
        if self._overlay is Overlay.GO:
            self._seeker.ask(scene.deck, lambda index: index.go_to(words))
        elif not words.strip():
            self._seeker.drop()
            self._list([], _HINT)
        else:
            with_notes = scene.staging.has_console
            self._seeker.ask(
                scene.deck,
                lambda index: index.search(words, MOST_HITS + 1, with_notes=with_notes),
            )

    def _on_found(self, found: object) -> None:
        if not isinstance(found, list):
            return
        words = self._count(len(found))
        self._list(found if self._has_all else found[:MOST_HITS], words)
        announce(self.list, words)
        if self._is_entered:
            self._go(self.list.currentIndex())

    @property
    def _has_all(self) -> bool:
        """Whether all pages are listed, because nothing was typed."""
        return self._overlay is Overlay.GO and not self.field.text().strip()

    def _count(self, count: int) -> str:
        if self._has_all:
            return f"All {count:,} pages"
        if not count:
            return f"Nothing is found for “{self.field.text().strip()}”."
        thing = "slide" if self._overlay is Overlay.GO else "place"
        if count > MOST_HITS:
            return f"The first {MOST_HITS} {thing}s are listed; another word finds fewer."
        return f"{count} {thing}{'' if count == 1 else 's'} found."

    def _list(self, hits: list[Hit], words: str) -> None:
        scene = self.parts.show.scene
        self.model.take(scene.deck, hits)
        self.said.setText(words)
        self._choose(min(scene.page, len(hits) - 1) if self._has_all else 0)
        self._look_around.start(0)

    def _choose(self, row: int) -> None:
        index = self.model.index(row)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(index, flags)
        if index.isValid():
            self.list.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    # Thumbnails

    def _on_scrolled(self) -> None:
        if not self._look_around.isActive():
            self._look_around.start(ASK_MS)

    def _ask(self) -> None:
        """Ask for what is seen, then for a screenful after it and one before."""
        ratio, box = self.devicePixelRatioF(), self._items.box
        deck = self.parts.show.scene.deck
        self.thumbnails.take(deck, round(box.width() * ratio), round(box.height() * ratio))
        first = max(0, self.list.indexAt(QPoint(GAP, GAP)).row())
        count = self.list.viewport().height() // max(1, self._items.height) + 2
        rows = [*range(first, first + 2 * count), *range(first - count, first)[::-1]]
        hits = self.model.hits
        wanted = [hits[row].page for row in rows if 0 <= row < len(hits)]
        self.thumbnails.want(dict.fromkeys(wanted))
        self.list.viewport().update()

    def _palette(self) -> Palette:
        scene = self.parts.show.scene
        return theme.palette_for(scene.theme, scene.is_staged)

    # Keys

    def eventFilter(self, part: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        is_typed = part is self.list and _is_for_field(event)
        is_ours = self._moves(event) or key in _ENTERS or is_typed
        if event.type() == QEvent.Type.ShortcutOverride and is_ours:
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and is_ours and self._take(part, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()  # a key that nothing here has a use for turns no page

    def _moves(self, event: QKeyEvent) -> bool:
        """Whether a key moves in the list; Home and End move in what is typed, where there is."""
        is_list = not self.field.text() or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return event.key() in _MOVES or (event.key() in _ENDS and bool(is_list))

    def _take(self, part: QObject, event: QKeyEvent) -> bool:
        if event.key() in _ENTERS:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._send()
            else:
                self._enter()
        elif part is self.field:
            QApplication.sendEvent(self.list, event)
            self._tell_current()
        elif not self._moves(event):
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            QApplication.sendEvent(self.field, event)
        else:
            return False
        return True

    def _tell_current(self) -> None:
        """Say which hit is chosen while the focus stays in the field."""
        hit = self._hit(self.list.currentIndex())
        if hit is not None:
            announce(self.list, self.model.name(hit))

    def _enter(self) -> None:
        if self._seeker.is_seeking:
            self._is_entered = True  # what is listed is the answer to less than was typed
        else:
            self._go(self.list.currentIndex())

    def _go(self, index: QModelIndex) -> None:
        hit = self._hit(index)
        if hit is not None:
            self.parts.show.go_to(hit.page)
            self.parts.show.close_overlay()

    def _send(self) -> None:
        """Show the audience a source or a credit, without going there."""
        show, hit = self.parts.show, self._hit(self.list.currentIndex())
        if hit is None or self._overlay is not Overlay.LOOKUP or not show.scene.staging.is_on:
            return
        sent = sent_of(show.scene.deck, hit)
        if sent is None:
            words = "Only a source or a credit can be shown to the audience."
        else:
            show.podium.send(sent)
            words = f"The audience sees: {sent.heading}."
        self.said.setText(words)
        announce(self.list, words)

    def _hit(self, index: QModelIndex) -> Hit | None:
        found = index.data(HIT)
        return Hit(*found) if isinstance(found, tuple) else None


def _is_for_field(event: QKeyEvent) -> bool:
    """Whether a key writes something, or takes it back."""
    is_plain = not event.modifiers() & Qt.KeyboardModifier.AltModifier
    is_text = bool(event.text()) and event.text().isprintable()
    return event.key() == Qt.Key.Key_Backspace or (is_plain and is_text)
