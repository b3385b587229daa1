# SPDX-License-Identifier: Apache-2.0
"""The chain of events: from entries of an archive to events with their payloads at hand."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

from isonomia.protocol.messages import UNSET, Event
from isonomia.protocol.public.findings import Findings
from isonomia.record import strict
from isonomia.record.archive import Archive, Entry
from isonomia.record.errors import Problem, RecordError

T = TypeVar("T")


class Link(NamedTuple):
    """An event in its place."""

    event: Event
    hash: str
    where: str
    number: int
    """How many events stand before it: what its height is, or should be."""

    @property
    def payload(self) -> str | None:
        return None if self.event.payload is UNSET else self.event.payload


class Place(NamedTuple):
    """Where the content of a payload is in the archive."""

    offset: int
    size: int


class Chain:
    """Walks an archive once; checks how events are linked and keeps track of who refers to what."""

    def __init__(self, archive: Archive, findings: Findings) -> None:
        self.archive = archive
        self.findings = findings
        self.last: Link | None = None
        self.position = 0
        self._unreferenced: dict[str, Place] = {}
        self._latest: tuple[str, bytes] = "", b""
        """The data entry read last, for what an event refers to mostly stands right before it."""
        self._taken: list[int] = []
        self._last_hash: str | None = None
        self._height = 0

    def __iter__(self) -> Iterator[Link]:
        for item in self.archive:
            if isinstance(item, Problem):
                self.findings.fail(item.check, item.where, item.why)
                continue
            self._count_entry(item)
            self.position = item.offset + item.size
            if item.kind == "data":
                self._unreferenced[item.hash] = Place(item.offset, item.size)
                self._latest = item.hash, item.content
            elif item.kind == "event" and (link := self._event(item)) is not None:
                self.last = link
                yield link
                self._settle(link.where)
        self._settle("the end of the record")
        self.findings.checked["archive.tail"] += 1

    def _settle(self, where: str) -> None:
        """Data belong to the first event behind them, in one order: releases write a record so, and only so.

        What an event's payload refers to stands before it, in the order in which it is referred to.
        """
        if self._taken:
            payload, *rest = self._taken
            ordered = [*rest, payload]
            why = "its data are not in the order in which they are referred to"
            self.findings.require("chain.payload", ordered == sorted(ordered), where, why)
            self._taken.clear()
        self.findings.checked["chain.unreferenced"] += 1
        for data_hash in self._unreferenced:
            self.findings.fail("chain.unreferenced", f"data {data_hash}, before {where}", "is not referred to there")
        self._unreferenced.clear()

    def pass_over(self) -> None:
        """The event cannot be checked, so what it refers to is not known either."""
        self._unreferenced.clear()
        self._taken.clear()

    def _count_entry(self, entry: Entry) -> None:
        for check in ("archive.tar", "archive.names"):
            self.findings.checked[check] += 1
        counted = "archive.header" if entry.kind == "header" else "archive.hashes"
        self.findings.checked[counted] += 1

    def _event(self, entry: Entry) -> Link | None:
        place = f"event entry {entry.hash}"
        read = self.reading(strict.read, entry.content, Event, place)
        parent, self._last_hash = self._last_hash, entry.hash
        if read is None:
            self._height += 1
            return None
        event, is_compact = read
        self.findings.require("json.compact", is_compact, place, "is not compact, or its keys are not in order")
        where = f"event {event.height} ({event.type[:20]}, {entry.hash[:12]}…)"
        expected = UNSET if parent is None else parent
        self.findings.require(
            "chain.events",
            event.parent == expected,
            where,
            f"its parent is {event.parent}, the event before it is {parent}",
        )
        self.findings.require(
            "chain.events", event.height == self._height, where, f"its height should be {self._height}"
        )
        self._height += 1
        return Link(event, entry.hash, where, self._height - 1)

    def reading(self, function: Callable[..., T], *args: Any) -> T | None:
        """What a function of ``isonomia.record`` reads, or None once the failure is noted."""
        try:
            message = function(*args)
        except RecordError as error:
            self.findings.fail(error.check, error.where, error.why)
            return None
        self.findings.checked["json.syntax"] += 1
        self.findings.checked["json.keys"] += 1
        return message

    def take(self, data_hash: str | None, where: str) -> tuple[bytes, Place] | None:
        """The content of a payload that is referred to here, or None once the failure is noted."""
        found = None if data_hash is None else self._unreferenced.pop(data_hash, None)
        why = "has no payload" if data_hash is None else f"its payload {data_hash} is not before it, or used already"
        if not self.findings.require("chain.payload", found is not None, where, why) or found is None:
            return None
        self._taken.append(found.offset)
        latest, content = self._latest
        if latest != data_hash:
            content = self.archive.read_at(*found)
            if sha256(content).hexdigest() != data_hash:
                self.findings.fail("archive.hashes", f"data {data_hash}", "has changed while the record was read")
                return None
        compact = not strict.has_spaces(content)
        self.findings.require("json.compact", compact, f"data {data_hash}", "has spaces between its parts")
        return content, found
