"""Prints whether the X server's screen saver is on, asked of the server itself.

A program of its own, because libX11 ends a process whose server is gone.
"""

from __future__ import annotations

import ctypes
import sys


class _Info(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("until_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("mask", ctypes.c_ulong),
    )


def is_on() -> bool:
    """Whether the screen saver has come."""
    x11, saver = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    saver.XScreenSaverQueryInfo.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p]
    display = x11.XOpenDisplay(None)
    assert display, "no display"
    info = _Info()
    root = x11.XDefaultRootWindow(display)
    assert saver.XScreenSaverQueryInfo(display, root, ctypes.byref(info))
    return bool(info.state == 1)


if __name__ == "__main__":
    sys.stdout.write("on\n" if is_on() else "off\n")
