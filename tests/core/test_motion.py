"""Whether people have asked for less motion, as each system says it."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reader.core.motion import macos_reduces, prefers_less_motion

if TYPE_CHECKING:
    from tests.core.desktop_services import Portal

REDUCED = ("org.freedesktop.appearance", "reduced-motion")
ANIMATED = ("org.gnome.desktop.interface", "enable-animations")
Run = Callable[..., subprocess.CompletedProcess[str]]

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="asks the desktop of Linux")


@pytest.fixture
def portal() -> Iterator[tuple[dict[str, str], Portal]]:
    pytest.importorskip("jeepney")
    from tests.core.desktop_services import Portal, private_bus

    with tempfile.TemporaryDirectory() as run, private_bus(Path(run)) as environment:
        service = Portal(environment)
        yield environment, service
        service.stop()


@on_linux
@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, None),
        ({REDUCED: ("u", 1)}, True),
        ({REDUCED: ("u", 0)}, False),
        ({ANIMATED: ("b", False)}, True),
        ({ANIMATED: ("b", True)}, False),
        ({REDUCED: ("u", 0), ANIMATED: ("b", False)}, True),
        ({REDUCED: ("u", 1), ANIMATED: ("b", True)}, True),
        ({REDUCED: ("u", 7)}, False),  # not yet a meaning of its own
    ],
)
def test_the_portal_is_asked_for_both_settings(
    settings: dict[tuple[str, str], tuple[str, Any]],
    expected: bool | None,
    portal: tuple[dict[str, str], Portal],
) -> None:
    environment, service = portal
    service.settings = settings
    assert prefers_less_motion(environment, seconds=5) is expected
    assert [words[1:] for words in service.asked] == [REDUCED, ANIMATED]


@on_linux
def test_a_portal_that_hangs_is_not_waited_for(
    portal: tuple[dict[str, str], Portal],
) -> None:
    environment, service = portal
    service.is_asleep.set()
    before = time.perf_counter()
    assert prefers_less_motion(environment) is None
    assert time.perf_counter() - before < 1


@on_linux
def test_a_bus_that_hangs_is_not_waited_for() -> None:
    with tempfile.TemporaryDirectory() as run, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{run}/bus")
        listener.listen()
        before = time.perf_counter()
        assert prefers_less_motion({"XDG_RUNTIME_DIR": run}) is None
        assert time.perf_counter() - before < 1


@on_linux
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("[General]\nfont=x\n\n[KDE]\nAnimationDurationFactor=0\nwidgetStyle=Breeze\n", True),
        ("[KDE]\nAnimationDurationFactor = 0.0\n", True),
        ("[KDE]\nAnimationDurationFactor=0.5\n", False),
        ("[KDE][Sub]\nAnimationDurationFactor=0\n", None),
        ("[KDE]\nAnimationDurationFactor=fast\n", None),
        ("AnimationDurationFactor=0\n", None),
        ("", None),
    ],
)
def test_the_file_of_plasma(words: str, expected: bool | None, tmp_path: Path) -> None:
    (tmp_path / "kdeglobals").write_text(words, encoding="utf-8")
    environment = {"XDG_CURRENT_DESKTOP": "KDE", "XDG_CONFIG_HOME": str(tmp_path)}
    assert prefers_less_motion(environment) is expected
    environment["XDG_CURRENT_DESKTOP"] = "GNOME"
    assert prefers_less_motion(environment) is None


@on_linux
def test_the_file_of_plasma_where_nobody_moved_it(tmp_path: Path) -> None:
    environment = {"XDG_CURRENT_DESKTOP": "KDE", "HOME": str(tmp_path)}
    assert prefers_less_motion(environment) is None
    (tmp_path / ".config").mkdir()
    file = tmp_path / ".config" / "kdeglobals"
    file.write_text("[KDE]\nAnimationDurationFactor=0\n", encoding="utf-8")
    assert prefers_less_motion(environment) is True


def answering(code: int, words: str) -> Run:
    def run(command: list[str], **more: object) -> subprocess.CompletedProcess[str]:
        assert command[1:] == ["read", "com.apple.universalaccess", "reduceMotion"]
        assert more["timeout"] == 0.3
        return subprocess.CompletedProcess(command, code, words, "")

    return run


def failing(command: list[str], **more: object) -> subprocess.CompletedProcess[str]:
    raise subprocess.TimeoutExpired(command, 0.3)


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (answering(0, "1\n"), True),
        (answering(0, "0\n"), False),
        (answering(1, ""), None),
        (failing, None),
    ],
)
def test_macos(run: Run, expected: bool | None) -> None:
    assert macos_reduces(run) is expected
