# SPDX-License-Identifier: Apache-2.0
"""Going on from an earlier verification (``verify --since``).

The bytes that were verified must be the first bytes of the record, and the run must meet the event at which
the earlier one ended. Then the proofs of ballots up to there are not checked again, nor that an encrypted
tally up to there is theirs; everything else is. Otherwise nothing is taken over: everything is checked, and
``history.since`` fails.
"""

from typing import BinaryIO

from isonomia import __version__
from isonomia.protocol.public.findings import Findings
from isonomia.verify.chain import Link
from isonomia.verify.checks import HISTORY_TITLES, SINCE
from isonomia.verify.report import CheckReport, Report, check_reports
from isonomia.verify.state import State, StateError, prefix_hash


class Resumption:
    """What one run takes over from a state, and whether it may."""

    def __init__(self, state: State, file: BinaryIO) -> None:
        """Reads the bytes that were verified before. Raises StateError if another release wrote the state."""
        if state.release != __version__:
            raise StateError(
                f"the state is by isonomia {state.release[:20]!a}, this is {__version__}, which may check more",
                "verify once in full (without --since), and write a new state",
            )
        self._state = state
        self._same_bytes = prefix_hash(file, state.length) == state.prefix
        self._met = False
        self._there: str | None = None

    def covers(self, link: Link) -> bool:
        """Whether this event, the next one of the run, was verified before."""
        before = self._same_bytes and not self._met
        if link.event.height == self._state.height and self._there is None:
            self._there = link.hash
        self._met = self._met or link.hash == self._state.event
        return before

    def require_election(self, uuid: str) -> None:
        """Raises StateError if the state is of another election: a mix-up, not a change of history."""
        if uuid != self._state.uuid:
            raise StateError(
                f"the state is of election {self._state.uuid[:40]!a}, the record is of {uuid[:40]!a}",
                "give the state of this election",
            )

    def reports(self) -> tuple[CheckReport, ...]:
        """The check of history, once all events are through."""
        findings = Findings()
        findings.require(SINCE, self._same_bytes and self._met, f"event {self._state.height}", self._why())
        return check_reports(findings, HISTORY_TITLES)

    def _why(self) -> str:
        there, state = self._there, self._state
        if there is None:
            return f"is not there, but was {state.event} when it was verified: the record is older, or cut"
        if there != state.event:
            return f"is {there}, but was {state.event} when it was verified"
        return "is the one that was verified, but the bytes up to it are not: the header, or how entries are written"

    def note(self, ballots: int) -> str:
        """What a reader of the report must know."""
        if not self._same_bytes:
            return "nothing was taken over from the state: everything was checked"
        return (
            f"proofs of {ballots} ballots were checked before, up to event {self._state.height} "
            f"({self._state.event}): the checks' numbers are of what was checked now"
        )


def state_after(report: Report, last: Link | None, length: int, file: BinaryIO) -> State:
    """The state after a verification of the first ``length`` bytes of a file, which was valid.

    Raises ValueError if it was not.
    """
    prefix = prefix_hash(file, length)
    if not report.valid or report.uuid is None or last is None or prefix is None:
        raise ValueError("only of a record that is valid there is a state")
    return State(
        release=__version__,
        uuid=report.uuid,
        election=report.fingerprints["election"],
        height=last.event.height,
        event=last.hash,
        length=length,
        prefix=prefix,
        ballots=report.counts["ballots"],
    )
