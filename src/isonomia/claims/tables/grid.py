# SPDX-License-Identifier: Apache-2.0
"""Cells as text, from CSV in any usual encoding and from the first sheet of a workbook; which row has the headings."""

import csv
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import pairwise

from isonomia.claims.errors import ClaimsError
from isonomia.claims.tables.unpack import is_workbook

Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Grid:
    """``rows`` have their number in the file (of CSV the line on which they end), from 1, and a cell a heading."""

    name: str
    header_row: int
    header: list[str]
    rows: Rows
    notes: list[str]


def read_grid(name: str, content: bytes, *, encoding: str | None = None, header_row: int | None = None) -> Grid:
    """The table of an unpacked file. Raises ClaimsError, with the row."""
    notes: list[str] = []
    rows = _workbook(name, content, notes) if is_workbook(content) else _csv(name, content, encoding, notes)
    if not rows:
        raise ClaimsError(name, "the table is empty", "is it the right file?")
    at = _header(name, rows, header_row)
    number, header = rows[at][0], [" ".join(cell.split()) for cell in rows[at][1]]
    while header and not header[-1]:
        header.pop()
    if at:
        notes.append(
            f"rows before the headings (row {number}) were left out: {', '.join(str(n) for n, _ in rows[:at])}"
        )
    return Grid(name, number, _named(name, number, header, notes), _squared(name, header, rows[at + 1 :]), notes)


def _named(name: str, number: int, header: list[str], notes: list[str]) -> list[str]:
    named: list[str] = []
    for column, cell in enumerate(header, 1):
        heading = cell or f"column {column}"
        if not cell:
            notes.append(f"row {number}: column {column} has no heading; it is called {heading!r}")
        if heading in named:
            raise ClaimsError(f"{name}, row {number}, column {column}", f"{heading!r} is there twice", "rename one")
        named.append(heading)
    return named


def _squared(name: str, header: list[str], rows: Rows) -> Rows:
    """Every row with a cell for each heading: no more, and no fewer."""
    size = len(header)
    for number, cells in rows:
        if len(cells) > size and any(cell.strip() for cell in cells[size:]):
            why = f"there are {len(cells)} cells, more than the {size} headings"
            raise ClaimsError(f"{name}, row {number}", why, "is the delimiter, or a quotation mark, inside a cell?")
        if len(cells) < size:
            why = f"there are {len(cells)} cells, fewer than the {size} headings"
            raise ClaimsError(f"{name}, row {number}", why, "is the row cut off, or is a quotation mark missing?")
        del cells[size:]
    if not rows:
        raise ClaimsError(name, "there is no row under the headings", "is it the right file?")
    return rows


def _header(name: str, rows: Rows, wanted: int | None) -> int:
    """The first row that is nearly as wide as the widest, and in letters."""
    if wanted is not None:
        found = next((at for at, (number, _) in enumerate(rows) if number == wanted), None)
        if found is None:
            raise ClaimsError(f"{name}, row {wanted}", "there is no such row for headings", "mend header_row")
        return found
    width = max(_filled(cells) for _, cells in rows[:200])
    for at, (_, cells) in enumerate(rows[:200]):
        if _filled(cells) * 2 > width and sum(any(map(str.isalpha, cell)) for cell in cells) * 2 > _filled(cells):
            return at
    raise ClaimsError(name, "no row looks like headings", "tell which it is: header_row = 3 in a mapping file")


def _filled(cells: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _csv(name: str, content: bytes, encoding: str | None, notes: list[str]) -> Rows:
    text = _decoded(name, content, encoding, notes)
    if "\0" in text:
        raise ClaimsError(name, "is no text", "give CSV or XLSX, packed with xz or zip if you like")
    delimiter = max(",;\t|", key=text[:20_000].count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [(reader.line_num, cells) for cells in reader if any(cells)]
    except csv.Error as error:
        raise ClaimsError(f"{name}, row {reader.line_num}", str(error), "is a quotation mark missing?") from None


def _decoded(name: str, content: bytes, encoding: str | None, notes: list[str]) -> str:
    for mark, known in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if encoding is None and content.startswith(mark):
            encoding = known
    try:
        return content.decode(encoding or "utf-8-sig")
    except LookupError:
        raise ClaimsError(name, f"{encoding!r} is no encoding that is known", "use utf-8 or cp1251") from None
    except UnicodeDecodeError as error:
        if encoding is not None:
            raise ClaimsError(name, f"byte {error.start} is not {encoding}", "which encoding is it?") from None
    high = [byte for byte in content[:200_000] if byte >= 0x80]
    cyrillic = sum(byte >= 0xC0 or byte in (0xA8, 0xB8, 0xB2, 0xB3, 0xA1, 0xA2) for byte in high)
    pairs = sum(a >= 0xC0 and b >= 0xC0 for a, b in pairwise(content[:200_000]))
    guess = "cp1251" if cyrillic * 2 > len(high) and pairs * 2 > len(high) else "cp1252"
    notes.append(f"the file is not UTF-8; it was read as {guess} (tell another with encoding in a mapping file)")
    try:
        return content.decode(guess)
    except UnicodeDecodeError as error:
        raise ClaimsError(name, f"byte {error.start} is neither UTF-8 nor {guess}", "save it as UTF-8") from None


def _workbook(name: str, content: bytes, notes: list[str]) -> Rows:
    from python_calamine import CalamineError, CalamineWorkbook  # only for XLSX

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        filled = [one for one in workbook.sheet_names if workbook.get_sheet_by_name(one).total_height]
        if not filled:
            return []
        sheet = workbook.get_sheet_by_name(filled[0])
        cells = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or []
    except (CalamineError, OSError) as error:
        raise ClaimsError(name, f"is no workbook that can be read: {error}", "save it as CSV") from None
    if len(filled) > 1:
        notes.append(f"only the sheet {filled[0]!r} was read; left out: {', '.join(map(repr, filled[1:]))}")
    width = max((len(row) for row in cells), default=0)
    grid = [[_text(cell) for cell in row] + [""] * (width - len(row)) for row in cells]
    _unmerge(grid, merged, notes)
    return [(number, row) for number, row in enumerate(grid, 1) if any(row)]


def _unmerge(grid: list[list[str]], merged: list[tuple[tuple[int, int], tuple[int, int]]], notes: list[str]) -> None:
    """A name that stands once for several rows goes to each of them; a number does not, it would be counted twice."""
    for (top, left), (bottom, right) in merged:
        value = grid[top][left] if top < len(grid) and left < len(grid[top]) else ""
        where = f"merged cells: rows {top + 1} to {bottom + 1}, columns {left + 1} to {right + 1}"
        if not any(map(str.isalpha, value)) or bottom == top:
            if bottom > top:
                notes.append(f"{where}: what stands there, {value!r}, was taken for the first row only")
            continue
        for row in grid[top + 1 : bottom + 1]:
            row[left] = value
        notes.append(f"{where}: {value!r} was taken for each row")


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
