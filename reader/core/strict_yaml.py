"""Reads YAML from anyone: fast, with every fault in its place, and without YAML's traps.

Values are those of YAML 1.2's core schema, so `no` is text and a date stays text. Aliases,
anchors, tags, merge keys, duplicate keys, further documents and invisible characters are
faults; each is noted with line and column, and reading goes on where it safely can. The values
are built straight from the events of libyaml, which is several times faster than PyYAML's own
constructors and keeps no positions; `reader.core.yaml_places` finds again those asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from math import isfinite
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any, Final, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamStartEvent,
)

from reader.core import limits
from reader.errors import DeckError, Where

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML built without libyaml; StrictYaml says so
    CParser = None  # type: ignore[assignment, misc]

if TYPE_CHECKING:
    from reader.core.problems import Problem

At = tuple[str | int, ...]
"""Keys and indexes from the root of a document."""

_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FIRST_OF_NO_TEXT: Final = frozenset(["", *"~nNtTfF+-.0123456789"])
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_ENDLESS = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

# What libyaml refuses anyway, and what reorders the text around it (Unicode's explicit
# directional formatting): a credit that reads otherwise than it is written.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_CONTROL_BYTES: Final = bytes(range(9)) + b"\x0b\x0c" + bytes(range(14, 32)) + b"\x7f"
_INSTEAD: Final = "\N{REPLACEMENT CHARACTER}"


class StrictYaml:
    """One YAML file, read by `value` or, piece by piece, by `entries`; either only once.

    Owns: `problems`, every fault found so far, and `fault`, the one of them that ended the
    reading early, or None. `text` is what was read, as `reader.core.yaml_places.locate` wants it.
    Raises DeckError where PyYAML lacks libyaml.
    """

    __slots__ = ("_events", "fault", "file", "problems", "text")

    def __init__(self, data: bytes, file: Path) -> None:
        if CParser is None:
            raise DeckError(
                "this PyYAML was built without libyaml, and cannot read decks",
                hint="install it anew: python -m pip install --force-reinstall PyYAML",
            )
        self.file = file
        self.problems: list[Problem] = []
        self.fault: Problem | None = None
        self.text = self._decoded(data)
        self._events: Iterator[Event] = iter(())

    def value(self) -> Any:
        """The document's value: str, int, float, bool, None, list and dict; None on a fault."""
        value = None
        try:
            root = self._begin()
            if root is not None:
                value = self._node(root, ())
                self._end()
        except _StopError:
            return None
        except yaml.YAMLError as error:
            self._syntax(error)
            return None
        return value

    def entries(self, list_key: str) -> Iterator[tuple[str | None, int | None, Any]]:
        """The root mapping as it is read: (key, None, value), one by one.

        The list under `list_key` comes in its items: (key, index, item). A root that is no
        mapping comes as (None, None, value). Ends early on a fault.
        """
        try:
            root = self._begin()
            if type(root) is MappingStartEvent:
                yield from self._root_entries(root, list_key)
                self._end()
            elif root is not None:
                yield None, None, self._node(root, ())
        except _StopError:
            return
        except yaml.YAMLError as error:
            self._syntax(error)

    # Reading: one method a kind of node. They are called 250,000 times for a long deck, which
    # is why they compare types and share one iterator instead of being cleverer.

    def _begin(self) -> Event | None:
        """The root's first event, or None in an empty file."""
        if self.fault is not None:
            raise _StopError
        parser = CParser(self.text)
        self._events = islice(iter(parser.get_event, None), limits.YAML_NODES)
        for event in self._events:
            if type(event) is DocumentStartEvent:
                return next(self._events, None)
            if type(event) is not StreamStartEvent:
                break
        return None

    def _end(self) -> None:
        for event in self._events:
            if type(event) is DocumentStartEvent:
                self._note("yaml.documents", event, ())
                break

    def _root_entries(
        self, root: MappingStartEvent, list_key: str
    ) -> Iterator[tuple[str | None, int | None, Any]]:
        self._check_properties(root, ())
        seen: dict[str, Any] = {}
        for event in self._events:
            if type(event) is MappingEndEvent:
                return
            key = self._key(event, seen, ())
            start = next(self._events, None)
            if key == list_key and type(start) is SequenceStartEvent:
                self._check_properties(start, (key,))
                for index, item in enumerate(self._items(start, (key,))):
                    yield key, index, item
            else:
                value = self._node(start, (key or "",))
                if key is not None:
                    yield key, None, value
            if key is not None:
                seen[key] = None
        self._stop("yaml.nodes", root, (), limit=limits.YAML_NODES)

    def _node(self, event: Event | None, path: At) -> Any:
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event, path, None)
        if kind is MappingStartEvent:
            return self._mapping(event, path)
        if kind is SequenceStartEvent:
            self._check_properties(event, path)
            return list(self._items(event, path))
        if kind is AliasEvent:
            self._note("yaml.alias", event, path, found=event.anchor)  # type: ignore[union-attr]
            return None
        return self._stop("yaml.nodes", event, path, limit=limits.YAML_NODES)

    def _mapping(self, start: Any, path: At) -> dict[str, Any]:
        self._check_properties(start, path)
        self._check_depth(start, path)
        result: dict[str, Any] = {}
        events = self._events
        for event in events:
            if type(event) is MappingEndEvent:
                return result
            key = self._key(event, result, path)
            value = next(events, None)
            if key is None:
                self._node(value, (*path, ""))
            elif type(value) is ScalarEvent:
                result[key] = self._scalar(value, path, key)
            else:
                result[key] = self._node(value, (*path, key))
        return self._stop("yaml.nodes", start, path, limit=limits.YAML_NODES)

    def _items(self, start: Any, path: At) -> Iterator[Any]:
        self._check_depth(start, path)
        for index, event in enumerate(self._events):
            if type(event) is SequenceEndEvent:
                return
            if type(event) is ScalarEvent:
                yield self._scalar(event, path, index)
            else:
                yield self._node(event, (*path, index))
        self._stop("yaml.nodes", start, path, limit=limits.YAML_NODES)

    def _key(self, event: Any, mapping: dict[str, Any], path: At) -> str | None:
        """The key, or None where it and its value are to be left out."""
        if type(event) is not ScalarEvent:
            if type(event) is AliasEvent:
                self._note("yaml.alias", event, path, found=event.anchor)
            else:
                self._note("yaml.key", event, path, found="is a list or a mapping, and")
                self._node(event, (*path, ""))
            return None
        key = intern(event.value)
        if event.style == "":
            if key == "<<":
                self._note("yaml.merge", event, path)
                return None
            if key[:1] in _FIRST_OF_NO_TEXT and resolve(key) is not key:
                self._note("yaml.key", event, (*path, key), found=f"'{_short(key)}'")
        key = self._checked(event, path, key) if event.style == '"' else key
        self._check_properties(event, path)
        if key in mapping:
            self._note("yaml.duplicate", event, (*path, key), found=_short(key))
            return None
        return key

    def _scalar(self, event: Any, path: At, key: str | int | None) -> Any:
        value: str = event.value
        if event.tag is not None or event.anchor is not None:
            self._check_properties(event, path if key is None else (*path, key))
        style = event.style
        if style == "":
            if value[:1] in _FIRST_OF_NO_TEXT:
                found = resolve(value)
                if found is not _TOO_LARGE:
                    return found
                here = path if key is None else (*path, key)
                self._note("yaml.number", event, here, found=f"'{_short(value)}'")  # kept as text
        elif style == '"':
            return self._checked(event, path if key is None else (*path, key), value)
        return value

    # Checking

    def _checked(self, event: Event, path: At, value: str) -> str:
        """A value in double quotes without what its escapes may have smuggled in."""
        found = _INVISIBLE.search(value)
        if not found:
            return value
        self._note("yaml.control", event, path, found=_code_point(found[0]))
        return _INVISIBLE.sub(_INSTEAD, value)

    def _check_properties(self, event: Any, path: At) -> None:
        if event.anchor is not None:
            self._note("yaml.anchor", event, path, found=event.anchor)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._note("yaml.tag", event, path, found=_short(tag))

    def _check_depth(self, event: Event, path: At) -> None:
        if len(path) >= limits.YAML_DEPTH:
            self._stop("yaml.depth", event, path, limit=limits.YAML_DEPTH)

    def _decoded(self, data: bytes) -> str:
        """The file's text, with what is not allowed in it noted and replaced."""
        if len(data) > limits.YAML_BYTES:
            self._note_at("yaml.size", None, None, limit=limits.YAML_BYTES)
            self.fault = self.problems[-1]
            return ""
        data = data.removeprefix(b"\xef\xbb\xbf")
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
            text = data.decode("utf-8", "replace")
            line, column = _position(data[: error.start].decode(), error.start)
            found = "it looks like UTF-16" if wide else f"byte 0x{data[error.start]:02X}"
            self._note_at("yaml.encoding", line, column, found=found)
            if wide:
                self.fault = self.problems[-1]
                return ""
        plain = text.isascii() and len(data) == len(data.translate(None, _CONTROL_BYTES))
        return text if plain or not _INVISIBLE.search(text) else self._without_invisible(text)

    def _without_invisible(self, text: str) -> str:
        for found in islice(_INVISIBLE.finditer(text), limits.YAML_PROBLEMS // 2):
            line, column = _position(text, found.start())
            self._note_at("yaml.control", line, column, found=_code_point(found[0]))
        return _INVISIBLE.sub(_INSTEAD, text)

    # Noting

    def _note(self, rule: str, event: Any, path: At, **words: object) -> None:
        mark = event.start_mark
        self._note_at(rule, mark.line + 1, mark.column + 1, path, **words)
        if len(self.problems) >= limits.YAML_PROBLEMS and rule != "yaml.many":
            self._stop("yaml.many", event, path, limit=limits.YAML_PROBLEMS)

    def _note_at(
        self, rule: str, line: int | None, column: int | None, path: At = (), **words: object
    ) -> None:
        from reader.core.problems import problem  # late: a sound deck never needs it

        where = Where(self.file, line, column)
        self.problems.append(problem(rule, where, path, words=words))

    def _stop(self, rule: str, event: Any, path: At, **words: object) -> NoReturn:
        if event is None:
            self._note_at(rule, None, None, path, **words)
        else:
            self._note(rule, event, path, **words)
        self.fault = self.problems[-1]
        raise _StopError

    def _syntax(self, error: yaml.YAMLError) -> None:
        from reader.core.yaml_words import explained

        line, column, found, remedy = explained(error, self.text)
        self._note_at("yaml.syntax", line, column, found=found, remedy=remedy)
        self.fault = self.problems[-1]


class _StopError(Exception):
    """Ends the reading of a file whose fault is already noted."""


_TOO_LARGE: Final = object()


def resolve(text: str) -> Any:
    """The value of a plain scalar in YAML 1.2's core schema; `text` itself where it is text.

    Numbers that JSON cannot carry, or that are absurdly long, give a value that is none of
    the schema's.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        if len(text) > limits.YAML_DIGITS:
            return _TOO_LARGE
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    if _FLOAT.fullmatch(text):
        number = float(text)
        return number if len(text) <= limits.YAML_DIGITS and isfinite(number) else _TOO_LARGE
    return _TOO_LARGE if _ENDLESS.fullmatch(text) else text


def _position(text: str, offset: int) -> tuple[int, int]:
    offset = min(offset, len(text))
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def _short(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"
