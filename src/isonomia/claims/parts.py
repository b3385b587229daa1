# SPDX-License-Identifier: Apache-2.0
"""Documents of parts of a set whose votes can be added: no unit among them contains another.

Units are a tree, so such parts are an antichain of it. Two of them matter: the one with the most votes, and, where
a sum has to be passed, the one of the fewest documents. Documents that only say where a part is count too.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from isonomia.claims.documents import OFFICIAL, Kind, Statement

Part = tuple[int, Statement]
"""A number of votes, and a document that says at least as many."""

_WORK = 1_000_000_000
"""Additions at the most to find the fewest documents of one sum: some seconds."""
_CORRECTED = ("registered", "received")
"""What may be less at the end than it was before."""


def least(statements: Sequence[Statement], name: str) -> list[Part]:
    """The counts of one unit that may be added, the most first: of two official ones no more than the smaller says
    (without any, than what was told last before), unless more is proven. A second one only if the first does not say
    what contains the unit."""
    official = _counts(statements, name, OFFICIAL)
    before = [] if official or name in _CORRECTED else _last(_counts(statements, name, (Kind.INTERIM,)))
    sure = min((votes for votes, _ in official or before), default=0)
    found = [(sure, own) for _, own in official or before] + _counts(statements, name, (Kind.PROVEN,))
    found.sort(key=lambda part: (-part[0], part[1].within is None, part[1].numbers[name]))
    return found[:1] + [one for one in found[1:] if found[0][1].within is None and one[1].within is not None][:1]


def _counts(statements: Sequence[Statement], name: str, kinds: tuple[Kind, ...]) -> list[Part]:
    return [(own.numbers[name], own) for own in statements if own.kind in kinds and name in own.numbers]


def _last(interim: list[Part]) -> list[Part]:
    """Those that none is known to come after."""
    return [one for one in interim if not any(_before(one[1].time, other.time) for _, other in interim)]


def _before(one: str | None, other: str | None) -> bool:
    """Whether a time is before another as far as both are told."""
    return one is not None and other is not None and one[: len(other)] < other[: len(one)]


@dataclass(frozen=True)
class Tree:
    """The units by what contains them, and one quantity of their documents."""

    name: str
    units: Mapping[str, Sequence[Statement]]
    children: Mapping[str, Sequence[str]]
    known: dict[str, list[Part]] = field(default_factory=dict)

    def counts(self, unit: str) -> list[Part]:
        """As :func:`least`."""
        if unit not in self.known:
            self.known[unit] = least(self.units.get(unit, ()), self.name)
        return self.known[unit]

    def below(self, unit: str) -> list[str]:
        """All that a unit contains, each before what is in it."""
        found = list(self.children.get(unit, ()))
        for each in found:
            found += self.children.get(each, ())
        return found

    @cached_property
    def dtype(self) -> type:
        """Of sums: none is larger than all numbers together."""
        votes = sum(own.numbers.get(self.name, 0) for unit in self.units.values() for own in unit)
        return np.int64 if votes < 1 << 62 else np.object_

    @cached_property
    def most(self) -> dict[str, int]:
        """Of each unit that contains others, the most votes that its parts have together."""
        inside: dict[str, int] = defaultdict(int)
        roots = self.children.keys() - {each for own in self.children.values() for each in own}
        for unit in reversed([each for root in sorted(roots) for each in (root, *self.below(root))]):
            for each in self.children.get(unit, ()):
                inside[unit] += max([votes for votes, _ in self.counts(each)] + [inside.get(each, 0)])
        return inside

    def strongest(self, unit: str) -> Iterator[Part]:
        """The parts of a unit that have the most votes; of equal ones the larger."""
        waiting = list(self.children.get(unit, ()))
        while waiting:
            each = waiting.pop()
            counts = self.counts(each)
            if counts and counts[0][0] >= self.most.get(each, 0):
                if counts[0][0]:
                    yield counts[0]
            else:
                waiting += self.children.get(each, ())

    def fewest(self, unit: str, limit: int, most: int) -> list[Part] | None:
        """The parts of a unit with more than ``limit`` votes that need the fewest documents, ``most`` at the most.
        None if there are none, or if it would take too long to find them."""
        return _Fewest(self, most).of(unit, limit)


Sums = npt.NDArray[Any]
"""By the number of documents, from 0: the most votes that they can show."""


class _Fewest:
    """A knapsack on the tree: each unit's sums from those of the units in it."""

    def __init__(self, tree: Tree, most: int) -> None:
        self.tree, self.most, self.work = tree, most, _WORK
        self.sums: dict[str, Sums] = {}
        self.alike: dict[str, list[list[Part]]] = {}
        self.steps: dict[str, list[tuple[str | int, npt.NDArray[np.int64]]]] = {}

    def of(self, unit: str, limit: int) -> list[Part] | None:
        for each in reversed(self.tree.below(unit)):
            if (inside := self._inside(each)) is None:
                return None
            self.sums[each] = self._with_own(each, inside)
        if (inside := self._inside(unit)) is None:
            return None
        enough = np.flatnonzero(inside > limit)
        return sorted(self._taken(unit, int(enough[0])), key=lambda part: -part[0]) if len(enough) else None

    def _inside(self, unit: str) -> Sums | None:
        """Of what a unit contains. Units alike, with nothing in them, are taken from the largest on."""
        children = self.tree.children.get(unit, ())
        plain = {each for each in children if not self.tree.children.get(each) and len(self.tree.counts(each)) < 2}
        counts = sorted((one for each in plain for one in self.tree.counts(each)), key=lambda one: -one[0])
        self.alike[unit] = [[one for one in counts if (one[1].within is None) is apart] for apart in (False, True)]
        self.steps[unit] = []
        total = self._array([0])
        kinds: list[tuple[str | int, Sums]] = [(number, self._alike(unit, number)) for number in (0, 1)]
        rest = [(each, self.sums[each]) for each in children if each not in plain]
        for key, more in [*kinds, *rest]:
            self.work -= len(total) * len(more)
            if self.work < 0:
                return None
            total, taken = _merged(total, more, self.most)
            self.steps[unit].append((key, taken))
        return total

    def _array(self, votes: list[int]) -> Sums:
        return np.array(votes, dtype=self.tree.dtype)

    def _alike(self, unit: str, number: int) -> Sums:
        """Parts whose document says what contains them cost one document, others two."""
        sums = self._array([0, *(votes for votes, _ in self.alike[unit][number][: self.most])]).cumsum()
        return sums if number == 0 else np.repeat(sums, 2)[: self.most + 1]

    def _with_own(self, unit: str, inside: Sums) -> Sums:
        """One document says what contains the unit: its own count's, or another."""
        sums = np.concatenate((self._array([0]), inside))[: self.most + 1]
        sums = np.concatenate((sums, np.repeat(sums[-1:], max(0, min(3, self.most + 1) - len(sums)))))
        for votes, own in self.tree.counts(unit):
            cost = 1 if own.within is not None else 2
            sums[cost:] = np.maximum(sums[cost:], votes)
        return sums

    def _taken(self, unit: str, documents: int) -> Iterator[Part]:
        waiting = [(unit, documents)]
        while waiting:
            each, size = waiting.pop()
            if each != unit:
                votes = self.sums[each][size]
                own = [one for one in self.tree.counts(each) if one[0] == votes and size >= 1 + (one[1].within is None)]
                if own or not votes:
                    yield from own[:1] if votes else ()
                    continue
                size = min(size, len(self.steps[each][-1][1])) - 1
            for key, taken in reversed(self.steps[each]):
                its = int(taken[size])
                if isinstance(key, str):
                    waiting.append((key, its))
                else:
                    yield from self.alike[each][key][: its // (1 + key)]
                size -= its


def _merged(one: Sums, other: Sums, most: int) -> tuple[Sums, npt.NDArray[np.int64]]:
    """The most of two together, by the number of documents, and how many of them are the other's."""
    size = min(len(one) + len(other) - 1, most + 1)
    total, taken = np.full(size, -1, dtype=one.dtype), np.zeros(size, dtype=np.int64)
    short, long = (one, other) if len(one) < len(other) else (other, one)
    for at in range(min(len(short), size)):
        sums = short[at] + long[: size - at]
        better = np.flatnonzero(sums > total[at : at + len(sums)])
        total[at + better] = sums[better]
        taken[at + better] = at if short is other else better
    return total, taken
