"""Everything that a show needs besides its windows, made once the first picture is on screen."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from reader.core import resumption
from reader.core.resumption import Interrupted
from reader.core.scene import Ask, Scene
from reader.core.screens import Desk
from reader.core.wishes import Wishes
from reader.errors import SettingsError
from reader.gui.journal import Journal
from reader.gui.parts import Parts
from reader.gui.presentation import Presentation
from reader.gui.screens import Screens
from reader.gui.window import Window

if TYPE_CHECKING:
    from reader.core.runs import Recorder


class Showing(QObject):
    """Watches the screens, lets windows follow a show, and keeps what must outlast a crash.

    Owns: the screens, the presentation, the journal, the recorder, what keeps the computer awake
    and what turns the pages by themselves.
    """

    def __init__(
        self, parts: Parts, window: Window, wishes: Wishes, open_deck: Callable[[Path], None]
    ) -> None:
        super().__init__(window)
        self._parts = parts
        self._window = window
        self._show = parts.show
        self._wishes = wishes
        self._open_deck = open_deck
        self._resuming: Interrupted | None = None  # once its deck is open
        self._is_cut_off = False
        self._wakefulness: Any = None
        self._advance: Any = None  # from when pages first turn by themselves
        self.recorder: Recorder | None = None  # of the run that is going on, or was the last one
        self._file = resumption.journal_file()
        self._journal = Journal(self._file)
        self._screens = Screens()
        self._screens.changed.connect(self._on_desk)
        self.presentation = Presentation(parts, window)
        self.presentation.began.connect(self._on_began)
        self.presentation.ended.connect(self._on_ended)
        self._leave = [
            self._show.changed.subscribe(self._on_scene),
            self._show.asked.subscribe(self._on_ask),
        ]
        self._on_desk(self._screens.desk)
        self.presentation.follow(self._show.scene)
        self._take_wishes()
        self._offer()

    def cut_off(self) -> None:
        """The system ends the program: the show may be gone on with at the next start."""
        self._is_cut_off = True

    def close(self) -> None:
        """Let go of the computer, and keep the run."""
        for leave in self._leave:
            leave()
        self._screens.close()
        if self._advance is not None:
            self._advance.close()
        if self._show.scene.staging.is_on:
            self._keep_run()
            if not self._is_cut_off:
                self._journal.forget()
        self._journal.close()
        if self._wakefulness is not None:
            self._wakefulness.release()
            self._wakefulness.wait_until_released(1.0)

    # What the command line asked for, and what was cut off

    def _take_wishes(self) -> None:
        if self._wishes.aim:
            from reader.core.timing import parse_aim

            self._show.podium.aim(*parse_aim(self._wishes.aim, time.time()))
        if self._wishes.is_kiosk:
            from reader.gui.kiosk import Kiosk

            self._kiosk = Kiosk(self._parts, self._window)
            self._show.podium.want_console(False)
        if self._wishes.is_kiosk or self._wishes.turns_itself:
            if not self._show.scene.staging.is_on:
                self._show.present()
            self._show.podium.toggle_auto()

    def _offer(self) -> None:
        if self._wishes.is_kiosk:
            return
        found = resumption.load(self._file)
        place = str(self._show.scene.deck.place)
        if found is not None and (self._wishes.deck is None or found.place == place):
            # Who says where to begin is not asked where to go on.
            self._show.podium.offer(found, asks=self._wishes.slide is None)

    def _on_ask(self, what: Ask) -> None:
        offer = self._show.scene.staging.offer
        if offer is None:
            return
        if what is Ask.FORGET:
            resumption.forget(self._file)
            self._show.podium.offer(None)
        elif what is Ask.RESUME:
            if offer.place == str(self._show.scene.deck.place):
                self._show.resume(offer)
            else:
                self._resuming = offer
                self._show.podium.offer(None)
                self._open_deck(Path(offer.place))

    # Following the show

    def _on_desk(self, desk: Desk) -> None:
        wanted = self._wishes.screen
        if desk.screens and wanted and desk.find(wanted) is None:
            names = ", ".join(screen.name for screen in desk.screens)
            self._parts.notices.say(f"There is no screen “{wanted}”; there are: {names}.")
        chosen = self._parts.memory.screens.get(desk.key, "")
        self._show.podium.take_desk(desk, wanted if desk.find(wanted) is not None else chosen)

    def _on_scene(self, scene: Scene) -> None:
        if self._resuming is not None and scene.deck.complete:
            offer = self._resuming
            if offer.place == str(scene.deck.place):
                self._resuming = None
                self._show.resume(offer)
                return
        if scene.staging.is_auto and self._advance is None:
            from reader.gui.advance import Advance

            wishes = self._wishes
            self._advance = Advance(
                self._parts, self._window.stage, seconds=wishes.seconds, loops=wishes.loops
            )
        if scene.staging.is_on and not self._wishes.is_kiosk:
            self._journal.follow(scene)
            if self.recorder is not None:
                self.recorder.hear(scene.page, scene.staging.timer, self._show.podium.now)

    def _on_began(self) -> None:
        from reader.core.runs import Recorder
        from reader.core.wakefulness import Wakefulness

        if self._wakefulness is None:
            self._wakefulness = Wakefulness()
        self._wakefulness.hold("A deck is being presented")
        if self._wishes.is_kiosk:
            return  # there is no talk to be gone on with, nor to be compared with another
        if self.recorder is None or not self._show.scene.staging.timer.has_started:
            self.recorder = Recorder()
        scene = self._show.scene
        self.recorder.hear(scene.page, scene.staging.timer, self._show.podium.now)
        self._journal.follow(scene)

    def _on_ended(self) -> None:
        self._keep_run()
        self._journal.forget()
        if self._wakefulness is not None:
            self._wakefulness.release()

    def _keep_run(self) -> None:
        from reader.core import runs

        scene = self._show.scene
        if self.recorder is not None:
            run = self.recorder.run(scene.deck, scene.staging.timer, self._show.podium.now)
            with contextlib.suppress(SettingsError):  # after a show there is nobody to tell it to
                runs.keep(run, runs.runs_folder())
