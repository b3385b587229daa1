# SPDX-License-Identifier: Apache-2.0
"""One pass over a record: events in the order of the protocol, everything checked as it comes.

No I/O but through the file that is handed in, and no clock: who calls fills in ``Report.seconds``.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, BinaryIO, Literal, NamedTuple

from isonomia.groups import Group, group
from isonomia.protocol.messages import QuestionNH
from isonomia.protocol.public.findings import Findings
from isonomia.record.archive import open_archive
from isonomia.verify.ballots import BallotBox
from isonomia.verify.chain import Chain, Link
from isonomia.verify.report import Report, Stage, check_reports
from isonomia.verify.setup import Setup, read_setup
from isonomia.verify.tallying import Tallying

State = Literal["begin", "open", "closed", "shuffling", "decrypting", "end"]

_NEXT: dict[tuple[State, str], State] = {
    ("begin", "Setup"): "open",
    ("open", "Ballot"): "open",
    ("open", "EndBallots"): "closed",
    ("closed", "EncryptedTally"): "shuffling",  # or "decrypting", where nothing is shuffled
    ("shuffling", "Shuffle"): "shuffling",
    ("shuffling", "EndShuffles"): "decrypting",
    ("decrypting", "PartialDecryption"): "decrypting",
    ("decrypting", "Result"): "end",
}
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
    archive = open_archive(file)
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as executor:
        run = _Run(Chain(archive, Findings()), partial(group, backend=backend), executor)
        for link in run.chain:
            run.event(link)
            if on_progress is not None:
                on_progress(Progress(run.chain.position, archive.length, run.ballots))
        return run.report(backend)


class _Run:
    """The state of one verification."""

    def __init__(self, chain: Chain, open_group: Callable[[str], Group], executor: ThreadPoolExecutor) -> None:
        self.chain = chain
        self.state: State = "begin"
        self._open_group = open_group
        self._executor = executor
        self._setup: Setup | None = None
        self._box: BallotBox | None = None
        self._tallying: Tallying | None = None

    @property
    def ballots(self) -> int:
        return self._box.accepted if self._box else 0

    def event(self, link: Link) -> None:
        """Check that an event may come now, then what it says."""
        kind = link.event.type
        following = _NEXT.get((self.state, kind))
        if not self.chain.findings.require(
            "chain.order", following is not None, link.where, f"no {kind[:20]!r} may come in state {self.state!r}"
        ):
            self.chain.pass_over()
            return
        assert following is not None  # required above
        if kind in _WITHOUT_PAYLOAD:
            why = "has a payload, and may have none"
            self.chain.findings.require("chain.payload", link.payload is None, link.where, why)
        if kind == "EncryptedTally" and not self._shuffles():
            following = "decrypting"
        self.state = following
        if kind == "Setup":
            self._begin(link)
        elif self._box is not None and self._tallying is not None:
            self._dispatch(kind, link, self._box, self._tallying)
        else:
            self.chain.pass_over()

    def _shuffles(self) -> bool:
        questions = self._setup.election.questions if self._setup else ()
        return any(isinstance(question, QuestionNH) for question in questions)

    def _begin(self, link: Link) -> None:
        self._setup = read_setup(self.chain, link, self._open_group)
        if self._setup is not None:
            self._box = BallotBox(self._setup, self.chain, self._executor)
            self._tallying = Tallying(self._setup, self.chain, self._box)

    def _dispatch(self, kind: str, link: Link, box: BallotBox, tallying: Tallying) -> None:
        actions: dict[str, Callable[[Link], Any]] = {
            "Ballot": box.receive,
            "EndBallots": lambda _: box.close(),
            "EncryptedTally": tallying.encrypted_tally,
            "Shuffle": tallying.shuffle,
            "EndShuffles": tallying.end_shuffles,
            "PartialDecryption": tallying.partial_decryption,
            "Result": tallying.publish,
        }
        actions[kind](link)

    def report(self, backend: str) -> Report:
        """The report, once all events are through."""
        findings, setup = self.chain.findings, self._setup
        findings.require("chain.order", self.state != "begin", "the record", "there is no Setup event")
        notes: list[str] = []
        if self._box is not None:
            self._box.close()
        if self._tallying is not None:
            self._tallying.finish()
            notes += self._tallying.notes
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
            result=self._tallying.result if self._tallying else None,
            notes=tuple((setup.notes if setup else []) + notes),
            checks=check_reports(findings),
        )

    def _fingerprints(self) -> dict[str, str]:
        fingerprints = dict(self._setup.fingerprints) if self._setup else {}
        if self._tallying is not None and self._tallying.fingerprint is not None:
            fingerprints["encrypted_tally"] = self._tallying.fingerprint
        if self.chain.last is not None:
            fingerprints["last_event"] = self.chain.last.hash
        return fingerprints

    def _counts(self) -> dict[str, int]:
        if self._setup is None or self._box is None or self._tallying is None:
            return {}
        return {
            "registered": len(self._setup.roll),
            "registered_weight": sum(self._setup.roll.values()),
            "ballots": self._box.accepted,
            "counted": self._box.tally.num_tallied,
            "counted_weight": self._box.tally.total_weight,
            "trustees": len(self._setup.trustees),
            "shuffles": len(self._tallying.shufflers),
            "partial_decryptions": self._tallying.decryptions,
        }
