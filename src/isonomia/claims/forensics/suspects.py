# SPDX-License-Identifier: Apache-2.0
"""Stations by name: the red list, and pairs of numbers that come again. And the fingerprint of the whole."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isonomia.claims.forensics.stations import Counts, Mask, Stations

FEWEST = 100
"""Ballots of a station, from which the same pair again is worth a word."""

REASONS = {
    "took-part-above-registered": "more took part than are registered",
    "cast-above-took-part": "more ballots were cast than voters took part",
    "leader-above-cast": "more votes for the leader than ballots",
    "turnout-100": "turnout is 100 %",
    "share-100": "nobody else has a vote",
}


@dataclass(frozen=True, slots=True)
class Red:
    """Stations for one of REASONS; ``large``: how many have FEWEST registered voters or more; ``leader``: votes."""

    reason: str
    rows: Counts
    large: int
    leader: int


def red_list(stations: Stations) -> list[Red]:
    """For each reason the stations. Small ones with a turnout of 100 % are common: ships, hospitals."""
    own, large = stations, stations.registered >= FEWEST
    masks: dict[str, Mask] = {
        "took-part-above-registered": own.took_part > own.registered,
        "cast-above-took-part": own.cast > own.took_part,
        "leader-above-cast": own.leader > own.cast,
        "turnout-100": (own.took_part == own.registered) & (own.registered > 0),
        "share-100": (own.leader == own.votes) & (own.votes > 0),
    }
    return [
        Red(reason, own.row[mask], int((mask & large).sum()), int(own.leader[mask].sum()))
        for reason, mask in masks.items()
    ]


def repeated(stations: Stations) -> Mask:
    """Stations with the same two numbers (took part, for the leader) as another of their region, of FEWEST ballots
    or more. Some come again by chance: compare with clean elections."""
    _, region = np.unique(stations.region, return_inverse=True)
    keys = np.column_stack([region, stations.took_part, stations.leader])
    _, number, times = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    return (times[number.ravel()] > 1) & (stations.cast >= FEWEST)


def fingerprint(stations: Stations, bins: int = 100) -> NDArray[np.int64]:
    """Stations by turnout (first axis) and the leader's share, in equal bins from 0 to 1 (Klimek, Yegorov, Hanel,
    Thurner, PNAS 109 (2012) 16469)."""
    own = stations.only(stations.possible)
    turnout, share = own.took_part * bins // own.registered, own.leader * bins // own.cast
    found = np.zeros((bins, bins), dtype=np.int64)
    np.add.at(found, (np.minimum(turnout, bins - 1), np.minimum(share, bins - 1)), 1)
    return found
