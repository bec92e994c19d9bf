"""Whether the person at this computer has asked its programs to move less."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

MOTION_SECONDS: Final = 0.3
"""How long the system may take for its answer."""

_REDUCED: Final = ("org.freedesktop.appearance", "reduced-motion")
_ANIMATED: Final = ("org.gnome.desktop.interface", "enable-animations")
_CLIENT_AREA_ANIMATION: Final = 0x1042


def prefers_less_motion(
    environment: Mapping[str, str] = os.environ, seconds: float = MOTION_SECONDS
) -> bool | None:
    """Whether the system says so; None where it says nothing. Blocks for up to `seconds`."""
    if sys.platform == "win32":
        return _windows_reduces()
    if sys.platform == "darwin":
        return macos_reduces(subprocess.run, seconds)
    return _desktop_reduces(environment, seconds)


def _desktop_reduces(environment: Mapping[str, str], seconds: float) -> bool | None:
    """One setting for less is enough, as each desktop knows a setting of its own only."""
    answers = [*_portal_answers(environment, seconds), _plasma_reduces(environment)]
    if True in answers:
        return True
    return False if False in answers else None


def _portal_answers(environment: Mapping[str, str], seconds: float) -> list[bool | None]:
    from reader.core.desktop_bus import Bus, Endpoint, NoAnswer, session_bus

    portal = Endpoint(
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Settings",
    )
    deadline = time.monotonic() + seconds
    answers: list[bool | None] = []
    try:
        with Bus(session_bus(environment), seconds=seconds / 3) as bus:
            for setting, less in ((_REDUCED, 1), (_ANIMATED, 0)):
                left = max(0.0, deadline - time.monotonic())
                try:
                    (answer,) = bus.call(portal, "Read", "ss", *setting, seconds=left)
                except NoAnswer as error:
                    if not error.code:
                        raise
                    continue  # this desktop does not know the setting
                answers.append(_plain(answer) == less)
    except NoAnswer:
        pass  # nobody to ask, or too slow
    return answers


def _plain(variant: object) -> object:
    """What is in a variant, or in a variant in a variant, as older portals answer."""
    while isinstance(variant, tuple) and len(variant) == 2:
        variant = variant[1]
    return variant


def _plasma_reduces(environment: Mapping[str, str]) -> bool | None:
    """KDE's setting, from its file, where KDE's desktop is the one that runs."""
    if "KDE" not in environment.get("XDG_CURRENT_DESKTOP", "").split(":"):
        return None
    folder = environment.get("XDG_CONFIG_HOME") or Path(environment.get("HOME", "")) / ".config"
    try:
        lines = (Path(folder) / "kdeglobals").read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    group = ""
    for line in map(str.strip, lines):
        if line.startswith("["):
            group = line
        key, _, value = line.partition("=")
        if group == "[KDE]" and key.strip() == "AnimationDurationFactor":
            return _is_zero(value)
    return None


def _is_zero(value: str) -> bool | None:
    try:
        return float(value) == 0
    except ValueError:
        return None


def macos_reduces(
    run: Callable[..., subprocess.CompletedProcess[str]], seconds: float = MOTION_SECONDS
) -> bool | None:
    """What the preferences of macOS say; `run` runs a program as `subprocess.run` does."""
    command = ["/usr/bin/defaults", "read", "com.apple.universalaccess", "reduceMotion"]
    try:
        done = run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"1": True, "0": False}.get(done.stdout.strip()) if done.returncode == 0 else None


def _windows_reduces() -> bool | None:
    animates = ctypes.c_int(1)
    is_known = 0
    if sys.platform == "win32":
        is_known = ctypes.windll.user32.SystemParametersInfoW(
            _CLIENT_AREA_ANIMATION, 0, ctypes.byref(animates), 0
        )
    return not animates.value if is_known else None
