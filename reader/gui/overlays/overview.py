"""All pages at once, as a grid; typed letters keep those in which they are found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QListView, QWidget

from reader.core import look
from reader.core.look import Palette
from reader.core.scene import Scene
from reader.gui import theme
from reader.gui.overlays.card import SMALL, Card
from reader.gui.overlays.tiles import PAGE, Marks, PageModel, TileDelegate, foot_words
from reader.gui.parts import Parts
from reader.gui.seeking import Seeker
from reader.gui.thumbnails import Thumbnails
from reader.gui.timers import single_shot
from reader.gui.widgets import announce, label

CLIENT = "overview"
TILE = 216  # logical pixels of a tile's width at the usual text size, at least
LOW = 400  # logical pixels of a window's height, at the usual text size
MOST_COLUMNS = 8
ASK_MS = 60  # between two looks at what is seen, while the grid is scrolled
EDGE = 24  # logical pixels of the window that stay clear around
_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Overview(Card):
    """A grid of every page; Enter or a press goes there.

    Owns: the grid, its thumbnails, and the field in which the filter stands.
    """

    def __init__(self, parts: Parts, parent: QWidget) -> None:
        super().__init__("Overview", parts, parent)
        self._base = float(look.READING_BASE)
        self._leave: Callable[[], None] | None = None
        self._scene: Scene | None = None
        self._is_entered = False  # Enter was pressed before the answer was there
        self.model = PageModel()
        self.thumbnails = Thumbnails(parts.decoder, CLIENT, self)
        self._tiles = TileDelegate(self.model, self.thumbnails, self._palette)
        self._seeker = Seeker(self)
        self._seeker.answered.connect(self._on_found)
        self.field = QLineEdit()
        self.field.setAccessibleName("Keep the slides with these words")
        self.field.setPlaceholderText("Type to keep the slides with a word in them")
        self.field.textChanged.connect(self._on_typed)
        self.grid = QListView()
        self._set_up_grid()
        self._look_around = single_shot(self, ASK_MS, self._ask)
        self._count = label("", "soft")
        head = QHBoxLayout()
        head.setSpacing(3 * look.GRID)
        self.column.removeWidget(self.heading)
        head.addWidget(self.heading)
        head.addWidget(self.field, 1)
        head.addWidget(self._count)
        self.column.addLayout(head)
        self.column.addWidget(self.grid, 1)
        self._foot = label("", "soft", wrap=True)
        self.column.addWidget(self._foot)
        for part in (self.grid, self.field):
            part.installEventFilter(self)
        self.setFocusProxy(self.grid)

    def _set_up_grid(self) -> None:
        grid = self.grid
        grid.setObjectName("pages")
        grid.setAccessibleName("Pages")
        grid.setModel(self.model)
        grid.setItemDelegate(self._tiles)
        grid.setFlow(QListView.Flow.LeftToRight)
        grid.setWrapping(True)
        grid.setResizeMode(QListView.ResizeMode.Adjust)
        grid.setUniformItemSizes(True)
        grid.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        grid.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        grid.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        grid.clicked.connect(self._go)
        grid.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.thumbnails.came.connect(grid.viewport().update)

    # Opening and closing

    def begin(self) -> None:
        show = self.parts.show
        self._leave = show.changed.subscribe(self._on_scene)
        self._foot.setText(foot_words(self.parts))
        self.field.clear()
        self._list(range(show.scene.end_page + 1))
        self._on_scene(show.scene)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        if self._leave is not None:
            self._leave()
        self._look_around.stop()
        self._seeker.drop()
        self.thumbnails.close()

    def place(self, width: int, height: int, base: float) -> None:
        """Take nearly the whole window."""
        self._base = base
        edge = EDGE if width > SMALL else 0
        inside = edge * 3 // 2 if width > SMALL else look.GRID
        self.column.setContentsMargins(
            inside, inside // 2 + 4, max(4, inside - look.GRID), inside // 2
        )
        is_low = height < LOW * base / look.READING_BASE  # then the grid comes first
        for part in (self.heading, self._foot):
            part.setHidden(is_low)
        self.column.setSpacing(look.GRID if is_low else 2 * look.GRID)
        self.setGeometry(edge, edge, width - 2 * edge, height - 2 * edge)
        self.layout().activate()  # type: ignore[union-attr]
        self._divide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._divide()

    def _divide(self) -> None:
        """Share the width out among as many tiles as fit."""
        room = self.grid.viewport().width() - 1
        least = TILE * self._base / look.READING_BASE
        columns = max(1, min(MOST_COLUMNS, int(room / least)))
        width = max(1, room // columns)
        size = QSize(width, self._tiles.height_for(width, self._base))
        self._tiles.set_size(size, self._base)
        if self.grid.gridSize() != size:
            self.grid.setGridSize(size)
            self._show_current()
        self._look_around.start()

    # What is listed

    def _on_scene(self, scene: Scene) -> None:
        before, self._scene = self._scene, scene
        marks = {scene.page: "here"}
        if scene.staging.frozen is not None:
            marks[scene.for_audience.page] = "frozen"
        if before is not None and scene.deck is not before.deck:
            self._list(range(scene.end_page + 1))
            self._on_typed(self.field.text())
        self.model.mark(Marks(marks))

    def _list(self, pages: Sequence[int]) -> None:
        scene = self.parts.show.scene
        self.model.take(scene.deck, pages)
        words = f"{len(pages):,} page" + ("" if len(pages) == 1 else "s")
        self._count.setText(words if pages else "No page has these words")
        self._choose(self.model.row_of(scene.page))
        self._look_around.start(0)

    def _on_typed(self, words: str) -> None:
        scene = self.parts.show.scene
        self._is_entered = False
        with_notes = scene.staging.has_console
        if words.strip():
            self._seeker.ask(scene.deck, lambda index: index.pages(words, with_notes=with_notes))
        else:
            self._seeker.drop()
            self._list(range(scene.end_page + 1))

    def _on_found(self, pages: object) -> None:
        if isinstance(pages, list):
            self._list(pages)
            announce(self.grid, self._count.text())
            if self._is_entered:
                self._go(self.grid.currentIndex())

    def _choose(self, row: int) -> None:
        index = self.model.index(row)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.grid.selectionModel().setCurrentIndex(index, flags)
        self._show_current()

    def _show_current(self) -> None:
        index = self.grid.currentIndex()
        if index.isValid():
            self.grid.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    # Thumbnails

    def _on_scrolled(self) -> None:
        if not self._look_around.isActive():
            self._look_around.start(ASK_MS)

    def _ask(self) -> None:
        """Ask for what is seen, then for a screenful after it and one before."""
        ratio = self.devicePixelRatioF()
        box = self._tiles.box
        deck = self.parts.show.scene.deck
        self.thumbnails.take(deck, round(box.width() * ratio), round(box.height() * ratio))
        first, last = self._seen()
        count = last - first
        rows = [*range(first, last), *range(last, last + count), *range(first - count, first)[::-1]]
        pages = self.model.pages
        self.thumbnails.want(pages[row] for row in rows if 0 <= row < len(pages))
        self.grid.viewport().update()

    def _seen(self) -> tuple[int, int]:
        """The rows of the model of which anything is seen, from the first to before the last."""
        size = self.grid.gridSize()
        if size.isEmpty():
            return 0, 0
        view = self.grid.viewport().rect()
        top = self.grid.indexAt(QPoint(size.width() // 2, 0)).row()
        columns = max(1, view.width() // size.width())
        lines = view.height() // size.height() + 2
        return max(0, top), max(0, top) + columns * lines

    def _palette(self) -> Palette:
        scene = self.parts.show.scene
        return theme.palette_for(scene.theme, scene.is_staged)

    # Keys

    def eventFilter(self, part: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            if self._is_ours(event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress:
            return self._take(part, event)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()  # a key that nothing here has a use for turns no page

    def _is_ours(self, event: QKeyEvent) -> bool:
        """Whether a key does something here, and therefore not what it does elsewhere."""
        if event.key() == Qt.Key.Key_Escape:
            return bool(self.field.text())
        return _is_text(event) or event.key() in _MOVES

    def _take(self, part: QObject, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif part is self.field and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif part is self.grid and key == Qt.Key.Key_Backspace:
            self.field.backspace()
        elif part is self.grid and _is_text(event):
            self.field.insert(event.text())
        else:
            return False
        return True

    def _enter(self) -> None:
        if self._seeker.is_seeking:
            self._is_entered = True  # what is seen is the answer to less than was typed
        else:
            self._go(self.grid.currentIndex())

    def _turn(self, by: int) -> None:
        """Move by a screenful; Qt's own step stays where it is when few rows are seen."""
        view, size = self.grid.viewport(), self.grid.gridSize()
        columns = max(1, view.width() // max(1, size.width()))
        row = self.grid.currentIndex().row()
        step = columns * max(1, view.height() // max(1, size.height()))
        last = len(self.model.pages) - 1
        if 0 <= row + by * step <= last:
            self._choose(row + by * step)
        else:
            self._choose(max(0, last) if by > 0 else 0)

    def _go(self, index: QModelIndex) -> None:
        page = index.data(PAGE)
        if isinstance(page, int):
            self.parts.show.go_to(page)
            self.parts.show.close_overlay()


_MOVES = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Backspace,
)


def _is_text(event: QKeyEvent) -> bool:
    """Whether a key writes something."""
    return bool(event.text().strip() or event.key() == Qt.Key.Key_Space) and (
        event.text().isprintable() and not event.modifiers() & _MODIFIERS
    )
