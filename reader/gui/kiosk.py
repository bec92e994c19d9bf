"""A show among the public: nothing can be done but to turn its pages, and one key leads out."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from reader.core.bindings import bindings_of, kiosk_key
from reader.core.commands import COMMANDS
from reader.core.scene import Ask
from reader.gui.parts import Parts
from reader.gui.window import Window


class Kiosk(QObject):
    """Locks the show when it is made, and unlocks it at the press of the one key.

    Owns: that key.
    """

    def __init__(self, parts: Parts, window: Window) -> None:
        super().__init__(window)
        self._show = parts.show
        self._show.podium.lock()
        window.setCursor(Qt.CursorShape.BlankCursor)
        settings = parts.settings
        key = kiosk_key(bindings_of(COMMANDS, settings), settings)
        self._way_out = QShortcut(QKeySequence(key), window)
        self._way_out.setContext(Qt.ShortcutContext.ApplicationShortcut)
        self._way_out.setAutoRepeat(False)
        self._way_out.activated.connect(self._on_way_out)

    def _on_way_out(self) -> None:
        self._show.podium.unlock()
        self._show.ask(Ask.QUIT)
