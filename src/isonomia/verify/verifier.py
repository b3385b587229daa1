# SPDX-License-Identifier: Apache-2.0
"""One pass over a record: events in the order of the protocol, everything checked as it comes.

No I/O but through the file that is handed in, and no clock: who calls fills in ``Report.seconds``.
"""

import os
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, Literal, NamedTuple

from isonomia.groups import Group, group
from isonomia.protocol.messages import QuestionNH
from isonomia.protocol.public.findings import Findings
from isonomia.record.archive import open_archive
from isonomia.verify.ballots import BallotBox
from isonomia.verify.chain import Chain, Link
from isonomia.verify.limits import EntryLimits
from isonomia.verify.report import Report, Stage, check_reports
from isonomia.verify.resume import Resumption
from isonomia.verify.setup import Setup, read_setup
from isonomia.verify.state import State as Earlier
from isonomia.verify.tallying import Tallying

State = Literal["begin", "open", "closed", "shuffling", "decrypting", "end"]

_STATES: tuple[State, ...] = ("begin", "open", "closed", "shuffling", "decrypting", "end")
_BEFORE_AND_AFTER: dict[str, tuple[State, State]] = {
    "Setup": ("begin", "open"),
    "Ballot": ("open", "open"),
    "EndBallots": ("open", "closed"),
    "EncryptedTally": ("closed", "shuffling"),  # or "decrypting", where nothing is shuffled
    "Shuffle": ("shuffling", "shuffling"),
    "EndShuffles": ("shuffling", "decrypting"),
    "PartialDecryption": ("decrypting", "decrypting"),
    "Result": ("decrypting", "end"),
}
MakeBox = Callable[[Setup, Chain, Executor], BallotBox]

_WITHOUT_PAYLOAD = ("EndBallots", "EndShuffles")
_STAGES: dict[State, Stage] = {"begin": "open", "open": "open", "end": "tallied"}


class Progress(NamedTuple):
    """How far a verification is."""

    position: int
    length: int
    ballots: int


def verify(
    file: BinaryIO,
    *,
    backend: str = "kernel",
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Check a whole record, in a binary file that can seek.

    Raises NotARecord, UnknownVersion and UnknownGroup; whatever else is wrong stands in the report.
    """
    return examine(file, backend=backend, workers=workers, on_progress=on_progress).report


@dataclass(frozen=True)
class Examined:
    """A report, and what was computed on the way: what a party goes on from who has checked a record."""

    report: Report
    state: State
    setup: Setup | None
    box: BallotBox | None
    tallying: Tallying | None
    last: Link | None
    length: int
    """Bytes of the record."""


def examine(
    file: BinaryIO,
    *,
    backend: str = "kernel",
    allow_secrets: bool = False,
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    since: Earlier | None = None,
    make_box: MakeBox = BallotBox,
) -> Examined:
    """As :func:`verify`; ``allow_secrets`` is for a party that goes on with the reference backend.

    ``since``: what an earlier verification found right is not checked again (:mod:`isonomia.verify.resume`);
    raises StateError if that was of another election or by another release. ``make_box``: who has the proofs
    of ballots checked (:mod:`isonomia.verify.merge`).
    """
    archive = open_archive(file)
    resumption = None if since is None else Resumption(since, file)
    with threads(workers) as executor:
        opened = partial(group, backend=backend, allow_secrets=allow_secrets)
        run = Run(Chain(archive, Findings()), opened, executor, resumption, make_box)
        run.through(on_progress)
        report = run.report()
        return Examined(report, run.state, run.setup, run.box, run.tallying, run.chain.last, archive.length)


def threads(workers: int | None) -> ThreadPoolExecutor:
    """As many as asked for, or one more than there are cores: one often waits for the interpreter."""
    return ThreadPoolExecutor(workers or (os.cpu_count() or 1) + 1)


class Run:
    """The state of one verification."""

    def __init__(
        self,
        chain: Chain,
        open_group: Callable[[str], Group],
        executor: Executor,
        resumption: Resumption | None = None,
        make_box: MakeBox = BallotBox,
    ) -> None:
        self.chain = chain
        self._resumption = resumption
        self.state: State = "begin"
        self._open_group = open_group
        self._executor = executor
        self._make_box = make_box
        self.setup: Setup | None = None
        self.box: BallotBox | None = None
        self.tallying: Tallying | None = None
        self._limits: EntryLimits | None = None

    @property
    def ballots(self) -> int:
        return self.box.accepted if self.box else 0

    def through(self, on_progress: Callable[[Progress], None] | None) -> None:
        """All events."""
        for link in self.chain:
            self.event(link)
            if on_progress is not None:
                on_progress(Progress(self.chain.position, self.chain.archive.length, self.ballots))

    def event(self, link: Link) -> None:
        """Check that an event may come now, then what it says."""
        kind = link.event.type
        known = self._resumption is not None and self._resumption.covers(link)
        before, following = _BEFORE_AND_AFTER.get(kind, (None, self.state))
        why = f"no {kind[:20]!r} may come in state {self.state!r}"
        self.chain.findings.require("chain.order", before == self.state, link.where, why)
        if before is None or _STATES.index(before) < _STATES.index(self.state):
            self.chain.pass_over()  # it comes again or too late; what is merely early is checked all the same
            return
        if self.box is not None and before != "open":
            self.box.close()
        if kind in _WITHOUT_PAYLOAD:
            why = "has a payload, and may have none"
            self.chain.findings.require("chain.payload", link.payload is None, link.where, why)
        if kind == "EncryptedTally" and not self._shuffles():
            following = "decrypting"
        self.state = following
        if kind == "Setup":
            self._begin(link)
        elif self.box is not None and self.tallying is not None:
            self._dispatch(kind, link, self.box, self.tallying, known)
        else:
            self.chain.pass_over()
        if self._limits is not None:
            archive = self.chain.archive
            archive.limits = archive.limits._replace(data=self._limits.data(self.ballots))

    def _shuffles(self) -> bool:
        questions = self.setup.election.questions if self.setup else ()
        return any(isinstance(question, QuestionNH) for question in questions)

    def _begin(self, link: Link) -> None:
        self.setup = read_setup(self.chain, link, self._open_group)
        if self.setup is not None and self._resumption is not None:
            self._resumption.require_election(self.setup.election.uuid)
        if self.setup is not None:
            self.box = self._make_box(self.setup, self.chain, self._executor)
            self.tallying = Tallying(self.setup, self.chain, self.box)
            self._limits = EntryLimits(self.setup.election)

    def _dispatch(self, kind: str, link: Link, box: BallotBox, tallying: Tallying, known: bool) -> None:
        actions: dict[str, Callable[[Link], Any]] = {
            "Ballot": box.recall if known else box.receive,
            "EndBallots": lambda _: None,
            "EncryptedTally": partial(tallying.encrypted_tally, known=known),
            "Shuffle": tallying.shuffle,
            "EndShuffles": tallying.end_shuffles,
            "PartialDecryption": tallying.partial_decryption,
            "Result": tallying.publish,
        }
        actions[kind](link)

    def report(self) -> Report:
        """The report, once all events are through."""
        findings, setup = self.chain.findings, self.setup
        findings.require("chain.order", self.state != "begin", "the record", "there is no Setup event")
        notes: list[str] = []
        if self.box is not None:
            self.box.close()
        if self.tallying is not None:
            self.tallying.finish()
            notes += self.tallying.notes
        if self._resumption is not None:
            notes.append(self._resumption.note(self.box.recalled if self.box else 0))
        if setup is None:
            notes.append("what follows the Setup event could not be checked: the set-up cannot be read")
        return Report(
            stage=_STAGES.get(self.state, "closed"),
            uuid=setup.election.uuid if setup else None,
            name=setup.election.message.name if setup else None,
            group=setup.election.group.name if setup else None,
            backend=setup.election.group.backend if setup else None,
            fingerprints=self._fingerprints(),
            counts=self._counts(),
            result=self.tallying.result if self.tallying else None,
            notes=tuple((setup.notes if setup else []) + notes),
            checks=check_reports(findings) + (self._resumption.reports() if self._resumption else ()),
        )

    def _fingerprints(self) -> dict[str, str]:
        fingerprints = dict(self.setup.fingerprints) if self.setup else {}
        if self.tallying is not None and self.tallying.fingerprint is not None:
            fingerprints["encrypted_tally"] = self.tallying.fingerprint
        if self.chain.last is not None:
            fingerprints["last_event"] = self.chain.last.hash
        return fingerprints

    def _counts(self) -> dict[str, int]:
        if self.setup is None or self.box is None or self.tallying is None:
            return {}
        return {
            "registered": len(self.setup.roll),
            "registered_weight": sum(self.setup.roll.values()),
            "ballots": self.box.accepted,
            "counted": self.box.counted,
            "counted_weight": self.box.counted_weight,
            "trustees": len(self.setup.trustees),
            "shuffles": len(self.tallying.shufflers),
            "partial_decryptions": self.tallying.decryptions,
        }
