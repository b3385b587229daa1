# SPDX-License-Identifier: Apache-2.0
"""Percentages that cannot be: the bounds against every total and every count, tried one by one."""

from decimal import Decimal
from random import Random

import pytest

from claims.conftest import Find
from isonomia.claims.announced import announced, least_change, least_change_together, least_total
from isonomia.claims.certificate import Certificate
from isonomia.claims.contradictions import contradictions
from isonomia.claims.percentages import is_above_the_whole, is_of_a_limit
from isonomia.claims.reading import read_documents
from isonomia.cli import claim_recheck

IMPOSSIBLE = "impossible-percentage"


def confirmed(text: str) -> list[Certificate]:
    """The findings of this kind; the shipped script says the same of each."""
    statements = read_documents("all.csv", text.encode())
    files = {statements[0].place.sha256: claim_recheck.rows(text.encode())}
    found = [
        own for one in contradictions(statements) for own in {id(o): o for o in (one.shortest, one.strongest)}.values()
    ]
    for own in found:
        claim_recheck.recheck(own.as_json(), files)
    return [own for own in found if own.kind == IMPOSSIBLE]


@pytest.mark.parametrize(
    ("columns", "numbers", "wrong"),
    [
        ("turnout %", "146.5", [1]),
        ("turnout %,registered", "146.5,1000", [465]),  # at least 1464.5 of 1000
        ("turnout %,registered", "246.5,1000", [1000]),  # with fewer registered there are fewer too many, one for one
        ("turnout %,registered,cast", "146.5,1000,1465", []),  # that the numbers are so is a finding of its own
        ("turnout %,registered,cast", "146.5,1000,900", [465]),
        ("Ada %,base", "100.1,valid", [1]),
        ("Ada %,base,valid", "100.0,valid,17", []),
        ("Ada %,base,valid", "50.5,valid,7", [84]),  # 46 of 91 is 50.549 %; no smaller total has any
        ("Ada %,base,valid,Ada", "50.5,valid,7,4", [84 + 42]),  # 46 of 91
        ("Ada %,base,valid,Ada", "50.5,valid,93,47", []),  # 50.538 %
        ("Ada %,base,valid,Ada", "50.5,valid,92,46", [1]),  # 46 of 91
        ("Ada %,base,valid,Ada", "50.0,valid,92,40", [6]),
        ("Ada %,base,valid", "0.0,valid,0", [1]),
        ("Ada %,base,registered", "33.47,valid,30", [206]),  # 79 of 236 is 33.4746 %
        ("Ada %,base,received,registered", "33.33,valid,2,30", [1]),
        ("Ada %,base,received,registered", "33.33,valid,3,30", []),
        ("Ada %,base,cast", "33.33,issued,2", []),  # of more than those cast
        ("Ada %,cast", "33.33,2", []),  # of what, is not told
    ],
)
def test_one_percentage(columns: str, numbers: str, wrong: list[int]) -> None:
    assert [own.wrong for own in confirmed(f"kind,unit,{columns}\ntotal,X,{numbers}\n")] == wrong


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ("300,33.4,33.3,33.3", []),  # one by one they cannot be, together they can
        ("3000,33.4,33.3,33.3", []),
        ("3000,33.5,33.5,33.5", [12]),  # at least 1003.5 votes each, so 1004: 3012
        ("3000,33.1,33.1,33.1", [18]),  # at most 994.5 votes each, so 994: 2982
        ("97,33,33,33", [1]),  # 31.525 to 32.495 votes each, so 32: 96
        ("96,33,33,33", []),
        (",33.5,33.5,33.5", [1]),
        (",33,33,33", []),
    ],
)
def test_percentages_of_all_candidates(rows: str, wrong: list[int]) -> None:
    found = confirmed(f"kind,unit,base,complete,valid,A %,B %,C %\ntotal,X,valid,yes,{rows}\n")
    assert [own.wrong for own in found if own.percentage and own.percentage.quantity == "*"] == wrong


def test_one_error_is_told_once() -> None:
    """The votes are those of the percentages, and are added up: 96 are not 97."""
    columns = "kind,unit,base,complete,valid,A,B,C,A %,B %,C %"
    assert confirmed(f"{columns}\ntotal,X,valid,yes,97,32,32,32,33,33,33\n") == []
    (own,) = confirmed("kind,unit,base,valid,A %,B %\ntotal,X,valid,100,120.5,30\n")
    assert is_above_the_whole(own)
    assert own.wrong == 21  # at least 120.45 of 100


def test_total_of_another_document_is_a_stronger_certificate() -> None:
    """Alone, the share is of none of up to 30 registered; the station's other protocol has 29 valid ballots."""
    rows = "protocol,X,valid,30,,33.47\nprotocol,X,valid,,29,\n"
    statements = read_documents("all.csv", f"kind,unit,base,registered,valid,Ada %\n{rows}".encode())
    (finding,) = contradictions(statements)
    assert (len(finding.shortest.documents), len(finding.strongest.documents)) == (1, 2)
    assert finding.strongest.wrong == finding.shortest.wrong + 1
    assert is_of_a_limit(finding.shortest)
    assert not is_of_a_limit(finding.strongest)


def is_share(percent: str, votes: int, total: int) -> bool:
    """Whether so many votes are this percentage, in decimal numbers."""
    half = Decimal(5).scaleb(Decimal(percent).as_tuple().exponent - 1)  # type: ignore[operator]
    return abs(Decimal(100 * votes) - Decimal(percent) * total) <= half * total and 0 <= votes <= total > 0


def some_percent(random: Random) -> str:
    return random.choice([f"{random.randint(0, 100)}", f"{random.randint(0, 1000) / 10:.1f}"])


@pytest.mark.parametrize("seed", range(3))
def test_least_change_is_the_least_of_all_totals_and_counts(seed: int) -> None:
    random, most = Random(seed), 330
    for _ in range(12):
        percent, total = some_percent(random), random.randint(0, 40)
        possible = [(n, v) for n in range(1, most) for v in range(n + 1) if is_share(percent, v, n)]
        share = announced(percent)
        alone = min(abs(n - total) for n, _ in possible)
        votes = random.randint(0, total)
        both = min(abs(n - total) + abs(v - votes) for n, v in possible)
        assert both <= most - total  # or larger totals might be nearer
        assert (least_change(share, total, None), least_change(share, total, votes)) == (alone, both)
        assert least_total(share) == possible[0][0]


@pytest.mark.parametrize("seed", range(3))
def test_least_change_together(seed: int) -> None:
    """Over all totals on which each share can be, and the told one: the total's change and the votes that miss it."""
    random = Random(seed)
    for _ in range(15):
        percents, total = [some_percent(random) for _ in range(3)], random.randint(1, 60)
        whole, costs = random.random() < 0.5, []
        for n in range(1, 300):
            ranges = [ends(each, n) for each in percents]
            if n == total or all(least <= most for least, most in ranges):
                too_many, too_few = sum(least for least, _ in ranges) - n, n - sum(most for _, most in ranges)
                costs.append(abs(n - total) + max(too_many, too_few if whole else 0, 0))
        assert least_change_together([announced(each) for each in percents], total, whole=whole) == min(costs)


def ends(percent: str, total: int) -> tuple[int, int]:
    """The least count that is not below the percentage, and the most that is not above it."""
    half = Decimal(5).scaleb(Decimal(percent).as_tuple().exponent - 1)  # type: ignore[operator]
    some = range(total + 1)
    least = next(votes for votes in some if 100 * votes >= (Decimal(percent) - half) * total)
    return least, max(votes for votes in some if 100 * votes <= (Decimal(percent) + half) * total)


def test_with_many_digits_the_bound_is_a_lower_one(find: Find) -> None:
    """Totals up to 100,000 are tried: 0.000001 % is a share of 66,666,667 or more; 100,001 is certain."""
    assert [own.wrong for own in confirmed("kind,unit,base,valid,Ada %\ntotal,X,valid,7,0.000001\n")] == [100_001]
