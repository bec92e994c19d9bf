"""What is wrong with a deck, one finding at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from reader.errors import Where


class Severity(Enum):
    """How much a finding matters to the exit code of a check."""

    ERROR = "error"  # a fault: the deck breaks the format, or something cannot be shown
    WARNING = "warning"  # the deck works; an editor would want to know; a fault when strict


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: the rule it breaks, where, what was found and expected, and the remedy."""

    rule: str  # a permanent name such as "yaml.alias" or "image.missing"
    severity: Severity
    where: Where
    path: tuple[str | int, ...]  # keys and indexes from the root of that file
    message: str
    expected: str = ""
    hint: str = ""

    def __str__(self) -> str:
        expected = f"; expected {self.expected}" if self.expected else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.where}: {self.severity.value}: {self.message}{expected}{hint}"
