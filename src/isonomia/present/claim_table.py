# SPDX-License-Identifier: Apache-2.0
"""A table in words: what each column was taken for, and what was left out and why."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from isonomia.present.text import safe

if TYPE_CHECKING:
    from isonomia.claims.tables.table import LeftOut, Table

_MOST = 20
"""Rows that were left out, and are shown; all are there with --json."""
_WIDTH = 70
_BY = {"mapping": "as told", "heading": "by heading", "arithmetic": "adds up", "rest": "by elimination"}


def lines(table: "Table") -> Iterator[str]:
    """Columns, sums, notes, rows left out."""
    yield safe(f"{table.name}: {len(table.row):,} stations, SHA-256 {table.sha256}")
    for own in table.guesses:
        heading = own.heading if len(own.heading) <= _WIDTH else own.heading[: _WIDTH - 1] + "…"
        yield safe(f"  {own.role.value:<11}{_BY[own.why] if own.role != 'other' else '':<15}{heading}")
    sums = [f"{role.value} {int(counts.sum()):,}" for role, counts in table.totals.items()]
    yield safe(", ".join([*sums, f"votes for {len(table.candidates)} candidates {int(table.valid.sum()):,}"]))
    yield from (safe(f"Note: {note}") for note in table.notes)
    yield f"{len(table.left_out):,} rows were left out."
    yield from _left_out(table.left_out)


def _left_out(rows: list["LeftOut"]) -> Iterator[str]:
    """Rows that follow each other for one reason are one line."""
    runs = [
        [one for _, one in run]
        for _, run in groupby(enumerate(rows), key=lambda pair: (pair[1].row - pair[0], pair[1].column, pair[1].why))
    ]
    for run in runs[:_MOST]:
        first, last = run[0], run[-1]
        rows_ = f"row {first.row}" if len(run) == 1 else f"rows {first.row} to {last.row}"
        column = f", column {first.column[:_WIDTH]!r}" if first.column else ""
        yield safe(f"  {rows_}{column}: {first.why}")
    if len(runs) > _MOST:
        yield f"  and {sum(map(len, runs[_MOST:])):,} rows more (all with --json)"
