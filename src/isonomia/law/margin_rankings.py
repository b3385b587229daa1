# SPDX-License-Identifier: Apache-2.0
"""Bounds of the margin where voters rank: nobody knows a fast exact way for all methods.

From above: ballots that speak for somebody elected are turned into ballots for somebody who is not, and counted again;
what changes the outcome, changes it. From below, for instant runoff: an altered ballot takes at most one vote from one
candidate and gives it to another in each stage, so that as long as twice the altered ballots are fewer than each lead
with which somebody escaped an exclusion, and than the final majority, everybody is excluded in the same order.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import ceil

from isonomia.law.altering import fewest
from isonomia.law.ballots import Line, Profile
from isonomia.law.counting import TAKE_TIES
from isonomia.law.judgement import Judgement
from isonomia.law.law import Law, RankingMethod
from isonomia.law.margins import Change, Finding, Margin
from isonomia.law.steps import Elected, Excluded, Number, Votes

RIVALS = 3
"""How many of those who are not elected are tried against each who is."""


def ranking_margin(law: Law, profile: Profile, judgement: Judgement, judge: Callable[[Profile], Judgement]) -> Margin:
    """What was found by altering, and by removing; and the bound from below, if there is one."""
    assert law.ranking is not None
    profile = profile.taken(ties=law.ranking.method in TAKE_TIES)
    finding = Finding.of(judgement)
    altered = _least(profile, judgement, lambda own: Finding.of(judge(own)) != finding, judge, replace=True)
    removed = _least(profile, judgement, lambda own: Finding.of(judge(own)) != finding, judge, replace=False)
    runoff = law.ranking.method is RankingMethod.INSTANT_RUNOFF
    return Margin(altered, removed, exact=False, at_least=_smallest_escape(judgement) if runoff else None)


def _least(
    profile: Profile,
    judgement: Judgement,
    changes: Callable[[Profile], bool],
    judge: Callable[[Profile], Judgement],
    *,
    replace: bool,
) -> Change | None:
    best: Change | None = None
    for winner in judgement.elected:
        for rival in _rivals(profile, judgement):
            order = _for_the_winner(profile, profile.candidates.index(winner), profile.candidates.index(rival))
            most = (best.ballots if best else sum(line.ballots for line in order) + 1) - 1

            def turned(number: int, order: list[Line] = order, rival: str = rival) -> Profile:
                return _turned(profile, order, number, profile.candidates.index(rival) if replace else None)

            def changed(number: int, turned: Callable[[int], Profile] = turned) -> bool:
                return changes(turned(number))

            found = fewest(changed, 1, most)
            if found is not None:
                best = Change(found, winner, rival if replace else None, judge(turned(found)))
    return best


def _rivals(profile: Profile, judgement: Judgement) -> list[str]:
    """Those who are not elected, the closest first: who had most votes when last counted."""
    last: dict[str, tuple[int, object]] = {}
    for stage, cited in enumerate(judgement.steps):
        if isinstance(cited.step, Votes):
            last.update({name: (stage, votes) for name, votes in cited.step.votes})
    outside = [name for name in profile.candidates if name not in judgement.elected]
    return sorted(outside, key=lambda name: last.get(name, (-1, 0)), reverse=True)[:RIVALS]


def _for_the_winner(profile: Profile, winner: int, rival: int) -> list[Line]:
    """The ballots that prefer the winner to the rival, those that name her first before others."""

    def place(line: Line, candidate: int) -> int:
        return line.order.index(candidate) if candidate in line.order else len(profile.candidates)

    return sorted(
        (line for line in profile.lines if place(line, winner) < place(line, rival)),
        key=lambda line: place(line, winner),
    )


def _turned(profile: Profile, order: list[Line], number: int, rival: int | None) -> Profile:
    """The profile after ``number`` ballots of ``order`` are for the rival alone; or gone."""
    left = {line.number: line.ballots for line in profile.lines}
    taken = number
    for line in order:
        taking = min(taken, line.ballots)
        left[line.number] -= taking
        taken -= taking
    lines = [line._replace(ballots=left[line.number]) for line in profile.lines if left[line.number]]
    if rival is not None:
        lines.append(Line(number, (rival,), None, 1 + max(line.number for line in profile.lines)))
    return replace(profile, lines=tuple(lines))


def _smallest_escape(judgement: Judgement) -> int | None:
    """Altered ballots, fewer than which change no stage of an instant runoff."""
    steps = [cited.step for cited in judgement.steps]
    leads: list[Number] = []
    for before, after in pairwise([step for step in steps if isinstance(step, Votes | Excluded | Elected)]):
        if isinstance(before, Votes) and isinstance(after, Excluded):
            others = [votes for name, votes in before.votes if name != after.candidate]
            leads.append(min(others) - after.votes)
    final = next((step for step in reversed(steps) if isinstance(step, Votes)), None)
    if final is None or not final.votes:
        return None
    leads.append(2 * max(votes for _, votes in final.votes) - sum(votes for _, votes in final.votes))
    return max(1, ceil(min(leads) / 2))
