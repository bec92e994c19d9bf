"""Times the start of the program by stage, beside an empty window of the same binding.

Run by hand on a screen: `python tests/benchmarks/bench_start.py [DECK]`; medians of seven runs.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNS = 7
OURS = """
import os, sys, time
begun = time.perf_counter()
def tell(stage):
    print(stage, (time.perf_counter() - begun) * 1000, flush=True)
from reader.formats.early import start
opening = start(sys.argv[1], 1)
tell("reading begun")
import PySide6.QtWidgets
tell("Qt imported")
from reader.gui import start as gui, window
tell("window imported")
build, furnish = gui._Builder.build, window.Window.furnish
def built(self):
    tell("first picture on screen")
    build(self)
def furnished(self):
    tell("page on screen")
    furnish(self)
    tell("commands and panels ready")
    os._exit(0)
gui._Builder.build, window.Window.furnish = built, furnished
from reader.core.wishes import Wishes
gui.run(opening, Wishes(slide=1, fills_screen=True))
"""
EMPTY = """
import os, time
begun = time.perf_counter()
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        QPainter(self).fillRect(self.rect(), QColor(230, 20, 20))
        print("empty window on screen", (time.perf_counter() - begun) * 1000, flush=True)
        os._exit(0)
application = QApplication([])
window = Window()
window.showFullScreen()
application.exec()
"""


def stages(script: str, *words: str) -> dict[str, float]:
    """Milliseconds at each stage of one run."""
    command = [sys.executable, "-c", script, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    rows = (line.rpartition(" ") for line in done.stdout.splitlines())
    return {stage: float(milliseconds) for stage, _, milliseconds in rows}


def main() -> None:
    """Print a table of medians."""
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        raise SystemExit("a screen is needed")
    deck = sys.argv[1] if len(sys.argv) > 1 else str(ROOT)
    seen: dict[str, list[float]] = {}
    for _ in range(RUNS):
        for stage, milliseconds in {**stages(EMPTY), **stages(OURS, deck)}.items():
            seen.setdefault(stage, []).append(milliseconds)
    for stage, all_of_it in seen.items():
        sys.stdout.write(f"{stage:28} {statistics.median(all_of_it):7.0f} ms\n")


if __name__ == "__main__":
    main()
