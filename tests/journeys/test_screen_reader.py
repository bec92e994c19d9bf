"""What a screen reader is told of a slide, through AT-SPI, by the running program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from reader.core.credit import credit
from reader.core.loading import load
from reader.core.shipped import shipped_deck
from tests.journeys.screen import Screen

TREE = Path(__file__).with_name("atspi_tree.py")
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
    slide = load(shipped_deck()).slides[SLIDE - 1]
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
