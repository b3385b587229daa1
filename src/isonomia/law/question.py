# SPDX-License-Identifier: Apache-2.0
"""Questions: "yes" or "no", by one majority or by two, of the votes and of the regions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from isonomia.law.case import Case
from isonomia.law.counts import Counts
from isonomia.law.errors import CountsError, Problem
from isonomia.law.judgement import Judgement, Region, RegionsFor, Verdict
from isonomia.law.law import Question, Regions
from isonomia.law.steps import Reached, Votes

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Regional:
    """The counts of each region."""

    parts: tuple[tuple[str, Counts], ...]

    @classmethod
    def of(cls, parts: Mapping[str, Counts]) -> Self:
        """Every region's counts are of the same candidates. Raises ``CountsError``."""
        regional = cls(tuple(parts.items()))
        names = {frozenset(counts.candidates) for counts in parts.values()}
        if len(names) > 1:
            first, *others = parts.items()
            odd = next(region for region, own in others if set(own.candidates) != set(first[1].candidates))
            raise CountsError(odd, Problem.OTHER_CANDIDATES)
        return regional

    @property
    def whole(self) -> Counts:
        """The regions together. What one of them does not give is not given."""
        counts = [own for _, own in self.parts]
        names = counts[0].candidates if counts else ()
        return Counts.of(
            {name: sum(dict(own.votes)[name] for own in counts) for name in names},
            against_all=sum(own.against_all for own in counts),
            blank=sum(own.blank for own in counts),
            invalid=sum(own.invalid for own in counts),
            participants=_sum(own.participants for own in counts),
            registered=_sum(own.registered for own in counts),
        )


def _sum(numbers: Iterable[int | None]) -> int | None:
    total = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def judge_question(case: Case, rule: Question, held: Counts | Regional) -> Judgement:
    """Adopted if "yes" has the majority, and, where the law asks for it, the regions' too."""
    counts = held.whole if isinstance(held, Regional) else held
    _check_options(counts)
    case.totals(counts)
    if not case.valid(counts):
        return case.again(Verdict.NOT_VALID)
    votes = dict(counts.votes)
    case.add(Votes(1, counts.votes))
    needed = case.needed(rule.adopted, counts)
    case.add(needed, rule.cites)
    adopted = votes[YES] >= needed.votes
    case.add(Reached(YES, votes[YES], needed.votes, adopted), rule.cites)
    if rule.regions is not None:
        if not isinstance(held, Regional):
            raise CountsError("regions", Problem.NOT_GIVEN)
        adopted = _regions(case, rule.regions, held) and adopted
    return case.judgement(Verdict.ADOPTED if adopted else Verdict.REJECTED)


def _check_options(counts: Counts) -> None:
    for name in counts.candidates:
        if name not in (YES, NO):
            raise CountsError(name, Problem.OPTIONS)
    for name in (YES, NO):
        if name not in counts.candidates:
            raise CountsError(name, Problem.NOT_GIVEN)


def _regions(case: Case, rule: Regions, held: Regional) -> bool:
    parts = dict(held.parts)
    for name in parts:
        if name not in rule.weights:
            raise CountsError(name, Problem.UNKNOWN_REGION)
    carried = Fraction(0)
    for name, weight in rule.weights.items():
        if name not in parts:
            raise CountsError(name, Problem.NOT_GIVEN)
        votes = dict(parts[name].votes)
        needed = case.needed(rule.region, parts[name])
        yes = votes[YES] >= needed.votes
        carried += Fraction(weight) if yes else 0
        case.add(Region(name, votes[YES], votes[NO], needed.number, needed.votes, Fraction(weight), yes), rule.cites)
    share = rule.share * rule.total
    met = carried > share if rule.above else carried >= share
    case.add(RegionsFor(carried, rule.total, rule.share, not rule.above, met), rule.cites)
    return met
