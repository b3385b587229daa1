# SPDX-License-Identifier: Apache-2.0
"""Which station of the frame an observation is of: by its row there, else by its names. What is not in the frame, was
not drawn, or is told twice in two ways is refused with its row; nothing is counted twice."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from isonomia.claims.errors import ClaimsError
from isonomia.claims.quickcount.sample import Counts
from isonomia.claims.quickcount.stations import NAMES, ROW, Stations
from isonomia.claims.tables.grid import read_grid
from isonomia.claims.tables.headings import Role
from isonomia.claims.tables.mapping import Mapping

_MOST = 10
_MEND = "mend it, or leave the row out"


def link(observed: Stations, frame: Stations) -> Counts | None:
    """For each observation the index of its station in the frame; None if neither rows nor names link them. Raises
    ClaimsError."""
    if observed.given is not None:
        found = _by_row(observed, frame)
    elif Role.STATION in observed.names and Role.STATION in frame.names:
        found = _by_names(observed, frame)
    else:
        return None
    _same_strata(observed, frame, found)
    return np.array(found, dtype=np.int64)


def once(observed: Stations, station: Sequence[object]) -> tuple[Counts, list[str]]:
    """The indices of observations that count, and what is to say of the others. ``station``: which one each is of.

    A station that is there twice with the same numbers counts once. Raises ClaimsError if the numbers differ.
    """
    table, groups = observed.table, defaultdict(list)
    for at, key in enumerate(station):
        groups[key].append(at)
    numbers = np.column_stack([*table.totals.values(), *table.candidates.values()])
    notes = []
    for group in groups.values():
        for at in group[1:]:
            if (numbers[at] != numbers[group[0]]).any():
                why = f"the same station ({observed.name(at) or 'by its row'}) is there twice, with other numbers"
                where = f"{table.name}, rows {table.row[group[0]]} and {table.row[at]}"
                raise ClaimsError(where, why, "find out which is right, and leave the other out")
        if len(group) > 1:
            again = listed(table.row[group[1:]].tolist())
            notes.append(f"counted once: {again} as row {table.row[group[0]]}, the same station with the same numbers")
    return np.array(sorted(group[0] for group in groups.values()), dtype=np.int64), notes


def drawn_stations(name: str, content: bytes, frame: Stations) -> set[int]:
    """Indices in the frame of the sample that ``quickcount design --out`` wrote. Raises ClaimsError."""
    grid = read_grid(name, content, Mapping())
    hint = "give the file that quickcount design wrote, and the frame it was drawn from"
    if ROW not in grid.header:
        raise ClaimsError(name, f"there is no column {ROW!r}", hint)
    index, strata, found = _index(frame), frame.strata, set()
    for row, cells in grid.rows:
        told = dict(zip(grid.header, cells, strict=True))
        at = index.get(told[ROW].strip())
        if at is None or plain(told.get("stratum", strata[at])) != plain(strata[at]):
            raise ClaimsError(f"{name}, row {row}", f"row {told[ROW][:20]!r} of the frame is no such station", hint)
        found.add(at)
    return found


def refuse_undrawn(observed: Stations, linked: Counts, drawn: set[int]) -> None:
    """Raises ClaimsError with the observations of stations that were not drawn."""
    _refuse(
        observed,
        [at for at, station in enumerate(linked.tolist()) if station not in drawn],
        lambda at: f"the station {observed.name(at) or 'there'} was not drawn",
        "leave it out: stations that somebody chose say nothing of the others",
    )


def listed(rows: Sequence[int]) -> str:
    """``row 7`` or ``rows 7, 9``; the first ones of many."""
    shown = ", ".join(map(str, rows[:_MOST])) + (f" and {len(rows) - _MOST:,} more" if len(rows) > _MOST else "")
    return f"row {shown}" if len(rows) == 1 else f"rows {shown}"


def plain(cell: str) -> str:
    """As names are compared: without case, spaces around and zeros before a number."""
    text = " ".join(cell.split()).casefold()
    return text.lstrip("0") or "0" if text.isdecimal() else text


def _index(frame: Stations) -> dict[str, int]:
    return {str(row): at for at, row in enumerate(frame.table.row.tolist())}


def _by_row(observed: Stations, frame: Stations) -> list[int]:
    given, index = observed.given or [], _index(frame)
    bad = [at for at, cell in enumerate(given) if cell not in index]
    _refuse(observed, bad, lambda at: f"the frame has no station in row {given[at][:20]!r}", _MEND)
    found, pairs = [index[cell] for cell in given], _pairs(observed, frame)
    bad = [
        at
        for at, own in enumerate(found)
        if any(mine[at] and plain(mine[at]) != plain(its[own]) for mine, its in pairs)
    ]
    _refuse(
        observed,
        bad,
        lambda at: f"row {given[at]} of the frame is {frame.name(found[at])}, not {observed.name(at)}",
        _MEND,
    )
    return found


def _by_names(observed: Stations, frame: Stations) -> list[int]:
    pairs, known = _pairs(observed, frame), defaultdict(list)
    for at in range(len(frame.table.row)):
        known[tuple(plain(its[at]) for _, its in pairs)].append(at)
    keys = [tuple(plain(mine[at]) for mine, _ in pairs) for at in range(len(observed.table.row))]
    bad = [at for at, key in enumerate(keys) if key not in known]
    _refuse(observed, bad, lambda at: f"the frame has no station {observed.name(at)}", _MEND)
    rows = {key: listed(frame.table.row[group].tolist()) for key, group in known.items() if len(group) > 1}
    _refuse(
        observed,
        [at for at, key in enumerate(keys) if key in rows],
        lambda at: f"{observed.name(at)} are several stations of the frame, {rows[keys[at]]}",
        f"add a column {ROW!r} with the row in the frame, as quickcount design writes it",
    )
    return [known[key][0] for key in keys]


def _pairs(observed: Stations, frame: Stations) -> list[tuple[list[str], list[str]]]:
    """Columns of names that both tables have: by their headings, else in their order."""
    found = []
    for role in NAMES:
        mine, its = observed.names.get(role, {}), frame.names.get(role, {})
        both = [(mine[heading], its[heading]) for heading in mine if heading in its]
        found += both or [*zip(mine.values(), its.values(), strict=False)]
    return found


def _same_strata(observed: Stations, frame: Stations, linked: list[int]) -> None:
    told, strata = observed.table.stratum.tolist(), frame.strata
    bad = [at for at, own in enumerate(linked) if told[at] and plain(told[at]) != plain(strata[own])]
    _refuse(observed, bad, lambda at: f"the frame has the station in stratum {strata[linked[at]]!r}", _MEND)


def _refuse(observed: Stations, bad: Sequence[int], why: Callable[[int], str], hint: str) -> None:
    """Raises ClaimsError with all rows and the reason of the first."""
    if bad:
        where = f"{observed.table.name}, {listed(observed.table.row[[*bad]].tolist())}"
        raise ClaimsError(where, why(bad[0]) + (" (the first of them)" if len(bad) > 1 else ""), hint)
