"""Builds each part once, hands it to whoever needs it, and runs the program."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QFileDialog

from reader.core import memory, settings
from reader.core.deck import Deck
from reader.core.memory import Memory
from reader.core.notices import Notices
from reader.core.reading import deck_of
from reader.core.scene import Ask, Scene, Theme
from reader.core.settings import Settings
from reader.core.show import Show
from reader.errors import SettingsError
from reader.formats.opening import Message, error_of, messages
from reader.gui import theme
from reader.gui.parts import Parts
from reader.gui.timers import single_shot

if TYPE_CHECKING:
    from reader.core.screens import Desk
    from reader.formats.receipt import Receipt
    from reader.gui.start import Beginning

DECKS = "Decks (deck.yaml *.yaml *.deck.zip bagit.txt);;All files (*)"
SAVE_MS = 300  # after a page has come to rest: then its place is saved


class _Reading(QObject):
    """Carries messages from the thread that reads a deck to the GUI thread."""

    came = Signal(int, object)


class Program:
    """The running program: one show in one window.

    Owns: everything; the threads that read decks are its own too.
    """

    def __init__(self, beginning: Beginning) -> None:
        theme.load_fonts()
        self.window = beginning.window
        self._opening = beginning.opening
        self._notices = Notices()
        _, state, values, complaints = beginning.remembered
        self._memory = Memory.of(state)
        self._settings = Settings(values, tuple(complaints))
        _, reading, page = beginning.first
        wishes = self._wishes = beginning.wishes
        self.show = Show(
            deck_of(reading),
            page,
            full_screen=wishes.fills_screen or wishes.is_kiosk,
            theme=Theme(self._settings.value(settings.THEME)),
        )
        if beginning.desk is not None:
            self._begin_show(beginning.desk)
        self._parts = Parts(
            *(self.show, beginning.decoder, self._notices, self._memory, self._settings),
            recorder=lambda: self._showing.recorder if self._showing is not None else None,
            may_turn=lambda: self._lateness is None or self._lateness.lets_turn(),
        )
        self.window.begin(self._parts)
        self._saving = single_shot(self.window, SAVE_MS, self._save_place)
        self._saver = threading.Thread()
        self._turn = 0  # the newest reading; what an older one says is not heard
        self._reading = _Reading()
        self._reading.came.connect(self._on_message)
        self._threads: list[threading.Thread] = []
        self._lateness: Any = None  # these five are imported when they are first needed
        self._showing: Any = None
        self._watcher: Any = None
        self._inspector: Any = None
        self._bundling: Any = None
        self.show.changed.subscribe(self._on_scene)
        self.window.wished.connect(self._on_wish)
        self.window.dropped.connect(self.open)
        self.window.left.connect(self._remember)
        self.window.stage.appeared.connect(self._furnish)
        self.window.stage.rested.connect(self._on_rested)

    def start(self) -> None:
        """Show the window where that is still to be done, and hear the rest of the deck."""
        self.window.open(self._stage_screen())
        self._listen(self._opening)

    def close(self) -> None:
        """Let every thread end."""
        self._turn += 1
        self._saving.stop()
        for part in (self._lateness, self._showing, self._watcher, self._inspector, self._bundling):
            if part is not None:
                part.close()

    def _begin_show(self, desk: Desk) -> None:
        """Present from the start, before any window listens."""
        podium, wishes = self.show.podium, self._wishes
        podium.take_desk(desk, wishes.screen or self._memory.screens.get(desk.key, ""))
        podium.want_console(not wishes.is_kiosk)
        self.show.present()

    def _stage_screen(self) -> QScreen | None:
        """The audience's screen, where the program begins with a show."""
        name = self.show.scene.staging.arrangement.audience
        if name is None:
            return None
        from reader.gui.screens import named_screens

        return named_screens().get(name)

    def _furnish(self) -> None:
        """Get ready to present, once the first picture is on screen."""
        from reader.gui.lateness import Lateness
        from reader.gui.showing import Showing

        self._settings.file = settings.settings_file()
        self._tell_complaints()
        self._lateness = Lateness(self.show)
        self._lateness.begin()
        self._showing = Showing(self._parts, self.window, self._wishes, self.open)

    def _tell_complaints(self) -> None:
        """Say what is wrong in the file of the settings, and with the keys that it gives."""
        from reader.core.bindings import bindings_of, complaints
        from reader.core.commands import COMMANDS

        bindings = bindings_of(COMMANDS, self._settings)
        wrong = [*self._settings.complaints, *complaints(bindings, self._settings)]
        if wrong:
            more = f"; and {len(wrong) - 1} more like it" if len(wrong) > 1 else ""
            self._notices.fault(f"{wrong[0]}{more}", key="settings")

    # Reading decks

    def open(self, path: Path) -> None:
        """Open another deck, at the place where it was left."""
        self._remember()
        self._listen(messages(str(path), None), replaces=True)

    def reload(self) -> None:
        """Read the deck again; the page stays."""
        scene = self.show.scene
        self._listen(messages(str(scene.deck.place), max(1, scene.page)))

    def _listen(self, opening: Iterator[Message], *, replaces: bool = False) -> None:
        self._turn += 1
        turn = self._turn

        def listen() -> None:
            for message in opening:
                if turn != self._turn:
                    return
                kind = "opened" if replaces and message[0] == "reading" else message[0]
                self._reading.came.emit(turn, (kind, *message[1:]))

        self._threads = [thread for thread in self._threads if thread.is_alive()]
        self._threads.append(threading.Thread(target=listen, name="reading", daemon=True))
        self._threads[-1].start()

    def _on_message(self, turn: int, message: Message) -> None:
        if turn != self._turn:
            return
        if message[0] == "error":
            self._notices.fault(str(error_of(message)), key="deck")
        elif message[0] in ("reading", "opened"):
            self._take(deck_of(message[1]), message[2], opened=message[0] == "opened")
        elif message[0] == "problems":
            self._tell_problems(message[1])

    def _take(self, deck: Deck, page: int, *, opened: bool) -> None:
        before = self.show.scene.deck
        if not deck.complete and before.place == deck.place and before.complete:
            return  # read again: the old one serves until all of the new one is there
        if opened and deck.place != before.place:
            self.show.open(deck, page)
        else:
            self.show.read_more(deck)
            if before.complete:
                self.window.stage.forget_pictures()

    def _tell_problems(self, problems: list[str]) -> None:
        for key in ("deck", "problems"):
            self._notices.take_back(key)
        if problems and not self.show.scene.is_staged:
            count = len(problems)
            more = f" and {count - 1} more; see deck-reader check" if count > 1 else ""
            self._notices.fault(f"This deck has a fault: {problems[0]}{more}", key="problems")

    def end(self) -> None:
        """The system asks the program to end; a show can be gone on with."""
        self.show.podium.unlock()
        if self._showing is not None:
            self._showing.cut_off()
        self.window.close()

    def tell_fault(self, sentence: str) -> None:
        """Say that the program itself is at fault."""
        self._notices.fault(sentence, key="fault")

    # Wishes and what is remembered

    def _on_wish(self, what: Ask) -> None:
        if what is Ask.QUIT:
            self.window.close()
        elif what is Ask.RELOAD:
            self.reload()
        elif what is Ask.OPEN:
            self._choose()
        elif what is Ask.BUNDLE:
            self._save_as_bundle()

    def _choose(self) -> None:
        place = self.show.scene.deck.place
        start = str(place.parent if self.show.scene.deck.files.is_packed else place)
        name, _ = QFileDialog.getOpenFileName(self.window, "Open a deck", start, DECKS)
        if name:
            self.open(Path(name))

    def _save_as_bundle(self) -> None:
        if self._bundling is None:
            from reader.gui.bundling import Bundling

            self._bundling = Bundling(self.show, self._notices, self.window, self.open)
        self._bundling.ask()

    def _on_scene(self, scene: Scene) -> None:
        if scene.has_receipt:
            self._notices.take_back("receipt")  # which sends the reader there
        if scene.theme.value != self._settings.value(settings.THEME):
            try:
                self._settings.choose(settings.THEME, scene.theme.value)
            except SettingsError as error:
                self._notices.fault(str(error), key="settings")

    def _on_rested(self, scene: Scene) -> None:
        if self._watcher is None:
            from reader.gui.icons import program_icon
            from reader.gui.watcher import Watcher

            self.window.setWindowIcon(program_icon())
            self._watcher = Watcher()
            self._watcher.changed.connect(self.reload)
        if scene.deck.complete:
            self._watcher.follow(scene)
            self._inspect(scene.deck)
        self._saving.start()

    def _inspect(self, deck: Deck) -> None:
        """Have the whole bundle checked in the background, if it is one."""
        if self._inspector is None:
            if deck.files.digests is None:
                return
            from reader.gui.inspector import Inspector

            self._inspector = Inspector()
            self._inspector.told.connect(self._on_receipt)
            self.show.changed.subscribe(self._inspector.hold, first=True)
        self._inspector.follow(deck)

    def _on_receipt(self, deck: Deck, receipt: Receipt) -> None:
        if self.window.furniture is not None:
            self.window.furniture.take_receipt(deck, receipt)
        if self._showing is not None:
            self._showing.presentation.take_receipt(receipt)
        scene, said = self.show.scene, receipt.verdict
        is_seen = scene.is_staged or scene.has_receipt
        if receipt.is_over and not receipt.is_sound and not is_seen:
            from reader.core.commands import COMMANDS
            from reader.core.keys import key_of

            key = key_of(COMMANDS, "view.receipt")
            words = f"{said.headline}. {said.detail} The receipt tells all of it ({key})."
            self._notices.fault(words, key="receipt")

    def _save_place(self) -> None:
        """Save the place in good time, so that a power cut does not take it.

        In a thread: a disk may take longer over it than a page may take to turn.
        """
        if self._saver.is_alive():
            self._saving.start()
            return
        self._visit()
        copy = Memory.of(self._memory.data())

        def save() -> None:
            with contextlib.suppress(SettingsError):  # it is told of on leaving
                memory.save(copy, memory.state_file())

        self._saver = threading.Thread(target=save, name="saving", daemon=True)
        self._saver.start()

    def _visit(self) -> None:
        scene = self.show.scene
        self._memory.visit(scene.deck.place, scene.page if scene.page < scene.end_page else 0)
        self._memory.geometry, self._memory.is_maximized = self.window.remembered

    def _remember(self) -> None:
        if self._showing is not None:
            self._showing.presentation.close()  # which remembers the presenter's window
        self._saving.stop()
        if self._saver.is_alive():
            self._saver.join()
        self._visit()
        try:
            memory.save(self._memory, memory.state_file())
        except SettingsError as error:
            sys.stderr.write(f"{error}\n")
