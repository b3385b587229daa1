# SPDX-License-Identifier: Apache-2.0
"""Candidates under a law file: who may stand, one alone, and what follows if somebody leaves."""

import pytest
from law_files import shipped
from test_law_apply import FR, TWO, belarus, law, steps_of

from isonomia.law.apply import Facts, apply
from isonomia.law.ballots import Profile
from isonomia.law.counts import Counts
from isonomia.law.errors import CountsError, HeldError, Problem
from isonomia.law.judgement import Follows, Left, MovedUp, Next, OneCandidate, Verdict, VotesInvalid
from isonomia.law.law import SingleVote
from isonomia.law.nomination import check_nomination
from isonomia.law.steps import Needed

FIRST = Counts.of({"A": 40, "B": 30, "C": 20, "D": 10})
REPEAT = "[repeat]\nwithin = 'P3M'\ncites = ['R 8']\n"


def leaving(**rules: str) -> str:
    said = "".join(f"{key} = '{what}'\n" for key, what in rules.items())
    return f"[withdrawal]\n{said}cites = ['R 7']\n{REPEAT}{TWO}"


def test_in_france_the_next_one_moves_up() -> None:
    """Constitution, article 7: "le cas échéant après retrait de candidats plus favorisés"."""
    judgement = apply(FR, [FIRST], Facts(left=(Left("B", 2),)))
    assert judgement.next == Next(Follows.ROUND, 2, ("A", "C"), "P14D")
    assert steps_of(judgement, MovedUp) == [MovedUp("C", 20)]
    assert [own.cites for own in judgement.steps if isinstance(own.step, Left | MovedUp)] == [("Const. 7",)] * 2
    first = apply(FR, [FIRST], Facts(left=(Left("A", 2),)))
    assert first.next == Next(Follows.ROUND, 2, ("B", "C"), "P14D")
    assert steps_of(first, MovedUp) == [MovedUp("C", 20)]
    both = apply(FR, [FIRST], Facts(left=(Left("A", 2), Left("B", 2))))
    assert both.next == Next(Follows.ROUND, 2, ("C", "D"), "P14D")
    assert steps_of(both, MovedUp) == [MovedUp("C", 20), MovedUp("D", 10)]


def test_who_withdrew_must_not_stand_on_the_second_ballot() -> None:
    facts = Facts(left=(Left("B", 2),))
    with pytest.raises(CountsError) as caught:
        apply(FR, [FIRST, Counts.of({"A": 1, "B": 2})], facts)
    assert (caught.value.field, caught.value.problem) == ("B", Problem.NOT_STANDING)
    assert apply(FR, [FIRST, Counts.of({"A": 1, "C": 2})], facts).elected == ("C",)


def test_in_france_a_death_between_the_rounds_begins_everything_again() -> None:
    own = law(leaving(between_rounds="next moves up", death_between_rounds="everything again"))
    judgement = apply(own, [FIRST], Facts(left=(Left("B", 2, died=True),)))
    assert (judgement.verdict, judgement.next) == (Verdict.NOBODY, Next(Follows.REPEAT, None, (), "P3M"))
    assert apply(FR, [FIRST], Facts(left=(Left("B", 2, died=True),))).verdict is Verdict.NOBODY
    judgement = apply(own, [FIRST], Facts(left=(Left("C", 2, died=True),)))  # not one of the two
    assert judgement.next == Next(Follows.ROUND, 2, ("A", "B"), "P14D")


def test_who_left_does_not_stand_where_all_would_go_on() -> None:
    everybody = leaving(between_rounds="the others stand").replace("go_on = 2", "go_on = 'all'")
    judgement = apply(law(everybody), [FIRST], Facts(left=(Left("B", 2),)))
    assert judgement.next == Next(Follows.ROUND, 2, ("A", "C", "D"), "P14D")


def test_nobody_left_to_move_up() -> None:
    facts = Facts(left=tuple(Left(name, 2) for name in "BCD"))
    assert apply(FR, [FIRST], facts).next == Next(Follows.ROUND, 2, ("A",), "P14D")
    facts = Facts(left=tuple(Left(name, 2) for name in "ABCD"))
    judgement = apply(law(leaving(between_rounds="next moves up")), [FIRST], facts)
    assert (judgement.verdict, judgement.next) == (Verdict.NOBODY, Next(Follows.REPEAT, None, (), "P3M"))


def test_the_others_stand_without_who_left() -> None:
    judgement = apply(law(leaving(between_rounds="the others stand")), [FIRST], Facts(left=(Left("B", 2),)))
    assert judgement.next == Next(Follows.ROUND, 2, ("A",), "P14D")
    assert steps_of(judgement, MovedUp) == []


def test_votes_for_who_left_after_the_freeze_are_invalid() -> None:
    """Of 100 valid votes 40 are 40 %; without B's 30 they are 40 of 70, more than half."""
    own = law(leaving(after_freezing="votes are invalid"))
    judgement = apply(own, [FIRST], Facts(left=(Left("B", 1, frozen=True),)))
    assert (judgement.verdict, judgement.elected) == (Verdict.ELECTED, ("A",))
    assert steps_of(judgement, VotesInvalid) == [VotesInvalid("B", 30)]
    assert steps_of(judgement, Left) == [Left("B", 1, frozen=True)]
    assert apply(own, [FIRST]).verdict is Verdict.NEXT_ROUND
    cast = law(leaving(after_freezing="votes are invalid").replace("valid votes", "votes cast"))
    judgement = apply(cast, [FIRST], Facts(left=(Left("B", 1, frozen=True),)))
    assert steps_of(judgement, Needed)[0].number == 100  # as invalid ballots they are cast all the same


def test_votes_for_who_left_after_the_freeze_count() -> None:
    own = law(leaving(after_freezing="votes count"))
    judgement = apply(own, [FIRST], Facts(left=(Left("B", 1, frozen=True),)))
    assert judgement.next == Next(Follows.ROUND, 2, ("A", "B"), "P14D")


def test_everything_begins_again_after_the_freeze() -> None:
    own = law(leaving(death_after_freezing="everything again", after_freezing="votes count"))
    facts = Facts(left=(Left("B", 2, frozen=True, died=True),))
    judgement = apply(own, [FIRST, Counts.of({"A": 2, "B": 1})], facts)
    assert (judgement.verdict, judgement.next) == (Verdict.NOT_VALID, Next(Follows.REPEAT, None, (), "P3M"))
    facts = Facts(left=(Left("B", 2, frozen=True),))  # who only withdraws has votes that count
    assert apply(own, [FIRST, Counts.of({"A": 2, "B": 1})], facts).elected == ("A",)


def test_ireland_begins_again_if_a_candidate_dies() -> None:
    own = law(
        "[withdrawal]\ndeath_after_freezing = 'everything again'\nafter_freezing = 'votes count'\ncites = ['R 7']\n"
        "[ranking]\nmethod = 'instant-runoff'\ncites = ['R 1']\n"
    )
    profile = Profile.of("AB", [(2, ["A"]), (1, ["B"])])
    died = Facts(left=(Left("B", 1, frozen=True, died=True),))
    assert apply(own, [profile], died).verdict is Verdict.NOT_VALID
    assert apply(own, [profile], Facts(left=(Left("B", 1, frozen=True),))).elected == ("A",)


@pytest.mark.parametrize(
    ("left", "why"),
    [
        (Left("B", 2), "does not say what follows if somebody withdraws"),
        (Left("B", 2, died=True), "does not say what follows if somebody dies"),
        (Left("B", 1, frozen=True), "does not say what these votes are"),
        (Left("B", 1), "nobody can leave before round 1"),
        (Left("B", 3), "nobody can leave before round 3"),
    ],
)
def test_a_case_that_the_law_is_silent_about_is_not_guessed(left: Left, why: str) -> None:
    with pytest.raises(HeldError, match=f"^B: .*{why}"):
        apply(law(TWO), [FIRST], Facts(left=(left,)))


def test_who_left_was_a_candidate() -> None:
    with pytest.raises(CountsError) as caught:
        apply(FR, [FIRST], Facts(left=(Left("X", 2),)))
    assert (caught.value.field, caught.value.problem) == ("X", Problem.UNKNOWN_CANDIDATE)
    lists = law("[lists]\nmethod = 'dhondt'\nseats = 2\ncites = ['R 1']\n")
    with pytest.raises(HeldError, match="there are no candidates here"):
        apply(lists, [FIRST], Facts(left=(Left("A", 1, frozen=True),)))


def test_elected_without_a_vote() -> None:
    """Finland, Constitution, section 54; Ireland, Presidential Elections Act, section 20."""
    for name in ("fi-president", "ie-president"):
        judgement = apply(shipped(name), [], Facts(standing=("A",)))
        assert (judgement.verdict, judgement.elected) == (Verdict.ELECTED, ("A",))
        assert steps_of(judgement, OneCandidate) == [OneCandidate("A", SingleVote.NONE)]
    assert apply(shipped("fi-president"), [Counts.of({"A": 0})]).elected == ("A",)
    assert apply(shipped("ie-president"), [Profile.of("A", [])]).elected == ("A",)


def test_poland_holds_no_vote_about_one_candidate() -> None:
    """Kodeks wyborczy, article 293: the election is ordered anew, for the second round too."""
    own = shipped("pl-president")
    again = Next(Follows.REPEAT, None, (), "P14D")
    judgement = apply(own, [], Facts(standing=("A",)))
    assert (judgement.verdict, judgement.next) == (Verdict.NOBODY, again)
    three = Counts.of({"A": 4, "B": 3, "C": 3})
    judgement = apply(own, [three], Facts(left=(Left("B", 2), Left("C", 2))))
    assert (judgement.verdict, judgement.next) == (Verdict.NOBODY, again)
    assert steps_of(judgement, OneCandidate) == [OneCandidate("A", SingleVote.NEW_ELECTION)]


@pytest.mark.parametrize(("votes", "verdict"), [(5, Verdict.NOBODY), (6, Verdict.ELECTED)])
def test_austria_votes_for_or_against_one_candidate(votes: int, verdict: Verdict) -> None:
    """B-VG 60: more than half of the valid votes; nobody goes on to a second round alone."""
    judgement = apply(shipped("at-president"), [Counts.of({"A": votes}, against_all=10 - votes)])
    assert judgement.verdict is verdict
    assert judgement.next is None


def test_votes_against_belong_to_one_candidate_alone() -> None:
    with pytest.raises(CountsError) as caught:
        apply(shipped("at-president"), [Counts.of({"A": 6, "B": 1}, against_all=4)])
    assert caught.value.problem is Problem.NOT_IN_LAW


def test_without_a_rule_for_one_candidate_the_others_hold() -> None:
    assert apply(FR, [Counts.of({"A": 1})]).elected == ("A",)
    with pytest.raises(CountsError):
        apply(FR, [Counts.of({"A": 1}, against_all=1)])


def test_belarus_second_round_after_a_withdrawal_is_not_guessed() -> None:
    """Article 80 was not opened: the file is silent."""
    first = belarus({"A": 40, "B": 30, "C": 9}, took_part=100, registered=150)
    with pytest.raises(HeldError, match="does not say what follows if somebody withdraws between rounds"):
        apply(shipped("by-president"), [first], Facts(left=(Left("B", 2),)))


def test_who_would_not_have_gone_on_may_leave_without_a_rule() -> None:
    first = belarus({"A": 40, "B": 30, "C": 9}, took_part=100, registered=150)
    judgement = apply(shipped("by-president"), [first], Facts(left=(Left("C", 2),)))
    assert judgement.next == Next(Follows.ROUND, 2, ("A", "B"), "P2W")
    elected = belarus({"A": 60, "B": 30, "C": 9}, took_part=100, registered=150)
    assert apply(shipped("by-president"), [elected], Facts(left=(Left("B", 2),))).elected == ("A",)


def test_one_left_of_two_on_the_ballot_is_no_vote_for_or_against() -> None:
    """The association's rules 5 and 6: the vote was between two, and the votes for B are invalid: A has 1 of 1."""
    judgement = apply(
        shipped("association"),
        [Counts.of({"A": 1, "B": 3}, participants=4, registered=4)],
        Facts(left=(Left("B", 1, frozen=True),)),
    )
    assert (judgement.verdict, judgement.elected) == (Verdict.ELECTED, ("A",))
    assert steps_of(judgement, OneCandidate) == []


def test_all_left_after_the_freeze() -> None:
    own = law(leaving(after_freezing="votes are invalid"))
    judgement = apply(own, [FIRST], Facts(left=tuple(Left(name, 1, frozen=True) for name in "ABCD")))
    assert (judgement.verdict, judgement.next) == (Verdict.NOBODY, Next(Follows.REPEAT, None, (), "P3M"))


def test_the_checklist_of_a_nomination() -> None:
    own = shipped("fi-president")
    open_yet = check_nomination(own, {"citizen-by-birth": True, "two-terms": None})
    assert [condition.id for condition in open_yet.met] == ["citizen-by-birth"]
    assert [condition.id for condition in open_yet.unanswered] == ["two-terms", "nominated"]
    assert open_yet.may_stand is None
    assert check_nomination(own, {"citizen-by-birth": True, "two-terms": True, "nominated": True}).may_stand is True
    failed = check_nomination(own, {"citizen-by-birth": True, "two-terms": False})
    assert failed.may_stand is False
    assert [condition.cites for condition in failed.failed] == [("Const. 54",)]
    with pytest.raises(CountsError) as caught:
        check_nomination(own, {"tall": True})
    assert (caught.value.field, caught.value.problem) == ("tall", Problem.UNKNOWN_CONDITION)


def test_a_law_without_a_checklist_asks_nothing() -> None:
    assert check_nomination(law(TWO), {}).may_stand is True
