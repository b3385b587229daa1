# SPDX-License-Identifier: Apache-2.0
"""Contingent vote: one runoff between the first two, from the same ballots."""

from fractions import Fraction

from isonomia.law.ballots import Profile
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome
from isonomia.law.piles import Piles
from isonomia.law.ranking import levels_of
from isonomia.law.steps import Advanced, Excluded, Needed, NoBallots, Parcel, Purpose, Reason, Transfer, Votes, table


def contingent(profile: Profile, *, ties: TieBreak) -> Outcome:
    """Elected is who has more than half of the valid ballots by first choices. Otherwise all but the first two go out
    together, their ballots count for whichever of the two they rank higher, and most votes are elected.

    Source: Constitution of Sri Lanka, article 94 (there a ballot holds three choices at most, and
    equal votes go by lot).
    """
    names = profile.candidates
    dealt = Piles(profile.strict(), len(names), 1)
    total = profile.valid

    def method(count: Count) -> None:
        piles = dealt.copy()
        votes = dict(zip(names, piles.votes, strict=True))
        count.add(Votes(1, table(names, piles.votes)))
        if not total:
            count.add(NoBallots())
            return
        count.add(Needed("valid ballots", total, Fraction(1, 2), total // 2 + 1))
        levels = levels_of(votes)
        if 2 * votes[levels[0][0]] > total:
            count.elect(((levels[0][0], votes[levels[0][0]]),), Reason.MAJORITY)
            return
        two: list[str] = []
        for level in levels:
            two.extend(count.choose(Purpose.ADVANCE, level, places=2 - len(two)))
            if len(two) == 2:
                break
        count.add(Advanced(tuple((name, votes[name]) for name in two)))
        _runoff(count, piles, names, two, total)

    return decide(method, names, ties)


def _runoff(count: Count, piles: Piles[int], names: tuple[str, ...], two: list[str], total: int) -> None:
    continuing = [name in two for name in names]
    for place, name in enumerate(names):
        if continuing[place]:
            continue
        had = piles.votes[place]
        count.add(Excluded(name, had))
        moved = piles.pass_on(place, continuing, lambda value: value)
        if moved:
            parcels = (Parcel(None if to is None else names[to], papers, 1, 1, papers) for to, papers, _, _ in moved)
            count.add(Transfer(name, had, None, tuple(parcels)))
    votes = {name: piles.votes[names.index(name)] for name in two}
    count.add(Votes(2, table(votes, votes.values()), total - sum(votes.values())))
    (winner,) = count.choose(Purpose.ELECT, levels_of(votes)[0])
    count.elect(((winner, votes[winner]),), Reason.MOST_VOTES)
