"""The system packages that the tests need beyond Python's, on Debian and its like."""

from __future__ import annotations

import os
import shutil
import subprocess

from reader.core.doctor import (
    Command,
    command_line,
    install_commands,
    missing_libraries,
    packages_for,
)
from reader.core.libraries import Installer

_DESKTOP = (
    "at-spi2-core",  # what a screen reader would hear
    "dbus",
    "gir1.2-atspi-2.0",
    "libxss1",  # whether the screen saver has come
    "openbox",  # a window manager, for full screen and focus
    "python3-gi",
    "strace",  # whether the program connects to a network
    "x11-xkb-utils",  # setxkbmap: the keyboards of other countries
    "x11-xserver-utils",  # xrandr: screens plugged and unplugged; xmodmap: keys of remotes
    "xdotool",
    "xvfb",
)
# Other people's programs, which judge what we write; tests say so where a release lacks one.
_JUDGES = (
    "7zip",
    "chromium",
    "libarchive-tools",  # bsdtar
    "minisign",
    "openssh-client",
    "tidy",
    "unzip",
    "zip",
)


def install() -> int:
    """Install what is missing, and nothing that is there."""
    wanted = packages_for(missing_libraries(), Installer.APT)
    if not shutil.which("dpkg-query"):
        print("setup knows Debian and its like only; the tests need:", *wanted, *_DESKTOP, *_JUDGES)
        return 1
    missing = (*wanted, *(name for name in (*_DESKTOP, *_JUDGES) if not _is_installed(name)))
    if not missing:
        print("every system package is there")
        return 0
    update, *_ = install_commands(missing, Installer.APT)
    if code := _run(update):
        return code
    there = tuple(name for name in missing if name not in _JUDGES or _is_known(name))
    return _run(install_commands(there, Installer.APT)[-1]) if there else 0


def _run(command: Command) -> int:
    print("+", command_line([command]), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, check=False).returncode


def _is_known(package: str) -> bool:
    """Whether this release has the package at all."""
    found = subprocess.run(
        ["apt-cache", "show", "--no-all-versions", package], capture_output=True, check=False
    )
    return found.returncode == 0 and bool(found.stdout)


def _is_installed(package: str) -> bool:
    status = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return status.stdout == "installed"
