"""The program talks to no network, watched through the kernel while it is used."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.journeys.screen import Screen, Start, wait_for
from tests.journeys.test_reading import LAST

NETWORK = re.compile(r"AF_INET6?\b")
SLOWED_SECONDS = 45.0  # under a tracer


def test_reading_the_whole_deck_and_its_citations_connects_to_no_network(
    screen: Screen, start: Start, tmp_path: Path
) -> None:
    assert shutil.which("strace"), "run `python -m reader.dev setup` once"
    log = tmp_path / "connects"
    trace = ("strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=connect", "-o", str(log))
    # A bus that libraries start by themselves would outlive the program, and be waited for.
    running = start(before=trace, DBUS_SESSION_BUS_ADDRESS="disabled:")
    wait_for(lambda: running.title.startswith("Title page"), "the window", SLOWED_SECONDS)
    running.press("c")
    screen.wait_until_still()
    for number in range(1, LAST + 1):
        running.press("Right")
        running.wait_for_title(f"{number} / {LAST}")
    running.press("Right")
    running.wait_for_title("Credits")
    screen.wait_until_still()
    running.quit()
    connects = log.read_text(encoding="utf-8", errors="replace").splitlines()
    assert any("AF_UNIX" in line for line in connects), "strace saw nothing, not even the display"
    assert not [line for line in connects if NETWORK.search(line)]
