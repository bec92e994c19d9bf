"""Finds where in a YAML text the value or key under a path stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import yaml
from yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from reader.core.strict_yaml import At


def locate(text: str, values: Iterable[At], keys: Iterable[At] = ()) -> dict[At, tuple[int, int]]:
    """Line and column, from 1, of the values under some paths, or of the keys themselves.

    A path that the text does not have stands where the nearest one above it does.
    """
    keys = frozenset(keys)
    wanted = keys.union(values)
    finder = _Finder(text, keys, frozenset(p[:i] for p in wanted for i in range(len(p) + 1)))
    found = finder.found
    return {path: next(found[p] for p in _upwards(path) if p in found) for path in wanted}


def _upwards(path: At) -> Iterator[At]:
    return (path[:length] for length in range(len(path), -1, -1))


class _Finder:
    """Walks the events of a text once more, into those branches only that are asked for."""

    def __init__(self, text: str, keys: frozenset[At], branches: frozenset[At]) -> None:
        self.found: dict[At, tuple[int, int]] = {(): (1, 1)}
        from yaml._yaml import CParser  # late: where it is missing, StrictYaml has said so

        self._keys = keys
        self._branches = branches
        self._events = iter(CParser(text).get_event, None)
        try:
            for event in self._events:
                if type(event) is DocumentStartEvent:
                    self._visit(next(self._events), ())
                    break
        except (yaml.YAMLError, StopIteration):
            return  # what stands before the fault has been found

    def _visit(self, event: Any, path: At) -> None:
        self._set(event, path)
        if type(event) is MappingStartEvent:
            self._visit_mapping(path)
        elif type(event) is SequenceStartEvent:
            for index, item in enumerate(self._events):
                if type(item) is SequenceEndEvent:
                    return
                self._enter(item, (*path, index))

    def _visit_mapping(self, path: At) -> None:
        for event in self._events:
            if type(event) is MappingEndEvent:
                return
            key = event.value if type(event) is ScalarEvent else None
            if key is None:
                self._skip(event)
            here = (*path, key or "")
            value = next(self._events)
            if key is None or here in self.found:
                self._skip(value)  # a duplicate: the first one counts
                continue
            if here in self._keys:
                self._set(event, here)
            self._enter(value, here)

    def _enter(self, event: Event, path: At) -> None:
        if path in self._branches:
            self._visit(event, path)
        else:
            self._skip(event)

    def _set(self, event: Any, path: At) -> None:
        mark = event.start_mark
        self.found.setdefault(path, (mark.line + 1, mark.column + 1))

    def _skip(self, event: Event) -> None:
        depth = 0
        current: Event = event
        while True:
            kind = type(current)
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                depth += 1
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                depth -= 1
            if depth == 0:
                return
            current = next(self._events)
