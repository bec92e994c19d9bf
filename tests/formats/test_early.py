"""The deck is read by another process, which ends with its work or with the wish for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reader.formats.opening import messages

DECKS = Path(__file__).parents[1] / "decks"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="decks are read in this process")

# Told of every message: what it is, and which process it came from.
PREFACE = """
import contextlib, json, os, signal, sys, time
import reader.formats.early as early
sys.argv[1:] = [None if word == "-" else word for word in sys.argv[1:]]
deck, slide = sys.argv[1], sys.argv[2] and int(sys.argv[2])

def is_there(process):
    try:
        os.kill(process, 0)
        return True
    except ProcessLookupError:
        return False

forked = []
fork = os.fork
def noted_fork():
    forked.append(fork())
    return forked[-1]
os.fork = noted_fork
"""
READ_ALL = """
told = [*early.start(deck, slide)]
"""
REPORT = """
try:
    os.waitpid(-1, os.WNOHANG)
    children = "left"
except ChildProcessError:
    children = "none"
heavy = sorted({"PySide6", "yaml", "reader.core.loading", "argparse"} & set(sys.modules))
told = [[*message] for message in told]
print(json.dumps({
    "told": told, "children": children, "heavy": heavy, "alive": [*map(is_there, forked)],
    "forks": len(forked),
}))
"""


def run(
    script: str,
    deck: str | Path | None = None,
    slide: int | None = None,
) -> dict[str, Any]:
    """What a process reports that opens a deck; it ends soundly and says nothing else."""
    words = ["-" if word is None else str(word) for word in (deck, slide)]
    done = subprocess.run(
        [sys.executable, "-c", PREFACE + script + REPORT, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (done.returncode, done.stderr) == (0, "")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def long_deck(folder: Path, count: int = 4_000) -> Path:
    """A deck in one file, so long that it is read in two parts."""
    (folder / "slides").mkdir()
    slides = "".join(f"  - {{title: Slide {n}, notes: {'x' * 100}}}\n" for n in range(count))
    (folder / "slides" / "deck.yaml").write_text(f"title: Long\nslides:\n{slides}")
    return folder


@pytest.mark.parametrize(
    ("deck", "slide"),
    [
        (None, None),
        (None, 3),
        (DECKS / "good", None),
        (DECKS / "half-broken", 99),
        (DECKS / "ten-faults", None),
        (DECKS, None),
        (DECKS / "none", 2),
    ],
    ids=str,
)
def test_the_messages_are_those_of_opening(deck: Path | None, slide: int | None) -> None:
    report = run(READ_ALL, deck, slide)
    expected = [*messages(str(deck) if deck else None, slide)]
    assert report["told"] == json.loads(json.dumps(expected))
    assert report["told"][-1][0] in ("problems", "error")


def test_another_process_reads_and_leaves_nothing_behind() -> None:
    report = run(READ_ALL, DECKS / "good")
    assert report["forks"] == 1
    assert report["alive"] == [False]
    assert report["children"] == "none"
    assert report["heavy"] == []  # only the other process has loaded what reading takes


def test_the_other_process_does_not_load_qt() -> None:
    see = """
import reader.formats.opening as opening
def messages(deck, slide):
    yield "memory", {}, {}, ()
    [*real(deck, slide)]
    yield "problems", sorted({"PySide6", "shiboken6", "yaml"} & set(sys.modules))
real, opening.messages = opening.messages, messages
"""
    assert run(see + READ_ALL, DECKS / "good")["told"][-1] == ["problems", ["yaml"]]


def test_a_long_deck_comes_in_two_parts(tmp_path: Path) -> None:
    told = run(READ_ALL, long_deck(tmp_path), 7)["told"]
    assert [message[0] for message in told] == ["memory", "reading", "reading", "problems"]
    assert [(len(part[1]["slides"]), part[2]) for part in told[1:3]] == [(7, 7), (4_000, 7)]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_who_stops_listening_ends_the_other_process(tmp_path: Path, count: int) -> None:
    script = f"""
opening = early.start(deck, slide)
told = [next(opening)[:1] for _ in range({count})]
assert is_there(forked[0])
opening.close()
"""
    report = run(script, long_deck(tmp_path))
    assert report["alive"] == [False]
    assert report["children"] == "none"


def test_a_closed_pipe_ends_the_other_process_in_silence(tmp_path: Path) -> None:
    script = """
early.os.kill = lambda *_: None  # it is to end by itself
told = []
opening = early.start(deck, slide)
next(opening)
opening.close()
"""
    report = run(script, long_deck(tmp_path))
    assert report["children"] == "none"


def test_a_reading_process_that_is_busy_is_not_waited_for() -> None:
    script = """
import reader.formats.opening as opening
def messages(deck, slide):
    yield "memory", {}, {}, ()
    time.sleep(60)
opening.messages = messages
told = []
reading = early.start(deck, slide)
next(reading)
start = time.monotonic()
reading.close()
assert time.monotonic() - start < 10
"""
    assert run(script)["alive"] == [False]


def test_nobody_need_listen_at_all() -> None:
    script = """
told = []
opening = early.start(deck, slide)
del opening
os.waitpid(forked[0], 0)
"""
    assert run(script, DECKS / "good")["alive"] == [False]


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_reading_process_that_dies_is_told_of(tmp_path: Path, after: int) -> None:
    die = f"""
real = early._send
sent = []
def send(file, message):
    if len(sent) == {after}:
        frame = early.marshal.dumps(message)
        file.write(len(frame).to_bytes(8, "little") + frame[:-1])
        file.flush()
        os.kill(os.getpid(), signal.SIGKILL)
    sent.append(message)
    real(file, message)
early._send = send
"""
    told = run(die + READ_ALL, long_deck(tmp_path))["told"]
    kinds = ["memory", "reading"][: max(1, after)]
    assert [message[0] for message in told] == [*kinds, "error"]
    assert "ended too early" in told[-1][1]
    assert told[-1][2]


def test_a_bug_in_reading_is_told_of() -> None:
    fail = """
import reader.formats.opening as opening
def messages(deck, slide):
    raise KeyError("x")
    yield
opening.messages = messages
"""
    told = run(fail + READ_ALL)["told"]
    assert told[0] == ["memory", {}, {}, []]
    assert told[1][:2] == ["error", "the deck cannot be read: KeyError: 'x'"]
    assert len(told) == 2


def test_children_that_nobody_waits_for_are_no_fault() -> None:
    # Inherited from some starters of programs: the system itself removes ended children.
    ignore = "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"
    report = run(ignore + READ_ALL, DECKS / "good")
    assert report["told"][-1] == ["problems", []]
    assert report["alive"] == [False]


def test_a_hostile_deck_ends_in_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "slides").mkdir()
    bomb = "a: &a [x]\n" + "b: [*a, *a]\n" * 1_000
    deep = f"c: {'[' * 50_000}\n"
    (tmp_path / "slides" / "deck.yaml").write_text(f"{bomb}{deep}slides: [/etc/passwd]\n")
    told = run(READ_ALL, tmp_path)["told"]
    assert [message[0] for message in told] == ["memory", "error"]
    assert str(tmp_path / "slides" / "deck.yaml") in told[-1][3][0]


def test_ctrl_c_ends_both_without_a_word(tmp_path: Path) -> None:
    script = """
told = []
os.setsid()
opening = early.start(deck, slide)
next(opening)
try:
    os.killpg(0, signal.SIGINT)
    time.sleep(10)
except KeyboardInterrupt:
    opening.close()
"""
    assert run(script, long_deck(tmp_path))["alive"] == [False]


def test_without_a_fork_this_process_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.formats import early

    monkeypatch.delattr(os, "fork")
    assert [message[0] for message in early.start(str(DECKS / "good"), None)] == [
        "memory",
        "reading",
        "problems",
    ]
