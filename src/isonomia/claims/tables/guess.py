# SPDX-License-Identifier: Apache-2.0
"""Which column is what: by what a person told, by heading, and by arithmetic. Says how it came to know."""

import numpy as np
from numpy.typing import NDArray

from isonomia.claims.errors import ClaimsError
from isonomia.claims.tables.columns import Columns, Guess
from isonomia.claims.tables.headings import PLACES, TOTALS, Role, role_of
from isonomia.claims.tables.mapping import Mapping
from isonomia.claims.tables.numbers import looks_numeric

NEARLY_ALL = 0.9
"""Of the rows in which votes must add up for columns to be taken for the candidates."""
_ROWS = 20_000
_HINT = "tell the columns in a mapping file (--mapping FILE; docs/claims/tables.md)"


def guess_columns(columns: Columns, mapping: Mapping) -> list[Guess]:
    """One for each column. Raises ClaimsError if there are no candidates to be found."""
    grid, told = columns.grid, {heading: role for role, own in mapping.columns.items() for heading in own}
    for heading in told:
        if heading not in grid.header:
            raise ClaimsError(f"{grid.name}, row {grid.header_row}", f"there is no column {heading!r}", _HINT)
    found: dict[str, Guess] = {}
    for heading in grid.header:
        role = told.get(heading) or role_of(heading)
        if heading not in told and role in mapping.columns:
            role = None  # who tells some columns of a role tells all
        if role is not None and (heading in told or role not in TOTALS or looks_numeric(columns.cells[heading])):
            found[heading] = Guess(heading, role, "mapping" if heading in told else "heading")
    if Role.CANDIDATE not in mapping.columns:
        candidates, why = _candidates(columns, found)
        found |= {heading: Guess(heading, Role.CANDIDATE, why) for heading in candidates}
    if not any(own.role is Role.CANDIDATE for own in found.values()):
        raise ClaimsError(f"{grid.name}, row {grid.header_row}", "no columns look like candidates", _HINT)
    return [found.get(heading, Guess(heading, Role.OTHER, "rest")) for heading in grid.header]


def _candidates(columns: Columns, found: dict[str, Guess]) -> tuple[list[str], str]:
    """The columns side by side that add up to the valid votes; else the longest run that is nowhere above them."""
    best: tuple[float, int, list[str]] = (0.0, 0, [])
    longest: list[str] = []
    targets = _targets(columns, found)
    for run in _runs(columns, found):
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
    return (best[2], "arithmetic") if best[0] >= NEARLY_ALL else (longest, "rest")


def _targets(columns: Columns, found: dict[str, Guess]) -> list[NDArray[np.int64]]:
    def named(role: Role) -> list[str]:
        return [own.heading for own in found.values() if own.role is role]

    valid, cast = columns.sum(named(Role.VALID))[:_ROWS], columns.sum(named(Role.CAST))[:_ROWS]
    if named(Role.VALID):
        return [valid]
    if not named(Role.CAST):
        return []
    return [cast - columns.sum(named(Role.INVALID) + named(Role.BLANK))[:_ROWS], cast]


def _runs(columns: Columns, found: dict[str, Guess]) -> list[list[str]]:
    """Numeric columns side by side that have no other role."""
    runs: list[list[str]] = [[]]
    for heading in columns.grid.header:
        if heading not in found and looks_numeric(columns.cells[heading]):
            runs[-1].append(heading)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def places(guesses: list[Guess]) -> list[str]:
    """The headings that together name a station."""
    return [own.heading for own in guesses if own.role in PLACES and own.role is not Role.STRATUM]
