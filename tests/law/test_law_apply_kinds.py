# SPDX-License-Identifier: Apache-2.0
"""Rankings, lists, questions and regions under a law file; quorums and repeats. Arithmetic by hand."""

from fractions import Fraction

import pytest
from law_files import shipped
from test_law_apply import TWO, law, names_of, steps_of

from isonomia.law.apply import Facts, apply
from isonomia.law.ballots import Profile
from isonomia.law.counting import LISTS, ONE_SEAT, SEVERAL_SEATS
from isonomia.law.counts import Counts
from isonomia.law.errors import BallotError, CountsError, HeldError, Problem
from isonomia.law.judgement import Follows, Next, Region, RegionsFor, Totals, TurnoutCondition, TurnoutNotAsked, Verdict
from isonomia.law.law import ListMethod, RankingMethod
from isonomia.law.question import Regional
from isonomia.law.steps import BelowThreshold, Elected, Needed, Reached


def test_every_method_has_its_name() -> None:
    assert set(ONE_SEAT) | set(SEVERAL_SEATS) == set(RankingMethod)
    assert set(LISTS) == set(ListMethod)


@pytest.mark.parametrize(("facts", "field"), [(Facts(seats=3), "seats"), (Facts(exempt=frozenset("A")), "exempt")])
def test_seats_and_exemptions_are_of_lists_alone(facts: Facts, field: str) -> None:
    """Silence would look like consent: an STV's seats are in its file."""
    for own, vote in ((shipped("ie-president"), PROFILE), (law(TWO), Counts.of({"A": 2, "B": 1}))):
        with pytest.raises(CountsError) as caught:
            apply(own, [vote], facts)
        assert (caught.value.field, caught.value.problem) == (field, Problem.NOT_IN_LAW)


PROFILE = Profile.of("ABC", [(6, ["A", "C"]), (3, ["B"]), (2, ["C", "B"])])


@pytest.mark.parametrize("method", RankingMethod)
def test_every_ranking_method_elects_who_has_more_than_half(method: RankingMethod) -> None:
    """6 of 11 have A first: so say all but Borda, by whose points (2, 1, 0; the unranked share) A has 12, too."""
    own = law(f"[ranking]\nmethod = '{method.value}'\ncites = ['R 1']\n")
    judgement = apply(own, [PROFILE])
    assert (judgement.verdict, judgement.elected) == (Verdict.ELECTED, ("A",))
    assert all(step.cites == ("R 1",) for step in judgement.steps if isinstance(step.step, Elected))


def test_several_seats_by_ranking() -> None:
    """Quota 11 / 3 + 1 = 4: A has it with 6, and a surplus of 2 goes to C, who has then 4."""
    own = law("[ranking]\nmethod = 'stv-scottish'\nseats = 2\ncites = ['R 1']\n")
    assert apply(own, [PROFILE]).elected == ("A", "C")


def test_no_ranking_at_all() -> None:
    own = law("[repeat]\nwithin = 'P1M'\ncites = ['R 8']\n[ranking]\nmethod = 'instant-runoff'\ncites = ['R 1']\n")
    for profile in (Profile.of("AB", [(5, [])]), Profile.of("AB", [])):
        judgement = apply(own, [profile])
        assert (judgement.verdict, judgement.next) == (Verdict.NOBODY, Next(Follows.REPEAT, None, (), "P1M"))


def test_ballots_that_the_method_does_not_take_are_named() -> None:
    with pytest.raises(BallotError, match="ballot 1: equal ranks"):
        apply(shipped("ie-president"), [Profile.of("AB", [(1, [["A", "B"]])])])


def lists(threshold: str = "", method: str = "dhondt") -> str:
    return f"[lists]\nmethod = '{method}'\nseats = 4\ncites = ['R 1']\n{threshold}"


FIVE = "threshold = { at_least = '1/20', of = 'valid votes', cites = ['R 5'] }\n"
COUNTS = Counts.of({"A": 60, "B": 35, "C": 5}, blank=10)


def test_seats_with_a_threshold_that_is_reached_exactly() -> None:
    """5 of 100 is a twentieth; more than that is asked for in the second law. 4 seats: 60, 35, 30, 20."""
    judgement = apply(law(lists(FIVE)), [COUNTS])
    assert (judgement.verdict, judgement.seats) == (Verdict.SEATS, (("A", 3), ("B", 1), ("C", 0)))
    (below,) = [own for own in judgement.steps if isinstance(own.step, BelowThreshold)]
    assert (below.step.votes, below.cites) == ((), ("R 5",))  # type: ignore[union-attr]
    above = apply(law(lists(FIVE.replace("at_least", "more_than"))), [COUNTS])
    assert steps_of(above, BelowThreshold)[0].votes == (("C", 5),)
    blanks = apply(law(lists(FIVE.replace("valid votes", "valid and blank votes"))), [COUNTS])
    assert steps_of(blanks, BelowThreshold)[0].votes == (("C", 5),)  # 5 of 110


def test_exempt_lists_take_part_if_the_law_has_such() -> None:
    """As BWahlG 4(2). Of 20 seats by D'Hondt the last goes for 60 / 12 = 5 or 35 / 7 = 5 or 5 / 1 = 5: without a tie
    there are 12 + 7 + 1 = 20 quotients of 5 and more."""
    own = law(
        lists(FIVE.replace("1/20", "1/10").replace(" }", ", exempt = { en = 'minorities' } }")).replace("4", "20")
    )
    with_it = apply(own, [COUNTS], Facts(exempt=frozenset("C")))
    assert dict(with_it.seats)["C"] == 1
    assert dict(apply(own, [COUNTS]).seats)["C"] == 0
    with pytest.raises(CountsError) as caught:
        apply(law(lists(FIVE)), [COUNTS], Facts(exempt=frozenset("C")))
    assert (caught.value.field, caught.value.problem) == ("exempt", Problem.NOT_IN_LAW)
    with pytest.raises(CountsError) as caught:
        apply(own, [COUNTS], Facts(exempt=frozenset("D")))
    assert (caught.value.field, caught.value.problem) == ("D", Problem.UNKNOWN_CANDIDATE)


def test_how_many_seats_is_in_the_law_or_told() -> None:
    own = shipped("es-congress-constituency")
    assert sum(seats for _, seats in apply(own, [COUNTS], Facts(seats=7)).seats) == 7
    with pytest.raises(CountsError) as caught:
        apply(own, [COUNTS])
    assert (caught.value.field, caught.value.problem) == ("seats", Problem.NOT_GIVEN)
    with pytest.raises(CountsError) as caught:
        apply(law(lists()), [COUNTS], Facts(seats=5))
    assert (caught.value.field, caught.value.problem) == ("seats", Problem.NOT_IN_LAW)
    assert apply(law(lists()), [COUNTS], Facts(seats=4)).verdict is Verdict.SEATS


def test_lists_without_a_vote() -> None:
    assert apply(law(lists()), [Counts.of({"A": 0}, blank=3)]).verdict is Verdict.NOBODY
    assert apply(law(lists()), [Counts.of({})]).verdict is Verdict.NOBODY


QUESTION = "[question]\nadopted = {{ {}, of = '{}' }}\ncites = ['R 1']\n"


@pytest.mark.parametrize(
    ("share", "of", "yes", "verdict"),
    [
        ("more_than = '1/2'", "valid votes", 50, Verdict.REJECTED),
        ("more_than = '1/2'", "valid votes", 51, Verdict.ADOPTED),
        ("at_least = '2/3'", "valid votes", 66, Verdict.REJECTED),
        ("at_least = '2/3'", "valid votes", 67, Verdict.ADOPTED),
        ("more_than = '1/2'", "votes cast", 55, Verdict.REJECTED),
        ("more_than = '1/2'", "votes cast", 56, Verdict.ADOPTED),
        ("more_than = '1/2'", "registered voters", 100, Verdict.REJECTED),
    ],
)
def test_a_question(share: str, of: str, yes: int, verdict: Verdict) -> None:
    """100 yes and no, 10 blank, 200 registered: half is 50, 55, 100; two thirds are 66 2/3."""
    counts = Counts.of({"yes": yes, "no": 100 - yes}, blank=10, registered=200)
    judgement = apply(law(QUESTION.format(share, of)), [counts])
    assert judgement.verdict is verdict
    assert steps_of(judgement, Reached)[0].met is (verdict is Verdict.ADOPTED)


@pytest.mark.parametrize("share", ["more_than = '1/2'", "at_least = '1/2'"])
def test_a_question_nobody_answered(share: str) -> None:
    """0 is at least half of 0; but a proposal for which nobody voted is not adopted."""
    own = law(QUESTION.format(share, "valid votes"))
    assert apply(own, [Counts.of({"yes": 0, "no": 0}, blank=9)]).verdict is Verdict.REJECTED


def test_a_question_has_two_answers() -> None:
    own = law(QUESTION.format("more_than = '1/2'", "valid votes"))
    for votes, field, problem in (
        ({"yes": 1, "maybe": 2}, "maybe", Problem.OPTIONS),
        ({"yes": 1}, "no", Problem.NOT_GIVEN),
        ({"yes": 1, "no": 1, "A": 1}, "A", Problem.OPTIONS),
    ):
        with pytest.raises(CountsError) as caught:
            apply(own, [Counts.of(votes)])
        assert (caught.value.field, caught.value.problem) == (field, problem)


QUORUM = "[turnout]\nat_least = '1/2'\ncites = ['R 4']\n"


def test_a_quorum_that_is_reached_exactly() -> None:
    own = law(QUORUM + QUESTION.format("more_than = '1/2'", "valid votes"))
    for took_part, verdict in ((49, Verdict.NOT_VALID), (50, Verdict.ADOPTED)):
        counts = Counts.of({"yes": 30, "no": 5}, participants=took_part, registered=100)
        judgement = apply(own, [counts])
        assert judgement.verdict is verdict
        assert steps_of(judgement, TurnoutCondition)[0].at_least


def test_lists_with_a_quorum() -> None:
    own = law(QUORUM + lists())
    counts = Counts.of({"A": 3}, participants=3, registered=10)
    assert apply(own, [counts]).verdict is Verdict.NOT_VALID


def test_the_second_meeting_of_an_association_needs_no_quorum() -> None:
    own = shipped("association")
    counts = Counts.of({"A": 3, "B": 1}, participants=4, registered=10)
    judgement = apply(own, [counts])
    assert judgement.verdict is Verdict.NOT_VALID
    assert judgement.next == Next(Follows.REPEAT, None, ("A", "B"), "P1M")  # the same stand again
    judgement = apply(own, [counts], Facts(repeat=True))
    assert (judgement.verdict, judgement.elected) == (Verdict.ELECTED, ("A",))
    assert len(steps_of(judgement, TurnoutNotAsked)) == 1


def test_belarus_asks_for_the_turnout_of_a_repeat_too() -> None:
    counts = Counts.of({"A": 3, "B": 1}, participants=4, registered=10)
    assert apply(shipped("by-president"), [counts], Facts(repeat=True)).verdict is Verdict.NOT_VALID


CANTONS = """
[question]
adopted = { more_than = '1/2', of = 'valid votes' }
cites = ['R 1']
[question.regions]
more_than = '1/2'
region = { more_than = '1/2', of = 'valid votes' }
weights = { N = '1/1', E = '1/1', S = '1/2', W = '1/2' }
cites = ['R 2']
"""


def regions(**yes: int) -> Regional:
    """Of 10 votes in each, but 100 in N."""
    return Regional.of(
        {name: Counts.of({"yes": own, "no": (100 if name == "N" else 10) - own}) for name, own in yes.items()}
    )


@pytest.mark.parametrize(
    ("held", "weight", "people", "verdict"),
    [
        (regions(N=60, E=6, S=2, W=2), Fraction(2), True, Verdict.ADOPTED),
        (regions(N=80, E=5, S=6, W=2), Fraction(3, 2), True, Verdict.REJECTED),  # half of three is not more
        (regions(N=80, E=5, S=6, W=6), Fraction(2), True, Verdict.ADOPTED),
        (regions(N=40, E=6, S=6, W=6), Fraction(2), False, Verdict.REJECTED),  # the regions, not the people
        (regions(N=80, E=5, S=5, W=5), Fraction(1), True, Verdict.REJECTED),  # half is not carried
    ],
)
def test_a_double_majority(held: Regional, weight: Fraction, people: bool, verdict: Verdict) -> None:
    """130 votes in all: 66 are more than half. Weights 1, 1, 1/2, 1/2: more than 3/2 are needed."""
    judgement = apply(law(CANTONS), [held])
    assert judgement.verdict is verdict
    assert steps_of(judgement, Needed)[0].votes == 66
    assert steps_of(judgement, Reached)[0].met is people
    assert steps_of(judgement, RegionsFor) == [
        RegionsFor(weight, Fraction(3), Fraction(1, 2), False, weight > Fraction(3, 2))
    ]
    assert [own.cites for own in judgement.steps if isinstance(own.step, Region)] == [("R 2",)] * 4


def test_every_region_has_to_be_there_and_no_other() -> None:
    for held, field, problem in (
        (regions(N=60, E=6, S=2), "W", Problem.NOT_GIVEN),
        (regions(N=60, E=6, S=2, W=1, X=2), "X", Problem.UNKNOWN_REGION),
        (Counts.of({"yes": 2, "no": 1}), "regions", Problem.NOT_GIVEN),
    ):
        with pytest.raises(CountsError) as caught:
            apply(law(CANTONS), [held])
        assert (caught.value.field, caught.value.problem) == (field, problem)


def test_regions_answer_one_question() -> None:
    with pytest.raises(CountsError) as caught:
        Regional.of({"N": Counts.of({"yes": 1, "no": 1}), "S": Counts.of({"yes": 1})})
    assert (caught.value.field, caught.value.problem) == ("S", Problem.OTHER_CANDIDATES)


def test_regions_together_are_their_sum() -> None:
    parts = {
        "N": Counts.of({"yes": 1, "no": 2}, blank=3, invalid=4, participants=10, registered=11),
        "S": Counts.of({"no": 5, "yes": 7}, blank=1, invalid=1, participants=14, registered=20),
    }
    assert Regional.of(parts).whole == Counts.of(
        {"yes": 8, "no": 7}, blank=4, invalid=5, participants=24, registered=31
    )
    parts["S"] = Counts.of({"yes": 7, "no": 5}, registered=20)
    assert (Regional.of(parts).whole.participants, Regional.of(parts).whole.registered) == (None, 31)


def test_votes_of_another_kind_than_the_law_s() -> None:
    for own, held in (
        (law(TWO), PROFILE),
        (law(TWO), regions(N=1)),
        (law(lists()), PROFILE),
        (shipped("ie-president"), COUNTS),
        (law(CANTONS), PROFILE),
    ):
        with pytest.raises(HeldError, match="the law is for"):
            apply(own, [held])
    with pytest.raises(HeldError, match="one vote"):
        apply(law(lists()), [COUNTS, COUNTS])
    for own in (lists(), CANTONS):
        with pytest.raises(HeldError, match="no vote has been held"):
            apply(law(own), [])


def test_the_steps_tell_the_whole_way_for_lists_and_questions_too() -> None:
    assert names_of(apply(law(lists()), [COUNTS])) == ["Totals", "Votes", *["Quotient"] * 4]
    judgement = apply(law(CANTONS), [regions(N=60, E=6, S=2, W=2)])
    assert names_of(judgement) == ["Totals", "Votes", "Needed", "Reached", *["Region"] * 4, "RegionsFor"]
    assert steps_of(judgement, Totals)[0].candidates == 130


def test_at_least_half_of_the_regions() -> None:
    own = law(CANTONS.replace("[question.regions]\nmore_than", "[question.regions]\nat_least"))
    assert apply(own, [regions(N=80, E=5, S=6, W=2)]).verdict is Verdict.ADOPTED  # 3/2 of 3
    assert apply(own, [regions(N=80, E=5, S=5, W=2)]).verdict is Verdict.REJECTED
