# SPDX-License-Identifier: Apache-2.0
"""Notes on names: what is likely one name in two ways, and what nothing was there to compare with."""

import json
from pathlib import Path

import pytest

from claims.planted import CLEAN, PLANTED
from claims.reporting import page, stands_alone
from isonomia.claims.notes import About, Note, notes
from isonomia.claims.reading import read_documents
from isonomia.cli import app
from isonomia.present.catalogue import LANGUAGES, words
from isonomia.present.claim_notes import note_lines


def lines(text: str) -> list[str]:
    return [*note_lines(notes(read_documents("all.csv", text.encode())), words("en"))]


def test_clean_and_planted_papers_have_no_note() -> None:
    for text in [CLEAN, *(CLEAN.replace(one.old, one.new) for one in PLANTED)]:
        assert lines(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "within,Ada\nprotocol,1,Minsk City,70\ntotal,Minsk city,,100",
            ["'Minsk City' and 'Minsk city' differ only in capitals: are they one?"],
        ),
        (
            "within,Ada\nprotocol,1,Minsk-City,70\ntotal,Minsk city,,100",
            ["'Minsk city' and 'Minsk-City' differ only in spaces, hyphens, other signs or capitals: are they one?"],
        ),
        (
            "Ada Lovelace,Ada LOVELACE %\nprotocol,1,3,\ntotal,2,3,40",
            ["'Ada LOVELACE' and 'Ada Lovelace' differ only in capitals: are they one?"],
        ),
        (
            "in-valid,Ada\nprotocol,1,3,5\ntotal,2,3,4",
            ["'in-valid' and 'invalid' differ only in spaces, hyphens, other signs or capitals: are they one?"],
        ),
        ("within,Ada\nprotocol,1-12,M,7\nprotocol,1 12,M,7\nprotocol,112,M,7\ntotal,M,,90", [
            "'1 12' and '1-12' differ only in spaces, hyphens, other signs or capitals: are they one?",
        ]),
        (
            "within,Ada\nprotocol,1,M,7\ntotal,N,,9",
            ["The set 'M' is told to contain units, and no total of it is given."],
        ),
        ("within,Ada\nprotocol,1,M,7\nset,M,N,\ntotal,N,,9", []),  # the sum is held against the larger set
        ("within,Ada\nset,M,N,\ntotal,O,,9", []),  # there is nothing to add up
        ("Тихановская,Ціханоўская\nprotocol,1,70,\nprotocol,2,50,\ntotal,Minsk,,100", [
            "The candidate 'Ціханоўская' is named in one document only.",
        ]),
        ("Ada,Blaise\nprotocol,1,70,30\nproven,1,60,", []),
        ("Ada,Blaise,Emmy\nprotocol,1,70,30,\nproven,1,60,,3", ["The candidate 'Emmy' is named in one document only."]),
        ("Ada,Blaise\nprotocol,1,70,30", []),
    ],
)  # fmt: skip
def test_notes(text: str, told: list[str]) -> None:
    assert lines(f"kind,unit,{text}\n") == told


def test_many_notes_are_few_lines() -> None:
    """97 stations named in two ways, 97 sets without a total, 97 candidates of one document."""
    rows = "".join(f"protocol,School {n},Set {n},7\nprotocol,school {n},Set {n},7\n" for n in range(97))
    told = lines(f"kind,unit,within,Ada\n{rows}")
    assert told[4] == "'School 12' and 'school 12' differ only in capitals: are they one?"  # in the order of letters
    assert told[5] == "92 groups of names more differ only in capitals, spaces, hyphens or other signs."
    assert told[6].endswith("and 92 more are told to contain units, and no totals of them are given.")
    assert len(told) == 7
    names = ",".join(f"candidate {n}" for n in range(97))
    (line,) = lines(f"kind,unit,Ada,{names}\nprotocol,1,1{',1' * 97}\ntotal,2,1{',' * 97}\n")
    assert line.endswith("and 92 more are named in one document only, each.")


def test_notes_are_told_in_text_and_json_and_report(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "all.csv").write_text("kind,unit,within,Ada\nprotocol,1,Minsk <City>,70\ntotal,Minsk <city>,,60\n")
    told = "'Minsk <City>' and 'Minsk <city>' differ only in capitals: are they one?"
    assert app.run(["claim", "contradictions", "all.csv", "--report", "r.html"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == ["2 documents, 0 contradictions.", f"Note: {told}"]
    own = page(here / "r.html")
    stands_alone(own)
    assert told in own.text
    assert app.run(["claim", "contradictions", "all.csv", "--json", "--out", "found.json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["notes"] == [{"about": "differ-in-capitals", "names": ["Minsk <City>", "Minsk <city>"]}]
    assert json.loads((here / "found.json").read_text())["notes"] == data["notes"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_in_every_language(language: str) -> None:
    for about in About:
        for names in (("Ада",), ("Ада", "ада"), tuple("абвгдежз")):
            (line,) = note_lines([Note(about, names)], words(language))
            assert "'" in line
            assert "{" not in line
