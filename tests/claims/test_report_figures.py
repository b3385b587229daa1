# SPDX-License-Identifier: Apache-2.0
"""Figures agree with the data: histograms counted by exact fractions, and what is drawn by the numbers beside it."""

import re
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from claims.data import real
from claims.reporting import table_of
from isonomia.claims.forensics.anomalous import CONTROL, anomalous
from isonomia.claims.forensics.assess import CONTROL as REAL
from isonomia.claims.forensics.comb import BINS, comb
from isonomia.claims.forensics.integers import eligible, integers, is_whole
from isonomia.claims.forensics.stations import Stations, stations_of
from isonomia.claims.forensics.suspects import fingerprint, red_list
from isonomia.claims.tables.table import load
from isonomia.cli import app
from isonomia.cli.claim_forensics_report import _combs
from isonomia.present.catalogue import LANGUAGES, words
from isonomia.present.forensic_figures import Comb, comb_figure
from isonomia.present.numbers import rounded
from isonomia.present.plot import Told

SVG = "{http://www.w3.org/2000/svg}"


def test_comb_counts_every_station_once_in_its_tenth() -> None:
    """By exact fractions; a percentage just between two tenths is of the whole one, or else of the upper."""
    draw = np.random.default_rng(4)
    whole = draw.integers(1, 3000, 5000)
    part = draw.integers(0, whole + 1)
    counts = comb(part, whole)
    assert (len(counts), int(counts.sum())) == (BINS, 5000)
    expected = [0] * BINS
    for p, w in zip(part.tolist(), whole.tolist(), strict=True):
        percent = Fraction(100 * p, w)
        nearest = round(percent)
        if abs(percent - nearest) <= Fraction(1, 20):
            expected[10 * nearest] += 1
        else:
            expected[int(10 * percent + Fraction(1, 2))] += 1
    assert counts.tolist() == expected
    assert int(counts[::10].sum()) == int(is_whole(part, whole).sum())


def test_comb_at_the_edges_of_a_whole_percentage() -> None:
    """2000 voters: 1001 are 50.05 %, which is whole within 0.05 points; 1002 are 50.1 %, 999 are 49.95 %."""
    counts = comb(np.array([999, 1000, 1001, 1002, 0, 2000]), np.full(6, 2000))
    assert {int(i): int(counts[i]) for i in np.flatnonzero(counts)} == {0: 1, 500: 3, 501: 1, 1000: 1}


def test_the_comb_is_of_the_stations_that_the_integer_test_has_in_each_election() -> None:
    """At 99 % and a little below many simulated turnouts are above: they are no stations of the test, and no teeth."""
    draw = np.random.default_rng(3)
    registered = draw.integers(200, 1000, 2000)
    cast = registered * draw.integers(950, 991, 2000) // 1000
    leader = draw.binomial(cast, 0.6)
    own = Stations(np.arange(2000), np.full(2000, "N"), registered, cast, cast, cast, leader)
    simulated = own.clean(np.random.default_rng(9))
    assert (100 * simulated.took_part > 99 * registered).sum() > 50
    tested = integers(own).stations, integers(simulated).stations
    for each in _combs(own, 9):
        assert (int(each.observed.sum()), int(each.clean.sum())) == tested
        assert each.clean[991:].sum() == 0


@pytest.fixture
def drawn(here: Path) -> dict[str, ElementTree.Element]:
    """The figures of an invented election, as SVG."""
    pytest.importorskip("matplotlib")
    Path("t.csv").write_text(table_of(7, 800))
    assert app.run(["claim", "forensics", "t.csv", "--simulations", "5", "--figures", "f", "--json"]) == 0
    files = Path("f").glob("*.svg")
    return {path.stem: ElementTree.fromstring(path.read_text()) for path in files}  # noqa: S314 (our own)


def test_figures_are_svg_and_png_of_the_same_names(drawn: dict[str, ElementTree.Element]) -> None:
    assert sorted(drawn) == ["comb", "curve", "fingerprint", "z"]
    for name, root in drawn.items():
        assert Path(f"f/{name}.png").read_bytes().startswith(b"\x89PNG")
        labels = root.get("aria-labelledby", "").split()
        found = {each.get("id"): each for each in root.iter() if each.get("id")}
        assert [found[label].tag for label in labels] == [SVG + "title", SVG + "desc"]
        assert all((found[label].text or "").strip() for label in labels)
        said = " ".join(each.text or "" for each in root.iter(SVG + "text"))
        assert "An anomaly is not a proof." in said
        assert "t.csv" in said
        assert not list(root.iter(SVG + "image"))


def squares(root: ElementTree.Element) -> int:
    """Squares of the heat map and of its scale: all closed shapes in a colour."""
    paths = [each for each in root.iter(SVG + "path") if each.get("fill", "none") not in ("none", "#ffffff")]
    return sum((each.get("d") or "").lower().count("z") for each in paths)


def test_heat_map_has_a_square_for_each_cell_with_a_station(drawn: dict[str, ElementTree.Element]) -> None:
    """Counted in Python from the file; and as many more in the scale beside it as there are shades."""
    cells: dict[tuple[int, int], int] = {}
    for line in Path("t.csv").read_text().splitlines()[1:-1]:
        _, _, registered, cast, _, leader, _ = line.split(",")
        place = min(99, 100 * int(cast) // int(registered)), min(99, 100 * int(leader) // int(cast))
        cells[place] = cells.get(place, 0) + 1
    _, own = stations_of(load("t.csv", Path("t.csv").read_bytes()), leader="Ada")
    grid = fingerprint(own)
    assert {(int(i), int(j)): int(grid[i, j]) for i, j in np.argwhere(grid)} == cells
    assert sum(cells.values()) == 800
    edges = np.unique(np.rint(np.geomspace(1, max(2, max(cells.values())) + 1, 19)).astype(int))
    assert squares(drawn["fingerprint"]) == len(cells) + len(edges) - 1


def test_curve_sets_large_units_apart(drawn: dict[str, ElementTree.Element]) -> None:
    said = [each.text or "" for each in drawn["curve"].iter(SVG + "text")]
    assert "without 1 unit of 10,000 voters or more (electronic voting?)" in said
    assert "with them" in said
    assert any(text.startswith("Mexico 2012, a clean election") for text in said)


def test_z_tells_the_observed_value_and_the_controls(
    drawn: dict[str, ElementTree.Element], capsys: pytest.CaptureFixture[str]
) -> None:
    """The values of shared/data/README.md, and the one that the terminal says."""
    capsys.readouterr()
    assert app.run(["claim", "forensics", "t.csv", "--simulations", "0"]) == 0
    told = re.search(r"z (-?\d+\.\d\d)$", capsys.readouterr().out, re.MULTILINE)
    assert told
    said = {(each.text or "").replace("−", "-") for each in drawn["z"].iter(SVG + "text")}
    assert {f"this election: {told[1]}", "Mexico 2012, clean: -1.95", "Uganda 2021: 2.28", "alarm: 3.00"} <= said


def test_nothing_simulated_can_be_drawn_too(here: Path) -> None:
    pytest.importorskip("matplotlib")
    Path("t.csv").write_text(table_of(7, 100))
    assert app.run(["claim", "forensics", "t.csv", "--simulations", "0", "--report", "r.html", "--json"]) == 0
    assert "Nothing was simulated" in Path("r.html").read_text()


def test_a_table_without_anything_to_test_can_be_drawn_too(here: Path) -> None:
    """Ten voters a station: none is large enough for the test; Ada has every vote, so there is no curve."""
    pytest.importorskip("matplotlib")
    rows = "".join(f"{i},10,5,0,5,0\n" for i in range(20))
    Path("t.csv").write_text("station,registered,ballots cast,invalid,Ada,Blaise\n" + rows)
    assert app.run(["claim", "forensics", "t.csv", "--simulations", "2", "--figures", "f", "--json"]) == 0
    assert len(list(Path("f").iterdir())) == 8


def test_control_of_the_curve_is_that_of_mexico_2012() -> None:
    table = load("m.csv.xz", real("mexico_2012_casillas.csv.xz"))
    _, own = stations_of(table)
    votes = int(own.only((own.registered > 0) & (own.cast >= own.leader) & (own.registered < 10_000)).leader.sum())
    assert [(one.percent, round(100 * one.votes / votes, 1)) for one in anomalous(own)] == [*CONTROL]
    red = {one.reason: len(one.rows) for one in red_list(own)}
    assert red["took-part-above-registered"] == REAL["took_part_above_registered"]


def test_comb_of_russia_2020_has_teeth() -> None:
    """Its excess is published (3604.86); a simulated election of the same stations has none of it."""
    _, own = stations_of(load("r.csv.xz", real("russia_2020_precincts.csv.xz")), turnout="cast")
    own = own.only(eligible(own))
    clean = own.clean(np.random.default_rng(1))
    teeth = [int(comb(one.took_part, one.registered)[700:990:10].sum()) for one in (own, clean)]
    beside = [int(comb(one.took_part, one.registered)[705:990:10].sum()) for one in (own, clean)]
    assert teeth[0] > 1.3 * beside[0]
    assert teeth[1] < 1.1 * beside[1]


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (-1.949, "en", "−1.95"),
        (0.0, "en", "0.00"),
        (-0.001, "en", "0.00"),
        (12345.5, "be", "12\u00a0345,50"),
        (3, "fr", "3,00"),
    ],
)
def test_numbers_of_statistics_have_all_their_digits(value: float, language: str, text: str) -> None:
    assert rounded(value, words(language)) == text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("leader", ["Ada", "Агульнанацыянальная грамадска-палітычная партыя «Лагойскі рух» " * 8])
def test_explanation_is_never_cut(language: str, leader: str) -> None:
    """Only a name that is very long is, in the middle of it."""
    speaking = words(language)
    counts = Comb(np.ones(BINS, dtype=np.int64), np.ones(BINS, dtype=np.int64))
    picture = comb_figure(counts, counts, Told("t.csv", leader, speaking))
    svg = ElementTree.fromstring(picture.svg)  # noqa: S314  (it is ours)
    told = " ".join(one.text or "" for one in svg.iter(f"{SVG}text") if one.get("font-size") == "15")
    assert told.count("…") == (len(leader) > 100)
    assert told[-1] == "."
