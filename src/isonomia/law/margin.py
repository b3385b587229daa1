# SPDX-License-Identifier: Apache-2.0
"""How far an outcome is from another one: the fewest ballots whose alteration, or whose removal, would change it.

An altered ballot counts one, whatever it said and says now (another candidate, against all, blank, invalid); the number
of those who took part stays. A removed ballot was never cast. The outcome is what follows from the votes: who is
elected, who goes on, which list has how many seats, whether the vote is valid. That it hangs on a tie is another
outcome, too. Only the last vote is altered; those before it stand.

For votes that are added up (rounds, lists, questions) the margin is exact, but for Droop's quota of so few votes that
seats may stay empty. Every rule compares weighted sums of votes
with each other or with a share of their total, so the fastest way to another outcome takes from one and gives to one
other; when the one is empty, from the next. All such pairs are tried, and the law is applied to what they give.
For rankings only bounds are told (``margin_rankings``).
"""

from collections.abc import Callable, Iterable, Sequence

from isonomia.law.altering import Kind, Pile, counts_of, fewest, moved, piles_of, without
from isonomia.law.apply import Facts, Held, apply
from isonomia.law.ballots import Profile
from isonomia.law.counts import Counts
from isonomia.law.errors import HeldError
from isonomia.law.judgement import Judgement, Verdict
from isonomia.law.law import Law
from isonomia.law.margin_lists import Pair, Rivals, every_seat_is_taken, list_rivals
from isonomia.law.margin_rankings import ranking_margin
from isonomia.law.margin_regions import regional_margin
from isonomia.law.margins import Change, Finding, Margin
from isonomia.law.question import Regional


def margin(law: Law, held: Sequence[Held], facts: Facts | None = None) -> Margin:
    """The margin of what the law says to the votes held. Raises ``LawError`` as ``apply`` does, also without votes."""
    if not held:
        raise HeldError("no vote was held: there is no ballot to alter")
    facts = facts or Facts()
    *before, last = held
    judgement = apply(law, held, facts)

    def judge(vote: Held) -> Judgement:
        return apply(law, [*before, vote], facts)

    if isinstance(last, Profile):
        return ranking_margin(law, last, judgement, judge)
    if isinstance(last, Regional):
        return regional_margin(law, last, judgement, judge)
    piles = piles_of(last, against=law.knows_votes_against(len(last.votes)))
    by_lists = judgement.verdict is Verdict.SEATS
    rivals = list_rivals(law, last, facts, judgement, piles) if by_lists else _all_pairs(piles)
    search = _Search(last, piles, judgement, judge)
    altered = search.first(rivals.altering, search.alter, keep=True)
    removed = search.first(rivals.removing, search.remove)
    far = max((change.ballots for change in (altered, removed) if change is not None), default=0)
    return Margin(altered, removed, exact=not by_lists or every_seat_is_taken(law, last, facts, far))


def _all_pairs(piles: Pile) -> Rivals:
    """Every pile against every other one."""
    pairs = [(1, source, target) for source in piles for target in piles if source != target]
    return Rivals(pairs, pairs)


class _Search:
    """Looks for the pair of piles with the fewest ballots."""

    def __init__(self, counts: Counts, piles: Pile, judgement: Judgement, judge: Callable[[Held], Judgement]) -> None:
        self.counts = counts
        self.piles = piles
        self.finding = Finding.of(judgement)
        self.judge = judge

    def alter(self, source: Kind, target: Kind, number: int) -> Counts | None:
        piles = moved(self.piles, source, target, number)
        return None if piles is None else counts_of(piles, self.counts)

    def remove(self, source: Kind, spared: Kind, number: int) -> Counts | None:
        piles = without(self.piles, source, spared, number)
        return None if piles is None else counts_of(piles, self.counts, number)

    def first(
        self, pairs: Iterable[Pair], change: Callable[[Kind, Kind, int], Counts | None], *, keep: bool = False
    ) -> Change | None:
        """The fewest; ``keep``: the second pile is told as where the ballots go."""
        best: Change | None = None
        for least, source, other in sorted(pairs, key=lambda pair: pair[0]):
            if best is not None and least >= best.ballots:
                break
            every = sum(self.piles.values())
            others = every - self.piles[other]
            most = every if best is None else best.ballots - 1

            def changes(number: int, source: Kind = source, other: Kind = other) -> bool:
                return self._changes(change(source, other, number))

            found = fewest(changes, least, min(others, most))
            if found is None and not keep:  # not before the spared pile goes, too; without any ballot all is different
                found = fewest(changes, max(least, others + 1), most)
            if found is not None:
                altered = change(source, other, found)
                assert altered is not None  # it changes the outcome
                best = Change(found, source[0], other[0] if keep else None, self.judge(altered))
        return best

    def _changes(self, counts: Counts | None) -> bool:
        return counts is not None and Finding.of(self.judge(counts)) != self.finding
