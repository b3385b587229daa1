# SPDX-License-Identifier: Apache-2.0
"""Whether a record goes on from an older one: nothing removed, nothing rewritten (section "Audit").

An older record must be the first bytes of the newer one: a record only grows. Bytes, not only entries, are
compared, because the header and the framing of entries are named by no event. That what was added is right,
the verifier tells.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final, NamedTuple

from isonomia.protocol.messages import UNSET, Event
from isonomia.record import strict
from isonomia.record.archive import BLOCK, Archive, Entry, Limits
from isonomia.record.errors import Problem, RecordError, TailProblem

_CHUNK: Final = 1 << 18


class AddedEvent(NamedTuple):
    """An event that the older record does not have."""

    height: int
    type: str
    hash: str
    payload: str | None


class Spot(NamedTuple):
    """What a record has where two part."""

    entry: int
    """Its number, from 1."""
    name: str | None
    """Of the entry there; None: the record ends, or no entry can be read."""
    event: str | None
    """The hash of the first event from there on."""


@dataclass(frozen=True)
class Parting:
    """Where two records part: at a byte, in an entry, before or in the event of a height."""

    byte: int
    entry: int
    height: int
    old: Spot
    new: Spot

    @property
    def only_framing(self) -> bool:
        """The same entry, written differently."""
        return self.old.name is not None and self.old.name == self.new.name and self.old.event == self.new.event


@dataclass
class History:
    """How a newer record stands to an older one."""

    old_length: int
    new_length: int
    parting: Parting | None = None
    """None: one record is the beginning of the other."""
    events: int = 0
    """Of the part that both have."""
    last: str | None = None
    """The hash of the last event of that part."""
    first_height: int | None = None
    added: Counter[str] = field(default_factory=Counter)
    """Events by type that only the longer one has, whichever that is."""
    tip: str | None = None
    """The hash of its last event."""
    waiting: int = 0
    """Bytes behind its last event: of an event that is still being written."""

    @property
    def older(self) -> bool:
        """The "newer" record is the older one: it ends where the other goes on."""
        return self.parting is None and self.new_length < self.old_length

    @property
    def extends(self) -> bool:
        """Nothing was removed, nothing rewritten."""
        return self.parting is None and not self.older


def compare(old: Archive, new: Archive, on_added: Callable[[AddedEvent], None] | None = None) -> History:
    """Compare two records; tells ``on_added`` of each event that only the longer one has.

    In memory are a hash for each entry, and one entry. Raises RecordError if the longer record is damaged and
    begins with the other one; a torn last entry is not damage.
    """
    history = History(old.length, new.length)
    byte = _first_difference(old, new)
    if byte is not None:
        history.parting = _parting(old, new, byte)
        return history
    longer, shared = (old, new.length) if history.older else (new, old.length)
    for entry in _entries(longer):
        event = None if entry.kind != "event" else strict.decode(entry.content, Event, f"event entry {entry.hash}")
        end = _end(entry)
        history.waiting = longer.length - end if event else history.waiting
        if event is None:
            continue
        if end <= shared:
            history.events, history.last = history.events + 1, entry.hash
        else:
            height = history.events + history.added.total()
            history.first_height = height if history.first_height is None else history.first_height
            history.added[event.type] += 1
            if on_added is not None:
                payload = None if event.payload is UNSET else event.payload
                on_added(AddedEvent(height, event.type, entry.hash, payload))
        history.tip = entry.hash
    return history


class Whole(NamedTuple):
    """What part of a file is whole events."""

    length: int
    """Bytes up to the end of the last one."""
    events: Counter[str]
    """By type."""
    problem: Problem | None
    """What is wrong behind them. A torn tail is not, nor data whose event is to come: somebody may be writing."""


def whole_events(file: BinaryIO) -> Whole:
    """The whole events at the beginning of a file that begins with an entry."""
    archive, end, events = Archive(file, Limits()), 0, Counter[str]()
    for item in archive:
        if isinstance(item, TailProblem) and not _is_zeros(archive, item.whole_length):
            break
        if isinstance(item, Problem):
            return Whole(end, events, item)
        if item.kind == "event":
            try:
                events[strict.decode(item.content, Event, f"event entry {item.hash}").type] += 1
            except RecordError as error:
                return Whole(end, events, error.problem)
            end = _end(item)
    return Whole(end, events, None)


def event_at(file: BinaryIO, height: int) -> str | None:
    """The hash of the event that stands at a height."""
    events = (item for item in Archive(file, Limits()) if isinstance(item, Entry) and item.kind == "event")
    return next((event.hash for number, event in enumerate(events) if number == height), None)


def event_after(file: BinaryIO, byte: int) -> tuple[int, str | None]:
    """The height and the hash of the first event whose entry ends behind a byte: what is lost in a cut there."""
    height, spot = _spot(Archive(file, Limits()), byte)
    return height, spot.event


def last_event(file: BinaryIO) -> tuple[int, str | None]:
    """Where the entry of the last event begins, and its hash; (0, None) if there is none."""
    found: tuple[int, str | None] = (0, None)
    for item in Archive(file, Limits()):
        if isinstance(item, Entry) and item.kind == "event":
            found = item.offset - BLOCK, item.hash
    return found


def _entries(archive: Archive) -> Iterator[Entry]:
    """Raises RecordError at the first problem but a torn tail."""
    for item in archive:
        if isinstance(item, TailProblem) and not _is_zeros(archive, item.whole_length):
            return
        if isinstance(item, Problem):
            raise RecordError(item.where, item.why, item.check)
        yield item


def _is_zeros(archive: Archive, position: int) -> bool:
    """Whether a tail is not torn but blocks of zeros, which no writer of records makes."""
    return archive.length - position >= BLOCK and not archive.read_at(position, BLOCK).strip(b"\0")


def _end(entry: Entry) -> int:
    return entry.offset + entry.size + -entry.size % BLOCK


def _first_difference(old: Archive, new: Archive) -> int | None:
    """The first byte that differs; None if one file is the beginning of the other."""
    common = min(old.length, new.length)
    for at in range(0, common, _CHUNK):
        size = min(_CHUNK, common - at)
        a, b = old.read_at(at, size), new.read_at(at, size)
        if a != b:
            return at + next(i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y)
    return None


def _parting(old: Archive, new: Archive, byte: int) -> Parting:
    height, in_old = _spot(old, byte)
    _, in_new = _spot(new, byte)
    return Parting(byte, in_old.entry, height, in_old, in_new)


def _spot(archive: Archive, byte: int) -> tuple[int, Spot]:
    """How many events end before a byte, and what stands there."""
    number, height, name = 1, 0, None
    for item in archive:
        if isinstance(item, Problem):
            continue
        if _end(item) <= byte:
            number += 1
            height += item.kind == "event"
            continue
        if name is None and item.offset - BLOCK <= byte:
            name = item.name
        if item.kind == "event":
            return height, Spot(number, name, item.hash)
    return height, Spot(number, name, None)
