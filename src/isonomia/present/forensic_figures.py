# SPDX-License-Identifier: Apache-2.0
"""Figures of a table of stations that can be printed: the fingerprint and the integer comb."""

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from isonomia.present.catalogue import Words
from isonomia.present.numbers import number, short_percent
from isonomia.present.plot import LEFT, WIDTH, Picture, Told, axes_at, count_ticks, picture
from isonomia.present.svg import DIM, INK, NEEDED, OTHER

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.path import Path
    from numpy.typing import NDArray

    Counts = NDArray[np.int64]


_TENTHS = tuple(range(0, 101, 10))
_LEVELS = 18
"""Shades of the fingerprint."""


def _percents(axes: "Axes", words: Words, *, y: bool = False) -> None:
    labels = [short_percent(Fraction(percent, 100), words) for percent in _TENTHS]
    axes.set_xlim(0, 100)
    axes.set_xticks(_TENTHS, labels)
    if y:
        axes.set_ylim(0, 100)
        axes.set_yticks(_TENTHS, labels)


def fingerprint_figure(grid: "Counts", told: Told) -> Picture:
    """Stations by turnout (first axis of ``grid``) and the leader's share, in equal bins: a heat map."""
    import numpy as np

    words, stations = told.words, int(grid.sum())
    size, most = grid.shape[0], max(int(grid.max(initial=0)), 2)
    edges = np.unique(np.rint(np.geomspace(1, most + 1, _LEVELS + 1)).astype(np.int64))
    height = 624

    def draw(figure: "Figure") -> None:
        from matplotlib import colormaps
        from matplotlib.patches import PathPatch

        axes = axes_at(figure, 24, 550, left=LEFT, right=122)
        _percents(axes, words, y=True)
        axes.set_xlabel(words.gettext("Turnout"))
        axes.set_ylabel(words.gettext("Leader's share of the ballots cast"))
        axes.grid(visible=True)
        axes.set_axisbelow(True)
        scale = axes_at(figure, 24, 550, left=WIDTH - 92, right=74)
        scale.set_xlim(0, 1)
        scale.set_ylim(0, len(edges) - 1)
        scale.set_xticks([])
        shown = range(0, len(edges) - 1, max(1, len(edges) // 9))
        scale.set_yticks(shown, [number(int(edges[level]), words) for level in shown])
        scale.yaxis.tick_right()
        scale.spines[:].set_visible(False)
        scale.set_title(words.gettext("Stations"), fontsize=12, color=DIM)
        for level, (low, high) in enumerate(pairwise(edges)):
            color = colormaps["magma_r"](0.08 + 0.9 * level / max(1, len(edges) - 2))
            cells = np.argwhere((grid >= low) & (grid < high))
            look = {"facecolor": color, "edgecolor": "none"}
            if len(cells):
                axes.add_patch(PathPatch(_squares(cells * 100 / size, 100 / size), zorder=2, **look))
            scale.add_patch(PathPatch(_squares(np.array([[0.0, float(level)]]), 1.0), **look))

    subtitle = words.gettext(
        "Stations by turnout and by the share of {leader}, in squares of one by one point: the darker, the more of "
        "them (logarithmic scale).",
        leader=told.name,
    )
    step = size // 10
    tens = grid[: step * 10, : step * 10].reshape(10, step, 10, step).sum(axis=(1, 3))
    spans = [words.gettext("{low} to {high} %", low=str(low), high=str(low + 10)) for low in range(0, 100, 10)]
    title = words.gettext("Fingerprint of an election")
    caption = words.gettext(
        "{n} stations. Clean elections look like one cloud, or several where regions differ. Stuffed ballots and "
        "numbers made up at the desk smear it towards the upper right corner, and so do villages that really vote so.",
        n=number(stations, words),
    )
    return Picture(
        "fingerprint",
        title,
        picture(
            *("fingerprint", title, subtitle, caption, told.source, words.language),
            height,
            draw,
        ),
        caption,
        (words.gettext("Turnout (down), share (across)"), *spans),
        tuple(
            (span, *(number(int(one), words) for one in row)) for span, row in zip(spans, tens, strict=True)
        ),
    )  # fmt: skip


def _squares(corners: "NDArray[np.float64]", side: float) -> "Path":
    """One path of squares; a little larger than they are, so that no light shows between them."""
    import numpy as np
    from matplotlib.path import Path

    wide = side * 1.03
    steps = np.array([[0, 0], [wide, 0], [wide, wide], [0, wide], [0, 0]])
    points = (corners[:, None, :] + steps[None, :, :]).reshape(-1, 2)
    codes = np.tile([Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY], len(corners))
    return Path(points, codes)


class Comb(NamedTuple):
    """Stations by tenth of a percentage (comb), of the election and of a simulated clean one."""

    observed: "Counts"
    clean: "Counts"


def comb_figure(turnout: Comb, share: Comb, told: Told) -> Picture:
    """Two pairs of histograms in tenths of a point, whole percentages marked."""
    words = told.words
    panels = (
        (words.gettext("Turnout: this election"), turnout, turnout.observed),
        (words.gettext("Turnout: the same stations, simulated without fraud"), turnout, turnout.clean),
        (words.gettext("Leader's share: this election"), share, share.observed),
        (words.gettext("Leader's share: the same stations, simulated without fraud"), share, share.clean),
    )
    each = 116

    def draw(figure: "Figure") -> None:
        for place, (label, pair, counts) in enumerate(panels):
            axes = axes_at(figure, 24 + place * (each + 44), each)
            _percents(axes, words)
            _comb(axes, counts)
            top = max(int(pair.observed.max(initial=0)), int(pair.clean.max(initial=0)), 1)
            axes.set_ylim(0, top * 1.05)
            count_ticks(axes, top, words)
            axes.set_title(label, loc="left", fontsize=12, fontweight="bold", color=INK)
            axes.set_ylabel(words.gettext("Stations"))

    title = words.gettext("Too many whole percentages? The integer comb")
    subtitle = words.gettext(
        "Stations by turnout and by the share of {leader}, in tenths of a point; whole percentages are red. Teeth that "
        "the same stations have without fraud too, as at 50 %, are chance: halves of few ballots.",
        leader=told.name,
    )
    caption = words.gettext(
        "{n} stations of the integer test, and one simulated election. Within 0.05 points of a whole percentage are "
        "{turnout} turnouts (simulated: {clean_turnout}) and {share} shares (simulated: {clean_share}).",
        n=number(int(turnout.observed.sum()), words),
        turnout=number(int(turnout.observed[::10].sum()), words),
        clean_turnout=number(int(turnout.clean[::10].sum()), words),
        share=number(int(share.observed[::10].sum()), words),
        clean_share=number(int(share.clean[::10].sum()), words),
    )
    pairs = (turnout.observed, turnout.clean, share.observed, share.clean)
    rows = tuple(
        (
            words.gettext("{low} to {high} %", low=str(low), high=str(low + 9)) if low < 100 else "100 %",
            *(number(int(counts[10 * low : 10 * low + 100 : 10].sum()), words) for counts in pairs),
        )
        for low in range(0, 101, 10)
    )
    head = (
        words.gettext("Whole percentages"),
        words.gettext("turnouts"),
        words.gettext("turnouts, simulated"),
        words.gettext("shares"),
        words.gettext("shares, simulated"),
    )
    height = 24 + 4 * (each + 44)
    svg = picture("comb", title, subtitle, caption, told.source, words.language, height, draw)
    return Picture("comb", title, svg, caption, head, rows)


def _comb(axes: "Axes", counts: "Counts") -> None:
    import numpy as np

    edges = (np.arange(len(counts) + 1) - 0.5) / 10
    whole = np.zeros_like(counts)
    whole[::10] = counts[::10]
    axes.stairs(counts - whole, edges, fill=True, color=OTHER)
    axes.stairs(whole, edges, fill=True, color=NEEDED, edgecolor=NEEDED, linewidth=0.6)
