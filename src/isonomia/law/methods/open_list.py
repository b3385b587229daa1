# SPDX-License-Identifier: Apache-2.0
"""Open lists: which persons take the seats that a list has."""

from fractions import Fraction

from isonomia.law.counts import Counts
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.errors import SettingError
from isonomia.law.outcome import Outcome
from isonomia.law.ranking import elect_from, levels_of
from isonomia.law.steps import Number, Reason, Unfilled, Votes


def open_list(persons: Counts, *, seats: int, ties: TieBreak, needed: Number | None = 0) -> Outcome:
    """``persons`` are the candidates of one list in its order, with their preference votes; ``seats`` what it won.

    Those with at least ``needed`` preference votes come first, by most votes; the others follow in the order of the
    list. ``needed=0`` is a fully open list (only votes count), ``None`` a closed one (only the order counts). Equal
    preference votes are a tie where they decide about a seat.
    Source: Netherlands, Kieswet, article P 15 (needed: more than a quarter of the electoral quotient); Finland's
    parliament is elected by fully open lists (Vaalilaki 714/1998).
    """
    if type(seats) is not int or seats < 0:
        raise SettingError(f"seats are a whole number, not {seats!r}")
    if needed is not None and (not isinstance(needed, int | Fraction) or needed < 0):
        raise SettingError(f"needed is an exact number of votes, not {needed!r}")

    def method(count: Count) -> None:
        votes = dict(persons.votes)
        count.add(Votes(1, persons.votes))
        first = {name: own for name, own in votes.items() if needed is not None and own >= needed}
        if first and seats:
            elect_from(count, levels_of(first), first, min(seats, len(first)), Reason.PREFERENCE_VOTES)
        rest = [name for name in votes if name not in first]
        left = seats - len(count.elected)
        count.elect(tuple((name, votes[name]) for name in rest[:left]), Reason.LIST_ORDER)
        if left > len(rest):
            count.add(Unfilled(left - len(rest)))

    return decide(method, persons.candidates, ties)
