"""Opens minisign's secret keys, with or without a password, and signs with them.

Signing is left to the library `cryptography`, which keeps the key's bits out of its timing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core import limits
from reader.errors import BundleError
from reader.formats.signing import minisign

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

INSTALL: Final = "pip install 'deck-reader[sign]'"
"""How the library that signs is installed."""

# The parts of the file: algorithm, key derivation, checksum, salt, limits, then what is hidden.
_SALT: Final = slice(6, 38)
_OPERATIONS: Final = slice(38, 46)
_MEMORY: Final = slice(46, 54)
_HIDDEN: Final = slice(54, 158)
_BYTES: Final = 158
_NO_PASSWORD: Final = b"\0\0"
_SCRYPT: Final = b"Sc"
_CHECKSUM: Final = b"B2"
_BLOCK: Final = 8  # scrypt's r, which libsodium never varies

_DAMAGED: Final = "the secret key is damaged"
_AGAIN: Final = "take it from a copy, or make a new pair with: minisign -G"


class SecretKey(NamedTuple):
    """A secret key, open; it stays in memory only."""

    number: bytes
    private: Ed25519PrivateKey

    @property
    def key_id(self) -> str:
        """The number as minisign prints it."""
        return minisign.printed(self.number)

    def __repr__(self) -> str:
        return f"SecretKey({self.key_id})"


def parse_secret_key(data: bytes, password: Callable[[], str]) -> SecretKey:
    """The key in a secret key file; the password is asked for only where it has one.

    Raises BundleError where it is no such key, is damaged, asks for more memory or time than is
    given to anyone, or has another password; and where `cryptography` is not installed.
    """
    whole = _unwrapped(data)
    _keys()  # before anyone types a password in vain
    if whole[2:4] == _NO_PASSWORD:
        return _opened(whole, whole[_HIDDEN], "")
    if whole[2:4] != _SCRYPT:
        raise BundleError("the secret key is locked in a way that is not known here")
    stream = _stream(whole, password())
    hidden = bytes(a ^ b for a, b in zip(whole[_HIDDEN], stream, strict=True))
    return _opened(whole, hidden, "the password is wrong, or the secret key is damaged")


def sign(message: bytes, key: SecretKey, comment: str) -> bytes:
    """A signature file over the message's hash and a trusted comment; the same input, same bytes.

    Raises BundleError where the comment is more than a line, or longer than minisign reads.
    """
    trusted = comment.encode("utf-8", "surrogateescape")
    if not comment.replace("\t", " ").isprintable() or len(trusted) > limits.COMMENT_BYTES:
        raise BundleError(
            "the comment of a signature cannot be written",
            hint=f"use one line of at most {limits.COMMENT_BYTES:,} bytes",
        )
    signature = key.private.sign(minisign.prehash(message))
    lines = (
        f"{minisign.UNTRUSTED}signature by the key {key.key_id}".encode(),
        base64.b64encode(minisign.PREHASHED + key.number + signature),
        minisign.TRUSTED.encode() + trusted,
        base64.b64encode(key.private.sign(signature + trusted)),
    )
    return b"".join(line + b"\n" for line in lines)


def _unwrapped(data: bytes) -> bytes:
    """The bytes in the file's second line."""
    lines = data.split()
    try:
        whole = base64.b64decode(lines[-1] if lines else b"", validate=True)
    except ValueError:
        whole = b""
    is_named = data.startswith(minisign.UNTRUSTED.encode())
    if is_named and len(whole) == 42 and whole[:2] == minisign.PURE:
        raise BundleError("this is a public key", hint="give the secret key that belongs to it")
    if not is_named or len(whole) < 2 or whole[:2] != minisign.PURE:
        raise BundleError(
            "this is neither a minisign nor an OpenSSH secret key",
            hint="make a pair with: minisign -G",
        )
    if len(whole) != _BYTES or whole[4:6] != _CHECKSUM:
        raise BundleError(_DAMAGED, hint=_AGAIN)
    return whole


def _stream(whole: bytes, password: str) -> bytes:
    operations, memory = (int.from_bytes(whole[part], "little") for part in (_OPERATIONS, _MEMORY))
    if memory > limits.KEY_MEMORY or operations > limits.KEY_OPERATIONS:
        raise BundleError(
            "the secret key asks for more memory or time than a password needs",
            hint=_AGAIN,
        )
    n, p = scrypt_costs(operations, memory)
    needed = 128 * _BLOCK * (n + p + 2)
    try:
        return hashlib.scrypt(
            password.encode("utf-8", "surrogateescape"),
            salt=whole[_SALT],
            n=n,
            r=_BLOCK,
            p=p,
            maxmem=needed,
            dklen=_HIDDEN.stop - _HIDDEN.start,
        )
    except (ValueError, MemoryError) as error:  # OpenSSL names neither what it lacks
        raise BundleError(
            f"the password cannot be tried: that takes {needed // 2**20:,} MiB of memory",
            hint="close other programs, then try again",
        ) from error


def scrypt_costs(operations: int, memory: int) -> tuple[int, int]:
    """scrypt's N and p for limits as a key file has them, chosen as libsodium chooses them."""
    operations = max(operations, 32_768)
    if operations < memory // 32:
        return _power_of_two(operations // (_BLOCK * 4)), 1
    n = _power_of_two(memory // (_BLOCK * 128))
    return n, max(operations // 4 // n // _BLOCK, 1)


def _power_of_two(most: int) -> int:
    """The largest power of two that is no larger, but at least two."""
    return 1 << max(most.bit_length() - 1, 1)


def _opened(whole: bytes, hidden: bytes, refused: str) -> SecretKey:
    """The key in what was hidden, if its checksum and its public half agree with it."""
    number, seed, public, checksum = hidden[:8], hidden[8:40], hidden[40:72], hidden[72:]
    expected = hashlib.blake2b(whole[:2] + hidden[:72], digest_size=32).digest()
    # minisign writes no checksum where there is no password.
    is_unchecked = not refused and not any(checksum)
    if not is_unchecked and not hmac.compare_digest(checksum, expected):
        raise BundleError(refused or _DAMAGED, hint="" if refused else _AGAIN)
    private = _keys().from_private_bytes(seed)
    if private.public_key().public_bytes_raw() != public:
        raise BundleError(_DAMAGED, hint=_AGAIN)
    return SecretKey(number, private)


def _keys() -> type[Ed25519PrivateKey]:
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError as error:
        raise BundleError(
            "signing needs the library cryptography, which is not installed", hint=INSTALL
        ) from error
    return Ed25519PrivateKey
