"""Turns the rows of the command table into Qt actions, with their keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from reader.core.bindings import bindings_of
from reader.core.command import Command, Scope, always
from reader.core.commands import COMMANDS
from reader.core.key_names import is_code
from reader.core.scene import Scene
from reader.core.setting import Setting
from reader.core.settings import KEYS
from reader.core.show import Show
from reader.errors import ReaderError
from reader.gui.parts import Parts
from reader.gui.pressed import placed

_TURNING: Final = frozenset(
    ("slide.next", "slide.previous", "number.enter", "number.rub_out")
)  # what is pressed again and again


class CommandAction(QAction):
    """One command as Qt sees it."""

    def __init__(self, command: Command, parent: QWidget) -> None:
        super().__init__(command.title, parent)
        self.command = command
        self.setObjectName(command.id)
        self.setStatusTip(command.help)
        self.setCheckable(command.checked is not None)
        self.setAutoRepeat(command.repeats)
        self.take_keys(command.keys)
        on_canvas = command.scope is Scope.CANVAS
        self.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
            if on_canvas
            else Qt.ShortcutContext.WindowShortcut
        )

    def take_keys(self, keys: tuple[str, ...]) -> None:
        """Be run by these keys, and by no others."""
        # A key without a name is none to Qt: `Actions.take` knows it by its number.
        self.setShortcuts([QKeySequence(key) for key in keys if not is_code(key)])

    def refresh(self, show: Show) -> None:
        """Ask the show whether the command can run, and whether it is on."""
        is_open = self.command.in_kiosk or not show.scene.staging.is_kiosk
        self.setEnabled(is_open and self.command.enabled(show))
        if self.command.checked is not None:
            self.setChecked(self.command.checked(show))


class Actions:
    """Every command as an action of the window or of the canvas.

    Owns: the actions, and which key is whose. Subscribes to the show and the settings; `close`
    ends that.
    """

    def __init__(self, parts: Parts, window: QWidget, canvas: QWidget) -> None:
        self._parts = parts
        self._show = parts.show
        bindings = bindings_of(COMMANDS, parts.settings)
        self._by_key = bindings.by_key
        self._by_id: dict[str, CommandAction] = {}
        for command in bindings.commands:
            owner = canvas if command.scope is Scope.CANVAS else window
            action = CommandAction(command, owner)
            action.triggered.connect(self._runner(command))
            owner.addAction(action)  # to the widget itself: a menu that is hidden has no keys
            self._by_id[command.id] = action
        self._changing = [
            action
            for action in self._by_id.values()
            if action.command.enabled is not always or action.command.checked is not None
        ]
        self._is_kiosk = False
        self._leave = [
            parts.show.changed.subscribe(self._on_scene),
            parts.settings.changed.subscribe(self._on_setting),
        ]
        self._refresh()

    def close(self) -> None:
        """Stop listening."""
        for leave in self._leave:
            leave()

    def __getitem__(self, command_id: str) -> CommandAction:
        return self._by_id[command_id]

    def __iter__(self) -> Iterator[CommandAction]:
        return iter(self._by_id.values())

    def run(self, command: Command) -> None:
        """Run a command; what goes wrong in an expected way becomes a notice.

        A press that waited too long turns no page.
        """
        if command.id in _TURNING and not self._show.scene.digits and not self._parts.may_turn():
            return
        try:
            command.run(self._show)
        except ReaderError as error:
            self._parts.notices.fault(str(error), key=command.id)

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key does that Qt knows by its place on the keyboard alone; whether it does.

        To be asked about presses that nothing else has taken.
        """
        command = placed(event, self._by_key)
        if command is None or (event.isAutoRepeat() and not command.repeats):
            return False
        self[command.id].trigger()
        return True

    def press(self, keys: QKeyCombination) -> None:
        """Do what a key does that was pressed before there were actions."""
        for action in self:
            if QKeySequence(keys) in action.shortcuts():
                action.trigger()

    def _runner(self, command: Command) -> _Runner:
        return _Runner(self, command)

    def _on_scene(self, scene: Scene) -> None:
        if scene.staging.is_kiosk is not self._is_kiosk:
            self._is_kiosk = scene.staging.is_kiosk
            for action in self:
                action.refresh(self._show)
        self._refresh()

    def _on_setting(self, setting: Setting[Any]) -> None:
        if setting is not KEYS:
            return
        bindings = bindings_of(COMMANDS, self._parts.settings)
        self._by_key = bindings.by_key
        for command in bindings.commands:
            self[command.id].take_keys(command.keys)

    def _refresh(self) -> None:
        for action in self._changing:
            action.refresh(self._show)


class _Runner:
    """What a triggered action calls; an object, because a lambda would keep the window alive."""

    def __init__(self, actions: Actions, command: Command) -> None:
        self._actions = actions
        self._command = command

    def __call__(self, _checked: bool = False) -> None:
        self._actions.run(self._command)
