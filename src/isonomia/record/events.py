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


def event_blocks(tip: Tip, kind: str, payloads: Sequence[bytes]) -> tuple[list[bytes], Tip, str]:
    """The blocks to append, the new tip and the hash of the event.

    ``payloads`` are data in written order; the event refers to the last one, if there is any.
    """
    blocks = [entry_bytes("data", content, tip.timestamp)[1] for content in payloads]
    event = Event(
        parent=UNSET if tip.parent is None else tip.parent,
        height=tip.height,
        type=kind,
        payload=sha256(payloads[-1]).hexdigest() if payloads else UNSET,
    )
    content = encode(event)
    event_hash = sha256(content).hexdigest()
    blocks.append(entry_bytes("event", content, tip.timestamp)[1])
    return blocks, Tip(event_hash, tip.height + 1, tip.timestamp), event_hash
