"""Prints how many pixels of the pointer can be seen, asked of the X server by XFixes.

A program of its own, because libX11 ends a process whose server is gone.
"""

from __future__ import annotations

import ctypes
import sys


class _CursorImage(ctypes.Structure):
    _fields_ = (
        ("x", ctypes.c_short),
        ("y", ctypes.c_short),
        ("width", ctypes.c_ushort),
        ("height", ctypes.c_ushort),
        ("xhot", ctypes.c_ushort),
        ("yhot", ctypes.c_ushort),
        ("serial", ctypes.c_ulong),
        ("pixels", ctypes.POINTER(ctypes.c_ulong)),
    )


def seen_pixels() -> int:
    """The number of pixels of the pointer that are not wholly transparent."""
    x11, fixes = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXfixes.so.3")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    fixes.XFixesGetCursorImage.argtypes = [ctypes.c_void_p]
    fixes.XFixesGetCursorImage.restype = ctypes.POINTER(_CursorImage)
    fixes.XFixesQueryVersion.argtypes = [ctypes.c_void_p, *[ctypes.POINTER(ctypes.c_int)] * 2]
    display = x11.XOpenDisplay(None)
    assert display, "no display"
    fixes.XFixesQueryVersion(display, ctypes.c_int(4), ctypes.c_int(0))
    image = fixes.XFixesGetCursorImage(display).contents
    return sum(1 for at in range(image.width * image.height) if image.pixels[at] >> 24 & 0xFF)


if __name__ == "__main__":
    sys.stdout.write(f"{seen_pixels()}\n")
