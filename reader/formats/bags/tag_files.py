"""The text files around the payload of a bag, read with patience and written to the letter.

RFC 8493 says what they hold: `bagit.txt`, `bag-info.txt`, the manifests and `fetch.txt`. What
older bags do otherwise is read too, and noted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from reader.core import limits
from reader.core.problems import Severity
from reader.formats.bags.findings import Finding, finding
from reader.formats.bags.inventory import Inventory
from reader.formats.places import DECLARATION, PAYLOAD

INFO: Final = "bag-info.txt"
OLD_INFO: Final = "package-info.txt"  # before 0.96
FETCH: Final = "fetch.txt"
VERSION: Final = "1.0"
_OLD_VERSIONS: Final = ("0.93", "0.94", "0.95", "0.96", "0.97")
_ONCE: Final = frozenset(
    ["payload-oxum", "bagging-date", "bag-size", "bag-group-identifier", "bag-count"]
)

_BREAK: Final = r"(?:\r\n?|\n)"
_DECLARED = re.compile(
    rf"BagIt-Version: ([0-9]+\.[0-9]+){_BREAK}Tag-File-Character-Encoding: (\S+){_BREAK}?"
)
_NEARLY = re.compile(
    r"\s*BagIt-Version\s*:\s*([0-9]+\.[0-9]+)\s+Tag-File-Character-Encoding\s*:\s*(\S+)\s*",
    re.IGNORECASE,
)
# Not whatever Python can decode: some of its codecs are no character sets, and some are slow.
_ENCODING = re.compile(
    r"utf[-_]?(?:8|(?:16|32)(?:[-_]?[bl]e)?)|(?:us[-_])?ascii|latin[-_]?1|iso[-_]?8859[-_]\d{1,2}"
    r"|(?:windows|cp)[-_]?\d{3,4}|shift[-_]?jis|euc[-_](?:jp|kr)|big5|gb(?:k|2312|18030)"
    r"|koi8[-_][ru]|mac[-_]?roman",
    re.IGNORECASE,
)
_FILE = re.compile(r"(tag)?manifest-([^/]+)\.txt", re.IGNORECASE)
_LISTED = re.compile(r"([0-9A-Fa-f]+)[ \t]+(\*?)(.+)")
_FETCHED = re.compile(r"(\S+)[ \t]+([0-9]{1,20}|-)[ \t]+(.+)")
_LABELLED = re.compile(r"([^:]*):(.*)")
_ENCODED = re.compile(r"%(0[AaDd]|25)")
_UNSAFE = re.compile(r"[/~\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|\Z)", re.DOTALL)
_LINE_ENDS = re.compile(r"[ \t]*[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\s*")


class Declaration(NamedTuple):
    """What `bagit.txt` says."""

    version: str
    encoding: str  # of the other tag files

    @property
    def is_old(self) -> bool:
        """Whether the bag is older than the standard, and so held to less."""
        return self.version in _OLD_VERSIONS


class Listing(NamedTuple):
    """A manifest by its name alone."""

    name: str
    algorithm: str  # lower-case letters and digits, as the standard writes it
    is_tag: bool  # whether it lists tag files, and not the payload

    @property
    def usual_name(self) -> str:
        """How the standard writes its name."""
        return f"{'tag' * self.is_tag}manifest-{self.algorithm}.txt"


class Fetch(NamedTuple):
    """A file that is to be had elsewhere, and that nobody here goes to get."""

    url: str
    length: int | None  # in bytes; None where it is not known
    name: str


class Notes:
    """Findings as they come, of each rule at most `limits.BAG_FINDINGS`, the rest counted."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._counts: Counter[str] = Counter()

    def note(
        self,
        rule: str,
        name: str = "",
        *,
        is_mild: bool = False,
        expected: str = "",
        found: str = "",
        **words: object,
    ) -> None:
        """Take down a finding, as a warning where it is mild."""
        self._counts[rule] += 1
        if self._counts[rule] <= limits.BAG_FINDINGS:
            made = finding(rule, name, expected=expected, found=found, **words)
            self._found.append(made._replace(severity=Severity.WARNING) if is_mild else made)

    def findings(self) -> tuple[Finding, ...]:
        """All findings so far, and for each rule how many are not among them."""
        over = {r: n - limits.BAG_FINDINGS for r, n in self._counts.items()}
        more = (finding("bag.more", count=n, kind=r) for r, n in over.items() if n > 0)
        return (*self._found, *more)


def read_declaration(data: bytes, notes: Notes) -> Declaration:
    """What `bagit.txt` says; where it cannot be read, what the standard asks for."""
    if data.startswith(b"\xef\xbb\xbf"):
        notes.note("bag.bom", DECLARATION)
    text = data.decode("utf-8-sig", "replace")
    is_exact = match = _DECLARED.fullmatch(text)
    match = match or (_NEARLY.fullmatch(text) if len(data) <= limits.DECLARATION_BYTES else None)
    if not match:
        notes.note("bag.declaration", DECLARATION)
        return Declaration(VERSION, "UTF-8")
    version, encoding = match.groups()
    if version in _OLD_VERSIONS:
        notes.note("bag.old", DECLARATION, version=version)
    elif version != VERSION:
        notes.note("bag.version", DECLARATION, version=version)
    if not is_exact:
        notes.note("bag.spacing", DECLARATION, is_mild=version in _OLD_VERSIONS)
    if encoding.upper() != "UTF-8":
        is_known = _ENCODING.fullmatch(encoding)
        notes.note("bag.encoding" if is_known else "bag.codec", DECLARATION, encoding=encoding)
        encoding = encoding if is_known else "UTF-8"
    return Declaration(version, encoding)


def decode(data: bytes, encoding: str, name: str, notes: Notes) -> str:
    """A tag file's text; bytes that are none stay what the file system makes of such names."""
    if data.startswith(b"\xef\xbb\xbf") and encoding.upper() == "UTF-8":
        notes.note("bag.mark", name)
        data = data[3:]
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        notes.note("bag.text", name, encoding=encoding)
        return data.decode("utf-8", "surrogateescape")


def listing(name: str) -> Listing | None:
    """Which manifest a tag file is; None for any other file."""
    match = _FILE.fullmatch(name)
    if not match:
        return None
    return Listing(name, re.sub(r"[^a-z0-9]", "", match[2].lower()), bool(match[1]))


def read_info(text: str, name: str, is_old: bool, notes: Notes) -> tuple[tuple[str, str], ...]:
    """Labels and values in their order, folded lines made one."""
    pairs: list[tuple[str, list[str]]] = []
    for number, line in enumerate(_lines(text), 1):
        match = _LABELLED.fullmatch(line)
        if pairs and line[:1] in (" ", "\t"):
            pairs[-1][1].append(line.strip(" \t"))
        elif match and (label := match[1].strip(" \t")):
            if not is_old and (label != match[1] or not re.match(r" \S|\Z", match[2])):
                notes.note("bag.info-spacing", name, line=number)
            pairs.append((label, [match[2].strip(" \t")]))
        elif line:
            notes.note("bag.info-line", name, line=number)
    counts = Counter(label.lower() for label, _ in pairs)
    for label in sorted(_ONCE):
        if counts[label] > 1:
            notes.note("bag.repeated", name, is_mild=is_old, label=label.title())
    return tuple((label, " ".join(filter(None, parts))) for label, parts in pairs)


class ManifestReader:
    """Reads the manifests of one bag, all under one limit of lines.

    A file that is there keeps the name that it has there, however the manifest writes it.
    """

    def __init__(self, inventory: Inventory, is_old: bool, notes: Notes) -> None:
        self._inventory = inventory
        self._is_old = is_old
        self._notes = notes
        self._room = limits.BAG_LINES

    def manifest(self, text: str, listing: Listing, digits: int | None) -> dict[str, str]:
        """Hashes in lower-case hex by name; `digits` is how many each has, where that is known."""
        hashes: dict[str, str] = {}
        signs: set[str] = set()
        for number, line in enumerate(_lines(text), 1):
            match = _LISTED.fullmatch(line)
            if not match or len(match[3]) > limits.BAG_NAME:
                if line:
                    self._notes.note("bag.line", listing.name, line=number)
                continue
            if not self._room:
                self._notes.note("bag.lines", listing.name, limit=limits.BAG_LINES)
                break
            self._room -= 1
            digest, raw = match[1].lower(), match[3]
            signs.update({"bag.star"} if match[2] else (), {"bag.dot"} if raw[:2] == "./" else ())
            if digits and len(digest) != digits:
                count = len(digest)
                self._notes.note(
                    "bag.digest", listing.name, line=number, count=count, digits=digits
                )
            name = self._name(raw, listing)
            if name and self._is_new(name, digest, hashes, listing):
                hashes[name] = digest
        for sign in sorted(signs):
            self._notes.note(sign, listing.name)
        return hashes

    def fetches(self, text: str) -> tuple[Fetch, ...]:
        """The lines of `fetch.txt`, each noted: nothing is ever fetched."""
        found = []
        for number, line in enumerate(_lines(text), 1):
            match = _FETCHED.fullmatch(line)
            if not match or not self._room:
                if line:
                    self._notes.note("bag.fetch-line", FETCH, line=number)
                continue
            self._room -= 1
            name = self._name(match[3], Listing(FETCH, "", False))
            if name:
                self._notes.note("bag.fetch", name, url=match[1])
                length = None if match[2] == "-" else int(match[2])
                found.append(Fetch(match[1], length, name))
        return tuple(found)

    def _is_new(self, name: str, digest: str, hashes: dict[str, str], listing: Listing) -> bool:
        if name not in hashes:
            return True
        if hashes[name] == digest:
            self._notes.note("bag.twice", name, is_mild=self._is_old, manifest=listing.name)
        else:
            self._notes.note("bag.contradiction", name, manifest=listing.name)
        return False

    def _name(self, raw: str, listing: Listing) -> str | None:
        """The file that a line is about; None where the line must not be followed."""
        while raw.startswith("./"):
            raw = raw[2:]
        name = self._decoded(raw, listing) if "%" in raw else raw
        if _UNSAFE.match(name):
            self._notes.note("bag.unsafe", name, manifest=listing.name)
            return None
        if name.startswith(PAYLOAD) == listing.is_tag or (
            listing.is_tag and name.lower().startswith("tagmanifest-")
        ):
            rule = "bag.tag" if listing.is_tag else "bag.outside"
            self._notes.note(rule, name, manifest=listing.name)
            return None
        item = self._inventory.get(name)
        if not item and (item := self._inventory.find(name)):
            self._notes.note("file.normalisation", item.name, manifest=listing.name)
        return item.name if item else name

    def _decoded(self, raw: str, listing: Listing) -> str:
        """A name with its line ends and % decoded, unless only the name as it stands is there."""
        decoded = _ENCODED.sub(lambda found: chr(int(found[1], 16)), raw)
        here = self._inventory
        is_literal = raw in here and (self._is_old or decoded not in here)
        if not self._is_old and ((is_literal and decoded != raw) or raw.count("%") > _codes(raw)):
            self._notes.note("bag.percent", raw, manifest=listing.name)
        return raw if is_literal else decoded


def bagit_txt() -> bytes:
    """The declaration of a bag (RFC 8493 2.1.1)."""
    return f"BagIt-Version: {VERSION}\nTag-File-Character-Encoding: UTF-8\n".encode()


def bag_info(pairs: Iterable[tuple[str, str]]) -> bytes:
    """`bag-info.txt` in the order given, each value in one line (RFC 8493 2.2.2).

    Raises ValueError for a label that cannot be written.
    """
    lines = []
    for label, value in pairs:
        if not label or label != label.strip() or re.search(r"[:\r\n]", label):
            raise ValueError(f"no label of bag-info.txt: {label!r}")
        lines.append(f"{label}: {_LINE_ENDS.sub(' ', value).strip()}\n")
    return "".join(lines).encode()


def manifest(digests: Mapping[str, str]) -> bytes:
    """A manifest from hashes by name, sorted by the bytes of the names (RFC 8493 2.1.3).

    How long it is depends on the names and on the number of digits alone.
    """
    names = sorted(digests, key=str.encode)
    return "".join(f"{digests[name]}  {encoded_name(name)}\n" for name in names).encode()


def place_of(name: str) -> tuple[bool, bool, bytes]:
    """The place of a file in a bundle, to sort by: `bagit.txt`, the tag files, the payload.

    What stands first tells identification tools, by its name, that the ZIP is a bag.
    """
    return name != DECLARATION, name.startswith(PAYLOAD), name.encode()


def encoded_name(name: str) -> str:
    """A name as manifests write it: with CR, LF and % encoded (RFC 8493 2.1.3)."""
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _codes(raw: str) -> int:
    return sum(1 for _ in _ENCODED.finditer(raw))


def _lines(text: str) -> Iterator[str]:
    """The lines of a tag file, which may end with CR, LF or both, without their ends."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    if start < len(text):
        yield text[start:]
