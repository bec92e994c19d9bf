"""Reads the signatures of `ssh-keygen -Y sign` (OpenSSH's PROTOCOL.sshsig), and has them made.

Secret keys, agents and passphrases are OpenSSH's own matter: to sign, `ssh-keygen` is called.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Final, NamedTuple

from reader.errors import BundleError
from reader.formats.signing import ssh_keys

NAMESPACE: Final = "deck-bundle"
"""What a signature must have been made for, so that one of a letter does not pass for a bundle."""

_MAGIC: Final = b"SSHSIG"
_VERSION: Final = 1
_BEGIN: Final = b"-----BEGIN SSH SIGNATURE-----"
_END: Final = b"-----END SSH SIGNATURE-----"
_HASHES: Final = ("sha256", "sha512")
_SECRET: Final = (
    b"-----BEGIN OPENSSH PRIVATE KEY-----",
    b"-----BEGIN PRIVATE KEY-----",
    b"-----BEGIN ENCRYPTED PRIVATE KEY-----",
    b"-----BEGIN RSA PRIVATE KEY-----",
    b"-----BEGIN EC PRIVATE KEY-----",
)


class SshSignature(NamedTuple):
    """A signature file taken apart; nothing in it is proved yet."""

    key: bytes  # the public one, which the file brings along
    namespace: bytes
    reserved: bytes
    hash_name: str
    signature: bytes

    @property
    def fingerprint(self) -> str:
        """The key's SHA-256 as OpenSSH prints it."""
        return ssh_keys.fingerprint(self.key)


def parse_signature(data: bytes) -> SshSignature:
    """A signature file taken apart. Raises BundleError where it is none."""
    text = data.strip()
    if not (text.startswith(_BEGIN) and text.endswith(_END)):
        raise BundleError("it is not an SSH signature")
    inside = b"".join(text[len(_BEGIN) : -len(_END)].split())
    try:
        wire = ssh_keys.Wire(base64.b64decode(inside, validate=True))
    except ValueError as error:
        raise BundleError("it is cut short or damaged") from error
    if wire.take(len(_MAGIC)) != _MAGIC:
        raise BundleError("it is not an SSH signature")
    version = wire.uint32()
    if version != _VERSION:
        raise ssh_keys.UncheckedError(f"SSH signatures of version {version} are not known here")
    key, namespace, reserved = wire.string(), wire.string(), wire.string()
    found = SshSignature(key, namespace, reserved, wire.text(), wire.string())
    wire.end()
    return found


def verify(signature: SshSignature, message: bytes) -> str:
    """What is wrong with a signature, as a sentence; "" if the key in it made it.

    Raises UncheckedError where that cannot be told here, BundleError where the file is damaged.
    """
    if signature.namespace != NAMESPACE.encode():
        made_for = ssh_keys.printable(signature.namespace)
        return f"it was made for '{made_for}', and not for '{NAMESPACE}'"
    if signature.hash_name not in _HASHES:
        return f"it uses the hash {signature.hash_name}, which SSH signatures do not have"
    hashed = hashlib.new(signature.hash_name, message).digest()
    parts = (signature.namespace, signature.reserved, signature.hash_name.encode(), hashed)
    data = _MAGIC + b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    if not ssh_keys.verify(signature.key, data, signature.signature):
        return "it was made of other bytes, or by another key"
    return ""


def is_secret_key(data: bytes) -> bool:
    """Whether a file holds a secret key that `ssh-keygen` may know what to do with."""
    return data.lstrip().startswith(_SECRET)


def sign(message: bytes, key: Path) -> bytes:
    """A signature file made by `ssh-keygen`, which asks for a passphrase itself.

    Raises BundleError where it is not installed or does not sign.
    """
    import subprocess  # late: reading signatures needs no other program

    # A path that begins with a dash would be an option.
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", NAMESPACE, "-f", str(key.absolute())]
    try:
        done = subprocess.run(command, input=message, capture_output=True, check=False)
    except OSError as error:
        raise BundleError(
            "signing with an OpenSSH key needs ssh-keygen, which cannot be run",
            hint="install OpenSSH's client, or sign with a minisign key",
        ) from error
    if done.returncode or not done.stdout.strip().startswith(_BEGIN):
        reason, remedy = _refusal(done.stderr)
        raise BundleError(f"ssh-keygen did not sign: {reason}", hint=remedy)
    return done.stdout


def _refusal(said: bytes) -> tuple[str, str]:
    """Why `ssh-keygen` did not sign, and what to do."""
    if b"UNPROTECTED PRIVATE KEY" in said:
        return "it takes no key that others can read", "chmod 600 keeps it yours"
    # The last line is the reason; where there is no terminal, a question may stand before it.
    lines = said.strip().splitlines() or [b"it gave no reason"]
    reason = ssh_keys.printable(lines[-1].removeprefix(b"Enter passphrase: "))
    if "passphrase" not in reason:
        return reason, ""
    return reason, "try again in a terminal, where it can ask, or add the key to ssh-agent"
