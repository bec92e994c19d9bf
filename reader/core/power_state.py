"""Whether the computer runs on its battery, and how much of that is left."""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

SUPPLIES: Final = Path("/sys/class/power_supply")
"""Where Linux lists what the computer gets its power from."""

_PMSET_SECONDS: Final = 2.0


class Battery(NamedTuple):
    """The battery of a portable computer."""

    is_on_battery: bool  # whether nothing else gives power
    percent: int | None  # what is left of it, None where the system does not say


def on_battery(folder: Path = SUPPLIES) -> Battery | None:
    """The state of the battery; None where there is none, or nobody can tell.

    `folder` is where supplies are listed on Linux. Reads files, or starts a program on macOS.
    """
    if sys.platform == "win32":
        return _windows_battery()
    if sys.platform == "darwin":
        return macos_battery(subprocess.run)
    return _linux_battery(folder)


def _linux_battery(folder: Path) -> Battery | None:
    supplies = sorted(folder.glob("*"))
    batteries = [supply for supply in supplies if _is_battery(supply)]
    if not batteries:
        return None
    mains = [_word(supply, "online") for supply in supplies if _word(supply, "type") == "Mains"]
    if mains:
        is_on_battery = "1" not in mains
    else:  # as where power comes over USB
        is_on_battery = any(_word(supply, "status") == "Discharging" for supply in batteries)
    levels = [int(level) for one in batteries if (level := _word(one, "capacity")).isdecimal()]
    percent = min(100, round(sum(levels) / len(levels))) if levels else None
    return Battery(is_on_battery, percent)


def _is_battery(supply: Path) -> bool:
    """Whether it feeds the computer: a mouse has a battery too."""
    is_ours = _word(supply, "scope") != "Device" and _word(supply, "present") != "0"
    return is_ours and _word(supply, "type") == "Battery"


def _word(supply: Path, name: str) -> str:
    try:
        return (supply / name).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def macos_battery(run: Callable[..., subprocess.CompletedProcess[str]]) -> Battery | None:
    """What `pmset` of macOS says; `run` runs a program as `subprocess.run` does."""
    command = ["/usr/bin/pmset", "-g", "batt"]
    try:
        done = run(command, capture_output=True, text=True, timeout=_PMSET_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    level = re.search(r"InternalBattery.*?([0-9]{1,3})%", done.stdout)
    if not level:
        return None
    return Battery("'Battery Power'" in done.stdout, min(100, int(level[1])))


class PowerStatus(ctypes.Structure):
    """SYSTEM_POWER_STATUS of Windows."""

    _fields_ = (
        ("line", ctypes.c_uint8),  # 0 for off, 1 for on, 255 for unknown
        ("flag", ctypes.c_uint8),
        ("percent", ctypes.c_uint8),
        ("saver", ctypes.c_uint8),
        ("seconds", ctypes.c_uint32),
        ("full_seconds", ctypes.c_uint32),
    )


def windows_battery(status: PowerStatus) -> Battery | None:
    """What Windows says of its power in these words."""
    no_battery = 128
    if status.flag & no_battery:  # also set where it does not know
        return None
    return Battery(status.line == 0, status.percent if status.percent <= 100 else None)


def _windows_battery() -> Battery | None:
    status = PowerStatus()
    is_known = False
    if sys.platform == "win32":
        is_known = bool(ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status)))
    return windows_battery(status) if is_known else None
