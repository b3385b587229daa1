# SPDX-License-Identifier: Apache-2.0
"""Quick counts: the estimator by hand and by simulation, Mexico 2012 with its published design, the commands."""

import json
from hashlib import sha256
from math import inf, sqrt
from pathlib import Path

import numpy as np
import pytest

from claims.data import real
from isonomia.claims.quickcount.estimate import estimate, half_width, joined, sample_size
from isonomia.claims.quickcount.sample import allocate, draw
from isonomia.claims.quickcount.student import reach
from isonomia.claims.tables.table import load
from isonomia.cli import app


def array(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


def test_estimator_by_hand() -> None:
    """Two strata of 10 and 4 stations, 2 sampled in each: totals 5 * (30 + 50) + 2 * (10 + 20) = 460 votes of
    5 * 200 + 2 * 100 = 1200. Residuals y - 460/1200 x in each stratum; N^2 (1 - n/N) s^2 / n, as Cochran has it."""
    share = estimate(array(30, 50, 10, 20), array(100, 100, 50, 50), array(0, 0, 1, 1), array(10, 4))
    ratio = 460 / 1200
    assert share.share == pytest.approx(ratio)
    spread = [(50 - 30) ** 2 / 2, (20 - 10) ** 2 / 2]  # residuals differ as the votes do: equal bases
    parts = [100 * (1 - 0.2) * spread[0] / 2, 16 * (1 - 0.5) * spread[1] / 2]
    assert share.error == pytest.approx(sqrt(sum(parts)) / 1200)
    assert share.freedom == pytest.approx(sum(parts) ** 2 / (parts[0] ** 2 + parts[1] ** 2))  # Cochran, section 5.4


def test_interval_of_few_stations_is_students() -> None:
    """3 of 30 stations of 100 votes: standard error sqrt((1 - 0.1) * s^2 / 3) / 100, and the two degrees of freedom
    have 4.3027 in the tables."""
    share = estimate(array(40, 50, 48), array(100, 100, 100), array(0, 0, 0), array(30))
    error = sqrt(0.9 * (36 + 16 + 4) / 2 / 3) / 100  # the mean is 46
    assert (share.share, share.freedom) == (pytest.approx(0.46), pytest.approx(2))
    assert share.high - share.share == pytest.approx(4.302653 * error, rel=1e-6)
    assert share.holds(0.46 + 4 * error)
    assert not share.holds(0.46 + 5 * error)


@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [(1, 12.7062), (2, 4.3027), (4, 2.7764), (9, 2.2622), (30, 2.0423), (120, 1.9799), (1e6, 1.95997), (inf, 1.95996)],
)
def test_students_quantiles_are_those_of_the_tables(freedom: float, quantile: float) -> None:
    assert reach(0.95, freedom) == pytest.approx(quantile, abs=6e-5)


def test_students_quantile_between_whole_degrees() -> None:
    """Of 400,000 draws of normal over root of chi-square by 2.5, 95 % are inside: 0.03 % is one standard error."""
    random = np.random.default_rng(25)
    drawn = random.standard_normal(400_000) / np.sqrt(random.chisquare(2.5, 400_000) / 2.5)
    assert (np.abs(drawn) <= reach(0.95, 2.5)).mean() == pytest.approx(0.95, abs=0.0014)


def test_one_station_is_refused() -> None:
    with pytest.raises(ValueError, match="one station"):
        estimate(array(30), array(100), array(0), array(7))
    with pytest.raises(ValueError, match="one station"):
        estimate(array(30), array(100), array(1), array(7, 5))
    only = estimate(array(30), array(100), array(0), array(1))  # of one: there is no other
    assert (only.share, only.low, only.high) == (0.3, 0.3, 0.3)


def test_stations_that_are_all_alike_exclude_nothing() -> None:
    """No votes for somebody at 3 of 30 stations: that is no proof that there are none at the other 27."""
    share = estimate(array(0, 0, 0), array(100, 90, 80), array(0, 0, 0), array(30))
    assert (share.share, share.low, share.high, share.alike) == (0, 0, 1, True)
    everywhere = estimate(array(0, 0), array(100, 90), array(0, 0), array(2))
    assert (everywhere.low, everywhere.high, everywhere.alike) == (0, 0, False)


def covered(votes: np.ndarray, base: np.ndarray, stratum: np.ndarray, each: int, draws: int = 2000) -> float:
    """Part of the intervals of 95 % that hold the true share, ``each`` stations being drawn in each stratum."""
    random, sizes = np.random.default_rng(95), np.bincount(stratum)
    true, places, inside = votes.sum() / base.sum(), [np.flatnonzero(stratum == at) for at in range(len(sizes))], 0
    for _ in range(draws):
        chosen = np.concatenate([random.choice(place, each, replace=False) for place in places])
        inside += estimate(votes[chosen], base[chosen], stratum[chosen], sizes).holds(true)
    return inside / draws


@pytest.mark.parametrize(("strata", "each"), [(1, 2), (1, 3), (1, 5), (1, 10), (1, 20), (4, 2), (4, 5)])
def test_few_stations_cover_what_they_promise(strata: int, each: int) -> None:
    """Stations of like sizes, shares like normal ones: 95 % (with the normal quantile 70 % at two, 87 % at five). Two
    in each of four strata are on the safe side."""
    random = np.random.default_rng(5)
    base = random.integers(400, 600, 400)
    votes = np.rint(base * random.normal(0.5, 0.08, 400)).astype(np.int64)
    found = covered(votes, base, np.arange(400) % strata, each)
    assert 0.935 <= found <= (0.99 if (strata, each) == (4, 2) else 0.965)


def skewed(spread: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """4,000 stations: where they are among the sizes (normal), lognormal numbers of votes, votes for one who has more
    of them where stations are large."""
    random = np.random.default_rng(1)
    size = random.normal(0, 1, 4000)
    base = np.ceil(245 * np.exp(spread * size)).astype(np.int64)
    votes = random.binomial(base, np.clip(0.45 + 0.08 * size + random.normal(0, 0.08, 4000), 0.02, 0.98))
    return size, base, votes


@pytest.mark.parametrize(
    ("spread", "each", "least", "most"),
    [(0.7, 3, 88, 93), (0.7, 10, 86, 91), (0.7, 50, 88, 93), (1.0, 3, 81, 87), (1.0, 10, 75, 81), (1.0, 50, 82, 88)],
)
def test_skewed_sizes_are_covered_less(spread: float, each: int, least: int, most: int) -> None:
    """What docs/claims/quick-count.md says of skewed sizes."""
    _, base, votes = skewed(spread)
    assert least <= 100 * covered(votes, base, np.zeros(4000, dtype=np.int64), each) <= most


@pytest.mark.parametrize(("spread", "told"), [(0.7, 94), (1.0, 91)])
def test_strata_by_size_help(spread: float, told: int) -> None:
    size, base, votes = skewed(spread)
    stratum = np.searchsorted(np.quantile(size, [0.5, 0.9]), size)
    assert abs(100 * covered(votes, base, stratum, 17) - told) <= 1.5


def test_all_stations_leave_no_doubt() -> None:
    share = estimate(array(3, 5, 7), array(10, 10, 10), array(0, 0, 1), array(2, 1))
    assert (share.share, share.error) == (0.5, 0.0)


def test_no_votes_are_an_error() -> None:
    with pytest.raises(ValueError, match="no votes"):
        estimate(array(0, 0), array(0, 0), array(0, 0), array(5))


def test_strata_that_hardly_answered_are_joined() -> None:
    """Of strata 1 and 3 one station answered, of 2 none: they are one stratum with 6 + 7 + 8 stations."""
    stratum, sizes = joined(array(0, 0, 1, 3), array(5, 6, 7, 8))
    assert sorted(sizes[np.bincount(stratum, minlength=len(sizes)) > 0].tolist()) == [5, 21]
    assert stratum[2] == stratum[3] != stratum[0] == stratum[1]
    stratum, sizes = joined(array(0, 0, 1), array(5, 6))  # alone it is too small: all are one
    assert (len(set(stratum.tolist())), int(sizes.sum())) == (1, 11)


@pytest.mark.parametrize("sample", [1, 4, 10, 37, 99, 100, 500])
def test_allocation(sample: int) -> None:
    sizes = array(1, 2, 7, 30, 60)
    found = allocate(sizes, sample)
    assert (found <= sizes).all()
    assert (found >= np.minimum(sizes, 2)).all()
    assert found.sum() == max(min(sample, 100), 9)  # two of each, and the only one of the first


def test_proportional_allocation_by_largest_remainders() -> None:
    """10 of 33, 33, 34: 3.3, 3.3, 3.4."""
    assert allocate(array(33, 33, 34), 10).tolist() == [3, 3, 4]


def test_anybody_can_draw_the_sample_again() -> None:
    stratum, rows = array(0, 0, 0, 1, 1, 1), array(2, 3, 4, 5, 6, 7)
    chosen = draw(stratum, rows, array(1, 2), "19 4 22 7")
    hashes = [sha256(f"19 4 22 7,{row}".encode()).hexdigest() for row in rows]
    expected = [hashes.index(min(hashes[:3])), *sorted(hashes.index(one) for one in sorted(hashes[3:])[:2])]
    assert chosen.tolist() == expected


def test_sample_size_is_the_smallest_that_is_enough() -> None:
    random = np.random.default_rng(4)
    stratum, base = random.integers(0, 8, 2000), random.integers(200, 900, 2000)
    votes, sizes = random.binomial(base, random.uniform(0.2, 0.7, 2000)), np.bincount(stratum)
    size = sample_size(votes, base, stratum, sizes, 0.02)
    assert size is not None
    assert half_width(votes, base, stratum, sizes, size, response=1) <= 0.02
    assert half_width(votes, base, stratum, sizes, size - 1, response=1) > 0.02
    more = sample_size(votes, base, stratum, sizes, 0.02, response=0.8)
    assert more is not None
    assert 1.15 < more / size < 1.4  # a fifth more than is lost: 1 / 0.8, and rounding in each stratum
    assert sample_size(votes, base, stratum, sizes, 0.0001, response=0.5) is None


def test_mexico_2012() -> None:
    """7,597 of 143,132 stations, as in the official quick count; it had 483 strata, the data has 375. The true shares
    (README of the data) lie inside the intervals of 95 % in 95 +- 2 % of 1,000 draws, and these are about as wide as
    the official ones."""
    table = load("mexico.csv.xz", real("mexico_2012_casillas.csv.xz"))
    names, stratum, sizes = np.unique(table.stratum, return_inverse=True, return_counts=True)
    assert (len(names), len(stratum)) == (375, 143_132)
    leaders = {"pri_pvem": 38.225, "prd_pt_mc": 31.584, "pan": 25.396, "panal": 2.287}
    true = {name: table.candidates[name].sum() / table.valid.sum() for name in leaders}
    assert {name: round(100 * float(share), 3) for name, share in true.items()} == leaders
    allocation, random = allocate(sizes, 7_597), np.random.default_rng(2012)
    assert allocation.sum() == 7_597
    order_ends = np.cumsum(sizes) - sizes
    place = np.arange(len(stratum)) - np.repeat(order_ends, sizes)
    inside, widths = dict.fromkeys(leaders, 0), dict.fromkeys(leaders, 0.0)
    votes, base = {name: table.candidates[name] for name in leaders}, table.valid
    for _ in range(1000):
        order = np.argsort(stratum + random.random(len(stratum)))
        chosen = order[place < np.repeat(allocation, sizes)]
        for name in leaders:
            own = estimate(votes[name][chosen], base[chosen], stratum[chosen], sizes)
            inside[name] += own.holds(true[name])
            widths[name] += (own.high - own.low) / 1000
    assert all(930 <= count <= 970 for count in inside.values()), inside
    official = {"pri_pvem": 0.62, "prd_pt_mc": 0.96, "pan": 0.93, "panal": 0.30}  # 37.93-38.55, 30.90-31.86, ...
    assert all(100 * widths[name] < official[name] * 1.25 for name in leaders), widths


FRAME = "region,station,valid,Ada,Blaise\n" + "".join(
    f"{'North' if number < 60 else 'South'},{number},100,{30 + number % 40},{70 - number % 40}\n"
    for number in range(100)
)


def test_design_and_estimate(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "frame.csv").write_text(FRAME)
    args = ["quickcount", "design", "frame.csv", "--margin", "3", "--seed", "1 2 3", "--out", "sample.csv"]
    assert app.run([*args, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    rows = (here / "sample.csv").read_text().splitlines()
    assert len(rows) - 1 == data["sample"] == sum(data["strata"].values())
    assert max(data["half_widths_percent"].values()) <= 3
    lines = FRAME.splitlines()
    observed = [lines[0], *(lines[int(row.split(",")[0]) - 1] for row in rows[1:])]
    (here / "observed.csv").write_text("\n".join(observed) + "\n")
    counting = ["quickcount", "estimate", "observed.csv", "--frame", "frame.csv"]
    truth = sum(30 + number % 40 for number in range(100)) / 100
    assert app.run([*counting, "--claimed", f"Ada={truth:.1f}"]) == 0
    assert f"claimed {truth:.1f}: inside" in capsys.readouterr().out
    assert app.run([*counting, "--claimed", "Ada=80.1", "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["claimed_inside"] == {"Ada": False}
    assert data["shares_percent"]["Ada"]["low"] < truth < data["shares_percent"]["Ada"]["high"]


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["design", "frame.csv", "--out", "s.csv"], "--out needs --seed"),
        (["design", "frame.csv", "--margin", "0.01", "--response", "50"], "not all 100 stations together give 0.01"),
        (["estimate", "other.csv", "--frame", "frame.csv"], "other.csv, rows 2, 3: the frame has no station East, 1"),
        (["estimate", "frame.csv", "--frame", "other.csv"], "10, 11 and 90 more: the frame has no station North, 0"),
        (["estimate", "one.csv", "--frame", "frame.csv"], "one.csv: one station answered"),
        (
            ["estimate", "twice.csv", "--frame", "frame.csv"],
            "twice.csv, rows 100 and 102: the same station (South, 98)",
        ),
        (["estimate", "frame.csv", "--frame", "frame.csv", "--claimed", "Emmy=3"], "'Emmy' is no candidate"),
        (["estimate", "frame.csv", "--frame", "frame.csv", "--claimed", "Ada"], "'Ada' is not NAME=PERCENT"),
        (["estimate", "frame.csv", "--frame", "frame.csv", "--claimed", "Ada=x"], "'x' is not a percentage"),
    ],
)
def test_bad_input(args: list[str], why: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "frame.csv").write_text(FRAME)
    (here / "other.csv").write_text("region,station,valid,Ada,Blaise\nEast,1,10,4,6\nEast,2,12,6,6\n")
    (here / "one.csv").write_text("region,station,valid,Ada,Blaise\nNorth,3,100,33,67\n")
    (here / "twice.csv").write_text(FRAME + "South,98,100,50,50\n")
    assert app.run(["quickcount", *args]) == 2
    assert why in capsys.readouterr().err
