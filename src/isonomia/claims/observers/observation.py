# SPDX-License-Identifier: Apache-2.0
"""One entry of an observer's file, and her file as a chain of them. Signatures are checked elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What an observer says in an entry."""

    PROTOCOL = "protocol"
    """The station's official count, as it was shown to her."""
    CORRECTION = "correction"
    """Other figures instead of those of an earlier entry, in which she made a mistake."""
    PHOTOS = "photos"
    """Hashes of photos alone."""
    WITHDRAWAL = "withdrawal"
    """An earlier entry does not stand."""


REPLACEABLE = (Kind.PROTOCOL, Kind.CORRECTION)


@dataclass(frozen=True, slots=True)
class Observation:
    """``number``: its place in the file, from 1; ``day``: as 2020-08-09; ``photos``: SHA-256, in hexadecimal."""

    number: int
    day: str
    kind: Kind
    station: str
    replaces: int | None = None
    figures: Mapping[str, int] = field(default_factory=dict)
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """An observer's file. ``links``: the SHA-256 of each of its lines, that of the header first."""

    file: str
    sha256: str
    election: str
    observer: str
    """Her public key: her pseudonym in the file."""
    links: tuple[str, ...]
    observations: tuple[Observation, ...]

    @property
    def head(self) -> str:
        """The hash of the last line: who knows it knows the whole file."""
        return self.links[-1]

    def goes_on_from(self, other: "Chain") -> bool:
        """Whether it is the other file, or the same with more entries."""
        return self.links[: len(other.links)] == other.links


class History:
    """The entries of a file so far, to be asked whether another can come after them."""

    def __init__(self, observations: Iterable[Observation] = ()) -> None:
        self.entries: dict[int, Observation] = {}
        self.replaced: dict[int, Observation] = {}
        """Which entries do not stand, and the entries that say so."""
        for own in observations:
            self.add(own)

    def add(self, own: Observation) -> None:
        """The next entry."""
        self.entries[own.number] = own
        if own.replaces is not None:
            self.replaced[own.replaces] = own

    def objection(self, own: Observation) -> str | None:
        """Why an entry cannot come next; None if it can."""
        if own.kind in REPLACEABLE and not own.figures:
            return f"a {own.kind} has no figures"
        if own.kind is Kind.PHOTOS and (own.figures or not own.photos):
            return "an entry of photos has figures, or no photos"
        if own.kind is Kind.WITHDRAWAL and (own.figures or own.photos):
            return "a withdrawal has figures or photos"
        if len(set(own.photos)) < len(own.photos):
            return "a photo is there twice"
        if own.kind in (Kind.PROTOCOL, Kind.PHOTOS):
            return None if own.replaces is None else f"an entry of kind {own.kind} replaces no other"
        return self._objection_to_replacing(own)

    def _objection_to_replacing(self, own: Observation) -> str | None:
        before = self.entries.get(own.replaces or 0)
        if before is None:
            return "it does not say which earlier entry it replaces"
        if before.kind is Kind.WITHDRAWAL or (own.kind is Kind.CORRECTION and before.kind not in REPLACEABLE):
            return f"entry {before.number} is of kind {before.kind}, which a {own.kind} cannot replace"
        if before.station != own.station:
            return f"entry {before.number} is about another station"
        if (by := self.replaced.get(before.number)) is not None:
            return f"entry {before.number} was replaced by entry {by.number} already"
        return None
