"""Signs a bundle's tag manifest with a secret key of minisign's or of OpenSSH's."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

from reader.core import limits
from reader.errors import BundleError, Where
from reader.formats.places import SIGNATURES, SIGNED
from reader.formats.signing import minisign_secret, sshsig
from reader.formats.signing.signatures import MINISIGN, SSH


def sign(
    message: bytes, key: Path, *, password: Callable[[], str], comment: str, when: int
) -> tuple[str, bytes]:
    """A signature over the bytes of the tag manifest: its name in the bag, and its own bytes.

    `when` is in seconds since 1970, and stands in a minisign signature with the comment, for
    which an SSH signature has no place; `password` is asked where a minisign key has one. The same
    input gives the same bytes, except from a key of ECDSA or a security token.
    Raises BundleError.
    """
    data = _read(key)
    try:
        if sshsig.is_secret_key(data):
            return _named_by_ssh(sshsig.sign(message, key))
        secret = minisign_secret.parse_secret_key(data, password)
    except BundleError as error:
        raise BundleError(error.message, hint=error.hint, where=Where(key)) from error
    said = f"timestamp:{when}\tfile:{SIGNED}\thashed"
    signature = minisign_secret.sign(message, secret, f"{said}\t{comment}" if comment else said)
    return f"{SIGNATURES}{SIGNED}.{secret.key_id}{MINISIGN}", signature


def exposure(key: Path) -> str:
    """A sentence where others on this machine can read the secret key; "" where they cannot.

    Windows keeps permissions elsewhere, and is not asked.
    """
    try:
        mode = key.stat().st_mode
    except OSError:  # signing says so
        return ""
    if os.name == "nt" or not stat.S_IMODE(mode) & 0o077:
        return ""
    return f"{key}: others on this machine can read this secret key (chmod 600 keeps it yours)"


def _named_by_ssh(signature: bytes) -> tuple[str, bytes]:
    # A fingerprint in base64 may hold a slash, and names must not differ by case alone.
    public = sshsig.parse_signature(signature).key
    number = hashlib.sha256(public).hexdigest()[:16].upper()
    return f"{SIGNATURES}{SIGNED}.{number}{SSH}", signature


def _read(key: Path) -> bytes:
    try:
        with key.open("rb") as file:
            data = file.read(limits.KEY_BYTES + 1)
    except OSError as error:
        raise BundleError(
            f"the secret key cannot be read: {error.strerror}", where=Where(key)
        ) from error
    if len(data) > limits.KEY_BYTES:
        raise BundleError("this is too large to be a secret key", where=Where(key))
    return data
