"""What the tests of the windows share: the shipped fonts, and windows that close again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.core.deck import Deck
from reader.gui import theme
from reader.gui.decoder import silence_codecs
from tests.gui.decks import colourful
from tests.gui.driver import Driver
from tests.gui.running import Run, Running


class Open(Protocol):
    """Opens a window on a deck, by default one of three colours; see `Driver` for the rest."""

    def __call__(self, deck: Deck | None = None, page: int = 1, **more: Any) -> Driver: ...


@pytest.fixture(scope="session")
def _fonts(qapp: QApplication) -> None:
    theme.load_fonts()


@pytest.fixture(autouse=True, scope="session")
def _silence(qapp: QApplication) -> None:
    silence_codecs()


@pytest.fixture(autouse=True, scope="session")
def _imported() -> Iterator[None]:
    """Let the collector pass over what was imported: it is called after every test."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path, _fonts: None) -> Iterator[Open]:
    """Open windows that are closed again after the test."""
    drivers: list[Driver] = []

    def opened(deck: Deck | None = None, page: int = 1, **more: Any) -> Driver:
        drivers.append(Driver(qtbot, deck or colourful(tmp_path / "deck"), page, **more))
        return drivers[-1]

    yield opened
    for driver in drivers:
        driver.close()


@pytest.fixture
def run(qtbot: QtBot, _fonts: None) -> Iterator[Run]:
    """Run the program on a deck, from a slide or from where it was left."""
    running: list[Running] = []

    def started(folder: Path, slide: int | None = 1) -> Running:
        running.append(Running(qtbot, folder, slide))
        return running[-1]

    yield started
    for each in running:
        each.close()
