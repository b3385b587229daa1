# SPDX-License-Identifier: Apache-2.0
"""The words of methods that compare candidates: pairs, points, grades."""

from itertools import combinations

from isonomia.law.steps import (
    Graded,
    GradesCompared,
    HeadToHead,
    Locked,
    NotLocked,
    Pairwise,
    Points,
    Ranking,
    StrongestPath,
)
from isonomia.present.law_speech import Row, Said, Speaker

_ARROW = " → "


def pairwise(step: Pairwise, by: Speaker) -> Said:
    rows = tuple(
        Row(f"{one} – {other}", f"{by.number(step.preferred[i][j])} : {by.number(step.preferred[j][i])}")
        for (i, one), (j, other) in combinations(enumerate(step.candidates), 2)
    )
    return Said(by.words.gettext("On how many ballots the first of two stands above the second, and below:"), rows)


def strongest_path(step: StrongestPath, by: Speaker) -> Said:
    text = by.words.gettext(
        "The strongest path: {path}. Its weakest link: {votes} to {against}.",
        path=_ARROW.join(step.path),
        votes=by.number(step.votes),
        against=by.number(step.against),
    )
    return Said(text)


def locked(step: Locked, by: Speaker) -> Said:
    text = by.words.gettext(
        "Kept: {winner} above {loser}, {votes} to {against}.",
        winner=step.winner,
        loser=step.loser,
        votes=by.number(step.votes),
        against=by.number(step.against),
    )
    return Said(text)


def not_locked(step: NotLocked, by: Speaker) -> Said:
    text = by.words.gettext(
        "Passed over: {winner} above {loser}, {votes} to {against}; what is kept says the opposite: {path}.",
        winner=step.winner,
        loser=step.loser,
        votes=by.number(step.votes),
        against=by.number(step.against),
        path=_ARROW.join(step.path),
    )
    return Said(text)


def points(step: Points, by: Speaker) -> Said:
    return Said(by.words.gettext("Points:"), tuple(Row(name, by.number(own)) for name, own in step.points))


def head_to_head(step: HeadToHead, by: Speaker) -> Said:
    rows = (
        Row(step.first, by.number(step.for_first)),
        Row(step.second, by.number(step.for_second)),
        Row(by.words.gettext("no preference"), by.number(step.equal)),
    )
    return Said(by.words.gettext("Between two, by the ballots that prefer one of them:"), rows)


def graded(step: Graded, by: Speaker) -> Said:
    rows = tuple(Row(grade, by.number(count)) for grade, count in step.counts)
    if step.majority_grade is None:
        return Said(by.words.gettext("{name}: no grades.", name=step.candidate), rows)
    text = by.words.gettext("{name}: majority grade “{grade}”.", name=step.candidate, grade=step.majority_grade)
    return Said(text, rows)


def grades_compared(step: GradesCompared, by: Speaker) -> Said:
    text = by.words.ngettext(
        "{better} stands above {worse}: when {n} majority grade of each is taken away, the next ones are "
        "“{better_grade}” and “{worse_grade}”.",
        "{better} stands above {worse}: when {n} majority grades of each are taken away, the next ones are "
        "“{better_grade}” and “{worse_grade}”.",
        step.removed,
        better=step.better,
        worse=step.worse,
        n=by.number(step.removed),
        better_grade=step.better_grade,
        worse_grade=step.worse_grade,
    )
    return Said(text)


def ranking(step: Ranking, by: Speaker) -> Said:
    rows = []
    place = 1
    for level in step.levels:
        rows.append(Row(by.names(level), f"{place}."))
        place += len(level)
    return Said(by.words.gettext("The ranking:"), tuple(rows))
