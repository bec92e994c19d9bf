"""What each system says of its battery."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reader.core.power_state import (
    Battery,
    PowerStatus,
    macos_battery,
    on_battery,
    windows_battery,
)

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="supplies are listed on Linux")


def supply(folder: Path, name: str, **words: str) -> None:
    made = folder / name
    made.mkdir()
    for file, word in words.items():
        (made / file).write_text(f"{word}\n", encoding="ascii")


@on_linux
@pytest.mark.parametrize(("online", "expected"), [("1", False), ("0", True)])
def test_the_plug_says_whether_the_battery_is_in_use(
    online: str, expected: bool, tmp_path: Path
) -> None:
    supply(tmp_path, "AC", type="Mains", online=online)
    supply(tmp_path, "BAT0", type="Battery", status="Not charging", capacity="80", present="1")
    assert on_battery(tmp_path) == Battery(expected, 80)


@on_linux
def test_without_a_plug_in_the_list_the_battery_says_it(tmp_path: Path) -> None:
    supply(tmp_path, "ucsi-source-psy-1", type="USB", online="0")
    supply(tmp_path, "BAT0", type="Battery", status="Discharging", capacity="41")
    supply(tmp_path, "BAT1", type="Battery", status="Full", capacity="100")
    assert on_battery(tmp_path) == Battery(True, 70)
    (tmp_path / "BAT0" / "status").write_text("Charging\n", encoding="ascii")
    assert on_battery(tmp_path) == Battery(False, 70)


@on_linux
def test_what_does_not_feed_the_computer_does_not_count(tmp_path: Path) -> None:
    assert on_battery(tmp_path / "none") is None
    assert on_battery(tmp_path) is None
    supply(tmp_path, "AC", type="Mains", online="1")
    supply(tmp_path, "hidpp_battery_0", type="Battery", scope="Device", capacity="5")
    supply(tmp_path, "BAT1", type="Battery", present="0")
    assert on_battery(tmp_path) is None


@on_linux
def test_a_battery_may_not_say_how_much_is_left(tmp_path: Path) -> None:
    supply(tmp_path, "BAT0", type="Battery", status="Discharging")
    assert on_battery(tmp_path) == Battery(True, None)


def answering(words: str) -> object:
    def run(command: list[str], **more: object) -> subprocess.CompletedProcess[str]:
        assert command == ["/usr/bin/pmset", "-g", "batt"]
        return subprocess.CompletedProcess(command, 0, words, "")

    return run


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=123)\t85%; discharging; "
            "4:12 remaining present: true\n",
            Battery(True, 85),
        ),
        (
            "Now drawing from 'AC Power'\n -InternalBattery-0 (id=123)\t100%; charged; "
            "0:00 remaining present: true\n",
            Battery(False, 100),
        ),
        ("Now drawing from 'AC Power'\n", None),
        ("", None),
    ],
)
def test_macos(words: str, expected: Battery | None) -> None:
    assert macos_battery(answering(words)) == expected  # type: ignore[arg-type]


def test_macos_without_its_program() -> None:
    def run(command: list[str], **more: object) -> subprocess.CompletedProcess[str]:
        raise subprocess.TimeoutExpired(command, 2)

    assert macos_battery(run) is None


@pytest.mark.parametrize(
    ("line", "flag", "percent", "expected"),
    [
        (0, 1, 64, Battery(True, 64)),
        (1, 8, 100, Battery(False, 100)),
        (0, 2, 255, Battery(True, None)),
        (1, 128, 255, None),
        (255, 255, 255, None),
    ],
)
def test_windows(line: int, flag: int, percent: int, expected: Battery | None) -> None:
    assert windows_battery(PowerStatus(line, flag, percent)) == expected
