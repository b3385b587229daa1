# SPDX-License-Identifier: Apache-2.0
"""Counts with some ballots altered or removed, for whoever asks how far an outcome is from another one."""

from collections.abc import Callable
from dataclasses import replace

from isonomia.law.counts import Counts

AGAINST, BLANK, INVALID = "against all", "blank", "invalid"
Kind = tuple[str, bool]
"""What a ballot says: a candidate's name and True, or one of the three above and False."""
_LEVELS = {AGAINST: 1, BLANK: 2, INVALID: 3}
"""Candidates first: whatever number a majority is a share of, it has those before in it if it has those after."""
Pile = dict[Kind, int]


def piles_of(counts: Counts, *, against: bool) -> Pile:
    """How many ballots say what. ``against``: whether a ballot may be against all."""
    piles = {(name, True): votes for name, votes in counts.votes}
    if against or counts.against_all:
        piles[AGAINST, False] = counts.against_all
    return piles | {(BLANK, False): counts.blank, (INVALID, False): counts.invalid}


def counts_of(piles: Pile, like: Counts, removed: int = 0) -> Counts:
    """The counts of these piles, of as many voters as before but for those whose ballots were removed."""
    return replace(
        like,
        votes=tuple((name, piles[name, True]) for name in like.candidates),
        against_all=piles.get((AGAINST, False), 0),
        blank=piles[BLANK, False],
        invalid=piles[INVALID, False],
        participants=None if like.participants is None else like.participants - removed,
    )


def moved(piles: Pile, source: Kind, target: Kind, number: int) -> Pile | None:
    """``number`` ballots go from one pile to another; when it is empty, from the others in ``_in_order``. None if there
    are not so many."""
    taken = _taken(piles, [source, *_in_order(piles, (source, target))], number)
    if taken is not None:
        taken[target] += number
    return taken


def without(piles: Pile, source: Kind, spared: Kind, number: int) -> Pile | None:
    """``number`` ballots less, first from one pile, then from the others in ``_in_order``, last from the spared one."""
    return _taken(piles, [source, *_in_order(piles, (source, spared)), spared], number)


def _in_order(piles: Pile, but: tuple[Kind, Kind]) -> list[Kind]:
    """Candidates, the largest first, then the others: what is taken then is of the number that a share is of."""
    kinds = (kind for kind in piles if kind not in but)
    return sorted(kinds, key=lambda kind: (0 if kind[1] else _LEVELS[kind[0]], -piles[kind]))


def _taken(piles: Pile, order: list[Kind], number: int) -> Pile | None:
    left = dict(piles)
    for kind in order:
        taking = min(number, left[kind])
        left[kind] -= taking
        number -= taking
    return None if number else left


def fewest(changes: Callable[[int], bool], least: int, most: int) -> int | None:
    """The least number from ``least`` to ``most`` that changes the outcome, if all larger ones do too. None if none
    does."""
    if least > most or not changes(most):
        return None
    low, step = least - 1, 1
    while low + step < most and not changes(low + step):
        low, step = low + step, 2 * step
    high = min(low + step, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if changes(middle) else (middle, high)
    return high
