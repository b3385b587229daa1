# SPDX-License-Identifier: Apache-2.0
"""D'Hondt (Jefferson): highest averages with the divisors 1, 2, 3, ..."""

from isonomia.law.averages import highest_averages, taking_part
from isonomia.law.counts import Counts, Threshold, checked_seats
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome


def dhondt(counts: Counts, *, seats: int, ties: TieBreak, threshold: Threshold | None = None) -> Outcome:
    """Seats one by one to the list with the highest quotient of its votes by the seats that it would then have.

    ``Outcome.seats`` has every list. Lists below the threshold, or without a vote, have none.
    Source: V. D'Hondt, "Système pratique et raisonné de représentation proportionnelle" (Brussels 1882); Spain, Ley
    Orgánica 5/1985 del Régimen Electoral General, article 163 (threshold: 3 % of the valid votes in the constituency,
    blank ones among them by article 96).
    """
    checked_seats(seats)

    def method(count: Count) -> None:
        highest_averages(count, taking_part(count, counts, threshold), seats, lambda held: held + 1)

    return decide(method, counts.candidates, ties)
