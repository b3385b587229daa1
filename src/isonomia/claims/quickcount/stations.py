# SPDX-License-Identifier: Apache-2.0
"""A table with what names its stations: the row of the frame that a file tells, and the names as they stand there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from isonomia.claims.tables.grid import Grid, read_grid
from isonomia.claims.tables.headings import Role
from isonomia.claims.tables.mapping import Mapping
from isonomia.claims.tables.table import LeftOut, Table
from isonomia.claims.tables.unpack import unpack

ROW = "row"
"""The column with the row of a station in the frame's file, as ``quickcount design --out`` writes it."""
NAMES = (Role.REGION, Role.DISTRICT, Role.STATION)


@dataclass(frozen=True, slots=True)
class Stations:
    """``names``: the cells of each column that names a region, district or station, by role and heading; ``given``:
    those of the column ROW, None if there is none; all by station of the table. ``unfinished``: rows that were left
    out although there are votes in them."""

    table: Table
    names: dict[Role, dict[str, list[str]]]
    given: list[str] | None
    unfinished: list[LeftOut]

    @property
    def strata(self) -> list[str]:
        """The stratum of each station; its region where there are no strata."""
        own = self.table.stratum if any(self.table.stratum) else self.table.region
        return [str(name) for name in own]

    def name(self, at: int) -> str:
        """What stands in the file for a person to find the station."""
        return ", ".join(cells[at] for columns in self.names.values() for cells in columns.values() if cells[at])


def named(table: Table, name: str, content: bytes, mapping: Mapping | None = None) -> Stations:
    """``table`` was loaded from ``content``. Raises ClaimsError."""
    mapping = mapping or Mapping()
    inner, unpacked = unpack(name, content)
    grid = read_grid(inner, unpacked, mapping)
    rows = dict(grid.rows)
    cells = _columns(grid, [rows[row] for row in table.row.tolist()])
    given = next((heading for heading in grid.header if heading.casefold() == ROW), None)
    votes = {heading: own for heading, own in table.candidates.items() if heading != given}  # by elimination it is one
    names = {
        role: {own.heading: cells[own.heading] for own in table.guesses if own.role is role}
        for role in NAMES
        if any(own.role is role for own in table.guesses)
    }
    places = [grid.header.index(heading) for heading in votes]
    unfinished = [own for own in table.left_out if all(rows[own.row][at].strip() for at in places)]
    told = None if given is None else cells[given]
    return Stations(replace(table, candidates=votes), names, told, unfinished)


def _columns(grid: Grid, rows: Iterable[list[str]]) -> dict[str, list[str]]:
    return {
        heading: [" ".join(cell.split()) for cell in column]
        for heading, column in zip(grid.header, zip(*rows, strict=True), strict=True)
    }
