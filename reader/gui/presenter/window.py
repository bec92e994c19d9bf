"""The presenter's window: what is on screen, what comes next, the notes, the sources, the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QMainWindow, QVBoxLayout, QWidget

from reader.core import look
from reader.core.scene import Ask, ConsoleLayout, Scene
from reader.core.spoken import spoken
from reader.gui import theme
from reader.gui.actions import Actions
from reader.gui.icons import program_icon
from reader.gui.menu import command_menu
from reader.gui.overlays.board import OverlayBoard
from reader.gui.overlays.notice import NoticeBoard
from reader.gui.parts import Parts
from reader.gui.presenter.clock import ClockBar
from reader.gui.presenter.facts import FactsPane
from reader.gui.presenter.notes import NotesPane
from reader.gui.presenter.pane import EDGE, Pane
from reader.gui.presenter.panes import Panes
from reader.gui.presenter.previews import Previews
from reader.gui.presenter.signs import Seal, SignBoard, page_words, signs
from reader.gui.presenter.style import console_sheet
from reader.gui.stage import REST_MS, Stage
from reader.gui.timers import single_shot
from reader.gui.widgets import label

if TYPE_CHECKING:
    from reader.core.memory import Geometry
    from reader.formats.receipt import Verdict

LEAST_SIZE: Final = QSize(640, 400)
LATER_MS = 50  # what the audience waits for comes first; a held key need not fill every pane
SCROLL_LINES = 2
GROWS_FROM = 860  # pixels of height: a larger window is looked at from further away
MOST_GROWTH = 1.5
NUDGE = 48  # pixels by which the window system moves a window on its own account, for its frame
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
        self._is_beside = False  # the audience's window, on one screen
        self._first_place: QRect | None = None  # where it was put, not by a person
        self._styled_for = 0.0
        self.setWindowIcon(program_icon())
        self.setMinimumSize(LEAST_SIZE)
        self.clock = ClockBar(lambda: show.scene, lambda: show.podium.now)
        self.sign_board = SignBoard()
        self.previews = Previews(parts, stage)
        self.now_pane = Pane("On screen", self.previews.current)
        self.next_pane = Pane("Next", self.previews.next)
        self.notes = NotesPane()
        self.facts = FactsPane(show)
        self.panes = Panes(
            {
                "now": self.now_pane,
                "next": self.next_pane,
                "notes": self.notes,
                "facts": self.facts,
            },
            lambda: self.previews.current.shape,
        )
        self._home = self._built()
        self.setCentralWidget(self._home)
        self._digits = self._floating("digits")
        self._veiled = self._floating("veiled")
        self.commands = Actions(parts, self, self._home)
        self.overlays = OverlayBoard(parts, self, self.previews.current, is_console=True)
        self.notice_board = NoticeBoard(show, parts.notices, self, is_private=True)
        self.notice_board.changed.connect(self._place_children)
        self.menu: QObject | None = None
        self._soon = single_shot(self, 0, self._follow)
        self._later = single_shot(self, LATER_MS, self._follow_later)
        self._rest = single_shot(self, REST_MS, self._speak)
        self._recall = single_shot(self, 0, self._remember_choices)
        stage.recoloured.connect(self._style)
        self._leave = [show.changed.subscribe(self._on_scene), show.asked.subscribe(self._on_ask)]
        self._style()
        self.panes.lay_out(show.scene.staging.layout, parts.memory.panes)
        self._recall.start()
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

    def _floating(self, name: str) -> QLabel:
        """Words over the page on screen, for a while."""
        made = label("")
        made.setObjectName(name)
        made.setParent(self.previews.current)
        made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        made.hide()
        return made

    # Opening and closing

    def close_down(self) -> None:
        """Close for good: stop listening and waiting, and remember how the panes stood."""
        if self._has_left:
            return
        self._has_left = True
        self._remember()
        self._remember_place()
        for leave in self._leave:
            leave()
        self._stage.recoloured.disconnect(self._style)
        for timer in (self._soon, self._later, self._rest, self._recall):
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

    def _remember(self) -> None:
        """Note what was chosen; whoever saves the memory may do so at any time."""
        if self._recall.isActive():
            return  # what was chosen in an earlier show has not been taken up yet
        memory, staging = self._parts.memory, self._show.scene.staging
        memory.panes.update(self.panes.sizes())
        memory.console_layout, memory.notes_size = staging.layout.value, staging.notes_size

    def _remember_place(self) -> None:
        """Note where a person put the window; on a screen of its own, it always fills that."""
        if self._first_place is None or not self._is_beside or self.isMaximized():
            return
        place, first = _box(self.geometry()), _box(self._first_place)
        if any(abs(now - then) > NUDGE for now, then in zip(place, first, strict=True)):
            self._parts.memory.console_geometry = place

    def _remember_choices(self) -> None:
        """Take up what was chosen in an earlier show; a moment after the window, which that moves.

        Not at once: the window is made while listeners are being told of a scene.
        """
        memory, podium = self._parts.memory, self._show.podium
        if memory.console_layout:
            podium.lay_out(ConsoleLayout(memory.console_layout))
        by = memory.notes_size - podium.staging.notes_size
        if by:
            podium.size_notes(by)

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
        self.notes.follow(scene, self._stage.palette_in_use, self._base)
        self.facts.follow_sent(scene)
        self._later.start()
        self._rest.start()

    def _follow_later(self) -> None:
        scene = self._show.scene
        self.previews.follow_next(scene)
        self.next_pane.heading.tell(next_words(scene))
        self.facts.follow(scene)
        if self._first_place is None and self.isVisible():
            self._first_place = self.geometry()
        found = scene.staging.arrangement
        if found.console is not None:
            self._is_beside = found.audience == found.console
        self._remember()
        self.setWindowTitle(f"Presenter – {scene.deck.title or scene.deck.place.name}")

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
        self.now_pane.heading.tell(words, is_urgent=is_apart)

    def _float(self, scene: Scene) -> None:
        """The number that is being typed, or why the audience sees no slide."""
        veiled = scene.blank.value.capitalize()
        if not veiled and scene.staging.is_hidden:
            veiled = _HIDDEN
        self.previews.current.veil(veiled)
        total = scene.deck.total or "…"
        digits = f"{scene.digits} / {total}" if scene.digits else ""
        for made, words in ((self._veiled, "" if digits else veiled), (self._digits, digits)):
            made.setText(words)
            made.setVisible(bool(words))
        self._place_floating()

    def _on_ask(self, what: Ask) -> None:
        if what is Ask.MENU:
            self.open_menu()
        elif what in (Ask.SCROLL_DOWN, Ask.SCROLL_UP):
            by = SCROLL_LINES if what is Ask.SCROLL_DOWN else -SCROLL_LINES
            if self.notes.can_scroll:
                self.notes.scroll_by(by)
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
        for pane in (self.now_pane, self.next_pane, self.notes, self.facts):
            pane.recolour(palette)
        self.notes.follow(self._show.scene, palette, base)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._base != self._styled_for:
            self._style()
        self._place_children()

    def _place_children(self) -> None:
        scale = theme.text_scale()
        self.overlays.place(self.width(), self.height(), self._base)
        self.notice_board.place(self.width(), self.height(), scale)
        self._place_floating()

    def _place_floating(self) -> None:
        place = self.previews.current.page_place
        for made in (self._digits, self._veiled):
            if not made.isHidden():
                made.adjustSize()
                area = made.rect()
                area.moveCenter(place.center().toPoint())
                made.setGeometry(area)

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


def _box(area: QRect) -> Geometry:
    return area.x(), area.y(), area.width(), area.height()


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
    return "Next: the credits, after the last slide"
