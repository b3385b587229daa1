# SPDX-License-Identifier: Apache-2.0
"""Shpilkin's anomalous votes (S. Shpilkin, Troitskii variant 40, 2009): where turnout is low, leader and others have
one ratio; votes of the leader beyond it are anomalous. It moves with the window taken as clean, so it is a curve."""

from dataclasses import dataclass

from isonomia.claims.forensics.stations import LARGE, Stations

WINDOWS = tuple(range(30, 95, 5))


@dataclass(frozen=True, slots=True)
class Anomalous:
    """With stations below ``percent`` turnout taken as clean: how many they are, and the leader's votes beyond."""

    percent: int
    stations: int
    votes: float


def anomalous(stations: Stations, windows: tuple[int, ...] = WINDOWS, *, large: int | None = LARGE) -> list[Anomalous]:
    """The curve; windows in which nobody voted for others are left out. ``large``: without such units (None: all)."""
    own = stations.only((stations.registered > 0) & (stations.cast >= stations.leader))
    if large is not None:
        own = own.only(own.registered < large)
    others = own.cast - own.leader
    found = []
    for percent in windows:
        clean = 100 * own.took_part < percent * own.registered
        if (base := int(others[clean].sum())) > 0:
            ratio = int(own.leader[clean].sum()) / base
            votes = float(own.leader.sum() - ratio * others.sum())
            found.append(Anomalous(percent, int(clean.sum()), votes))
    return found


def large_units(stations: Stations, large: int = LARGE) -> Stations:
    """Units of electronic voting, by their size."""
    return stations.only(stations.registered >= large)


CONTROL = (
    *((30, -20.4), (35, -9.7), (40, -9.9), (45, -11.6), (50, -12.0), (55, -9.8), (60, -6.7), (65, -3.0), (70, -0.4)),
    *((75, 0.9), (80, 0.9), (85, 0.4), (90, 0.1)),
)
"""The curve of a clean election, Mexico 2012: the window, and the votes beyond in percents of the leader's."""
