"""The speaker's notes, in letters as large as the speaker wants them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from reader.core import look
from reader.core.look import Palette
from reader.core.scene import ConsoleLayout, Scene
from reader.core.spoken import picture_name
from reader.core.text import Paragraph, parse, plain
from reader.gui import theme
from reader.gui.presenter.pane import Pane, Scrolled
from reader.gui.typeset import Block, Style, measure_width, paragraphs_of
from reader.gui.widgets import label

STEP: Final = 1.2
USUAL: Final = 1.2  # of the base
LEADING: Final = 1.42
NOTHING: Final = "No notes for this slide"
_RIGHT: Final = 2 * look.GRID  # clear of the scroll bar


class NotesText(QLabel):
    """Notes as they are set; a label, so that a screen reader has their words.

    Owns: the lines, laid out for the present width.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._paragraphs: tuple[Paragraph, ...] = ()
        self._size = look.READING_BASE * USUAL
        self._palette = look.DARK
        self._block: Block | None = None

    def tell(self, words: str, size: float, palette: Palette) -> None:
        """Show words at a size of letters in pixels."""
        self._paragraphs = parse(words)
        self._size, self._palette = size, palette
        self.setText(plain(self._paragraphs) or NOTHING)
        self._set()

    @property
    def pitch(self) -> float:
        """From one line to the next, in pixels."""
        return self._size * LEADING

    def _set(self) -> None:
        colours = self._palette
        font = theme.font(look.SERIF, self._size)
        ink = colours.ink if self._paragraphs else colours.soft
        style = Style(font, QColor(ink), LEADING, QColor(colours.accent))
        width = min(float(self.width()), measure_width(font))
        paragraphs = self._paragraphs or parse(NOTHING)
        self._block = paragraphs_of(paragraphs, style, max(40.0, width), {})
        self.setFixedHeight(int(self._block.height + self.pitch / 2))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._set()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._block is not None:
            self._block.paint(QPainter(self))


class NotesPane(Pane):
    """The notes of the slide that the presenter is on, and what its picture shows.

    The alternative text is a cue: a presenter can tell it to those who do not see the picture.

    Owns: the text and the place in which it scrolls.
    """

    def __init__(self) -> None:
        self.text = NotesText()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, _RIGHT, 0)
        column.setSpacing(look.GRID)
        column.addWidget(self.text)
        self.cue = label("", "cue", wrap=True)
        column.addWidget(self.cue)
        column.addStretch(1)
        self.place = Scrolled(inside, "Notes")
        super().__init__("Notes", self.place)
        self._shown: tuple[object, ...] = ()

    def follow(self, scene: Scene, palette: Palette, base: float) -> None:
        """Show the notes of a page."""
        slide = scene.slide
        words = slide.notes if slide is not None else ""
        staging = scene.staging
        is_large = staging.layout is ConsoleLayout.NOTES
        size = base * USUAL * STEP ** (staging.notes_size + is_large)
        shown = (scene.page, words, size, palette, scene.image)
        if shown == self._shown:
            return
        is_other = shown[:2] != self._shown[:2]
        self._shown = shown
        self.text.tell(words, size, palette)
        image = scene.image
        has_cue = image is not None and not image.decorative
        self.cue.setText(f"In the picture: {picture_name(image)}" if image and has_cue else "")
        self.cue.setVisible(has_cue)
        if is_other:
            self.place.verticalScrollBar().setValue(0)

    def recolour(self, palette: Palette) -> None:
        """Take the colours that now hold."""
        super().recolour(palette)
        self.place.recolour(palette)

    @property
    def can_scroll(self) -> bool:
        """Whether there is more than the place holds."""
        return self.place.verticalScrollBar().maximum() > 0

    def scroll_by(self, lines: int) -> None:
        """Scroll by lines, down or with a negative number up."""
        bar = self.place.verticalScrollBar()
        bar.setValue(bar.value() + round(lines * self.text.pitch))
