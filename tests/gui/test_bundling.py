"""Saving a deck as a bundle from the window, while it is read on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QToolButton

from reader.core.files import Files
from reader.core.shipped import shipped_deck
from reader.errors import BundleError, Cancelled, RefusedError
from reader.formats.bundles.bundling import Bundled
from reader.formats.places import files_at
from reader.formats.progress import Progress, Stop, Told
from reader.gui import bundling
from reader.gui.overlays.work import WorkBoard
from tests.gui.decks import COLOURS, colourful
from tests.gui.driver import opens_windows, visible
from tests.gui.running import Run, Running

pytestmark = opens_windows


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    colourful(tmp_path / "deck")
    return tmp_path / "deck"


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Writing that goes on until it is cancelled, or until the event is set."""
    finish = threading.Event()

    def write(files: Files, target: Path, *, told: Told, stop: Stop, jobs: int) -> Bundled:
        assert jobs >= 1
        target.write_bytes(b"half")
        while not finish.wait(0.01):
            told(Progress(250_000, 1_000_000))
            if stop():
                target.unlink()
                raise Cancelled
        return Bundled(target, 1_000_000, 12, "", ("left.txt",))

    monkeypatch.setattr(bundling, "bundle", write)
    yield finish
    finish.set()


def begin(running: Running, target: Path) -> WorkBoard:
    """Ask for a bundle and choose its name, as a person does."""
    running.press(
        Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    dialog = running.window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.fileSelected.emit(str(target))
    dialog.close()
    running.wait(board_of(running).isVisible)
    return board_of(running)


def board_of(running: Running) -> WorkBoard:
    return running.furniture.work_board


def words(board: WorkBoard) -> str:
    return "\n".join(part.text() for part in visible(QLabel, board))


def button(board: WorkBoard, text: str) -> QToolButton:
    return next(found for found in visible(QToolButton, board) if found.text() == text)


def test_a_deck_is_saved_and_its_bundle_can_be_opened(run: Run, deck: Path) -> None:
    running = run(deck, 2)
    target = deck.with_name("mine.deck.zip")
    board = begin(running, target)
    running.wait(lambda: "Saved as mine.deck.zip" in words(board))
    assert "15 files, " in words(board)
    assert files_at(target).digests
    button(board, "Open it").click()
    running.wait(lambda: running.program.show.scene.deck.place == target)
    assert not board.isVisible()
    running.wait(lambda: running.program._inspector is not None)


def test_the_program_s_own_deck_is_not_saved_among_its_files(run: Run) -> None:
    running = run(shipped_deck())
    running.program._save_as_bundle()
    dialog = running.window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.directory().absolutePath() == str(Path.home())
    dialog.close()


def test_the_dialog_proposes_a_name_beside_the_deck(run: Run, deck: Path) -> None:
    running = run(deck)
    running.program._save_as_bundle()
    dialog = running.window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.directory().absolutePath() == str(deck.parent)
    assert [Path(name).name for name in dialog.selectedFiles()] == ["colours.deck.zip"]
    assert dialog.defaultSuffix() == "deck.zip"
    dialog.close()


def test_progress_is_told_and_the_deck_read_on_meanwhile(
    run: Run, deck: Path, slow: threading.Event
) -> None:
    running = run(deck)
    board = begin(running, deck.with_name("a.deck.zip"))
    running.wait(lambda: "250 kB of 1.0 MB" in words(board))
    running.window.activateWindow()
    running.wait(running.window.isActiveWindow)
    running.window.stage.setFocus()
    running.press(Qt.Key.Key_Right)
    running.wait(lambda: running.colour() == COLOURS[1])
    running.wait(lambda: "left" in words(board))
    slow.set()
    running.wait(lambda: "Saved as a.deck.zip, 12 files, 1.0 MB." in words(board))
    assert "1 file that the deck does not name" in words(board)
    button(board, "Close").click()
    assert not board.isVisible()


def test_a_cancelled_bundle_leaves_nothing(run: Run, deck: Path, slow: threading.Event) -> None:
    running = run(deck)
    target = deck.with_name("a.deck.zip")
    board = begin(running, target)
    running.wait(target.exists)
    press = button(board, "Cancel")
    press.setFocus()
    QTest.keyClick(press, "\r")  # type: ignore[call-overload]
    running.wait(lambda: "a.deck.zip was not saved" in running.notice())
    assert not target.exists()
    assert not board.isVisible()


def test_a_second_bundle_waits_for_the_first(run: Run, deck: Path, slow: threading.Event) -> None:
    running = run(deck)
    begin(running, deck.with_name("a.deck.zip"))
    running.program._save_as_bundle()
    assert "still being saved" in running.notice()


def test_closing_the_window_ends_the_writing(run: Run, deck: Path, slow: threading.Event) -> None:
    running = run(deck)
    target = deck.with_name("a.deck.zip")
    begin(running, target)
    running.wait(target.exists)
    running.window.close()
    assert not target.exists()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            RefusedError("the deck is not fit", ["one", "two", "three", "four", "five"]),
            "one; two; three; and 2 more. All of it: deck-reader bundle",
        ),
        (BundleError("the disk is full", hint="free some space"), "not saved: the disk is full"),
    ],
)
def test_what_goes_wrong_is_said_with_the_first_reasons(
    run: Run, deck: Path, monkeypatch: pytest.MonkeyPatch, error: BundleError, said: str
) -> None:
    def refuse(*_args: object, **_more: object) -> Bundled:
        raise error

    monkeypatch.setattr(bundling, "bundle", refuse)
    running = run(deck)
    begin_without_board(running, deck.with_name("a.deck.zip"))
    running.wait(lambda: said in running.notice())
    assert not board_of(running).isVisible()


def begin_without_board(running: Running, target: Path) -> None:
    running.program._save_as_bundle()
    dialog = running.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(target))
    dialog.close()


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        *[("a.deck.zip", "a.deck.zip"), ("a.DECK.ZIP", "a.DECK.ZIP"), ("a", "a.deck.zip")],
        *[("a.zip", "a.deck.zip"), ("a.deck", "a.deck.zip"), ("1.5", "1.5.deck.zip")],
    ],
)
def test_the_name_ends_as_a_bundle_s_does(chosen: str, name: str) -> None:
    assert bundling.with_suffix(Path("/x") / chosen) == Path("/x") / name


def test_a_file_that_the_dialog_did_not_ask_about_is_not_replaced(run: Run, deck: Path) -> None:
    there = deck.with_name("a.deck.zip")
    there.write_bytes(b"precious")
    running = run(deck)
    begin_without_board(running, deck.with_name("a.zip"))
    running.wait(lambda: "is there already" in running.notice())
    assert there.read_bytes() == b"precious"


@pytest.mark.parametrize("pixels", [0, 40])
def test_the_board_fits_into_the_window(
    run: Run, deck: Path, slow: threading.Event, qapp: QApplication, pixels: int
) -> None:
    usual = qapp.font()
    if pixels:
        large = QFont(usual)
        large.setPixelSize(pixels)
        qapp.setFont(large)
    try:
        running = run(deck)
        board = begin(running, deck.with_name("a-rather-long-name-of-a-bundle.deck.zip"))
        running.window.resize(640, 480)
        running.wait(lambda: "250 kB" in words(board))
        QApplication.processEvents()
        assert running.window.rect().contains(board.geometry())
        for part in (*visible(QToolButton, board),):
            assert board.rect().contains(part.geometry()), part.text()
    finally:
        qapp.setFont(usual)
