"""What a screen reader is told of a slide, through AT-SPI, by the running program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.core.credit import credit
from reader.core.files import Folder
from reader.core.loading import load
from reader.core.shipped import shipped_deck
from reader.core.text import parse, plain
from tests.journeys.screen import Running, Screen, Start, end, wait_for

TREE = Path(__file__).with_name("atspi_tree.py")
HEAR = Path(__file__).with_name("atspi_hear.py")
SLIDE = 3
SCRIPT = f"""
"$0" -m reader --slide {SLIDE} & program=$!
/usr/bin/python3 "$1"; code=$?
kill $program; wait $program
exit $code
"""


def test_a_slide_is_told_in_order_with_names_and_roles(screen: Screen) -> None:
    environment = {**screen.environment, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    environment.pop("NO_AT_BRIDGE", None)
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", SCRIPT, sys.executable, str(TREE)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    names = [f"{role}: {name}".replace("\u00a0", " ") for role, name, _ in rows]
    assert names[0] == "application: deck-reader"
    slide = load(Folder(shipped_deck())).slides[SLIDE - 1]
    assert names[1].startswith(f"frame: {SLIDE} / 7 {slide.title}")
    assert slide.image is not None
    expected = [
        f"label: {slide.title}",
        f"image: {slide.image.alt_text}",
        "label: Cuban military advisers",
        f"label: {credit(slide.image).line}",
        "push button: Source 4: Reuters",
    ]
    found = [
        [place for place, name in enumerate(names) if name.startswith(start)] for start in expected
    ]
    assert all(found), names
    places = [first[0] for first in found]
    assert places == sorted(places), names
    assert all(name for role, name, _ in rows if role == "push button")
    told = next(told for _, name, told in rows if name == f"Slide {SLIDE} of 7")
    order = [slide.title, slide.image.alt_text, credit(slide.image).line]
    assert [told.index(words) for words in order] == sorted(told.index(words) for words in order)


@pytest.fixture
def bus(screen: Screen) -> Iterator[dict[str, str]]:
    """A message bus of its own, as the environment that leads to it."""
    with tempfile.TemporaryDirectory() as run:  # a short path: sockets allow 107 characters
        environment = {**screen.environment, "XDG_RUNTIME_DIR": run}
        reading, writing = os.pipe()
        command = ["dbus-daemon", "--session", "--nofork", f"--print-address={writing}"]
        daemon = subprocess.Popen(
            command,
            env=environment,
            stderr=subprocess.DEVNULL,
            pass_fds=[writing],
            start_new_session=True,
        )
        os.close(writing)
        with os.fdopen(reading) as answer:
            address = answer.readline().strip()
        yield {
            "DBUS_SESSION_BUS_ADDRESS": address,
            "XDG_RUNTIME_DIR": run,
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        end(daemon)


@pytest.fixture
def heard(screen: Screen, bus: dict[str, str]) -> Iterator[Path]:
    """The file to which every announcement is written, once somebody listens."""
    file = screen.folder / "heard"
    with file.open("wb") as output:
        listener = subprocess.Popen(
            ["/usr/bin/python3", HEAR],
            env={**screen.environment, **bus},
            stdout=output,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    wait_for(lambda: file.read_bytes().startswith(b"\n"), "a listener")
    yield file
    end(listener)


def announcements(heard: Path) -> list[str]:
    """What was announced so far, with plain spaces."""
    lines = heard.read_text(encoding="utf-8").splitlines(keepends=True)
    return [
        json.loads(line).replace("\u00a0", " ")
        for line in lines
        if line.startswith('"') and line.endswith("\n")
    ]


def announced(running: Running, heard: Path, start: str) -> str:
    """Wait for the announcement that begins with these words."""
    wait_for(
        lambda: any(words.startswith(start) for words in announcements(heard)),
        lambda: f"{start!r} to be announced, but {announcements(heard)}; {running.said}",
    )
    return next(words for words in announcements(heard) if words.startswith(start))


def test_a_page_that_is_turned_to_is_announced_once_and_in_order(
    start: Start, bus: dict[str, str], heard: Path
) -> None:
    running = start("--slide", "2", **bus)
    announced(running, heard, "Slide 2 of 7\n")
    slides = load(Folder(shipped_deck())).slides
    for number in (3, 4):
        running.press("Right")
        words = announced(running, heard, f"Slide {number} of 7\n")
        slide = slides[number - 1]
        assert slide.image is not None
        caption = plain(parse(slide.text))
        order = [slide.title, slide.image.alt_text, caption, credit(slide.image).line]
        places = [words.index(part.replace("\u00a0", " ")) for part in order]
        assert places == sorted(places), words
    running.press("Right", "Right", "Right", "Right")
    announced(running, heard, "All credits\n")
    firsts = [words.split("\n", 1)[0] for words in announcements(heard)]
    assert len(firsts) == len(set(firsts)), firsts
