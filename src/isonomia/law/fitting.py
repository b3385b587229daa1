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
        if base is Base.REGISTERED and self.registered is None:
            raise CountsError("registered", Problem.NOT_GIVEN)
        for participants in self._participants():
            own = self._total(base, participants)
            if own is not None:
                took_part = own if participants is None and base is Base.PARTICIPANTS else participants
                yield Size(self.registered, None, took_part, own)
                continue
            if participants is None:
                raise CountsError("total", Problem.NOT_GIVEN)
            yield from (Size(self.registered, None, participants, each) for each in range(participants, 0, -1))

    def _total(self, base: Base, participants: int | None) -> int | None:
        """The number that the percentages are of, if it is told."""
        if base is Base.REGISTERED:
            return self.registered
        if base is Base.PARTICIPANTS and participants is not None:
            return participants
        return participants if base is Base.CAST and self.total is None else self.total

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

    def fine(self, base: Base, claims: Mapping[str, Rounded], against_all: Rounded | None) -> Iterator["Size"]:
        """The two ends of the turnout, in units so small that the ends of all percentages are whole."""
        given = [*claims.values(), *([against_all] if against_all else [])]
        unit = max((each.half.denominator * 100 for each in given), default=1)
        if self.participants is None and self.turnout is not None:
            unit *= self.turnout.half.denominator * 100
        fine = Size(_times(self.registered, unit), None, _times(self.participants, unit), _times(self.total, unit))
        ends = [fine.participants]
        if self.participants is None and self.turnout is not None:
            assert fine.registered is not None  # or ``totals`` has raised
            ends = [int(each * fine.registered) for each in (self.turnout.lowest, self.turnout.highest)]
        for end in ends:
            own = fine._total(base, end)
            total = end if own is None else own
            inside = base is not Base.REGISTERED and end is not None and total is not None
            participants = max(end or 0, total or 0) if inside else end
            yield Size(fine.registered, None, participants, total)


def _times(number: int | None, unit: int) -> int | None:
    return None if number is None else number * unit


def fitting(
    claims: Mapping[str, Rounded], against_all: Rounded | None, base: Base, size: Size, *, against: bool
) -> Iterator[Counts]:
    """Counts of one size that fit, those at the ends of every comparison; none if none fit.

    ``against``: whether there are votes against all even if nothing is claimed of them.
    """
    total = size.total
    assert total is not None
    room = total
    if size.participants is not None and size.participants < total:
        if base is not Base.REGISTERED:
            return
        room = size.participants
    limits: dict[Pile, tuple[int, int]] = {name: _limits(claim, total) for name, claim in claims.items()}
    if against_all is not None:
        limits[AGAINST] = _limits(against_all, total)
    elif against and base is not Base.CANDIDATES:
        limits[AGAINST] = 0, total
    if any(least > most for least, most in limits.values()):
        return
    rest = 0 if base in (Base.CANDIDATES, Base.VALID) else total
    names: list[Pile] = [*limits]
    for up in names:
        for down in names:
            if up != down or len(names) == 1:
                for votes in _pressed(limits, up, down, room, rest):
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
    return Counts.of(
        {name: votes[name] for name in claims},
        against_all=votes.get(AGAINST, 0),
        blank=left if base is Base.VALID_AND_BLANK else 0,
        invalid=left if base in (Base.PARTICIPANTS, Base.CAST) else 0,
        participants=size.participants,
        registered=size.registered,
    )
