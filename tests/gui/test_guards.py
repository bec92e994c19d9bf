"""Faults are told in a sentence and written down; signals close the window in good order."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from reader.core import bugs
from reader.gui.guards import Guards


@pytest.fixture
def guards(qtbot: QtBot) -> Iterator[Guards]:
    made = Guards()
    yield made
    made.close()


def broken() -> None:
    raise LookupError("the shelf is empty")


def test_a_fault_in_a_slot_is_told_and_written_down(
    qtbot: QtBot, guards: Guards, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with qtbot.waitSignal(guards.failed) as told:
        QTimer.singleShot(0, broken)
    assert told.args is not None
    sentence = told.args[0]
    assert sentence.startswith("a fault in the program: LookupError: the shelf is empty")
    assert "Traceback" in bugs.log_file().read_text(encoding="utf-8")
    assert capsys.readouterr().err == f"{sentence}\n"


def test_a_fault_in_a_thread_is_told_too(qtbot: QtBot, guards: Guards, home: Path) -> None:
    with qtbot.waitSignal(guards.failed):
        thread = threading.Thread(target=broken)
        thread.start()
        thread.join()


def test_a_log_that_cannot_be_written_leaves_the_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sentence = bugs.record(LookupError("no"), tmp_path / "file" / "faults.log")
    assert sentence == "a fault in the program: LookupError: no"


def test_a_log_does_not_grow_for_ever(tmp_path: Path) -> None:
    log = tmp_path / "faults.log"
    log.write_text("x" * (bugs.MOST_BYTES + 1))
    bugs.record(LookupError("no"), log)
    assert log.stat().st_size < 1000


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of another kind there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_asks_to_end(qtbot: QtBot, guards: Guards, number: signal.Signals) -> None:
    with qtbot.waitSignal(guards.asked_to_end):
        os.kill(os.getpid(), number)


def test_everything_is_given_back(qtbot: QtBot) -> None:
    before = (sys.excepthook, threading.excepthook, signal.getsignal(signal.SIGTERM))
    Guards().close()
    assert (sys.excepthook, threading.excepthook, signal.getsignal(signal.SIGTERM)) == before
