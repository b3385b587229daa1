# SPDX-License-Identifier: Apache-2.0
"""Rows that are sums of others are no stations; counts that no station can have are refused."""

from collections.abc import Sequence

import numpy as np
import pytest

from isonomia.claims.errors import ClaimsError
from isonomia.claims.forensics.binomial import binomial
from isonomia.claims.forensics.integers import is_whole, probability
from isonomia.claims.tables.headings import Role
from isonomia.claims.tables.mapping import read_mapping
from isonomia.claims.tables.table import Table, load

HEAD = "region,station,registered,ballots cast,invalid,Ada,Blaise"
NORTH = ["N,1,500,400,10,250,140", "N,2,600,450,10,250,190"]
SOUTH = ["S,3,710,460,11,242,207", "S,4,300,200,0,50,150"]


def added(rows: Sequence[str], label: str) -> str:
    """A row with the sums of others."""
    numbers = [[int(cell) for cell in row.split(",")[2:]] for row in rows]
    return ",".join([label, *(str(sum(column)) for column in zip(*numbers, strict=True))])


def table(*rows: str, mapping: str = "") -> Table:
    return load("t.csv", "\n".join([HEAD, *rows, ""]).encode(), read_mapping("m.toml", mapping))


def left_out(found: Table) -> dict[int, str]:
    return {own.row: own.why for own in found.left_out}


LABELS = "Total,", ",Grand total", "ИТОГО,", "Всего по стране,", "Разам,", ",Усяго:", "Ensemble,", "Suma,"


@pytest.mark.parametrize("label", LABELS)
def test_total_is_left_out_and_named_below_and_above(label: str) -> None:
    stations = NORTH + SOUTH
    below = table(*stations, added(stations, label))
    above = table(added(stations, label), *stations)
    named = label.strip(",")
    assert left_out(below) == {6: f"is the sum of rows 2 to 5 (called {named!r})"}
    assert left_out(above) == {2: f"is the sum of rows 3 to 6 (called {named!r})"}
    for found in (below, above):
        assert found.totals[Role.REGISTERED].sum() == 500 + 600 + 710 + 300
        assert not found.notes


def test_subtotals_of_regions_and_their_total_need_no_word() -> None:
    north, south = added(NORTH, "N,"), added(SOUTH, "S,")
    below = table(*NORTH, north, *SOUTH, south, added(NORTH + SOUTH, ","))
    assert left_out(below) == {
        4: "is the sum of rows 2 to 3", 7: "is the sum of rows 5 to 6", 8: "is the sum of rows 2 to 7",
    }  # fmt: skip
    above = table(added(NORTH + SOUTH, "country,"), north, *NORTH, south, *SOUTH)
    assert sorted(left_out(above)) == [2, 3, 6]
    assert above.row.tolist() == [4, 5, 7, 8]


def test_subtotal_of_one_station_is_known_by_its_missing_name_or_a_word() -> None:
    assert list(left_out(table(*NORTH, NORTH[1].replace("N,2", "N,"), *SOUTH))) == []  # it is no sum
    one = SOUTH[0]
    found = table(*NORTH, added(NORTH, "N,"), one, one.replace("S,3", "S,"), SOUTH[1])
    assert sorted(left_out(found)) == [4, 6]
    doubled = table(*NORTH, added(NORTH, "N,"), one, one, SOUTH[1])
    assert sorted(left_out(doubled)) == [4]
    assert any("rows 5, 6" in note for note in doubled.notes)


def test_stations_without_names_are_no_totals_of_each_other() -> None:
    found = table(*(row.replace("N,1", "N,").replace("N,2", "N,") for row in [NORTH[0], NORTH[0], NORTH[1]]))
    assert (len(found.row), found.left_out) == (3, [])


def test_total_with_a_slip_is_named_with_how_many_counts_agree() -> None:
    stations = NORTH + SOUTH
    wrong = added(stations, "Total,").replace("Total,,2110", "Total,,2100")
    assert left_out(table(*stations, wrong)) == {6: "is in 4 of 5 counts the sum of all others (called 'Total')"}
    bad = [*stations, "S,5,300,,0,50,150"]  # a station that cannot be read is in no total
    assert sorted(left_out(table(*bad, added(stations, "Total,")))) == [6, 7]


def test_station_that_is_called_total_stays_with_a_note() -> None:
    found = table(*NORTH, "S,Total filling station,710,460,11,242,207")
    assert len(found.row) == 3
    assert [note for note in found.notes if "row 4 ('Total filling station')" in note]
    also = table("S,Sum,710,460,11,242,207", *NORTH, added(["S,Sum,710,460,11,242,207", *NORTH], "Total,"))
    assert left_out(also) == {5: "is the sum of rows 2 to 4 (called 'Total')"}
    assert len(also.row) == 3


def test_small_stations_that_add_up_by_chance_stay() -> None:
    found = load("s.csv", b"station,valid,Ada,Blaise\na,3,1,2\nb,5,3,2\nc,8,4,4\nd,0,0,0\n")
    assert (len(found.row), found.left_out, found.notes) == (4, [], [])


def test_rows_are_left_out_as_the_mapping_tells() -> None:
    found = table(*NORTH, "S,total,9,9,0,9,0", mapping="leave_out = [4]")
    assert left_out(found) == {4: "is left out as the mapping file tells"}
    assert not found.notes
    with pytest.raises(ClaimsError, match=r"t.csv, row 9: there is no such row"):
        table(*NORTH, mapping="leave_out = [9]")


def test_count_of_no_station_is_refused_with_its_place() -> None:
    row = "S,3,99999999,460,11,242,207"
    with pytest.raises(ClaimsError) as caught:
        table(*NORTH, row)
    assert str(caught.value).startswith("t.csv, row 4, column 'registered': 99,999,999 is more than")
    assert "leave_out = [4]" in caught.value.hint
    assert len(table(*NORTH, row, mapping="leave_out = [4]").row) == 2
    assert len(table(*NORTH, row, mapping="largest = 99999999").row) == 3
    country = added([*NORTH, row], "Total,")
    assert left_out(table(*NORTH, row, country, mapping="largest = 99999999")).keys() == {5}


@pytest.mark.parametrize(("whole", "part"), [(100_001, 3), (150_000, 149_998), (1_000_003, 300_000), (200_000, 0)])
def test_probability_of_large_units_is_the_sum_of_binomial_terms(whole: int, part: int) -> None:
    from scipy.stats import binom

    counts = np.arange(whole + 1)
    exact = binom.pmf(counts, whole, part / whole)[is_whole(counts, np.full(whole + 1, whole))].sum()
    assert probability(np.array([whole]), np.array([part]))[0] == pytest.approx(exact, abs=1e-11)
    assert sum(float(terms.sum()) for _, terms in binomial(whole, part)) == pytest.approx(1, abs=1e-11)


def test_probability_of_huge_units_needs_little_memory() -> None:
    """A turnout of 50.05 % is on the border of whole percentages: half of the elections are within."""
    whole = 10**11
    assert max(len(counts) for counts, _ in binomial(whole, whole // 2)) <= 1 << 16
    found = probability(np.array([whole, whole]), np.array([whole // 2, whole * 5005 // 10000]))
    assert found == pytest.approx([1, 0.5], abs=1e-3)
