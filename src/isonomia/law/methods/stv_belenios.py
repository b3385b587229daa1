# SPDX-License-Identifier: Apache-2.0
"""Single transferable vote as ``belenios-tool method stv`` counts it."""

from fractions import Fraction

from isonomia.law.ballots import Profile
from isonomia.law.counts import checked_seats
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome
from isonomia.law.piles import Piles
from isonomia.law.steps import (
    Absent,
    Excluded,
    NoBallots,
    Number,
    Parcel,
    Purpose,
    Quota,
    Reason,
    Table,
    Transfer,
    Unfilled,
    Votes,
    table,
)


def stv_belenios(profile: Profile, *, seats: int, ties: TieBreak) -> Outcome:
    """One event after another: with as many candidates left as seats, they are elected together; else if somebody has
    the quota, the one with most votes is elected, and all their papers pass on at their value times surplus over
    votes, exactly; else the one with fewest votes is excluded.

    What differs from the Scottish rules: only one is elected at a time, so that papers still pass to others who have
    the quota; values are exact fractions; ties are not told apart by earlier stages; a candidate whom no ballot ranks
    is out from the start; blank ballots count for the quota, which is floor(ballots / (seats + 1)) + 1. The tool breaks
    ties by the order of the candidates, which is here ``Drawn(candidates)``.

    Source: the events that belenios-tool 2.0 prints (tests/law/test_peer_stv.py); the rule is not specified elsewhere
    that we know of, and its code was not read.
    """
    checked_seats(seats)
    lines = profile.strict()
    names = profile.candidates
    one = Fraction(1)
    dealt = Piles(lines, len(names), one)
    ranked = {place for _, order in lines for place in order}
    ballots = profile.valid + profile.blank

    def method(count: Count) -> None:
        piles = dealt.copy()
        left = [place for place in range(len(names)) if place in ranked]
        if absent := tuple(name for place, name in enumerate(names) if place not in ranked):
            count.add(Absent(absent))
        if not left:
            count.add(NoBallots())
            return
        quota = ballots // (seats + 1) + 1
        count.add(Quota(ballots, seats, quota))
        stage = 0
        while len(count.elected) < seats:
            stage += 1
            here = table((names[place] for place in left), (piles.votes[place] for place in left))
            count.add(Votes(stage, here, ballots - quota * len(count.elected) - sum(number for _, number in here)))
            if len(left) <= seats - len(count.elected):
                count.elect(here, Reason.LAST_VACANCIES)
                break
            most = max(piles.votes[place] for place in left)
            if most >= quota:
                name = _choose(count, Purpose.ELECT, here, most, piles)
                count.elect(((name, most),), Reason.QUOTA)
                factor = (most - quota) / most
            else:
                most = min(piles.votes[place] for place in left)
                name = _choose(count, Purpose.EXCLUDE, here, most, piles)
                count.add(Excluded(name, most))
                factor = one
            left.remove(names.index(name))
            _pass_on(count, piles, names, left, name, most, factor)
        if len(count.elected) < seats:
            count.add(Unfilled(seats - len(count.elected)))

    return decide(method, names, ties)


def _choose(count: Count, purpose: Purpose, here: Table, votes: Number, piles: Piles[Fraction]) -> str:
    """One of those who have so many votes."""
    tied = [name for name, own in here if own == votes]
    if len(tied) > 1:
        left = tuple(name for name, _ in here)
        (name,) = count.choose(purpose, tied, key=(left, tuple(count.elected), piles.state()))
        return name
    return tied[0]


def _pass_on(
    count: Count,
    piles: Piles[Fraction],
    names: tuple[str, ...],
    left: list[int],
    source: str,
    votes: Fraction,
    factor: Fraction,
) -> None:
    continuing = [place in left for place in range(len(names))]
    place = names.index(source)
    moved = piles.pass_on(place, continuing, lambda value: value * factor)
    piles.votes[place] = Fraction(0)
    parcels = tuple(
        Parcel(None if to is None else names[to], papers, value, new, new * papers) for to, papers, value, new in moved
    )
    if parcels:
        count.add(Transfer(source, votes, None if factor == 1 else votes * factor, parcels))
