"""The screens that Qt knows, as the core names them, and word of those that come and go."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from reader.core.screens import Desk, ScreenInfo
from reader.gui.timers import single_shot

SETTLE_MS = 250  # a system that plugs a screen in tells of it in several steps
_FILLED = "filled"  # the property that holds the name of the screen that a window was given
SECOND_LOOK_MS = 1000  # and some tell of the last step to nobody


def named_screens() -> dict[str, QScreen]:
    """The screens by name; of two with one name the second is called "NAME (2)"."""
    found: dict[str, QScreen] = {}
    times: Counter[str] = Counter()
    for screen in QGuiApplication.screens():
        name = screen.name() or "Screen"
        times[name] += 1
        found[name if times[name] == 1 else f"{name} ({times[name]})"] = screen
    return found


def desk() -> Desk:
    """The screens as they are now."""
    from reader.core.displays import connected_displays, is_builtin, is_mirrored

    primary = QGuiApplication.primaryScreen()
    screens = tuple(
        ScreenInfo(
            name,
            (area.x(), area.y(), area.width(), area.height()),
            is_builtin(name) or is_builtin(screen.model()),
            screen is primary,
            f"{screen.manufacturer()} {screen.model()}".strip(),
            screen.devicePixelRatio(),
        )
        for name, screen in named_screens().items()
        if (area := screen.geometry()).width() > 0
    )
    rectangles = [screen.rectangle for screen in screens]
    platform = QGuiApplication.platformName()
    return Desk(screens, is_mirrored(rectangles, connected_displays(), platform))


def is_wayland() -> bool:
    """Whether windows are placed by the compositor, which knows screens but no coordinates."""
    return QGuiApplication.platformName().startswith("wayland")


def fill(window: QWidget, screen: QScreen) -> None:
    """Let a window fill a screen, wherever it was."""
    full = Qt.WindowState.WindowFullScreen
    if is_wayland():
        # After a swap Qt still names the screen on which the window was before.
        is_there = window.property(_FILLED) == screen.name()
        window.setProperty(_FILLED, screen.name())
    else:
        is_there = window.screen() is screen and window.geometry() == screen.geometry()
    if not (window.isFullScreen() and is_there):
        if is_wayland():
            window.hide()  # a compositor gives a screen only to a window that comes up anew
            window.setScreen(screen)
        else:
            if window.isFullScreen():
                window.setWindowState(Qt.WindowState.WindowNoState)
            window.setScreen(screen)
            window.setGeometry(screen.geometry())
        window.setWindowState(full)
    window.show()


class Screens(QObject):
    """Watches the screens while the program runs.

    Owns: the desk as it was last told.
    Emits: changed(Desk), when screens came, went, or changed place or size.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._desk = desk()
        self._settle = single_shot(self, SETTLE_MS, self._look)
        self._second_look = single_shot(self, SECOND_LOOK_MS, self._look)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._on_added)
        application.screenRemoved.connect(self._on_changed)
        application.primaryScreenChanged.connect(self._on_changed)
        for screen in QGuiApplication.screens():
            self._listen_to(screen)

    @property
    def desk(self) -> Desk:
        """The screens as they were last told."""
        return self._desk

    def close(self) -> None:
        """Wait for nothing more."""
        self._settle.stop()
        self._second_look.stop()

    def _listen_to(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._on_changed)
        screen.logicalDotsPerInchChanged.connect(self._on_changed)

    def _on_added(self, screen: QScreen) -> None:
        self._listen_to(screen)
        self._on_changed()

    def _on_changed(self, *_what: object) -> None:
        self._settle.start()
        self._second_look.start()

    def _look(self) -> None:
        now = desk()
        if now != self._desk:
            self._desk = now
            self.changed.emit(now)
