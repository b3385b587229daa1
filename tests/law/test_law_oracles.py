# SPDX-License-Identifier: Apache-2.0
"""Other people's libraries count the same random ballots: pref_voting, abcvoting, apportionment, votekit.

They are tests' business only. Where one breaks ties of its own, or removes equals together, it is asked for the rule
that follows every tie (as ``Unbroken`` does), or the profiles with ties are left out; each case says so.
"""

import random
import warnings
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from law_support import OPEN, SINGLE, STV, oracle, random_lines, random_profiles, rankings, steps_of

from isonomia.law.ballots import Approvals, Grades, Profile, Scores
from isonomia.law.counts import Counts
from isonomia.law.methods.approval import approval
from isonomia.law.methods.contingent import contingent
from isonomia.law.methods.dhondt import dhondt
from isonomia.law.methods.hare import largest_remainder_hare
from isonomia.law.methods.majority_judgment import Middle, majority_judgment
from isonomia.law.methods.plurality import plurality
from isonomia.law.methods.sainte_lague import sainte_lague
from isonomia.law.methods.score import score
from isonomia.law.methods.star import star
from isonomia.law.methods.stv_scottish import stv_scottish
from isonomia.law.outcome import Outcome
from isonomia.law.steps import EarlierStage, Purpose, Transfer


def winners(outcome: Outcome) -> set[str]:
    """Everybody who can win."""
    return {name for ending in outcome.endings() for name in ending.elected}


def linear(profile: Profile) -> Any:
    """Complete strict rankings, for pref_voting."""
    lines = rankings(profile)
    orders = [[profile.candidates.index(name) for name in ranking] for _, ranking in lines]
    return oracle("pref_voting.profiles").Profile(orders, rcounts=[number for number, _ in lines])


PREF_VOTING = {
    "borda": ("pref_voting.scoring_methods", "borda"),
    "instant_runoff": ("pref_voting.iterative_methods", "instant_runoff_put"),
    "schulze": ("pref_voting.margin_based_methods", "beat_path"),
    "ranked_pairs": ("pref_voting.margin_based_methods", "ranked_pairs"),
}
"""Its Schulze and ranked pairs use margins, which rank victories like winning votes where all ballots are complete;
``_put`` follows every tie ("parallel universes"), and so does its ranked_pairs, through all
orders of equal pairs: four candidates are as many as it can do."""


@pytest.mark.parametrize("name", PREF_VOTING)
def test_pref_voting(name: str) -> None:
    module, function = PREF_VOTING[name]
    theirs = getattr(oracle(module), function)
    tied = 0
    number, most = (10, 4) if name == "ranked_pairs" else (40, 6)
    for profile in random_profiles(50, number, complete=True, most=most):
        outcome = SINGLE[name](profile, ties=OPEN)
        assert winners(outcome) == {profile.candidates[place] for place in theirs(linear(profile))}
        tied += not outcome.settled
    assert 0 < tied < number


def test_contingent_is_plurality_with_runoff() -> None:
    """pref_voting's follows every tie; it has no shortcut for a majority, who wins a runoff anyway."""
    theirs = oracle("pref_voting.iterative_methods").plurality_with_runoff_put
    for profile in random_profiles(51, 40, complete=True):
        expected = {profile.candidates[place] for place in theirs(linear(profile))}
        assert winners(contingent(profile, ties=OPEN)) == expected


def test_plurality() -> None:
    theirs = oracle("pref_voting.scoring_methods").plurality
    for profile in random_profiles(52, 30, complete=True):
        firsts = dict.fromkeys(profile.candidates, 0)
        for number, ranking in rankings(profile):
            firsts[ranking[0]] += number
        outcome = plurality(Counts.of(firsts), ties=OPEN)
        assert winners(outcome) == {profile.candidates[place] for place in theirs(linear(profile))}


def random_scores(seed: int, number: int) -> list[list[list[int]]]:
    rng = random.Random(seed)
    return [
        [[rng.randint(0, 5) for _ in range(size)] for _ in range(rng.randint(1, 12))]
        for size in (rng.randint(2, 5) for _ in range(number))
    ]


def graded(rows: list[list[int]]) -> Any:
    maps = [dict(enumerate(row)) for row in rows]
    return oracle("pref_voting.grade_profiles").GradeProfile(maps, list(range(6)))


def test_score() -> None:
    theirs = oracle("pref_voting.grade_methods").score_voting
    for rows in random_scores(53, 40):
        names = "ABCDE"[: len(rows[0])]
        ballots = Scores.of(names, [(1, dict(zip(names, row, strict=True))) for row in rows])
        expected = {names[place] for place in theirs(graded(rows), evaluation_method="sum")}
        assert winners(score(ballots, ties=OPEN)) == expected


def test_star() -> None:
    """Only where no tie among sums or in the runoff has to be told apart: pref_voting lets all equals into the runoff
    and calls an equal runoff a tie, before looking at the sums."""
    theirs = oracle("pref_voting.grade_methods").star
    compared = 0
    for rows in random_scores(54, 80):
        names = "ABCDE"[: len(rows[0])]
        ballots = Scores.of(names, [(1, dict(zip(names, row, strict=True))) for row in rows])
        sums = [sum(column) for column in zip(*rows, strict=True)]
        first, second = sorted(range(len(sums)), key=lambda place: -sums[place])[:2]
        duel = sum((row[first] > row[second]) - (row[first] < row[second]) for row in rows)
        if len(set(sums)) < len(sums) or not duel:
            continue
        compared += 1
        assert winners(star(ballots, ties=OPEN)) == {names[place] for place in theirs(graded(rows))}
    assert compared > 15


def test_majority_judgment() -> None:
    """pref_voting's ``majority_judgement`` compares the shares above and below the median (the majority gauge), another
    rule for ties than Balinski and Laraki's majority value; so only the winners with a median of their own are
    compared, and its lower median with an odd number of ballots."""
    theirs = oracle("pref_voting.grade_methods").greatest_median
    compared = 0
    for rows in random_scores(55, 60):
        names = "ABCDE"[: len(rows[0])]
        if len(rows) % 2 == 0:
            continue
        medians = [sorted(column)[len(rows) // 2] for column in zip(*rows, strict=True)]
        if medians.count(max(medians)) > 1:
            continue
        compared += 1
        ballots = [(1, {name: "uvwxyz"[5 - own] for name, own in zip(names, row, strict=True)}) for row in rows]
        outcome = majority_judgment(Grades.of(names, "uvwxyz", ballots), middle=Middle.WORSE, ties=OPEN)
        assert winners(outcome) == {names[place] for place in theirs(graded(rows))}
    assert compared > 8


def test_approval_committees() -> None:
    """abcvoting's AV gives every committee that a tie allows."""
    oracle("abcvoting")
    abcrules, preferences = oracle("abcvoting.abcrules"), oracle("abcvoting.preferences")
    rng = random.Random(56)
    for _ in range(40):
        size = rng.randint(2, 6)
        seats = rng.randint(1, size)
        rows = [set(rng.sample(range(size), rng.randint(1, size))) for _ in range(rng.randint(1, 9))]
        theirs = preferences.Profile(size)
        theirs.add_voters(rows)
        expected = {frozenset(map(int, committee)) for committee in abcrules.compute_av(theirs, committeesize=seats)}
        names = [str(place) for place in range(size)]
        ballots = Approvals.of(names, [(1, [str(place) for place in row]) for row in rows])
        outcome = approval(ballots, ties=OPEN, seats=seats, fewest=0)
        assert {frozenset(map(int, ending.elected)) for ending in outcome.endings()} == expected


APPORTIONMENT: dict[str, Callable[..., Outcome]] = {
    "dhondt": dhondt,
    "saintelague": sainte_lague,
    "hamilton": largest_remainder_hare,
}


@pytest.mark.parametrize("name", APPORTIONMENT)
def test_apportionment(name: str) -> None:
    """Its ties raise; ours are then ties too."""
    methods = oracle("apportionment.methods")
    rng = random.Random(57)
    for _ in range(80):
        votes = [rng.randint(1, 300) for _ in range(rng.randint(1, 6))]
        seats = rng.randint(1, 20)
        names = [str(place) for place in range(len(votes))]
        outcome = APPORTIONMENT[name](Counts.of(dict(zip(names, votes, strict=True))), seats=seats, ties=OPEN)
        try:
            expected = methods.compute(name, votes, seats, tiesallowed=False, verbose=False)
        except methods.TiesException:
            assert not outcome.settled
            continue
        assert outcome.settled
        assert [dict(outcome.seats)[own] for own in names] == expected


def test_scottish_and_votekit() -> None:
    """votekit's STV transfers in floating point, not to five decimals, and breaks ties in its own way: so only one
    seat, where no surplus is passed on, and only profiles without ties."""
    elections, ballot = oracle("votekit.elections"), oracle("votekit")
    rng = random.Random(58)
    compared = 0
    for _ in range(30):
        names = "ABCDE"[: rng.randint(3, 5)]
        lines = random_lines(rng, names, ballots=rng.randint(5, 15), most=20)
        profile = Profile.of(names, lines)
        outcome = stv_scottish(profile, seats=1, ties=OPEN)
        if outcome.tie is not None:
            continue
        compared += 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cast = ballot.RankProfile(
                ballots=tuple(
                    ballot.RankBallot(ranking=tuple({name} for name in ranking), weight=number)
                    for number, ranking in rankings(profile)
                ),
                candidates=tuple(names),
                max_ranking_length=len(names),
            )
            elected = elections.STV(cast, 1, quota="droop").get_elected()
        assert [set(level) for level in elected] == [{outcome.elected[0]}]
    assert compared > 10


@pytest.mark.parametrize("name", ["stv_scottish", "stv_meek"])
def test_several_seats(name: str) -> None:
    """pref_voting's Scottish rules (five decimals) and Meek count in floating point and break ties by lot or by number,
    so only counts in which no tie was met, by an earlier stage neither."""
    theirs = getattr(oracle("pref_voting.proportional_methods"), name)
    ties = oracle("pref_voting.profiles_with_ties").ProfileWithTies
    rng = random.Random(60)
    compared = surpluses = 0
    while compared < 25:
        names = "ABCDEFG"[: rng.randint(4, 7)]
        seats = rng.randint(2, len(names) - 1)
        profile = Profile.of(names, random_lines(rng, names, ballots=rng.randint(4, 12), most=200))
        outcome = STV[name](profile, seats=seats, ties=OPEN)
        if outcome.tie is not None or steps_of(outcome, EarlierStage):
            continue
        lines = rankings(profile)
        ranks = [{names.index(own): place for place, own in enumerate(ranking, 1)} for _, ranking in lines]
        cast = ties(ranks, rcounts=[number for number, _ in lines], candidates=list(range(len(names))))
        assert set(outcome.elected) == {names[place] for place in theirs(cast, num_seats=seats)}
        compared += 1
        surpluses += len({step.source for step in steps_of(outcome, Transfer) if step.surplus is not None}) > 1
    assert surpluses > 5 or name == "stv_meek"


def test_apportionment_overlooks_a_tie() -> None:
    """2580 votes, 6 seats, quota 430: A has 4 and 250 left, B 270 left, C 250: the last seat is a tie between A and C.
    In floating point 1970/430 - 4 is more than 250/430, and A gets it."""
    votes = {"A": 1970, "B": 270, "C": 250, "D": 50, "E": 40}
    theirs = oracle("apportionment.methods").compute("hamilton", [*votes.values()], 6, tiesallowed=False, verbose=False)
    assert theirs == [5, 1, 0, 0, 0]
    outcome = largest_remainder_hare(Counts.of(votes), seats=6, ties=OPEN)
    assert outcome.tie is not None
    assert outcome.tie.candidates == ("A", "C")
    assert dict(outcome.seats) == {"A": 4, "B": 1, "C": 0, "D": 0, "E": 0}


def test_sainte_lague_is_a_divisor_method() -> None:
    """By another way: the seats are the votes over one divisor, rounded to the nearest."""
    rng = random.Random(59)
    for _ in range(60):
        votes = {name: rng.randint(1, 500) for name in "ABCD"}
        seats = rng.randint(1, 30)
        outcome = sainte_lague(Counts.of(votes), seats=seats, ties=OPEN)
        if not outcome.settled:
            assert outcome.tie is not None
            assert outcome.tie.purpose is Purpose.SEAT
            continue
        given = dict(outcome.seats)
        lowest = max(Fraction(own, 2 * given[name] + 1) for name, own in votes.items())
        highest = min(Fraction(own, 2 * given[name] - 1) for name, own in votes.items() if given[name])
        assert lowest < highest  # any divisor between (twice) them gives these seats
