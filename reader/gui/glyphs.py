"""Which letters would stand as boxes, because no typeface on this machine has them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QFontMetrics

from reader.core import look
from reader.gui import theme


def lacking(letters: Iterable[str]) -> str:
    """Those of the letters for which Qt finds no glyph, in the shipped typefaces or elsewhere.

    Needs a running application, and the shipped typefaces loaded.
    """
    metrics = QFontMetrics(theme.font(look.SERIF, look.READING_BASE))
    return "".join(letter for letter in letters if not metrics.inFontUcs4(ord(letter)))
