"""What holds for every test: no screen needed, no traces at home, nothing left behind."""

from __future__ import annotations

import gc
import logging
import os
import re
import signal
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow at making examples, which is no fault of the code.
settings.register_profile("busy", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("busy")

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget

# Before anything imports Qt. Journeys start the program itself, on a screen of their own, and
# give it an environment of its own.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

# A shell that runs the tests in the background has them ignore Ctrl+C, and their children too.
signal.signal(signal.SIGINT, signal.default_int_handler)

_HERE = Path(__file__).parent
_MARKED = {"gui": "gui", "journeys": "journey"}
_PATIENCE_SECONDS = 2.0
_HOMES = {
    "HOME": "",
    "USERPROFILE": "",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test by its folder."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            marker = _MARKED.get(item.path.relative_to(_HERE).parts[0])
            if marker:
                item.add_marker(marker)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home: no test reads or writes what belongs to the person who runs it."""
    folder = tmp_path_factory.mktemp("home")
    for variable, inside in _HOMES.items():
        monkeypatch.setenv(variable, str(folder / inside))
    return folder


@pytest.fixture(autouse=True)
def _no_stray_warnings(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on a logged warning; a test that expects one reads it and calls caplog.clear()."""
    yield
    stray = [
        f"{record.name}: {record.getMessage()}"
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.WARNING
    ]
    assert not stray, f"logged and not expected: {stray}"


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test of the windows on threads, timers and windows that outlive it."""
    if not request.node.get_closest_marker("gui"):
        yield
        return
    threads = set(threading.enumerate())
    request.getfixturevalue("qapp")
    windows, timers = set(map(id, _windows())), set(map(id, _timers()))
    yield
    _settle()
    kept = [repr(window) for window in _windows() if id(window) not in windows]
    assert not kept, f"windows left behind: {kept}"
    running = [repr(timer) for timer in _timers() if id(timer) not in timers]
    assert not running, f"timers left running: {running}"
    alive = _still_alive(threads)
    assert not alive, f"threads left running: {alive}"


def _settle() -> None:
    """Let Qt carry out every deletion that was put off, and Python its own."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _windows() -> list[QWidget]:
    from PySide6.QtWidgets import QApplication

    return [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]


def _timers() -> list[QTimer]:
    """The running timers; `type`, as isinstance would wake the proxies among all objects."""
    from PySide6.QtCore import QTimer
    from shiboken6 import Shiboken

    return [
        found
        for found in gc.get_objects()
        if issubclass(type(found), QTimer) and Shiboken.isValid(found) and found.isActive()
    ]


def _still_alive(known: set[threading.Thread]) -> list[str]:
    """The new threads that do not end within a moment."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        alive = [thread.name for thread in threading.enumerate() if thread not in known]
        if not alive or time.monotonic() > deadline:
            return alive
        time.sleep(0.01)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Save what a failing test of the windows had on screen, and name the files."""
    report = yield
    if report.when == "call" and report.failed and item.get_closest_marker("gui"):
        assert isinstance(item, pytest.Function)
        factory = item.funcargs["tmp_path_factory"]
        assert isinstance(factory, pytest.TempPathFactory)
        for path in _grab_windows(factory.getbasetemp() / "failed", item.nodeid):
            report.sections.append(("Window as it was", str(path)))
    return report


def _grab_windows(folder: Path, test: str) -> list[Path]:
    """Save a picture of every window on screen."""
    folder.mkdir(exist_ok=True)
    stem = re.sub(r"\W+", "-", test)
    saved = []
    for number, window in enumerate(window for window in _windows() if window.isVisible()):
        path = folder / f"{stem}-{number}.png"
        if window.grab().save(str(path)):
            saved.append(path)
    return saved
