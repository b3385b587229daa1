# SPDX-License-Identifier: Apache-2.0
"""All tests of one table, each beside itself on elections without fraud: simulated ones, and a real one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from isonomia.claims.forensics.anomalous import Anomalous, anomalous, large_units
from isonomia.claims.forensics.digits import Digits, digits, last_chi2
from isonomia.claims.forensics.integers import ALARM, Integers, by_region, integers
from isonomia.claims.forensics.stations import LARGE, Stations
from isonomia.claims.forensics.suspects import FEWEST, Red, red_list, repeated

WORDS = "an anomaly is not a proof"
CONTROL: dict[str, Any] = {
    "election": "Mexico 2012, president: 143,132 stations, an official quick count agrees with the result",
    "integer_z": -1.95,
    "last_digit_chi2": 116.8,
    "repeated": 30292,
    "repeated_if_clean": 28133,
    "took_part_above_registered": 983,
}
"""The tests on a clean election; the last digit raises a false alarm on it (16.9 is exceeded by one in twenty)."""
UNSEEN: dict[str, Any] = {
    "election": "Uganda 2021, president: 409 stations with a turnout of 100 % hold 161,864 votes of the winner",
    "integer_z": 2.28,
}
"""What the integer test passes all the same."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """A number of the election, and the same of each simulated clean one."""

    observed: float
    clean: list[float]

    @property
    def at_least(self) -> int:
        """In how many clean elections it was as large."""
        return sum(value >= self.observed for value in self.clean)

    @property
    def as_far(self) -> int:
        """In how many clean elections it was as far from their median, above or below: for what deviates both ways."""
        middle = float(np.median(self.clean)) if self.clean else 0.0
        return sum(abs(value - middle) >= abs(self.observed - middle) for value in self.clean)


@dataclass(frozen=True, slots=True)
class Assessment:
    """``alarms``: simulated clean elections on which the integer test raised a false alarm. ``not_possible``:
    stations in no test but the red list, for more took part than are registered, or nobody did."""

    stations: int
    not_possible: int
    large: Stations
    integers: Integers
    regions: dict[str, Integers]
    z: Simulated
    repeated: Simulated
    last_digit: Simulated
    digits: Digits
    """Of the leader's votes."""
    clean_digits: list[Digits]
    """The same of each simulated clean election: the null that they are read beside."""
    curve: list[Anomalous]
    red: list[Red]

    @property
    def alarms(self) -> int:
        return sum(value > ALARM for value in self.z.clean)

    def digit(self, name: str) -> Simulated:
        """A number of the digit table beside its matched null."""
        return Simulated(getattr(self.digits, name), [getattr(one, name) for one in self.clean_digits])

    @property
    def is_anomalous(self) -> bool:
        """Whether the integer test raises an alarm."""
        return self.integers.z > ALARM


def assess(
    stations: Stations,
    randomness: np.random.Generator,
    *,
    simulations: int,
    large: int | None = LARGE,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Assessment:
    """``large``: units of so many voters are left out of the curve (None: none are). ``tell``: how far it is."""
    own = stations.only(stations.possible)
    clean: list[tuple[float, float, float]] = []
    clean_digits: list[Digits] = []
    for done in range(simulations):
        tell(done, simulations)
        drawn = own.clean(randomness)
        clean_digits.append(digits(drawn.leader, drawn))
        clean.append((integers(drawn).z, float(repeated(drawn).sum()), _last(drawn)))
    whole = integers(own)
    z, again, last = (
        Simulated(observed, [one[number] for one in clean])
        for number, observed in enumerate((whole.z, float(repeated(own).sum()), _last(own)))
    )
    return Assessment(
        stations=len(stations.row),
        not_possible=len(stations.row) - len(own.row),
        large=large_units(stations, large) if large is not None else stations.only(stations.row < 0),
        integers=whole,
        regions=by_region(own),
        z=z,
        repeated=again,
        last_digit=last,
        digits=digits(own.leader, own),
        clean_digits=clean_digits,
        curve=anomalous(stations, large=large),
        red=red_list(stations),
    )


def _last(own: Stations) -> float:
    return last_chi2(own.leader[own.leader >= FEWEST])
