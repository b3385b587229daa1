# SPDX-License-Identifier: Apache-2.0
"""The margin, against every alteration and every removal there is of small elections, tried one by one."""

import random
from collections.abc import Iterator
from itertools import combinations_with_replacement

import pytest
from law_files import FILES, lists, ours, shipped

from isonomia.law.altering import Kind, Pile, counts_of, piles_of
from isonomia.law.apply import Facts, apply
from isonomia.law.ballots import Profile
from isonomia.law.counts import Counts
from isonomia.law.law import Law
from isonomia.law.margin import margin
from isonomia.law.margins import Finding
from isonomia.law.question import Regional
from isonomia.law.reading import read_law


def altered(piles: Pile, number: int) -> Iterator[Pile]:
    """All piles that so many altered ballots can give: each of them leaves a pile and joins another."""
    kinds = list(piles)
    for sources in combinations_with_replacement(kinds, number):
        if any(sources.count(kind) > piles[kind] for kind in kinds):
            continue
        for targets in combinations_with_replacement([kind for kind in kinds if kind not in sources], number):
            yield {kind: piles[kind] - sources.count(kind) + targets.count(kind) for kind in kinds}


def removed(piles: Pile, number: int) -> Iterator[Pile]:
    kinds: list[Kind] = list(piles)
    for sources in combinations_with_replacement(kinds, number):
        if all(sources.count(kind) <= piles[kind] for kind in kinds):
            yield {kind: piles[kind] - sources.count(kind) for kind in kinds}


def fewest(law: Law, counts: Counts, against: bool, most: int) -> tuple[int | None, int | None]:
    """By trying everything up to ``most`` ballots."""
    before, piles = Finding.of(apply(law, [counts])), piles_of(counts, against=against)

    def changes(own: Pile, gone: int) -> bool:
        return Finding.of(apply(law, [counts_of(own, counts, gone)])) != before

    ways = (
        lambda number: any(changes(own, 0) for own in altered(piles, number)),
        lambda number: any(changes(own, number) for own in removed(piles, number)),
    )
    first, second = (next((number for number in range(1, most + 1) if way(number)), None) for way in ways)
    return first, second


def check(law: Law, counts: Counts, against: bool, most: int = 5) -> None:
    found = margin(law, [counts])
    assert found.exact, counts
    numbers = tuple(
        None if change is None or change.ballots > most else change.ballots for change in (found.altered, found.removed)
    )
    assert numbers == fewest(law, counts, against, most), counts


@pytest.mark.parametrize("name", ["by-president", "fr-president", "fi-president", "pl-president", "association"])
def test_rounds(name: str) -> None:
    law, rng = shipped(name), random.Random(name)
    against = law.ballot is not None and law.ballot.against_all
    for _ in range(25):
        votes = {each: rng.randint(0, 6) for each in "ABCD"[: rng.randint(2, 4)]}
        extra = {"against_all": rng.randint(0, 2)} if against else {}
        blank, invalid = rng.randint(0, 1), rng.randint(0, 1)
        cast = sum(votes.values()) + sum(extra.values()) + blank + invalid
        registered = rng.randint(cast, max(1, 2 * cast))
        counts = Counts.of(
            votes, blank=blank, invalid=invalid, participants=cast, registered=max(registered, cast), **extra
        )
        check(law, counts, against, 4)


QUESTION = '[question]\nadopted = {{ {0}, of = "{1}" }}\ncites = ["R 1"]\n'
LAST = '[[rounds]]\nelected = "most votes"\ncites = ["R 1"]\n'


@pytest.mark.parametrize("base", ["valid votes", "votes cast", "voters who took part", "registered voters"])
@pytest.mark.parametrize("share", ['more_than = "1/2"', 'at_least = "2/3"'])
def test_questions(share: str, base: str) -> None:
    """Also those that are rejected, which an empty box is again."""
    law, rng = ours(QUESTION.format(share, base)), random.Random(share + base)
    for _ in range(20):
        yes, no, blank = rng.randint(0, 5), rng.randint(0, 5), rng.randint(0, 1)
        cast = yes + no + blank
        counts = Counts.of({"yes": yes, "no": no}, blank=blank, participants=cast, registered=cast + rng.randint(0, 5))
        check(law, counts, False)


def test_nobody_is_elected_and_nobody_again_without_a_ballot() -> None:
    """Belarus: with two candidates no round follows. 5 of 10 are not more than half, 5 of 9 are."""
    counts = Counts.of({"A": 5, "B": 4}, invalid=1, participants=10, registered=12)
    found = margin(shipped("by-president"), [counts])
    assert found.removed is not None
    assert found.removed.ballots == 1
    assert found.removed.judgement.elected == ("A",)
    check(shipped("by-president"), counts, True, 4)


def test_ballots_outside_the_base_are_left_alone() -> None:
    """D has 2 of the 4 votes for candidates: once B's and C's are gone, all of them. Those against all are no part."""
    first = '[[rounds]]\nelected = { more_than = "2/3", of = "votes for candidates" }\ngo_on = "all"\ncites = ["R 1"]\n'
    law = ours('[ballot]\nagainst_all = true\ncites = ["R 1"]\n' + first + LAST)
    counts = Counts.of({"A": 0, "B": 1, "C": 1, "D": 2}, against_all=2, invalid=1)
    found = margin(law, [counts])
    assert found.removed is not None
    assert found.removed.ballots == 2
    check(law, counts, True, 3)


@pytest.mark.parametrize("method", ["dhondt", "hare"])
def test_a_threshold_of_the_registered_stands_whoever_stays_away(method: str) -> None:
    """More than 1/4 of 16: A's 5 votes are enough, 4 are not, however few ballots there are."""
    threshold = '[lists.threshold]\nmore_than = "1/4"\nof = "registered voters"\ncites = ["R 2"]\n'
    law = ours(f'[lists]\nmethod = "{method}"\nseats = 2\ncites = ["R 1"]\n{threshold}')
    counts = Counts.of({"A": 5, "B": 3}, registered=16)
    found = margin(law, [counts])
    assert found.removed is not None
    assert found.removed.ballots == 1
    check(law, counts, False)
    check(law, Counts.of({"A": 2, "B": 3}, registered=16), False)  # nobody has a seat


def test_an_empty_seat_makes_the_margin_a_bound() -> None:
    """Droop: 7 votes for 4 seats, a quota of 2. With 5 votes the quota is 2 still, two whole ones and one remainder
    are three seats; with 4 it is 1 and all seats are taken again."""
    found = margin(lists("droop", 4), [Counts.of({"A": 7})])
    assert not found.exact
    assert margin(lists("droop", 4), [Counts.of({"A": 70, "B": 30})]).exact


@pytest.mark.parametrize("threshold", ["", "1/5"])
@pytest.mark.parametrize("method", ["dhondt", "sainte-lague", "hare", "droop"])
def test_seats(method: str, threshold: str) -> None:
    rng, exact = random.Random(f"{method} {threshold}"), 0
    for _ in range(25):
        votes = {each: rng.randint(0, 14) for each in "ABCD"[: rng.randint(2, 4)]}
        counts = Counts.of(votes, blank=rng.randint(0, 1), invalid=0)
        law = lists(method, rng.randint(1, 3 if method == "droop" else 6), threshold)
        if method == "droop" and not margin(law, [counts]).exact:
            continue  # seats may stay empty
        check(law, counts, False, 4)
        exact += 1
    assert exact >= 15


def test_a_question_with_regions() -> None:
    """Against every alteration between yes and no in every region (blank ballots never change more)."""
    text = (FILES / "referendum-double-majority.toml").read_text().partition("[question.regions.weights]")[0]
    weights = '[question.regions.weights]\nN = "1/1"\nS = "1/1"\nE = "1/2"\n'
    law, rng = read_law((text + weights).encode(), "three regions"), random.Random(7)
    for _ in range(40):
        parts = {name: (rng.randint(0, 4), rng.randint(0, 4)) for name in "NSE"}
        found = margin(law, [regional(parts)])
        for change, options in ((found.altered, swapped(parts)), (found.removed, dropped(parts))):
            before = Finding.of(apply(law, [regional(parts)]))
            costs = [cost for cost, own in options if Finding.of(apply(law, [regional(own)])) != before]
            assert (change.ballots if change else None) == min(costs, default=None), parts


def test_blank_ballots_count_where_the_majority_is_of_all_ballots() -> None:
    """North: 1 of 5 ballots says yes, 1 no, 3 are blank. More than 2/3 are 4: the no and two blank ones have to say
    yes. In the whole 7 of 10 are enough, 6 say it."""
    more = 'more_than = "2/3", of = "votes cast"'
    regions = f'[question.regions]\nat_least = "1/1"\nregion = {{ {more} }}\ncites = ["R 1"]\n'
    law = ours(QUESTION.format('more_than = "2/3"', "votes cast") + regions + 'weights = { N = "1/1", S = "1/1" }\n')
    held = Regional.of({"N": Counts.of({"yes": 1, "no": 1}, blank=3), "S": Counts.of({"yes": 5, "no": 0})})
    found = margin(law, [held])
    assert found.exact
    assert found.altered is not None
    assert (found.altered.ballots, found.altered.region) == (3, "N")
    other = ours(QUESTION.format('more_than = "1/2"', "valid votes") + regions + 'weights = { N = "1/1", S = "1/1" }\n')
    assert not margin(other, [held]).exact  # a blank ballot is in one number and not in the other


def regional(parts: dict[str, tuple[int, int]]) -> Regional:
    return Regional.of({name: Counts.of({"yes": yes, "no": no}) for name, (yes, no) in parts.items()})


def swapped(parts: dict[str, tuple[int, int]]) -> list[tuple[int, dict[str, tuple[int, int]]]]:
    found: list[tuple[int, dict[str, tuple[int, int]]]] = [(0, {})]
    for name, (yes, no) in parts.items():
        ways = [(abs(turned), (yes + turned, no - turned)) for turned in range(-yes, no + 1)]
        found = [(cost + more, {**own, name: now}) for cost, own in found for more, now in ways]
    return found


def dropped(parts: dict[str, tuple[int, int]]) -> list[tuple[int, dict[str, tuple[int, int]]]]:
    found: list[tuple[int, dict[str, tuple[int, int]]]] = [(0, {})]
    for name, (yes, no) in parts.items():
        ways = [(yes - y + no - n, (y, n)) for y in range(yes + 1) for n in range(no + 1)]
        found = [(cost + more, {**own, name: now}) for cost, own in found for more, now in ways]
    return found


def test_instant_runoff_lies_between_its_bounds() -> None:
    """Against every alteration of up to three ballots of nine: the bounds hold, and are met now and then."""
    law, rng = shipped("ie-president"), random.Random(3)
    orders = [(), *(order for size in (1, 2, 3) for order in _orders("ABC", size))]
    met = 0
    for _ in range(25):
        ballots = [rng.choice(orders) for _ in range(9)]
        profile = Profile.of("ABC", [(1, order) for order in ballots])
        judgement = apply(law, [profile])
        if not judgement.elected:
            continue
        found = margin(law, [profile])
        exact = next((k for k in (1, 2) if _changes(law, ballots, orders, k, Finding.of(judgement))), 3)
        assert not found.exact
        assert found.altered is not None
        assert found.at_least is not None
        assert found.at_least <= exact
        assert exact <= found.altered.ballots or found.altered.ballots >= 3
        met += found.altered.ballots == exact
    assert met > 10


def _orders(names: str, size: int) -> Iterator[tuple[str, ...]]:
    if size == 0:
        yield ()
        return
    for name in names:
        yield from ((name, *rest) for rest in _orders(names.replace(name, ""), size - 1))


def _changes(
    law: Law, ballots: list[tuple[str, ...]], orders: list[tuple[str, ...]], number: int, before: Finding
) -> bool:
    from itertools import combinations, product

    for places in combinations(range(len(ballots)), number):
        for new in product(orders, repeat=number):
            own = list(ballots)
            for place, order in zip(places, new, strict=True):
                own[place] = order
            if Finding.of(apply(law, [Profile.of("ABC", [(1, order) for order in own])])) != before:
                return True
    return False


def test_worked_by_hand() -> None:
    """France: 52 of 100 votes for candidates are more than half, 50 are not: two ballots have to change hands. Of the
    votes for the leader 4 have to be missing: 48 of 96 are not more than half."""
    counts = Counts.of({"A": 52, "B": 30, "C": 18}, blank=10, invalid=2, participants=112, registered=200)
    found = margin(shipped("fr-president"), [counts])
    assert found.altered is not None
    assert (found.altered.ballots, found.altered.source) == (2, "A")
    assert found.removed is not None
    assert (found.removed.ballots, found.removed.source, found.removed.target) == (4, "A", None)


def test_turnout_is_changed_by_removal_alone() -> None:
    """Belarus: 101 of 200 took part, more than half. With 100 the election is not valid, whoever had the majority."""
    counts = Counts.of({"A": 90, "B": 11}, participants=101, registered=200)
    found = margin(shipped("by-president"), [counts])
    assert found.removed is not None
    assert found.removed.ballots == 1
    assert found.removed.judgement.verdict == "not valid"
    assert found.altered is not None
    assert found.altered.ballots == 40  # 90 - 40 = 50 of 101 are not more than half


def test_exempt_lists_are_no_others() -> None:
    law = shipped("de-bundestag")
    counts = Counts.of({"A": 500_000, "B": 400_000, "Minority": 4_000})
    with_it = margin(law, [counts], Facts(exempt=frozenset({"Minority"})))
    without = margin(law, [counts])
    assert with_it.altered is not None
    assert without.altered is not None
    assert with_it.altered.ballots <= 2_000 >= without.altered.ballots
