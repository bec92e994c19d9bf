"""Which keys every command has: its own, and those that a person gave it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.command import Command
from reader.core.key_names import canonical, is_code, known_names
from reader.core.setting import Fault, Keys
from reader.core.settings import KEYS, KIOSK_KEY
from reader.core.suggest import Suggestions

if TYPE_CHECKING:
    from reader.core.settings import Settings

WAY_OUT: Final = "Esc"
RESERVED: Final = frozenset((WAY_OUT, KIOSK_KEY.usual))
"""Keys that always lead out, so that nobody can lock themselves in."""


class Learned(NamedTuple):
    """A key that a person gave to a command."""

    key: str  # in Qt's portable name
    command: str  # its id


class Bindings(NamedTuple):
    """Every command with the keys that it has now, and what is wrong with those it was given.

    A key works for one command: given to another, it is no longer the first one's.
    """

    commands: tuple[Command, ...]
    learned: tuple[Learned, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def by_key(self) -> Mapping[str, Command]:
        """The command of every key."""
        return {key: command for command in self.commands for key in command.keys}

    def is_public(self, key: str) -> bool:
        """Whether a key does something in a kiosk, where anyone may press it."""
        command = self.by_key.get(key)
        return command is not None and command.in_kiosk


def bind(commands: Iterable[Command], added: Keys) -> Bindings:
    """Give commands more keys; what cannot be given is told in `faults` and left out."""
    commands = tuple(commands)
    taker = _Taker({command.id for command in commands})
    learned = dict(taker.take(added))
    bound = tuple(_with_keys(command, learned) for command in commands)
    every = tuple(Learned(key, command) for key, command in learned.items())
    return Bindings(bound, every, tuple(taker.faults))


def bindings_of(commands: Iterable[Command], settings: Settings) -> Bindings:
    """The commands with their keys as the settings say."""
    return bind(commands, settings.value(KEYS))


def teach(settings: Settings, key: str, command: str | None) -> None:
    """Give a key to one command, taking it from any other that was given it; None forgets it.

    Raises SettingsError where this cannot be saved.
    """
    key = canonical(key)
    before = settings.value(KEYS)
    kept = {
        owner: tuple(name for name in names if canonical(name) != key)
        for owner, names in before.items()
    }
    if command is not None:
        kept[command] = (*kept.get(command, ()), key)
    settings.choose(KEYS, {owner: names for owner, names in kept.items() if names})


def complaints(bindings: Bindings, settings: Settings) -> Iterator[str]:
    """What is wrong with the keys in the settings, each with its place in their file."""
    for at, words in bindings.faults:
        place = settings.where(KEYS.key, *at)
        yield f"{place}: {words}" if place else words
    key = settings.value(KIOSK_KEY)
    words = "" if _named(key) else f"'{key[:40]}' is not the name of a key"
    if bindings.is_public(canonical(key)):
        words = f"'{key}' turns pages in a kiosk"
    if words:
        place = settings.where(KIOSK_KEY.key)
        words = f"{words}; {KIOSK_KEY.usual} ends it"
        yield f"{place}: {words}" if place else words


def kiosk_key(bindings: Bindings, settings: Settings) -> str:
    """The key that ends a kiosk, in Qt's portable name; the usual one where the chosen is taken."""
    key = _named(settings.value(KIOSK_KEY))
    return key if key and not bindings.is_public(key) else KIOSK_KEY.usual


def _named(key: str) -> str:
    """The name of a key as Qt writes it; "" for one that has only a number, or is none."""
    name = canonical(key)
    return "" if is_code(name) else name


class _Taker:
    """Goes through the keys that a person gave.

    Owns: `faults`, what is wrong with them.
    """

    def __init__(self, known: set[str]) -> None:
        self.faults: list[Fault] = []
        self._known = known
        self._suggestions = Suggestions()

    def take(self, added: Keys) -> Iterator[tuple[str, str]]:
        """Every key that can be given, and the command it is given to."""
        owners: dict[str, str] = {}
        for command, names in added.items():
            if command not in self._known:
                self._tell(command, f"'{command}' is not a command", command, sorted(self._known))
                continue
            for name in names:
                key = canonical(name)
                if not key:
                    spoken = sorted(set(known_names().values()))
                    self._tell(command, f"'{name[:40]}' is not the name of a key", name, spoken)
                elif key in RESERVED:
                    self.faults.append(
                        ((command,), f"'{name}' always leads out, and cannot be given away")
                    )
                elif owners.setdefault(key, command) != command:
                    words = f"'{name}' is a key of {owners[key]} already, which keeps it"
                    self.faults.append(((command,), words))
                else:
                    yield key, command

    def _tell(self, command: str, words: str, found: str, choices: list[str]) -> None:
        remedy = self._suggestions.remedy(found, choices)
        self.faults.append(((command,), f"{words}{f' ({remedy})' if remedy else ''}"))


def _with_keys(command: Command, learned: Mapping[str, str]) -> Command:
    own = [key for key in command.keys if learned.get(key, command.id) == command.id]
    more = [key for key, owner in learned.items() if owner == command.id and key not in own]
    keys = (*own, *more)
    return command if keys == command.keys else replace(command, keys=keys)
