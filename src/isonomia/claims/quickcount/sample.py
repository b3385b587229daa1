# SPDX-License-Identifier: Apache-2.0
"""Which stations: proportional to the strata, drawn by a text that anybody can hash again."""

from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

LEAST = 2
"""Stations of a stratum: one says nothing of how much they differ."""


def allocate(sizes: Counts, sample: int) -> Counts:
    """How many stations of each stratum: in proportion, at least LEAST (or all), at most all; by largest remainders.
    The sum is ``sample``, or more if LEAST needs it; never more than there are."""
    sample, least = min(sample, int(sizes.sum())), np.minimum(sizes, LEAST)
    exact, fixed = sizes * sample / sizes.sum(), np.zeros(len(sizes), dtype=np.bool_)
    while (small := ~fixed & (exact < least)).any():  # they get LEAST, and the others share what is left
        fixed |= small
        rest = max(0, sample - int(least[fixed].sum()))
        exact = np.where(fixed, least, sizes * rest / max(1, int(sizes[~fixed].sum())))
    found: Counts = np.minimum(np.floor(exact).astype(np.int64), sizes)
    missing = sample - int(found.sum())
    for at in np.argsort(found - exact, kind="stable")[: max(0, missing)]:
        found[at] += 1
    return found


def draw(stratum: Counts, rows: Counts, allocation: Counts, seed: str) -> Counts:
    """Indices of the sample, sorted: in each stratum the stations whose SHA-256 of ``seed,row`` is smallest.

    Who fixes the stations' file first and lets the seed be drawn in public can choose nothing.
    """
    keys = [sha256(f"{seed},{row}".encode()).digest() for row in rows.tolist()]
    order = sorted(range(len(rows)), key=lambda at: (int(stratum[at]), keys[at]))
    left = allocation.copy()
    chosen = []
    for at in order:
        if left[stratum[at]] > 0:
            left[stratum[at]] -= 1
            chosen.append(at)
    return np.sort(np.array(chosen, dtype=np.int64))
