# SPDX-License-Identifier: Apache-2.0
"""Random papers: whatever is found, the shipped script confirms, and no document of it can be left out."""

import csv
from io import StringIO
from itertools import combinations
from random import Random

import pytest

from isonomia.claims.certificate import Certificate
from isonomia.claims.contradictions import contradictions
from isonomia.claims.documents import Statement
from isonomia.claims.reading import read_documents
from isonomia.cli import claim_recheck

COLUMNS = (
    *("kind", "unit", "within", "time", "complete", "base", "registered", "received", "issued", "cast"),
    *("valid", "blank", "invalid", "Ada", "Blaise", "Ada %", "Blaise %", "turnout %"),
)
TREE = {"1": "Old Town", "2": "Old Town", "3": "City", "Old Town": "City", "City": ""}
ROUNDS = 400


def papers(seed: int) -> bytes:
    """A few documents about five units, with small numbers and many gaps, so that much is wrong with them."""
    random = Random(seed)
    buffer = StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for _ in range(random.randint(2, 8)):
        unit = random.choice(list(TREE))
        kind = random.choice(
            ["protocol", "proven"] if unit.isdigit() else ["total", "total", "interim", "proven", "set"]
        )
        row = {"kind": kind, "unit": unit, "within": TREE[unit] if random.random() < 0.8 else ""}
        if kind != "set":
            row |= {name: str(random.randint(0, 30)) for name in COLUMNS[6:15] if random.random() < 0.4}
        if kind not in ("set", "proven"):
            row |= {name: f"{random.randint(0, 1000) / 10}" for name in COLUMNS[15:] if random.random() < 0.3}
            row |= {"base": random.choice(["", "valid", "cast"]), "complete": random.choice(["", "yes"])}
        if kind == "interim":
            row["time"] = f"2020-08-{random.randint(9, 11):02}" + random.choice(["", "T12:00"])
        writer.writerow(row)
    return buffer.getvalue().encode()


def is_same(one: Certificate, other: Certificate) -> bool:
    """Whether two are about the same numbers: one kind, quantities, and whole."""
    return (one.kind, _about(one)) == (other.kind, _about(other))


def _about(own: Certificate) -> object:
    quantities = {term.quantity for term in own.left} | {term.quantity for term in own.right}
    percentage = own.percentage and (own.documents[own.percentage.document].place, own.percentage.quantity)
    return quantities, percentage, own.documents[own.right[0].document].unit if own.right else None


@pytest.mark.parametrize("seed", range(0, ROUNDS, 100))
def test_what_is_found_is_confirmed_and_minimal(seed: int) -> None:
    kinds = set()
    for number in range(seed, seed + 100):
        content = papers(number)
        statements = read_documents("all.csv", content)
        files = {statements[0].place.sha256: claim_recheck.rows(content)}
        for finding in contradictions(statements):
            kinds.add(finding.shortest.kind)
            for own in (finding.shortest, finding.strongest):
                claim_recheck.recheck(own.as_json(), files)  # raises ValueError if it does not confirm
            _is_minimal(finding.shortest)
    assert len(kinds) == 7  # or the papers were too tame


def _is_minimal(own: Certificate) -> None:
    def left(documents: tuple[Statement, ...]) -> bool:
        return any(is_same(one.shortest, own) for one in contradictions(documents))

    assert left(own.documents)
    for fewer in combinations(own.documents, len(own.documents) - 1):
        assert not left(fewer), own.as_json()
