"""What a window needs from this machine and does not find, and the command that mends it.

Nothing here imports Qt: its libraries may be what is missing.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata

from reader.core.libraries import LIBRARIES, Installer, Library, Need

_PYSIDE = "PySide6-Essentials"
_OLDEST_PYSIDE = (6, 10)
_FIRST_PYSIDE_TOO_NEW = (6, 12)

_FAMILIES: Mapping[str, Installer] = {
    "debian": Installer.APT,
    "ubuntu": Installer.APT,
    "fedora": Installer.DNF,
    "rhel": Installer.DNF,
    "centos": Installer.DNF,
    "arch": Installer.PACMAN,
    "suse": Installer.ZYPPER,
    "opensuse": Installer.ZYPPER,
    "alpine": Installer.APK,
}

_INSTALL: Mapping[Installer, tuple[tuple[str, ...], ...]] = {
    Installer.APT: (
        ("apt-get", "update"),
        ("apt-get", "install", "--yes", "--no-install-recommends"),
    ),
    Installer.DNF: (("dnf", "install", "--assumeyes"),),
    Installer.PACMAN: (("pacman", "--sync", "--needed", "--noconfirm"),),
    Installer.ZYPPER: (("zypper", "--non-interactive", "install"),),
    Installer.APK: (("apk", "add"),),
}

Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. `commands` install what is missing; none where there is no known way."""

    python: str
    pyside: str  # its version, or ""
    pyside_fault: str  # why that version will not do, or ""
    system: str
    screen: str  # how windows are shown here, or ""
    looked_for: int  # how many libraries a window may load on this system
    missing: tuple[Library, ...]
    packages: tuple[str, ...]
    commands: tuple[Command, ...]
    note: str

    @property
    def is_fine(self) -> bool:
        """Whether everything that can be installed is there; a screen cannot."""
        return not self.missing and not self.pyside_fault


def examine() -> Report:
    """Look at this machine."""
    missing = missing_libraries()
    installer = _installer()
    packages = packages_for(missing, installer) if installer else ()
    version, fault = _pyside()
    return Report(
        python=platform.python_version(),
        pyside=version,
        pyside_fault=fault,
        system=_system(),
        screen=screen(),
        looked_for=len(LIBRARIES) if sys.platform == "linux" else 0,
        missing=missing,
        packages=packages,
        commands=install_commands(packages, installer) if installer else (),
        note=_note(),
    )


def missing_libraries(can_load: Callable[[str], bool] | None = None) -> tuple[Library, ...]:
    """The libraries that Qt's windows may load and that this machine does not have.

    Other systems than Linux bring everything that the wheel needs.
    """
    if sys.platform != "linux":
        return ()
    load = can_load or _can_load
    return tuple(library for library in LIBRARIES if not load(library.soname))


def _can_load(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def screen(environment: Mapping[str, str] = os.environ) -> str:
    """How windows are shown here, or "" where there is no screen for them."""
    if sys.platform == "darwin":
        return "macOS"
    if sys.platform == "win32":
        return "Windows"
    if display := environment.get("WAYLAND_DISPLAY"):
        return f"Wayland ({display})"
    if display := environment.get("DISPLAY"):
        return f"X11 ({display})"
    return ""


def remedy() -> str:
    """One sentence for when a window cannot open: what is missing, and what to do about it."""
    _, fault = _pyside()
    if fault:
        return fault
    shown_on = screen()
    unneeded = {
        "Wayland": {Need.X11},
        "X11": {Need.WAYLAND},
        "": {Need.X11, Need.WAYLAND},
    }.get(shown_on.split(" ")[0], set())
    missing = tuple(library for library in missing_libraries() if library.need not in unneeded)
    if missing:
        return _sentence_for(missing)
    if not shown_on:
        return (
            "there is no screen here, as DISPLAY and WAYLAND_DISPLAY are not set: start it "
            "from a desktop session, or over ssh with `ssh -X`"
        )
    return (
        f"Qt has all its libraries, but {shown_on} does not answer: see that the display is "
        "running and lets this user in"
    )


def _sentence_for(missing: Iterable[Library]) -> str:
    names = ", ".join(library.soname for library in missing)
    installer = _installer()
    if not installer:
        return f"these libraries are missing: {names}; install them with your package manager"
    commands = install_commands(packages_for(missing, installer), installer)
    line = command_line(commands)
    return f"these libraries are missing: {names}; `deck-reader doctor --fix` runs `{line}`"


def packages_for(libraries: Iterable[Library], installer: Installer) -> tuple[str, ...]:
    """The packages that carry the libraries, each once, in the table's order."""
    return tuple(dict.fromkeys(library.package(installer) for library in libraries))


def install_commands(
    packages: tuple[str, ...], installer: Installer | None = None, *, as_root: bool | None = None
) -> tuple[Command, ...]:
    """The commands that install packages, with `sudo` where that is needed and there.

    No packages, no commands. `installer` is this system's own unless given.
    """
    installer = installer or _installer()
    if not packages or not installer:
        return ()
    if as_root is None:
        as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    prefix = () if as_root or not shutil.which("sudo") else ("sudo",)
    *before, last = _INSTALL[installer]
    return tuple((*prefix, *command) for command in (*before, (*last, *packages)))


def command_line(commands: Iterable[Command]) -> str:
    """Commands as one line for a shell."""
    return " && ".join(" ".join(command) for command in commands)


def _installer() -> Installer | None:
    """The package manager of this system, if the table knows it."""
    release = _os_release()
    for name in (release.get("ID", ""), *release.get("ID_LIKE", "").split()):
        installer = _FAMILIES.get(name) or _FAMILIES.get(name.split("-")[0])
        if installer:
            return installer
    return None


def _os_release() -> dict[str, str]:
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def _system() -> str:
    named = _os_release().get("PRETTY_NAME") if sys.platform == "linux" else None
    return f"{named or platform.platform(terse=True)}, {platform.machine()}"


def _pyside() -> tuple[str, str]:
    """The version of PySide6, and what is wrong with it; both may be ""."""
    try:
        version = metadata.version(_PYSIDE)
    except metadata.PackageNotFoundError:
        return "", f"{_PYSIDE} is not installed: run `python -m pip install {_PYSIDE}`"
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if _OLDEST_PYSIDE <= numbers < _FIRST_PYSIDE_TOO_NEW:
        return version, ""
    wanted = f"'{_PYSIDE}>=6.10,<6.12'"
    return version, (
        f"{_PYSIDE} {version} is not one that works here: run `python -m pip install {wanted}`"
    )


def _note() -> str:
    if _installer() is Installer.APK:
        return (
            "PySide6 is published for systems with the GNU C library; on Alpine take it from "
            "the system's own packages (py3-pyside6) instead"
        )
    return ""
