"""Notices when a deck changes on disk."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from reader.core.deck import Deck
from reader.core.paths import DECK_FILE
from reader.core.plan import REACH
from reader.core.scene import Scene
from reader.gui.timers import single_shot

QUIET_MS = 300  # an editor writes a file in several steps
MOST_FILES = 200


class Watcher(QObject):
    """Watches the files of one deck, without polling.

    Owns: the system's watches.
    Emits: changed(), once the deck's files have been quiet for a moment after a change.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._watcher = QFileSystemWatcher(self)
        self._quiet = single_shot(self, QUIET_MS, self._on_quiet)
        self._watcher.fileChanged.connect(self._on_change)
        self._watcher.directoryChanged.connect(self._on_change)
        self._deck: Deck | None = None
        self._near: set[str] = set()  # pictures of the pages around the one on screen
        self._stamps: dict[str, int] = {}  # of what was watched, before it was read again

    def follow(self, scene: Scene) -> None:
        """Watch this scene's deck: its folders, its slide files and the pictures near by."""
        if scene.deck is not self._deck:
            self._deck = scene.deck
            old = self._watcher.files() + self._watcher.directories()
            if old:
                self._watcher.removePaths(old)
            self._near = set()
            self._watch(_fixed(scene.deck))
        near = set() if scene.deck.files.is_packed else _near(scene)
        if far := list(self._near - near):
            self._watcher.removePaths(far)
        self._watch([Path(path) for path in near])
        self._near = near.intersection(self._watcher.files())
        # What changed while it was read, and before it was watched anew, nobody tells of.
        if any(_stamp(path) != stamp for path, stamp in self._stamps.items()):
            self._quiet.start()
        self._stamps = {}

    def close(self) -> None:
        self._quiet.stop()

    def _watch(self, paths: list[Path]) -> None:
        known = set(self._watcher.files()) | set(self._watcher.directories())
        new = [str(path) for path in paths if str(path) not in known and path.exists()]
        if new:
            self._watcher.addPaths(new)

    def _on_change(self, _path: str) -> None:
        self._quiet.start()

    def _on_quiet(self) -> None:
        self._deck = None  # a file that was moved over is a new one: watch it anew
        watched = self._watcher.files() + self._watcher.directories()
        self._stamps = {path: _stamp(path) for path in watched}
        self.changed.emit()


def _fixed(deck: Deck) -> list[Path]:
    """What is watched as long as the deck is open: its bundle, or its folders and slides."""
    if deck.files.is_packed:
        return [deck.place]
    slide = deck.files.blob(DECK_FILE).place
    files = sorted(slide.parent.glob("*.yaml"))[:MOST_FILES]
    return [slide.parent, slide.parent.parent / "assets", *files]


def _near(scene: Scene) -> set[str]:
    """The pictures of the pages around, which are kept ready and must be read again too."""
    pages = range(max(0, scene.page - REACH), min(scene.end_page, scene.page + REACH) + 1)
    images = [scene._replace(page=page).image for page in pages]
    return {str(scene.deck.blob_of(image).place) for image in images if image is not None}


def _stamp(path: str) -> int:
    """When a file or the list of a folder's files last changed; 0 where there is none."""
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return 0
