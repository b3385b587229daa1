# SPDX-License-Identifier: Apache-2.0
"""Ballot papers in piles, as on the tables of a count: by candidate, and within a pile by value."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from copy import copy
from fractions import Fraction
from typing import Generic, Self, TypeVar

Value = TypeVar("Value", int, Fraction)
Paper = tuple[int, tuple[int, ...], int]
"""How many equal papers, their order, and the place in it of the candidate whom they are with."""
Moved = tuple[int | None, int, Value, Value]
"""To whom (None: to nobody), how many papers, of which value each, before and now."""


class Piles(Generic[Value]):
    """Papers of candidates 0, 1, ...; ``votes`` is what each pile is worth.

    Dealt once; a count moves the papers of a copy, so that the next count (after another answer to a tie) begins with
    the same piles without dealing again.
    """

    def __init__(self, lines: Iterable[tuple[int, tuple[int, ...]]], candidates: int, one: Value) -> None:
        first: list[list[Paper]] = [[] for _ in range(candidates)]
        for count, order in lines:
            first[order[0]].append((count, order, 0))
        self.piles: list[dict[Value, list[Paper]]] = [{one: papers} if papers else {} for papers in first]
        self.moved = [False] * candidates  # which piles are not as they were dealt
        self.votes: list[Value] = [one * sum(count for count, _, _ in papers) for papers in first]

    def copy(self) -> Self:
        other = copy(self)
        other.piles = [{value: list(papers) for value, papers in pile.items()} for pile in self.piles]
        other.moved = list(self.moved)
        other.votes = list(self.votes)
        return other

    def state(self) -> Hashable:
        """Which papers lie where, at which value; the same whatever the way that led there. None for a pile that is as
        it was dealt."""
        return tuple(
            frozenset((value, frozenset(papers)) for value, papers in pile.items() if papers) if moved else None
            for pile, moved in zip(self.piles, self.moved, strict=True)
        )

    def pass_on(self, source: int, continuing: Sequence[bool], revalue: Callable[[Value], Value]) -> list[Moved[Value]]:
        """Move every paper of ``source`` to the next continuing candidate on it, at a new value.

        Who gets papers is credited with them; what ``source`` is credited with afterwards is the caller's to say.
        """
        parcels: list[Moved[Value]] = []
        for value, papers in self.piles[source].items():
            new_value = revalue(value)
            targets = [
                pile.setdefault(new_value, []) if go_on else []
                for pile, go_on in zip(self.piles, continuing, strict=True)
            ]
            numbers = [0] * len(self.piles)
            nobody = 0
            for count, order, at in papers:
                for place in range(at + 1, len(order)):
                    candidate = order[place]
                    if continuing[candidate]:
                        targets[candidate].append((count, order, place))
                        numbers[candidate] += count
                        break
                else:
                    nobody += count
            for candidate, number in enumerate(numbers):
                if number:
                    self.moved[candidate] = True
                    self.votes[candidate] += new_value * number
                    parcels.append((candidate, number, value, new_value))
            if nobody:
                parcels.append((None, nobody, value, new_value))
        self.moved[source] |= bool(self.piles[source])
        self.piles[source] = {}
        return parcels
