"""What is remembered between two runs survives, and a state file from anywhere does no harm."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.memory import (
    MOST_DIVIDED,
    MOST_PLACES,
    MOST_RECENT,
    Memory,
    load,
    save,
    state_file,
)
from reader.errors import SettingsError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
STATES = JSON | st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("recent", "places", "geometry", "is_maximized", "screens"), JSON),
        "console": JSON
        | st.fixed_dictionaries(
            {}, optional=dict.fromkeys(("geometry", "layout", "panes", "notes_size"), JSON)
        ),
    },
)
CONSOLE: dict[str, Any] = {"geometry": None, "layout": "", "panes": {}, "notes_size": 0}


def test_the_state_file_lies_at_home(home: Path) -> None:
    assert state_file().is_relative_to(home)
    assert state_file().name == "state.json"


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    memory = Memory()
    memory.visit(Path("/decks/Größe"), 3)
    memory.visit(Path("/decks/\udcff"), 0)  # a name whose bytes are no UTF-8
    memory.geometry = (-1280, 20, 1280, 720)
    memory.is_maximized = True
    memory.console_geometry = (0, 0, 1280, 720)
    memory.console_layout, memory.notes_size = "notes", 3
    memory.panes = {"notes columns": (800, 480)}
    memory.give_screen("HDMI-1\neDP-1", "HDMI-1")
    path = tmp_path / "folder" / "state.json"
    save(memory, path)
    assert load(path).data() == memory.data()
    assert load(path).recent == ["/decks/\udcff", "/decks/Größe"]


def test_a_first_run_remembers_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "none.json").data() == Memory().data()
    assert Memory().data() == {
        "recent": [],
        "places": {},
        "geometry": None,
        "is_maximized": False,
        "screens": {},
        "console": CONSOLE,
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"recent": ["/a"]',
        b"\xff\xfe{\0}\0",
        b"\xff",
        b"[" * 100_000,
        b'{"places": {"/a": ' + b"9" * 5_000 + b"}}",
        b"null",
        b"[]",
        b'"text"',
        b"\0" * 100,
    ],
    ids=lambda data: repr(data[:20]),
)
def test_a_damaged_file_counts_as_empty(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(data)
    assert load(path).data() == Memory().data()


def test_a_folder_in_the_file_s_place_counts_as_empty(tmp_path: Path) -> None:
    assert load(tmp_path).data() == Memory().data()
    with pytest.raises(SettingsError):
        save(Memory(), tmp_path)


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        ({"recent": ["/a", 1, None, ["/b"], "/a", "/c"]}, {"recent": ["/a", "/c"]}),
        ({"recent": "/a"}, {}),
        (
            {"places": {"/a": 1, "/b": -1, "/c": True, "/d": "2", "/e": 1.5}},
            {"places": {"/a": 1}},
        ),
        ({"places": [1]}, {}),
        ({"geometry": [0, 0, 640, 480]}, {"geometry": (0, 0, 640, 480)}),
        ({"geometry": [0, 0, 640]}, {}),
        ({"geometry": [0, 0, 640, "480"]}, {}),
        ({"geometry": [0, 0, True, 480]}, {}),
        ({"geometry": [0, 0, 0, 480]}, {}),
        ({"geometry": [0, 0, 640, -480]}, {}),
        ({"geometry": [0, 0, 640, 10**20]}, {}),  # more than Qt's integers hold
        ({"geometry": [-(2**31), 0, 640, 480]}, {}),
        ({"geometry": {"0": 1, "1": 2, "2": 3, "3": 4}}, {}),
        ({"is_maximized": 1}, {}),
        ({"is_maximized": True, "future": {}}, {"is_maximized": True}),
    ],
    ids=str,
)
def test_what_is_sound_is_taken_and_the_rest_left(data: Any, kept: dict[str, Any]) -> None:
    assert Memory.of(data).data() == {**Memory().data(), **kept}


@given(STATES)
def test_no_data_does_harm_and_what_is_kept_can_be_kept_again(data: Any) -> None:
    memory = Memory.of(data)
    assert Memory.of(json.loads(json.dumps(memory.data()))).data() == memory.data()


@pytest.mark.parametrize(
    ("console", "kept"),
    [
        ({"geometry": [0, 0, 640, 480]}, {"geometry": (0, 0, 640, 480)}),
        ({"geometry": [0, 0, 0, 480]}, {}),
        ({"layout": "notes"}, {"layout": "notes"}),
        ({"layout": "sideways"}, {}),
        ({"layout": ["notes"]}, {}),
        ({"notes_size": -3}, {"notes_size": -3}),
        ({"notes_size": 9}, {}),
        ({"notes_size": True}, {}),
        ({"notes_size": 1.0}, {}),
        ({"panes": {"a": [600, 400]}}, {"panes": {"a": (600, 400)}}),
        ({"panes": {"a": [0, 400]}}, {"panes": {"a": (0, 400)}}),
        ({"panes": {"a": [0, 0]}}, {}),
        ({"panes": {"a": [600]}}, {}),
        ({"panes": {"a": [600, -1]}}, {}),
        ({"panes": {"a": [600, 10**20]}}, {}),
        ({"panes": {"a": [600, "400"], "b": [1, 2]}}, {"panes": {"b": (1, 2)}}),
        ({"panes": {"a": [1] * 7}}, {}),
        ({"panes": [600, 400]}, {}),
        ([], {}),
        ("notes", {}),
    ],
    ids=str,
)
def test_what_is_sound_of_the_presenter_s_window_is_taken(
    console: Any, kept: dict[str, Any]
) -> None:
    data = Memory.of({"console": console}).data()
    assert data["console"] == {**CONSOLE, **kept}


def test_so_many_divided_places_are_kept_and_no_more() -> None:
    panes = {f"place {number}": [1, 2] for number in range(MOST_DIVIDED + 5)}
    memory = Memory.of({"console": {"panes": panes}})
    assert len(memory.panes) == MOST_DIVIDED


def test_a_visit_is_the_newest_and_stands_once() -> None:
    memory = Memory()
    for name, page in (("a", 1), ("b", 2), ("a", 5)):
        memory.visit(Path(name), page)
    assert memory.recent == ["a", "b"]
    assert list(memory.places.items()) == [("b", 2), ("a", 5)]


def test_the_oldest_visits_are_forgotten() -> None:
    memory = Memory()
    for number in range(MOST_PLACES + 3):
        memory.visit(Path(f"deck{number}"), number)
    assert len(memory.recent) == MOST_RECENT
    assert memory.recent[0] == f"deck{MOST_PLACES + 2}"
    assert next(iter(memory.places)) == "deck3"
    assert len(memory.places) == MOST_PLACES


def test_a_file_that_remembers_too_much_is_cut_as_well() -> None:
    names = [f"deck{number}" for number in range(5_000)]
    memory = Memory.of({"recent": names, "places": dict.fromkeys(names, 1)})
    assert memory.recent == names[:MOST_RECENT]
    assert list(memory.places) == names[-MOST_PLACES:]


def test_where_it_cannot_be_saved_a_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "state.json"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(SettingsError, match="No space left on device") as caught:
        save(Memory(), path)
    assert str(path) in str(caught.value)
    assert caught.value.hint
    assert path.read_text() == "old"
