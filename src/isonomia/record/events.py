# SPDX-License-Identifier: Apache-2.0
"""What an event adds to a record: its payloads and itself, in the order in which releases write them."""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from isonomia.protocol.messages import UNSET, Event, encode
from isonomia.record.writer import entry_bytes


class Tip(NamedTuple):
    """The last event of a record, and the header's timestamp, which every entry carries."""

    parent: str | None
    height: int
    """Of the next event."""
    timestamp: int


def event_content(tip: Tip, kind: str, payloads: Sequence[bytes]) -> bytes:
    """The event that follows; it refers to the last of its payloads, if there is any."""
    return encode(
        Event(
            parent=UNSET if tip.parent is None else tip.parent,
            height=tip.height,
            type=kind,
            payload=sha256(payloads[-1]).hexdigest() if payloads else UNSET,
        )
    )


def written(content: bytes, payloads: Sequence[bytes], timestamp: int) -> list[bytes]:
    """An event and its payloads as entries of the archive."""
    blocks = [entry_bytes("data", payload, timestamp)[1] for payload in payloads]
    return [*blocks, entry_bytes("event", content, timestamp)[1]]


def event_blocks(tip: Tip, kind: str, payloads: Sequence[bytes]) -> tuple[list[bytes], Tip, str]:
    """The blocks to append, the new tip and the hash of the event. ``payloads`` are data in written order."""
    content = event_content(tip, kind, payloads)
    event_hash = sha256(content).hexdigest()
    return written(content, payloads, tip.timestamp), Tip(event_hash, tip.height + 1, tip.timestamp), event_hash
