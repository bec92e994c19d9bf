"""Decodes a picture as the show will, to see whether it can and how long it takes."""

from __future__ import annotations

from time import perf_counter, thread_time

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImageReader

from reader.core import limits
from reader.core.files import Blob
from reader.core.picture_checks import SLOW_SECONDS, Rehearsed, Size
from reader.core.pictures import PictureKind, kind_of
from reader.errors import ImageError
from reader.gui.decoder import ImageRequest, decode, measure, silence_codecs
from reader.gui.fitting import fit, pixels


def prepare() -> None:
    """Let Qt's reader keep the limits of the program; once, before anything is decoded."""
    silence_codecs()
    QImageReader.setAllocationLimit(limits.PICTURE_BYTES // 2**20)


def rehearse(blob: Blob, screen: Size) -> Rehearsed:
    """Decode a picture for a screen of so many pixels, and let go of it; never raises.

    One that is slow is tried once more: the machine may have been busy, or the disk asleep.
    """
    try:
        is_vector = kind_of(blob) is PictureKind.SVG
        first, size, error = _try(blob, screen)
        if error is None and first > SLOW_SECONDS:
            again = perf_counter(), thread_time()
            _, _, error = _try(blob, screen)
            # What other programs took of the second try is no property of the picture. An SVG is
            # drawn by a process of its own, whose time is not this thread's.
            passed = perf_counter() - again[0]
            first = min(first, passed if is_vector else thread_time() - again[1])
        if error is None:
            return Rehearsed(size.width(), size.height(), first, is_vector)
    except ImageError as fault:
        error = fault
    return Rehearsed(error=error.message, hint=error.hint)


def _try(blob: Blob, screen: Size) -> tuple[float, QSize, ImageError | None]:
    """The seconds that it takes from nothing to pixels, and the picture's own size."""
    begun = perf_counter()
    size = measure(blob)
    place = fit(size.width() / size.height(), QRectF(0, 0, *screen))
    done = decode(ImageRequest(blob, *pixels(place, 1.0)))
    return perf_counter() - begun, size, done.error
