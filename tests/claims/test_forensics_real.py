# SPDX-License-Identifier: Apache-2.0
"""The values of shared/data/README.md, to the digits given there; skipped where the data is not."""

from functools import cache

import numpy as np
import pytest

from claims.data import real
from isonomia.claims.forensics.anomalous import anomalous, large_units
from isonomia.claims.forensics.assess import CONTROL, UNSEEN
from isonomia.claims.forensics.digits import digits, last_chi2
from isonomia.claims.forensics.integers import ALARM, integers
from isonomia.claims.forensics.stations import Turnout, stations_of
from isonomia.claims.forensics.suspects import red_list, repeated
from isonomia.claims.tables.headings import Role
from isonomia.claims.tables.mapping import Mapping
from isonomia.claims.tables.table import Table, load


@cache
def table(name: str) -> Table:
    return load(f"{name}.csv.xz", real(f"{name}.csv.xz"))


@pytest.mark.parametrize(
    ("name", "turnout", "exact", "published"),
    [
        ("russia_2011_precincts", "issued", 1002.57, 1003.477),
        ("russia_2020_precincts", "cast", 3604.86, 3610.885),
        ("russia_2020_precincts", "issued", None, 3675.201),
        ("russia_2021_precincts", "issued", 1312.40, 1309.768),
        ("russia_2024_precincts", "issued", 2933.68, 2930.984),
    ],
)
def test_integer_excess(name: str, turnout: Turnout, exact: float | None, published: float) -> None:
    """Exact to the digits given; the published Monte Carlo within 3.5 errors of a mean of 1,000 draws."""
    _, own = stations_of(table(name), turnout=turnout)
    test = integers(own)
    if exact is not None:
        assert round(test.excess, 2) == exact
    assert abs(test.excess - published) < 3.5 * test.deviation / 1000**0.5
    assert test.z > ALARM


@pytest.mark.parametrize(
    ("name", "large", "windows", "millions"),
    [
        ("russia_2021_precincts", 10_000, (40, 45), [14.48, 13.86]),
        ("russia_2024_precincts", None, (45, 70), [31.55, 22.52]),
    ],
)
def test_anomalous_votes(name: str, large: int | None, windows: tuple[int, ...], millions: list[float]) -> None:
    _, own = stations_of(table(name), turnout="issued")
    assert [round(one.votes / 1e6, 2) for one in anomalous(own, windows, large=large)] == millions


def test_electronic_units_of_2021() -> None:
    _, own = stations_of(table("russia_2021_precincts"))
    assert len(large_units(own).row) == 33


def test_uganda_2021() -> None:
    """409 stations with 100 % turnout, 161,864 votes for the winner, 1,354 invalid; 348 stations of three districts
    with 100 % share, 138,063 votes: on the red list, while the integer test sees nothing."""
    found = table("uganda_2021_stations")
    _, own = stations_of(found)
    red = {one.reason: one for one in red_list(own)}
    turnout = red["turnout-100"]
    assert (len(turnout.rows), turnout.leader) == (409, 161_864)
    assert int(found.totals[Role.INVALID][np.isin(found.row, turnout.rows)].sum()) == 1_354
    share = np.isin(own.row, red["share-100"].rows)
    names, counts = np.unique(own.region[share], return_counts=True)
    three = names[np.argsort(counts)[-3:]]
    three_districts = share & np.isin(own.region, three)
    assert (int(three_districts.sum()), int(own.leader[three_districts].sum())) == (348, 138_063)
    assert round(integers(own).z, 2) == UNSEEN["integer_z"] < ALARM


def test_mexico_2012_is_the_clean_control() -> None:
    """No alarm of the integer test; the last digit alarms falsely, with the README's chi-square of 116.8."""
    _, own = stations_of(table("mexico_2012_casillas"))
    assert round(integers(own).z, 2) == CONTROL["integer_z"] < ALARM
    assert round(last_chi2(own.leader[own.leader >= 100]), 1) == CONTROL["last_digit_chi2"] == 116.8
    possible = own.only(own.possible)
    assert int(repeated(own).sum()) == CONTROL["repeated"]
    again = int(repeated(possible.clean(np.random.default_rng(1))).sum())
    assert abs(again - int(CONTROL["repeated_if_clean"])) < 1000


def test_albania_2013_digits_of_diber() -> None:
    """Two of its 258 precincts have an empty cell for a party: a mapping without those two parties keeps them."""
    name = "albania_2013_precincts.csv.xz"
    mapping = Mapping({Role.OTHER: ["C011", "C067"]})
    _, own = stations_of(load(name, real(name), mapping))
    diber = own.only(own.region == "DIBER")
    assert len(diber.row) == 258
    told = digits(diber.cast, diber)
    assert [round(value, 3) for value in (told.second_mean, told.percent_fives, told.fives)] == [4.167, 0.221, 0.225]
    assert [round(value, 3) for value in (told.skew, told.kurtosis)] == [1.685, 4.954]
