"""Verifies what OpenSSH's keys sign: Ed25519 here, RSA and ECDSA with `cryptography` if there.

Keys and signatures are as RFC 4251, 4253, 5656, 8332 and 8709 lay them out, those of security
tokens as OpenSSH's PROTOCOL.u2f does.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from reader.errors import BundleError
from reader.formats.signing import ed25519

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurve
    from cryptography.hazmat.primitives.hashes import HashAlgorithm

_RSA_BITS: Final = range(1_024, 16_384 + 1)  # what OpenSSH takes
_RSA_HASHES: Final = {"rsa-sha2-256": "SHA256", "rsa-sha2-512": "SHA512"}
_CURVES: Final = {
    "nistp256": ("SECP256R1", "SHA256"),
    "nistp384": ("SECP384R1", "SHA384"),
    "nistp521": ("SECP521R1", "SHA512"),
}


class UncheckedError(BundleError):
    """A signature of a kind that cannot be checked here; it may be good or bad."""


class Wire:
    """Takes bytes apart as SSH lays them out (RFC 4251 5).

    Every method raises BundleError where there is less, or more, than there should be.
    """

    def __init__(self, data: bytes) -> None:
        self._rest = data

    def take(self, count: int) -> bytes:
        """The next bytes."""
        if len(self._rest) < count:
            raise BundleError("it is cut short or damaged")
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken

    def string(self) -> bytes:
        """The next run of bytes, which begins with its length."""
        return self.take(self.uint32())

    def text(self) -> str:
        """The next run of bytes as a name, with anything strange in it replaced."""
        return printable(self.string())

    def uint32(self) -> int:
        """The next number of four bytes."""
        return int.from_bytes(self.take(4), "big")

    def mpint(self) -> int:
        """The next number of any length; no key or signature has a negative one."""
        number = int.from_bytes(self.string(), "big", signed=True)
        if number < 0:
            raise BundleError("it is cut short or damaged")
        return number

    def end(self) -> None:
        """Make sure that nothing is left."""
        if self._rest:
            raise BundleError("there is something after its end")


def printable(data: bytes, limit: int = 200) -> str:
    """Bytes from elsewhere as one line of text for a person, never longer than the limit."""
    text = data.decode("utf-8", "replace").replace("\t", " ").strip()
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= limit else f"{text[:limit]}…"


def fingerprint(key: bytes) -> str:
    """A public key's SHA-256 as OpenSSH prints it."""
    return f"SHA256:{base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip('=')}"


def kind_of(key: bytes) -> str:
    """What kind of key it is, such as "ssh-ed25519". Raises BundleError."""
    return Wire(key).text()


def verify(key: bytes, data: bytes, signature: bytes) -> bool:
    """Whether the signature is one that the key's owner made of the data.

    Raises UncheckedError where that cannot be told here, BundleError where key or signature are
    none.
    """
    wire, signed = Wire(key), Wire(signature)
    kind, method = wire.text(), signed.text()
    if kind not in _CHECKS:
        raise UncheckedError(f"signatures of the kind {kind} cannot be checked here")
    return _CHECKS[kind](wire, method, signed, data)


def _ed25519(key: Wire, method: str, signed: Wire, data: bytes) -> bool:
    _expect(method, "ssh-ed25519")
    point = _only(key)
    return ed25519.verify(point, data, _only(signed))


def _token_ed25519(key: Wire, method: str, signed: Wire, data: bytes) -> bool:
    _expect(method, "sk-ssh-ed25519@openssh.com")
    point, application = key.string(), _only(key)
    value = signed.string()
    return ed25519.verify(point, _token_data(application, signed, data), value)


def _token_data(application: bytes, signed: Wire, data: bytes) -> bytes:
    """What a security token signs in the data's place; the flags and counter end the signature."""
    flags_and_counter = signed.take(5)
    signed.end()
    return hashlib.sha256(application).digest() + flags_and_counter + hashlib.sha256(data).digest()


def _rsa(key: Wire, method: str, signed: Wire, data: bytes) -> bool:
    _expect(method, *_RSA_HASHES)
    exponent, modulus = key.mpint(), key.mpint()
    key.end()
    if modulus.bit_length() not in _RSA_BITS:
        raise BundleError("the RSA key that made it is too short or too long to be trusted")
    value = _only(signed).rjust((modulus.bit_length() + 7) // 8, b"\0")

    def check() -> None:
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

        public = RSAPublicNumbers(exponent, modulus).public_key()
        public.verify(value, data, PKCS1v15(), _hash(_RSA_HASHES[method]))

    return _library_accepts(check)


def _ecdsa(key: Wire, method: str, signed: Wire, data: bytes) -> bool:
    curve = key.text()
    _expect(method, f"ecdsa-sha2-{curve}")
    return _on_curve(curve, _only(key), _only(signed), data)


def _token_ecdsa(key: Wire, method: str, signed: Wire, data: bytes) -> bool:
    _expect(method, "sk-ecdsa-sha2-nistp256@openssh.com")
    curve, point, application = key.text(), key.string(), _only(key)
    value = signed.string()
    return _on_curve(curve, point, value, _token_data(application, signed, data))


def _on_curve(curve: str, point: bytes, value: bytes, data: bytes) -> bool:
    if curve not in _CURVES:
        raise UncheckedError(f"signatures on the curve {curve} cannot be checked here")
    wire = Wire(value)
    r, s = wire.mpint(), wire.mpint()
    wire.end()

    def check() -> None:
        from cryptography.hazmat.primitives.asymmetric import ec, utils

        curve_name, hash_name = _CURVES[curve]
        kind: type[EllipticCurve] = getattr(ec, curve_name)
        public = ec.EllipticCurvePublicKey.from_encoded_point(kind(), point)
        public.verify(utils.encode_dss_signature(r, s), data, ec.ECDSA(_hash(hash_name)))

    return _library_accepts(check)


def _hash(name: str) -> HashAlgorithm:
    from cryptography.hazmat.primitives import hashes

    kind: type[HashAlgorithm] = getattr(hashes, name)
    return kind()


def _library_accepts(check: Callable[[], None]) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    except ImportError as error:
        raise UncheckedError(
            "checking it needs the library cryptography, which is not installed",
            hint="pip install 'deck-reader[sign]'",
        ) from error
    try:
        check()
    except UnsupportedAlgorithm as error:
        raise UncheckedError("the library cryptography cannot check it here") from error
    except (InvalidSignature, ValueError):
        return False
    return True


def _only(wire: Wire) -> bytes:
    """The last string."""
    value = wire.string()
    wire.end()
    return value


def _expect(method: str, *methods: str) -> None:
    if method not in methods:
        raise BundleError(f"its method {method} is not one of its key's")


_Check = Callable[[Wire, str, Wire, bytes], bool]
_CHECKS: Final[dict[str, _Check]] = {
    "ssh-ed25519": _ed25519,
    "sk-ssh-ed25519@openssh.com": _token_ed25519,
    "ssh-rsa": _rsa,
    "ecdsa-sha2-nistp256": _ecdsa,
    "ecdsa-sha2-nistp384": _ecdsa,
    "ecdsa-sha2-nistp521": _ecdsa,
    "sk-ecdsa-sha2-nistp256@openssh.com": _token_ecdsa,
}
KINDS: Final = frozenset(_CHECKS)
"""The kinds of keys whose signatures can be checked, here or by `cryptography`."""
