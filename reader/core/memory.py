"""What the program remembers between two runs: recent decks, places in them, the window."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from reader.core.atomic import write_text
from reader.errors import SettingsError, Where

MOST_RECENT = 12
MOST_PLACES = 500

Geometry = tuple[int, int, int, int]
"""Left, top, width and height of a window, in logical pixels."""


@dataclass(slots=True)
class Memory:
    """Remembered state, as it stands in the state file.

    Owns: nothing but its values; `load` and `save` know the file.
    """

    recent: list[str] = field(default_factory=list)  # deck folders, newest first
    places: dict[str, int] = field(default_factory=dict)  # page last seen, by deck folder
    geometry: Geometry | None = None
    is_maximized: bool = False

    @classmethod
    def of(cls, data: Any) -> Memory:
        """Take what is sound in `data` and leave the rest."""
        memory = cls()
        if not isinstance(data, dict):
            return memory
        recent, places, box = (data.get(key) for key in ("recent", "places", "geometry"))
        if isinstance(recent, list):
            memory.recent = [item for item in recent if isinstance(item, str)][:MOST_RECENT]
        if isinstance(places, dict):
            memory.places = {
                key: page for key, page in places.items() if isinstance(page, int) and page >= 0
            }
        if isinstance(box, list | tuple) and len(box) == 4 and all(isinstance(n, int) for n in box):
            memory.geometry = (box[0], box[1], box[2], box[3])
        memory.is_maximized = data.get("is_maximized") is True
        return memory

    def visit(self, folder: Path, page: int) -> None:
        """Remember that `folder` was read up to `page`."""
        name = str(folder)
        self.recent = [name, *(item for item in self.recent if item != name)][:MOST_RECENT]
        self.places.pop(name, None)
        self.places[name] = page
        while len(self.places) > MOST_PLACES:
            del self.places[next(iter(self.places))]


def state_file() -> Path:
    """Where remembered state is kept, by the conventions of the system."""
    from platformdirs import user_state_path

    return user_state_path("deck-reader", appauthor=False) / "state.json"


def load(path: Path) -> Memory:
    """Read the state file; one that is missing or damaged counts as empty."""
    try:
        return Memory.of(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError):
        return Memory()


def save(memory: Memory, path: Path) -> None:
    """Write the state file.

    Raises SettingsError where it cannot be written; the old file is then still there.
    """
    try:
        write_text(path, json.dumps(asdict(memory), ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise SettingsError(
            f"the place in the deck cannot be remembered: {error.strerror or error}",
            hint="free some space there, or make the folder writable",
            where=Where(path),
        ) from error
