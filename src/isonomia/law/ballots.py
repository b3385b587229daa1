# SPDX-License-Identifier: Apache-2.0
"""Ballots as data: ranked, approvals, scores, grades. Strict: a wrong ballot is an error that names it.

Each kind is made by ``of`` from lines ``(count, what the ballot says)``; equal ballots are added together, since
no method may tell them apart. A line that says nothing is a blank ballot and is only counted. What number a line
has in the errors is its place in what was handed in, from 1.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self, TypeVar

from isonomia.law.errors import BallotError, CandidatesError, Problem

T = TypeVar("T")


class Line(NamedTuple):
    """Equal ranked ballots. Candidates are their places in ``Profile.candidates``."""

    ballots: int
    order: tuple[int, ...]
    """Ranked candidates, best first; those who are not ranked are not here."""
    sizes: tuple[int, ...] | None
    """How many of ``order`` share the first rank, the second, ...; None if none share one."""
    number: int
    """The first ballot that says this."""


def checked_names(candidates: Iterable[str]) -> tuple[str, ...]:
    """The candidates, in the order of the ballot paper; each named once."""
    names = tuple(candidates)
    seen = set()
    for name in names:
        if not isinstance(name, str) or not name.strip():
            raise CandidatesError(Problem.EMPTY_NAME, name)
        if name in seen:
            raise CandidatesError(Problem.DUPLICATE_CANDIDATE, name)
        seen.add(name)
    return names


def _checked_count(count: object, number: int) -> int:
    if type(count) is not int:
        raise BallotError(number, Problem.NOT_A_COUNT, count)
    if count < 0:
        raise BallotError(number, Problem.NEGATIVE, count)
    return count


@dataclass(frozen=True, slots=True)
class Profile:
    """Ranked ballots. Candidates left out of a ranking stand below all that are in it, equal to each other."""

    candidates: tuple[str, ...]
    lines: tuple[Line, ...]
    blank: int
    gaps: int = 0
    """Ballots of an election that leave a rank out: invalid."""
    ties: int = 0
    """Ballots of an election with equal ranks, where the method takes none: invalid."""
    cast: bool = False
    """Whether these are the ballots of an election: no voter's may stop the count. Typed ones are strict."""

    @classmethod
    def of(
        cls,
        candidates: Iterable[str],
        ballots: Iterable[tuple[int, Sequence[str | Collection[str]]]],
    ) -> Self:
        """From lines ``(count, ranking)``: the names best first; a collection of names shares one rank.

        Raises ``BallotError`` for a count that is no whole number or negative, for an unknown candidate, for one
        named twice, for an empty place.
        """
        names = checked_names(candidates)
        places = {name: place for place, name in enumerate(names)}
        merged: dict[tuple[tuple[int, ...], tuple[int, ...] | None], int] = {}
        numbers: list[int] = []  # of the first ballot of each; apart, since the garbage collector walks lists in a dict
        blank = 0
        for number, (count, ranking) in enumerate(ballots, 1):
            count = _checked_count(count, number)
            said = _order(ranking, places, number)
            if not said[0]:
                blank += count
            elif (before := merged.get(said)) is None:
                merged[said] = count
                numbers.append(number)
            else:
                merged[said] = before + count
        lines = tuple(
            Line(count, *said, number) for (said, count), number in zip(merged.items(), numbers, strict=True) if count
        )
        return cls(names, lines, blank)

    @classmethod
    def of_ranks(cls, candidates: Iterable[str], ballots: Iterable[tuple[int, Mapping[str, int]]]) -> Self:
        """From lines ``(count, {name: rank})``, 1 the best; equal ranks are a tie, a rank left out is an error."""
        return cls.of(candidates, ((count, _by_rank(ranks, n)) for n, (count, ranks) in enumerate(ballots, 1)))

    @classmethod
    def of_cast(cls, candidates: Iterable[str], ballots: Collection[Sequence[int]]) -> Self:
        """From what voters gave: on each ballot a rank for every candidate, 1 the best, 0 for none.

        Any whole numbers from 0 on are taken; a ballot that leaves a rank out is invalid.
        """
        names = checked_names(candidates)
        rankings = [ranks for ranks in ballots if _leaves_none_out(ranks)]
        given = ((1, {name: rank for name, rank in zip(names, ranks, strict=True) if rank}) for ranks in rankings)
        return replace(cls.of_ranks(names, given), gaps=len(ballots) - len(rankings), cast=True)

    def taken(self, *, ties: bool) -> Self:
        """As a method counts them that takes ``ties``, or does not: ballots that were cast are invalid then."""
        if ties or not self.cast:
            return self
        lines = tuple(line for line in self.lines if line.sizes is None)
        return replace(self, lines=lines, ties=self.ties + self.valid - sum(line.ballots for line in lines))

    @property
    def valid(self) -> int:
        """How many ballots rank somebody."""
        return sum(line.ballots for line in self.lines)

    @property
    def invalid(self) -> int:
        """How many are no rankings; they are in no line."""
        return self.gaps + self.ties

    def strict(self) -> list[tuple[int, tuple[int, ...]]]:
        """``(count, order)`` of the ballots that are not blank. Raises ``BallotError`` where ranks are equal."""
        for line in self.lines:
            if line.sizes is not None:
                raise BallotError(line.number, Problem.TIED)
        return [(line.ballots, line.order) for line in self.lines]


def _leaves_none_out(ranks: Sequence[int]) -> bool:
    given = {rank for rank in ranks if rank}
    return given == set(range(1, len(given) + 1))


def _order(
    ranking: Sequence[str | Collection[str]], places: Mapping[str, int], number: int
) -> tuple[tuple[int, ...], tuple[int, ...] | None]:
    """A ranking as places of candidates, and how many share each rank (None: all ranks have one)."""
    if isinstance(ranking, str):
        raise BallotError(number, Problem.NOT_A_RANKING, ranking)
    try:
        order = tuple([places[name] for name in ranking])  # type: ignore[index]  # the common case: names alone
        sizes = None
    except (KeyError, TypeError):
        order, sizes = _order_with_ties(ranking, places, number)
    if len(set(order)) != len(order):
        twice = next(name for name, place in places.items() if order.count(place) > 1)
        raise BallotError(number, Problem.DUPLICATE_CANDIDATE, twice)
    return order, sizes


def _order_with_ties(
    ranking: Sequence[str | Collection[str]], places: Mapping[str, int], number: int
) -> tuple[tuple[int, ...], tuple[int, ...] | None]:
    order: list[int] = []
    sizes = []
    for rank in ranking:
        group = [rank] if isinstance(rank, str) else rank
        if not isinstance(group, Collection):
            raise BallotError(number, Problem.NOT_A_RANKING, rank)
        if not group:
            raise BallotError(number, Problem.EMPTY_PLACE)
        for name in group:
            if name not in places:
                raise BallotError(number, Problem.UNKNOWN_CANDIDATE, name)
        order.extend(sorted(places[name] for name in group))
        sizes.append(len(group))
    return tuple(order), tuple(sizes) if max(sizes) > 1 else None


def _by_rank(ranks: Mapping[str, int], number: int) -> Sequence[str | list[str]]:
    if not isinstance(ranks, Mapping):
        raise BallotError(number, Problem.NOT_A_RANKING, ranks)
    values = ranks.values()
    if set(map(type, values)) == {int} and sorted(values) == list(range(1, len(ranks) + 1)):  # no two are equal
        return sorted(ranks, key=ranks.__getitem__)
    groups: dict[int, list[str]] = {}
    for name, rank in ranks.items():
        if type(rank) is not int or rank < 1:
            raise BallotError(number, Problem.NOT_A_RANK, rank)
        groups.setdefault(rank, []).append(name)
    used = sorted(groups)
    if used and used[-1] != len(used):
        raise BallotError(number, Problem.GAP, used)
    return [group[0] if len(group) == 1 else group for group in map(groups.__getitem__, used)]


@dataclass(frozen=True, slots=True)
class Approvals:
    """Approval ballots: ``(count, places of the approved candidates)``; who approves nobody is blank."""

    candidates: tuple[str, ...]
    lines: tuple[tuple[int, frozenset[int]], ...]
    blank: int

    @classmethod
    def of(cls, candidates: Iterable[str], ballots: Iterable[tuple[int, Collection[str]]]) -> Self:
        """From lines ``(count, names)``."""
        names = checked_names(candidates)
        places = {name: place for place, name in enumerate(names)}
        merged: dict[frozenset[int], int] = {}
        for number, (count, approved) in enumerate(ballots, 1):
            count = _checked_count(count, number)
            if isinstance(approved, str):
                raise BallotError(number, Problem.NOT_A_RANKING, approved)
            for name in approved:
                if name not in places:
                    raise BallotError(number, Problem.UNKNOWN_CANDIDATE, name)
            key = frozenset(places[name] for name in approved)
            if len(key) != len(approved):
                raise BallotError(number, Problem.DUPLICATE_CANDIDATE)
            merged[key] = merged.get(key, 0) + count
        blank = merged.pop(frozenset(), 0)
        return cls(names, tuple((count, key) for key, count in merged.items() if count), blank)


@dataclass(frozen=True, slots=True)
class Scores:
    """Score ballots: ``(count, score of each candidate)``, from ``lowest`` to ``highest``, more is better."""

    candidates: tuple[str, ...]
    lowest: int
    highest: int
    lines: tuple[tuple[int, tuple[int, ...]], ...]
    blank: int

    @classmethod
    def of(
        cls,
        candidates: Iterable[str],
        ballots: Iterable[tuple[int, Mapping[str, int]]],
        *,
        lowest: int = 0,
        highest: int = 5,
        unscored: int | None = None,
    ) -> Self:
        """From lines ``(count, {name: score})``; an empty one is blank.

        ``unscored`` is the score of a candidate whom a ballot leaves out, if the rule gives one; without it such a
        ballot is an error.
        """
        names = checked_names(candidates)
        if type(lowest) is not int or type(highest) is not int or lowest >= highest:
            raise CandidatesError(Problem.OUT_OF_RANGE, (lowest, highest))
        merged: dict[tuple[int, ...], int] = {}
        blank = 0
        for number, (count, scores) in enumerate(ballots, 1):
            count = _checked_count(count, number)
            if not scores:
                blank += count
                continue
            key = tuple(_per_candidate(names, scores, unscored, number))
            for score in key:
                if type(score) is not int:
                    raise BallotError(number, Problem.NOT_A_SCORE, score)
                if not lowest <= score <= highest:
                    raise BallotError(number, Problem.OUT_OF_RANGE, score)
            merged[key] = merged.get(key, 0) + count
        return cls(names, lowest, highest, tuple((count, key) for key, count in merged.items() if count), blank)


@dataclass(frozen=True, slots=True)
class Grades:
    """Ballots that grade each candidate: ``(count, place in grades of each candidate's grade)``."""

    candidates: tuple[str, ...]
    grades: tuple[str, ...]
    """Best first."""
    lines: tuple[tuple[int, tuple[int, ...]], ...]
    blank: int

    @classmethod
    def of(
        cls,
        candidates: Iterable[str],
        grades: Iterable[str],
        ballots: Iterable[tuple[int, Mapping[str, str]]],
        *,
        ungraded: str | None = None,
    ) -> Self:
        """From lines ``(count, {name: grade})``; an empty one is blank.

        ``ungraded`` is the grade of a candidate whom a ballot leaves out, if the rule gives one; without it such a
        ballot is an error.
        """
        names = checked_names(candidates)
        scale = checked_names(grades)
        places = {grade: place for place, grade in enumerate(scale)}
        if ungraded is not None and ungraded not in places:
            raise CandidatesError(Problem.UNKNOWN_GRADE, ungraded)
        merged: dict[tuple[int, ...], int] = {}
        blank = 0
        for number, (count, given) in enumerate(ballots, 1):
            count = _checked_count(count, number)
            if not given:
                blank += count
                continue
            said = _per_candidate(names, given, ungraded, number)
            for grade in said:
                if grade not in places:
                    raise BallotError(number, Problem.UNKNOWN_GRADE, grade)
            key = tuple([places[grade] for grade in said])
            merged[key] = merged.get(key, 0) + count
        return cls(names, scale, tuple((count, key) for key, count in merged.items() if count), blank)


def _per_candidate(names: tuple[str, ...], given: Mapping[str, T], left_out: T | None, number: int) -> list[T]:
    """What is given for each candidate, in order."""
    said = []
    found = 0
    for name in names:
        if name in given:
            found += 1
            said.append(given[name])
        elif left_out is None:
            raise BallotError(number, Problem.MISSING, name)
        else:
            said.append(left_out)
    if found != len(given):
        raise BallotError(number, Problem.UNKNOWN_CANDIDATE, next(name for name in given if name not in names))
    return said
