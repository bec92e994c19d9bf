"""Drives one window as a person would: presses keys and looks at what is on screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QKeyCombination, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader.core.deck import Deck
from reader.core.memory import Memory
from reader.core.notices import Notice, Notices
from reader.core.scene import Ask, Theme
from reader.core.settings import Settings
from reader.core.show import Show
from reader.gui.decoder import Decoder
from reader.gui.furniture import Furniture
from reader.gui.parts import Parts
from reader.gui.presentation import Presentation
from reader.gui.screens import desk
from reader.gui.sheet import Sheet
from reader.gui.typeset import Block
from reader.gui.window import Window

W = TypeVar("W", bound=QWidget)
opens_windows = pytest.mark.qt_log_ignore("This plugin does not support")
"""For tests that open a menu or a dialog, of which the offscreen platform complains."""

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Driver:
    """One window on one deck.

    Owns: the show, the window and the decoder, unless one is handed in.
    """

    def __init__(
        self,
        qtbot: QtBot,
        deck: Deck,
        page: int = 1,
        *,
        full_screen: bool = False,
        size: tuple[int, int] = (1280, 720),
        decoder: Decoder | None = None,
        theme: Theme = Theme.DARK,
        memory: Memory | None = None,
        settings: Settings | None = None,
        is_ready: bool = True,
    ) -> None:
        self.qtbot = qtbot
        self.decoder = decoder or Decoder(workers=0)
        self.show = Show(deck, page, full_screen=full_screen, theme=theme)
        self.notices = Notices()
        self.said: list[Notice] = []
        self.notices.posted.subscribe(self.said.append)
        self.asked: list[Ask] = []
        self.show.asked.subscribe(self.asked.append)
        self.window = Window(self.decoder)
        self.memory = memory or Memory()
        self.memory.geometry = self.memory.geometry or (0, 0, *size)
        self.parts = Parts(
            self.show, self.decoder, self.notices, self.memory, settings or Settings()
        )
        self.window.begin(self.parts)
        self.presentation = Presentation(self.parts, self.window)
        self.show.podium.take_desk(desk())
        self.stage = self.window.stage
        self.window.open()
        self.window.activateWindow()
        self.window.furnish()
        self.stage.setFocus()
        qtbot.waitUntil(self.window.isActiveWindow)
        if is_ready:
            self.settle()

    def close(self) -> None:
        """Close the window and end the decoder."""
        self.window.close()
        self.window.deleteLater()
        self.decoder.close()

    # What a person does

    def press(self, *keys: str) -> None:
        """Press and release keys, each in Qt's portable name such as "Shift+F5"."""
        for key in keys:
            combination = combination_of(key)
            QTest.keyClick(
                self.window.windowHandle(), combination.key(), combination.keyboardModifiers()
            )

    def repeat(self, key: str, times: int = 1) -> None:
        """What a keyboard sends while a key is held down."""
        code = combination_of(key).key().value
        for _ in range(times):
            QTest.simulateEvent(self.window.windowHandle(), True, code, NO_MODIFIER, "", True)

    def click(self, at: QPointF, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        """Press and release a mouse button at a place on the stage."""
        place = self.stage.mapTo(self.window, at.toPoint())
        QTest.mouseClick(self.window.windowHandle(), button, NO_MODIFIER, place)

    def settle(self) -> None:
        """Wait until the page that was asked for is on screen, and whoever waits for it told."""
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: self.stage.is_settled)
        if self.stage._rest.isActive():
            with self.qtbot.waitSignal(self.stage.rested, timeout=2000):
                pass

    # What a person sees

    @property
    def page(self) -> int:
        return self.show.scene.page

    @property
    def sheet(self) -> Sheet:
        """The page on screen, as it is laid out."""
        assert self.stage.sheet is not None
        return self.stage.sheet

    @property
    def furniture(self) -> Furniture:
        assert self.window.furniture is not None
        return self.window.furniture

    def screen(self) -> QImage:
        """The stage as it is on screen, without the controls that may lie over it."""
        return self.stage.grab().toImage()

    def colour(self, at: QPointF | None = None) -> str:
        """The colour at a place on the stage, by default a third into the picture."""
        if at is None:
            assert self.sheet.picture is not None
            area = self.sheet.picture
            at = area.topLeft() + QPointF(area.width() / 3, area.height() / 3)
        point: QPoint = at.toPoint()
        return self.screen().pixelColor(point).name()

    def rail(self) -> str:
        """Credit and counter, as they are painted."""
        return plain(self.sheet.rail)

    def text(self) -> str:
        """Title, kicker and caption, as they are painted."""
        return plain(self.sheet.text)

    def find(self, kind: type[W], name: str, inside: QWidget | None = None) -> W:
        """The one visible widget of a kind with an accessible name or a text."""
        found = [
            widget
            for widget in visible(kind, inside or self.window)
            if name in (widget.accessibleName(), getattr(widget, "text", str)())
        ]
        assert len(found) == 1, f"{len(found)} widgets are called {name!r}"
        return found[0]


def plain(blocks: Iterable[Block]) -> str:
    """The text of blocks as a person reads it."""
    return "\n".join(block.plain for block in blocks).replace("\u00a0", " ")


def visible(kind: type[W], inside: QWidget) -> Iterator[W]:
    """Every widget of a kind that is on screen."""
    return (widget for widget in inside.findChildren(kind) if widget.isVisible())


def focused() -> QWidget | None:
    """The widget that has the keyboard."""
    return QApplication.focusWidget()


def combination_of(key: str) -> QKeyCombination:
    """A key by its portable name, as Qt has it."""
    sequence: Any = QKeySequence.fromString(key)  # the stubs do not know that it can be indexed
    combination: QKeyCombination = sequence[0]
    return combination
