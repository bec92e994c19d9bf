"""A virtual screen with a window manager, and the real program on it, as a person has them.

What is seen is read from the frame buffer of the X server; keys and pointer go through xdotool.
"""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from PIL import Image

ROOT = Path(__file__).parents[2]
LIMIT_SECONDS = 15.0  # for anything that comes at once on a machine with nothing else to do
POLL_SECONDS = 0.02
STILL_SECONDS = 0.3
POINTER = Path(__file__).with_name("pointer.py")
_NEEDED = ("Xvfb", "openbox", "xdotool")
_INHERITED = ("DISPLAY", "WAYLAND_DISPLAY")
_HEADER = struct.Struct(">25I")  # of an X window dump: sizes first, the colour count the 20th
_COLOUR_BYTES = 12

Pixels = npt.NDArray[np.uint8]
Colour = tuple[int, int, int]
Found = TypeVar("Found")


class Late(AssertionError):
    """What was waited for did not come."""


def wait_for(
    question: Callable[[], Found], what: str | Callable[[], str], limit: float = LIMIT_SECONDS
) -> Found:
    """Ask until the answer is true, and return it.

    Raises Late with `what` where that takes too long.
    """
    deadline = time.monotonic() + limit
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise Late(f"after {limit} s still not: {what if isinstance(what, str) else what()}")
        time.sleep(POLL_SECONDS)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, which must have a session of its own."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(5)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue
    process.wait()


class Screen:
    """A private X server with a window manager.

    Owns: both processes, the frame buffer, and a folder that is the home of whoever sits there.
    """

    def __init__(self, folder: Path, width: int = 1280, height: int = 720) -> None:
        lacking = [name for name in _NEEDED if not shutil.which(name)]
        assert not lacking, (
            f"journeys need {', '.join(lacking)}: run `python -m reader.dev setup` once"
        )
        self.folder = folder
        self.width, self.height = width, height
        self.home = folder / "home"
        self._processes: list[subprocess.Popen[bytes]] = []
        (folder / "frames").mkdir(parents=True)
        (self.home / "run").mkdir(parents=True, mode=0o700)
        try:
            self.display = f":{self._start_server()}"
            self.environment = self._environment()
            self._start("openbox", "--sm-disable")
            wait_for(self._has_manager, "a window manager")
            self.point(width - 1, height - 1)
        except BaseException:
            self.close()
            raise

    def _start_server(self) -> int:
        reading, writing = os.pipe()
        size = f"{self.width}x{self.height}x24"
        words = ["-screen", "0", size, "-fbdir", str(self.folder / "frames"), "-noreset"]
        with os.fdopen(reading) as answer:
            command = ["Xvfb", "-displayfd", str(writing), *words, "-nolisten", "tcp"]
            server = subprocess.Popen(
                command, stderr=subprocess.DEVNULL, pass_fds=[writing], start_new_session=True
            )
            self._processes.append(server)
            os.close(writing)
            number = answer.readline()
        assert number, "Xvfb did not start"
        return int(number)

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in _INHERITED and not name.startswith(("QT_", "READER_", "PYTEST_"))
        }
        homes = {
            "HOME": self.home,
            "XDG_CONFIG_HOME": self.home / ".config",
            "XDG_DATA_HOME": self.home / ".local/share",
            "XDG_STATE_HOME": self.home / ".local/state",
            "XDG_CACHE_HOME": self.home / ".cache",
            "XDG_RUNTIME_DIR": self.home / "run",
        }
        return {
            **kept,
            **{name: str(folder) for name, folder in homes.items()},
            "DISPLAY": self.display,
            "NO_AT_BRIDGE": "1",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",  # or Qt starts a bus that stays behind
            "LC_ALL": "C.UTF-8",
        }

    def _start(self, *command: str, **more: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            env={**self.environment, **more},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._processes.append(process)
        return process

    @property
    def is_open(self) -> bool:
        """Whether there is still a screen to be seen."""
        return all(process.poll() is None for process in self._processes)

    def close(self) -> None:
        """End the screen and everything on it."""
        for process in reversed(self._processes):
            end(process)

    @property
    def state_file(self) -> Path:
        """Where the program remembers places and windows for whoever sits here."""
        return self.home / ".local/state/deck-reader/state.json"

    # What is seen

    @property
    def pixels(self) -> Pixels:
        """A copy of everything on screen: rows, columns, and red, green, blue."""
        file = self.folder / "frames" / "Xvfb_screen0"
        header = _HEADER.unpack_from(file.read_bytes()[: _HEADER.size])
        size, row_bytes, colours = header[0], header[12], header[19]
        data = np.memmap(file, np.uint8, "r", size + colours * _COLOUR_BYTES)
        rows = data[: self.height * row_bytes].reshape(self.height, row_bytes)
        frame = rows[:, : self.width * 4].reshape(self.height, self.width, 4)
        return np.ascontiguousarray(frame[..., 2::-1])

    def save(self, path: Path) -> Path:
        """Save what is on screen as a picture."""
        Image.fromarray(self.pixels).save(path)
        return path

    def share(self, colour: Colour, within: int = 24) -> float:
        """How much of the screen has a colour, as a share."""
        distance = np.abs(self.pixels.astype(np.int16) - np.array(colour, np.int16)).max(axis=2)
        return float((distance <= within).mean())

    def wait_for_colour(self, colour: Colour, least: float = 0.04) -> None:
        wait_for(
            lambda: self.share(colour) >= least,
            lambda: f"{colour} on {least:.0%} of the screen, which has {self.share(colour):.1%}",
        )

    def wait_until_still(self) -> Pixels:
        """Wait until nothing has moved for a moment."""
        last, since = self.pixels, time.monotonic()

        def is_still() -> bool:
            nonlocal last, since
            now = self.pixels
            if not np.array_equal(now, last):
                last, since = now, time.monotonic()
            return time.monotonic() - since > STILL_SECONDS

        wait_for(is_still, "a still screen")
        return last

    def shows_pointer(self) -> bool:
        """Whether the X server draws a pointer that has any pixel to be seen."""
        command = [sys.executable, str(POINTER)]
        answer = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True, timeout=20
        )
        return int(answer.stdout) > 0

    # What is done

    def xdotool(self, *words: str | int) -> str:
        command = ["xdotool", *map(str, words)]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=20
        ).stdout.strip()

    def press(self, *keys: str) -> None:
        """Press keys one after the other, named as X names them."""
        self.xdotool("key", *keys)

    def point(self, x: int, y: int) -> None:
        self.xdotool("mousemove", x, y)

    def click(self, button: int = 1, times: int = 1) -> None:
        self.xdotool("click", "--repeat", times, "--delay", 60, button)

    def _has_manager(self) -> bool:
        return bool(self.xdotool("get_num_desktops"))


class Running:
    """The program, started as a person starts it.

    Owns: its process.
    """

    def __init__(
        self, screen: Screen, *words: str | Path, before: Sequence[str] = (), **more: str
    ) -> None:
        self.screen = screen
        self._errors = screen.folder / f"stderr-{time.monotonic_ns()}"
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [*before, sys.executable, "-m", "reader", *map(str, words)],
                cwd=ROOT,
                env={**screen.environment, **more},
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        """Everything that the program has printed."""
        return self._errors.read_text(encoding="utf-8", errors="replace")

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    @property
    def window(self) -> str:
        """The X server's number of the program's window; "" while there is none."""
        return self.screen.xdotool("search", "--onlyvisible", "--class", "deck-reader").split(
            "\n", 1
        )[0]

    @property
    def title(self) -> str:
        """The title of the window that has the keyboard."""
        return self.screen.xdotool("getactivewindow", "getwindowname")

    @property
    def geometry(self) -> str:
        """Place and size of the window."""
        return self.screen.xdotool("getwindowgeometry", "--shell", self.window)

    def wait_for_title(self, start: str) -> None:
        """Wait until the window's title begins with these words."""
        wait_for(
            lambda: self._checked().title.startswith(start),
            lambda: f"a window with the title {start!r}; it is {self.title!r}",
        )

    def _checked(self) -> Running:
        code = self.process.poll()
        assert code is None, f"the program ended with {code}: {self.said}"
        return self

    def press(self, *keys: str) -> None:
        self._checked()
        self.screen.press(*keys)

    def wait(self, limit: float = LIMIT_SECONDS) -> int:
        """Wait until the program ends, and return its exit code."""
        return self.process.wait(limit)

    def quit(self) -> None:
        """Leave by the key for it."""
        self.press("ctrl+q")
        assert self.wait() == 0, self.said
        self.assert_quiet()

    def assert_quiet(self) -> None:
        """Check that nothing was complained of."""
        assert self.said == ""

    def end(self) -> None:
        end(self.process)


Start = Callable[..., Running]


def text_environment(scale: float) -> Mapping[str, str]:
    """What makes the system's text `scale` times its usual size."""
    return {"QT_FONT_DPI": str(round(96 * scale))}
