"""Runs the whole program in this process, on real files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.core.wishes import Wishes
from reader.formats.opening import messages
from reader.gui.app import Program
from reader.gui.decoder import Decoder
from reader.gui.furniture import Furniture
from reader.gui.start import Beginning
from reader.gui.window import Window
from tests.gui.driver import NO_MODIFIER, plain

LIMIT_MS = 8000  # for what needs the disk, on a busy machine


class Running:
    """The program on a deck.

    Owns: the window, the decoder and the program.
    """

    def __init__(self, qtbot: QtBot, folder: Path, slide: int | None) -> None:
        self.qtbot = qtbot
        opening = messages(str(folder), slide)
        remembered, first = next(opening), next(opening)
        self.decoder = Decoder(workers=0)
        self.window = Window(self.decoder)
        self.program = Program(
            Beginning(self.window, self.decoder, opening, remembered, first, Wishes(), None)
        )
        self.program.start()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.wait(lambda: self.window.furniture is not None)
        self.wait(lambda: self.program.show.scene.deck.complete)
        self.wait(lambda: self.program._watcher is not None and bool(self.watched()))

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self.program.close()
        self.decoder.close()
        for thread in (*self.program._threads, self.program._saver):
            if thread.is_alive():
                thread.join()

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=LIMIT_MS)

    def watched(self) -> list[str]:
        files: list[str] = self.program._watcher._watcher.files()
        return files

    @property
    def furniture(self) -> Furniture:
        assert self.window.furniture is not None
        return self.window.furniture

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        QTest.keyClick(self.window.windowHandle(), key, modifier)

    @property
    def page(self) -> int:
        return self.program.show.scene.page

    def text(self) -> str:
        sheet = self.window.stage.sheet
        return plain(sheet.text) if sheet is not None else ""

    def shows(self, words: str) -> bool:
        return words in self.text()

    def colour(self) -> str:
        sheet = self.window.stage.sheet
        assert sheet is not None
        assert sheet.picture is not None
        at = sheet.picture.center().toPoint()
        return self.window.stage.grab().toImage().pixelColor(at).name()

    def ground(self) -> str:
        return self.window.stage.grab().toImage().pixelColor(2, 2).name()

    def notice(self) -> str:
        assert self.window.furniture is not None
        board = self.window.furniture.notice_board
        return board.text() if board.isVisible() else ""


Run = Callable[..., Running]
