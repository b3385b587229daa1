# SPDX-License-Identifier: Apache-2.0
"""Lines for a terminal. What comes from a record may hold anything: it goes through :func:`safe` first."""

import textwrap
import unicodedata
from collections.abc import Iterable

from rich.text import Text

_UNSAFE = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def safe(text: str, limit: int = 500) -> str:
    """The text in one line, without what moves a cursor or turns the reading direction; cut at ``limit``."""
    cut = text if len(text) <= limit else text[:limit] + "…"
    return "".join(ascii(c)[1:-1] if unicodedata.category(c) in _UNSAFE else c for c in cut)


def counted(number: int, what: str) -> str:
    """ "1 ballot", "2 ballots"."""
    return f"{number} {what}" + ("" if number == 1 else "s")


def width_of(text: str) -> int:
    """Columns on a terminal."""
    return Text(text).cell_len


def padded(text: str, width: int) -> str:
    """Filled with spaces up to a number of columns."""
    return text + " " * max(0, width - width_of(text))


def heading(text: str) -> Text:
    """A line over a part."""
    return Text(text, style="bold")


def hanging(first: str, text: str, width: int | None, style: str = "") -> Text:
    """``first`` and the text behind it, wrapped under itself at ``width`` columns (None: not wrapped)."""
    indent = width_of(first)
    if width is None or width - indent < 24:
        return Text(first + text, style=style)
    parts = textwrap.wrap(text, width - indent, break_long_words=False, break_on_hyphens=False) or [""]
    return Text(first + ("\n" + " " * indent).join(parts), style=style)


def table(rows: Iterable[tuple[str, str]], indent: str = "  ") -> list[Text]:
    """Names and values, the values in one column."""
    listed = list(rows)
    wide = max((width_of(name) for name, _ in listed), default=0)
    return [Text(f"{indent}{padded(name, wide)}  {value}") for name, value in listed]
