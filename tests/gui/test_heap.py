"""What is given back when a large picture goes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COME_AND_GO = """
import resource, sys
from pathlib import Path
if sys.argv[1] == "given back":
    from reader.gui.heap import give_back_large_blocks
    give_back_large_blocks()
def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
before = held()
for _ in range(3):
    picture = bytearray(b"x") * (24 * 2**20)
    del picture
print(held() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nothing_is_held_of_a_picture_that_has_gone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COME_AND_GO, "given back"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert int(done.stdout) < 2 * 2**20
