# SPDX-License-Identifier: Apache-2.0
"""Discrete logarithms in an interval by baby steps and giant steps (Shanks)."""

from collections.abc import Sequence
from math import isqrt
from typing import TYPE_CHECKING, Any

from isonomia.groups.errors import LogarithmError

if TYPE_CHECKING:
    from isonomia.groups.api import Element


def baby_step_giant_step(group: Any, elements: Sequence["Element"], bound: int) -> list[int]:
    """See :meth:`isonomia.groups.api.Group.discrete_logarithms`."""
    steps = isqrt(bound * max(1, len(elements))) + 1
    table: dict[Element, int] = {}
    current = group.identity
    for x in range(min(steps, bound + 1)):
        table[current] = x
        current = current * group.g
    giant = group.power(group.g, steps)
    return [_search(table, element, giant, steps, bound, place) for place, element in enumerate(elements)]


def _search(table: dict[Any, int], element: Any, giant: Any, steps: int, bound: int, place: int) -> int:
    for jump in range(bound // steps + 1):
        if element in table and jump * steps + table[element] <= bound:
            return jump * steps + table[element]
        element = element / giant
    raise LogarithmError(f"element {place} is no power of g with an exponent from 0 to {bound}")
