"""The kinds of settings: a choice, a number, a text, and keys for commands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

T_co = TypeVar("T_co", covariant=True)

Keys = Mapping[str, tuple[str, ...]]
"""Names of keys, as Qt has them in portable text, by the id of a command."""

Fault = tuple[tuple[str | int, ...], str]
"""Where in the value of a setting something is wrong, and what."""

_SHOWN = 40  # characters of a wrong value that a complaint repeats


class Setting(Protocol[T_co]):
    """One preference: its key in the file, its usual value, and one sentence on what it is for."""

    @property
    def key(self) -> str: ...

    @property
    def help(self) -> str: ...

    @property
    def usual(self) -> T_co: ...

    @property
    def values(self) -> str:
        """Which values it may have, in words."""

    def read(self, found: Any) -> T_co | None:
        """The value that stands in a file, as far as it can be used; None where it cannot."""

    def plain(self, value: Any) -> Any:
        """The value as it is written into a file, of plain data that can cross a pipe."""

    def faults(self, found: Any) -> Iterator[Fault]:
        """What is wrong with what stands in a file."""


class Choice(NamedTuple):
    """One of some words, the first being the usual one."""

    key: str
    choices: tuple[str, ...]
    help: str

    @property
    def usual(self) -> str:
        return self.choices[0]

    @property
    def values(self) -> str:
        return f"one of: {', '.join(self.choices)}"

    def read(self, found: Any) -> str | None:
        return found if isinstance(found, str) and found in self.choices else None

    def plain(self, value: str) -> str:
        return value

    def faults(self, found: Any) -> Iterator[Fault]:
        if self.read(found) is None:
            yield (), _unexpected(self.key, found, self.values)


class Number(NamedTuple):
    """A number from `least` to `most`, of some unit."""

    key: str
    usual: float
    least: float
    most: float
    unit: str
    help: str

    @property
    def values(self) -> str:
        return f"a number of {self.unit} from {self.least:g} to {self.most:g}"

    def read(self, found: Any) -> float | None:
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        return found if is_number and self.least <= found <= self.most else None

    def plain(self, value: float) -> float:
        return int(value) if value == int(value) else value

    def faults(self, found: Any) -> Iterator[Fault]:
        if self.read(found) is None:
            yield (), _unexpected(self.key, found, self.values)


class Text(NamedTuple):
    """A text of one line, such as the name of a key."""

    key: str
    usual: str
    kind: str  # what it is the text of, in words
    help: str

    @property
    def values(self) -> str:
        return self.kind

    def read(self, found: Any) -> str | None:
        return found if isinstance(found, str) and found.strip() else None

    def plain(self, value: str) -> str:
        return value

    def faults(self, found: Any) -> Iterator[Fault]:
        if self.read(found) is None:
            yield (), _unexpected(self.key, found, self.values)


class KeyLists(NamedTuple):
    """Names of keys by the id of a command; whether these exist is for the bindings to say."""

    key: str
    help: str

    @property
    def usual(self) -> Keys:
        return {}

    @property
    def values(self) -> str:
        return "the id of a command and its keys, such as slide.next: [F7, Alt+F20]"

    def read(self, found: Any) -> Keys | None:
        if not isinstance(found, dict):
            return None
        lists = ((str(command), _names(value)) for command, value in found.items())
        return {command: names for command, names in lists if names}

    def plain(self, value: Keys) -> dict[str, list[str]]:
        return {command: list(names) for command, names in value.items()}

    def faults(self, found: Any) -> Iterator[Fault]:
        if not isinstance(found, dict):
            yield (), _unexpected(self.key, found, self.values)
            return
        for command, value in found.items():
            if _names(value) is None:
                yield (command,), _unexpected(command, value, "names of keys, such as [F7, Alt+B]")


def _names(found: Any) -> tuple[str, ...] | None:
    """The names in a list, or a single one; a digit is the name of its key."""
    listed = found if isinstance(found, list) else [found]
    if not all(isinstance(name, str | int) and not isinstance(name, bool) for name in listed):
        return None
    names = tuple(str(name).strip() for name in listed)
    return names if all(names) else None


def _unexpected(key: str, found: Any, expected: str) -> str:
    return f"'{key}' is '{str(found)[:_SHOWN]}'; expected {expected}"
