"""The command: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from reader import cli, verbs
from reader.core import doctor
from reader.core.command import Command, Menu
from reader.core.commands import COMMANDS
from reader.core.keys import key_lines, key_name, key_table
from reader.core.libraries import LIBRARIES
from reader.core.problems import Problem, Severity
from reader.core.settings import settings_file
from reader.dev.checkout import ROOT
from reader.errors import DeckError, Exit, Where
from reader.verbs.opening import parse_opening


def run(
    *words: str, stdout: int | None = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Start the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "reader", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A small deck without a fault, but for its picture, which is decorative and the program's."""
    (tmp_path / "slides").mkdir()
    (tmp_path / "assets").mkdir()
    icon = ROOT / "reader" / "gui" / "icons" / "deck-reader-48.png"
    (tmp_path / "assets" / "dot.png").write_bytes(icon.read_bytes())
    (tmp_path / "slides" / "deck.yaml").write_text(
        "format: deck/1\n"
        "id: urn:uuid:3f0c2e5e-5f0b-4f0c-9c53-6a1c4d0f7a11\n"
        "title: Dots\n"
        "language: en\n"
        "summary: One dot.\n"
        "creators: [{name: Ana, role: author}]\n"
        "issued: 2026-01-03T19:38:00+05:30\n"
        "modified: 2026-01-03T19:38:00+05:30\n"
        "slides: [1.yaml]\n"
    )
    (tmp_path / "slides" / "1.yaml").write_text(
        "title: A dot\n"
        "text: One dot.\n"
        "image:\n"
        "  file: assets/dot.png\n"
        "  alt_text: A dot.\n"
        "  creators: [Ana]\n"
        "  credit_line: Ana\n"
        "  license: CC-BY-4.0\n"
    )
    return tmp_path


def test_the_version_is_told() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, "Deck Reader 1.0.0\n")


def test_the_help_names_every_verb_and_exit_code() -> None:
    told = run("--help").stdout
    for verb in verbs.RUN:
        assert f"deck-reader {verb}" in told
    assert "./check" in told
    assert "130" in told


@pytest.mark.parametrize(
    "words",
    [
        ("--slide", "0"),
        ("--slide", "-1"),
        ("--slide", "three"),
        ("--slide", "²"),
        ("--slide", "9" * 5000),
        ("--slide",),
        ("--nonsense",),
        ("one", "two"),
        ("",),
        ("check",),
        ("check", ""),
        ("keys", "extra"),
        ("doctor", "--mend"),
    ],
)
def test_wrong_usage_says_where_to_read_on(
    words: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(words)
    told = capsys.readouterr()
    assert stopped.value.code == Exit.USAGE
    assert "--help` tells more" in told.err
    assert not told.out


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("deck",),
        ("--fullscreen",),
        ("--slide", "3"),
        ("--slide", "007", "deck"),
        ("deck", "--slide", "3", "--fullscreen"),
        ("--slide", "3", "--slide", "4"),
    ],
)
def test_the_short_way_reads_words_as_the_long_way_does(words: Sequence[str]) -> None:
    assert cli._plain(list(words)) == parse_opening(list(words))


@pytest.mark.parametrize(
    "words", [("--slide=3",), ("--", "deck"), ("-h",), ("--slide", "0"), ("a", "b"), ("",)]
)
def test_the_short_way_leaves_all_else_to_the_long_way(words: Sequence[str]) -> None:
    assert cli._plain(list(words)) is None


def test_the_verbs_are_those_of_the_table() -> None:
    assert set(verbs.RUN) == cli._VERBS


def test_opening_a_window_does_not_wait_for_argparse() -> None:
    script = "import sys, reader.cli, reader.formats.early; print('argparse' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


@pytest.mark.parametrize("verb", ["check", "keys", "doctor"])
def test_no_verb_loads_qt(verb: str, deck: Path) -> None:
    words = [verb, str(deck)] if verb == "check" else [verb]
    script = f"""
import sys
from reader.cli import main
code = main({words!r})
print(sorted({{"PySide6", "shiboken6", "reader.gui"}} & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr == "[]\n"


def test_a_deck_without_faults(deck: Path) -> None:
    done = run("check", str(deck))
    assert (done.returncode, done.stdout, done.stderr) == (0, "No problems in 2 files\n", "")


@pytest.mark.parametrize(
    "name", ["", "slides", "slides/deck.yaml", "slides/1.yaml", "assets/dot.png"]
)
def test_any_file_of_a_deck_names_it(deck: Path, name: str) -> None:
    assert run("check", str(deck / name)).stdout == "No problems in 2 files\n"


def test_the_deck_of_the_project_has_no_faults() -> None:
    done = run("check", "--strict", ".")
    assert (done.returncode, done.stdout) == (0, "No problems in 8 files\n"), done.stdout


def test_problems_are_told_one_a_line_and_counted(deck: Path) -> None:
    (deck / "assets" / "dot.png").unlink()
    done = run("check", str(deck))
    *problems, summary = done.stdout.splitlines()
    assert done.returncode == Exit.FAULTS
    assert summary == "1 error in 2 files"
    (problem,) = problems
    assert f"{deck / 'slides' / '1.yaml'}:4:" in problem
    assert "error: " in problem


def test_warnings_are_faults_when_strict(
    deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    where = Where(Path("slides/1.yaml"), 2)
    found = Problem("text.long", Severity.WARNING, where, ("text",), "the text is long")
    monkeypatch.setattr("reader.core.check.check", lambda _folder: (found,))
    assert cli.main(["check", str(deck)]) == Exit.OK
    lax = capsys.readouterr().out
    assert cli.main(["check", str(deck), "--strict"]) == Exit.FAULTS
    assert capsys.readouterr().out == lax
    assert lax.endswith("slides/1.yaml:2: warning: the text is long\n1 warning in 2 files\n")


def test_json_is_for_programs(deck: Path) -> None:
    (deck / "assets" / "dot.png").unlink()
    done = run("check", "--json", str(deck))
    assert done.returncode == Exit.FAULTS
    report = json.loads(done.stdout)
    assert (report["deck"], report["files"], report["errors"]) == (str(deck), 2, 1)
    assert report["problems"][0]["line"] == 4


def test_a_deck_that_is_not_there(tmp_path: Path) -> None:
    done = run("check", str(tmp_path / "none"))
    assert (done.returncode, done.stdout) == (Exit.UNREADABLE, "")
    assert len(done.stderr.splitlines()) == 1
    assert "none" in done.stderr


def test_what_a_deck_says_does_not_steer_the_terminal(deck: Path) -> None:
    slide = deck / "slides" / "1.yaml"
    slide.write_text(slide.read_text() + '"\\e[2Jbad\\u202e": 1\n')
    told = run("check", str(deck)).stdout
    assert "bad" in told
    assert not {"\x1b", "\u202e"} & set(told)


def test_an_expected_failure_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_words: list[str]) -> int:
        raise DeckError("it is torn", hint="glue it", where=Where(Path("a.yaml"), 3))

    monkeypatch.setitem(verbs.RUN, "keys", fail)
    assert cli.main(["keys"]) == Exit.UNREADABLE
    assert capsys.readouterr().err == "a.yaml:3: it is torn (glue it)\n"


def test_ctrl_c_cancels(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(verbs.RUN, "keys", interrupt)
    assert cli.main(["keys"]) == Exit.CANCELLED


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_ctrl_c_during_a_check_is_quiet(deck: Path) -> None:
    script = f"""
import os, signal, sys, time
from reader import cli, verbs
from reader.core import check

def interrupted(_folder):
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(30)

check.check = interrupted
sys.exit(cli.main(["check", {str(deck)!r}]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (Exit.CANCELLED, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close differently there")
@pytest.mark.parametrize("word", ["keys", "--help", "--version"])
def test_a_closed_pipe_is_quiet(word: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run(word, stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        done = run("keys", stdout=full.fileno())
    assert done.returncode == Exit.UNREADABLE
    assert done.stderr.startswith("the output cannot be written: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_terminal_without_unicode_is_enough() -> None:
    done = run("keys", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "\\u2192" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_without_a_screen_the_last_line_says_what_to_do() -> None:
    done = run(QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    assert done.returncode == Exit.UNREADABLE, done.stderr
    last = done.stderr.splitlines()[-1]
    assert "a window cannot open" in last
    assert "DISPLAY" in last
    assert "Traceback" not in done.stderr


class Refusing:
    """Makes the import of the windows fail."""

    def __init__(self, error: ImportError) -> None:
        self.error = error

    def find_spec(self, name: str, *_: object) -> None:
        if name == "reader.gui.start":
            raise self.error


@pytest.fixture
def no_windows(monkeypatch: pytest.MonkeyPatch) -> Refusing:
    refusing = Refusing(ImportError("another module", name="elsewhere"))
    monkeypatch.delitem(sys.modules, "reader.gui.start", raising=False)
    monkeypatch.setattr("reader.formats.early.start", lambda *_: iter(()))
    monkeypatch.setattr(sys, "meta_path", [refusing, *sys.meta_path])
    return refusing


@pytest.mark.parametrize(
    ("name", "path"), [("QtGui", "lib/PySide6/QtGui.abi3.so"), ("PySide6", None)]
)
def test_a_missing_library_is_told_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    no_windows: Refusing,
    name: str,
    path: str | None,
) -> None:
    no_windows.error = ImportError("libEGL.so.1: cannot open", name=name, path=path)
    monkeypatch.setattr(doctor, "missing_libraries", lambda: (LIBRARIES[0],))
    assert cli.main([]) == Exit.UNREADABLE
    told = capsys.readouterr().err
    assert "a window cannot open" in told
    assert "libEGL.so.1" in told


@pytest.mark.usefixtures("no_windows")
def test_a_bug_is_not_taken_for_a_missing_library() -> None:
    with pytest.raises(ImportError, match="another module"):
        cli.main([])


def test_keys_are_listed_by_menu() -> None:
    told = run("keys", COLUMNS="200").stdout.splitlines()
    assert [line for line in told if line and not line.startswith(" ")] == [
        menu.value for menu in Menu if any(row.menu == menu.value for row in key_table(COMMANDS))
    ]
    for command in COMMANDS:
        if command.is_listed and command.keys:
            assert any(f"{command.title}: {command.help}" in line for line in told), command.id


def test_keys_that_were_taught_are_listed_too() -> None:
    assert "Alt+F20" not in run("keys").stdout
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("keys: {slide.next: [Alt+F20]}\n", encoding="utf-8")
    assert "Alt+F20" in run("keys").stdout


def test_the_key_list_fits_a_narrow_terminal() -> None:
    rows = key_table(COMMANDS)
    assert max(map(len, key_lines(rows, 80))) <= 80
    assert key_lines(rows, 10)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("PgDown", "Page Down"),
        ("Ctrl+Home", "Ctrl+Home"),
        ("Alt+Left", "Alt+←"),
        ("Ctrl++", "Ctrl++"),
        ("+", "+"),
        (",", "Comma"),
        ("?", "?"),
    ],
)
def test_keys_are_named_as_on_the_keyboard(key: str, name: str) -> None:
    assert key_name(key) == name


def test_commands_that_are_not_listed_or_have_no_keys_are_left_out() -> None:
    def command(identity: str, **more: object) -> Command:
        given = {"menu": Menu.GO, "run": lambda _show: None, "keys": ("X",), **more}
        return Command(identity, identity, "Does it.", **given)  # type: ignore[arg-type]

    rows = key_table(
        [
            command("a"),
            command("b", keys=()),
            command("c", is_listed=False),
            command("d", menu=Menu.FILE),
        ]
    )
    assert [row.title for row in rows] == ["d", "a"]


def report(**changes: object) -> doctor.Report:
    from dataclasses import replace

    usual = doctor.Report("3.11.7", "6.11.3", "", "Debian", "X11 (:0)", 31, (), (), (), "")
    return replace(usual, **changes)  # type: ignore[arg-type]


def test_the_doctor_finds_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "examine", report)
    assert cli.main(["doctor"]) == Exit.OK
    told = capsys.readouterr().out
    assert "31 of 31 found" in told
    assert "missing" not in told


def test_the_doctor_names_what_is_missing_and_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = report(missing=LIBRARIES[:1], commands=(("apt-get", "install", "libegl1"),), screen="")
    monkeypatch.setattr(doctor, "examine", lambda: found)
    assert cli.main(["doctor"]) == Exit.FAULTS
    told = capsys.readouterr().out
    for words in ("30 of 31", "libEGL.so.1, for every window", "apt-get install libegl1", "none"):
        assert words in told


def test_the_doctor_mends(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    command = (sys.executable, "-c", "print('installing')")
    found = [report(missing=LIBRARIES[:1], commands=(command,)), report()]
    monkeypatch.setattr(doctor, "examine", lambda: found.pop(0))
    assert cli.main(["doctor", "--fix"]) == Exit.OK
    told = capfd.readouterr().out
    assert told.index("+ ") < told.index("installing\n") < told.index("31 of 31 found")


@pytest.mark.parametrize("command", [(sys.executable, "-c", "exit(7)"), ("no-such-program-here",)])
def test_the_doctor_says_when_mending_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(
        doctor, "examine", lambda: report(missing=LIBRARIES[:1], commands=(command,))
    )
    assert cli.main(["doctor", "--fix"]) == Exit.UNREADABLE
    assert "administrator" in (told := capsys.readouterr().err) or "sudo" in told
