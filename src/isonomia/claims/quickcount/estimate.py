# SPDX-License-Identifier: Apache-2.0
"""Shares of all votes from a stratified sample: the combined ratio estimator with finite-population correction
(Cochran 1977, section 6.11), intervals by its linearised variance."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from isonomia.claims.quickcount.sample import LEAST, Counts, allocate

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of 1 with its standard error and interval."""

    share: float
    error: float
    low: float
    high: float

    def holds(self, claimed: float) -> bool:
        """Whether a claimed share is inside the interval."""
        return self.low <= claimed <= self.high


def estimate(votes: Counts, base: Counts, stratum: Counts, sizes: Counts, level: float = 0.95) -> Share:
    """``votes`` and ``base`` (what they are a share of) of each station of the sample; ``stratum``: its index into
    ``sizes``, the stations of each stratum in the whole country.

    Strata with fewer than LEAST stations in the sample are joined into one. Raises ValueError without any votes.
    """
    stratum, sizes = joined(stratum, sizes)
    taken = np.bincount(stratum, minlength=len(sizes))
    weight = sizes / np.maximum(taken, 1)
    total = float((weight[stratum] * base).sum())
    if total <= 0:
        raise ValueError("there are no votes in the sample")
    share = float((weight[stratum] * votes).sum()) / total
    variance = _variance(votes - share * base, stratum, sizes, taken) / total**2
    error, reach = variance**0.5, NormalDist().inv_cdf((1 + level) / 2)
    return Share(share, error, max(0.0, share - reach * error), min(1.0, share + reach * error))


def joined(stratum: Counts, sizes: Counts) -> tuple[Counts, Counts]:
    """With all strata of fewer than LEAST sampled stations as one, and if that is too small, with the next smallest.
    A stratum whose every station is in the sample stays."""
    taken = np.bincount(stratum, minlength=len(sizes))
    few = (taken < LEAST) & (taken < sizes)
    for at in np.argsort(taken, kind="stable"):
        if not few.any() or taken[few].sum() >= LEAST:
            break
        few[at] = True
    if not few.any():
        return stratum, sizes
    number = np.where(few, 0, np.cumsum(~few))
    return number[stratum], np.bincount(number, weights=sizes).astype(np.int64)


def _variance(residual: Floats, stratum: Counts, sizes: Counts, taken: Counts) -> float:
    """Of the estimated total of residuals, by strata, with finite-population correction."""
    mean = np.bincount(stratum, residual, minlength=len(sizes)) / np.maximum(taken, 1)
    squares = np.bincount(stratum, (residual - mean[stratum]) ** 2, minlength=len(sizes))
    spread = squares / np.maximum(taken - 1, 1)
    return float((sizes**2 * (1 - taken / sizes) * spread / np.maximum(taken, 1))[taken > 0].sum())


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
    variance = float((sizes**2 * (1 - answers / sizes) * spread / answers).sum()) / float(base.sum()) ** 2
    return float(NormalDist().inv_cdf((1 + level) / 2) * variance**0.5)


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
