"""What a person prefers: one table of settings, and the file that can be edited by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from reader.core.atomic import write_text
from reader.core.show import Theme
from reader.errors import SettingsError, Where


class Setting(NamedTuple):
    """One preference: its key in the file, its values, the first being the usual one."""

    key: str
    choices: tuple[str, ...]
    help: str


THEME = Setting(
    "theme",
    tuple(theme.value for theme in Theme),
    "The colours of the window: those of the system, or always light, or always dark.",
)

SETTINGS: tuple[Setting, ...] = (THEME,)


class Preferences(NamedTuple):
    """The settings as they stand, and what the file holds besides; unknown keys are kept."""

    values: dict[str, Any]
    complaints: tuple[str, ...] = ()

    def choice(self, setting: Setting) -> str:
        """The chosen value, or the usual one where the file has none that is known."""
        value = self.values.get(setting.key)
        return value if value in setting.choices else setting.choices[0]


def settings_file() -> Path:
    """Where the settings are kept, by the conventions of the system."""
    from platformdirs import user_config_path

    return user_config_path("deck-reader", appauthor=False) / "settings.yaml"


def load(path: Path) -> Preferences:
    """Read the settings; whatever is wrong in them becomes a complaint, never a failure."""
    import yaml

    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Preferences({})
    except (OSError, UnicodeDecodeError) as error:
        return Preferences({}, (f"{path}: the settings cannot be read: {error}",))
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return Preferences({}, (f"{path}:{line}: the settings are not YAML; defaults are used",))
    if values is None:
        values = {}
    if not isinstance(values, dict):
        return Preferences({}, (f"{path}:1: the settings are not a list of `key: value` lines",))
    return Preferences(values, tuple(f"{path}: {words}" for words in _complaints(values)))


def _complaints(values: dict[Any, Any]) -> list[str]:
    import difflib

    known = {setting.key: setting for setting in SETTINGS}
    words = []
    for key, value in values.items():
        if key not in known:
            near = difflib.get_close_matches(str(key), known, 1)
            guess = f" (did you mean '{near[0]}'?)" if near else ""
            words.append(f"'{key}' is not a setting; it is kept but does nothing{guess}")
        elif value not in known[key].choices:
            choices = ", ".join(known[key].choices)
            words.append(f"'{key}' is '{value}'; expected one of: {choices}")
    return words


def save(preferences: Preferences, changes: dict[str, str], path: Path) -> Preferences:
    """Write the settings with `changes` made; keys that are not known stay in the file.

    Raises SettingsError where it cannot be written; the old file is then still there.
    """
    import yaml

    if preferences.complaints and not preferences.values and path.exists():
        raise SettingsError(
            "the settings cannot be read, so they are not written over",
            hint="mend the file or move it away",
            where=Where(path),
        )
    values = {**preferences.values, **changes}
    try:
        write_text(path, yaml.safe_dump(values, allow_unicode=True, sort_keys=False))
    except OSError as error:
        raise SettingsError(
            f"the settings cannot be written: {error.strerror or error}",
            hint="free some space there, or make the folder writable",
            where=Where(path),
        ) from error
    return Preferences(values)
