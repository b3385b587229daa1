# SPDX-License-Identifier: Apache-2.0
"""Who is elected, and why; or what hangs on a tie that nobody has broken."""

from dataclasses import dataclass
from typing import Self

from isonomia.law.steps import Step, Tie


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a method says.

    If a tie stays unbroken, ``tie`` says who is tied for what, ``steps`` end there, and ``branches`` follow each way
    to break it. What the other fields say then holds whichever way that is; without branches (there were too many
    ways to follow) they hold what was certain before the tie.
    """

    elected: tuple[str, ...]
    steps: tuple[Step, ...]
    advance: tuple[str, ...] = ()
    """Who goes on to another round, if nobody is elected."""
    seats: tuple[tuple[str, int], ...] = ()
    """Seats of each list, for the list methods."""
    ranking: tuple[tuple[str, ...], ...] = ()
    """Best first, equals together, for the methods that rank; empty if a tie is open on which it hangs."""
    tie: Tie | None = None
    branches: tuple["Branch", ...] = ()

    def endings(self) -> frozenset["Ending"]:
        """Every way in which this can end; one, if nothing hangs on ties. Empty if they were not followed to the end:
        then nobody can tell from this."""
        if self.tie is None:
            return frozenset({Ending.of(self)})
        below = [branch.outcome.endings() for branch in self.branches]
        return frozenset().union(*below) if below and all(below) else frozenset()

    @property
    def settled(self) -> bool:
        """Whether all ways to break the ties end alike."""
        return len(self.endings()) == 1


@dataclass(frozen=True, slots=True)
class Branch:
    """One way to break a tie, and what then follows from it."""

    choice: tuple[str, ...]
    """Who is chosen for what the tie is about (for LOCK the pair)."""
    outcome: Outcome
    """Its steps go on where those before the tie ended."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What an outcome comes to, whatever the way to it."""

    elected: frozenset[str]
    advance: frozenset[str]
    seats: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        return cls(frozenset(outcome.elected), frozenset(outcome.advance), outcome.seats)
