# SPDX-License-Identifier: Apache-2.0
"""Shares of all votes from a stratified sample: the combined ratio estimator with finite-population correction
(Cochran 1977, section 6.11), intervals by its linearised variance and Student's t (section 5.4)."""

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from isonomia.claims.quickcount.sample import LEAST, Counts, allocate
from isonomia.claims.quickcount.student import reach

Floats = NDArray[np.float64]

_ALIKE = 1e-9
"""A standard error below this is rounding: all stations show one share."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of 1 with its standard error, its degrees of freedom (inf if every station was counted) and interval."""

    share: float
    error: float
    freedom: float
    low: float
    high: float

    def holds(self, claimed: float) -> bool:
        """Whether a claimed share is inside the interval."""
        return self.low <= claimed <= self.high

    @property
    def alike(self) -> bool:
        """Whether all stations show one share, so that nothing tells how far off it is: the interval is 0 to 1."""
        return self.error < _ALIKE and (self.low, self.high) == (0, 1)


def estimate(votes: Counts, base: Counts, stratum: Counts, sizes: Counts, level: float = 0.95) -> Share:
    """``votes`` and ``base`` (what they are a share of) of each station of the sample; ``stratum``: its index into
    ``sizes``, the stations of each stratum in the whole country.

    Strata with fewer than LEAST stations in the sample are joined into one. Raises ValueError without any votes, and
    for one station of several.
    """
    stratum, sizes = joined(stratum, sizes)
    taken = np.bincount(stratum, minlength=len(sizes))
    if ((taken < LEAST) & (taken < sizes)).any():
        raise ValueError("one station says nothing of how much stations differ")
    weight = sizes / np.maximum(taken, 1)
    total = float((weight[stratum] * base).sum())
    if total <= 0:
        raise ValueError("there are no votes in the sample")
    share = float((weight[stratum] * votes).sum()) / total
    parts = _variances(votes - share * base, stratum, sizes, taken) / total**2
    error = float(parts.sum()) ** 0.5
    if error < _ALIKE and (taken < sizes).any():
        return Share(share, error, inf, 0.0, 1.0)
    freedom = degrees(parts, taken)
    wide = reach(level, freedom) * error
    return Share(share, error, freedom, max(0.0, share - wide), min(1.0, share + wide))


def joining(stratum: Counts, sizes: Counts) -> NDArray[np.bool_]:
    """The strata that are taken as one: those of which fewer than LEAST stations are in the sample, and if together
    they are too small, the next smallest. None if there are none, and a stratum whose every station is in the sample
    stays."""
    taken = np.bincount(stratum, minlength=len(sizes))
    few: NDArray[np.bool_] = (taken < LEAST) & (taken < sizes)
    for at in np.argsort(taken, kind="stable"):
        if not few.any() or taken[few].sum() >= LEAST:
            break
        few[at] = True
    return few


def joined(stratum: Counts, sizes: Counts) -> tuple[Counts, Counts]:
    """With the strata of ``joining`` as one."""
    few = joining(stratum, sizes)
    if not few.any():
        return stratum, sizes
    number = np.where(few, 0, np.cumsum(~few))
    return number[stratum], np.bincount(number, weights=sizes).astype(np.int64)


def degrees(parts: Floats, taken: Counts) -> float:
    """Degrees of freedom of a variance that is the sum of ``parts``, each of ``taken`` stations: Satterthwaite's, as
    Cochran (1977) has them, section 5.4. At most stations less strata; inf for no variance."""
    squares = float((parts**2 / np.maximum(taken - 1, 1)).sum())
    return max(1.0, float(parts.sum()) ** 2 / squares) if squares else inf


def _variances(residual: Floats, stratum: Counts, sizes: Counts, taken: Counts) -> Floats:
    """Of the estimated total of residuals, by strata, with finite-population correction."""
    mean = np.bincount(stratum, residual, minlength=len(sizes)) / np.maximum(taken, 1)
    squares = np.bincount(stratum, (residual - mean[stratum]) ** 2, minlength=len(sizes))
    spread = squares / np.maximum(taken - 1, 1)
    found: Floats = sizes**2 * (1 - taken / sizes) * spread / np.maximum(taken, 1)
    return found


def half_width(
    votes: Counts, base: Counts, stratum: Counts, sizes: Counts, sample: int, *, response: float, level: float = 0.95
) -> float:
    """Half the expected interval of a share if ``sample`` stations of an election like this one are drawn, and the
    part ``response`` of them answers (at random)."""
    share = votes.sum() / base.sum()
    answers = np.maximum(np.floor(allocate(sizes, sample) * response).astype(np.int64), np.minimum(LEAST, sizes))
    residual = votes - share * base
    mean = np.bincount(stratum, residual, minlength=len(sizes)) / sizes
    squares = np.bincount(stratum, (residual - mean[stratum]) ** 2, minlength=len(sizes))
    spread = squares / np.maximum(sizes - 1, 1)
    parts = sizes**2 * (1 - answers / sizes) * spread / answers / float(base.sum()) ** 2
    error: float = float(parts.sum()) ** 0.5
    return reach(level, degrees(parts, answers)) * error


def sample_size(
    votes: Counts, base: Counts, stratum: Counts, sizes: Counts, margin: float, *, response: float = 1.0
) -> int | None:
    """The fewest stations whose expected interval is at most ``margin`` to either side; None if all are too few."""
    low, high = 1, int(sizes.sum())
    if half_width(votes, base, stratum, sizes, high, response=response) > margin:
        return None
    while low < high:
        middle = (low + high) // 2
        if half_width(votes, base, stratum, sizes, middle, response=response) <= margin:
            high = middle
        else:
            low = middle + 1
    return int(allocate(sizes, low).sum())
