# SPDX-License-Identifier: Apache-2.0
"""The tables of the board: a record, its events, their payloads; and the ballots that were challenged.

Rows carry no time: when a ballot came is nobody's business. That two events follow the same one is impossible
by a unique constraint, whatever a program does.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from isonomia.board.append_only import AppendOnly, AppendOnlyQuerySet


class Board(AppendOnly):
    """The record of one election."""

    uuid = models.CharField(max_length=64, primary_key=True)
    timestamp = models.BigIntegerField()
    """Of the header: when the election began, in seconds since 1970; every entry carries it."""

    objects = AppendOnlyQuerySet["Board"].as_manager()

    def __str__(self) -> str:
        return self.uuid


class Event(AppendOnly):
    """An event of the chain, as the bytes that are hashed."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="event_set")
    height = models.BigIntegerField()
    parent = models.CharField(max_length=64, null=True)
    hash = models.CharField(max_length=64)
    type = models.CharField(max_length=20)
    content = models.BinaryField()
    length = models.BigIntegerField()
    """Bytes of the record up to the end of this event's entry."""

    objects = AppendOnlyQuerySet["Event"].as_manager()

    class Meta:
        ordering: ClassVar = ["board", "height"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["board", "height"], name="one_event_a_height"),
            models.UniqueConstraint(fields=["board", "parent"], name="one_event_after_another"),
            models.UniqueConstraint(fields=["board", "hash"], name="an_event_once"),
            models.CheckConstraint(
                condition=Q(height=0, parent__isnull=True) | Q(height__gt=0, parent__isnull=False),
                name="only_the_first_has_no_parent",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["board", "type", "height"], name="events_by_type")]

    def __str__(self) -> str:
        return f"{self.board_id} {self.height} {self.type}"


class Payload(AppendOnly):
    """A data entry, and the event that it stands before."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="payload_set")
    event = models.ForeignKey(Event, models.PROTECT, related_name="payload_set")
    position = models.PositiveSmallIntegerField()
    hash = models.CharField(max_length=64)
    content = models.BinaryField()

    objects = AppendOnlyQuerySet["Payload"].as_manager()

    class Meta:
        ordering: ClassVar = ["event", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["board", "hash"], name="a_payload_once"),
            models.UniqueConstraint(fields=["event", "position"], name="one_payload_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.hash}"


class Spoiled(AppendOnly):
    """The tracker of a ballot that was challenged: it is never accepted."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="spoiled_set")
    tracker = models.CharField(max_length=43)

    objects = AppendOnlyQuerySet["Spoiled"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["board", "tracker"], name="spoiled_once")]

    def __str__(self) -> str:
        return f"{self.board_id} {self.tracker}"
