# SPDX-License-Identifier: Apache-2.0
"""Proofs of many objects checked in one call to the group.

A check of a proof recomputes its commitments from public data and then compares a challenge. Checks
register what is to be computed and what to do with it; ``run`` does it all.
"""

from collections.abc import Callable, Mapping, Sequence

from isonomia.groups import Claim, Element, Group
from isonomia.protocol.public.findings import Findings

Row = Sequence[tuple[Element, int]]
Known = Mapping[str, Element]
"""Serializations that were read, and checked, together with many others: that is cheaper."""


class Commitments:
    """Rows of products and disjunctions to compute, and what waits for them.

    ``y``: the key under which disjunctions are encrypted; None where there are none.
    """

    def __init__(self, group: Group, known: Known | None = None, y: Element | None = None) -> None:
        self.group = group
        self.known: Known = known or {}
        self._y = y
        self._rows: list[Row] = []
        self._waiting: list[tuple[int, int, Callable[[list[str]], object]]] = []
        self._claims: list[Claim] = []
        self._told: list[tuple[Findings, str, str, str]] = []

    def add(self, rows: Sequence[Row], then: Callable[[list[str]], object]) -> None:
        """``then`` will be called with the serialized product of each row."""
        self._waiting.append((len(self._rows), len(self._rows) + len(rows), then))
        self._rows.extend(rows)

    def add_disjunction(self, claim: Claim, findings: Findings, check: str, where: str, why: str) -> None:
        """``findings`` will be told whether the proof is right.

        The numbers of the proof were read before (``Decoder.require_proofs``).
        """
        self._claims.append(claim)
        self._told.append((findings, check, where, why))

    def run(self) -> None:
        """Compute everything and call everybody who waits, in order: disjunctions first."""
        if self._claims:
            assert self._y is not None  # who adds disjunctions gives a key
            is_right = self.group.disjunctions(self._y, self._claims)
            for (findings, check, where, why), passed in zip(self._told, is_right, strict=True):
                findings.require(check, passed, where, why)
        texts = self.group.texts(self.group.products(self._rows))
        for start, end, take in self._waiting:
            take(texts[start:end])
