# SPDX-License-Identifier: Apache-2.0
"""A record that was made elsewhere, taken into the database byte for byte.

Whether it is valid is not looked at: that is :func:`isonomia.verify.examine`'s, before or after.
"""

from typing import BinaryIO

import msgspec
from django.db import transaction

from isonomia.board.ledger import Ledger, create, reading
from isonomia.record.archive import open_archive
from isonomia.record.errors import Problem, RecordError


class _Type(msgspec.Struct):
    type: str


class NotTheSame(Exception):
    """The record is not written as this server would write it."""


def take_in(uuid: str, file: BinaryIO) -> None:
    """All events of a record of the election ``uuid``, in one transaction.

    Raises RecordError at the first thing that is wrong with its framing, NotTheSame for an event that would not
    come out the same, and IntegrityError if there is a record of this election.
    """
    archive = open_archive(file)
    payloads: list[bytes] = []
    ledger: Ledger | None = None
    with transaction.atomic(durable=True):
        for item in archive:
            if isinstance(item, Problem):
                raise RecordError(item.where, item.why, item.check)
            if item.kind == "data":
                payloads.append(item.content)
            elif item.kind == "event":
                if ledger is None:
                    made = create(uuid, archive.timestamp or 0, payloads)
                    ledger = Ledger(reading(uuid)._board, held=True)
                else:
                    made = ledger.append(msgspec.json.decode(item.content, type=_Type).type, payloads)
                if made != item.hash:
                    raise NotTheSame(f"event {item.name}: this server would write {made}")
                payloads = []
        if payloads or ledger is None:
            raise NotTheSame("the record does not end with an event")
