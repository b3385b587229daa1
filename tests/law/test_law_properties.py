# SPDX-License-Identifier: Apache-2.0
"""What a method may not depend on, and what it promises: on random profiles, with ties left open so that nothing is
hidden by the way a tie is broken. Kept counter-examples where a method promises less."""

import random
from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest
from law_support import OPEN, SINGLE, STV, random_lines, random_profiles, rankings

from isonomia.law.ballots import Approvals, Grades, Profile, Scores
from isonomia.law.counts import Counts
from isonomia.law.methods.approval import approval
from isonomia.law.methods.borda import borda
from isonomia.law.methods.dhondt import dhondt
from isonomia.law.methods.droop import largest_remainder_droop
from isonomia.law.methods.hare import largest_remainder_hare
from isonomia.law.methods.instant_runoff import instant_runoff
from isonomia.law.methods.majority_judgment import Middle, majority_judgment
from isonomia.law.methods.plurality import plurality
from isonomia.law.methods.sainte_lague import sainte_lague
from isonomia.law.methods.score import score
from isonomia.law.methods.star import star
from isonomia.law.methods.stv_scottish import stv_scottish
from isonomia.law.outcome import Outcome
from isonomia.law.steps import Elected

Counted = Callable[[Profile], Outcome]
Seats = dict[str, int]

RANKED: dict[str, Counted] = {
    **{name: lambda profile, method=method: method(profile, ties=OPEN) for name, method in SINGLE.items()},
    **{name: lambda profile, method=method: method(profile, seats=2, ties=OPEN) for name, method in STV.items()},
}
LISTS = [dhondt, sainte_lague, largest_remainder_hare, largest_remainder_droop]


def possible(outcome: Outcome) -> set[frozenset[str]]:
    """Every set of people who can be elected, over all ways to break ties."""
    endings = outcome.endings()
    assert endings
    return {ending.elected for ending in endings}


@pytest.mark.parametrize("count", RANKED.values(), ids=RANKED)
def test_anonymity(count: Counted) -> None:
    """The order of the ballots does not matter, nor whether equal ones come one by one."""
    rng = random.Random(30)
    for profile in random_profiles(31, 15):
        lines = [(1, ranking) for number, ranking in rankings(profile) for _ in range(number)]
        rng.shuffle(lines)
        assert possible(count(Profile.of(profile.candidates, lines))) == possible(count(profile))


@pytest.mark.parametrize("count", RANKED.values(), ids=RANKED)
def test_neutrality(count: Counted) -> None:
    """The order of the candidates does not matter, nor their names."""
    rng = random.Random(32)
    for profile in random_profiles(33, 15):
        names = list(profile.candidates)
        new = dict(zip(names, rng.sample(names, len(names)), strict=True))
        lines = [(number, [new[name] for name in ranking]) for number, ranking in rankings(profile)]
        renamed = possible(count(Profile.of(sorted(names, reverse=True), lines)))
        assert renamed == {frozenset(new[name] for name in elected) for elected in possible(count(profile))}


@pytest.mark.parametrize("name", [name for name in RANKED if name in SINGLE])
def test_homogeneity(name: str) -> None:
    """Every ballot three times over elects the same."""
    for profile in random_profiles(34, 20):
        tripled = Profile.of(profile.candidates, [(3 * number, ranking) for number, ranking in rankings(profile)])
        assert possible(RANKED[name](tripled)) == possible(RANKED[name](profile))


def test_whole_quotas_are_not_homogeneous() -> None:
    """Kept, the smallest found, by hand. 3 BAC, 1 C, two seats. Quota 4/3, so 2: B has 1 too many, A gets three papers
    of 0.33333, less than C's 1, and C is elected. Every ballot twice: quota 8/3, so 3: A gets six papers of 0.5, the
    quota."""
    once, twice = (
        stv_scottish(Profile.of("ABC", [(3 * times, list("BAC")), (times, ["C"])]), seats=2, ties=OPEN)
        for times in (1, 2)
    )
    assert (once.elected, twice.elected) == (("B", "C"), ("B", "A"))


def raised(profile: Profile, rng: random.Random) -> tuple[Profile, str]:
    """One ballot ranks one candidate higher, everything else as before."""
    lines = [(1, ranking) for number, ranking in rankings(profile) for _ in range(number)]
    at = rng.randrange(len(lines))
    ranking = list(lines[at][1])
    name = rng.choice(profile.candidates)
    place = ranking.index(name) if name in ranking else len(ranking)
    if name in ranking:
        ranking.remove(name)
    ranking.insert(rng.randint(0, place), name)
    lines[at] = (1, ranking)
    return Profile.of(profile.candidates, lines), name


@pytest.mark.parametrize("name", ["borda", "schulze", "ranked_pairs"])
def test_monotonicity(name: str) -> None:
    """Whoever is sure to be elected still is when a ballot ranks them higher."""
    rng = random.Random(35)
    seen = 0
    for profile in random_profiles(36, 150):
        before = possible(RANKED[name](profile))
        higher, who = raised(profile, rng)
        if before == {frozenset({who})}:
            seen += 1
            assert possible(RANKED[name](higher)) == before
    assert seen > 10


@pytest.mark.parametrize("name", ["instant_runoff", "contingent", *STV])
def test_what_excludes_or_sends_two_on_is_not_monotonic(name: str) -> None:
    """Kept, worked by hand. 39 ABC, 35 BCA, 26 CAB: C goes, A has 65 of 100. Ten of those who ranked A last now rank A
    first, and change nothing else: 49 A, 25 B, 26 C: B goes, to C, who has 51. So too with STV for one seat (its quota
    is a majority), and where the first two go on together."""
    settings = {"seats": 1} if name in STV else {}
    method = (SINGLE | STV)[name]
    before = [(39, ["A", "B", "C"]), (35, ["B", "C", "A"]), (26, ["C", "A", "B"])]
    assert method(Profile.of("ABC", before), ties=OPEN, **settings).elected == ("A",)
    after = [(39, ["A", "B", "C"]), (10, ["A", "B", "C"]), (25, ["B", "C", "A"]), (26, ["C", "A", "B"])]
    assert method(Profile.of("ABC", after), ties=OPEN, **settings).elected == ("C",)


def test_approval_score_star_and_judgment_are_monotonic() -> None:
    rng = random.Random(37)
    for _ in range(100):
        names = "ABCD"
        rows = [[rng.randint(0, 3) for _ in names] for _ in range(rng.randint(1, 8))]
        at, who = rng.randrange(len(rows)), rng.randrange(len(names))
        more = [list(row) for row in rows]
        more[at][who] = min(3, more[at][who] + 1)
        for count in (_approval, _score, _judgment, _star):
            if possible(count(rows)) == {frozenset(names[who])}:
                assert possible(count(more)) == {frozenset(names[who])}


def _approval(rows: list[list[int]]) -> Outcome:
    ballots = [(1, [name for name, score in zip("ABCD", row, strict=True) if score > 1]) for row in rows]
    return approval(Approvals.of("ABCD", ballots), ties=OPEN, fewest=0)


def _score(rows: list[list[int]]) -> Outcome:
    return score(Scores.of("ABCD", [(1, dict(zip("ABCD", row, strict=True))) for row in rows], highest=3), ties=OPEN)


def _judgment(rows: list[list[int]]) -> Outcome:
    ballots = [(1, {name: "wxyz"[3 - own] for name, own in zip("ABCD", row, strict=True)}) for row in rows]
    return majority_judgment(Grades.of("ABCD", "wxyz", ballots), middle=Middle.WORSE, ties=OPEN)


def test_anonymity_and_neutrality_of_other_ballots() -> None:
    rng = random.Random(38)
    for _ in range(60):
        rows = [[rng.randint(0, 3) for _ in "ABCD"] for _ in range(rng.randint(1, 8))]
        shuffled = rng.sample(rows, len(rows))
        turned = [row[1:] + row[:1] for row in rows]  # B's scores are A's, C's are B's, ...
        back = {"A": "B", "B": "C", "C": "D", "D": "A"}
        for count in (_approval, _score, _judgment, _star):
            found = possible(count(rows))
            assert possible(count(shuffled)) == possible(count(rows * 2)) == found
            assert {frozenset(back[name] for name in names) for names in possible(count(turned))} == found


def _star(rows: list[list[int]]) -> Outcome:
    return star(Scores.of("ABCD", [(1, dict(zip("ABCD", row, strict=True))) for row in rows], highest=3), ties=OPEN)


def test_points_of_two_districts_add_up() -> None:
    """Consistency (H. P. Young, "Social choice scoring functions", SIAM J. Appl. Math. 28, 1975): who is sure of one
    district and of another is sure of both together."""
    rng = random.Random(42)
    seen = dict.fromkeys((_borda, _approval, _score), 0)
    for _ in range(400):
        one, other = ([[rng.randint(0, 3) for _ in "ABCD"] for _ in range(rng.randint(1, 6))] for _ in range(2))
        for count in seen:
            first = possible(count(one))
            if len(first) == 1 and first == possible(count(other)):
                seen[count] += 1
                assert possible(count(one + other)) == first
    assert min(seen.values()) > 10


def _borda(rows: list[list[int]]) -> Outcome:
    ranks = ({name: sorted(set(row), reverse=True).index(own) + 1 for name, own in zip("ABCD", row, strict=True)}
             for row in rows)  # fmt: skip
    return borda(Profile.of_ranks("ABCD", ((1, each) for each in ranks)), ties=OPEN)


def test_districts_of_majority_judgment_do_not_add_up() -> None:
    """Kept, by hand (best first x y z). District 1: A xxxzz, B xxxyy; both x, then without it z and y: B. District 2:
    A xyz, B yyy; both y, then z and y: B. Together: A xxxxyzzz, B xxxyyyyy; both y, and without it x and y: A."""
    one = [("x", "x"), ("x", "x"), ("x", "y"), ("z", "y"), ("z", "x")]
    other = [("z", "y"), ("x", "y"), ("y", "y")]
    outcomes = [
        majority_judgment(
            Grades.of("AB", "xyz", [(1, {"A": of_a, "B": of_b}) for of_a, of_b in district]),
            middle=Middle.WORSE,
            ties=OPEN,
        )
        for district in (one, other, one + other)
    ]
    assert [outcome.elected for outcome in outcomes] == [("B",), ("B",), ("A",)]


def test_districts_of_instant_runoff_do_not_add_up() -> None:
    """Kept, by hand. District 1: A 4 of 7. District 2: A 3, B 3, C 2; C goes, to A. Together A 7, B 3, C 5 of 15: B
    goes, to C, who has 8."""
    one = [(4, ["A", "B", "C"]), (3, ["C", "A", "B"])]
    other = [(3, ["A", "B", "C"]), (3, ["B", "C", "A"]), (2, ["C", "A", "B"])]
    elected = [instant_runoff(Profile.of("ABC", district), ties=OPEN).elected for district in (one, other, one + other)]
    assert elected == [("A",), ("A",), ("C",)]


@pytest.mark.parametrize("method", LISTS)
def test_lists(method: Callable[..., Outcome]) -> None:
    """All seats are given; the order of lists does not matter; more votes never lose to fewer; whole quotas hold for
    the largest remainders, and for D'Hondt from below."""
    rng = random.Random(39)
    for _ in range(60):
        votes = {name: 50 * rng.randint(1, 60) for name in "ABCDE"[: rng.randint(1, 5)]}
        seats = rng.randint(1, 12)
        outcome = method(Counts.of(votes), seats=seats, ties=OPEN)
        endings = {frozenset(ending.seats) for ending in outcome.endings()}
        turned = method(Counts.of(dict(reversed(votes.items()))), seats=seats, ties=OPEN)
        assert {frozenset(ending.seats) for ending in turned.endings()} == endings
        for ending in endings:
            given = dict(ending)
            assert sum(given.values()) == seats
            for one, other in [(one, other) for one in votes for other in votes if votes[one] > votes[other]]:
                assert given[one] >= given[other]
            for name, own in votes.items():
                share = Fraction(own * seats, sum(votes.values()))
                if method in (dhondt, largest_remainder_hare):
                    assert given[name] >= share // 1
                if method is largest_remainder_hare:
                    assert given[name] <= -(-share // 1)


def settled_lists(
    seed: int, number: int, method: Callable[..., Outcome]
) -> Iterator[tuple[dict[str, int], int, Seats]]:
    """Random votes and seats, and what the method gives; without those where a tie decides."""
    rng = random.Random(seed)
    for _ in range(number):
        votes = {name: rng.randint(1, 60) for name in "ABCDE"[: rng.randint(2, 5)]}
        seats = rng.randint(1, 12)
        outcome = method(Counts.of(votes), seats=seats, ties=OPEN)
        if outcome.settled:
            yield votes, seats, dict(outcome.seats)


DIVISORS = [dhondt, sainte_lague]


@pytest.mark.parametrize("method", DIVISORS)
def test_one_seat_more_costs_nobody_one(method: Callable[..., Outcome]) -> None:
    """House monotonicity (M. L. Balinski, H. P. Young, "Fair Representation")."""
    seen = 0
    for votes, seats, given in settled_lists(44, 60, method):
        more = method(Counts.of(votes), seats=seats + 1, ties=OPEN)
        seen += 1
        assert all(dict(ending.seats)[name] >= own for ending in more.endings() for name, own in given.items())
    assert seen > 40


def test_more_seats_can_cost_one_with_largest_remainders() -> None:
    """Kept (the Alabama paradox), by hand. Hare: 6, 6, 2 votes. 10 seats: 4.29, 4.29, 1.43: 4, 4, 2. 11 seats: 4.71,
    4.71, 1.57: 5, 5, 1. Droop: 6, 1, 8 votes. 6 seats, quota 3: 2 and 0, 0 and 1, 2 and 2 left: 2, 1, 3. 7 seats, quota
    2: 3, 0, 4, and no seat is left for the 1."""
    counts = Counts.of({"A": 6, "B": 6, "C": 2})
    assert dict(largest_remainder_hare(counts, seats=10, ties=OPEN).seats) == {"A": 4, "B": 4, "C": 2}
    assert dict(largest_remainder_hare(counts, seats=11, ties=OPEN).seats) == {"A": 5, "B": 5, "C": 1}
    counts = Counts.of({"A": 6, "B": 1, "C": 8})
    assert dict(largest_remainder_droop(counts, seats=6, ties=OPEN).seats) == {"A": 2, "B": 1, "C": 3}
    assert dict(largest_remainder_droop(counts, seats=7, ties=OPEN).seats) == {"A": 3, "B": 0, "C": 4}


@pytest.mark.parametrize("method", DIVISORS)
def test_some_of_the_lists_share_their_seats_alike(method: Callable[..., Outcome]) -> None:
    """Consistency of apportionments (uniformity; Balinski and Young): the seats that some lists
    have together are shared among them as if no others had stood."""
    seen = 0
    for votes, _, given in settled_lists(45, 60, method):
        some = {name: votes[name] for name in list(votes)[:-1]}
        together = sum(given[name] for name in some)
        if together:
            alone = method(Counts.of(some), seats=together, ties=OPEN)
            seen += 1
            assert {name: given[name] for name in some} in [dict(ending.seats) for ending in alone.endings()]
    assert seen > 40


def test_some_of_the_lists_share_otherwise_with_largest_remainders() -> None:
    """Kept, by hand. 1, 8, 3 votes, 5 seats. Hare, quota 2.4: 1 left, 3 and 0.8, 1 and 0.6: 1, 3, 1. The first two
    alone, 4 seats, quota 2.25: 1 left, 3 and 1.25: 0, 4. Droop, quota 3: 1 left, 2 and 2, 1 and 0: 1, 3, 1; alone,
    quota 2: 0, 4."""
    for method in (largest_remainder_hare, largest_remainder_droop):
        assert dict(method(Counts.of({"A": 1, "B": 8, "C": 3}), seats=5, ties=OPEN).seats) == {"A": 1, "B": 3, "C": 1}
        assert dict(method(Counts.of({"A": 1, "B": 8}), seats=4, ties=OPEN).seats) == {"A": 0, "B": 4}


def test_divisor_methods_leave_the_quota() -> None:
    """Kept, by hand (the quota property is Hare's, above). D'Hondt: 29 of 66 votes and 9 seats are 3.95, and get 5,
    whose quotient is 29/5 = 5.8, before 9/2 and 5/1. Sainte-Laguë: 24 of 34 votes and 10 seats are 7.06, and get 6:
    the seventh would have 24/13 = 1.85, and 2/1, 6/3 and 2/1 come first."""
    seats = dict(dhondt(Counts.of({"A": 9, "B": 5, "C": 23, "D": 29}), seats=9, ties=OPEN).seats)
    assert seats == {"A": 1, "B": 0, "C": 3, "D": 5}
    seats = dict(sainte_lague(Counts.of({"A": 2, "B": 6, "C": 24, "D": 2}), seats=10, ties=OPEN).seats)
    assert seats == {"A": 1, "B": 2, "C": 6, "D": 1}


@pytest.mark.parametrize("method", [*DIVISORS, largest_remainder_hare])
def test_thrice_the_votes_have_the_same_seats(method: Callable[..., Outcome]) -> None:
    for votes, seats, given in settled_lists(46, 40, method):
        tripled = method(Counts.of({name: 3 * own for name, own in votes.items()}), seats=seats, ties=OPEN)
        assert (tripled.settled, dict(tripled.seats)) == (True, given)


def test_droops_whole_quota_is_not_homogeneous() -> None:
    """Kept, by hand. 1, 1, 5 votes, 6 seats: quota 2; 2 seats for C, one for each remainder, and one stays empty. Twice
    the votes: quota 3; 3 for C and one for each remainder."""
    once, twice = (
        largest_remainder_droop(Counts.of({"A": times, "B": times, "C": 5 * times}), seats=6, ties=OPEN)
        for times in (1, 2)
    )
    assert (dict(once.seats), dict(twice.seats)) == ({"A": 1, "B": 1, "C": 3}, {"A": 1, "B": 1, "C": 4})


@pytest.mark.parametrize("count", RANKED.values(), ids=RANKED)
def test_what_is_elected_stands_in_the_steps(count: Counted) -> None:
    """The outcome is no more and no less than its steps say, on every way through the ties."""

    def walk(outcome: Outcome, before: tuple[str, ...]) -> None:
        said = before + tuple(name for step in outcome.steps if isinstance(step, Elected) for name, _ in step.votes)
        if outcome.tie is None:
            assert outcome.elected == said
        for branch in outcome.branches:
            assert set(outcome.elected) <= set(branch.outcome.elected)
            walk(branch.outcome, said)

    for profile in random_profiles(40, 15):
        walk(count(profile), ())


def test_plurality_of_first_choices_is_one_round_of_instant_runoff() -> None:
    rng = random.Random(41)
    for _ in range(40):
        lines = random_lines(rng, "ABC", ballots=9)
        firsts = {name: sum(number for number, ranking in lines if ranking[0] == name) for name in "ABC"}
        if 2 * max(firsts.values()) > sum(firsts.values()):
            winner = plurality(Counts.of(firsts), ties=OPEN).elected
            assert instant_runoff(Profile.of("ABC", lines), ties=OPEN).elected == winner
