# SPDX-License-Identifier: Apache-2.0
"""What the shipped laws say beside majorities: who leaves, who is alone, who is equal. Expected by the text of the
article that each file cites, and by hand."""

import pytest
from law_files import shipped

from isonomia.law.apply import apply
from isonomia.law.ballots import Profile
from isonomia.law.case import Facts
from isonomia.law.counts import Counts
from isonomia.law.judgement import Follows, Left, RegionsFor, Verdict
from isonomia.law.question import Regional
from isonomia.law.steps import BelowThreshold

FIRST = Counts.of({"A": 40, "B": 30, "C": 20, "D": 10}, participants=100, registered=150)


@pytest.mark.parametrize("law", ["fr-president", "pl-president", "association"])
def test_who_withdraws_between_the_rounds_is_followed_by_the_next(law: str) -> None:
    judgement = apply(shipped(law), [FIRST], Facts(left=(Left("B", 2),)))
    assert judgement.next is not None
    assert (judgement.verdict, judgement.next.candidates) == (Verdict.NEXT_ROUND, ("A", "C"))


def test_a_death_between_the_rounds() -> None:
    """France (Constitution 7): everything again. Finland: the procedure is restarted. Poland (292(3)): the next one."""
    dead = Facts(left=(Left("B", 2, died=True),))
    for law in ("fr-president", "fi-president"):
        assert apply(shipped(law), [FIRST], dead).verdict is Verdict.NOBODY
    for law in ("pl-president", "association"):
        following = apply(shipped(law), [FIRST], dead).next
        assert following is not None
        assert following.candidates == ("A", "C")


@pytest.mark.parametrize("law", ["pl-president", "association"])
@pytest.mark.parametrize("died", [False, True])
def test_votes_for_a_struck_name_are_invalid(law: str, died: bool) -> None:
    """KW 309 and 312: C, struck after the printing, had 20 of 100 votes; 41 of the other 80 are more than half."""
    counts = Counts.of({"A": 41, "B": 39, "C": 20}, participants=100, registered=150)
    struck = Facts(left=(Left("C", 1, frozen=True, died=died),))
    assert apply(shipped(law), [counts]).verdict is Verdict.NEXT_ROUND
    assert apply(shipped(law), [counts], struck).elected == ("A",)


def test_finland_begins_again_after_a_death() -> None:
    """VOTA 44301: also once the ballots are there, whoever it is."""
    dead = Facts(left=(Left("D", 1, frozen=True, died=True),))
    assert apply(shipped("fi-president"), [FIRST], dead).verdict is Verdict.NOT_VALID


def test_ireland_gives_up_or_dies_with_the_ballots_printed() -> None:
    """Section 30: nobody can withdraw then, and the votes count. Section 31(4): a death begins everything again."""
    held = [Profile.of("ABC", [(60, ["A"]), (30, ["B"]), (10, ["C"])])]
    law = shipped("ie-president")
    assert apply(law, held, Facts(left=(Left("A", 1, frozen=True),))).elected == ("A",)
    assert apply(law, held, Facts(left=(Left("C", 1, frozen=True, died=True),))).verdict is Verdict.NOT_VALID


@pytest.mark.parametrize(
    ("law", "verdict", "elected"),
    [
        ("fi-president", Verdict.ELECTED, ("A",)),
        ("ie-president", Verdict.ELECTED, ("A",)),
        ("pl-president", Verdict.NOBODY, ()),
    ],
)
def test_one_candidate_without_a_vote(law: str, verdict: Verdict, elected: tuple[str, ...]) -> None:
    """Finland, Constitution 54, and Ireland, section 20: elected without one; Poland, article 293: a new election."""
    judgement = apply(shipped(law), [], Facts(standing=("A",)))
    assert (judgement.verdict, judgement.elected) == (verdict, elected)
    assert (judgement.next is not None and judgement.next.what is Follows.REPEAT) is (law == "pl-president")


@pytest.mark.parametrize(("against", "verdict"), [(49, Verdict.ELECTED), (50, Verdict.NOBODY), (51, Verdict.NOBODY)])
def test_austria_votes_for_or_against_one_candidate(against: int, verdict: Verdict) -> None:
    """B-VG 60(1): more than half of the valid votes, and no second round for one who has not."""
    judgement = apply(shipped("at-president"), [Counts.of({"A": 50}, against_all=against)])
    assert (judgement.verdict, judgement.next) == (verdict, None)


@pytest.mark.parametrize(("against", "verdict"), [(49, Verdict.ELECTED), (50, Verdict.NOBODY)])
def test_association_votes_for_or_against_one_candidate(against: int, verdict: Verdict) -> None:
    """Model rules 2 and 5: more than half of the valid votes; the ten invalid ones are not among them."""
    counts = Counts.of({"A": 50}, against_all=against, invalid=10, participants=110, registered=200)
    assert apply(shipped("association"), [counts]).verdict is verdict


@pytest.mark.parametrize("law", ["fi-president", "association"])
def test_the_lot_tells_who_is_elected(law: str) -> None:
    rounds = [FIRST, Counts.of({"A": 50, "B": 50}, participants=100, registered=150)]
    assert apply(shipped(law), rounds).verdict is Verdict.OPEN_TIE
    assert apply(shipped(law), rounds, Facts(lot=("B", "A"))).elected == ("B",)


def test_austria_repeats_a_second_round_with_equal_votes() -> None:
    """BPräsWG 20(3), and again until somebody has more."""
    rounds = [FIRST, Counts.of({"A": 50, "B": 50}), Counts.of({"A": 50, "B": 50}), Counts.of({"A": 49, "B": 50})]
    for held in (2, 3):
        judgement = apply(shipped("at-president"), rounds[:held])
        assert judgement.next is not None
        assert (judgement.next.what, judgement.next.candidates) == (Follows.NEW_VOTE, ("A", "B"))
    assert apply(shipped("at-president"), rounds).elected == ("B",)


@pytest.mark.parametrize("law", ["at-president", "fi-president", "association"])
def test_the_lot_tells_who_goes_on(law: str) -> None:
    counts = Counts.of({"A": 40, "B": 30, "C": 30}, participants=100, registered=150)
    assert apply(shipped(law), [counts]).verdict is Verdict.OPEN_TIE
    following = apply(shipped(law), [counts], Facts(lot=("C", "B"))).next
    assert following is not None
    assert set(following.candidates) == {"A", "C"}


@pytest.mark.parametrize("law", ["by-president", "fr-president", "pl-president"])
def test_where_the_law_is_silent_a_tie_stays_open(law: str) -> None:
    counts = Counts.of({"A": 40, "B": 30, "C": 30}, participants=100, registered=150)
    judgement = apply(shipped(law), [counts], Facts(lot=("C", "B", "A")))
    assert judgement.verdict is Verdict.OPEN_TIE
    assert judgement.tie is not None
    assert judgement.tie.rule is None


@pytest.mark.parametrize(
    ("ballots", "lot", "winner"),
    [
        # After E's papers C and D stand at 6. D had 4 first preferences, C had 6: D goes out, and C gains 4.
        pytest.param([(9, "A"), (7, "B"), (6, "C"), (4, "DC"), (2, "ED"), (1, "E")], "", "C", id="original votes"),
        # F, G and E go out; then C and D stand at 6, both with 3 first preferences. Once F was out, C had 4 and D 3: D
        # goes out. (Once G was out too, C had 4 and D 5: the latest count would have said the contrary.)
        pytest.param(
            [(10, "A"), (9, "B"), (3, "CD"), (3, "DC"), (1, "FCD"), (2, "GDC"), (2, "ECD"), (1, "EDC")],
            "",
            "C",
            id="earlier counts",
        ),
        # C and D have 3 all the time; whoever stays has 6 then, B goes out, and 6 are more than A's 5.
        pytest.param([(5, "A"), (4, "B"), (3, "CD"), (3, "DC")], "", None, id="the lot is not drawn"),
        pytest.param([(5, "A"), (4, "B"), (3, "CD"), (3, "DC")], "CD", "C", id="lot for C"),
        pytest.param([(5, "A"), (4, "B"), (3, "CD"), (3, "DC")], "DC", "D", id="lot for D"),
    ],
)
def test_ireland_equal_last_ones(ballots: list[tuple[int, str]], lot: str, winner: str | None) -> None:
    """Section 51(3): the fewest original votes, then the first count with different numbers, then the lot."""
    names = sorted({name for _, order in ballots for name in order})
    held = Profile.of(names, [(number, list(order)) for number, order in ballots])
    judgement = apply(shipped("ie-president"), [held], Facts(lot=tuple(lot)))
    assert judgement.elected == (() if winner is None else (winner,))


def test_sri_lanka_equal_votes_go_by_lot() -> None:
    """Constitution 94: whether about the runoff or in it."""
    law = shipped("lk-president")
    runoff = Profile.of("ABC", [(4, ["A"]), (3, ["B"]), (3, ["C", "B"])])
    assert apply(law, [runoff]).verdict is Verdict.OPEN_TIE
    assert apply(law, [runoff], Facts(lot=("B", "C"))).elected == ("B",)
    assert apply(law, [runoff], Facts(lot=("C", "B"))).elected == ("A",)
    equal = Profile.of("ABC", [(4, ["A"]), (4, ["B"]), (2, ["C"])])
    assert apply(law, [equal], Facts(lot=("B", "A"))).elected == ("B",)


def test_spanish_threshold_counts_blank_votes_and_exactly_three_percent_is_enough() -> None:
    """LOREG 96(5), 163(1)(a): of 1,000 valid votes 30 take part, of 1,001 they do not."""
    law, votes = shipped("es-congress-constituency"), {"A": 500, "B": 430, "C": 30}
    for blank, below in ((40, []), (41, ["C"])):
        steps = apply(law, [Counts.of(votes, blank=blank)], Facts(seats=3)).steps
        assert [name for each in steps if isinstance(each.step, BelowThreshold) for name, _ in each.step.votes] == below


def test_spanish_quotients_are_equal() -> None:
    """LOREG 163(1)(d): 400/2 = 200 for the third seat, to the list with more votes in all; else the lot."""
    law = shipped("es-congress-constituency")
    more = apply(law, [Counts.of({"A": 200, "B": 400})], Facts(seats=2))
    assert dict(more.seats) == {"A": 0, "B": 2}
    equal = Counts.of({"A": 300, "B": 300})
    assert apply(law, [equal], Facts(seats=3)).verdict is Verdict.OPEN_TIE
    assert dict(apply(law, [equal], Facts(seats=3, lot=("B", "A"))).seats) == {"A": 1, "B": 2}


def test_german_threshold() -> None:
    """BWahlG 4(2): parties with less than five percent are out; exactly five take part, and so do the exempt."""
    law = shipped("de-bundestag")
    votes = {"A": 60_000, "B": 30_001, "C": 5_000, "D": 4_999}
    seats = dict(apply(law, [Counts.of(votes)]).seats)
    assert seats["C"] > 0
    assert seats["D"] == 0
    assert sum(seats.values()) == 630
    assert dict(apply(law, [Counts.of(votes)], Facts(exempt=frozenset({"D"}))).seats)["D"] > 0


@pytest.mark.parametrize(("smallest", "seats"), [(96, {"A": 137, "X": 0}), (100, {"A": 136, "X": 1})])
def test_dutch_lists_below_the_quota_have_no_remainder_seat(smallest: int, seats: dict[str, int]) -> None:
    """Kieswet P 5 to P 7: of 15,000 votes the quota is 100. A has 130 seats, twelve lists and Y one each; for seven
    more A's averages are 99.2, 98.5, 97.7, 97.0, 96.3, 95.6, 94.9. The sixth is less than X's 96, but X has no quota.
    With 100 X has a seat, and A has six more."""
    votes = {"A": 13_000, "X": smallest, "Y": 200 - smallest} | {f"list {number}": 150 for number in range(12)}
    found = dict(apply(shipped("nl-tweede-kamer"), [Counts.of(votes)]).seats)
    assert found == seats | {"Y": 1} | {f"list {number}": 1 for number in range(12)}


@pytest.mark.parametrize(("law", "least"), [("de-bundestag", 157), ("nl-tweede-kamer", 37)])
def test_last_seats_by_lot(law: str, least: int) -> None:
    """BWahlG 5(3), Kieswet P 7(1): four equal parties, and 630 seats are 157.5 each, 150 are 37.5."""
    counts = Counts.of(dict.fromkeys("ABCD", 1_000))
    assert apply(shipped(law), [counts]).verdict is Verdict.OPEN_TIE
    seats = dict(apply(shipped(law), [counts], Facts(lot=tuple("DBAC"))).seats)
    assert seats == {"A": least, "B": least + 1, "C": least, "D": least + 1}


def test_works_council_last_seat_by_lot() -> None:
    """WO 15(2): 60/3 = 40/2 = 20 for the fourth seat."""
    law, counts = shipped("works-council"), Counts.of({"1": 60, "2": 40})
    assert apply(law, [counts], Facts(seats=4)).verdict is Verdict.OPEN_TIE
    assert dict(apply(law, [counts], Facts(seats=4, lot=("2", "1"))).seats) == {"1": 2, "2": 2}


def test_swiss_cantons() -> None:
    """BPR 13(2): equal votes in a canton are a no. BV 142: the half cantons; half of the 23 is no majority."""
    law = shipped("referendum-double-majority")
    assert law.question is not None
    assert law.question.regions is not None
    weights = law.question.regions.weights

    def vote(yes: set[str], equal: str = "") -> tuple[Verdict, float]:
        """With ten times as many votes in cantons for yes, the people are for yes."""
        parts = {canton: Counts.of({"yes": 1, "no": 2}) for canton in weights}
        parts |= {canton: Counts.of({"yes": 100, "no": 10}) for canton in yes}
        parts |= {canton: Counts.of({"yes": 5, "no": 5}) for canton in equal.split()}
        judgement = apply(law, [Regional.of(parts)])
        (weighed,) = [each.step for each in judgement.steps if isinstance(each.step, RegionsFor)]
        return judgement.verdict, float(weighed.weight)

    whole = sorted(canton for canton, weight in weights.items() if weight == "1/1")
    assert (len(whole), len(weights)) == (20, 26)
    assert vote({*whole[:12]}) == (Verdict.ADOPTED, 12.0)
    assert vote({*whole[:11], "OW"}) == (Verdict.REJECTED, 11.5)
    assert vote({*whole[:11], "OW", "AI"}) == (Verdict.ADOPTED, 12.0)
    assert vote({*whole[:11], "OW"}, equal="AI") == (Verdict.REJECTED, 11.5)


def test_swiss_people_of_two_minds() -> None:
    """BV 142(2): a majority of the people is more than half of them, however many cantons are for yes."""
    law = shipped("referendum-double-majority")
    assert law.question is not None
    assert law.question.regions is not None
    whole = sorted(canton for canton, weight in law.question.regions.weights.items() if weight == "1/1")
    for no, verdict in ((24, Verdict.REJECTED), (23, Verdict.ADOPTED)):
        parts = {canton: Counts.of({"yes": 1, "no": 1}) for canton in law.question.regions.weights}
        parts |= {canton: Counts.of({"yes": 3, "no": 1}) for canton in whole[:12]}
        parts[whole[12]] = Counts.of({"yes": 0, "no": no})
        assert apply(law, [Regional.of(parts)]).verdict is verdict


def test_association_quorum() -> None:
    """Model rules 1 and 7: more than half of the members; at a second meeting however many come."""
    law, counts = shipped("association"), Counts.of({"A": 30, "B": 20}, participants=50, registered=100)
    judgement = apply(law, [counts])
    assert (judgement.verdict, judgement.elected) == (Verdict.NOT_VALID, ())
    assert judgement.next is not None
    assert judgement.next.what is Follows.REPEAT
    assert apply(law, [counts], Facts(repeat=True)).elected == ("A",)
