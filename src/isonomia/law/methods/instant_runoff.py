# SPDX-License-Identifier: Apache-2.0
"""Instant runoff (alternative vote): the last one out, until somebody has a majority."""

from fractions import Fraction

from isonomia.law.ballots import Profile
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome
from isonomia.law.piles import Piles
from isonomia.law.steps import Excluded, Needed, NoBallots, Parcel, Purpose, Reason, Transfer, Votes, table


def instant_runoff(profile: Profile, *, ties: TieBreak) -> Outcome:
    """Each ballot counts for the first on it who is still there. Elected is who has more than half of the ballots
    that still count; until then, the one with fewest votes goes out.

    Equal last ones are a tie: only one goes out at a time. Equal ranks on a ballot are refused.
    Source: Presidential Elections Act 1993 (Ireland), sections 50 and 51 (there several go out at once where their
    votes together are fewer than the next one's, which elects the same).
    """
    names = profile.candidates
    dealt = Piles(profile.strict(), len(names), 1)
    total = profile.valid

    def method(count: Count) -> None:
        piles = dealt.copy()
        continuing = [True] * len(names)
        if not total:
            count.add(NoBallots())
            return
        for stage in range(1, len(names) + 1):
            left = [place for place in range(len(names)) if continuing[place]]
            active = sum(piles.votes[place] for place in left)
            votes = table((names[place] for place in left), (piles.votes[place] for place in left))
            count.add(Votes(stage, votes, total - active))
            most = max(left, key=piles.votes.__getitem__)
            if 2 * piles.votes[most] > active:
                count.add(Needed("continuing ballots", active, Fraction(1, 2), active // 2 + 1))
                count.elect(((names[most], piles.votes[most]),), Reason.MAJORITY)
                return
            fewest = min(piles.votes[place] for place in left)
            last = [names[place] for place in left if piles.votes[place] == fewest]
            (out,) = count.choose(Purpose.EXCLUDE, last, key=tuple(left))
            _exclude(count, piles, continuing, names, out)

    return decide(method, names, ties)


def _exclude(count: Count, piles: Piles[int], continuing: list[bool], names: tuple[str, ...], out: str) -> None:
    place = names.index(out)
    had = piles.votes[place]
    continuing[place] = False
    count.add(Excluded(out, had))
    moved = piles.pass_on(place, continuing, lambda value: value)
    parcels = tuple(Parcel(None if to is None else names[to], papers, 1, 1, papers) for to, papers, _, _ in moved)
    piles.votes[place] = 0
    if parcels:
        count.add(Transfer(out, had, None, parcels))
