# SPDX-License-Identifier: Apache-2.0
"""Takes a record apart into what its events say, and writes it again with every hash right.

Between ``load`` and ``write`` a test changes one thing; hashes, parents, heights and envelopes then follow,
as they would for an attacker who writes the whole record himself. Nothing is checked here.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from isonomia.protocol import messages
from isonomia.protocol.messages import UNSET, encode
from isonomia.record.archive import Entry, open_archive
from isonomia.record.writer import entry_bytes, start
from isonomia.verify import Report, verify

ENVELOPES: dict[str, str] = {
    "EncryptedTally": "encrypted_tally",
    "Shuffle": "payload",
    "PartialDecryption": "payload",
}
"""Events whose payload is an envelope, and the member of it that names the object itself."""

_SETUP = ("election", "trustees", "credentials", "credentials_certificate")


@dataclass
class Event:
    """One event: the objects it publishes, and what its envelope says beside their hashes."""

    type: str
    contents: list[bytes] = field(default_factory=list)
    """The objects: election, trustees, credentials (and certificate) of a Setup; one or none elsewhere."""
    envelope: dict[str, Any] = field(default_factory=dict)
    """``owner``; ``num_tallied`` and ``total_weight``."""
    alter: Callable[[messages.Event], messages.Event] = field(default=lambda event: event)
    """A last change to the event itself: a wrong parent, a wrong height, a payload."""
    publish: bool = True
    """Whether the objects are written (again) or only referred to."""

    @property
    def content(self) -> bytes:
        return self.contents[0]

    @content.setter
    def content(self, value: bytes) -> None:
        self.contents[0] = value

    def data(self) -> list[bytes]:
        """What stands before the event in the record; the last is its payload."""
        hashes = [sha256(content).hexdigest() for content in self.contents]
        if self.type == "Setup":
            return [*self.contents, _compact(dict(zip(_SETUP, hashes, strict=False)))]
        if self.type in ENVELOPES and hashes:
            return [*self.contents, _compact(self.envelope | {ENVELOPES[self.type]: hashes[0]})]
        return list(self.contents)


@dataclass
class Record:
    """A record as a list of events."""

    timestamp: int
    events: list[Event]

    def of(self, type_: str) -> list[Event]:
        """All events of a type."""
        return [event for event in self.events if event.type == type_]

    def until(self, type_: str) -> "Record":
        """The record as it was before the first event of that type."""
        types = [event.type for event in self.events]
        return Record(self.timestamp, self.events[: types.index(type_)])

    def blocks(self) -> list[bytes]:
        """The bytes of each entry."""
        blocks, parent = [start(self.timestamp)], None
        for height, event in enumerate(self.events):
            data = event.data()
            if event.publish:
                blocks += [entry_bytes("data", content, self.timestamp)[1] for content in data]
            message = messages.Event(
                parent=UNSET if parent is None else parent,
                height=height,
                type=event.type,
                payload=sha256(data[-1]).hexdigest() if data else UNSET,
            )
            content = encode(event.alter(message))
            parent = sha256(content).hexdigest()
            blocks.append(entry_bytes("event", content, self.timestamp)[1])
        return blocks

    def write(self) -> bytes:
        """The whole file."""
        return b"".join(self.blocks())

    def verify(self, backend: str = "kernel") -> Report:
        """What our verifier says of it."""
        return verify(io.BytesIO(self.write()), backend=backend, workers=1)

    def failing(self, backend: str = "kernel") -> set[str]:
        """The identifiers of the checks that fail."""
        return failing(self.write(), backend)


def load(source: Path | bytes) -> Record:
    """Takes a record apart. The record is right: what is wrong with it is not noticed here."""
    content = source if isinstance(source, bytes) else source.read_bytes()
    archive = open_archive(io.BytesIO(content))
    assert archive.timestamp is not None
    record, data = Record(archive.timestamp, []), dict[str, bytes]()
    for entry in archive:
        assert isinstance(entry, Entry), entry
        if entry.kind == "data":
            data[entry.hash] = entry.content
        elif entry.kind == "event":
            record.events.append(_event(msgspec.json.decode(entry.content, type=messages.Event), data))
    return record


def _event(message: messages.Event, data: dict[str, bytes]) -> Event:
    if message.payload is UNSET:
        return Event(message.type)
    payload = data[message.payload]
    if message.type == "Setup":
        return Event("Setup", [data[digest] for digest in msgspec.json.decode(payload).values()])
    if message.type in ENVELOPES:
        envelope = msgspec.json.decode(payload)
        return Event(message.type, [data[envelope.pop(ENVELOPES[message.type])]], envelope)
    return Event(message.type, [payload])


def _compact(value: Any) -> bytes:
    return msgspec.json.encode(value)


def failing(content: bytes, backend: str = "kernel") -> set[str]:
    """The identifiers of the checks that fail in these bytes."""
    return {failure.check for failure in verify(io.BytesIO(content), backend=backend, workers=1).failures}


def altered(content: bytes, change: Callable[[Any], Any]) -> bytes:
    """The same compact JSON with its value changed in place."""
    value = msgspec.json.decode(content)
    change(value)
    return _compact(value)
