# SPDX-License-Identifier: Apache-2.0
"""A judgement in words: every step with its articles, then the finding. For reading aloud, and for checking."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from isonomia.law import judgement as legal
from isonomia.law import steps as counting
from isonomia.law.judgement import Cited, Follows, Judgement, OpenTie, Verdict
from isonomia.law.law import Law
from isonomia.present import law_counting, law_ranked, law_rules, law_seats
from isonomia.present.catalogue import Words
from isonomia.present.law_speech import Row, Said, Speaker
from isonomia.present.law_terms import tie, tie_rule

SAYING: dict[type, Callable[[Any, Speaker], Said]] = {
    counting.Absent: law_counting.absent,
    counting.Advanced: law_counting.advanced,
    counting.BelowThreshold: law_seats.below_threshold,
    counting.EarlierStage: law_counting.earlier_stage,
    counting.Elected: law_counting.elected,
    counting.Excluded: law_counting.excluded,
    counting.Graded: law_ranked.graded,
    counting.GradesCompared: law_ranked.grades_compared,
    counting.HeadToHead: law_ranked.head_to_head,
    counting.Iteration: law_counting.iteration,
    counting.Locked: law_ranked.locked,
    counting.Needed: law_counting.needed,
    counting.NoBallots: law_counting.no_ballots,
    counting.NotLocked: law_ranked.not_locked,
    counting.Pairwise: law_ranked.pairwise,
    counting.Points: law_ranked.points,
    counting.Quota: law_counting.quota,
    counting.Ranking: law_ranked.ranking,
    counting.Reached: law_counting.reached,
    counting.StrongestPath: law_ranked.strongest_path,
    counting.Tied: law_counting.tied,
    counting.ToldApart: law_counting.told_apart,
    counting.Transfer: law_counting.transfer,
    counting.Unfilled: law_counting.unfilled,
    counting.Votes: law_counting.votes,
    legal.EitherWay: law_rules.either_way,
    legal.InvalidRankings: law_rules.invalid_rankings,
    legal.Left: law_rules.left,
    legal.MovedUp: law_rules.moved_up,
    legal.NobodyStands: law_rules.nobody_stands,
    legal.NoFurtherRound: law_rules.no_further_round,
    legal.OneCandidate: law_rules.one_candidate,
    legal.Ordered: law_rules.ordered,
    legal.RegionsFor: law_rules.regions_for,
    legal.RoundHeld: law_rules.round_held,
    legal.Totals: law_rules.totals,
    legal.TurnoutCondition: law_rules.turnout,
    legal.TurnoutNotAsked: law_rules.turnout_not_asked,
    legal.VotesInvalid: law_rules.votes_invalid,
}
"""The words of each kind of step."""

SAYING_TOGETHER: dict[type, Callable[[Sequence[Any], Speaker], Said]] = {
    counting.FullQuotas: law_seats.full_quotas,
    counting.Quotient: law_seats.quotients,
    counting.RemainderSeat: law_seats.remainder_seats,
    legal.Region: law_rules.regions,
}
"""Steps of which many follow each other, told as one table."""


def told(judgement: Judgement, law: Law, words: Words) -> list[Said]:
    """Every step of a judgement in its order, without the finding."""
    said: list[Said] = []
    for part in rounds_of(judgement.steps):
        by = Speaker(words, law, base_of(part, law))
        for kind, group in groupby(part, key=lambda each: type(each.step)):
            cited = list(group)
            if together := SAYING_TOGETHER.get(kind):
                said.append(_citing(together([each.step for each in cited], by), cited[0].cites))
            else:
                said += [_citing(SAYING[kind](each.step, by), each.cites) for each in cited]
    return said


def _citing(said: Said, cites: tuple[str, ...]) -> Said:
    return Said(said.text, said.rows, cites, said.heading)


def rounds_of(steps: Sequence[Cited]) -> Iterator[list[Cited]]:
    """The steps of each round; what stands before the first one is a part of its own."""
    part: list[Cited] = []
    for each in steps:
        if isinstance(each.step, legal.RoundHeld) and part:
            yield part
            part = []
        part.append(each)
    yield part


def base_of(steps: Sequence[Cited], law: Law) -> tuple[str, int] | None:
    """What 100 % is in a round: what its majority is a share of; without a majority, what its threshold is, or the
    valid votes. None where votes are those of stages."""
    if law.ranking is not None:
        return None
    for each in steps:
        if isinstance(each.step, counting.Needed):
            return each.step.base, each.step.number
        if isinstance(each.step, counting.BelowThreshold) and law.lists is not None and law.lists.threshold is not None:
            return law.lists.threshold.of, each.step.number
    for each in steps:
        if isinstance(each.step, legal.Totals):
            return "valid votes", each.step.candidates + each.step.against_all
    return None


def finding(judgement: Judgement, law: Law, words: Words) -> list[Said]:
    """What the law says, in a sentence or two; the first one stands for itself as a headline."""
    by = Speaker(words, law)
    said = [Said(headline(judgement, law, words), _seats(judgement, by))]
    if judgement.verdict is Verdict.OPEN_TIE and judgement.tie is not None:
        said += _open_tie(judgement.tie, by)
        if judgement.elected:
            said.append(Said(words.gettext("Certain already: {names}.", names=by.names(judgement.elected))))
    elif judgement.next is not None and judgement.next.what is Follows.REPEAT:
        said.append(Said(law_rules.what_follows(judgement.next, by)))
    return said


def headline(judgement: Judgement, law: Law, words: Words) -> str:
    """The finding in one line: who is elected, who is in the second round, or why nobody is."""
    by = Speaker(words, law)
    names = by.names(judgement.elected)
    if judgement.verdict is Verdict.ELECTED:
        if len(judgement.elected) == 1:
            return words.pgettext("one", "Elected: {names}.", names=names)
        return words.pgettext("several", "Elected: {names}.", names=names)
    if judgement.verdict is Verdict.NEXT_ROUND and judgement.next is not None:
        return words.gettext("Nobody is elected yet.") + " " + law_rules.what_follows(judgement.next, by)
    if judgement.verdict is Verdict.NOT_VALID and law.question is not None:
        return words.gettext("The vote is not valid.")
    return {
        Verdict.NOBODY: words.gettext("Nobody is elected."),
        Verdict.NOT_VALID: words.gettext("The election is not valid."),
        Verdict.SEATS: words.gettext("The seats are distributed."),
        Verdict.ADOPTED: words.gettext("The proposal is adopted."),
        Verdict.REJECTED: words.gettext("The proposal is not adopted."),
        Verdict.OPEN_TIE: words.gettext("Equal votes decide, and the outcome is open."),
    }[judgement.verdict]


def _seats(judgement: Judgement, by: Speaker) -> tuple[Row, ...]:
    return tuple(Row(name, by.number(seats)) for name, seats in judgement.seats)


def _open_tie(open_tie: OpenTie, by: Speaker) -> list[Said]:
    words = by.words
    said = [Said(tie(open_tie.tie.purpose, by.names(open_tie.tie.candidates), words))]
    if open_tie.rule is None:
        return [*said, Said(words.gettext("The law does not say how they are told apart."))]
    rule = tie_rule(open_tie.rule, words)
    return [*said, Said(words.gettext("By law: {rule}. What that needs has not been given yet.", rule=rule))]
