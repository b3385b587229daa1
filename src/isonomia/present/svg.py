# SPDX-License-Identifier: Apache-2.0
"""A small writer of SVG: text stays text, what is written is escaped, screen readers find a title and a description.

Looks are attributes, not a style sheet: a page with a strict content security policy shows such a picture too.
"""

import re
import unicodedata
from xml.etree import ElementTree

from isonomia.present.text import safe

FONTS = "Helvetica, Arial, 'Noto Sans', 'Liberation Sans', 'DejaVu Sans', sans-serif"

INK, DIM, FAINT, RULE = "#1a1a1a", "#595959", "#e6e6e6", "#bfbfbf"
"""Text, lesser text (7:1 on white), empty room, thin lines."""
CHOSEN, OTHER, NEEDED = "#174a7c", "#86a9c9", "#8a3b12"
"""Whoever is elected or goes on, all others, and what is needed: they differ in brightness, not in colour alone."""

_NAMESPACE = "http://www.w3.org/2000/svg"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold (XML 1.0, production 2)."""


class Drawing:
    """A picture under way; lengths in pixels, from the top left. ``height`` may be set until it is written.

    ``name`` begins its identifiers, for a picture that stands within a page.
    """

    def __init__(self, width: int, title: str, description: str, language: str, *, name: str = "") -> None:
        self.width = width
        self.height = 0
        self._root = ElementTree.Element(
            "svg",
            {
                "xmlns": _NAMESPACE,
                "lang": language,
                "role": "img",
                "aria-labelledby": f"{name}title {name}description",
                "font-family": FONTS,
            },
        )
        self._add("title", title, id=f"{name}title")
        self._add("desc", description, id=f"{name}description")
        self._background = self._add("rect", fill="#ffffff", **{"class": "paper"})

    def rect(self, x: float, y: float, width: float, height: float, *, tip: str = "", **look: str | float) -> None:
        """A rectangle; ``tip`` is told where a pointer rests on it."""
        element = self._add("rect", x=x, y=y, width=width, height=height, **look)
        if tip:
            ElementTree.SubElement(element, "title").text = _clean(tip)

    def line(self, x1: float, y1: float, x2: float, y2: float, **look: str | float) -> None:
        self._add("line", x1=x1, y1=y1, x2=x2, y2=y2, **look)

    def path(self, points: str, **look: str | float) -> None:
        self._add("path", d=points, **look)

    def place(self, x: float, y: float, drawn: ElementTree.Element) -> None:
        """Something drawn elsewhere, with its own upper left corner here."""
        self._add("g", transform=f"translate({x:g} {y:g})").append(drawn)

    def text(self, x: float, y: float, text: str, *, size: float = 14, **look: str | float) -> None:
        """One line of text on the base line ``y``; ``anchor``: start, middle or end."""
        if anchor := look.pop("anchor", None):
            look["text_anchor"] = anchor
        self._add("text", text, x=x, y=y, font_size=size, **look)

    def head(self, title: str, subtitle: str, margin: float, most: int = 4) -> float:
        """A title and what it comes to, in so many lines; gives the base line on which the next line may stand."""
        y = margin + 14.0
        for line in wrapped(title, 22, self.width - 2 * margin, 3, bold=True):
            self.text(margin, y, line, size=22, font_weight="bold", fill=INK)
            y += 28
        for line in wrapped(subtitle, 15, self.width - 2 * margin, most):
            self.text(margin, y, line, size=15, fill=INK)
            y += 21
        return y

    def svg(self) -> str:
        """The picture as a document of its own."""
        for name, value in (("width", self.width), ("height", self.height)):
            self._root.set(name, str(value))
            self._background.set(name, str(value))
        self._root.set("viewBox", f"0 0 {self.width} {self.height}")
        return ElementTree.tostring(self._root, encoding="unicode") + "\n"

    def _add(self, tag: str, content: str = "", /, **attributes: str | float) -> ElementTree.Element:
        written = {name.replace("_", "-"): _written(value) for name, value in attributes.items()}
        element = ElementTree.SubElement(self._root, tag, written)
        if content:
            element.text = _clean(content)
        return element


def _written(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", safe(text, 2000))


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """About as wide as this text is, in pixels: for the widest of FONTS, so that what fits here fits."""
    return sum(map(_width, text)) * size * (_BOLD if bold else 1)


_BOLD = 1.14
_WIDE = "MWmw@%ÆæŒœЖМФШЩЫЮжмфшщыюЉЊљњ—…"
_NARROW = " iljtfrI.,:;'|!()[]ії·\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


def _width(character: str) -> float:
    """In parts of the font's size."""
    if unicodedata.combining(character):
        return 0
    if character in _WIDE:
        return 1.1
    if unicodedata.east_asian_width(character) in "WF":
        return 1
    if character in _NARROW:
        return 0.42
    return 0.84 if character.isupper() or character in "#&+<=>^~×÷→ЂЋЪ" else 0.71


def wrapped(text: str, size: float, width: float, most: int, *, bold: bool = False) -> list[str]:
    """The text in lines of up to this width; at most so many, the last one cut where it must be."""
    lines: list[str] = []
    rest = " ".join(re.split("[ \t\n]+", text.strip(" \t\n")))  # other spaces are there to hold numbers together
    while rest and len(lines) < most:
        line = _head(rest, size * (_BOLD if bold else 1), width, last=len(lines) == most - 1)
        lines.append(line)
        rest = rest[len(line) :].lstrip() if not line.endswith("…") or rest.startswith(line) else ""
    return lines or [""]


def _head(text: str, size: float, width: float, *, last: bool) -> str:
    """As much as fits on a line: whole words if there are any, on the last line with dots for what is cut."""
    if width_of(text, size) <= width:
        return text
    end = 0
    dots = width_of("…", size) if last else 0
    while end < len(text) and width_of(text[: end + 1], size) + dots <= width:
        end += 1
    end = max(end, 1)
    if last:
        return text[:end].rstrip() + "…"
    space = text.rfind(" ", 0, end + 1)
    return text[: space if space > 0 else end].rstrip()
