# SPDX-License-Identifier: Apache-2.0
"""Examples worked by hand: by those who published them (the page is named and was opened), or here, in the comments."""

import random
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from math import ceil

import pytest
from law_support import OPEN, elected_in_steps, steps_of

from isonomia.law.ballots import Approvals, Grades, Profile, Scores
from isonomia.law.counts import Base, Counts, Threshold
from isonomia.law.methods.approval import approval
from isonomia.law.methods.borda import borda
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
from isonomia.law.methods.schulze import schulze
from isonomia.law.methods.score import score
from isonomia.law.methods.star import star
from isonomia.law.methods.stv_meek import stv_meek
from isonomia.law.methods.stv_scottish import stv_scottish
from isonomia.law.methods.two_round import two_round
from isonomia.law.steps import (
    BelowThreshold,
    Excluded,
    FullQuotas,
    Graded,
    GradesCompared,
    HeadToHead,
    Iteration,
    Locked,
    Needed,
    NotLocked,
    Pairwise,
    Parcel,
    Points,
    Quota,
    Quotient,
    RemainderSeat,
    StrongestPath,
    Transfer,
    Votes,
)

SCHULZE_EXAMPLE = Profile.of(
    "ABCDE",
    [
        (5, ["A", "C", "B", "E", "D"]),
        (5, ["A", "D", "E", "C", "B"]),
        (8, ["B", "E", "D", "A", "C"]),
        (3, ["C", "A", "B", "E", "D"]),
        (7, ["C", "A", "E", "B", "D"]),
        (2, ["C", "B", "A", "D", "E"]),
        (7, ["D", "C", "E", "B", "A"]),
        (8, ["E", "B", "A", "D", "C"]),
    ],
)


def test_schulze_45_voters() -> None:
    """Example 1 of User:MarkusSchulze/Schulze_method_examples (Wikipedia; opened at pinocchiopedia.com): the pairwise
    matrix, the strongest paths and their strengths, and the ranking E > A > C > B > D (electowiki, Schulze method)."""
    outcome = schulze(SCHULZE_EXAMPLE, ties=OPEN)
    (matrix,) = steps_of(outcome, Pairwise)
    assert matrix.preferred == (
        (0, 20, 26, 30, 22),
        (25, 0, 16, 33, 18),
        (19, 29, 0, 17, 24),
        (15, 12, 28, 0, 14),
        (23, 27, 21, 31, 0),
    )
    paths = {(step.path[0], step.path[-1]): step for step in steps_of(outcome, StrongestPath)}
    strengths = [[paths[one, other].votes for other in "ABCDE" if other != one] for one in "ABCDE"]
    assert strengths == [
        [28, 28, 30, 24],
        [25, 28, 33, 24],
        [25, 29, 29, 24],
        [25, 28, 28, 24],
        [25, 28, 28, 31],
    ]
    assert paths["E", "A"].path == ("E", "D", "C", "B", "A")
    assert paths["A", "E"].path == ("A", "D", "C", "E")
    assert outcome.ranking == (("E",), ("A",), ("C",), ("B",), ("D",))
    assert outcome.elected == ("E",)
    assert schulze(SCHULZE_EXAMPLE, ties=OPEN, seats=2).elected == ("E", "A")


def test_ranked_pairs_by_hand() -> None:
    """The same ballots. Victories by winning votes: B>D 33, E>D 31, A>D 30, C>B 29, D>C 28 (would close D>C>B>D: not
    locked), E>B 27, A>C 26, B>A 25 (would close B>A>C>B), C>E 24, E>A 23 (would close E>A>C>E)."""
    outcome = ranked_pairs(SCHULZE_EXAMPLE, ties=OPEN)
    assert [(step.winner + step.loser, step.votes) for step in steps_of(outcome, Locked)] == [
        ("BD", 33), ("ED", 31), ("AD", 30), ("CB", 29), ("EB", 27), ("AC", 26), ("CE", 24),
    ]  # fmt: skip
    assert [(step.winner + step.loser, step.path) for step in steps_of(outcome, NotLocked)] == [
        ("DC", ("C", "B", "D")),
        ("BA", ("A", "C", "B")),
        ("EA", ("A", "C", "E")),
    ]
    assert (outcome.elected, outcome.ranking) == (("A",), (("A",), ("C",), ("E",), ("B",), ("D",)))


TENNESSEE = Profile.of(
    ["Memphis", "Nashville", "Chattanooga", "Knoxville"],
    [
        (42, ["Memphis", "Nashville", "Chattanooga", "Knoxville"]),
        (26, ["Nashville", "Chattanooga", "Knoxville", "Memphis"]),
        (15, ["Chattanooga", "Knoxville", "Nashville", "Memphis"]),
        (17, ["Knoxville", "Chattanooga", "Nashville", "Memphis"]),
    ],
)
"""A profile on which the methods differ; the counts below were done by hand."""


def test_methods_differ_by_hand() -> None:
    """Borda: Memphis 42*3=126; Nashville 42*2+26*3+15+17=194; Chattanooga 42+26*2+15*3+17*2=173;
    Knoxville 26+15*2+17*3=107. Instant runoff: Chattanooga (15) to Knoxville (32), Nashville (26) to Knoxville (58).
    Contingent: Memphis 42, Nashville 26 go on; the rest prefers Nashville. Nashville beats each other one."""
    points = borda(TENNESSEE, ties=OPEN)
    assert [number for _, number in steps_of(points, Points)[0].points] == [126, 194, 173, 107]
    assert points.elected == ("Nashville",)
    runoff = instant_runoff(TENNESSEE, ties=OPEN)
    assert [step.candidate for step in steps_of(runoff, Excluded)] == ["Chattanooga", "Nashville"]
    assert [dict(step.votes).get("Knoxville") for step in steps_of(runoff, Votes)] == [17, 32, 58]
    assert steps_of(runoff, Transfer)[1].parcels == (Parcel("Knoxville", 26, 1, 1, 26),)
    assert runoff.elected == ("Knoxville",)
    assert contingent(TENNESSEE, ties=OPEN).elected == ("Nashville",)
    assert schulze(TENNESSEE, ties=OPEN).elected == ranked_pairs(TENNESSEE, ties=OPEN).elected == ("Nashville",)


def test_borda_shares_points_of_equal_and_of_unranked() -> None:
    """A=B on the first two of four places: 2.5 each; C and D, not ranked: 0.5 each."""
    outcome = borda(Profile.of("ABCD", [(1, [["A", "B"]])]), ties=OPEN, seats=2)
    half = Fraction(1, 2)
    assert [number for _, number in steps_of(outcome, Points)[0].points] == [2 + half, 2 + half, half, half]
    assert outcome.elected == ("A", "B")


def test_scottish_transfer_values_by_hand() -> None:
    """Rules 46 and 48. 11 ballots, 2 seats: quota 11/3, without decimals, and one: 4. A has 7, surplus 3. Transfer
    value 3*1/7 = 0.42857 (0.428571..., the remainder ignored). B gets 4 of them, 1.71428, C 2, 0.85714; one has no
    further choice. B has 3.71428, C 2.85714, D nothing: D goes. C goes, and B is left for the last seat."""
    profile = Profile.of(
        "ABCD",
        [(4, ["A", "B", "C"]), (2, ["A", "C"]), (1, ["A"]), (1, ["B", "C"]), (1, ["B"]), (2, ["C"])],
    )
    outcome = stv_scottish(profile, seats=2, ties=OPEN)
    assert steps_of(outcome, Quota) == [Quota(11, 2, 4)]
    value = Fraction(42857, 100000)
    first = steps_of(outcome, Transfer)[0]
    assert (first.source, first.votes, first.surplus) == ("A", 7, 3)
    assert set(first.parcels) == {
        Parcel("B", 4, Fraction(1), value, 4 * value),
        Parcel("C", 2, Fraction(1), value, 2 * value),
        Parcel(None, 1, Fraction(1), value, value),
    }
    stages = [dict(step.votes) for step in steps_of(outcome, Votes)]
    assert stages[1] == {"A": 4, "B": 2 + 4 * value, "C": 2 + 2 * value, "D": 0}
    assert steps_of(outcome, Votes)[1].exhausted == 3 - 6 * value
    assert [step.candidate for step in steps_of(outcome, Excluded)] == ["D", "C"]
    assert outcome.elected == elected_in_steps(outcome) == ("A", "B")


def test_scottish_second_transfer_multiplies_values() -> None:
    """Rule 48(3), A/B with a paper's value when received. 20 ballots, 3 seats: quota 6. A has 11: value 5/11 = 0.45454.
    B: 3 + 10 papers of it = 7.5454, surplus 1.5454: these papers pass on at 1.5454*0.45454/7.5454 = 0.09309
    (0.093096...), those of value one at 1.5454/7.5454 = 0.20481 (0.204813...)."""
    profile = Profile.of("ABCDE", [(10, ["A", "B", "C"]), (1, ["A"]), (3, ["B", "D"]), (3, ["C"]), (3, ["D"])])
    outcome = stv_scottish(profile, seats=3, ties=OPEN)
    second = steps_of(outcome, Transfer)[1]
    assert (second.source, second.votes, second.surplus) == ("B", Fraction(75454, 10000), Fraction(15454, 10000))
    assert set(second.parcels) == {
        Parcel("C", 10, Fraction(45454, 100000), Fraction(9309, 100000), Fraction(9309, 10000)),
        Parcel("D", 3, Fraction(1), Fraction(20481, 100000), 3 * Fraction(20481, 100000)),
    }


def test_scottish_last_vacancies_end_the_count() -> None:
    """Rule 52. Quota 5. D goes, then C, to A: 7. A has a surplus, but B is left for one seat: nothing is passed on.
    Rule 12: no more candidates than seats: no count."""
    profile = Profile.of("ABCD", [(4, ["A", "B"]), (4, ["B"]), (3, ["C", "A"]), (2, ["D"])])
    outcome = stv_scottish(profile, seats=2, ties=OPEN)
    assert outcome.elected == ("A", "B")
    assert [step.source for step in steps_of(outcome, Transfer)] == ["D", "C"]
    outcome = stv_scottish(Profile.of("ABC", [(9, ["A", "B"]), (1, ["B"]), (2, ["C"])]), seats=3, ties=OPEN)
    assert (set(outcome.elected), steps_of(outcome, Votes)) == (set("ABC"), [])


def test_meek_keep_value_by_hand() -> None:
    """Steps A to C of the reference rule. 9 ballots, 2 seats: quota 9/3 and a unit of the ninth decimal. A has 6, is
    elected and keeps 1*3.000000001/6, rounded up: 0.500000001. B then has 6*0.499999999 = 2.999999994, C 2, D 1: A has
    still 0.000000005 too much, under omega, so D goes, to C: 3; and the next round has B 2.999999994, C 3.000000000,
    quota 3.000000001: B goes, with the fewest, and C is the last."""
    profile = Profile.of("ABCD", [(6, ["A", "B"]), (2, ["C"]), (1, ["D", "C"])])
    outcome = stv_meek(profile, seats=2, ties=OPEN)
    unit = Fraction(1, 10**9)
    iterations = steps_of(outcome, Iteration)
    assert (iterations[0].quota, dict(iterations[0].votes)["A"]) == (3 + unit, 6)
    second = next(step for step in iterations if dict(step.keep)["A"] != 1)
    assert dict(second.keep)["A"] == Fraction(1, 2) + unit
    assert dict(second.votes) == {"A": 3 + 6 * unit, "B": 3 - 6 * unit, "C": 2, "D": 1}
    assert second.surplus == 5 * unit
    assert [step.candidate for step in steps_of(outcome, Excluded)] == ["D", "B"]
    assert outcome.elected == ("A", "C")


def test_meek_iterations_can_be_redone() -> None:
    """Step B.2.f: a part times the quota, rounded up to nine places, divided by the votes, rounded up again; and
    B.2.b: the quota from the votes."""
    lines = [(20, list("ABC")), (18, list("BAD")), (6, list("C")), (5, list("DE")), (3, ["E"])]
    outcome = stv_meek(Profile.of("ABCDE", lines), seats=3, ties=OPEN)
    iterations = steps_of(outcome, Iteration)
    redone = 0
    for one, following in pairwise(iterations):
        total = sum(votes for _, votes in one.votes)
        assert one.quota == Fraction(total / 4 * 10**9 // 1 + 1, 10**9)
        for name, kept in one.keep:
            if following.stage == one.stage and dict(following.keep)[name] != 1:
                product = Fraction(ceil(kept * one.quota * 10**9), 10**9)
                assert dict(following.keep)[name] == Fraction(ceil(product / dict(one.votes)[name] * 10**9), 10**9)
                redone += kept != 1
    assert redone > 5


def test_majority_judgment_by_hand() -> None:
    """Grades sorted best first. Three ballots, the middle one: A x y z -> y; B x x z -> x; C y y y -> y. A and C tie
    at y: without it A has x z (the worse of the two: z), C y y (y): C is better."""
    ballots = Grades.of(
        "ABC",
        "xyz",
        [(1, dict(zip("ABC", "xxy", strict=True))), (1, dict(zip("ABC", "yxy", strict=True))),
         (1, dict(zip("ABC", "zzy", strict=True)))],
    )  # fmt: skip
    outcome = majority_judgment(ballots, middle=Middle.WORSE, ties=OPEN)
    assert [step.majority_grade for step in steps_of(outcome, Graded)] == ["y", "x", "y"]
    assert steps_of(outcome, GradesCompared) == [GradesCompared("C", "A", 1, "y", "z")]
    assert (outcome.elected, outcome.ranking) == (("B",), (("B",), ("C",), ("A",)))
    better = majority_judgment(ballots, middle=Middle.BETTER, ties=OPEN)  # of A's x z the better is x
    assert better.ranking == (("B",), ("A",), ("C",))


def removed_one_by_one(grades: Iterable[int], rule: Middle) -> tuple[int, ...]:
    """The definition: the middle grade, then the middle one of the rest, and so on."""
    left = sorted(grades)
    found = []
    while left:
        middle = len(left) // 2 if len(left) % 2 or rule is Middle.WORSE else len(left) // 2 - 1
        found.append(left.pop(middle))
    return tuple(found)


@pytest.mark.parametrize("rule", Middle)
def test_majority_judgment_by_its_definition(rule: Middle) -> None:
    rng = random.Random(70)
    compared = 0
    for _ in range(100):
        rows = [[rng.randint(0, 3) for _ in "ABC"] for _ in range(rng.randint(1, 11))]
        ballots = [(1, {name: "wxyz"[own] for name, own in zip("ABC", row, strict=True)}) for row in rows]
        outcome = majority_judgment(Grades.of("ABC", "wxyz", ballots), middle=rule, ties=OPEN)
        columns = zip(*rows, strict=True)
        values = {name: removed_one_by_one(own, rule) for name, own in zip("ABC", columns, strict=True)}
        best_first = sorted(set(values.values()))
        assert outcome.ranking == tuple(tuple(name for name in "ABC" if values[name] == value) for value in best_first)
        for step in steps_of(outcome, GradesCompared):
            better, worse = values[step.better], values[step.worse]
            assert better[: step.removed] == worse[: step.removed]
            assert ("wxyz"[better[step.removed]], "wxyz"[worse[step.removed]]) == (step.better_grade, step.worse_grade)
            assert better[step.removed] != worse[step.removed]
            compared += 1
    assert compared > 20


def test_majority_judgment_of_a_world() -> None:
    """8 billion ballots are not laid out one by one. Half x and half z; half plus two y, the rest z. The worse middle
    grade of A is z, of B y. With one half y in place of x for B instead, both have z, and B loses: A's next is x."""
    half = 4 * 10**9
    ballots = [(half, {"A": "x", "B": "y"}), (2, {"A": "z", "B": "y"}), (half - 2, {"A": "z", "B": "z"})]
    outcome = majority_judgment(Grades.of("AB", "xyz", ballots), middle=Middle.WORSE, ties=OPEN)
    assert [step.majority_grade for step in steps_of(outcome, Graded)] == ["z", "y"]
    assert outcome.elected == ("B",)
    ballots = [(half, {"A": "x", "B": "y"}), (half, {"A": "z", "B": "z"})]
    outcome = majority_judgment(Grades.of("AB", "xyz", ballots), middle=Middle.WORSE, ties=OPEN)
    assert steps_of(outcome, GradesCompared) == [GradesCompared("A", "B", 1, "x", "y")]


def test_score_and_star_by_hand() -> None:
    """Sums: A 3*5+2*0=15, B 3*4+2*5=22, C 3*0+2*1=2. In the runoff 3 of 5 score A higher."""
    ballots = Scores.of("ABC", [(3, {"A": 5, "B": 4, "C": 0}), (2, {"A": 0, "B": 5, "C": 1})])
    assert score(ballots, ties=OPEN).elected == ("B",)
    outcome = star(ballots, ties=OPEN)
    assert steps_of(outcome, HeadToHead) == [HeadToHead("B", "A", 2, 3, 0)]
    assert outcome.elected == ("A",)


def test_star_page_of_ties() -> None:
    """starvoting.org/ties, standard protocol: a tie for a place of the two to the one preferred by more; a tie of the
    runoff to the one scored higher; else a tie."""
    step_1 = Scores.of("ABC", [(2, {"A": 5, "B": 2, "C": 1}), (1, {"A": 5, "B": 0, "C": 2})])
    assert steps_of(star(step_1, ties=OPEN), HeadToHead)[0] == HeadToHead("B", "C", 2, 1, 0)
    step_2 = Scores.of("AB", [(1, {"A": 5, "B": 4}), (1, {"A": 0, "B": 5})])
    assert star(step_2, ties=OPEN).elected == ("B",)
    step_3 = Scores.of("AB", [(1, {"A": 5, "B": 0}), (1, {"A": 0, "B": 5})])
    assert star(step_3, ties=OPEN).tie is not None


def test_approval_and_plurality_by_hand() -> None:
    ballots = Approvals.of("ABC", [(3, ["A"]), (2, ["B", "C"]), (2, ["B"]), (1, [])])
    assert approval(ballots, ties=OPEN).elected == ("B",)
    assert approval(ballots, ties=OPEN, seats=2).elected == ("B", "A")
    assert plurality(Counts.of({"A": 3, "B": 4, "C": 0}), ties=OPEN, seats=3).elected == ("B", "A")
    assert plurality(Counts.of({"A": 3, "B": 4, "C": 0}), ties=OPEN, seats=3, fewest=0).elected == ("B", "A", "C")


@pytest.mark.parametrize(
    ("base", "elected", "needed"),
    [(Base.CANDIDATES, ("A",), 5), (Base.VALID, ("A",), 5), (Base.CAST, (), 6), (Base.PARTICIPANTS, (), 7)],
)
def test_two_rounds_by_base(base: Base, elected: tuple[str, ...], needed: int) -> None:
    counts = Counts.of({"A": 5, "B": 3, "C": 1}, blank=1, invalid=1, participants=12)
    outcome = two_round(counts, ties=OPEN, base=base)
    assert (outcome.elected, steps_of(outcome, Needed)[0].votes) == (elected, needed)
    assert outcome.advance == (() if elected else ("A", "B"))


def test_second_round() -> None:
    first = Counts.of({"A": 4, "B": 3, "C": 2})
    second = Counts.of({"B": 6, "A": 5}, invalid=2, participants=13)
    assert two_round(first, second, ties=OPEN, base=Base.VALID).elected == ("B",)
    for base, elected in ((Base.VALID, ("B",)), (Base.PARTICIPANTS, ())):
        outcome = two_round(first, second, ties=OPEN, base=Base.VALID, second_base=base)
        assert (outcome.elected, outcome.advance) == (elected, ())


def test_dhondt_published_table() -> None:
    """Wikipedia, D'Hondt method (opened at zalansite.site/mediawiki): 230,000 voters, 8 seats: A 4, B 3, C 1, D 0; the
    highest quotients range from 100,000 down to 25,000."""
    counts = Counts.of({"A": 100_000, "B": 80_000, "C": 30_000, "D": 20_000})
    outcome = dhondt(counts, seats=8, ties=OPEN)
    assert dict(outcome.seats) == {"A": 4, "B": 3, "C": 1, "D": 0}
    quotients = steps_of(outcome, Quotient)
    assert (quotients[0].quotient, quotients[-1].quotient) == (100_000, 25_000)
    assert len(quotients) == 8


def test_three_methods_published_table() -> None:
    """staatsrecht.honikel.de, "Berechnungsbeispiele, Lösungen" (opened): 6100, 5000 and 900 votes, 10 seats:
    Sainte-Laguë 5, 4, 1; largest remainder 5, 4, 1 (5.08, 4.17, 0.75); D'Hondt 6, 4, 0."""
    counts = Counts.of({"A": 6100, "B": 5000, "C": 900})
    sainte = sainte_lague(counts, seats=10, ties=OPEN)
    assert dict(sainte.seats) == {"A": 5, "B": 4, "C": 1}
    assert [step.party for step in steps_of(sainte, Quotient)] == list("ABABABCABA")
    hare = largest_remainder_hare(counts, seats=10, ties=OPEN)
    assert dict(hare.seats) == {"A": 5, "B": 4, "C": 1}
    assert [step.seats for step in steps_of(hare, FullQuotas)] == [5, 4, 0]
    assert steps_of(hare, RemainderSeat) == [RemainderSeat("C", Fraction(900))]
    assert dict(dhondt(counts, seats=10, ties=OPEN).seats) == {"A": 6, "B": 4, "C": 0}


def test_droop_by_hand() -> None:
    """12,000 votes, 10 seats: quota 12000/11 = 1090, and one: 1091. A 5 (645 left), B 4 (636 left), C 0 (900 left)."""
    outcome = largest_remainder_droop(Counts.of({"A": 6100, "B": 5000, "C": 900}), seats=10, ties=OPEN)
    assert steps_of(outcome, Quota) == [Quota(12_000, 10, 1091)]
    assert [(step.seats, step.remainder) for step in steps_of(outcome, FullQuotas)] == [(5, 645), (4, 636), (0, 900)]
    assert dict(outcome.seats) == {"A": 5, "B": 4, "C": 1}


def test_thresholds() -> None:
    """Exactly the share is enough, unless more is asked for; the base decides; exempt lists take part."""
    counts = Counts.of({"A": 70, "B": 25, "C": 5}, invalid=10)
    five = Fraction(5, 100)
    assert dict(sainte_lague(counts, seats=20, ties=OPEN, threshold=Threshold(five)).seats)["C"] == 1
    above = sainte_lague(counts, seats=20, ties=OPEN, threshold=Threshold(five, above=True))
    assert dict(above.seats) == {"A": 15, "B": 5, "C": 0}
    assert steps_of(above, BelowThreshold) == [BelowThreshold((("C", 5),), 100, five)]
    assert dict(sainte_lague(counts, seats=20, ties=OPEN, threshold=Threshold(five, Base.CAST)).seats)["C"] == 0
    exempt = Threshold(five, Base.CAST, exempt=frozenset({"C"}))
    assert dict(sainte_lague(counts, seats=20, ties=OPEN, threshold=exempt).seats)["C"] == 1
    for method in (dhondt, largest_remainder_hare, largest_remainder_droop):
        assert dict(method(counts, seats=20, ties=OPEN, threshold=Threshold(Fraction(1, 10))).seats)["C"] == 0


def test_open_and_closed_lists() -> None:
    persons = Counts.of({"A": 1, "B": 9, "C": 3, "D": 4})
    assert open_list(persons, seats=2, ties=OPEN).elected == ("B", "D")
    assert open_list(persons, seats=2, ties=OPEN, needed=None).elected == ("A", "B")
    assert open_list(persons, seats=2, ties=OPEN, needed=5).elected == ("B", "A")
    assert open_list(persons, seats=3, ties=OPEN, needed=Fraction(7, 2)).elected == ("B", "D", "A")
    assert open_list(persons, seats=0, ties=OPEN).elected == ()
    assert open_list(persons, seats=5, ties=OPEN).elected == ("B", "D", "C", "A")
