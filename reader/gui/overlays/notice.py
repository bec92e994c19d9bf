"""Short messages at the foot of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel, QWidget

from reader.core.notices import Level, Notice, Notices
from reader.core.scene import Scene
from reader.core.show import Show
from reader.gui.timers import single_shot

NOTICE_MS = 5000
FAULT_MS = 15000
WIDEST = 720  # logical pixels
FOOT = 72


class NoticeBoard(QLabel):
    """Shows the newest notice for a while.

    While a presenter has a window, only the board in that one speaks, which is private: it tells
    of faults too, as no audience reads it.
    Owns: the timer that takes it away.
    Emits: changed(), when there is another notice to be placed.
    """

    changed = Signal()

    def __init__(
        self, show: Show, notices: Notices, window: QWidget, *, is_private: bool = False
    ) -> None:
        super().__init__(window)
        self._show = show
        self._is_private = is_private
        self.setObjectName("notice")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._rest = single_shot(self, NOTICE_MS, self.hide)
        self._is_fault = False
        self._leave = [
            notices.posted.subscribe(self._on_notice),
            show.changed.subscribe(self._on_scene),
        ]
        self.hide()
        if notices.newest is not None:  # from before there was a board
            self._on_notice(notices.newest)

    def close(self) -> bool:
        for leave in self._leave:
            leave()
        self._rest.stop()
        return super().close()

    def _on_scene(self, scene: Scene) -> None:
        if not self._may_tell(scene):
            self.hide()

    def _may_tell(self, scene: Scene) -> bool:
        """Whether those who see this board are those whom the notice concerns."""
        if self._is_private:
            return True
        if scene.staging.is_kiosk:
            return False  # the public can do nothing about anything
        # Before an audience, a placeholder says what the slide lacks.
        return not scene.staging.has_console and not (scene.is_staged and self._is_fault)

    def _on_notice(self, notice: Notice) -> None:
        self._is_fault = notice.level is Level.FAULT
        if not notice.text:
            self.hide()
            return
        if not self._may_tell(self._show.scene):
            return
        self.setText(f"⚠  {notice.text}" if self._is_fault else notice.text)
        self.show()
        self.changed.emit()
        self._rest.start(FAULT_MS if self._is_fault else NOTICE_MS)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, notice.text))

    def place(self, width: int, height: int, scale: float) -> None:
        """Stand over the foot of an area of this size, centred."""
        if self.isHidden():
            return
        room = min(width - 48, WIDEST)
        self.setWordWrap(False)
        wide = min(room, self.sizeHint().width())  # on one line, as long as there is room
        self.setWordWrap(True)
        tall = self.heightForWidth(wide)
        foot = round(FOOT * scale)
        self.setGeometry((width - wide) // 2, height - tall - foot, wide, tall)
        self.raise_()
