"""Other people's tools that make and judge signatures, and keys made for the tests."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MESSAGE = b"0" * 128 + b"  bagit.txt\n" + b"1" * 128 + b"  manifest-sha512.txt\n"
CHEAP = (2**16, 2**24)  # scrypt's limits as a key file has them: 2 MiB, a few milliseconds

KEY = """untrusted comment: minisign public key 7C453418038B22B3
RWSzIosDGDRFfPyQgH98qgOGSnSjGWGV3e9oP9JZ79HXjAU75BSG6MsY
"""
SECRET = b"""untrusted comment: minisign encrypted secret key
RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAsyKLAxg0RXyu89Gmc73t8ZfT\
Z4JrHhCbjeg2X0dwqLDSCSdBi15sL/yQgH98qgOGSnSjGWGV3e9oP9JZ79HXjAU75BSG6MsYAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
AAAAAAAAAAAAAAA=
"""

needs_minisign = pytest.mark.skipif(
    not shutil.which("minisign"), reason="minisign is not installed"
)
needs_ssh = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed")


def run(*command: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """A tool's answer; it has no terminal on which it could ask anything."""
    return subprocess.run(
        command, input=given, capture_output=True, check=False, start_new_session=True
    )


def done(*command: str | Path, given: bytes = b"") -> bytes:
    """What a tool said that must not fail."""
    answer = run(*command, given=given)
    assert answer.returncode == 0, answer.stderr.decode()
    return answer.stdout


def minisign_pair(folder: Path, name: str = "ann") -> tuple[Path, Path]:
    """The public and the secret key of a new pair without a password, made by minisign."""
    public, secret = folder / f"{name}.pub", folder / f"{name}.key"
    done("minisign", "-G", "-W", "-p", public, "-s", secret)
    return public, secret


def minisign_signature(folder: Path, secret: Path, *options: str, password: str = "") -> bytes:
    """A signature of the message, made by minisign."""
    (folder / "message").write_bytes(MESSAGE)
    to = folder / "made.minisig"
    given = f"{password}\n".encode()
    done("minisign", "-S", "-s", secret, "-m", folder / "message", "-x", to, *options, given=given)
    return to.read_bytes()


def ssh_pair(folder: Path, kind: str = "ed25519", *options: str) -> Path:
    """The secret key of a new pair; the public one lies beside it with .pub."""
    key = folder / f"id_{kind}"
    done("ssh-keygen", "-q", "-t", kind, "-N", "", "-C", f"{kind}@example.org", "-f", key, *options)
    return key


def ssh_signature(key: Path, *options: str, namespace: str = "deck-bundle") -> bytes:
    """A signature of the message, made by ssh-keygen."""
    return done("ssh-keygen", "-Y", "sign", "-n", namespace, "-f", key, *options, given=MESSAGE)


def locked(secret: bytes, password: str, costs: tuple[int, int], n: int, p: int) -> bytes:
    """minisign's secret key without a password as one with a password and scrypt's costs."""
    whole = base64.b64decode(secret.split()[-1])
    plain = whole[54:126]
    plain += hashlib.blake2b(whole[:2] + plain, digest_size=32).digest()
    salt = bytes(range(32))
    stream = hashlib.scrypt(
        password.encode(), salt=salt, n=n, r=8, p=p, maxmem=2**27, dklen=len(plain)
    )
    hidden = bytes(a ^ b for a, b in zip(plain, stream, strict=True))
    limits = b"".join(number.to_bytes(8, "little") for number in costs)
    head = b"untrusted comment: minisign encrypted secret key\n"
    return head + base64.b64encode(b"EdScB2" + salt + limits + hidden) + b"\n"


def string(*parts: bytes) -> bytes:
    """Runs of bytes as SSH writes them."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def armored(blob: bytes) -> bytes:
    """An SSH signature file of these bytes."""
    text = base64.encodebytes(blob)
    return b"-----BEGIN SSH SIGNATURE-----\n" + text + b"-----END SSH SIGNATURE-----\n"


def envelope(
    key: bytes,
    signature: bytes,
    *,
    namespace: bytes = b"deck-bundle",
    hash_name: bytes = b"sha512",
    version: int = 1,
) -> bytes:
    """An SSH signature file of these parts."""
    head = b"SSHSIG" + version.to_bytes(4, "big")
    return armored(head + string(key, namespace, b"", hash_name, signature))


def to_sign(namespace: bytes = b"deck-bundle", hash_name: str = "sha512") -> bytes:
    """What an SSH key signs in the message's place."""
    hashed = hashlib.new(hash_name, MESSAGE).digest()
    return b"SSHSIG" + string(namespace, b"", hash_name.encode(), hashed)


def ed25519_made() -> tuple[Ed25519PrivateKey, bytes]:
    """A key, and its public half as SSH writes it."""
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    return private, string(b"ssh-ed25519", private.public_key().public_bytes_raw())


def good() -> bytes:
    """An SSH signature file made without ssh-keygen."""
    private, key = ed25519_made()
    return envelope(key, string(b"ssh-ed25519", private.sign(to_sign())))


def without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if `cryptography` were not installed."""
    for name in [*sys.modules, "cryptography"]:
        if name.split(".")[0] == "cryptography":
            monkeypatch.setitem(sys.modules, name, None)
