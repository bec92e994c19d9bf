"""Writes down how a show stands, in a thread of its own: a disk may take longer than a page."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
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
    """Keeps the file of the show that is going on up to date, and takes it away at its end.

    Owns: the thread that writes, from the first change of a show on. Whoever tells it something
    never waits for the disk.
    """

    def __init__(
        self, file: Path, save: Callable[[Interrupted, Path], None] = resumption.save
    ) -> None:
        self._file = file
        self._save = save
        self._wanted: Interrupted | None = None  # what the file should hold; None: no file
        self._is_closed = False
        self._turn = threading.Condition()
        self._thread: threading.Thread | None = None

    def follow(self, scene: Scene) -> None:
        """Write down how the show stands, if anything of it has changed."""
        self._want(interruption_of(scene))

    def forget(self) -> None:
        """The show came to its end: there is nothing to go on with."""
        self._want(None)

    def close(self) -> None:
        """Do what is still to be done, and end."""
        with self._turn:
            self._is_closed = True
            self._turn.notify()
        if self._thread is not None:
            self._thread.join(CLOSE_SECONDS)

    def _want(self, show: Interrupted | None) -> None:
        if show == self._wanted:
            return
        with self._turn:
            self._wanted = show
            if self._thread is None:
                self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
                self._thread.start()
            self._turn.notify()

    def _write(self) -> None:
        done: Interrupted | None = None
        while True:
            with self._turn:
                while self._wanted == done and not self._is_closed:
                    self._turn.wait()
                if self._wanted == done:
                    return
                done = self._wanted
            self._put(done)  # without the lock: the window may have more to say meanwhile

    def _put(self, show: Interrupted | None) -> None:
        if show is None:
            resumption.forget(self._file)
            return
        with contextlib.suppress(SettingsError):  # nothing in a show waits for it
            self._save(show, self._file)
        resumption.settle(self._file)
