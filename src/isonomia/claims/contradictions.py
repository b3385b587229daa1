# SPDX-License-Identifier: Apache-2.0
"""Contradictions between documents: arithmetic without a model. Each finding is a certificate."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from isonomia.claims.certificate import Certificate, Contradiction, Finding, Term
from isonomia.claims.documents import OFFICIAL, Kind, Statement, nearest_above, parents
from isonomia.claims.percentages import impossible
from isonomia.claims.sums import above_totals

ByUnit = dict[str, list[Statement]]


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
        *(one for unit in units.values() for one in impossible(unit)),
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


def _proven_above_count(unit: Sequence[Statement]) -> Iterator[Certificate]:
    proofs = [own for own in unit if own.kind is Kind.PROVEN]
    official = [own for own in unit if own.kind in OFFICIAL]
    for count in official:
        for name in count.numbers:
            if told := [own for own in proofs if name in own.numbers]:
                best = max(told, key=lambda own: own.numbers[name])
                yield from _above(Contradiction.PROVEN_ABOVE_COUNT, best, name, count, name)
        yield from _proven_above_ballots(proofs, count)


def _proven_above_ballots(proofs: Sequence[Statement], count: Statement) -> Iterator[Certificate]:
    """Who votes for one votes for no other: those of one proof are no more than ballots or voters."""
    known = [
        own for own in proofs if all(votes <= count.numbers.get(name, votes) for name, votes in own.numbers.items())
    ]
    most = max(known, key=lambda own: _sum(own, own.candidates), default=None)
    for more in ["valid"] if "valid" in count.numbers else nearest_above("valid", count.numbers):
        if most is not None and (wrong := _sum(most, most.candidates) - count.numbers[more]) > 0:
            left = tuple(Term(0, name) for name in most.candidates)
            yield Certificate(Contradiction.PROVEN_ABOVE_COUNT, (most, count), left, (Term(1, more),), wrong)


def _more_than_possible(own: Statement) -> Iterator[Certificate]:
    """The ballots by what they are, and each number of them, against the nearest that are told above."""
    if own.kind is Kind.PROVEN:
        return
    votes, ballots = _votes(own), _ballots(own)
    less = votes if _sum(own, votes) == _sum(own, ballots) else ballots
    for more in nearest_above("valid", own.numbers):
        adding = more == "cast" and less is not votes
        kind = Contradiction.DOES_NOT_ADD_UP if adding else Contradiction.MORE_THAN_POSSIBLE
        yield from _one(kind, own, less, [more])
    for name in ("cast", "issued"):
        if name in own.numbers:
            for more in nearest_above(name, own.numbers):
                yield from _one(Contradiction.MORE_THAN_POSSIBLE, own, [name], [more])


def _does_not_add_up(own: Statement) -> Iterator[Certificate]:
    if own.kind is Kind.PROVEN:
        return
    kind, has_valid = Contradiction.DOES_NOT_ADD_UP, "valid" in own.numbers
    everybody = own.complete and bool(own.candidates) and {*own.shares} <= {*own.candidates}
    if has_valid and own.candidates:
        yield from _one(kind, own, own.candidates, ["valid"])
        if everybody:
            yield from _one(kind, own, ["valid"], own.candidates)
    if {"invalid", "cast"} <= own.numbers.keys() and (has_valid or everybody):
        yield from _one(kind, own, ["cast"], _ballots(own))


def _votes(own: Statement) -> list[str]:
    """The valid votes, or what is told of them: those for candidates."""
    return ["valid"] if "valid" in own.numbers else own.candidates


def _ballots(own: Statement) -> list[str]:
    """Ballots by what they are: together they are at most those cast."""
    return _votes(own) + [name for name in ("blank", "invalid") if name in own.numbers]


def _sum(own: Statement, names: Iterable[str]) -> int:
    return sum(own.numbers[name] for name in names)


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


def _one(kind: Contradiction, own: Statement, left: Sequence[str], right: Sequence[str]) -> Iterator[Certificate]:
    """A contradiction inside one document."""
    terms = tuple(Term(0, name) for name in left), tuple(Term(0, name) for name in right)
    if (wrong := _sum(own, left) - _sum(own, right)) > 0:
        yield Certificate(kind, (own,), *terms, wrong)


def _above(kind: Contradiction, more: Statement, left: str, less: Statement, right: str) -> Iterator[Certificate]:
    if (wrong := more.numbers[left] - less.numbers[right]) > 0:
        yield Certificate(kind, (more, less), (Term(0, left),), (Term(1, right),), wrong)
