# SPDX-License-Identifier: Apache-2.0
"""Borda count: points by place."""

from fractions import Fraction

from isonomia.law.ballots import Profile
from isonomia.law.counts import checked_seats
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome
from isonomia.law.ranking import elect_from, levels_of, rank
from isonomia.law.steps import NoBallots, Points, Reason, table


def borda(profile: Profile, *, ties: TieBreak, seats: int = 1) -> Outcome:
    """Of n candidates the first on a ballot has n-1 points, the second n-2, the last 0; most points are elected.

    Candidates of one rank share the points of the places that they take together; so do those who are not ranked,
    on the last places (an exact half or third of a point where need be). Then each ballot gives the same sum, and a
    candidate's points are the ballots that prefer them to each other one, ties counted half.
    Source: J.-C. de Borda, "Mémoire sur les élections au scrutin" (1781).
    """
    checked_seats(seats)
    names = profile.candidates
    points = {name: Fraction(twice, 2) for name, twice in zip(names, _doubled_points(profile), strict=True)}

    def method(count: Count) -> None:
        count.add(Points(table(points, points.values())))
        if not profile.lines:
            count.add(NoBallots())
            return
        levels = levels_of(points)
        rank(count, levels)
        elect_from(count, levels, points, seats, Reason.MOST_VOTES)

    return decide(method, names, ties)


def _doubled_points(profile: Profile) -> list[int]:
    """Twice the points: a group of k that begins after b others has the mean of n-1-b ... n-b-k each."""
    size = len(profile.candidates)
    doubled = [0] * size
    for number, order, sizes, _ in profile.lines:
        before = 0
        if sizes is None:
            for place in order:
                doubled[place] += 2 * number * (size - 1 - before)
                before += 1
        else:
            for shared in sizes:
                for place in order[before : before + shared]:
                    doubled[place] += number * (2 * (size - before) - 1 - shared)
                before += shared
        shared = size - before
        if shared > 1:
            ranked = set(order)
            for place in range(size):
                if place not in ranked:
                    doubled[place] += number * (shared - 1)
    return doubled
