# SPDX-License-Identifier: Apache-2.0
"""What documents say of an election's numbers: protocols of stations, totals of sets of stations, proven votes.

The format of the files is docs/claims/contradictions.md.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from isonomia.claims.errors import ClaimsError

FIELDS = ("registered", "received", "issued", "cast", "valid", "blank", "invalid")
"""Numbers that are not votes for somebody; every other name is a candidate, "against all" included."""
ABOVE = {"valid": ("cast",), "cast": ("issued",), "issued": ("registered", "received")}
"""What each number is at most: ballots cast were issued, each to a voter, and each of those that were received."""
TURNOUT = "turnout"
"""The one percentage that is not a share of the votes: ballots cast, of the registered voters."""


class Kind(StrEnum):
    """What a statement is."""

    PROTOCOL = "protocol"
    """The official count of a station."""
    TOTAL = "total"
    """The official, final total of a set of stations."""
    INTERIM = "interim"
    """A total that was announced while the count went on."""
    PROVEN = "proven"
    """What somebody can prove: at least as many."""
    SET = "set"
    """No numbers: only which set contains this one."""


OFFICIAL = (Kind.PROTOCOL, Kind.TOTAL)


@dataclass(frozen=True, slots=True)
class Place:
    """``row``: the line on which a CSV file's row ends, from 1; or the statement's number in a JSON file, from 1."""

    file: str
    sha256: str
    row: int

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One document: a protocol, a total, or what observers can prove."""

    place: Place
    kind: Kind
    unit: str
    within: str | None = None
    """The set that directly contains the unit: units are a tree, so two parts of one set have no voter in common."""
    time: str | None = None
    """As 2020-08-10 or 2020-08-10T07:30: ordered by their letters, as far as both are told."""
    complete: bool = False
    """Whether all candidates are named."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    percents: Mapping[str, str] = field(default_factory=dict)
    base: str | None = None
    """Of which of the FIELDS the percentages are shares."""

    @property
    def candidates(self) -> list[str]:
        """Those with a number."""
        return [name for name in self.numbers if name not in FIELDS]

    @property
    def shares(self) -> list[str]:
        """Those with a percentage."""
        return [name for name in self.percents if name not in (*FIELDS, TURNOUT)]


def nearest_above(name: str, told: Container[str]) -> Iterator[str]:
    """Of the numbers that are told, those that one is at most, and that no other told one is between."""
    for more in ABOVE.get(name, ()):
        if more in told:
            yield more
        else:
            yield from nearest_above(more, told)


def all_above(name: str) -> list[str]:
    """Every number that one is at most."""
    return [above for more in ABOVE.get(name, ()) for above in (more, *all_above(more))]


def parents(statements: Iterable[Statement]) -> dict[str, Statement]:
    """For each unit the first statement that says what contains it. Raises ClaimsError if two differ, or in a ring."""
    said: dict[str, Statement] = {}
    for own in statements:
        if own.within is None:
            continue
        first = said.setdefault(own.unit, own)
        if first.within != own.within:
            why = f"{own.unit!r} is within {own.within!r}, and within {first.within!r} in {first.place}"
            raise ClaimsError(str(own.place), why, "a unit is directly within one set; mend one of the two")
    checked: set[str] = set()
    for unit, own in said.items():
        path: set[str] = set()
        at: str | None = unit
        while at in said and at not in checked:
            if at in path:
                raise ClaimsError(str(own.place), f"{at!r} is within itself", "mend the column `within`")
            path.add(at)
            at = said[at].within
        checked |= path
    return said
