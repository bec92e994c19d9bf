"""Settings can be edited by hand: what is wrong is told, and nothing in the file is lost."""

from __future__ import annotations

import marshal
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.settings import SETTINGS, THEME, Preferences, load, save, settings_file
from reader.core.show import Theme
from reader.core.strict_yaml import StrictYaml
from reader.errors import SettingsError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.yaml"


def write(path: Path, text: str) -> Preferences:
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_the_settings_lie_at_home(home: Path) -> None:
    assert settings_file().is_relative_to(home)


def test_every_setting_is_described_and_has_values() -> None:
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert setting.help.endswith(".")
        assert len(setting.choices) > 1
    assert THEME.choices == tuple(theme.value for theme in Theme)


@pytest.mark.parametrize("text", [None, "", "# theme: dark\n", "---\n", "{}\n"])
def test_without_settings_the_usual_ones_hold(path: Path, text: str | None) -> None:
    preferences = load(path) if text is None else write(path, text)
    assert preferences == Preferences({})
    assert preferences.choice(THEME) == "system"


def test_a_setting_is_read(path: Path) -> None:
    preferences = write(path, "\ufeff# mine\r\ntheme:   'dark'  # at night\r\n")
    assert (preferences.choice(THEME), preferences.complaints) == ("dark", ())


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("theem: dark\n", "1:1", "'theem' is not a setting; it is kept but does nothing "),
        ("theem: dark\n", "1:1", "(did you mean 'theme'?)"),
        ("\nTheme: dark\n", "2:1", "(did you mean 'theme'?)"),
        ("zoom: 3\n", "1:1", "'zoom' is not a setting; it is kept but does nothing"),
        ("theme: drak\n", "1:8", "'theme' is 'drak'; expected one of: system, light, dark"),
        ("theme: [dark]\n", "1:8", "expected one of"),
        ("theme: true\n", "1:8", "expected one of"),
        ("theme:\n", "1:", "expected one of"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    path: Path, text: str, place: str, words: str
) -> None:
    preferences = write(path, text)
    (complaint,) = preferences.complaints
    assert complaint.startswith(f"{path}:{place}")
    assert words in complaint
    assert preferences.choice(THEME) == "system"


def test_a_long_value_is_told_in_short(path: Path) -> None:
    (complaint,) = write(path, f"theme: {'x' * 1_000}\n").complaints
    assert len(complaint) < len(str(path)) + 120


BROKEN = {
    "syntax": b"theme: dark: light\n",
    "open quote": b"theme: 'dark\n",
    "twice": b"theme: dark\ntheme: light\n",
    "alias": b"a: &a [x]\nb: *a\n",
    "tag": b"theme: !!python/object/apply:os.system [true]\n",
    "a list": b"- theme\n",
    "text": b"dark\n",
    "deep": b"a: " + b"[" * 5_000,
    "latin-1": "grün: 1\n".encode("latin-1"),
    "utf-16": "theme: dark\n".encode("utf-16"),
    "nul": b"theme: da\0rk\n",
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_told_of_and_never_written_over(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    preferences = load(path)
    assert preferences.values == {}
    (complaint,) = preferences.complaints
    assert str(path) in complaint
    for known in (preferences, Preferences({}), Preferences({"theme": "light"})):
        with pytest.raises(SettingsError, match="not written over") as caught:
            save(known, {"theme": "dark"}, path)
        assert caught.value.where
        assert caught.value.where.file == path
    assert path.read_bytes() == data
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    (complaint,) = load(tmp_path).complaints
    assert complaint.startswith(f"{tmp_path}: the settings cannot be read: ")
    with pytest.raises(SettingsError):
        save(Preferences({}), {"theme": "dark"}, tmp_path)


def test_values_can_cross_a_pipe(path: Path) -> None:
    preferences = write(path, "theme: dark\nsince: 2026-01-03\nbits: 0b1\nset: {a, b}\n")
    assert preferences.values["since"] == "2026-01-03"
    assert marshal.loads(marshal.dumps(preferences.values)) == preferences.values


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "theme: dark\n"),
        ("", "theme: dark\n"),
        ("theme: light\n", "theme: dark\n"),
        ("# mine\nzoom: 3 # big\n", "# mine\nzoom: 3 # big\ntheme: dark\n"),
        ("theme: light  # by day\nzoom: 3", "theme: dark  # by day\nzoom: 3"),
        ("a:\n  theme: light\n", "a:\n  theme: light\ntheme: dark\n"),
        ("{theme: light, zoom: 3}\n", "theme: dark\nzoom: 3\n"),
        ("theme:\n  - light\nzoom: 3\n", "theme: dark\nzoom: 3\n"),
        ("'theme': light\n", "theme: dark\n"),
        ("zoom: 3\n...\n", "zoom: 3\ntheme: dark\n"),
        ("a: |\n  theme: light\n\n", "a: |\n  theme: light\ntheme: dark\n"),
    ],
)
def test_a_change_leaves_the_rest_of_the_file_as_it_is(
    path: Path, before: str | None, after: str
) -> None:
    if before is not None:
        path.write_text(before, encoding="utf-8")
    preferences = save(load(path), {"theme": "dark"}, path)
    assert path.read_text(encoding="utf-8") == after
    assert load(path).values == preferences.values
    assert preferences.choice(THEME) == "dark"


def test_what_was_written_by_hand_meanwhile_stays(path: Path) -> None:
    before = write(path, "theme: light\n")
    path.write_text("theme: light\nzoom: 3\n", encoding="utf-8")
    save(before, {"theme": "dark"}, path)
    assert load(path).values == {"theme": "dark", "zoom": 3}


def test_a_file_that_went_away_is_written_again(path: Path) -> None:
    save(Preferences({"zoom": 3, "theme": "light"}), {"theme": "dark"}, path)
    assert load(path).values == {"zoom": 3, "theme": "dark"}


PLAIN = st.text("abc: #'\"\n-[]{}&*!|>%@é\u00a0", max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(-1e9, 1e9) | PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(PLAIN, VALUES, max_size=4), st.sampled_from(THEME.choices))
def test_unknown_keys_survive_every_change(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, object], theme: str
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.yaml"
    save(Preferences(values), {"theme": theme}, path)
    save(load(path), {"theme": "dark"}, path)
    assert StrictYaml(path.read_bytes(), path).value() == {**values, "theme": "dark"}


def test_where_they_cannot_be_saved_a_sentence_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    path.write_text("theme: light\n")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(SettingsError, match="Read-only file system") as caught:
        save(load(path), {"theme": "dark"}, path)
    assert str(path) in str(caught.value)
    assert caught.value.hint
    assert path.read_text() == "theme: light\n"
