"""YAML from anyone: the values, the faults, and where they stand."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.core import limits, strict_yaml
from reader.core.strict_yaml import StrictYaml, resolve
from reader.core.yaml_places import locate
from reader.errors import DeckError

FILE = Path("slides/deck.yaml")
MOST_SECONDS = 1.0


def read(text: str | bytes) -> tuple[Any, list[str]]:
    """The value of a text, and its problems as "line:column rule"."""
    source = StrictYaml(text.encode() if isinstance(text, str) else text, FILE)
    value = source.value()
    return value, [f"{p.where.line}:{p.where.column} {p.rule}" for p in source.problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("True", True),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("~", None),
        ("", None),
        ("Null", None),
        ("017", 17),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("-3", -3),
        ("+.5", 0.5),
        ("1e3", 1000.0),
        ("5.", 5.0),
        ("12:30:45", "12:30:45"),
        ("2026-01-03", "2026-01-03"),
        ("2026-01-03T19:38:00+05:30", "2026-01-03T19:38:00+05:30"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("=", "="),
        ("1.2.3", "1.2.3"),
        ("-", [None]),
        (".", "."),
        ("٣", "٣"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(written: str, value: object) -> None:
    found, problems = read(written)
    assert (found, type(found)) == (value, type(value))
    assert not problems


HOSTILE: dict[str, tuple[str | bytes, Any, list[str]]] = {
    "alias": ("a: &x [1]\nb: *x\n", {"a": [1], "b": None}, ["1:4 yaml.anchor", "2:4 yaml.alias"]),
    "self-reference": ("&a [*a]", [None], ["1:1 yaml.anchor", "1:5 yaml.alias"]),
    "alias as a key": ("a: &x b\n*x : c\n", {"a": "b"}, ["1:4 yaml.anchor", "2:1 yaml.alias"]),
    "anchor on a key": ("&k a: 1\n", {"a": 1}, ["1:1 yaml.anchor"]),
    "tag": ("a: !!binary aGk=\n", {"a": "aGk="}, ["1:4 yaml.tag"]),
    "python tag": ("a: !!python/object/apply:os.system [x]", {"a": ["x"]}, ["1:4 yaml.tag"]),
    "set": ("a: !!set {b, c}", {"a": {"b": None, "c": None}}, ["1:4 yaml.tag"]),
    "merge": ("a:\n  <<: {x: 1}\n  y: 2\n", {"a": {"y": 2}}, ["2:3 yaml.merge"]),
    "duplicate": ("a: 1\nb: 2\na: 3\n", {"a": 1, "b": 2}, ["3:1 yaml.duplicate"]),
    "documents": ("a: 1\n---\nb: 2\n", {"a": 1}, ["2:1 yaml.documents"]),
    "number as a key": ("1: a\n", {"1": "a"}, ["1:1 yaml.key"]),
    "null as a key": ("? \n: a\n", {"": "a"}, ["1:2 yaml.key"]),
    "list as a key": ("? [x]\n: y\nz: 1\n", {"z": 1}, ["1:3 yaml.key"]),
    "control": ("a: x\x07y\n", {"a": "x\ufffdy"}, ["1:5 yaml.control"]),
    "nul": ("a: b\0c", {"a": "b\ufffdc"}, ["1:5 yaml.control"]),
    "escaped nul": ('a: "\\0"', {"a": "\ufffd"}, ["1:4 yaml.control"]),
    "override": ("é: x\ny: é\u202ez\n", {"é": "x", "y": "é\ufffdz"}, ["2:5 yaml.control"]),
    "escaped override": ('a: ["\\u202E"]', {"a": ["\ufffd"]}, ["1:5 yaml.control"]),
    "5,000 digits": ("a: " + "9" * 5000, {"a": "9" * 5000}, ["1:4 yaml.number"]),
    "infinity": ("[.inf, -.INF]", [".inf", "-.INF"], ["1:2 yaml.number", "1:8 yaml.number"]),
    "no number": ("[.nan, 1e999]", [".nan", "1e999"], ["1:2 yaml.number", "1:8 yaml.number"]),
    "latin-1": (b"a: b\nc: caf\xe9\n", {"a": "b", "c": "caf\ufffd"}, ["2:7 yaml.encoding"]),
    "utf-16": ("a: 1".encode("utf-16"), None, ["1:1 yaml.encoding"]),
    "depth": ("[{a: " * 20_000, None, ["1:81 yaml.depth"]),
    "nodes": ("[" + "a," * 2_000_000 + "]", None, ["1:1 yaml.nodes"]),
    "nodes in a mapping": ("{a: [" + "a," * 2_000_000, None, ["1:5 yaml.nodes"]),
    "size": (b" " * (limits.YAML_BYTES + 1), None, ["None:None yaml.size"]),
    "text with a colon": ("a: b\nc: d: e\n", None, ["2:5 yaml.syntax"]),
    "tab": ("a:\n\t- b\n", None, ["2:1 yaml.syntax"]),
    "open quotation mark": ('a: 1\nb: "c\nd: e\n', None, ["2:4 yaml.syntax"]),
    "open list": ("a: [b\nc: d\n", None, ["2:2 yaml.syntax"]),
    "emphasis at the start": ("a: *b* c\n", None, ["1:6 yaml.syntax"]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_yaml_is_refused_at_once_with_a_sentence_and_a_line(name: str) -> None:
    text, value, expected = HOSTILE[name]
    data = text.encode() if isinstance(text, str) else text
    start = time.process_time()  # of this process: other work on the machine does not count
    source = StrictYaml(data, FILE)
    found = source.value()
    assert time.process_time() - start < MOST_SECONDS
    assert found == value
    for problem, place in zip(source.problems, expected, strict=True):
        assert f"{problem.where.line}:{problem.where.column} {problem.rule}".startswith(place)
        assert problem.message
        assert problem.hint
        assert "\n" not in problem.sentence
    assert (source.fault is None) == (value is not None)


def test_an_alias_bomb_costs_nothing() -> None:
    levels = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    levels += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    value, problems = read("\n".join(levels))
    assert value["a8"] == [None] * 9
    assert len(problems) == 9 + 8 * 9


def test_a_flood_of_faults_ends_the_reading() -> None:
    source = StrictYaml(b"a: 1\n" * 100_000, FILE)
    assert source.value() is None
    assert len(source.problems) == limits.YAML_PROBLEMS + 1
    assert source.fault is source.problems[-1]
    assert source.fault.rule == "yaml.many"


def test_a_byte_order_mark_moves_no_column() -> None:
    assert read("\ufeffa: *b\n") == ({"a": None}, ["1:4 yaml.alias"])


def test_problems_know_their_path() -> None:
    source = StrictYaml(b"a:\n  - b: {c: *d}\n", FILE)
    source.value()
    assert source.problems[0].path == ("a", 0, "b", "c")


def test_a_pyyaml_without_libyaml_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_yaml, "CParser", None)
    with pytest.raises(DeckError, match="libyaml"):
        StrictYaml(b"a: 1", FILE)


def test_entries_come_before_the_rest_is_read() -> None:
    source = StrictYaml(b"title: x\nslides:\n  - {title: a}\n  - b.yaml\n  - 'open", FILE)
    entries = source.entries("slides")
    assert next(entries) == ("title", None, "x")
    assert next(entries) == ("slides", 0, {"title": "a"})
    assert next(entries) == ("slides", 1, "b.yaml")
    assert source.fault is None
    assert list(entries) == []
    assert source.fault is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("# nothing\n", []),
        ("- a\n", [(None, None, ["a"])]),
        ("slides: x\n", [("slides", None, "x")]),
        ("slides: []\na: 1\n", [("a", None, 1)]),
        ("a: 1\na: 2\n", [("a", None, 1)]),
        ("slides: [1]\nslides: [2]\n", [("slides", 0, 1)]),
    ],
)
def test_entries_of_odd_files(text: str, expected: list[Any]) -> None:
    assert list(StrictYaml(text.encode(), FILE).entries("slides")) == expected


def test_places_of_values_and_keys() -> None:
    text = "a: 1\nb:\n  - c\n  - d: x\n    e: |\n      y\nb: 2\n"
    values = locate(text, [("a",), ("b", 0), ("b", 1, "d"), ("b", 1, "e"), ("b", 1, "no"), ("z",)])
    assert values == {
        ("a",): (1, 4),
        ("b", 0): (3, 5),
        ("b", 1, "d"): (4, 8),
        ("b", 1, "e"): (5, 8),
        ("b", 1, "no"): (4, 5),
        ("z",): (1, 1),
    }
    assert locate(text, [], [("b",), ("b", 1, "e")]) == {("b",): (2, 1), ("b", 1, "e"): (5, 5)}


def test_places_before_a_syntax_error_are_found() -> None:
    assert locate("a: 1\nb: 'open", [("a",), ("b",)]) == {("a",): (1, 4), ("b",): (1, 1)}


# Text that PyYAML may write without quotes because YAML 1.1 reads it as text, and that is a
# number in YAML 1.2, is left out: there the two must differ.
_SLOW = [HealthCheck.filter_too_much, HealthCheck.too_slow]  # under load; the values count
_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]))
_plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _text.filter(lambda text: resolve(text) is text or resolve(text) is None),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_text, inner, max_size=4),
    max_leaves=20,
)


def _is_text_in_both(key: str) -> bool:
    return bool(key) and resolve(key) is key


def _keys(value: Any) -> list[str]:
    if isinstance(value, list):
        return [key for item in value for key in _keys(item)]
    if isinstance(value, dict):
        return [*value, *(key for item in value.values() for key in _keys(item))]
    return []


@settings(max_examples=300, suppress_health_check=_SLOW, deadline=None)
@given(_plain, st.booleans())
def test_sound_documents_have_the_values_that_pyyaml_gives(value: Any, is_flow: bool) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=is_flow, sort_keys=False)
    loaded = yaml.load(text, yaml.CSafeLoader)
    found, problems = read(text)
    if all(_is_text_in_both(key) for key in _keys(value)):
        assert not problems
        assert found == loaded


@settings(max_examples=300, suppress_health_check=_SLOW, deadline=None)
@given(st.text(alphabet=" \n\t-:[]{}&*!|>'\"#%@,?abc01\x00\u202e\ufeffé", max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    source = StrictYaml(text.encode(), FILE)
    source.value()
    for problem in source.problems:
        assert problem.where.line is not None
        assert 1 <= problem.where.line <= text.count("\n") + 2
    locate(source.text, [("a", 0), ("b",)])
