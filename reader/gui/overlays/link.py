"""Shows an address whole and asks before anything opens it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reader.core import look
from reader.gui.widgets import label

SCHEMES = ("http", "https")


def is_safe(address: str) -> bool:
    """Whether an address may be handed to the system's browser at all."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    return url.isValid() and url.scheme().lower() in SCHEMES and bool(url.host())


class LinkDialog(QDialog):
    """Asks whether an address may be opened in the browser."""

    def __init__(self, address: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._address = address
        self.setWindowTitle("Open the address?")
        column = QVBoxLayout(self)
        margin = 3 * look.GRID
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(2 * look.GRID)
        column.addWidget(label("Open this address in your browser?", "title"))
        shown = label(address, "address", wrap=True)
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        shown.setMinimumWidth(420)
        column.addWidget(shown)
        column.addWidget(label("Deck Reader itself never uses the network.", "soft"))
        row = QHBoxLayout()
        row.addStretch(1)
        for text, run in (
            ("Cancel", self.reject),
            ("Copy the address", self._copy),
            ("Open", self.accept),
        ):
            press = QPushButton(text)
            press.setAutoDefault(text == "Cancel")
            press.setDefault(text == "Cancel")
            press.clicked.connect(run)
            row.addWidget(press)
        column.addLayout(row)
        self.accepted.connect(self._open)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self.reject()

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl(self._address, QUrl.ParsingMode.StrictMode))
