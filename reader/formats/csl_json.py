"""The sources of a deck as a CSL-JSON file, which Zotero, pandoc and citeproc read."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

from reader.core.deck import Deck


def sources_json(deck: Deck) -> str:
    """Every source as a CSL-JSON item (CSL 1.0.2), in the deck's order, with its id.

    The same deck gives the same text. A number that JSON has no word for is written as text, as
    in the deck itself.
    """
    items = [{**_plain(source), "id": key} for key, source in deck.sources.items()]
    return json.dumps(items, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value
