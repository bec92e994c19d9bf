"""What is wrong with a bundle or a bag, one finding at a time, and the rules that are broken.

Every message about a bundle derives from one row of `RULES`, as those about a deck derive from
`reader.core.problems`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from reader.core.problems import Rule, Severity


class Finding(NamedTuple):
    """One finding: the rule it breaks, the file in the bag, what was expected and found."""

    rule: str  # a permanent name such as "file.changed"
    severity: Severity
    name: str  # of the file, from the bag's folder on; "" for the whole
    message: str
    hint: str = ""
    expected: str = ""  # a hash or a number, in full
    found: str = ""

    def __str__(self) -> str:
        said = f"{self.severity.value}: {self.name}: " if self.name else f"{self.severity.value}: "
        pair = f"; expected {self.expected}, found {self.found}" if self.expected else ""
        return f"{said}{self.message}{pair}{f' ({self.hint})' if self.hint else ''}"


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_REMADE: Final = "ask for the file again, or make the bundle anew"
_ROWS: Final = (
    # The ZIP (PKWARE APPNOTE 6.3)
    Rule("zip.gap", _ERROR, "{found} bytes at {at} belong to no file", _REMADE),
)
RULES: Final = {rule.id: rule for rule in _ROWS}
"""Every rule under its id."""


def finding(
    rule: str, name: str = "", *, expected: str = "", found: str = "", **words: object
) -> Finding:
    """A finding against one rule, with the words in braces filled in."""
    row = RULES[rule]
    words = {"expected": expected, "found": found, **words}
    message, hint = row.what.format_map(words), row.remedy.format_map(words)
    return Finding(rule, row.severity, name, message, hint, expected, found)
