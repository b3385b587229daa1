# SPDX-License-Identifier: Apache-2.0
"""What an announced result would mean, against all counts of small elections that fit the percentages."""

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import floor

import pytest
from law_files import lists, ours, shipped

from isonomia.law.apply import apply
from isonomia.law.claimed import Told, judge_claim
from isonomia.law.counts import Base, Counts
from isonomia.law.errors import ClaimError, CountsError
from isonomia.law.fitting import Rounded, Size
from isonomia.law.law import Law
from isonomia.law.margins import Finding

CLAIMED = {
    "Lukashenko": "80.1",
    "Tikhanovskaya": "10.1",
    "Kanopatskaya": "1.67",
    "Dmitriyev": "1.2",
    "Cherechen": "1.14",
}
"""Belarus 2020, as the commission announced it; against all 4.59, turnout 84.28."""


def told(name: str, claims: dict[str, str], size: Size, against: str | None = None) -> Told:
    rounded = {each: Rounded.of(text) for each, text in claims.items()}
    return judge_claim(shipped(name), rounded, size, against_all=None if against is None else Rounded.of(against))


def test_belarus_2020() -> None:
    """80.1 per cent of those who took part are more than half, whatever the roll, if 84.28 per cent of it did."""
    for registered in (6_844_932, 6_904_649):
        found = told("by-president", CLAIMED, Size(registered, Rounded.of("84.28")), "4.59")
        assert found.base is Base.PARTICIPANTS
        assert found.judgement is not None
        assert (found.judgement.verdict, found.judgement.elected) == ("elected", ("Lukashenko",))


@pytest.mark.parametrize(
    ("leader", "verdict"), [("50.1", "elected"), ("50.0", None), ("50.00", None), ("49.9", "next round")]
)
def test_half_of_the_last_digit_decides(leader: str, verdict: str | None) -> None:
    """50.0 may be 49.95 or 50.05 per cent: nobody can tell."""
    found = told("by-president", {"A": leader, "B": "30", "C": "5"}, Size(1_000_000, Rounded.of("70.0")))
    assert (found.judgement and found.judgement.verdict.value) == verdict
    if verdict is None:
        verdicts = {fit.judgement.verdict.value for fit in found.fits}
        assert verdicts == {"elected", "next round"}


def test_the_turnout_may_be_what_cannot_be_told() -> None:
    found = told("by-president", {"A": "90", "B": "5"}, Size(1_000_000, Rounded.of("50.0")))
    assert found.judgement is None
    assert {fit.judgement.verdict.value for fit in found.fits} == {"elected", "not valid"}
    low = told("by-president", {"A": "90", "B": "5"}, Size(1_000_000, Rounded.of("49.9")))
    assert low.judgement is not None
    assert low.judgement.verdict == "not valid"


def test_who_is_second_may_be_what_cannot_be_told() -> None:
    found = told("fr-president", {"A": "40.0", "B": "30.0", "C": "30.0"}, Size(total=1_000_000))
    assert found.judgement is None
    apart = told("fr-president", {"A": "40.0", "B": "30.1", "C": "29.9"}, Size(total=1_000_000))
    assert apart.judgement is not None
    assert apart.judgement.next is not None
    assert apart.judgement.next.candidates == ("A", "B")


def test_first_preferences_tell_only_a_majority() -> None:
    """Ireland 2025: 63.4 and 29.5 per cent of first preferences would have decided it; 45 and 30 decide nothing."""
    sure = told("ie-president", {"A": "63.4", "B": "29.5", "C": "7.2"}, Size(total=1_442_000))
    assert sure.judgement is not None
    assert sure.judgement.elected == ("A",)
    assert told("ie-president", {"A": "45", "B": "30", "C": "25"}, Size(total=1000)).judgement is None


def test_percentages_that_no_counts_have() -> None:
    with pytest.raises(ClaimError, match="no whole counts fit"):
        told("fr-president", {"A": "60.0", "B": "50.0"}, Size(total=1000))
    with pytest.raises(ClaimError, match="no whole counts fit"):
        told("fr-president", {"A": "33.4", "B": "66.6"}, Size(total=7))


def question(adopted: str, yes: str, no: str, size: Size) -> str | None:
    """The verdict, if it is told."""
    law = ours(f'[question]\nadopted = {{ {adopted} }}\ncites = ["R 1"]\n')
    found = judge_claim(law, {"yes": Rounded.of(yes), "no": Rounded.of(no)}, size)
    return found.judgement and found.judgement.verdict.value


def test_percentages_of_the_registered() -> None:
    """25 per cent of 620 are 152 to 158 votes, and 155 are a quarter. 14 per cent are 84 at least: if 236 took part
    152 are left."""
    quarter = 'at_least = "1/4", of = "registered voters"'
    assert question(quarter, "25", "14", Size(620, participants=248)) is None
    assert question(quarter, "25", "14", Size(620, participants=236)) == "rejected"
    with pytest.raises(CountsError, match="registered"):
        question(quarter, "25", "14", Size(participants=248))


def test_the_total_of_votes_cast() -> None:
    half = 'more_than = "1/2", of = "votes cast"'
    assert question(half, "51", "40", Size(total=1000)) == "adopted"
    assert question(half, "50", "40", Size(total=1000, participants=1200)) is None
    with pytest.raises(ClaimError, match="no whole counts fit"):
        question(half, "51", "40", Size(total=1000, participants=999))


def test_a_total_of_which_one_percentage_is_no_whole_number_is_none() -> None:
    """28, 28 and 30 of 89 would be a tie for the second place; but of 89 no whole number is 31.5 to 32.5 per cent. The
    totals of which all three can be have no tie."""
    first = '[[rounds]]\nelected = { more_than = "2/3", of = "valid and blank votes" }\ngo_on = 2\ncites = ["R 1"]\n'
    law = ours(first + '[[rounds]]\nelected = "most votes"\ncites = ["R 1"]\n')
    claims = {name: Rounded.of(text) for name, text in (("A", "31"), ("B", "32"), ("C", "34"))}
    found = judge_claim(law, claims, Size(participants=147))
    assert found.judgement is not None
    assert found.judgement.next is not None
    assert found.judgement.next.candidates == ("C", "B")


def test_for_or_against_one() -> None:
    """What is not for the only candidate is against her."""
    found = told("association", {"A": "60"}, Size(200, participants=150, total=100))
    assert found.judgement is not None
    assert found.judgement.elected == ("A",)
    assert told("association", {"A": "50"}, Size(2000, participants=1500, total=1000)).judgement is None


@pytest.mark.parametrize("text", ["", "abc", "1e2", "-3", "101", "12.3.4", "٣"])
def test_what_is_no_percentage(text: str) -> None:
    with pytest.raises(ClaimError):
        Rounded.of(text)


def test_too_little_is_told() -> None:
    with pytest.raises(CountsError, match="total"):
        told("fr-president", {"A": "60", "B": "40"}, Size())
    with pytest.raises(CountsError, match="registered"):
        told("by-president", {"A": "60", "B": "40"}, Size(None, Rounded.of("80")))
    with pytest.raises(ClaimError, match="each region"):
        told("referendum-double-majority", {"yes": "60", "no": "40"}, Size(total=1000))


def within(votes: int, total: int, claim: Rounded) -> bool:
    return claim.lowest <= Fraction(votes, total) <= claim.highest


def all_fits(law: Law, claims: dict[str, Rounded], against: Rounded | None, size: Size, base: Base) -> Iterator[Counts]:
    """Every whole counts there is, tried one by one."""
    registered = size.registered
    rolls: Sequence[int | None] = [None] if registered is None else range(registered + 1)
    for participants in rolls:
        if size.turnout and registered and not within(participants or 0, registered, size.turnout):
            continue
        total = participants if base is Base.PARTICIPANTS else size.total
        if not total:
            continue
        for votes in product(*[[v for v in range(total + 1) if within(v, total, claim)] for claim in claims.values()]):
            free = total - sum(votes)
            possible = range(free + 1) if law.ballot is not None and base is Base.PARTICIPANTS else [0]
            for all_of_them in [a for a in possible if against is None or within(a, total, against)]:
                left = free - all_of_them
                if left < 0 or (left and base is not Base.PARTICIPANTS):
                    continue
                yield Counts.of(
                    dict(zip(claims, votes, strict=True)),
                    against_all=all_of_them,
                    invalid=left,
                    participants=participants,
                    registered=registered,
                )


def rounded(share: Fraction, digits: int) -> Rounded:
    """To ``digits`` after the point; -1: to tens of per cent, so that many counts fit."""
    ten = Fraction(10) ** digits
    return Rounded(floor(share * 100 * ten + Fraction(1, 2)) / ten, 1 / (2 * ten))


@pytest.mark.parametrize("name", ["by-president", "fr-president", "fi-president", "pl-president"])
def test_against_all_counts_that_fit(name: str) -> None:
    law, rng, seen = shipped(name), random.Random(name), set()
    base = Base.PARTICIPANTS if name == "by-president" else law.rounds[0].elected.of  # type: ignore[union-attr]
    for _ in range(60):
        total = rng.randint(8, 26)
        cuts = sorted(rng.randint(0, total) for _ in range(3))
        parts = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
        digits = rng.randint(-1, 0)
        by = base is Base.PARTICIPANTS
        claims = {
            each: rounded(Fraction(own, total), digits)
            for each, own in zip("ABCD", parts[: 3 + (not by)], strict=False)
        }
        registered = rng.randint(total, 2 * total)
        size = Size(registered, rounded(Fraction(total, registered), digits)) if by else Size(total=total)
        every = {Finding.of(apply(law, [counts])) for counts in all_fits(law, claims, None, size, base)}
        found = judge_claim(law, claims, size)
        assert every
        assert ({Finding.of(found.judgement)} if found.judgement else None) == (every if len(every) == 1 else None)
        for fit in found.fits:
            assert Finding.of(fit.judgement) in every
        seen.add(len(every) == 1)
    assert seen == {True, False}


@pytest.mark.parametrize("method", ["dhondt", "sainte-lague"])
def test_seats_against_all_counts_that_fit(method: str) -> None:
    rng, seen = random.Random(method), set()
    for _ in range(60):
        total, law = rng.randint(20, 60), lists(method, rng.randint(2, 6), "1/5")
        cuts = sorted(rng.randint(0, total) for _ in range(2))
        parts = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
        claims = {
            each: rounded(Fraction(own, total), rng.randint(-1, 0)) for each, own in zip("ABC", parts, strict=True)
        }
        size = Size(total=total)
        every = {Finding.of(apply(law, [counts])) for counts in all_fits(law, claims, None, size, Base.VALID)}
        found = judge_claim(law, claims, size)
        assert ({Finding.of(found.judgement)} if found.judgement else None) == (every if len(every) == 1 else None)
        seen.add(len(every) == 1)
    assert seen == {True, False}
