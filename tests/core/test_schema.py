"""The schema is sound, documents every key, and knows what the models know."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import get_annotations
from typing import Any

import jsonschema_rs
import pytest

from reader.core.deck import Creator, Deck, Detail, Image, Slide, StandInFor
from reader.core.loading import FORMAT
from reader.core.reading import KNOWN
from reader.core.schema import Judge, definition, is_date
from reader.core.suggest import Suggestions

SCHEMA = definition()
PARTS = SCHEMA["$defs"]


def properties(node: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property that the schema defines, wherever it stands."""
    if isinstance(node, dict):
        for key, value in node.get("properties", {}).items():
            if node.get("type") == "object":
                yield f"{name}.{key}", value
        for key, value in node.items():
            yield from properties(value, f"{name}.{key}" if key != "properties" else name)
    elif isinstance(node, list):
        for item in node:
            yield from properties(item, name)


def names(model: Any) -> set[str]:
    return set(get_annotations(model))


def breaches(value: Any, part: Any = "slide") -> list[tuple[str, tuple[Any, ...]]]:
    return [(b.rule, b.path) for b in Judge(Suggestions()).breaches(value, part)]


def test_the_schema_is_valid_json_schema_2020_12() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema_rs.meta.validate(SCHEMA)


def test_every_property_is_described_in_one_line() -> None:
    found = dict(properties(SCHEMA))
    assert len(found) > 150
    for name, node in found.items():
        described = node if "$ref" not in node else {**_target(node), **node}
        words = described.get("description", "")
        assert words, f"{name} has no description"
        assert "\n" not in words
        assert not words.endswith(".")


def _target(node: dict[str, Any]) -> dict[str, Any]:
    target: dict[str, Any] = PARTS[node["$ref"].rpartition("/")[2]]
    return target


def test_every_mapping_reports_keys_that_it_does_not_know() -> None:
    for part in (
        SCHEMA,
        *(PARTS[name] for name in ("slide", "image", "detail", "region", "creator", "source")),
    ):
        assert part["additionalProperties"] is False


@pytest.mark.parametrize(
    ("model", "part"),
    [
        (Slide, "slide"),
        (Image, "image"),
        (Detail, "detail"),
        (StandInFor, "stand_in_for"),
        (Creator, "creator"),
    ],
)
def test_models_and_schema_have_the_same_keys(model: Any, part: str) -> None:
    own = {"fault"} if model is Slide else set()
    assert names(model) - own == set(PARTS[part]["properties"])


def test_the_deck_and_the_schema_have_the_same_keys() -> None:
    own = {"files", "complete", "announced", "extra"}
    assert (names(Deck) - own) | {"format"} == set(SCHEMA["properties"]) == KNOWN
    assert SCHEMA["properties"]["format"]["const"] == FORMAT


def test_sources_are_those_of_csl() -> None:
    source = PARTS["source"]["properties"]
    types = source["type"]["enum"]
    assert len(types) == len(set(types)) == 45
    assert {"legal_case", "article-newspaper", "event", "motion_picture"} <= set(types)
    assert {"container-title", "URL", "DOI", "event-place", "archive_location"} <= set(source)
    assert source["author"]["items"] == {"$ref": "#/$defs/name"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"title": "x"}, []),
        ({}, [("key.missing", ())]),
        ({"title": 5}, [("value.type", ("title",))]),
        ({"title": None}, [("value.empty", ("title",))]),
        ({"title": " "}, [("value.empty", ("title",))]),
        ({"title": "x", "colour": 1}, [("key.unknown", ("colour",))]),
        ({"title": "x", "duration": 0}, [("value.range", ("duration",))]),
        ({"title": "x", "duration": True}, [("value.type", ("duration",))]),
        ({"title": "x", "image": "a.jpg"}, [("value.type", ("image",))]),
        ([], [("value.empty", ())]),
    ],
)
def test_slides(value: Any, expected: list[Any]) -> None:
    assert breaches(value) == expected


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ({"alt_text": "x"}, []),
        ({"decorative": True}, []),
        ({}, ["image.alt"]),
        ({"decorative": False}, ["image.alt"]),
        ({"alt_text": ""}, ["image.alt"]),
        ({"alt_text": " ", "decorative": True}, []),
        ({"alt_text": "x", "rendition": "stand_in"}, ["image.stand-in"]),
        ({"alt_text": "x", "stand_in_for": {}}, ["key.missing", "image.not-stand-in"]),
        ({"alt_text": "x", "license": "CC BY"}, ["value.form"]),
        ({"alt_text": "x", "license": "MIT OR Apache-2.0"}, []),
        ({"alt_text": "x", "license": "LicenseRef-Agency"}, []),
        ({"alt_text": "x", "rights": "https://example.org/"}, ["value.form"]),
        ({"alt_text": "x", "rights": "https://creativecommons.org/licenses/by/4.0/"}, []),
        ({"alt_text": "x", "rights": "http://rightsstatements.org/vocab/NoC-US/1.0/"}, []),
        ({"alt_text": "x", "date_created": "1962-03"}, []),
        ({"alt_text": "x", "date_created": "March 1962"}, ["value.form"]),
        ({"alt_text": "x", "date_created": "1962-02-30"}, ["value.date"]),
        ({"alt_text": "x", "creators": "Ada"}, ["value.type"]),
        ({"alt_text": "x", "creators": [""]}, ["value.empty"]),
    ],
)
def test_pictures(image: dict[str, Any], expected: list[str]) -> None:
    found = breaches({"title": "x", "image": {"file": "assets/a.png", **image}})
    assert sorted(rule for rule, _ in found) == sorted(expected)


REGION = {"x": 0, "y": 0.5, "w": 1, "h": 0.25}


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ({"title": "Mast", "region": REGION}, []),
        ({"title": "Mast", "region": REGION, "caption": "x", "credit_line": "y"}, []),
        ({"region": REGION}, [("key.missing", ())]),
        ({"title": "Mast"}, [("key.missing", ())]),
        ({"title": " ", "region": REGION}, [("value.empty", ("title",))]),
        ({"title": "Mast", "region": [0, 0, 1, 1]}, [("value.type", ("region",))]),
        ({"title": "Mast", "region": {**REGION, "w": 0}}, [("value.range", ("region", "w"))]),
        ({"title": "Mast", "region": {**REGION, "h": 25}}, [("value.range", ("region", "h"))]),
        ({"title": "Mast", "region": {**REGION, "x": -0.1}}, [("value.range", ("region", "x"))]),
        ({"title": "Mast", "region": {**REGION, "y": "5%"}}, [("value.type", ("region", "y"))]),
        (
            {"title": "Mast", "region": {**REGION, "unit": "pixel"}},
            [("key.unknown", ("region", "unit"))],
        ),
        ({"title": "Mast", "region": REGION, "alt_text": "x"}, [("key.unknown", ("alt_text",))]),
    ],
)
def test_details(detail: dict[str, Any], expected: list[Any]) -> None:
    image = {"file": "assets/a.png", "alt_text": "x", "details": [detail]}
    path = ("image", "details", 0)
    wanted = [(rule, (*path, *steps)) for rule, steps in expected]
    assert breaches({"title": "x", "image": image}) == wanted


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        (
            "issued",
            ["2026", "2026-01", "2026-01-03", "2026-01-03T19:38:00+05:30"],
            ["26", "2026-13"],
        ),
        ("modified", ["2024-02-29", "0000", "2025/2026", "2026-01-03T19:38:00.5Z"], ["2023-02-29"]),
        ("language", ["en", "pt-BR", "zh-Hant-TW"], ["english_us", "e"]),
        ("id", ["urn:uuid:98605375-cc47-420f-806e-07ab48f12f2b"], ["urn:isbn:1", "98605375"]),
        (
            "sources",
            [{"a-b": {"type": "book"}}, {"é1": {"type": "map"}}],
            [{"a b": {"type": "map"}}],
        ),
    ],
)
def test_header(key: str, good: list[Any], bad: list[Any]) -> None:
    deck = {"format": "deck/1", "title": "x", "slides": ["a.yaml"]}
    for value in good:
        assert not breaches({**deck, key: value}, "deck"), value
    for value in bad:
        assert len(breaches({**deck, key: value}, "deck")) == 1, value


def test_days_that_no_calendar_has() -> None:
    assert is_date("2024-02-29")
    assert is_date("0000-02-29")
    assert not is_date("2026-04-31T10:00:00Z")
    assert not is_date("2026-01-01/2026-02-30")
