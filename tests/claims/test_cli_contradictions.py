# SPDX-License-Identifier: Apache-2.0
"""``isonomia claim contradictions``: what it prints, what it refuses, and the example of the documents."""

import json
import re
from pathlib import Path

import pytest

from claims.planted import CLEAN, PLANTED, Planted
from isonomia.cli import app

PAGE = Path(__file__).parents[2] / "docs" / "claims" / "contradictions.md"


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = app.run(["claim", "contradictions", *args])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_example_of_the_documents(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The numbers of REFERENCE-VALUES, rounded against the claim: 127,050 - 126,949 and 125,250 - 115,349."""
    page = PAGE.read_text()
    content, shown = (re.search(rf"```{kind}\n(.*?)```", page, re.DOTALL)[1] for kind in ("csv", "console"))  # type: ignore[index]
    (here / "minsk.csv").write_text(content)
    code, out, _ = run(capsys, "minsk.csv")
    assert code == 1
    rest = out
    for line in shown.splitlines()[1:]:
        if line != "...":
            assert line in rest
            rest = rest[rest.index(line) :]
    assert f"{127050 - 126949:,} votes are wrong" in out
    assert f"{125250 - 115349:,} votes are wrong" in out


def test_clean_papers(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "all.csv").write_text(CLEAN)
    assert run(capsys, "all.csv") == (0, "8 documents, 0 contradictions.\n", "")


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name.replace(" ", "-"))
def test_words_tell_the_votes_and_the_place(planted: Planted, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "all.csv").write_text(CLEAN.replace(planted.old, planted.new))
    code, out, _ = run(capsys, "all.csv")
    assert code == 1
    assert f"At least {planted.wrong} vote{'s are' if planted.wrong > 1 else ' is'} wrong." in out
    assert re.search(r"all\.csv, row \d+, SHA-256 [0-9a-f]{64}", out)


def test_json_is_one_object(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "all.csv").write_text(CLEAN.replace(PLANTED[1].old, PLANTED[1].new))
    code, out, _ = run(capsys, "all.csv", "--json")
    data = json.loads(out)
    assert (code, data["documents"], data["contradictions"]) == (1, 8, 1)
    own = data["certificates"][0]
    assert (own["left_sum"], own["right_sum"], own["wrong_votes_at_least"]) == (350, 349, 1)
    assert own["wrong_votes_with_all_documents"] == 91
    assert [place["row"] for place in own["documents"]] == [2, 4, 9, 6]


BAD = {
    "Kind,unit\nvote,1\n": "all.csv, row 2, column 'kind': 'vote' is none of protocol, total",
    "kind,unit,Ada\nprotocol,1,-3\n": "all.csv, row 2, column 'Ada': '-3' is not a whole number",
    "kind,unit,Ada\nprotocol,1,1 200\n": "all.csv, row 2, column 'Ada': '1 200' is not a whole number",
    "kind,unit,Ada\nprotocol,,3\n": "all.csv, row 2, column 'unit': there is no name",
    "kind,unit,Ada\nprotocol,1\n": "all.csv, row 2: 2 cells, not 3",
    "kind,unit,Ada, Ada\nprotocol,1,3,3\n": "all.csv, row 1: the column 'Ada' is there twice",
    "kind,unit,\nprotocol,1,3\n": "all.csv, row 1: a column has no heading",
    "kind,Ada\nprotocol,3\n": "all.csv, row 1: there is no column 'unit'",
    "kind,unit,Ada %\ntotal,1,-1\n": "all.csv, row 2, column 'Ada %': '-1' is not a percentage as 80.1",
    "kind,unit,source %\ntotal,1,5\n": "all.csv, row 2, column 'source %': is a percentage of nobody",
    "kind,unit,* %\ntotal,1,5\n": "all.csv, row 2, column '* %': is a percentage of nobody",
    "kind,unit,Turnout\ntotal,1,84\n": "all.csv, row 2, column 'turnout': is it a percentage?",
    "kind,unit,base\ntotal,1,all\n": "all.csv, row 2, column 'base': 'all' is none of valid",
    "kind,unit,time\ninterim,1,noon\n": "all.csv, row 2, column 'time': 'noon' is not a time",
    "kind,unit,complete\ninterim,1,?\n": "all.csv, row 2, column 'complete': '?' is neither",
    "kind,unit,Ada\nset,1,5\n": "all.csv, row 2, column 'Ada': a set has no numbers",
    "kind,unit,Ada %\nproven,1,5\n": "all.csv, row 2, column 'Ada %': percentages prove no votes",
    "kind,unit,within\nset,1,A\nset,1,B\n": "all.csv, row 3: '1' is within 'B', and within 'A' in all.csv, row 2",
    "kind,unit,within\nset,A,B\nset,B,A\n": "all.csv, row 2: 'A' is within itself",
    'kind,unit\n"protocol,1\n': "all.csv, row 2: unexpected end of data",
    "kind,unit\n": "all.csv: there is no document in it",
    "": "all.csv: there is no document in it",
    "{": "all.csv: is not JSON",
    '{"documents": 3}': "is not an object with a list `documents` alone",
    '{"documents": [3]}': "all.csv, row 1: is not an object",
    '{"documents": [{"kind": "set", "unit": null}]}': "column 'unit': is neither text nor a whole number",
    '{"documents": [{"kind": "set", "kind": "set"}]}': "a key is there twice",
    '{"documents": [{"unit": "1", "Unit": "2"}]}': "the key 'unit' is there twice",
}


@pytest.mark.parametrize("content", BAD, ids=lambda content: repr(BAD[content])[:40])
def test_bad_input_is_named_with_its_place(content: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "all.csv").write_text(content)
    code, _, err = run(capsys, "all.csv")
    assert code == 2
    assert BAD[content] in err


def test_bytes_that_are_no_text(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "all.csv").write_bytes("kind,unit,Минск".encode("cp1251"))
    code, _, err = run(capsys, "all.csv")
    assert (code, "all.csv: byte 10 is not UTF-8" in err) == (2, True)


def test_one_file_is_one_witness(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is given twice would be two proofs of the same votes."""
    for name in ("a.csv", "b.csv"):
        (here / name).write_text(CLEAN)
    assert run(capsys, "a.csv", "b.csv")[0] == 2
    (here / "more").mkdir()
    (here / "more" / "a.csv").write_text(CLEAN + "\n")
    code, _, err = run(capsys, "a.csv", "more/a.csv")
    assert (code, "two files have the name a.csv" in err) == (2, True)


def test_nothing_is_overwritten(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "all.csv").write_text(CLEAN)
    assert run(capsys, "all.csv", "--out", "all.csv")[0] == 2
    assert (here / "all.csv").read_text() == CLEAN
