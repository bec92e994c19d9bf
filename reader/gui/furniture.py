"""What a window has besides its first picture, imported and made once that is on screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from reader.core import look
from reader.core.command import Menu
from reader.core.deck import Deck
from reader.core.scene import Scene
from reader.gui.actions import Actions
from reader.gui.gestures import Gestures
from reader.gui.icons import line_icon
from reader.gui.menu import command_menu, part_of
from reader.gui.overlays.board import OverlayBoard
from reader.gui.overlays.controls import Controls
from reader.gui.overlays.link import LinkDialog, is_safe
from reader.gui.overlays.notice import NoticeBoard
from reader.gui.overlays.work import WorkBoard
from reader.gui.panels.citations import CitationsPanel
from reader.gui.panels.side import SidePanel
from reader.gui.parts import Parts
from reader.gui.semantics import Semantics
from reader.gui.stage import Stage

if TYPE_CHECKING:
    from reader.formats.receipt import Receipt
    from reader.gui.panels.receipt import ReceiptPanel
    from reader.gui.window import Window


class Furniture(QObject):
    """The commands, the menu, the panels and overlays, and the readable parts of the page.

    Owns: all of these.
    """

    def __init__(self, parts: Parts, window: Window, stage: Stage) -> None:
        super().__init__(window)
        show, notices, memory = parts.show, parts.notices, parts.memory
        self._show = show
        self._window = window
        self._stage = stage
        self._notices = notices
        self._memory = memory
        self.actions = Actions(parts, window, stage)
        self.gestures = Gestures(parts, stage)
        self.semantics = Semantics(show, stage)
        self.controls = Controls(show, stage, self.actions)
        self.citations = CitationsPanel(show, notices, window)
        self._receipt: ReceiptPanel | None = None  # made when it is first opened
        self._known: tuple[Deck, Receipt] | None = None  # what it is to show
        self.overlays = OverlayBoard(parts, window, stage, is_console=False)
        self.notice_board = NoticeBoard(show, notices, window)
        self.work_board = WorkBoard(window, self.notice_board.changed.emit)
        self.menu: QMenu | None = None
        self.citations.setCursor(Qt.CursorShape.ArrowCursor)  # where the pointer never hides
        self.citations.link_asked.connect(self._ask_for_link)
        self.citations.left.connect(self.semantics.focus_mark)
        stage.layers.obey(parts.settings)
        self.recolour()

    def close(self) -> None:
        """Stop listening and waiting."""
        self.actions.close()
        self.gestures.close()
        self.controls.close()
        self.overlays.close()
        self.notice_board.close()
        self.work_board.close()

    def recolour(self) -> None:
        """Draw the icons in the colours that now hold."""
        palette = self._stage.palette_in_use
        self.controls.recolour()
        self.work_board.recolour(palette)
        close = line_icon("x", palette.soft, 18, self._stage.devicePixelRatioF())
        for panel in self._panels:
            panel.set_close_icon(close)
        if self._receipt is not None:
            self._receipt.recolour(palette)

    # Panels

    @property
    def _panels(self) -> list[SidePanel]:
        """Every panel that there is by now."""
        return [panel for panel in (self.citations, self._receipt) if panel is not None]

    @property
    def receipt(self) -> ReceiptPanel:
        """The receipt, made now where it was not before: most readers never open it."""
        if self._receipt is None:
            from reader.gui.panels.receipt import ReceiptPanel

            self._receipt = ReceiptPanel(self._show, self._notices, self._window)
            self._receipt.setCursor(Qt.CursorShape.ArrowCursor)
            if self._known is not None:
                self._receipt.take(*self._known)
            self.recolour()
        return self._receipt

    @property
    def known_receipt(self) -> Receipt | None:
        """What is known of the bundle by now; None where nobody has looked."""
        return self._known[1] if self._known is not None else None

    def panel_of(self, scene: Scene) -> SidePanel | None:
        """The panel that is open in a scene."""
        if scene.has_receipt:
            return self.receipt
        return self.citations if scene.has_citations else None

    def take_receipt(self, deck: Deck, receipt: Receipt) -> None:
        """Show what is known of a bundle by now, in the receipt where that is open."""
        self._known = deck, receipt
        if self._receipt is not None:
            self._receipt.take(deck, receipt)
            self.follow_page(self._show.scene)

    def follow(self, scene: Scene) -> bool:
        """Open and close what the scene says; whether anything takes another place now."""
        focus = self._window.focusWidget() or self._window
        had_focus = any(panel.isAncestorOf(focus) for panel in self._panels)
        shown = self.panel_of(scene)
        moved = any(panel.isHidden() is (panel is shown) for panel in self._panels)
        for panel in self._panels:
            panel.setVisible(panel is shown)
        moved |= self.overlays.follow(scene)
        if had_focus and (shown is None or not shown.isAncestorOf(focus)):
            self._stage.setFocus(Qt.FocusReason.OtherFocusReason)
        if shown is not None and (moved or scene.source != self.citations.source):
            self.follow_page(scene)
        return moved

    def follow_page(self, scene: Scene) -> None:
        """List what belongs to the page on which the reader has come to rest."""
        if scene.has_citations:
            self.citations.follow(scene)
        elif scene.has_receipt:
            self.receipt.follow(scene, self._stage.picture_fixity)

    def open_menu(self) -> None:
        """Every listed command, under the menu button; a presenter's window has its own menu."""
        if self._show.scene.staging.has_console:
            return
        self.controls.reveal()
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = self._menu()  # anew, because the recent decks change
        at = self.controls.corner().bottomRight()
        at += QPoint(-self.menu.sizeHint().width(), look.GRID)
        self.menu.popup(self._stage.mapToGlobal(at))

    def _menu(self) -> QMenu:
        made = command_menu(self.actions, self._show, self._window)
        self._add_recent(part_of(made, Menu.FILE))
        return made

    def _add_recent(self, part: QMenu) -> None:
        recent = part.addMenu("Recent decks")
        for place, words in recent_words(self._memory.recent):
            entry = recent.addAction(words.replace("&", "&&"))
            entry.setData(place)
        recent.setEnabled(bool(self._memory.recent))
        recent.triggered.connect(lambda entry: self._window.open_recent(entry.data()))

    def _ask_for_link(self, address: str) -> None:
        if self._show.scene.staging.is_kiosk:
            return  # a browser would be a way out
        if not is_safe(address):
            self._notices.fault(f"This address cannot be opened: {address}", key="link")
            return
        dialog = LinkDialog(address, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def recent_words(places: list[str]) -> list[tuple[str, str]]:
    """What each deck is called in the list: a bundle by its name, as far as that tells it apart."""
    names = [Path(place).name for place in places]
    return [
        (place, name if name.endswith(".zip") and names.count(name) == 1 else place)
        for place, name in zip(places, names, strict=True)
    ]
