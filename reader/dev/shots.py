"""The README's screenshots, made by the program itself."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reader.dev.checkout import ROOT

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SHOT = ROOT / "assets" / "screenshot.jpg"
CONSOLE_SHOT = ROOT / "assets" / "screenshot-presenter.jpg"
SIZE = (1280, 720)
SCALE = 1.5
SLIDE = 2
QUALITY = 88
LONGEST_SECONDS = 10.0
SETTLED_TIMES = 75


def take() -> int:
    """Write the screenshots: the second slide in a window, with its citations; a presenter's."""
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR=str(SCALE))
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    _shoot()
    application.quit()
    for path in (SHOT, CONSOLE_SHOT):
        print(f"{path.relative_to(ROOT)} is written")
    return 0


def _shoot() -> None:
    from reader.core.files import Folder
    from reader.core.loading import load
    from reader.core.memory import Memory
    from reader.core.notices import Notices
    from reader.core.screens import Desk, ScreenInfo
    from reader.core.settings import Settings
    from reader.core.shipped import shipped_deck
    from reader.core.show import Show
    from reader.gui import theme
    from reader.gui.decoder import Decoder
    from reader.gui.parts import Parts
    from reader.gui.presenter.window import PresenterWindow
    from reader.gui.window import Window

    theme.load_fonts()
    decoder = Decoder()
    show = Show(load(Folder(shipped_deck())), SLIDE)
    window = Window(decoder)
    memory = Memory()
    memory.geometry = (0, 0, *SIZE)
    parts = Parts(show, decoder, Notices(), memory, Settings())
    window.begin(parts)
    window.open()
    window.furnish()
    show.toggle_citations()
    _save(window, SHOT, lambda: window.stage.is_settled and window.stage.has_sharp_picture)
    show.toggle_citations()
    show.podium.take_desk(Desk((ScreenInfo("eDP-1", is_builtin=True), ScreenInfo("HDMI-1"))))
    show.present()
    console = PresenterWindow(parts, window.stage)
    console.resize(*SIZE)
    console.show()
    show.step(1)
    _save(console, CONSOLE_SHOT, lambda: console.previews.current.is_settled)
    console.close_down()


def _save(window: QWidget, path: Path, is_settled: Callable[[], bool]) -> None:
    """Save what a window shows, once that has been settled for a while."""
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + LONGEST_SECONDS
    settled = 0
    while time.monotonic() < end and settled < SETTLED_TIMES:
        QApplication.processEvents()
        time.sleep(0.02)
        settled += is_settled()
    window.grab().save(str(path), "JPEG", QUALITY)
