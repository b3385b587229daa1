# SPDX-License-Identifier: Apache-2.0
"""Secret scalars from random bytes that are handed in."""

from collections.abc import Callable

from isonomia.groups import Group, SecretScalar

Random = Callable[[int], bytes]
"""Gives that many random bytes; ``os.urandom`` outside of tests."""


def draw(group: Group, random: Random) -> SecretScalar:
    """A scalar that is uniform but for 2^-128."""
    return group.scalar(random(group.random_size))


def below(bound: int, random: Random) -> int:
    """A uniform integer in 0..bound-1."""
    size = (bound.bit_length() + 7) // 8 + 16
    return int.from_bytes(random(size), "big") % bound
