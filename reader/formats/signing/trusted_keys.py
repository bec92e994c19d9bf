"""The public keys that a person trusts, and the names they go by.

Read from minisign's and OpenSSH's own files: keys of either as they are published, and OpenSSH's
`allowed_signers` (ssh-keygen(1)), where a key may be for some uses or for some time only.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final, NamedTuple

from reader.core import limits
from reader.errors import BundleError, Where
from reader.formats.signing import ed25519, minisign, ssh_keys
from reader.formats.signing.sshsig import NAMESPACE

_COMMENT: Final = minisign.UNTRUSTED.strip()
_MINISIGN_LINE: Final = re.compile(r"(RW[A-Za-z0-9+/]{54})(?:\s+(.*))?")
_SSH_LINE: Final = re.compile(r"((?:sk-)?(?:ssh|ecdsa)-[A-Za-z0-9@.-]+)\s+(\S+)(?:\s+(.*))?")
_SIGNER_LINE: Final = re.compile(r'(?:"([^"]+)"|(\S+))\s+(.*)')
_OPTIONS: Final = re.compile(r'((?:[^\s"]|"[^"]*")+)\s+(.*)')
_OPTION: Final = re.compile(r'([A-Za-z-]+)(?:="([^"]*)")?(?:,|$)')
_TIME: Final = re.compile(r"([0-9]{8})([0-9]{4})?([0-9]{2})?(Z?)")
# What minisign writes above a key tells nothing of its owner.
_NO_NAME: Final = re.compile(r"(?:minisign )?public key(?: [0-9A-F]+)?", re.IGNORECASE)
_ENDINGS: Final = (".pub", ".keys")
_SIGNERS: Final = "allowed_signers"


class TrustedKey(NamedTuple):
    """A public key under the name of its owner, and when and for what it may be used."""

    name: str
    key: minisign.PublicKey | bytes  # bytes are OpenSSH's
    namespaces: str = ""  # patterns with commas; "" for any use
    valid_after: datetime | None = None
    valid_before: datetime | None = None

    def refusal(self, at: datetime) -> str:
        """Why a signature by this key does not count at a time, as a sentence; "" if it does."""
        if self.namespaces and not _matches(NAMESPACE, self.namespaces):
            return f"the key of {self.name} is trusted for '{self.namespaces}' only"
        if self.valid_after and at < self.valid_after:
            return f"the key of {self.name} is trusted from {_said(self.valid_after)} on only"
        if self.valid_before and at > self.valid_before:
            return f"the key of {self.name} was trusted until {_said(self.valid_before)} only"
        return ""


@dataclass(frozen=True, slots=True)
class TrustedKeys:
    """All keys that a person trusts, in the order in which they were read."""

    keys: tuple[TrustedKey, ...] = ()

    def by_number(self, number: bytes) -> Iterator[tuple[TrustedKey, minisign.PublicKey]]:
        """Every minisign key of a number; two may share one, as anybody can choose it."""
        for key in self.keys:
            if isinstance(key.key, minisign.PublicKey) and key.key.number == number:
                yield key, key.key

    def by_public_key(self, public_key: bytes) -> Iterator[TrustedKey]:
        """Every mention of an OpenSSH key, which may be trusted for one use here, another there."""
        return (key for key in self.keys if key.key == public_key)


def read_trusted(path: Path) -> TrustedKeys:
    """The keys in a file, or in the files of a folder that end in .pub, .keys or allowed_signers.

    Raises BundleError, with the line where there is one, for what cannot be read or is no key:
    a key that is left out silently would make good signatures look unknown.
    """
    files = [path]
    try:
        if path.is_dir():
            files = sorted(p for p in path.iterdir() if _is_keys(p.name) and p.is_file())
        texts = [(file, _text(file)) for file in files[: limits.KEY_FILES]]
    except OSError as error:
        raise BundleError(
            f"the keys cannot be read: {error.strerror}", where=Where(path)
        ) from error
    if len(files) > limits.KEY_FILES:
        raise BundleError(f"more than {limits.KEY_FILES:,} files of keys", where=Where(path))
    keys = tuple(key for file, text in texts for key in _keys(file, text))
    if not keys:
        raise BundleError(
            "there are no public keys here",
            hint="give a minisign .pub file, an allowed_signers file or a folder of such",
            where=Where(path),
        )
    return TrustedKeys(keys)


def _is_keys(name: str) -> bool:
    return name.endswith((*_ENDINGS, _SIGNERS))


def _text(file: Path) -> str:
    with file.open("rb") as opened:
        data = opened.read(limits.KEY_BYTES + 1)
    if len(data) > limits.KEY_BYTES:
        raise BundleError(
            f"the file is larger than {limits.KEY_BYTES:,} bytes; it is not read",
            hint="give the keys in files of their own, in one folder",
            where=Where(file),
        )
    return data.decode("utf-8-sig", "replace")


def _keys(file: Path, text: str) -> Iterator[TrustedKey]:
    """The keys in a file's lines; a comment as minisign writes it names the key below it."""
    comment = ""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if line.startswith(_COMMENT):
            comment = line.removeprefix(_COMMENT).strip()
        elif line and not line.startswith("#"):
            try:
                yield _key(line, "" if _NO_NAME.fullmatch(comment) else comment, file.stem)
            except BundleError as error:
                where = Where(file, number)
                raise BundleError(error.message, hint=error.hint, where=where) from error
            comment = ""


def _key(line: str, above: str, stem: str) -> TrustedKey:
    """The key in one line; named by the line, the comment above it, or its file."""
    if found := _MINISIGN_LINE.fullmatch(line):
        name = _shown(found[2] or above or stem)
        return TrustedKey(name, minisign.parse_public_key(found[1]))
    if found := _SSH_LINE.fullmatch(line):
        return TrustedKey(_shown(found[3] or stem), _ssh_key(found[1], found[2]))
    if "PRIVATE KEY" in line or "secret key" in above:
        raise BundleError(
            "this is a secret key", hint="give the public one, and show this one to nobody"
        )
    return _signer(line)


def _signer(line: str) -> TrustedKey:
    """One line of allowed_signers: principals, options or none, and a key."""
    found = _SIGNER_LINE.fullmatch(line)
    name, rest = (_shown(found[1] or found[2]), found[3]) if found else ("", "")
    options: dict[str, str] = {}
    key = _SSH_LINE.fullmatch(rest)
    if not key and (split := _OPTIONS.fullmatch(rest)):
        key = _SSH_LINE.fullmatch(split[2])
        options = _options(split[1]) if key else {}
    if not key:
        raise BundleError(
            "this line holds no public key",
            hint="write a minisign key and a name, or as in allowed_signers: NAME ssh-ed25519 KEY",
        )
    after, before = (_time(options.get(f"valid-{word}", "")) for word in ("after", "before"))
    if after and before and after >= before:
        raise BundleError("valid-after is not before valid-before", hint="correct the times")
    return TrustedKey(name, _ssh_key(key[1], key[2]), options.get("namespaces", ""), after, before)


def _options(text: str) -> dict[str, str]:
    options: dict[str, str] = {}
    at = 0
    while at < len(text):
        found = _OPTION.match(text, at)
        word = found[1].lower() if found else ""
        if word == "cert-authority":
            raise BundleError(
                "keys that certify others are not accepted",
                hint="list the signers' own keys instead",
            )
        if not found or word not in ("namespaces", "valid-after", "valid-before") or not found[2]:
            raise BundleError(
                f"the options '{_shown(text)}' are not understood",
                hint='they may be namespaces="...", valid-after="..." and valid-before="..."',
            )
        if word in options:
            raise BundleError(f"the option {word} stands here twice", hint="delete one of the two")
        options[word] = found[2]
        at = found.end()
    return options


def _time(text: str) -> datetime | None:
    """A time as OpenSSH writes it: YYYYMMDD[HHMM[SS]][Z], local time without the Z."""
    if not text:
        return None
    try:
        found = _TIME.fullmatch(text)
        if not found or (found[3] and not found[2]):
            raise ValueError(text)
        digits = found[1] + (found[2] or "0000") + (found[3] or "00")
        time = datetime.strptime(digits, "%Y%m%d%H%M%S")
        return time.replace(tzinfo=UTC) if found[4] else time.astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BundleError(
            f"'{_shown(text)}' is not a time", hint="write it as 20260103 or 20260103193800Z"
        ) from error


def _ssh_key(kind: str, base: str) -> bytes:
    if "-cert-" in kind:
        raise BundleError("certificates are not accepted", hint="list the signer's own key instead")
    if kind not in ssh_keys.KINDS:
        raise BundleError(f"keys of the kind {_shown(kind)} are not accepted")
    try:
        key = base64.b64decode(base, validate=True)
        is_sound = _is_sound(kind, key)
    except (ValueError, BundleError):
        is_sound = False
    if not is_sound:
        raise BundleError("this public key is damaged", hint="ask its owner for it again")
    return key


def _is_sound(kind: str, key: bytes) -> bool:
    wire = ssh_keys.Wire(key)
    if wire.text() != kind:
        return False
    first = wire.string()
    return ed25519.is_sound(first) if "ed25519" in kind else bool(first)


def _matches(word: str, patterns: str) -> bool:
    """OpenSSH's lists of patterns: * and ? stand for others, and one with ! forbids."""
    listed = patterns.split(",")
    if any(p.startswith("!") and _matches_one(word, p[1:]) for p in listed):
        return False
    return any(_matches_one(word, p) for p in listed if not p.startswith("!"))


def _matches_one(word: str, pattern: str) -> bool:
    return fnmatchcase(word, pattern.replace("[", "[[]"))


def _shown(text: str) -> str:
    return ssh_keys.printable(text.encode("utf-8", "surrogateescape"))


def _said(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S UTC")
