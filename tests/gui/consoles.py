"""Drives a presenter's window beside the audience's, as a presenter would."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.gui.presenter.preview import Preview
from reader.gui.presenter.window import PresenterWindow
from tests.gui.driver import NO_MODIFIER, Driver, combination_of


class Console:
    """The presenter's window of a show.

    Owns: nothing; the driver has the windows.
    """

    def __init__(self, driver: Driver, size: tuple[int, int] = (1280, 720)) -> None:
        self.driver = driver
        driver.window.activateWindow()
        driver.qtbot.waitUntil(driver.window.isActiveWindow)
        driver.press("S")
        console = driver.presentation.console
        assert console is not None
        self.window: PresenterWindow = console
        console.resize(*size)
        console.activateWindow()
        driver.qtbot.waitUntil(console.isActiveWindow)
        self.settle()

    def press(self, *keys: str) -> None:
        """Press and release keys in the presenter's window."""
        for key in keys:
            made = combination_of(key)
            QTest.keyClick(self.window.windowHandle(), made.key(), made.keyboardModifiers())

    def repeat(self, key: str, times: int = 1) -> None:
        """What a keyboard sends while a key is held down in the presenter's window."""
        code = combination_of(key).key().value
        for _ in range(times):
            QTest.simulateEvent(self.window.windowHandle(), True, code, NO_MODIFIER, "", True)

    def click(self, at: QPointF, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        """Press and release a mouse button at a place on the page, in shares of it."""
        QTest.mouseClick(self.window.windowHandle(), button, NO_MODIFIER, self._place(at))

    def move(self, *ways: QPointF) -> None:
        """Move the mouse over the page, from one place to the next."""
        for at in ways:
            QTest.mouseMove(self.window.windowHandle(), self._place(at))
            QApplication.processEvents()

    def _place(self, at: QPointF) -> QPoint:
        current = self.window.previews.current
        place = current.page_place
        spot = QPointF(at.x() * place.width(), at.y() * place.height()) + place.topLeft()
        where: QPoint = current.mapTo(self.window, spot.toPoint())
        return where

    def settle(self) -> None:
        """Wait until everything shows what holds."""
        self.driver.settle()
        window = self.window
        timers = (
            window._soon,
            window._later,
            window._rest,
            window._keeping._recall,
            window.previews._want,
        )
        waits = (*timers, window.previews.current._resize, window.previews.next._resize)
        QApplication.processEvents()
        self.driver.qtbot.waitUntil(lambda: not any(timer.isActive() for timer in waits))
        self.driver.qtbot.waitUntil(lambda: window.previews.current.is_settled)
        self.driver.qtbot.waitUntil(lambda: window.previews.next.is_settled)

    def colour(self, preview: Preview) -> str:
        """The colour of the picture on a small page, a third into it."""
        sheet = preview.sheet
        assert sheet is not None
        assert sheet.picture is not None
        place = preview.page_place
        scale = place.width() / sheet.area.width()
        at = sheet.picture.topLeft() * scale + place.topLeft()
        at += QPointF(sheet.picture.width(), sheet.picture.height()) * scale / 3
        image: QImage = preview.grab().toImage()
        return image.pixelColor(at.toPoint()).name()

    def signs(self) -> list[str]:
        """The signs, in words."""
        return [sign.words for sign in self.window.sign_board.shown]
