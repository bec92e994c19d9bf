"""The computer kept awake while something is presented: neither screen saver nor sleep.

Nothing of the user's settings is changed. What is taken ends with the program, whichever way that
ends: the message bus drops it with the connection, the kernel with the process.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Final

from reader.core.holds import Ending, Hold, Refused, Waking, Way

RETAKES: Final = 5
"""How often a hold is taken again in one show when the service that gave it goes."""

NOT_HELD: Final = Waking("not now, as nothing is presented")
NOT_YET: Final = Waking("not yet: the system has been asked")
_REMEDY: Final = "turn the screen saver and automatic sleep off in the system’s settings"

_GOODBYE_SECONDS: Final = 3.0
_CONTINUOUS, _SYSTEM, _DISPLAY = 0x80000000, 0x1, 0x2


class Wakefulness:
    """Keeps the computer awake for one show at a time.

    Owns: the hold, and the thread that takes, keeps and gives it back.
    Emits: `told`, from that thread, when it is known what came of a hold, and when that changes.
    """

    def __init__(
        self, told: Callable[[Waking], None] | None = None, ways: Sequence[Way] | None = None
    ) -> None:
        """`ways`, from the best to the least, are those of this system where none are given."""
        self._told = told
        self._ways = ways
        self._lock = threading.Lock()
        self._state = NOT_HELD
        self._ending: Ending | None = None
        self._thread: threading.Thread | None = None
        self._is_known = threading.Event()

    @property
    def state(self) -> Waking:
        """How the computer is kept awake right now, and from what."""
        return self._state

    @property
    def how(self) -> str:
        """In words that go on from "Kept awake": "through the desktop portal", "not at all: …"."""
        return self._state.how

    def hold(self, why: str) -> None:
        """Begin to keep the computer awake, unless that is done already; never blocks."""
        if self._ending:
            return
        self._is_known.clear()
        self._ending, self._state = Ending(), NOT_YET
        self._thread = threading.Thread(
            target=self._keep,
            args=(why, self._ending, self._thread),
            name="wakefulness",
            daemon=True,  # a service that hangs must not keep the program from ending
        )
        self._thread.start()

    def release(self) -> None:
        """Let the computer sleep again; never blocks."""
        if not self._ending:
            return
        with self._lock:
            ending, self._ending = self._ending, None
            self._state = NOT_HELD
        ending.set()

    def wait_until_known(self, seconds: float) -> bool:
        """Wait until `how` says what came of `hold`; whether it does. For other threads only."""
        return self._is_known.wait(seconds)

    def wait_until_released(self, seconds: float) -> bool:
        """Wait until everything is given back; whether it is. For other threads only."""
        if self._thread:
            self._thread.join(seconds)
        return not (self._thread and self._thread.is_alive())

    def _keep(self, why: str, ending: Ending, before: threading.Thread | None) -> None:
        """The life of the thread: take, keep, and take again where it was lost."""
        if before:
            before.join(_GOODBYE_SECONDS)  # so that there are never two holds
        for _ in range(1 + RETAKES):
            hold, state = self._take(why, ending)
            self._tell(state, ending)
            if not hold:
                break
            is_lost = hold.wait(ending)
            hold.let_go()
            if not is_lost:
                break
        else:
            self._tell(_not_at_all(f"the service for it went {1 + RETAKES} times"), ending)
        ending.close()

    def _take(self, why: str, ending: Ending) -> tuple[Hold | None, Waking]:
        """The first hold that is granted; None and the reasons where none is."""
        reasons = []
        for way in self._ways or system_ways():
            if ending.is_set:
                break
            try:
                hold = way(why, ending)
            except Refused as error:
                reasons.append(str(error))
                continue
            return hold, hold.state
        return None, _not_at_all(", ".join(reasons))

    def _tell(self, state: Waking, ending: Ending) -> None:
        with self._lock:
            if ending is not self._ending:
                return  # released meanwhile
            self._state = state
        self._is_known.set()
        if self._told:
            self._told(state)


def _not_at_all(reasons: str) -> Waking:
    return Waking(f"not at all: {reasons}; {_REMEDY}")


def try_out(seconds: float = 6.0, ways: Sequence[Way] | None = None) -> Waking:
    """How this computer would be kept awake, found by doing so for a moment. Blocks so long."""
    wakefulness = Wakefulness(ways=ways)
    wakefulness.hold("Looking whether the computer can be kept awake")
    wakefulness.wait_until_known(seconds)
    state = wakefulness.state
    wakefulness.release()
    wakefulness.wait_until_released(1.0)
    return _not_at_all("the system does not answer") if state is NOT_YET else state


def system_ways() -> Sequence[Way]:
    """The ways of the system that this runs on."""
    if sys.platform == "win32":
        return (execution_state(ctypes.windll.kernel32.SetThreadExecutionState),)
    if sys.platform == "darwin":
        return (caffeinate(subprocess.Popen),)
    from reader.core.inhibitors import freedesktop_ways

    return freedesktop_ways()


class _Caffeinated:
    """macOS's own program for this, which ends with ours.

    Owns: its process.
    """

    state = Waking("through caffeinate", stops_sleep=True, stops_saver=True)

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def wait(self, ending: Ending) -> bool:
        ending.wait()
        return False

    def let_go(self) -> None:
        self._process.terminate()
        self._process.wait()


def caffeinate(start: Callable[..., subprocess.Popen[bytes]]) -> Way:
    """The way of macOS; `start` starts a program as `subprocess.Popen` does."""

    def take(why: str, ending: Ending) -> Hold:
        command = ["/usr/bin/caffeinate", "-d", "-i", "-w", str(os.getpid())]
        quiet = subprocess.DEVNULL
        try:
            return _Caffeinated(start(command, stdin=quiet, stdout=quiet, stderr=quiet))
        except OSError as error:
            raise Refused(f"caffeinate cannot be started ({error.strerror})") from error

    return take


class _ExecutionState:
    """What Windows notes for the thread that says so, until that thread ends.

    Owns: nothing; the note is the thread's.
    """

    state = Waking("through Windows", stops_sleep=True, stops_saver=True)

    def __init__(self, set_state: Callable[[int], int]) -> None:
        self._set_state = set_state

    def wait(self, ending: Ending) -> bool:
        ending.wait()
        return False

    def let_go(self) -> None:
        self._set_state(_CONTINUOUS)


def execution_state(set_state: Callable[[int], int]) -> Way:
    """The way of Windows; `set_state` is its SetThreadExecutionState, which answers 0 for no."""

    def take(why: str, ending: Ending) -> Hold:
        if not set_state(_CONTINUOUS | _SYSTEM | _DISPLAY):
            raise Refused("Windows refused")
        return _ExecutionState(set_state)

    return take
