# SPDX-License-Identifier: Apache-2.0
"""The integer comb: stations by their percentage in tenths of a point. Made-up percentages stand out as teeth (Kobak,
Shpilkin, Pshenichnikov, Annals of Applied Statistics 10 (2016) 54, figure 1)."""

import numpy as np

from isonomia.claims.forensics.integers import is_whole
from isonomia.claims.forensics.stations import Counts

BINS = 1001
"""0, 0.1, … 100 %: each percentage is counted at the nearest tenth."""


def comb(part: Counts, whole: Counts) -> Counts:
    """How many stations have each tenth of a percentage; every tenth place of it is a whole percentage, and holds just
    those that the integer test takes for whole (is_whole). ``part`` is at most ``whole``, and that above 0."""
    tenths = (2000 * part + whole) // (2 * whole)
    whole_ones = is_whole(part, whole)
    tenths[whole_ones] = 10 * ((200 * part[whole_ones] + whole[whole_ones]) // (2 * whole[whole_ones]))
    return np.bincount(tenths, minlength=BINS)
