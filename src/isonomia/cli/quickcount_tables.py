# SPDX-License-Identifier: Apache-2.0
"""The tables of ``quickcount``, and what is to say of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isonomia.cli.claim_table import open_table
from isonomia.cli.files import read_small, read_text
from isonomia.present.text import counted, safe

if TYPE_CHECKING:
    from isonomia.claims.quickcount.stations import Stations
    from isonomia.claims.tables.table import Table

_MOST = 10


def open_stations(path: Path, mapping: Path | None) -> "Stations":
    """A table, and what names its stations. Raises CliError, ClaimsError and OSError."""
    table = open_table(path, mapping)

    from isonomia.claims.quickcount.stations import named
    from isonomia.claims.tables.mapping import read_mapping

    told = None if mapping is None else read_mapping(mapping.name, read_text(mapping))
    return named(table, path.name, read_small(path), told)


def table_data(table: "Table") -> dict[str, Any]:
    """What reading a table found, for programs."""
    return {
        "file": table.name,
        "sha256": table.sha256,
        "notes": table.notes,
        "left_out": [{"row": own.row, "column": own.column, "why": own.why} for own in table.left_out],
    }


def table_lines(table: "Table") -> Iterator[str]:
    """The same for people: nothing if there is nothing to say."""
    yield from (safe(f"Note on {table.name}: {note}") for note in table.notes)
    if table.left_out:
        yield safe(f"{table.name}: {counted(len(table.left_out), 'row')} left out, without all numbers.")
    for own in table.left_out[:_MOST]:
        yield safe(f"  row {own.row}, column {own.column[:70]!r}: {own.why}")
    if len(table.left_out) > _MOST:
        yield f"  and {len(table.left_out) - _MOST:,} more (all with --json)"
