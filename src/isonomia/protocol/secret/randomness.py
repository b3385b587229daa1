# SPDX-License-Identifier: Apache-2.0
"""Secret scalars from random bytes that are handed in."""

from isonomia.groups import Group, SecretScalar
from isonomia.protocol.tokens import Random


def draw(group: Group, random: Random) -> SecretScalar:
    """A scalar that is uniform but for 2^-128."""
    return group.scalar(random(group.random_size))
