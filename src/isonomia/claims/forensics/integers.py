# SPDX-License-Identifier: Apache-2.0
"""Too many stations with a whole percentage: Kobak, Shpilkin, Pshenichnikov, "Integer percentages as electoral
falsification fingerprints", Annals of Applied Statistics 10 (2016) 54-73; with exact binomial probabilities in place
of their Monte Carlo."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isonomia.claims.forensics.binomial import binomial
from isonomia.claims.forensics.stations import Counts, Mask, Stations

Floats = NDArray[np.float64]

FEWEST = 100
"""Voters of a station: with fewer, whole percentages are common."""
MOST_PERCENT = 99
"""Turnout and share above it are left out: 100 % has other reasons."""
ALARM = 3.0
"""Standard deviations: one clean election in 741 is above."""
_TAIL = 8.0
"""Standard deviations beyond which a binomial has less than 10**-14."""
_TABLE = 100_000
"""Units with more voters are summed one by one, by binomial.py: tables of factorials have no room for them."""


@dataclass(frozen=True, slots=True)
class Integers:
    """``excess``: stations with a whole percentage (turnout or share, within 0.05 points) above those expected;
    ``deviation``: its standard deviation in clean elections. ``made_up``: stations with one, were all their numbers
    made up to whole percentages; fewer than all, for a whole number of votes often comes not so near."""

    stations: int
    observed: int
    expected: float
    deviation: float
    made_up: int

    @property
    def excess(self) -> float:
        return self.observed - self.expected

    @property
    def z(self) -> float:
        """Excess in standard deviations; 0 where nothing varies."""
        return self.excess / self.deviation if self.deviation else 0.0

    @property
    def unseen(self) -> int | None:
        """With so many stations, anywhere, whose turnout and share were made up to whole percentages every second such
        election raises an alarm: they raise the excess by ALARM deviations, on average. None: all are not enough."""
        most, needed = self.made_up - self.expected, ALARM * self.deviation
        return round(self.stations * needed / most) if most >= needed > 0 else None


def integers(stations: Stations) -> Integers:
    """The test for all stations that it is made for."""
    own = stations.only(eligible(stations))
    return _summed(_observed(own), _expected(own), _made_up(own))


def by_region(stations: Stations) -> dict[str, Integers]:
    """The same for each region, the largest z first."""
    own = stations.only(eligible(stations))
    observed, expected, made_up = _observed(own), _expected(own), _made_up(own)
    names, number = np.unique(own.region, return_inverse=True)
    found = {
        str(name): _summed(observed[number == i], expected[number == i], made_up[number == i])
        for i, name in enumerate(names)
    }
    return dict(sorted(found.items(), key=lambda item: -item[1].z))


def eligible(stations: Stations) -> Mask:
    """At least FEWEST voters, turnout and share at most MOST_PERCENT."""
    own = stations
    low = (100 * own.took_part <= MOST_PERCENT * own.registered) & (100 * own.leader <= MOST_PERCENT * own.cast)
    return own.possible & low & (own.registered >= FEWEST)


def _summed(observed: Mask, expected: Floats, made_up: Mask) -> Integers:
    deviation = float(np.sqrt((expected * (1 - expected)).sum()))
    return Integers(len(observed), int(observed.sum()), float(expected.sum()), deviation, int(made_up.sum()))


def _observed(own: Stations) -> Mask:
    return is_whole(own.took_part, own.registered) | is_whole(own.leader, own.cast)


def _made_up(own: Stations) -> Mask:
    """Whether turnout or share is whole after both were made up: of the nearest whole percentage the nearest votes."""
    turnout, share = _nearest(own.took_part, own.registered), _nearest(own.leader, own.cast)
    return is_whole(turnout, own.registered) | is_whole(share, own.cast)


def _nearest(part: Counts, whole: Counts) -> Counts:
    return np.rint(np.rint(100 * part / whole) * whole / 100).astype(np.int64)


def _expected(own: Stations) -> Floats:
    """The probability that turnout or share is whole: they are independent in a clean election."""
    neither = (1 - probability(own.registered, own.took_part)) * (1 - probability(own.cast, own.leader))
    return 1 - neither


def is_whole(part: Counts, whole: Counts) -> Mask:
    """Whether a percentage is within 0.05 points of a whole one; in whole numbers, so without rounding."""
    nearest = (200 * part + whole) // (2 * whole)
    return 20 * np.abs(100 * part - nearest * whole) <= whole


def probability(whole: Counts, part: Counts) -> Floats:
    """That Binomial(whole, part / whole) is a whole percentage (see is_whole): sums of exact binomial terms."""
    small, chance = whole <= _TABLE, np.zeros(len(whole))
    chance[small] = _by_table(whole[small], part[small])
    for at in np.flatnonzero(~small):
        chance[at] = sum(
            float(terms[is_whole(counts, np.full(len(counts), whole[at]))].sum())
            for counts, terms in binomial(int(whole[at]), int(part[at]))
        )
    return chance


def _by_table(whole: Counts, part: Counts) -> Floats:
    """Of many stations at once, by a table of the logarithms of factorials."""
    share, chance = part / whole, np.zeros(len(whole))
    factorials = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, max(whole, default=0) + 1)))])
    with np.errstate(divide="ignore"):
        logs = np.log(share), np.log1p(-share)
    nearest = np.rint(100 * share).astype(np.int64)
    reach = np.ceil(_TAIL * 100 * np.sqrt(share * (1 - share) / whole) + 1).astype(np.int64)
    for offset in range(-max(reach, default=0), max(reach, default=0) + 1):
        percent = nearest + offset
        near = np.flatnonzero((abs(offset) <= reach) & (percent >= 0) & (percent <= 100))
        _add(chance, near, percent[near], whole[near], factorials, logs)
    return chance


def _add(
    chance: Floats, near: Counts, percent: Counts, whole: Counts, factorials: Floats, logs: tuple[Floats, Floats]
) -> None:
    """The terms of the counts within 0.05 points of one percentage a station."""
    first, last = -((whole - 20 * percent * whole) // 2000), (20 * percent * whole + whole) // 2000
    first, last = np.maximum(first, 0), np.minimum(last, whole)
    for step in range(int((last - first).max(initial=-1)) + 1):
        own = first + step <= last
        at, size = near[own], whole[own]
        part = first[own] + step
        log = factorials[size] - factorials[part] - factorials[size - part]
        for count, logarithm in ((part, logs[0][at]), (size - part, logs[1][at])):
            log += np.multiply(count, logarithm, out=np.zeros(len(at)), where=count > 0)
        chance[at] += np.exp(log)
