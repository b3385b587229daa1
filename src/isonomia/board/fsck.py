# SPDX-License-Identifier: Apache-2.0
"""Is a record in the database whole, and does the public file say the same, byte by byte?

It does not check ballots or proofs: ``isonomia verify`` on the public file does.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from isonomia.board.models import Board, Event
from isonomia.board.published import event_entries, events_of, path_of, publish
from isonomia.protocol import messages
from isonomia.record import strict
from isonomia.record.errors import RecordError
from isonomia.record.writer import start


class Trouble(NamedTuple):
    """What is wrong. ``code``: ``chain``, ``payload``, ``file-behind``, ``file-differs``, ``file-ahead``."""

    code: str
    where: str
    why: str


class Checked(NamedTuple):
    """What fsck found of one record."""

    uuid: str
    events: int
    length: int
    troubles: list[Trouble]


def fsck(uuid: str) -> Checked:
    """Rebuild the record from the database, check its chain, and compare it with the public file."""
    board = Board.objects.get(uuid=uuid)
    troubles: list[Trouble] = []
    header = start(board.timestamp)
    position, previous, count = len(header), None, 0
    comparison = _Comparison(path_of(uuid))
    comparison.compare(header, "the header")
    for count, event in enumerate(events_of(uuid).iterator(chunk_size=256), start=1):
        entries = b"".join(event_entries(event))
        position += len(entries)
        troubles += _chain_troubles(event, previous, count - 1, position)
        comparison.compare(entries, f"event {event.height} ({event.type})")
        previous = event.hash
    if count == 0:
        troubles.append(Trouble("chain", "the database", "the record has no event"))
    return Checked(uuid, count, position, [*troubles, *comparison.close()])


def _chain_troubles(event: Event, previous: str | None, height: int, end: int) -> list[Trouble]:
    where = f"event {event.height} ({event.type}) in the database"
    content, found = bytes(event.content), []
    payloads = list(event.payload_set.all())
    if sha256(content).hexdigest() != event.hash:
        found.append("its hash is not of its content")
    if (event.height, event.parent, event.length) != (height, previous, end):
        found.append("its height, parent or length is not what follows from the events before")
    found += [
        f"payload {payload.hash[:12]}… is not what its hash says"
        for number, payload in enumerate(payloads)
        if sha256(bytes(payload.content)).hexdigest() != payload.hash or payload.position != number
    ]
    expected = payloads[-1].hash if payloads else messages.UNSET
    parent = messages.UNSET if event.parent is None else event.parent
    columns = messages.Event(parent=parent, height=event.height, type=event.type, payload=expected)
    try:
        if strict.decode(content, messages.Event, where) != columns:
            found.append("its content says something else than its columns")
    except RecordError as error:
        found.append(f"its content cannot be read: {error.why}")
    return [Trouble("chain", where, why) for why in found]


class _Comparison:
    """The public file, read beside the rebuilt record."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb") if path.exists() else None
        self._where = str(path)
        self._position = 0
        self._trouble: Trouble | None = None
        if self._file is None:
            self._trouble = Trouble("file-behind", self._where, "the public file is not there")

    def compare(self, expected: bytes, what: str) -> None:
        """The next bytes of the file should be these."""
        if self._file is None or self._trouble is not None:
            return
        found = self._file.read(len(expected))
        if found != expected:
            common = next((i for i, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b), len(found))
            at = f"at byte {self._position + common}, in {what}"
            behind = common == len(found)
            why = f"ends {at}" if behind else f"differs from the database {at}"
            self._trouble = Trouble("file-behind" if behind else "file-differs", self._where, why)
        self._position += len(expected)

    def close(self) -> list[Trouble]:
        """Whether nothing comes after; gives what was wrong with the file."""
        if self._file is not None:
            if self._trouble is None and self._file.read(1):
                why = f"goes on after byte {self._position}, the end of the database's last event"
                self._trouble = Trouble("file-ahead", self._where, why)
            self._file.close()
        return [self._trouble] if self._trouble else []


def repair(checked: Checked) -> Path | None:
    """Write the public file again from the database; what was there is kept under the name that is returned.

    A file that merely ends early is gone on with (None). Raises ValueError if the database itself is damaged or
    has lost events: a machine must not decide which of the two is right.
    """
    codes = {trouble.code for trouble in checked.troubles}
    if codes - {"file-behind", "file-differs"}:
        raise ValueError("the database is damaged, or has lost events: keep both, and compare with what others have")
    kept = None
    if "file-differs" in codes:
        path = path_of(checked.uuid)
        kept = next(p for p in (path.with_suffix(f".bel.damaged-{n}") for n in range(1, 1000)) if not p.exists())
        os.replace(path, kept)
    publish(checked.uuid)
    return kept
