# SPDX-License-Identifier: Apache-2.0
"""The stages of a count as a picture: a row for each candidate, a column for each stage, a small bar in each cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from isonomia.present.svg import CHOSEN, DIM, FAINT, INK, NEEDED, OTHER, Drawing, width_of, wrapped

_MARGIN = 32
_NAMES = 200
_LEAST_COLUMN = 128
_SPACE = 18
"""Between columns."""
_ROW = 54
_THICK = 8
_LEAST = 760


@dataclass(frozen=True, slots=True)
class Cell:
    """What a candidate has at a stage."""

    votes: int | Fraction
    label: str
    change: str = ""
    """Since the stage before."""
    mark: str = ""
    """What follows from it: elected, excluded."""
    chosen: bool = False
    """Whether the candidate is elected by then; such a bar is dark."""
    empty: bool = False
    """Whether these are votes of nobody, for whom nothing is needed either."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One column. Who is not in ``cells`` is no longer there."""

    heading: str
    cells: Mapping[str, Cell]
    needed: int | Fraction | None = None
    needed_label: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """The whole table."""

    names: tuple[str, ...]
    stages: tuple[Stage, ...]
    most: int | Fraction
    """The most votes that anybody has at a stage: such a bar is as wide as its column."""
    note: str = ""


def draw(count: Count, title: str, subtitle: str, description: str, language: str) -> str:
    """The table as SVG; as wide as it has stages."""
    column = _column(count)
    width = max(_LEAST, round(2 * _MARGIN + _NAMES + column * len(count.stages)))
    drawing = Drawing(width, title, description, language)
    y = drawing.head(title, subtitle, _MARGIN)
    y += 24
    for number, stage in enumerate(count.stages):
        drawing.text(_left(number, column), y, stage.heading, size=14, font_weight="bold", fill=INK)
        drawing.text(_left(number, column), y + 16, stage.needed_label, size=11, fill=NEEDED)
    y += 26
    for name in count.names:
        drawing.line(_MARGIN, y, width - _MARGIN, y, stroke=FAINT)
        y += _row(drawing, count, name, y, column)
    if count.note:
        drawing.text(_MARGIN, y + 18, count.note, size=12, fill=DIM)
        y += 14
    drawing.height = round(y + _MARGIN)
    return drawing.svg()


def _column(count: Count) -> float:
    """How wide columns have to be for all that stands in them."""
    wide = [width_of(stage.needed_label, 11) for stage in count.stages]
    for stage in count.stages:
        for cell in stage.cells.values():
            change = width_of(cell.change, 11) + 8 if cell.change else 0
            wide.append(width_of(cell.label, 13, bold=bool(cell.mark)) + change)
            wide.append(width_of(cell.mark, 11, bold=True))
    return max(_LEAST_COLUMN, *(own + _SPACE for own in wide))


def _left(stage: int, column: float) -> float:
    return _MARGIN + _NAMES + column * stage


def _row(drawing: Drawing, count: Count, name: str, y: float, column: float) -> float:
    """A candidate's row from ``y`` down; gives its height."""
    weight = "bold" if any(name in stage.cells and stage.cells[name].chosen for stage in count.stages) else "normal"
    lines = wrapped(name, 14, _NAMES - 16, 4, bold=weight == "bold")
    for number, line in enumerate(lines):
        drawing.text(_MARGIN, y + 20 + 18 * number, line, font_weight=weight, fill=INK)
    for number, stage in enumerate(count.stages):
        if name in stage.cells:
            _cell(drawing, count, stage, name, _left(number, column), y, column - _SPACE)
    return max(_ROW, 18 * len(lines) + 14)


def _cell(drawing: Drawing, count: Count, stage: Stage, name: str, x: float, y: float, wide: float) -> None:
    cell = stage.cells[name]
    drawing.text(x, y + 20, cell.label, size=13, font_weight="bold" if cell.mark else "normal", fill=INK)
    if cell.change:
        drawing.text(x + wide, y + 20, cell.change, size=11, fill=DIM, anchor="end")
    drawing.rect(x, y + 26, wide, _THICK, fill=FAINT, rx=1.5)
    if cell.votes and count.most:
        length = max(wide * float(Fraction(cell.votes) / Fraction(count.most)), 1.5)
        tip = f"{name}, {stage.heading}: {cell.label}"
        if cell.empty:
            drawing.rect(x + 0.5, y + 26.5, length - 1, _THICK - 1, tip=tip, fill="#ffffff", stroke=DIM, rx=1.5)
        else:
            drawing.rect(x, y + 26, length, _THICK, tip=tip, fill=CHOSEN if cell.chosen else OTHER, rx=1.5)
    if stage.needed is not None and not cell.empty and count.most and stage.needed <= count.most:
        at = x + wide * float(Fraction(stage.needed) / Fraction(count.most))
        drawing.line(at, y + 24, at, y + 28 + _THICK, stroke=NEEDED, stroke_width=1.5)
    if cell.mark:
        drawing.text(x, y + 26 + _THICK + 12, cell.mark, size=11, font_weight="bold", fill=INK)
