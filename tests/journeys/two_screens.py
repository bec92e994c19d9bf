"""A laptop and a projector on one X server, the projector's cable to be pulled and plugged in.

The two stand side by side: the left half of the pixels is the laptop, the right half the projector.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np

from tests.journeys.screen import Colour, Pixels, Running, Screen, wait_for

WIDTH, HEIGHT = 1280, 720
LAPTOP, PROJECTOR = "eDP-1", "HDMI-1"
_SIZES = {LAPTOP: f"{WIDTH}/300x{HEIGHT}/200+0+0", PROJECTOR: f"{WIDTH}/300x{HEIGHT}/200+{WIDTH}+0"}


class TwoScreens(Screen):
    """A screen of twice the width, which RandR calls two monitors.

    Owns: nothing more; the server forgets the monitors with itself. `stays` is the one that
    cannot be pulled: the server has one output, and makes a monitor for it where it has none.
    """

    def __init__(self, folder: Path, *, plugged: bool = True, stays: str = LAPTOP) -> None:
        self._plugged_first = plugged
        self._stays = stays
        super().__init__(folder, 2 * WIDTH, HEIGHT)

    def _start(self, *command: str, **more: str) -> subprocess.Popen[bytes]:
        if command[0] == "openbox":  # which has to know the monitors from the start
            self._monitor(LAPTOP)
            if self._plugged_first:
                self.plug()
        return super()._start(*command, **more)

    def plug(self) -> None:
        """Plug the projector in."""
        self._monitor(PROJECTOR)

    def pull(self) -> None:
        """Pull the projector's cable."""
        self._xrandr("--delmonitor", PROJECTOR)

    def pull_laptop(self) -> None:
        """Close the laptop's lid."""
        self._xrandr("--delmonitor", LAPTOP)

    def mirror(self) -> None:
        """Let the projector show what the laptop shows."""
        self._xrandr("--delmonitor", PROJECTOR)
        self._xrandr("--setmonitor", PROJECTOR, _SIZES[LAPTOP], "none")

    def _monitor(self, name: str) -> None:
        output = "screen" if name == self._stays else "none"
        self._xrandr("--setmonitor", name, _SIZES[name], output)

    def _xrandr(self, *words: str) -> None:
        subprocess.run(
            ["xrandr", *words], env=self.environment, check=True, capture_output=True, timeout=20
        )

    # What is seen

    @property
    def laptop(self) -> Pixels:
        return self.pixels[:, :WIDTH]

    @property
    def projector(self) -> Pixels:
        return self.pixels[:, WIDTH:]

    def wait_for_projected(self, colour: Colour, least: float = 0.3) -> None:
        """Wait until a colour takes much of the projector."""
        wait_for(
            lambda: share(self.projector, colour) >= least,
            lambda: f"{colour} on the projector: {share(self.projector, colour):.1%}",
        )

    def titles(self) -> list[str]:
        """The titles of the program's windows that are on screen."""
        numbers = self.xdotool("search", "--onlyvisible", "--class", "deck-reader").split()
        return [self.xdotool("getwindowname", number) for number in numbers]

    def wait_for_windows(self, count: int) -> None:
        wait_for(lambda: len(self.titles()) == count, lambda: f"{count}: {self.titles()}")


def share(pixels: Pixels, colour: Colour, within: int = 24) -> float:
    """How much of some pixels has a colour."""
    distance = np.abs(pixels.astype(np.int16) - np.array(colour, np.int16)).max(axis=2)
    return float((distance <= within).mean())


def has_console(screen: TwoScreens) -> bool:
    """Whether the presenter's window is on screen."""
    return any(title.startswith("Presenter") for title in screen.titles())


def wait_for_console(screen: TwoScreens, running: Running) -> None:
    """Wait until the presenter's window is there and has the keyboard."""
    wait_for(
        lambda: running.title.startswith("Presenter"),
        lambda: f"the presenter's window; {screen.titles()}, {running.title!r}: {running.said}",
    )
