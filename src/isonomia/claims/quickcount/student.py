# SPDX-License-Identifier: Apache-2.0
"""Quantiles of Student's t, also for degrees of freedom that are not whole."""

from math import atan, cos, exp, isinf, lgamma, pi, sqrt
from statistics import NormalDist

import numpy as np

_AT, _WEIGHTS = np.polynomial.legendre.leggauss(48)


def reach(level: float, freedom: float) -> float:
    """How many standard errors to either side hold the part ``level`` of Student's t; ``freedom`` at least 1.

    With t = sqrt(freedom) tan(angle) the density is a power of the cosine: smooth, so that quadrature is exact to
    rounding. Newton's method from the normal quantile, which is below, climbs a concave curve and cannot overshoot.
    """
    found = NormalDist().inv_cdf((1 + level) / 2)
    if isinf(freedom):
        return found
    scale = 2 * exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(pi)
    for _ in range(100):
        angle = atan(found / sqrt(freedom))
        inside = scale * angle / 2 * float(_WEIGHTS @ np.cos(angle / 2 * (1 + _AT)) ** (freedom - 1))
        step = (level - inside) / (scale * cos(angle) ** (freedom + 1) / sqrt(freedom))
        found += step
        if abs(step) < 1e-10 * found:
            break
    return found
