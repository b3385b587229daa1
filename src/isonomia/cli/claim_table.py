# SPDX-License-Identifier: Apache-2.0
"""``claim load``, and the table that the other commands of ``claim`` work on."""

import csv
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isonomia.cli.failure import CliError
from isonomia.cli.files import read_small, read_text, refuse_existing, write_new
from isonomia.cli.output import emit
from isonomia.cli.progress import Working
from isonomia.present.claim_table import lines

if TYPE_CHECKING:
    from isonomia.claims.tables.table import Table


def open_table(path: Path, mapping: Path | None) -> "Table":
    """The table of a file. Raises CliError, ClaimsError and OSError."""
    try:
        from isonomia.claims.tables.mapping import read_mapping
        from isonomia.claims.tables.table import load
    except ImportError as error:
        hint = "install isonomia[claims]"
        raise CliError("no-claims", f"{error.name or 'a library'} is not installed, which reads tables", hint) from None
    told = None if mapping is None else read_mapping(mapping.name, read_text(mapping))
    with Working(f"Reading {path.name}"):
        return load(path.name, read_small(path), told)


def show_table(path: Path, mapping: Path | None, out: Path | None) -> None:
    """Prints what was understood."""
    if out is not None:
        refuse_existing(out)
    table = open_table(path, mapping)
    if out is not None:
        write_new(out, _csv(table).encode())
    emit(table_data(table), lines(table))


def table_data(table: "Table") -> dict[str, Any]:
    """What is said of a table with ``--json``; every row that was left out is there."""
    return {
        "file": table.name,
        "sha256": table.sha256,
        "stations": len(table.row),
        "columns": [{"heading": own.heading, "role": own.role.value, "by": own.why} for own in table.guesses],
        "totals": {role.value: int(counts.sum()) for role, counts in table.totals.items()},
        "candidates": {name: int(counts.sum()) for name, counts in table.candidates.items()},
        "left_out": [{"row": own.row, "column": own.column, "why": own.why} for own in table.left_out],
        "left_out_by_reason": dict(Counter(own.why for own in table.left_out)),
        "notes": table.notes,
    }


def _csv(table: "Table") -> str:
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["row", "region", *(role.value for role in table.totals), *table.candidates])
    numbers = [counts.tolist() for counts in (*table.totals.values(), *table.candidates.values())]
    writer.writerows(zip(table.row.tolist(), table.region.tolist(), *numbers, strict=True))
    return buffer.getvalue()
