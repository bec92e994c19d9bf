"""How memory is given back to the system while pictures come and go for days."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

LARGE = 2**20  # bytes: what is larger has pages of its own, and leaves no hole when it goes
_MMAP_THRESHOLD = -3  # of glibc's mallopt


def give_back_large_blocks() -> None:
    """Have every large block given back to the system as soon as it is not needed.

    Left to itself, glibc takes blocks of up to 32 MiB from its heap once some of that size have
    been given back, and what a program holds then depends on what was decoded last. Other
    systems have no such call and need none.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, LARGE)
