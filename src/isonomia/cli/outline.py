# SPDX-License-Identifier: Apache-2.0
"""What a record says of itself, without any proof checked: for ``show`` and ``tracker``."""

from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple

import msgspec

from isonomia.cli.failure import CliError
from isonomia.parties.record_file import OpenGroup
from isonomia.protocol.challenges import base64_compact
from isonomia.protocol.messages import Owned, QuestionNH
from isonomia.protocol.public.findings import Failure, Findings
from isonomia.protocol.public.questions import Question, shape
from isonomia.record.archive import open_archive
from isonomia.verify.chain import Chain, Link
from isonomia.verify.phases import Phase, phase
from isonomia.verify.setup import Setup, read_setup


class Accepted(NamedTuple):
    """A Ballot event."""

    height: int
    tracker: str
    credential: str | None


class _Ballot(msgspec.Struct):
    credential: str


@dataclass
class Outline:
    """A record as it presents itself."""

    setup: Setup
    events: list[str] = field(default_factory=list)
    ballots: list[Accepted] = field(default_factory=list)
    shuffled_by: list[int] = field(default_factory=list)
    decrypted_by: list[int] = field(default_factory=list)
    result: list[Any] | None = None
    last_event: str = ""
    failures: list[Failure] = field(default_factory=list)

    @property
    def phase(self) -> Phase:
        return phase(self.events, self.setup)

    def counting(self) -> dict[str, Accepted]:
        """The last ballot of each credential on the roll."""
        return {b.credential: b for b in self.ballots if b.credential is not None and b.credential in self.setup.roll}

    def weight(self) -> int:
        """Of the ballots that count."""
        return sum(self.setup.roll[credential] for credential in self.counting())


def read_outline(file: BinaryIO, open_group: OpenGroup) -> Outline:
    """Walk a record. Raises NotARecord, UnknownVersion, UnknownGroup, and CliError if it has no election."""
    findings = Findings()
    chain = Chain(open_archive(file), findings)
    outline: Outline | None = None
    for link in chain:
        if outline is None:
            setup = read_setup(chain, link, open_group) if link.event.type == "Setup" else None
            outline = Outline(setup) if setup is not None else None
        else:
            _note(outline, chain, link)
        if outline is not None and link.event.type != "Ballot":
            outline.events.append(link.event.type)
        chain.pass_over()
    if outline is None:
        why = f": {findings.failures[0].where}: {findings.failures[0].why}" if findings.failures else ""
        raise CliError("no-election", f"the record holds no election that can be read{why}", "run `isonomia verify`")
    outline.last_event = chain.last.hash if chain.last else ""
    outline.failures = findings.failures
    return outline


def _note(outline: Outline, chain: Chain, link: Link) -> None:
    kind, place = link.event.type, link.where
    if kind == "Ballot" and link.payload is not None:
        taken = chain.take(link.payload, place)
        tracker = base64_compact(bytes.fromhex(link.payload)) if taken else "?"
        outline.ballots.append(Accepted(link.event.height, tracker, _credential(taken[0]) if taken else None))
    elif kind in ("Shuffle", "PartialDecryption"):
        taken = chain.take(link.payload, place)
        owned = chain.reading(_owned, taken[0]) if taken else None
        if owned is not None:
            (outline.shuffled_by if kind == "Shuffle" else outline.decrypted_by).append(owned.owner)
    elif kind == "Result":
        taken = chain.take(link.payload, place)
        read = chain.reading(outline.setup.shapes.result, taken[0], place) if taken else None
        questions = outline.setup.election.questions
        if read is not None and not all(map(_fits, questions, read)):
            chain.findings.fail("result.shape", place, "does not fit the questions")
        elif read is not None:
            outline.result = [
                sorted(p) if isinstance(q, QuestionNH) else p for q, p in zip(questions, read, strict=True)
            ]


def _fits(question: Question, part: Any) -> bool:
    """Whether a result has a number for each thing that was asked."""
    if isinstance(question, QuestionNH):
        return all(len(numbers) == len(question.answers) for numbers in part)
    numbers = shape(question)
    return [len(row) for row in part] == numbers if isinstance(numbers, list) else len(part) == numbers


def _owned(content: bytes) -> Owned | None:
    try:
        return msgspec.json.decode(content, type=Owned)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None  # `verify` tells why


def _credential(content: bytes) -> str | None:
    try:
        return msgspec.json.decode(content, type=_Ballot).credential
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None  # `verify` tells why
