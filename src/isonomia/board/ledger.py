# SPDX-License-Identifier: Apache-2.0
"""Appending to a record in the database, in one transaction with what must agree with it.

The database is the truth; :mod:`isonomia.board.published` writes the public file after the commit.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from hashlib import sha256
from io import BytesIO

from django.db import transaction

from isonomia.board.locks import hold
from isonomia.board.models import Board, Event, Payload, Spoiled
from isonomia.board.published import event_entries, publish
from isonomia.groups import group
from isonomia.protocol.challenges import base64_compact
from isonomia.protocol.messages import Owned
from isonomia.protocol.public.findings import Findings
from isonomia.record import strict
from isonomia.record.archive import open_archive
from isonomia.record.events import Tip, event_content, written
from isonomia.record.writer import start
from isonomia.verify.chain import Chain
from isonomia.verify.setup import Setup, read_setup


class NoRecord(Exception):
    """There is no record of this election: its voting has not been opened."""


class Ledger:
    """The record of one election. Made by :func:`reading`, :func:`writing` and :func:`create`."""

    def __init__(self, board: Board, *, held: bool) -> None:
        self._board = board
        self._held = held

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"election {self._board.uuid}"

    @property
    def timestamp(self) -> int:
        """When the voting was opened, in seconds since 1970, as the record's header says."""
        return self._board.timestamp

    @property
    def events(self) -> list[str]:
        """The types of all events but ballots, in order."""
        others = self._board.event_set.exclude(type="Ballot").order_by("height")
        return list(others.values_list("type", flat=True))

    @property
    def ballots(self) -> int:
        """How many were accepted."""
        return self._board.event_set.filter(type="Ballot").count()

    @property
    def last(self) -> Event:
        """The last event."""
        found = self._board.event_set.order_by("-height").first()
        if found is None:  # create() makes both in one transaction
            raise NoRecord(f"{self.name}: the record has no event")
        return found

    def holds_ballot(self, ballot_hash: str) -> bool:
        """Whether the data of this SHA-256 are in the record."""
        return self._board.payload_set.filter(hash=ballot_hash).exists()

    def place_of_ballot(self, ballot_hash: str) -> int | None:
        """Which of the accepted ballots it is, from 1; None if it is none of them."""
        event = self._board.event_set.filter(type="Ballot", payload_set__hash=ballot_hash).first()
        if event is None:
            return None
        return self._board.event_set.filter(type="Ballot", height__lte=event.height).count()

    def is_spoiled(self, tracker: str) -> bool:
        """Whether the ballot of this tracker was challenged."""
        return self._board.spoiled_set.filter(tracker=tracker).exists()

    def spoil(self, tracker: str) -> None:
        """Refuse the ballot of this tracker for good. Raises RuntimeError unless the record is held."""
        self._require_held()
        Spoiled.objects.create(board=self._board, tracker=tracker)

    def trackers(self, start: int, most: int) -> list[str]:
        """Trackers of the ballots in their order, from the ``start``-th on."""
        ballots = self._board.event_set.filter(type="Ballot").order_by("height")[start : start + most]
        hashes = Payload.objects.filter(event__in=list(ballots.values_list("pk", flat=True))).order_by("event__height")
        return [base64_compact(bytes.fromhex(own)) for own in hashes.values_list("hash", flat=True)]

    def spoiled(self) -> list[str]:
        """Trackers of the ballots that were challenged, sorted: when does not matter."""
        return sorted(self._board.spoiled_set.values_list("tracker", flat=True))

    def setup_payload(self, position: int) -> bytes:
        """A payload of the Setup event: election, trustees, public credentials, setup_data."""
        return bytes(self._board.payload_set.get(event__height=0, position=position).content)

    def payload_of_last(self, kind: str, position: int = 0) -> bytes | None:
        """A payload of the last event of a type; None if there is no such event."""
        payloads = self._board.payload_set.filter(event__type=kind, position=position)
        found = payloads.order_by("-event__height").first()
        return None if found is None else bytes(found.content)

    def owners(self, kind: str) -> list[int]:
        """Whose the events of a type are (Shuffle, PartialDecryption), in their order."""
        found = self._board.payload_set.filter(event__type=kind, position=1).order_by("event__height")
        return [strict.decode(bytes(own.content), Owned, "owner").owner for own in found]

    def require_setup(self) -> Setup:
        """The election, checked as a verifier checks it."""
        return setup(self._board.uuid)

    def append(self, kind: str, payloads: Sequence[bytes] = ()) -> str:
        """Append an event behind its payloads; gives its hash. Raises RuntimeError unless the record is held.

        Raises IntegrityError if one of the payloads is in the record already.
        """
        self._require_held()
        last = self.last
        tip = Tip(last.hash, last.height + 1, self._board.timestamp)
        return _insert(self._board, tip, kind, payloads, last.length)

    def _require_held(self) -> None:
        if not self._held:
            raise RuntimeError("nobody else may write meanwhile: use writing()")


def _insert(board: Board, tip: Tip, kind: str, payloads: Sequence[bytes], length: int) -> str:
    content = event_content(tip, kind, payloads)
    event = Event.objects.create(
        board=board,
        height=tip.height,
        parent=tip.parent,
        hash=sha256(content).hexdigest(),
        type=kind,
        content=content,
        length=length + sum(map(len, written(content, payloads, tip.timestamp))),
    )
    for position, payload in enumerate(payloads):
        digest = sha256(payload).hexdigest()
        Payload.objects.create(board=board, event=event, position=position, hash=digest, content=payload)
    return event.hash


def create(uuid: str, timestamp: int, payloads: Sequence[bytes]) -> str:
    """Begin a record with its Setup event; gives that event's hash. Within a transaction of the caller.

    ``payloads`` are election, trustees, public credentials and setup_data. Raises IntegrityError if the
    election has a record, and RuntimeError outside of a transaction.
    """
    hold(uuid)
    board = Board.objects.create(uuid=uuid, timestamp=timestamp)
    first = _insert(board, Tip(None, 0, timestamp), "Setup", payloads, len(start(timestamp)))
    transaction.on_commit(partial(publish, uuid), robust=True)
    return first


def reading(uuid: str) -> Ledger:
    """A record to look at. Raises NoRecord."""
    try:
        return Ledger(Board.objects.get(uuid=uuid), held=False)
    except Board.DoesNotExist:
        raise NoRecord(f"election {uuid}: voting has not been opened") from None


@contextmanager
def writing(uuid: str) -> Iterator[Ledger]:
    """A record that nobody else can write to, in one transaction; published once that is on the disk.

    Whatever is raised inside takes everything back. Raises NoRecord.
    """
    with transaction.atomic(durable=True):
        hold(uuid)
        ledger = reading(uuid)
        yield Ledger(ledger._board, held=True)
        transaction.on_commit(partial(publish, uuid), robust=True)


@lru_cache(maxsize=64)  # it never changes, and a roll takes a while to read
def setup(uuid: str) -> Setup:
    """The election as a verifier reads it from the first bytes of the record. Raises NoRecord."""
    first = reading(uuid)._board.event_set.get(height=0)
    blocks = [start(first.board.timestamp), *event_entries(first)]
    chain = Chain(open_archive(BytesIO(b"".join(blocks))), Findings())
    read = next(read_setup(chain, link, group) for link in chain)
    chain.findings.raise_if_failed()
    if read is None:  # open_election has checked it before
        raise NoRecord(f"election {uuid}: its set-up cannot be read")
    return read
