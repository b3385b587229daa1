# SPDX-License-Identifier: Apache-2.0
"""Charts of horizontal bars as a picture: numbers beside names, the whole and what is needed drawn and said.

To be read without colour: what matters is written, and what is no candidate is an empty bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from isonomia.present.svg import CHOSEN, DIM, FAINT, INK, NEEDED, OTHER, RULE, Drawing, width_of, wrapped

WIDTH = 760
_MARGIN = 32
_ROOM = WIDTH - 2 * _MARGIN
_THICK = 14
_LINE = 19
_SCALES = (Fraction(1, 10), Fraction(1, 5), Fraction(2, 5), Fraction(3, 5), Fraction(4, 5))


@dataclass(frozen=True, slots=True)
class Bar:
    """A name and its number. ``value`` is drawn, ``label`` is written."""

    name: str
    value: int | Fraction
    label: str
    mark: str = ""
    """What it comes to: elected, goes on. Such a bar is dark."""
    empty: bool = False
    """Whether it is no candidate: blank and invalid ballots, votes against all."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one whole."""

    heading: str
    note: str
    """What the whole is."""
    bars: tuple[Bar, ...]
    whole: int | Fraction
    needed: tuple[int | Fraction, str] | None = None
    """Where the line of what is needed stands, and what is written on it."""
    ticks: tuple[tuple[Fraction, str], ...] = ()
    """Labels of the scale, by share of the whole; those beyond the scale are left out."""
    in_full: bool = False
    """Whether the picture is as wide as the whole, however short the bars are."""


def draw(
    charts: Sequence[Chart],
    title: str,
    subtitle: str,
    description: str,
    language: str,
    *,
    name: str = "",
    source: str = "",
) -> str:
    """All charts under each other, as SVG, and under them the source; ``name``: begins its identifiers."""
    drawing = Drawing(WIDTH, title, description, language, name=name)
    y = drawing.head(title, subtitle, _MARGIN)
    for chart in charts:
        y = _chart(drawing, chart, y + 34)
    for line in wrapped(source, 11, _ROOM, 3) if source else []:
        y += 22
        drawing.text(_MARGIN, y, line, size=11, fill=DIM)
    drawing.height = round(y + _MARGIN)
    return drawing.svg()


def scale_of(chart: Chart) -> Fraction:
    """The share of the whole that is as wide as the picture: all of it, or less if no bar comes near."""
    if chart.in_full or not chart.whole:
        return Fraction(1)
    largest = max((Fraction(bar.value) for bar in chart.bars), default=Fraction(0))
    if chart.needed is not None:
        largest = max(largest, Fraction(chart.needed[0]))
    share = largest / Fraction(chart.whole)
    return next((scale for scale in _SCALES if share * Fraction(21, 20) <= scale), max(share, Fraction(1)))


def _chart(drawing: Drawing, chart: Chart, y: float) -> float:
    """Draw from ``y`` down; gives where the next may begin."""
    drawing.text(_MARGIN, y, chart.heading, size=16, font_weight="bold", fill=INK)
    for line in wrapped(chart.note, 13, _ROOM, 2):
        if line:
            y += 19
            drawing.text(_MARGIN, y, line, size=13, fill=DIM)
    scale = scale_of(chart)
    y += 10
    y = _needed(drawing, chart, scale, y)
    for bar in chart.bars:
        y = _bar(drawing, chart, bar, scale, y)
    return _axis(drawing, chart, scale, y)


def _place(chart: Chart, scale: Fraction, value: int | Fraction) -> float:
    """How far from the left a number of the whole is; nothing of nothing is all."""
    return _ROOM * float(Fraction(value) / chart.whole / scale) if chart.whole else 0.0


def _needed(drawing: Drawing, chart: Chart, scale: Fraction, y: float) -> float:
    """The words over the line of what is needed, and a mark where it stands; gives where the bars may begin."""
    if chart.needed is None or not chart.whole:
        return y
    value, words = chart.needed
    x = _MARGIN + _place(chart, scale, value)
    for line in wrapped(words, 13, _ROOM, 2):
        wide = width_of(line, 13)
        middle = min(max(x, _MARGIN + wide / 2), WIDTH - _MARGIN - wide / 2)
        y += 17
        drawing.text(middle, y - 5, line, size=13, fill=NEEDED, anchor="middle")
    drawing.path(f"M {x - 4:.1f} {y:.1f} h 8 l -4 6 z", fill=NEEDED)
    return y + 5


def _bar(drawing: Drawing, chart: Chart, bar: Bar, scale: Fraction, y: float) -> float:
    label = f"{bar.label} · {bar.mark}" if bar.mark else bar.label
    weight = "bold" if bar.mark else "normal"
    bold = bool(bar.mark)
    room = _ROOM - width_of(label, 14, bold=bold) - 24
    y += 6
    lines = wrapped(bar.name, 14, room, 4, bold=bold)
    for number, line in enumerate(lines):
        y += _LINE
        drawing.text(_MARGIN, y, line, font_weight=weight, fill=INK)
        if number == len(lines) - 1:
            drawing.text(WIDTH - _MARGIN, y, label, font_weight=weight, fill=INK, anchor="end")
    y += 7
    drawing.rect(_MARGIN, y, _ROOM, _THICK, fill=FAINT, rx=2)
    if bar.value and chart.whole:
        length = max(_place(chart, scale, bar.value), 1.5)
        tip = f"{bar.name}: {label}"
        if bar.empty:
            drawing.rect(
                _MARGIN + 0.75, y + 0.75, max(length - 1.5, 0.5), _THICK - 1.5, tip=tip, fill="#ffffff", stroke=DIM,
                stroke_width=1.5, rx=2,
            )  # fmt: skip
        else:
            drawing.rect(_MARGIN, y, length, _THICK, tip=tip, fill=CHOSEN if bar.mark else OTHER, rx=2)
    if chart.needed is not None and chart.whole:
        x = _MARGIN + _place(chart, scale, chart.needed[0])
        drawing.line(x, y - 3, x, y + _THICK + 3, stroke="#ffffff", stroke_width=5)
        drawing.line(x, y - 3, x, y + _THICK + 3, stroke=NEEDED, stroke_width=2)
    return y + _THICK


def _axis(drawing: Drawing, chart: Chart, scale: Fraction, y: float) -> float:
    shown = [(share, label) for share, label in chart.ticks if share <= scale]
    if not shown:
        return y + 8
    drawing.line(_MARGIN, y + 8, WIDTH - _MARGIN, y + 8, stroke=RULE)
    for share, label in shown:
        x = _MARGIN + _ROOM * float(share / scale)
        drawing.line(x, y + 8, x, y + 12, stroke=RULE)
        anchor = "start" if share == 0 else "end" if share == scale else "middle"
        drawing.text(x, y + 25, label, size=11, fill=DIM, anchor=anchor)
    return y + 26
