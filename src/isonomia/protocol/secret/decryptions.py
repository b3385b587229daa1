# SPDX-License-Identifier: Apache-2.0
"""Makes partial decryptions (section "Partial decryptions")."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from isonomia.groups import SecretScalar
from isonomia.protocol import challenges
from isonomia.protocol.messages import PartialDecryption
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.nesting import zipped
from isonomia.protocol.public.tally import alphas
from isonomia.protocol.secret.schnorr import prove_schnorr
from isonomia.protocol.tokens import Random


def make_partial_decryption(
    election: Election, encrypted: Sequence[Any], private_key: SecretScalar, random: Random
) -> PartialDecryption[Any, Any]:
    """Factors and proofs for a (shuffled) encrypted tally of elements that the trustee has checked."""
    group = election.group
    bases = alphas(encrypted)
    own, *factors = group.secret_products([[(base, private_key)] for base in [group.g, *bases]])
    challenge = partial(challenges.decrypt, election.fingerprint, str(own))
    proofs = iter([prove_schnorr(group, [group.g, alpha], private_key, challenge, random) for alpha in bases])
    texts = iter(group.texts(factors))
    return PartialDecryption(
        tuple(zipped(part, part, lambda *_: next(texts)) for part in encrypted),
        tuple(zipped(part, part, lambda *_: next(proofs)) for part in encrypted),
    )
