# SPDX-License-Identifier: Apache-2.0
"""``isonomia bench make``: a record that is right, by several processes, with the choices of the seed."""

import json
from pathlib import Path

import pytest

from isonomia.cli.app import run
from isonomia.verify import verify


def make(capsys: pytest.CaptureFixture[str], out: Path, *options: object) -> dict[str, object]:
    arguments = ["bench", "make", "--out", out, "--seed", 5, *options, "--json"]
    assert run([str(argument) for argument in arguments]) == 0
    value: dict[str, object] = json.loads(capsys.readouterr().out)
    return value


def test_record_is_valid_and_holds_every_voter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """600 voters: more than one chunk of ballots."""
    made = make(capsys, tmp_path, "--voters", 600, "--processes", 2)
    with open(str(made["record"]), "rb") as file:
        report = verify(file)
    assert report.valid
    assert report.stage == "tallied"
    assert (report.counts["registered"], report.counts["counted"]) == (600, 600)
    assert report.result == [made["result"]] == [made["in_the_clear"]]
    assert sum(report.result[0]) == 600


def test_seed_gives_the_choices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing else: the records are two elections."""
    group = ("--group", "RFC-3526-2048", "--voters", 20, "--processes", 1)
    first, second = make(capsys, tmp_path, *group), make(capsys, tmp_path, *group)
    assert first["result"] == second["result"]
    assert first["record"] != second["record"]
