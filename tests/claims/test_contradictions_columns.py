# SPDX-License-Identifier: Apache-2.0
"""The columns of one document: against every election that could have them, by trying all small ones."""

from collections.abc import Iterator, Mapping
from itertools import product
from random import Random

import pytest

from claims.conftest import Find
from isonomia.claims.contradictions import contradictions
from isonomia.claims.reading import read_documents
from isonomia.cli import claim_recheck

NAMES = ("registered", "received", "issued", "cast", "valid", "blank", "invalid", "Ada", "Blaise")
MOST = 3
Row = dict[str, int]


def told(find: Find, text: str) -> list[tuple[str, int]]:
    return [(one.shortest.kind.value, one.shortest.wrong) for one in find(text)]


@pytest.mark.parametrize(
    ("columns", "numbers", "expected"),
    [
        # 50 + 30 + 5 + 5 = 90, not 100
        ("complete,cast,invalid,Ada,Blaise,against all", "yes,100,5,50,30,5", [("does-not-add-up", 10)]),
        # 50 + 40 + 15 + 5 = 110, not 100
        ("complete,cast,invalid,Ada,Blaise,against all", "yes,100,5,50,40,15", [("does-not-add-up", 10)]),
        ("complete,cast,invalid,Ada,Blaise,against all", "no,100,5,50,40,15", [("does-not-add-up", 10)]),
        ("complete,cast,invalid,Ada,Blaise,against all", "no,100,5,50,30,5", []),  # who is not named has 10
        ("complete,cast,blank,invalid,Ada,Blaise", "yes,100,10,5,50,35", []),
        ("complete,cast,Ada,Blaise", "yes,100,50,40", []),  # how many were invalid is not told
        ("cast,Ada,invalid", "100,120,0", [("more-than-possible", 20)]),
        ("valid,cast,invalid", "105,100,5", [("does-not-add-up", 10)]),
        ("invalid,cast", "7,5", [("does-not-add-up", 2)]),
        ("received,cast", "50,100", [("more-than-possible", 50)]),
        ("received,valid", "50,100", [("more-than-possible", 50)]),
        ("received,registered,cast", "50,40,60", [("more-than-possible", 20), ("more-than-possible", 10)]),
        ("received,registered", "50,60", []),
        ("issued,valid,blank,invalid", "100,90,7,8", [("more-than-possible", 5)]),
        ("registered,Ada,Blaise,invalid", "100,60,38,5", [("more-than-possible", 3)]),
    ],
)
def test_columns(columns: str, numbers: str, expected: list[tuple[str, int]], find: Find) -> None:
    assert told(find, f"kind,unit,{columns}\nprotocol,12,{numbers}\n") == expected


def elections(*, complete: bool, numbers: Mapping[str, int]) -> Iterator[Row]:
    """All with few ballots of each sort; where invalid ballots are told and blank ones not, these are none
    of their own."""
    some = range(MOST + 1)
    more = range(2 * MOST + 1)
    for ada, blaise, other, blank, invalid in product(some, some, [0] if complete else range(2 * MOST + 1), more, more):
        if blank and "blank" not in numbers and "invalid" in numbers:
            continue
        valid = ada + blaise + other
        yield {
            **{"Ada": ada, "Blaise": blaise, "blank": blank, "invalid": invalid, "valid": valid},
            "cast": valid + blank + invalid,
        }


def is_possible(numbers: Mapping[str, int], *, complete: bool) -> bool:
    """Whether there is an election with these numbers. Who is not told to be issued or registered is enough of them."""
    for own in elections(complete=complete, numbers=numbers):
        if any(own[name] != numbers[name] for name in own.keys() & numbers.keys()):
            continue
        issued = numbers.get("issued", own["cast"])
        if own["cast"] <= issued <= min(numbers.get("registered", issued), numbers.get("received", issued)):
            return True
    return False


@pytest.mark.parametrize("seed", range(4))
def test_a_document_has_a_contradiction_if_no_election_can_have_its_columns(seed: int) -> None:
    random, possible = Random(seed), 0
    for _ in range(250):
        complete = random.random() < 0.4
        named = [name for name in NAMES if random.random() < 0.4]
        if complete:
            named += [name for name in ("Ada", "Blaise") if name not in named]
        numbers = {name: random.randint(0, MOST if name in NAMES[5:] else 2 * MOST) for name in named}
        if not numbers:
            continue
        columns = f"kind,unit,complete,{','.join(numbers)}"
        content = f"{columns}\nprotocol,1,{'yes' if complete else 'no'},{','.join(map(str, numbers.values()))}\n"
        statements = read_documents("all.csv", content.encode())
        found = [one.shortest.as_json() for one in contradictions(statements)]
        files = {statements[0].place.sha256: claim_recheck.rows(content.encode())}
        for own in found:
            claim_recheck.recheck(own, files)
        assert bool(found) != is_possible(numbers, complete=complete), content
        possible += not found
    assert 40 < possible < 210
