"""Puts the windows of a show on the screens that its scene says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QScreen

from reader.core.scene import Scene, Staging
from reader.gui.parts import Parts
from reader.gui.screens import fill, is_wayland, named_screens
from reader.gui.timers import single_shot
from reader.gui.window import Window

if TYPE_CHECKING:
    from reader.formats.receipt import Receipt
    from reader.gui.presenter.window import PresenterWindow

RESET_MS = 4000  # how long the question stands whether to set the timer to zero
CONSOLE_SHARE = 0.6  # of one screen that both windows share
SLIDE_SHAPE = 16 / 9
FRAME = 32  # logical pixels, above a window for its title


class Presentation(QObject):
    """Follows a show from its beginning to its end.

    Owns: the presenter's window. The audience's is the window in which the deck was read.
    Emits: began(), ended().
    """

    began = Signal()
    ended = Signal()

    def __init__(self, parts: Parts, window: Window) -> None:
        super().__init__(window)
        self._parts = parts
        self._window = window
        self._console: PresenterWindow | None = None
        self._before = Staging()
        self._reset = single_shot(self, RESET_MS, parts.show.podium.forget_reset)
        window.left.connect(self.close)
        self._leave = parts.show.changed.subscribe(self.follow)

    @property
    def console(self) -> PresenterWindow | None:
        """The presenter's window, while there is one."""
        return self._console

    def close(self) -> None:
        """Close the presenter's window and stop following."""
        self._leave()
        self._reset.stop()
        self._close_console()

    def take_receipt(self, receipt: Receipt) -> None:
        """Tell the presenter what is known of the bundle by now."""
        if self._console is not None:
            self._console.take_verdict(receipt.verdict)

    def follow(self, scene: Scene) -> None:
        """Open, place and close windows as the scene says."""
        before, now = self._before, scene.staging
        self._before = now
        if now.is_reset_asked and not before.is_reset_asked:
            self._reset.start()
        if now.is_on and not before.is_on:
            self._place(now)
            self.began.emit()
        elif now.is_on and _places(now) != _places(before):
            self._place(now)
        elif before.is_on and not now.is_on:
            self._close_console()
            self._window.stand_free()
            self._window.activateWindow()
            self.ended.emit()

    def _place(self, staging: Staging) -> None:
        screens = named_screens()
        found = staging.arrangement
        if found.console is None:
            self._close_console()
        audience = screens.get(found.audience or "")
        self._place_audience(staging, audience)
        console = screens.get(found.console or "")
        if console is not None:
            self._place_console(console, alone=found.audience != found.console)
        if found.audience is not None and found.audience != found.console:
            self._parts.memory.give_screen(staging.desk.key, found.audience)

    def _place_audience(self, staging: Staging, screen: QScreen | None) -> None:
        if staging.arrangement.audience is None:
            self._window.hide()
        elif staging.is_hidden:
            if staging.has_console:
                self._window.hide()
            else:
                self._window.showMinimized()  # or nothing would be left to bring it back with
        elif not staging.arrangement.is_full_screen:
            if self._parts.memory.console_geometry is None and screen is not None:
                self._window.stand_in(_beside(screen.availableGeometry()))
            else:  # the presenter has put both where they should be
                self._window.stand_free()
        else:
            self._window.fill(screen or self._window.screen())

    def _place_console(self, screen: QScreen, *, alone: bool) -> None:
        from reader.gui.presenter.window import PresenterWindow

        is_new = self._console is None
        if self._console is None:
            self._console = PresenterWindow(self._parts, self._window.stage)
            self._console.closed.connect(self._on_closed)
            furniture = self._window.furniture
            if furniture is not None and furniture.known_receipt is not None:
                self._console.take_verdict(furniture.known_receipt.verdict)
        room = screen.availableGeometry()
        if alone and is_wayland():
            fill(self._console, screen)  # no other way leads to a screen
        elif alone:
            self._console.setScreen(screen)
            self._console.setGeometry(room)
            self._console.showMaximized()
        elif is_new:
            box = self._parts.memory.console_geometry
            share = room.adjusted(0, FRAME, 0, 0)
            share.setWidth(round(room.width() * CONSOLE_SHARE))
            self._console.setGeometry(QRect(*box) if box is not None else share)
            self._console.show()
        self._console.raise_()
        self._console.activateWindow()

    def _on_closed(self) -> None:
        """The presenter closed the window by its frame: the show goes on without it."""
        if self._parts.show.scene.staging.has_console:
            self._parts.show.podium.toggle_console()

    def _close_console(self) -> None:
        console, self._console = self._console, None
        if console is not None:
            console.close_down()
            console.deleteLater()


def _beside(room: QRect) -> QRect:
    """The place beside the presenter's window on the screen that both share."""
    width = room.width() - round(room.width() * CONSOLE_SHARE)
    height = min(room.height(), round(width / SLIDE_SHAPE))
    return QRect(room.right() + 1 - width, room.top() + FRAME, width, height)


def _places(staging: Staging) -> tuple[object, ...]:
    return staging.arrangement, staging.is_hidden, staging.desk
