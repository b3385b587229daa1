# SPDX-License-Identifier: Apache-2.0
"""Sainte-Laguë (Webster): highest averages with the divisors 1, 3, 5, ..."""

from isonomia.law.averages import highest_averages, taking_part
from isonomia.law.counts import Counts, Threshold, checked_seats
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome


def sainte_lague(counts: Counts, *, seats: int, ties: TieBreak, threshold: Threshold | None = None) -> Outcome:
    """Seats one by one to the list with the highest quotient of its votes by twice the seats that it has and one.

    The same seats as by the German divisor with standard rounding, where that has one answer. ``Outcome.seats`` has
    every list. Lists below the threshold, or without a vote, have none.
    Source: A. Sainte-Laguë, "La représentation proportionnelle et la méthode des moindres carrés", Annales
    scientifiques de l'É.N.S. 27 (1910) 529-542; Bundeswahlgesetz (Germany), sections 4 and 5.
    """
    checked_seats(seats)

    def method(count: Count) -> None:
        highest_averages(count, taking_part(count, counts, threshold), seats, lambda held: 2 * held + 1)

    return decide(method, counts.candidates, ties)
