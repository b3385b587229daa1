# SPDX-License-Identifier: Apache-2.0
"""``belenios-tool method majority-judgment``, live: the same ranking, with the better of two middle grades."""

import random

from law_support import OPEN, belenios

from isonomia.law.ballots import Grades
from isonomia.law.methods.majority_judgment import Middle, majority_judgment


def ours(rows: list[list[int]], names: str, grades: str, middle: Middle) -> list[list[int]]:
    """The ranking; a row has each candidate's grade, from 1, or is all 0 and blank."""
    ballots = [(1, {name: grades[grade - 1] for name, grade in zip(names, row, strict=True) if grade}) for row in rows]
    ranking = majority_judgment(Grades.of(names, grades, ballots), middle=middle, ties=OPEN).ranking
    if not ranking:  # nobody voted
        return [list(range(len(names)))]
    return [[names.index(name) for name in level] for level in ranking]


def tool(rows: list[list[int]], grades: str) -> list[list[int]]:
    answer = belenios("majority-judgment", rows, "--blank-allowed=true", f"--ngrades={len(grades)}")
    assert answer["invalid"] == []
    return [sorted(level) for level in answer["winners"]]


def test_same_on_random_profiles() -> None:
    rng = random.Random(22)
    for _ in range(60):
        names, grades = "ABCDEF"[: rng.randint(2, 6)], "uvwxyz"[: rng.randint(2, 6)]
        rows = [[rng.randint(1, len(grades)) for _ in names] for _ in range(rng.randint(1, 12))]
        rows += [[0] * len(names)] * rng.randint(0, 2)
        assert ours(rows, names, grades, Middle.BETTER) == tool(rows, grades)


def test_smallest_profile_on_which_it_differs_from_balinski_and_laraki() -> None:
    """Two ballots: A is good and bad, B is fair twice. The worse of A's two middle grades is bad (B is first), the
    better is good (A is first): the tool takes the better."""
    rows, names, grades = [[1, 2], [3, 2]], "AB", ["good", "fair", "bad"]
    ballots = [(1, {"A": "good", "B": "fair"}), (1, {"A": "bad", "B": "fair"})]
    given = Grades.of(names, grades, ballots)
    assert tool(rows, "gfb") == [[0], [1]]
    assert majority_judgment(given, middle=Middle.BETTER, ties=OPEN).elected == ("A",)
    assert majority_judgment(given, middle=Middle.WORSE, ties=OPEN).elected == ("B",)
