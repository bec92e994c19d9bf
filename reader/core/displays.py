"""How many displays are lit, whether they mirror each other, and which one is built in.

Qt knows mirrored displays as one screen, or as screens in the same place; only the system can
count what is lit.
"""

from __future__ import annotations

import ctypes
import itertools
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

DRM: Final = Path("/sys/class/drm")
"""Where Linux lists the connectors of its graphics cards."""

_SLIVER: Final = 0.05
"""How much of a screen's width and of its height may lie on another by rounding, as a share."""

_MOST_DISPLAYS: Final = 32
_CONNECTOR: Final = re.compile(r"(?:card[0-9]+-)?(?:eDP|LVDS|DSI|LCD)[-_ ]?(?:[0-9].*)?", re.I)
_MODEL: Final = re.compile(r"built[- ]?in|color lcd|internal (?:display|panel|monitor)", re.I)

Rectangle = tuple[int, int, int, int]
"""Left, top, width and height, in one coordinate system for all screens."""


def connected_displays(folder: Path = DRM) -> int | None:
    """How many displays show something, mirrored ones each counted; None where nobody can tell.

    `folder` is where connectors are listed on Linux. On X11 a virtual screen has nothing to do
    with what is lit: there the count says nothing.
    """
    if sys.platform == "win32":
        return _active_paths()
    if sys.platform == "darwin":
        return _online_displays()
    return _lit_connectors(folder)


def is_mirrored(rectangles: Sequence[Rectangle], displays: int | None, platform: str) -> bool:
    """Whether what is on one screen is also seen on another display.

    `rectangles` are those of the screens that Qt knows, `displays` is what `connected_displays`
    says, and `platform` is Qt's name for what it draws on ("xcb", "wayland", ...).
    """
    if any(_share_a_place(one, other) for one, other in itertools.combinations(rectangles, 2)):
        return True
    is_counted = platform.startswith("wayland") or platform in ("windows", "cocoa")
    return is_counted and displays is not None and displays > len(rectangles) > 0


def is_builtin(name: str) -> bool:
    """Whether a screen of this name, a connector's or a model's, is part of a portable computer.

    Windows gives no name that tells; there, and wherever the name is the maker's, it is False.
    """
    return bool(_CONNECTOR.fullmatch(name.strip()) or _MODEL.search(name))


def _share_a_place(one: Rectangle, other: Rectangle) -> bool:
    return all(
        min(one[axis] + one[axis + 2], other[axis] + other[axis + 2]) - max(one[axis], other[axis])
        > _SLIVER * min(one[axis + 2], other[axis + 2])
        for axis in (0, 1)
    )


def _lit_connectors(folder: Path) -> int | None:
    """Connectors with a display on them that a picture is sent to; none lit is not believed."""
    cards: dict[str, list[Path]] = {}
    for connector in folder.glob("card*-*"):
        if _line(connector / "status") == "connected":
            cards.setdefault(connector.name.partition("-")[0], []).append(connector)
    return sum(_lit_of_card(connectors) for connectors in cards.values()) or None


def _lit_of_card(connected: list[Path]) -> int:
    lit = sum(_line(connector / "enabled") == "enabled" for connector in connected)
    # WORKAROUND https://github.com/NVIDIA/open-gpu-kernel-modules/issues/889: this driver calls
    # them all disabled. To count a dark one may hide notes, not to count a lit one shows them.
    driver = connected[0] / "device" / "device" / "driver"
    return len(connected) if not lit and driver.resolve().name == "nvidia" else lit


def _line(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def _online_displays() -> int | None:
    """What macOS counts, mirrored displays too."""
    place = "/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics"
    numbers, count = (ctypes.c_uint32 * _MOST_DISPLAYS)(), ctypes.c_uint32()
    try:
        graphics = ctypes.CDLL(place)
        failed = graphics.CGGetOnlineDisplayList(_MOST_DISPLAYS, numbers, ctypes.byref(count))
    except (OSError, AttributeError):
        return None
    return None if failed else count.value or None


def _active_paths() -> int | None:
    """How many ways from a graphics card to a display Windows has in use; clones have one each."""
    only_active = 2
    paths, modes = ctypes.c_uint32(), ctypes.c_uint32()
    failed = 1
    if sys.platform == "win32":
        failed = ctypes.windll.user32.GetDisplayConfigBufferSizes(
            only_active, ctypes.byref(paths), ctypes.byref(modes)
        )
    return None if failed else paths.value or None
