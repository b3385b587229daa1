# SPDX-License-Identifier: Apache-2.0
"""Checks of Schnorr proofs: knowledge of a discrete logarithm, and equality of two.

Proofs of trustees' keys, of ballots' signatures, of messages' signatures, of encryption
(``raweg``) and of decryption are all of this kind; they differ in what is hashed.
"""

from collections.abc import Callable, Sequence

from isonomia.groups import Element
from isonomia.protocol.public.commitments import Commitments
from isonomia.protocol.public.decoding import Scalars
from isonomia.protocol.public.findings import Findings


def check_schnorr(
    commitments: Commitments,
    statements: Sequence[tuple[Element, Element]],
    proof: Scalars,
    challenge: Callable[[list[str]], int],
    findings: Findings,
    check: str,
    where: str,
    why: str,
) -> None:
    """One exponent x with ``public == base ** x`` for every (base, public) of the statements.

    ``challenge`` hashes the commitments ``base ** response * public ** challenge``.
    """
    rows = [[(base, proof.response), (public, proof.challenge)] for base, public in statements]
    q = commitments.group.q

    def compare(texts: list[str]) -> None:
        findings.require(check, challenge(texts) % q == proof.challenge, where, why)

    commitments.add(rows, compare)
