# SPDX-License-Identifier: Apache-2.0
"""Charts by matplotlib inside pictures of our own (:mod:`isonomia.present.svg`); ``isonomia[figures]`` brings it.

matplotlib draws axes and marks, and is never given a text from a file. Titles, which have such texts, are ours.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree

from isonomia.present.catalogue import Words
from isonomia.present.numbers import number
from isonomia.present.png import FiguresMissing
from isonomia.present.svg import DIM, FAINT, INK, RULE, Drawing, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 760
MARGIN = 32
_EXPLAINED = 8
"""Lines that explain a chart: enough for a name of _NAME and what is said of it, in the language that needs most."""
_NAME = 100
_FONTS = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
"""They have the minus sign."""
LEFT, RIGHT = 88, 24
"""Room beside the axes of a chart."""
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "isonomia",
    "font.family": ["DejaVu Sans"],  # it comes with matplotlib: nothing depends on the machine's fonts
    "font.size": 12,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": RULE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": RULE,
    "ytick.color": RULE,
    "xtick.labelcolor": DIM,
    "ytick.labelcolor": DIM,
    "grid.color": FAINT,
    "path.simplify": False,
    "path.snap": False,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (SVG) under a file's name, what it is called, and its numbers as a table: for those who do not see
    it, and those who want to check it."""

    name: str
    title: str
    svg: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Told(NamedTuple):
    """What every figure says: of which file, whose votes, in which words."""

    source: str
    leader: str
    words: Words

    @property
    def name(self) -> str:
        """The leader's, cut if it is very long: what is said of it must not be."""
        return self.leader if len(self.leader) <= _NAME else self.leader[: _NAME - 1].rstrip() + "…"


def require_figures() -> None:
    """Raises FiguresMissing: before long work, not after it."""
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        why = f"the figures need the library {error.name or 'matplotlib'}, which is not installed"
        raise FiguresMissing(why, "pip install 'isonomia[figures]'") from None


def picture(
    name: str,
    title: str,
    subtitle: str,
    description: str,
    source: str,
    language: str,
    height: int,
    draw: "Callable[[Figure], None]",
) -> str:
    """A chart of this height under its title, over its source, as SVG. Raises FiguresMissing."""
    drawing = Drawing(WIDTH, title, description, language, name=f"{name}-")
    y = drawing.head(title, subtitle, MARGIN, _EXPLAINED)
    drawing.place(0, y, _charted(name, height, draw))
    y += height + 18
    for part in source.split("\n"):
        for line in wrapped(part, 11, WIDTH - 2 * MARGIN, 2):
            drawing.text(MARGIN, y, line, size=11, fill=DIM)
            y += 15
    drawing.height = round(y + MARGIN / 2)
    return drawing.svg()


def axes_at(figure: "Figure", top: float, height: float, *, left: float = LEFT, right: float = RIGHT) -> "Axes":
    """Axes so many pixels below the upper edge of a chart."""
    whole = figure.get_figheight() * 72
    return figure.add_axes((left / WIDTH, 1 - (top + height) / whole, (WIDTH - left - right) / WIDTH, height / whole))


def count_ticks(axes: "Axes", top: float, words: Words) -> None:
    """Whole numbers up the side of a histogram."""
    from matplotlib.ticker import MaxNLocator

    ticks = [int(one) for one in MaxNLocator(nbins=4, integer=True).tick_values(0, top) if 0 <= one <= top * 1.05]
    axes.set_yticks(ticks, [number(one, words) for one in ticks])


def _charted(name: str, height: int, draw: "Callable[[Figure], None]") -> ElementTree.Element:
    """The chart as one element, without a style sheet, its identifiers marked with the picture's name."""
    require_figures()
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
        figure.patch.set_visible(False)
        draw(figure)
        buffer = StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return _adopted(name, ElementTree.fromstring(buffer.getvalue()))  # noqa: S314 (matplotlib wrote it just now)


_LONG = re.compile(r"-?\d+\.\d{3,}")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def _adopted(name: str, root: ElementTree.Element) -> ElementTree.Element:
    """Without what a page of our own must not have: style sheets, style attributes, identifiers that are not ours."""
    referred: set[str] = set()
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        element.text = element.text if element.tag == "text" else None
        element.tail = None
        _attributes(element, name, referred)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in ("style", "metadata"):
                parent.remove(child)
        own = parent.attrib.pop("id", None)
        if own in referred:
            parent.set("id", f"{name}-{own}")
    look = {"font-family": _FONTS, "stroke-linejoin": "round", "stroke-linecap": "butt"}
    chart = ElementTree.Element("g", look)
    chart.extend(list(root))
    return chart


def _attributes(element: ElementTree.Element, name: str, referred: set[str]) -> None:
    """Each property of a style as an attribute, numbers with two digits after the point."""
    given = {key.rpartition("}")[2]: value.replace("\n", "") for key, value in element.attrib.items()}
    styles = (one.partition(":") for one in given.pop("style", "").split(";") if one.strip())
    given |= {key.strip(): value.strip() for key, _, value in styles}
    given.pop("font-family", None)
    element.attrib.clear()
    for key, value in given.items():
        if key == "href":
            referred.add(value[1:])
            value = f"#{name}-{value[1:]}"
        elif key != "id":
            referred.update(_REFERENCE.findall(value))
            value = _LONG.sub(lambda found: f"{float(found[0]):.2f}", _REFERENCE.sub(rf"url(#{name}-\1)", value))
        element.set(key, value)
