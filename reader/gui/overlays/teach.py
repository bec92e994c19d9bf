"""Teaching a clicker: press one of its buttons, and choose what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.core import look
from reader.core.bindings import RESERVED, WAY_OUT, Bindings, bindings_of, teach
from reader.core.command import Command
from reader.core.commands import COMMANDS
from reader.core.key_names import is_code
from reader.core.keys import key_name
from reader.errors import SettingsError
from reader.gui.overlays.scrolled import ScrolledCard
from reader.gui.parts import Parts
from reader.gui.pressed import name_of, placed
from reader.gui.timers import single_shot
from reader.gui.widgets import PressKeys, button, label

_MOST_SHOWN: Final = 10
_FIRST: Final = (  # what clickers have buttons for
    *("slide.next", "slide.previous", "show.black", "show.white"),
    *("show.start", "show.start_here", "show.end"),
)
_USED: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)  # by field and buttons
_CHOOSE: Final = "Choose one, or type a word and press Enter"
_WAITING: Final = "Press a button of the clicker, or a key"
_ABOUT: Final = (
    "Esc always leads out and Tab moves on, so neither can be taught. The buttons of a clicker "
    "that works as a mouse need no teaching: Back and Forward turn pages, and what a click does "
    "is a setting."
)


class Listener(QFrame):
    """The place that hears whatever key is pressed while it has the focus.

    Owns: nothing. Emits: pressed(QKeyEvent).
    """

    pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("listener")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * look.GRID, 2 * look.GRID, 2 * look.GRID, 2 * look.GRID)
        self._key = label("", "title", wrap=True)
        self._key.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._says = label("", "soft", wrap=True)
        self._says.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._key)
        column.addWidget(self._says)

    def say(self, key: str, words: str) -> None:
        """Show what was pressed, and a sentence about it."""
        self._key.setText(key)
        self._says.setText(words)
        self._says.setVisible(bool(words))
        self.setAccessibleName(f"{key}. {words}".strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self.pressed.emit(event)


class Teach(ScrolledCard):
    """Hears a key, says whose it is, gives it to another command, and lists what was taught.

    Owns: the key that was heard last.
    """

    WIDTH = 600

    def __init__(self, parts: Parts, parent: QWidget) -> None:
        super().__init__("Teach a button", "What the button can do", parts, parent)
        self._heard = ""
        self._bindings = Bindings(COMMANDS)
        self._choices: list[QToolButton] = []
        self._chosen = ""
        # A button may not take itself away while it is being pressed.
        self._take_soon = single_shot(self, 0, self._take_chosen)
        self._forget_soon = single_shot(self, 0, self._forget_chosen)
        self.listener = Listener()
        self.listener.pressed.connect(self._on_pressed)
        self.field = QLineEdit()
        self.field.setPlaceholderText("What should it do?")
        self.field.setAccessibleName("What the button should do")
        self.field.textChanged.connect(self._list)
        self.field.returnPressed.connect(self._take_first)
        self.about = label("", "heading")
        for at, widget in enumerate((self.listener, self.field, self.about), start=1):
            self.column.insertWidget(at, widget)
        self.scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._more = label(_ABOUT, "soft", wrap=True)
        self.column.addWidget(self._more)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        self._other = _small("Another button", self.begin)
        row.addWidget(self._other)
        row.addStretch(1)
        self._close = _small("Close", parts.show.close_overlay)
        row.addWidget(self._close)
        self.column.addLayout(row)
        self.setFocusProxy(self.listener)

    def begin(self) -> None:
        self._listen("")

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and _is_for_us(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hear what the field and the buttons have no use for: the next button of a clicker."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            focus = self.focusWidget()
            if focus is not None and self.scrolled.isAncestorOf(focus):
                self.scrolled.ensureWidgetVisible(focus)
        elif event.key() not in _USED and not event.isAutoRepeat():
            self._on_pressed(event)

    # Hearing

    def _listen(self, said: str) -> None:
        """Wait for a button, below what was done about the last one."""
        self._heard = ""
        self._bindings = bindings_of(COMMANDS, self.parts.settings)
        self.listener.say(_WAITING, said)
        self.listener.setFocus(Qt.FocusReason.OtherFocusReason)
        self._list()

    def _on_pressed(self, event: QKeyEvent) -> None:
        key = name_of(event)
        if not key or key == WAY_OUT:
            return
        if key in RESERVED:
            self.listener.say(key_name(key), "It leads out of a kiosk, and cannot be taught.")
            return
        self._heard = key
        by_key = self._bindings.by_key
        owner = by_key.get(key) or placed(event, by_key)
        words = _owner_words(key, owner)
        self.listener.say(key_name(key), words)
        self.field.setAccessibleDescription(f"{key_name(key)}. {words}")  # where the focus goes
        self.field.clear()
        self._list()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # Choosing

    def _list(self, _typed: str = "") -> None:
        """What the button can do; or, before one was pressed, what was taught."""
        has_key = bool(self._heard)
        self._choices.clear()
        self.field.setVisible(has_key)
        self._more.setVisible(not has_key)  # the list has more need of the room
        self.scrolled.setVisible(has_key or bool(self._bindings.learned))
        self._other.setVisible(has_key)
        column = self.fill()
        if has_key:
            self._list_commands(column)
        else:
            self._list_learned(column)
        column.addStretch(1)
        self.settle()
        order = (self.listener, self.field, *self._choices, self._other, self._close)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _list_commands(self, column: QVBoxLayout) -> None:
        found = list(self._matches())
        self.about.setText(_CHOOSE if found else "No command has these words")
        grid = _grid(column)
        for at, command in enumerate(found[:_MOST_SHOWN]):
            choice = self._row(command.title, command.id, self._on_chosen)
            choice.setAccessibleDescription(command.help)
            grid.addWidget(choice, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(command.help, "soft", wrap=True), at, 1)
        if len(found) > _MOST_SHOWN:
            column.addWidget(label(f"and {len(found) - _MOST_SHOWN} more; type a word", "soft"))

    def _list_learned(self, column: QVBoxLayout) -> None:
        learned = self._bindings.learned
        titles = {command.id: command.title for command in self._bindings.commands}
        self.about.setText("What was taught" if learned else "Nothing was taught yet")
        grid = _grid(column)
        for at, (key, command) in enumerate(learned):
            name, title = key_name(key), titles[command]
            forget = self._row("Forget", key, self._on_forgotten)
            forget.setAccessibleName(f"Forget that {name} is {title}")
            grid.addWidget(label(name, "key"), at, 0)
            grid.addWidget(label(title, wrap=True), at, 1)
            grid.addWidget(forget, at, 2)

    def _row(self, text: str, meaning: str, run: Callable[[], None]) -> QToolButton:
        made = _small(text, run, "link")
        made.setProperty("meaning", meaning)
        self._choices.append(made)
        return made

    def _on_chosen(self) -> None:
        self._chosen = self.sender().property("meaning")
        self._take_soon.start()

    def _on_forgotten(self) -> None:
        self._chosen = self.sender().property("meaning")
        self._forget_soon.start()

    def _matches(self) -> Iterator[Command]:
        words = self.field.text().casefold().split()
        listed = [command for command in self._bindings.commands if command.is_listed]
        rank = {command: place for place, command in enumerate(_FIRST)}
        for command in sorted(listed, key=lambda command: rank.get(command.id, len(rank))):
            text = f"{command.title} {command.help} {command.menu.value}".casefold()
            if all(word in text for word in words):
                yield command

    def _take_first(self) -> None:
        command = next(self._matches(), None)
        if command is not None and self.field.text().strip():
            self._take(command.id)

    def _take_chosen(self) -> None:
        self._take(self._chosen)

    def _take(self, chosen: str) -> None:
        key, before = self._heard, self._bindings.by_key.get(self._heard)
        command = next(each for each in self._bindings.commands if each.id == chosen)
        if before is not None and before.id == command.id:
            said = f"That is what {key_name(key)} does already."
        else:
            moved = f", and no longer {before.title}" if before is not None else ""
            said = f"{key_name(key)} is {command.title} from now on{moved}."
            self._save(key, command.id)
        self._listen(said)

    def _forget_chosen(self) -> None:
        key = self._chosen
        self._save(key, None)
        owner = bindings_of(COMMANDS, self.parts.settings).by_key.get(key)
        now = f"is {owner.title} again" if owner is not None else "does nothing now"
        self._listen(f"{key_name(key)} {now}.")

    def _save(self, key: str, command: str | None) -> None:
        try:
            teach(self.parts.settings, key, command)
        except SettingsError as error:
            self.parts.notices.fault(str(error), key="settings")


def _is_for_us(event: QKeyEvent) -> bool:
    """Whether a key is kept from its command: here all are heard and none runs, but the way out."""
    return event.type() == QEvent.Type.ShortcutOverride and name_of(event) != WAY_OUT


def _owner_words(key: str, owner: Command | None) -> str:
    if owner is None:
        return f"{'It has no name, only a number. ' if is_code(key) else ''}It does nothing yet."
    return f"It is {owner.title} now. Given to another command, it is that one’s alone."


def _grid(column: QVBoxLayout) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * look.GRID)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    column.addLayout(grid)
    return grid


def _small(text: str, run: Callable[[], None], role: str = "") -> QToolButton:
    made = button(text, text, run, role=role)
    made.installEventFilter(PressKeys(made))
    return made
