"""The journal of a show: told at once, written elsewhere, gone when the show is over."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from reader.core.resumption import Interrupted
from reader.core.show import Show
from reader.gui.journal import Journal
from tests.core.small_decks import deck_of

LIMIT = 5.0


def wait_for(file: Path, *, there: bool) -> None:
    end = time.monotonic() + LIMIT
    while file.exists() is not there:
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_show_stands_in_the_file_until_it_is_over(tmp_path: Path) -> None:
    file = tmp_path / "show.json"
    show, journal = Show(deck_of(5), 2), Journal(file)
    journal.follow(show.scene)
    wait_for(file, there=True)
    journal.forget()
    wait_for(file, there=False)
    journal.follow(show.scene)
    wait_for(file, there=True)
    journal.forget()
    journal.close()
    assert not file.exists()


def test_what_is_told_last_is_written_before_the_program_ends(tmp_path: Path) -> None:
    file = tmp_path / "show.json"
    show, journal = Show(deck_of(5), 1), Journal(file)
    for _ in range(4):
        show.step(1)
        journal.follow(show.scene)
    journal.close()
    assert '"page": 5' in file.read_text(encoding="utf-8")


def test_a_slow_disk_keeps_nobody_waiting(tmp_path: Path) -> None:
    is_free, has_begun = threading.Event(), threading.Event()

    def save(_show: Interrupted, _path: Path) -> None:
        has_begun.set()
        assert is_free.wait(LIMIT)

    show, journal = Show(deck_of(5), 1), Journal(tmp_path / "show.json", save)
    journal.follow(show.scene)
    assert has_begun.wait(LIMIT)
    began = time.monotonic()
    show.step(1)
    journal.follow(show.scene)
    journal.forget()
    assert time.monotonic() - began < LIMIT / 2
    is_free.set()
    journal.close()
