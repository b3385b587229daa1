# SPDX-License-Identifier: Apache-2.0
"""``isonomia law apply --claimed`` and ``--margin``: what they print, in words and as JSON, and what they refuse."""

import json
from pathlib import Path
from typing import Any

import pytest

from isonomia.cli.app import run


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def call(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> str:
    assert run(["law", "apply", *args]) == code
    caught = capsys.readouterr()
    return caught.out or caught.err


def data(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> Any:
    return json.loads(call(capsys, *args, "--json", code=code))


BELARUS = ("--turnout", "84.28", "--registered", "6844932")


def test_an_announced_result(capsys: pytest.CaptureFixture[str]) -> None:
    """Belarus 2020: 80.1 per cent of those who took part is more than half of them, in all counts that fit."""
    found = data(capsys, "by-president", "--claimed", "80.1,10.1,1.67,1.2,1.14,against all=4.59", *BELARUS)
    assert (found["verdict"], found["elected"], found["claim"]["told"]) == ("elected", ["1"], True)
    assert found["claim"]["base"] == "voters who took part"
    (fit,) = found["claim"]["fits"]
    assert 4_618_000 < fit["counts"]["votes"][0][1] < 4_625_000  # 80.05 to 80.15 per cent of 84.28 per cent


def test_what_cannot_be_told_shows_two_counts(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "by-president", "--claimed", "Ada=50.0,Emmy=30,Blaise=9", *BELARUS)
    assert (found["verdict"], found["claim"]["told"]) == ("cannot be told", False)
    assert {fit["verdict"] for fit in found["claim"]["fits"]} == {"elected", "next round"}
    said = call(capsys, "by-president", "--claimed", "Ada=50.0,Emmy=30,Blaise=9", *BELARUS)
    assert "It cannot be told" in said
    assert said.count("If it was so") == 2


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("--claimed", "80.1,x", *BELARUS), "not a percentage"),
        (("--claimed", "80.1,60.0", *BELARUS), "no whole counts fit"),
        (("--claimed", "Ada=1,Ada=2", *BELARUS), "there twice"),
        (("--claimed", "80.1,10", "--turnout", "84"), "registered"),
        (("--claimed", "80.1,10", "--turnout", "abc", "--registered", "5"), "not a percentage"),
        (("Ada=3", "--claimed", "80.1", *BELARUS), "without counts"),
        (("--claimed", "80.1", "--margin", *BELARUS), "without counts"),
        (("Ada=3", "--turnout", "3"), "go with --claimed"),
        (("Ada=5", "--participants", "4"), "5 ballots of 4"),
        (("Ada=5", "--participants", "5", "--registered", "3"), "5 voters of 3"),
    ],
)
def test_refused(capsys: pytest.CaptureFixture[str], args: tuple[str, ...], why: str) -> None:
    assert why in data(capsys, "by-president", *args, code=2)["error"]["message"]


def test_the_margin(capsys: pytest.CaptureFixture[str]) -> None:
    """52 of 100: 2 votes for another leave 50, not more than half; 4 fewer leave 48 of 96."""
    counts = ("fr-president", "A=52", "B=30", "C=18", "--margin")
    found = data(capsys, *counts)["margin"]
    assert found["exact"]
    assert (found["altered"]["ballots"], found["altered"]["from"], found["altered"]["to"]) == (2, "A", "B")
    assert (found["removed"]["ballots"], found["removed"]["verdict"]) == (4, "next round")
    said = call(capsys, *counts)
    assert "2 altered ballots (A → B) change the outcome: Nobody is elected yet." in said
    assert "4 removed ballots (A) change the outcome" in said


def test_the_margin_of_a_ranking_is_a_bound(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """C goes out with 9 fewer than B, so 4 altered ballots leave that as it is; A then has 50 of 80."""
    (tmp_path / "b.csv").write_text("ballots,A,B,C\n50,1,,\n30,,1,2\n21,,,1\n")
    found = data(capsys, "ie-president", "b.csv", "--margin")["margin"]
    assert (found["exact"], found["at_least"]) == (False, 5)
    assert found["altered"]["ballots"] >= 5


def test_the_margin_of_seats_tells_them(capsys: pytest.CaptureFixture[str]) -> None:
    """D'Hondt, 3 seats, 62 and 39 votes: 62, 39 and 31. With 51 and 50, after 12 ballots, B has 51 and 25 1/2."""
    counts = ("works-council", "A=62", "B=39", "--seats", "3", "--margin")
    found = data(capsys, *counts)["margin"]["altered"]
    assert (found["ballots"], found["seats"]) == (12, {"A": 1, "B": 2})
    said = call(capsys, *counts).partition("12 altered ballots (A → B)")[2]
    assert [line.split() for line in said.splitlines()[1:3]] == [["A", "1"], ["B", "2"]]
