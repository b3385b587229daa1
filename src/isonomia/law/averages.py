# SPDX-License-Identifier: Apache-2.0
"""Highest averages: what D'Hondt and Sainte-Laguë have in common; and who takes part in the seats at all."""

from collections.abc import Callable
from fractions import Fraction

from isonomia.law.counts import Counts, Threshold
from isonomia.law.decisions import Count
from isonomia.law.steps import BelowThreshold, NoBallots, Purpose, Quotient, Unfilled


def taking_part(count: Count, counts: Counts, threshold: Threshold | None) -> dict[str, int]:
    """The lists with votes that pass the threshold; the others are noted."""
    count.seats = dict.fromkeys(counts.candidates, 0)
    if not any(votes for _, votes in counts.votes):
        count.add(NoBallots())
        return {}
    if threshold is not None:
        number = counts.number(threshold.base)
        below = tuple((name, votes) for name, votes in counts.votes if not threshold.passes(name, votes, number))
        count.add(BelowThreshold(below, number, threshold.share))
    else:
        below = ()
    return {name: votes for name, votes in counts.votes if votes and (name, votes) not in below}


def highest_averages(count: Count, votes: dict[str, int], seats: int, divisor: Callable[[int], int]) -> None:
    """Give each seat to the highest quotient of votes by ``divisor(seats that the list has)``.

    Equal quotients are a tie only if there are fewer seats left than lists that have them.
    """
    if not votes:
        count.add(Unfilled(seats))
        return
    given = 0
    while given < seats:
        quotients = {name: Fraction(own, divisor(count.seats[name])) for name, own in votes.items()}
        highest = max(quotients.values())
        equal = [name for name, quotient in quotients.items() if quotient == highest]
        for name in count.choose(Purpose.SEAT, equal, places=seats - given):
            given += 1
            count.add(Quotient(given, name, votes[name], divisor(count.seats[name]), highest))
            count.seats[name] += 1
