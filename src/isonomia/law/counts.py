# SPDX-License-Identifier: Apache-2.0
"""Plain counts, and the numbers that a majority or a threshold may be a share of."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Self

from isonomia.law.ballots import checked_names
from isonomia.law.errors import CountsError, Problem, SettingError


class Base(StrEnum):
    """What a share is a share of."""

    CANDIDATES = "votes for candidates"
    VALID = "valid votes"
    """Votes for candidates, and those against all."""
    VALID_AND_BLANK = "valid and blank votes"
    CAST = "votes cast"
    """Valid, blank and invalid ballots."""
    PARTICIPANTS = "voters who took part"
    REGISTERED = "registered voters"


@dataclass(frozen=True, slots=True)
class Counts:
    """Votes for each candidate (or list), and the other numbers of a protocol."""

    votes: tuple[tuple[str, int], ...]
    against_all: int
    blank: int
    invalid: int
    participants: int | None
    registered: int | None

    @classmethod
    def of(
        cls,
        votes: Mapping[str, int],
        *,
        against_all: int = 0,
        blank: int = 0,
        invalid: int = 0,
        participants: int | None = None,
        registered: int | None = None,
    ) -> Self:
        """Whole numbers, none negative; no more ballots than participants, no more participants than registered."""
        checked_names(votes)
        counts = cls(tuple(votes.items()), against_all, blank, invalid, participants, registered)
        for field, number in (
            *counts.votes,
            ("against_all", against_all),
            ("blank", blank),
            ("invalid", invalid),
            ("participants", participants),
            ("registered", registered),
        ):
            if number is None and field in ("participants", "registered"):
                continue
            if type(number) is not int:
                raise CountsError(field, Problem.NOT_A_COUNT, number)
            if number < 0:
                raise CountsError(field, Problem.NEGATIVE, number)
        cast = counts.number(Base.CAST)
        if participants is not None and cast > participants:
            raise CountsError("participants", Problem.TOO_MANY, f"{cast} ballots of {participants}")
        if registered is not None and max(cast, participants or 0) > registered:
            raise CountsError("registered", Problem.TOO_MANY, f"{max(cast, participants or 0)} voters of {registered}")
        return counts

    @property
    def candidates(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.votes)

    def number(self, base: Base) -> int:
        """The number that ``base`` names. Raises ``CountsError`` if it was not given."""
        candidates = sum(votes for _, votes in self.votes)
        valid = candidates + self.against_all
        number = {
            Base.CANDIDATES: candidates,
            Base.VALID: valid,
            Base.VALID_AND_BLANK: valid + self.blank,
            Base.CAST: valid + self.blank + self.invalid,
            Base.PARTICIPANTS: self.participants,
            Base.REGISTERED: self.registered,
        }[base]
        if number is None:
            raise CountsError(base.name.lower(), Problem.NOT_GIVEN)
        return number


@dataclass(frozen=True, slots=True)
class Threshold:
    """The least share of votes with which a list takes part in the seats.

    ``exempt`` lists take part without it (minorities; lists with enough direct seats).
    """

    share: Fraction
    base: Base = Base.VALID
    exempt: frozenset[str] = frozenset()
    above: bool = False
    """More than the share is asked for; otherwise exactly the share is enough."""

    def __post_init__(self) -> None:
        checked_share(self.share)

    def passes(self, name: str, votes: int, number: int) -> bool:
        needed = self.share * number
        return name in self.exempt or (votes > needed if self.above else votes >= needed)


def checked_share(share: Fraction) -> Fraction:
    """An exact share from 0 to 1: no floats, which are not what they look like."""
    if not isinstance(share, Fraction) or not 0 <= share <= 1:
        raise SettingError(f"a share is a Fraction from 0 to 1, not {share!r}")
    return share


def checked_seats(seats: int) -> int:
    """At least one."""
    if type(seats) is not int or seats < 1:
        raise SettingError(f"seats are a whole number from 1, not {seats!r}")
    return seats
