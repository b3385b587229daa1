# SPDX-License-Identifier: Apache-2.0
"""Every way to be tied, of every method: told as a tie, followed each way, and broken only by a draw."""

from collections.abc import Callable
from itertools import permutations

import pytest
from law_support import OPEN, SINGLE, STV, random_profiles, steps_of

from isonomia.law.ballots import Approvals, Grades, Profile, Scores
from isonomia.law.counts import Base, Counts
from isonomia.law.decisions import Count, Drawn, TieBreak, Unbroken
from isonomia.law.errors import SettingError
from isonomia.law.methods.approval import approval
from isonomia.law.methods.contingent import contingent
from isonomia.law.methods.dhondt import dhondt
from isonomia.law.methods.droop import largest_remainder_droop
from isonomia.law.methods.hare import largest_remainder_hare
from isonomia.law.methods.instant_runoff import instant_runoff
from isonomia.law.methods.majority_judgment import Middle, majority_judgment
from isonomia.law.methods.open_list import open_list
from isonomia.law.methods.plurality import plurality
from isonomia.law.methods.ranked_pairs import ranked_pairs
from isonomia.law.methods.sainte_lague import sainte_lague
from isonomia.law.methods.score import score
from isonomia.law.methods.star import star
from isonomia.law.methods.stv_belenios import stv_belenios
from isonomia.law.methods.stv_meek import stv_meek
from isonomia.law.methods.stv_scottish import stv_scottish
from isonomia.law.methods.two_round import two_round
from isonomia.law.outcome import Ending, Outcome
from isonomia.law.steps import EarlierStage, Excluded, Purpose, Tied, Transfer

Method = Callable[[TieBreak], Outcome]

TWO_AND_TWO = Profile.of("ABC", [(2, ["A"]), (2, ["B"]), (1, ["C"])])
CIRCLE = Profile.of("ABC", [(1, list("ABC")), (1, list("BCA")), (1, list("CAB"))])

ELECTING: dict[str, Method] = {
    "plurality": lambda ties: plurality(Counts.of({"A": 2, "B": 2, "C": 1}), ties=ties),
    "two rounds": lambda ties: two_round(
        Counts.of({"A": 2, "B": 2, "C": 1}), Counts.of({"A": 3, "B": 3}), ties=ties, base=Base.VALID
    ),
    "approval": lambda ties: approval(Approvals.of("ABC", [(2, ["A", "B"]), (1, ["C"])]), ties=ties),
    "score": lambda ties: score(Scores.of("ABC", [(1, {"A": 4, "B": 4, "C": 3})]), ties=ties),
    "star runoff": lambda ties: star(
        Scores.of("ABC", [(1, {"A": 4, "B": 2, "C": 0}), (1, {"A": 2, "B": 4, "C": 0})]), ties=ties
    ),
    "contingent runoff": lambda ties: contingent(TWO_AND_TWO, ties=ties),
    "majority judgment": lambda ties: majority_judgment(
        Grades.of("ABC", "xy", [(1, {"A": "x", "B": "y", "C": "y"}), (1, {"A": "y", "B": "x", "C": "y"})]),
        middle=Middle.WORSE,
        ties=ties,
    ),
    "open list": lambda ties: open_list(Counts.of({"A": 2, "B": 2, "C": 1}), seats=1, ties=ties),
}


@pytest.mark.parametrize("method", ELECTING.values(), ids=ELECTING)
def test_a_tie_for_the_seat(method: Method) -> None:
    outcome = method(OPEN)
    assert outcome.tie is not None
    assert (outcome.elected, outcome.tie.purpose, outcome.tie.candidates) == ((), Purpose.ELECT, ("A", "B"))
    assert [(branch.choice, branch.outcome.elected) for branch in outcome.branches] == [
        (("A",), ("A",)),
        (("B",), ("B",)),
    ]
    assert not outcome.settled
    assert outcome.steps[-1] == Tied(outcome.tie, None)
    for order, winner in (("CBA", "B"), ("ACB", "A")):
        broken = method(Drawn(tuple(order)))
        assert (broken.elected, broken.tie) == ((winner,), None)
        assert [step.chosen for step in steps_of(broken, Tied)] == [(winner,)]


SEATS: dict[str, Method] = {
    "dhondt": lambda ties: dhondt(Counts.of({"A": 4, "B": 4, "C": 1}), seats=3, ties=ties),
    "sainte_lague": lambda ties: sainte_lague(Counts.of({"A": 4, "B": 4, "C": 1}), seats=3, ties=ties),
    "hare": lambda ties: largest_remainder_hare(Counts.of({"A": 5, "B": 5, "C": 0}), seats=3, ties=ties),
    "droop": lambda ties: largest_remainder_droop(Counts.of({"A": 4, "B": 4, "C": 0}), seats=3, ties=ties),
}


@pytest.mark.parametrize("method", SEATS.values(), ids=SEATS)
def test_a_tie_for_the_last_seat(method: Method) -> None:
    """One seat each is certain, the third hangs on the tie."""
    outcome = method(OPEN)
    assert outcome.tie is not None
    assert (outcome.tie.purpose, outcome.tie.candidates, outcome.tie.places) == (Purpose.SEAT, ("A", "B"), 1)
    assert dict(outcome.seats) == {"A": 1, "B": 1, "C": 0}
    assert [dict(branch.outcome.seats)["A"] for branch in outcome.branches] == [2, 1]
    assert dict(method(Drawn(("B", "C", "A"))).seats) == {"A": 1, "B": 2, "C": 0}


def test_equal_quotients_are_no_tie_if_there_are_seats_for_all() -> None:
    for method in (dhondt, sainte_lague, largest_remainder_hare):
        outcome = method(Counts.of({"A": 4, "B": 4}), seats=4, ties=OPEN)
        assert (outcome.tie, dict(outcome.seats)) == (None, {"A": 2, "B": 2})


def test_several_places_among_several() -> None:
    """Two of three for the seats that are left: each pair is a branch, and who is above them is certain."""
    counts = Counts.of({"A": 9, "B": 4, "C": 4, "D": 4, "E": 1})
    outcome = plurality(counts, ties=OPEN, seats=3)
    assert outcome.tie is not None
    assert (outcome.elected, outcome.tie.candidates, outcome.tie.places) == (("A",), ("B", "C", "D"), 2)
    assert [branch.choice for branch in outcome.branches] == [("B", "C"), ("B", "D"), ("C", "D")]
    assert plurality(counts, ties=Drawn(tuple("EDCBA")), seats=3).elected == ("A", "D", "C")


def test_a_tie_about_who_goes_on() -> None:
    first = Counts.of({"A": 4, "B": 3, "C": 3, "D": 1})
    outcome = two_round(first, ties=OPEN, base=Base.VALID)
    assert outcome.tie is not None
    assert (outcome.advance, outcome.tie.purpose, outcome.tie.candidates) == (("A",), Purpose.ADVANCE, ("B", "C"))
    assert [branch.outcome.advance for branch in outcome.branches] == [("A", "B"), ("A", "C")]
    assert two_round(first, ties=Drawn(tuple("DCBA")), base=Base.VALID).advance == ("A", "C")
    with pytest.raises(SettingError):  # a second round needs the tie broken
        two_round(first, Counts.of({"A": 1, "B": 2}), ties=OPEN, base=Base.VALID)


def test_a_tie_about_the_two_of_a_contingent_vote() -> None:
    profile = Profile.of("ABC", [(3, ["A"]), (2, ["B", "C"]), (2, ["C", "A"])])
    outcome = contingent(profile, ties=OPEN)
    assert outcome.tie is not None
    assert outcome.tie.purpose is Purpose.ADVANCE
    assert [(branch.choice, branch.outcome.elected) for branch in outcome.branches] == [
        (("B",), ("A",)),
        (("C",), ("C",)),
    ]


def test_a_tie_about_the_two_of_star() -> None:
    """A circle among three with one sum; where one of them beats the others, there is no tie."""
    circle = [(1, {"A": 2, "B": 1, "C": 0}), (1, {"B": 2, "C": 1, "A": 0}), (1, {"C": 2, "A": 1, "B": 0})]
    outcome = star(Scores.of("ABC", circle), ties=OPEN)
    assert outcome.tie is not None
    assert (outcome.tie.purpose, outcome.tie.places) == (Purpose.ADVANCE, 2)
    assert [(branch.choice, branch.outcome.elected) for branch in outcome.branches] == [
        (("A", "B"), ("A",)),
        (("A", "C"), ("C",)),
        (("B", "C"), ("B",)),
    ]
    told_apart = [(2, {"A": 5, "B": 1, "C": 0}), (1, {"A": 5, "B": 0, "C": 2})]
    outcome = star(Scores.of("ABC", told_apart), ties=OPEN)  # B and C have 2 points; two of three prefer B
    assert (outcome.tie, outcome.elected) == (None, ("A",))


def test_star_runoff_goes_to_the_higher_sum() -> None:
    outcome = star(Scores.of("AB", [(1, {"A": 5, "B": 4}), (1, {"A": 0, "B": 5})]), ties=OPEN)
    assert (outcome.tie, outcome.elected) == (None, ("B",))


@pytest.mark.parametrize("method", ["schulze", "ranked_pairs", "borda"])
def test_a_circle_of_three(method: str) -> None:
    outcome = SINGLE[method](CIRCLE, ties=OPEN)
    assert outcome.elected == ()
    assert {name for ending in outcome.endings() for name in ending.elected} == {"A", "B", "C"}
    assert SINGLE[method](CIRCLE, ties=Drawn(("C", "A", "B"))).elected == ("C",)


def test_a_tie_between_pairs() -> None:
    outcome = ranked_pairs(CIRCLE, ties=OPEN)
    assert outcome.tie is not None
    assert (outcome.tie.purpose, outcome.tie.pairs) == (Purpose.LOCK, (("A", "B"), ("B", "C"), ("C", "A")))
    assert [branch.choice for branch in outcome.branches] == [("A", "B"), ("B", "C"), ("C", "A")]


def test_a_tie_for_exclusion_that_matters_and_one_that_does_not() -> None:
    matters = Profile.of("ABC", [(3, ["A"]), (2, ["B", "A"]), (2, ["C", "B"])])
    outcome = instant_runoff(matters, ties=OPEN)
    assert outcome.tie is not None
    assert (outcome.tie.purpose, outcome.tie.candidates) == (Purpose.EXCLUDE, ("B", "C"))
    assert [(branch.choice, branch.outcome.elected) for branch in outcome.branches] == [
        (("B",), ("A",)),
        (("C",), ("B",)),
    ]
    assert instant_runoff(matters, ties=Drawn(("A", "B", "C"))).elected == ("B",)  # the last of the draw goes out
    same = Profile.of("ABCD", [(4, ["A"]), (3, ["B"]), (1, ["C"]), (1, ["D"])])
    outcome = instant_runoff(same, ties=OPEN)
    assert (outcome.elected, outcome.settled) == (("A",), True)
    assert outcome.tie is not None  # and it is told all the same


@pytest.mark.parametrize("method", STV.values(), ids=STV)
def test_a_tie_for_exclusion_in_stv(method: Callable[..., Outcome]) -> None:
    profile = Profile.of("ABCD", [(6, ["A"]), (3, ["B"]), (2, ["C", "B"]), (2, ["D"])])
    outcome = method(profile, seats=2, ties=OPEN)
    assert outcome.tie is not None
    assert (outcome.elected, outcome.tie.candidates) == (("A", "B"), ("C", "D"))
    profile = Profile.of("ABC", [(6, ["A"]), (2, ["B"]), (2, ["C"])])
    outcome = method(profile, seats=2, ties=OPEN)
    assert outcome.elected == ("A",)
    assert {ending.elected for ending in outcome.endings()} == {frozenset("AB"), frozenset("AC")}
    assert method(profile, seats=2, ties=Drawn(("C", "B", "A"))).elected == ("A", "C")


def test_scottish_tie_for_exclusion_is_broken_by_an_earlier_stage() -> None:
    """Rule 51(2)(a): B and C are equal at stage 2, when one of them has to go; at stage 1 B had fewer. The draw,
    which would exclude C, is not asked."""
    profile = Profile.of("ABCDE", [(8, ["A"]), (7, ["D"]), (3, ["B"]), (4, ["C"]), (1, ["E", "B"])])
    outcome = stv_scottish(profile, seats=1, ties=Drawn(tuple("ABDEC")))
    (compared,) = steps_of(outcome, EarlierStage)
    assert (compared.stage, compared.votes, compared.left) == (1, (("B", 3), ("C", 4)), ("B",))
    assert steps_of(outcome, Tied) == []


def test_scottish_stages_that_disagree() -> None:
    """B and C both have 5 at stage 4. At stage 3 B had 5 and C 4, at stage 1 B had 3 and C 4: the most recent one
    decides, and C goes."""
    profile = Profile.of(
        "ABCDEFG",
        [(20, ["A"]), (19, ["D"]), (3, ["B"]), (4, ["C"]), (2, ["F", "B"]), (1, ["E", "D"]), (1, ["G", "C"]),
         (2, ["G", "D"])],
    )  # fmt: skip
    outcome = stv_scottish(profile, seats=1, ties=OPEN)
    assert [step.candidate for step in steps_of(outcome, Excluded)][:4] == ["E", "F", "G", "C"]
    compared = steps_of(outcome, EarlierStage)[-1]
    assert (compared.stage, compared.votes, compared.left) == (3, (("B", 5), ("C", 4)), ("C",))


def test_scottish_earlier_stages_may_leave_a_tie_between_some() -> None:
    """B, C and D are equal at stage 2; at stage 1 B and C had fewer than D: the lot is between B and C."""
    profile = Profile.of(
        "ABCDEF", [(9, ["A"]), (8, ["F"]), (2, ["B"]), (2, ["C"]), (3, ["D"]), (1, ["E", "B"]), (1, ["E", "C"])]
    )
    outcome = stv_scottish(profile, seats=1, ties=OPEN)
    # E (2) ties with B and C at stage 1 already: one way is followed here, that E goes
    (after_e,) = [branch.outcome for branch in outcome.branches if branch.choice == ("E",)]
    assert after_e.tie is not None
    assert after_e.tie.candidates == ("B", "C")
    assert [step.left for step in steps_of(after_e, EarlierStage)] == [("B", "C")]


def test_scottish_tie_about_whose_surplus_goes_first() -> None:
    """Rule 49(3): equal at all stages."""
    profile = Profile.of("ABCD", [(5, ["A", "C"]), (5, ["B", "D"]), (1, ["C"]), (1, ["D"])])
    outcome = stv_scottish(profile, seats=3, ties=OPEN)
    assert outcome.tie is not None
    assert (outcome.tie.purpose, outcome.tie.candidates) == (Purpose.TRANSFER, ("A", "B"))
    assert outcome.elected == ("A", "B")
    broken = stv_scottish(profile, seats=3, ties=Drawn(("B", "A", "D", "C")))
    assert steps_of(broken, Tied)[0].chosen == ("B",)
    assert broken.elected == ("A", "B", "D")


def test_scottish_surplus_goes_first_by_an_earlier_stage() -> None:
    """Rule 49(2). 37 ballots, 3 seats: quota 10. Stage 1: A 8, B 7, C 9, D 8, E 5. E goes: three papers to A, two to C:
    both have 11. At stage 1 C had more: its surplus goes first. The draw, which prefers A, is not asked."""
    lines = [(8, ["A", "B"]), (7, ["B", "C"]), (9, ["C", "A"]), (8, ["D"]), (3, ["E", "A"]), (2, ["E", "C"])]
    outcome = stv_scottish(Profile.of("ABCDE", lines), seats=3, ties=Drawn(tuple("ABCDE")))
    (compared,) = steps_of(outcome, EarlierStage)
    assert (compared.purpose, compared.stage) == (Purpose.TRANSFER, 1)
    assert (compared.votes, compared.left) == ((("A", 8), ("C", 9)), ("C",))
    assert [step.source for step in steps_of(outcome, Transfer)][:2] == ["E", "C"]
    assert steps_of(outcome, Tied) == []


def test_belenios_rule_ties_about_who_is_elected_first() -> None:
    """A and B both have 4, the quota (10 // 3 + 1): one is elected at a time, and both are whichever comes first."""
    profile = Profile.of("ABC", [(4, ["A"]), (4, ["B"]), (2, ["C"])])
    outcome = stv_belenios(profile, seats=2, ties=OPEN)
    assert outcome.tie is not None
    assert (outcome.tie.purpose, outcome.tie.candidates) == (Purpose.ELECT, ("A", "B"))
    assert (outcome.settled, set(outcome.elected)) == (True, {"A", "B"})
    assert stv_belenios(profile, seats=2, ties=Drawn(("B", "A", "C"))).elected == ("B", "A")


@pytest.mark.parametrize("name", [*SINGLE, *STV])
def test_every_draw_ends_where_some_way_through_the_ties_ends(name: str) -> None:
    settings = {"seats": 2} if name in STV else {}
    method = (SINGLE | STV)[name]
    tied = 0
    for profile in random_profiles(42, 12, most=4):
        open_one = method(profile, ties=OPEN, **settings)
        drawn = [method(profile, ties=Drawn(order), **settings) for order in permutations(profile.candidates)]
        assert frozenset[Ending]().union(*(outcome.endings() for outcome in drawn)) <= open_one.endings()
        assert all(set(open_one.elected) <= set(outcome.elected) for outcome in drawn)
        tied += open_one.tie is not None
    assert tied


def test_meek_ties_within_the_surplus() -> None:
    """Step B.3. 18 ballots, quota 6.000000001: A has 9, keeps 0.666666667 of each paper and has 0.000000002 too much.
    B gets 6 papers of 0.333333333: 1.999999998; C has 1 and gets 3: 1.999999999. B has less, but within the surplus."""
    profile = Profile.of("ABCDE", [(6, ["A", "B"]), (3, ["A", "C"]), (1, ["C"]), (4, ["D"]), (4, ["E"])])
    outcome = stv_meek(profile, seats=2, ties=OPEN)
    assert outcome.tie is not None
    assert outcome.tie.candidates == ("B", "C")


def test_among_pairs_with_one_winner_the_last_loser_comes_first() -> None:
    count = Count({"A": 0, "B": 1, "C": 2})
    assert count.choose_pair([("B", "C"), ("A", "B"), ("A", "C")], key=None) == ("A", "C")


def test_meek_calls_tied_whoever_is_within_the_surplus() -> None:
    """Procedure T of the reference rule; here the surplus is nothing, so equal is equal."""
    outcome = stv_meek(Profile.of("ABC", [(2, ["A"]), (1, ["B"]), (1, ["C"])]), seats=1, ties=OPEN)
    assert outcome.tie is not None
    assert (outcome.tie.purpose, outcome.tie.candidates) == (Purpose.EXCLUDE, ("B", "C"))
    assert (outcome.elected, outcome.settled) == (("A",), True)


def test_too_many_ways_are_not_guessed_at() -> None:
    """Then only what was certain before the tie is said."""
    profile = Profile.of("ABC", [(6, ["A"]), (2, ["B"]), (2, ["C"])])
    outcome = stv_scottish(profile, seats=2, ties=Unbroken(limit=2))
    assert (outcome.elected, outcome.branches, outcome.endings(), outcome.settled) == (("A",), (), frozenset(), False)


def test_many_candidates_without_votes_are_followed_once_each_set() -> None:
    """Ten that nobody ranks go out in any of ten factorial orders, which all come to the same."""
    names = [f"c{number}" for number in range(10)] + ["A", "B", "C"]
    profile = Profile.of(names, [(6, ["A"]), (5, ["B"]), (2, ["C", "B"])])
    for method in (stv_scottish, stv_meek):
        outcome = method(profile, seats=2, ties=Unbroken(limit=10_000))
        assert (outcome.elected, outcome.settled) == (("A", "B"), True)


def test_a_draw_replays_a_branch() -> None:
    """What a branch says is what the method says when the draw agrees."""
    profile = Profile.of("ABC", [(3, ["A"]), (2, ["B", "A"]), (2, ["C", "B"])])
    outcome = instant_runoff(profile, ties=OPEN)
    for branch in outcome.branches:
        (out,) = branch.choice
        order = (*(name for name in "ABC" if name != out), out)
        assert instant_runoff(profile, ties=Drawn(order)).elected == branch.outcome.elected
