"""What the program remembers between two runs: recent decks, places in them, the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reader.core.atomic import write_text
from reader.errors import SettingsError, Where

MOST_RECENT = 12
MOST_PLACES = 500
MOST_DESKS = 50
MOST_PANES = 6  # of the presenter's window, side by side or one above the other
MOST_DIVIDED = 12
NOTES_SIZES = range(-3, 9)  # as far as the commands go
_FURTHEST = 100_000  # pixels from the origin, beyond any desk; Qt ends the program far beyond

_LAYOUTS = ("slides", "notes")

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
        self.console_geometry: Geometry | None = None  # of the presenter's window
        self.console_layout = ""  # a name of `ConsoleLayout`, or "" for the usual one
        self.panes: dict[str, tuple[int, ...]] = {}  # their sizes in pixels, by what they divide
        self.notes_size = 0  # in steps of the type scale, from the usual one

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
        memory._take_console(data.get("console"))
        return memory

    def _take_console(self, data: Any) -> None:
        """Take what is sound of the presenter's window."""
        if not isinstance(data, dict):
            return
        layout, panes, size = (data.get(key) for key in ("layout", "panes", "notes_size"))
        self.console_geometry = _geometry_of(data.get("geometry"))
        self.console_layout = layout if layout in _LAYOUTS else ""
        if isinstance(panes, dict):
            sound = ((key, _sizes_of(sizes)) for key, sizes in panes.items())
            self.panes = dict([(key, sizes) for key, sizes in sound if sizes][:MOST_DIVIDED])
        self.notes_size = size if type(size) is int and size in NOTES_SIZES else 0

    def data(self) -> dict[str, Any]:
        """The plain data of which `of` makes the same again."""
        return {
            "recent": self.recent,
            "places": self.places,
            "geometry": self.geometry,
            "is_maximized": self.is_maximized,
            "screens": self.screens,
            "console": {
                "geometry": self.console_geometry,
                "layout": self.console_layout,
                "panes": self.panes,
                "notes_size": self.notes_size,
            },
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


def _sizes_of(sizes: Any) -> tuple[int, ...]:
    """The sizes of some panes; none where they make no sense together."""
    if not isinstance(sizes, list | tuple) or not 1 < len(sizes) <= MOST_PANES:
        return ()
    is_sound = all(type(size) is int and 0 <= size < _FURTHEST for size in sizes)
    return tuple(sizes) if is_sound and any(sizes) else ()


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
