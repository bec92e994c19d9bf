"""Writes down how a show stands, in a thread of its own: a disk may take longer than a page."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

from reader.core import resumption
from reader.core.resumption import Interrupted
from reader.core.scene import Scene
from reader.errors import SettingsError

CLOSE_SECONDS = 1.0


def interruption_of(scene: Scene) -> Interrupted:
    """What has to be known of a show to go on with it."""
    staging = scene.staging
    return Interrupted(
        str(scene.deck.place),
        scene.deck.title,
        scene.page,
        staging.timer,
        scene.blank.value,
        staging.frozen,
        staging.arrangement.audience or staging.last_home,
        staging.has_console,
    )


class Journal:
    """Keeps the file of the show that is going on up to date.

    Owns: the thread that writes, from the first change of a show on.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._newest: Interrupted | None = None
        self._written: Interrupted | None = None
        self._is_closed = False
        self._turn = threading.Condition()
        self._thread: threading.Thread | None = None

    def follow(self, scene: Scene) -> None:
        """Write down how the show stands, if anything of it has changed."""
        now = interruption_of(scene)
        if now == self._newest:
            return
        with self._turn:
            self._newest = now
            if self._thread is None:
                self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
                self._thread.start()
            self._turn.notify()

    def forget(self) -> None:
        """The show came to its end: there is nothing to go on with."""
        with self._turn:
            self._newest = self._written = None
            resumption.forget(self._file)

    def close(self) -> None:
        """Write what is still to be written, and end."""
        with self._turn:
            self._is_closed = True
            self._turn.notify()
        if self._thread is not None:
            self._thread.join(CLOSE_SECONDS)

    def _write(self) -> None:
        while True:
            with self._turn:
                while self._newest == self._written and not self._is_closed:
                    self._turn.wait()
                show = self._newest
                if show == self._written or show is None:
                    if self._is_closed:
                        return
                    self._written = show
                    continue
                self._written = show
                with contextlib.suppress(SettingsError):  # nothing in a show waits for it
                    resumption.save(show, self._file)
            resumption.settle(self._file)
