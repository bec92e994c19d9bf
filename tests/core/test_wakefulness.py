"""When the computer is kept awake, with ways to do so that are handed in."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

from reader.core.holds import Ending, Hold, Refused, Waking
from reader.core.wakefulness import (
    NOT_HELD,
    NOT_YET,
    RETAKES,
    Wakefulness,
    caffeinate,
    execution_state,
    try_out,
)

LIMIT_SECONDS = 10.0


class Way:
    """A way that counts what is held; it refuses, hangs or loses the hold as told."""

    def __init__(self, name: str, refuses: bool = False) -> None:
        self.state = Waking(f"through {name}", stops_sleep=True, stops_saver=True)
        self.refuses = refuses
        self.held = self.taken = self.most = 0
        self.reasons: list[str] = []
        self.answers = threading.Event()
        self.answers.set()
        self.is_lost = threading.Event()
        self.threads: list[threading.Thread] = []

    def __call__(self, why: str, ending: Ending) -> Hold:
        assert self.answers.wait(LIMIT_SECONDS)
        if self.refuses:
            raise Refused(f"{self.state.how.removeprefix('through ')} is not there")
        self.threads.append(threading.current_thread())
        self.reasons.append(why)
        self.taken += 1
        self.held += 1
        self.most = max(self.most, self.held)
        return self

    def wait(self, ending: Ending) -> bool:
        while not ending.is_set and not self.is_lost.wait(0.005):
            pass
        return not ending.is_set

    def let_go(self) -> None:
        self.held -= 1


def known(wakefulness: Wakefulness) -> str:
    assert wakefulness.wait_until_known(LIMIT_SECONDS)
    return wakefulness.how


def test_the_first_way_that_is_granted_is_the_only_one() -> None:
    absent, first, second = Way("one", refuses=True), Way("two"), Way("three")
    wakefulness = Wakefulness(ways=[absent, first, second])
    assert wakefulness.state is NOT_HELD
    wakefulness.hold("Presenting Seven Slides")
    assert known(wakefulness) == "through two"
    assert (first.held, second.held) == (1, 0)
    assert first.reasons == ["Presenting Seven Slides"]
    wakefulness.release()
    assert wakefulness.state is NOT_HELD
    assert wakefulness.wait_until_released(LIMIT_SECONDS)
    assert first.held == 0


def test_a_second_hold_and_a_second_release_do_nothing() -> None:
    way = Way("one")
    wakefulness = Wakefulness(ways=[way])
    wakefulness.release()
    for _ in range(3):
        wakefulness.hold("presenting")
    known(wakefulness)
    wakefulness.hold("presenting")
    assert way.taken == 1
    for _ in range(3):
        wakefulness.release()
    assert wakefulness.wait_until_released(LIMIT_SECONDS)
    assert (way.taken, way.held) == (1, 0)


def test_a_way_that_hangs_holds_nobody_up() -> None:
    way = Way("one")
    way.answers.clear()
    wakefulness = Wakefulness(ways=[way])
    before = time.perf_counter()
    wakefulness.hold("presenting")
    assert wakefulness.state is NOT_YET
    wakefulness.release()
    wakefulness.hold("presenting")
    wakefulness.release()
    assert time.perf_counter() - before < 0.2
    way.answers.set()
    assert wakefulness.wait_until_released(LIMIT_SECONDS)
    assert way.held == 0
    assert wakefulness.state is NOT_HELD


def test_two_shows_after_each_other_never_hold_twice() -> None:
    way = Way("one")
    wakefulness = Wakefulness(ways=[way])
    for _ in range(20):
        wakefulness.hold("presenting")
        wakefulness.release()
    wakefulness.hold("presenting")
    assert known(wakefulness) == "through one"
    assert (way.held, way.most) == (1, 1)
    wakefulness.release()
    assert wakefulness.wait_until_released(LIMIT_SECONDS)
    assert way.held == 0


def test_nothing_granted_says_why_and_what_to_do() -> None:
    wakefulness = Wakefulness(ways=[Way("one", refuses=True), Way("two", refuses=True)])
    wakefulness.hold("presenting")
    assert known(wakefulness) == (
        "not at all: one is not there, two is not there; "
        "turn the screen saver and automatic sleep off in the system’s settings"
    )
    assert not wakefulness.state.is_held
    wakefulness.release()
    assert wakefulness.wait_until_released(LIMIT_SECONDS)


def test_a_hold_that_is_lost_is_taken_again_from_the_best_way_down() -> None:
    told: list[Waking] = []
    first, second = Way("one"), Way("two")
    wakefulness = Wakefulness(told.append, [first, second])
    wakefulness.hold("presenting")
    known(wakefulness)
    first.refuses = True
    first.is_lost.set()
    deadline = time.monotonic() + LIMIT_SECONDS
    while len(told) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert [state.how for state in told] == ["through one", "through two"]
    assert (first.held, second.held) == (0, 1)
    wakefulness.release()
    assert wakefulness.wait_until_released(LIMIT_SECONDS)


def test_a_service_that_keeps_going_is_given_up() -> None:
    way = Way("one")
    way.is_lost.set()
    wakefulness = Wakefulness(ways=[way])
    wakefulness.hold("presenting")
    assert wakefulness.wait_until_released(LIMIT_SECONDS)
    assert (way.taken, way.held) == (1 + RETAKES, 0)
    assert wakefulness.how.startswith("not at all: the service for it went 6 times; ")


def test_how_it_would_be_is_found_by_trying() -> None:
    way = Way("one")
    assert try_out(LIMIT_SECONDS, [way]) == way.state
    assert (way.taken, way.held) == (1, 0)
    way.answers.clear()
    state = try_out(0.05, [way])
    way.answers.set()
    assert state.how.startswith("not at all: the system does not answer; ")


def test_on_macos_a_program_of_the_system_is_started_that_ends_with_ours() -> None:
    commands: list[list[str]] = []
    started: list[subprocess.Popen[bytes]] = []

    def start(command: list[str], **more: int) -> subprocess.Popen[bytes]:
        commands.append(command)
        sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
        started.append(subprocess.Popen(sleeping))
        return started[-1]

    wakefulness = Wakefulness(ways=[caffeinate(start)])
    wakefulness.hold("presenting")
    assert known(wakefulness) == "through caffeinate"
    assert commands == [["/usr/bin/caffeinate", "-d", "-i", "-w", str(os.getpid())]]
    assert started[0].poll() is None
    wakefulness.release()
    assert wakefulness.wait_until_released(LIMIT_SECONDS)
    assert started[0].poll() is not None


def test_on_macos_without_that_program_the_reason_is_told() -> None:
    def start(command: list[str], **more: int) -> subprocess.Popen[bytes]:
        raise FileNotFoundError(2, "No such file or directory")

    wakefulness = Wakefulness(ways=[caffeinate(start)])
    wakefulness.hold("presenting")
    assert "caffeinate cannot be started (No such file or directory)" in known(wakefulness)
    wakefulness.release()


def test_on_windows_one_thread_says_so_and_takes_it_back() -> None:
    calls: list[tuple[int, int]] = []

    def set_state(flags: int) -> int:
        calls.append((flags, threading.get_ident()))
        return 0x80000000

    wakefulness = Wakefulness(ways=[execution_state(set_state)])
    wakefulness.hold("presenting")
    assert known(wakefulness) == "through Windows"
    wakefulness.release()
    assert wakefulness.wait_until_released(LIMIT_SECONDS)
    assert [flags for flags, _ in calls] == [0x80000003, 0x80000000]
    assert len({thread for _, thread in calls}) == 1
    assert calls[0][1] != threading.get_ident()


def test_windows_may_refuse() -> None:
    wakefulness = Wakefulness(ways=[execution_state(lambda flags: 0)])
    wakefulness.hold("presenting")
    assert known(wakefulness).startswith("not at all: Windows refused; ")
    wakefulness.release()
