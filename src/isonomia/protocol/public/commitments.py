# SPDX-License-Identifier: Apache-2.0
"""Commitments of many proofs recomputed in one call to the group.

A check of a proof recomputes its commitments from public data and then compares a challenge. Checks
register the products that they need and what to do with their serializations; ``run`` does them all.
"""

from collections.abc import Callable, Mapping, Sequence

from isonomia.groups import Element, Group

Row = Sequence[tuple[Element, int]]
Known = Mapping[str, Element]
"""Serializations that were read, and checked, together with many others: that is cheaper."""


class Commitments:
    """Rows of products to compute, and what waits for them."""

    def __init__(self, group: Group, known: Known | None = None) -> None:
        self.group = group
        self.known: Known = known or {}
        self._rows: list[Row] = []
        self._waiting: list[tuple[int, int, Callable[[list[str]], object]]] = []

    def add(self, rows: Sequence[Row], then: Callable[[list[str]], object]) -> None:
        """``then`` will be called with the serialized product of each row."""
        self._waiting.append((len(self._rows), len(self._rows) + len(rows), then))
        self._rows.extend(rows)

    def run(self) -> None:
        """Compute everything and call everybody who waits, in order."""
        texts = self.group.texts(self.group.products(self._rows))
        waiting, self._rows, self._waiting = self._waiting, [], []
        for start, end, then in waiting:
            then(texts[start:end])
