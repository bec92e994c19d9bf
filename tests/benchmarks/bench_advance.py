"""Lets 12 pictures of 24 megapixels turn by themselves, and tells how much memory that takes.

What the program holds after 10,000 turns may be at most 5 % more than after 500. It differs from
one moment to the next with what is just being decoded: so the pages stand still on the same slide
for a moment before it is read. Linux only.
Run by hand, on a screen: `python tests/benchmarks/bench_advance.py [TURNS] [SECONDS] [FOLDER]`,
where SECONDS is how long each page stays, and the pictures are kept in FOLDER for the next time.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import yaml
from PIL import Image
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication

from reader.core.files import Folder
from reader.core.loading import load
from reader.core.memory import Memory
from reader.core.notices import Notices
from reader.core.settings import Settings
from reader.core.show import Show
from reader.gui import theme
from reader.gui.advance import Advance
from reader.gui.decoder import Decoder
from reader.gui.parts import Parts
from reader.gui.presentation import Presentation
from reader.gui.screens import desk
from reader.gui.timers import single_shot
from reader.gui.window import Window

SIZE = (6000, 4000)
COUNT = 12
TURNS = 10_000
SECONDS = 0.05
FIRST = 500  # turns after which everything that is kept should be there
STILL_ON = 6  # the slide on which the pages stand still
STILL_MS = 2_000  # after which everything around it is decoded
ALLOWED = 1.05


def write_deck(folder: Path) -> None:
    """A deck of smooth noise, about as hard to decode as photographs."""
    (folder / "slides").mkdir(parents=True)
    (folder / "assets").mkdir()
    for number in range(1, COUNT + 1):
        random = np.random.default_rng(number)
        small = random.integers(0, 255, (SIZE[1] // 8, SIZE[0] // 8, 3), dtype=np.uint8)
        large = Image.fromarray(small).resize(SIZE, Image.Resampling.BICUBIC)
        large.save(folder / "assets" / f"{number}.jpg", quality=90)
    slides = [
        {
            "title": f"Picture {number}",
            "text": "A line about it.",
            "image": {"file": f"assets/{number}.jpg", "alt_text": "Noise.", "credit_line": "Us"},
        }
        for number in range(1, COUNT + 1)
    ]
    header = {"format": "deck/1", "title": "Noise", "language": "en", "slides": slides}
    text = yaml.safe_dump(header, sort_keys=False)
    (folder / "slides" / "deck.yaml").write_text(text, encoding="utf-8")


def held() -> float:
    """The MiB that this process holds, its share of what it shares with others included."""
    lines = Path("/proc/self/smaps_rollup").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Count(QObject):
    """Counts turns, and from time to time lets the pages stand still to see what is held.

    Owns: the figures.
    """

    def __init__(self, show: Show, turns: int) -> None:
        super().__init__()
        self._show = show
        self._turns = turns
        self._start = time.monotonic()
        self._goal = min(FIRST, turns)
        self._still = single_shot(self, STILL_MS, self._on_still)
        self.count = 0
        self.held: list[float] = []

    def on_turned(self) -> None:
        """Another page is on screen."""
        self.count += 1
        if self.count >= self._goal and self._show.scene.page == STILL_ON:
            self._show.podium.toggle_auto()
            self._still.start()

    def _on_still(self) -> None:
        self.held.append(held())
        passed = time.monotonic() - self._start
        _say(f"{self.count:7,} turns  {self.held[-1]:7.1f} MiB  {passed:7.0f} s")
        if self.count >= self._turns:
            QCoreApplication.quit()
        else:
            self._goal = min(self._turns, self._goal + FIRST)
            self._show.podium.toggle_auto()


def run(folder: Path, turns: int, seconds: float) -> bool:
    """Let the pages turn; whether memory stayed where it was."""
    application = QApplication([])
    theme.load_fonts()
    decoder = Decoder()
    show = Show(load(Folder(folder)), 1)
    parts = Parts(show, decoder, Notices(), Memory(), Settings())
    window = Window(decoder)
    window.begin(parts)
    presentation = Presentation(parts, window)
    show.podium.take_desk(desk())
    window.open()
    window.furnish()
    show.present()
    count = Count(show, turns)
    advance = Advance(parts, window.stage, seconds=seconds, loops=True)
    window.stage.turned.connect(count.on_turned)
    show.podium.toggle_auto()
    application.exec()
    advance.close()
    presentation.close()
    window.close()
    decoder.close()
    ratio = count.held[-1] / count.held[0]
    _say(f"at the end {ratio:.3f} x of that after {FIRST} turns (at most {ALLOWED})")
    return ratio <= ALLOWED


def main() -> int:
    """Print what is held, and judge it."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else TURNS
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(tempfile.mkdtemp())
    if not (folder / "slides").exists():
        write_deck(folder)
    is_flat = run(folder, turns, seconds)
    if len(sys.argv) <= 3:
        shutil.rmtree(folder)
    return 0 if is_flat else 1


if __name__ == "__main__":
    sys.exit(main())
