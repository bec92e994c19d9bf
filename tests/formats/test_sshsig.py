"""SSH signatures: what ssh-keygen makes is accepted, and what is changed is not."""

from __future__ import annotations

import base64
import hashlib
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import BundleError
from reader.formats.signing import ssh_keys, sshsig
from reader.formats.signing.signer import sign
from tests.formats.signers import (
    MESSAGE,
    armored,
    done,
    ed25519_made,
    envelope,
    good,
    needs_ssh,
    run,
    ssh_pair,
    ssh_signature,
    string,
    to_sign,
    without_the_library,
)

KINDS = {
    "ed25519": ("ed25519",),
    "rsa": ("rsa", "-b", "2048"),
    "p256": ("ecdsa", "-b", "256"),
    "p384": ("ecdsa", "-b", "384"),
    "p521": ("ecdsa", "-b", "521"),
}


def mpint(number: int) -> bytes:
    return string(number.to_bytes(number.bit_length() // 8 + 1, "big"))


def problem_of(data: bytes, message: bytes = MESSAGE) -> str:
    return sshsig.verify(sshsig.parse_signature(data), message)


def answer(data: bytes) -> str:
    """What is wrong with a signature, or with its file; "" for a good one."""
    try:
        return problem_of(data)
    except BundleError as error:
        return str(error)


def accepted_by_ssh(tmp_path: Path, data: bytes) -> bool:
    (tmp_path / "sig").write_bytes(data)
    judge = ("ssh-keygen", "-Y", "check-novalidate", "-n", "deck-bundle", "-s", tmp_path / "sig")
    return run(*judge, given=MESSAGE).returncode == 0


@needs_ssh
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hash_name", ["sha256", "sha512"])
def test_what_ssh_keygen_signs_is_accepted(tmp_path: Path, kind: str, hash_name: str) -> None:
    key = ssh_pair(tmp_path, *KINDS[kind])
    data = ssh_signature(key, "-O", f"hashalg={hash_name}")
    found = sshsig.parse_signature(data)
    assert found.hash_name == hash_name
    assert found.fingerprint in done("ssh-keygen", "-l", "-f", f"{key}.pub").decode()
    assert problem_of(data) == ""
    assert problem_of(data, MESSAGE + b"\n") == "it was made of other bytes, or by another key"


@needs_ssh
@pytest.mark.parametrize("kind", KINDS)
def test_only_ed25519_needs_no_library(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = ssh_signature(ssh_pair(tmp_path, *KINDS[kind]))
    without_the_library(monkeypatch)
    if kind == "ed25519":
        assert problem_of(data) == ""
    else:
        with pytest.raises(ssh_keys.UncheckedError, match="cryptography, which is not installed"):
            problem_of(data)


@needs_ssh
def test_what_is_made_by_hand_here_is_what_ssh_keygen_takes(tmp_path: Path) -> None:
    assert accepted_by_ssh(tmp_path, good())
    assert problem_of(good()) == ""


def token_ed25519() -> tuple[bytes, bytes]:
    """A key as a security token holds it, and its signature."""
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    kind = b"sk-ssh-ed25519@openssh.com"
    after = b"\x01" + (7).to_bytes(4, "big")
    hashed = [hashlib.sha256(part).digest() for part in (b"ssh:", to_sign())]
    made = private.sign(hashed[0] + after + hashed[1])
    key = string(kind, private.public_key().public_bytes_raw(), b"ssh:")
    return key, string(kind, made) + after


def token_ecdsa() -> tuple[bytes, bytes]:
    private = ec.derive_private_key(12345, ec.SECP256R1())
    kind = b"sk-ecdsa-sha2-nistp256@openssh.com"
    after = b"\x01" + (7).to_bytes(4, "big")
    hashed = [hashlib.sha256(part).digest() for part in (b"ssh:", to_sign())]
    made = private.sign(hashed[0] + after + hashed[1], ec.ECDSA(hashes.SHA256()))
    point = private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    numbers = b"".join(mpint(number) for number in utils.decode_dss_signature(made))
    return string(kind, b"nistp256", point, b"ssh:"), string(kind, numbers) + after


@needs_ssh
@pytest.mark.parametrize("make", [token_ed25519, token_ecdsa])
def test_security_tokens_are_checked(tmp_path: Path, make: object) -> None:
    assert callable(make)
    key, signature = make()
    data = envelope(key, signature)
    assert accepted_by_ssh(tmp_path, data)
    assert problem_of(data) == ""
    changed = envelope(key, signature[:-1] + b"\x08")  # the counter
    assert not accepted_by_ssh(tmp_path, changed)
    assert problem_of(changed) != ""


def test_a_signature_made_for_something_else_is_refused() -> None:
    private, key = ed25519_made()
    signature = string(b"ssh-ed25519", private.sign(to_sign(b"file")))
    data = envelope(key, signature, namespace=b"file")
    assert problem_of(data) == "it was made for 'file', and not for 'deck-bundle'"
    renamed = envelope(key, signature)
    assert problem_of(renamed) == "it was made of other bytes, or by another key"


def test_only_the_hashes_of_the_standard_are_taken() -> None:
    private, key = ed25519_made()
    signature = string(b"ssh-ed25519", private.sign(to_sign(hash_name="md5")))
    assert "the hash md5" in problem_of(envelope(key, signature, hash_name=b"md5"))


def test_rsa_with_sha1_is_refused() -> None:
    key = string(b"ssh-rsa") + mpint(65_537) + mpint(1 << 2047 | 1)
    with pytest.raises(BundleError, match="its method ssh-rsa is not one of its key's"):
        problem_of(envelope(key, string(b"ssh-rsa", bytes(256))))


@pytest.mark.parametrize("bits", [512, 1_023, 16_385, 200_000])
def test_rsa_keys_of_absurd_lengths_are_refused(bits: int) -> None:
    key = string(b"ssh-rsa") + mpint(65_537) + mpint(1 << bits - 1 | 1)
    with pytest.raises(BundleError, match="too short or too long"):
        problem_of(envelope(key, string(b"rsa-sha2-512", bytes(bits // 8))))


@pytest.mark.parametrize(
    ("exponent", "modulus"),
    [(0, 1 << 2047), (1, 1 << 2047 | 1), (-3, 1 << 2047 | 1), (3, -5)],
    ids=str,
)
def test_absurd_rsa_keys_are_refused(exponent: int, modulus: int) -> None:
    numbers = b"".join(
        string(n.to_bytes(n.bit_length() // 8 + 1, "big", signed=True)) for n in (exponent, modulus)
    )
    data = envelope(string(b"ssh-rsa") + numbers, string(b"rsa-sha2-512", bytes(256)))
    assert answer(data) != ""


def test_a_point_that_is_not_on_its_curve_is_refused() -> None:
    key = string(b"ecdsa-sha2-nistp256", b"nistp256", b"\x04" + bytes(64))
    data = envelope(key, string(b"ecdsa-sha2-nistp256", mpint(1) + mpint(1)))
    assert problem_of(data) != ""


@pytest.mark.parametrize("kind", [b"ssh-dss", b"ssh-ed25519-cert-v01@openssh.com", b"ssh-new"])
def test_other_keys_are_not_checked(kind: bytes) -> None:
    with pytest.raises(ssh_keys.UncheckedError, match=f"of the kind {kind.decode()} cannot be"):
        problem_of(envelope(string(kind, bytes(32)), string(kind, bytes(64))))


def test_a_later_version_is_not_checked() -> None:
    private, key = ed25519_made()
    signature = string(b"ssh-ed25519", private.sign(to_sign()))
    with pytest.raises(ssh_keys.UncheckedError, match="version 2"):
        problem_of(envelope(key, signature, version=2))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"-----BEGIN SSH SIGNATURE-----",
        b"-----BEGIN SSH SIGNATURE-----\n!\n-----END SSH SIGNATURE-----",
        armored(b""),
        armored(b"SSHSIG"),
        armored(b"SSHKEY" + bytes(60)),
        armored(b"SSHSIG\0\0\0\1" + b"\xff" * 40),
        good().replace(b"-----END SSH SIGNATURE-----", b""),
        armored(base64.b64decode(b"".join(good().split(b"\n")[1:-2])) + b"\0"),
    ],
)
def test_what_is_no_signature_is_told(data: bytes) -> None:
    with pytest.raises(BundleError):
        problem_of(data)


@given(st.data())
@settings(deadline=None)
def test_no_changed_signature_is_accepted_or_raises(data: st.DataObject) -> None:
    blob = bytearray(base64.b64decode(b"".join(good().split(b"\n")[1:-2])))
    at = data.draw(st.integers(0, len(blob) - 1))
    blob[at] ^= data.draw(st.integers(1, 255))
    assert answer(armored(bytes(blob))) != ""


@given(st.binary(max_size=400), st.binary(max_size=200))
@settings(deadline=None)
def test_any_key_and_signature_are_answered(key: bytes, signature: bytes) -> None:
    for kind in ssh_keys.KINDS:
        method = {"ssh-rsa": "rsa-sha2-512"}.get(kind, kind)
        data = envelope(string(kind.encode()) + key, string(method.encode()) + signature)
        assert answer(data) != ""


def no_password() -> str:
    raise AssertionError("ssh-keygen asks for it itself")


@needs_ssh
@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_signing_is_left_to_ssh_keygen(tmp_path: Path, kind: str) -> None:
    key = ssh_pair(tmp_path, *KINDS[kind])
    name, data = sign(MESSAGE, key, password=no_password, comment="", when=0)
    assert name.startswith("signatures/tagmanifest-sha512.txt.")
    assert name.endswith(".sig")
    assert problem_of(data) == ""
    assert sign(MESSAGE, key, password=no_password, comment="", when=0) == (name, data)
    signers = tmp_path / "allowed_signers"
    signers.write_text(f"ann {key.with_suffix('.pub').read_text()}", encoding="utf-8")
    (tmp_path / "sig").write_bytes(data)
    judge = ("ssh-keygen", "-Y", "verify", "-f", signers, "-I", "ann", "-n", "deck-bundle", "-s")
    done(*judge, tmp_path / "sig", given=MESSAGE)


@needs_ssh
def test_what_ssh_keygen_cannot_do_is_told(tmp_path: Path) -> None:
    key = tmp_path / "id"
    key.write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", encoding="utf-8")
    key.chmod(0o600)
    with pytest.raises(BundleError, match=r"ssh-keygen did not sign: .*id"):
        sign(MESSAGE, key, password=no_password, comment="", when=0)


def test_a_missing_ssh_keygen_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = tmp_path / "id"
    key.write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BundleError) as caught:
        sign(MESSAGE, key, password=no_password, comment="", when=0)
    assert "needs ssh-keygen, which cannot be run" in str(caught.value)
    assert "minisign" in caught.value.hint


def asker(folder: Path) -> Path:
    """A program that answers what ssh-keygen asks."""
    path = folder / "askpass"
    path.write_text("#!/bin/sh\necho 'a passphrase'\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@needs_ssh
@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps permissions elsewhere")
def test_a_key_that_is_locked_or_left_open_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")  # else it asks on the terminal
    key = ssh_pair(tmp_path)
    done("ssh-keygen", "-p", "-q", "-P", "", "-N", "a passphrase", "-f", key)
    monkeypatch.setenv("SSH_ASKPASS", str(asker(tmp_path)))
    _, data = sign(MESSAGE, key, password=no_password, comment="", when=0)
    assert problem_of(data) == ""
    monkeypatch.setenv("SSH_ASKPASS", "false")
    with pytest.raises(BundleError, match="incorrect passphrase") as caught:
        sign(MESSAGE, key, password=no_password, comment="", when=0)
    assert "ssh-agent" in caught.value.hint
    key.chmod(0o644)
    with pytest.raises(BundleError, match="takes no key that others can read") as caught:
        sign(MESSAGE, key, password=no_password, comment="", when=0)
    assert "chmod 600" in caught.value.hint
