# SPDX-License-Identifier: Apache-2.0
"""Checks of proofs that one of several ciphertexts encrypts a given value.

Interval membership, possibly-blank votes and list constraints (specification, sections "Proofs of
interval membership", "Proofs of possibly-blank votes", "Proofs of list constraints") are all this.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from isonomia.groups import Element
from isonomia.protocol.public.commitments import Commitments, Row
from isonomia.protocol.public.decoding import Pair, Scalars
from isonomia.protocol.public.findings import Findings


class Branch(NamedTuple):
    """The claim that ``ciphertext`` encrypts ``value``."""

    ciphertext: Pair
    value: int


def check_disjunction(
    commitments: Commitments,
    y: Element,
    branches: Sequence[Branch],
    proofs: Sequence[Scalars],
    challenge: Callable[[list[str]], int],
    findings: Findings,
    check: str,
    where: str,
    why: str,
) -> None:
    """One branch is true. ``challenge`` hashes the commitments A_0, B_0, …, A_k, B_k."""
    g, q = commitments.group.g, commitments.group.q
    rows: list[Row] = []
    for ((alpha, beta), value), proof in zip(branches, proofs, strict=True):
        rows.append([(g, proof.response), (alpha, proof.challenge)])
        rows.append([(y, proof.response), (beta, proof.challenge), (g, -value * proof.challenge)])
    total = sum(proof.challenge for proof in proofs) % q

    def compare(texts: list[str]) -> None:
        findings.require(check, challenge(texts) % q == total, where, why)

    commitments.add(rows, compare)
