# SPDX-License-Identifier: Apache-2.0
"""Largest remainders: what the quotas of Hare and Droop have in common."""

from fractions import Fraction

from isonomia.law.decisions import Count
from isonomia.law.ranking import levels_of
from isonomia.law.steps import FullQuotas, Number, Purpose, Quota, RemainderSeat, Unfilled


def largest_remainders(count: Count, votes: dict[str, int], seats: int, quota: Number) -> None:
    """A seat for each whole quota; the seats left go to the largest remainders, one each.

    Equal remainders are a tie if there are fewer seats left than lists that have them. Seats stay empty only if
    fewer lists take part than seats are left.
    """
    count.add(Quota(sum(votes.values()), seats, quota))
    remainders: dict[str, Number] = {}
    for name, own in votes.items():
        whole = int(own // quota)
        remainders[name] = remainder = Fraction(own - whole * quota)
        count.seats[name] += whole
        count.add(FullQuotas(name, own, whole, remainder))
    left = seats - sum(count.seats.values())
    for level in levels_of(remainders):
        for name in count.choose(Purpose.SEAT, level, places=left) if left else ():
            count.seats[name] += 1
            count.add(RemainderSeat(name, Fraction(remainders[name])))
            left -= 1
    if left:
        count.add(Unfilled(left))
