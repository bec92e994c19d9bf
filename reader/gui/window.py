"""The window: the stage, the panel beside it, and what lies over both."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QWidget

from reader.core import look
from reader.core.memory import Geometry, Memory
from reader.core.notices import Notices
from reader.core.show import Ask, Scene, Show
from reader.core.spoken import window_title
from reader.gui import theme
from reader.gui.decoder import Decoder
from reader.gui.stage import Stage

if TYPE_CHECKING:
    from reader.gui.furniture import Furniture

LEAST_SIZE = QSize(320, 240)
USUAL_SIZE = QSize(1280, 800)
PANEL_WIDTH = 360  # logical pixels, at the usual text size
PANEL_WIDTH_ON_STAGE = 430
PANEL_SHARE = 0.42  # of a narrow window, at most
DIGITS_MS = 5000  # a typed number that is not confirmed is forgotten


class Window(QWidget):
    """Shows one show.

    Owns: its geometry, the stage and, from the first picture on, the furniture: actions, panels,
    overlays and menu.
    Emits: dropped(Path), a file or folder let fall on it; wished(Ask), what only the program can
    do; left(), when it is about to close.
    """

    dropped = Signal(Path)
    wished = Signal(object)
    left = Signal()

    def __init__(self, show: Show, decoder: Decoder, notices: Notices, memory: Memory) -> None:
        super().__init__()
        self._show = show
        self._memory = memory
        self._notices = notices
        self.stage = Stage(show, decoder, self)
        self.furniture: Furniture | None = None
        self._digits = self._timer(DIGITS_MS, show.forget_digits)
        self.setMinimumSize(LEAST_SIZE)
        self.setWindowTitle(window_title(show.scene))
        self._leave = [show.changed.subscribe(self._on_scene), show.asked.subscribe(self._on_ask)]
        self.stage.appeared.connect(self.furnish)
        self.stage.rested.connect(self._on_rested)

    def _timer(self, milliseconds: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    # Opening and closing

    def open(self) -> None:
        """Come on screen, as the scene and the remembered geometry say."""
        if self._show.scene.is_full_screen:
            screen = QGuiApplication.primaryScreen()
            self.stage.prepare(screen.size() if screen else self.size())
            self.showFullScreen()
            return
        self._restore_geometry()
        self.stage.prepare(self.size())
        if self._memory.is_maximized:
            self.showMaximized()
        else:
            self.show()

    def _restore_geometry(self) -> None:
        screen = QGuiApplication.primaryScreen()
        room = screen.availableGeometry() if screen else QRect(0, 0, 1280, 800)
        self.resize(USUAL_SIZE.boundedTo(room.size() * 0.92))
        box = self._memory.geometry
        if box is not None:
            area = QRect(*box)
            if any(s.availableGeometry().intersects(area) for s in QGuiApplication.screens()):
                self.setGeometry(area)

    def furnish(self) -> None:
        """Add all that the first picture need not wait for: commands, panels, readable parts."""
        from reader.gui.furniture import Furniture

        if self.furniture is not None:
            return
        self.stage.furnish()
        self.setAcceptDrops(True)
        self.furniture = Furniture(self._show, self._notices, self, self.stage, self._memory)
        self.furniture.notice_board.changed.connect(self._place_children)
        self._style()
        self.furniture.follow(self._show.scene)
        self._place_children()
        self.stage.setFocus()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.restyle)

    @property
    def remembered(self) -> tuple[Geometry, bool]:
        """The geometry of the window when it is neither maximised nor full screen."""
        from PySide6.QtCore import Qt

        area = self.normalGeometry()
        box = (area.x(), area.y(), area.width(), area.height())
        return box, bool(self.windowState() & Qt.WindowState.WindowMaximized)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.left.emit()
        self.stage.close_down()
        if self.furniture is not None:
            self.furniture.close()
        for leave in self._leave:
            leave()
        self._digits.stop()
        super().closeEvent(event)

    # Following the show

    def _on_scene(self, scene: Scene) -> None:
        if scene.is_full_screen != self.isFullScreen():
            from PySide6.QtCore import Qt

            # Only this bit, so that a maximised window is maximised again afterwards.
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
            self.restyle()
        if scene.digits:
            self._digits.start()
        if self.furniture is not None and self.furniture.follow(scene):
            self._place_children()

    def _on_rested(self, scene: Scene) -> None:
        self.setWindowTitle(window_title(scene))
        if self.furniture is not None:
            self.furniture.follow_page(scene)

    def _on_ask(self, what: Ask) -> None:
        if what is Ask.MENU and self.furniture is not None:
            self.furniture.open_menu()
        elif what is Ask.SCROLL_DOWN:
            self.stage.scroll_text(2)
        elif what is Ask.SCROLL_UP:
            self.stage.scroll_text(-2)
        else:
            self.wished.emit(what)

    def open_recent(self, folder: str) -> None:
        """Open one of the recent decks."""
        self.dropped.emit(Path(folder))

    # Colours and places

    def restyle(self) -> None:
        """Take the colours that now hold."""
        self.stage.restyle()
        if self.furniture is not None:
            self._style()
            self.furniture.recolour()

    def _style(self) -> None:
        base = look.READING_BASE * theme.text_scale()
        self.setStyleSheet(theme.style_sheet(self.stage.palette_in_use, base))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.WindowStateChange:
            # The window system can leave full screen on its own account.
            is_full = self.isFullScreen()
            if self.isVisible() and is_full != self._show.scene.is_full_screen:
                self._show.toggle_full_screen()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_children()

    def _place_children(self) -> None:
        scene, width, height = self._show.scene, self.width(), self.height()
        scale = theme.text_scale()
        beside = 0
        if self.furniture is not None and scene.has_citations:
            wanted = PANEL_WIDTH_ON_STAGE if scene.is_full_screen else PANEL_WIDTH
            beside = int(min(wanted * scale, width * PANEL_SHARE))
            self.furniture.panel.setGeometry(width - beside, 0, beside, height)
            self.furniture.panel.raise_()
        over = scene.is_full_screen  # beside the picture in a window, over it in full screen
        self.stage.setGeometry(0, 0, width - (0 if over else beside), height)
        self.stage.set_covered(beside if over else 0)
        if self.furniture is None:
            return
        if scene.has_keys:
            self.furniture.keys.place(width, height, look.READING_BASE * scale)
            self.furniture.keys.raise_()
        self.furniture.notice_board.place(self.stage.width(), height, scale)

    # Dropped files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.dropped.emit(Path(files[0]))
