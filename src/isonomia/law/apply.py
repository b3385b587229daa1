# SPDX-License-Identifier: Apache-2.0
"""A law applied to the votes that were held: who is elected, what has to be held next, or why there is no result."""

from collections.abc import Sequence
from typing import TypeVar

from isonomia.law.ballots import Profile
from isonomia.law.case import Case, Facts, check_facts
from isonomia.law.counting import LISTS, ONE_SEAT, SEVERAL_SEATS, TAKE_TIES, first_preferences
from isonomia.law.counts import Counts, Threshold
from isonomia.law.errors import CountsError, HeldError, Problem
from isonomia.law.judgement import InvalidRankings, Judgement, Verdict
from isonomia.law.law import AfterFreezing, Law, Lists, Ranking
from isonomia.law.question import Regional, judge_question
from isonomia.law.rounds import alone, judge_rounds, without_vote
from isonomia.law.steps import Votes

__all__ = ["Facts", "Held", "apply"]

Held = Counts | Profile | Regional


def apply(law: Law, held: Sequence[Held], facts: Facts | None = None) -> Judgement:
    """What the law says to the votes held so far, one item each: ``Counts`` for rounds, lists and questions,
    ``Profile`` for rankings, ``Regional`` where regions count.

    Raises ``LawError`` (``CountsError``, ``HeldError``, ``BallotError``, ``SettingError``) where the votes do not fit
    the law or each other; nothing is guessed.
    """
    facts = facts or Facts()
    case = Case(law, facts, _candidates(held[0]) if held else facts.standing)
    check_facts(facts, case.candidates)
    if facts.left and not (law.rounds or law.ranking):
        raise HeldError(f"{facts.left[0].candidate}: there are no candidates here who could leave")
    if law.lists is None and facts.seats is not None:
        raise CountsError("seats", Problem.NOT_IN_LAW, facts.seats)
    if law.lists is None and facts.exempt:
        raise CountsError("exempt", Problem.NOT_IN_LAW, sorted(facts.exempt))
    if law.rounds:
        return judge_rounds(case, [_of_kind(vote, Counts) for vote in held])
    if not held and law.ranking is not None:
        return without_vote(case)
    if len(held) != 1:
        raise HeldError("this law knows one vote" if held else "no vote has been held")
    if law.question is not None:
        vote = held[0]
        return judge_question(case, law.question, vote if isinstance(vote, Regional) else _of_kind(vote, Counts))
    if law.lists is not None:
        return _lists(case, law.lists, _of_kind(held[0], Counts))
    assert law.ranking is not None
    return _ranking(case, law.ranking, _of_kind(held[0], Profile))


def _candidates(vote: Held) -> tuple[str, ...]:
    return vote.whole.candidates if isinstance(vote, Regional) else vote.candidates


Kind = TypeVar("Kind", bound=Counts | Profile)
KINDS = {Counts: "votes for each candidate", Profile: "ranked ballots", Regional: "votes by region"}


def _of_kind(vote: Held, kind: type[Kind]) -> Kind:
    if not isinstance(vote, kind):
        raise HeldError(f"the law is for {KINDS[kind]}, not for {KINDS[type(vote)]}")
    return vote


def _ranking(case: Case, rule: Ranking, profile: Profile) -> Judgement:
    if (unopposed := alone(case, profile.candidates)) is not None:
        return unopposed
    for left in case.facts.left:
        if left.round != 1 or not left.frozen:
            raise HeldError(f"{left.candidate}: whoever left before the ballots were frozen is not on them")
        if case.after_freezing(left) is AfterFreezing.ALL_AGAIN:
            return case.again(Verdict.NOT_VALID)
    profile = profile.taken(ties=rule.method in TAKE_TIES)
    if profile.invalid:
        case.add(InvalidRankings(profile.gaps, profile.ties))
    case.first = first_preferences(profile)
    if rule.method in ONE_SEAT:
        outcome = ONE_SEAT[rule.method](profile, ties=case.ties())
    else:
        outcome = SEVERAL_SEATS[rule.method](profile, seats=rule.seats, ties=case.ties())
    case.add_count(outcome, rule.cites)
    if (tie := case.open_tie(outcome)) is not None:
        return case.judgement(Verdict.OPEN_TIE, elected=outcome.elected, tie=tie, outcome=outcome)
    if not outcome.elected:
        return case.again(Verdict.NOBODY, outcome)
    return case.judgement(Verdict.ELECTED, elected=outcome.elected, outcome=outcome)


def _lists(case: Case, rule: Lists, counts: Counts) -> Judgement:
    case.totals(counts)
    if not case.valid(counts):
        return case.again(Verdict.NOT_VALID)
    case.first = dict(counts.votes)
    case.add(Votes(1, counts.votes))
    outcome = LISTS[rule.method](
        counts, seats=_seats(rule, case.facts), ties=case.ties(), threshold=_threshold(rule, case.facts)
    )
    case.add_count(outcome, rule.cites)
    if (tie := case.open_tie(outcome)) is not None:
        return case.judgement(Verdict.OPEN_TIE, seats=outcome.seats, tie=tie, outcome=outcome)
    if not any(seats for _, seats in outcome.seats):
        return case.again(Verdict.NOBODY, outcome)
    return case.judgement(Verdict.SEATS, seats=outcome.seats, outcome=outcome)


def _seats(rule: Lists, facts: Facts) -> int:
    if rule.seats is not None and facts.seats not in (None, rule.seats):
        raise CountsError("seats", Problem.NOT_IN_LAW, facts.seats)
    seats = rule.seats or facts.seats
    if seats is None:
        raise CountsError("seats", Problem.NOT_GIVEN)
    return seats


def _threshold(rule: Lists, facts: Facts) -> Threshold | None:
    threshold = rule.threshold
    if facts.exempt and (threshold is None or threshold.exempt is None):
        raise CountsError("exempt", Problem.NOT_IN_LAW, sorted(facts.exempt))
    if threshold is None:
        return None
    return Threshold(threshold.share, threshold.of, facts.exempt, threshold.above)
