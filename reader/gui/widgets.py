"""The few small widgets that panels and overlays are made of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QToolButton, QWidget


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Text of one role of the style sheet; never read as HTML."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def rule() -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setObjectName("rule")
    return made


def button(text: str, name: str, run: Callable[[], None], *, role: str = "") -> QToolButton:
    """A quiet button; `name` is what a screen reader says."""
    made = QToolButton()
    made.setText(text)
    made.setAccessibleName(name)
    made.setProperty("role", role)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.clicked.connect(run)
    return made


def announce(widget: QWidget, words: str) -> None:
    """Have a screen reader say something that happened to a widget."""
    if words and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def restyled(widget: QWidget) -> None:
    """Let the style sheet see a property that has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class PressKeys(QObject):
    """Lets Space and Enter press the button that has the focus, instead of turning the page."""

    def eventFilter(self, button: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or not isinstance(button, QAbstractButton):
            return False
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.type() == QEvent.Type.ShortcutOverride:
            if is_enter or event.key() == Qt.Key.Key_Space:
                event.accept()  # which keeps it from the shortcuts
                return True
        elif event.type() == QEvent.Type.KeyPress and is_enter:
            button.click()
            return True
        return False
