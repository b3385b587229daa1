# SPDX-License-Identifier: Apache-2.0
"""Score voting: the most points."""

from isonomia.law.ballots import Scores
from isonomia.law.counts import checked_seats
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome
from isonomia.law.ranking import elect_from, levels_of, rank
from isonomia.law.steps import NoBallots, Points, Reason, table


def score(ballots: Scores, *, ties: TieBreak, seats: int = 1) -> Outcome:
    """The candidates with the highest sums of scores, as many as there are seats.

    What a candidate left out of a ballot scores is settled when the ballots are read (``Scores.of``), so the sum
    and the average rank alike. Also known as range voting.
    """
    checked_seats(seats)
    points = totals(ballots)

    def method(count: Count) -> None:
        count.add(Points(table(points, points.values())))
        if not ballots.lines:
            count.add(NoBallots())
            return
        levels = levels_of(points)
        rank(count, levels)
        elect_from(count, levels, points, seats, Reason.MOST_VOTES)

    return decide(method, ballots.candidates, ties)


def totals(ballots: Scores) -> dict[str, int]:
    """The sum of each candidate's scores."""
    sums = [0] * len(ballots.candidates)
    for number, scores in ballots.lines:
        for place, own in enumerate(scores):
            sums[place] += number * own
    return dict(zip(ballots.candidates, sums, strict=True))
