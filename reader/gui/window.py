"""The window: the stage, the panel beside it, and what lies over both.

What the first picture does not need is imported where it is used: the window is up before it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QKeyCombination, QRect, QRectF, QSize, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScreen,
)
from PySide6.QtWidgets import QMainWindow

from reader.core import look
from reader.core.seals import is_sound
from reader.gui.decoder import Decoder, ImageRequest, ImageResult
from reader.gui.timers import FIRST_MS, single_shot

if TYPE_CHECKING:
    from reader.core.memory import Geometry
    from reader.core.scene import Ask, Scene
    from reader.gui.furniture import Furniture
    from reader.gui.parts import Parts
    from reader.gui.stage import Stage

LEAST_SIZE = QSize(320, 240)
USUAL_SIZE = QSize(1280, 800)
PANEL_WIDTH = 360  # logical pixels, at the usual text size
PANEL_WIDTH_ON_STAGE = 430
LEAST_PANEL = 200
PANEL_SHARE = 0.42  # of a narrow window, at most
DIGITS_MS = 5000  # a typed number that is not confirmed is forgotten


class Window(QMainWindow):  # not a plain widget, which screen readers do not take for a window
    """Shows one show; in full screen first a bare picture, while the rest is being imported.

    Owns: its geometry; the stage from `begin` on; and, from the first picture on, the furniture:
    actions, panels, overlays and menu.
    Emits: appeared(), once, when the bare picture is on screen; dropped(Path), a file or folder
    let fall on it; wished(Ask), what only the program can do; left(), when it is about to close.
    """

    appeared = Signal()
    dropped = Signal(Path)
    wished = Signal(object)
    left = Signal()

    def __init__(self, decoder: Decoder) -> None:
        super().__init__()
        self._decoder = decoder
        self._picture: ImageRequest | None = None
        # A picture of one pixel, because to fill with a colour the binding first builds every
        # enumeration of `Qt`, which takes as long as decoding the picture.
        red, green, blue = look.rgb(look.DARK.ground)
        self._ground = QImage(bytes((blue, green, red, 255)), 1, 1, QImage.Format.Format_RGB32)
        self._patience = single_shot(self, FIRST_MS, self._appear)
        self.stage: Stage  # from `begin` on
        self.furniture: Furniture | None = None
        self._early: list[QKeyCombination] = []  # pressed before there are commands
        self._has_begun = False
        # What the window was before it filled the screen. Qt and the window system forget: they
        # tell of one state at a time, and take the screen for the usual size of the window.
        self._before: tuple[Geometry, bool] | None = None
        self.setMinimumSize(LEAST_SIZE)

    # The first picture

    def open_with(
        self, picture: ImageRequest, box: Geometry | None, screen: QScreen | None
    ) -> None:
        """Fill the screen with one picture that is being decoded, before there is a stage.

        `box` is the place that the window takes when it leaves full screen.
        """
        self._picture = picture
        self._restore_geometry(box)
        self._decoder.decoded.connect(self._on_first)
        self._patience.start()
        if screen is not None and screen is not QGuiApplication.primaryScreen():
            self._before = self.remembered[0], False
            self.setScreen(screen)
            self.setGeometry(screen.geometry())
        self.showFullScreen()

    def _on_first(self, _result: ImageResult) -> None:
        if not self._has_begun:
            self.update()

    def _appear(self) -> None:
        self._patience.stop()
        self.appeared.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._has_begun or self._picture is None:
            return
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), self._ground)
        found = self._decoder.ready(self._picture) or self._decoder.ready(self._picture.coarse)
        if found is None or found.image.isNull():
            return
        if not is_sound(found.fixity):  # nothing here could say so: the stage does
            self._patience.start(0)
            return
        ratio = self.devicePixelRatioF()
        width, height = self._picture.width / ratio, self._picture.height / ratio
        place = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        painter.drawImage(place, found.image)
        self._patience.start(0)

    def begin(self, parts: Parts) -> None:
        """Take a show, and from now on follow it."""
        from reader.core.spoken import window_title
        from reader.gui.stage import Stage

        show = self._show = parts.show
        self._parts = parts
        self._memory = parts.memory
        self._digits = single_shot(self, DIGITS_MS, show.forget_digits)
        self.stage = Stage(show, parts.decoder, self)
        self._has_begun = True
        self._title_of = window_title
        self.setWindowTitle(window_title(show.scene))
        self._leave = [show.changed.subscribe(self._on_scene), show.asked.subscribe(self._on_ask)]
        self.stage.appeared.connect(self.furnish)
        self.stage.rested.connect(self._on_rested)
        self.stage.recoloured.connect(self._on_recoloured)

    # Opening and closing

    def open(self, screen: QScreen | None = None) -> None:
        """Come on screen, as the scene and the remembered geometry say; `screen` for the stage."""
        if self._show.scene.is_full_screen:
            if self.isVisible():  # with the first picture
                box = self._before[0] if self._before is not None else self.remembered[0]
                self._before = box, self._memory.is_maximized
                self.stage.prepare(self.size())
                self.stage.show()
                return
            self._restore_geometry(self._memory.geometry)
            self._before = self.remembered[0], self._memory.is_maximized
            screen = screen or QGuiApplication.primaryScreen()
            self.stage.prepare(screen.size() if screen else self.size())
            if screen is not None and screen is not QGuiApplication.primaryScreen():
                self.setScreen(screen)
                self.setGeometry(screen.geometry())
            self.showFullScreen()
            return
        self._restore_geometry(self._memory.geometry)
        self.stage.prepare(self.size())
        if self._memory.is_maximized:
            self.showMaximized()
        else:
            self.show()

    def _restore_geometry(self, box: Geometry | None) -> None:
        screen = QGuiApplication.primaryScreen()
        room = screen.availableGeometry() if screen else QRect(0, 0, 1280, 800)
        self.resize(USUAL_SIZE.boundedTo(room.size() * 0.92))
        if box is not None:
            area = QRect(*box)
            if any(s.availableGeometry().intersects(area) for s in QGuiApplication.screens()):
                self.setGeometry(area)

    def fill(self, screen: QScreen) -> None:
        """Fill a screen, wherever the window was; what it was before is remembered."""
        from reader.gui.screens import fill

        if not self.isFullScreen():
            self._before = self.remembered
        fill(self, screen)

    def stand_in(self, area: QRect) -> None:
        """Be a plain window in a part of the screen; what it was before is remembered."""
        from PySide6.QtCore import Qt

        if self._before is None:
            self._before = self.remembered
        self.setWindowState(Qt.WindowState.WindowNoState)
        self.setGeometry(area)
        self.show()

    def stand_free(self) -> None:
        """Be a plain window, of the size and in the place that it had before it filled a screen."""
        from PySide6.QtCore import Qt

        if self.isFullScreen() or self._before is not None:
            box, is_maximized = self._before or self.remembered
            self._before = None
            self.setWindowState(Qt.WindowState.WindowNoState)
            self._restore_geometry(box)
            if is_maximized:
                self.setWindowState(Qt.WindowState.WindowMaximized)
        self.show()

    def furnish(self) -> None:
        """Add all that the first picture need not wait for: commands, panels, readable parts."""
        from reader.gui.furniture import Furniture

        if self.furniture is not None:
            return
        self.stage.furnish()
        self.setAcceptDrops(True)
        self.furniture = Furniture(self._parts, self, self.stage)
        self.furniture.notice_board.changed.connect(self._place_children)
        self._style()
        self.furniture.follow(self._show.scene)
        self._place_children()
        self.stage.setFocus()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.stage.restyle)
        for keys in self._early:
            self.furniture.actions.press(keys)

    @property
    def remembered(self) -> tuple[Geometry, bool]:
        """The geometry of the window when it is neither maximised nor full screen."""
        from PySide6.QtCore import Qt

        if self._before is not None and self.isFullScreen():
            return self._before
        area = self.normalGeometry()
        is_maximized = bool(self.windowState() & Qt.WindowState.WindowMaximized)
        if self._before is not None and self._before[1] and is_maximized:
            return self._before
        return (area.x(), area.y(), area.width(), area.height()), is_maximized

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._has_begun:
            return
        if self._is_locked:
            event.ignore()
            return
        self.left.emit()
        self.stage.close_down()
        if self.furniture is not None:
            self.furniture.close()
        for leave in self._leave:
            leave()
        self._digits.stop()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.furniture is None and not event.isAutoRepeat():
            self._early.append(event.keyCombination())
        elif self.furniture is None or not self.furniture.actions.take(event):
            super().keyPressEvent(event)

    @property
    def _is_locked(self) -> bool:
        """Whether the public may stand before it."""
        return self._has_begun and self._show.scene.staging.is_kiosk

    # Following the show

    def _on_scene(self, scene: Scene) -> None:
        # In a show, `Presentation` says where the window is.
        if scene.is_full_screen != self.isFullScreen() and not scene.staging.is_on:
            from PySide6.QtCore import Qt

            if scene.is_full_screen:
                self._before = self.remembered
                self.setWindowState(self.windowState() | Qt.WindowState.WindowFullScreen)
            elif self._before is not None and self._before[1]:
                self.setWindowState(Qt.WindowState.WindowMaximized)
            else:
                self.setWindowState(Qt.WindowState.WindowNoState)
        if scene.digits:
            self._digits.start()
        if self.furniture is not None and self.furniture.follow(scene):
            self._place_children()

    def _on_rested(self, scene: Scene) -> None:
        self.setWindowTitle(self._title_of(scene))
        if self.furniture is not None:
            self.furniture.follow_page(scene)

    def _on_ask(self, what: Ask) -> None:
        from reader.core.scene import Ask

        if what is Ask.MENU:
            if self.furniture is not None and not self._is_locked:
                self.furniture.open_menu()
        elif what in (Ask.SCROLL_DOWN, Ask.SCROLL_UP):
            if not self._show.scene.staging.has_console:  # there the notes are scrolled first
                self.stage.scroll_text(2 if what is Ask.SCROLL_DOWN else -2)
        else:
            self.wished.emit(what)

    def open_recent(self, folder: str) -> None:
        """Open one of the recent decks."""
        self.dropped.emit(Path(folder))

    # Colours and places

    def _on_recoloured(self) -> None:
        if self.furniture is not None:
            self._style()
            self.furniture.recolour()

    def _style(self) -> None:
        from reader.gui import theme

        base = look.READING_BASE * theme.text_scale()
        self.setStyleSheet(theme.style_sheet(self.stage.palette_in_use, base))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.WindowStateChange:
            # The window system can leave full screen on its own account.
            is_full = self.isFullScreen()
            if self._has_begun and self.isVisible() and self._follows_system(is_full):
                self._show.toggle_full_screen()
            elif self._comes_back(event):
                self._show.podium.toggle_hidden()
        super().changeEvent(event)

    def _comes_back(self, event: QEvent) -> bool:
        """Whether slides that made way for the desktop were taken up by its task bar."""
        if not self._has_begun or not self._show.scene.staging.is_hidden:
            return False
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QWindowStateChangeEvent

        assert isinstance(event, QWindowStateChangeEvent)
        was_minimized = bool(event.oldState() & Qt.WindowState.WindowMinimized)
        return was_minimized and not self.isMinimized()

    def _follows_system(self, is_full: bool) -> bool:
        scene = self._show.scene
        # In a show, screens that come and go make the window system do the same.
        return is_full != scene.is_full_screen and not scene.staging.is_on

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_children()

    def _place_children(self) -> None:
        if not self._has_begun:
            return
        scene, width, height = self._show.scene, self.width(), self.height()
        from reader.gui import theme

        scale = theme.text_scale()
        beside = covered = 0  # beside the picture in a window, over it in full screen
        shown = self.furniture.panel_of(scene) if self.furniture is not None else None
        if shown is not None:
            wanted = PANEL_WIDTH_ON_STAGE if scene.is_staged else PANEL_WIDTH
            panel = int(min(wanted * scale, width * PANEL_SHARE))
            if panel < LEAST_PANEL:  # a small window holds one of the two
                panel = width
            elif scene.is_staged:
                covered = panel
            else:
                beside = panel
            shown.setGeometry(width - panel, 0, panel, height)
            shown.raise_()
        self.stage.setGeometry(0, 0, width - beside, height)
        self.stage.set_covered(covered)
        if self.furniture is None:
            return
        self.furniture.overlays.place(width, height, look.READING_BASE * scale)
        taken = self.furniture.work_board.place(self.stage.width(), height, scale)
        self.furniture.notice_board.place(self.stage.width(), height - taken, scale)

    # Dropped files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._is_locked:
            return
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.dropped.emit(Path(files[0]))
