# SPDX-License-Identifier: Apache-2.0
"""A case before the law: what is known beside the votes, and the steps so far with what they rest on."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from isonomia.law.counts import Base, Counts
from isonomia.law.decisions import ByRule, Criterion, EarlierCounts
from isonomia.law.errors import CountsError, DrawError, HeldError, Problem
from isonomia.law.judgement import (
    Cited,
    EitherWay,
    Follows,
    Judgement,
    Left,
    LegalStep,
    Next,
    OpenTie,
    Ordered,
    Totals,
    TurnoutCondition,
    TurnoutNotAsked,
    Verdict,
)
from isonomia.law.law import AfterFreezing, Law, Majority, TieRule
from isonomia.law.law import Tied as TiedRule
from isonomia.law.outcome import Outcome
from isonomia.law.steps import BelowThreshold, Needed, NoBallots, Purpose, Step, Tied, ToldApart, Unfilled, Votes

DATE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")

PURPOSES = {
    Purpose.ELECT: "elect",
    Purpose.ADVANCE: "advance",
    Purpose.EXCLUDE: "exclude",
    Purpose.TRANSFER: "transfer",
    Purpose.SEAT: "seat",
}
"""The key of a law file's ``ties`` for each purpose; for LOCK there is none."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the law may ask for beside the votes."""

    lot: tuple[str, ...] = ()
    """Candidates (all, or those who are tied) in the order of a public draw, the preferred first (see ``lot``)."""
    born: Mapping[str, str] = field(default_factory=dict)
    """Dates of birth, ISO 8601."""
    districts: Mapping[str, int] = field(default_factory=dict)
    """In how many districts each won."""
    left: tuple[Left, ...] = ()
    """Who withdrew, died, or may no longer stand, and when; of those who stood in the first round."""
    standing: tuple[str, ...] = ()
    """Who stands, where no vote was held."""
    exempt: frozenset[str] = frozenset()
    """Lists that take part in the seats without the threshold."""
    seats: int | None = None
    """How many, where the law file leaves it out."""
    repeat: bool = False
    """Whether this is the repeat of a vote that was not valid."""


def check_facts(facts: Facts, candidates: Collection[str]) -> None:
    """What is told beside the votes is about ``candidates``. Raises ``CountsError``, ``DrawError``."""
    told = [*facts.lot, *facts.born, *facts.districts, *facts.exempt, *(left.candidate for left in facts.left)]
    for name in told:
        if name not in candidates:
            raise CountsError(name, Problem.UNKNOWN_CANDIDATE)
    if len(set(facts.lot)) != len(facts.lot):
        raise DrawError("the order of the draw names somebody twice")
    for name, day in facts.born.items():
        if not DATE.fullmatch(day):
            raise CountsError(name, Problem.NOT_A_DATE, day)
    for name, number in facts.districts.items():
        if type(number) is not int or number < 0:
            raise CountsError(name, Problem.NOT_A_COUNT, number)


class Case:
    """One election or referendum under judgement."""

    def __init__(self, law: Law, facts: Facts, candidates: tuple[str, ...]) -> None:
        self.law = law
        self.facts = facts
        self.candidates = candidates
        """Who stood in the first vote."""
        self.steps: list[Cited] = []
        self.first: Mapping[str, int] = {}
        """Votes in the first count, for the tie rule that asks for them."""

    def add(self, step: Step | LegalStep, cites: tuple[str, ...] = ()) -> None:
        self.steps.append(Cited(step, cites))

    def add_count(self, outcome: Outcome, cites: tuple[str, ...]) -> None:
        """The steps of a count; those that are a rule's get the articles of that rule.

        Where a tie stays open and nothing hangs on it, they go on the first way.
        """
        self._add_steps(outcome.steps, cites)
        while outcome.tie is not None and outcome.settled:
            branch = outcome.branches[0]
            self.steps.pop()  # that the tie is open
            rule = self.tie_rule(outcome.tie.purpose)
            self.add(EitherWay(outcome.tie, branch.choice), rule.cites if rule else ())
            outcome = branch.outcome
            self._add_steps(outcome.steps[1:], cites)  # the first is the choice

    def _add_steps(self, steps: tuple[Step, ...], cites: tuple[str, ...]) -> None:
        for step in steps:
            if isinstance(step, Tied | ToldApart):
                rule = self.tie_rule(step.tie.purpose)
                self.add(step, rule.cites if rule else ())
            elif isinstance(step, BelowThreshold) and self.law.lists and self.law.lists.threshold:
                self.add(step, self.law.lists.threshold.cites)
            else:
                self.add(step, () if isinstance(step, Votes | NoBallots | Unfilled) else cites)

    def tie_rule(self, purpose: Purpose) -> TiedRule | None:
        """What the law says to ties of this purpose; None if it is silent."""
        return getattr(self.law.ties, PURPOSES[purpose], None) if purpose in PURPOSES else None

    def criteria(self, purpose: Purpose) -> tuple[Criterion | EarlierCounts, ...]:
        """The law's rules for ties of this purpose, with what is known of each candidate."""
        known: dict[TieRule, Criterion | EarlierCounts] = {
            TieRule.LOT: Criterion(TieRule.LOT, tuple((name, place) for place, name in enumerate(self.facts.lot, 1))),
            TieRule.OLDER: Criterion(TieRule.OLDER, tuple(self.facts.born.items())),
            TieRule.DISTRICTS: Criterion(TieRule.DISTRICTS, tuple(self.facts.districts.items()), most_first=True),
            TieRule.MORE_VOTES: Criterion(TieRule.MORE_VOTES, tuple(self.first.items()), most_first=True),
            TieRule.EARLIER: EarlierCounts(TieRule.EARLIER),
            TieRule.NEW_VOTE: Criterion(TieRule.NEW_VOTE, ()),
        }
        rule = self.tie_rule(purpose)
        return tuple(known[each] for each in rule.by) if rule else ()

    def ties(self) -> ByRule:
        """The law's rules for all ties."""
        return ByRule(tuple((purpose, self.criteria(purpose)) for purpose in PURPOSES))

    def open_tie(self, outcome: Outcome) -> OpenTie | None:
        """The tie on which the outcome hangs, if it does."""
        if outcome.tie is None or outcome.settled:
            return None
        tie = outcome.tie
        rules = self.criteria(tie.purpose)
        waiting = (TieRule(each.rule) for each in rules if each.seen_in((), tie.candidates) is None)
        return OpenTie(tie, next(waiting, None), outcome.endings())

    def totals(self, counts: Counts, *, against_too: bool = False) -> None:
        """Note the numbers; refuse votes against all (``against_too``: lawful here) that the law does not know."""
        if counts.against_all and not (against_too or (self.law.ballot and self.law.ballot.against_all)):
            raise CountsError("against_all", Problem.NOT_IN_LAW, counts.against_all)
        candidates = counts.number(Base.CANDIDATES)
        totals = Totals(
            candidates, counts.against_all, counts.blank, counts.invalid, counts.participants, counts.registered
        )
        self.add(totals, self.law.ballot.cites if self.law.ballot else ())

    def valid(self, counts: Counts) -> bool:
        """Whether enough voters took part. Raises ``CountsError`` if the law asks and the counts do not say."""
        rule = self.law.turnout
        if rule is None:
            return True
        if rule.not_in_repeat and self.facts.repeat:
            self.add(TurnoutNotAsked(), rule.cites)
            return True
        participants, registered = counts.number(Base.PARTICIPANTS), counts.number(Base.REGISTERED)
        needed = rule.needed(registered)
        met = participants >= needed
        self.add(TurnoutCondition(participants, registered, rule.share, not rule.above, needed, met), rule.cites)
        return met

    def after_freezing(self, left: Left) -> AfterFreezing:
        """What the votes for somebody are who left when the ballots were frozen. Raises ``HeldError``."""
        rule = self.law.withdrawal
        what = None if rule is None else rule.death_after_freezing if left.died else rule.after_freezing
        if rule is None or what is None:
            raise HeldError(f"{left.candidate}: the law file does not say what these votes are")
        self.add(left, rule.cites)
        return what

    @property
    def withdrawal_cites(self) -> tuple[str, ...]:
        return self.law.withdrawal.cites if self.law.withdrawal else ()

    def needed(self, majority: Majority, counts: Counts) -> Needed:
        """How many votes the majority is. Raises ``CountsError`` if the number is not given of which it is a share."""
        number = counts.number(majority.of)
        return Needed(majority.of, number, majority.share, majority.needed(number), not majority.above)

    def again(self, verdict: Verdict, outcome: Outcome | None = None) -> Judgement:
        """Nobody is elected, or the vote is not valid; what the law orders then."""
        rule = self.law.repeat
        if rule is None:
            return self.judgement(verdict, outcome=outcome)
        following = Next(Follows.REPEAT, None, () if rule.new_nomination else self.candidates, rule.within)
        self.add(Ordered(following), rule.cites)
        return self.judgement(verdict, next=following, outcome=outcome)

    def judgement(
        self,
        verdict: Verdict,
        *,
        elected: tuple[str, ...] = (),
        seats: tuple[tuple[str, int], ...] = (),
        next: Next | None = None,
        tie: OpenTie | None = None,
        outcome: Outcome | None = None,
    ) -> Judgement:
        return Judgement(self.law.id, verdict, tuple(self.steps), elected, seats, next, tie, outcome)
