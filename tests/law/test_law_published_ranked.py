# SPDX-License-Identifier: Apache-2.0
"""Presidents elected by ranked ballots: announced counts in, the announced finding out.

No country publishes the ballots. These are made up so that they give the numbers that were announced after each count;
whose further choices they were, where only sums were announced, is ours.
"""

import pytest
from law_files import shipped

from isonomia.law.apply import apply
from isonomia.law.ballots import Profile
from isonomia.law.judgement import Judgement, Verdict
from isonomia.law.steps import Needed, Votes


def judged(law: str, ballots: list[tuple[int, list[str]]]) -> Judgement:
    candidates = dict.fromkeys(name for _, ranking in ballots for name in ranking)
    return apply(shipped(law), [Profile.of(candidates, ballots)])


def counts_of(judgement: Judgement) -> list[dict[str, int]]:
    """The votes at each stage."""
    return [
        {name: int(own) for name, own in each.step.votes} for each in judgement.steps if isinstance(each.step, Votes)
    ]


def test_ireland_1997() -> None:
    """everything.explained.today, 1997 Irish presidential election. Scallon, Roche and Nally went out together."""
    judgement = judged(
        "ie-president",
        [
            (574_424, ["McAleese"]),
            (372_002, ["Banotti"]),
            (131_835, ["Scallon", "McAleese"]),
            (175_458 - 131_835, ["Scallon"]),
            (88_423, ["Roche", "Banotti"]),
            (125_514 - 88_423, ["Nally", "Banotti"]),
            (59_529 - (125_514 - 88_423), ["Nally"]),
        ],
    )
    assert counts_of(judgement)[0] == {
        "McAleese": 574_424,
        "Banotti": 372_002,
        "Scallon": 175_458,
        "Roche": 88_423,
        "Nally": 59_529,
    }
    assert counts_of(judgement)[-1] == {"McAleese": 706_259, "Banotti": 497_516}
    assert (judgement.verdict, judgement.elected) == (Verdict.ELECTED, ("McAleese",))


SECOND = {"Higgins": 29_379, "Gallagher": 24_437, "McGuinness": 9_581, "Mitchell": 14_036, "Norris": 7_057}
"""Ireland 2011: what the second count gave to each, from Davis and Scallon."""
THIRD = {"Higgins": 62_648, "Gallagher": 18_972, "McGuinness": 12_585, "Mitchell": 8_952}
"""What the third count gave to each, from Norris."""


def test_ireland_2011() -> None:
    """irishtimes.com, 1.886060 (first count) and hubpages.com/politics/forum/85822 (second and third). The numbers of
    the fourth count, after Mitchell and McGuinness went out, were not found: their ballots go no further here."""
    first = {"Higgins": 701_101, "Gallagher": 504_964, "McGuinness": 243_030, "Mitchell": 113_321}
    ballots = [(votes, [name]) for name, votes in first.items()]
    scallon = 51_220
    for name, votes in SECOND.items():
        here = min(votes, scallon)
        scallon -= here
        ballots += [(here, ["Scallon", name]), (votes - here, ["Davis", name])]
    ballots.append((48_657 - (sum(SECOND.values()) - 51_220), ["Davis"]))
    ballots += [(votes, ["Norris", name]) for name, votes in THIRD.items()]
    ballots.append((109_469 - sum(THIRD.values()), ["Norris"]))
    judgement = judged("ie-president", ballots)

    first_count, _, second_count, third_count, *_ = counts_of(judgement)
    assert first_count == first | {"Norris": 109_469, "Scallon": 51_220, "Davis": 48_657}
    assert second_count == {
        "Higgins": 730_480,
        "Gallagher": 529_401,
        "McGuinness": 252_611,
        "Mitchell": 127_357,
        "Norris": 116_526,
    }
    assert third_count == {"Higgins": 793_128, "Gallagher": 548_373, "McGuinness": 265_196, "Mitchell": 136_309}
    assert (judgement.verdict, judgement.elected) == (Verdict.ELECTED, ("Higgins",))


@pytest.mark.parametrize(
    ("votes", "elected", "quota"),
    [
        pytest.param(
            {
                "Higgins": 822_566,
                "Casey": 342_727,
                "Gallagher": 94_514,
                "Ní Riada": 93_987,
                "Freeman": 87_908,
                "Duffy": 32_198,
            },
            "Higgins",
            736_951,
            id="2018: donegaldemocrat.ie, 344575",
        ),
        pytest.param(
            {"Connolly": 914_143, "Humphreys": 424_987, "Gavin": 103_568},
            "Connolly",
            None,
            id="2025: rte.ie, 2025/1025/1540616 (no quota there)",
        ),
    ],
)
def test_ireland_first_count(votes: dict[str, int], elected: str, quota: int | None) -> None:
    judgement = judged("ie-president", [(number, [name]) for name, number in votes.items()])
    assert counts_of(judgement) == [votes]
    assert (judgement.verdict, judgement.elected) == (Verdict.ELECTED, (elected,))
    if quota is not None:
        assert [each.step.votes for each in judgement.steps if isinstance(each.step, Needed)] == [quota]


SRI_LANKA = {
    2015: (
        {"Sirisena": 6_217_162, "Rajapaksa": 5_768_090},
        "18174 15726 14379 14351 12436 10618 9941 8840 6875 4277 4260 4047 3846 3750 2793 2061 1826",
        12_123_452,
    ),
    2019: (
        {"Gotabaya Rajapaksa": 6_924_255, "Premadasa": 5_564_239, "NMPP": 418_553},
        "49655 38814 34537 27572 25173 15285 13641 12256 11879 11705 10219 9497 9467 8219 7611 7333 6447 4636 "
        "4218 4146 3987 3944 3599 3380 3014 2924 2903 2368 2139 2067 1841 976",
        13_252_499,
    ),
    2024: (
        {"Dissanayake": 5_634_915, "Premadasa": 4_363_035, "IND16": 2_299_767},
        "342781 226343 122396 47543 30660 22407 21306 15411 15187 13595 12898 12760 12700 11536 11191 10548 "
        "10374 9035 8954 6839 6531 5822 5338 4676 4410 4253 4205 4070 4013 3004 2799 2405 2138 1911 1860",
        13_319_616,
    ),
}
"""First choices: those of the first ones, of all others, and the valid votes. The Election Commission's national totals
in github.com/nuuuwan/lk_elections, row LK of each presidential file, which names parties. Who stood for the first ones
and was declared elected: news.lk, politics/item/5621 and uktamilnews.com, 10 January 2015; adaderana.lk, nid=59104 (and
59107, the valid votes) for 2019; frontpage.lk for 2024. The third of 2019 and of 2024 have their parties' names."""


def first_choices(year: int) -> dict[str, int]:
    first, others, valid = SRI_LANKA[year]
    votes = first | {f"other {number}": own for number, own in enumerate(map(int, others.split()), 1)}
    assert sum(votes.values()) == valid
    return votes


@pytest.mark.parametrize(("year", "elected"), [(2015, "Sirisena"), (2019, "Gotabaya Rajapaksa")])
def test_sri_lanka_first_count(year: int, elected: str) -> None:
    votes = first_choices(year)
    judgement = judged("lk-president", [(number, [name]) for name, number in votes.items()])
    assert counts_of(judgement) == [votes]
    assert (judgement.verdict, judgement.elected) == (Verdict.ELECTED, (elected,))


def test_sri_lanka_2024_second_count() -> None:
    """frontpage.lk, "Anura Kumara Dissanayake elected as the 9th Executive President": the second count gave him
    105,264 votes more and Premadasa 167,867. Here all of them came from the third, IND16."""
    votes = first_choices(2024)
    to_first, to_second = 105_264, 167_867
    rest = votes.pop("IND16") - to_first - to_second
    ballots = [(number, [name]) for name, number in votes.items()]
    ballots += [
        (to_first, ["IND16", "Dissanayake"]),
        (to_second, ["IND16", "Premadasa"]),
        (rest, ["IND16"]),
    ]
    judgement = judged("lk-president", ballots)
    assert counts_of(judgement)[-1] == {"Dissanayake": 5_740_179, "Premadasa": 4_530_902}
    assert (judgement.verdict, judgement.elected) == (Verdict.ELECTED, ("Dissanayake",))
