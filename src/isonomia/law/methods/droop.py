# SPDX-License-Identifier: Apache-2.0
"""Largest remainder with Droop's quota."""

from isonomia.law.averages import taking_part
from isonomia.law.counts import Counts, Threshold, checked_seats
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome
from isonomia.law.remainders import largest_remainders
from isonomia.law.steps import Unfilled


def largest_remainder_droop(
    counts: Counts, *, seats: int, ties: TieBreak, threshold: Threshold | None = None
) -> Outcome:
    """Quota: the votes of the lists that take part divided by the seats and one, without the fraction, and one more.
    A seat for each whole quota, the others to the largest remainders.

    Source: the quota, South Africa, Electoral Act 73 of 1998, Schedule 1A, item 5, as it was before independent
    candidates (there with other rules for the last seats).
    """
    checked_seats(seats)

    def method(count: Count) -> None:
        votes = taking_part(count, counts, threshold)
        if votes:
            largest_remainders(count, votes, seats, sum(votes.values()) // (seats + 1) + 1)
        else:
            count.add(Unfilled(seats))

    return decide(method, counts.candidates, ties)
