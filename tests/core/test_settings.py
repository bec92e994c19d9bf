"""Settings can be edited by hand: what is wrong is told, and nothing in the file is lost."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.scene import Theme
from reader.core.setting import Setting
from reader.core.settings import (
    ADVANCE_SECONDS,
    CLICK,
    KEYS,
    KIOSK_KEY,
    MOTION,
    SETTINGS,
    THEME,
    TRANSITION,
    WHEEL,
    Settings,
    load,
    settings_file,
)
from reader.core.settings_file import save
from reader.core.strict_yaml import StrictYaml
from reader.errors import SettingsError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.yaml"


def write(path: Path, text: str) -> Settings:
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_the_settings_lie_at_home(home: Path) -> None:
    assert settings_file().is_relative_to(home)


def test_the_first_picture_waits_for_no_more_of_them_than_it_needs(path: Path) -> None:
    """Whoever has no settings reads no YAML, and nobody imports commands for them."""
    path.write_text("keys: {slide.next: [F7]}\n")
    none = path.with_name("none.yaml")
    code = (
        "import sys; from pathlib import Path; from reader.core.settings import load;"
        f"load(Path({str(none)!r})); assert 'yaml' not in sys.modules;"
        f"load(Path({str(path)!r})); print(sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for module in ("reader.core.commands", "reader.core.deck", "dataclasses", "PySide6"):
        assert f"'{module}'" not in done.stdout


def test_every_setting_is_described_and_has_a_usual_value() -> None:
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert setting.help.endswith(".")
        assert setting.read(setting.plain(setting.usual)) == setting.usual
        assert [*setting.faults(setting.plain(setting.usual))] == []
    assert THEME.choices == tuple(theme.value for theme in Theme)


@pytest.mark.parametrize("text", [None, "", "# theme: dark\n", "---\n", "{}\n"])
def test_without_settings_the_usual_ones_hold(path: Path, text: str | None) -> None:
    settings = load(path) if text is None else write(path, text)
    assert (settings.found, settings.complaints) == ({}, ())
    assert [settings.value(choice) for choice in (THEME, CLICK, WHEEL, TRANSITION, MOTION)] == [
        *("system", "next", "pages", "cut", "system")
    ]
    assert settings.value(ADVANCE_SECONDS) == 8
    assert settings.value(KIOSK_KEY) == "Ctrl+Alt+Q"
    assert settings.value(KEYS) == {}


def test_a_setting_is_read(path: Path) -> None:
    settings = write(path, "\ufeff# mine\r\ntheme:   'dark'  # at night\r\n")
    assert (settings.value(THEME), settings.complaints) == ("dark", ())


def test_every_kind_of_setting_is_read(path: Path) -> None:
    settings = write(
        path,
        "advance_seconds: 2.5\nkiosk_key: F12\n"
        "keys: {slide.next: [F7, 'Alt+F20'], show.black: F6, slide.go: 5}\n",
    )
    assert settings.complaints == ()
    assert settings.value(ADVANCE_SECONDS) == 2.5
    assert settings.value(KIOSK_KEY) == "F12"
    assert settings.value(KEYS) == {
        "slide.next": ("F7", "Alt+F20"),
        "show.black": ("F6",),
        "slide.go": ("5",),
    }


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
        ("advance_seconds: 0\n", "1:18", "expected a number of seconds from 1 to 86400"),
        ("advance_seconds: true\n", "1:18", "expected a number"),
        ("kiosk_key: ''\n", "1:12", "expected the name of a key"),
        ("keys: [F7]\n", "1:7", "expected the id of a command and its keys"),
        ("keys:\n  show.black: {a: b}\n", "2:15", "expected names of keys, such as"),
        ("keys:\n  show.black: [F7, '']\n", "2:15", "expected names of keys, such as"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    path: Path, text: str, place: str, words: str
) -> None:
    settings = write(path, text)
    (complaint,) = settings.complaints
    assert complaint.startswith(f"{path}:{place}")
    assert words in complaint
    assert all(settings.value(setting) == setting.usual for setting in SETTINGS)


def test_what_is_wrong_with_one_command_leaves_the_keys_of_the_others(path: Path) -> None:
    settings = write(path, "keys: {slide.next: [F7], show.black: {}, slide.go: [true]}\n")
    assert settings.value(KEYS) == {"slide.next": ("F7",)}
    assert len(settings.complaints) == 2


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
    settings = load(path)
    assert settings.found == {}
    (complaint,) = settings.complaints
    assert str(path) in complaint
    for known in (settings, Settings(file=path), Settings({"theme": "light"}, file=path)):
        with pytest.raises(SettingsError, match="not written over") as caught:
            known.choose(THEME, "dark")
        assert caught.value.where
        assert caught.value.where.file == path
        assert known.value(THEME) == "dark"  # until the program ends
    assert path.read_bytes() == data
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    settings = load(tmp_path)
    (complaint,) = settings.complaints
    assert complaint.startswith(f"{tmp_path}: the settings cannot be read: ")
    with pytest.raises(SettingsError):
        settings.choose(THEME, "dark")


def test_values_can_cross_a_pipe(path: Path) -> None:
    found = write(path, "theme: dark\nsince: 2026-01-03\nbits: 0b1\nset: {a, b}\n").found
    assert found["since"] == "2026-01-03"
    assert marshal.loads(marshal.dumps(found)) == found


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
    settings = load(path)
    settings.choose(THEME, "dark")
    assert path.read_text(encoding="utf-8") == after
    assert load(path).found == settings.found
    assert settings.value(THEME) == "dark"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'keys:\n  slide.next: [F7, Alt+F20]\n  show.black: [","]\n'),
        ("# mine\n", '# mine\nkeys:\n  slide.next: [F7, Alt+F20]\n  show.black: [","]\n'),
        (
            "keys:  # of my clicker\n    slide.go: [F2]\n    # left\n    slide.next: F7 # big\n"
            "theme: dark # at night\n",
            "keys:  # of my clicker\n    # left\n    slide.next: [F7, Alt+F20] # big\n"
            '    show.black: [","]\ntheme: dark # at night\n',
        ),
        (
            "keys:\n  show.black: ['#']  # hash",
            'keys:\n  show.black: [","]  # hash\n  slide.next: [F7, Alt+F20]\n',
        ),
        (
            "keys: {slide.go: [F2]}  # taught\n",
            'keys:  # taught\n  slide.next: [F7, Alt+F20]\n  show.black: [","]\n',
        ),
        (
            "keys: {}\nzoom: 3\n",
            'keys:\n  slide.next: [F7, Alt+F20]\n  show.black: [","]\nzoom: 3\n',
        ),
    ],
)
def test_keys_are_written_a_line_for_each_command_and_comments_stay(
    path: Path, before: str, after: str
) -> None:
    settings = write(path, before)
    settings.choose(KEYS, {"slide.next": ("F7", "Alt+F20"), "show.black": (",",)})
    assert path.read_text(encoding="utf-8") == after
    assert load(path).value(KEYS) == settings.value(KEYS)


def test_the_last_key_can_be_forgotten(path: Path) -> None:
    settings = write(path, "keys:\n  slide.next: [F7]\ntheme: dark # at night\n")
    settings.choose(KEYS, {})
    assert load(path).value(KEYS) == {}
    assert load(path).value(THEME) == "dark"


def test_a_change_is_told_once_and_only_if_it_is_one(path: Path) -> None:
    settings = write(path, "theme: light\n")
    told: list[Setting[object]] = []
    settings.changed.subscribe(told.append)
    settings.choose(THEME, "light")
    settings.choose(CLICK, "next")
    assert told == []
    assert path.read_text() == "theme: light\n"
    settings.choose(THEME, "dark")
    assert told == [THEME]


def test_without_a_file_a_change_holds_all_the_same() -> None:
    settings = Settings({"theme": "light"})
    settings.choose(THEME, "dark")
    assert settings.value(THEME) == "dark"
    assert settings.where("theme") is None


def test_the_place_of_a_key_can_be_asked_for(path: Path) -> None:
    settings = write(path, "theme: dark\nkeys:\n  slide.next: [F7]\n")
    assert str(settings.where("keys", "slide.next")) == f"{path}:3:3"
    path.unlink()
    assert str(settings.where("keys", "slide.next")) == str(path)


def test_what_was_written_by_hand_meanwhile_stays(path: Path) -> None:
    settings = write(path, "theme: light\n")
    told: list[Setting[object]] = []
    settings.changed.subscribe(told.append)
    path.write_text("theme: light\nclick: halves\nzoom: 3\n", encoding="utf-8")
    settings.choose(THEME, "dark")
    assert load(path).found == {"theme": "dark", "click": "halves", "zoom": 3}
    assert told == [THEME, CLICK]


def test_a_file_that_went_away_is_written_again(path: Path) -> None:
    Settings({"zoom": 3, "theme": "light"}, file=path).choose(THEME, "dark")
    assert load(path).found == {"zoom": 3, "theme": "dark"}


PLAIN = st.text("abc: #'\"\n-[]{}&*!|>%@é\u00a0", max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(-1e9, 1e9) | PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=6,
)


LEARNED = st.dictionaries(
    st.sampled_from(["slide.next", "show.black", "a"]),
    st.lists(st.text("AF7+.,:#'\"]é ", min_size=1, max_size=4), max_size=3),
    max_size=3,
)


@given(st.dictionaries(PLAIN, VALUES, max_size=4), LEARNED, LEARNED)
def test_unknown_keys_survive_every_change(
    tmp_path_factory: pytest.TempPathFactory,
    values: dict[str, object],
    first: dict[str, list[str]],
    second: dict[str, list[str]],
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.yaml"
    expected = save(values, {"theme": "light", "keys": first}, path)
    for change in ({"theme": "dark"}, {"keys": second}):
        expected = {**expected, **change}
        save(load(path).found, change, path)
        assert StrictYaml(path.read_bytes(), path).value() == expected


def test_where_they_cannot_be_saved_a_sentence_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    path.write_text("theme: light\n")
    monkeypatch.setattr(os, "fsync", fail)
    settings = load(path)
    with pytest.raises(SettingsError, match="Read-only file system") as caught:
        settings.choose(THEME, "dark")
    assert str(path) in str(caught.value)
    assert caught.value.hint
    assert path.read_text() == "theme: light\n"
    assert settings.value(THEME) == "dark"
    monkeypatch.undo()
    settings.choose(WHEEL, "nothing")
    assert load(path).found == {"theme": "dark", "wheel": "nothing"}
