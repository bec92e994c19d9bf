"""Who signed a bundle, told from signature files and the keys that a person trusts."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core import limits
from reader.core.problems import Severity
from reader.errors import BundleError
from reader.formats.signing import minisign_secret
from reader.formats.signing.minisign_secret import parse_secret_key
from reader.formats.signing.signatures import (
    Signature,
    SignatureState,
    examine,
    findings_of,
    overall,
)
from reader.formats.signing.signer import sign
from reader.formats.signing.trusted_keys import TrustedKeys, read_trusted
from tests.formats.signers import (
    KEY,
    MESSAGE,
    SECRET,
    done,
    envelope,
    good,
    minisign_pair,
    minisign_signature,
    needs_minisign,
    needs_ssh,
    ssh_pair,
    ssh_signature,
    string,
    without_the_library,
)

MINISIGN_LINE = KEY.split("\n")[1]
WHEN = 1_767_449_280
AT = datetime.fromtimestamp(WHEN, UTC)


def ssh_line(seed: int = 0) -> str:
    """The public key that `good` signs with, in OpenSSH's form, or another."""
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    public = serialization.PublicFormat.OpenSSH
    return private.public_key().public_bytes(serialization.Encoding.OpenSSH, public).decode()


def written(tmp_path: Path, text: str, name: str = "allowed_signers") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def made(tmp_path: Path) -> tuple[str, bytes]:
    """A signature by the key of `KEY`."""
    key = tmp_path / "secret"
    key.write_bytes(SECRET)
    return sign(MESSAGE, key, password=str, comment="read twice", when=WHEN)


def only(files: dict[str, bytes], trusted: TrustedKeys, message: bytes = MESSAGE) -> Signature:
    (found,) = examine(message, files, trusted, at=AT)
    return found


def test_a_bag_without_signatures_is_unsigned() -> None:
    found = examine(MESSAGE, {"signatures/README.txt": b"none yet"}, TrustedKeys())
    assert found == ()
    assert overall(found) is SignatureState.UNSIGNED


def test_a_trusted_key_names_the_signer_and_the_time(tmp_path: Path) -> None:
    name, data = made(tmp_path)
    trusted = read_trusted(written(tmp_path, f"{MINISIGN_LINE} Ann Archivist"))
    found = only({name: data}, trusted)
    assert found.state is SignatureState.KNOWN
    assert str(found) == "signed by Ann Archivist"
    assert found.key_id == "7C453418038B22B3"
    assert found.signed_at == "2026-01-03T14:08:00Z"
    assert found.comment.endswith(" hashed read twice")
    assert list(findings_of((found,))) == []


def test_what_no_trusted_key_vouches_for_is_not_passed_on(tmp_path: Path) -> None:
    name, data = made(tmp_path)
    found = only({name: data}, TrustedKeys())
    assert found == Signature(name, "minisign", SignatureState.UNKNOWN_KEY, "7C453418038B22B3")
    assert str(found) == "signed by an unknown key 7C453418038B22B3"
    assert list(findings_of((found,))) == []


def test_other_bytes_make_a_bad_signature(tmp_path: Path) -> None:
    name, data = made(tmp_path)
    trusted = read_trusted(written(tmp_path, MINISIGN_LINE))
    found = only({name: data}, trusted, MESSAGE + b"\n")
    assert found.state is SignatureState.BAD
    assert (found.comment, found.signed_at, found.name) == ("", "", "")
    (finding,) = findings_of((found,))
    assert finding.severity is Severity.ERROR
    assert str(finding).startswith(
        f"error: {name}: the signature is bad: it was made of other bytes, or by another key ("
    )


def test_two_keys_of_one_number_do_not_hide_each_other(tmp_path: Path) -> None:
    name, data = made(tmp_path)
    other = parse_secret_key(SECRET, str)
    point = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    twin = base64.b64encode(b"Ed" + other.number + point).decode()
    for text in (f"{twin} Eve\n{MINISIGN_LINE} Ann", f"{MINISIGN_LINE} Ann\n{twin} Eve"):
        assert only({name: data}, read_trusted(written(tmp_path, text))).name == "Ann"
    alone = read_trusted(written(tmp_path, f"{twin} Eve"))
    assert only({name: data}, alone).state is SignatureState.BAD


def test_an_ssh_signature_names_its_signer(tmp_path: Path) -> None:
    trusted = read_trusted(written(tmp_path, f"ann@example.org {ssh_line()}"))
    found = only({"signatures/a.sig": good()}, trusted)
    assert (found.state, found.kind, found.name) == (
        SignatureState.KNOWN, "ssh", "ann@example.org",
    )  # fmt: skip
    assert found.key_id.startswith("SHA256:")
    assert found.signed_at == ""
    unknown = only({"a.sig": good()}, read_trusted(written(tmp_path, f"bob {ssh_line(1)}")))
    assert (unknown.state, unknown.key_id) == (SignatureState.UNKNOWN_KEY, found.key_id)
    bad = only({"a.sig": good()}, trusted, MESSAGE + b"\n")
    assert (bad.state, bad.key_id) == (SignatureState.BAD, found.key_id)


@needs_ssh
def test_what_cannot_be_checked_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ssh_pair(tmp_path, "ecdsa")
    files = {"a.sig": ssh_signature(key)}
    trusted = read_trusted(key.with_suffix(".pub"))
    assert str(only(files, trusted)) == "signed by ecdsa@example.org"
    without_the_library(monkeypatch)
    found = only(files, trusted)
    assert found.state is SignatureState.UNCHECKED
    assert found.key_id.startswith("SHA256:")
    (finding,) = findings_of((found,))
    assert finding.severity is Severity.WARNING
    assert "pip install 'deck-reader[sign]'" in str(finding)


@needs_minisign
@needs_ssh
def test_keys_come_from_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    _, secret = minisign_pair(folder)
    key = ssh_pair(folder)
    signers = written(folder, f"# ours\n\nbob,rob {ssh_line()}\n")
    (folder / "inner.pub").mkdir()
    trusted = read_trusted(folder)
    files = {
        "a.minisig": minisign_signature(tmp_path, secret),
        "b.sig": ssh_signature(key),
        "c.sig": good(),
    }
    found = examine(MESSAGE, files, trusted)
    assert [str(signature) for signature in found] == [
        "signed by ann",
        "signed by ed25519@example.org",
        "signed by bob,rob",
    ]
    assert overall(found) is SignatureState.KNOWN
    signers.unlink()
    last = examine(MESSAGE, files, read_trusted(folder))[-1]
    assert last.state is SignatureState.UNKNOWN_KEY


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (KEY, "keys"),
        (f"untrusted comment: Ann's key\n{MINISIGN_LINE}\n", "Ann's key"),
        (f"{MINISIGN_LINE}  Ann  \r\n", "Ann"),
        (f"\ufeff{MINISIGN_LINE}", "keys"),
        (f"{MINISIGN_LINE} A\x1b[2J\u202enn", "A\ufffd[2J\ufffdnn"),
        (ssh_line(), "keys"),
        (f"{ssh_line()} ann@host", "ann@host"),
        (f'"Ann A" {ssh_line()} x', "Ann A"),
    ],
)  # fmt: skip
def test_a_key_has_a_name(tmp_path: Path, text: str, name: str) -> None:
    (key,) = read_trusted(written(tmp_path, text, "keys.pub")).keys
    assert key.name == name


OPTIONS = {  # and whether the key then counts on 3 January 2026, 14:08 UTC
    'namespaces="deck-bundle"': True,
    'namespaces="file,deck-*"': True,
    'namespaces="file"': False,
    'namespaces="*,!deck-bundle"': False,
    'namespaces="[d]eck-bundle"': False,
    'NAMESPACES="deck-bundl?"': True,
    'valid-after="20260103140800Z"': True,
    'valid-after="202601031409Z"': False,
    'valid-before="20260103140759Z"': False,
    'valid-before="20260103140800Z"': True,
    'valid-after="20250101",valid-before="20270101"': True,
    'valid-after="20240101",valid-before="20250101",namespaces="deck-bundle"': False,
}


@pytest.mark.parametrize("options", OPTIONS)
def test_options_of_signers_are_honoured(tmp_path: Path, options: str) -> None:
    trusted = read_trusted(written(tmp_path, f"ann {options} {ssh_line()} comment"))
    found = only({"a.sig": good()}, trusted)
    if OPTIONS[options]:
        assert str(found) == "signed by ann"
    else:
        assert found.state is SignatureState.UNKNOWN_KEY
        assert "the key of ann" in found.problem


@needs_ssh
@pytest.mark.parametrize("options", OPTIONS)
def test_ssh_keygen_reads_the_options_alike(tmp_path: Path, options: str) -> None:
    signers = written(tmp_path, f"ann {options} {ssh_line()} comment\n")
    (tmp_path / "a.sig").write_bytes(good())
    command: list[str | Path] = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        signers,
        "-I",
        "ann",
        "-n",
        "deck-bundle",
    ]
    command += ["-O", "verify-time=20260103140800Z", "-s", tmp_path / "a.sig"]
    if OPTIONS[options]:
        done(*command, given=MESSAGE)
    else:
        with pytest.raises(AssertionError):
            done(*command, given=MESSAGE)


def test_a_key_trusted_twice_counts_where_one_mention_allows_it(tmp_path: Path) -> None:
    key = ssh_line()
    text = f'ann namespaces="file" {key}\nbob {key}\neve namespaces="git" {key}\n'
    found = only({"a.sig": good()}, read_trusted(written(tmp_path, text)))
    assert str(found) == "signed by bob"


BAD_LINES = {
    "hello": "holds no public key",
    "RWQshort Ann": "holds no public key",
    f"{MINISIGN_LINE[:-4]} Ann": "holds no public key",
    "RWQAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA Eve": "public key is damaged",
    SECRET.decode().split("\n")[1]: "holds no public key",
    "-----BEGIN OPENSSH PRIVATE KEY-----": "this is a secret key",
    f"ann cert-authority {ssh_line()}": "keys that certify others are not accepted",
    f'ann namespaces="x",cert-authority {ssh_line()}': "keys that certify others",
    f"ann no-touch-required {ssh_line()}": "are not understood",
    f"ann namespaces {ssh_line()}": "are not understood",
    f'ann namespaces="x" namespaces="y" {ssh_line()}': "holds no public key",
    f'ann namespaces="x",namespaces="y" {ssh_line()}': "stands here twice",
    f'ann valid-after="tomorrow" {ssh_line()}': "'tomorrow' is not a time",
    f'ann valid-after="20261301" {ssh_line()}': "'20261301' is not a time",
    f'ann valid-after="2026010100" {ssh_line()}': "is not a time",
    f'ann valid-after="20260101",valid-before="20250101" {ssh_line()}': "is not before",
    ssh_line()[:-8]: "public key is damaged",
    ssh_line().replace("ssh-ed25519", "ssh-rsa"): "public key is damaged",
    "ann ssh-dss AAAA": "of the kind ssh-dss are not accepted",
    "ssh-ed25519-cert-v01@openssh.com AAAA": "certificates are not accepted",
    "sk-ssh-ed25519@openssh.com !!!! x": "public key is damaged",
}


@pytest.mark.parametrize("line", BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_is_told_with_its_place(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, f"# keys\n{MINISIGN_LINE} Ann\n{line}\n")
    with pytest.raises(BundleError, match=BAD_LINES[line]) as caught:
        read_trusted(path)
    assert str(caught.value).startswith(f"{path}:3: ")


def test_a_secret_minisign_key_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.key"
    path.write_bytes(SECRET)
    with pytest.raises(BundleError, match="this is a secret key") as caught:
        read_trusted(path)
    assert SECRET.decode().split("\n")[1][:20] not in str(caught.value)


def test_no_keys_are_told(tmp_path: Path) -> None:
    for path in (tmp_path, written(tmp_path, "# none\n")):
        with pytest.raises(BundleError, match="there are no public keys here"):
            read_trusted(path)
    with pytest.raises(BundleError, match="the keys cannot be read"):
        read_trusted(tmp_path / "none")
    with pytest.raises(BundleError, match="larger than 65,536 bytes"):
        read_trusted(written(tmp_path, "#" * (limits.KEY_BYTES + 1)))


def test_only_so_many_and_so_large_signatures_are_read(tmp_path: Path) -> None:
    trusted = read_trusted(written(tmp_path, f"ann {ssh_line()}"))
    many = {f"{number:03}.sig": good() for number in range(limits.SIGNATURES + 2)}
    states = [signature.state for signature in examine(MESSAGE, many, trusted)]
    assert states[: limits.SIGNATURES] == [SignatureState.KNOWN] * limits.SIGNATURES
    assert states[limits.SIGNATURES :] == [SignatureState.UNCHECKED] * 2
    padded = good() + b"\n" * limits.SIGNATURE_BYTES
    found = only({"a.sig": padded}, trusted)
    assert (found.state, found.problem) == (
        SignatureState.BAD, "it is larger than 65,536 bytes",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("comment", "time"),
    [
        ("timestamp:0", "1970-01-01T00:00:00Z"),
        ("timestamp:999999999999", ""),
        ("timestamp:-1", ""),
        ("nottimestamp:1", ""),
        ("file:x\ttimestamp:1\tx", "1970-01-01T00:00:01Z"),
        ("", ""),
    ],
)
def test_a_time_is_told_only_where_one_is_given(tmp_path: Path, comment: str, time: str) -> None:
    data = minisign_secret.sign(MESSAGE, parse_secret_key(SECRET, str), comment)
    found = only({"a.minisig": data}, read_trusted(written(tmp_path, KEY)))
    assert found.state is SignatureState.KNOWN
    assert found.signed_at == time


def test_the_worst_state_speaks_for_the_bag() -> None:
    def state_of(*states: SignatureState) -> SignatureState:
        return overall(tuple(Signature("a.sig", "ssh", state) for state in states))

    known, unknown = SignatureState.KNOWN, SignatureState.UNKNOWN_KEY
    assert state_of(known, SignatureState.BAD) is SignatureState.BAD
    assert state_of(unknown, known, SignatureState.UNCHECKED) is known
    assert state_of(unknown) is unknown


@given(st.sampled_from(["a.sig", "a.minisig", "b"]), st.binary(max_size=300))
def test_any_file_is_answered(name: str, data: bytes) -> None:
    for signature in examine(MESSAGE, {name: data}, TrustedKeys(), at=AT):
        assert signature.state in (SignatureState.BAD, SignatureState.UNCHECKED)
        assert signature.problem


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["", 'valid-after="2026"']))
@settings(deadline=None)
def test_any_line_of_keys_is_answered(
    tmp_path_factory: pytest.TempPathFactory, before: str, after: str, options: str
) -> None:
    path = tmp_path_factory.mktemp("keys") / "allowed_signers"
    path.write_bytes(f"{before} {options} {ssh_line()} {after}".encode("utf-8", "replace"))
    try:
        keys = read_trusted(path).keys
    except BundleError as error:
        assert error.where  # noqa: PT017
    else:
        assert all(key.name for key in keys)


def test_strange_bytes_in_a_signature_are_not_printed() -> None:
    kind = b"ssh-\x1b[2J\xff" + b"x" * 5_000
    found = only({"a.sig": envelope(string(kind), string(b"x"))}, TrustedKeys())
    assert found.state is SignatureState.UNCHECKED
    assert found.problem.isprintable()
    assert len(found.problem) < 400
