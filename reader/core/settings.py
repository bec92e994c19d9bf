"""What a person prefers: one table of settings, and the file that can be edited by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

from reader.core.events import Event
from reader.core.setting import Choice, KeyLists, Number, Setting, Text
from reader.errors import Where

T = TypeVar("T")

THEME: Final = Choice(
    "theme",
    ("system", "light", "dark"),
    "The colours of the window: those of the system, or always light, or always dark.",
)
CLICK: Final = Choice(
    "click",
    ("next", "halves", "nothing"),
    "What a click on a slide does in full screen and in a show: turn to the next page; on the "
    "left half, to the page before; or nothing.",
)
WHEEL: Final = Choice(
    "wheel",
    ("pages", "nothing"),
    "What the wheel does over a slide: turn pages, or nothing.",
)
TRANSITION: Final = Choice(
    "transition",
    ("cut", "fade"),
    "How one page follows another in a show: at once, or by a short cross-fade.",
)
MOTION: Final = Choice(
    "motion",
    ("system", "less", "full"),
    "How much may move: what the system asks for; less, which means no fades; or all of it.",
)
ADVANCE_SECONDS: Final = Number(
    "advance_seconds",
    usual=8,
    least=1,
    most=86_400,
    unit="seconds",
    help="How long a page without a planned time stays, when pages turn by themselves.",
)
KIOSK_KEY: Final = Text(
    "kiosk_key",
    usual="Ctrl+Alt+Q",
    kind="the name of a key",
    help="The only key that ends a show in a kiosk.",
)
KEYS: Final = KeyLists(
    "keys",
    "Keys besides the usual ones, for each command; what a clicker’s button was taught stands "
    "here.",
)

SETTINGS: Final[tuple[Setting[Any], ...]] = (
    THEME,
    CLICK,
    WHEEL,
    TRANSITION,
    MOTION,
    ADVANCE_SECONDS,
    KIOSK_KEY,
    KEYS,
)


def settings_file() -> Path:
    """Where the settings are kept, by the conventions of the system."""
    from platformdirs import user_config_path

    return user_config_path("deck-reader", appauthor=False) / "settings.yaml"


class Settings:
    """The settings as they stand, and the file in which a change of them is kept.

    Owns: what the file holds, unknown keys included; `complaints`, what is wrong in it.
    Emits: changed(Setting), once its value is another one.
    """

    def __init__(
        self,
        values: dict[str, Any] | None = None,
        complaints: tuple[str, ...] = (),
        file: Path | None = None,
    ) -> None:
        """`values` is what `load` found; without a file, changes last as long as this object."""
        self.changed: Event[Setting[Any]] = Event()
        self.complaints = complaints
        self.file = file
        self._found = values or {}
        self._unsaved: dict[str, Any] = {}

    @property
    def found(self) -> dict[str, Any]:
        """What the file holds, of plain data that can cross a pipe."""
        return self._found

    def value(self, setting: Setting[T]) -> T:
        """What is chosen, or the usual value where the file has none that can be used."""
        if setting.key not in self._found:
            return setting.usual
        value = setting.read(self._found[setting.key])
        return setting.usual if value is None else value

    def choose(self, setting: Setting[T], value: T) -> None:
        """Let a setting have a value, and save it.

        What someone has written into the file stays in it, comments too. Raises SettingsError
        where it cannot be written: the old file is then still there, and the value holds until
        the program ends.
        """
        plain = setting.plain(value)
        before = self._found.get(setting.key, setting.plain(setting.usual))
        if before == plain and not self._unsaved:
            return
        self._unsaved[setting.key] = plain
        self._take({**self._found, setting.key: plain})
        if self.file is not None:
            from reader.core.settings_file import save

            self._take(save(self._found, self._unsaved, self.file))
        self._unsaved = {}

    def where(self, *at: str | int) -> Where | None:
        """Where the key under this path stands in the file."""
        if self.file is None:
            return None
        from reader.core.settings_file import place

        return place(at, self.file)

    def _take(self, found: dict[str, Any]) -> None:
        before = [self.value(setting) for setting in SETTINGS]
        self._found = found
        for setting, value in zip(SETTINGS, before, strict=True):
            if self.value(setting) != value:
                self.changed.emit(setting)


def load(path: Path) -> Settings:
    """Read the settings; whatever is wrong in them becomes a complaint, never a failure.

    A file that is not sound YAML counts for nothing, but has a complaint.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Settings(file=path)
    except OSError as error:
        reason = error.strerror or error
        return Settings(complaints=(f"{path}: the settings cannot be read: {reason}",), file=path)
    from reader.core.settings_file import parse

    found, text, fault = parse(data, path)
    if fault:
        return Settings(complaints=(fault,), file=path)
    return Settings(found, tuple(_complaints(found, text, path)), path)


def _complaints(found: dict[str, Any], text: str, path: Path) -> Iterator[str]:
    known: dict[str, Setting[Any]] = {setting.key: setting for setting in SETTINGS}
    wrong = [
        ((key, *at), words)
        for key, value in found.items()
        if key in known
        for at, words in known[key].faults(value)
    ]
    unknown = [(key,) for key in found if key not in known]
    if not wrong and not unknown:
        return
    from reader.core.suggest import Suggestions
    from reader.core.yaml_places import locate

    suggestions = Suggestions()
    places = locate(text, [at for at, _ in wrong], keys=unknown)
    for at, words in wrong:
        yield f"{Where(path, *places[at])}: {words}"
    for (key,) in unknown:
        guess = suggestions.remedy(key, list(known))
        words = f"'{key}' is not a setting; it is kept but does nothing"
        yield f"{Where(path, *places[(key,)])}: {words}" + (f" ({guess})" if guess else "")
