# SPDX-License-Identifier: Apache-2.0
"""The steps of a count, as data: enough for a reader to redo each by hand.

No words: ``present`` says them. Candidates and lists are their names; numbers are exact. A table keeps the order of
the ballot paper.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

Number = int | Fraction
Table = tuple[tuple[str, Number], ...]


def table(names: Iterable[str], numbers: Iterable[Number]) -> Table:
    """Each name with its number."""
    return tuple(zip(names, numbers, strict=True))


class Reason(StrEnum):
    """Why somebody is elected."""

    MOST_VOTES = "most votes"
    MAJORITY = "majority"
    QUOTA = "quota"
    LAST_VACANCIES = "as many left as seats"
    BEST_RANKED = "best in the method's ranking"
    RUNOFF = "runoff"
    PREFERENCE_VOTES = "preference votes"
    LIST_ORDER = "order of the list"


class Purpose(StrEnum):
    """What a choice among equals is for. For EXCLUDE the chosen one goes out, else in or first."""

    ELECT = "who is elected"
    ADVANCE = "who goes on"
    EXCLUDE = "who is excluded"
    TRANSFER = "whose surplus goes first"
    SEAT = "which list has the seat"
    LOCK = "which pair is locked first"


@dataclass(frozen=True, slots=True)
class Tie:
    """Candidates whom the rule cannot tell apart, where ``places`` of them have to be chosen."""

    purpose: Purpose
    candidates: tuple[str, ...]
    places: int = 1
    pairs: tuple[tuple[str, str], ...] = ()
    """For LOCK: the pairs (winner, loser), one of which is to be chosen."""


@dataclass(frozen=True, slots=True)
class Tied:
    """A tie was met. ``chosen`` is what the draw says (a pair for LOCK); None where it stays unbroken."""

    tie: Tie
    chosen: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class ToldApart:
    """Equals were compared by a rule of the law: it chooses ``chosen``; ``left`` are those whom it too holds equal."""

    tie: Tie
    rule: str
    values: tuple[tuple[str, Number | str], ...]
    """What it compares: votes (of the stage that tells them apart), dates of birth (ISO 8601), places in a draw (the
    first is 1)."""
    chosen: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Votes:
    """How many votes each candidate who is still there has after a stage (the first is 1)."""

    stage: int
    votes: Table
    exhausted: Number = 0
    """Votes that are with nobody: ballots without a further choice, and what rounding lost."""


@dataclass(frozen=True, slots=True)
class Needed:
    """A majority: more than ``share`` of ``number`` (or, ``at_least``, exactly that is enough), so ``votes``."""

    base: str
    number: int
    share: Fraction
    votes: int
    """The least whole number that is enough."""
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether who has most votes (of a question: "yes") has as many as are ``needed``."""

    candidate: str
    votes: int
    needed: int
    met: bool


@dataclass(frozen=True, slots=True)
class Quota:
    """The votes that elect, from valid ballots and seats."""

    ballots: int
    seats: int
    quota: Number


@dataclass(frozen=True, slots=True)
class Elected:
    """Elected together, best first."""

    votes: Table
    reason: Reason


@dataclass(frozen=True, slots=True)
class Excluded:
    """Out, with the fewest votes."""

    candidate: str
    votes: Number


@dataclass(frozen=True, slots=True)
class Absent:
    """Candidates whom no ballot ranks; the method leaves them out from the start."""

    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advanced:
    """Who goes on to the next round or comparison."""

    votes: Table


@dataclass(frozen=True, slots=True)
class Parcel:
    """Papers of one value that move together; ``to`` is None for those without a further choice."""

    to: str | None
    papers: int
    value: Number
    """Of one paper, before."""
    new_value: Number
    """Of one paper, now."""
    votes: Number
    """What they are now worth together."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """The papers of one candidate go on; ``surplus`` is None when all of them do, after an exclusion."""

    source: str
    votes: Number
    surplus: Number | None
    parcels: tuple[Parcel, ...]


@dataclass(frozen=True, slots=True)
class EarlierStage:
    """Equals told apart by an earlier stage: ``left`` are those it leaves."""

    purpose: Purpose
    stage: int
    votes: Table
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Iteration:
    """One distribution of Meek's method: the part that each candidate keeps, and the votes which that gives."""

    stage: int
    number: int
    keep: Table
    votes: Table
    quota: Fraction
    surplus: Fraction


@dataclass(frozen=True, slots=True)
class Pairwise:
    """``preferred[i][j]``: ballots that rank candidate i above candidate j."""

    candidates: tuple[str, ...]
    preferred: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class StrongestPath:
    """The strongest chain of victories between two; as strong as its weakest link, ``votes`` to ``against``."""

    path: tuple[str, ...]
    votes: int
    against: int


@dataclass(frozen=True, slots=True)
class Locked:
    """A victory of one over another is kept."""

    winner: str
    loser: str
    votes: int
    against: int


@dataclass(frozen=True, slots=True)
class NotLocked:
    """A victory is passed over: the locked ones in ``path`` already lead from the loser to the winner."""

    winner: str
    loser: str
    votes: int
    against: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Sums of points."""

    points: Table


@dataclass(frozen=True, slots=True)
class HeadToHead:
    """How many ballots prefer one of two, the other, or neither."""

    first: str
    second: str
    for_first: int
    for_second: int
    equal: int


@dataclass(frozen=True, slots=True)
class Graded:
    """How often a candidate has each grade, best first, and the majority grade; None without ballots."""

    candidate: str
    counts: tuple[tuple[str, int], ...]
    majority_grade: str | None


@dataclass(frozen=True, slots=True)
class GradesCompared:
    """Two neighbours in the ranking with one majority grade: after ``removed`` of their majority grades were taken
    away one by one, the next ones differ."""

    better: str
    worse: str
    removed: int
    better_grade: str
    worse_grade: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The method's ranking; those it holds equal stand together."""

    levels: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class BelowThreshold:
    """Lists that take no part in the seats."""

    votes: Table
    number: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Quotient:
    """A seat goes to the highest quotient: votes divided by the divisor that the list's next seat has."""

    seat: int
    party: str
    votes: int
    divisor: int
    quotient: Fraction


@dataclass(frozen=True, slots=True)
class FullQuotas:
    """Seats for each whole quota, and what is left of the votes."""

    party: str
    votes: int
    seats: int
    remainder: Fraction


@dataclass(frozen=True, slots=True)
class RemainderSeat:
    """A seat for one of the largest remainders."""

    party: str
    remainder: Fraction


@dataclass(frozen=True, slots=True)
class Unfilled:
    """Seats that stay empty: nobody is left whom the rule could give them to."""

    seats: int


@dataclass(frozen=True, slots=True)
class NoBallots:
    """Nobody voted for anybody: the method has nothing to count."""


Step = (
    Absent
    | Advanced
    | BelowThreshold
    | EarlierStage
    | Elected
    | Excluded
    | FullQuotas
    | Graded
    | GradesCompared
    | HeadToHead
    | Iteration
    | Locked
    | Needed
    | NoBallots
    | NotLocked
    | Pairwise
    | Points
    | Quota
    | Quotient
    | Ranking
    | Reached
    | RemainderSeat
    | StrongestPath
    | Tied
    | ToldApart
    | Transfer
    | Unfilled
    | Votes
)
