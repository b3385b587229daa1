# SPDX-License-Identifier: Apache-2.0
"""In which line of a TOML file a key stands.

The parser of the standard library keeps no lines, and a second parser would have opinions of its own. But a TOML
document that is cut between two statements is a TOML document: a key comes with the first cut at which the parser
knows it; and no cut within a statement (a string or an array over several lines) parses.
"""

import tomllib
from collections.abc import Sequence
from typing import Any


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line, from 1, on which the statement begins that first gives ``path`` (keys, and places in arrays).

    For a path that is not there, where the longest part of it begins that is; the whole file begins on line 1.
    ``text`` has to be TOML. Bisects: some tens of parses, and one for each line of a long statement that it hits.
    """
    whole = tomllib.loads(text)
    path = list(path)
    while path and not _has(whole, path):
        path.pop()
    lines = text.replace("\r\n", "\n").split("\n")
    without, with_it = 0, len(lines)  # cuts after so many lines: the key is not there yet; it is there
    while path:
        middle = before = after = (without + with_it) // 2
        while (earlier := _parsed(lines[:before])) is None:
            before -= 1
        if _has(earlier, path):
            with_it = before
            continue
        if before == middle:
            after += 1
        while (later := _parsed(lines[:after])) is None:
            after += 1
        if _has(later, path):
            return before + 1
        without = after
    return 1


def _parsed(lines: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None


def _has(data: Any, path: Sequence[str | int]) -> bool:
    for part in path:
        if isinstance(part, int):
            if not isinstance(data, list) or part >= len(data):
                return False
        elif not isinstance(data, dict) or part not in data:
            return False
        data = data[part]
    return True
