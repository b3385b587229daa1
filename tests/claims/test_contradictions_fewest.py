# SPDX-License-Identifier: Apache-2.0
"""Sums above a total, against brute force: every choice of a small election's documents is tried."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

import pytest

from isonomia.claims import parts
from isonomia.claims.contradictions import contradictions
from isonomia.claims.documents import Kind, Place, Statement

TREE = {"R": "T", "S": "T", "R1": "R", "R2": "R", "S1": "S", "S2": "S", "T1": "T", "T2": "T"}
INNER = ("R", "S")


def election(random: Random) -> list[Statement]:
    """A total of T and some documents about what is in it."""
    own = [_one(0, Kind.TOTAL, "T", None, random.randint(10, 60))]
    for unit, above in TREE.items():
        kinds = (Kind.TOTAL, Kind.PROVEN, Kind.SET) if unit in INNER else (Kind.PROTOCOL, Kind.PROVEN)
        if unit in INNER and random.random() < 0.7:
            own.append(_one(len(own), Kind.SET, unit, above))
        for _ in range(random.choice((0, 1, 1, 2)) if len(own) < 9 else 0):
            kind = random.choice(kinds)
            votes = None if kind is Kind.SET else random.randint(0, 30)
            own.append(_one(len(own), kind, unit, random.choice((above, above, None)), votes))
    random.shuffle(own)
    return own


def _one(row: int, kind: Kind, unit: str, within: str | None, votes: int | None = None) -> Statement:
    return Statement(Place("f.csv", "0" * 64, row), kind, unit, within, numbers={} if votes is None else {"Ada": votes})


def above(unit: str) -> set[str]:
    return {TREE[unit], *above(TREE[unit])} if unit in TREE else set()


def wrong_at_least(documents: Sequence[Statement], votes: dict[int, int]) -> int:
    """By how much the largest sum of parts, of which the documents say that they are in T, is above T's total."""
    told = {own.unit for own in documents if own.within is not None}
    [total] = [own for own in documents if own.unit == "T"] or [None]
    counts = [
        own
        for own in documents
        if own.numbers and own.unit in told and above(own.unit) - {"T"} <= told and own.unit != "T"
    ]
    sums = [
        sum(votes[own.place.row] for own in chosen)
        for size in range(1, len(counts) + 1)
        for chosen in combinations(counts, size)
        if len(units := {own.unit for own in chosen}) == size and not any(above(unit) & units for unit in units)
    ]
    return max(sums, default=0) - (total.numbers["Ada"] if total else 1 << 40)


def sure(documents: Sequence[Statement]) -> dict[int, int]:
    """What may be added: of two official counts of a unit no more than the smaller says."""
    official = {unit: _official(documents, unit) for unit in {own.unit for own in documents}}
    return {
        own.place.row: own.numbers["Ada"] if own.kind is Kind.PROVEN else min(official[own.unit])
        for own in documents
        if own.numbers
    }


def _official(documents: Sequence[Statement], unit: str) -> list[int]:
    return [own.numbers["Ada"] for own in documents if own.unit == unit and own.numbers and own.kind is not Kind.PROVEN]


def found(documents: Sequence[Statement]) -> Iterator[tuple[Statement, ...]]:
    for own in contradictions(documents):
        if (
            own.shortest.kind == "sum-above-total"
            and own.shortest.documents[own.shortest.right[0].document].unit == "T"
        ):
            assert own.strongest.wrong >= own.shortest.wrong > 0
            yield own.shortest.documents


@pytest.mark.parametrize("seed", range(6))
def test_every_sum_above_a_total_is_found_with_the_fewest_documents(seed: int) -> None:
    random, contradicted = Random(seed), 0
    for _ in range(100):
        documents = election(random)
        votes = sure(documents)
        told = list(found(documents))
        assert len(told) == (wrong_at_least(documents, votes) > 0)
        for own in told:
            contradicted += 1
            fewer = combinations(documents, len(own) - 1)
            assert wrong_at_least(own, votes) > 0
            assert all(wrong_at_least(chosen, votes) <= 0 for chosen in fewer)
    assert 20 < contradicted < 95  # or they are too wild, or too tame


def test_strongest_adds_all_that_can_be_added() -> None:
    """R's own total is 80, its stations have 120: the country's total of 100 is contradicted by its stations too."""
    documents = [
        _one(0, Kind.TOTAL, "T", None, 100), _one(1, Kind.TOTAL, "R", "T", 80),
        _one(2, Kind.PROTOCOL, "R1", "R", 70), _one(3, Kind.PROTOCOL, "R2", "R", 50),
    ]  # fmt: skip
    wrong = {
        own.strongest.documents[own.strongest.right[0].document].unit: own.strongest.wrong
        for own in contradictions(documents)
    }
    assert wrong == {"R": 120 - 80, "T": 120 - 100}


def test_without_the_time_for_the_fewest_there_is_a_certificate_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_WORK", 0)
    for seed in range(100):
        documents = election(Random(seed))
        votes = sure(documents)
        told = list(found(documents))
        assert len(told) == (wrong_at_least(documents, votes) > 0)
        assert all(wrong_at_least(own, votes) > 0 for own in told)
