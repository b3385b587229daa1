# SPDX-License-Identifier: Apache-2.0
"""A table of stations in one form, with an account of every row that is not in it."""

from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import polars as pl
from numpy.typing import NDArray

from isonomia.claims.errors import ClaimsError
from isonomia.claims.tables.columns import Columns, Guess
from isonomia.claims.tables.grid import read_grid
from isonomia.claims.tables.guess import guess_columns, places
from isonomia.claims.tables.headings import TOTALS, Role
from isonomia.claims.tables.mapping import Mapping
from isonomia.claims.tables.subtotals import sum_rows
from isonomia.claims.tables.unpack import unpack
from isonomia.claims.tables.workbook import with_sheets

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that has no place in the table, and the first column that is the reason ("": the row as a whole is)."""

    row: int
    column: str
    why: str


@dataclass(frozen=True, slots=True)
class Table:
    """``numbers``: a whole number a station for each of TOTALS that the file tells, and for each candidate.

    ``region``, ``stratum``: names, "" if the file has none. ``row``: its number in the file.
    """

    name: str
    sha256: str
    guesses: list[Guess]
    row: Counts
    region: NDArray[np.str_]
    stratum: NDArray[np.str_]
    totals: dict[Role, Counts]
    candidates: dict[str, Counts]
    left_out: list[LeftOut]
    notes: list[str]

    @property
    def valid(self) -> Counts:
        """Votes for anybody, added up."""
        return sum(self.candidates.values(), np.zeros(len(self.row), dtype=np.int64))

    @property
    def cast(self) -> Counts:
        """Ballots cast: as told, else valid and blank and invalid ones."""
        if Role.CAST in self.totals:
            return self.totals[Role.CAST]
        valid = self.totals.get(Role.VALID, self.valid)
        zero = np.zeros(len(self.row), dtype=np.int64)
        return valid + self.totals.get(Role.INVALID, zero) + self.totals.get(Role.BLANK, zero)


def load(name: str, content: bytes, mapping: Mapping | None = None) -> Table:
    """A table from the bytes of a file. Raises ClaimsError."""
    mapping = mapping or Mapping()
    inner, unpacked = unpack(name, content)
    try:
        return _load(inner, unpacked, sha256(content).hexdigest(), mapping)
    except ClaimsError as error:
        raise with_sheets(error, unpacked, mapping.sheet) from None


def _load(name: str, content: bytes, digest: str, mapping: Mapping) -> Table:
    grid = read_grid(name, content, mapping)
    columns = Columns(grid)
    notes = [*grid.notes]
    guesses = guess_columns(columns, mapping, notes)
    left_out = _left_out(columns, guesses, mapping, notes)
    rows = np.array([number for number, _ in grid.rows], dtype=np.int64)
    out = np.isin(rows, [own.row for own in left_out])
    if out.all():
        first = left_out[0]
        where = f"{name}, row {first.row}" + (f", column {first.column!r}" if first.column else "")
        why = f"no row has all numbers: here the {'cell' if first.column else 'row'} {first.why}"
        raise ClaimsError(where, why, "are the columns the right ones? Tell them in a mapping file (--mapping FILE)")
    _refuse_too_large(columns, guesses, out, mapping.largest)
    stations = ~np.isin(rows, [own.row for own in left_out if not own.column])
    _duplicates(columns, guesses, rows, stations, notes)
    numbers = {own.heading: columns.numbers(own.heading).values[~out] for own in guesses if _is_number(own)}
    totals = {role: _sum(numbers, guesses, role) for role in TOTALS if any(own.role is role for own in guesses)}
    candidates = {own.heading: numbers[own.heading] for own in guesses if own.role is Role.CANDIDATE}
    region = _labels(columns, guesses, Role.REGION, Role.DISTRICT)[~out]
    stratum = _labels(columns, guesses, Role.STRATUM)[~out]
    return Table(
        name, digest, guesses, rows[~out], region, stratum, totals, candidates, left_out, notes
    )  # fmt: skip


def _sum(numbers: dict[str, Counts], guesses: list[Guess], role: Role) -> Counts:
    """Several columns of one role are parts of one number."""
    columns = [numbers[own.heading] for own in guesses if own.role is role]
    return sum(columns[1:], columns[0])


def _is_number(own: Guess) -> bool:
    return own.role in TOTALS or own.role is Role.CANDIDATE


def _left_out(columns: Columns, guesses: list[Guess], mapping: Mapping, notes: list[str]) -> list[LeftOut]:
    """Rows as the mapping tells, sums of other rows, and those in which a number is missing, negative or none; each
    once, the latter with their first bad column."""
    rows = [number for number, _ in columns.grid.rows]
    for number in mapping.leave_out:
        if number not in rows:
            where = f"{columns.grid.name}, row {number}"
            raise ClaimsError(where, "there is no such row to leave out", "mend leave_out in the mapping file")
    found = {number: LeftOut(number, "", "is left out as the mapping file tells") for number in mapping.leave_out}
    sums = sum_rows(columns, guesses, np.isin(rows, mapping.leave_out))
    notes += sums.notes
    for index, why in sums.rows.items():
        found.setdefault(rows[index], LeftOut(rows[index], "", why))
    for own in filter(_is_number, guesses):
        numbers = columns.numbers(own.heading)
        if numbers.mended:
            notes.append(f"column {own.heading!r}: {numbers.mended} numbers had spaces, points or commas")
        for index, why in numbers.reasons.items():
            found.setdefault(rows[index], LeftOut(rows[index], own.heading, why))
    found |= {row: LeftOut(row, "", f"stands below the table: {text[:60]!r}") for row, text in columns.grid.below}
    return [found[row] for row in sorted(found)]


def _refuse_too_large(columns: Columns, guesses: list[Guess], out: NDArray[np.bool_], largest: int) -> None:
    """A slip of the pen in one row would be most of every sum."""
    for own in filter(_is_number, guesses):
        values = np.where(out, 0, columns.numbers(own.heading).values)
        if (index := int(values.argmax())) >= 0 and values[index] > largest:
            row = columns.grid.rows[index][0]
            raise ClaimsError(
                f"{columns.grid.name}, row {row}, column {own.heading!r}",
                f"{values[index]:,} is more than a polling station can have",
                f"mend the number; or write leave_out = [{row}] in a mapping file (--mapping FILE), or, if it is right "
                f"and the rows are no stations, largest = {values[index]}",
            )


def _duplicates(
    columns: Columns, guesses: list[Guess], rows: Counts, stations: NDArray[np.bool_], notes: list[str]
) -> None:
    """Stations with one name twice are named and stay: which one is right is not ours to say."""
    if not (headings := places(guesses)) or Role.STATION not in [own.role for own in guesses]:
        return
    keys = pl.DataFrame({str(number): columns.cells[one] for number, one in enumerate(headings)}).filter(stations)
    doubled = rows[stations][keys.is_duplicated().to_numpy()]
    if len(doubled):
        shown = ", ".join(map(str, doubled[:10])) + (", …" if len(doubled) > 10 else "")
        notes.append(f"{len(doubled)} rows have the name of a station that is there more than once: rows {shown}")


def _labels(columns: Columns, guesses: list[Guess], *roles: Role) -> NDArray[np.str_]:
    """The cells of the first column that has the first of these roles that there is; else empty ones."""
    found = [own.heading for role in roles for own in guesses if own.role is role]
    cells = columns.cells[found[0]] if found else [""] * len(columns.grid.rows)
    return np.array([cell.strip() for cell in cells], dtype=np.str_)
