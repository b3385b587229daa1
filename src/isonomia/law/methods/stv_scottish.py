# SPDX-License-Identifier: Apache-2.0
"""Single transferable vote as in Scottish council elections (weighted inclusive Gregory method)."""

from collections.abc import Callable, Hashable
from fractions import Fraction

from isonomia.law.ballots import Profile
from isonomia.law.counts import checked_seats
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome
from isonomia.law.piles import Moved, Piles
from isonomia.law.steps import (
    EarlierStage,
    Excluded,
    Parcel,
    Purpose,
    Quota,
    Reason,
    Table,
    Transfer,
    Votes,
)

ONE = 100_000
"""Votes are whole numbers of hundred-thousandths: five decimal places (rule 48(3))."""


def stv_scottish(profile: Profile, *, seats: int, ties: TieBreak) -> Outcome:
    """Quota: valid ballots divided by seats and one, without the fraction, and one more (rule 46). At the quota a
    candidate is elected (47); the surplus, the greatest first, passes on with all papers of the candidate, each at its
    value times surplus over votes, to five decimals, the rest ignored (48, 49). With no surplus left, the candidate
    with fewest votes is excluded and the papers pass on at their value (50, 51). As many continuing candidates as
    vacancies are elected, and nothing more is passed on (52).

    Equal surpluses or equal last ones are told apart by the most recent earlier stage at which they differed; where
    only some of them did, by going on backwards with those that it leaves. Equal at all stages is a tie (by lot in the
    rules). No more candidates than seats: all are elected, without a count (rule 12).

    Source: The Scottish Local Government Elections Order 2007 (SSI 2007/42), Schedule 1, rules 45 to 52; in the
    Order of 2011 (SSI 2011/399), which replaces it, the same rules are 46 to 53 (as its implementers number them).
    """
    checked_seats(seats)
    dealt = Piles(profile.strict(), len(profile.candidates), ONE)
    valid = profile.valid

    def method(count: Count) -> None:
        _ScottishCount(count, profile.candidates, dealt.copy(), valid, seats).run()

    return decide(method, profile.candidates, ties)


class _ScottishCount:
    def __init__(self, count: Count, names: tuple[str, ...], piles: Piles[int], valid: int, seats: int) -> None:
        self.count = count
        self.names = names
        self.seats = seats
        self.valid = valid
        self.piles = piles
        self.quota = (self.valid // (seats + 1) + 1) * ONE
        self.continuing = [True] * len(self.names)
        self.in_count = [True] * len(self.names)
        self.elected: list[int] = []
        self.surplus_of: list[int] = []
        self.history: list[list[int]] = []

    def run(self) -> None:
        if len(self.names) <= self.seats:
            self._elect(list(range(len(self.names))), Reason.LAST_VACANCIES)
            return
        self.count.add(Quota(self.valid, self.seats, self.quota // ONE))
        self._end_stage()
        while not self._finished():
            if self.surplus_of:
                self._pass_on_surplus()
            else:
                self._exclude_last()
            self._end_stage()

    def _finished(self) -> bool:
        """Rule 52: nothing is passed on once the last vacancies can be filled."""
        left = [place for place, here in enumerate(self.continuing) if here]
        vacancies = self.seats - len(self.elected)
        if vacancies and len(left) <= vacancies:
            self._elect(left, Reason.LAST_VACANCIES)
            return True
        return not vacancies

    def _end_stage(self) -> None:
        votes = self.piles.votes
        self.history.append(list(votes))
        here = [place for place, in_count in enumerate(self.in_count) if in_count]
        lost = self.valid * ONE - sum(votes[place] for place in here)
        self.count.add(Votes(len(self.history), self._table(here), Fraction(lost, ONE)))
        reached = [place for place in here if self.continuing[place] and votes[place] >= self.quota]
        self._elect(sorted(reached, key=lambda place: -votes[place]), Reason.QUOTA)

    def _elect(self, places: list[int], reason: Reason) -> None:
        for place in places:
            self.continuing[place] = False
            self.elected.append(place)
            if self.piles.votes[place] > self.quota:
                self.surplus_of.append(place)
        self.count.elect(self._table(places), reason)

    def _pass_on_surplus(self) -> None:
        votes = self.piles.votes
        most = max(votes[place] for place in self.surplus_of)
        tied = [place for place in self.surplus_of if votes[place] == most]
        source = self._choose(Purpose.TRANSFER, sorted(tied), max)
        self.surplus_of.remove(source)
        total = votes[source]
        surplus = total - self.quota
        moved = self.piles.pass_on(source, self.continuing, lambda value: surplus * value // total)
        votes[source] = self.quota
        self._add_transfer(source, total, Fraction(surplus, ONE), moved)

    def _exclude_last(self) -> None:
        votes = self.piles.votes
        left = [place for place, here in enumerate(self.continuing) if here]
        fewest = min(votes[place] for place in left)
        source = self._choose(Purpose.EXCLUDE, [place for place in left if votes[place] == fewest], min)
        self.continuing[source] = self.in_count[source] = False
        self.count.add(Excluded(self.names[source], Fraction(fewest, ONE)))
        moved = self.piles.pass_on(source, self.continuing, lambda value: value)
        votes[source] = 0
        self._add_transfer(source, fewest, None, moved)

    def _choose(self, purpose: Purpose, tied: list[int], best: Callable[[list[int]], int]) -> int:
        """Rules 49(2), (3) and 51(2): by the most recent stage at which they differed, else by lot."""
        for stage in range(len(self.history) - 1, 0, -1):
            if len(tied) == 1:
                break
            earlier = [self.history[stage - 1][place] for place in tied]
            if len(set(earlier)) > 1:
                then = best(earlier)
                left = [place for place, votes in zip(tied, earlier, strict=True) if votes == then]
                names = tuple(self.names[place] for place in left)
                table = tuple(
                    (self.names[place], Fraction(votes, ONE)) for place, votes in zip(tied, earlier, strict=True)
                )
                self.count.add(EarlierStage(purpose, stage, table, names))
                tied = left
        if len(tied) == 1:
            return tied[0]
        (name,) = self.count.choose(purpose, (self.names[place] for place in tied), key=self._key())
        return self.names.index(name)

    def _key(self) -> Hashable:
        """All that the rest of the count depends on: what the candidates still in it have and had, and the papers."""
        matters = [place for place, here in enumerate(self.in_count) if here]
        history = tuple(tuple(stage[place] for place in matters) for stage in self.history)
        return tuple(self.continuing), tuple(self.elected), tuple(self.surplus_of), history, self.piles.state()

    def _add_transfer(self, source: int, votes: int, surplus: Fraction | None, moved: list[Moved[int]]) -> None:
        parcels = tuple(
            Parcel(
                None if to is None else self.names[to],
                papers,
                Fraction(value, ONE),
                Fraction(new, ONE),
                Fraction(new * papers, ONE),
            )
            for to, papers, value, new in moved
        )
        if parcels:
            self.count.add(Transfer(self.names[source], Fraction(votes, ONE), surplus, parcels))

    def _table(self, places: list[int]) -> Table:
        return tuple((self.names[place], Fraction(self.piles.votes[place], ONE)) for place in places)
