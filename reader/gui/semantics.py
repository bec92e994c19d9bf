"""Gives the painted page to assistive technology: names, roles, order, and citation marks.

The stage paints, because that is fast; a screen reader needs objects. So each part of the page
has a widget of the same place that paints nothing and says what stands there. They are brought
up to date when a page has rested, so a flip never waits for them.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from reader.core.cite import entry
from reader.core.scene import Scene
from reader.core.show import Show
from reader.core.spoken import picture_name, spoken
from reader.gui.sheet import Sheet
from reader.gui.stage import Stage
from reader.gui.typeset import Block, Mark
from reader.gui.widgets import PressKeys

MOST_MARKS = 60


class _Part(QLabel):
    """A part of the page that can be read but not seen."""

    def __init__(self, name: str, stage: QWidget) -> None:
        super().__init__(stage)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        pass


class MarkButton(QAbstractButton):
    """A citation mark that can be reached with Tab and pressed."""

    def __init__(self, show: Show, stage: Stage) -> None:
        super().__init__(stage)
        self._show = show
        self._stage = stage
        self.source = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)
        self.installEventFilter(PressKeys(self))

    def stand_for(self, mark: Mark, words: str) -> None:
        """Take the place and the name of a mark."""
        self.source = mark.source
        self.setGeometry(mark.area.toAlignedRect())
        self.setAccessibleName(f"Source {mark.number or 'not defined'}: {words}")

    def _on_clicked(self) -> None:
        self._show.follow(self.source)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._stage.palette_in_use.accent), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


class Semantics(QObject):
    """Keeps the readable parts of the page in step with what is painted.

    Owns: the parts and the mark buttons, children of the stage.
    """

    def __init__(self, show: Show, stage: Stage) -> None:
        super().__init__(stage)
        self._show = show
        self._stage = stage
        stage.setAccessibleName("Slide")
        # In the order in which they are read.
        self._title = _Part("title", stage)
        self._picture = _Part("picture", stage)
        dot = QPixmap(1, 1)
        dot.fill(Qt.GlobalColor.transparent)
        self._picture.setPixmap(dot)  # what gives it the role of a graphic
        self._warning = _Part("warning", stage)
        self._text = _Part("text", stage)
        self._foot = _Part("credit", stage)
        self._marks: list[MarkButton] = []
        self._said = ""
        stage.laid_out.connect(self._on_laid_out)
        stage.rested.connect(self._on_rested)

    def focus_mark(self, source: str) -> None:
        """Give the focus to the mark of a source, or to the stage where it has none here."""
        for button in self._marks:
            if button.isVisible() and button.source == source:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self._stage.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_laid_out(self, sheet: Sheet) -> None:
        image = self._show.scene.image
        if sheet.fault is not None:
            self._picture.setAccessibleName(sheet.fault.plain)
        elif image is not None:
            self._picture.setAccessibleName(picture_name(image))
            self._picture.setAccessibleDescription(image.extended_description)
        self._picture.setVisible(sheet.picture is not None)
        if sheet.picture is not None:
            self._picture.setGeometry(sheet.picture.toAlignedRect())
        self._say(self._title, sheet.text[: sheet.headings])
        self._say(self._warning, [sheet.badge.words] if sheet.badge is not None else [])
        self._say(self._text, sheet.text[sheet.headings :])
        self._say(self._foot, sheet.rail[::-1])
        self._place_marks(sheet)

    def _say(self, part: QLabel, blocks: list[Block]) -> None:
        part.setText("\n".join(block.plain for block in blocks))
        part.setVisible(bool(blocks))
        area = QRectF()
        for block in blocks:
            area = area.united(block.area)
        part.setGeometry(area.toAlignedRect().intersected(self._stage.rect()))

    def _place_marks(self, sheet: Sheet) -> None:
        marks = sheet.marks()[:MOST_MARKS]
        sources = self._show.scene.deck.sources
        while len(self._marks) < len(marks):
            self._marks.append(MarkButton(self._show, self._stage))
        for button, mark in zip(self._marks, marks, strict=False):
            source = sources.get(mark.source)
            button.stand_for(mark, entry(source).text if source else mark.source)
            button.show()
        for button in self._marks[len(marks) :]:
            button.hide()

    def _on_rested(self, scene: Scene) -> None:
        words = spoken(scene, self._stage.picture_fixity)
        if words == self._said:
            return
        self._said = words
        self._stage.setAccessibleName(words.split("\n", 1)[0])
        self._stage.setAccessibleDescription(words)
        # Once: a presenter's window says it where that one is listened to.
        is_heard = not scene.staging.has_console or self._stage.isActiveWindow()
        if is_heard and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._stage, words))
