# SPDX-License-Identifier: Apache-2.0
"""Equal votes under a law file: each rule, in its order, for each purpose; and what the law is silent about."""

from fractions import Fraction

import pytest
from law_files import shipped
from test_law_apply import FR, TWO, law, steps_of

from isonomia.law.apply import Facts, apply
from isonomia.law.ballots import Profile
from isonomia.law.counts import Counts
from isonomia.law.decisions import ByRule, Criterion
from isonomia.law.errors import CountsError, DrawError, Problem
from isonomia.law.judgement import EitherWay, Follows, Judgement, Next, Ordered, Verdict
from isonomia.law.law import Law, TieRule
from isonomia.law.methods.plurality import plurality
from isonomia.law.steps import Elected, Excluded, Purpose, Tied, ToldApart


def with_ties(purpose: str, *rules: str, text: str = TWO) -> Law:
    return law(f"[ties]\n{purpose} = {{ by = {list(rules)}, cites = ['R 9'] }}\n" + text)


FIRST = Counts.of({"A": 4, "B": 3, "C": 3, "D": 2})
SECOND = Counts.of({"A": 4, "B": 4})
RANKING = "[ranking]\nmethod = '{}'\ncites = ['R 1']\n"
LISTS = "[lists]\nmethod = 'dhondt'\nseats = 3\ncites = ['R 1']\n"


def told(judgement: Judgement) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(step.rule, step.chosen, step.left) for step in steps_of(judgement, ToldApart)]


def test_where_the_law_is_silent_a_tie_stays_open() -> None:
    judgement = apply(FR, [FIRST])
    assert judgement.verdict is Verdict.OPEN_TIE
    assert judgement.tie is not None
    assert (judgement.tie.rule, judgement.tie.tie.candidates) == (None, ("B", "C"))
    assert {frozenset(ending.advance) for ending in judgement.tie.endings} == {frozenset("AB"), frozenset("AC")}
    judgement = apply(FR, [Counts.of({"A": 4, "B": 3, "C": 2}), SECOND], Facts(lot=("B", "A", "C")))
    assert (judgement.verdict, judgement.elected) == (Verdict.OPEN_TIE, ())  # no law, no lot


def test_the_lot_is_asked_for_until_it_is_drawn() -> None:
    own = with_ties("advance", "lot")
    judgement = apply(own, [FIRST])
    assert judgement.tie is not None
    assert (judgement.verdict, judgement.tie.rule) == (Verdict.OPEN_TIE, TieRule.LOT)
    for lot, winner in ((("D", "C", "B", "A"), "C"), (("B", "C"), "B")):  # of all, or of those tied
        judgement = apply(own, [FIRST], Facts(lot=lot))
        assert judgement.next == Next(Follows.ROUND, 2, ("A", winner), "P14D")
        assert told(judgement) == [("lot", (winner,), ())]
        assert [step.cites for step in judgement.steps if isinstance(step.step, ToldApart)] == [("R 9",)]


def test_a_lot_that_does_not_name_those_tied_does_not_help() -> None:
    judgement = apply(with_ties("advance", "lot"), [FIRST], Facts(lot=("A", "B", "D")))
    assert judgement.verdict is Verdict.OPEN_TIE


def test_the_older_candidate() -> None:
    own = with_ties("elect", "older candidate")
    held = [Counts.of({"A": 4, "B": 3, "C": 2}), SECOND]
    judgement = apply(own, held, Facts(born={"A": "1970-02-01", "B": "1969-12-31"}))
    assert (judgement.verdict, judgement.elected) == (Verdict.ELECTED, ("B",))
    assert told(judgement) == [("older candidate", ("B",), ())]
    judgement = apply(own, held, Facts(born={"A": "1970-02-01"}))
    assert judgement.tie is not None
    assert judgement.tie.rule is TieRule.OLDER


def test_equal_ages_leave_it_to_the_next_rule() -> None:
    own = with_ties("elect", "older candidate", "lot")
    held = [Counts.of({"A": 4, "B": 3, "C": 2}), SECOND]
    born = {"A": "1970-02-01", "B": "1970-02-01"}
    judgement = apply(own, held, Facts(born=born))
    assert judgement.tie is not None
    assert (judgement.tie.rule, told(judgement)) == (TieRule.LOT, [("older candidate", (), ("A", "B"))])
    judgement = apply(own, held, Facts(born=born, lot=("B", "A")))
    assert (judgement.elected, told(judgement)[1]) == (("B",), ("lot", ("B",), ()))


def test_a_rule_that_cannot_be_asked_is_not_passed_over() -> None:
    """Without the ages the lot is not drawn: it might not be lawful."""
    judgement = apply(
        with_ties("elect", "older candidate", "lot"),
        [Counts.of({"A": 4, "B": 3, "C": 2}), SECOND],
        Facts(lot=("B", "A")),
    )
    assert judgement.tie is not None
    assert judgement.tie.rule is TieRule.OLDER


def test_who_won_more_districts() -> None:
    judgement = apply(with_ties("advance", "won more districts"), [FIRST], Facts(districts={"B": 3, "C": 4}))
    assert judgement.next == Next(Follows.ROUND, 2, ("A", "C"), "P14D")


def test_several_places_are_filled_from_the_top() -> None:
    """Two of three go on: the oldest is sure, the lot is between the two younger ones of one age."""
    own = with_ties("advance", "older candidate", "lot")
    counts = Counts.of({"A": 3, "B": 3, "C": 3, "D": 1})
    facts = Facts(born={"A": "1980-01-01", "B": "1970-01-01", "C": "1980-01-01"}, lot=("C", "A"))
    judgement = apply(own, [counts], facts)
    assert told(judgement) == [("older candidate", ("B",), ("A", "C")), ("lot", ("C",), ())]
    assert judgement.next == Next(Follows.ROUND, 2, ("B", "C"), "P14D")


def test_exactly_as_many_above_as_places() -> None:
    """Two of three go on, two are older than the third: nothing is left to ask, and the lot stays undrawn."""
    own = with_ties("advance", "older candidate", "lot")
    counts = Counts.of({"A": 3, "B": 3, "C": 3, "D": 1})
    judgement = apply(own, [counts], Facts(born={"A": "1970-01-01", "B": "1980-01-01", "C": "1970-01-01"}))
    assert told(judgement) == [("older candidate", ("A", "C"), ())]


def test_a_new_vote_between_those_tied_as_often_as_it_takes() -> None:
    """Austria, BPräsWG 20(3): the run-off is repeated until somebody has more."""
    own = shipped("at-president")
    first = Counts.of({"A": 4, "B": 3, "C": 2})
    again = Next(Follows.NEW_VOTE, 2, ("A", "B"), None)
    for held in ([first, SECOND], [first, SECOND, SECOND]):
        judgement = apply(own, held)
        assert (judgement.verdict, judgement.next) == (Verdict.NEXT_ROUND, again)
    judgement = apply(own, [first, SECOND, SECOND, Counts.of({"A": 4, "B": 5})])
    assert (judgement.verdict, judgement.elected) == (Verdict.ELECTED, ("B",))
    assert steps_of(judgement, Ordered)[-1] == Ordered(again)


def test_who_had_more_votes_in_the_first_round() -> None:
    own = with_ties("elect", "more votes")
    judgement = apply(own, [Counts.of({"A": 3, "B": 4, "C": 2}), SECOND])
    assert (judgement.elected, told(judgement)) == (("B",), [("more votes", ("B",), ())])


def test_a_majority_below_half_may_be_a_tie() -> None:
    own = law(
        "[ties]\nelect = { by = ['lot'], cites = ['R 9'] }\n"
        "[[rounds]]\nelected = { at_least = '1/2', of = 'valid votes' }\ncites = ['R 1']\n"
    )
    assert apply(own, [SECOND]).verdict is Verdict.OPEN_TIE
    assert apply(own, [SECOND], Facts(lot=("B", "A"))).elected == ("B",)


def test_more_votes_decide_about_a_seat_then_the_lot() -> None:
    """Spain, LOREG 163(1)(d). D'Hondt, 3 seats: 6/1, 3/1 and 6/2 are the quotients; the third seat is between A with
    2 x 3 and B with 3, and A has more votes in all."""
    own = shipped("es-congress-constituency")
    judgement = apply(own, [Counts.of({"A": 6, "B": 3, "C": 1})], Facts(seats=2))
    assert judgement.seats == (("A", 2), ("B", 0), ("C", 0))
    assert told(judgement) == [("more votes", ("A",), ())]
    judgement = apply(own, [Counts.of({"A": 4, "B": 4, "C": 1})], Facts(seats=3))
    assert judgement.tie is not None
    assert (judgement.tie.rule, judgement.seats) == (TieRule.LOT, (("A", 1), ("B", 1), ("C", 0)))
    judgement = apply(own, [Counts.of({"A": 4, "B": 4, "C": 1})], Facts(seats=3, lot=("B", "A")))
    assert judgement.seats == (("A", 1), ("B", 2), ("C", 0))


IRISH = with_ties("exclude", "more votes", "earlier counts", "lot", text=RANKING.format("instant-runoff"))


def test_exclusion_by_first_preferences() -> None:
    """C and D have 4 at the second count, after E's paper went to D; at the first D had 3 and C 4: D goes."""
    profile = Profile.of("ABCDE", [(9, ["A"]), (8, ["B"]), (4, ["C"]), (3, ["D"]), (1, ["E", "D"])])
    judgement = apply(IRISH, [profile])
    assert [step.candidate for step in steps_of(judgement, Excluded)][:2] == ["E", "D"]
    assert told(judgement)[0] == ("more votes", ("D",), ())


def test_exclusion_by_the_first_count_that_differs() -> None:
    """C and D begin with 4 each. E's paper goes to D (4 and 5), then F's two, one each... to C: at the third count they
    have 6 and 6: E (1) gives D 5, F (2) gives C 6, G (3) gives D 1 and A 2. First different at the second count, where
    C had fewer: C goes, without a lot."""
    profile = Profile.of(
        "ABCDEFG",
        [(30, ["A"]), (29, ["B"]), (4, ["C"]), (4, ["D"]), (1, ["E", "D"]), (2, ["F", "C"]), (1, ["G", "D"]),
         (2, ["G", "A"])],
    )  # fmt: skip
    judgement = apply(IRISH, [profile])
    assert [step.candidate for step in steps_of(judgement, Excluded)][:4] == ["E", "F", "G", "C"]
    assert told(judgement) == [("more votes", (), ("C", "D")), ("earlier counts", ("C",), ())]
    assert steps_of(judgement, ToldApart)[1].values == (("C", 4), ("D", 5))


def test_exclusion_of_those_equal_at_every_count_is_by_lot() -> None:
    profile = Profile.of("ABC", [(3, ["A"]), (2, ["B", "A"]), (2, ["C", "B"])])
    judgement = apply(IRISH, [profile])
    assert judgement.tie is not None
    assert (judgement.verdict, judgement.tie.rule) == (Verdict.OPEN_TIE, TieRule.LOT)
    judgement = apply(IRISH, [profile], Facts(lot=("A", "B", "C")))  # the last of the draw goes out
    assert (judgement.elected, told(judgement)[-1]) == (("B",), ("lot", ("C",), ()))
    assert steps_of(judgement, ToldApart)[1].values == (("B", 0), ("C", 0))


def test_earlier_counts_narrow_down_and_are_asked_again() -> None:
    """Plainly, on a count made by hand: at stage 1 three have 2, 2, 3, at stage 2 those with 2 have 1 and 3."""
    from isonomia.law.decisions import Count, EarlierCounts
    from isonomia.law.steps import Votes

    count = Count(None, (), {Purpose.EXCLUDE: (EarlierCounts("earlier counts"),)})
    count.add(Votes(1, (("A", 2), ("B", 2), ("C", 3))))
    count.add(Votes(2, (("A", 3), ("B", Fraction(1, 2)), ("C", 3))))
    assert count.choose(Purpose.EXCLUDE, ["A", "B", "C"]) == ("B",)
    assert [step.values for step in count.steps if isinstance(step, ToldApart)] == [
        (("A", 2), ("B", 2), ("C", 3)),
        (("A", 3), ("B", Fraction(1, 2))),
    ]


def test_ways_that_meet_again_are_not_one_if_earlier_counts_decide_later() -> None:
    """X and Y have one vote each, X's goes to A, Y's to B. Whoever goes first, A and B end with 6 each, and E and F are
    tied among the same candidates; but at the second count A had more than B, or B more than A, and that decides
    which of them goes. Without A, its 5 papers go to B, D's 9 too, and B beats C by 20 to 14; without B, A has 11, D's
    papers are exhausted, and C has 14."""
    profile = Profile.of(
        "CDABEFXY",
        [(14, ["C"]), (9, ["D", "B"]), (5, ["A", "B"]), (5, ["B", "A"]), (2, ["E"]), (2, ["F"]), (1, ["X", "A"]),
         (1, ["Y", "B"])],
    )  # fmt: skip
    judgement = apply(IRISH, [profile])
    assert judgement.tie is not None
    assert {ending.elected for ending in judgement.tie.endings} == {frozenset("B"), frozenset("C")}
    for lot, winner in (("FXEY", "B"), ("FYEX", "C")):  # whoever is last goes: Y before X, or X before Y
        assert apply(IRISH, [profile], Facts(lot=tuple(lot))).elected == (winner,)


def test_the_runoff_of_a_contingent_vote() -> None:
    """Sri Lanka: lots decide who is in the runoff, and who of two with equal votes is elected."""
    own = shipped("lk-president")
    profile = Profile.of("ABC", [(3, ["A"]), (2, ["B", "C"]), (2, ["C", "A"])])
    judgement = apply(own, [profile])
    assert judgement.tie is not None
    assert (judgement.tie.rule, judgement.tie.tie.purpose) == (TieRule.LOT, Purpose.ADVANCE)
    assert apply(own, [profile], Facts(lot=("C", "B"))).elected == ("C",)
    equal = Profile.of("AB", [(2, ["A"]), (2, ["B"])])
    assert apply(own, [equal], Facts(lot=("B", "A"))).elected == ("B",)


def test_a_tie_on_which_nothing_hangs_is_told_and_followed_to_the_end() -> None:
    """Who of C and D goes first does not matter: A has more than half when both are gone."""
    profile = Profile.of("ABCD", [(4, ["A"]), (3, ["B"]), (1, ["C"]), (1, ["D"])])
    judgement = apply(law(RANKING.format("instant-runoff")), [profile])
    assert (judgement.verdict, judgement.elected, judgement.tie) == (Verdict.ELECTED, ("A",), None)
    (either,) = steps_of(judgement, EitherWay)
    assert (either.tie.candidates, either.chosen) == (("C", "D"), ("C",))
    assert steps_of(judgement, Tied) == []
    assert [step.candidate for step in steps_of(judgement, Excluded)] == ["C", "D"]
    assert steps_of(judgement, Elected)[0].votes == (("A", 4),)


def test_a_tie_between_pairs_has_no_rule() -> None:
    circle = Profile.of("ABC", [(1, list("ABC")), (1, list("BCA")), (1, list("CAB"))])
    judgement = apply(law(RANKING.format("ranked-pairs")), [circle], Facts(lot=("A", "B", "C")))
    assert judgement.tie is not None
    assert (judgement.verdict, judgement.tie.rule, judgement.tie.tie.purpose) == (
        Verdict.OPEN_TIE, None, Purpose.LOCK,
    )  # fmt: skip


def test_rules_and_drawn_orders_agree() -> None:
    """A law with the lot alone says what a method says to the same draw."""
    ties = ByRule(((Purpose.ELECT, (Criterion("lot", (("A", 3), ("B", 1), ("C", 2))),)),))
    assert plurality(Counts.of({"A": 2, "B": 2, "C": 2}), ties=ties, seats=2).elected == ("B", "C")


FACTS = {
    "lot": (Facts(lot=("A", "E")), CountsError, "E", Problem.UNKNOWN_CANDIDATE),
    "ages": (Facts(born={"E": "1970-01-01"}), CountsError, "E", Problem.UNKNOWN_CANDIDATE),
    "an age": (Facts(born={"A": "1970"}), CountsError, "A", Problem.NOT_A_DATE),
    "a month": (Facts(born={"A": "1970-13-01"}), CountsError, "A", Problem.NOT_A_DATE),
    "districts": (Facts(districts={"E": 3}), CountsError, "E", Problem.UNKNOWN_CANDIDATE),
    "half a district": (Facts(districts={"A": 0.5}), CountsError, "A", Problem.NOT_A_COUNT),  # type: ignore[dict-item]
}


@pytest.mark.parametrize(("facts", "error", "field", "problem"), FACTS.values(), ids=FACTS)
def test_wrong_facts_are_named(facts: Facts, error: type[CountsError], field: str, problem: Problem) -> None:
    with pytest.raises(error) as caught:
        apply(with_ties("advance", "lot"), [FIRST], facts)
    assert (caught.value.field, caught.value.problem) == (field, problem)


def test_a_lot_that_names_somebody_twice() -> None:
    with pytest.raises(DrawError):
        apply(with_ties("advance", "lot"), [FIRST], Facts(lot=("A", "B", "B")))
