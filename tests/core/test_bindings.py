"""Keys can be given to commands: names are checked, and one key is one command's."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.bindings import (
    WAY_OUT,
    Bindings,
    Learned,
    bind,
    bindings_of,
    complaints,
    kiosk_key,
    teach,
)
from reader.core.commands import COMMANDS
from reader.core.key_names import canonical
from reader.core.setting import Keys
from reader.core.settings import KEYS, Settings, load


def keys_of(bindings: Bindings, command: str) -> tuple[str, ...]:
    return next(found.keys for found in bindings.commands if found.id == command)


def words(bindings: Bindings) -> list[str]:
    return [fault for _, fault in bindings.faults]


# Names


def test_the_keys_of_the_table_are_called_as_qt_calls_them() -> None:
    keys = [*chain.from_iterable(command.keys for command in COMMANDS)]
    assert [canonical(key) for key in keys] == keys


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("f7", "F7"),
        ("Alt+Ctrl+q", "Ctrl+Alt+Q"),
        ("shift + ctrl + meta + page down", "Meta+Ctrl+Shift+PgDown"),
        ("Ctrl++", "Ctrl++"),
        ("+", "+"),
        ("Ctrl+,", "Ctrl+,"),
        ("é", "É"),
        ("media next", "Media Next"),
        ("Full stop", "."),
        ("Toggle Media Play/Pause", "Toggle Media Play/Pause"),
        ("Code 0248", "Code 248"),
    ],
)
def test_a_name_may_be_written_in_several_ways(written: str, name: str) -> None:
    assert canonical(written) == name


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", "Ctrl", "Ctrl+", "F36", "F0", "Foo", "Hyper+A", "A+B", "ab", "Code", "Code 0"),
        *("Code -1", "Code 65536", "Code ١", "Code 1e3", "Ctrl+Code 9", "\u202e", "\n", "ß" * 3),
    ],
)
def test_what_is_no_name_is_none(written: str) -> None:
    assert canonical(written) == ""


@given(st.text(max_size=12) | st.text("Ctrl+AltShf F19.,", max_size=12))
def test_a_name_is_written_the_same_when_it_is_read_again(written: str) -> None:
    assert canonical(canonical(written)) == canonical(written)


def test_without_added_keys_every_command_is_the_same() -> None:
    assert bind(COMMANDS, {}) == Bindings(COMMANDS)


def test_added_keys_come_after_the_usual_ones() -> None:
    bound = bind(COMMANDS, {"slide.next": ("alt+f20", "Code 248")})
    usual = keys_of(Bindings(COMMANDS), "slide.next")
    assert keys_of(bound, "slide.next") == (*usual, "Alt+F20", "Code 248")
    assert bound.by_key["Alt+F20"].id == "slide.next"
    assert bound.learned == (
        Learned("Alt+F20", "slide.next"),
        Learned("Code 248", "slide.next"),
    )
    assert bound.faults == ()


def test_a_key_that_is_given_away_is_no_longer_the_first_command_s() -> None:
    bound = bind(COMMANDS, {"slide.next": (".",)})
    assert bound.by_key["."].id == "slide.next"
    assert "." not in keys_of(bound, "show.black")
    assert "B" in keys_of(bound, "show.black")


def test_a_key_that_a_command_has_anyway_is_not_there_twice() -> None:
    assert bind(COMMANDS, {"show.black": (".", "b", "B")}).commands == COMMANDS


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ({"slide.nxt": ("F7",)}, "'slide.nxt' is not a command (did you mean 'slide.next'?)"),
        ({"slide.next": ("F77",)}, "'F77' is not the name of a key (did you mean 'F7'?)"),
        ({"slide.next": ("esc",)}, "'esc' always leads out, and cannot be given away"),
        (
            {"slide.next": ("F7",), "show.black": ("f7",)},
            "'f7' is a key of slide.next already, which keeps it",
        ),
    ],
)
def test_what_cannot_be_given_is_told_and_left_out(added: Keys, expected: str) -> None:
    bound = bind(COMMANDS, added)
    assert words(bound) == [expected]
    assert bound.by_key.get("F7", bound.by_key["Right"]).id == "slide.next"
    assert bound.by_key[WAY_OUT].id == "view.step_out"


@given(
    st.dictionaries(
        st.sampled_from([command.id for command in COMMANDS] + ["none"]),
        st.lists(st.sampled_from(["F7", ".", "b", "Esc", "x+y", "Code 9"])).map(tuple),
    )
)
def test_a_key_is_never_two_commands(added: dict[str, tuple[str, ...]]) -> None:
    bound = bind(COMMANDS, added)
    keys = [*chain.from_iterable(command.keys for command in bound.commands)]
    assert len(keys) == len(set(keys))
    assert set(keys) >= {*chain.from_iterable(command.keys for command in COMMANDS)}


# Teaching


def test_a_taught_key_is_kept_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    teach(load(file), "Alt+F20", "slide.next")
    teach(load(file), ".", "slide.next")
    assert file.read_text() == 'keys:\n  slide.next: [Alt+F20, "."]\n'
    assert bindings_of(COMMANDS, load(file)).by_key["Alt+F20"].id == "slide.next"


def test_a_key_taught_again_belongs_to_the_newer_command() -> None:
    settings = Settings({"keys": {"slide.next": ["alt+f20", "F7"], "show.black": "Alt+F20"}})
    teach(settings, "Alt+F20", "show.white")
    assert settings.value(KEYS) == {"slide.next": ("F7",), "show.white": ("Alt+F20",)}


def test_a_forgotten_key_does_again_what_it_did_before() -> None:
    settings = Settings({"keys": {"slide.next": ["."]}})
    assert bindings_of(COMMANDS, settings).by_key["."].id == "slide.next"
    teach(settings, ".", None)
    assert settings.value(KEYS) == {}
    assert bindings_of(COMMANDS, settings).by_key["."].id == "show.black"


# Complaints


def test_what_is_wrong_has_its_place_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("theme: dark\nkiosk_key: F77\nkeys:\n  slide.nxt: [F7]\n")
    settings = load(file)
    assert [*complaints(bindings_of(COMMANDS, settings), settings)] == [
        f"{file}:4:3: 'slide.nxt' is not a command (did you mean 'slide.next'?)",
        f"{file}:2:1: 'F77' is not the name of a key; Ctrl+Alt+Q ends it",
    ]


def test_sound_settings_have_no_complaints(tmp_path: Path) -> None:
    settings = Settings({"keys": {"slide.next": ["F7"]}, "kiosk_key": "f12"})
    assert [*complaints(bindings_of(COMMANDS, settings), settings)] == []


@pytest.mark.parametrize(
    ("chosen", "key"),
    [
        ("f12", "F12"),
        ("Foo", "Ctrl+Alt+Q"),
        ("Code 9", "Ctrl+Alt+Q"),
        ("PgDown", "Ctrl+Alt+Q"),
        ("F8", "Ctrl+Alt+Q"),
    ],
)
def test_a_kiosk_has_a_key_that_leads_out_whatever_was_chosen(chosen: str, key: str) -> None:
    settings = Settings(
        {"kiosk_key": chosen, "keys": {"slide.next": ["F8"], "slide.previous": ["Ctrl+Alt+Q"]}}
    )
    bound = bindings_of(COMMANDS, settings)
    assert kiosk_key(bound, settings) == key
    assert key not in bound.by_key
    told = [*complaints(bound, settings)]
    assert any("always leads out" in each for each in told)
    assert any("ends it" in each for each in told) is (chosen != "f12")
