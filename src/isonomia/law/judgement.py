# SPDX-License-Identifier: Apache-2.0
"""What the law makes of counts: the finding, what follows, and every step to it with the article that it rests on."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from isonomia.law.law import SingleVote, TieRule
from isonomia.law.outcome import Ending, Outcome
from isonomia.law.steps import Step, Tie


class Verdict(StrEnum):
    """The finding, after the last vote that was handed in."""

    ELECTED = "elected"
    NEXT_ROUND = "next round"
    NOBODY = "nobody is elected"
    NOT_VALID = "not valid"
    SEATS = "seats"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    OPEN_TIE = "open tie"
    """The finding hangs on equal votes that nobody has told apart yet."""


class Follows(StrEnum):
    """What has to be held now."""

    ROUND = "next round"
    NEW_VOTE = "new vote between those tied"
    REPEAT = "repeat election"


@dataclass(frozen=True, slots=True)
class Next:
    """The vote that follows. ``candidates`` is empty where they are nominated anew."""

    what: Follows
    number: int | None
    """Of a round: which (the first is 1)."""
    candidates: tuple[str, ...]
    within: str | None
    """ISO 8601 duration."""


@dataclass(frozen=True, slots=True)
class OpenTie:
    """A tie that is still to be broken, and how: by ``rule``, for which nothing has been told yet (the lot is not
    drawn, the ages are not given). None: the law says nothing (more)."""

    tie: Tie
    rule: TieRule | None
    endings: frozenset[Ending]
    """Every way in which it can end; empty if there were too many to follow."""


@dataclass(frozen=True, slots=True)
class RoundHeld:
    """Here begin the steps of a round (the first is 1)."""

    number: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The numbers of a protocol beside the candidates' votes."""

    candidates: int
    against_all: int
    blank: int
    invalid: int
    participants: int | None
    registered: int | None


@dataclass(frozen=True, slots=True)
class TurnoutCondition:
    """``participants`` of ``registered`` took part; the law asks for ``needed``: more than ``share`` of the
    registered, or ``at_least`` that."""

    participants: int
    registered: int
    share: Fraction
    at_least: bool
    needed: int
    met: bool


@dataclass(frozen=True, slots=True)
class TurnoutNotAsked:
    """A repeat vote, which is valid whatever the turnout."""


@dataclass(frozen=True, slots=True)
class OneCandidate:
    """Only one stands; what the law says then."""

    candidate: str
    vote: SingleVote


@dataclass(frozen=True, slots=True)
class NobodyStands:
    """There is no candidate."""


@dataclass(frozen=True, slots=True)
class Left:
    """``candidate`` is no longer there for round ``round``: withdrew, or died or may no longer stand (``died``),
    after its ballots were frozen (``frozen``) or before."""

    candidate: str
    round: int
    frozen: bool = False
    died: bool = False


@dataclass(frozen=True, slots=True)
class MovedUp:
    """Stands in the next round in the place of somebody who left."""

    candidate: str
    votes: int


@dataclass(frozen=True, slots=True)
class VotesInvalid:
    """The votes for a candidate who left after the ballots were frozen are not valid."""

    candidate: str
    votes: int


@dataclass(frozen=True, slots=True)
class InvalidRankings:
    """Ballots that are not counted: ``gaps`` leave a rank out, ``ties`` give a rank twice, where the method takes no
    equal ranks."""

    gaps: int
    ties: int


@dataclass(frozen=True, slots=True)
class NoFurtherRound:
    """No more candidates stood than would go on, and then the law knows no further round."""

    stood: int
    go_on: int


@dataclass(frozen=True, slots=True)
class Region:
    """A region's own result, and the weight with which it counts for "yes" if ``carried``."""

    region: str
    yes: int
    no: int
    number: int
    needed: int
    weight: Fraction
    carried: bool


@dataclass(frozen=True, slots=True)
class RegionsFor:
    """The regions that count for "yes", by weight, of ``total``; more than ``share`` of it is asked for, or
    ``at_least`` that."""

    weight: Fraction
    total: Fraction
    share: Fraction
    at_least: bool
    met: bool


@dataclass(frozen=True, slots=True)
class EitherWay:
    """A tie stays open, but the result is the same whichever way it is broken. The steps go on as if ``chosen`` had
    been."""

    tie: Tie
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    """What the law orders to be held."""

    next: Next


LegalStep = (
    EitherWay
    | InvalidRankings
    | Left
    | MovedUp
    | NoFurtherRound
    | NobodyStands
    | OneCandidate
    | Ordered
    | Region
    | RegionsFor
    | RoundHeld
    | Totals
    | TurnoutCondition
    | TurnoutNotAsked
    | VotesInvalid
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A step, and the articles of the rule that it applies; none where it is plain counting."""

    step: Step | LegalStep
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the law says to the votes that were held."""

    law: str
    """The law's ``id``."""
    verdict: Verdict
    steps: tuple[Cited, ...]
    elected: tuple[str, ...] = ()
    seats: tuple[tuple[str, int], ...] = ()
    next: Next | None = None
    tie: OpenTie | None = None
    """Where the verdict is OPEN_TIE: which one. (A tie on which nothing hangs is only a step.)"""
    outcome: Outcome | None = None
    """Of the last vote; None if none was counted (turnout, one candidate, a question)."""
