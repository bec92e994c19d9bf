"""What is wrong with a deck, one finding at a time, and the rules that are broken.

Every message about a deck derives from one row of `RULES`: a permanent id, how much it matters,
what is wrong, and how to mend it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final, NamedTuple

from reader.core.pictures import NAMES
from reader.errors import Where


class Severity(Enum):
    """How much a finding matters to the exit code of a check."""

    ERROR = "error"  # a fault: the deck breaks the format, or something cannot be shown
    WARNING = "warning"  # the deck works; an editor would want to know; a fault when strict


class Problem(NamedTuple):
    """One finding: the rule it breaks, where, what was found and expected, and the remedy."""

    rule: str  # a permanent name such as "yaml.alias" or "image.missing"
    severity: Severity
    where: Where
    path: tuple[str | int, ...]  # keys and indexes from the root of that file
    message: str
    expected: str = ""
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.severity.value}: {self._words()}"

    @property
    def sentence(self) -> str:
        """Where, what and the remedy, for a person who need not be told that it is a fault."""
        return f"{self.where}: {self._words()}"

    def _words(self) -> str:
        expected = f"; expected {self.expected}" if self.expected else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.message}{expected}{hint}"


class Rule(NamedTuple):
    """A rule of the format; words in braces are filled in by the finding."""

    id: str
    severity: Severity
    what: str
    remedy: str


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_ROWS: Final = (
    Rule("yaml.syntax", _ERROR, "this is not YAML: {found}", "{remedy}"),
    Rule("yaml.encoding", _ERROR, "this is not UTF-8: {found}", "save the file as UTF-8"),
    Rule("yaml.control", _ERROR, "the invisible character {found} is not allowed", "delete it"),
    Rule(
        "yaml.alias",
        _ERROR,
        "'*{found}' is an alias, which a deck may not use",
        "write the value out, or put text that begins with * in quotes",
    ),
    Rule(
        "yaml.anchor",
        _ERROR,
        "'&{found}' is an anchor, which a deck may not use",
        "delete it, or put text that begins with & in quotes",
    ),
    Rule(
        "yaml.tag",
        _ERROR,
        "'{found}' is a tag, which a deck may not use",
        "delete it, or put text that begins with ! in quotes",
    ),
    Rule(
        "yaml.merge",
        _ERROR,
        "'<<' merges keys from elsewhere, which a deck may not do",
        "write the keys out",
    ),
    Rule(
        "yaml.duplicate",
        _ERROR,
        "duplicate key: '{found}' stands here again; the first one counts",
        "delete one of the two",
    ),
    Rule("yaml.key", _ERROR, "the key {found} is not text", "put it in quotes"),
    Rule(
        "yaml.documents",
        _ERROR,
        "a second document begins here; it is not read",
        "delete everything from this line on, or move it to a file of its own",
    ),
    Rule("yaml.depth", _ERROR, "this is nested more than {limit} deep", "nest it less deeply"),
    Rule(
        "yaml.nodes",
        _ERROR,
        "the file holds more than {limit:,} values; it is not read",
        "put slides in files of their own",
    ),
    Rule(
        "yaml.size",
        _ERROR,
        "the file is larger than {limit:,} bytes; it is not read",
        "put slides in files of their own",
    ),
    Rule("yaml.number", _ERROR, "the number {found} is too large", "put it in quotes to keep it"),
    Rule(
        "yaml.many",
        _ERROR,
        "more than {limit:,} faults came before this one; the rest of the file is not read",
        "mend those first",
    ),
    Rule("file.unreadable", _ERROR, "'{file}' cannot be read: {found}", "{remedy}"),
    Rule(
        "file.mapping",
        _ERROR,
        "the file holds {found}, and not keys with values",
        "write lines such as 'title: Harbour'",
    ),
    Rule(
        "key.unknown",
        _ERROR,
        "unknown key: '{key}' is not a key of a {thing}; it is kept but not shown",
        "{remedy}",
    ),
    Rule("key.missing", _ERROR, "this {thing} has no '{key}'", "add '{key}:'"),
    Rule("value.type", _ERROR, "'{key}' is {found}", "{remedy}"),
    Rule(
        "value.empty",
        _ERROR,
        "'{key}' is empty",
        "fill it in, or delete it if it need not be there",
    ),
    Rule("value.form", _ERROR, "'{key}' is {found}, which does not have its form", "{remedy}"),
    Rule("value.date", _ERROR, "'{key}' is {found}, a day that no calendar has", "correct it"),
    Rule("value.choice", _ERROR, "'{key}' is {found}, which it cannot be", "{remedy}"),
    Rule("value.range", _ERROR, "'{key}' is {found}, which is out of range", "correct it"),
    Rule("value.length", _ERROR, "'{key}' holds too many or too few", "correct it"),
    Rule(
        "image.alt",
        _ERROR,
        "the picture has no alt text",
        "describe in alt_text what it shows, or write 'decorative: true'",
    ),
    Rule(
        "image.stand-in",
        _ERROR,
        "the picture is a stand-in, and does not say for what",
        "add 'stand_in_for:' with what is known of the photograph",
    ),
    Rule(
        "image.not-stand-in",
        _ERROR,
        "'stand_in_for' stands with a picture that is no stand-in",
        "write 'rendition: stand_in', or delete 'stand_in_for'",
    ),
    Rule(
        "image.credit",
        _WARNING,
        "the picture names neither a credit line nor a creator",
        "add 'credit_line:' or 'creators:'",
    ),
    Rule(
        "image.rights",
        _WARNING,
        "the picture has neither a licence nor a rights statement",
        "add 'license:' or 'rights:'",
    ),
    Rule(
        "detail.outside",
        _ERROR,
        "the region leaves the picture: '{start}' and '{length}' are {end:g} together",
        "make them at most 1 together, as they are shares of the picture's {side}",
    ),
    Rule("deck.language", _WARNING, "the deck does not say its language", "add 'language: en'"),
    Rule(
        "source.undefined",
        _ERROR,
        "'@{key}' cites a source that the deck does not define",
        "{remedy}",
    ),
    Rule("source.unused", _WARNING, "the source '{key}' is never cited", "cite it, or delete it"),
    Rule(
        "citation.form",
        _ERROR,
        "'{found}' is not a citation, and is shown as it is",
        "write [@id], or [@one; @two] for several",
    ),
    Rule(
        "path.empty",
        _ERROR,
        "the path is empty",
        "write a path from the {base} folder",
    ),
    Rule(
        "path.absolute",
        _ERROR,
        "'{file}' is not a path inside the {base} folder",
        "put the file in the {base} folder and write its path from there, with /",
    ),
    Rule(
        "path.leaves",
        _ERROR,
        "'{file}' leaves the {base} folder",
        "put the file in the {base} folder and write its path without '..'",
    ),
    Rule(
        "path.link",
        _ERROR,
        "'{file}' is a link that leaves the deck",
        "put the file itself in its place",
    ),
    Rule("path.missing", _ERROR, "'{file}' is not there", "{remedy}"),
    Rule(
        "slide.entry",
        _ERROR,
        "this is neither a slide nor the name of a file in the slides folder",
        "write a name such as 01-harbour.yaml",
    ),
    Rule(
        "slide.twice",
        _ERROR,
        "'{file}' stands in the list twice",
        "delete one of the two, or copy the file under another name",
    ),
    Rule(
        "slide.unlisted",
        _WARNING,
        "'{file}' is not in the list of slides in slides/deck.yaml",
        "add it to the list, or delete the file",
    ),
    Rule(
        "picture.format",
        _ERROR,
        "'{file}' is not a picture that can be shown",
        f"save it as {NAMES}",
    ),
    Rule(
        "picture.unsafe",
        _ERROR,
        "'{file}' is not shown: {found}",
        "save it as a plain SVG, or as PNG",
    ),
    Rule(
        "picture.large",
        _ERROR,
        "'{file}' is too large: {width:,} x {height:,} pixels",
        "save it with at most {side:,} pixels a side and {pixels:,} in all",
    ),
)
RULES: Final = {rule.id: rule for rule in _ROWS}
"""Every rule under its id."""


def problem(
    rule: str,
    where: Where,
    path: tuple[str | int, ...] = (),
    *,
    expected: str = "",
    words: Mapping[str, object] = MappingProxyType({}),
) -> Problem:
    """A finding against one rule, with the words in braces filled in."""
    row = RULES[rule]
    message, remedy = row.what.format_map(words), row.remedy.format_map(words)
    return Problem(rule, row.severity, where, path, message, expected, remedy)
