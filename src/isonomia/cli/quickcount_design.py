# SPDX-License-Identifier: Apache-2.0
"""``quickcount design``."""

import csv
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isonomia.cli.failure import CliError
from isonomia.cli.files import refuse_existing, write_new
from isonomia.cli.output import emit
from isonomia.cli.quickcount_tables import open_stations, table_data, table_lines
from isonomia.present.text import safe

if TYPE_CHECKING:
    from isonomia.claims.quickcount.stations import Stations


def design_sample(
    frame: Path, mapping: Path | None, base: str, margin: float, response: float, seed: str | None, out: Path | None
) -> None:
    """Prints the size, writes the sample."""
    if out is not None:
        refuse_existing(out)
        if seed is None:
            raise CliError("usage", "--out needs --seed", "draw a text in public, after FRAME is fixed")
    whole = open_stations(frame, mapping)

    import numpy as np

    from isonomia.claims.quickcount.base import WORDS, Base, base_of
    from isonomia.claims.quickcount.estimate import half_width, sample_size
    from isonomia.claims.quickcount.sample import allocate, draw

    table, votes, total = whole.table, whole.table.candidates, base_of(whole.table, Base(base))
    if not total.sum():
        raise CliError("no-votes", f"{frame}: there are no {WORDS[Base(base)]} in it", "is it the right file?")
    names, stratum, sizes = np.unique(whole.strata, return_inverse=True, return_counts=True)
    needed = [sample_size(own, total, stratum, sizes, margin, response=response) for own in votes.values()]
    known = [one for one in needed if one is not None]
    if len(known) < len(needed):
        why = f"not all {len(table.row):,} stations together give {100 * margin:g} points at this response"
        raise CliError("margin", f"{frame}: {why}", "take a wider margin")
    size = max(known)
    allocation = allocate(sizes, size)
    widths = {name: half_width(own, total, stratum, sizes, size, response=response) for name, own in votes.items()}
    data: dict[str, Any] = {
        "frame_sha256": table.sha256,
        "frame": table_data(table),
        "base": base,
        "stations": len(table.row),
        "strata": {str(name): int(count) for name, count in zip(names, allocation, strict=True)},
        "sample": size,
        "half_widths_percent": {name: round(100 * width, 4) for name, width in widths.items()},
    }
    lines = [
        *table_lines(table),
        f"{size:,} of {len(table.row):,} stations in {len(names)} strata, for shares of {WORDS[Base(base)]}.",
        *(safe(f"  {name}: ± {100 * width:.2f} points") for name, width in widths.items()),
        "If this election is like that one, and who does not answer is like who does.",
    ]
    if out is not None and seed is not None:
        write_new(out, _sample(whole, draw(stratum, table.row, allocation, seed).tolist()).encode())
    emit(data, lines)


def _sample(whole: "Stations", chosen: list[int]) -> str:
    """CSV: the row in the frame, the stratum, and the names that the frame has, under its headings."""
    columns = {heading: cells for own in whole.names.values() for heading, cells in own.items()}
    columns = {heading: cells for heading, cells in columns.items() if heading.casefold() not in ("row", "stratum")}
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["row", "stratum", *columns])
    strata = whole.strata
    writer.writerows(
        [int(whole.table.row[at]), strata[at], *(cells[at] for cells in columns.values())] for at in chosen
    )
    return buffer.getvalue()
