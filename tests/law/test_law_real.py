# SPDX-License-Identifier: Apache-2.0
"""Real ballots: who was elected, as published. Skipped where ``../shared/data`` is not."""

import pytest
from law_support import OPEN, STV, debian, steps_of, ward

from isonomia.law.methods.ranked_pairs import ranked_pairs
from isonomia.law.methods.schulze import schulze
from isonomia.law.methods.stv_meek import stv_meek
from isonomia.law.methods.stv_scottish import stv_scottish
from isonomia.law.outcome import Outcome
from isonomia.law.pairwise import preferences
from isonomia.law.steps import Elected, Quota, Votes

DEBIAN = {
    "debian_2002.soi": (["Branden Robinson", "Raphael Hertzog", "Bdale Garbee", "None Of The Above"], "Bdale Garbee"),
    "debian_2012.soi": (
        ["Wouter Verhelst", "Gergely Nagy", "Stefano Zacchiroli", "None Of The Above"],
        "Stefano Zacchiroli",
    ),
}
"""Winners: ../shared/data/README.md."""


@pytest.mark.parametrize("name", DEBIAN)
def test_debian(name: str) -> None:
    """Debian's constitution (A.6) counts by Schulze; somebody above all others is so by any Condorcet method."""
    candidates, winner = DEBIAN[name]
    profile = debian(name, candidates)
    assert schulze(profile, ties=OPEN).elected == ranked_pairs(profile, ties=OPEN).elected == (winner,)


def test_debian_2002_matrix() -> None:
    """debian.org/vote/2002/vote_0001 (opened) prints who was preferred to whom by how many of 475. Below the diagonal
    the file agrees with it in every number. Above, it has up to six more: where a ballot held two equal, the file
    ranks the one with the lower number first (255 of the page and 5 ballots that were equal are its 260)."""
    profile = debian("debian_2002.soi", DEBIAN["debian_2002.soi"][0])
    published = [[0, 255, 178, 385], [199, 0, 134, 406], [291, 327, 0, 443], [68, 50, 18, 0]]
    ours = preferences(profile)
    more = [[own - theirs for own, theirs in zip(*rows, strict=True)] for rows in zip(ours, published, strict=True)]
    assert more == [[0, 5, 2, 2], [0, 0, 6, 1], [0, 0, 0, 1], [0, 0, 0, 0]]
    assert profile.valid == 475


def test_debian_2012_margins() -> None:
    """debian.org/News/2012/20120415 (opened): more than 80 % put the winner first (or equal first), and both others
    came "hundreds of votes ahead of the None of the above ballot choice"."""
    profile = debian("debian_2012.soi", DEBIAN["debian_2012.soi"][0])
    firsts = sum(line.ballots for line in profile.lines if line.order[0] == 2)
    assert 100 * firsts > 80 * profile.valid
    matrix = preferences(profile)
    assert all(matrix[other][3] - matrix[3][other] >= 200 for other in (0, 1))


def elected_at(outcome: Outcome) -> dict[str, int]:
    """At which stage each was elected."""
    stage, found = 0, {}
    for step in outcome.steps:
        if isinstance(step, Votes):
            stage = step.stage
        if isinstance(step, Elected):
            found.update({name: stage for name, _ in step.votes})
    return found


def test_edinburgh_almond_2017_stage_by_stage() -> None:
    """theedinburghreporter.co.uk, 7 May 2022, "Council elections 2022: the results, Ward 1 Almond", section "2017
    results", and nen.press, 6 May 2017 (both opened): who, and at which stage."""
    profile, seats = ward("edinburgh_2017_ward1.csv")
    outcome = stv_scottish(profile, seats=seats, ties=OPEN)
    assert elected_at(outcome) == {"Kevin Lang": 1, "Louise Young": 2, "Graham Hutchison": 3, "Norrie Work": 10}


def test_dundee_lochee_2017() -> None:
    """eveningtelegraph.co.uk live blog of the count (opened): "Tom Ferguson, deselected by Labour, failed to win a seat
    in Lochee, which retained two SNP and two Labour councillors". Each party had just two candidates."""
    profile, seats = ward("dundee_2017_ward2.csv")
    outcome = stv_scottish(profile, seats=seats, ties=OPEN)
    assert set(outcome.elected) == {"Alan Ross", "Roisin Smith", "Charlie Malone", "Michael Marra"}


def test_glasgow_linn_2012() -> None:
    """Wikipedia, "Linn (ward)" (opened at wikimili.com): of the councillors of 2007 Docherty and Clark stayed, Elder
    and Cunning came in 2012 (the two others of 2007 did not stand)."""
    profile, seats = ward("glasgow_2012_ward1.csv")
    outcome = stv_scottish(profile, seats=seats, ties=OPEN)
    assert set(outcome.elected) == {
        "Glenn Alistair Elder", "Malcolm Robert Cunning", "Sadie Docherty", "Margot Clark"
    }  # fmt: skip


def test_oban_north_and_lorn_2012() -> None:
    """Wikipedia, "Oban North and Lorn (ward)" (opened at wikimili.com): Robertson and MacIntyre of 2007, and from 2012
    McDonald and Glen(n)-Lee. By Meek's rule it would have been Melville, not Macdonald."""
    profile, seats = ward("argyll_bute_2012_ward5.csv")
    elected = {"Elaine Robertson", "Duncan Macintyre", "Iain Angus Macdonald", "Louise Anne Glen"}
    assert set(stv_scottish(profile, seats=seats, ties=OPEN).elected) == elected
    assert set(stv_meek(profile, seats=seats, ties=OPEN).elected) == elected - {"Iain Angus Macdonald"} | {
        "Donald Melville"
    }


WARDS = {
    "edinburgh_2017_ward1.csv": (14_207, 4, 2842),
    "glasgow_2012_ward1.csv": (7_392, 4, 1479),
    "dundee_2017_ward2.csv": (5_802, 4, 1161),
    "aberdeen_2022_ward12.csv": (4_997, 4, 1000),
    "argyll_bute_2012_ward5.csv": (3_631, 4, 727),
}
"""Ballots and seats are what the files hold; the quota is divided by hand."""


@pytest.mark.parametrize("name", WARDS)
def test_wards_fill_their_seats_and_lose_no_vote(name: str) -> None:
    profile, seats = ward(name)
    assert (profile.valid, seats) == WARDS[name][:2]
    outcome = stv_scottish(profile, seats=seats, ties=OPEN)
    assert [step.quota for step in steps_of(outcome, Quota)] == [WARDS[name][2]]
    for step in steps_of(outcome, Votes):
        assert sum(votes for _, votes in step.votes) + step.exhausted == profile.valid
    for method in STV.values():
        assert len(method(profile, seats=seats, ties=OPEN).elected) == seats
