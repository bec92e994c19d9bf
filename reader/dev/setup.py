"""The system packages that the tests need beyond Python's, on Debian and its like."""

from __future__ import annotations

import os
import shutil
import subprocess

from reader.core.doctor import command_line, install_commands, missing_libraries, packages_for
from reader.core.libraries import Installer

_DESKTOP = (
    "at-spi2-core",  # what a screen reader would hear
    "dbus",
    "gir1.2-atspi-2.0",
    "openbox",  # a window manager, for full screen and focus
    "python3-gi",
    "strace",  # whether the program connects to a network
    "x11-xserver-utils",  # xrandr: screens plugged and unplugged
    "xdotool",
    "xvfb",
)


def install() -> int:
    """Install what is missing, and nothing that is there."""
    wanted = packages_for(missing_libraries(), Installer.APT)
    if not shutil.which("dpkg-query"):
        print("setup knows Debian and its like only; the tests need:", *wanted, *_DESKTOP)
        return 1
    missing = (*wanted, *(name for name in _DESKTOP if not _is_installed(name)))
    commands = install_commands(missing, Installer.APT)
    if not commands:
        print("every system package is there")
        return 0
    print("+", command_line(commands), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        code = subprocess.run(command, env=environment, check=False).returncode
        if code:
            return code
    return 0


def _is_installed(package: str) -> bool:
    status = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return status.stdout == "installed"
