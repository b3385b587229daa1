# SPDX-License-Identifier: Apache-2.0
"""Attacks: one voter's ballot is no ranking, so that nobody would be elected. It is invalid, and the others count.

Nobody sees what a ballot holds before it is decrypted; a ballot that could stop the count would be a veto.
"""

import json
import random
from importlib.resources import files
from typing import Any

import msgspec
import pytest
from law_support import OPEN, belenios

from isonomia.law.apply import apply
from isonomia.law.ballots import Profile
from isonomia.law.counting import ONE_SEAT, SEVERAL_SEATS, TAKE_TIES
from isonomia.law.errors import BallotError, Problem
from isonomia.law.judgement import InvalidRankings, Judgement, Verdict
from isonomia.law.law import Law, Ranking, RankingMethod
from isonomia.law.margin import margin
from isonomia.law.reading import read_law
from isonomia.protocol.messages import QuestionNH
from isonomia.record.terms import Law as Named
from isonomia.verify.lawful import votes_in

NAMES = ["Ada", "Bob", "Cid"]
QUESTION = QuestionNH(NAMES, "Who?")
HONEST = [[1, 2, 3]] * 4 + [[2, 1, 3]] * 3 + [[2, 0, 1]] + [[0, 0, 0]]
GAPS = ([1, 3, 0], [0, 0, 2], [255, 255, 255], [0, 0, 255], [1, 3, 3], [1, 1, 3])
TIES = ([1, 1, 1], [1, 1, 0], [1, 2, 2], [0, 1, 1])
SHIPPED = [own.name for own in (files("isonomia.law") / "files").iterdir() if "\n[ranking]\n" in own.read_text()]


def law(method: RankingMethod, seats: int = 1) -> Law:
    rule = Ranking(cites=("Const. 12",), method=method, seats=seats)
    return msgspec.structs.replace(shipped("ie-president.toml"), ranking=rule)


def shipped(name: str) -> Law:
    return read_law((files("isonomia.law") / "files" / name).read_bytes(), name)


def judged(under: Law, rows: list[list[int]]) -> Judgement:
    return apply(under, [held(rows)])


def held(rows: list[list[int]]) -> Any:
    return votes_in([QUESTION], [rows], Named("x", "0" * 64), len(rows), len(rows))


def invalid(judgement: Judgement) -> tuple[int, int]:
    """Ballots that leave a rank out, and those with equal ranks that the method does not take."""
    steps = [own.step for own in judgement.steps if isinstance(own.step, InvalidRankings)]
    return (steps[0].gaps, steps[0].ties) if steps else (0, 0)


LAWS = {**{str(method): law(method) for method in RankingMethod}, **{name: shipped(name) for name in SHIPPED}}


def test_the_laws_are_all_methods_and_all_files_with_rankings() -> None:
    assert set(RankingMethod) == set(ONE_SEAT) | set(SEVERAL_SEATS)
    assert {"ie-president.toml", "lk-president.toml"} <= set(SHIPPED)


@pytest.mark.parametrize("hostile", [*GAPS, *TIES], ids=str)
@pytest.mark.parametrize("name", LAWS)
def test_one_ballot_takes_no_outcome_away(name: str, hostile: list[int]) -> None:
    under = LAWS[name]
    assert under.ranking is not None
    judgement = judged(under, [*HONEST, hostile])
    assert judgement.verdict is Verdict.ELECTED
    assert judgement.elected == ("Ada",)
    counted = under.ranking.method in TAKE_TIES and hostile in TIES
    assert invalid(judgement) == (hostile in GAPS, hostile in TIES and not counted)
    if not counted:  # nor does it change a number of the count
        honest = judged(under, HONEST)
        assert [own for own in judgement.steps if not isinstance(own.step, InvalidRankings)] == list(honest.steps)


@pytest.mark.parametrize("name", LAWS)
def test_ballots_of_hostile_voters_alone_elect_nobody(name: str) -> None:
    judgement = judged(LAWS[name], [*GAPS, [0, 0, 0]])
    assert judgement.verdict in (Verdict.NOBODY, Verdict.OPEN_TIE)  # of all, in two methods
    assert judgement.elected == ()
    assert invalid(judgement) == (len(GAPS), 0)


@pytest.mark.parametrize("method", RankingMethod)
def test_the_margin_alters_no_invalid_ballot(method: RankingMethod) -> None:
    hostile = GAPS if method in TAKE_TIES else [*GAPS, *TIES]
    found, honest = (margin(law(method), [held(rows)]) for rows in ([*HONEST, *hostile], HONEST))
    numbers = [[change and change.ballots for change in (own.altered, own.removed)] for own in (found, honest)]
    assert numbers[0] == numbers[1]
    assert found.at_least == honest.at_least


@pytest.mark.parametrize("method", RankingMethod)
def test_typed_ballots_stay_strict(method: RankingMethod) -> None:
    """Whoever types ballots is told of the line."""
    profile = Profile.of("ABC", [(2, ["A", "B", "C"]), (1, [["A", "B"], "C"])])
    if method in TAKE_TIES:
        assert apply(law(method), [profile]).elected == ("A",)
    else:
        with pytest.raises(BallotError) as caught:
            apply(law(method), [profile])
        assert (caught.value.ballot, caught.value.problem) == (2, Problem.TIED)
    with pytest.raises(BallotError):
        Profile.of_ranks("ABC", [(1, {"A": 1, "B": 3})])


def test_the_same_ballots_are_invalid_for_the_peer() -> None:
    """``belenios-tool method stv`` on random numbers: which it calls invalid, and whom it elects."""
    rng = random.Random(31)
    method = SEVERAL_SEATS[RankingMethod.STV_BELENIOS]
    for _ in range(40):
        rows = [[rng.randint(0, 3) for _ in NAMES] for _ in range(rng.randint(1, 12))]
        answer = belenios("stv", rows, "--nseats=1")
        profile = Profile.of_cast(NAMES, rows).taken(ties=False)
        assert profile.invalid == len(answer["invalid"]), json.dumps(rows)
        assert profile.valid + profile.blank == len(answer["ballots"])
        outcome = method(profile, seats=1, ties=OPEN)
        if outcome.tie is None and profile.valid:
            assert [NAMES.index(name) for name in outcome.elected] == answer["winners"], json.dumps(rows)
