"""minisign's files: what minisign writes is accepted, and minisign accepts what is written."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import BundleError
from reader.formats.signing import minisign, minisign_secret
from reader.formats.signing.signer import exposure, sign
from tests.formats.signers import (
    CHEAP,
    KEY,
    MESSAGE,
    SECRET,
    done,
    locked,
    minisign_pair,
    minisign_signature,
    needs_minisign,
    run,
)

WHEN = 1_767_449_280


def no_password() -> str:
    raise AssertionError("no password should be asked for")


def parsed_key(text: str) -> minisign.PublicKey:
    return minisign.parse_public_key(text.split("\n")[1])


def written(comment: str = "timestamp:1") -> bytes:
    secret = minisign_secret.parse_secret_key(SECRET, no_password)
    return minisign_secret.sign(MESSAGE, secret, comment)


def problem_of(data: bytes, message: bytes = MESSAGE) -> str:
    return minisign.verify(minisign.parse_signature(data), parsed_key(KEY), message)


@needs_minisign
@pytest.mark.parametrize(("options", "is_prehashed"), [((), True), (("-l",), False)])
@pytest.mark.parametrize("comment", [(), ("-t", "für Ann – 3.1.2026")])
def test_what_minisign_signs_is_accepted(
    tmp_path: Path, options: tuple[str, ...], comment: tuple[str, ...], is_prehashed: bool
) -> None:
    public, secret = minisign_pair(tmp_path)
    data = minisign_signature(tmp_path, secret, *options, *comment)
    found, key = minisign.parse_signature(data), parsed_key(public.read_text())
    assert found.is_prehashed is is_prehashed
    assert minisign.printed(found.number) == key.key_id
    assert key.key_id.lstrip("0") in public.read_text()  # where minisign writes no zeros at first
    assert minisign.verify(found, key, MESSAGE) == ""
    assert minisign.verify(found, key, MESSAGE + b"\n") != ""
    if comment:
        assert found.comment.decode() == comment[1]


@needs_minisign
@pytest.mark.parametrize("comment", ["", "checked by Ann — ✓"])
def test_minisign_accepts_what_is_written(tmp_path: Path, comment: str) -> None:
    public, secret = minisign_pair(tmp_path)
    name, data = sign(MESSAGE, secret, password=no_password, comment=comment, when=WHEN)
    (tmp_path / "message").write_bytes(MESSAGE)
    (tmp_path / "sig").write_bytes(data)
    judge = ("minisign", "-V", "-H", "-p", public, "-x", tmp_path / "sig", "-m")
    said = done(*judge, tmp_path / "message").decode()
    assert f"timestamp:{WHEN}\tfile:tagmanifest-sha512.txt\thashed" in said
    assert comment in said
    key_id = parsed_key(public.read_text()).key_id
    assert name == f"signatures/tagmanifest-sha512.txt.{key_id}.minisig"
    (tmp_path / "message").write_bytes(MESSAGE + b"\n")
    assert run(*judge, tmp_path / "message").returncode == 1


def test_the_same_is_written_again(tmp_path: Path) -> None:
    key = tmp_path / "a.key"
    key.write_bytes(SECRET)
    made = {sign(MESSAGE, key, password=no_password, comment="x", when=WHEN) for _ in range(3)}
    assert len(made) == 1
    assert sign(MESSAGE, key, password=no_password, comment="x", when=WHEN + 1) not in made


# operations and memory, and the N and p that libsodium takes for them
COSTS = {
    CHEAP: (2**11, 1),
    (1, 2**24): (2**10, 1),  # raised to the least there is
    (2**20, 2**20): (2**10, 32),  # memory is what is short
    (2**15, 2**20): (2**10, 1),
    (50_000, 3_000_000): (2**10, 1),
}


@needs_minisign
@pytest.mark.parametrize("costs", COSTS)
def test_a_key_with_a_password_is_opened_as_minisign_opens_it(
    tmp_path: Path, costs: tuple[int, int]
) -> None:
    n, p = COSTS[costs]
    secret = tmp_path / "locked.key"
    secret.write_bytes(locked(SECRET, "naïve", costs, n, p))
    assert problem_of(minisign_signature(tmp_path, secret, password="naïve")) == ""
    opened = minisign_secret.parse_secret_key(secret.read_bytes(), lambda: "naïve")
    assert problem_of(minisign_secret.sign(MESSAGE, opened, "")) == ""
    assert minisign_secret.scrypt_costs(*costs) == (n, p)


def test_minisigns_own_costs_are_within_the_limits() -> None:
    assert minisign_secret.scrypt_costs(33_554_432, 1_073_741_824) == (2**20, 1)
    hard = locked(SECRET, "x", (33_554_432, 1_073_741_824), 16, 1)
    asked: list[str] = []

    def password() -> str:
        asked.append("password")
        raise KeyboardInterrupt  # before a second and a gibibyte are spent

    with pytest.raises(KeyboardInterrupt):
        minisign_secret.parse_secret_key(hard, password)
    assert asked


def test_a_wrong_password_is_told() -> None:
    data = locked(SECRET, "right", CHEAP, 2**11, 1)
    with pytest.raises(BundleError, match="the password is wrong"):
        minisign_secret.parse_secret_key(data, lambda: "wrong")


@pytest.mark.parametrize(
    "costs", [(2**25, 2**37), (2**63, 2**20), (2**64 - 1, 2**64 - 1), (2**15, 2**63)]
)
def test_a_key_cannot_ask_for_the_whole_machine(costs: tuple[int, int]) -> None:
    data = locked(SECRET, "x", costs, 16, 1)
    with pytest.raises(BundleError, match="more memory or time than a password needs"):
        minisign_secret.parse_secret_key(data, lambda: "x")


def with_byte(data: bytes, at: int) -> bytes:
    whole = bytearray(base64.b64decode(data.split()[-1]))
    whole[at] ^= 1
    return b"untrusted comment: x\n" + base64.b64encode(whole) + b"\n"


@pytest.mark.parametrize("at", [4, 62, 93, 94, 125, 130])
def test_a_damaged_key_is_told(at: int) -> None:
    with pytest.raises(BundleError, match="the secret key is damaged"):
        minisign_secret.parse_secret_key(with_byte(SECRET, at), no_password)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (KEY.encode(), "this is a public key"),
        (b"", "neither a minisign nor an OpenSSH secret key"),
        (b"\xff\xfe", "neither a minisign nor an OpenSSH secret key"),
        (SECRET[:150], "neither a minisign nor an OpenSSH secret key|damaged"),
        (with_byte(SECRET, 2), "locked in a way that is not known"),
    ],
)
def test_what_is_no_secret_key_is_told(data: bytes, message: str) -> None:
    with pytest.raises(BundleError, match=message):
        minisign_secret.parse_secret_key(data, no_password)


def test_a_missing_library_is_told_before_a_password_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [*sys.modules, "cryptography"]:
        if name.split(".")[0] == "cryptography":
            monkeypatch.setitem(sys.modules, name, None)
    key = tmp_path / "a.key"
    key.write_bytes(locked(SECRET, "x", CHEAP, 2**11, 1))
    with pytest.raises(BundleError) as caught:
        sign(MESSAGE, key, password=no_password, comment="", when=WHEN)
    assert "a.key: signing needs the library cryptography" in str(caught.value)
    assert "pip install 'deck-reader[sign]'" in caught.value.hint


@pytest.mark.parametrize("comment", ["two\nlines", "\x1b[2J", "a\u202eb", "x" * 4_100])
def test_a_comment_is_one_line(comment: str) -> None:
    with pytest.raises(BundleError, match="comment of a signature"):
        written(comment)


def test_a_secret_is_never_printed() -> None:
    secret = minisign_secret.parse_secret_key(SECRET, no_password)
    assert repr(secret) == "SecretKey(7C453418038B22B3)"


def test_a_comment_of_another_signature_is_refused() -> None:
    one, other = written("timestamp:1").split(b"\n"), written("timestamp:2").split(b"\n")
    assert problem_of(b"\n".join(one)) == ""
    assert problem_of(b"\n".join([*one[:2], other[2], one[3]])) == "its trusted comment was changed"
    old = b"\n".join([*one[:2], *other[2:]])
    assert problem_of(old) == "", "comments are bound to the signature, which is the same here"


def test_lines_may_end_as_on_windows() -> None:
    assert problem_of(written().replace(b"\n", b"\r\n")) == ""


@given(st.data())
def test_no_changed_signature_is_accepted_or_raises(data: st.DataObject) -> None:
    made = written()
    bare = bytearray(made)
    at = data.draw(st.integers(0, len(made) - 1))
    bare[at] = data.draw(st.integers(0, 255).filter(lambda byte: byte != made[at]))
    try:
        found = minisign.parse_signature(bytes(bare))
    except BundleError:
        return
    if minisign.verify(found, parsed_key(KEY), MESSAGE) == "":
        assert found == minisign.parse_signature(made), "only what says nothing may differ"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a minisign signature"),
        (b"\n" * 10_000, "not a minisign signature"),
        (b"untrusted comment: x\nA\nB\nC\n", "third line"),
        (b"untrusted comment: x\nRUQ=\ntrusted comment: x\nAAAA\n", "cut short or damaged"),
        (
            b"untrusted comment: x\n%b\ntrusted comment: x\n%b\n"
            % (base64.b64encode(b"EC" + bytes(72)), base64.b64encode(bytes(64))),
            "by a method",
        ),
    ],
)
def test_what_is_no_signature_is_told(data: bytes, message: str) -> None:
    with pytest.raises(BundleError, match=message):
        minisign.parse_signature(data)


@pytest.mark.parametrize("text", ["", "RWQ", "é" * 56, base64.b64encode(bytes(42)).decode()])
def test_what_is_no_public_key_is_told(text: str) -> None:
    with pytest.raises(BundleError, match="not a minisign public key"):
        minisign.parse_public_key(text)


def test_a_public_key_that_accepts_everything_is_refused() -> None:
    text = base64.b64encode(b"Ed" + bytes(8) + b"\1" + bytes(31)).decode()
    with pytest.raises(BundleError, match="public key is damaged"):
        minisign.parse_public_key(text)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps permissions elsewhere")
def test_a_key_that_others_can_read_is_told(tmp_path: Path) -> None:
    key = tmp_path / "a.key"
    key.write_bytes(SECRET)
    key.chmod(0o644)
    assert "others on this machine can read this secret key" in exposure(key)
    assert sign(MESSAGE, key, password=no_password, comment="", when=WHEN)
    key.chmod(0o600)
    assert exposure(key) == ""
    assert exposure(tmp_path / "none") == ""


@pytest.mark.parametrize("make", [None, Path.mkdir, lambda p: p.write_bytes(bytes(70_000))])
def test_a_key_that_cannot_be_read_is_told(tmp_path: Path, make: object) -> None:
    key = tmp_path / "a.key"
    if callable(make):
        make(key)
    with pytest.raises(BundleError) as caught:
        sign(MESSAGE, key, password=no_password, comment="", when=WHEN)
    assert str(key) in str(caught.value)
