# SPDX-License-Identifier: Apache-2.0
"""A record in a file that grows: who has it open for writing holds a lock on it.

Opening walks the whole chain of events and checks the set-up, but no proof of a ballot, shuffle or
decryption: ``examine`` does that, for steps that rest on them.
"""

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from io import FileIO
from pathlib import Path
from typing import BinaryIO, cast

from isonomia.groups import Group
from isonomia.parties.errors import PartyError
from isonomia.protocol.public.findings import Findings
from isonomia.record.archive import open_archive
from isonomia.record.events import Tip, event_blocks
from isonomia.record.writer import append, start
from isonomia.verify import Examined, Progress, examine
from isonomia.verify.chain import Chain
from isonomia.verify.setup import Setup, read_setup

OpenGroup = Callable[[str], Group]


class RecordFile:
    """The record in a file, and where its chain ends. Made by :func:`open_record` or :func:`create`."""

    def __init__(self, path: Path, file: FileIO, open_group: OpenGroup) -> None:
        self.path = path
        self.setup: Setup | None = None
        self.events: list[str] = []
        """The types of all events but ballots, in order."""
        self.ballots: set[str] = set()
        """The hashes of all ballots."""
        self._file = file
        self._length: int | None = None
        self._open_group = open_group
        self.tip = self._walk()

    @property
    def name(self) -> str:
        return str(self.path)

    @property
    def file(self) -> BinaryIO:
        return cast(BinaryIO, self._file)

    def _walk(self) -> Tip:
        archive = open_archive(self.file)
        findings = Findings()
        chain = Chain(archive, findings)
        for link in chain:
            if link.event.type == "Ballot":
                self.ballots.add(link.payload or "")
            else:
                self.events.append(link.event.type)
            if link.event.type == "Setup" and self.setup is None:
                self.setup = read_setup(chain, link, self._open_group)
            chain.pass_over()
        if findings.failures:
            first = findings.failures[0]
            raise PartyError(
                f"{self.path}: the record is damaged: {first.where}: {first.why} [{first.check}]",
                "run `isonomia verify` on it for the whole list; do not go on with it",
            )
        if archive.timestamp is None:
            raise PartyError(f"{self.path}: the record does not say when it began")
        last = chain.last
        return Tip(last.hash if last else None, last.event.height + 1 if last else 0, archive.timestamp)

    def require_setup(self) -> Setup:
        """The election. Raises PartyError if there is none."""
        if self.setup is None:
            raise PartyError(f"{self.path}: the record has no readable Setup event")
        return self.setup

    def holds_ballot(self, ballot_hash: str) -> bool:
        """Whether the ballot of this SHA-256 is in the record."""
        return ballot_hash in self.ballots

    def append(self, kind: str, payloads: Sequence[bytes] = ()) -> str:
        """Append an event behind its payloads, all or nothing; gives its hash.

        Raises AppendError and TornRecord.
        """
        blocks, tip, event_hash = event_blocks(self.tip, kind, payloads)
        self._length = append(self.file, blocks, self._length)
        self.tip = tip
        if kind == "Ballot":
            self.ballots.add(sha256(payloads[-1]).hexdigest())
        else:
            self.events.append(kind)
        return event_hash

    def examine(
        self,
        backend: str,
        on_progress: Callable[[Progress], None] | None = None,
        *,
        allow_secrets: bool = False,
    ) -> Examined:
        """Check everything that the record holds. Raises PartyError if anything is wrong.

        A wrong decryption of a threshold trustee does not stop the others of her group.
        """
        examined = examine(self.file, backend=backend, allow_secrets=allow_secrets, on_progress=on_progress)
        pending = examined.tallying.pending if examined.tallying else []
        failures = [failure for failure in examined.report.failures if failure not in pending]
        if failures:
            raise PartyError(
                f"{self.path}: the record is not valid: {failures[0].where}: {failures[0].why} "
                f"[{failures[0].check}]" + (f", and {len(failures) - 1} more" if len(failures) > 1 else ""),
                "run `isonomia verify` on it for the whole list; do not go on with it",
            )
        return examined


@contextmanager
def open_record(path: Path, open_group: OpenGroup, *, write: bool = True) -> Iterator[RecordFile]:
    """A record that exists. Raises OSError, NotARecord, UnknownVersion, UnknownGroup and PartyError.

    With ``write``, nobody else can open it for writing meanwhile.
    """
    with open(path, "r+b" if write else "rb", buffering=0) as file:
        if write:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise PartyError(
                    f"{path}: another program is writing to the record", "wait until it has finished"
                ) from None
        yield RecordFile(path, file, open_group)


def create(path: Path, timestamp: int, setup: Sequence[bytes]) -> str:
    """Write a new record: header, payloads of the set-up and the Setup event; gives that event's hash.

    ``setup`` are election, trustees, public credentials and setup_data. Nothing is left behind if it
    cannot be written. Raises FileExistsError and other OSError.
    """
    blocks, _, event_hash = event_blocks(Tip(None, 0, timestamp), "Setup", setup)
    with open(path, "xb", buffering=0) as file:
        try:
            append(cast(BinaryIO, file), [start(timestamp), *blocks], 0)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return event_hash
