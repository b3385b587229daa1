# SPDX-License-Identifier: Apache-2.0
"""Approval voting: each ballot approves as many as it likes."""

from isonomia.law.ballots import Approvals
from isonomia.law.counts import checked_seats
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome
from isonomia.law.ranking import elect_from, levels_of, rank
from isonomia.law.steps import NoBallots, Reason, Votes, table


def approval(ballots: Approvals, *, ties: TieBreak, seats: int = 1, fewest: int = 1) -> Outcome:
    """The candidates whom most ballots approve, as many as there are seats.

    ``fewest`` is the number of approvals without which nobody is elected.
    Source: S. J. Brams, P. C. Fishburn, "Approval Voting", American Political Science Review 72 (1978) 831-847.
    """
    checked_seats(seats)
    names = ballots.candidates
    approvals = [0] * len(names)
    for number, approved in ballots.lines:
        for place in approved:
            approvals[place] += number
    votes = dict(zip(names, approvals, strict=True))

    def method(count: Count) -> None:
        count.add(Votes(1, table(names, approvals)))
        if not ballots.lines and fewest > 0:
            count.add(NoBallots())
            return
        levels = levels_of(votes)
        rank(count, levels)
        electable = [level for level in levels if votes[level[0]] >= fewest]
        elect_from(count, electable, votes, seats, Reason.MOST_VOTES)

    return decide(method, names, ties)
