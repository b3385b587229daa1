# SPDX-License-Identifier: Apache-2.0
"""The law of an election as data: what a law file says.

The fields are those of the file (TOML), with their names; what a field means stands under it, and that is the
documentation of the format. ``reading`` makes a :class:`Law` of a file's bytes and refuses what contradicts itself;
``apply`` judges counts by it.
"""

from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal

import msgspec

from isonomia.law.counts import Base

FORMAT = 1

Name = Annotated[str, msgspec.Meta(min_length=1, pattern=r"\S")]
Identifier = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(?![\s\S])", max_length=80)]
Share = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,9}/[1-9][0-9]{0,8}(?![\s\S])")]
"""An exact fraction, as ``"1/2"``."""
Date = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\s\S])")]
"""A calendar date, as ``2020-08-09`` (a TOML date or a string)."""
Duration = Annotated[str, msgspec.Meta(pattern=r"^P[1-9][0-9]{0,3}[DWMY](?![\s\S])")]
"""ISO 8601, one unit: ``P14D`` 14 days, ``P2W`` 2 weeks, ``P3M`` 3 months, ``P1Y`` a year."""
Count = Annotated[int, msgspec.Meta(ge=1)]
Cites = Annotated[tuple[Name, ...], msgspec.Meta(min_length=1)]
"""The rule's place in the law: each the ``id`` of a source, a space, and the article: ``"EC 82"``."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a law file."""


class Text(Part, frozen=True):
    """Words for readers: English always, the others where somebody has translated them."""

    en: Name
    be: Name | None = None
    ru: Name | None = None
    fr: Name | None = None


class Certainty(StrEnum):
    """How sure it is that the file says what the law says."""

    OFFICIAL = "official text"
    TRANSLATION = "official translation"
    SECONDARY = "secondary source"
    MODEL = "model rules"
    """Nobody's law: rules to start from."""


class Source(Part, frozen=True):
    """Where the law was read."""

    id: Annotated[str, msgspec.Meta(pattern=r"^\S+(?![\s\S])")]
    """What citations call it: ``EC``."""
    title: Name
    where: Name
    """The address or the printed edition that was read."""
    opened: Date
    language: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}(?![\s\S])")]


class Proportion(Part, frozen=True, kw_only=True):
    """A share: ``more_than`` it, or ``at_least`` it; one of the two."""

    more_than: Share | None = None
    at_least: Share | None = None

    @property
    def share(self) -> Fraction:
        return Fraction(self.more_than or self.at_least or 0)

    @property
    def above(self) -> bool:
        """Whether more than the share is asked for; exactly the share is then not enough."""
        return self.more_than is not None

    def needed(self, number: int) -> int:
        """The least whole number that is enough, of ``number``; never none, which nobody could reach or miss."""
        exact = self.share * number
        least = exact.numerator // exact.denominator + 1 if self.above else -(-exact.numerator // exact.denominator)
        return max(1, least)


class Majority(Proportion, frozen=True, kw_only=True):
    """Votes that are enough: a share of a number of the protocol."""

    of: Base


class Ballot(Part, frozen=True):
    """What a ballot may say beside candidates."""

    cites: Cites
    against_all: bool
    """Whether voters may vote against all candidates; such a vote is valid."""


class Turnout(Proportion, frozen=True, kw_only=True):
    """The vote is valid if this share of the registered voters took part."""

    cites: Cites
    not_in_repeat: bool = False
    """Whether a repeat vote is valid whatever the turnout."""


class Round(Part, frozen=True):
    """A round of voting, each voter for one candidate."""

    cites: Cites
    elected: Majority | Literal["most votes"]
    """With which votes a candidate is elected."""
    go_on: Annotated[int, msgspec.Meta(ge=2)] | Literal["all"] | None = None
    """Before another round: how many with most votes stand in it if nobody is elected; or all of them."""
    only_if_more_stand: bool = False
    """Whether there is no next round unless more candidates stood than go on."""
    next_within: Duration | None = None
    """By when the next round is held."""


class RankingMethod(StrEnum):
    CONTINGENT = "contingent"
    INSTANT_RUNOFF = "instant-runoff"
    STV_SCOTTISH = "stv-scottish"
    STV_MEEK = "stv-meek"
    STV_BELENIOS = "stv-belenios"
    SCHULZE = "schulze"
    RANKED_PAIRS = "ranked-pairs"
    BORDA = "borda"


class ListMethod(StrEnum):
    DHONDT = "dhondt"
    SAINTE_LAGUE = "sainte-lague"
    HARE = "hare"
    DROOP = "droop"


class Ranking(Part, frozen=True):
    """Voters rank candidates; ``method`` is a file of ``law/methods``, which says its rule."""

    cites: Cites
    method: RankingMethod
    seats: Count = 1


class Threshold(Majority, frozen=True, kw_only=True):
    """The votes without which a list takes no part in the seats."""

    cites: Cites
    exempt: Text | None = None
    """Which lists take part without them; which ones these are is told with the counts."""


class Lists(Part, frozen=True):
    """Voters choose a list; seats follow its votes."""

    cites: Cites
    method: ListMethod
    seats: Count | None = None
    """How many; left out where another act says it, and then it is told with the counts."""
    threshold: Threshold | None = None


class Regions(Proportion, frozen=True, kw_only=True):
    """The second of two majorities: the regions with a majority for "yes", by weight, of all."""

    cites: Cites
    region: Majority
    """What a region's own votes have to be, for it to count for "yes"."""
    weights: Annotated[dict[Name, Share], msgspec.Meta(min_length=2)]
    """Every region, with its weight."""

    @property
    def total(self) -> Fraction:
        return sum((Fraction(weight) for weight in self.weights.values()), Fraction(0))


class Question(Part, frozen=True):
    """Voters say "yes" or "no"."""

    cites: Cites
    adopted: Majority
    regions: Regions | None = None


class SingleVote(StrEnum):
    NONE = "no vote"
    """Elected without one."""
    FOR_OR_AGAINST = "for or against"
    """The ballot asks for or against; the votes against are valid ones, and nobody goes on to a next round."""
    NEW_ELECTION = "new election"
    """No vote is held, and nobody is elected."""


class Single(Part, frozen=True):
    """If only one candidate stands. Without this table the rules are those for several."""

    cites: Cites
    vote: SingleVote


class Repeat(Part, frozen=True):
    """A new election, after one that was not valid or elected nobody."""

    cites: Cites
    within: Duration | None = None
    new_nomination: bool = True
    """Whether candidates are nominated anew; otherwise the same ones stand."""


class TieRule(StrEnum):
    """What tells candidates apart who have the same votes."""

    LOT = "lot"
    OLDER = "older candidate"
    MORE_VOTES = "more votes"
    """In the first count (for lists: in all)."""
    EARLIER = "earlier counts"
    """In the first count at which they had different numbers."""
    DISTRICTS = "won more districts"
    NEW_VOTE = "new vote"
    """Between those who are tied."""


class Tied(Part, frozen=True):
    """Rules in their order: the next one is asked if those before leave somebody equal."""

    cites: Cites
    by: Annotated[tuple[TieRule, ...], msgspec.Meta(min_length=1)]


class Ties(Part, frozen=True):
    """What happens with equal votes. Where nothing is said, the law is silent, and a tie stays open."""

    elect: Tied | None = None
    """Who is elected."""
    advance: Tied | None = None
    """Who goes on to the next round, or to the runoff of a contingent vote."""
    exclude: Tied | None = None
    """Who goes out; the rules say who stays."""
    transfer: Tied | None = None
    """Whose surplus goes first."""
    seat: Tied | None = None
    """Which list has the seat."""


class Departure(StrEnum):
    """What happens if somebody who goes on to a round leaves before its ballots are frozen."""

    NEXT_MOVES_UP = "next moves up"
    OTHERS_STAND = "the others stand"
    ALL_AGAIN = "everything again"


class AfterFreezing(StrEnum):
    """What the votes for a candidate are who leaves once the ballots are frozen."""

    INVALID = "votes are invalid"
    COUNT = "votes count"
    ALL_AGAIN = "everything again"


class Withdrawal(Part, frozen=True):
    """Candidates who withdraw; or who die or may no longer stand, the keys with ``death``. About a case that is left
    out the law is silent. Before the ballots of the first round are frozen, a name is taken off."""

    cites: Cites
    after_freezing: AfterFreezing | None = None
    death_after_freezing: AfterFreezing | None = None
    between_rounds: Departure | None = None
    death_between_rounds: Departure | None = None


class Condition(Part, frozen=True):
    """One thing that must hold for a candidate."""

    id: Identifier
    text: Text
    cites: Cites


class Nomination(Part, frozen=True):
    """Who may stand: a checklist."""

    conditions: Annotated[tuple[Condition, ...], msgspec.Meta(min_length=1)]


class Law(Part, frozen=True):
    """A law file. Exactly one of ``rounds``, ``ranking``, ``lists`` and ``question`` says how votes decide."""

    format: Literal[1]
    id: Identifier
    date: Date
    """The day whose law this is."""
    certainty: Certainty
    title: Text
    sources: Annotated[tuple[Source, ...], msgspec.Meta(min_length=1)]
    ballot: Ballot | None = None
    turnout: Turnout | None = None
    rounds: tuple[Round, ...] = ()
    ranking: Ranking | None = None
    lists: Lists | None = None
    question: Question | None = None
    single: Single | None = None
    ties: Ties = Ties()
    withdrawal: Withdrawal | None = None
    repeat: Repeat | None = None
    nomination: Nomination | None = None
    leaves_out: tuple[Text, ...] = ()
    """What the law says and this file does not; what its sources leave in doubt."""

    def knows_votes_against(self, candidates: int) -> bool:
        """Whether a ballot may be against all of so many candidates, or against the only one."""
        alone = self.single is not None and self.single.vote is SingleVote.FOR_OR_AGAINST and candidates == 1
        return alone or (self.ballot is not None and self.ballot.against_all)


def schema() -> str:
    """The JSON Schema (2020-12) of law files, of what their TOML holds; ``schema.json`` is this text."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "isonomia law file"}
    made = msgspec.json.encode(head | msgspec.json.schema(Law))
    return msgspec.json.format(made, indent=2).decode() + "\n"
