"""Killed at any moment, a verb that writes leaves the old or the new, and never half of either.

READER_KILLS is how often each is killed; the more, the surer.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.formats.bags.proof import prove
from tests.formats.decks import ROOT, bundled, command, fat_png, make_deck, tree, write
from tests.formats.signers import SECRET

KILLS = int(os.environ.get("READER_KILLS", "12"))
SIZE = 24 << 20

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed there so")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck that takes a while, its bundle, that of another deck, and a key."""
    place = tmp_path_factory.mktemp("kill")
    large = {f"assets/{number}.png": fat_png(SIZE // 8, number) for number in range(8)}
    bundled(make_deck(place / "deck", large), place / "new.deck.zip")
    bundled(make_deck(place / "small"), place / "old.deck.zip")
    write(place, "ann.key", SECRET).chmod(0o600)
    return place


def moments(seconds: float) -> Iterator[float]:
    """When to kill: mostly while the verb writes, which is towards its end."""
    chance = random.Random(20)
    for number in range(KILLS):
        yield seconds * (1 - chance.random() ** 2 if number % 3 else chance.random())


def seconds_of(*words: str | Path) -> float:
    """How long the verb takes when nobody kills it."""
    began = time.monotonic()
    done = command(*words)
    assert done.returncode == 0, done.stderr
    return time.monotonic() - began


def killed(seconds: float, *words: str | Path) -> int:
    """Kill the verb after so long, or find that it was faster."""
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    process.kill()
    return process.wait()


def others(place: Path, *names: str) -> list[str]:
    return sorted(found.name for found in place.iterdir() if found.name not in names)


@pytest.mark.parametrize("is_old", [True, False])
def test_a_bundle_is_the_old_one_or_the_new_one(folder: Path, tmp_path: Path, is_old: bool) -> None:
    new, old = ((folder / name).read_bytes() for name in ("new.deck.zip", "old.deck.zip"))
    words = "bundle", folder / "deck", "-o", tmp_path / "b.deck.zip"
    target = tmp_path / "b.deck.zip"
    codes, left = [], 0
    for moment in moments(seconds_of(*words)):
        target.write_bytes(old) if is_old else target.unlink(missing_ok=True)
        codes.append(killed(moment, *words))
        found = target.read_bytes() if target.exists() else None
        assert found in (new, old if is_old else None)
        left = max(left, len(others(tmp_path, "b.deck.zip")))
    assert -9 in codes
    if sys.platform == "linux":  # the file has no name until it is whole
        assert left <= (1 if is_old else 0)
    assert command(*words).returncode == 0
    assert prove(target).findings == ()


def test_a_bundle_is_signed_or_not(folder: Path, tmp_path: Path) -> None:
    new, target = (folder / "new.deck.zip").read_bytes(), tmp_path / "b.deck.zip"
    words = "sign", target, "--key", folder / "ann.key"
    target.write_bytes(new)
    codes = []
    for moment in moments(seconds_of(*words)):
        target.write_bytes(new)
        codes.append(killed(moment, *words))
        proof = prove(target)
        assert proof.findings == ()
        assert len(proof.signatures) == 1 or target.read_bytes() == new
        assert len(others(tmp_path, "b.deck.zip")) <= 1
        for name in others(tmp_path, "b.deck.zip"):
            (tmp_path / name).unlink()
    assert -9 in codes


def test_a_folder_is_whole_or_not_there(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "to"
    words = "unbundle", folder / "new.deck.zip", "-o", target
    seconds = seconds_of(*words)
    whole = tree(target)
    codes = []
    for moment in moments(seconds):
        shutil.rmtree(target, ignore_errors=True)
        codes.append(killed(moment, *words))
        assert not target.exists() or tree(target) == whole
        left = others(tmp_path, "to")
        assert len(left) <= 1  # what the last one left, that this one had no time to clear away
        assert all(re.fullmatch(r"\.to\.[0-9a-f]{12}\.unpacking", name) for name in left)
    assert -9 in codes
    shutil.rmtree(target, ignore_errors=True)
    assert command(*words).returncode == 0
    assert others(tmp_path) == ["to"]
