"""The file of the settings: read as plain data, and changed line by line, comments kept."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from reader.core.atomic import write_text
from reader.core.strict_yaml import StrictYaml, resolve
from reader.errors import SettingsError, Where

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9+_./]*(?: [A-Za-z0-9+_./]+)*")
_INDENT: Final = "  "


def parse(data: bytes, path: Path) -> tuple[dict[str, Any], str, str]:
    """The values in a file, its text, and why it cannot be used, or ""."""
    source = StrictYaml(data, path)
    values = source.value()
    if source.problems:
        return {}, source.text, f"the settings are not used: {source.problems[0].sentence}"
    if values is None:
        values = {}
    if not isinstance(values, dict):
        return {}, source.text, f"{path}:1: the settings are not lines such as 'theme: dark'"
    return values, source.text, ""


def save(known: dict[str, Any], changes: dict[str, Any], path: Path) -> dict[str, Any]:
    """Make changes to the file as it stands, or to what was `known`; what it then holds.

    What someone has written into the file stays in it, comments too.
    Raises SettingsError where it cannot be written; the old file is then still there.
    """
    try:
        values, text, fault = known, "", ""
        if path.exists():
            values, text, fault = parse(path.read_bytes(), path)
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
    return values


def place(at: tuple[str | int, ...], path: Path) -> Where:
    """Where the key under a path stands in the file, as far as that can be found."""
    from reader.core.yaml_places import locate

    try:
        _, text, fault = parse(path.read_bytes(), path)
    except OSError:
        return Where(path)
    return Where(path) if fault else Where(path, *locate(text, (), keys=[at])[at])


def _edited(text: str, changes: dict[str, Any], values: dict[str, Any], path: Path) -> str:
    """The text with its lines changed where that is enough, else the values written anew."""
    edited = text
    for key, value in changes.items():
        edited = _with_lines(edited, key, value)
    if parse(edited.encode(), path) == (values, edited, ""):
        return edited
    import yaml

    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False)


def _with_lines(text: str, key: str, value: Any) -> str:
    """The text with one key set: on its line, or with a line for each key of its own."""
    if not isinstance(value, dict) or not value:
        return _with_line(text, key, _flow(value))
    closed = text if text.endswith("\n") or not text else f"{text}\n"
    found = re.search(
        rf"^{re.escape(key)}[ \t]*:[ \t]*(?:#.*)?\n((?:[ \t]+.*\n|[ \t]*\n)+)", closed, re.MULTILINE
    )
    if found is None:
        lines = [f"\n{_INDENT}{_flow(name)}: {_flow(part)}" for name, part in value.items()]
        return _with_line(text, key, "", below="".join(lines))
    inner = found[1]
    indent = inner[: len(inner) - len(inner.lstrip())].rpartition("\n")[2]
    for name in re.findall(rf"^{indent}([\w.]+)[ \t]*:", inner, re.MULTILINE):
        if name not in value:
            inner = re.sub(rf"^{indent}{re.escape(name)}[ \t]*:.*\n", "", inner, flags=re.MULTILINE)
    for name, part in value.items():
        inner = _with_line(inner, f"{indent}{_flow(name)}", _flow(part))
    return closed[: found.start(1)] + inner + closed[found.end(1) :]


def _with_line(text: str, key: str, written: str, below: str = "") -> str:
    """The text with the line of a key changed, or added at the end; its comment stays on it."""
    entry = f"{key}: {written}" if written else f"{key}:"
    line = re.compile(
        rf"^{re.escape(key)}[ \t]*:(?:[ \t]*\[[^\]\n]*\]|[^#\n]*?)([ \t]*|[ \t]+#.*)$", re.MULTILINE
    )
    text, count = line.subn(lambda found: f"{entry}{found[1].rstrip()}{below}", text)
    return text if count else f"{text.rstrip()}\n{entry}{below}\n".lstrip("\n")


def _flow(value: Any) -> str:
    """A value as YAML of one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and isinstance(resolve(value), str):
        return value
    return json.dumps(value, ensure_ascii=False)
