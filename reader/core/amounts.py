"""Sizes, times and numbers of things in words, as people say them."""

from __future__ import annotations

from typing import Final

_UNITS: Final = ("bytes", "kB", "MB", "GB", "TB")
_STEP: Final = 1000
_MINUTE: Final = 60.0
_HOUR: Final = 3600.0


def size_words(count: int) -> str:
    """Bytes in the unit that suits them, such as "2.4 MB"; steps of 1,000, as disks are sold."""
    size, unit = float(count), 0
    while size >= _STEP - 0.5 and unit < len(_UNITS) - 1:
        size /= _STEP
        unit += 1
    if unit == 0:
        return "1 byte" if count == 1 else f"{count} bytes"
    digits = 0 if size >= 10 else 1
    return f"{size:,.{digits}f} {_UNITS[unit]}"


def count_words(count: int, noun: str, nouns: str = "") -> str:
    """How many there are of something, such as "1 file" or "1,200 files"."""
    return f"{count:,} {noun if count == 1 else nouns or f'{noun}s'}"


def time_words(seconds: float) -> str:
    """About how long, such as "40 seconds" or "3 minutes"; never less than a second."""
    if seconds < _MINUTE:
        return count_words(max(1, round(seconds)), "second")
    if seconds < _HOUR:
        return count_words(round(seconds / _MINUTE), "minute")
    return count_words(round(seconds / _HOUR), "hour")
