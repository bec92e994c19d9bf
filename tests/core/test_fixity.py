"""A file is the one that was bagged, another, or one of which nobody says anything."""

from __future__ import annotations

import hashlib

import pytest

from reader.core.fixity import UNLISTED, Fixity, judge


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512", "blake2b"])
def test_each_hash_tells_a_changed_file(algorithm: str) -> None:
    digest = algorithm, hashlib.new(algorithm, b"data").hexdigest()
    assert judge(b"data", digest) is Fixity.VERIFIED
    assert judge(b"date", digest) is Fixity.CHANGED
    assert judge(b"", digest) is Fixity.CHANGED


def test_without_a_hash_nothing_is_proved() -> None:
    assert judge(b"data", UNLISTED) is Fixity.UNLISTED
    assert judge(b"data", ("crc99", "00")) is Fixity.UNCHECKED


def test_a_hash_that_is_none_proves_nothing() -> None:
    assert judge(b"data", ("sha256", "")) is Fixity.CHANGED
    assert judge(b"data", ("sha256", "0" * 64)) is Fixity.CHANGED
