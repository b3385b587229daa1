# SPDX-License-Identifier: Apache-2.0
"""From points, votes or a relation to levels, and from levels to seats."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from isonomia.law.decisions import Count
from isonomia.law.steps import Number, Purpose, Ranking, Reason, Unfilled


def levels_of(numbers: Mapping[str, Number]) -> list[list[str]]:
    """The most first; equals together, in the order of the ballot paper."""
    by_number: dict[Number, list[str]] = {}
    for name, number in numbers.items():
        by_number.setdefault(number, []).append(name)
    return [by_number[number] for number in sorted(by_number, reverse=True)]


def levels_under(names: Sequence[str], better: Callable[[str, str], bool]) -> list[list[str]]:
    """Those whom nobody is better than, then those whom nobody of the rest is better than, and so on."""
    left = list(names)
    levels = []
    while left:
        level = [name for name in left if not any(other != name and better(other, name) for other in left)]
        levels.append(level)
        left = [name for name in left if name not in level]
    return levels


def elect_from(
    count: Count, levels: Iterable[Sequence[str]], numbers: Mapping[str, Number], seats: int, reason: Reason
) -> None:
    """Fill the seats from the best level down. A level with more candidates than seats left is a tie."""
    left = seats
    for level in levels:
        if not left:
            return
        chosen = count.choose(Purpose.ELECT, level, places=left)
        count.elect(tuple((name, numbers[name]) for name in chosen), reason)
        left -= len(chosen)
    if left:
        count.add(Unfilled(left))


def rank(count: Count, levels: Sequence[Sequence[str]]) -> None:
    """Note the ranking, as a step and as part of the outcome."""
    count.ranking = tuple(tuple(level) for level in levels)
    count.add(Ranking(count.ranking))
