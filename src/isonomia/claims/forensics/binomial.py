# SPDX-License-Identifier: Apache-2.0
"""Binomial probabilities of very many voters, in pieces of bounded memory: the saddle-point form of Loader, "Fast and
accurate computation of binomial probabilities" (2000), which has no factorial."""

from collections.abc import Iterator
from math import lgamma, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_PIECE = 1 << 16
_TAIL, _MORE = 8.0, 50
"""Standard deviations, and counts beyond them (where few are expected), that hold all but less than 10**-14."""


def binomial(whole: int, part: int) -> Iterator[tuple[NDArray[np.int64], Floats]]:
    """Counts about ``part`` and their probabilities in Binomial(whole, part / whole), a piece at a time. ``whole`` is
    some thousands at least."""
    reach = int(_TAIL * sqrt(part * (whole - part) / whole)) + _MORE
    for first in range(max(part - reach, 0), min(part + reach, whole) + 1, _PIECE):
        counts = np.arange(first, min(first + _PIECE, part + reach + 1, whole + 1))
        yield counts, _terms(whole, part, counts)


def _terms(whole: int, part: int, counts: NDArray[np.int64]) -> Floats:
    if part in (0, whole):
        return np.where(counts == part, 1.0, 0.0)
    none, every = counts == 0, counts == whole
    own = np.where(none | every, part, counts)  # the formula is for counts in between
    away, rest = own - part, whole - own
    logs = 0.5 * (log(whole) - np.log(2 * pi * own) - np.log(rest))
    logs += _stirling(np.array([whole])) - _stirling(own) - _stirling(rest)
    logs -= own * np.log1p(away / part) + rest * np.log1p(-away / (whole - part))
    logs[none] = whole * np.log1p(-part / whole)
    logs[every] = whole * log(part / whole)
    terms: Floats = np.exp(logs)
    return terms


_SMALL = 16
_EXACT = np.array([0.0, *(lgamma(n + 1) - (n + 0.5) * log(n) + n - 0.5 * log(2 * pi) for n in range(1, _SMALL))])


def _stirling(number: NDArray[np.int64]) -> Floats:
    """log n! less Stirling's formula."""
    n = np.maximum(number, 1).astype(np.float64)
    series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / n**2) / n**2) / n**2) / n
    return np.where(number < _SMALL, _EXACT[np.minimum(number, _SMALL - 1)], series)
