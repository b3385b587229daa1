# SPDX-License-Identifier: Apache-2.0
"""The cells of a table by column, and what a column was taken for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isonomia.claims.tables.grid import Grid
from isonomia.claims.tables.headings import Role
from isonomia.claims.tables.numbers import Numbers, whole_numbers

NEARLY_ALL = 0.9
"""Of the rows in which numbers must fit for columns to be taken for something."""


@dataclass(frozen=True, slots=True)
class Guess:
    """``why``: mapping, heading, arithmetic, or rest."""

    heading: str
    role: Role
    why: str


class Columns:
    """The cells of a grid by column, numbers read once."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        cells = [*zip(*(row for _, row in grid.rows), strict=True)]
        self.cells = {heading: list(column) for heading, column in zip(grid.header, cells, strict=True)}
        self._numbers: dict[str, Numbers] = {}

    def numbers(self, heading: str) -> Numbers:
        if heading not in self._numbers:
            self._numbers[heading] = whole_numbers(self.cells[heading])
        return self._numbers[heading]

    def sum(self, headings: list[str]) -> NDArray[np.int64]:
        """Empty and unreadable cells count as nothing here: this is for guessing alone."""
        zero = np.zeros(len(self.grid.rows), dtype=np.int64)
        return sum((np.maximum(self.numbers(one).values, 0) for one in headings), zero)

    def sample(self, headings: list[str], most: int) -> NDArray[np.int64]:
        """The same of at most so many rows, from all over the table."""
        rows = len(self.grid.rows)
        picked = np.linspace(0, rows - 1, min(rows, most)).astype(int)
        zero = np.zeros(len(picked), dtype=np.int64)
        return sum((np.maximum(self.numbers(one).values[picked], 0) for one in headings), zero)


def headings_of(found: dict[str, Guess], *roles: Role) -> list[str]:
    """The columns of some roles."""
    return [own.heading for own in found.values() if own.role in roles]
