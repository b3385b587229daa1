# SPDX-License-Identifier: Apache-2.0
"""The simulated election at scale: credentials and ballots are made by several processes.

Each process reads the Setup event from the record itself; what goes between processes is text and bytes.
"""

import os
import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from isonomia.cli.simulation import CANDIDATES, LEANINGS, Simulation
from isonomia.groups import group as open_group
from isonomia.parties import administrator, contributions, credential_authority, record_file, trustee, voter
from isonomia.protocol.messages import encode
from isonomia.protocol.public.order import order
from isonomia.record.events import event_blocks
from isonomia.record.writer import append
from isonomia.verify import Examined, Progress, State, examine, state_after
from isonomia.verify.setup import Setup

CHUNK = 250
"""Voters whose ballots one process makes at a time, and ballots that are appended with one sync."""

T = TypeVar("T")
Advance = Callable[[int], None]
Turn = tuple[str, int]
"""A voter's private credential and the candidate of her choice."""


@dataclass
class Crowd(Simulation):
    """As :class:`Simulation`; every voter votes once."""

    processes: int = 1
    state: State | None = field(default=None, init=False)
    """Up to where the record was verified for the tally."""

    def issue_credentials(self, advance: Advance = lambda _: None) -> None:
        """As for few voters, in parts, whose public credentials are then put in one order."""
        logins = [f"voter{i}" for i in range(self.voters)]
        public: list[str] = []
        private: dict[str, str] = {}
        tasks = ((self.group.name, self.group.backend, self._draft.uuid, part) for part in _parts(logins, 4 * CHUNK))
        with self._pool() as pool:
            for issued in _in_order(pool, _issue, tasks, 2 * self.processes):
                public += msgspec.json.decode(issued.public, type=list[str])
                private |= issued.private
                advance(len(private))
        public.sort(key=lambda credential: order(self.group.name, credential))
        self._issued = credential_authority.Issued(encode(public), private)

    def vote_together(self, advance: Advance) -> None:
        """All voters vote; ballots are appended in the order of a queue that the seed shuffles."""
        choices = random.Random(self.seed)  # noqa: S311 (what simulated voters want; no secret)
        queue = list(self._issued.private.values())
        choices.shuffle(queue)
        chosen = choices.choices(range(len(CANDIDATES)), LEANINGS, k=len(queue))
        for choice in chosen:
            self.counts[choice] += 1
        turns = list(zip(queue, chosen, strict=True))
        with self._pool(_read_setup, self._place) as pool, record_file.open_record(self.record, self._groups) as record:
            tip, length = record.tip, record.file.seek(0, os.SEEK_END)
            for ballots in _in_order(pool, _vote, ((part,) for part in _parts(turns, CHUNK)), 2 * self.processes):
                blocks: list[bytes] = []
                for content in ballots:
                    own, tip, _ = event_blocks(tip, "Ballot", [content])
                    blocks += own
                length = append(record.file, blocks, length)
                self.cast += len(ballots)
                advance(self.cast)

    def tally_once(self, advance: Advance) -> None:
        """Verify everything for the tally; later steps go on from here."""
        with record_file.open_record(self.record, self._groups) as record:
            administrator.close(record)
            examined = self._require(record, advance)
            self.state = state_after(examined.report, examined.last, examined.length, record.file)
            administrator.publish_tally(record, examined)

    def decrypt_together(self, owners: Sequence[int]) -> None:
        """The trustees decrypt."""
        with record_file.open_record(self.record, self._groups) as record:
            examined = self._require(record)
            for owner in owners:
                found, made = trustee.decrypt(examined, self._private[owner - 1], os.urandom)
                contributions.append_owned(record, "PartialDecryption", found, encode(made))

    def publish_once(self) -> list[int]:
        """The result."""
        with record_file.open_record(self.record, self._groups) as record:
            result: list[int] = administrator.publish_result(record, self._require(record))[0]
            return result

    def _require(self, record: record_file.RecordFile, advance: Advance | None = None) -> Examined:
        """Verify, from the last state on if there is one."""

        def tell(progress: Progress) -> None:
            if advance is not None:
                advance(progress.ballots)

        examined = examine(
            record.file, backend=self.group.backend, allow_secrets=True, on_progress=tell, since=self.state
        )
        if not examined.report.valid:
            first = examined.report.failures[0]
            raise RuntimeError(f"a ballot of our own is not valid: {first.check}")
        return examined

    @property
    def _place(self) -> tuple[Path, str]:
        return self.record, self.group.backend

    def _pool(
        self, initializer: Callable[..., None] | None = None, arguments: tuple[Any, ...] = ()
    ) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.processes, get_context("spawn"), initializer, arguments)


def _parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[at : at + size] for at in range(0, len(items), size))


def _in_order(
    pool: ProcessPoolExecutor, function: Callable[..., T], tasks: Iterator[tuple[Any, ...]], ahead: int
) -> Iterator[T]:
    """Results in the order of the tasks, with so many under way: memory stays flat."""
    running: deque[Future[T]] = deque(pool.submit(function, *task) for task in islice(tasks, ahead))
    while running:
        result = running.popleft().result()
        running.extend(pool.submit(function, *task) for task in islice(tasks, 1))
        yield result


# --- in the processes ----------------------------------------------------------------------------

_SETUPS: list[Setup] = []
"""The election, in a process that makes ballots."""


def _read_setup(path: Path, backend: str) -> None:
    with record_file.open_record(
        path, lambda name: open_group(name, backend, allow_secrets=True), write=False
    ) as record:
        _SETUPS.append(record.require_setup())


def _issue(group_name: str, backend: str, uuid: str, logins: Sequence[str]) -> credential_authority.Issued:
    people = [credential_authority.Voter(f"{login}@example.org", login, 1) for login in logins]
    group = open_group(group_name, backend, allow_secrets=True)
    return credential_authority.issue(group, uuid, people, os.urandom)


def _vote(turns: Sequence[Turn]) -> list[bytes]:
    (setup,) = _SETUPS
    ballots = ([int(i == choice) for i in range(len(CANDIDATES))] for _, choice in turns)
    return [
        voter.vote(setup, credential, [ballot], os.urandom).content
        for (credential, _), ballot in zip(turns, ballots, strict=True)
    ]
