# SPDX-License-Identifier: Apache-2.0
"""Ties: broken by an order from a public draw, or left open and followed each way. Never silently.

A method is a function of a :class:`Count`, which keeps its steps and is asked to choose wherever the rule cannot tell
candidates apart. With :class:`Drawn` it answers from the order. With :class:`Unbroken` it is run again for every
answer, and what is common to all ways is what is certain.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from isonomia.law.errors import DrawError
from isonomia.law.outcome import Branch, Outcome
from isonomia.law.steps import Elected, Number, Purpose, Reason, Step, Table, Tie, Tied, ToldApart, Votes


@dataclass(frozen=True, slots=True)
class Drawn:
    """The candidates in the order of a public draw.

    Who stands earlier is preferred in every tie: elected, going on, first with a surplus; excluded is who stands
    last. Of pairs, the one whose winner stands first; among those the one whose loser stands last.
    """

    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unbroken:
    """Ties stay open. At most ``limit`` runs of the method follow them."""

    limit: int = 1000


@dataclass(frozen=True, slots=True)
class Criterion:
    """A rule that may tell equals apart, by what is known of each candidate."""

    rule: str
    known: tuple[tuple[str, Number | str], ...]
    """What the rule compares: votes, a date of birth, the place in a draw. It says nothing of whoever is not here."""
    most_first: bool = False
    """Whether more is better (votes); otherwise less is (an earlier birth, an earlier place)."""

    def seen_in(self, steps: Sequence[Step], names: Sequence[str]) -> "Criterion | None":
        """Itself, if it can compare all of ``names``; if not, the tie stays open here, and no later rule is asked."""
        known = dict(self.known)
        return self if all(name in known for name in names) else None

    def levels(self, names: Iterable[str]) -> list[tuple[str, ...]]:
        """Whom the rule prefers first; those whom it holds equal together."""
        known = dict(self.known)
        values = sorted({known[name] for name in names}, reverse=self.most_first)
        return [tuple(name for name in names if known[name] == value) for value in values]


@dataclass(frozen=True, slots=True)
class EarlierCounts:
    """A rule that tells equals apart by the first stage of the count at which they had different numbers of votes."""

    rule: str

    def seen_in(self, steps: Sequence[Step], names: Sequence[str]) -> Criterion:
        """What the count so far makes of it; zeros, if they were equal at every stage."""
        for step in steps:
            if isinstance(step, Votes):
                votes = tuple((name, own) for name, own in step.votes if name in names)
                if len({own for _, own in votes}) > 1:
                    return Criterion(self.rule, votes, most_first=True)
        return Criterion(self.rule, tuple((name, 0) for name in names))


@dataclass(frozen=True, slots=True)
class ByRule:
    """Ties are broken by the law's rules for each purpose, in their order. What they leave stays open, and is followed
    like :class:`Unbroken`."""

    criteria: tuple[tuple[Purpose, tuple[Criterion | EarlierCounts, ...]], ...]
    limit: int = 1000

    @property
    def looks_back(self) -> bool:
        """Whether what follows a tie depends on the stages before it."""
        return any(isinstance(each, EarlierCounts) for _, own in self.criteria for each in own)


TieBreak = Drawn | Unbroken | ByRule


class _Open(Exception):  # no error: the count stops at a tie
    def __init__(self, tie: Tie, options: list[tuple[str, ...]], key: Hashable) -> None:
        super().__init__(tie)
        self.tie = tie
        self.options = options
        self.key = key


class Count:
    """A count under way: its steps, whom it has elected, and who answers when it meets a tie."""

    def __init__(
        self,
        rank: dict[str, int] | None,
        answers: Sequence[tuple[str, ...]] = (),
        criteria: Mapping[Purpose, Sequence[Criterion | EarlierCounts]] | None = None,
    ) -> None:
        self.steps: list[Step] = []
        self.elected: list[str] = []
        self.advance: list[str] = []
        self.seats: dict[str, int] = {}
        self.ranking: tuple[tuple[str, ...], ...] = ()
        self._rank = rank
        self._answers = iter(answers)
        self._criteria = criteria or {}
        self.since = 0
        """Where the steps begin that follow the last answer."""

    def add(self, step: Step) -> None:
        self.steps.append(step)

    def elect(self, votes: Table, reason: Reason) -> None:
        """Elected, best first; certain from here on."""
        if votes:
            self.elected.extend(name for name, _ in votes)
            self.steps.append(Elected(votes, reason))

    def choose(
        self, purpose: Purpose, tied: Iterable[str], *, places: int = 1, key: Hashable = None
    ) -> tuple[str, ...]:
        """``places`` of the tied, in the order of the ballot paper or the draw.

        ``key`` stands for all that the rest of the count depends on besides the answer: ties with one key are
        followed once.
        """
        names = tuple(tied)
        if places >= len(names):
            return names
        sure, names, places = self._by_rules(purpose, names, places)
        if not places:
            return sure
        tie = Tie(purpose, names, places)
        if self._rank is None:
            return sure + self._answer(tie, list(combinations(names, places)), key)
        best = sorted(names, key=self._rank.__getitem__, reverse=purpose is Purpose.EXCLUDE)
        return self._told(tie, tuple(best[:places]))

    def _by_rules(
        self, purpose: Purpose, names: tuple[str, ...], places: int
    ) -> tuple[tuple[str, ...], tuple[str, ...], int]:
        """Whom the law's rules choose among equals, whom they leave, and how many of these are still to be chosen."""
        sure: tuple[str, ...] = ()
        for rule in self._criteria.get(purpose, ()):
            ask = True
            while ask and places:
                criterion = rule.seen_in(self.steps, names)
                if criterion is None:
                    return sure, names, places
                chosen, left = self._by(criterion, Tie(purpose, names, places))
                sure, places = sure + chosen, places - len(chosen)
                ask = isinstance(rule, EarlierCounts) and left != names  # fewer may have differed at a later stage
                names = left
        return sure, names, places

    def _by(self, criterion: Criterion, tie: Tie) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Whom a rule chooses among equals, and whom it leaves equal."""
        levels = criterion.levels(tie.candidates)
        chosen: tuple[str, ...] = ()
        left: tuple[str, ...] = ()
        for level in reversed(levels) if tie.purpose is Purpose.EXCLUDE else levels:
            if len(chosen) + len(level) > tie.places:
                left = level if len(chosen) < tie.places else ()
                break
            chosen += level
        known = dict(criterion.known)
        values = tuple((name, known[name]) for name in tie.candidates)
        self.steps.append(ToldApart(tie, criterion.rule, values, chosen, left))
        return chosen, left

    def choose_pair(self, pairs: Sequence[tuple[str, str]], *, key: Hashable) -> tuple[str, str]:
        """Which of several equal victories is looked at next."""
        names = tuple(dict.fromkeys(name for pair in pairs for name in pair))
        tie = Tie(Purpose.LOCK, names, 1, tuple(pairs))
        if self._rank is None:
            winner, loser = self._answer(tie, list(pairs), key)
        else:
            rank = self._rank
            winner, loser = self._told(tie, min(pairs, key=lambda pair: (rank[pair[0]], -rank[pair[1]])))
        return winner, loser

    def _told(self, tie: Tie, chosen: tuple[str, ...]) -> tuple[str, ...]:
        self.steps.append(Tied(tie, chosen))
        return chosen

    def _answer(self, tie: Tie, options: Sequence[tuple[str, ...]], key: Hashable) -> tuple[str, ...]:
        answer = next(self._answers, None)
        if answer is None:
            raise _Open(tie, list(options), key)
        self.since = len(self.steps)
        return self._told(tie, answer)

    def outcome(self) -> Outcome:
        return Outcome(
            tuple(self.elected),
            tuple(self.steps[self.since :]),
            tuple(self.advance),
            tuple(self.seats.items()),
            self.ranking,
        )


def decide(method: Callable[[Count], None], candidates: tuple[str, ...], ties: TieBreak) -> Outcome:
    """Run a method under a tie-break decision. Raises ``DrawError`` if the draw is not one of these candidates."""
    if isinstance(ties, Drawn):
        if sorted(ties.order) != sorted(candidates):
            raise DrawError("the order of the draw has to name every candidate once, and nobody else")
        count = Count({name: place for place, name in enumerate(ties.order)})
        method(count)
        return count.outcome()
    return _Explorer(method, ties).follow(())


class _Explorer:
    def __init__(self, method: Callable[[Count], None], ties: Unbroken | ByRule) -> None:
        self.method = method
        self.criteria = dict(ties.criteria) if isinstance(ties, ByRule) else {}
        self.by_key = not (isinstance(ties, ByRule) and ties.looks_back)
        self.left = ties.limit
        self.known: dict[tuple[Tie, Hashable], tuple[Branch, ...]] = {}

    def follow(self, answers: tuple[tuple[str, ...], ...]) -> Outcome:
        """The outcome after these answers, and all that hangs on the next tie."""
        self.left -= 1
        count = Count(None, answers, self.criteria)
        try:
            self.method(count)
            return count.outcome()
        except _Open as met:
            count.add(Tied(met.tie, None))
            return _joined(count.outcome(), met.tie, self.branches(met, answers))

    def branches(self, met: _Open, answers: tuple[tuple[str, ...], ...]) -> tuple[Branch, ...]:
        by_key = self.by_key and met.key is not None
        known = self.known.get((met.tie, met.key)) if by_key else None
        if known is not None:
            return known
        if self.left < len(met.options):
            return ()
        found = tuple(Branch(option, self.follow((*answers, option))) for option in met.options)
        if by_key:
            self.known[met.tie, met.key] = found
        return found


def _joined(open_one: Outcome, tie: Tie, branches: tuple[Branch, ...]) -> Outcome:
    """What holds in every branch; without branches, what held before the tie."""
    if not branches:
        return Outcome(open_one.elected, open_one.steps, open_one.advance, open_one.seats, open_one.ranking, tie)
    below = [branch.outcome for branch in branches]
    first, *others = below
    return Outcome(
        tuple(name for name in first.elected if all(name in other.elected for other in others)),
        open_one.steps,
        tuple(name for name in first.advance if all(name in other.advance for other in others)),
        tuple((party, min(dict(own.seats).get(party, 0) for own in below)) for party, _ in first.seats),
        open_one.ranking,
        tie,
        branches,
    )
