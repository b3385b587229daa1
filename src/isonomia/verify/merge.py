# SPDX-License-Identifier: Apache-2.0
"""Parts of a record put together (``verify --merge``).

Everything is verified as ever, but for the insides of ballots that a part calls right. **Who merges parts
trusts whoever made them**: a part is a claim, and nothing in it proves that anybody has checked anything.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import BinaryIO

from isonomia.verify.ballots import BallotBox, Pending, Taken
from isonomia.verify.chain import Chain, Link
from isonomia.verify.elsewhere import read_chunk
from isonomia.verify.parts import Part, PartError
from isonomia.verify.setup import Setup
from isonomia.verify.verifier import Examined, Progress, examine


def merge(
    file: BinaryIO,
    parts: Sequence[Part],
    *,
    backend: str = "kernel",
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Examined:
    """Verify a record, with the word of its parts for the proofs of ballots; a note in the report says so.

    Raises PartError if the parts are not of this record, or do not cover all of its ballots, each once; and
    what :func:`isonomia.verify.verify` raises.
    """
    ordered = _fitting(parts)
    examined = examine(
        file, backend=backend, workers=workers, on_progress=on_progress, make_box=partial(_MergeBox, ordered)
    )
    if not isinstance(examined.box, _MergeBox) or examined.last is None:
        raise PartError("the set-up of the record cannot be read", "verify the record in one piece")
    if examined.last.hash != ordered[0].last_event:
        raise PartError(
            f"the parts are of a record that ends with event {ordered[0].last_event}, this one with "
            f"{examined.last.hash}",
            "give the record that the parts were made of, or make them anew",
        )
    examined.box.require_all()
    return replace(examined, report=replace(examined.report, notes=(*examined.report.notes, _note(ordered))))


def _note(parts: Sequence[Part]) -> str:
    ranges = ", ".join(f"{part.start}:{part.end}" for part in parts)
    ballots = sum(part.ballots - len(part.wrong) for part in parts)
    return (
        f"that {ballots} ballots are right in themselves is the word of whoever made the {len(parts)} part reports "
        f"(events {ranges}); everything else was checked here"
    )


def _fitting(parts: Sequence[Part]) -> list[Part]:
    """The parts in order. Raises PartError unless they are of one record and no two of one event."""
    if not parts:
        raise PartError("there are no parts", "give the part reports of the record")
    ordered = sorted(parts, key=lambda part: part.range)
    first = ordered[0]
    for before, part in zip([None, *ordered], ordered, strict=False):
        if (part.uuid, part.election, part.last_event) != (first.uuid, first.election, first.last_event):
            raise PartError(
                f"the parts {_shown(first)} and {_shown(part)} are of two records",
                "make all parts of one and the same file",
            )
        if before is not None and part.start < before.end:
            raise PartError(f"the parts {_shown(before)} and {_shown(part)} overlap", "give each event to one part")
    return ordered


def _shown(part: Part) -> str:
    return f"{part.start}:{part.end}"


class _MergeBox(BallotBox):
    """Takes the word of parts for the ballots that they call right."""

    def __init__(self, parts: Sequence[Part], setup: Setup, chain: Chain, executor: Executor) -> None:
        super().__init__(setup, chain, executor)
        if parts[0].election != setup.fingerprints["election"]:
            raise PartError(
                f"the parts are of election {parts[0].uuid[:40]!a}, the record is of {setup.election.uuid[:40]!a}",
                "give the parts of this record",
            )
        self._parts = parts
        self._starts = [part.start for part in parts]
        self._digests = [sha256() for _ in parts]
        self._wrong = {wrong.ballot for part in parts for wrong in part.wrong}
        for part in parts:
            self._findings.checked.update(part.checked)

    def _take(self, link: Link) -> Taken | None:
        taken = super()._take(link)
        if taken is not None:
            at = bisect_right(self._starts, link.number) - 1
            if at < 0 or link.number >= self._parts[at].end:
                raise PartError(
                    f"no part covers the ballot of event {link.number}",
                    "the parts must cover all ballots, each exactly once",
                )
            self._digests[at].update(sha256(taken.content).digest())
        return taken

    def submit(self, chunk: list[Taken]) -> Pending:
        right = [taken.link.payload not in self._wrong for taken in chunk]
        election = self._setup.election
        return self._executor.submit(read_chunk, election, self._setup.shapes, chunk, right)

    def require_all(self) -> None:
        """Raises PartError if a part has seen other ballots than this run."""
        for part, digest in zip(self._parts, self._digests, strict=True):
            if digest.hexdigest() != part.digest:
                raise PartError(
                    f"the part {_shown(part)} is of other ballots than those of this record",
                    "make the parts of the very file that you merge",
                )
