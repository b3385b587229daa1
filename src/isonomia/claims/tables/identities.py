# SPDX-License-Identifier: Apache-2.0
"""Totals that no heading tells, found because they are the sum of others; and numbers that are no total at all."""

import numpy as np
from numpy.typing import NDArray

from isonomia.claims.tables.columns import NEARLY_ALL, Columns, Guess, headings_of
from isonomia.claims.tables.headings import Role

Counts = NDArray[np.int64]
_ROWS = 2000


def abstentions(columns: Columns, found: dict[str, Guess], free: list[str]) -> list[str]:
    """Columns that are the voters less the ballots cast."""
    registered, cast = headings_of(found, Role.REGISTERED), headings_of(found, Role.CAST)
    if not registered or not cast:
        return []
    absent = columns.sample(registered, _ROWS) - columns.sample(cast, _ROWS)
    return [one for one in free if _is(columns, one, absent)]


def totals_by_sum(columns: Columns, found: dict[str, Guess], free: list[str]) -> None:
    """Valid: the candidates added up. Cast: valid and invalid ones (and blank ones, if they are apart). Candidates that
    were found by elimination are the right ones then."""
    votes = columns.sample(headings_of(found, Role.CANDIDATE), _ROWS)
    if not headings_of(found, Role.VALID) and len(own := [one for one in free if _is(columns, one, votes)]) == 1:
        _add(found, own[0], Role.VALID)
    without = headings_of(found, Role.INVALID)
    if headings_of(found, Role.CAST) or not without:
        return
    for more in ([], headings_of(found, Role.BLANK)):
        cast = votes + columns.sample(without + more, _ROWS)
        own = [one for one in free if one not in headings_of(found, Role.VALID) and _is(columns, one, cast)]
        if len(own) == 1:
            _add(found, own[0], Role.CAST)
            return


def _add(found: dict[str, Guess], heading: str, role: Role) -> None:
    found[heading] = Guess(heading, role, "arithmetic")
    rest = [one for one in headings_of(found, Role.CANDIDATE) if found[one].why == "rest"]
    found |= {one: Guess(one, Role.CANDIDATE, "arithmetic") for one in rest}


def _is(columns: Columns, heading: str, values: Counts) -> bool:
    filled = values > 0
    return bool(
        filled.mean() >= 0.5 and (columns.sample([heading], _ROWS)[filled] == values[filled]).mean() >= NEARLY_ALL
    )
