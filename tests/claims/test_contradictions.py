# SPDX-License-Identifier: Apache-2.0
"""Contradictions: each planted one is found, its certificate is minimal, and the shipped script confirms it."""

import json
import subprocess
import sys
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest

from claims.conftest import Find
from claims.planted import CLEAN, HEADER, PLANTED, Planted
from isonomia.claims.contradictions import contradictions
from isonomia.claims.documents import Place
from isonomia.claims.reading import read_documents
from isonomia.cli import app

PLANT = pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name.replace(" ", "-"))


def text_of(planted: Planted) -> str:
    assert CLEAN.count(planted.old) == 1
    return CLEAN.replace(planted.old, planted.new)


def rechecked(certificates: str, *documents: str) -> subprocess.CompletedProcess[str]:
    """The shipped script in a Python that finds no isonomia."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "recheck.py", certificates, *documents],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def script(here: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The stand-alone script, as the command prints it."""
    assert app.run(["claim", "script"]) == 0
    (here / "recheck.py").write_text(capsys.readouterr().out)
    return here


def test_clean_papers_have_no_contradiction(find: Find) -> None:
    assert find(CLEAN) == []


@PLANT
def test_planted_contradiction_is_found_with_its_bound(planted: Planted, find: Find) -> None:
    found = find(text_of(planted))
    assert [finding.shortest.kind for finding in found if finding.shortest.kind == planted.kind] == [planted.kind]
    own = next(finding for finding in found if finding.shortest.kind == planted.kind)
    assert (own.shortest.wrong, own.strongest.wrong) == (planted.wrong, planted.most)
    assert len(own.shortest.documents) == planted.documents


@PLANT
def test_certificate_is_minimal(planted: Planted, find: Find) -> None:
    """Its documents alone contradict each other; no smaller choice of them does."""
    for finding in find(text_of(planted)):
        documents = finding.shortest.documents
        alone = [one.shortest for one in contradictions(documents)]
        assert finding.shortest.kind in [one.kind for one in alone]
        for fewer in combinations(documents, len(documents) - 1):
            assert [one for one in contradictions(fewer) if one.shortest.kind == finding.shortest.kind] == []


@PLANT
@pytest.mark.parametrize("how", [[], ["--strongest"]], ids=["shortest", "strongest"])
def test_script_confirms(planted: Planted, how: list[str], script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (script / "all.csv").write_text(text_of(planted))
    assert app.run(["claim", "contradictions", "all.csv", "--out", "found.json", *how]) == 1
    written = json.loads((script / "found.json").read_text())
    assert written["contradictions"] == len(written["certificates"]) >= 1
    done = rechecked("found.json", "all.csv")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" confirmed") == written["contradictions"]


def test_script_reads_json_documents(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documents = [
        {"kind": "protocol", "unit": "1", "within": "Minsk", "Ada": 7},
        {"kind": "total", "unit": "Minsk", "Ada": "5", "valid": 9, "base": "valid", "Ada %": 55.6},
    ]
    (script / "all.json").write_text(json.dumps({"documents": documents}))
    assert app.run(["claim", "contradictions", "all.json", "--out", "found.json"]) == 1  # 5/9 is 55.56 %: only the sum
    assert json.loads((script / "found.json").read_text())["contradictions"] == 1
    assert rechecked("found.json", "all.json").returncode == 0


def forged(script: Path, change: str) -> dict[str, object]:
    """A certificate of a sum that was changed: Old Town's stations 1 and 2 above the city."""
    (script / "all.csv").write_text(
        "kind,unit,within,Ada,Blaise\nprotocol,1,Minsk,7,1\nprotocol,2,Minsk,6,2\ntotal,Minsk,,12,30\n"
        "interim,Minsk,,3,2\nprotocol,9,Brest,99,1\n"
    )
    assert app.run(["claim", "contradictions", "all.csv", "--out", "found.json"]) == 1
    own = json.loads((script / "found.json").read_text())["certificates"][0]
    brest = own["documents"][0] | {"row": 6, "unit": "9"}
    interim = own["documents"][0] | {"row": 5, "unit": "Minsk", "kind": "interim"}
    total = len(own["documents"]) - 1
    forgeries: dict[str, dict[str, object]] = {
        "nothing": {},
        "more wrong votes": {"wrong_votes_at_least": 2},
        "sums that the documents do not say": {"left_sum": 14, "wrong_votes_at_least": 2},
        "one station twice": {"left": [[0, "Ada"], [0, "Ada"]], "left_sum": 14, "wrong_votes_at_least": 2},
        "a station elsewhere": {
            "documents": [brest, *own["documents"][1:]], "left_sum": 105, "wrong_votes_at_least": 93
        },
        "another candidate": {"left": [[total, "Blaise"]], "left_sum": 30, "wrong_votes_at_least": 18},
        "a total of some stations only": {
            "documents": [*own["documents"][:-1], interim], "right_sum": 3, "wrong_votes_at_least": 10
        },
        "another document": {"documents": [own["documents"][0] | {"sha256": "0" * 64}, *own["documents"][1:]]},
        "the sides changed": {
            "left": own["right"], "right": own["left"], "left_sum": 12, "right_sum": 13, "wrong_votes_at_least": 1
        },
    }  # fmt: skip
    return own | forgeries[change]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("nothing", "confirmed: sum-above-total, at least 1 wrong"),
        ("more wrong votes", "it proves 1 wrong votes"),
        ("sums that the documents do not say", "the sums are not those told"),
        ("one station twice", "a unit is there twice"),
        ("a station elsewhere", "a part is not said to be in the set"),
        ("another candidate", "of the same quantity"),
        ("a total of some stations only", "held against one total"),
        ("another document", "no document has the SHA-256"),
        ("the sides changed", "held against one total"),
    ],
)
def test_script_refuses_forged_certificates(script: Path, change: str, why: str) -> None:
    own = forged(script, change)
    (script / "forged.json").write_text(json.dumps({"certificates": [own]}))
    done = rechecked("forged.json", "all.csv")
    assert why in done.stdout
    assert done.returncode == (0 if change == "nothing" else 1)


def test_altered_document_is_not_the_one_certified(script: Path) -> None:
    (script / "all.csv").write_text(text_of(PLANTED[0]))
    assert app.run(["claim", "contradictions", "all.csv", "--out", "found.json"]) == 1
    (script / "all.csv").write_text(text_of(PLANTED[0]) + "\n")
    done = rechecked("found.json", "all.csv")
    assert (done.returncode, "no document has the SHA-256" in done.stdout) == (1, True)


def test_of_many_stations_the_largest_are_the_shortest_certificate(find: Find) -> None:
    """Votes 1 to 100 in a hundred stations, and 500 in the total: 100 + 99 + 98 + 97 + 96 = 490, so six of them."""
    rows = "".join(f"protocol,{n},City,{n}\n" for n in range(1, 101))
    (finding,) = find(f"kind,unit,within,Ada\n{rows}total,City,,500\n")
    assert [own.unit for own in finding.shortest.documents] == ["100", "99", "98", "97", "96", "95", "City"]
    assert (finding.shortest.wrong, finding.strongest.wrong) == (490 + 95 - 500, 5050 - 500)


def test_district_total_stands_for_its_stations(find: Find) -> None:
    """The country is held against the district's 90, the district against its station's 95."""
    found = find(
        "kind,unit,within,Ada\nprotocol,1,District,95\ntotal,District,Land,90\nprotocol,2,Land,5\ntotal,Land,,94\n"
    )
    told = [([own.unit for own in one.shortest.documents], one.shortest.wrong) for one in found]
    assert sorted(told) == [(["1", "District"], 5), (["District", "2", "Land"], 1)]


def test_interim_total_is_below_its_stations_without_contradiction(find: Find) -> None:
    assert find("kind,unit,within,time,Ada\nprotocol,1,City,,50\ninterim,City,,2020-08-09,10\n") == []


def test_equal_time_as_far_as_told_is_no_order(find: Find) -> None:
    rows = "interim,City,2020-08-09,10\ninterim,City,2020-08-09T23:00,9\n"
    assert find(f"kind,unit,time,Ada\n{rows}") == []


def test_smaller_of_two_protocols_counts_in_a_sum(find: Find) -> None:
    """With 8 the sum would be above 10; but which of the two is right is not known."""
    found = find("kind,unit,within,Ada\nprotocol,1,City,8\nprotocol,1,City,5\nprotocol,2,City,5\ntotal,City,,10\n")
    assert [one.shortest.kind for one in found] == ["two-counts"]


def test_some_candidates_may_be_fewer_than_the_valid_votes(find: Find) -> None:
    assert find("kind,unit,valid,Ada\nprotocol,1,10,4\n") == []
    assert [one.shortest.wrong for one in find("kind,unit,complete,valid,Ada\nprotocol,1,yes,10,4\n")] == [6]
    assert [one.shortest.wrong for one in find("kind,unit,valid,Ada\nprotocol,1,10,12\n")] == [2]


def test_places_name_file_hash_and_row() -> None:
    content = b"kind,unit,Ada\n\nprotocol,1,5\n"
    (own,) = read_documents("x.csv", content)
    assert own.place == Place("x.csv", sha256(content).hexdigest(), 3)


def test_header_is_that_of_the_clean_papers() -> None:
    assert CLEAN.startswith(HEADER)


def test_interim_total_counts_as_a_part_unless_a_final_one_is_known(find: Find) -> None:
    """Votes that were announced for a district while the count went on are not fewer in the end; its voters may be."""
    rows = "total,Land,,,90,90\ninterim,District,Land,2020-08-09,100,100\n"
    [found] = find("kind,unit,within,time,Ada,registered\n" + rows)
    assert (found.shortest.kind, found.shortest.wrong, found.shortest.right[0].quantity) == (
        "sum-above-total",
        10,
        "Ada",
    )
    assert find("kind,unit,within,time,Ada\ntotal,Land,,,90\ntotal,District,Land,,90\n") == []
    later = "interim,District,Land,2020-08-10,80,80\n"
    assert [one.shortest.kind for one in find("kind,unit,within,time,Ada,registered\n" + rows + later)] == ["went-down"]


def test_proven_votes_are_no_more_than_the_ballots(find: Find) -> None:
    """Nobody votes for two: 60 and 50 proven votes are 110 voters. A candidate's own count comes first."""
    [found] = find("kind,unit,registered,cast,Ada,Blaise\nprotocol,1,500,100,,\nproven,1,,,60,50\n")
    told = [(term.document, term.quantity) for term in (*found.shortest.left, *found.shortest.right)]
    assert (found.shortest.kind, found.shortest.wrong) == ("proven-above-count", 10)
    assert told == [(0, "Ada"), (0, "Blaise"), (1, "cast")]
    assert find("kind,unit,registered,cast,Ada,Blaise\nprotocol,1,500,110,,\nproven,1,,,60,50\n") == []
    [single] = find("kind,unit,cast,Ada,Blaise\nprotocol,1,100,30,\nproven,1,,60,50\n")
    assert (single.shortest.wrong, single.shortest.right[0].quantity) == (30, "Ada")


def test_proofs_of_two_observers_are_not_added_up(find: Find) -> None:
    assert find("kind,unit,cast,Ada\nprotocol,1,100,\nproven,1,,60\nproven,1,,50\n") == []
