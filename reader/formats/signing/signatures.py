"""Who signed a bundle: its signatures examined against the keys that a person trusts.

What is signed is the bytes of `tagmanifest-sha512.txt`, which holds the hash of every manifest,
and so vouches for the whole bag. The files lie in the bag's folder `signatures`, which that
manifest does not list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Final, NamedTuple

from reader.core import limits
from reader.errors import BundleError
from reader.formats.bags.findings import Finding, finding
from reader.formats.signing import minisign, ssh_keys, sshsig
from reader.formats.signing.trusted_keys import TrustedKeys

MINISIGN: Final = ".minisig"
"""What the names of minisign's signatures end in."""

SSH: Final = ".sig"
"""What the names of signatures by `ssh-keygen` end in."""

_TIMESTAMP: Final = re.compile(rb"(?:^|\t)timestamp:([0-9]{1,12})(?:\t|$)")


class SignatureState(Enum):
    """What is known of one signature, or of all those of a bag."""

    UNSIGNED = "unsigned"  # of a bag only
    UNKNOWN_KEY = "signed by an unknown key"
    KNOWN = "signed by a trusted key"
    BAD = "bad signature"
    UNCHECKED = "not checked"  # of a kind that cannot be checked here


class Signature(NamedTuple):
    """What was found of one signature file; what no trusted key vouches for is left empty."""

    file: str  # its name, as it was given
    kind: str  # "minisign" or "ssh"
    state: SignatureState
    key_id: str = ""  # as minisign or ssh-keygen print it
    name: str = ""  # of the signer, where the key is trusted
    comment: str = ""  # minisign's trusted comment, in one line
    signed_at: str = ""  # ISO 8601 in UTC, as the signer's clock had it
    problem: str = ""  # a sentence

    def __str__(self) -> str:
        if self.state is SignatureState.KNOWN:
            return f"signed by {self.name}"
        of = f" {self.key_id}" if self.state is SignatureState.UNKNOWN_KEY else ""
        return f"{self.state.value}{of}{f': {self.problem}' if self.problem else ''}"


def examine(
    message: bytes,
    files: Mapping[str, bytes],
    trusted: TrustedKeys,
    *,
    at: datetime | None = None,
) -> tuple[Signature, ...]:
    """What each signature file says of the message, sorted by name; other files are passed over.

    `at` is when keys that are valid for some time must be; now if not given.
    """
    at = at or datetime.now(UTC)
    names = sorted(name for name in files if name.endswith((MINISIGN, SSH)))
    found = [_one(name, files[name], message, trusted, at) for name in names[: limits.SIGNATURES]]
    found += [
        _unchecked(name, f"a bag may have {limits.SIGNATURES} signatures, and this is one more")
        for name in names[limits.SIGNATURES :]
    ]
    return tuple(found)


def overall(signatures: tuple[Signature, ...]) -> SignatureState:
    """The state of a bag with these signatures: bad if one is, else the best there is."""
    order = (
        SignatureState.BAD,
        SignatureState.KNOWN,
        SignatureState.UNCHECKED,
        SignatureState.UNKNOWN_KEY,
    )
    states = {signature.state for signature in signatures}
    return next((state for state in order if state in states), SignatureState.UNSIGNED)


def signature_json(signature: Signature) -> dict[str, str]:
    """A signature as data for other programs; the keys are permanent."""
    return {
        "file": signature.file,
        "kind": signature.kind,
        "state": signature.state.name.lower(),
        "key": signature.key_id,
        "name": signature.name,
        "comment": signature.comment,
        "signed_at": signature.signed_at,
        "problem": signature.problem,
    }


def findings_of(signatures: tuple[Signature, ...]) -> Iterator[Finding]:
    """What is wrong with the signatures; that a key is unknown is no fault of the bag."""
    for signature in signatures:
        words = {"file": signature.file, "problem": signature.problem}
        if signature.state is SignatureState.BAD:
            yield finding("signature.bad", signature.file, **words)
        elif signature.state is SignatureState.UNCHECKED:
            yield finding("signature.unchecked", signature.file, **words)


def _one(name: str, data: bytes, message: bytes, trusted: TrustedKeys, at: datetime) -> Signature:
    try:
        if len(data) > limits.SIGNATURE_BYTES:
            raise BundleError(f"it is larger than {limits.SIGNATURE_BYTES:,} bytes")
        if name.endswith(MINISIGN):
            return _minisign(name, data, message, trusted)
        return _ssh(name, data, message, trusted, at)
    except ssh_keys.UncheckedError as error:
        return _unchecked(name, str(error))
    except BundleError as error:
        return _bad(name, "", str(error))


def _minisign(name: str, data: bytes, message: bytes, trusted: TrustedKeys) -> Signature:
    signature = minisign.parse_signature(data)
    key_id = minisign.printed(signature.number)
    problem = ""
    for owner, key in trusted.by_number(signature.number):
        problem = minisign.verify(signature, key, message)
        if not problem:
            said = ssh_keys.printable(signature.comment, limits.COMMENT_BYTES)
            when = _signed_at(signature.comment)
            return Signature(name, "minisign", SignatureState.KNOWN, key_id, owner.name, said, when)
    if problem:
        return _bad(name, key_id, problem)
    return Signature(name, "minisign", SignatureState.UNKNOWN_KEY, key_id)


def _ssh(name: str, data: bytes, message: bytes, trusted: TrustedKeys, at: datetime) -> Signature:
    signature = sshsig.parse_signature(data)
    try:
        problem = sshsig.verify(signature, message)
    except ssh_keys.UncheckedError as error:
        return _unchecked(name, str(error), signature.fingerprint)
    if problem:
        return _bad(name, signature.fingerprint, problem)
    refusal = ""
    for owner in trusted.by_public_key(signature.key):
        refusal = owner.refusal(at)
        if not refusal:
            return Signature(name, "ssh", SignatureState.KNOWN, signature.fingerprint, owner.name)
    return Signature(
        name, "ssh", SignatureState.UNKNOWN_KEY, signature.fingerprint, problem=refusal
    )


def _signed_at(comment: bytes) -> str:
    found = _TIMESTAMP.search(comment)
    try:
        time = datetime.fromtimestamp(int(found[1]), UTC) if found else None
    except (ValueError, OverflowError, OSError):  # beyond what a calendar here can say
        time = None
    return time.strftime("%Y-%m-%dT%H:%M:%SZ") if time else ""


def _kind(name: str) -> str:
    return "minisign" if name.endswith(MINISIGN) else "ssh"


def _bad(name: str, key_id: str, problem: str) -> Signature:
    return Signature(name, _kind(name), SignatureState.BAD, key_id, problem=problem)


def _unchecked(name: str, problem: str, key_id: str = "") -> Signature:
    return Signature(name, _kind(name), SignatureState.UNCHECKED, key_id, problem=problem)
