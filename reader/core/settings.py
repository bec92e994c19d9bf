"""What a person prefers: one table of settings, and the file that can be edited by hand."""

from __future__ import annotations

from collections.abc import Iterator
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
    """Read the settings; whatever is wrong in them becomes a complaint, never a failure.

    A file that is not sound YAML counts for nothing, but has a complaint.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Preferences({})
    except OSError as error:
        reason = error.strerror or error
        return Preferences({}, (f"{path}: the settings cannot be read: {reason}",))
    values, text, fault = _parse(data, path)
    if fault:
        return Preferences({}, (fault,))
    return Preferences(values, tuple(_complaints(values, text, path)))


def _parse(data: bytes, path: Path) -> tuple[dict[str, Any], str, str]:
    """The values in a file, its text, and why it cannot be used, or ""."""
    from reader.core.strict_yaml import StrictYaml  # plain data only: it crosses a pipe

    source = StrictYaml(data, path)
    values = source.value()
    if source.problems:
        return {}, source.text, f"the settings are not used: {source.problems[0].sentence}"
    if values is None:
        values = {}
    if not isinstance(values, dict):
        return {}, source.text, f"{path}:1: the settings are not lines such as 'theme: dark'"
    return values, source.text, ""


def _complaints(values: dict[str, Any], text: str, path: Path) -> Iterator[str]:
    known = {setting.key: setting for setting in SETTINGS}
    wrong = {
        key: value
        for key, value in values.items()
        if key not in known or value not in known[key].choices
    }
    if not wrong:
        return
    from reader.core.suggest import Suggestions
    from reader.core.yaml_places import locate

    suggestions = Suggestions()
    at_keys = [(key,) for key in wrong if key not in known]
    places = locate(text, [(key,) for key in wrong], keys=at_keys)
    for key, value in wrong.items():
        place = Where(path, *places[(key,)])
        if key in known:
            choices = ", ".join(known[key].choices)
            yield f"{place}: '{key}' is '{str(value)[:40]}'; expected one of: {choices}"
        else:
            guess = suggestions.remedy(key, list(known))
            words = f"'{key}' is not a setting; it is kept but does nothing"
            yield f"{place}: {words}" + (f" ({guess})" if guess else "")


def save(preferences: Preferences, changes: dict[str, str], path: Path) -> Preferences:
    """Write the settings with `changes` made to the file as it stands, or to `preferences`.

    What someone has written into the file stays in it, comments too.
    Raises SettingsError where it cannot be written; the old file is then still there.
    """
    try:
        values, text, fault = preferences.values, "", ""
        if path.exists():
            values, text, fault = _parse(path.read_bytes(), path)
        if fault:
            raise SettingsError(
                "the settings cannot be read, so they are not written over",
                hint="mend the file or move it away",
                where=Where(path),
            )
        values = {**values, **changes}
        write_text(path, _edited(text, changes, values, path))
    except OSError as error:
        raise SettingsError(
            f"the settings cannot be written: {error.strerror or error}",
            hint="free some space there, or make the folder writable",
            where=Where(path),
        ) from error
    return Preferences(values)


def _edited(text: str, changes: dict[str, str], values: dict[str, Any], path: Path) -> str:
    """The text with its lines changed where that is enough, else the values written anew."""
    import re

    import yaml

    for key, value in changes.items():
        line = re.compile(rf"^{re.escape(key)}[ \t]*:[^#\n]*?(?=[ \t]*(?:#.*)?$)", re.MULTILINE)
        text, count = line.subn(f"{key}: {value}", text)
        if not count:
            text = f"{text.rstrip()}\n{key}: {value}\n".lstrip()
    if _parse(text.encode(), path) == (values, text, ""):
        return text
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False)
