# SPDX-License-Identifier: Apache-2.0
"""Cells as text, from CSV in any usual encoding or a workbook; where the headings are, and where the table ends."""

import csv
import re
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise

from isonomia.claims.errors import ClaimsError
from isonomia.claims.tables.mapping import Mapping
from isonomia.claims.tables.unpack import is_workbook
from isonomia.claims.tables.workbook import read_workbook

Rows = list[tuple[int, list[str]]]

_NUMBER = re.compile(r"[-\u2212\u2013]?\s*\d[\d\s.,'\u2019]*%?")


@dataclass(frozen=True, slots=True)
class Grid:
    """``rows`` have their number in the file (of CSV the line on which they end), from 1, and a cell a heading.
    ``below``: numbers and texts of the rows under the table that are no part of it."""

    name: str
    header_row: int
    header: list[str]
    rows: Rows
    notes: list[str]
    below: list[tuple[int, str]]


def read_grid(name: str, content: bytes, mapping: Mapping) -> Grid:
    """The table of an unpacked file. Raises ClaimsError, with the row."""
    notes: list[str] = []
    if is_workbook(content):
        rows = read_workbook(name, content, mapping.sheet, notes)
    elif mapping.sheet is not None:
        raise ClaimsError(name, "has no sheets: it is no workbook", "take sheet out of the mapping file")
    else:
        rows = _csv(name, content, mapping.encoding, notes)
    if not rows:
        raise ClaimsError(name, "the table is empty", "is it the right file?")
    at = _header(name, rows, mapping.header_row)
    number, header = rows[at][0], [" ".join(cell.split()) for cell in rows[at][1]]
    while header and not header[-1]:
        header.pop()
    if at:
        notes.append(
            f"rows before the headings (row {number}) were left out: {', '.join(str(n) for n, _ in rows[:at])}"
        )
    own = rows[at + 1 :]
    below = _below(len(header), own)
    return Grid(name, number, _named(name, number, header, notes), _squared(name, header, own), notes, below)


def _below(size: int, rows: Rows) -> list[tuple[int, str]]:
    """Takes the last rows out that have no number, and fewer cells than headings or one text alone: *Source: …*"""
    below: list[tuple[int, str]] = []
    while rows:
        number, cells = rows[-1]
        filled = [cell.strip() for cell in cells if cell.strip()]
        if any(map(_NUMBER.fullmatch, filled)) or (len(cells) >= size and len(filled) > 1):
            break
        below.append((number, " ".join(filled)))
        rows.pop()
    return below[::-1]


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
        return [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
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
