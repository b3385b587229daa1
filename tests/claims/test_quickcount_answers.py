# SPDX-License-Identifier: Apache-2.0
"""Quick counts: which station an answer is of, what its shares are of, and what is said of the tables."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from isonomia.cli import app

HEADINGS = "Region,Station,Registered,Ballots cast,Invalid,Valid,Ada,Blaise"
FRAME = [HEADINGS] + [
    f"{'North' if number < 20 else 'South'},{number},200,{110 + number},10,{100 + number},{50 + number},50"
    for number in range(30)
]
"""Station 0 is in row 2, station 20, the first of the South, in row 22. Ten invalid ballots at each."""

Run = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """``quickcount estimate`` on observed rows: exit code, JSON, and what people read."""
    (here / "frame.csv").write_text("\n".join(FRAME) + "\n")

    def estimate(rows: list[str], *args: str, frame: str = "frame.csv") -> tuple[int, dict[str, Any], str]:
        (here / "seen.csv").write_text("\n".join(rows) + "\n")
        command = ["quickcount", "estimate", "seen.csv", "--frame", frame, *args]
        code = app.run(command)
        told = capsys.readouterr()
        if code == 2:
            return code, {}, told.err
        app.run([*command, "--json"])
        return code, json.loads(capsys.readouterr().out), told.out

    return estimate


def rows(*stations: int) -> list[str]:
    return [FRAME[0], *(FRAME[1 + station] for station in stations)]


SEEN = rows(1, 4, 7, 12, 21, 26)
"""Four of the 20 stations in the North, two of the 10 in the South: each stands for five."""
ADA, VALID, CAST = 51 + 54 + 57 + 62 + 71 + 76, 101 + 104 + 107 + 112 + 121 + 126, 111 + 114 + 117 + 122 + 131 + 136


@pytest.mark.parametrize(
    ("base", "total", "words"),
    [("valid", VALID, "valid votes"), ("cast", CAST, "ballots cast"), ("registered", 1200, "registered voters")],
)
def test_shares_are_of_what_is_asked(base: str, total: int, words: str, run: Run) -> None:
    """An official percentage of ballots cast is inside with --base cast, and there alone."""
    official = f"Ada={100 * ADA / CAST:.2f}"
    code, data, text = run(SEEN, "--base", base, "--claimed", official)
    assert data["shares_percent"]["Ada"]["share"] == pytest.approx(100 * ADA / total)
    assert (code, data["claimed_inside"]) == ((0, {"Ada": True}) if base == "cast" else (1, {"Ada": False}))
    assert data["base"] == base
    assert f"Shares of {words}:" in text
    assert "shares_of_cast_percent" not in data


def test_default_base_is_told_beside_the_other(run: Run) -> None:
    _, data, text = run(SEEN)
    assert data["base"] == "valid"
    assert data["shares_of_cast_percent"]["Ada"]["share"] == pytest.approx(100 * ADA / CAST)
    assert f"{VALID} valid votes; ballots cast are {CAST}" in text
    assert f"compare with --base cast (Ada {100 * ADA / CAST:.2f} %" in text
    assert any("--base cast" in note for note in data["notes"])


def test_no_note_on_the_base_without_invalid_ballots(run: Run) -> None:
    assert "--base cast" not in run([*map(without(3, 4), SEEN)])[2]


def test_ballots_cast_follow_from_valid_and_invalid_ones(run: Run) -> None:
    data = run([*map(without(3), SEEN)], "--base", "cast")[1]
    assert data["shares_percent"]["Ada"]["share"] == pytest.approx(100 * ADA / CAST)


def without(*columns: int) -> Callable[[str], str]:
    return lambda row: ",".join(cell for at, cell in enumerate(row.split(",")) if at not in columns)


def cast_is(cell: str) -> Callable[[str], str]:
    """In the row of station 4."""
    return lambda row: row.replace(",114,", f",{cell},")


@pytest.mark.parametrize(
    ("change", "base", "why"),
    [
        (without(3, 4), "cast", "seen.csv: there is no column of ballots cast"),
        (without(2), "registered", "seen.csv: there is no column of registered voters"),
        (cast_is(""), "cast", "seen.csv, row 3, column 'Ballots cast': is empty, and --base cast needs it"),
        (cast_is("0"), "cast", "seen.csv, row 3: there are fewer ballots cast (0) than votes for candidates (104)"),
    ],
)
def test_missing_base(change: Callable[[str], str], base: str, why: str, run: Run) -> None:
    code, _, text = run([change(row) for row in SEEN], "--base", base)
    assert code == 2
    assert why in text


def test_row_without_an_answer_is_left_out_and_named(run: Run) -> None:
    code, data, text = run([*SEEN, "South,27,,,,,,"], "--base", "cast")
    assert (code, data["stations"]) == (0, 6)
    assert data["sample"]["left_out"] == [{"row": 8, "column": "Registered", "why": "is empty"}]
    assert "row 8, column 'Registered': is empty" in text


def test_station_twice_with_the_same_numbers_counts_once(run: Run) -> None:
    once, twice = run(SEEN)[1], run([*SEEN, SEEN[2], SEEN[2]])
    assert twice[1]["shares_percent"] == once["shares_percent"]
    assert twice[1]["stations"] == 6
    assert "counted once: rows 8, 9 as row 3" in twice[2]


def test_station_twice_with_other_numbers_is_refused(run: Run) -> None:
    code, _, text = run([*SEEN, FRAME[5].replace(",54,50", ",50,54")])
    assert code == 2
    assert "seen.csv, rows 3 and 8: the same station (North, 4) is there twice, with other numbers" in text


def test_station_twice_in_a_table_that_nothing_links(run: Run, here: Path) -> None:
    """The frame has no names: the observers' own still tell who is there twice."""
    (here / "strata.csv").write_text("Region,Ada,Blaise\n" + "North,5,5\n" * 20 + "South,5,5\n" * 10)
    code, data, text = run([*SEEN, SEEN[2]], frame="strata.csv")
    assert (code, data["stations"]) == (0, 6)
    assert "nothing links these stations with the frame" in text
    assert run([*SEEN, FRAME[5].replace(",54,50", ",50,54")], frame="strata.csv")[0] == 2
    (here / "sample.csv").write_text("row,stratum\n2,North\n")
    code, _, text = run(SEEN, "--drawn", "sample.csv", frame="strata.csv")
    assert code == 2
    assert "seen.csv: nothing says which stations these are" in text


BY_ROW = ["row,Ada,Blaise", "3,51,50", "6,54,50", "9,57,50", "14,62,50", "23,71,50", "28,76,50"]
"""The same answers with the rows of the frame; the first column looks like votes, and is none."""


def test_row_of_the_frame_is_enough(run: Run) -> None:
    data = run(BY_ROW)[1]
    assert data["shares_percent"]["Ada"] == run(SEEN)[1]["shares_percent"]["Ada"]
    assert set(data["shares_percent"]) == {"Ada", "Blaise"}


def test_zeros_and_case_are_no_other_station(run: Run) -> None:
    lenient = [SEEN[0], *(row.replace("North,", "NORTH,00").replace("South,", " south ,0") for row in SEEN[1:])]
    assert run(lenient)[1]["shares_percent"] == run(SEEN)[1]["shares_percent"]


NAMED = ["row,Ada,Blaise,station", *(row + ",1" for row in BY_ROW[1:])]
STRATA = ["row,stratum,Ada,Blaise", "3,South,51,50", "6,North,54,50"]


@pytest.mark.parametrize(
    ("observed", "why"),
    [
        ([*BY_ROW, "99,50,50"], "row 8: the frame has no station in row '99': mend it"),
        ([*BY_ROW, "1,50,50", "77,5,5"], "rows 8, 9: the frame has no station in row '1' (the first of them)"),
        ([*BY_ROW, "3,50,51"], "rows 2 and 8: the same station (by its row) is there twice"),
        ([*SEEN, "South,99,200,130,10,120,60,60"], "row 8: the frame has no station South, 99"),
        (NAMED, "rows 3, 4, 5, 6, 7: row 6 of the frame is North, 4, not 1"),
        (STRATA, "row 2: the frame has the station in stratum 'North'"),
    ],
)
def test_station_that_is_not_in_the_frame_is_named(observed: list[str], why: str, run: Run) -> None:
    code, _, text = run(observed)
    assert code == 2
    assert f"seen.csv, {why}" in text


def test_name_of_several_stations_is_named(run: Run, here: Path) -> None:
    (here / "double.csv").write_text("\n".join([*FRAME, FRAME[5]]) + "\n")
    code, _, text = run(SEEN, frame="double.csv")
    assert code == 2
    assert "seen.csv, row 3: North, 4 are several stations of the frame, rows 6, 32" in text
    data = run(BY_ROW, frame="double.csv")[1]
    assert data["frame"]["notes"] == ["2 rows have the name of a station that is there more than once: rows 6, 32"]


def test_undrawn_station_is_named(run: Run, here: Path) -> None:
    """The sample has what observers need to find their stations; a station that is not in it does not count."""
    args = ["design", "frame.csv", "--margin", "4", "--seed", "3 1 4", "--out", "sample.csv", "--base", "cast"]
    assert app.run(["quickcount", *args]) == 0
    head, *sample = (here / "sample.csv").read_text().splitlines()
    assert head == "row,stratum,Region,Station"
    drawn = [int(line.split(",")[0]) for line in sample]
    for line, row in zip(sample, drawn, strict=True):
        region, station = FRAME[row - 1].split(",")[:2]
        assert line == f"{row},{region},{region},{station}"
    answered = drawn[1:]
    observed = [FRAME[0], *(FRAME[row - 1] for row in answered)]
    code, data, text = run(observed, "--drawn", "sample.csv")
    assert (code, data["stations"], data["silent_rows"]) == (0, len(answered), [drawn[0]])
    assert f"{len(drawn)} stations were drawn; 1 of them did not answer" in text
    other = min({*range(2, 32)} - {*drawn})
    code, _, text = run([*observed, FRAME[other - 1]], "--drawn", "sample.csv")
    name = ", ".join(FRAME[other - 1].split(",")[:2])
    assert code == 2
    assert f"seen.csv, row {len(observed) + 1}: the station {name} was not drawn" in text


@pytest.mark.parametrize("line", ["99,North", "x,North", "3,South"])
def test_sample_of_another_frame_is_refused(line: str, run: Run, here: Path) -> None:
    (here / "sample.csv").write_text(f"row,stratum\n6,North\n{line}\n")
    code, _, text = run(SEEN, "--drawn", "sample.csv")
    assert code == 2
    assert f"sample.csv, row 3: row '{line.split(',')[0]}' of the frame is no such station" in text


def test_strata_that_are_taken_as_one_are_named(run: Run, here: Path) -> None:
    """One answer in the East, none in the West: with the next smallest stratum they are one."""
    far = [f"{region},{number},200,110,10,100,50,50" for region in ("East", "West") for number in range(5)]
    (here / "four.csv").write_text("\n".join([*FRAME, *far]) + "\n")
    _, data, text = run([*SEEN, far[0]], frame="four.csv")
    assert data["joined_strata"] == {"East": 1, "South": 2, "West": 0}  # the next smallest is the South
    assert "East (1 answered)" in text
    assert "West (0 answered)" in text
    _, data, text = run([*SEEN, far[0], far[7]], frame="four.csv")
    assert data["joined_strata"] == {"East": 1, "West": 1}
    assert run(SEEN)[1]["joined_strata"] == {}


def test_candidate_without_votes_excludes_nothing(run: Run) -> None:
    """Nobody voted for Emmy at six stations: a claim of 1 % is not refuted by that."""
    observed = [SEEN[0] + ",Emmy", *(row + ",0" for row in SEEN[1:])]
    code, data, text = run(observed, "--claimed", "Emmy=1")
    assert (code, data["claimed_inside"]) == (0, {"Emmy": True})
    assert data["shares_percent"]["Emmy"]["degrees_of_freedom"] is None
    assert "all stations show the same share of Emmy" in text


def test_notes_on_tables_are_shown(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A frame in cp1251 with a row without numbers: both commands say so, to people and to programs."""
    text = "\n".join([FRAME[0].replace("Region", "Регион"), *FRAME[1:], "South,31,200,,10,100,50,50"])
    (here / "frame.csv").write_bytes(text.encode("cp1251"))
    for args in (["design", "frame.csv", "--margin", "9"], ["estimate", "frame.csv", "--frame", "frame.csv"]):
        assert app.run(["quickcount", *args]) == 0
        told = capsys.readouterr().out
        assert "Note on frame.csv: the file is not UTF-8; it was read as cp1251" in told
        assert "row 32, column 'Ballots cast': is empty" in told
        assert app.run(["quickcount", *args, "--json"]) == 0
        frame = json.loads(capsys.readouterr().out)["frame"]
        assert frame["notes"][0].startswith("the file is not UTF-8; it was read as cp1251")
        assert frame["left_out"] == [{"row": 32, "column": "Ballots cast", "why": "is empty"}]


def test_old_slip_in_the_frame_does_not_stop_the_design(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the frame only sizes and spread matter; of an observation the number is what shares are of."""
    (here / "frame.csv").write_text("\n".join(FRAME).replace(",114,", ",0,") + "\n")
    assert app.run(["quickcount", "design", "frame.csv", "--margin", "9", "--base", "cast"]) == 0
    assert "for shares of ballots cast" in capsys.readouterr().out
    assert app.run(["quickcount", "estimate", "frame.csv", "--frame", "frame.csv", "--base", "cast"]) == 2
    assert "frame.csv, row 6: there are fewer ballots cast (0) than votes" in capsys.readouterr().err
