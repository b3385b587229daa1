# SPDX-License-Identifier: Apache-2.0
"""Votes from CSV: a name and a number a line, for rounds or regions if there is a column for them; or ranked ballots.

The first line names the columns. ``candidate,votes``; ``round,candidate,votes``; ``region,candidate,votes``; or
``ballots`` and then every candidate: how many equal ballots, and the rank that they give to each (1 is best).
"""

import csv
from collections.abc import Iterator
from io import StringIO

from isonomia.cli.failure import CliError
from isonomia.cli.law_votes import HINT, Place, Sheet, Vote, placed, whole
from isonomia.law.ballots import Profile
from isonomia.law.question import Regional

_COLUMNS = "name the columns in the first line: candidate,votes or round,candidate,votes or region,candidate,votes"


def read_csv(text: str, where: str) -> list[Vote]:
    """The votes of a file, one item for each. Raises CliError."""
    rows = _rows(text, max(",;\t", key=text.partition("\n")[0].count), where)
    header = [cell.strip() for cell in next(rows, (0, []))[1]]
    if header[:1] == ["ballots"]:
        return [_ranked(header[1:], rows, where)]
    if not header:
        raise CliError("bad-votes", f"{where}: there is nothing in it", _COLUMNS)
    columns = [cell.casefold() for cell in header]
    extra = [name for name in columns if name not in ("candidate", "votes")]
    if sorted(columns) != sorted(["candidate", "votes", *extra]) or extra not in ([], ["round"], ["region"]):
        raise CliError("bad-votes", f"{where}:1: the columns are not known: {', '.join(header)[:200]}", _COLUMNS)
    sheets = _sheets(columns, rows, where)
    if extra == ["region"]:
        place = Place(where, {name: min(sheet.place.lines.values()) for name, sheet in sheets.items()})
        with placed([place]):
            return [Vote(Regional.of({name: sheet.counts() for name, sheet in sheets.items()}), place)]
    return [Vote(sheet.counts(), sheet.place) for sheet in sheets.values()]


def _rows(text: str, delimiter: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, with their lines. Raises CliError."""
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise CliError("bad-votes", f"{where}:{reader.line_num}: {error}", HINT) from None


def _sheets(columns: list[str], rows: Iterator[tuple[int, list[str]]], where: str) -> dict[str, Sheet]:
    """The protocols by round (in their order, from 1) or region; "" where there is one alone."""
    sheets: dict[str, Sheet] = {}
    for line, row in rows:
        if len(row) != len(columns):
            raise CliError("bad-votes", f"{where}:{line}: {len(row)} cells, not {len(columns)}", HINT)
        cells = dict(zip(columns, (cell.strip() for cell in row), strict=True))
        part = cells.get("round", cells.get("region", ""))
        if "round" in cells and part not in sheets and part != str(len(sheets) + 1):
            raise CliError(
                "bad-votes", f"{where}:{line}: round {part[:20]!r} does not follow; rounds are 1, 2, …", HINT
            )
        if "region" in cells and not part:
            raise CliError("bad-votes", f"{where}:{line}: the region has no name", HINT)
        sheets.setdefault(part, Sheet(Place(where))).add(cells["candidate"], cells["votes"], line)
    if not sheets:
        raise CliError("bad-votes", f"{where}: there is no vote in it", _COLUMNS)
    return sheets


def _ranked(names: list[str], rows: Iterator[tuple[int, list[str]]], where: str) -> Vote:
    """Ranked ballots, a rank for each candidate; an empty cell is no rank."""
    place = Place(where, {"candidates": 1})
    lines: list[tuple[int, dict[str, int]]] = []
    for line, row in rows:
        if len(row) != len(names) + 1:
            raise CliError("bad-votes", f"{where}:{line}: {len(row)} cells, not {len(names) + 1}", HINT)
        ranks = {
            name: _rank(cell, f"{where}:{line}: {name}")
            for name, cell in zip(names, row[1:], strict=True)
            if cell.strip()
        }
        lines.append((whole(row[0], f"{where}:{line}"), ranks))
        place.lines[f"ballot {len(lines)}"] = line
    with placed([place]):
        return Vote(Profile.of_ranks(names, lines), place)


def _rank(cell: str, what: str) -> int:
    rank = cell.strip()
    if rank.isascii() and rank.isdigit() and len(rank) < 10:
        return int(rank)
    raise CliError("bad-votes", f"{what}: {rank[:40]!r} is not a rank, a whole number from 1", HINT)
