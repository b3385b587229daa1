# SPDX-License-Identifier: Apache-2.0
"""Which lists are how close to another division of the seats.

By highest averages the seats stand where they are as long as no list's quotient for its next seat reaches another's for
its last one: if none does, each seat went to one of the highest quotients. By largest remainders they stand as long as
no list's votes, less a quota for each seat that it has, reach another's, less a quota for each seat but its last. So
each pair of lists has a fewest number of ballots that moves a seat between the two, and each threshold one that lets a
list in or out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from isonomia.law.altering import BLANK, Kind, Pile
from isonomia.law.case import Facts
from isonomia.law.counts import Base, Counts
from isonomia.law.judgement import Judgement
from isonomia.law.law import Law, ListMethod

Pair = tuple[int, Kind, Kind]
"""At least so many ballots, from one pile, to (or sparing) the other."""

_DIVISORS = {ListMethod.DHONDT: (1, 1), ListMethod.SAINTE_LAGUE: (2, 1)}
"""The divisor of a list's next seat is the first number times its seats and the second."""


class Rivals(NamedTuple):
    """All pairs that are worth trying."""

    altering: list[Pair]
    removing: list[Pair]


def list_rivals(law: Law, counts: Counts, facts: Facts, judgement: Judgement, piles: Pile) -> Rivals:
    """The pairs, each with no more ballots than it needs."""
    assert law.lists is not None
    division = _Division.of(law, counts, facts, dict(judgement.seats))
    altering, removing = list(_turnout(law, counts, piles)), list(_turnout(law, counts, piles))
    for gainer in counts.candidates:
        for loser in counts.candidates:
            if gainer != loser and division.seats.get(loser):
                altering.append((division.to_move(gainer, loser), (loser, True), (gainer, True)))
                removing.append((division.to_leave(gainer, loser), (loser, True), (gainer, True)))
    for name in division.inside:
        other = max((kind for kind in piles if kind[1] and kind[0] != name), key=piles.__getitem__, default=None)
        altered, removed = division.to_fall(name)
        altering.append((altered, (name, True), other or (BLANK, False)))
        removing.append((removed, (name, True), other or (BLANK, False)))
    return Rivals(altering, removing)


def every_seat_is_taken(law: Law, counts: Counts, facts: Facts, ballots: int) -> bool:
    """Whether no seat can stay empty, with so many ballots altered or removed. Only Droop's quota, rounded up, can be
    too large for that: where the lists that take part have fewer votes than the seats times the seats and one."""
    assert law.lists is not None
    if law.lists.method is not ListMethod.DROOP:
        return True
    division = _Division.of(law, counts, facts, {})
    return division.sum - ballots >= division.size * (division.size + 1)


def _turnout(law: Law, counts: Counts, piles: Pile) -> Iterator[Pair]:
    """For a turnout condition: any pile."""
    if law.turnout is not None:
        largest, *others = sorted(piles, key=lambda kind: -piles[kind])
        yield 1, largest, others[0]


@dataclass(frozen=True)
class _Division:
    votes: dict[str, int]
    seats: dict[str, int]
    method: ListMethod
    size: int
    share: Fraction
    base: int
    """Of which ``share`` is the threshold."""
    shrinks: bool
    """Whether a ballot that is removed leaves the base, too."""
    exempt: frozenset[str]

    @classmethod
    def of(cls, law: Law, counts: Counts, facts: Facts, seats: dict[str, int]) -> "_Division":
        assert law.lists is not None
        rule = law.lists.threshold
        base = 0 if rule is None else counts.number(rule.of)
        share = Fraction(0) if rule is None else rule.share
        shrinks = rule is not None and rule.of is not Base.REGISTERED
        size = law.lists.seats or facts.seats or 0
        return cls(dict(counts.votes), seats, law.lists.method, size, share, base, shrinks, facts.exempt)

    @property
    def inside(self) -> list[str]:
        """Lists that take part, as far as it takes to be no more than one ballot wrong."""
        return [name for name, own in self.votes.items() if own and (name in self.exempt or self._short(name) <= 0)]

    def _short(self, name: str) -> int:
        """How many votes are missing to the threshold."""
        return 0 if name in self.exempt else ceil(self.share * self.base) - self.votes[name]

    @property
    def sum(self) -> int:
        return sum(self.votes[name] for name in self.inside)

    def _lead(self, gainer: str, loser: str) -> tuple[int, int, int]:
        """a, b and c: a seat moves once a votes of the gainer reach b of the loser and c quotas."""
        had, last = self.seats.get(gainer, 0), self.seats[loser] - 1
        if self.method in _DIVISORS:
            each, one = _DIVISORS[self.method]
            return each * last + one, each * had + one, 0
        return 1, 1, had - last

    def _quota(self, ballots: int) -> Fraction:
        return Fraction(ballots, self.size + (self.method is ListMethod.DROOP))

    def to_move(self, gainer: str, loser: str) -> int:
        """Altered ballots: from the loser to the gainer, at least."""
        short = self._short(gainer)
        if short > 0 and self.method not in _DIVISORS:
            return short  # the quota changes with the list that comes in
        a, b, c = self._lead(gainer, loser)
        missing = b * self.votes[loser] - a * self.votes[gainer] + c * self._quota(self.sum) - abs(c)
        return max(1, short, ceil(missing / (a + b)))

    def to_leave(self, gainer: str, loser: str) -> int:
        """Removed ballots of the loser, at least."""
        let_in = self._to_let_in(gainer)
        if let_in and self.method not in _DIVISORS:
            return let_in
        a, b, c = self._lead(gainer, loser)
        missing = b * self.votes[loser] - a * self.votes[gainer] + c * self._quota(self.sum) - abs(c)
        return max(1, let_in, ceil(missing / (b + self._quota(1) * c)))

    def _to_let_in(self, name: str) -> int:
        """Removed ballots of others until a list is at the threshold, at least."""
        if self._short(name) <= 0 or not self.share:
            return 0
        return max(1, ceil(self.base - self.votes[name] / self.share))

    def to_fall(self, name: str) -> tuple[int, int]:
        """Altered, and removed, ballots of a list until it is below the threshold, at least."""
        above = self.votes[name] - self.share * self.base
        if name in self.exempt or not self.share:
            return self.votes[name], self.votes[name]
        each = 1 - self.share if self.shrinks else Fraction(1)
        return max(1, ceil(above)), max(1, ceil(above / each) if each else 1)
