# SPDX-License-Identifier: Apache-2.0
"""Majority Judgment: the best majority grade."""

from bisect import bisect_right
from collections.abc import Iterable
from enum import StrEnum
from itertools import accumulate, pairwise

from isonomia.law.ballots import Grades
from isonomia.law.counts import checked_seats
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.outcome import Outcome
from isonomia.law.ranking import elect_from, rank
from isonomia.law.steps import Graded, GradesCompared, NoBallots, Reason


class Middle(StrEnum):
    """Which of two middle grades is the majority grade, where their number is even."""

    WORSE = "worse"
    """Balinski and Laraki: a majority of the voters gives at least this grade."""
    BETTER = "better"
    """``belenios-tool method majority-judgment``."""


def majority_judgment(ballots: Grades, *, middle: Middle, ties: TieBreak, seats: int = 1) -> Outcome:
    """A candidate's majority grade is the middle one of their grades; of two middle ones, the one that ``middle`` says.

    The better majority grade is ranked higher. Of equal ones, one majority grade each is taken away, and the new
    majority grades are compared, and so on; candidates are equal only if all their grades are.
    Source: M. Balinski, R. Laraki, "A theory of measuring, electing, and ranking", PNAS 104 (2007) 8720-8725, which
    takes the worse of two middle grades; belenios-tool 2.0 takes the better one, each time
    (tests/law/test_peer_judgment.py).
    """
    checked_seats(seats)
    names = ballots.candidates
    grades = ballots.grades
    number = sum(own for own, _ in ballots.lines)
    counts = {name: _counts(ballots, place) for place, name in enumerate(names)}
    changes = _changes(counts.values(), number, middle) if number else {}
    values = {name: tuple(_grade_at(own, index) for index in changes.values()) for name, own in counts.items()}

    def method(count: Count) -> None:
        for name in names:
            majority_grade = grades[values[name][0]] if number else None
            count.add(Graded(name, tuple(zip(grades, counts[name], strict=True)), majority_grade))
        if not number:
            count.add(NoBallots())
            return
        levels = [[name for name in names if values[name] == value] for value in sorted(set(values.values()))]
        for (one, *_), (other, *_) in pairwise(levels):
            of_both = zip(changes, values[one], values[other], strict=True)
            removed, better, worse = next(step for step in of_both if step[1] != step[2])
            if removed:
                count.add(GradesCompared(one, other, removed, grades[better], grades[worse]))
        rank(count, levels)
        places = {name: place for place, level in enumerate(levels, 1) for name in level}
        elect_from(count, levels, places, seats, Reason.BEST_RANKED)

    return decide(method, names, ties)


def _counts(ballots: Grades, place: int) -> list[int]:
    """How many ballots give a candidate each grade."""
    counts = [0] * len(ballots.grades)
    for number, given in ballots.lines:
        counts[given[place]] += number
    return counts


def _grade_at(counts: list[int], index: int) -> int:
    """With a candidate's grades sorted best first, the one at this index."""
    return bisect_right(list(accumulate(counts)), index)


def _changes(all_counts: Iterable[list[int]], number: int, rule: Middle) -> dict[int, int]:
    """After how many removals (key) the majority grade, at which index (value), may be another one for any candidate.

    With grades sorted best first the majority grade is the middle one, then they are taken away outwards by turns. The
    first step outwards is to the side that the rule prefers if the number is odd, and away from it if it is even (the
    middle is then already on it). Two candidates whose majority grades agree up to one of these places agree up to the
    next, so that no others have to be compared.
    """
    even = number % 2 == 0
    middle = number // 2 - (even and rule is Middle.BETTER)
    first = 1 if even is (rule is Middle.BETTER) else -1  # 1: towards the worse grades

    def removed(index: int) -> int:
        outwards = index - middle
        return 2 * abs(outwards) - (outwards * first > 0)

    borders = {border for counts in all_counts for border in accumulate(counts) if 0 < border < number}
    indices = {middle, *borders, *(border - 1 for border in borders)}
    return {removed(index): index for index in sorted(indices, key=removed)}
