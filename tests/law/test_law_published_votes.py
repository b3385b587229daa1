# SPDX-License-Identifier: Apache-2.0
"""Swiss votes on the constitution, which need a majority of the people and of the cantons: announced counts in, the
announced finding out.

Yes and no of each canton: Swissvotes (swissvotes.ch), the data set in github.com/pascal-huber/swissvotes-api (opened),
which also has the sums of the people and of the cantons that are asserted here.
"""

from fractions import Fraction

import pytest
from law_files import shipped

from isonomia.law.apply import apply
from isonomia.law.counts import Counts
from isonomia.law.judgement import RegionsFor, Verdict
from isonomia.law.question import Regional

VOTES = {
    "promotion of culture, 12 June 1994": """
    ZH 183001 177929, BE 174166 153126, LU 51841 55085, UR 4181 6162, SZ 12470 22480, OW 3892 4844,
    NW 5294 6331, GL 4899 6914, ZG 14604 16023, FR 30987 25727, SO 37997 47279, BS 43154 24871, BL 44300 36037,
    SH 13313 18893, AR 7206 12282, AI 1370 3265, SG 56134 79845, GR 22191 19487, AG 60916 83819, TG 24047 41181,
    TI 55373 34785, VD 72090 54224, VS 47830 40426, NE 22324 15712, GE 55746 26013, JU 9699 5448
    """,
    "family policy, 3 March 2013": """
    ZH 215322 186638, BE 151973 155535, LU 58727 61585, UR 3409 7302, SZ 17917 30689, OW 4804 7833,
    NW 6002 8624, GL 3946 5319, ZG 17703 19570, FR 51734 30736, SO 42444 41695, BS 35846 19293, BL 43518 38932,
    SH 13358 16799, AR 7845 11468, AI 1259 3388, SG 58421 77927, GR 36130 37920, AG 83168 93187, TG 28511 39923,
    TI 57197 28500, VD 133881 55112, VS 79118 58192, NE 31741 13701, GE 85919 22735, JU 14058 5928
    """,
    "excessive pay, 3 March 2013": """
    ZH 285647 121241, BE 216810 91358, LU 79774 40587, UR 6881 3825, SZ 29599 19101, OW 7105 5557, NW 8461 6193,
    GL 6484 2826, ZG 21737 15599, FR 58204 24645, SO 57080 26937, BS 37147 18074, BL 56073 26995, SH 23737 7548,
    AR 12858 6524, AI 2832 1813, SG 90529 45890, GR 49291 25896, AG 118552 58872, TG 48469 20240,
    TI 61507 25454, VD 126018 63420, VS 88190 50225, NE 33109 12936, GE 74413 35565, JU 15677 4654
    """,
    "responsible business, 29 November 2020": """
    ZH 250337 223523, BE 194750 161904, LU 58599 74310, UR 4934 6963, SZ 15795 34242, OW 4760 8390,
    NW 5095 10726, GL 5003 5611, ZG 15365 28234, FR 52614 40404, SO 36174 46366, BS 38573 23710, BL 40349 44529,
    SH 15689 17520, AR 8519 11074, AI 1729 3214, SG 62491 85169, GR 27734 32887, AG 80361 106212,
    TG 32347 44025, TI 51750 43794, VD 127545 85585, VS 45635 56429, NE 29809 16334, GE 78349 43768,
    JU 14823 6757
    """,
}
"""Canton, yes, no."""

ANNOUNCED = {
    "promotion of culture, 12 June 1994": (1_059_025, 1_018_188, "11", Verdict.REJECTED),
    "family policy, 3 March 2013": (1_283_951, 1_078_531, "10", Verdict.REJECTED),
    "excessive pay, 3 March 2013": (1_616_184, 761_975, "23", Verdict.ADOPTED),
    "responsible business, 29 November 2020": (1_299_129, 1_261_680, "17/2", Verdict.REJECTED),
}
"""Yes, no, the cantons for yes (of 23), and the finding; three times the people said yes and the cantons no."""


def by_canton(vote: str) -> Regional:
    rows = [row.split() for row in VOTES[vote].strip().split(",")]
    return Regional.of({canton: Counts.of({"yes": int(yes), "no": int(no)}) for canton, yes, no in rows})


@pytest.mark.parametrize("vote", VOTES)
def test_people_and_cantons(vote: str) -> None:
    yes, no, cantons, verdict = ANNOUNCED[vote]
    held = by_canton(vote)
    assert dict(held.whole.votes) == {"yes": yes, "no": no}
    judgement = apply(shipped("referendum-double-majority"), [held])
    assert judgement.verdict is verdict
    (weighed,) = [each for each in judgement.steps if isinstance(each.step, RegionsFor)]
    assert isinstance(weighed.step, RegionsFor)
    assert (weighed.step.weight, weighed.step.total) == (Fraction(cantons), 23)
    assert "BV 142(4)" in weighed.cites
