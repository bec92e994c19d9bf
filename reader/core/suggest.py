"""Names what a misspelt word probably meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_MOST_LETTERS: Final = 60
_MOST_CHOICES: Final = 500


class Suggestions:
    """Compares words, a limited number of times.

    A comparison takes up to a millisecond, and a deck from elsewhere may hold 100,000 unknown
    keys; whoever mends the first hundreds will run the check again.

    Owns: how many comparisons are left.
    """

    def __init__(self, left: int = 300) -> None:
        self._left = left

    def remedy(self, found: str, choices: Sequence[str], otherwise: str = "") -> str:
        """A question that names the choice most like `found`, or `otherwise` if none is."""
        if self._left <= 0 or len(found) > _MOST_LETTERS:
            return otherwise
        self._left -= 1
        from difflib import get_close_matches  # late: a sound deck never needs it

        near = choices[:_MOST_CHOICES]
        alike = found.lower().replace("-", "_").replace(" ", "_")
        close = get_close_matches(found, near, 1) or get_close_matches(alike, near, 1)
        return f"did you mean '{close[0]}'?" if close else otherwise


def known(choices: Sequence[str]) -> str:
    """A remedy that names the first of the choices, for when none is alike."""
    few = ", ".join(sorted(choices)[:12])
    return f"known are {few}" + ("…" if len(choices) > 12 else "")
