"""What a key event is called: by its sign or name, or by the key's place on the keyboard."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from reader.core.command import Command
from reader.core.key_names import canonical, code_name

_NAMED: Final = 0x0100_0000  # from here on Qt's keys are no characters
_X_OFFSET: Final = 8  # of the numbers of X and Wayland, from those of the Linux kernel
_PLACES: Final = {  # where the full stop and the comma lie, by the number that the system gives
    "win32": {0x34: ".", 0x33: ","},
    "darwin": {0x2F: ".", 0x2B: ","},
}
_LINUX_PLACES: Final = {52 + _X_OFFSET: ".", 51 + _X_OFFSET: ","}
_HELD: Final = frozenset(
    key.value
    for key in (
        *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Meta, Qt.Key.Key_Alt, Qt.Key.Key_AltGr),
        *(Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_Super_L),
        *(Qt.Key.Key_Super_R, Qt.Key.Key_Mode_switch, Qt.Key.Key_Multi_key),
    )
)
_IGNORED: Final = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier


def name_of(event: QKeyEvent) -> str:
    """The portable name of what is pressed; "" for a key that is only held for another one.

    A key that Qt has no name for is called by its number.
    """
    if event.key() in _HELD:
        return ""
    combination = QKeyCombination(event.modifiers() & ~_IGNORED, Qt.Key(event.key()))
    text = QKeySequence(combination).toString(QKeySequence.SequenceFormat.PortableText)
    sign = text[-1:]
    if sign and (text == sign or text[:-1].endswith("+")):
        if event.key() >= _NAMED:
            return number_name(event)
        if not sign.isalpha():
            # It needs Shift on some keyboards and none on others, and is the same sign.
            text = text.replace("Shift+", "")
    return canonical(text) or number_name(event)


def number_name(event: QKeyEvent) -> str:
    """What a key is called by its number alone; "" where the system gives none."""
    number = _number(event)
    return code_name(number) if number else ""


def place_of(event: QKeyEvent) -> str:
    """The sign that is printed on this key of a clicker: "." or ",", or "" for all others.

    A clicker sends places, and on many keyboards another letter lies there.
    """
    return _PLACES.get(sys.platform, _LINUX_PLACES).get(_number(event), "")


def placed(event: QKeyEvent, by_key: Mapping[str, Command]) -> Command | None:
    """The command of a key that Qt knows by its place on the keyboard alone.

    A key without a name may have been taught; and the keys of a clicker are where they are,
    whatever letter this keyboard has there, unless that letter is a command's own.
    """
    taught = by_key.get(number_name(event))
    if taught is not None or event.modifiers() or name_of(event) in by_key:
        return taught
    return by_key.get(place_of(event))


def _number(event: QKeyEvent) -> int:
    # On macOS, keys are told apart by their virtual codes.
    return event.nativeVirtualKey() if sys.platform == "darwin" else event.nativeScanCode()
