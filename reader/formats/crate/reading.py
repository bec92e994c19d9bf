"""Reads the RO-Crate of a bag as far as it can be compared with the bag.

The JSON may come from anywhere: its size is judged before it is parsed, and what is not compared
is let go of while it is.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, Final, NamedTuple

from reader.core import limits
from reader.core.files import Blob

_SHOWN: Final = 60
_DIGITS: Final = 20
_READ: Final = frozenset(
    ("@id", "@type", "@graph", "about", "conformsTo", "contentSize", "hasPart", "sha256")
)


class CrateError(Exception):
    """A crate cannot be read: the rule that it breaks, and why."""

    def __init__(self, rule: str, why: str = "") -> None:
        super().__init__(why or rule)
        self.rule = rule
        self.why = why


class Entity(NamedTuple):
    """One entity of a crate; `size` and `sha256` are what stands there, of whatever type."""

    at: str  # its @id
    kinds: tuple[str, ...]
    parts: tuple[str, ...]  # the @id of each
    about: str  # an @id
    conforms_to: tuple[str, ...]
    size: object
    sha256: object

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Entity:
        return cls(
            data["@id"],
            tuple(word for word in _listed(data.get("@type")) if isinstance(word, str)),
            tuple(_ids(data.get("hasPart"))),
            next(_ids(data.get("about")), ""),
            tuple(_ids(data.get("conformsTo"))),
            data.get("contentSize"),
            data.get("sha256"),
        )


class Crate:
    """The entities of a crate by their @id, the first where several have the same.

    Owns: what is read of each, made an `Entity` when it is asked for.
    """

    def __init__(self, graph: Sequence[object], references: Set[str]) -> None:
        """`references` is every @id of the crate, wherever it stands."""
        self.references = references
        self.doubled: list[str] = []  # each @id that a further entity has
        self._data: dict[str, dict[str, Any]] = {}
        for item in graph:
            at = item.get("@id") if isinstance(item, dict) else None
            if not isinstance(item, dict) or not isinstance(at, str) or not at:
                continue
            if self._data.setdefault(at, item) is not item:
                self.doubled.append(at)
        self.nameless = len(graph) - len(self._data) - len(self.doubled)  # how many have no @id

    def __contains__(self, at: str) -> bool:
        return at in self._data

    def __iter__(self) -> Iterator[Entity]:
        return map(Entity.of, self._data.values())

    def get(self, at: str) -> Entity | None:
        """The entity of this @id."""
        data = self._data.get(at)
        return Entity.of(data) if data is not None else None


def read_crate(blob: Blob) -> Crate:
    """Read the metadata file of a crate. Raises CrateError and OSError."""
    data = blob.read(limits.CRATE_BYTES + 1)
    if len(data) > limits.CRATE_BYTES:
        raise CrateError("crate.large")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CrateError("crate.json", "it is not UTF-8") from error
    del data
    if sum(map(text.count, ",[{")) > limits.CRATE_VALUES:
        raise CrateError("crate.large")
    return _Parsing().crate(text)


class _Parsing:
    """One parsing of JSON.

    Owns: every @id met so far.
    """

    def __init__(self) -> None:
        self._references: set[str] = set()

    def crate(self, text: str) -> Crate:
        """The crate in the text. Raises CrateError."""
        try:
            document = json.loads(
                text, object_pairs_hook=self._object, parse_constant=_refused, parse_int=_number
            )
        except RecursionError as error:
            raise CrateError("crate.json", "it is nested too deeply") from error
        except ValueError as error:
            raise CrateError("crate.json", str(error)) from error
        graph = document.get("@graph") if isinstance(document, dict) else None
        if not isinstance(graph, list):
            raise CrateError("crate.graph")
        return Crate(graph, self._references)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """What is read of an object. Raises CrateError."""
        found = dict(pairs)
        if len(found) != len(pairs):
            key = Counter(key for key, _ in pairs).most_common(1)[0][0]
            raise CrateError("crate.json", f"the key '{key[:_SHOWN]}' stands in an object twice")
        at = found.get("@id")
        if isinstance(at, str):
            self._references.add(at)
        return {key: found[key] for key in _READ if key in found}


def _refused(word: str) -> None:
    raise CrateError("crate.json", f"{word} is no value of JSON")


def _number(digits: str) -> int:
    # Long numbers take quadratic time, and no file has a size of that many digits.
    if len(digits) > _DIGITS:
        raise CrateError("crate.json", f"a number has {len(digits):,} digits")
    return int(digits)


def _ids(value: object) -> Iterator[str]:
    for item in _listed(value):
        at = item.get("@id") if isinstance(item, dict) else None
        if isinstance(at, str):
            yield at


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else [value]


def path_of(at: str) -> str | None:
    """The path from the crate's folder on, as the @id writes it; None for what is no file of it.

    Addresses, fragments and blank nodes are none (RFC 3986; RO-Crate 1.2, "Data entities").
    """
    if at.startswith(("#", "_:")):
        return None
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):", at)  # of one letter, it is a drive
    return None if scheme and scheme[1].lower() != "file" else at
