"""What a window has besides its first picture, imported and made once that is on screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from reader.core.notices import Notices
from reader.core.show import Scene, Show
from reader.gui.actions import Actions
from reader.gui.icons import line_icon
from reader.gui.overlays.controls import Controls
from reader.gui.overlays.keys import KeyOverlay
from reader.gui.overlays.link import LinkDialog, is_safe
from reader.gui.panels.citations import CitationsPanel
from reader.gui.semantics import Semantics
from reader.gui.stage import Stage


class Extras(QObject):
    """The citations, the key list, the controls and the readable parts of the page.

    Owns: those four.
    """

    def __init__(
        self, show: Show, notices: Notices, window: QWidget, stage: Stage, actions: Actions
    ) -> None:
        super().__init__(window)
        self._window = window
        self._stage = stage
        self._notices = notices
        self.semantics = Semantics(show, stage)
        self.controls = Controls(stage, actions)
        self.panel = CitationsPanel(show, notices, window)
        self.keys = KeyOverlay(window)
        self.panel.link_asked.connect(self._ask_for_link)
        self.panel.left.connect(self.semantics.focus_mark)
        self.recolour()

    def recolour(self) -> None:
        """Draw the icons in the colours that now hold."""
        palette = self._stage.palette_in_use
        self.controls.recolour()
        ratio = self._stage.devicePixelRatioF()
        self.panel.set_close_icon(line_icon("x", palette.soft, 18, ratio))

    def follow(self, scene: Scene) -> None:
        """Open and close what the scene says; the content follows when the page rests."""
        had_focus = self.panel.isAncestorOf(self._window.focusWidget() or self._window)
        self._show_or_hide(self.panel, scene.has_citations)
        self._show_or_hide(self.keys, scene.has_keys)
        if had_focus and not scene.has_citations:
            self._stage.setFocus(Qt.FocusReason.OtherFocusReason)
        if scene.has_citations and (scene.source or not self.panel.is_current(scene)):
            self.panel.follow(scene)

    def follow_page(self, scene: Scene) -> None:
        """List what belongs to the page on which the reader has come to rest."""
        if scene.has_citations:
            self.panel.follow(scene)

    @staticmethod
    def _show_or_hide(widget: QWidget, wanted: bool) -> None:
        if widget.isHidden() is wanted:
            widget.setVisible(wanted)

    def _ask_for_link(self, address: str) -> None:
        if not is_safe(address):
            self._notices.fault(f"This address cannot be opened: {address}", key="link")
            return
        dialog = LinkDialog(address, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
