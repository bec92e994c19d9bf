"""What the program remembers between two runs: recent decks, places in them, the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reader.core.atomic import write_text
from reader.errors import SettingsError, Where

MOST_RECENT = 12
MOST_PLACES = 500
MOST_DESKS = 50
_FURTHEST = 100_000  # pixels from the origin, beyond any desk; Qt ends the program far beyond

Geometry = tuple[int, int, int, int]
"""Left, top, width and height of a window, in logical pixels."""


class Memory:
    """Remembered state, as it stands in the state file.

    Owns: nothing but its values; `load` and `save` know the file.
    """

    def __init__(self) -> None:
        self.recent: list[str] = []  # deck folders, newest first
        self.places: dict[str, int] = {}  # page last seen, by deck folder
        self.geometry: Geometry | None = None
        self.is_maximized = False
        self.screens: dict[str, str] = {}  # the audience's screen, by the screens that there are

    @classmethod
    def of(cls, data: Any) -> Memory:
        """Take what is sound in `data` and leave the rest."""
        memory = cls()
        if not isinstance(data, dict):
            return memory
        recent, places, box = (data.get(key) for key in ("recent", "places", "geometry"))
        if isinstance(recent, list):
            names = dict.fromkeys(item for item in recent if isinstance(item, str))
            memory.recent = list(names)[:MOST_RECENT]
        if isinstance(places, dict):
            sound = [(key, page) for key, page in places.items() if type(page) is int and page >= 0]
            memory.places = dict(sound[-MOST_PLACES:])
        screens = data.get("screens")
        if isinstance(screens, dict):
            named = [(key, name) for key, name in screens.items() if isinstance(name, str)]
            memory.screens = dict(named[-MOST_DESKS:])
        memory.geometry = _geometry_of(box)
        memory.is_maximized = data.get("is_maximized") is True
        return memory

    def data(self) -> dict[str, Any]:
        """The plain data of which `of` makes the same again."""
        return {
            "recent": self.recent,
            "places": self.places,
            "geometry": self.geometry,
            "is_maximized": self.is_maximized,
            "screens": self.screens,
        }

    def give_screen(self, desk: str, name: str) -> None:
        """Remember which screen the audience got where there were these."""
        self.screens.pop(desk, None)
        self.screens[desk] = name
        while len(self.screens) > MOST_DESKS:
            del self.screens[next(iter(self.screens))]

    def visit(self, folder: Path, page: int) -> None:
        """Remember that `folder` was read up to `page`."""
        name = str(folder)
        self.recent = [name, *(item for item in self.recent if item != name)][:MOST_RECENT]
        self.places.pop(name, None)
        self.places[name] = page
        while len(self.places) > MOST_PLACES:
            del self.places[next(iter(self.places))]


def _geometry_of(box: Any) -> Geometry | None:
    if not isinstance(box, list | tuple) or len(box) != 4:
        return None
    if not all(type(length) is int and abs(length) < _FURTHEST for length in box):
        return None
    left, top, width, height = box
    return (left, top, width, height) if width > 0 and height > 0 else None


def state_file() -> Path:
    """Where remembered state is kept, by the conventions of the system."""
    from platformdirs import user_state_path

    return user_state_path("deck-reader", appauthor=False) / "state.json"


def load(path: Path) -> Memory:
    """Read the state file; one that is missing or damaged counts as empty."""
    import json

    try:
        return Memory.of(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError):
        return Memory()


def save(memory: Memory, path: Path) -> None:
    """Write the state file.

    Raises SettingsError where it cannot be written; the old file is then still there.
    """
    import json

    try:
        # In ASCII, as the name of a folder may be bytes that are no text.
        write_text(path, json.dumps(memory.data(), indent=1) + "\n")
    except OSError as error:
        raise SettingsError(
            f"the place in the deck cannot be remembered: {error.strerror or error}",
            hint="free some space there, or make the folder writable",
            where=Where(path),
        ) from error
