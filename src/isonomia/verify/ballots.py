# SPDX-License-Identifier: Apache-2.0
"""The ballots of a record: checked in chunks, in parallel, and tallied in their order."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Any, NamedTuple, Protocol

from isonomia.protocol.messages import QuestionNH
from isonomia.protocol.public.ballots import Choices, Received, check_ballots, read_choices
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.tally import Tally
from isonomia.record.errors import RecordError
from isonomia.record.payloads import Shapes
from isonomia.verify.chain import Chain, Link, Place
from isonomia.verify.resume_ballots import Recalled, whose
from isonomia.verify.setup import Setup

CHUNK = 64
"""Ballots checked by one task."""

AHEAD = 8
"""Chunks that may wait for being checked or tallied: memory stays flat."""


class Taken(NamedTuple):
    """A ballot that is to be checked."""

    link: Link
    content: bytes
    place: Place


class Checked(NamedTuple):
    """What the checks of a ballot in itself found, and what it encrypts; None if that cannot be read."""

    taken: Taken
    findings: Findings
    credential: str | None
    choices: Choices | None


class Pending(Protocol):
    """A chunk that is being checked."""

    def done(self) -> bool: ...
    def result(self) -> list[Checked]: ...


class BallotBox:
    """Takes the Ballot events of a record one by one."""

    def __init__(self, setup: Setup, chain: Chain, executor: Executor) -> None:
        self.tally = Tally(setup.election, executor)
        self.complete = True
        """False once a ballot could not be read: the tally cannot be recomputed then."""
        self.ahead = AHEAD
        self.accepted = 0
        self.recalled = 0
        """How many of them an earlier run has checked."""
        self._setup = setup
        self._chain = chain
        self._executor = executor
        self._findings = Findings()
        """Of ballots in themselves: told after those of the chain, for what runs at once ends in any order."""
        self._chunk: list[Taken] = []
        self._running: deque[Pending] = deque()
        self._last: dict[str, Place] = {}
        self._recalled = Recalled(setup, chain)
        self._weighted = not any(isinstance(q, QuestionNH) for q in setup.election.questions)

    @property
    def counted(self) -> int:
        """Ballots that count."""
        return self.tally.num_tallied + len(self._recalled)

    @property
    def counted_weight(self) -> int:
        """Their weight."""
        return self.tally.total_weight + self._recalled.total_weight

    def encrypted(self) -> list[Any]:
        """The encrypted tally of the ballots that count; call :meth:`close` before."""
        self.tally.finish()
        try:
            self._last |= self._recalled.move_into(self.tally)
        except RecordError as error:
            self._chain.findings.fail(error.check, error.where, error.why)
            self.complete = False
        return self.tally.encrypted()

    def receive(self, link: Link) -> None:
        """A Ballot event."""
        taken = self._take(link)
        if taken is None:
            return
        self._chunk.append(taken)
        if len(self._chunk) >= CHUNK:
            self._submit()
        while len(self._running) > self.ahead or (self._running and self._running[0].done()):
            self._drain()

    def recall(self, link: Link) -> None:
        """A Ballot event whose ballot an earlier run has checked: only whose it is matters, and that it counts."""
        taken = self._take(link)
        if taken is None:
            return
        self.recalled += 1
        credential = whose(taken.content)
        if credential is None:
            self.complete = False
            self._chain.findings.fail("json.syntax", link.where, "its ballot, checked before, cannot be read")
            return
        weight = self._weight(credential, link.where)
        if weight is not None:
            self._recalled.add(credential, taken.place, weight)

    def _take(self, link: Link) -> Taken | None:
        """The content of the ballot, or None once the failure is noted."""
        self.accepted += 1
        taken = self._chain.take(link.payload, link.where)
        if taken is None:
            self._chain.findings.fail(
                "ballot.unique", link.where, "its ballot is missing, or was accepted by an earlier event"
            )
            self.complete = False
            return None
        self._chain.findings.checked["ballot.unique"] += 1
        return Taken(link, *taken)

    def close(self) -> None:
        """All ballots are there: wait for the checks."""
        if self._chunk:
            self._submit()
        while self._running:
            self._drain()
        self._chain.findings.merge(self._findings)
        self._findings = Findings()

    def _submit(self) -> None:
        chunk, self._chunk = self._chunk, []
        self._running.append(self.submit(chunk))

    def submit(self, chunk: list[Taken]) -> Pending:
        """Begin to check; overridden where others check (:mod:`isonomia.verify.elsewhere`)."""
        return self._executor.submit(check_chunk, self._setup.election, self._setup.shapes, chunk)

    def _drain(self) -> None:
        for checked in self._running.popleft().result():
            self._findings.merge(checked.findings)
            self._count(checked)

    def _count(self, checked: Checked) -> None:
        link, credential = checked.taken.link, checked.credential
        if credential is None:
            self.complete = False
            return
        weight = self._weight(credential, link.where)
        if weight is None:
            return
        if checked.choices is None:
            self.complete = False
            return
        self._recalled.forget(credential)
        before = self._last.pop(credential, None)
        if before is not None:
            self.tally.remove(credential, self._read_again(before), weight)
        self.tally.add(credential, checked.choices, weight)
        self._last[credential] = checked.taken.place

    def _weight(self, credential: str, where: str) -> int | None:
        """What a ballot of this credential weighs; None, once the failure is noted, if it is not on the roll."""
        weight = self._setup.roll.get(credential)
        why = f"the credential {credential[:80]} is not on the roll"
        if not self._chain.findings.require("ballot.credential", weight is not None, where, why):
            return None
        return weight if self._weighted else 1

    def _read_again(self, place: Place) -> Choices:
        """The ciphertexts of a ballot that was checked and counted before."""
        content = self._chain.archive.read_at(*place)
        ballot = self._setup.shapes.ballot(content, "an earlier ballot")
        return read_choices(self._setup.election, ballot)


def check_chunk(election: Election, shapes: Shapes, chunk: Sequence[Taken]) -> list[Checked]:
    """Read all, then check together those that could be read."""
    read = [_read(shapes, taken) for taken in chunk]
    together = [received for received, _ in read if received is not None]
    choices = iter(check_ballots(election, together))
    return [
        Checked(taken, findings, received.ballot.credential, next(choices))
        if received is not None
        else Checked(taken, findings, None, None)
        for taken, (received, findings) in zip(chunk, read, strict=True)
    ]


def _read(shapes: Shapes, taken: Taken) -> tuple[Received | None, Findings]:
    findings = Findings()
    where = f"{taken.link.where}, ballot {taken.link.payload}"
    try:
        ballot, is_canonical = shapes.written_ballot(taken.content, where)
    except RecordError as error:
        findings.fail(error.check, error.where, error.why)
        return None, findings
    findings.checked["json.syntax"] += 1
    findings.checked["json.keys"] += 1
    why = "is not written in the compact form and order of the specification"
    findings.require("ballot.canonical", is_canonical, where, why)
    return Received(ballot, findings, where), findings
