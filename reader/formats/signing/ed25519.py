"""Verifies Ed25519 signatures (RFC 8032) with nothing but Python's integers.

An archive may be opened in thirty years on a machine where no library can be installed any more.
Verifying touches no secret, so it matters little here that Python's integers take varying time;
signing, where that would matter, is left to others.
"""

from __future__ import annotations

import hashlib
from typing import Final

KEY_BYTES: Final = 32
"""Length of a public key."""

SIGNATURE_BYTES: Final = 64
"""Length of a signature."""

_Point = tuple[int, int, int, int]
"""X, Y, Z and T of the curve's extended coordinates: x = X/Z, y = Y/Z, xy = T/Z."""

_P: Final = 2**255 - 19
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_D: Final = -121665 * pow(121666, -1, _P) % _P
_D2: Final = 2 * _D
_ROOT_OF_MINUS_1: Final = pow(2, (_P - 1) // 4, _P)
_NEUTRAL: Final = (0, 1, 1, 0)


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is one that the key's owner made of the message (RFC 8032 5.1.7).

    Strict: each value has one encoding only, S is below the group's order, the key is sound, and
    the equation holds without a cofactor. Whatever else is given is no signature; nothing is
    raised.
    """
    point = _sound_point(public_key)
    if point is None or len(signature) != SIGNATURE_BYTES:
        return False
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if s >= _ORDER:
        return False
    digest = hashlib.sha512(r + public_key + message).digest()
    challenge = int.from_bytes(digest, "little") % _ORDER
    # Comparing bytes refuses every other encoding of R as well.
    return _encoded(_sum_of_multiples(s, challenge, _negative(point))) == r


def is_sound(public_key: bytes) -> bool:
    """Whether the bytes are a public key: on the curve, in its one encoding, of a large order.

    A key of a small order would accept signatures that nobody made.
    """
    return _sound_point(public_key) is not None


def _sound_point(data: bytes) -> _Point | None:
    point = _decoded(data)
    if point is None:
        return None
    multiple = _doubled(_doubled(_doubled(point)))
    return None if multiple[0] == 0 else point  # x = 0 is left of eight small points only


def _decoded(data: bytes) -> _Point | None:
    if len(data) != KEY_BYTES:
        return None
    number = int.from_bytes(data, "little")
    is_odd, y = number >> 255, number & (2**255 - 1)
    if y >= _P:
        return None
    x = _x_of(y)
    if x is None or (x == 0 and is_odd):
        return None
    if x & 1 != is_odd:
        x = _P - x
    return x, y, 1, x * y % _P


def _x_of(y: int) -> int | None:
    """An x of the point, of which the other is the negative; from -x² + y² = 1 + dx²y²."""
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_1 % _P
    return None if (x * x - square) % _P else x


def _encoded(point: _Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, _P)
    x, y = x * inverse % _P, y * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _negative(point: _Point) -> _Point:
    x, y, z, t = point
    return -x % _P, y, z, -t % _P


def _added(one: _Point, other: _Point) -> _Point:
    """The formula holds for all points of the curve, the neutral one too."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    less = (y1 - x1) * (y2 - x2) % _P
    more = (y1 + x1) * (y2 + x2) % _P
    t = t1 * t2 % _P * _D2 % _P
    z = 2 * z1 * z2
    e, f, g, h = more - less, z - t, z + t, more + less
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _doubled(point: _Point) -> _Point:
    x, y, z, _ = point
    xx, yy = x * x, y * y
    h = xx + yy
    e = (h - (x + y) ** 2) % _P
    g = (xx - yy) % _P
    f = (2 * z * z + g) % _P
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _sum_of_multiples(s: int, challenge: int, point: _Point) -> _Point:
    """s times the base point plus the challenge times the other, in one pass over their bits."""
    steps = (_NEUTRAL, _BASE, point, _added(_BASE, point))
    total: _Point = _NEUTRAL
    for bit in range(max(s.bit_length(), challenge.bit_length()) - 1, -1, -1):
        total = _doubled(total)
        step = (s >> bit & 1) + 2 * (challenge >> bit & 1)
        if step:
            total = _added(total, steps[step])
    return total


def _base() -> _Point:
    y = 4 * pow(5, -1, _P) % _P
    point = _decoded(y.to_bytes(32, "little"))
    assert point is not None
    return point


_BASE: Final = _base()
