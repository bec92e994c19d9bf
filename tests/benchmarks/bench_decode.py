"""Times decoding a 24-megapixel JPEG: whole, for the screen, coarse, and parts of it.

The MiB are what the process held at most while it decoded once, above what it held before; each
way of decoding has a process of its own for that. Linux only.
Run by hand: `QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_decode.py`.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtGui import QGuiApplication, QImageReader

from reader.core.files import Blob
from reader.core.region import Region
from reader.gui.decoder import ImageRequest, decode

SIZE = (6000, 4000)
SCREEN = (1620, 1080)
RUNS = 5
PARTS = {
    "a quarter of the sides, at the top": Region(0.375, 0.0, 0.25, 0.25),
    "a quarter of the sides, in the middle": Region(0.375, 0.375, 0.25, 0.25),
    "a quarter of the sides, at the foot": Region(0.375, 0.75, 0.25, 0.25),
    "half of the sides, in the middle": Region(0.25, 0.25, 0.5, 0.5),
}


def photograph(path: Path) -> None:
    """A picture of smooth noise, about as hard to decode as a photograph."""
    random = np.random.default_rng(7)
    small = random.integers(0, 255, (SIZE[1] // 8, SIZE[0] // 8, 3), dtype=np.uint8)
    Image.fromarray(small).resize(SIZE, Image.Resampling.BICUBIC).save(path, quality=90)


def timed(work: Callable[[], object]) -> float:
    """The median seconds of a few runs."""
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def held(work: Callable[[], object]) -> float:
    """The most MiB that a process took for one run, above what it began with."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        pages = int(Path("/proc/self/statm").read_text("utf-8").split()[1])
        Path("/proc/self/clear_refs").write_text("5", "utf-8")  # begin to count anew
        before = pages * resource.getpagesize() / 2**20
        work()
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
        most = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
        os.write(writing, str(most / 2**10 - before).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        mebibytes = float(answer.read())
    os.waitpid(child, 0)
    return mebibytes


def main() -> None:
    """Print a table."""
    application = QGuiApplication([])
    QImageReader.setAllocationLimit(1024)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photograph.jpg"
        photograph(path)
        screen = ImageRequest(Blob(path), *SCREEN)
        rows: dict[str, Callable[[], object]] = {
            "plain QImageReader, whole": lambda: QImageReader(str(path)).read(),
            "whole": lambda: decode(ImageRequest(Blob(path), *SIZE)),
            "for the screen": lambda: decode(screen),
            "coarse": lambda: decode(screen.coarse),
            **{name: partial(decode, screen._replace(region=part)) for name, part in PARTS.items()},
        }
        # First, as a fork has none of the threads that Qt decodes with once it has begun.
        most = {name: held(work) for name, work in rows.items()}
        for name, work in rows.items():
            sys.stdout.write(f"{name:38} {timed(work):7.3f} s {most[name]:7.1f} MiB\n")
    application.quit()


if __name__ == "__main__":
    main()
