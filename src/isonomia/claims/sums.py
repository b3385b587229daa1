# SPDX-License-Identifier: Apache-2.0
"""Parts of a set that have more votes than the whole set."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from isonomia.claims.certificate import Certificate, Contradiction, Finding, Term
from isonomia.claims.documents import OFFICIAL, Kind, Statement, parents

Parts = list[tuple[int, Statement]]


def above_totals(units: Mapping[str, Sequence[Statement]], said: Mapping[str, Statement]) -> Iterator[Finding]:
    """For each final total and each quantity of it, whether the nearest documents below it have more.

    A part with a document of its own stands for all that is in it: one number, and no smaller unless it
    contradicts its own parts, which is a finding of its own. So the largest parts are the shortest certificate.
    """
    children: dict[str, list[str]] = defaultdict(list)
    for unit, own in said.items():
        children[own.within or ""].append(unit)
    for unit, statements in units.items():
        totals = [own for own in statements if own.kind is Kind.TOTAL]
        for name in sorted({name for own in totals for name in own.numbers}):
            parts = sorted(_parts(unit, name, units, children), key=lambda part: -part[0])
            for total in totals:
                if name in total.numbers and (found := _compared(total, name, parts, said)):
                    yield found


def _parts(
    unit: str, name: str, units: Mapping[str, Sequence[Statement]], children: Mapping[str, Sequence[str]]
) -> Iterator[tuple[int, Statement]]:
    """The nearest documents below a unit that say a number, and the number: no voter is in two of them."""
    waiting = list(children.get(unit, ()))
    while waiting:
        below = waiting.pop()
        if (least := _least(units[below], name)) is not None:
            yield least
        else:
            waiting += children.get(below, ())


def _least(statements: Sequence[Statement], name: str) -> tuple[int, Statement] | None:
    """The least that a unit has: of two official counts the smaller, unless more is proven."""
    official = [(own.numbers[name], own) for own in statements if own.kind in OFFICIAL and name in own.numbers]
    proven = [(own.numbers[name], own) for own in statements if own.kind is Kind.PROVEN and name in own.numbers]
    found = [min(official, key=lambda pair: pair[0])] if official else []
    return max(found + proven, key=lambda pair: pair[0], default=None)


def _compared(total: Statement, name: str, parts: Parts, said: Mapping[str, Statement]) -> Finding | None:
    limit, added, size = total.numbers[name], 0, 0
    while added <= limit and size < len(parts):
        added += parts[size][0]
        size += 1
    if added <= limit:
        return None
    shortest = _irredundant(_certificate(total, name, parts[:size], said))
    strongest = _certificate(total, name, [part for part in parts if part[0]], said)
    return Finding(shortest, max(shortest, strongest, key=lambda own: own.wrong))


_FEW = 50


def _irredundant(own: Certificate) -> Certificate:
    """Where one document says a part's votes, and another, with votes of its own, what contains the part, the other
    may be enough. One by one up to _FEW such parts, and all at once: more are not tried, for it would take too long."""
    (term,) = own.right
    linking = {one.unit for one in own.documents[term.document + 1 :] if term.quantity in one.numbers}
    spare = [one for one in own.documents[: term.document] if one.unit in linking]
    for fewer in [spare, *([one] for one in spare[:_FEW])] if spare else []:
        units: dict[str, list[Statement]] = defaultdict(list)
        left_out = {id(one) for one in fewer}
        rest = [one for one in own.documents if id(one) not in left_out]
        for one in rest:
            units[one.unit].append(one)
        for found in above_totals(units, parents(rest)):
            if found.shortest.right[0].quantity == term.quantity and _whole(found.shortest) == _whole(own):
                return found.shortest
    return own


def _whole(own: Certificate) -> str:
    return own.documents[own.right[0].document].unit


def _certificate(total: Statement, name: str, parts: Parts, said: Mapping[str, Statement]) -> Certificate:
    """With the documents that say that the parts are in the set, where the parts' own do not."""
    documents = [own for _, own in parts] + [total]
    seen = {id(own) for own in documents}
    for _, part in parts:
        unit, at = part.unit, part
        while True:
            own = at if at.within is not None else said[unit]
            if id(own) not in seen:
                seen.add(id(own))
                documents.append(own)
            assert own.within is not None
            if own.within == total.unit:
                break
            unit = own.within
            at = said[unit]
    left = tuple(Term(number, name) for number in range(len(parts)))
    wrong = sum(value for value, _ in parts) - total.numbers[name]
    return Certificate(Contradiction.SUM_ABOVE_TOTAL, tuple(documents), left, (Term(len(parts), name),), wrong)
