# SPDX-License-Identifier: Apache-2.0
"""Schulze's method: the strongest paths of pairwise victories, by winning votes."""

from isonomia.law.ballots import Profile
from isonomia.law.counts import checked_seats
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome
from isonomia.law.pairwise import Matrix, as_step, preferences
from isonomia.law.ranking import elect_from, levels_under, rank
from isonomia.law.steps import NoBallots, Reason, StrongestPath

Strength = tuple[int, int]
"""Votes of the victory, and votes against it with a minus: the greater is the stronger."""


def schulze(profile: Profile, *, ties: TieBreak, seats: int = 1) -> Outcome:
    """One candidate is better than another if the strongest path to the other is stronger than the one back.

    A path is a chain of victories, as strong as its weakest link; of two links the one with more winning votes is the
    stronger, and with as many the one with fewer votes against. Elected are those whom nobody is better than; with
    more seats, from the ranking that this makes.
    Source: M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
    single-winner election method", Social Choice and Welfare 36 (2011) 267-303, by winning votes.
    """
    checked_seats(seats)
    names = profile.candidates
    matrix = preferences(profile)

    def method(count: Count) -> None:
        count.add(as_step(profile, matrix))
        if not profile.lines:
            count.add(NoBallots())
            return
        strength, via = _strongest_paths(matrix)
        for source in range(len(names)):
            for target in range(len(names)):
                if (found := strength[source][target]) is not None:
                    path = tuple(names[place] for place in _path(via, source, target))
                    count.add(StrongestPath(path, found[0], -found[1]))

        def better(one: str, other: str) -> bool:
            there, back = names.index(one), names.index(other)
            return (strength[there][back] or (0, 0)) > (strength[back][there] or (0, 0))

        levels = levels_under(names, better)
        rank(count, levels)
        places = {name: place for place, level in enumerate(levels, 1) for name in level}
        elect_from(count, levels, places, seats, Reason.BEST_RANKED)

    return decide(method, names, ties)


def _strongest_paths(matrix: Matrix) -> tuple[list[list[Strength | None]], list[list[int | None]]]:
    """The strength of the strongest path between each two (None: there is none), and a candidate on its way."""
    size = range(len(matrix))
    strength: list[list[Strength | None]] = [
        [(matrix[i][j], -matrix[j][i]) if matrix[i][j] > matrix[j][i] else None for j in size] for i in size
    ]
    via: list[list[int | None]] = [[None for _ in size] for _ in size]
    for k in size:
        for i in size:
            first = strength[i][k]
            if i == k or first is None:
                continue
            for j in size:
                second = strength[k][j]
                if j in (i, k) or second is None:
                    continue
                through = min(first, second)
                known = strength[i][j]
                if known is None or through > known:
                    strength[i][j] = through
                    via[i][j] = k
    return strength, via


def _path(via: list[list[int | None]], source: int, target: int) -> list[int]:
    middle = via[source][target]
    if middle is None:
        return [source, target]
    return _path(via, source, middle)[:-1] + _path(via, middle, target)
