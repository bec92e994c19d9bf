"""Judges plain data by the format's definition, `deck.schema.json`, in words for people.

The words "expected ..." are the descriptions that stand in the schema, so that the definition,
its documentation and its messages cannot drift apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from reader.core.loading import kind
from reader.core.strict_yaml import At
from reader.core.suggest import Suggestions, known

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

SCHEMA_FILE: Final = Path(__file__).with_name("deck.schema.json")
"""The definition of the format deck/1, in JSON Schema 2020-12."""

_MOST_SHOWN: Final = 60

Part = Literal["deck", "slide"]
"""What is judged: `slides/deck.yaml`, or a slide in a file of its own."""


class Breach(NamedTuple):
    """One way in which data breaks a rule, before its place in the file is known."""

    rule: str
    path: At
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

    def __init__(self, suggestions: Suggestions) -> None:
        self._suggestions = suggestions
        self._schema = definition()
        self._validators: dict[Part, Any] = {}

    def breaches(self, value: Any, part: Part) -> Iterator[Breach]:
        """Every way in which `value` is not what the format calls a deck or a slide."""
        if part not in self._validators:
            self._validators[part] = self._validator(part)
        wrong: set[At] = set()
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
                remedy = self._suggestions.remedy(key, found.keys, known(found.keys))
                words = {"key": key, "thing": found.title, "remedy": remedy}
                yield Breach("key.unknown", (*path, key), words, is_at_key=True)
        elif keyword == "propertyNames":
            key = str(error.kind.error.instance)  # type: ignore[attr-defined]
            words = {"key": key, "found": "an id", "remedy": "rename it"}
            yield Breach("value.form", (*path, key), words, found.description, is_at_key=True)
        else:
            yield self._wrong(path, error.instance, keyword, found)

    def _wrong(self, path: At, value: Any, keyword: str, found: _Found) -> Breach:
        rule = _RULE_OF.get(keyword, "value.form")
        blank = isinstance(value, str) and not value.strip()
        if keyword != "not" and (blank or value in (None, [], {})):
            rule = "value.empty"
        key = next((step for step in reversed(path) if isinstance(step, str)), "deck")
        if key == "alt_text" and rule == "value.empty":
            rule = "image.alt"
        expected = found.description
        if keyword == "type":
            expected = f"{_type_words(found.node['type'])}: {expected}"
        remedy = self._remedy(value, keyword, found.node)
        words = {"key": key, "found": shown(value), "remedy": remedy}
        return Breach(rule, path, words, expected, is_at_key=rule == "image.not-stand-in")

    def _remedy(self, value: Any, keyword: str, node: dict[str, Any]) -> str:
        if keyword == "type" and "string" in node["type"] and isinstance(value, int | float):
            written = str(value).lower() if isinstance(value, bool) else value
            return f"put it in quotes: '{written}'"
        if keyword == "type" and isinstance(node["type"], str):
            return _REMEDY_FOR.get(node["type"], "write it as text")
        if keyword == "enum" and isinstance(value, str):
            return self._suggestions.remedy(value, node["enum"], known(node["enum"]))
        if keyword == "pattern":
            return _in_form(value, node["pattern"])
        return "correct it"


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


_REMEDY_FOR: Final = {
    "array": "write it as a list: [one, two]",
    "object": "write it as keys with values",
    "boolean": "write true or false, without quotes",
    "number": "write the number alone, without a unit or quotes",
    "integer": "write the number alone, without a unit or quotes",
}


def _missing(path: At, key: str, found: _Found) -> Breach:
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
    "maximum": "value.range",
    "minItems": "value.length",
    "maxItems": "value.length",
    "minProperties": "value.length",
    "not": "image.not-stand-in",
    "format": "value.date",
}


def _in_form(value: str, pattern: str) -> str:
    """The remedy for a value that breaks a pattern: what was probably meant, if that fits it."""
    if len(value) > _MOST_SHOWN:
        return "write it in that form"
    for guess in ("-".join(value.split()), f"https://{value}", f"urn:uuid:{value}"):
        if re.search(pattern, guess):
            return f"did you mean '{guess}'?"
    return "write it in that form"


def shown(value: object) -> str:
    """A value for a sentence: what it is, and if it is short the value itself."""
    if value is None or isinstance(value, dict | list):
        return kind(value)
    written = str(value).lower() if isinstance(value, bool) else str(value)
    written = written if len(written) <= _MOST_SHOWN else f"{written[:_MOST_SHOWN]}…"
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
