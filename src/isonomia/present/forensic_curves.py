# SPDX-License-Identifier: Apache-2.0
"""Figures of a table of stations that can be printed: anomalous votes, and the integer test among simulated ones."""

from collections.abc import Sequence
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from isonomia.present.catalogue import Words
from isonomia.present.numbers import number, rounded, short_percent
from isonomia.present.plot import Picture, Told, axes_at, count_ticks, picture
from isonomia.present.svg import CHOSEN, DIM, NEEDED, OTHER, RULE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from isonomia.claims.forensics.anomalous import Anomalous
    from isonomia.claims.forensics.assess import Assessment


class Curve(NamedTuple):
    """A curve of anomalous votes, and whether with the large units."""

    label: str
    points: "Sequence[Anomalous]"


def curve_figure(
    curves: Sequence[Curve], control: Sequence[tuple[int, float]], leader_votes: int, told: Told
) -> Picture:
    """Anomalous votes over the turnout below which stations are taken as clean. ``control``: of a real clean election,
    in percents of its leader's votes; drawn as the same share of ``leader_votes``."""
    words = told.words
    scale, unit = _scale(max((abs(own.votes) for curve in curves for own in curve.points), default=0.0), words)
    mexico = words.gettext("Mexico 2012, a clean election: the same share of its leader's votes")

    def draw(figure: "Figure") -> None:
        axes = axes_at(figure, 66, 330)
        looks = ((CHOSEN, "-", "o"), (NEEDED, "--", "s"))
        for curve, (color, style, marker) in zip(curves, looks, strict=False):
            values = [own.votes / scale for own in curve.points]
            places = [own.percent for own in curve.points]
            axes.plot(places, values, style, marker=marker, color=color, linewidth=2, markersize=5, label=curve.label)
        values = [percent / 100 * leader_votes / scale for _, percent in control]
        axes.plot([bound for bound, _ in control], values, ":", color=DIM, linewidth=2, label=mexico)
        axes.axhline(0, color=RULE, linewidth=1)
        axes.set_xlim(28, 92)
        axes.set_xticks(range(30, 91, 10), [short_percent(Fraction(one, 100), words) for one in range(30, 91, 10)])
        axes.set_xlabel(words.gettext("Stations with a turnout below this are taken as clean"))
        axes.set_ylabel(unit)
        axes.grid(visible=True, axis="y")
        axes.set_axisbelow(True)
        ticks = [float(one) for one in axes.get_yticks()]
        low, high = axes.get_ylim()
        ticks = [one for one in ticks if low <= one <= high]
        digits = 0 if all(one == round(one) for one in ticks) else 1
        axes.set_yticks(ticks, [rounded(one, words, digits) for one in ticks])
        axes.set_ylim(low, high)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1.01), frameon=False, borderaxespad=0, alignment="left")

    title = words.gettext("Anomalous votes: there is no single number")
    subtitle = words.gettext(
        "Votes for {leader} beyond the ratio that the leader and the others have where turnout is low (Shpilkin).",
        leader=told.name,
    )
    caption = words.gettext(
        "The bound decides how many votes are anomalous, and it is chosen. The method takes for granted that turnout "
        "and preference have nothing to do with each other; where that is not so, the curve is not 0 without any fraud."
    )
    table = {
        own.percent: [number(own.stations, words)] for own in (curves[0].points if curves else ())
    }  # fmt: skip
    for curve in curves:
        told_here = {own.percent: own for own in curve.points}
        for percent, row in table.items():
            row.append(rounded(told_here[percent].votes, words, 0) if percent in told_here else "–")
    clean = dict(control)
    rows = tuple(
        (str(percent), *row, rounded(clean[percent], words, 1) if percent in clean else "–")
        for percent, row in table.items()
    )
    head = (
        words.gettext("Bound, %"),
        words.gettext("stations below it"),
        *(curve.label for curve in curves),
        words.gettext("Mexico 2012, % of its leader's votes"),
    )
    svg = picture("curve", title, subtitle, caption, told.source, words.language, 450, draw)
    return Picture("curve", title, svg, caption, head, rows)


def _scale(most: float, words: Words) -> tuple[float, str]:
    if most >= 2e6:
        return 1e6, words.gettext("Anomalous votes, millions")
    if most >= 2e3:
        return 1e3, words.gettext("Anomalous votes, thousands")
    return 1.0, words.gettext("Anomalous votes")


def z_figure(own: "Assessment", control: tuple[str, float], unseen: tuple[str, float], told: Told) -> Picture:
    """The integer test of this election, among simulated clean ones and two real elections."""
    from isonomia.claims.forensics.integers import ALARM

    words, z = told.words, own.z
    marks = (
        (z.observed, words.gettext("this election"), CHOSEN),
        (control[1], control[0], DIM),
        (unseen[1], unseen[0], DIM),
    )
    values = [*z.clean, *(place for place, _, _ in marks), ALARM]

    def draw(figure: "Figure") -> None:
        axes = axes_at(figure, 96, 200)
        room = max((max(values) - min(values)) * 0.04, 0.5)
        axes.set_xlim(min(-3.5, min(values) - room), max(4.5, max(values) + room))
        axes.hist(z.clean, bins=_bins(z.clean), color=OTHER, edgecolor="#ffffff", linewidth=0.5)
        top = max(axes.get_ylim()[1], 1.0)
        axes.set_ylim(0, top * 1.05)
        count_ticks(axes, top, words)
        axes.set_xlabel(words.gettext("z of the integer test"))
        axes.set_ylabel(words.gettext("Simulated elections"))
        lines = [*marks, (ALARM, words.gettext("alarm"), NEEDED)]
        for level, (place, label, color) in enumerate(lines):
            axes.axvline(place, color=color, linewidth=2.5 if level == 0 else 1.2, linestyle="-" if level < 3 else "--")
            _mark(axes, place, 1.06 + 0.11 * level, f"{label}: {rounded(place, words)}", color)
        ticks = [float(one) for one in axes.get_xticks() if axes.get_xlim()[0] <= one <= axes.get_xlim()[1]]
        axes.set_xticks(ticks, [rounded(one, words, 0) for one in ticks])

    title = words.gettext("This election among simulated clean ones")
    subtitle = words.ngettext(
        "{n} simulated election without fraud; the same stations, turnout and shares.",
        "{n} simulated elections without fraud; the same stations, turnout and shares.",
        len(z.clean),
        n=number(len(z.clean), words),
    )
    caption = words.gettext(
        "z is the excess of whole percentages in standard deviations. Of the simulated elections {alarms} raise a "
        "false alarm; 1 in 741 is expected. {unseen} has fraud that this test does not see.",
        alarms=number(own.alarms, words),
        unseen=unseen[0],
    )
    rows = [(label, rounded(place, words)) for place, label, _ in marks]
    if z.clean:
        rows.append((words.gettext("simulated, least"), rounded(min(z.clean), words)))
        rows.append((words.gettext("simulated, median"), rounded(median(z.clean), words)))
        rows.append((words.gettext("simulated, most"), rounded(max(z.clean), words)))
    svg = picture("z", title, subtitle, caption, told.source, words.language, 350, draw)
    return Picture("z", title, svg, caption, (words.gettext("Election"), "z"), tuple(rows))


def _bins(values: Sequence[float]) -> list[float]:
    """Quarters of a deviation, as many as there are values for."""
    if not values:
        return [0.0, 0.25]
    low, high = int(min(values) * 4 // 1), int(max(values) * 4 // 1) + 1
    return [one / 4 for one in range(low, high + 1)]


def _mark(axes: "Axes", place: float, height: float, label: str, color: str) -> None:
    """A label over its line, on the side where there is room."""
    low, high = axes.get_xlim()
    left = place < (low + high) / 2
    axes.annotate(
        label,
        (place, height),
        xycoords=axes.get_xaxis_transform(),
        xytext=(4 if left else -4, 0),
        textcoords="offset points",
        ha="left" if left else "right",
        color=color,
        annotation_clip=False,
    )
