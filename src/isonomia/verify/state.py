# SPDX-License-Identifier: Apache-2.0
"""What an earlier verification found right, in a small file (docs/monitoring.md, "The state").

It says: the first ``length`` bytes of a record, up to one event, were valid. Whoever can write it can hide
a bad ballot; its SHA-256 over itself tells accidents only.
"""

import json
import re
from hashlib import sha256
from typing import Any, BinaryIO, Final

import msgspec
from msgspec import UNSET, UnsetType

from isonomia.record import strict
from isonomia.record.errors import RecordError, printable

FORMAT: Final = "isonomia state"
VERSION: Final = 1
LARGEST: Final = 1 << 14
"""Bytes of a state; honest ones have under a thousand."""

_HASH: Final = re.compile("[0-9a-f]{64}", re.ASCII)
_CHUNK: Final = 1 << 20


class StateError(Exception):
    """A state that cannot be used: damaged, of another version, or of another election."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why)
        self.hint = hint


class Watch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``isonomia monitor`` adds for itself."""

    round: int
    """How many rounds saw the source since the whole of it was last compared."""
    seen: str
    """When the source was last seen: RFC 3339, UTC."""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A record was valid up to an event."""

    release: str
    """Of isonomia: another release may check more, so it takes nothing over."""
    uuid: str
    election: str
    """The fingerprint of the election."""
    height: int
    event: str
    """The hash of the event of that height, the last one."""
    length: int
    """Bytes of the record up to the end of that event's entry."""
    prefix: str
    """The SHA-256 of these bytes: of the header and the framing too, which no event names."""
    ballots: int
    """Ballots among these events."""
    monitor: Watch | UnsetType = UNSET


class _File(State, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: str
    version: int
    sha256: str


class _Kind(msgspec.Struct, frozen=True):
    format: str
    version: int


def written(state: State) -> bytes:
    """The one serialization of a state: sorted keys, compact, its SHA-256 over all other members."""
    members = {"format": FORMAT, "version": VERSION, **msgspec.to_builtins(state)}
    return _compact({**members, "sha256": sha256(_compact(members)).hexdigest()})


def read_state(content: bytes, where: str) -> State:
    """A state from a file. Raises StateError, whatever the bytes."""

    def refuse(why: str) -> StateError:
        return StateError(f"{where}: {why}", "verify once in full (without --since), and write a new state")

    if len(content) > LARGEST:
        raise refuse("too large for a state of a verification")
    try:
        kind = msgspec.json.decode(content, type=_Kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise refuse("not a state of a verification") from None
    if kind.format != FORMAT:
        raise refuse("not a state of a verification")
    if kind.version != VERSION:
        raise refuse(f"a state of version {printable(str(kind.version), 20)}; only version {VERSION} is known")
    try:
        file = strict.decode(content, _File, "the state")
    except RecordError as error:
        raise refuse(f"{error.where}: {error.why}") from None
    state = State(**{name: getattr(file, name) for name in State.__struct_fields__})
    if written(state) != content:
        raise refuse("damaged: its SHA-256 is wrong, or it is not written canonically")
    if not (_HASH.fullmatch(state.event) and _HASH.fullmatch(state.prefix)):
        raise refuse("a hash in it is not 64 hexadecimal digits")
    if min(state.height, state.ballots) < 0 or state.length < 1:
        raise refuse("a number in it is too small")
    return state


def prefix_hash(file: BinaryIO, length: int) -> str | None:
    """The SHA-256 of the first bytes of a file; None if it has fewer."""
    file.seek(0)
    digest = sha256()
    while length > 0:
        part = file.read(min(length, _CHUNK))
        if not part:
            return None
        digest.update(part)
        length -= len(part)
    return digest.hexdigest()


def _compact(members: dict[str, Any]) -> bytes:
    return json.dumps(members, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
