# SPDX-License-Identifier: Apache-2.0
"""Random texts from bytes that are handed in: uuids, credentials, trustees' seeds."""

from collections.abc import Callable

Random = Callable[[int], bytes]
"""Gives that many random bytes; ``os.urandom`` outside of tests."""

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""Base58: no 0, O, I, l."""


def below(bound: int, random: Random) -> int:
    """A uniform integer in 0..bound-1, but for 2^-128."""
    size = (bound.bit_length() + 7) // 8 + 16
    return int.from_bytes(random(size), "big") % bound


def base58_token(length: int, random: Random) -> str:
    """Uniform characters of Base58."""
    return "".join(ALPHABET[below(58, random)] for _ in range(length))
