# SPDX-License-Identifier: Apache-2.0
"""A part of the ballots of a record, checked apart (``verify --range``; docs/large-records.md, "The part report").

Events are counted as they stand, from 0: in a right record that is their height. Of the ballots in the range
all is checked that concerns them alone; of the rest of the record what is needed to find them and to name
the record. :mod:`isonomia.verify.merge` puts parts together.
"""

import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from hashlib import sha256
from typing import Any, BinaryIO, Final

import msgspec

from isonomia import __version__
from isonomia.groups import group
from isonomia.protocol.public.findings import Findings
from isonomia.record import strict
from isonomia.record.archive import open_archive
from isonomia.record.errors import RecordError, printable
from isonomia.verify.ballots import BallotBox, Taken
from isonomia.verify.chain import Chain, Link
from isonomia.verify.setup import Setup
from isonomia.verify.tallying import Tallying
from isonomia.verify.verifier import Progress, Run, threads

FORMAT: Final = "isonomia part"
VERSION: Final = 1

_HASH: Final = re.compile("[0-9a-f]{64}", re.ASCII)


class PartError(Exception):
    """A part that cannot be made or used; ``hint`` says what to do."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why)
        self.hint = hint


class Wrong(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ballot in which a check failed: whoever merges checks it again."""

    event: int
    ballot: str
    """The hash of its content."""
    failures: list[tuple[str, str, str]]
    """Check, place, why."""


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the checks of the ballots of some events found."""

    format: str = FORMAT
    version: int = VERSION
    release: str
    """Of isonomia: another release may check something else."""
    valid: bool
    """Whether every ballot of the range is right in itself; of anything else it says nothing."""
    uuid: str
    election: str
    """The fingerprint of the election."""
    last_event: str
    """The hash of the last event of the whole record: which record it is."""
    events: int
    """Of the whole record."""
    range: tuple[int, int]
    """From the first event on, up to and without the second."""
    ballots: int
    """Ballots among them."""
    digest: str
    """The SHA-256 of the hashes (32 bytes each) of these ballots, in order: which ballots these are."""
    checked: dict[str, int]
    """How many objects each check looked at, in the ballots that are right."""
    wrong: list[Wrong]
    group: str
    backend: str
    milliseconds: int = 0

    @property
    def start(self) -> int:
        return self.range[0]

    @property
    def end(self) -> int:
        return self.range[1]

    def as_json(self) -> dict[str, Any]:
        """The object that ``isonomia verify --range --json`` prints, and that :func:`read_part` reads."""
        value: dict[str, Any] = msgspec.to_builtins(self)
        return value


def read_part(content: bytes, where: str) -> Part:
    """A part report from a file. Raises PartError, whatever the bytes."""

    def refuse(why: str) -> PartError:
        return PartError(f"{where}: {why}", "give what `isonomia verify --range --json` printed, unchanged")

    try:
        kind = msgspec.json.decode(content, type=_Kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise refuse("not a part report") from None
    if kind.format != FORMAT:
        raise refuse("not a part report")
    if kind.version != VERSION or kind.release != __version__:
        raise PartError(
            f"{where}: a part report of version {printable(str(kind.version), 20)} by isonomia "
            f"{printable(kind.release, 20)}; this is version {VERSION} by isonomia {__version__}",
            "let one release make all parts and merge them",
        )
    try:
        part = strict.decode(content, Part, where)
    except RecordError as error:
        raise refuse(f"{error.where.removeprefix(where).lstrip(', ')}: {error.why}") from None
    hashes = [part.last_event, part.digest, *(wrong.ballot for wrong in part.wrong)]
    if not all(_HASH.fullmatch(text) for text in hashes):
        raise refuse("a hash in it is not 64 hexadecimal digits")
    numbers = [part.start, part.events, part.ballots, part.milliseconds, *part.checked.values()]
    if min(numbers) < 0 or part.end < part.start:
        raise refuse("a number in it is too small")
    if part.valid != (not part.wrong):
        raise refuse("it calls itself valid and lists wrong ballots, or the other way round")
    return part


class _Kind(msgspec.Struct, frozen=True):
    format: str
    version: int
    release: str


def examine_part(
    file: BinaryIO,
    start: int,
    end: int,
    *,
    backend: str = "kernel",
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Part:
    """Check the ballots of the events from ``start`` up to and without ``end``.

    Raises NotARecord, UnknownVersion and UnknownGroup, and PartError if the set-up cannot be read.
    """
    with threads(workers) as executor:
        run = _PartRun(
            Chain(open_archive(file), Findings()),
            partial(group, backend=backend),
            executor,
            make_box=partial(_PartBox, start, end),
        )
        run.through(on_progress)
        if not isinstance(run.box, _PartBox) or run.setup is None or run.chain.last is None:
            raise PartError("the set-up of the record cannot be read", "verify the record in one piece")
        run.box.close()
    return Part(
        release=__version__,
        valid=not run.box.wrong,
        uuid=run.setup.election.uuid,
        election=run.setup.fingerprints["election"],
        last_event=run.chain.last.hash,
        events=run.chain.last.number + 1,
        range=(start, end),
        ballots=run.box.taken,
        digest=run.box.digest.hexdigest(),
        checked=dict(sorted(run.box.checked.items())),
        wrong=run.box.wrong,
        group=run.setup.election.group.name,
        backend=run.setup.election.group.backend,
    )


class _PartRun(Run):
    """Goes through all events and looks at ballots alone."""

    def _dispatch(self, kind: str, link: Link, box: BallotBox, tallying: Tallying, known: bool) -> None:
        if kind == "Ballot":
            box.receive(link)
        else:
            self.chain.pass_over()


class _PartBox(BallotBox):
    """Has the ballots of its range checked, and tallies nothing."""

    def __init__(self, start: int, end: int, setup: Setup, chain: Chain, executor: Executor) -> None:
        super().__init__(setup, chain, executor)
        self.taken = 0
        self.digest = sha256()
        self.checked: Counter[str] = Counter()
        self.wrong: list[Wrong] = []
        self._range = range(start, end)

    def receive(self, link: Link) -> None:
        if link.number in self._range:
            super().receive(link)
        else:
            self.accepted += 1
            self._chain.pass_over()

    def _take(self, link: Link) -> Taken | None:
        taken = super()._take(link)
        if taken is not None:
            self.taken += 1
            self.digest.update(sha256(taken.content).digest())
        return taken

    def _drain(self) -> None:
        for taken, findings, _, _ in self._running.popleft().result():
            if findings.failures:
                failures = [(own.check, own.where, own.why) for own in findings.failures]
                self.wrong.append(Wrong(taken.link.number, taken.link.payload or "", failures))
            else:
                self.checked.update(findings.checked)
