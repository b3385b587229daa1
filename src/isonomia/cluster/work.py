# SPDX-License-Identifier: Apache-2.0
"""What a worker does: check a chunk of ballots, from bytes to JSON.

A worker is given the election object and the ballots' bytes, all of which is public, and keeps nothing but
the election. It has no secrets, reads no file and is not told where in the record the ballots stand.
"""

from functools import lru_cache
from hashlib import sha256

import msgspec

from isonomia import __version__
from isonomia.groups import group
from isonomia.protocol.messages import Event
from isonomia.protocol.public.elections import Election
from isonomia.record.payloads import Shapes, read_election
from isonomia.verify.ballots import Taken, check_chunk
from isonomia.verify.chain import Link, Place


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What goes back."""

    release: str
    right: list[bool]
    """For each ballot whether no check failed."""
    checked: dict[str, int]
    """How many objects each check looked at, in the ballots that are right."""


def check(election: bytes, backend: str, ballots: list[bytes]) -> bytes:
    """An :class:`Answer` in JSON."""
    own, shapes = _election(election, backend)
    checked: dict[str, int] = {}
    right = []
    for result in check_chunk(own, shapes, [_taken(content) for content in ballots]):
        right.append(not result.findings.failures)
        if right[-1]:
            for name, number in result.findings.checked.items():
                checked[name] = checked.get(name, 0) + number
    return msgspec.json.encode(Answer(__version__, right, checked))


@lru_cache(maxsize=4)
def _election(content: bytes, backend: str) -> tuple[Election, Shapes]:
    message, questions = read_election(content, "election")
    return Election.read(message, questions, content, group(message.group, backend)), Shapes(questions)


def _taken(content: bytes) -> Taken:
    payload = sha256(content).hexdigest()
    return Taken(Link(Event(height=0, type="Ballot", payload=payload), "", "", 0), content, Place(0, 0))
