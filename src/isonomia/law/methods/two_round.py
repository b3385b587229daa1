# SPDX-License-Identifier: Apache-2.0
"""Two rounds: a majority, or a second round between the two with most votes."""

from fractions import Fraction

from isonomia.law.counts import Base, Counts, checked_share
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.errors import SettingError
from isonomia.law.outcome import Outcome
from isonomia.law.ranking import levels_of
from isonomia.law.steps import Advanced, Needed, NoBallots, Number, Purpose, Reason, Votes

HALF = Fraction(1, 2)


def two_round(
    first: Counts,
    second: Counts | None = None,
    *,
    ties: TieBreak,
    base: Base,
    share: Fraction = HALF,
    second_base: Base | None = None,
) -> Outcome:
    """Elected in the first round: more than ``share`` of ``base``; exactly that is not enough.

    Otherwise the two with most votes go on (``Outcome.advance``). With the counts of the ``second`` round, the one
    with most votes is elected there, or, if ``second_base`` is given, whoever has more than half of that; nobody if
    neither has. A tie about who goes on has to be broken before there can be a second round.

    Source: Constitution of France, article 7 (base: the votes cast for candidates; second round: most votes).
    Belarus, Electoral Code, article 79, and Constitution, article 82 (base in both rounds: the voters who took part).
    """
    checked_share(share)

    def method(count: Count) -> None:
        if not _first_round(count, first, base, share) and second is not None:
            if set(second.candidates) != set(count.advance):
                raise SettingError("the second round is not between those whom the first one sends there")
            count.advance = []
            _second_round(count, second, second_base)

    return decide(method, first.candidates, ties)


def _first_round(count: Count, counts: Counts, base: Base, share: Fraction) -> bool:
    """Whether the election ends with it."""
    votes = dict(counts.votes)
    count.add(Votes(1, counts.votes))
    number = counts.number(base)
    count.add(needed(base, number, share))
    if not any(votes.values()):
        count.add(NoBallots())
        return True
    levels = levels_of(votes)
    if _elect_with_majority(count, levels[0], votes, share * number):
        return True
    going: list[str] = []
    for level in levels:
        going.extend(count.choose(Purpose.ADVANCE, level, places=2 - len(going)))
        if len(going) == 2:
            break
    count.advance = going
    count.add(Advanced(tuple((name, votes[name]) for name in going)))
    return False


def _second_round(count: Count, counts: Counts, base: Base | None) -> None:
    votes = dict(counts.votes)
    count.add(Votes(2, counts.votes))
    best = levels_of(votes)[0]
    if base is not None:
        number = counts.number(base)
        count.add(needed(base, number, HALF))
        _elect_with_majority(count, best, votes, HALF * number)
    elif not any(votes.values()):
        count.add(NoBallots())
    else:
        (name,) = count.choose(Purpose.ELECT, best)
        count.elect(((name, votes[name]),), Reason.MOST_VOTES)


def _elect_with_majority(count: Count, best: list[str], votes: dict[str, int], more_than: Number) -> bool:
    """Elect the one with most votes if they are more than that; several such can be only below one half."""
    if votes[best[0]] <= more_than:
        return False
    (name,) = count.choose(Purpose.ELECT, best)
    count.elect(((name, votes[name]),), Reason.MAJORITY)
    return True


def needed(base: str, number: int, share: Fraction) -> Needed:
    """The least whole number of votes that is more than the share."""
    return Needed(base, number, share, share.numerator * number // share.denominator + 1)
