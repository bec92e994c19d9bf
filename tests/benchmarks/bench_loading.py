"""How long a deck of 10,000 slides takes to read and to check, beside PyYAML's own loader.

Run by hand: `python tests/benchmarks/bench_loading.py [DECK]`. Every figure is the best of
several, and all come from one run, so that their ratios hold whatever the machine is doing.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from yaml._yaml import CParser

from reader.core.check import check
from reader.core.files import Folder
from reader.core.loading import read
from reader.core.strict_yaml import StrictYaml
from reader.core.yaml_places import locate

ROUNDS = 5
SLIDE = """\
- title: Slide {n}
  kicker: A short line under the title of slide {n}
  text: |
    A paragraph of ordinary length for slide {n}, which makes a claim and cites its source [@one].

    A second paragraph, so that the file is as long as that of a real deck of this size [@one].
  notes: Say this first, and then show the picture for a while.
  image:
    file: assets/a.png
    alt_text: A coloured rectangle with noise in it
    rendition: original
    creators: [Nobody]
    credit_line: Nobody
    license: CC0-1.0
"""
HEADER = """\
format: deck/1
title: A long deck
language: en
sources: {one: {type: book}}
slides:
"""


def write_deck(folder: Path) -> Path:
    """A deck of 10,000 slides in one file."""
    (folder / "slides").mkdir()
    (folder / "assets").mkdir()
    (folder / "assets" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    text = HEADER + "".join(SLIDE.format(n=n) for n in range(1, 10_001))
    (folder / "slides" / "deck.yaml").write_text(text, encoding="utf-8")
    return folder


def best_of(work: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def report(folder: Path) -> list[str]:
    """One line for each kind of work."""
    data = (folder / "slides" / "deck.yaml").read_bytes()
    place = Path("slides/deck.yaml")
    text = data.decode()
    rows = {
        "libyaml's events alone": lambda: sum(1 for _ in iter(CParser(text).get_event, None)),
        "StrictYaml": lambda: StrictYaml(data, place).value(),
        "yaml.CSafeLoader": lambda: yaml.load(data, yaml.CSafeLoader),
        "the first reading": lambda: next(read(Folder(folder))),
        "both readings": lambda: [*read(Folder(folder))],
        "one place found again": lambda: locate(text, [("slides", 9_999, "title")]),
        "check": lambda: check(Folder(folder)),
    }
    times = {name: best_of(work) for name, work in rows.items()}
    base = times["yaml.CSafeLoader"]
    heading = f"{len(data):,} bytes, best of {ROUNDS}"
    return [heading, *(f"{name:24} {s:7.3f} s {s / base:7.2f} x" for name, s in times.items())]


def main() -> None:
    """Measure the deck named, or a generated one."""
    with tempfile.TemporaryDirectory() as folder:
        named = sys.argv[1:]
        deck = Path(named[0]) if named else write_deck(Path(folder))
        sys.stdout.write("\n".join(report(deck)) + "\n")


if __name__ == "__main__":
    main()
