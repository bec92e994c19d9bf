"""Words that lie over the page on screen for a while, on the presenter's side alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from reader.gui.presenter.preview import Preview


class Floating(QLabel):
    """A line in the middle of a small page; without words it is not there."""

    def __init__(self, name: str, preview: Preview) -> None:
        super().__init__(preview)
        self._preview = preview
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def tell(self, words: str) -> None:
        """Show these words, or with none of them nothing."""
        self.setText(words)
        self.setVisible(bool(words))
        self.place()

    def place(self) -> None:
        """Stand in the middle of the page as it is now."""
        if not self.isHidden():
            self.adjustSize()
            area = self.rect()
            area.moveCenter(self._preview.page_place.center().toPoint())
            self.setGeometry(area)
