"""Changes single values in a YAML file and leaves every other byte of it as it is.

A bundle renames files, and the deck must name them as they are then called. Comments, order and
layout are the author's, so the text is cut at the marks of libyaml's events and never written
anew. What comes out is read again and compared before anyone gets it.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from reader.core.strict_yaml import At, StrictYaml, resolve
from reader.errors import BundleError, Where

_BOM: Final = "\ufeff"
_BREAKS: Final = "\r\n\x85\u2028\u2029"
_NEWLINE = re.compile(r"\r\n|\r|\n")
# With a suffix or a folder, so that no version of YAML takes it for a number, a date or a "no".
_PLAIN = re.compile(r"(?=.*[./][A-Za-z])[A-Za-z0-9_./][A-Za-z0-9_./+-]*(?: [A-Za-z0-9_./+-]+)*")
_BLOCK_HEADER = re.compile(f"[|>][-+0-9]*([^{_BREAKS}]*)")

# What JSON leaves as it is in a text, and YAML does not: controls, and line ends of its own.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def rewrite(
    text: str,
    values: Mapping[At, str],
    added: Mapping[At, tuple[str, str]],
    where: Path,
) -> str:
    """The text with some values replaced, and some keys added to mappings that lack them.

    `values` gives the new text of the scalar at each path, `added` a key of the format and its
    text for the mapping at each path; () is the whole document. `text` keeps its line ends and
    its byte order mark, so read it without translating them. Raises BundleError, with a place in
    `where`, for YAML that has faults, for a path that leads to nothing of the kind, and for what
    could not be changed without changing something else.
    """
    if not values and not added:
        return text
    mark = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(_BOM)
    before = _read(body, where)
    added = {at: entry for at, entry in added.items() if not _has_key(before, at, entry[0], where)}
    events = _found(body, frozenset(values) | frozenset(added))
    newline = _first_newline(body)
    changes = [
        *(_replaced(body, _scalar_at(events, at, where), new) for at, new in values.items()),
        *(_added(body, events[at], entry, newline) for at, entry in added.items()),
    ]
    result = _applied(body, changes)
    _check(result, _expected(before, values, added), where)
    return mark + result


class _Span(NamedTuple):
    """Where a node begins and ends, in characters, and how it is written."""

    start: int
    end: int
    column: int
    line: int
    is_scalar: bool


class _Change(NamedTuple):
    """What is put in place of a stretch of the text."""

    start: int
    end: int
    text: str


# Reading


def _read(text: str, where: Path) -> Any:
    yaml = StrictYaml(text.encode(), where)
    value = yaml.value()
    if yaml.problems:
        first = yaml.problems[0]
        raise BundleError(first.message, hint=first.hint, where=first.where)
    return value


def _value_at(value: Any, at: At) -> Any:
    """The value under a path; raises KeyError, IndexError or TypeError where there is none."""
    for step in at:
        value = value[step]
    return value


def _has_key(value: Any, at: At, key: str, where: Path) -> bool:
    try:
        mapping = _value_at(value, at)
    except (KeyError, IndexError, TypeError):
        mapping = None
    if not isinstance(mapping, dict):
        raise _nothing_at(at, "keys with values", where)
    return key in mapping


def _nothing_at(at: At, what: str, where: Path, line: int | None = None) -> BundleError:
    place = ".".join(str(step) for step in at) or "the top"
    return BundleError(
        f"at {place} there should be {what}, which the bundle has to change",
        hint="check the deck, and mend what is found there",
        where=Where(where, line),
    )


def _found(text: str, wanted: frozenset[At]) -> dict[At, _Span]:
    """The events that stand under the wanted paths. The text is known to be sound."""
    from yaml._yaml import CParser  # late: where it is missing, StrictYaml has said so

    events = iter(CParser(text).get_event, None)
    branches = frozenset(path[:length] for path in wanted for length in range(len(path) + 1))
    found: dict[At, _Span] = {}
    for event in events:
        if type(event) is DocumentStartEvent:
            _walk(next(events), (), events, branches, found)
            break
    return found


def _walk(
    event: Any, at: At, events: Iterator[Any], wanted: frozenset[At], found: dict[At, _Span]
) -> None:
    if at in wanted:
        start, end = event.start_mark, event.end_mark
        found[at] = _Span(
            start.index, end.index, start.column, start.line + 1, type(event) is ScalarEvent
        )
    if type(event) is SequenceStartEvent:
        for index, item in enumerate(events):
            if type(item) is SequenceEndEvent:
                return
            _walk(item, (*at, index), events, wanted, found)
    elif type(event) is MappingStartEvent:
        for key in events:
            if type(key) is MappingEndEvent:
                return
            _walk(next(events), (*at, key.value), events, wanted, found)


def _scalar_at(spans: Mapping[At, _Span], at: At, where: Path) -> _Span:
    span = spans.get(at)
    if span is None or not span.is_scalar:
        raise _nothing_at(at, "a text", where, span.line if span else None)
    return span


def _first_newline(text: str) -> str:
    found = _NEWLINE.search(text)
    return found[0] if found else "\n"


# Writing


def _scalar(value: str) -> str:
    """A text as YAML of one line that stands anywhere: plain where it can, else as JSON."""
    if _PLAIN.fullmatch(value) and isinstance(resolve(value), str):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _replaced(text: str, span: _Span, value: str) -> _Change:
    old, new = text[span.start : span.end], _scalar(value)
    if not old and span.start and text[span.start - 1] not in " \t":
        new = f" {new}"  # an empty value ends at its colon or dash
    header = _BLOCK_HEADER.match(old)
    if header:
        # A block ends behind its line end and the empty lines after it, which stay.
        new += header[1].rstrip() + old[len(old.rstrip(f"{_BREAKS}\t ")) :]
    return _Change(span.start, span.end, new)


def _added(text: str, span: _Span, entry: tuple[str, str], newline: str) -> _Change:
    """A new first entry: at that place no comment or value can be cut from what it belongs to."""
    written = f"{entry[0]}: {_scalar(entry[1])}"
    if text.startswith("{", span.start):
        inside = span.start + 1
        following = text[inside:].lstrip()[:1]
        comma = "" if following == "}" else ","
        space = " " if comma and not text[inside : inside + 1].isspace() else ""
        return _Change(inside, inside, written + comma + space)
    return _Change(span.start, span.start, f"{written}{newline}{' ' * span.column}")


def _applied(text: str, changes: list[_Change]) -> str:
    pieces, position = [], 0
    for start, end, new in sorted(changes):
        pieces += [text[position:start], new]
        position = end
    return "".join([*pieces, text[position:]])


# Checking


def _expected(before: Any, values: Mapping[At, str], added: Mapping[At, tuple[str, str]]) -> Any:
    value = copy.deepcopy(before)
    for at, new in values.items():
        if not at:
            value = new
            continue
        _value_at(value, at[:-1])[at[-1]] = new
    for at, (key, text) in added.items():
        mapping = _value_at(value, at)
        others = dict(mapping)
        mapping.clear()
        mapping.update({key: text, **others})
    return value


def _check(text: str, expected: Any, where: Path) -> None:
    yaml = StrictYaml(text.encode(errors="replace"), where)
    value = yaml.value()
    # As JSON, for which 1, 1.0 and true differ, and so does another order of the keys.
    if yaml.problems or json.dumps(value) != json.dumps(expected):
        why = f": {yaml.problems[0].message}" if yaml.problems else ""
        raise BundleError(
            f"the names of files cannot be changed in this YAML without changing more{why}",
            hint="give the file a plain name, and write it on a line of its own",
            where=Where(where),
        )
