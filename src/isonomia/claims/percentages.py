# SPDX-License-Identifier: Apache-2.0
"""Percentages, rounded to the nearest, that no whole number of votes can give. Exact arithmetic."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from isonomia.claims.certificate import Certificate, Contradiction, Term
from isonomia.claims.documents import OFFICIAL, TURNOUT, Statement
from isonomia.law.fitting import Rounded

_KIND = Contradiction.IMPOSSIBLE_PERCENTAGE


def impossible(unit: Sequence[Statement]) -> Iterator[Certificate]:
    """Of the documents about one unit."""
    for own in unit:
        for name in own.percents:
            base = "registered" if name == TURNOUT else own.base
            if base is not None and (found := _one(own, name, base, unit)):
                yield found
        if found := _together(own):
            yield found


def _one(own: Statement, name: str, base: str, unit: Sequence[Statement]) -> Certificate | None:
    """A percentage against the number that it is a share of, and the votes where they are told."""
    where = _told(own, base, unit)
    if where is None:
        return None
    rounded, total = Rounded.of(own.percents[name]), where.numbers[base]
    least, most = ceil(rounded.lowest * total), floor(rounded.highest * total)
    documents = (own,) if where is own else (own, where)
    right, percentage = (Term(len(documents) - 1, base),), Term(0, name)
    if least > most or total == 0:  # a share of nothing is no number
        return Certificate(_KIND, documents, (), right, 1, percentage)
    votes = "cast" if name == TURNOUT else name
    for index, document in enumerate(documents):
        if votes in document.numbers:
            count = document.numbers[votes]
            if wrong := max(least - count, count - most, 0):
                return Certificate(_KIND, documents, (Term(index, votes),), right, wrong, percentage)
            break
    return None


def _told(own: Statement, base: str, unit: Sequence[Statement]) -> Statement | None:
    """Who says the number: the document itself, else an official one about the same unit (an interim total has
    its own)."""
    if base in own.numbers:
        return own
    if own.kind not in OFFICIAL:
        return None
    return next((other for other in unit if other.kind is own.kind and base in other.numbers), None)


def _together(own: Statement) -> Certificate | None:
    """Percentages of all candidates that are more than the whole, or less where none is left out."""
    shares = [Rounded.of(own.percents[name]) for name in own.shares]
    lowest, highest = (
        sum((one.lowest for one in shares), Fraction(0)),
        sum((one.highest for one in shares), Fraction(0)),
    )
    whole = own.complete and own.base == "valid" and bool(shares) and {*own.candidates} <= {*own.shares}
    apart = max(lowest - 1, 1 - highest if whole else Fraction(0))
    if apart <= 0:
        return None
    total = own.numbers.get(own.base or "")
    right = () if total is None else (Term(0, own.base or ""),)
    return Certificate(_KIND, (own,), (), right, max(1, ceil(apart * (total or 0))), Term(0, "*"))
