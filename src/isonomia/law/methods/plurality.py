# SPDX-License-Identifier: Apache-2.0
"""Plurality: most votes."""

from isonomia.law.counts import Counts, checked_seats
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome
from isonomia.law.ranking import elect_from, levels_of, rank
from isonomia.law.steps import NoBallots, Reason, Votes


def plurality(counts: Counts, *, ties: TieBreak, seats: int = 1, fewest: int = 1) -> Outcome:
    """The candidates with most votes, as many as there are seats (with more than one seat: the single
    non-transferable vote, or block vote, according to how many votes a ballot may hold).

    ``fewest`` is the number of votes without which nobody is elected: 0 where a law elects without a single vote.
    Source: Representation of the People Act 1983 (UK), Schedule 1, rule 18: elected is "the candidate to whom the
    majority of votes have been given"; for equal votes it has rule 49.
    """
    checked_seats(seats)

    def method(count: Count) -> None:
        votes = dict(counts.votes)
        count.add(Votes(1, counts.votes))
        if not any(votes.values()) and fewest > 0:
            count.add(NoBallots())
            return
        levels = levels_of(votes)
        rank(count, levels)
        electable = [level for level in levels if votes[level[0]] >= fewest]
        elect_from(count, electable, votes, seats, Reason.MOST_VOTES)

    return decide(method, counts.candidates, ties)
