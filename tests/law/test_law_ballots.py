# SPDX-License-Identifier: Apache-2.0
"""What is handed in is strict: every wrong line is an error that names it, and equal ballots are put together."""

from fractions import Fraction

import pytest
from law_support import OPEN

from isonomia.law.ballots import Approvals, Grades, Line, Profile, Scores
from isonomia.law.counts import Base, Counts, Threshold
from isonomia.law.decisions import Drawn
from isonomia.law.errors import BallotError, CandidatesError, CountsError, DrawError, Problem, SettingError
from isonomia.law.methods.dhondt import dhondt
from isonomia.law.methods.instant_runoff import instant_runoff
from isonomia.law.methods.open_list import open_list
from isonomia.law.methods.plurality import plurality


def test_equal_ballots_are_added() -> None:
    profile = Profile.of("ABC", [(2, ["A", "B"]), (1, ["C"]), (3, ("A", "B")), (0, ["B"]), (4, [])])
    assert profile.lines == (Line(5, (0, 1), None, 1), Line(1, (2,), None, 2))
    assert (profile.blank, profile.valid) == (4, 6)


def test_ties_within_a_ballot() -> None:
    profile = Profile.of("ABC", [(1, [{"C", "B"}, "A"]), (1, [("B", "C"), ["A"]])])
    assert profile.lines == (Line(2, (1, 2, 0), (2, 1), 1),)
    assert Profile.of_ranks("ABC", [(2, {"A": 2, "B": 1, "C": 1})]).lines == profile.lines


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ((1, ["D"]), Problem.UNKNOWN_CANDIDATE),
        ((1, [["A", "D"]]), Problem.UNKNOWN_CANDIDATE),
        ((1, ["A", "B", "A"]), Problem.DUPLICATE_CANDIDATE),
        ((1, [["A", "A"]]), Problem.DUPLICATE_CANDIDATE),
        ((1, [["A", "B"], "A"]), Problem.DUPLICATE_CANDIDATE),
        ((1, ["A", []]), Problem.EMPTY_PLACE),
        ((1, ["A", 2]), Problem.NOT_A_RANKING),
        ((1, "ABC"), Problem.NOT_A_RANKING),
        ((-1, ["A"]), Problem.NEGATIVE),
        ((1.0, ["A"]), Problem.NOT_A_COUNT),
        ((Fraction(1, 2), ["A"]), Problem.NOT_A_COUNT),
        ((True, ["A"]), Problem.NOT_A_COUNT),
        (("1", ["A"]), Problem.NOT_A_COUNT),
    ],
)
def test_wrong_ranking_is_named(line: object, problem: Problem) -> None:
    with pytest.raises(BallotError) as caught:
        Profile.of("ABC", [(1, ["A"]), line])  # type: ignore[list-item]
    assert (caught.value.ballot, caught.value.problem) == (2, problem)


@pytest.mark.parametrize(
    ("ranks", "problem"),
    [
        ({"A": 1, "B": 3}, Problem.GAP),
        ({"A": 2}, Problem.GAP),
        ({"A": 0}, Problem.NOT_A_RANK),
        ({"A": 1.0}, Problem.NOT_A_RANK),
        ({"A": True}, Problem.NOT_A_RANK),
        ({"D": 1}, Problem.UNKNOWN_CANDIDATE),
        (["A"], Problem.NOT_A_RANKING),
    ],
)
def test_wrong_ranks_are_named(ranks: object, problem: Problem) -> None:
    with pytest.raises(BallotError) as caught:
        Profile.of_ranks("ABC", [(1, {}), (1, {"C": 1}), (1, ranks)])  # type: ignore[list-item]
    assert (caught.value.ballot, caught.value.problem) == (3, problem)


def test_equal_ranks_are_refused_where_the_method_does_not_take_them() -> None:
    profile = Profile.of("ABC", [(1, ["A"]), (1, [["A", "B"]])])
    with pytest.raises(BallotError) as caught:
        instant_runoff(profile, ties=OPEN)
    assert (caught.value.ballot, caught.value.problem) == (2, Problem.TIED)


@pytest.mark.parametrize(
    ("names", "problem"),
    [(["A", "A"], Problem.DUPLICATE_CANDIDATE), (["A", " "], Problem.EMPTY_NAME), ([1], Problem.EMPTY_NAME)],
)
def test_wrong_candidates(names: list[str], problem: Problem) -> None:
    with pytest.raises(CandidatesError) as caught:
        Profile.of(names, [])
    assert caught.value.problem is problem


@pytest.mark.parametrize(
    ("approved", "problem"),
    [(["D"], Problem.UNKNOWN_CANDIDATE), (["A", "A"], Problem.DUPLICATE_CANDIDATE), ("AB", Problem.NOT_A_RANKING)],
)
def test_wrong_approvals(approved: object, problem: Problem) -> None:
    with pytest.raises(BallotError) as caught:
        Approvals.of("ABC", [(1, approved)])  # type: ignore[list-item]
    assert (caught.value.ballot, caught.value.problem) == (1, problem)


@pytest.mark.parametrize(
    ("scores", "problem"),
    [
        ({"A": 5}, Problem.MISSING),
        ({"A": 5, "B": 6}, Problem.OUT_OF_RANGE),
        ({"A": 5, "B": -1}, Problem.OUT_OF_RANGE),
        ({"A": 5, "B": 2.5}, Problem.NOT_A_SCORE),
        ({"A": 5, "B": False}, Problem.NOT_A_SCORE),
        ({"A": 5, "B": 0, "C": 1}, Problem.UNKNOWN_CANDIDATE),
    ],
)
def test_wrong_scores(scores: dict[str, int], problem: Problem) -> None:
    with pytest.raises(BallotError) as caught:
        Scores.of("AB", [(1, scores)])
    assert (caught.value.ballot, caught.value.problem) == (1, problem)


def test_left_out_scores_and_grades_only_by_rule() -> None:
    assert Scores.of("AB", [(1, {"A": 5}), (2, {})], unscored=0).lines == ((1, (5, 0)),)
    grades = Grades.of("AB", ["good", "bad"], [(1, {"A": "good"}), (2, {})], ungraded="bad")
    assert (grades.lines, grades.blank) == (((1, (0, 1)),), 2)
    with pytest.raises(BallotError) as caught:
        Grades.of("AB", ["good", "bad"], [(1, {"A": "good"})])
    assert caught.value.problem is Problem.MISSING
    with pytest.raises(BallotError) as caught:
        Grades.of("AB", ["good", "bad"], [(1, {"A": "good", "B": "fair"})])
    assert caught.value.problem is Problem.UNKNOWN_GRADE
    with pytest.raises(CandidatesError):
        Grades.of("AB", ["good"], [], ungraded="bad")
    with pytest.raises(CandidatesError):
        Scores.of("AB", [], lowest=5, highest=0)


def test_counts_are_whole_and_fit_each_other() -> None:
    counts = Counts.of({"A": 5, "B": 3}, against_all=2, blank=1, invalid=1, participants=13, registered=20)
    assert [counts.number(base) for base in Base] == [8, 10, 11, 12, 13, 20]
    for wrong, field, problem in [
        (lambda: Counts.of({"A": -1}), "A", Problem.NEGATIVE),
        (lambda: Counts.of({"A": Fraction(1)}), "A", Problem.NOT_A_COUNT),  # type: ignore[dict-item]
        (lambda: Counts.of({"A": 1}, blank=0.5), "blank", Problem.NOT_A_COUNT),  # type: ignore[arg-type]
        (lambda: Counts.of({"A": 2}, participants=1), "participants", Problem.TOO_MANY),
        (lambda: Counts.of({"A": 2}, registered=1), "registered", Problem.TOO_MANY),
        (lambda: Counts.of({"A": 2}, participants=4, registered=3), "registered", Problem.TOO_MANY),
        (lambda: Counts.of({"A": 2}).number(Base.REGISTERED), "registered", Problem.NOT_GIVEN),
    ]:
        with pytest.raises(CountsError) as caught:
            wrong()
        assert (caught.value.field, caught.value.problem) == (field, problem)


def test_settings_that_make_no_sense() -> None:
    counts = Counts.of({"A": 1})
    for seats in (0, -1, 1.0, True):
        with pytest.raises(SettingError):
            dhondt(counts, seats=seats, ties=OPEN)  # type: ignore[arg-type]
    with pytest.raises(SettingError):
        Threshold(0.05)  # type: ignore[arg-type]
    with pytest.raises(SettingError):
        Threshold(Fraction(3, 2))
    with pytest.raises(SettingError):
        open_list(counts, seats=-1, ties=OPEN)
    with pytest.raises(SettingError):
        open_list(counts, seats=1, ties=OPEN, needed=0.5)  # type: ignore[arg-type]


@pytest.mark.parametrize("order", ["A", "ABB", "ABD", "ABCC", ""])
def test_a_draw_names_everybody_once(order: str) -> None:
    with pytest.raises(DrawError):
        plurality(Counts.of({"A": 1, "B": 1, "C": 0}), ties=Drawn(tuple(order)))
