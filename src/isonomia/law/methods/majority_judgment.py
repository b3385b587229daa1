# SPDX-License-Identifier: Apache-2.0
"""Majority Judgment: the best majority grade."""

from enum import StrEnum
from itertools import chain, pairwise

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
    Source: M. Balinski, R. Laraki, "A theory of measuring, electing, and ranking", PNAS 104 (2007) 8720-8725, and
    "Majority Judgment", MIT Press 2010, chapters 1 and 13. Both take the worse of two middle grades; belenios-tool 2.0
    takes the better one, each time (tests/law/test_peer_judgment.py).
    """
    checked_seats(seats)
    names = ballots.candidates
    grades = ballots.grades

    def method(count: Count) -> None:
        number = sum(own for own, _ in ballots.lines)
        sequences = {}
        for place, name in enumerate(names):
            counts = [0] * len(grades)
            for own, given in ballots.lines:
                counts[given[place]] += own
            sequences[name] = _majority_grades(counts, middle)
            majority_grade = grades[sequences[name][0]] if number else None
            count.add(Graded(name, tuple(zip(grades, counts, strict=True)), majority_grade))
        if not number:
            count.add(NoBallots())
            return
        by_value: dict[tuple[int, ...], list[str]] = {}
        for name in names:
            by_value.setdefault(sequences[name], []).append(name)
        values = sorted(by_value)
        for better, worse in pairwise(values):
            removed = next(at for at, pair in enumerate(zip(better, worse, strict=True)) if pair[0] != pair[1])
            if removed:
                one, other = by_value[better][0], by_value[worse][0]
                grade, lower = grades[better[removed]], grades[worse[removed]]
                count.add(GradesCompared(one, other, removed, grade, lower))
        levels = [by_value[value] for value in values]
        rank(count, levels)
        places = {name: place for place, level in enumerate(levels, 1) for name in level}
        elect_from(count, levels, places, seats, Reason.BEST_RANKED)

    return decide(method, names, ties)


def _majority_grades(counts: list[int], rule: Middle) -> tuple[int, ...]:
    """The majority grades in the order in which they are taken away.

    With grades sorted best first that is the middle one, then outwards by turns. The first step outwards is to the side
    that the rule prefers if the number is odd, and away from it if it is even (the middle is then already on it).
    """
    ordered = [grade for grade, number in enumerate(counts) for _ in range(number)]
    if not ordered:
        return ()
    even = len(ordered) % 2 == 0
    middle = len(ordered) // 2 - (even and rule is Middle.BETTER)
    better, worse = ordered[:middle][::-1], ordered[middle + 1 :]
    first, second = (worse, better) if even is (rule is Middle.BETTER) else (better, worse)
    outwards = chain.from_iterable(zip(first, second, strict=False))
    return (ordered[middle], *outwards, *first[len(second) :])
