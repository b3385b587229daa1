# SPDX-License-Identifier: Apache-2.0
"""``belenios-tool method schulze``, live: the same matrix, the same strengths of paths, the same ranking."""

import random

from law_support import OPEN, belenios, debian, steps_of

from isonomia.law.ballots import Profile
from isonomia.law.methods.schulze import schulze
from isonomia.law.outcome import Outcome
from isonomia.law.steps import Pairwise, Ranking, StrongestPath


def as_tool(outcome: Outcome) -> dict[str, object]:
    (matrix,) = steps_of(outcome, Pairwise)
    names = matrix.candidates
    paths = [[[0, 0] for _ in names] for _ in names]
    for step in steps_of(outcome, StrongestPath):
        paths[names.index(step.path[0])][names.index(step.path[-1])] = [step.votes, step.against]
    (ranking,) = steps_of(outcome, Ranking)
    return {
        "raw": [list(row) for row in matrix.preferred],
        "beatpaths": paths,
        "winners": [[names.index(name) for name in level] for level in ranking.levels],
    }


def tool(rows: list[list[int]]) -> dict[str, object]:
    """What it prints, without the paths from a candidate back to the same one, which it also has; levels sorted."""
    answer = belenios("schulze", rows, "--blank-allowed=true")
    for place, row in enumerate(answer["beatpaths"]):
        row[place] = [0, 0]
    answer["winners"] = [sorted(level) for level in answer["winners"]]
    return {key: answer[key] for key in ("raw", "beatpaths", "winners")}


def test_same_on_random_profiles_with_equal_ranks() -> None:
    rng = random.Random(21)
    for _ in range(60):
        names = "ABCDEF"[: rng.randint(2, 6)]
        rows = []
        for _ in range(rng.randint(1, 15)):
            drawn = [rng.randint(0, len(names)) for _ in names]
            used = sorted(set(drawn) - {0})
            rows.append([used.index(rank) + 1 if rank else 0 for rank in drawn])
        if not any(any(row) for row in rows):
            continue
        ballots = [(1, {name: rank for name, rank in zip(names, row, strict=True) if rank}) for row in rows]
        assert as_tool(schulze(Profile.of_ranks(names, ballots), ties=OPEN)) == tool(rows)


def test_same_on_the_debian_election_of_2002() -> None:
    profile = debian("debian_2002.soi", ["Branden Robinson", "Raphael Hertzog", "Bdale Garbee", "None Of The Above"])
    size = range(len(profile.candidates))
    rows = [
        [line.order.index(place) + 1 if place in line.order else 0 for place in size]
        for line in profile.lines
        for _ in range(line.ballots)
    ]
    assert as_tool(schulze(profile, ties=OPEN)) == tool(rows)
