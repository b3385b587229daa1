# SPDX-License-Identifier: Apache-2.0
"""Ranked pairs (Tideman): victories are locked from the strongest down, unless they would close a circle."""

from isonomia.law.ballots import Profile
from isonomia.law.counts import checked_seats
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome
from isonomia.law.pairwise import Matrix, as_step, preferences
from isonomia.law.ranking import elect_from, levels_under, rank
from isonomia.law.steps import Locked, NoBallots, NotLocked, Reason

Pair = tuple[str, str]


def ranked_pairs(profile: Profile, *, ties: TieBreak, seats: int = 1) -> Outcome:
    """Pairwise victories are taken by most winning votes, then by fewest votes against; each is locked unless those
    already locked lead from the loser to the winner. Elected is who has no locked defeat.

    Equally strong victories are a tie if they could close a circle together: which of them comes first is a choice.
    Source: T. N. Tideman, "Independence of clones as a criterion for voting rules", Social Choice and Welfare 4 (1987)
    185-206, where strength is the margin; winning votes, which are the same on complete ballots, as in most later
    uses. For ties: T. M. Zavist, T. N. Tideman, "Complete independence of clones in the ranked pairs rule", Social
    Choice and Welfare 6 (1989) 167-173: by an order of the candidates.
    """
    checked_seats(seats)
    names = profile.candidates
    matrix = preferences(profile)

    def method(count: Count) -> None:
        count.add(as_step(profile, matrix))
        if not profile.lines:
            count.add(NoBallots())
            return
        locked = _Graph(names)
        for pairs in _by_strength(names, matrix):
            _lock(count, locked, pairs, matrix)
        levels = levels_under(names, lambda one, other: locked.path(one, other) is not None)
        rank(count, levels)
        places = {name: place for place, level in enumerate(levels, 1) for name in level}
        elect_from(count, levels, places, seats, Reason.BEST_RANKED)

    return decide(method, names, ties)


class _Graph:
    """Who is locked over whom."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.places = {name: place for place, name in enumerate(names)}
        self.over: dict[str, list[str]] = {name: [] for name in names}

    def path(self, source: str, target: str) -> tuple[str, ...] | None:
        """A chain of locked victories from one to another, or None."""
        came_from = {source: source}
        waiting = [source]
        for here in waiting:
            if here == target:
                way = [here]
                while way[-1] != source:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            for there in self.over[here]:
                if there not in came_from:
                    came_from[there] = here
                    waiting.append(there)
        return None

    def with_all(self, pairs: list[Pair]) -> "_Graph":
        copy = _Graph(tuple(self.places))
        copy.over = {name: list(below) for name, below in self.over.items()}
        for winner, loser in pairs:
            copy.over[winner].append(loser)
        return copy

    def key(self) -> frozenset[Pair]:
        return frozenset((winner, loser) for winner, below in self.over.items() for loser in below)


def _by_strength(names: tuple[str, ...], matrix: Matrix) -> list[list[Pair]]:
    """The victories, the strongest first, equally strong ones together."""
    groups: dict[tuple[int, int], list[Pair]] = {}
    for i, winner in enumerate(names):
        for j, loser in enumerate(names):
            if matrix[i][j] > matrix[j][i]:
                groups.setdefault((matrix[i][j], -matrix[j][i]), []).append((winner, loser))
    return [groups[strength] for strength in sorted(groups, reverse=True)]


def _lock(count: Count, locked: _Graph, pairs: list[Pair], matrix: Matrix) -> None:
    """Lock equally strong victories; ask only about those that could lie on a circle with others of them."""
    left = list(pairs)
    while left:
        for pair in list(left):
            if (way := locked.path(pair[1], pair[0])) is not None:
                left.remove(pair)
                count.add(NotLocked(*pair, *_votes(locked, pair, matrix), way))
        together = locked.with_all(left)
        circling = [pair for pair in left if together.path(pair[1], pair[0]) is not None]
        chosen = [pair for pair in left if pair not in circling]
        if not chosen and circling:
            chosen = [count.choose_pair(circling, key=(locked.key(), tuple(left)))]
        for pair in chosen:
            left.remove(pair)
            locked.over[pair[0]].append(pair[1])
            count.add(Locked(*pair, *_votes(locked, pair, matrix)))


def _votes(locked: _Graph, pair: Pair, matrix: Matrix) -> tuple[int, int]:
    winner, loser = locked.places[pair[0]], locked.places[pair[1]]
    return matrix[winner][loser], matrix[loser][winner]
