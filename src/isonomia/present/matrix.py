# SPDX-License-Identifier: Apache-2.0
"""Pairs of candidates as a picture: on how many ballots the one of the row stands above the one of the column."""

from collections.abc import Collection, Sequence

from isonomia.present.svg import CHOSEN, DIM, FAINT, INK, Drawing, width_of, wrapped

_MARGIN = 32
_NAMES = 220
_LEAST_CELL = 52
_ROW = 40
_LEAST = 760


def draw(
    names: Sequence[str],
    labels: Sequence[Sequence[str]],
    won: Collection[tuple[int, int]],
    *,
    title: str,
    subtitle: str,
    note: str,
    description: str,
    language: str,
) -> str:
    """The table as SVG. ``labels[i][j]``: the number for i above j; the pairs ``won`` are dark, and bold."""
    cell = max(_LEAST_CELL, *(round(width_of(label, 13, bold=True)) + 12 for row in labels for label in row))
    width = max(_LEAST, 2 * _MARGIN + _NAMES + cell * len(names))
    drawing = Drawing(width, title, description, language)
    y = drawing.head(title, subtitle, _MARGIN)
    y += 18
    for line in wrapped(note, 13, width - 2 * _MARGIN, 3):
        drawing.text(_MARGIN, y, line, size=13, fill=DIM)
        y += 18
    y += 16
    left = _MARGIN + _NAMES
    for column in range(len(names)):
        drawing.text(left + cell * (column + 0.5), y, str(column + 1), size=13, fill=DIM, anchor="middle")
    y += 8
    for row, name in enumerate(names):
        lines = wrapped(f"{row + 1}  {name}", 14, _NAMES - 16, 4)
        height = max(_ROW, 18 * len(lines) + 10)
        for number, line in enumerate(lines):
            drawing.text(_MARGIN, y + height / 2 + 5 + 18 * (number - (len(lines) - 1) / 2), line, fill=INK)
        for column in range(len(names)):
            x = left + cell * column
            best = (row, column) in won
            drawing.rect(x + 1, y + 1, cell - 2, height - 2, fill=CHOSEN if best else FAINT, rx=2)
            if row != column:
                drawing.text(
                    x + cell / 2,
                    y + height / 2 + 5,
                    labels[row][column],
                    size=13,
                    font_weight="bold" if best else "normal",
                    fill="#ffffff" if best else INK,
                    anchor="middle",
                )
        y += height
    drawing.height = round(y + _MARGIN)
    return drawing.svg()
