"""What a window has besides its first picture, imported and made once that is on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from reader.core import look
from reader.core.commands import Menu
from reader.core.memory import Memory
from reader.core.notices import Notices
from reader.core.show import Scene, Show
from reader.gui.actions import Actions
from reader.gui.gestures import Gestures
from reader.gui.icons import line_icon
from reader.gui.overlays.controls import Controls
from reader.gui.overlays.keys import KeyOverlay
from reader.gui.overlays.link import LinkDialog, is_safe
from reader.gui.overlays.notice import NoticeBoard
from reader.gui.panels.citations import CitationsPanel
from reader.gui.semantics import Semantics
from reader.gui.stage import Stage

if TYPE_CHECKING:
    from reader.gui.window import Window


class Furniture(QObject):
    """The commands, the menu, the panels and overlays, and the readable parts of the page.

    Owns: all of these.
    """

    def __init__(
        self, show: Show, notices: Notices, window: Window, stage: Stage, memory: Memory
    ) -> None:
        super().__init__(window)
        self._show = show
        self._window = window
        self._stage = stage
        self._notices = notices
        self._memory = memory
        self.actions = Actions(show, notices, window, stage)
        self.gestures = Gestures(show, stage)
        self.semantics = Semantics(show, stage)
        self.controls = Controls(stage, self.actions)
        self.panel = CitationsPanel(show, notices, window)
        self.keys = KeyOverlay(window)
        self.notice_board = NoticeBoard(show, notices, window)
        self.menu: QMenu | None = None
        for over in (self.panel, self.keys):  # where the pointer never hides
            over.setCursor(Qt.CursorShape.ArrowCursor)
        self.panel.link_asked.connect(self._ask_for_link)
        self.panel.left.connect(self.semantics.focus_mark)
        self.recolour()

    def close(self) -> None:
        """Stop listening and waiting."""
        self.actions.close()
        self.gestures.close()
        self.controls.close()
        self.notice_board.close()

    def recolour(self) -> None:
        """Draw the icons in the colours that now hold."""
        palette = self._stage.palette_in_use
        self.controls.recolour()
        ratio = self._stage.devicePixelRatioF()
        self.panel.set_close_icon(line_icon("x", palette.soft, 18, ratio))

    def follow(self, scene: Scene) -> bool:
        """Open and close what the scene says; whether anything takes another place now."""
        had_focus = self.panel.isAncestorOf(self._window.focusWidget() or self._window)
        moved = self.panel.isHidden() is scene.has_citations
        moved |= self.keys.isHidden() is scene.has_keys
        self.panel.setVisible(scene.has_citations)
        self.keys.setVisible(scene.has_keys)
        if had_focus and not scene.has_citations:
            self._stage.setFocus(Qt.FocusReason.OtherFocusReason)
        if scene.has_citations and (moved or scene.source != self.panel.source):
            self.panel.follow(scene)
        return moved

    def follow_page(self, scene: Scene) -> None:
        """List what belongs to the page on which the reader has come to rest."""
        if scene.has_citations:
            self.panel.follow(scene)

    def open_menu(self) -> None:
        """Every listed command, by menu, under the menu button."""
        self.controls.reveal()
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = self._menu()  # anew, because the recent decks change
        at = self.controls.corner().bottomRight()
        at += QPoint(-self.menu.sizeHint().width(), look.GRID)
        self.menu.popup(self._stage.mapToGlobal(at))

    def _menu(self) -> QMenu:
        made = QMenu(self._window)
        for name in Menu:
            part = made.addMenu(name.value)
            for action in self.actions:
                if action.command.menu is name and action.command.is_listed:
                    part.addAction(action)
            if name is Menu.FILE:
                self._add_recent(part)
        return made

    def _add_recent(self, part: QMenu) -> None:
        recent = part.addMenu("Recent decks")
        for folder in self._memory.recent:
            entry = recent.addAction(folder.replace("&", "&&"))
            entry.setData(folder)
        recent.setEnabled(bool(self._memory.recent))
        recent.triggered.connect(lambda entry: self._window.open_recent(entry.data()))

    def _ask_for_link(self, address: str) -> None:
        if not is_safe(address):
            self._notices.fault(f"This address cannot be opened: {address}", key="link")
            return
        dialog = LinkDialog(address, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
