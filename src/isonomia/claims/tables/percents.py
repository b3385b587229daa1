# SPDX-License-Identifier: Apache-2.0
"""Columns of percentages: by their headings, or because they are one count in percents of another. Never added up."""

import re
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from isonomia.claims.tables.columns import NEARLY_ALL, Columns
from isonomia.claims.tables.headings import TOTALS, Role, plain, role_of
from isonomia.claims.tables.numbers import looks_numeric

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

_ROWS = 300
"""In which a percentage must be one count over another."""
_HEADING = re.compile(
    r"%|\bpct\b|\bperc\b|\bper ?cent|\bpourcent|\bporcent|\bpor ?ciento|\bproporci|\bshares?\b"
    r"|процент|працэнт|\bдол[яи]\b"
)


def percentages(columns: Columns, free: list[str]) -> list[str]:
    """Those of some headings that are percentages, or shares of 1; or decimals, which are no counts either."""
    read = {one: own for one in free if (own := _decimals(one, columns.cells[one])) is not None}
    maybe = [one for one, own in read.items() if not own.is_told and role_of(one) not in TOTALS]
    decimals = [one for one in maybe if not looks_numeric(columns.cells[one])]
    told = [one for one, own in read.items() if own.is_told]
    numeric = [one for one in columns.grid.header if one not in told + maybe and looks_numeric(columns.cells[one])]
    unclear = [one for one in maybe if one not in decimals]
    counts = _counts(columns, numeric) if unclear else []
    ratios = [one for one in unclear if counts and _is_ratio(read[one], counts)]
    return [one for one in read if one in {*told, *decimals, *ratios}]


def _counts(columns: Columns, numeric: list[str]) -> list[Counts]:
    """What can be a part or a whole: every column, and the votes, which may have none."""
    roles = {role: [one for one in numeric if role_of(one) is role] for role in (*TOTALS, None)}
    others = roles[Role.INVALID] + roles[Role.BLANK]
    votes = columns.sum(roles[Role.CAST]) - columns.sum(others), columns.sum(roles[None])
    return [*(columns.numbers(one).values for one in numeric), *votes]


class _Decimals(NamedTuple):
    """Numbers from 0 to 100; the places after the point; whether heading or cells say that they are percents."""

    values: Floats
    places: Floats
    is_told: bool


def _decimals(heading: str, cells: list[str]) -> _Decimals | None:
    """The numbers of a column that can be percentages."""
    named = _HEADING.search(plain(heading)) is not None
    if not named and not any(sign in cell for cell in cells[:_ROWS] for sign in ".,%"):
        return None
    text = pl.Series(cells, dtype=pl.String).str.strip_chars(" \u00a0\u202f\t")
    values = text.str.replace(r"\s*%$", "").str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    numbers = values.fill_null(np.nan).to_numpy()
    told = np.isfinite(numbers)
    if not told.any():
        return None
    places = text.str.extract(r"[.,](\d+)").str.len_chars().fill_null(0).to_numpy().astype(np.float64)
    within = (numbers[told] >= 0) & (numbers[told] <= 100)
    needed = NEARLY_ALL if (places[told] > 0).mean() > 0.5 else 1.0  # whole numbers may be counts
    if told.sum() * 2 <= (text.str.len_chars() > 0).sum() or within.mean() < needed:
        return None
    return _Decimals(numbers, places, named or int(text.str.ends_with("%").sum()) * 2 > told.sum())


def _is_ratio(own: _Decimals, counts: list[Counts]) -> bool:
    """Whether nearly all are what one count is of another, to the places that are told."""
    rows = np.flatnonzero(np.isfinite(own.values))
    rows = rows[np.linspace(0, len(rows) - 1, min(len(rows), _ROWS)).astype(int)]
    values = own.values[rows]
    if (own.places[rows] > 0).mean() < 0.5 or (values > 0).sum() < 2:
        return False
    exact = 1.001 * 10.0 ** -own.places[rows].max()
    others = np.array([column[rows] for column in counts], dtype=np.float64)
    for hundred in (100.0, 1.0) if values.max() <= 1 else (100.0,):
        for whole in others:
            near = (np.abs(hundred * others - values * whole) <= exact * whole) & (whole > 0)
            if near[:, values > 0].mean(axis=1).max() >= NEARLY_ALL:
                return True
    return False
