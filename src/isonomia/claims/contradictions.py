# SPDX-License-Identifier: Apache-2.0
"""Contradictions between documents: arithmetic without a model. Each finding is a certificate."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from isonomia.claims.certificate import Certificate, Contradiction, Finding, Term
from isonomia.claims.documents import OFFICIAL, Kind, Statement, parents
from isonomia.claims.percentages import impossible
from isonomia.claims.sums import above_totals

ByUnit = dict[str, list[Statement]]

_CHAIN = ("valid", "cast", "issued", "registered")
"""Each is at most the next: ballots cast are among those issued, and each voter is issued one."""


def contradictions(statements: Sequence[Statement]) -> list[Finding]:
    """Every contradiction, those of the most wrong votes first. Raises ClaimsError if units are in two sets.

    Of two documents about one unit, the quantity that differs most is told; of one set, each candidate's sum.
    """
    said = parents(statements)
    units: ByUnit = defaultdict(list)
    for own in statements:
        units[own.unit].append(own)
    found = [
        *(Finding(one, one) for unit in units.values() for one in _of_unit(unit)),
        *above_totals(units, said),
    ]
    return sorted(found, key=lambda finding: -finding.strongest.wrong)


def _of_unit(unit: Sequence[Statement]) -> Iterator[Certificate]:
    yield from _proven_above_count(unit)
    for own in unit:
        yield from _more_than_possible(own)
        yield from _does_not_add_up(own)
    yield from _went_down(unit)
    yield from _two_counts(unit)
    yield from impossible(unit)


def _proven_above_count(unit: Sequence[Statement]) -> Iterator[Certificate]:
    proofs = [own for own in unit if own.kind is Kind.PROVEN]
    official = [own for own in unit if own.kind in OFFICIAL]
    for count in official:
        for name in count.numbers:
            if told := [own for own in proofs if name in own.numbers]:
                best = max(told, key=lambda own: own.numbers[name])
                yield from _above(Contradiction.PROVEN_ABOVE_COUNT, best, name, count, name)


def _more_than_possible(own: Statement) -> Iterator[Certificate]:
    if own.kind is Kind.PROVEN:
        return
    given = [name for name in _CHAIN if name in own.numbers]
    pairs = [*pairwise(given)]
    if {"issued", "received"} <= own.numbers.keys():
        pairs.append(("issued", "received"))
    if "valid" not in given and given and own.candidates:  # else it is the sum that is wrong
        yield from _one(Contradiction.MORE_THAN_POSSIBLE, own, own.candidates, given[:1])
    for less, more in pairs:
        yield from _one(Contradiction.MORE_THAN_POSSIBLE, own, [less], [more])


def _does_not_add_up(own: Statement) -> Iterator[Certificate]:
    if own.kind is Kind.PROVEN:
        return
    kind = Contradiction.DOES_NOT_ADD_UP
    if "valid" in own.numbers and own.candidates:
        yield from _one(kind, own, own.candidates, ["valid"])
        if own.complete and {*own.shares} <= {*own.candidates}:
            yield from _one(kind, own, ["valid"], own.candidates)
    if {"valid", "invalid", "cast"} <= own.numbers.keys():
        parts = [name for name in ("valid", "blank", "invalid") if name in own.numbers]
        if own.numbers["valid"] <= own.numbers["cast"]:  # else it is more than possible already
            yield from _one(kind, own, parts, ["cast"])
        yield from _one(kind, own, ["cast"], parts)


def _went_down(unit: Sequence[Statement]) -> Iterator[Certificate]:
    """Of each quantity the deepest fall. The voters on the roll may be corrected, and are not compared."""
    told = [own for own in unit if own.kind in (Kind.INTERIM, Kind.TOTAL)]
    names = {name for own in told for name in own.numbers if name not in ("registered", "received")}
    for name in sorted(names):
        pairs = [
            (earlier, later)
            for earlier in told
            for later in told
            if name in earlier.numbers and name in later.numbers and _before(earlier, later)
        ]
        if pairs:
            earlier, later = max(pairs, key=lambda pair: pair[0].numbers[name] - pair[1].numbers[name])
            yield from _above(Contradiction.WENT_DOWN, earlier, name, later, name)


def _before(earlier: Statement, later: Statement) -> bool:
    """A final total comes after all that were told before; of others the times decide, as far as both are told."""
    if earlier.kind is Kind.TOTAL:
        return False
    if later.kind is Kind.TOTAL:
        return True
    if earlier.time is None or later.time is None:
        return False
    size = min(len(earlier.time), len(later.time))
    return earlier.time[:size] < later.time[:size]


def _two_counts(unit: Sequence[Statement]) -> Iterator[Certificate]:
    for kind in OFFICIAL:
        best: tuple[int, Statement, Statement, str] | None = None
        for one, two in combinations([own for own in unit if own.kind is kind], 2):
            for name in one.numbers.keys() & two.numbers.keys():
                apart = abs(one.numbers[name] - two.numbers[name])
                if apart and (best is None or (apart, name) > (best[0], best[3])):
                    more, less = (one, two) if one.numbers[name] > two.numbers[name] else (two, one)
                    best = apart, more, less, name
        if best is not None:
            yield from _above(Contradiction.TWO_COUNTS, best[1], best[3], best[2], best[3])


def _one(kind: Contradiction, own: Statement, left: Iterable[str], right: Iterable[str]) -> Iterator[Certificate]:
    """A contradiction inside one document."""
    terms = tuple(Term(0, name) for name in left), tuple(Term(0, name) for name in right)
    wrong = sum(own.numbers[term.quantity] for term in terms[0]) - sum(own.numbers[term.quantity] for term in terms[1])
    if wrong > 0:
        yield Certificate(kind, (own,), *terms, wrong)


def _above(kind: Contradiction, more: Statement, left: str, less: Statement, right: str) -> Iterator[Certificate]:
    if (wrong := more.numbers[left] - less.numbers[right]) > 0:
        yield Certificate(kind, (more, less), (Term(0, left),), (Term(1, right),), wrong)
