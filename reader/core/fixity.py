"""Whether a file is still the one that was bagged."""

from __future__ import annotations

from enum import Enum
from typing import Final

Digest = tuple[str, str]
"""The name of a hash algorithm as `hashlib` knows it, and a file's hash in lower-case hex."""

UNLISTED: Final[Digest] = ("", "")
"""What stands for the hash of a file in a bag that no manifest lists."""


class Fixity(Enum):
    """What is known of a file in a bag; the values are the words that people read."""

    VERIFIED = "verified"
    CHANGED = "changed"
    MISSING = "missing"
    UNLISTED = "unlisted"
    UNCHECKED = "not checked yet"


def judge(data: bytes, digest: Digest) -> Fixity:
    """Compare a file's bytes with the hash that its bag has of it."""
    import hashlib  # late: it loads OpenSSL, which a deck in a folder does without

    algorithm, expected = digest
    if digest == UNLISTED:
        return Fixity.UNLISTED
    if algorithm not in hashlib.algorithms_available:
        return Fixity.UNCHECKED
    found = hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()
    return Fixity.VERIFIED if found == expected else Fixity.CHANGED
