# SPDX-License-Identifier: Apache-2.0
"""The edges: exactly half, all blank, one candidate, nobody."""

from collections.abc import Callable

import pytest
from law_support import OPEN, SINGLE, STV, steps_of

from isonomia.law.ballots import Approvals, Grades, Profile, Scores
from isonomia.law.counts import Base, Counts
from isonomia.law.methods.approval import approval
from isonomia.law.methods.contingent import contingent
from isonomia.law.methods.dhondt import dhondt
from isonomia.law.methods.droop import largest_remainder_droop
from isonomia.law.methods.hare import largest_remainder_hare
from isonomia.law.methods.instant_runoff import instant_runoff
from isonomia.law.methods.majority_judgment import Middle, majority_judgment
from isonomia.law.methods.open_list import open_list
from isonomia.law.methods.plurality import plurality
from isonomia.law.methods.sainte_lague import sainte_lague
from isonomia.law.methods.score import score
from isonomia.law.methods.star import star
from isonomia.law.methods.stv_scottish import stv_scottish
from isonomia.law.methods.two_round import two_round
from isonomia.law.outcome import Outcome
from isonomia.law.steps import Absent, Needed, NoBallots, Unfilled

LISTS = [dhondt, sainte_lague, largest_remainder_hare, largest_remainder_droop]


def test_exactly_half_is_no_majority() -> None:
    assert two_round(Counts.of({"A": 5, "B": 3, "C": 2}), ties=OPEN, base=Base.VALID).advance == ("A", "B")
    outcome = two_round(Counts.of({"A": 6, "B": 3, "C": 2}), ties=OPEN, base=Base.VALID)
    assert (outcome.elected, steps_of(outcome, Needed)[0].votes) == (("A",), 6)
    profile = Profile.of("ABC", [(5, ["A"]), (3, ["B"]), (2, ["C", "B"])])
    for method in (instant_runoff, contingent):
        outcome = method(profile, ties=OPEN)  # 5 of 10 is not more than half: C goes, then 5 and 5
        assert outcome.tie is not None
        assert outcome.tie.candidates == ("A", "B")


def test_half_of_an_odd_number() -> None:
    assert two_round(Counts.of({"A": 5, "B": 4}), ties=OPEN, base=Base.VALID).elected == ("A",)
    assert two_round(Counts.of({"A": 4, "B": 3}, against_all=2), ties=OPEN, base=Base.VALID).elected == ()


@pytest.mark.parametrize("method", SINGLE.values(), ids=SINGLE)
@pytest.mark.parametrize("ballots", [[], [(7, [])]], ids=["nobody votes", "all blank"])
def test_without_a_vote_nobody_is_elected(method: Callable[..., Outcome], ballots: list[tuple[int, list[str]]]) -> None:
    outcome = method(Profile.of("ABC", ballots), ties=OPEN)
    assert (outcome.elected, outcome.tie, len(steps_of(outcome, NoBallots))) == ((), None, 1)


@pytest.mark.parametrize("method", SINGLE.values(), ids=SINGLE)
def test_one_candidate(method: Callable[..., Outcome]) -> None:
    assert method(Profile.of("A", [(1, ["A"])]), ties=OPEN).elected == ("A",)


@pytest.mark.parametrize("method", SINGLE.values(), ids=SINGLE)
def test_no_candidates(method: Callable[..., Outcome]) -> None:
    outcome = method(Profile.of("", [(3, [])]), ties=OPEN)
    assert (outcome.elected, outcome.settled) == ((), True)


@pytest.mark.parametrize("method", STV.values(), ids=STV)
def test_stv_edges(method: Callable[..., Outcome]) -> None:
    assert method(Profile.of("A", [(1, ["A"])]), seats=1, ties=OPEN).elected == ("A",)
    assert method(Profile.of("AB", [(2, ["A"]), (1, ["B"])]), seats=3, ties=OPEN).elected[:2] in (
        ("A", "B"),
        ("B", "A"),
    )
    assert method(Profile.of("", []), seats=1, ties=OPEN).elected == ()


def test_scottish_rules_have_no_clause_for_no_votes() -> None:
    """All blank: lots decide whom rule 50 excludes, and rule 52 fills the seats. That is said, not mended."""
    outcome = stv_scottish(Profile.of("ABC", [(4, [])]), seats=1, ties=OPEN)
    assert outcome.tie is not None
    assert {ending.elected for ending in outcome.endings()} == {frozenset("A"), frozenset("B"), frozenset("C")}


def test_belenios_rule_leaves_out_whom_no_ballot_ranks() -> None:
    outcome = STV["stv_belenios"](Profile.of("ABC", [(4, ["A"])]), seats=2, ties=OPEN)
    assert steps_of(outcome, Absent) == [Absent(("B", "C"))]
    assert (outcome.elected, steps_of(outcome, Unfilled)) == (("A",), [Unfilled(1)])


def test_other_ballots_without_a_vote() -> None:
    for outcome in (
        plurality(Counts.of({"A": 0, "B": 0}, blank=5), ties=OPEN),
        approval(Approvals.of("AB", [(5, [])]), ties=OPEN),
        score(Scores.of("AB", [(5, {})]), ties=OPEN),
        star(Scores.of("AB", []), ties=OPEN),
        majority_judgment(Grades.of("AB", "xy", [(5, {})]), middle=Middle.WORSE, ties=OPEN),
        two_round(Counts.of({"A": 0, "B": 0}, blank=5), ties=OPEN, base=Base.CAST),
        two_round(Counts.of({}), ties=OPEN, base=Base.CAST),
    ):
        assert (outcome.elected, outcome.advance, outcome.tie) == ((), (), None)
        assert len(steps_of(outcome, NoBallots)) == 1


def test_one_candidate_of_each_kind() -> None:
    assert plurality(Counts.of({"A": 1}), ties=OPEN).elected == ("A",)
    assert approval(Approvals.of("A", [(1, ["A"])]), ties=OPEN).elected == ("A",)
    assert score(Scores.of("A", [(1, {"A": 0})]), ties=OPEN).elected == ("A",)
    assert star(Scores.of("A", [(1, {"A": 0})]), ties=OPEN).elected == ("A",)
    assert two_round(Counts.of({"A": 1}), ties=OPEN, base=Base.VALID).elected == ("A",)
    alone = two_round(Counts.of({"A": 1}, against_all=1), ties=OPEN, base=Base.VALID)
    assert (alone.elected, alone.advance) == ((), ("A",))


@pytest.mark.parametrize("method", LISTS)
def test_lists_without_votes_have_no_seats(method: Callable[..., Outcome]) -> None:
    outcome = method(Counts.of({"A": 0, "B": 0}), seats=3, ties=OPEN)
    assert (dict(outcome.seats), steps_of(outcome, Unfilled)) == ({"A": 0, "B": 0}, [Unfilled(3)])
    assert dict(method(Counts.of({"A": 1, "B": 0}), seats=1, ties=OPEN).seats) == {"A": 1, "B": 0}
    assert dict(method(Counts.of({"A": 1}), seats=2, ties=OPEN).seats) == {"A": 2}


def test_more_seats_than_persons_stay_empty() -> None:
    outcome = open_list(Counts.of({"A": 0}), seats=2, ties=OPEN)
    assert (outcome.elected, steps_of(outcome, Unfilled)) == (("A",), [Unfilled(1)])
