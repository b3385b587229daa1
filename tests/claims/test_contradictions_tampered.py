# SPDX-License-Identifier: Apache-2.0
"""Attacks on the shipped script: certificates of every kind that were tampered with, and documents of two meanings.

None is confirmed, none ends in a traceback.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from claims.planted import CLEAN, PLANTED
from isonomia.claims.certificate import Contradiction
from isonomia.claims.contradictions import contradictions
from isonomia.claims.reading import read_documents
from isonomia.cli import app, claim_recheck

JUNK = [
    *(None, True, False, -1, 0, 1, 2, 3, 1.0, 10**30, "", "0", "1", "Ada", "Blaise", "source", "within", "turnout"),
    *("turnout %", "Ada %", "valid", "registered", [], [0], {}, ["Ada"], [[0, "Ada"]], "\ud800", "interim", "total"),
    *[kind.value for kind in Contradiction],
]
UNCHECKED = ("file",)  # a name for people
TRUE = ["left, 0, 1: 'valid'"]
"""Of the station that issued 200 ballots to 199 voters: 200 were valid, which is as impossible."""


def checked(here: Path, capsys: pytest.CaptureFixture[str], certificates: Any, *documents: str) -> tuple[int, str]:
    (here / "c.json").write_text(json.dumps({"certificates": certificates}))
    code = claim_recheck.main(["c.json", *documents])
    told = capsys.readouterr()
    return code, told.out + told.err


def changed(data: Any) -> Iterator[tuple[str, Any]]:
    """Each value in a certificate, one after the other, replaced by each of JUNK, or gone."""
    if isinstance(data, dict | list):
        for key in list(data) if isinstance(data, dict) else range(len(data)):
            if key in UNCHECKED:
                continue
            for junk in JUNK:
                if type(junk) is not type(data[key]) or junk != data[key]:
                    yield f"{key}: {junk!r}", _with(data, key, junk)
            yield f"{key} gone", _without(data, key)
            yield from ((f"{key}, {how}", _with(data, key, other)) for how, other in changed(data[key]))


def _with(data: Any, key: Any, value: Any) -> Any:
    own = deepcopy(data)
    own[key] = value
    return own


def _without(data: Any, key: Any) -> Any:
    own = deepcopy(data)
    del own[key]
    return own


MORE = [
    "kind,unit,base,valid,Ada,Ada %\ntotal,X,valid,7,,50.5\n",
    "kind,unit,base,valid,Ada,Ada %\ntotal,X,valid,7,3,50.5\n",
    "kind,unit,base,complete,valid,A %,B %,C %\ntotal,X,valid,yes,97,33,33,33\n",
    "kind,unit,turnout %\ntotal,X,146.5\n",
    "kind,unit,base,registered,Ada %\ntotal,X,valid,30,33.47\n",
    "kind,unit,complete,cast,invalid,Ada,Blaise\ntotal,X,yes,100,5,50,30\n",
]


@pytest.mark.parametrize("content", [CLEAN.replace(one.old, one.new) for one in PLANTED] + MORE)
def test_no_change_of_a_certificate_is_confirmed(content: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "all.csv").write_text(content)
    found = contradictions(read_documents("all.csv", content.encode()))
    assert found
    for finding in found:
        own = finding.shortest.as_json()
        assert checked(here, capsys, [own], "all.csv")[0] == 0
        tampered = [*changed(own)]
        code, told = checked(here, capsys, [one for _, one in tampered], "all.csv")
        lines = told.splitlines()
        assert (code, len(lines)) == (1, len(tampered))
        passed = [how for (how, _), line in zip(tampered, lines, strict=True) if "NOT confirmed" not in line]
        assert passed == (TRUE if own["right"] == [[0, "registered"]] and own["left_sum"] == 200 else [])


def place(content: str, row: int, kind: str, unit: str) -> dict[str, Any]:
    return {"file": "x", "sha256": sha256(content.encode()).hexdigest(), "row": row, "kind": kind, "unit": unit}


def pair(content: str, kind: str, quantity: str, wrong: int, more: dict[str, Any], less: dict[str, Any]) -> Any:
    rows = [line.split(",") for line in content.splitlines()]
    sums = [int(float(rows[each["row"] - 1][rows[0].index(quantity)])) for each in (more, less)]
    sides = {"left": [[0, quantity]], "right": [[1, quantity]], "left_sum": sums[0], "right_sum": sums[1]}
    return {"kind": kind, "documents": [more, less], **sides, "wrong_votes_at_least": wrong}


COLUMNS = (
    "kind,unit,within,source,Ada,turnout %,registered\nprotocol,1,M,17,50,80,100\nprotocol,1,M,3,50,79,100\n"
    "total,M,,1,200,81,300\n"
)


@pytest.mark.parametrize("kind", ["two-counts", "sum-above-total", "went-down", "proven-above-count"])
@pytest.mark.parametrize(("quantity", "wrong"), [("source", 14), ("turnout %", 1)])
def test_a_column_that_is_no_count(
    kind: str, quantity: str, wrong: int, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The attack: of a clean paper, the numbers of its sources, and percentages as if they were votes."""
    (here / "all.csv").write_text(COLUMNS)
    assert contradictions(read_documents("all.csv", COLUMNS.encode()))[1:] == []  # 80 of 100 is 80 %
    own = pair(COLUMNS, kind, quantity, wrong, *(place(COLUMNS, row, "protocol", "1") for row in (2, 3)))
    code, told = checked(here, capsys, [own], "all.csv")
    assert (code, told) == (1, "1 NOT confirmed: a column is no count of ballots\n")


def test_an_interim_percentage_is_not_of_the_final_total(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = "kind,unit,base,time,valid,Ada %\ninterim,M,valid,2020-08-09,,33.3\ntotal,M,,,8,\n"
    (here / "all.csv").write_text(content)
    own = {
        "kind": "impossible-percentage", "percentage": [0, "Ada"], "left": [], "left_sum": 0, "right": [[1, "valid"]],
        "right_sum": 8, "documents": [place(content, 2, "interim", "M"), place(content, 3, "total", "M")],
    }  # fmt: skip
    told = [checked(here, capsys, [own | {"wrong_votes_at_least": wrong}], "all.csv") for wrong in (1, 2)]
    assert told == [(1, "1 NOT confirmed: not official documents of one kind\n")] * 2


def test_an_empty_list_says_so(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "all.csv").write_text(CLEAN)
    told = "There is no certificate in the file: nothing was checked, nothing is confirmed.\n"
    assert checked(here, capsys, [], "all.csv") == (0, told)


@pytest.mark.parametrize("certificates", [None, {}, 3, "all"])
def test_what_is_no_list_cannot_be_read(certificates: object, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = checked(here, capsys, certificates)
    assert (code, told.startswith("cannot be read")) == (2, True)


@pytest.mark.parametrize(
    "content",
    [
        "kind,unit,Ada,Ada\nprotocol,1,3,7\n",  # a person reads the first, a program the last
        "kind,unit,й,и\u0306\nprotocol,1,3,7\n",
        "kind,unit,Ada\nprotocol,1\n",
        "kind,unit,\nprotocol,1,5\n",
        'kind,unit\n"protocol,1\n',
        '{"documents": [{"kind": "total", "kind": "set"}]}',
        '{"documents": [{"kind": "total", "Ada": true}]}',
        '{"documents": [3]}',
        '{"documents": ' + "[" * 100_000,
        "",
    ],
)
def test_documents_that_say_two_things_cannot_be_read(
    content: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "all.csv").write_text(content)
    code, told = checked(here, capsys, [], "all.csv")
    assert (code, told.startswith("cannot be read")) == (2, True)
    assert app.run(["claim", "contradictions", "all.csv"]) == 2


@pytest.mark.parametrize("cell", ["1_0", "+9", "-9", "٩", "9.0", "9" * 16, "True"])
def test_what_is_no_whole_number_is_not_confirmed(cell: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = f"kind,unit,Ada\nproven,1,{cell}\nprotocol,1,5\n"
    (here / "all.csv").write_text(content)
    places = [place(content, 2, "proven", "1"), place(content, 3, "protocol", "1")]
    own = pair(content.replace(cell, "9"), "proven-above-count", "Ada", 4, *places)
    assert checked(here, capsys, [own], "all.csv") == (1, "1 NOT confirmed: a document does not say the number\n")


def test_letters_of_two_forms_are_one_name_for_both_programs(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A station's name composed in one row and decomposed in the other; as in names of candidates and sets."""
    one, two = "Зарэчны й", "Зарэчны и\u0306"
    (here / "a.csv").write_text(f"kind,unit,within,Май\nproven,{one},{one} раён,7\n")
    (here / "b.csv").write_text(f"kind,unit,within,Маи\u0306\nprotocol,{two},,5\ntotal,{two} раён,,6\n")
    assert app.run(["claim", "contradictions", "a.csv", "b.csv", "--out", "found.json"]) == 1
    capsys.readouterr()
    assert claim_recheck.main(["found.json", "a.csv", "b.csv"]) == 0
    assert [line.split(":")[1] for line in capsys.readouterr().out.splitlines()] == [
        " proven-above-count, at least 2 wrong",
        " sum-above-total, at least 1 wrong",
    ]
