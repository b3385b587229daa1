# SPDX-License-Identifier: Apache-2.0
"""Makes proofs that one of several ciphertexts encrypts a given value;
:mod:`isonomia.protocol.public.disjunction` checks them.

The specification computes the true branch from a fresh w, and the others from random challenges and
responses. Here all branches are computed alike, so that nothing about time tells which one is true:
for each, random c and s, and with the known randomness r and plaintext m of its ciphertext

    A = g^(s + r c)    B = y^(s + r c) g^((m - M) c),

which is what the checker computes from c and s. In the true branch m = M, so A and B depend on
w = s + r c alone: once the hash is known, the true branch moves to another (c, s) with the same w.
The distribution is the specification's.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from isonomia.groups import Element, Group, SecretScalar
from isonomia.protocol.messages import Proof
from isonomia.protocol.secret.randomness import draw
from isonomia.protocol.tokens import Random


class Claim(NamedTuple):
    """The claim that a ciphertext with this randomness and plaintext encrypts ``value``."""

    randomness: SecretScalar
    plaintext: SecretScalar
    value: int
    true: SecretScalar
    """1 for exactly one claim of a disjunction, which must hold, and 0 for the others."""


def prove_disjunction(
    group: Group,
    y: Element,
    claims: Sequence[Claim],
    challenge: Callable[[list[str]], int],
    random: Random,
) -> list[Proof]:
    """A proof for each claim; ``challenge`` hashes the serialized commitments A_0, B_0, …."""
    drawn = [(draw(group, random), draw(group, random)) for _ in claims]
    rows = []
    for claim, (c, s) in zip(claims, drawn, strict=True):
        w = s + claim.randomness * c
        rows += [[(group.g, w)], [(y, w), (group.g, (claim.plaintext - claim.value) * c)]]
    hashed = challenge(group.texts(group.secret_products(rows)))
    move = group.secret(hashed % group.q)
    for c, _ in drawn:
        move = move - c
    proofs = []
    for claim, (c, s) in zip(claims, drawn, strict=True):
        own = claim.true * move
        proofs.append(Proof(str((c + own).reveal()), str((s - claim.randomness * own).reveal())))
    return proofs
