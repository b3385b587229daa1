# SPDX-License-Identifier: Apache-2.0
"""Which whole numbers a percentage, rounded to the nearest, can be of; and how far from them a number is. Exact."""

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from isonomia.law.fitting import Rounded

FARTHEST = 100_000
"""Totals up and down that are tried: enough for percentages of three digits after the point. With more digits what
is found is still a lower bound, but there may be a larger one."""
_PERCENT = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,9})?", re.ASCII)


@lru_cache(maxsize=1 << 16)
def announced(text: str) -> Rounded:
    """As it was announced, also if it is above 100. Raises ValueError."""
    if not _PERCENT.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not a percentage as 80.1")
    whole, _, digits = text.replace(",", ".").partition(".")
    return Rounded(Fraction(f"{whole}.{digits or 0}"), Fraction(1, 2 * 10 ** len(digits)))


def counts(share: Rounded, total: int) -> range:
    """Of a total, the votes that give the percentage; of nothing there is no share."""
    return _between(_ends(share), total)


Ends = tuple[int, int, int, int]
"""The least and the most part of one that was rounded to a percentage: numerators and denominators."""


def _ends(share: Rounded) -> Ends:
    return *share.lowest.as_integer_ratio(), *share.highest.as_integer_ratio()


def _between(ends: Ends, total: int) -> range:
    least = -(-ends[0] * total // ends[1])
    return range(least, ends[2] * total // ends[3] + 1 if total > 0 else least)


def least_change(share: Rounded, total: int, votes: int | None) -> int:
    """By how much total and votes (if they are told) have to change, added, for the percentage to be possible.

    A total one higher or lower moves the votes of the share by one at most. So no total is worth looking at
    behind the nearest one that has any: this one, or one upwards and one downwards.
    """
    ends = _ends(share)
    if possible := _between(ends, total):
        return _apart(possible, votes)
    ways = (_outward(ends, total, votes, way) for way in (1, -1))
    return min(change for change in ways if change is not None)


def _outward(ends: Ends, total: int, votes: int | None, way: int) -> int | None:
    """None: there is no such total down to one."""
    last = FARTHEST if way > 0 else min(FARTHEST, total - 1)
    for away in range(1, last + 1):
        if possible := _between(ends, total + way * away):
            return away + _apart(possible, votes)
    return FARTHEST + 1 if last == FARTHEST else None


def _apart(possible: range, votes: int | None) -> int:
    return 0 if votes is None else max(possible.start - votes, votes - possible.stop + 1, 0)


def least_total(share: Rounded) -> int:
    """The smallest total that a whole number is the share of."""
    return _simplest(share.lowest, share.highest).denominator


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """The fraction between them of the smallest denominator, by their continued fractions."""
    if ceil(low) <= high:
        return Fraction(ceil(low))
    whole = floor(low)
    return whole + 1 / _simplest(1 / (high - whole), 1 / (low - whole))


def missing(shares: Sequence[Rounded], total: int, *, whole: bool) -> int:
    """The votes by which shares miss their total: all at their least are above it or, where they are the whole, all
    at their most below it."""
    least = sum(ceil(share.lowest * total) for share in shares)
    most = sum(floor(share.highest * total) for share in shares)
    return max(least - total, total - most if whole else 0, 0)


def surplus(shares: Sequence[Rounded], *, whole: bool) -> Fraction:
    """The part of any total by which shares miss it, before votes are whole numbers."""
    lowest, highest = (sum(ends, Fraction(0)) for ends in zip(*((s.lowest, s.highest) for s in shares), strict=True))
    return max(lowest - 1, 1 - highest if whole else Fraction(0), Fraction(0))


def least_change_together(shares: Sequence[Rounded], total: int, *, whole: bool) -> int:
    """By how much the total and the sum of the votes have to change, added, for the sum to be the total.

    With a total so far away the change is at least ``away`` and the surplus of what is left.
    """
    best, part = missing(shares, total, whole=whole), min(surplus(shares, whole=whole), Fraction(1))
    for away in range(1, FARTHEST + 1):
        if ceil(away + part * max(total - away, 0)) >= best:
            return best
        for other in (total - away, total + away):
            if all(counts(share, other) for share in shares):
                best = min(best, away + missing(shares, other, whole=whole))
    return min(best, max(1, ceil(part * total)))
