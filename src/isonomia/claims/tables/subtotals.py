# SPDX-License-Identifier: Apache-2.0
"""Rows that are no stations but the sums of stations: a total, or a subtotal of a region, below them or above."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from isonomia.claims.tables.columns import Columns, Guess
from isonomia.claims.tables.headings import TOTALS, Role

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]

FEWEST, SIZE = 3, 100
"""Without a word that says so, a row is a sum if so many of its counts are above 0, and one is as large as that: with
less, a small station can be the sum of two others by chance."""
_WORDS = (
    r"(grand |sub-?|over ?all )?totals?|sum|" + r"(под)?итого?|всего|сумма|" + r"разам|усяго|агулам|сума|"
    r"(sous-)?total( g[ée]n[ée]ral)?|ensemble|somme|" + r"(gran |sub)?total(es)?( general)?|suma"
)
_SUM = rf"(?i)^\s*({_WORDS})([\s.:,]|$)|\s({_WORDS})[.:]?\s*$"


class Found(NamedTuple):
    """``rows``: why a row is a sum, by its index; ``notes``: rows that are called so and are none."""

    rows: dict[int, str]
    notes: list[str]


class _Rows(NamedTuple):
    """The counts of each row, 0 where none can be read; which rows are held out of sums; which need no proof."""

    counts: Counts
    held: Mask
    told: Mask


def sum_rows(columns: Columns, guesses: list[Guess], out: Mask) -> Found:
    """A row is a sum if all its counts are those of the stations since another sum, or since the first row, added up;
    or most of them, if it is called a total. ``out``: rows that are left out already."""
    headings = [own.heading for own in guesses if own.role in TOTALS or own.role is Role.CANDIDATE]
    read = np.column_stack([columns.numbers(one).values for one in headings])
    labels = _labels(columns, guesses)
    named = np.array([label != "" for label in labels]) & ~out
    bad = (read < 0).any(axis=1)
    read[out] = 0
    rows = _Rows(np.maximum(read, 0), named, named | _nameless(columns, guesses))
    found: dict[int, tuple[int, int]] = {}
    for held in (named, named | bad, np.zeros_like(named)):  # with and without bad rows; what is called so is a station
        if held is named or any(index not in found for index in np.flatnonzero(named).tolist()):
            found |= _exact(rows._replace(held=held | np.isin(np.arange(len(read)), list(found))))
    left = [index for index in np.flatnonzero(named).tolist() if index not in found]
    held = named | np.isin(np.arange(len(read)), list(found))
    whys = {index: f"is the sum of {_between(columns, *span)}" for index, span in found.items()}
    upto = np.vstack([np.zeros_like(read[:1]), (rows.counts * ~held[:, None]).cumsum(axis=0)])
    for index in left:
        if why := _nearly(columns, rows.counts[index], upto, np.flatnonzero(held), index):
            whys[index] = why
    called = {index: f"{why} (called {labels[index][:40]!r})" if labels[index] else why for index, why in whys.items()}
    return Found(called, list(_notes(columns, labels, [index for index in left if index not in whys])))


def _exact(rows: _Rows) -> dict[int, tuple[int, int]]:
    """Sums of the rows above; then, of what is left, sums of the rows below. With the first and last row of each."""
    found = dict(_above(rows))
    last = len(rows.counts) - 1
    turned = _Rows(rows.counts[::-1], rows.held[::-1].copy(), rows.told[::-1])
    turned.held[[last - index for index in found]] = True
    for index, (first, end) in _above(turned):
        if last - index not in found:
            found[last - index] = (last - end, last - first)
    return found


class _Start(NamedTuple):
    """Where a sum can begin: the row, how many stations with votes are above it, and their counts added up."""

    row: int
    stations: int
    counts: Counts


def _above(rows: _Rows) -> Iterator[tuple[int, tuple[int, int]]]:
    """The rows that are sums of rows above them, back to one of the sums before or to the first row."""
    counts = rows.counts
    upto, keys, held = counts.cumsum(axis=0), counts.sum(axis=1).tolist(), rows.held.tolist()
    others = np.zeros(counts.shape[1], dtype=np.int64)
    starts = {0: _Start(0, 0, others)}
    total = stations = 0
    for index, key in enumerate(keys):
        if key > 0 and (start := starts.get(total - key)) is not None:
            above = upto[index] - counts[index] - others
            enough = stations - start.stations >= (1 if rows.told[index] else 2)
            if enough and (rows.told[index] or _is_strong(counts[index])) and _is_sum(counts[index], above, start):
                yield index, (start.row, index - 1)
                others = others + counts[index]
                starts[total] = _Start(index + 1, stations, above)
                continue
        if held[index]:
            others = others + counts[index]
        else:
            total, stations = total + key, stations + (key > 0)


def _is_sum(counts: Counts, above: Counts, start: _Start) -> bool:
    return bool((counts == above - start.counts).all())


def _is_strong(counts: Counts) -> bool:
    return bool((counts > 0).sum() >= FEWEST and counts.max() >= SIZE)


def _nearly(columns: Columns, own: Counts, upto: Counts, sums: Counts, index: int) -> str | None:
    """Of a row that is called a total: whether it is one in most of its counts, though not in all. ``upto``: the
    stations above each row added up; ``sums``: the rows that are none."""
    at, size = int(np.searchsorted(sums, index)), len(upto) - 1
    before = int(sums[at - 1]) + 1 if at else 0
    after = int(sums[at + 1]) if at + 1 < len(sums) else size
    for first, end in ((0, size), (before, index), (index + 1, after)):
        total = upto[end] - upto[first]
        equal, filled = int(((own == total) & (own > 0)).sum()), int(((own > 0) | (total > 0)).sum())
        if equal * 2 > filled:
            others = "all others" if end - first == size else _between(columns, first, end - 1)
            return f"is in {equal} of {filled} counts the sum of {others}"
    return None


def _labels(columns: Columns, guesses: list[Guess]) -> list[str]:
    """What a row is called that is called a total; else an empty text. A word in most rows tells nothing."""
    labels = [""] * len(columns.grid.rows)
    for own in guesses:
        if own.role in TOTALS or own.role is Role.CANDIDATE:
            continue
        cells = pl.Series(columns.cells[own.heading], dtype=pl.String)
        for index in np.flatnonzero(cells.str.contains(_SUM).to_numpy()):
            labels[index] = labels[index] or cells[int(index)].strip()
    return labels if sum(map(bool, labels)) * 2 <= len(labels) else [""] * len(labels)


def _nameless(columns: Columns, guesses: list[Guess]) -> Mask:
    """Rows without the name of a station, in a table whose stations have names."""
    headings = [own.heading for own in guesses if own.role is Role.STATION]
    empty = np.zeros(len(columns.grid.rows), dtype=np.bool_)
    if headings:
        cells = zip(*(columns.cells[one] for one in headings), strict=True)
        empty[:] = [not any(cell.strip() for cell in own) for own in cells]
    return empty if empty.mean() <= 0.5 else np.zeros_like(empty)


def _between(columns: Columns, first: int, last: int) -> str:
    rows = columns.grid.rows
    return f"row {rows[first][0]}" if first == last else f"rows {rows[first][0]} to {rows[last][0]}"


def _notes(columns: Columns, labels: list[str], indices: list[int]) -> Iterator[str]:
    rows = [columns.grid.rows[index][0] for index in indices]
    if rows:
        named = ", ".join(f"row {row} ({labels[at][:40]!r})" for row, at in zip(rows[:10], indices, strict=False))
        yield (
            f"{len(rows)} rows are called a total and are not the sum of others; they were taken for stations: {named}"
            f"{', …' if len(rows) > 10 else ''} (what is none, leave_out = [{rows[0]}] in a mapping file leaves out)"
        )
