"""Judges plain data by the format's definition, `deck.schema.json`, in words for people.

The words "expected ..." are the descriptions that stand in the schema, so that the definition,
its documentation and its messages cannot drift apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from reader.core.loading import kind

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

SCHEMA_FILE: Final = Path(__file__).with_name("deck.schema.json")
"""The definition of the format deck/1, in JSON Schema 2020-12."""

Part = Literal["deck", "slide"]
"""What is judged: `slides/deck.yaml`, or a slide in a file of its own."""


class Breach(NamedTuple):
    """One way in which data breaks a rule, before its place in the file is known."""

    rule: str
    path: tuple[str | int, ...]
    words: Mapping[str, object]
    expected: str = ""
    is_at_key: bool = False  # stands at the key itself, and not at its value
    needle: str = ""  # a pattern; stands where it first occurs in the value


def definition() -> dict[str, Any]:
    """The schema as data."""
    schema: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema


class Judge:
    """Judges decks and slides.

    Owns: the schema and one compiled validator for each part that was asked for.
    """

    def __init__(self) -> None:
        self._schema = definition()
        self._validators: dict[Part, Any] = {}

    def breaches(self, value: Any, part: Part) -> Iterator[Breach]:
        """Every way in which `value` is not what the format calls a deck or a slide."""
        if part not in self._validators:
            self._validators[part] = self._validator(part)
        wrong: set[tuple[str | int, ...]] = set()
        for error in self._validators[part].iter_errors(value):
            for found in self._translated(error, part):
                # A date can break its pattern and the calendar: one sentence is enough.
                if not found.rule.startswith("value.") or found.path not in wrong:
                    yield found
                wrong.add(found.path)

    def _validator(self, part: Part) -> Any:
        from jsonschema_rs import Draft202012Validator  # costs 25 ms

        return Draft202012Validator(
            self._root(part), formats={"edtf-level-0": is_date}, validate_formats=True
        )

    def _root(self, part: Part) -> dict[str, Any]:
        if part == "deck":
            return self._schema
        return {"$ref": "#/$defs/slide", "$defs": self._schema["$defs"]}

    def _translated(self, error: ValidationError, part: Part) -> Iterator[Breach]:
        path = tuple(error.instance_path)
        keyword = error.kind.name
        found = _Found.of(self._root(part), list(error.evaluation_path), self._schema)
        if keyword == "required":
            yield _missing(path, error.kind.property, found)  # type: ignore[attr-defined]
        elif keyword == "additionalProperties":
            for key in error.kind.unexpected:  # type: ignore[attr-defined]
                words = {
                    "key": key,
                    "thing": found.title,
                    "remedy": _known_or_alike(key, found.keys),
                }
                yield Breach("key.unknown", (*path, key), words, is_at_key=True)
        elif keyword == "propertyNames":
            for key in _misnamed(error):
                words = {"key": key, "found": "an id", "remedy": "rename it"}
                yield Breach("value.form", (*path, key), words, found.description, is_at_key=True)
        else:
            yield _wrong(path, error.instance, keyword, found)


class _Found(NamedTuple):
    """What the schema says at the place of an error."""

    title: str
    description: str
    node: dict[str, Any]
    keys: tuple[str, ...]

    @classmethod
    def of(cls, node: Any, path: list[str | int], schema: dict[str, Any]) -> _Found:
        title = description = ""
        parent: dict[str, Any] = {}
        for step in path:
            if isinstance(node, dict):
                parent = node
                title = node.get("title", title) if "type" in node else title
                description = node.get("description", description)
            node = node[step]
            if step == "$ref":
                node = schema["$defs"][node.rpartition("/")[2]]
        return cls(title, description, parent, tuple(parent.get("properties", ())))


def _missing(path: tuple[str | int, ...], key: str, found: _Found) -> Breach:
    rule = {"alt_text": "image.alt", "stand_in_for": "image.stand-in"}.get(key, "key.missing")
    words = {"key": key, "thing": found.title}
    description = found.node.get("properties", {}).get(key, {}).get("description", "")
    return Breach(rule, path, words, description, is_at_key=True)


_RULE_OF: Final = {
    "type": "value.type",
    "enum": "value.choice",
    "const": "value.choice",
    "minimum": "value.range",
    "exclusiveMinimum": "value.range",
    "minItems": "value.length",
    "maxItems": "value.length",
    "minProperties": "value.length",
    "not": "image.not-stand-in",
    "format": "value.date",
}


def _wrong(path: tuple[str | int, ...], value: Any, keyword: str, found: _Found) -> Breach:
    rule = _RULE_OF.get(keyword, "value.form")
    if value in ("", [], {}) or (isinstance(value, str) and not value.strip()):
        rule = "value.empty"
    key = next((step for step in reversed(path) if isinstance(step, str)), "deck")
    if key == "alt_text" and rule == "value.empty":
        rule = "image.alt"
    expected = found.description
    if rule == "value.type":
        expected = f"{_type_words(found.node['type'])}: {expected}"
    remedy = _remedy(value, keyword, found.node)
    words = {"key": key, "found": shown(value), "remedy": remedy}
    return Breach(rule, path, words, expected, is_at_key=rule == "image.not-stand-in")


def _remedy(value: Any, keyword: str, node: dict[str, Any]) -> str:
    if keyword == "type" and "string" in node["type"] and isinstance(value, int | float):
        written = str(value).lower() if isinstance(value, bool) else value
        return f"put it in quotes: '{written}'"
    if keyword == "type" and value is None:
        return "write a value, or delete the key"
    if keyword == "type" and node["type"] == "array":
        return "write it as a list: [one, two]"
    if keyword == "type" and node["type"] in ("number", "integer") and isinstance(value, str):
        return "write the number alone, without unit or quotes"
    if keyword == "enum" and isinstance(value, str):
        return _known_or_alike(value, node["enum"])
    if keyword == "pattern":
        return _in_form(value, node["pattern"])
    return "correct it"


def _in_form(value: str, pattern: str) -> str:
    """The remedy for a value that breaks a pattern: what was probably meant, if that fits it."""
    for guess in ("-".join(value.split()), f"https://{value}", f"urn:uuid:{value}"):
        if re.search(pattern, guess):
            return f"did you mean '{guess}'?"
    return "write it in that form"


def did_you_mean(found: str, choices: Sequence[str]) -> str:
    """The remedy that names the choice most like what was found, or "" where none is like it."""
    from difflib import get_close_matches

    alike = found.lower().replace("-", "_").replace(" ", "_")
    close = get_close_matches(found, choices, 1) or get_close_matches(alike, choices, 1)
    return f"did you mean '{close[0]}'?" if close else ""


def _known_or_alike(found: str, choices: Sequence[str]) -> str:
    few = ", ".join(sorted(choices)[:12])
    return did_you_mean(found, choices) or f"known are {few}" + ("…" if len(choices) > 12 else "")


def _misnamed(error: ValidationError) -> list[str]:
    inner = error.kind.error  # type: ignore[attr-defined]
    return [str(inner.instance)]


def shown(value: object) -> str:
    """A value for a sentence: what it is, and if it is short the value itself."""
    if value is None or isinstance(value, dict | list):
        return kind(value)
    written = str(value).lower() if isinstance(value, bool) else str(value)
    written = written if len(written) <= 40 else f"{written[:40]}…"
    what = "" if isinstance(value, str | bool) else "the number "
    return f"'{written}'" if isinstance(value, str) else f"{what}{written}"


def _type_words(types: str | list[str]) -> str:
    words = {
        "string": "text",
        "number": "a number",
        "integer": "a whole number",
        "boolean": "true or false",
        "object": "keys with values",
        "array": "a list",
    }
    names = [types] if isinstance(types, str) else types
    return " or ".join(words[name] for name in names)


def is_date(text: str) -> bool:
    """Whether a date of the form that the schema demands is in the calendar."""
    try:
        for end in text.split("/"):
            day = end[:10].replace("0000-", "2000-", 1)  # a leap year too, and Python has no year 0
            if len(day) == 10:
                date.fromisoformat(day)
    except ValueError:
        return False
    return True
