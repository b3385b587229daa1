# SPDX-License-Identifier: Apache-2.0
"""What the tests of reports share: an invented election as a table, and a page taken apart by Python's own parser."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import numpy as np

SVG = "{http://www.w3.org/2000/svg}"
ATTACK = "<script>window.attacked=1</script><img src=x onerror=attacked=1>\"'&amp;"

HEADER = "region,station,registered,ballots cast,invalid,{ada},{blaise}\n"


def table_of(seed: int, size: int, *, ada: str = "Ada", blaise: str = "Blaise", region: str = "region {n}") -> str:
    """An election in which each voter decides by himself, as CSV; with one row that cannot be read, and one large
    unit of 20,000 voters."""
    draw = np.random.default_rng(seed)
    registered = draw.integers(100, 2500, size)
    registered[-1] = 20_000
    cast = draw.binomial(registered, draw.uniform(0.3, 0.8, size))
    votes = draw.binomial(cast, 0.99)
    leader = draw.binomial(votes, draw.uniform(0.55, 0.8, size))
    rows = [
        ",".join(map(str, (region.format(n=i % 7), i, all_, took_part, took_part - own, best, own - best)))
        for i, (all_, took_part, own, best) in enumerate(zip(registered, cast, votes, leader, strict=True))
    ]
    rows.append(f"{region.format(n=0)},{size},100,,1,2,3")
    return HEADER.format(ada=ada, blaise=blaise) + "\n".join(rows) + "\n"


class Page(HTMLParser):
    """``elements``: names with their attributes; ``texts``: what a reader sees; ``ids``: identifiers; ``blocks``:
    blocks of code with their lines."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.cells: list[list[str]] = []
        self.blocks: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        self._open.append(tag)
        if tag == "tr":
            self.cells.append([])
        if tag == "pre":
            self.blocks.append("")
        if tag in ("td", "th"):
            self.cells[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            return
        self.texts.append(data)
        if "pre" in self._open:
            self.blocks[-1] += data
        if "td" in self._open or "th" in self._open:
            self.cells[-1][-1] += data

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def row(self, first: str) -> list[str]:
        """The cells of the row that begins so."""
        return next(row for row in self.cells if row and row[0] == first)


def page(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "h1", "h2", "h3"),
    *("p", "strong", "code", "pre", "ul", "li", "div", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("figure", "figcaption", "details", "summary", "svg", "desc", "g", "path", "rect", "text", "use", "line", "defs"),
    *("clippath", "br"),
}


def stands_alone(own: Page) -> None:
    """No element but those that reports are made of, nothing from elsewhere, no script, each identifier once."""
    assert {name for name, _ in own.elements} <= ALLOWED
    assert [one for one, count in Counter(own.ids).items() if count > 1] == []
    for name, attributes in own.elements:
        for key, value in attributes.items():
            assert not key.startswith("on"), (name, key)
            assert key not in ("src", "srcset", "data", "action", "formaction", "poster"), (name, key)
            assert not key.endswith("href") or value.startswith("#"), (name, value)
            assert "url(" not in value or re.fullmatch(r"(?:[^u]|u(?!rl\())*url\(#[\w-]+\)[^(]*", value), value
            for target in re.findall(r"#([\w-]+)\)", value) + ([value[1:]] if key.endswith("href") else []):
                assert target in own.ids, target
    policy = next(a["content"] for n, a in own.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")


def css_fetches_nothing(html: str) -> None:
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style
    assert not re.search(r"@import|url\(|expression|</", style[1])


def text_of(html: str) -> str:
    """What is on the pages of the PDF, by WeasyPrint's own layout."""
    from isonomia.present.pdf import document

    texts: list[str] = []

    def walk(box: object) -> None:
        if hasattr(box, "text"):
            texts.append(str(box.text))
        for child in getattr(box, "children", ()):
            walk(child)

    for each in document(html).pages:
        walk(each._page_box)
    return " ".join(texts)
