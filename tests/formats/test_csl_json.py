"""The sources of a deck are CSL-JSON."""

from __future__ import annotations

import json
from typing import Any

from reader.core.files import Folder
from reader.core.loading import load
from reader.core.shipped import shipped_deck
from reader.formats.csl_json import sources_json


def not_json(text: str) -> Any:
    raise AssertionError(text)


def test_every_source_is_an_item_with_its_id_in_order() -> None:
    deck = load(Folder(shipped_deck()))
    text = sources_json(deck)
    items = json.loads(text)
    assert [item.pop("id") for item in items] == list(deck.sources)
    assert items == [dict(source) for source in deck.sources.values()]
    assert "El País" in text
    assert text.endswith("]\n")
    assert text == sources_json(deck)


def test_the_id_is_that_of_the_deck_and_numbers_are_json() -> None:
    deck = load(Folder(shipped_deck()))._replace(
        sources={
            "b": {"type": "book", "id": "other", "volume": float("inf"), "custom": {"x": [1.5]}},
            "a": {"type": "book", "edition": float("nan")},
        }
    )
    items = json.loads(sources_json(deck), parse_constant=not_json)
    assert items == [
        {"id": "b", "type": "book", "volume": "inf", "custom": {"x": [1.5]}},
        {"id": "a", "type": "book", "edition": "nan"},
    ]


def test_a_deck_without_sources_has_an_empty_list() -> None:
    assert sources_json(load(Folder(shipped_deck()))._replace(sources={})) == "[]\n"
