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
        line = f"{said}{self.message}{pair}{f' ({self.hint})' if self.hint else ''}"
        return line.replace("\n", "\\n")  # a name may hold line ends; a finding is one line


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_REMADE: Final = "ask for the file again, or make the bundle anew"
_STORE: Final = "unpack the ZIP and look at the folder, or make the bundle anew"
_FOREIGN: Final = "another program wrote to the bundle; make it anew to have it as it was"
_RENAME: Final = "rename the file and make the bundle anew"
_RESAVE: Final = "correct the file, then make its tag manifest anew"
_REBAG: Final = "bag it anew with BagIt 1.0 and SHA-512"
_NEWER: Final = "look for a newer version of this program"
_UNTOUCHED: Final = "nothing outside the bag is ever read; ask for the bag again"
_FETCH: Final = "put the file in its place yourself"
_UNLINK: Final = "put the file itself in its place"
_REMAKE: Final = "make the bundle anew, so that its crate tells what it holds"
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
    # Signatures over the tag manifest
    Rule(
        "signature.bad",
        _ERROR,
        "the signature is bad: {problem}",
        "ask whoever signed it for the bundle again",
    ),
    Rule(
        "signature.untrusted",
        _ERROR,
        "no key that you trust has signed this",
        "ask whoever made it for their public key, on another way than the bundle came",
    ),
    Rule("signature.unchecked", _WARNING, "the signature is not checked: {problem}", ""),
    # A bag and its tag files (RFC 8493 2)
    Rule(
        "bag.declaration",
        _ERROR,
        "the file does not say in two lines which BagIt this is, and in which encoding",
        _REMADE,
    ),
    Rule("bag.bom", _ERROR, "the file begins with a byte order mark", _RESAVE),
    Rule("bag.mark", _WARNING, "the file begins with a byte order mark", _RESAVE),
    Rule("bag.spacing", _ERROR, "the two lines are not spaced as the standard says", _REBAG),
    Rule("bag.version", _ERROR, "BagIt {version} is not known; it is read as 1.0", _NEWER),
    Rule("bag.old", _WARNING, "the bag follows BagIt {version}, older than the standard", _REBAG),
    Rule("bag.encoding", _WARNING, "the tag files are in {encoding}, not in UTF-8", _REBAG),
    Rule("bag.codec", _ERROR, "the encoding {encoding} is not known; UTF-8 is tried", _REBAG),
    Rule("bag.text", _ERROR, "the file is not in {encoding}, as bagit.txt says", _REMADE),
    Rule("bag.large", _ERROR, "the file is larger than {limit:,} bytes; it is not read", _REMADE),
    Rule(
        "bag.lines",
        _ERROR,
        "the manifests have more than {limit:,} lines; the rest is not read",
        _REMADE,
    ),
    Rule("bag.more", _WARNING, "{count:,} more findings of the kind {kind}", "mend those first"),
    Rule("bag.payload", _ERROR, "the bag has no data folder", _REMADE),
    Rule("bag.manifest", _ERROR, "the bag has no manifest of its payload", _REMADE),
    Rule("bag.name", _WARNING, "the standard writes this file's name {usual}", "rename the file"),
    Rule("bag.second", _ERROR, "this is a second {algorithm} manifest; it is not read", _REMADE),
    Rule("bag.algorithm", _WARNING, "the hash {algorithm} is not known here, nor checked", _REBAG),
    Rule("bag.unchecked", _ERROR, "no hash of the bag is known here; nothing is proved", _REBAG),
    Rule("bag.weak", _WARNING, "only {algorithm} proves the payload, and it can be forged", _REBAG),
    Rule("bag.line", _ERROR, "line {line} is not a hash and the name of a file", _REMADE),
    Rule("bag.digest", _ERROR, "the hash in line {line} has {count} digits, not {digits}", _REMADE),
    Rule("bag.twice", _ERROR, "the file stands in {manifest} twice", _REMADE),
    Rule("bag.contradiction", _ERROR, "the file has two different hashes in {manifest}", _REMADE),
    Rule("bag.star", _WARNING, "names are marked with *, as checksum tools do", _REBAG),
    Rule("bag.dot", _WARNING, "names begin with ./", _REBAG),
    Rule("bag.percent", _WARNING, "% is not written %25 in {manifest}", _REBAG),
    Rule("bag.unsafe", _ERROR, "{manifest} names a file that does not lie in the bag", _UNTOUCHED),
    Rule("bag.outside", _ERROR, "{manifest} names a file that is not in data/", _UNTOUCHED),
    Rule("bag.tag", _WARNING, "{manifest} names a file that it should not", "it is not looked at"),
    Rule("bag.uneven", _ERROR, "{manifest} does not list the file, but another does", _REMADE),
    Rule("bag.unlisted", _ERROR, "{manifest} does not list this manifest", _REMADE),
    Rule("bag.fetch", _WARNING, "the file is to be had from {url}; nothing is fetched", _FETCH),
    Rule("bag.fetch-line", _ERROR, "line {line} is not an address, a length and a name", _REMADE),
    Rule("bag.fetch-unlisted", _ERROR, "fetch.txt names the file, {manifest} does not", _REMADE),
    Rule("bag.info-line", _WARNING, "line {line} is not a label and a value", _RESAVE),
    Rule("bag.info-spacing", _WARNING, "line {line} is not spaced as the standard says", _RESAVE),
    Rule("bag.repeated", _ERROR, "{label} stands there more than once", _RESAVE),
    Rule("bag.oxum-form", _ERROR, "Payload-Oxum is not a number of bytes and of files", _RESAVE),
    Rule("bag.oxum", _ERROR, "the payload is not as large as Payload-Oxum says", _REMADE),
    # The files in a bag (RFC 8493 3)
    Rule("file.changed", _ERROR, "the file is not the one that was bagged: {algorithm}", _REMADE),
    Rule("file.missing", _ERROR, "the file is not there", _REMADE),
    Rule("file.unfetched", _ERROR, "the file is not there, and nothing is ever fetched", _FETCH),
    Rule("file.unlisted", _ERROR, "no manifest lists the file", _REMADE),
    Rule("file.unlisted-tag", _WARNING, "no tag manifest lists the file", "check it by hand"),
    Rule("file.unreadable", _ERROR, "the file cannot be read: {why}", "{remedy}"),
    Rule("file.unchecked", _ERROR, "no manifest that can be checked lists the file", _REBAG),
    Rule("file.link", _WARNING, "this is a link to another file of the bag", _UNLINK),
    Rule("file.stray", _ERROR, "this link leads to no file of the bag; it is not read", _UNLINK),
    Rule("file.device", _ERROR, "this is a device or a pipe; it is not opened", "remove it"),
    Rule("file.closed", _ERROR, "the folder cannot be listed", "allow yourself to read it"),
    Rule(
        "file.normalisation",
        _WARNING,
        "{manifest} writes the name with other characters that look the same",
        _RENAME,
    ),
    Rule("file.alike", _WARNING, "some systems take the name for that of '{other}'", _RENAME),
    # The RO-Crate in a bag (RO-Crate 1.1 to 1.3)
    Rule("crate.large", _WARNING, "the crate is too large to be looked through", _REMAKE),
    Rule("crate.json", _ERROR, "this is not sound JSON: {why}", _REMAKE),
    Rule("crate.graph", _ERROR, "the JSON holds no '@graph' with a list of entities", _REMAKE),
    Rule("crate.entity", _ERROR, "an entity of the graph has no '@id'", _REMAKE),
    Rule("crate.twice", _ERROR, "two entities have the @id '{id}'", _REMAKE),
    Rule("crate.descriptor", _ERROR, "no entity describes the file itself", _REMAKE),
    Rule("crate.root", _ERROR, "no data set is the root of the crate", _REMAKE),
    Rule("crate.version", _WARNING, "the crate does not follow RO-Crate {known}", _NEWER),
    Rule("crate.outside", _ERROR, "the @id '{id}' leaves the folder of the crate", _UNTOUCHED),
    Rule("crate.missing", _ERROR, "the crate names it, and it is not there", _REMAKE),
    Rule("crate.size", _ERROR, "the crate says another size", _REMAKE),
    Rule("crate.hash", _ERROR, "the crate says another SHA-256 than the manifest", _REMAKE),
    Rule("crate.value", _WARNING, "the crate's {key} is {found}, and not {wanted}", _REMAKE),
    Rule("crate.unnamed", _WARNING, "the crate does not name the file", _REMAKE),
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
