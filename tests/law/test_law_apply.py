# SPDX-License-Identifier: Apache-2.0
"""Rounds of voting under a law file: majorities, turnout, who goes on, one candidate, nobody. Arithmetic by hand."""

import pytest
from law_files import shipped

from isonomia.law.apply import Facts, apply
from isonomia.law.counts import Base, Counts
from isonomia.law.errors import CountsError, HeldError, Problem
from isonomia.law.judgement import (
    Follows,
    Judgement,
    Next,
    NobodyStands,
    NoFurtherRound,
    Ordered,
    RoundHeld,
    TurnoutCondition,
    Verdict,
)
from isonomia.law.law import Law
from isonomia.law.reading import read_law
from isonomia.law.steps import Elected, Needed, NoBallots, Reached, Reason, Votes

HEAD = """
format = 1
id = "test"
date = 2026-01-31
certainty = "model rules"
title = { en = "Test" }
[[sources]]
id = "R"
title = "Rules of the test"
where = "here"
opened = 2026-01-31
language = "en"
"""
TWO = """
[[rounds]]
elected = { more_than = "1/2", of = "valid votes" }
go_on = 2
next_within = "P14D"
cites = ["R 1"]
[[rounds]]
elected = "most votes"
cites = ["R 2"]
"""


def law(text: str) -> Law:
    return read_law((HEAD + text).encode(), "test.toml")


def steps_of(judgement: Judgement, kind: type) -> list:
    return [own.step for own in judgement.steps if isinstance(own.step, kind)]


def cites_of(judgement: Judgement, kind: type) -> list[tuple[str, ...]]:
    return [own.cites for own in judgement.steps if isinstance(own.step, kind)]


BY = shipped("by-president")
REPEAT = Next(Follows.REPEAT, None, (), "P3M")


def belarus(votes: dict[str, int], *, against: int = 0, invalid: int = 0, took_part: int, registered: int) -> Counts:
    return Counts.of(votes, against_all=against, invalid=invalid, participants=took_part, registered=registered)


def test_belarus_2020_as_claimed() -> None:
    """The announced numbers (sb.by, "Ob itogakh vyborov", and novosti-n.org for the others; opened): 6,904,649
    registered, 5,818,955 took part; half of those is 2,909,477.5. What the law would make of them, were they true."""
    votes = {"Lukashenko": 4_661_075, "Tikhanovskaya": 588_622, "Kanopatskaya": 97_489, "Dmitriev": 70_671,
             "Cherechen": 66_613}  # fmt: skip
    judgement = apply(BY, [belarus(votes, against=267_360, took_part=5_818_955, registered=6_904_649)])
    assert (judgement.verdict, judgement.elected, judgement.next) == (Verdict.ELECTED, ("Lukashenko",), None)
    (turnout,) = steps_of(judgement, TurnoutCondition)
    assert steps_of(judgement, Elected) == [Elected((("Lukashenko", 4_661_075),), Reason.MAJORITY)]
    assert (turnout.needed, turnout.met) == (3_452_325, True)
    (needed,) = steps_of(judgement, Needed)
    assert (needed.base, needed.number, needed.votes) == (Base.PARTICIPANTS, 5_818_955, 2_909_478)
    assert cites_of(judgement, TurnoutCondition) == [("EC 79", "Const. 82")]
    assert all("EC 79" in cites for cites in cites_of(judgement, Needed))


def test_belarus_sends_two_to_a_second_round_which_may_elect() -> None:
    first = belarus({"A": 40, "B": 30, "C": 9}, against=15, invalid=6, took_part=100, registered=150)
    judgement = apply(BY, [first])
    assert judgement.verdict is Verdict.NEXT_ROUND
    assert judgement.next == Next(Follows.ROUND, 2, ("A", "B"), "P2W")
    second = belarus({"A": 50, "B": 51}, took_part=101, registered=150)
    judgement = apply(BY, [first, second])
    assert (judgement.verdict, judgement.elected) == (Verdict.ELECTED, ("B",))


def test_belarus_asks_for_more_than_half_of_those_who_took_part_in_the_second_round_too() -> None:
    """51 of 102 is half: with the votes against all, the one with most votes is not elected (art. 81: repeat)."""
    first = belarus({"A": 40, "B": 30, "C": 9}, took_part=100, registered=150)
    second = belarus({"A": 51, "B": 49}, against=2, took_part=102, registered=150)
    judgement = apply(BY, [first, second])
    assert (judgement.verdict, judgement.elected, judgement.next) == (Verdict.NOBODY, (), REPEAT)


def test_belarus_base_holds_invalid_ballots_and_those_not_cast() -> None:
    """40 of 79 valid votes is more than half of these; of 100 who took part it is not."""
    counts = belarus({"A": 40, "B": 30, "C": 9}, invalid=10, took_part=100, registered=150)
    assert apply(BY, [counts]).verdict is Verdict.NEXT_ROUND


@pytest.mark.parametrize(("took_part", "verdict"), [(50, Verdict.NOT_VALID), (51, Verdict.ELECTED)])
def test_turnout_of_exactly_half_is_not_enough(took_part: int, verdict: Verdict) -> None:
    judgement = apply(BY, [belarus({"A": 40, "B": 5, "C": 1}, took_part=took_part, registered=100)])
    assert judgement.verdict is verdict
    assert steps_of(judgement, TurnoutCondition)[0].needed == 51
    if verdict is Verdict.NOT_VALID:
        assert judgement.next == REPEAT
        assert steps_of(judgement, Needed) == []


@pytest.mark.parametrize(("votes", "verdict"), [(50, Verdict.NEXT_ROUND), (51, Verdict.ELECTED)])
def test_exactly_half_is_no_majority(votes: int, verdict: Verdict) -> None:
    judgement = apply(BY, [belarus({"A": votes, "B": 30, "C": 19}, took_part=100, registered=101)])
    assert judgement.verdict is verdict
    assert steps_of(judgement, Reached) == [Reached("A", votes, 51, verdict is Verdict.ELECTED)]


def test_half_of_an_odd_number_of_participants() -> None:
    """Half of 101 is 50.5: 51 is more."""
    for votes, verdict in ((50, Verdict.NEXT_ROUND), (51, Verdict.ELECTED)):
        counts = belarus({"A": votes, "B": 30, "C": 19}, took_part=101, registered=101)
        assert apply(BY, [counts]).verdict is verdict


def test_belarus_knows_no_second_round_between_all_who_stood() -> None:
    """Art. 81: not more than two stood and neither was elected: repeat election."""
    judgement = apply(BY, [belarus({"A": 40, "B": 30}, against=30, took_part=100, registered=101)])
    assert (judgement.verdict, judgement.next) == (Verdict.NOBODY, REPEAT)
    assert steps_of(judgement, NoFurtherRound) == [NoFurtherRound(2, 2)]


def test_belarus_one_candidate_for_or_against() -> None:
    for votes, verdict in ((50, Verdict.NOBODY), (51, Verdict.ELECTED)):
        counts = belarus({"A": votes}, against=100 - votes, took_part=100, registered=101)
        judgement = apply(BY, [counts])
        assert judgement.verdict is verdict
        assert (judgement.next == REPEAT) is (verdict is Verdict.NOBODY)


def test_all_blank_or_nobody_came() -> None:
    for took_part, verdict in ((0, Verdict.NOT_VALID), (100, Verdict.NOBODY)):
        counts = belarus({"A": 0, "B": 0, "C": 0}, invalid=took_part, took_part=took_part, registered=101)
        judgement = apply(BY, [counts])
        assert (judgement.verdict, judgement.elected, judgement.next) == (verdict, (), REPEAT)
    assert len(steps_of(judgement, NoBallots)) == 1


def test_all_against_all() -> None:
    judgement = apply(BY, [belarus({"A": 0, "B": 0, "C": 0}, against=60, took_part=60, registered=101)])
    assert (judgement.verdict, judgement.next) == (Verdict.NOBODY, REPEAT)


def test_nobody_on_the_roll() -> None:
    """Half of nothing is nothing, and nobody is not more than that."""
    judgement = apply(BY, [belarus({"A": 0, "B": 0}, took_part=0, registered=0)])
    assert judgement.verdict is Verdict.NOT_VALID


def test_nobody_stands() -> None:
    for held in ([], [belarus({}, took_part=0, registered=9)]):
        judgement = apply(BY, held)
        assert (judgement.verdict, judgement.next) == (Verdict.NOBODY, REPEAT)
        assert len(steps_of(judgement, NobodyStands)) == 1


def test_no_vote_has_been_held() -> None:
    with pytest.raises(HeldError, match="no vote has been held"):
        apply(BY, [], Facts(standing=("A", "B")))
    with pytest.raises(HeldError, match="no vote has been held"):  # one candidate: Belarus votes all the same
        apply(BY, [], Facts(standing=("A",)))


FR = shipped("fr-president")


def test_france_2022() -> None:
    """First round: destimed.fr, second: idcite.com, after the Journal officiel (opened). 35,132,947 and 32,057,325
    votes for candidates; blank and invalid ones are no part of them."""
    first = Counts.of(
        {"Macron": 9_783_058, "Le Pen": 8_133_828, "Mélenchon": 7_712_520, "Zemmour": 2_485_226, "Pécresse": 1_679_001,
         "Jadot": 1_627_853, "Lassalle": 1_101_387, "Roussel": 802_422, "Dupont-Aignan": 725_176, "Hidalgo": 616_478,
         "Poutou": 268_904, "Arthaud": 197_094},
        blank=543_609, invalid=247_151, participants=35_923_707, registered=48_747_876,
    )  # fmt: skip
    judgement = apply(FR, [first])
    assert steps_of(judgement, Needed)[0].number == 35_132_947
    assert judgement.next == Next(Follows.ROUND, 2, ("Macron", "Le Pen"), "P14D")
    second = Counts.of(
        {"Macron": 18_768_639, "Le Pen": 13_288_686},
        blank=2_233_904, invalid=805_249, participants=35_096_478, registered=48_752_339,
    )  # fmt: skip
    judgement = apply(FR, [first, second])
    assert (judgement.verdict, judgement.elected) == (Verdict.ELECTED, ("Macron",))
    assert steps_of(judgement, Elected) == [Elected((("Macron", 18_768_639),), Reason.MOST_VOTES)]


def test_blank_votes_are_in_no_french_majority() -> None:
    """51 of 100 votes for candidates is a majority, beside any number of blank ballots."""
    counts = Counts.of({"A": 51, "B": 49}, blank=500)
    assert apply(FR, [counts]).elected == ("A",)


def test_without_a_turnout_condition_one_vote_elects() -> None:
    assert apply(FR, [Counts.of({"A": 1, "B": 0}, registered=1000)]).elected == ("A",)


SHARES = """
[[rounds]]
elected = {{ {share}, of = "{of}" }}
go_on = "all"
cites = ["R 1"]
[[rounds]]
elected = "most votes"
cites = ["R 2"]
"""


@pytest.mark.parametrize(
    ("share", "of", "most", "verdict"),
    [
        ('more_than = "2/3"', "valid votes", 60, Verdict.NEXT_ROUND),
        ('more_than = "2/3"', "valid votes", 61, Verdict.ELECTED),
        ('at_least = "2/3"', "valid votes", 59, Verdict.NEXT_ROUND),
        ('at_least = "2/3"', "valid votes", 60, Verdict.ELECTED),
        ('at_least = "1/1"', "valid votes", 90, Verdict.ELECTED),
        ('more_than = "1/2"', "valid and blank votes", 48, Verdict.NEXT_ROUND),
        ('more_than = "1/2"', "valid and blank votes", 49, Verdict.ELECTED),
        ('more_than = "1/2"', "votes cast", 49, Verdict.NEXT_ROUND),
        ('more_than = "1/2"', "votes cast", 50, Verdict.ELECTED),
        ('more_than = "1/2"', "voters who took part", 50, Verdict.NEXT_ROUND),
        ('more_than = "1/2"', "voters who took part", 51, Verdict.ELECTED),
        ('more_than = "1/3"', "registered voters", 40, Verdict.NEXT_ROUND),
        ('more_than = "1/3"', "registered voters", 41, Verdict.ELECTED),
    ],
)
def test_each_base_and_share(share: str, of: str, most: int, verdict: Verdict) -> None:
    """90 valid, 6 blank, 2 invalid: 98 cast; 100 took part, 120 registered. 2/3 of 90 is 60; half of 96 is 48, of 98
    49, of 100 50; a third of 120 is 40."""
    others = 90 - most
    counts = Counts.of(
        {"A": most, "B": others // 2, "C": others - others // 2}, blank=6, invalid=2, participants=100, registered=120
    )
    assert apply(law(SHARES.format(share=share, of=of)), [counts]).verdict is verdict


def test_who_goes_on_may_be_all() -> None:
    judgement = apply(
        law(SHARES.format(share='at_least = "1/1"', of="valid votes")), [Counts.of({"A": 3, "B": 2, "C": 1})]
    )
    assert judgement.next == Next(Follows.ROUND, 2, ("A", "B", "C"), None)


COUNTS_NEEDED = {
    "participants": Counts.of({"A": 1, "B": 0, "C": 0}, registered=1),
    "registered": Counts.of({"A": 1, "B": 0, "C": 0}, participants=1),
}


@pytest.mark.parametrize("field", COUNTS_NEEDED)
def test_a_number_that_the_law_needs_is_asked_for(field: str) -> None:
    with pytest.raises(CountsError) as caught:
        apply(BY, [COUNTS_NEEDED[field]])
    assert (caught.value.field, caught.value.problem) == (field, Problem.NOT_GIVEN)


def test_votes_against_all_that_the_law_does_not_know() -> None:
    with pytest.raises(CountsError) as caught:
        apply(FR, [Counts.of({"A": 3, "B": 2}, against_all=1)])
    assert (caught.value.field, caught.value.problem) == ("against_all", Problem.NOT_IN_LAW)


def test_the_second_round_is_between_those_whom_the_first_sends_there() -> None:
    first = Counts.of({"A": 4, "B": 3, "C": 2})
    for names, culprit, problem in (
        ({"A": 1, "C": 2}, "C", Problem.NOT_STANDING),
        ({"A": 1}, "B", Problem.NO_VOTES_FOR),
        ({"A": 1, "B": 2, "D": 0}, "D", Problem.NOT_STANDING),
    ):
        with pytest.raises(CountsError) as caught:
            apply(FR, [first, Counts.of(names)])
        assert (caught.value.field, caught.value.problem) == (culprit, problem)


def test_no_round_follows_from_a_finding() -> None:
    with pytest.raises(HeldError, match="vote 2: no vote follows from the one before: elected"):
        apply(FR, [Counts.of({"A": 4, "B": 3}), Counts.of({"A": 4, "B": 3})])
    with pytest.raises(HeldError, match="vote 3: no vote follows"):
        apply(FR, [Counts.of({"A": 4, "B": 3, "C": 2}), Counts.of({"A": 4, "B": 3}), Counts.of({"A": 4, "B": 3})])
    with pytest.raises(HeldError, match="open tie"):
        apply(FR, [Counts.of({"A": 4, "B": 3, "C": 3}), Counts.of({"A": 4, "B": 3})])
    invalid = belarus({"A": 1}, took_part=1, registered=100)
    with pytest.raises(HeldError, match="not valid"):
        apply(BY, [invalid, invalid])


def names_of(judgement: Judgement) -> list[str]:
    return [type(own.step).__name__ for own in judgement.steps]


def test_the_steps_tell_the_whole_way() -> None:
    """Each in its place: what is counted, what is asked for, what there is, what follows."""
    first = belarus({"A": 40, "B": 30, "C": 9}, took_part=100, registered=150)
    second = belarus({"A": 1, "B": 80}, took_part=100, registered=150)
    asked = ["RoundHeld", "Totals", "TurnoutCondition", "Votes", "Needed", "Reached"]
    judgement = apply(BY, [first, second])
    assert names_of(judgement) == [*asked, "Advanced", "Ordered", *asked, "Elected"]
    assert [step.number for step in steps_of(judgement, RoundHeld)] == [1, 2]
    assert [step.stage for step in steps_of(judgement, Votes)] == [1, 2]
    (ordered,) = steps_of(judgement, Ordered)
    assert ordered.next == Next(Follows.ROUND, 2, ("A", "B"), "P2W")
    alone = apply(BY, [belarus({"A": 1}, took_part=100, registered=150)])
    assert names_of(alone) == ["RoundHeld", "OneCandidate", *asked[1:], "NoFurtherRound", "Ordered"]
    nobody = apply(BY, [belarus({"A": 0, "B": 0, "C": 0}, took_part=100, registered=150)])
    assert names_of(nobody) == [*asked[:-1], "NoBallots", "Ordered"]
    assert names_of(apply(BY, [belarus({}, took_part=0, registered=9)])) == ["RoundHeld", "NobodyStands", "Ordered"]


def test_every_step_of_a_rule_has_its_article() -> None:
    """Plain numbers have none; Belarus cites the rule on the ballot for its totals."""
    first = belarus({"A": 40, "B": 30, "C": 9}, took_part=100, registered=150)
    plain = {"RoundHeld", "Votes"}
    for own in apply(BY, [first, belarus({"A": 1, "B": 80}, took_part=100, registered=150)]).steps:
        assert bool(own.cites) is (type(own.step).__name__ not in plain)
