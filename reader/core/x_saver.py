"""The X server's own screen saver, suspended as long as a connection to it stands.

No service speaks for it on a desktop that is little more than a window manager, where it blanks
the screen after ten minutes. The server counts the connection, and no setting is changed.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Mapping
from typing import Any, Final

from reader.core.holds import Refused

_SUSPEND: Final = 5  # of the extension MIT-SCREEN-SAVER
_CHECKED: Final = 1  # as xcb names it: an error is kept for us, and not for its event queue


class _Part(ctypes.Structure):
    """A part of a request, `struct iovec`."""

    _fields_ = (("start", ctypes.c_char_p), ("length", ctypes.c_size_t))


class _Extension(ctypes.Structure):
    """What libxcb knows an extension by, `xcb_extension_t`."""

    _fields_ = (("name", ctypes.c_char_p), ("number", ctypes.c_int))


class _Request(ctypes.Structure):
    """What a request is, `xcb_protocol_request_t`."""

    _fields_ = (
        ("parts", ctypes.c_size_t),
        ("extension", ctypes.POINTER(_Extension)),
        ("opcode", ctypes.c_uint8),
        ("is_void", ctypes.c_uint8),
    )


class XSaver:
    """The X server's screen saver, suspended until this is closed or the program ends.

    Owns: a connection to the X server of its own; libxcb never ends the program for it.
    """

    def __init__(self, display: str) -> None:
        """Suspend it on the display of that name. Raises Refused."""
        self._library = _load()
        self._connection = self._library.xcb_connect(display.encode(), None)
        if not self._is_suspended():
            self.close()
            raise Refused("the X server does not answer, or knows no screen saver")

    def _is_suspended(self) -> bool:
        """Ask for it; whether the server has done so."""
        extension = _Extension(b"MIT-SCREEN-SAVER", 0)
        request = _Request(1, ctypes.pointer(extension), _SUSPEND, True)
        # libxcb fills in the first four bytes, and uses the two parts before those that it is told.
        parts = (_Part * 3)()
        parts[2] = _Part(struct.pack("=4xI", True), 8)
        cookie = self._library.xcb_send_request(
            self._connection,
            _CHECKED,
            ctypes.byref(parts, 2 * ctypes.sizeof(_Part)),
            ctypes.byref(request),
        )
        if not cookie:
            return False
        error = self._library.xcb_request_check(self._connection, cookie)
        if error:
            ctypes.CDLL(None).free(ctypes.c_void_p(error))
        return not error and not self._library.xcb_connection_has_error(self._connection)

    def close(self) -> None:
        """Let it come again."""
        self._library.xcb_disconnect(self._connection)


def is_on_x11(environment: Mapping[str, str]) -> bool:
    """Whether windows are shown by an X server; the one under Wayland blanks nothing."""
    return bool(environment.get("DISPLAY")) and not environment.get("WAYLAND_DISPLAY")


def _load() -> Any:
    """The library that Qt speaks to the X server with. Raises Refused."""
    try:
        library: Any = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        raise Refused("the X server cannot be asked: libxcb.so.1 is missing") from error
    pointer = ctypes.c_void_p
    library.xcb_connect.restype = pointer
    library.xcb_connect.argtypes = (ctypes.c_char_p, pointer)
    library.xcb_send_request.restype = ctypes.c_uint
    library.xcb_send_request.argtypes = (pointer, ctypes.c_int, pointer, pointer)
    library.xcb_request_check.restype = pointer
    library.xcb_request_check.argtypes = (pointer, ctypes.c_uint)
    library.xcb_connection_has_error.argtypes = (pointer,)
    library.xcb_disconnect.argtypes = (pointer,)
    return library
