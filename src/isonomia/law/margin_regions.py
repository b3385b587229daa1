# SPDX-License-Identifier: Apache-2.0
"""The margin of a question that needs the regions, too: each majority apart, and the dearer one where both are needed.

A ballot that is altered in a region counts for the region and for the whole. So who has to win both needs as many as
the larger of the two; who has to break one needs as many as the smaller.
"""

from collections.abc import Callable
from fractions import Fraction

from isonomia.law.altering import counts_of, fewest, moved, piles_of, without
from isonomia.law.counts import Base, Counts
from isonomia.law.errors import HeldError
from isonomia.law.judgement import Judgement, Verdict
from isonomia.law.law import Law, Majority, Regions
from isonomia.law.margins import Change, Finding, Margin
from isonomia.law.question import NO, YES, Regional


def regional_margin(law: Law, held: Regional, judgement: Judgement, judge: Callable[[Regional], Judgement]) -> Margin:
    """Exact where both majorities are of the same number; a ballot may otherwise count for one and not for the other.

    Raises HeldError where a turnout is asked for, too: no law that is here does.
    """
    if law.turnout is not None or law.question is None or law.question.regions is None:
        raise HeldError("the margin of a vote by regions is told only where turnout does not matter")
    changes = [
        _Turning(held, law.question.adopted, law.question.regions, judgement, remove).change(judge)
        for remove in (False, True)
    ]
    of = {law.question.adopted.of, law.question.regions.region.of}
    return Margin(changes[0], changes[1], exact=len(of) == 1 or of == {Base.CANDIDATES, Base.VALID})


class _Turning:
    """Ballots against what was decided, region by region."""

    def __init__(self, held: Regional, adopted: Majority, rule: Regions, judgement: Judgement, remove: bool) -> None:
        self.held = dict(held.parts)
        self.adopted = adopted
        self.rule = rule
        self.finding = Finding.of(judgement)
        self.upwards = judgement.verdict is Verdict.REJECTED
        self.remove = remove

    def change(self, judge: Callable[[Regional], Judgement]) -> Change | None:
        whole = self._cost(self.adopted, Regional(tuple(self.held.items())).whole)
        cost, flipped = self._regions()
        both = [each for each in (whole, cost) if each is not None]
        if (self.upwards and len(both) < 2) or not both:
            return None
        number = max(both) if self.upwards else min(both)
        by_regions = self.upwards or cost == number
        for ballots in range(number, sum(self._most(own) for own in self.held.values()) + 1):
            taken = self._taken(ballots, flipped if by_regions else {})
            parts = {name: self._altered(own, taken.get(name, 0)) for name, own in self.held.items()}
            outcome = judge(Regional.of({name: own for name, own in parts.items() if own is not None}))
            if Finding.of(outcome) != self.finding:  # at once, where both majorities are of the same number
                region = next(iter(taken)) if len(taken) == 1 else None
                return Change(ballots, self._source, None if self.remove else self._target, outcome, region)
        return None

    @property
    def _source(self) -> str:
        return NO if self.upwards else YES

    @property
    def _target(self) -> str:
        return YES if self.upwards else NO

    def _altered(self, counts: Counts, number: int) -> Counts | None:
        piles, source, target = piles_of(counts, against=False), (self._source, True), (self._target, True)
        if number > self._most(counts):
            return None
        after = without(piles, source, target, number) if self.remove else moved(piles, source, target, number)
        return None if after is None else counts_of(after, counts, number if self.remove else 0)

    def _cost(self, majority: Majority, counts: Counts) -> int | None:
        """How many ballots turn a majority; 0 if it is as wanted already."""

        def turned(number: int) -> bool:
            after = self._altered(counts, number)
            return after is not None and self._carried(majority, after) is self.upwards

        return 0 if turned(0) else fewest(turned, 1, self._most(counts))

    def _most(self, counts: Counts) -> int:
        """How many ballots are not what is wanted: those against it first, then the blank and the invalid."""
        return counts.number(Base.CAST) - dict(counts.votes)[self._target]

    @staticmethod
    def _carried(majority: Majority, counts: Counts) -> bool:
        return dict(counts.votes)[YES] >= majority.needed(counts.number(majority.of))

    def _regions(self) -> tuple[int | None, dict[str, int]]:
        """The cheapest regions that turn the majority of regions, with the ballots in each."""
        carried = {name for name, own in self.held.items() if self._carried(self.rule.region, own)}
        best: dict[Fraction, tuple[int, dict[str, int]]] = {Fraction(0): (0, {})}
        for name, own in self.held.items():
            cost = None if (name in carried) is self.upwards else self._cost(self.rule.region, own)
            if cost is None:
                continue
            weight = Fraction(self.rule.weights[name])
            for reached, (total, chosen) in list(best.items()):
                more = reached + weight
                if more not in best or total + cost < best[more][0]:
                    best[more] = total + cost, {**chosen, name: cost}
        now = sum((Fraction(self.rule.weights[name]) for name in carried), Fraction(0))
        enough = [
            found
            for weight, found in best.items()
            if self._met(now + (weight if self.upwards else -weight)) is self.upwards
        ]
        return min(enough, key=lambda found: found[0]) if enough else (None, {})

    def _met(self, weight: Fraction) -> bool:
        share = self.rule.share * self.rule.total
        return weight > share if self.rule.above else weight >= share

    def _taken(self, number: int, flipped: dict[str, int]) -> dict[str, int]:
        """So many ballots in all: first those of the regions to be turned, the rest wherever they are."""
        taken, left = dict(flipped), number - sum(flipped.values())
        against = {name: dict(own.votes)[self._source] for name, own in self.held.items()}
        every = {name: self._most(own) for name, own in self.held.items()}
        for most in (against, every):  # blank and invalid ballots last
            for name in self.held:
                more = min(left, max(0, most[name] - taken.get(name, 0)))
                if more:
                    taken[name] = taken.get(name, 0) + more
                    left -= more
        return taken
