# SPDX-License-Identifier: Apache-2.0
"""Single transferable vote by Meek's method: the elected keep just what they need of every ballot."""

from fractions import Fraction

from isonomia.law.ballots import Profile
from isonomia.law.counts import checked_seats
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome
from isonomia.law.steps import Excluded, Iteration, Purpose, Reason, Table

ONE = 10**9
"""Everything is a whole number of units of the ninth decimal place."""
OMEGA = ONE // 10**6
Path = tuple[int, ...]


def stv_meek(profile: Profile, *, seats: int, ties: TieBreak) -> Outcome:
    """Every ballot gives each candidate on it, in order, the part that the candidate keeps of what is left of it:
    everything to hopeful candidates, nothing to excluded ones, and to the elected so much that they are left with the
    quota, which is found by iteration and falls as ballots run out.

    Hopeful candidates whose votes are within the total surplus of the lowest are a tie, broken by the decision alone
    (the rule's procedure T).
    Source: Proportional Representation Foundation, "Reference Meek Rule", steps A to C
    (prfound.org/resources/reference/reference-meek-rule); I. D. Hill, B. A. Wichmann, D. R. Woodall, "Algorithm 123:
    Single transferable vote by Meek's method", The Computer Journal 30 (1987) 277-281.
    """
    checked_seats(seats)
    lines = profile.strict()

    def method(count: Count) -> None:
        _MeekCount(count, profile.candidates, lines, seats).run()

    return decide(method, profile.candidates, ties)


class _MeekCount:
    """Ballots lie in groups that are counted alike: those who pass the same elected candidates before the first
    hopeful one, with whom they end."""

    def __init__(self, count: Count, names: tuple[str, ...], lines: list[tuple[int, Path]], seats: int) -> None:
        self.count = count
        self.names = names
        self.seats = seats
        self.keep = [ONE] * len(names)
        self.votes = [0] * len(names)
        self.hopeful = list(range(len(names)))
        self.elected: list[int] = []
        self.quota = 0
        self.surplus = 0
        self.groups: dict[Path, list[tuple[int, Path, int]]] = {}
        self.sizes: dict[Path, int] = {}
        for number, order in lines:
            self._put(order[:1], number, order, 0)

    def run(self) -> None:
        """Rounds (step B) until the seats are filled or no more candidates are left than seats (step C)."""
        stage = 0
        while len(self.elected) < self.seats and len(self.elected) + len(self.hopeful) > self.seats:
            stage += 1
            if not self._iterate(stage):
                self._defeat_lowest()
        if len(self.elected) < self.seats:
            self.count.elect(self._table(self.votes, self.hopeful), Reason.LAST_VACANCIES)

    def _iterate(self, stage: int) -> bool:
        """Step B.2. Whether it elected somebody."""
        before: int | None = None
        number = 0
        while True:
            number += 1
            self._distribute()
            winners = [place for place in self.hopeful if self.votes[place] >= self.quota]
            holders = self.elected + winners
            self.surplus = max(0, sum(self.votes[place] - self.quota for place in holders))
            everybody = sorted(self.elected + self.hopeful)
            self.count.add(
                Iteration(
                    stage,
                    number,
                    self._table(self.keep, everybody),
                    self._table(self.votes, everybody),
                    Fraction(self.quota, ONE),
                    Fraction(self.surplus, ONE),
                )
            )
            if winners:
                self._elect(sorted(winners, key=lambda place: -self.votes[place]))
                return True
            if self.surplus < OMEGA or (before is not None and self.surplus >= before):
                return False
            before = self.surplus
            for place in self.elected:
                kept = _up(self.keep[place] * self.quota, ONE)
                self.keep[place] = _up(kept * ONE, self.votes[place])

    def _distribute(self) -> None:
        """Steps B.2.a and B.2.b: votes by the kept parts, then the quota."""
        votes = [0] * len(self.names)
        for path in self.groups:
            number = self.sizes[path]
            weight = ONE
            for place in path:
                kept = _up(weight * self.keep[place], ONE)
                votes[place] += kept * number
                weight -= kept
        self.votes = votes
        self.quota = sum(votes) // (self.seats + 1) + 1

    def _elect(self, places: list[int]) -> None:
        self.count.elect(self._table(self.votes, places), Reason.QUOTA)
        for place in places:
            self.hopeful.remove(place)
            self.elected.append(place)
        for place in places:
            self._go_on(place, passing=True)

    def _defeat_lowest(self) -> None:
        """Step B.3."""
        lowest = min(self.votes[place] for place in self.hopeful)
        tied = [place for place in self.hopeful if self.votes[place] <= lowest + self.surplus]
        key = (tuple(self.hopeful), tuple(self.elected), tuple(self.keep))
        (name,) = self.count.choose(Purpose.EXCLUDE, (self.names[place] for place in tied), key=key)
        place = self.names.index(name)
        self.count.add(Excluded(name, Fraction(self.votes[place], ONE)))
        self.hopeful.remove(place)
        self.keep[place] = 0
        self._go_on(place, passing=False)

    def _go_on(self, place: int, *, passing: bool) -> None:
        """Groups that end with this candidate look for the next one; ``passing``: it keeps a part of them."""
        hopeful, elected = set(self.hopeful), set(self.elected)
        for path in [path for path in self.groups if path[-1:] == (place,) and place not in path[:-1]]:
            start = path if passing else path[:-1]
            del self.sizes[path]
            for number, order, at in self.groups.pop(path):
                way = start
                for at in range(at + 1, len(order)):  # noqa: B020  # goes on from where it lies
                    if order[at] in hopeful or order[at] in elected:
                        way += (order[at],)
                        if order[at] in hopeful:
                            break
                else:
                    at = len(order)
                self._put(way, number, order, at)

    def _put(self, path: Path, number: int, order: Path, at: int) -> None:
        self.groups.setdefault(path, []).append((number, order, at))
        self.sizes[path] = self.sizes.get(path, 0) + number

    def _table(self, numbers: list[int], places: list[int]) -> Table:
        return tuple((self.names[place], Fraction(numbers[place], ONE)) for place in places)


def _up(number: int, divisor: int) -> int:
    """Divided, and rounded up."""
    return -(-number // divisor)
