# SPDX-License-Identifier: Apache-2.0
"""Cells of a workbook (XLSX) as text: of the sheet that is asked for, or of the first one that is not empty."""

from io import BytesIO
from typing import TYPE_CHECKING

from isonomia.claims.errors import ClaimsError
from isonomia.claims.tables.unpack import is_workbook

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


def read_workbook(name: str, content: bytes, wanted: str | None, notes: list[str]) -> list[tuple[int, list[str]]]:
    """The rows that are not empty, with their numbers, all of one width. Raises ClaimsError."""
    from python_calamine import CalamineError, CalamineWorkbook  # only for XLSX

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        filled = _filled(workbook)
        if wanted is not None and wanted not in workbook.sheet_names:
            raise ClaimsError(name, f"there is no sheet {wanted!r}", f"there are {', '.join(map(repr, filled))}")
        if wanted is None and not filled:
            return []
        read = filled[0] if wanted is None else wanted
        sheet = workbook.get_sheet_by_name(read)
        cells = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or []
    except (CalamineError, OSError) as error:
        raise ClaimsError(name, f"is no workbook that can be read: {error}", "save it as CSV") from None
    if others := [one for one in filled if one != read]:
        how = "" if wanted else f" ({_line(others[0])} in a mapping file reads that one)"
        notes.append(f"only the sheet {read!r} was read; left out: {', '.join(map(repr, others))}{how}")
    width = max((len(row) for row in cells), default=0)
    grid = [[_text(cell) for cell in row] + [""] * (width - len(row)) for row in cells]
    _unmerge(grid, merged, notes)
    return [(number, row) for number, row in enumerate(grid, 1) if any(map(str.strip, row))]


def with_sheets(error: ClaimsError, content: bytes, wanted: str | None) -> ClaimsError:
    """An error about a table; where there are several sheets, with the one that was read and the others."""
    if not is_workbook(content):
        return error
    from python_calamine import CalamineError, CalamineWorkbook  # only for XLSX

    try:
        filled = _filled(CalamineWorkbook.from_filelike(BytesIO(content)))
    except (CalamineError, OSError):
        return error
    read = filled[0] if wanted is None and filled else wanted
    if read not in filled or not (others := [one for one in filled if one != read]):
        return error
    names = ", ".join(map(repr, others))
    sheets = f"the sheet {read!r} was read; {_line(others[0])} in a mapping file reads another, of {names}"
    return ClaimsError(error.where, error.why, f"{sheets}; {error.hint}")


def _filled(workbook: "CalamineWorkbook") -> list[str]:
    return [one for one in workbook.sheet_names if workbook.get_sheet_by_name(one).total_height]


def _line(sheet: str) -> str:
    quoted = sheet.replace("\\", "\\\\").replace('"', '\\"')
    return f'sheet = "{quoted}"'


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
