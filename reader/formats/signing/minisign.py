"""Reads and verifies minisign's public keys and signature files, which hold text in four lines.

Ed25519 over the file itself (`Ed`, the older form) or over its BLAKE2b hash (`ED`), and a second
signature over the first and the trusted comment, so that neither can be swapped alone.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final, NamedTuple

from reader.errors import BundleError
from reader.formats.signing import ed25519

PURE: Final = b"Ed"
"""What begins a key, and a signature of the message itself."""

PREHASHED: Final = b"ED"
"""What begins a signature of the message's BLAKE2b-512."""

UNTRUSTED: Final = "untrusted comment: "
"""What begins the first line of every file; nothing vouches for the rest of that line."""

TRUSTED: Final = "trusted comment: "
"""What begins the third line of a signature; the second signature vouches for the rest of it."""

_NUMBER_BYTES: Final = 8


class PublicKey(NamedTuple):
    """A public key, and the number that tells which key a signature asks for."""

    number: bytes
    point: bytes

    @property
    def key_id(self) -> str:
        """The number as minisign prints it."""
        return printed(self.number)


class MinisignSignature(NamedTuple):
    """A signature file taken apart; nothing in it is proved yet."""

    is_prehashed: bool
    number: bytes  # of the key
    signature: bytes
    comment: bytes  # the trusted one
    comment_signature: bytes


def printed(number: bytes) -> str:
    """A key's number in 16 hexadecimal digits, as minisign prints it."""
    return number[::-1].hex().upper()


def parse_public_key(text: str) -> PublicKey:
    """The key in a line of base64.

    Raises BundleError where it is none, or one that would accept what nobody signed.
    """
    data = _decoded(text)
    if len(data) != 2 + _NUMBER_BYTES + ed25519.KEY_BYTES or data[:2] != PURE:
        raise BundleError("this is not a minisign public key")
    key = PublicKey(data[2:10], data[10:])
    if not ed25519.is_sound(key.point):
        raise BundleError("this public key is damaged", hint="ask its owner for it again")
    return key


def parse_signature(data: bytes) -> MinisignSignature:
    """A signature file taken apart. Raises BundleError where it is none."""
    lines = [line.rstrip(b"\r") for line in data.rstrip(b"\r\n").split(b"\n")]
    if len(lines) != 4 or not lines[0].startswith(UNTRUSTED.encode()):
        raise BundleError("it is not a minisign signature of four lines")
    if not lines[2].startswith(TRUSTED.encode()):
        raise BundleError("its third line is not a trusted comment")
    signature, comment_signature = _decoded(lines[1]), _decoded(lines[3])
    whole = 2 + _NUMBER_BYTES + ed25519.SIGNATURE_BYTES
    if len(signature) != whole or len(comment_signature) != ed25519.SIGNATURE_BYTES:
        raise BundleError("it is cut short or damaged")
    if signature[:2] not in (PURE, PREHASHED):
        raise BundleError("it was made by a method that minisign does not have")
    return MinisignSignature(
        signature[:2] == PREHASHED,
        signature[2:10],
        signature[10:],
        lines[2].removeprefix(TRUSTED.encode()),
        comment_signature,
    )


def verify(signature: MinisignSignature, key: PublicKey, message: bytes) -> str:
    """What is wrong with a signature by this key, as a sentence; "" if nothing is.

    Nothing vouches for the number of the key, which only says what to try.
    """
    if signature.number != key.number:
        return f"it is of the key {printed(signature.number)}, and not of {key.key_id}"
    signed = prehash(message) if signature.is_prehashed else message
    if not ed25519.verify(key.point, signed, signature.signature):
        return "it was made of other bytes, or by another key"
    commented = signature.signature + signature.comment
    if not ed25519.verify(key.point, commented, signature.comment_signature):
        return "its trusted comment was changed"
    return ""


def prehash(message: bytes) -> bytes:
    """What is signed in the message's place: its BLAKE2b-512 (RFC 7693)."""
    return hashlib.blake2b(message).digest()


def _decoded(line: bytes | str) -> bytes:
    try:
        return base64.b64decode(line, validate=True)
    except ValueError:
        return b""
