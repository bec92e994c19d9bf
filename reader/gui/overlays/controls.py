"""Buttons that come with the pointer and go when it rests."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QToolButton

from reader.core import look
from reader.core.show import Show
from reader.gui.actions import Actions, CommandAction
from reader.gui.icons import line_icon
from reader.gui.stage import Stage
from reader.gui.timers import single_shot
from reader.gui.widgets import PressKeys

CORNER = (
    "slide.previous",
    "slide.next",
    "view.citations",
    "view.receipt",
    "help.keys",
    "view.full_screen",
    "view.menu",
)
SIZE = 36  # logical pixels
ICON = 20


class Controls(QObject):
    """Shows the controls while the pointer moves or one of them has the focus.

    Owns: the buttons, children of the stage, and the timer that hides them.
    """

    def __init__(self, show: Show, stage: Stage, actions: Actions) -> None:
        super().__init__(stage)
        self._show = show
        self._stage = stage
        self._buttons = {name: self._button(actions[name]) for name in CORNER}
        self._hide = single_shot(self, look.CONTROLS_MS, self._on_rest)
        stage.installEventFilter(self)
        stage.laid_out.connect(self._place)
        self.recolour()

    def _button(self, action: CommandAction) -> QToolButton:
        made = QToolButton(self._stage)
        made.setProperty("role", "control")
        made.setDefaultAction(action)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        made.setAccessibleName(action.command.title)
        made.setAccessibleDescription(action.command.help)
        keys = action.shortcut().toString()
        made.setToolTip(f"{action.command.title} ({keys})" if keys else action.command.title)
        made.setIconSize(QSize(ICON, ICON))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setCursor(Qt.CursorShape.ArrowCursor)
        made.hide()
        made.installEventFilter(PressKeys(made))
        return made

    def close(self) -> None:
        self._hide.stop()

    def recolour(self) -> None:
        """Draw the icons in the ink that now holds."""
        ink = self._stage.palette_in_use.ink
        ratio = self._stage.devicePixelRatioF()
        for button in self._buttons.values():
            action = button.defaultAction()
            if isinstance(action, CommandAction):
                action.setIcon(line_icon(action.command.icon, ink, ICON, ratio))
                action.setIconVisibleInMenu(False)

    def reveal(self) -> None:
        """Show the controls, unless the public may press them; they leave again after a while."""
        if self._show.scene.staging.is_kiosk:
            return
        self._place()
        for name, button in self._buttons.items():
            button.setVisible(name in self._corner())
            button.raise_()
        self._hide.start()

    def corner(self) -> QRect:
        """Where the menu button stands."""
        return self._buttons["view.menu"].geometry()

    def _corner(self) -> list[str]:
        """What there is a button for: the receipt only of a bundle, and where there is room."""
        has_room = self._stage.clear_width >= (SIZE + look.GRID) * len(CORNER) + look.GRID * 2
        is_bundle = self._show.scene.deck.files.digests is not None
        return [name for name in CORNER if name != "view.receipt" or (has_room and is_bundle)]

    def _place(self, _sheet: object = None) -> None:
        x = round(self._stage.clear_width) - look.GRID * 2
        for name in reversed(self._corner()):
            x -= SIZE
            self._buttons[name].setGeometry(x, look.GRID * 2, SIZE, SIZE)
            x -= look.GRID

    def _on_rest(self) -> None:
        focus = QApplication.focusWidget()
        if any(b is focus or b.underMouse() for b in self._buttons.values()):
            self._hide.start()
            return
        for button in self._buttons.values():
            button.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._stage:
            if kind == QEvent.Type.MouseMove:
                self.reveal()
            elif kind == QEvent.Type.KeyPress and event.key() in (  # type: ignore[attr-defined]
                Qt.Key.Key_Tab,
                Qt.Key.Key_Backtab,
            ):
                self.reveal()  # what is hidden cannot be reached with Tab
            elif kind == QEvent.Type.Leave:
                self._hide.start()
        return False
