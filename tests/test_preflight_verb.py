"""`deck-reader preflight`: what it prints, its exit codes, and what it does without Qt."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reader.core.files import Blob
from reader.core.picture_checks import Rehearsed, Size
from reader.core.screens import Desk, ScreenInfo
from reader.dev.checkout import ROOT
from reader.errors import DeckError, Exit, ScreenError
from reader.verbs.preflight import Eyes, preflight
from tests.formats.decks import command, make_deck

BEAMER = ScreenInfo("HDMI-1", (0, 0, 2560, 1440), label="Epson EB-X", is_primary=True)


class Look:
    """Eyes that see what they are told to, and note for which screen they look."""

    def __init__(self, desk: Desk | None = None, lacking: str | None = "", error: str = "") -> None:
        self.sizes: set[Size] = set()
        self._seen = desk, lacking
        self._error = error

    def __call__(self) -> Eyes:
        return Eyes(self._rehearse, lambda _letters: self._seen)

    def _rehearse(self, _blob: Blob, screen: Size) -> Rehearsed:
        self.sizes.add(screen)
        return Rehearsed(4000, 3000, 0.01, error=self._error)


def no_qt() -> Eyes:
    raise ScreenError("pictures cannot be decoded", hint="run deck-reader doctor")


def test_a_ready_deck_is_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    look = Look()
    assert preflight([str(make_deck(tmp_path))], look) == Exit.OK
    told = capsys.readouterr().out
    assert told.startswith("Ready, with ")
    assert "no screen here: the screens were not looked at" in told
    assert look.sizes == {(1920, 1080)}


def test_a_fault_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert preflight([str(make_deck(tmp_path))], Look(error="cut short")) == Exit.FAULTS
    assert "✗ Slide 1  fault: assets/one.png: cut short" in capsys.readouterr().out


def test_what_is_no_deck_is_3(tmp_path: Path) -> None:
    with pytest.raises(DeckError) as raised:
        preflight([str(tmp_path / "nowhere")], Look())
    assert raised.value.exit_code == Exit.UNREADABLE


def test_pictures_are_decoded_for_the_screen_that_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")
    look = Look(Desk((BEAMER,)))
    preflight([str(make_deck(tmp_path))], look)
    assert look.sizes == {(2560, 1440)}
    told = capsys.readouterr().out
    assert "HDMI-1 (Epson EB-X, 2560 x 1440) is the audience’s" in told
    assert "Sleep" in told
    assert "not looked at" not in told


def test_a_size_can_be_named_for_a_screen_that_is_not_here(tmp_path: Path) -> None:
    look = Look()
    preflight([str(make_deck(tmp_path)), "--size", "3840x2160"], look)
    assert look.sizes == {(3840, 2160)}


@pytest.mark.parametrize("size", ["big", "1920", "0x0", "1920x1080x3", "99999x99999", "100x100"])
def test_a_size_that_is_none_is_wrong_usage(size: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        preflight([str(make_deck(tmp_path)), "--size", size], Look())
    assert stopped.value.code == Exit.USAGE


def test_programs_get_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    preflight([str(make_deck(tmp_path)), "--json"], Look(lacking=None))
    report = json.loads(capsys.readouterr().out)
    assert report["deck"] == str(tmp_path)
    assert report["ready"] is True
    assert report["pictures"] == 2
    assert "the letters: no typeface could be looked at" in report["untried"]


def test_letters_that_are_lacking_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deck = make_deck(tmp_path, title="שלום")
    preflight([str(deck)], Look(lacking="ש"))
    assert "no typeface on this machine has ש" in capsys.readouterr().out


def test_without_qt_the_deck_is_judged_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert preflight([str(make_deck(tmp_path))], no_qt) == Exit.FAULTS
    told = capsys.readouterr().out
    assert "no window can open on this machine: run deck-reader doctor" in told
    assert "2 slides, no errors in its files" in told
    assert "the pictures were not decoded" in told


def test_the_command_decodes_without_a_screen(tmp_path: Path) -> None:
    make_deck(
        tmp_path, {"assets/one.png": (ROOT / "reader/gui/icons/deck-reader-512.png").read_bytes()}
    )
    blind = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), "")
    done = command("preflight", tmp_path, env=blind)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Pictures  1 picture decoded for 1920 x 1080 pixels" in done.stdout
    assert "no screen here" in done.stdout


def test_a_picture_that_is_cut_short_is_found_by_the_command(tmp_path: Path) -> None:
    whole = (ROOT / "reader/gui/icons/deck-reader-512.png").read_bytes()
    make_deck(tmp_path, {"assets/one.png": whole, "assets/two.png": whole[:2000]})
    done = command("preflight", tmp_path, "--json")
    assert (done.returncode, done.stderr) == (1, "")  # whatever libpng says of it
    faults = [found for found in json.loads(done.stdout)["findings"] if found["weight"] == "fault"]
    assert [(found["check"], found["slides"]) for found in faults] == [("picture.damaged", [2])]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    import pty

    whole = (ROOT / "assets/01-architects-of-intelligence.jpg").read_bytes()
    deck = make_deck(tmp_path / "colours", {f"assets/{n}.jpg": whole for n in range(20)})
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "reader", "preflight", str(deck)],
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        timeout=60,
        check=False,
    )
    os.close(theirs)
    shown = os.read(ours, 1 << 16)
    os.close(ours)
    assert done.returncode == 0
    assert b"colours" in shown
    assert "━".encode() in shown


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_ends_it_with_130(tmp_path: Path) -> None:
    whole = (ROOT / "assets/01-architects-of-intelligence.jpg").read_bytes()
    deck = make_deck(tmp_path, {f"assets/{number}.jpg": whole for number in range(400)})
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", "preflight", str(deck)],
        cwd=ROOT,
        env={**os.environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (Exit.CANCELLED, b"", b"")
