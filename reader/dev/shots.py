"""The README's screenshot, made by the program itself."""

from __future__ import annotations

import os
import time
from pathlib import Path

from reader.dev.checkout import ROOT

SHOT = ROOT / "assets" / "screenshot.jpg"
SIZE = (1280, 720)
SCALE = 1.5
SLIDE = 2
QUALITY = 88
LONGEST_SECONDS = 10.0


def take() -> int:
    """Write the screenshot: the second slide in a window, with its citations open."""
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR=str(SCALE))
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    _window_shot(SHOT)
    application.quit()
    print(f"{SHOT.relative_to(ROOT)} is written")
    return 0


def _window_shot(path: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from reader.core.files import Folder
    from reader.core.loading import load
    from reader.core.memory import Memory
    from reader.core.notices import Notices
    from reader.core.shipped import shipped_deck
    from reader.core.show import Show
    from reader.gui import theme
    from reader.gui.decoder import Decoder
    from reader.gui.window import Window

    theme.load_fonts()
    decoder = Decoder()
    show = Show(load(Folder(shipped_deck())), SLIDE)
    window = Window(decoder)
    memory = Memory()
    memory.geometry = (0, 0, *SIZE)
    window.begin(show, decoder, Notices(), memory)
    window.open()
    window.furnish()
    show.toggle_citations()
    end = time.monotonic() + LONGEST_SECONDS
    settled = 0
    while time.monotonic() < end and settled < 50:
        QApplication.processEvents()
        time.sleep(0.02)
        settled += window.stage.is_settled and window.stage.has_sharp_picture
    window.grab().save(str(path), "JPEG", QUALITY)
    window.close()
    decoder.close()
