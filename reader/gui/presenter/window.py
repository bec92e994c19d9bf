"""The presenter's window: what is on screen, what comes next, the notes, the sources, the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from reader.core import look
from reader.core.commands import COMMANDS
from reader.core.keys import key_of
from reader.core.scene import Ask, Scene
from reader.core.spoken import spoken
from reader.gui import theme
from reader.gui.actions import Actions
from reader.gui.icons import program_icon
from reader.gui.menu import command_menu
from reader.gui.overlays.board import OverlayBoard
from reader.gui.overlays.notice import NoticeBoard
from reader.gui.parts import Parts
from reader.gui.presenter.clock import ClockBar
from reader.gui.presenter.floating import Floating
from reader.gui.presenter.keeping import Keeping
from reader.gui.presenter.pane import EDGE
from reader.gui.presenter.panes import Panes
from reader.gui.presenter.previews import Previews
from reader.gui.presenter.signs import Seal, SignBoard, page_words, signs
from reader.gui.presenter.style import console_sheet
from reader.gui.stage import REST_MS, Stage
from reader.gui.timers import single_shot

if TYPE_CHECKING:
    from reader.formats.receipt import Verdict

LEAST_SIZE: Final = QSize(640, 400)
LATER_MS = 50  # what the audience waits for comes first; a held key need not fill every pane
SCROLL_LINES = 2
GROWS_FROM = 860  # pixels of height: a larger window is looked at from further away
MOST_GROWTH = 1.5
_HIDDEN = "Hidden"


class PresenterWindow(QMainWindow):
    """Shows a show to whoever presents it.

    Owns: its panes, commands, overlays and notices, and where they stand, which it remembers.
    Emits: closed(), when a person closed it by its frame.
    """

    closed = Signal()

    def __init__(self, parts: Parts, stage: Stage) -> None:
        super().__init__()
        self._parts = parts
        self._show = show = parts.show
        self._stage = stage
        self._seal = Seal("Not checked yet")
        self._said = ""
        self._has_left = False
        self._styled_for = 0.0
        self.setWindowIcon(program_icon())
        self.setMinimumSize(LEAST_SIZE)
        self.clock = ClockBar(lambda: show.scene, lambda: show.podium.now)
        self.sign_board = SignBoard()
        self.previews = Previews(parts, stage)
        self.panes = Panes(show, self.previews)
        self._home = self._built()
        self.setCentralWidget(self._home)
        self._digits = Floating("digits", self.previews.current)
        self._veiled = Floating("veiled", self.previews.current)
        self.commands = Actions(parts, self, self._home)
        self.overlays = OverlayBoard(parts, self, self.previews.current, is_console=True)
        self.notice_board = NoticeBoard(show, parts.notices, self, is_private=True)
        self.notice_board.changed.connect(self._place_children)
        self.menu: QObject | None = None
        self._soon = single_shot(self, 0, self._follow)
        self._later = single_shot(self, LATER_MS, self._follow_later)
        self._rest = single_shot(self, REST_MS, self._speak)
        self._keeping = Keeping(parts, self, self.panes)
        stage.recoloured.connect(self._style)
        self._leave = [show.changed.subscribe(self._on_scene), show.asked.subscribe(self._on_ask)]
        self._style()
        self.panes.lay_out(show.scene.staging.layout, parts.memory.panes)
        self._follow()
        self._follow_later()
        self.previews.current.measured.connect(self.panes.follow_shape)
        self.panes.moved.connect(self._later.start)
        self.previews.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def _built(self) -> QWidget:
        home = QWidget()
        home.setObjectName("console")
        home.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(home)
        edge = 2 * look.GRID - EDGE
        column.setContentsMargins(edge, look.GRID, edge, edge)
        column.setSpacing(look.GRID)
        column.addWidget(self.clock)
        column.addWidget(self.sign_board)
        column.addWidget(self.panes, 1)
        return home

    # Opening and closing

    def close_down(self) -> None:
        """Close for good: stop listening and waiting, and remember how the panes stood."""
        if self._has_left:
            return
        self._has_left = True
        self._keeping.close_down()
        for leave in self._leave:
            leave()
        self._stage.recoloured.disconnect(self._style)
        for timer in (self._soon, self._later, self._rest):
            timer.stop()
        self.clock.close_down()
        self.previews.close_down()
        self.commands.close()
        self.overlays.close()
        self.notice_board.close()
        self.hide()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._has_left:
            event.ignore()  # whoever made the window closes it, as the scene says
            self.closed.emit()
        else:
            super().closeEvent(event)

    # Following the show

    def take_verdict(self, verdict: Verdict) -> None:
        """Hear what is known of the bundle by now."""
        from reader.formats.receipt import Grade

        grade = verdict.grade
        self._seal = Seal(verdict.headline, grade is Grade.SOUND, grade is Grade.FAULTY)
        self._show_signs(self._show.scene)

    def _on_scene(self, scene: Scene) -> None:
        # After the audience's window, which is painted first.
        self._soon.start()
        if self.overlays.follow(scene):
            self._place_children()

    def _follow(self) -> None:
        scene = self._show.scene
        self.previews.follow(scene)
        self._show_signs(scene)
        self._head(scene)
        self._float(scene)
        self.clock.follow()
        if scene.staging.layout is not self.panes.layout_in_use:
            self._parts.memory.panes.update(self.panes.sizes())
            focus = self.focusWidget()
            self.panes.lay_out(scene.staging.layout, self._parts.memory.panes)
            if focus is not None:
                focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.panes.notes.follow(scene, self._stage.palette_in_use, self._base)
        self.panes.facts.follow_sent(scene)
        self._later.start()
        self._rest.start()

    def _follow_later(self) -> None:
        scene = self._show.scene
        self.previews.follow_next(scene)
        self.panes.next.heading.tell(next_words(scene))
        self.panes.facts.follow(scene)
        self.setWindowTitle(f"Presenter – {scene.deck.title or scene.deck.place.name}")
        self._keeping.note()

    def _speak(self) -> None:
        """Say the page to a screen reader, where this is the window that is listened to."""
        scene = self._show.scene
        words = spoken(scene, self._stage.picture_fixity)
        if words == self._said:
            return
        self._said = words
        current = self.previews.current
        current.setAccessibleName(words.split("\n", 1)[0])
        current.setAccessibleDescription(words)
        if QAccessible.isActive() and self.isActiveWindow():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(current, words))

    def _show_signs(self, scene: Scene) -> None:
        is_bundle = scene.deck.files.digests is not None
        reset = self.commands["timer.reset"].shortcut().toString()
        self.sign_board.tell(signs(scene, self._seal if is_bundle else None, reset or "the key"))

    def _head(self, scene: Scene) -> None:
        is_apart = scene.staging.frozen is not None
        words = "On screen"
        if is_apart:
            words = f"Only you see this; the audience still sees {titled(scene.for_audience)}"
        self.panes.now.heading.tell(words, is_urgent=is_apart)

    def _float(self, scene: Scene) -> None:
        """The number that is being typed, or why the audience sees no slide."""
        veiled = scene.blank.value.capitalize()
        if not veiled and scene.staging.is_hidden:
            veiled = _HIDDEN
        self.previews.current.veil(veiled)
        total = scene.deck.total or "…"
        digits = f"{scene.digits} / {total}" if scene.digits else ""
        self._digits.tell(digits)
        self._veiled.tell("" if digits else veiled)

    def _on_ask(self, what: Ask) -> None:
        if what is Ask.MENU:
            self.open_menu()
        elif what in (Ask.SCROLL_DOWN, Ask.SCROLL_UP):
            by = SCROLL_LINES if what is Ask.SCROLL_DOWN else -SCROLL_LINES
            if self.panes.notes.can_scroll:
                self.panes.notes.scroll_by(by)
            else:
                self._stage.scroll_text(by)

    def open_menu(self) -> None:
        """Every listed command, by menu, in the corner of the page on screen."""
        if self.menu is not None:
            self.menu.deleteLater()
        made = self.menu = command_menu(self.commands, self._show, self)
        current = self.previews.current
        made.popup(current.mapToGlobal(current.rect().topLeft()))

    # Colours and places

    @property
    def _base(self) -> float:
        growth = max(1.0, min(MOST_GROWTH, self.height() / GROWS_FROM))
        return float(round(look.READING_BASE * theme.text_scale() * growth))

    def _style(self) -> None:
        palette, base = self._stage.palette_in_use, self._base
        self._styled_for = base
        self.setStyleSheet(theme.style_sheet(palette, base) + console_sheet(palette, base))
        self.clock.restyle(palette, base)
        self.sign_board.restyle(palette, base)
        self.panes.restyle(palette, base)
        self.panes.notes.follow(self._show.scene, palette, base)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._base != self._styled_for:
            self._style()
        self._place_children()

    def _place_children(self) -> None:
        scale = theme.text_scale()
        self.overlays.place(self.width(), self.height(), self._base)
        self.notice_board.place(self.width(), self.height(), scale)
        for floating in (self._digits, self._veiled):
            floating.place()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_held_back = event.isAutoRepeat() and not self._stage.is_settled
        if not is_held_back and not self.commands.take(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._style()
        is_press = event.type() == QEvent.Type.ShortcutOverride
        if is_press and isinstance(event, QKeyEvent) and self._stage.holds_back(event):
            event.accept()  # and comes back as a plain press, which does nothing
            return True
        return super().event(event)


def titled(scene: Scene) -> str:
    """The page of a scene by number and title."""
    words = page_words(scene)
    return f"{words}: {scene.slide.title}" if scene.slide is not None else words


def next_words(scene: Scene) -> str:
    """What comes after a page."""
    if scene.page >= scene.end_page:
        return "This is the last page"
    after = scene._replace(page=scene.page + 1)
    if after.slide is not None:
        return f"Next: {after.slide.title}"
    return f"The last slide; {key_of(COMMANDS, 'page.end')} shows all credits"
