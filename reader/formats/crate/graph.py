"""The graph of an RO-Crate: entities by their @id, and its JSON-LD, the same bytes every time."""

from __future__ import annotations

import json
import re
from typing import Any, Final
from urllib.parse import quote

from reader.core.credit import licence_name
from reader.formats.page.rights import licence_address

METADATA: Final = "ro-crate-metadata.json"
"""The name of the file that holds the graph, fixed by RO-Crate."""

PREVIEW: Final = "ro-crate-preview.html"
"""The name of the page for people, fixed by RO-Crate."""

ROOT: Final = "./"
"""The @id of the crate itself."""

Ref = dict[str, str]
"""A reference to an entity: {"@id": ...}."""

_UNLICENSED: Final = "#no-licence"
_NO_LICENCE: Final = {
    "name": "No licence is stated",
    "description": "The deck states neither a licence nor a rights statement for this.",
}
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][!#-;=?-Z_a-z~\[\]]*)?")


class Graph:
    """Entities under their @id, each once.

    Owns: the entities. What is said twice of one entity is kept as a list of both.
    """

    def __init__(self) -> None:
        self._entities: dict[str, dict[str, Any]] = {}

    def __contains__(self, at: str) -> bool:
        return at in self._entities

    def add(self, at: str, kind: str | list[str], **said: Any) -> Ref:
        """Say something of an entity. What is "", None or an empty list is not said."""
        entity = self._entities.setdefault(at, {"@id": at, "@type": kind})
        for name, value in said.items():
            found = _distinct([*_listed(entity.get(name)), *_listed(value)])
            if found:
                entity[name] = found[0] if len(found) == 1 else found
        return {"@id": at}

    def add_rights(self, spdx: str, rights: str) -> list[Ref]:
        """A licence (SPDX) and a rights statement (its address) as entities.

        Where there is neither, an entity says so: a part of a crate without a word on its licence
        is taken to have that of the whole.
        """
        found = []
        for code, address in ((spdx, licence_address(spdx)), ("", rights)):
            if not code and not address:
                continue
            at = address if is_address(address) else f"#licence-{quote(code or address, safe='')}"
            name = licence_name(code, address if not code else "")
            ref = self.add(at, "CreativeWork", name=name, description=f"Terms of use: {name}")
            self.add(at, "CreativeWork", identifier=code)
            found += [ref] if ref not in found else []
        return found or [self.add(_UNLICENSED, "CreativeWork", **_NO_LICENCE)]

    def text(self) -> str:
        """The JSON-LD: 1.3 where it must know a digital source type, or else 1.2."""
        is_new = any("digitalSourceType" in entity for entity in self._entities.values())
        version = f"https://w3id.org/ro/crate/{'1.3' if is_new else '1.2'}"
        self._entities[METADATA] = {
            "@id": METADATA,
            "@type": "CreativeWork",
            "about": {"@id": ROOT},
            "conformsTo": {"@id": version},
        }
        first = {METADATA: 0, ROOT: 1}
        order = sorted(self._entities, key=lambda at: (first.get(at, 2), at))
        document = {
            "@context": f"{version}/context",
            "@graph": [self._entities[at] for at in order],
        }
        words = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
        return words + "\n"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _distinct(values: list[Any]) -> list[Any]:
    return list({repr(value): value for value in values if value not in ("", None)}.values())


def is_address(text: str) -> bool:
    """Whether a text is an address on the web that may stand as an @id (RFC 3986)."""
    return _ADDRESS.fullmatch(text) is not None
