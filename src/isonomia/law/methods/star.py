# SPDX-License-Identifier: Apache-2.0
"""STAR: scores, then a runoff between the two with the most."""

from collections.abc import Callable
from functools import cache, partial

from isonomia.law.ballots import Scores
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.methods.score import totals
from isonomia.law.outcome import Outcome
from isonomia.law.ranking import levels_of
from isonomia.law.steps import Advanced, HeadToHead, NoBallots, Points, Purpose, Reason, table


def star(ballots: Scores, *, ties: TieBreak) -> Outcome:
    """The two with the highest sums of scores go on; elected is whom more ballots score higher than the other.

    Equal sums for a place among the two: to the one whom more ballots score higher than each of the others there;
    if there is none, that is a tie. Equal in the runoff: to the higher sum; if those are equal too, that is a tie.
    Source: Equal Vote Coalition, starvoting.org/ties, the "standard tie-breaking protocol", steps 1 to 3 (the
    page has had an "official" one since, which goes further).
    """
    names = ballots.candidates
    points = totals(ballots)
    duel = cache(partial(_head_to_head, ballots))

    def method(count: Count) -> None:
        count.add(Points(table(points, points.values())))
        if not ballots.lines:
            count.add(NoBallots())
            return
        two: list[str] = []
        for level in levels_of(points):
            two.extend(_best(count, duel, level, 2 - len(two)))
            if len(two) == 2:
                break
        count.add(Advanced(tuple((name, points[name]) for name in two)))
        if len(two) == 1:
            winner = two[0]
        else:
            between = duel(*two)
            count.add(between)
            lead = (between.for_first - between.for_second) or (points[two[0]] - points[two[1]])
            winner = two[lead < 0] if lead else count.choose(Purpose.ELECT, two)[0]
        count.elect(((winner, points[winner]),), Reason.RUNOFF)

    return decide(method, names, ties)


def _best(count: Count, duel: Callable[[str, str], HeadToHead], level: list[str], places: int) -> list[str]:
    """``places`` of candidates with equal sums: those who beat all others there one by one, then by choice."""
    left = list(level)
    best: list[str] = []
    while left and len(best) < places:
        if len(left) <= places - len(best):
            return best + left
        winner = None
        for name in left:
            duels = [duel(name, other) for other in left if other != name]
            if all(each.for_first > each.for_second for each in duels):
                winner = name
                for each in duels:
                    count.add(each)
        if winner is None:
            return best + list(count.choose(Purpose.ADVANCE, left, places=places - len(best)))
        best.append(winner)
        left.remove(winner)
    return best


def _head_to_head(ballots: Scores, first: str, second: str) -> HeadToHead:
    one, other = ballots.candidates.index(first), ballots.candidates.index(second)
    for_first = for_second = equal = 0
    for number, scores in ballots.lines:
        if scores[one] > scores[other]:
            for_first += number
        elif scores[one] < scores[other]:
            for_second += number
        else:
            equal += number
    return HeadToHead(first, second, for_first, for_second, equal)
