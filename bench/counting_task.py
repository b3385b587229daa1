# SPDX-License-Identifier: Apache-2.0
"""One count of a file of ballots, by isonomia or by pref_voting, in a process of its own. Started by counting.py."""

import json
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from counting import GRADES, SEATS
from task import measured, say

Rows = list[list[int]]
Count = Callable[[Rows], Any]
"""From the rows of the file to who is elected."""


def isonomia() -> dict[str, Count]:
    from isonomia.law.ballots import Approvals, Grades, Profile, Scores
    from isonomia.law.decisions import Drawn
    from isonomia.law.methods.approval import approval
    from isonomia.law.methods.borda import borda
    from isonomia.law.methods.contingent import contingent
    from isonomia.law.methods.instant_runoff import instant_runoff
    from isonomia.law.methods.majority_judgment import Middle, majority_judgment
    from isonomia.law.methods.ranked_pairs import ranked_pairs
    from isonomia.law.methods.schulze import schulze
    from isonomia.law.methods.score import score
    from isonomia.law.methods.star import star
    from isonomia.law.methods.stv_belenios import stv_belenios
    from isonomia.law.methods.stv_meek import stv_meek
    from isonomia.law.methods.stv_scottish import stv_scottish

    def names(rows: Rows) -> list[str]:
        return [f"candidate {place}" for place in range(len(rows[0]))]

    def ranked(method: Callable[..., Any], **settings: Any) -> Count:
        def count(rows: Rows) -> Any:
            own = names(rows)
            profile = Profile.of_ranks(own, ((1, dict(zip(own, row, strict=True))) for row in rows))
            return method(profile, ties=Drawn(tuple(own)), **settings).elected

        return count

    def scored(method: Callable[..., Any]) -> Count:
        def count(rows: Rows) -> Any:
            own = names(rows)
            lines = ((1, {name: GRADES - grade for name, grade in zip(own, row, strict=True)}) for row in rows)
            return method(Scores.of(own, lines, highest=GRADES - 1), ties=Drawn(tuple(own))).elected

        return count

    def approved(rows: Rows) -> Any:
        own = names(rows)
        lines = ((1, [name for name, grade in zip(own, row, strict=True) if 2 * grade <= GRADES]) for row in rows)
        return approval(Approvals.of(own, lines), ties=Drawn(tuple(own))).elected

    def judged(rows: Rows) -> Any:
        own, scale = names(rows), [f"grade {grade}" for grade in range(1, GRADES + 1)]
        lines = ((1, {name: scale[grade - 1] for name, grade in zip(own, row, strict=True)}) for row in rows)
        return majority_judgment(Grades.of(own, scale, lines), middle=Middle.BETTER, ties=Drawn(tuple(own))).elected

    return {
        "Borda": ranked(borda),
        "contingent": ranked(contingent),
        "IRV": ranked(instant_runoff),
        "ranked pairs": ranked(ranked_pairs),
        "Schulze": ranked(schulze),
        "STV, Scottish": ranked(stv_scottish, seats=SEATS),
        "STV, Meek": ranked(stv_meek, seats=SEATS),
        "STV, belenios-tool's": ranked(stv_belenios, seats=SEATS),
        "approval": approved,
        "score": scored(score),
        "STAR": scored(star),
        "Majority Judgment": judged,
    }


def pref_voting() -> dict[str, Count]:
    warnings.simplefilter("ignore")
    from pref_voting import grade_methods, iterative_methods, margin_based_methods, scoring_methods
    from pref_voting.grade_profiles import GradeProfile
    from pref_voting.profiles import Profile

    def ranked(method: Callable[..., Any]) -> Count:
        return lambda rows: method(Profile([sorted(range(len(row)), key=row.__getitem__) for row in rows]))

    def graded(method: Callable[..., Any], **settings: Any) -> Count:
        def count(rows: Rows) -> Any:
            maps = [{place: GRADES - grade for place, grade in enumerate(row)} for row in rows]
            return method(GradeProfile(maps, list(range(GRADES))), **settings)

        return count

    return {
        "Borda": ranked(scoring_methods.borda),
        "IRV": ranked(iterative_methods.instant_runoff),
        "ranked pairs": ranked(margin_based_methods.ranked_pairs_zt),
        "Schulze": ranked(margin_based_methods.beat_path),
        "score": graded(grade_methods.score_voting, evaluation_method="sum"),
        "STAR": graded(grade_methods.star),
        "Majority Judgment": graded(grade_methods.majority_judgement),
    }


def main(program: str, method: str, path: str) -> None:
    count = {"isonomia": isonomia, "pref_voting": pref_voting}[program]()[method]
    if program == "pref_voting":  # compiles on first use
        count([[1, 2, 3, 4, 5], [2, 1, 3, 4, 5], [1, 2, 3, 5, 4]])
    say(measured(lambda: count(json.loads(Path(path).read_bytes()))))


if __name__ == "__main__":
    main(*sys.argv[1:])
