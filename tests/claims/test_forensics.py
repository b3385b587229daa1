# SPDX-License-Identifier: Apache-2.0
"""Forensics on invented elections: by hand, by brute force, and against scipy's binomial."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

from isonomia.claims.errors import ClaimsError
from isonomia.claims.forensics.anomalous import anomalous
from isonomia.claims.forensics.assess import Simulated, assess
from isonomia.claims.forensics.digits import digits, last_chi2
from isonomia.claims.forensics.integers import ALARM, by_region, eligible, integers, is_whole, probability
from isonomia.claims.forensics.stations import Stations, stations_of
from isonomia.claims.forensics.suspects import fingerprint, red_list, repeated
from isonomia.claims.tables.table import load
from isonomia.cli import app


def whole_by_fractions(part: int, whole: int) -> bool:
    percent = Fraction(100 * part, whole)
    return abs(percent - round(percent)) <= Fraction(1, 20)


def stations(*rows: tuple[str, int, int, int, int, int]) -> Stations:
    """Region, registered, took part, cast, votes, for the leader."""
    region, *numbers = zip(*rows, strict=True)
    row = np.arange(2, 2 + len(rows))
    return Stations(row, np.array(region), *(np.array(column) for column in numbers))


def invented(size: int, seed: int, most: int = 2500) -> Stations:
    """A clean election: turnout and share differ by station, each voter decides by himself."""
    draw = np.random.default_rng(seed)
    registered = draw.integers(100, most, size)
    took_part = draw.binomial(registered, draw.uniform(0.3, 0.8, size))
    leader = draw.binomial(took_part, draw.uniform(0.2, 0.7, size))
    region = np.array([f"region {number % 10}" for number in range(size)])
    return Stations(np.arange(size) + 2, region, registered, took_part, took_part, took_part, leader)


def test_whole_percentages_are_those_of_exact_fractions() -> None:
    for whole in (1, 3, 100, 199, 333, 1000, 2000, 2001):
        part = np.arange(whole + 1)
        told = is_whole(part, np.full(whole + 1, whole))
        assert told.tolist() == [whole_by_fractions(int(one), whole) for one in part]


@pytest.mark.parametrize(
    ("whole", "part"),
    [(100, 37), (137, 50), (1000, 430), (1999, 1200), (2000, 1), (2500, 2499), (3500, 700), (150, 0), (150, 150)],
)
def test_probability_is_the_sum_of_binomial_terms(whole: int, part: int) -> None:
    """scipy's binomial over every count whose percentage is whole by exact fractions."""
    counts = [count for count in range(whole + 1) if whole_by_fractions(count, whole)]
    expected = float(binom.pmf(counts, whole, part / whole).sum())
    assert probability(np.array([whole]), np.array([part]))[0] == pytest.approx(expected, abs=1e-10)


def test_stations_that_the_test_is_not_made_for_are_left_out() -> None:
    own = stations(
        ("N", 99, 50, 50, 50, 20),  # small
        ("N", 100, 99, 99, 99, 98),  # 99 % and 98.99 %: in
        ("N", 1000, 991, 991, 991, 500),  # turnout over 99 %
        ("N", 1000, 500, 500, 500, 496),  # share over 99 %
        ("N", 1000, 1001, 1001, 1001, 500),  # more than registered
        ("N", 1000, 0, 0, 0, 0),
        ("N", 1000, 500, 500, 500, 250),  # in
    )
    assert eligible(own).tolist() == [False, True, False, False, False, False, True]
    assert integers(own).stations == 2


def test_nothing_to_test_is_no_anomaly() -> None:
    assert integers(stations(("N", 10, 5, 5, 5, 2))).z == 0.0


def test_clean_elections_raise_alarms_at_most_at_the_stated_rate() -> None:
    """Of 400 clean elections 400/741 are above 3 deviations: more than 4 come once in 2,500 times."""
    z = [integers(invented(1500, seed)).z for seed in range(400)]
    assert binom.sf(4, 400, 1 / 741) < 0.0005
    assert sum(one > ALARM for one in z) <= 4
    assert abs(np.mean(z)) < 0.25
    assert 0.8 < np.std(z) < 1.2


def made_up(own: Stations, count: int) -> Stations:
    """The first stations of region 3 report whole percentages of the turnout: what a clerk writes who is told 73 %."""
    at = np.flatnonzero((own.region == "region 3") & (own.registered > 300))[:count]
    took_part = own.took_part.copy()
    took_part[at] = np.rint(own.registered[at] * 0.73).astype(int)
    leader = own.leader.copy()
    leader[at] = took_part[at] * 3 // 5
    return replace(own, took_part=took_part, cast=took_part, votes=took_part, leader=leader)


def test_made_up_percentages_are_found_in_their_region() -> None:
    own = invented(5000, 7)
    assert integers(own).z < ALARM
    planted = made_up(own, 300)
    assert integers(planted).z > ALARM
    regions = by_region(planted)
    assert next(iter(regions)) == "region 3"
    assert sum(one.observed for one in regions.values()) == integers(planted).observed
    assert regions["region 3"].z > 5 > ALARM > max(one.z for name, one in regions.items() if name != "region 3")


def test_power_is_what_it_says() -> None:
    """Three times as many made-up stations as are told to be needed alarm in each of ten elections, a quarter of
    them in few."""
    many = few = 0
    for seed in range(10):
        own = invented(5000, seed)
        unseen = integers(own).unseen
        many += integers(made_up(own, 3 * unseen)).z > ALARM
        few += integers(made_up(own, unseen // 4)).z > ALARM
    assert (many, few <= 2) == (10, True)


def rounded_to_percents(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """The votes nearest to the nearest whole percentage, in whole numbers."""
    return ((200 * part + whole) // (2 * whole) * whole + 50) // 100


@pytest.mark.parametrize("most", [600, 2500])
def test_every_second_election_with_so_many_made_up_stations_alarms(most: int) -> None:
    """And with half as many one in 15. The expectation is the normal distribution's: an excess of mean 3 deviations is
    above 3 in half of all elections, one of mean 1.5 in 0.067; the bounds hold in 999 of 1,000 such tests. In small
    stations most made-up turnouts are not near a whole percentage: 3 deviations / (1 - expected) would not do."""
    half, few = 0, 0
    for seed in range(200):
        own = invented(1500, 1000 + seed, most)
        needed = integers(own).unseen
        assert needed is not None
        for count in (needed, needed // 2):
            at = np.random.default_rng(seed).choice(np.flatnonzero(eligible(own)), count, replace=False)
            took_part, leader = own.took_part.copy(), own.leader.copy()
            took_part[at] = rounded_to_percents(own.took_part[at], own.registered[at])
            leader[at] = rounded_to_percents(own.leader[at] * took_part[at] // own.cast[at], took_part[at])
            planted = replace(own, took_part=took_part, cast=took_part, votes=took_part, leader=leader)
            alarm = integers(planted).z > ALARM
            half, few = half + (alarm and count == needed), few + (alarm and count != needed)
    low, high = binom.ppf([0.0005, 0.9995], 200, 0.5)
    assert low <= half <= high
    low, high = binom.ppf([0.0005, 0.9995], 200, 0.0668)
    assert low <= few <= high


def test_made_up_numbers_by_hand() -> None:
    """Of 200 ballots every half percent can be, of 137 near 50 % neither 68 (49.64) nor 69 (50.36)."""
    tested = integers(
        stations(
            ("N", 200, 137, 137, 137, 68),  # turnout 68.5: 68 % or 69 % is 136 or 138, whole
            ("N", 137, 69, 69, 69, 35),  # 50.36 %: 68; share 50.72: 51 % of 69 is 35.19, and 35 is not whole
        )
    )
    assert tested.made_up == 1
    assert tested.unseen is None  # two stations make no alarm
    assert integers(stations(("N", 10, 5, 5, 5, 2))).unseen is None


def test_too_small_is_as_far_as_too_large() -> None:
    """The median is 4: 1 and 7 are both 3 away, and two of five are as far; 7.5 is farther than all."""
    clean = [1.0, 3.0, 4.0, 5.0, 7.0]
    assert [Simulated(one, clean).as_far for one in (1.0, 7.0, 7.5, 0.0, 4.0)] == [2, 2, 0, 0, 5]
    assert [Simulated(one, clean).at_least for one in (1.0, 0.0)] == [5, 5]  # what one side would say


def test_anomalous_votes_by_hand() -> None:
    """Below 50 % leader and others are 1:2; of 300 votes of others in all 150 would be the leader's: 250 beyond."""
    own = stations(
        ("N", 1000, 300, 300, 300, 100),
        ("N", 1000, 500, 500, 500, 400),  # exactly 50 % is not below 50 %
    )
    (at_50,) = anomalous(own, (50,))
    assert (at_50.stations, at_50.votes) == (1, 500 - 300 * 100 / 200)
    assert anomalous(own, (20,)) == []  # nobody voted for others there


def test_large_units_are_apart() -> None:
    own = stations(("N", 1000, 300, 300, 300, 100), ("N", 10_000, 9_000, 9_000, 9_000, 9_000))
    assert anomalous(own, (50,))[0].votes == 0
    assert anomalous(own, (50,), large=None)[0].votes == 9_000
    own_assessment = assess(own, np.random.default_rng(1), simulations=0)
    assert own_assessment.large.row.tolist() == [3]


def test_red_list_by_hand() -> None:
    own = stations(
        ("N", 200, 200, 200, 190, 150),
        ("N", 50, 50, 50, 50, 50),
        ("N", 200, 210, 100, 100, 10),
        ("N", 200, 100, 120, 120, 10),
        ("N", 200, 100, 90, 110, 100),
        ("N", 0, 0, 0, 0, 0),
    )
    told = {red.reason: (red.rows.tolist(), red.large, red.leader) for red in red_list(own)}
    assert told == {
        "took-part-above-registered": ([4], 1, 10),
        "cast-above-took-part": ([5], 1, 10),
        "leader-above-cast": ([6], 1, 100),
        "turnout-100": ([2, 3], 1, 200),
        "share-100": ([3], 0, 50),
    }


def test_repeated_pairs_by_hand() -> None:
    own = stations(
        ("N", 900, 500, 500, 500, 300),
        ("N", 800, 500, 500, 500, 300),
        ("S", 900, 500, 500, 500, 300),  # another region
        ("S", 900, 500, 500, 500, 301),
        ("S", 90, 50, 50, 50, 20),
        ("S", 90, 50, 50, 50, 20),  # few ballots
    )
    assert repeated(own).tolist() == [True, True, False, False, False, False]


def test_fingerprint_counts_stations() -> None:
    own = stations(("N", 100, 50, 50, 50, 25), ("N", 100, 100, 100, 100, 100), ("N", 100, 120, 120, 120, 60))
    grid = fingerprint(own, bins=4)
    assert grid.sum() == 2  # the third is impossible
    assert (grid[2, 2], grid[3, 3]) == (1, 1)


def test_digits_by_hand() -> None:
    own = stations(*((("N", 200, part, part, part, part)) for part in (3, 17, 120, 165)))
    told = digits(own.leader, own)
    assert told.second_mean == pytest.approx((7 + 2 + 6) / 3)
    assert told.last_mean == (3 + 7 + 0 + 5) / 4
    assert told.fives == 0.5  # 120, 165
    assert told.percent_fives == 0.25  # 1.5 -> 2, 8.5 -> 9, 60, 82.5 -> 83
    assert last_chi2(np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])) == 0
    assert last_chi2(np.array([7] * 10)) == 9 + 81  # nine times 1, and (10 - 1)^2
    assert np.isnan(last_chi2(np.array([], dtype=np.int64)))


def test_digits_are_read_beside_their_matched_null() -> None:
    """Counts rounded to fives stand out from the simulated elections, those of an election without fraud do not."""
    clean = invented(400, 3).clean(np.random.default_rng(7))
    rounded = replace(clean, leader=clean.leader // 5 * 5)
    for own, beside in ((clean, True), (rounded, False)):
        table = assess(own, np.random.default_rng(1), simulations=30).digit("fives")
        assert len(table.clean) == 30
        assert (min(table.clean) <= table.observed <= max(table.clean)) == beside


def test_simulated_elections_are_those_of_the_seed() -> None:
    own = invented(300, 3)
    first, again, other = (own.clean(np.random.default_rng(seed)).leader for seed in (5, 5, 6))
    assert (first == again).all()
    assert (first != other).any()


HEADER = "region,station,registered,ballots cast,invalid,Ada,Blaise\n"


def csv_of(own: Stations) -> str:
    columns = own.region, own.row, own.registered, own.cast, own.cast - own.votes, own.leader, own.votes - own.leader
    return HEADER + "".join(",".join(map(str, row)) + "\n" for row in zip(*columns, strict=True))


def test_stations_of_a_table() -> None:
    table = load("t.csv", csv_of(invented(50, 2)).encode())
    name, own = stations_of(table, leader="blai")
    assert name == "Blaise"
    assert (own.leader == table.candidates["Blaise"]).all()
    with pytest.raises(ClaimsError, match="no candidate"):
        stations_of(table, leader="Emmy")
    with pytest.raises(ClaimsError, match="several candidates"):
        stations_of(table, leader="a")
    with pytest.raises(ClaimsError, match="no column of ballots issued"):
        stations_of(table, turnout="issued")
    with pytest.raises(ClaimsError, match="no column of registered voters"):
        stations_of(load("t.csv", b"station,valid,Ada,Blaise\n1,5,2,3\n2,6,4,2\n"))


@pytest.mark.parametrize(
    ("planted", "verdict"), [(0, "no anomaly; fraud may still be there"), (400, "an anomaly (z over 3)")]
)
def test_command_says_that_an_anomaly_is_no_proof(
    planted: int, verdict: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = invented(5000, 7)
    (here / "t.csv").write_text(csv_of(made_up(own, planted) if planted else own))
    assert app.run(["claim", "forensics", "t.csv", "--leader", "Ada", "--simulations", "3"]) == 0
    out = capsys.readouterr().out
    assert f"Verdict: {verdict}" in out
    assert out.count("n anomaly is not a proof") >= 2
    assert "3 simulated clean elections: z " in out
    assert "Mexico 2012" in out
    assert "Uganda 2021" in out
    assert "stations made up to whole percentages every second such election raises an\n  alarm" in out


def test_command_with_json(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = invented(500, 7)
    (here / "t.csv").write_text(csv_of(own))
    assert app.run(["claim", "forensics", "t.csv", "--leader", "Ada", "--simulations", "2", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    test = integers(own)
    assert (data["stations"], data["integers"]["observed"]) == (500, test.observed)
    assert data["integers"]["excess"] == pytest.approx(test.excess, abs=1e-4)
    assert len(data["integers"]["simulated"]["clean"]) == 2
    assert data["words"] == "an anomaly is not a proof"
    assert sum(map(sum, data["fingerprint"])) == 500


def test_command_refuses_what_it_cannot_test(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "t.csv").write_text("station,valid,Ada,Blaise\n1,5,2,3\n2,6,4,2\n")
    assert app.run(["claim", "forensics", "t.csv"]) == 2
    assert "t.csv: there is no column of registered voters" in capsys.readouterr().err
