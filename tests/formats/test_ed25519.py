"""Ed25519 in plain integers: the standard's own cases, another library's word, and refusals."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.formats.signing.ed25519 import is_sound, verify

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493

VECTORS = {  # RFC 8032 7.1: key, message, signature
    "TEST 1": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    "TEST 2": (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    "TEST 3": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    "TEST SHA(abc)": (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
}
SMALL = [0, 1, P - 1]  # the y of points whose order is 4, 1 and 2, and below of order 8
SMALL += [
    int.from_bytes(bytes.fromhex(y), "little")
    for y in (
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    )
]


def signed(seed: bytes, message: bytes) -> tuple[bytes, bytes]:
    """A key and its signature of the message."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.public_key().public_bytes_raw(), key.sign(message)


def judged(key: bytes, message: bytes, signature: bytes) -> bool:
    """What the other library says."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def encoded(y: int, sign: int = 0) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


@pytest.mark.parametrize("name", VECTORS)
def test_the_cases_of_the_standard_hold(name: str) -> None:
    key, message, signature = (bytes.fromhex(part) for part in VECTORS[name])
    assert verify(key, message, signature)
    assert not verify(key, message + b"\0", signature)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=300))
@settings(deadline=None)
def test_what_another_library_signs_is_accepted(seed: bytes, message: bytes) -> None:
    key, signature = signed(seed, message)
    assert is_sound(key)
    assert verify(key, message, signature)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=1, max_size=80), st.data())
@settings(deadline=None)
def test_one_changed_bit_is_refused(seed: bytes, message: bytes, data: st.DataObject) -> None:
    parts = [*signed(seed, message), message]
    which = data.draw(st.integers(0, 2))
    bit = data.draw(st.integers(0, len(parts[which]) * 8 - 1))
    changed = bytearray(parts[which])
    changed[bit // 8] ^= 1 << bit % 8
    parts[which] = bytes(changed)
    key, signature, message = parts
    assert not judged(key, message, signature)
    assert not verify(key, message, signature)


@given(
    st.binary(max_size=40) | st.binary(min_size=32, max_size=32),
    st.binary(max_size=80) | st.binary(min_size=64, max_size=64),
)
@settings(deadline=None)
def test_any_bytes_are_answered(key: bytes, signature: bytes) -> None:
    assert verify(key, b"deck", signature) is False


def test_a_second_form_of_the_same_signature_is_refused() -> None:
    key, signature = signed(bytes(32), b"deck")
    s = int.from_bytes(signature[32:], "little") + ORDER
    assert verify(key, b"deck", signature)
    assert not verify(key, b"deck", signature[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 63, 65, 128])
def test_a_signature_has_one_length(length: int) -> None:
    key, signature = signed(bytes(32), b"deck")
    assert not verify(key, b"deck", (signature * 2)[:length])


@pytest.mark.parametrize("y", SMALL)
@pytest.mark.parametrize("sign", [0, 1])
def test_a_key_of_a_small_order_is_refused(y: int, sign: int) -> None:
    assert not is_sound(encoded(y, sign))


def test_a_key_that_accepts_everything_is_refused() -> None:
    key = encoded(1)
    signature = encoded(1) + bytes(32)
    assert judged(key, b"nobody signed this", signature), "else this shows nothing"
    assert not verify(key, b"nobody signed this", signature)


@pytest.mark.parametrize("y", range(19))
def test_a_key_has_one_encoding(y: int) -> None:
    assert not is_sound(encoded(y + P))
    assert not is_sound(encoded(y + P, 1))


def test_a_key_lies_on_the_curve() -> None:
    sound = [y for y in range(2, 200) if is_sound(encoded(y))]
    assert 60 < len(sound) < 140, "about every second y has an x"
    assert 2 not in sound
