"""Turns the rows of the command table into Qt actions, with their keys."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from reader.core.command import Command, Scope, always
from reader.core.commands import COMMANDS
from reader.core.notices import Notices
from reader.core.scene import Scene
from reader.core.show import Show
from reader.errors import ReaderError


class CommandAction(QAction):
    """One command as Qt sees it."""

    def __init__(self, command: Command, parent: QWidget) -> None:
        super().__init__(command.title, parent)
        self.command = command
        self.setObjectName(command.id)
        self.setStatusTip(command.help)
        self.setCheckable(command.checked is not None)
        self.setAutoRepeat(command.repeats)
        self.setShortcuts([QKeySequence(key) for key in command.keys])
        on_canvas = command.scope is Scope.CANVAS
        self.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
            if on_canvas
            else Qt.ShortcutContext.WindowShortcut
        )

    def refresh(self, show: Show) -> None:
        """Ask the show whether the command can run, and whether it is on."""
        self.setEnabled(self.command.enabled(show))
        if self.command.checked is not None:
            self.setChecked(self.command.checked(show))


class Actions:
    """Every command as an action of the window or of the canvas.

    Owns: the actions. Subscribes to the show; `close` ends that.
    """

    def __init__(self, show: Show, notices: Notices, window: QWidget, canvas: QWidget) -> None:
        self._show = show
        self._notices = notices
        self._by_id: dict[str, CommandAction] = {}
        for command in COMMANDS:
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
        self.close = show.changed.subscribe(self._on_scene)
        self._refresh()

    def __getitem__(self, command_id: str) -> CommandAction:
        return self._by_id[command_id]

    def __iter__(self) -> Iterator[CommandAction]:
        return iter(self._by_id.values())

    def run(self, command: Command) -> None:
        """Run a command; what goes wrong in an expected way becomes a notice."""
        try:
            command.run(self._show)
        except ReaderError as error:
            self._notices.fault(str(error), key=command.id)

    def press(self, keys: QKeyCombination) -> None:
        """Do what a key does that was pressed before there were actions."""
        for action in self:
            if QKeySequence(keys) in action.shortcuts():
                action.trigger()

    def _runner(self, command: Command) -> _Runner:
        return _Runner(self, command)

    def _on_scene(self, _scene: Scene) -> None:
        self._refresh()

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
