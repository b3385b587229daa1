# SPDX-License-Identifier: Apache-2.0
"""Counts that fit rounded percentages: for each comparison that a law makes, those that press it hardest."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import ceil, floor
from typing import Self

from isonomia.law.counts import Base, Counts
from isonomia.law.errors import ClaimError, CountsError, Problem

_PERCENT = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,9})?", re.ASCII)

AGAINST = ("against all",)
"""The pile of votes against all: no candidate has this name, which is no text."""
Pile = str | tuple[str]


@dataclass(frozen=True, slots=True)
class Rounded:
    """A percentage as it was announced: the true one is within ``half`` of it."""

    percent: Fraction
    half: Fraction

    @classmethod
    def of(cls, text: str) -> Self:
        """``80.1`` or ``80,1``. Raises ClaimError."""
        if not _PERCENT.fullmatch(text.strip()):
            raise ClaimError(f"{text[:40]!r} is not a percentage as 80.1")
        whole, _, digits = text.strip().replace(",", ".").partition(".")
        percent = Fraction(f"{whole}.{digits or 0}")
        if percent > 100:
            raise ClaimError(f"{text[:40]!r} is more than 100 per cent")
        return cls(percent, Fraction(1, 2 * 10 ** len(digits)))

    @property
    def lowest(self) -> Fraction:
        """As a share of 1."""
        return max(Fraction(0), (self.percent - self.half) / 100)

    @property
    def highest(self) -> Fraction:
        return min(Fraction(1), (self.percent + self.half) / 100)


@dataclass(frozen=True, slots=True)
class Size:
    """How large the election was: what was told of it."""

    registered: int | None = None
    turnout: Rounded | None = None
    participants: int | None = None
    total: int | None = None
    """Of the votes that the percentages are of, if those are not the participants."""

    def totals(self, base: Base) -> Iterator["Size"]:
        """Every size with whole numbers that fits, the largest first. Raises CountsError if too little is told."""
        for participants in self._participants():
            own = participants if base in (Base.PARTICIPANTS, Base.CAST) else self.total
            if base is Base.REGISTERED:
                own = self.registered
            if own is not None:
                yield Size(self.registered, None, participants, own)
                continue
            if participants is None:
                raise CountsError("total", Problem.NOT_GIVEN)
            yield from (Size(self.registered, None, participants, each) for each in range(participants, 0, -1))

    def has_more_totals(self, base: Base, than: int) -> bool:
        """Whether there are more sizes that fit."""
        return next(islice(self.totals(base), than, None), None) is not None

    def _participants(self) -> Iterator[int | None]:
        if self.participants is not None or self.turnout is None:
            yield self.participants
        elif self.registered is None:
            raise CountsError("registered", Problem.NOT_GIVEN)
        else:
            most, least = floor(self.turnout.highest * self.registered), ceil(self.turnout.lowest * self.registered)
            yield from range(most, least - 1, -1)

    def fine(self, claims: Mapping[str, Rounded], against_all: Rounded | None) -> Iterator["Size"]:
        """The two ends of the turnout, in units so small that the ends of all percentages are whole."""
        given = [*claims.values(), *([against_all] if against_all else [])]
        unit = 1
        for each in given:
            unit = max(unit, each.half.denominator * 100)
        registered = (self.registered or 1) * unit
        if self.participants is not None or self.turnout is None:
            ends = [None if self.participants is None else self.participants * unit]
        else:
            unit *= self.turnout.half.denominator * 100
            registered = (self.registered or 1) * unit
            ends = [int(self.turnout.lowest * registered), int(self.turnout.highest * registered)]
        for participants in ends:
            total = self.total * unit if self.total is not None else participants
            yield Size(None if self.registered is None else registered, None, participants, total)


def fitting(
    claims: Mapping[str, Rounded], against_all: Rounded | None, base: Base, size: Size, *, against: bool
) -> Iterator[Counts]:
    """Counts of one size that fit, those at the ends of every comparison; none if none fit.

    ``against``: whether there are votes against all even if nothing is claimed of them.
    """
    total = size.total
    assert total is not None
    limits: dict[Pile, tuple[int, int]] = {name: _limits(claim, total) for name, claim in claims.items()}
    if against_all is not None:
        limits[AGAINST] = _limits(against_all, total)
    elif against and base is not Base.CANDIDATES:
        limits[AGAINST] = 0, total
    rest = 0 if base in (Base.CANDIDATES, Base.VALID) else total
    names: list[Pile] = [*limits]
    for up in names:
        for down in names:
            if up != down or len(names) == 1:
                for votes in _pressed(limits, up, down, total, rest):
                    yield _counts(votes, claims, base, size)


def _limits(claim: Rounded, total: int) -> tuple[int, int]:
    return ceil(claim.lowest * total), floor(claim.highest * total)


def _pressed(
    limits: Mapping[Pile, tuple[int, int]], up: Pile, down: Pile, total: int, rest: int
) -> Iterator[dict[Pile, int]]:
    """As many votes as possible for one and as few for another: with the sum that is left for the others, there are
    at most two ways, of which neither is better for every comparison."""
    others = [name for name in limits if name not in (up, down)]
    least, most = (sum(limits[name][end] for name in others) for end in (0, 1))
    lowest, highest = total - most - rest, total - least
    (up_least, up_most), (down_least, down_most) = limits[up], limits[down]
    if up == down:
        for own in {min(up_most, highest), max(up_least, lowest)}:
            if up_least <= own <= up_most and lowest <= own <= highest:
                yield {up: own}
        return
    ways = {
        (up_most, max(down_least, lowest - up_most)),
        (min(up_most, highest - down_least), down_least),
    }
    for own, other in ways:
        if up_least <= own <= up_most and down_least <= other <= down_most and lowest <= own + other <= highest:
            yield {up: own, down: other} | _filled(limits, others, total - own - other - rest)


def _filled(limits: Mapping[Pile, tuple[int, int]], others: list[Pile], missing: int) -> dict[Pile, int]:
    """The others' votes: the least of each, and then as many more as are missing."""
    votes = {name: limits[name][0] for name in others}
    missing -= sum(votes.values())
    for name in others:
        more = min(max(0, missing), limits[name][1] - votes[name])
        votes[name] += more
        missing -= more
    return votes


def _counts(votes: Mapping[Pile, int], claims: Mapping[str, Rounded], base: Base, size: Size) -> Counts:
    assert size.total is not None
    left = size.total - sum(votes.values())
    cast = size.total if base is not Base.REGISTERED else sum(votes.values())
    return Counts.of(
        {name: votes[name] for name in claims},
        against_all=votes.get(AGAINST, 0),
        blank=left if base is Base.VALID_AND_BLANK else 0,
        invalid=left if base in (Base.PARTICIPANTS, Base.CAST) else 0,
        participants=size.participants if size.participants is None else max(size.participants, cast),
        registered=size.registered,
    )
