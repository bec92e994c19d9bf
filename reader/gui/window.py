"""The window: the stage, the panel beside it, and what lies over both."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from reader.core import look
from reader.core.commands import Menu
from reader.core.memory import Geometry, Memory
from reader.core.notices import Level, Notice, Notices
from reader.core.show import Ask, Scene, Show
from reader.core.spoken import window_title
from reader.gui import theme
from reader.gui.actions import Actions
from reader.gui.decoder import Decoder
from reader.gui.gestures import Gestures
from reader.gui.stage import Stage

if TYPE_CHECKING:
    from reader.gui.extras import Extras

LEAST_SIZE = QSize(320, 240)
USUAL_SIZE = QSize(1280, 800)
PANEL_WIDTH = 360  # logical pixels, at the usual text size
PANEL_SHARE = 0.42  # of a narrow window, at most
DIGITS_MS = 5000  # a typed number that is not confirmed is forgotten
NOTICE_MS = 5000


class Window(QWidget):
    """Shows one show.

    Owns: its geometry, the stage, and, once first needed, the panel, the overlays and the menu.
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
        self.actions_ = Actions(show, notices, self, self.stage)
        self._gestures = Gestures(show, self.stage)
        self._menu: QMenu | None = None
        self._notice: QLabel | None = None
        self._notice_key = ""
        self._digits = self._timer(DIGITS_MS, show.forget_digits)
        self._notice_rest = self._timer(NOTICE_MS, self._hide_notice)
        self._extras: Extras | None = None
        self.setMinimumSize(LEAST_SIZE)
        self.setAcceptDrops(True)
        self.setWindowTitle(window_title(show.scene))
        self._restore_geometry()
        self._leave = [
            show.changed.subscribe(self._on_scene),
            show.asked.subscribe(self._on_ask),
            notices.posted.subscribe(self._on_notice),
        ]
        self.stage.rested.connect(self._on_rested)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_colours)

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
        else:
            self.stage.prepare(self.size())
            if self._memory.is_maximized:
                self.showMaximized()
            else:
                self.show()
        self.stage.setFocus()

    def _restore_geometry(self) -> None:
        screen = QGuiApplication.primaryScreen()
        room = screen.availableGeometry() if screen else QRect(0, 0, 1280, 800)
        self.resize(USUAL_SIZE.boundedTo(room.size() * 0.92))
        box = self._memory.geometry
        if box is not None:
            area = QRect(*box)
            if any(s.availableGeometry().intersects(area) for s in QGuiApplication.screens()):
                self.setGeometry(area)

    @property
    def remembered(self) -> tuple[Geometry, bool]:
        """The geometry of the window when it is neither maximised nor full screen."""
        area = self.normalGeometry()
        box = (area.x(), area.y(), area.width(), area.height())
        return box, bool(self.windowState() & Qt.WindowState.WindowMaximized)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.left.emit()
        self.stage.close_down()
        self.actions_.close()
        self._gestures.close()
        for leave in self._leave:
            leave()
        self._digits.stop()
        self._notice_rest.stop()
        super().closeEvent(event)

    # Following the show

    def _on_scene(self, scene: Scene) -> None:
        if scene.is_full_screen != self.isFullScreen():
            # Only this bit, so that a maximised window is maximised again afterwards.
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        if scene.digits:
            self._digits.start()
        if scene.has_citations or scene.has_keys or self._extras is not None:
            self.extras.follow(scene)
            self._place_children()

    def _on_rested(self, scene: Scene) -> None:
        self.setWindowTitle(window_title(scene))
        self.extras.follow_page(scene)

    @property
    def extras(self) -> Extras:
        """What is not needed for the first picture; made when first asked for."""
        if self._extras is None:
            from reader.gui.extras import Extras

            self._extras = Extras(self._show, self._notices, self, self.stage, self.actions_)
            self._style()
            self._extras.follow(self._show.scene)
            self._place_children()
        return self._extras

    def _style(self) -> None:
        base = look.READING_BASE * theme.text_scale()
        self.setStyleSheet(theme.style_sheet(self.stage.palette_in_use, base))

    def _on_colours(self) -> None:
        self.restyle()

    def restyle(self) -> None:
        """Take the colours that now hold."""
        self.stage.restyle()
        if self._extras is not None:
            self._style()
            self._extras.recolour()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.WindowStateChange:
            # The window system can leave full screen on its own account.
            is_full = self.isFullScreen()
            if self.isVisible() and is_full != self._show.scene.is_full_screen:
                self._show.toggle_full_screen()
        super().changeEvent(event)

    # Places

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_children()

    def _place_children(self) -> None:
        scene, width, height = self._show.scene, self.width(), self.height()
        scale = theme.text_scale()
        beside = 0
        if self._extras is not None and scene.has_citations:
            beside = int(min(PANEL_WIDTH * scale, width * PANEL_SHARE))
            if scene.is_full_screen:
                beside = int(min(PANEL_WIDTH * 1.2 * scale, width * PANEL_SHARE))
            self._extras.panel.setGeometry(width - beside, 0, beside, height)
            self._extras.panel.raise_()
        over = scene.is_full_screen  # beside the picture in a window, over it in full screen
        self.stage.setGeometry(0, 0, width - (0 if over else beside), height)
        if self._extras is not None and scene.has_keys:
            self._extras.keys.place(width, height, look.READING_BASE * scale)
            self._extras.keys.raise_()
        self._place_notice()

    # The menu

    def _on_ask(self, what: Ask) -> None:
        if what is Ask.MENU:
            self._open_menu()
        elif what is Ask.SCROLL_DOWN:
            self.stage.scroll_text(2)
        elif what is Ask.SCROLL_UP:
            self.stage.scroll_text(-2)
        else:
            self.wished.emit(what)

    def _open_menu(self) -> None:
        self.extras.controls.reveal()
        menu = self._menu = self.menu()
        corner = self.extras.controls.corner()
        at = corner.bottomRight() + QPoint(-menu.sizeHint().width(), look.GRID)
        menu.popup(self.stage.mapToGlobal(at))

    def menu(self) -> QMenu:
        """Every listed command, by menu."""
        made = QMenu(self)
        for name in Menu:
            part = made.addMenu(name.value)
            for action in self.actions_:
                if action.command.menu is name and action.command.is_listed:
                    part.addAction(action)
            if name is Menu.FILE:
                recent = part.addMenu("Recent decks")
                for folder in self._memory.recent:
                    entry = recent.addAction(folder.replace("&", "&&"))
                    entry.triggered.connect(_Opener(self, folder))
                recent.setEnabled(bool(self._memory.recent))
        return made

    # Notices

    def _on_notice(self, notice: Notice) -> None:
        if self._show.scene.is_full_screen and notice.level is Level.FAULT and not notice.key:
            return  # not in front of an audience
        if self._notice is None:
            self._notice = QLabel(self)
            self._notice.setObjectName("notice")
            self._notice.setTextFormat(Qt.TextFormat.PlainText)
            self._notice.setWordWrap(True)
            self._notice.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if self._extras is None:
            self._style()
        self._notice.setText(notice.text)
        self._notice.setAccessibleName(notice.text)
        self._notice.show()
        self._place_notice()
        self._notice_rest.start(NOTICE_MS * (3 if notice.level is Level.FAULT else 1))

    def _place_notice(self) -> None:
        notice = self._notice
        if notice is None or not notice.isVisible():
            return
        room = min(self.stage.width() - 48, 720)
        notice.setMaximumWidth(room)
        notice.adjustSize()
        hint = notice.sizeHint()
        width = min(room, hint.width())
        height = max(hint.height(), notice.heightForWidth(width))
        foot = round(72 * theme.text_scale())
        notice.setGeometry(
            (self.stage.width() - width) // 2, self.height() - height - foot, width, height
        )
        notice.raise_()

    def _hide_notice(self) -> None:
        if self._notice is not None:
            self._notice.hide()

    # Dropped files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.dropped.emit(Path(files[0]))


class _Opener:
    """Opens one of the recent decks; an object, because a lambda would keep the window alive."""

    def __init__(self, window: Window, folder: str) -> None:
        self._window = window
        self._folder = folder

    def __call__(self, _checked: bool = False) -> None:
        self._window.dropped.emit(Path(self._folder))
