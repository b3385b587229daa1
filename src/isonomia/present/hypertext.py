# SPDX-License-Identifier: Apache-2.0
"""A small writer of HTML pages that stand alone: what is text is escaped, here and nowhere else.

A plain ``str`` is always text; only :func:`tag` makes markup. So a forgotten call shows as text, and never runs. The
page's policy forbids scripts and everything from elsewhere all the same.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files

from isonomia.present.text import safe

LONGEST = 5000
"""Characters of a text."""
_VOID = ("meta", "br", "hr", "col")
_NOT_HTML = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_POLICY = "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"


class Html(str):
    """Markup that is written as it is."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: str | None) -> Html:
    """An element; children that are no Html are text. ``class_`` is written class, ``aria_label`` aria-label."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_text(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{together(children)}</{name}>")


def together(children: Iterable[str]) -> Html:
    """One after the other."""
    return Html("".join(child if isinstance(child, Html) else _text(child) for child in children))


def _text(text: str) -> str:
    lines = (safe(_NOT_HTML.sub("\N{REPLACEMENT CHARACTER}", line), LONGEST) for line in text.split("\n"))
    return escape("\n".join(lines), quote=True)


def inline(svg: str) -> Html:
    """A picture that :mod:`isonomia.present.svg` wrote: its text is escaped there."""
    return Html(svg.strip())


def table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[int] = (), label: str = ""
) -> Html:
    """A table that can be scrolled by keyboard where it is too wide; columns of ``numbers`` stand to the right, and
    each row is headed by its first cell."""
    look = ["number" if column in numbers else None for column in range(len(head))]
    top = tag("tr", *(tag("th", name, scope="col", class_=own) for name, own in zip(head, look, strict=True)))
    body = [
        tag(
            "tr",
            tag("th", row[0], scope="row", class_=look[0]),
            *(tag("td", cell, class_=own) for cell, own in zip(row[1:], look[1:], strict=True)),
        )
        for row in rows
    ]
    inside = tag("table", tag("caption", caption), tag("thead", top), tag("tbody", *body))
    return tag("div", inside, class_="wide", tabindex="0", role="region", aria_label=label or caption)


def page(title: str, language: str, *body: str) -> str:
    """A whole document, with its style inside."""
    style = files("isonomia.present").joinpath("report.css").read_text(encoding="utf-8")
    digest = sha256(style.encode()).digest()
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY.format(style=b64encode(digest).decode())),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", Html(style)),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, tag('body', *body), lang=language)}\n"
