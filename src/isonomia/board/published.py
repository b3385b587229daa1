# SPDX-License-Identifier: Apache-2.0
"""The public file of a record (``UUID.bel``), made of the rows of the database.

It is appended to after each commit. If that was interrupted, the file ends in the middle of an event that the
database has, or before it: the next call cuts the torn end off and goes on. A file that goes on *after* the last
event of the database is no such accident, but a database that has lost something: nothing is cut then.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.db.models import QuerySet

from isonomia.board.models import Board, Event
from isonomia.record.events import written
from isonomia.record.writer import append, start

_TOGETHER = 256
"""Events written, and synced, at once."""


class FileAhead(Exception):
    """The public file says more than the database does."""


def path_of(uuid: str) -> Path:
    """Where the public file is."""
    return Path(settings.RECORDS) / f"{uuid}.bel"


def event_entries(event: Event) -> list[bytes]:
    """The entries of an event and its payloads, as bytes of the archive."""
    payloads = [bytes(payload.content) for payload in event.payload_set.all()]
    return written(bytes(event.content), payloads, event.board.timestamp)


def events_of(uuid: str) -> QuerySet[Event]:
    """All events of an election, in order."""
    return (
        Event.objects.filter(board_id=uuid).select_related("board").prefetch_related("payload_set").order_by("height")
    )


def publish(uuid: str) -> int:
    """Bring the public file up to the last event; gives its length.

    Raises FileAhead, AppendError, TornRecord and OSError: the database is right all the same, and the next call
    mends it.
    """
    path = path_of(uuid)
    with _locked(path) as file:
        length = file.seek(0, os.SEEK_END)
        events = events_of(uuid)
        done = events.filter(length__lte=length).last()
        whole = done.length if done else 0
        missing = events.filter(length__gt=whole)
        if length > whole:
            if not missing.exists():
                raise FileAhead(f"{path}: has {length} bytes, the database knows {whole}: it has lost events")
            file.truncate(whole)
        if whole == 0:
            whole = append(file, [start(Board.objects.get(uuid=uuid).timestamp)], 0)
        for blocks in _chunks(missing):
            whole = append(file, blocks, whole)
        return whole


def _chunks(missing: QuerySet[Event]) -> Iterator[list[bytes]]:
    blocks: list[bytes] = []
    for number, event in enumerate(missing.iterator(chunk_size=_TOGETHER), start=1):
        blocks += event_entries(event)
        if number % _TOGETHER == 0:
            yield blocks
            blocks = []
    if blocks:
        yield blocks


@contextmanager
def _locked(path: Path) -> Iterator[BinaryIO]:
    """The file, made if it is not there, with a lock that other processes wait for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield cast(BinaryIO, file)


def published_length(uuid: str) -> int:
    """Up to which byte the public file may be given away: whole events only, while another is being appended."""
    try:
        length = path_of(uuid).stat().st_size
    except FileNotFoundError:
        return 0
    done = events_of(uuid).filter(length__lte=length).last()
    return done.length if done else 0
