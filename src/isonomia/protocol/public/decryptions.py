# SPDX-License-Identifier: Apache-2.0
"""Check of a partial decryption (section "Partial decryptions")."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from isonomia.groups import Element
from isonomia.protocol import challenges
from isonomia.protocol.messages import PartialDecryption
from isonomia.protocol.public.commitments import Commitments
from isonomia.protocol.public.decoding import Decoder, Undecodable
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.nesting import flat, mapped
from isonomia.protocol.public.schnorr import check_schnorr
from isonomia.protocol.public.tally import alphas


def check_partial_decryption(
    election: Election,
    encrypted: Sequence[Any],
    public_key: Element,
    decryption: PartialDecryption[Any, Any],
    findings: Findings,
    where: str,
) -> list[Element] | None:
    """Every factor is alpha to the trustee's private key.

    ``encrypted`` is the (shuffled) tally of elements. Gives the factors in flat order, or None if
    they cannot be read or do not fit the tally.
    """
    expected = [_lengths(part) for part in encrypted]
    fits = [_lengths(part) for part in decryption.decryption_factors] == expected and [
        _lengths(part) for part in decryption.decryption_proofs
    ] == expected
    if not findings.require(
        "decryption.shape", fits, where, "the numbers of factors or proofs do not fit the encrypted tally"
    ):
        return None
    decoder, commitments = Decoder(election.group, findings, "decryption"), Commitments(election.group)
    places = [f"{where}, {place}" for place in _places(encrypted)]
    texts = [text for part in decryption.decryption_factors for text in flat(part)]
    proofs = [proof for part in decryption.decryption_proofs for proof in flat(part)]
    try:
        factors = decoder.elements(texts, places)
        numbers = decoder.proofs(proofs, places)
    except Undecodable:
        return None
    key = str(public_key)
    for alpha, factor, proof, place in zip(alphas(encrypted), factors, numbers, places, strict=True):
        check_schnorr(
            commitments,
            [(election.group.g, public_key), (alpha, factor)],
            proof,
            partial(challenges.decrypt, election.fingerprint, key),
            findings,
            "decryption.proof",
            place,
            "the proof that the factor belongs to the trustee's key is wrong",
        )
    commitments.run()
    return factors


def _lengths(part: Any) -> Any:
    return mapped(part, lambda _: None)


def _places(encrypted: Sequence[Any]) -> list[str]:
    places = []
    for number, part in enumerate(encrypted):
        if part and isinstance(part[0], list):
            places += [
                f"question {number}, list {i}, choice {j}" for i, row in enumerate(part) for j in range(len(row))
            ]
        else:
            places += [f"question {number}, choice {j}" for j in range(len(part))]
    return places
