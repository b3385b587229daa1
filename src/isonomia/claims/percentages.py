# SPDX-License-Identifier: Apache-2.0
"""Percentages, rounded to the nearest, that no whole number of votes can give. Exact arithmetic."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil

from isonomia.claims import announced as rounding
from isonomia.claims.announced import announced
from isonomia.claims.certificate import Certificate, Contradiction, Finding, Term
from isonomia.claims.documents import OFFICIAL, TURNOUT, Statement, all_above

_KIND = Contradiction.IMPOSSIBLE_PERCENTAGE


def impossible(unit: Sequence[Statement]) -> Iterator[Finding]:
    """Of the documents about one unit."""
    for own in unit:
        for name, percent in own.percents.items():
            base = "registered" if name == TURNOUT else own.base
            if announced(percent).percent > 100:
                yield from _above_the_whole(own, name, base)
            elif base is not None:
                yield from _share(own, name, base, _official(own, unit))
        if found := _together(own):
            yield Finding(found, found)


def is_above_the_whole(own: Certificate) -> bool:
    """Whether a certificate says of one percentage alone that it is above 100."""
    return own.percentage is not None and _percent_of(own.percentage, own) > 100


def is_of_a_limit(own: Certificate) -> bool:
    """Whether it holds a percentage against a number that is at least as large as what it is a share of."""
    if own.percentage is None or not own.right:
        return False
    base = own.documents[own.percentage.document].base
    return own.right[0].quantity != ("registered" if own.percentage.quantity == TURNOUT else base)


def _percent_of(term: Term, own: Certificate) -> Fraction:
    percent = own.documents[term.document].percents.get(term.quantity)  # "*" is none
    return Fraction(0) if percent is None else announced(percent).percent


def _official(own: Statement, unit: Sequence[Statement]) -> list[Statement]:
    """Who else says what a percentage is a share of: an official document about the unit (an interim total has its
    own)."""
    return [other for other in unit if other is not own and other.kind is own.kind] if own.kind in OFFICIAL else []


def _above_the_whole(own: Statement, name: str, base: str | None) -> Iterator[Finding]:
    """A percentage above 100, unless it is that of numbers in the same document, whose order is wrong already."""
    share, total = announced(own.percents[name]), own.numbers.get(base or "")
    votes = own.numbers.get("cast" if name == TURNOUT else name)
    is_order = votes is not None and total is not None and votes > total and (name == TURNOUT or name in own.shares)
    if is_order and votes and total and abs(Fraction(100 * votes, total) - share.percent) <= share.half:
        return
    right = () if total is None else (Term(0, base or ""),)
    wrong = max(1, ceil(min(share.lowest - 1, Fraction(1)) * (total or 0)))
    found = Certificate(_KIND, (own,), (), right, wrong, Term(0, name))
    yield Finding(found, found)


def _share(own: Statement, name: str, base: str, others: Sequence[Statement]) -> Iterator[Finding]:
    """A percentage against the number that it is a share of, or against one that is at least as large."""
    alone = _of_base(own, name, base, own) if base in own.numbers else _of_limit(own, name, base, [own])
    found = [] if alone is None else [alone]
    if base not in own.numbers:
        where = next((other for other in others if base in other.numbers), None)
        more = _of_base(own, name, base, where) if where else _of_limit(own, name, base, [own, *others])
        found += [] if more is None else [more]
    if found:
        yield Finding(found[0], max(found, key=lambda one: one.wrong))


def _of_base(own: Statement, name: str, base: str, where: Statement) -> Certificate | None:
    """The votes are a part of the certificate if they are told and, with them, more is wrong."""
    share, total = announced(own.percents[name]), where.numbers[base]
    documents = (own,) if where is own else (own, where)
    right, percentage = (Term(len(documents) - 1, base),), Term(0, name)
    wrong = rounding.least_change(share, total, None)
    votes = "cast" if name == TURNOUT else name
    told = next((index for index, document in enumerate(documents) if votes in document.numbers), None)
    if told is not None:
        with_votes = rounding.least_change(share, total, documents[told].numbers[votes])
        if with_votes > wrong:
            return Certificate(_KIND, documents, (Term(told, votes),), right, with_votes, percentage)
    return Certificate(_KIND, documents, (), right, wrong, percentage) if wrong else None


def _of_limit(own: Statement, name: str, base: str, sources: Sequence[Statement]) -> Certificate | None:
    """No total up to a number that is at least as large as the one of the share, gives the percentage."""
    told = [
        (where.numbers[more], where, more) for where in sources for more in all_above(base) if more in where.numbers
    ]
    if not told:
        return None
    limit, where, more = min(told, key=lambda one: one[0])
    wrong = rounding.least_total(announced(own.percents[name])) - limit
    if wrong <= 0:
        return None
    documents = (own,) if where is own else (own, where)
    return Certificate(_KIND, documents, (), (Term(len(documents) - 1, more),), wrong, Term(0, name))


def _together(own: Statement) -> Certificate | None:
    """Percentages of all candidates that are more than the whole, or less where none is left out.

    With the total, votes are whole numbers; where the votes are told too, they are added up instead.
    """
    shares = [announced(own.percents[name]) for name in own.shares]
    if not shares or any(share.percent > 100 for share in shares):  # which is a finding of its own
        return None
    whole = own.complete and own.base == "valid" and {*own.candidates} <= {*own.shares}
    total, never = own.numbers.get(own.base or ""), rounding.surplus(shares, whole=whole) > 0
    right = () if total is None else (Term(0, own.base or ""),)
    if not never:
        added_up = {*own.shares} <= {*own.candidates}
        if total is None or added_up or not all(rounding.counts(share, total) for share in shares):
            return None
        if not rounding.missing(shares, total, whole=whole):
            return None
    wrong = rounding.least_change_together(shares, total, whole=whole) if total else 1
    return Certificate(_KIND, (own,), (), right, wrong, Term(0, "*"))
