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
_STORE: Final = "unpack the ZIP and look at the folder, or make the bundle anew"
_FOREIGN: Final = "another program wrote to the bundle; make it anew to have it as it was"
_RENAME: Final = "rename the file and make the bundle anew"
_ROWS: Final = (
    # The ZIP (PKWARE APPNOTE 6.3)
    Rule("zip.gap", _ERROR, "{found} bytes at {at} belong to no file", _REMADE),
    Rule("zip.prefix", _ERROR, "{found} bytes stand before the ZIP begins", _REMADE),
    Rule("zip.trailing", _ERROR, "{found} bytes stand behind the end of the ZIP", _REMADE),
    Rule("zip.ends", _ERROR, "the ZIP has two ends, and not every tool takes the same", _REMADE),
    Rule("zip.zip64", _ERROR, "the fields for large files contradict the others", _REMADE),
    Rule("zip.disk", _ERROR, "the ZIP says that it is one part of several", _REMADE),
    Rule("zip.top", _ERROR, "the ZIP holds {found} at its top, and not one", _REMADE),
    Rule("zip.overlap", _ERROR, "the file shares bytes with '{other}'", _REMADE),
    Rule("zip.outside", _ERROR, "the file does not lie where files can lie", _REMADE),
    Rule("zip.local", _ERROR, "no file begins where the list of files says", _REMADE),
    Rule("zip.headers", _ERROR, "the file's two headers contradict each other: {what}", _REMADE),
    Rule("zip.method", _ERROR, "the file is compressed, by method {found}", _STORE),
    Rule("zip.encrypted", _ERROR, "the file is encrypted", _STORE),
    Rule(
        "zip.descriptor",
        _ERROR,
        "the file's length is only told behind it, where some tools do not find it",
        _STORE,
    ),
    Rule("zip.size", _ERROR, "the file has two lengths, though it is not compressed", _REMADE),
    Rule("zip.large", _ERROR, "the file is larger than {limit:,} bytes", "leave it out"),
    Rule("zip.special", _ERROR, "this is a link or a device, and not a file", _REMADE),
    Rule("zip.folder-data", _ERROR, "the folder has {found} bytes of its own", _REMADE),
    Rule("zip.utf-8", _ERROR, "the name is not UTF-8", _RENAME),
    Rule(
        "zip.utf-8-flag",
        _ERROR,
        "the name is not marked as UTF-8, and some tools read it as another",
        _RENAME,
    ),
    Rule("zip.extra-form", _ERROR, "the file's extra fields have no sound lengths", _REMADE),
    Rule(
        "zip.extra-meaning",
        _ERROR,
        "an extra field, {found}, gives the file another name or kind for some tools",
        _REMADE,
    ),
    Rule("zip.comment", _WARNING, "the ZIP has a comment of {found} bytes", _FOREIGN),
    Rule("zip.comments", _WARNING, "comments on files: {count:,}, first on '{first}'", _FOREIGN),
    Rule("zip.extra", _WARNING, "extra fields on files: {count:,}, first on '{first}'", _FOREIGN),
    Rule("zip.folder", _WARNING, "folders listed: {count:,}, first '{first}'", _FOREIGN),
    Rule("zip.date", _WARNING, "files with dates: {count:,}, first '{first}'", _FOREIGN),
    Rule("zip.mode", _WARNING, "files with other modes: {count:,}, first '{first}'", _FOREIGN),
    Rule("zip.more", _WARNING, "{count:,} more findings of the kind {kind}", "mend those first"),
    # The names in it (RFC 8493 5.2)
    Rule("name.absolute", _ERROR, "the name begins with /", _RENAME),
    Rule("name.home", _ERROR, "the name begins with ~, which can mean a home folder", _RENAME),
    Rule("name.leaves", _ERROR, "the name has a part that is '.' or '..'", _RENAME),
    Rule("name.empty", _ERROR, "the name has an empty part", _RENAME),
    Rule("name.backslash", _ERROR, "the name has a backslash, which parts folders too", _RENAME),
    Rule("name.drive", _ERROR, "the name has a colon, as the names of drives have", _RENAME),
    Rule("name.control", _ERROR, "the name has an invisible character", _RENAME),
    Rule("name.reserved", _ERROR, "the name is that of a device on Windows", _RENAME),
    Rule("name.trailing", _ERROR, "a part of the name ends with a dot or a space", _RENAME),
    Rule("name.long", _ERROR, "the name is longer than most systems can write", _RENAME),
    Rule("name.windows", _WARNING, "the name cannot be written on Windows", _RENAME),
    Rule("name.twice", _ERROR, "the name stands in the list twice", _REMADE),
    Rule("name.same", _ERROR, "to some systems this is the same name as '{other}'", _RENAME),
    Rule("name.clash", _ERROR, "a folder has the same name", _RENAME),
    Rule("name.top", _ERROR, "the file does not lie in the bundle's folder", _REMADE),
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
