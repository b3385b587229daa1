# SPDX-License-Identifier: Apache-2.0
"""Makes Schnorr proofs; :mod:`isonomia.protocol.public.schnorr` checks them."""

from collections.abc import Callable, Sequence

from isonomia.groups import Element, Group, SecretScalar
from isonomia.protocol.messages import Proof
from isonomia.protocol.secret.randomness import draw
from isonomia.protocol.tokens import Random


def prove_schnorr(
    group: Group,
    bases: Sequence[Element],
    secret: SecretScalar,
    challenge: Callable[[list[str]], int],
    random: Random,
) -> Proof:
    """That the prover knows the exponent, and that it is the same for all bases.

    ``challenge`` hashes the serialized commitments.
    """
    w = draw(group, random)
    commitments = group.secret_products([[(base, w)] for base in bases])
    c = challenge(group.texts(commitments)) % group.q
    return Proof(str(c), str((w - secret * c).reveal()))
