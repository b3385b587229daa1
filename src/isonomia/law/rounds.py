# SPDX-License-Identifier: Apache-2.0
"""Rounds of voting for one candidate each: a majority elects, or those with most votes go on."""

from collections.abc import Sequence
from dataclasses import replace

from isonomia.law.case import Case
from isonomia.law.counts import Counts
from isonomia.law.decisions import Count, TieBreak, decide
from isonomia.law.errors import CountsError, HeldError, Problem
from isonomia.law.judgement import (
    Follows,
    Judgement,
    Left,
    MovedUp,
    Next,
    NobodyStands,
    NoFurtherRound,
    OneCandidate,
    Ordered,
    RoundHeld,
    Verdict,
    VotesInvalid,
)
from isonomia.law.law import AfterFreezing, Departure, Round, SingleVote, TieRule
from isonomia.law.outcome import Outcome
from isonomia.law.ranking import levels_of
from isonomia.law.steps import Advanced, Needed, NoBallots, Purpose, Reached, Reason, Votes


def judge_rounds(case: Case, held: Sequence[Counts]) -> Judgement:
    """Judge the rounds held so far, in their order; each has the candidates whom the one before sends there."""
    if not held:
        return without_vote(case)
    for left in case.facts.left:
        if not 1 <= left.round <= len(case.law.rounds) or (left.round == 1 and not left.frozen):
            raise HeldError(f"{left.candidate}: nobody can leave before round {left.round} who stands in the first")
    judgement = _Round(case, 1, held[0], None).judge(1)
    for number, counts in enumerate(held[1:], 2):
        follows = judgement.next
        if follows is None or follows.number is None:
            raise HeldError(f"vote {number}: no vote follows from the one before: {judgement.verdict}")
        judgement = _Round(case, follows.number, counts, follows.candidates).judge(number)
    return judgement


def without_vote(case: Case) -> Judgement:
    """Nobody has voted yet: lawful only with no candidate, or with one for whom the law holds no vote."""
    standing = case.facts.standing
    if not standing:
        case.add(NobodyStands())
        return case.again(Verdict.NOBODY)
    judgement = alone(case, standing)
    if judgement is None:
        raise HeldError("no vote has been held")
    return judgement


def alone(case: Case, standing: Sequence[str]) -> Judgement | None:
    """What the law says if only one stands and no vote is held for that one; None if a vote is."""
    rule = case.law.single
    if rule is None or len(standing) != 1 or rule.vote is SingleVote.FOR_OR_AGAINST:
        return None
    (name,) = standing
    case.add(OneCandidate(name, rule.vote), rule.cites)
    if rule.vote is SingleVote.NEW_ELECTION:
        return case.again(Verdict.NOBODY)
    return case.judgement(Verdict.ELECTED, elected=(name,))


class _Round:
    def __init__(self, case: Case, place: int, counts: Counts, expected: tuple[str, ...] | None) -> None:
        self.case = case
        self.place = place
        self.rule: Round = case.law.rounds[place - 1]
        self.counts = counts
        self.expected = expected
        self.stood = len(counts.votes)
        self.single = case.law.single if self.stood == 1 else None
        """The rule for a vote for or against one candidate, if this is one."""

    def judge(self, number: int) -> Judgement:
        case = self.case
        self._check_candidates()
        case.add(RoundHeld(number))
        if not self.counts.votes:
            case.add(NobodyStands())
            return case.again(Verdict.NOBODY)
        if (unopposed := alone(case, self.counts.candidates)) is not None:
            return unopposed
        if self.single is not None:
            case.add(OneCandidate(self.counts.candidates[0], self.single.vote), self.single.cites)
        case.totals(self.counts, against_too=self.single is not None)
        if not case.valid(self.counts) or not self._still_there():
            return case.again(Verdict.NOT_VALID)
        case.first = case.first or dict(self.counts.votes)
        return self._count(number)

    def _check_candidates(self) -> None:
        """Those whom the round before sends here: nobody who has left since."""
        if self.expected is None:
            return
        for name in self.counts.candidates:
            if name not in self.expected:
                raise CountsError(name, Problem.NOT_STANDING)
        for name in self.expected:
            if name not in self.counts.candidates:
                raise CountsError(name, Problem.NO_VOTES_FOR)

    def _still_there(self) -> bool:
        """Treat the votes for those who left after the freeze as the law says; False: everything has to begin again."""
        for left in self.case.facts.left:
            if left.round != self.place or not left.frozen or left.candidate not in self.counts.candidates:
                continue
            what = self.case.after_freezing(left)
            if what is AfterFreezing.ALL_AGAIN:
                return False
            if what is AfterFreezing.INVALID:
                self._invalidate(left.candidate)
        return True

    def _invalidate(self, name: str) -> None:
        votes = dict(self.counts.votes)
        lost = votes.pop(name)
        self.case.add(VotesInvalid(name, lost), self.case.withdrawal_cites)
        self.counts = replace(self.counts, votes=tuple(votes.items()), invalid=self.counts.invalid + lost)

    def _count(self, number: int) -> Judgement:
        case, rule = self.case, self.rule
        needed = None if rule.elected == "most votes" else case.needed(rule.elected, self.counts)
        leaving = [left for left in case.facts.left if left.round == self.place + 1 and not left.frozen]
        without = frozenset(left.candidate for left in leaving if self._departure(left) is Departure.NEXT_MOVES_UP)
        outcome = count_round(self.counts, needed, self._places(), number=number, without=without, ties=case.ties())
        case.add_count(outcome, rule.cites)
        tie = case.open_tie(outcome)
        if tie is not None and tie.rule is TieRule.NEW_VOTE:
            again = case.tie_rule(tie.tie.purpose)
            following = Next(Follows.NEW_VOTE, self.place, tie.tie.candidates, None)
            case.add(Ordered(following), again.cites if again else ())
            return case.judgement(Verdict.NEXT_ROUND, next=following, outcome=outcome)
        if tie is not None:
            return case.judgement(Verdict.OPEN_TIE, elected=outcome.elected, tie=tie, outcome=outcome)
        if outcome.elected:
            return case.judgement(Verdict.ELECTED, elected=outcome.elected, outcome=outcome)
        if not outcome.advance:
            return self._nobody(outcome)
        return self._next(outcome, leaving)

    def _places(self) -> int:
        """How many may go on to another round; 0 if there is none."""
        go_on = self.rule.go_on
        if go_on is None or self.single is not None:
            return 0
        if go_on == "all":
            return self.stood
        return 0 if self.rule.only_if_more_stand and self.stood <= go_on else go_on

    def _departure(self, left: Left) -> Departure | None:
        """What the law says to it; None if it is silent."""
        rule = self.case.law.withdrawal
        if rule is None:
            return None
        return rule.death_between_rounds if left.died else rule.between_rounds

    def _nobody(self, outcome: Outcome) -> Judgement:
        go_on = self.rule.go_on
        if isinstance(go_on, int) and not self._places():
            self.case.add(NoFurtherRound(self.stood, go_on), self.rule.cites)
        return self.case.again(Verdict.NOBODY, outcome)

    def _next(self, outcome: Outcome, leaving: list[Left]) -> Judgement:
        case = self.case
        going = list(outcome.advance)
        for left in leaving:
            what = self._departure(left)
            case.add(left, case.withdrawal_cites if what is not None else ())
            if left.candidate not in going:
                continue
            if what is None:
                how = "dies" if left.died else "withdraws"
                raise HeldError(
                    f"{left.candidate}: the law file does not say what follows if somebody {how} between rounds"
                )
            if what is Departure.ALL_AGAIN:
                return case.again(Verdict.NOBODY, outcome)
            going.remove(left.candidate)
        self._note_moved_up(going if leaving else [])
        if not going:
            return case.again(Verdict.NOBODY, outcome)
        if len(going) == 1 and case.law.single and case.law.single.vote is SingleVote.NEW_ELECTION:
            case.add(OneCandidate(going[0], case.law.single.vote), case.law.single.cites)
            return case.again(Verdict.NOBODY, outcome)
        following = Next(Follows.ROUND, self.place + 1, tuple(going), self.rule.next_within)
        case.add(Ordered(following), self.rule.cites)
        return case.judgement(Verdict.NEXT_ROUND, next=following, outcome=outcome)

    def _note_moved_up(self, going: list[str]) -> None:
        """Those who go on although as many as may had more votes."""
        votes = dict(self.counts.votes)
        for name in going:
            if sum(own > votes[name] for own in votes.values()) >= self._places():
                self.case.add(MovedUp(name, votes[name]), self.case.withdrawal_cites)


def count_round(
    counts: Counts, needed: Needed | None, go_on: int, *, number: int, without: frozenset[str], ties: TieBreak
) -> Outcome:
    """One round: whoever has the votes ``needed`` is elected (None: whoever has most); otherwise ``go_on`` candidates
    with most votes go on, ``without`` those who do not stand again. Without a vote for anybody nobody does either.

    ``number`` is what the round's table of votes is called.
    """

    def method(count: Count) -> None:
        votes = dict(counts.votes)
        count.add(Votes(number, counts.votes))
        if needed is not None:
            count.add(needed)
        if not any(votes.values()):
            count.add(NoBallots())
            return
        best = levels_of(votes)[0]
        met = needed is None or votes[best[0]] >= needed.votes
        if needed is not None:
            count.add(Reached(best[0], votes[best[0]], needed.votes, met))
        if met:
            (name,) = count.choose(Purpose.ELECT, best)
            count.elect(((name, votes[name]),), Reason.MOST_VOTES if needed is None else Reason.MAJORITY)
            return
        going: list[str] = []
        for level in levels_of({name: own for name, own in votes.items() if name not in without}):
            if len(going) < go_on:
                going.extend(count.choose(Purpose.ADVANCE, level, places=go_on - len(going)))
        count.advance = going
        if going:
            count.add(Advanced(tuple((name, votes[name]) for name in going)))

    return decide(method, counts.candidates, ties)
