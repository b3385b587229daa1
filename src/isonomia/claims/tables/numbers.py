# SPDX-License-Identifier: Apache-2.0
"""Whole numbers as people write them; what is none is named, never taken for 0."""

from itertools import islice
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

_SPACED = r"^\d{1,3}([ \u00a0\u2009\u202f'\u2019]\d{3})+([.,]0+)?$"
_GROUPED = r"^\d{1,3}(,\d{3})+(\.0+)?$|^\d{1,3}(\.\d{3})+(,0+)?$"
_ZEROS = r"^(\d{1,3}(?:[ \u00a0\u2009\u202f'\u2019]\d{3})+)[.,]0+$|^(.*,.*)\.0+$|^(.*\..*),0+$"
_DECIMAL = r"^(\d+)[.,]0+$"
_PLAIN = r"^\d{1,15}$"
_NEGATIVE = r"^[-\u2212\u2013]\s*\d"
_NOTHING = ("", "-", "—", "nan", "NaN", "NA", "N/A", "null", "None")


class Numbers(NamedTuple):
    """``values``: one a row, -1 where there is none; ``reasons``: why, by the index of the row; ``mended``: how many
    had spaces, points or commas."""

    values: NDArray[np.int64]
    reasons: dict[int, str]
    mended: int


def whole_numbers(cells: list[str]) -> Numbers:
    """The numbers of a column. ``12``, ``1 234``, ``1,234``, ``1.234``, ``1,234.00`` and ``12.0`` are numbers."""
    text = pl.Series("cells", cells, dtype=pl.String).str.strip_chars(" \t\r\n\u00a0\u2009\u202f")
    plain = text.str.contains(_PLAIN)
    if plain.all():
        return Numbers(text.cast(pl.Int64).to_numpy().copy(), {}, 0)
    spaced = text.str.contains(_SPACED) | text.str.contains(_GROUPED)
    decimal = text.str.contains(_DECIMAL) & ~spaced
    clean = pl.select(
        pl.when(spaced)
        .then(text.str.replace(_ZEROS, "${1}${2}${3}").str.replace_all(r"[^\d]", ""))
        .when(decimal)
        .then(text.str.replace(_DECIMAL, "${1}"))
        .otherwise(text)
    ).to_series()
    values = clean.set(~clean.str.contains(_PLAIN), None).cast(pl.Int64).fill_null(-1).to_numpy().copy()
    reasons = {int(row): _reason(text[int(row)]) for row in np.flatnonzero(values < 0)}
    return Numbers(values, reasons, int((spaced | decimal).sum()))


def _reason(cell: str) -> str:
    if cell in _NOTHING:
        return "is empty"
    if pl.Series([cell]).str.contains(_NEGATIVE).item():
        return f"{cell[:40]!r} is negative"
    return f"{cell[:40]!r} is not a whole number"


def looks_numeric(cells: list[str]) -> bool:
    """Whether most of the first filled cells are numbers."""
    filled = [*islice((cell for cell in cells if cell.strip() not in _NOTHING), 500)]
    return bool(filled) and sum(value >= 0 for value in whole_numbers(filled).values) * 2 > len(filled)
