# SPDX-License-Identifier: Apache-2.0
"""The candidates by arithmetic: columns side by side that add up to the votes."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from isonomia.claims.tables.columns import NEARLY_ALL, Columns, Guess, headings_of
from isonomia.claims.tables.headings import Role

Counts = NDArray[np.int64]
_ROWS = 20_000


class Candidates(NamedTuple):
    """``why``: arithmetic, or rest (nothing adds up: it is the longest run that is nowhere above the ballots)."""

    headings: list[str]
    why: str


def candidates(columns: Columns, found: dict[str, Guess], runs: list[list[str]]) -> Candidates:
    """The columns side by side that add up to the valid votes; else the longest run that is nowhere above them."""
    best: tuple[float, int, list[str]] = (0.0, 0, [])
    longest: list[str] = []
    targets = _targets(columns, found)
    for run in runs:
        values = np.array([columns.sum([one])[:_ROWS] for one in run])
        bad = np.array([columns.numbers(one).values[:_ROWS] < 0 for one in run])
        upto, bad_upto = (np.vstack([np.zeros_like(own[:1]), own.cumsum(axis=0)]) for own in (values, bad.astype(int)))
        for start in range(len(run)):
            for stop in range(start + 2, len(run) + 1):
                total, readable = upto[stop] - upto[start], bad_upto[stop] == bad_upto[start]
                for target in targets:
                    filled = (target > 0) & readable
                    enough = filled.any() and filled.sum() * 2 >= (target > 0).sum()
                    share = float((total[filled] == target[filled]).mean()) if enough else 0.0
                    best = max(best, (round(share, 3), stop - start, run[start:stop]))
        below = all((upto[-1] <= target).mean() >= NEARLY_ALL for target in targets)
        if below and len(run) >= max(2, len(longest) + 1):
            longest = run
    return Candidates(best[2], "arithmetic") if best[0] >= NEARLY_ALL else Candidates(longest, "rest")


def _targets(columns: Columns, found: dict[str, Guess]) -> list[Counts]:
    """What candidates can add up to."""
    valid = headings_of(found, Role.VALID)
    if valid:
        return [columns.sum(valid)[:_ROWS]]
    if not (cast := headings_of(found, Role.CAST)):
        return []
    ballots, without = columns.sum(cast)[:_ROWS], columns.sum(headings_of(found, Role.INVALID, Role.BLANK))[:_ROWS]
    return [ballots - without, ballots]


def sum_of_candidates(columns: Columns, free: list[str], runs: list[list[str]]) -> list[str]:
    """Where no heading tells the votes: the one column that is, in nearly all rows, the sum of others side by side; no
    column if there are several, or none."""
    best: tuple[int, set[str]] = (1, set())
    numbers = {one: columns.sample([one], 500) for one in free}
    for run in runs:
        upto = np.vstack([np.zeros_like(numbers[run[0]]), np.cumsum([numbers[one] for one in run], axis=0)])
        for start in range(len(run)):
            for stop in range(max(start + best[0], start + 2), len(run) + 1):
                total = upto[stop] - upto[start]
                filled = total > 0
                if filled.mean() < 0.5 or max((numbers[one] == total).mean() for one in run[start:stop]) >= NEARLY_ALL:
                    continue
                others = [one for one in free if one not in run[start:stop]]
                same = {one for one in others if (numbers[one][filled] == total[filled]).mean() >= NEARLY_ALL}
                if same:
                    best = (stop - start, same if stop - start > best[0] else best[1] | same)
    return [*best[1]] if len(best[1]) == 1 else []
