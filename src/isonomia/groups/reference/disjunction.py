# SPDX-License-Identifier: Apache-2.0
"""Proofs that one of several ciphertexts encrypts the value given with it."""

import re
from collections.abc import Sequence
from hashlib import sha256

from isonomia.groups.api import Claim, Element, Group

_NATURAL = re.compile(r"0|[1-9][0-9]*", re.ASCII)


def are_scalars(q: int, texts: Sequence[str]) -> bool:
    """See :meth:`isonomia.groups.api.Group.are_scalars`."""
    digits = len(str(q))
    return all(len(text) <= digits and _NATURAL.fullmatch(text) and int(text) < q for text in texts)


def is_right(group: Group, y: Element, claim: Claim) -> bool:
    """One claim of :meth:`isonomia.groups.api.Group.disjunctions`."""
    rows: list[list[tuple[Element, int]]] = []
    total = 0
    for (alpha, beta), value, proof in zip(claim.ciphertexts, claim.values, claim.proofs, strict=True):
        if not group.are_scalars([proof.challenge, proof.response]):
            raise ValueError("a number of a proof is not one of 0..q-1")
        c, r = int(proof.challenge), int(proof.response)
        rows.append([(group.g, r), (alpha, c)])
        rows.append([(y, r), (beta, c), (group.g, -value * c)])
        total += c
    statement = ",".join(group.texts(claim.statement)) + "|" if claim.statement else ""
    commitments = ",".join(group.texts(group.products(rows)))
    digest = sha256(f"{claim.prefix}{statement}{commitments}".encode()).digest()
    return (total - int.from_bytes(digest, "big")) % group.q == 0
