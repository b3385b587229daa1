# SPDX-License-Identifier: Apache-2.0
"""Many observers' files merged: what stands, who says it, and each thing that was left out, with its reason.

Who is right is not decided here: of a station there is a row for each version. The outcome is the same whatever the
order of the files, and however often each is given.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from isonomia.claims.observers.form import Form, plain
from isonomia.claims.observers.observation import Chain, History, Kind, Observation

Version = tuple[tuple[str, int], ...]
"""The figures of a protocol, in the form's order."""


class Reason(StrEnum):
    """Why a file or an entry is in no row."""

    OTHER_ELECTION = "other-election"
    SAME_FILE = "same-file"
    OLDER_COPY = "older-copy"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    DOUBLE = "double"
    """The observer recorded the same figures of the station already: one observer is one witness."""
    UNKNOWN_STATION = "unknown-station"
    UNKNOWN_FIGURE = "unknown-figure"


ORDINARY = (Reason.SAME_FILE, Reason.OLDER_COPY, Reason.CORRECTED, Reason.WITHDRAWN, Reason.DOUBLE)
"""Nothing to look into; the others are. What was taken back of an older copy is told apart (:class:`TakenBack`)."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """``entry``: None for a whole file. ``by``: the entry, file, election, station or figure that the reason names."""

    file: str
    entry: int | None
    reason: Reason
    by: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An entry that stood at the end of an older copy, and that the longer one corrects or withdraws: she did it, or
    who has her key and her file. ``file``: the older copy; ``by``: the longer one, and ``by_entry`` its entry."""

    file: str
    entry: int
    station: str
    by: str
    by_entry: int


@dataclass(frozen=True, slots=True)
class Fork:
    """Two files of one observer that agree before an entry and not in it: she, or who has her key, signed both."""

    one: str
    other: str
    entry: int


@dataclass(frozen=True, slots=True)
class SharedPhoto:
    """One photo that several observers give: it is one photo, however many say so."""

    photo: str
    observers: int


@dataclass(frozen=True, slots=True)
class Row:
    """What some observers say of a station. ``figures``: empty where there are photos alone."""

    station: str
    figures: Version
    observers: frozenset[str]
    photos: frozenset[str]


@dataclass(frozen=True, slots=True)
class Merged:
    """All that the files say. ``rows``: sorted by what they say, not by who came first."""

    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    taken_back: tuple[TakenBack, ...]
    forks: tuple[Fork, ...]
    shared: tuple[SharedPhoto, ...]

    @property
    def several(self) -> list[str]:
        """The stations of which two rows tell one figure differently."""
        told: dict[tuple[str, str], set[int]] = defaultdict(set)
        for row in self.rows:
            for name, value in row.figures:
                told[row.station, name].add(value)
        return sorted({station for (station, _), values in told.items() if len(values) > 1})


def merge(chains: Iterable[Chain], election: str, form: Form) -> Merged:
    """The rows of an election. Chains are taken as true: check them first."""
    left_out: list[LeftOut] = []
    taken_back: list[TakenBack] = []
    forks: list[Fork] = []
    saying: dict[tuple[str, Version], set[str]] = defaultdict(set)
    photos: dict[tuple[str, Version], set[str]] = defaultdict(set)
    of_photo: dict[str, set[str]] = defaultdict(set)
    for own in _longest(chains, election, left_out, taken_back, forks):
        for station, version, seen in _standing(own, form, left_out):
            saying[station, version].add(own.observer)
            photos[station, version].update(seen)
            for photo in seen:
                of_photo[photo].add(own.observer)
    rows = [
        Row(station, version, frozenset(observers), frozenset(photos[station, version]))
        for (station, version), observers in sorted(saying.items())
    ]
    shared = [SharedPhoto(photo, len(own)) for photo, own in sorted(of_photo.items()) if len(own) > 1]
    return Merged(tuple(rows), tuple(sorted(left_out, key=_place)), tuple(taken_back), tuple(forks), tuple(shared))


def _place(own: LeftOut) -> tuple[str, int, str, str]:
    return own.file, own.entry or 0, own.reason, own.by


def _longest(
    chains: Iterable[Chain], election: str, left_out: list[LeftOut], taken_back: list[TakenBack], forks: list[Fork]
) -> Iterator[Chain]:
    """Of each observer the file that has all that her others have; several if she has signed several histories."""
    by_observer: dict[str, list[Chain]] = defaultdict(list)
    older: dict[str, list[Chain]] = defaultdict(list)
    for own in sorted(chains, key=lambda own: (-len(own.links), own.links, own.file)):
        if own.election != election:
            left_out.append(LeftOut(own.file, None, Reason.OTHER_ELECTION, own.election))
            continue
        kept = by_observer[own.observer]
        longer = next((one for one in kept if one.goes_on_from(own)), None)
        if longer is None:
            kept.append(own)
        else:
            reason = Reason.SAME_FILE if longer.links == own.links else Reason.OLDER_COPY
            left_out.append(LeftOut(own.file, None, reason, longer.file))
            older[own.observer].append(own)
    for observer in sorted(by_observer):
        first, *others = by_observer[observer]
        forks += [Fork(first.file, own.file, _parting(first, own)) for own in others]
        for own in by_observer[observer]:
            taken_back += _taken_back(own, older[observer])
        yield from (first, *others)


def _taken_back(longer: Chain, older: Iterable[Chain]) -> Iterator[TakenBack]:
    """Of the older copies, the longest first: each entry once, of the first copy in which it stood."""
    copies = [own for own in older if longer.goes_on_from(own)]
    history = History(longer.observations)
    for number, by in sorted(history.replaced.items()):
        stood = (own.file for own in copies if number <= len(own.observations) < by.number)
        if (file := next(stood, None)) is not None:
            yield TakenBack(file, number, plain(history.entries[number].station), longer.file, by.number)


def _parting(one: Chain, other: Chain) -> int:
    """The first entry that differs; 0: the headers."""
    return next(number for number, pair in enumerate(zip(one.links, other.links, strict=False)) if pair[0] != pair[1])


def _standing(own: Chain, form: Form, left_out: list[LeftOut]) -> Iterator[tuple[str, Version, tuple[str, ...]]]:
    """What stands at the end of a file: station, version, photos."""
    history = History(own.observations)
    first: dict[tuple[str, Version], int] = {}
    for entry in own.observations:
        if (by := history.replaced.get(entry.number)) is not None:
            reason = Reason.CORRECTED if by.kind is Kind.CORRECTION else Reason.WITHDRAWN
            left_out.append(LeftOut(own.file, entry.number, reason, str(by.number)))
        elif entry.kind is not Kind.WITHDRAWAL:
            station = plain(entry.station)
            if station not in form.stations:
                left_out.append(LeftOut(own.file, entry.number, Reason.UNKNOWN_STATION, station))
                continue
            figures = {plain(name): value for name, value in entry.figures.items()}
            if unknown := sorted(figures.keys() - set(form.figures)):
                left_out.append(LeftOut(own.file, entry.number, Reason.UNKNOWN_FIGURE, unknown[0]))
                continue
            version = tuple((name, figures[name]) for name in form.figures if name in figures)
            said = first.setdefault((station, version), entry.number)
            if version and said != entry.number:
                left_out.append(LeftOut(own.file, entry.number, Reason.DOUBLE, str(said)))
            yield station, version, _photos(entry, history)


def _photos(entry: Observation, history: History) -> tuple[str, ...]:
    """Of an entry and of those that it corrects: a slip of the pen takes no photo away."""
    seen = list(entry.photos)
    while entry.replaces is not None:
        entry = history.entries[entry.replaces]
        seen += entry.photos
    return tuple(seen)
