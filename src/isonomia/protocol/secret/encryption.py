# SPDX-License-Identifier: Apache-2.0
"""ElGamal encryption of a voter's choices (section "Encrypted answers")."""

from collections.abc import Sequence
from typing import NamedTuple

from isonomia.groups import Element, Group, SecretScalar
from isonomia.protocol.messages import Ciphertext
from isonomia.protocol.secret.randomness import draw
from isonomia.protocol.tokens import Random


class InvalidVote(ValueError):
    """A vote that the question does not allow; says why."""


class Encrypted(NamedTuple):
    """Ciphertexts of small numbers with what is needed to prove things about them."""

    ciphertexts: list[Ciphertext]
    randomness: list[SecretScalar]
    plaintexts: list[SecretScalar]

    def total(self, group: Group, start: int = 0) -> tuple[SecretScalar, SecretScalar]:
        """Randomness and plaintext of the product of the ciphertexts from ``start`` on."""
        return _sum(group, self.randomness[start:]), _sum(group, self.plaintexts[start:])


def _sum(group: Group, scalars: Sequence[SecretScalar]) -> SecretScalar:
    total = group.secret(0)
    for scalar in scalars:
        total = total + scalar
    return total


def encrypt(group: Group, y: Element, values: Sequence[int], random: Random) -> Encrypted:
    """(g^r, y^r g^m) for each small number m."""
    randomness = [draw(group, random) for _ in values]
    plaintexts = [group.secret(value) for value in values]
    rows = []
    for r, m in zip(randomness, plaintexts, strict=True):
        rows += [[(group.g, r)], [(y, r), (group.g, m)]]
    texts = group.texts(group.secret_products(rows))
    pairs = [Ciphertext(alpha, beta) for alpha, beta in zip(texts[::2], texts[1::2], strict=True)]
    return Encrypted(pairs, randomness, plaintexts)
