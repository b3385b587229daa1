# SPDX-License-Identifier: Apache-2.0
"""What a margin says."""

from dataclasses import dataclass

from isonomia.law.judgement import Judgement
from isonomia.law.outcome import Ending


@dataclass(frozen=True, slots=True)
class Change:
    """A way to another outcome."""

    ballots: int
    """How many are altered or removed."""
    source: str
    """What they said: a candidate, or against all, blank, invalid. If those were too few, all of them and others."""
    target: str | None
    """What they say then; None if they are removed."""
    judgement: Judgement
    """What the law then says."""
    region: str | None = None
    """Where, if only one region's ballots are altered."""


@dataclass(frozen=True, slots=True)
class Margin:
    """The fewest ballots whose alteration, and apart from it whose removal, changes the outcome; None: no number."""

    altered: Change | None
    removed: Change | None
    exact: bool
    """False: ``altered`` and ``removed`` are ways that were found, so the margin is at most that."""
    at_least: int | None = None
    """If it is not exact: fewer altered ballots change nothing, where that is known."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a judgement comes to; two with one finding are one outcome."""

    verdict: str
    elected: frozenset[str]
    following: tuple[str, frozenset[str]] | None
    seats: frozenset[tuple[str, int]]
    endings: frozenset[Ending]
    """Of an open tie: every way in which it can end."""

    @classmethod
    def of(cls, judgement: Judgement) -> "Finding":
        next_ = judgement.next
        following = None if next_ is None else (next_.what.value, frozenset(next_.candidates))
        seats = frozenset((name, number) for name, number in judgement.seats if number)
        endings = judgement.tie.endings if judgement.tie else frozenset()
        return cls(judgement.verdict.value, frozenset(judgement.elected), following, seats, endings)
