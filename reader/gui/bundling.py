"""Saves the open deck as a bundle, while it can be read on."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from reader.core.amounts import count_words, size_words, time_words
from reader.core.files import Files
from reader.core.notices import Notices
from reader.core.shipped import shipped_deck
from reader.core.show import Show
from reader.errors import BundleError, Cancelled, DeckError, RefusedError
from reader.formats.bundles.bundling import SUFFIX, Bundled, bundle, default_name
from reader.formats.progress import Progress

if TYPE_CHECKING:
    from reader.gui.overlays.work import WorkBoard
    from reader.gui.window import Window

TELL_SECONDS = 0.1
MOST_PROBLEMS = 3  # that are told in the window; the command tells all
_SOON = 1.0  # seconds: before that nobody can say how long it will take


class _Work:
    """One bundle that is being written.

    Owns: the thread, and the wish that it ends.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.halt = threading.Event()
        self.thread = threading.Thread()
        self.began = monotonic()


class Bundling(QObject):
    """Asks where a bundle is to be saved, has it written, and tells how far that has come.

    Owns: the thread that writes; `close` ends it, and then nothing of the bundle is left.
    """

    _told = Signal(object, object)
    _ended = Signal(object, object)

    def __init__(
        self, show: Show, notices: Notices, window: Window, opened: Callable[[Path], None]
    ) -> None:
        super().__init__(window)
        self._show = show
        self._notices = notices
        self._window = window
        self._open = opened
        self._work: _Work | None = None
        self._told.connect(self._on_told)
        self._ended.connect(self._on_ended)
        window.left.connect(self.close)

    def ask(self) -> None:
        """Ask where to, and begin once that is known."""
        if self._work is not None:
            self._notices.say(f"{self._work.target.name} is still being saved.", key="bundle")
            return
        deck = self._show.scene.deck
        dialog = QFileDialog(self._window, "Save as bundle")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"Bundles (*{SUFFIX})")
        dialog.setDefaultSuffix(SUFFIX.lstrip("."))
        dialog.setDirectory(str(_folder_for(deck.place)))
        dialog.selectFile(default_name(deck))
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    def begin(self, target: Path) -> None:
        """Write the bundle of the deck on screen in the place of `target`."""
        work = self._work = _Work(target)
        files = self._show.scene.deck.files
        work.thread = threading.Thread(
            target=self._run, args=(work, files), name="bundling", daemon=True
        )
        work.thread.start()
        self._tell(f"Saving {target.name}…", 0.0)

    def cancel(self) -> None:
        """End what is being written; it takes a moment."""
        if self._work is not None:
            self._work.halt.set()

    def close(self) -> None:
        """End what is being written, and wait until nothing of it is left."""
        if self._work is not None:
            self._work.halt.set()
            self._work.thread.join()
            self._work = None

    # In the thread

    def _run(self, work: _Work, files: Files) -> None:
        due = 0.0

        def told(progress: Progress) -> None:
            nonlocal due
            if monotonic() >= due:
                due = monotonic() + TELL_SECONDS
                self._told.emit(work, progress)

        jobs = max(1, (os.cpu_count() or 1) - 1)  # one processor is left to the reader
        end: Bundled | BundleError | DeckError | Cancelled
        try:
            end = bundle(files, work.target, told=told, stop=work.halt.is_set, jobs=jobs)
        except (BundleError, DeckError, Cancelled) as error:
            end = error
        self._ended.emit(work, end)

    # On the GUI thread

    @property
    def _board(self) -> WorkBoard | None:
        furniture = self._window.furniture
        return furniture.work_board if furniture is not None else None

    def _on_chosen(self, name: str) -> None:
        chosen = Path(name)
        target = with_suffix(chosen)
        if target != chosen and target.exists():  # of that one the dialog did not ask
            self._notices.fault(
                f"{target.name} is there already: choose that name to replace it.", key="bundle"
            )
        else:
            self.begin(target)

    def _tell(self, words: str, share: float) -> None:
        if self._board is not None:
            self._board.tell(words, share, self.cancel)

    def _on_told(self, work: _Work, progress: Progress) -> None:
        if work is self._work and not work.halt.is_set():
            share = progress.done / progress.total if progress.total else 0.0
            self._tell(_progress_words(work, progress), share)

    def _on_ended(self, work: _Work, end: object) -> None:
        if work is not self._work:
            return
        work.thread.join()
        self._work = None
        if self._board is not None:
            self._board.hide()
        if isinstance(end, Bundled):
            self._tell_saved(end)
        elif isinstance(end, Cancelled):
            self._notices.say(f"{work.target.name} was not saved.", key="bundle")
        elif isinstance(end, RefusedError):
            self._notices.fault(_refusal(end, self._show.scene.deck.place), key="bundle")
        else:
            self._notices.fault(f"{work.target.name} was not saved: {end}", key="bundle")

    def _tell_saved(self, made: Bundled) -> None:
        count = count_words(made.files, "file")
        words = f"Saved as {made.place.name}, {count}, {size_words(made.size)}."
        if made.left_out:
            beside = count_words(len(made.left_out), "file")
            words += f" Left out: {beside} that the deck does not name."
        if self._board is not None:
            self._board.tell_done(words, "Open it", lambda: self._open_made(made.place))

    def _open_made(self, place: Path) -> None:
        if self._board is not None:
            self._board.hide()
        self._open(place)


def _progress_words(work: _Work, progress: Progress) -> str:
    done = f"{size_words(progress.done)} of {size_words(progress.total)}"
    elapsed = monotonic() - work.began
    if elapsed < _SOON or not progress.done:
        return f"Saving {work.target.name}: {done}"
    left = elapsed * (progress.total - progress.done) / progress.done
    return f"Saving {work.target.name}: {done}, about {time_words(left)} left"


def _refusal(error: RefusedError, place: Path) -> str:
    """Why a deck is not fit to be bundled, and where all of it is told."""
    said = "; ".join(error.problems[:MOST_PROBLEMS]) or error.message
    more = len(error.problems) - MOST_PROBLEMS
    rest = f"; and {more:,} more" if more > 0 else ""
    return f"The deck cannot be bundled: {said}{rest}. All of it: deck-reader bundle {place}"


def _folder_for(place: Path) -> Path:
    """Beside the deck; at home for the program's own, and where nothing can be written."""
    is_ours = place == shipped_deck()
    return place.parent if not is_ours and os.access(place.parent, os.W_OK) else Path.home()


def with_suffix(chosen: Path) -> Path:
    """The name that was chosen, with the ending of a bundle."""
    name = chosen.name
    if name.lower().endswith(SUFFIX):
        return chosen
    for ending in (".zip", ".deck"):
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
    return chosen.with_name(f"{name}{SUFFIX}")
