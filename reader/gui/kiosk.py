"""A show among the public: nothing can be done but to turn its pages, and one key leads out."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from reader.core.scene import Ask
from reader.core.settings import KIOSK_KEY
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
        keys = QKeySequence.fromString(parts.settings.value(KIOSK_KEY))
        if keys.isEmpty() or keys.toString() == "":  # no name of a key: there must be a way out
            keys = QKeySequence.fromString(KIOSK_KEY.usual)
        self._way_out = QShortcut(keys, window)
        self._way_out.setContext(Qt.ShortcutContext.ApplicationShortcut)
        self._way_out.setAutoRepeat(False)
        self._way_out.activated.connect(self._on_way_out)

    def _on_way_out(self) -> None:
        self._show.podium.unlock()
        self._show.ask(Ask.QUIT)
