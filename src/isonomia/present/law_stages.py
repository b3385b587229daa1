# SPDX-License-Identifier: Apache-2.0
"""The stages of a transferable vote as a table to be drawn: who has how much at each, and what moved in between."""

from collections.abc import Sequence
from fractions import Fraction

from isonomia.law import steps as counting
from isonomia.law.judgement import Judgement
from isonomia.law.law import RankingMethod
from isonomia.law.steps import Number, Table
from isonomia.present.law_speech import Speaker
from isonomia.present.numbers import shortened
from isonomia.present.stages import Cell, Count, Stage


def stages_of(judgement: Judgement, by: Speaker) -> Count | None:
    """The table; None if the judgement is not one of a count in stages."""
    if not by.ranked:
        return None
    steps = [each.step for each in judgement.steps]
    found = _by_stage(steps)
    if by.law.ranking is not None and by.law.ranking.method is RankingMethod.INSTANT_RUNOFF:
        for stage in found:
            stage.level = sum(int(own) for _, own in stage.votes) // 2 + 1
    names = list(dict.fromkeys(name for stage in found for name, _ in stage.votes))
    if not names:
        return None
    nobody = by.words.gettext("with nobody any more")
    drawn: list[Stage] = []
    before: dict[str, Number] = {}
    elected: set[str] = set()
    most = max(max((stage.exhausted, *(own for _, own in stage.votes))) for stage in found)
    for stage in found:
        now = dict(stage.votes)
        if stage.exhausted or nobody in before:
            now[nobody] = stage.exhausted
        elected |= stage.elected
        drawn.append(_drawn(stage, now, before or now, elected, by))
        before = now
    if nobody in before:
        names.append(nobody)
    exact = all(Fraction(own * 100).denominator == 1 for stage in found for _, own in stage.votes)
    note = "" if exact else by.words.gettext("Numbers are cut after two decimals; the count is exact.")
    return Count(tuple(names), tuple(drawn), most, note)


class _Found:
    """A stage and what followed from it."""

    def __init__(self, number: int, votes: Table, exhausted: Number, level: Number | None) -> None:
        self.number = number
        self.votes = votes
        self.exhausted = exhausted
        self.level = level
        self.elected: set[str] = set()
        self.excluded: set[str] = set()


def _by_stage(steps: Sequence[object]) -> Sequence[_Found]:
    """Each stage's votes (of Meek's method: those of its last distribution), and who was elected or excluded at it."""
    found: list[_Found] = []
    level: Number | None = None
    for step in steps:
        if isinstance(step, counting.Quota):
            level = step.quota
        elif isinstance(step, counting.Needed) and found:
            found[-1].level = step.votes
        elif isinstance(step, counting.Votes):
            found.append(_Found(step.stage, step.votes, step.exhausted, level))
        elif isinstance(step, counting.Iteration):
            if found and found[-1].number == step.stage:
                found.pop()
            found.append(_Found(step.stage, step.votes, 0, step.quota))
        elif isinstance(step, counting.Elected) and found:
            found[-1].elected |= {name for name, _ in step.votes}
        elif isinstance(step, counting.Excluded) and found:
            found[-1].excluded.add(step.candidate)
    return found


def _drawn(stage: _Found, now: dict[str, Number], before: dict[str, Number], elected: set[str], by: Speaker) -> Stage:
    words = by.words
    cells = {}
    for name, own in now.items():
        mark = ""
        if name in stage.elected:
            mark = words.gettext("elected")
        elif name in stage.excluded:
            mark = words.gettext("excluded")
        change = own - before.get(name, 0)
        moved = ("+" if change > 0 else "") + shortened(change, words) if change else ""
        cells[name] = Cell(
            own, shortened(own, words), moved, mark, name in elected, empty=name not in dict(stage.votes)
        )
    level = "" if stage.level is None else words.gettext("needed: {number}", number=shortened(stage.level, words))
    return Stage(words.gettext("Stage {stage}", stage=str(stage.number)), cells, stage.level, level)
