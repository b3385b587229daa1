# SPDX-License-Identifier: Apache-2.0
"""Largest remainder with Hare's quota (Hamilton, Niemeyer)."""

from fractions import Fraction

from isonomia.law.averages import taking_part
from isonomia.law.counts import Counts, Threshold, checked_seats
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome
from isonomia.law.remainders import largest_remainders
from isonomia.law.steps import Unfilled


def largest_remainder_hare(
    counts: Counts, *, seats: int, ties: TieBreak, threshold: Threshold | None = None
) -> Outcome:
    """Quota: the votes of the lists that take part divided by the seats, exactly. A seat for each whole quota, the
    others to the largest remainders.

    Source: M. L. Balinski, H. P. Young, "Fair Representation", 2nd edition 2001, where it is Hamilton's method.
    """
    checked_seats(seats)

    def method(count: Count) -> None:
        votes = taking_part(count, counts, threshold)
        if votes:
            largest_remainders(count, votes, seats, Fraction(sum(votes.values()), seats))
        else:
            count.add(Unfilled(seats))

    return decide(method, counts.candidates, ties)
