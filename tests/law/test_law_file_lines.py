# SPDX-License-Identifier: Apache-2.0
"""The line of a key in odd but valid TOML. Expected lines are counted by hand in the texts here."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.law.lines import line_of

ODD = '''\
# a comment
title = "x"   # line 2

a.b."c d" = 1
a.b.e = { f = 1, g.h = [1, 2] }
text = """
[not.a.table]
title = "nor a key"
"""
literal = \'\'\'
z = 1\'\'\'
many = [
  1,      # [z]
  { z = 2 },
]

[table]
key = 1
[table.sub]

key = 2
  [[list]]
  name = "first"
    [list.inner]
    x = 1
[[list]]
name = "second"
[[list.deep]]
x = 1
[[list.deep]]
x = 2

["quoted.key"]
y = 1
'''

LINES: dict[tuple[str | int, ...], int] = {
    ("title",): 2,
    ("a",): 4,
    ("a", "b", "c d"): 4,
    ("a", "b", "e"): 5,
    ("a", "b", "e", "g", "h", 1): 5,
    ("text",): 6,
    ("literal",): 10,
    ("many",): 12,
    ("many", 1, "z"): 12,
    ("table",): 17,
    ("table", "key"): 18,
    ("table", "sub"): 19,
    ("table", "sub", "key"): 21,
    ("list",): 22,
    ("list", 0, "name"): 23,
    ("list", 0, "inner", "x"): 25,
    ("list", 1): 26,
    ("list", 1, "name"): 27,
    ("list", 1, "deep", 0): 28,
    ("list", 1, "deep", 1, "x"): 31,
    ("quoted.key",): 33,
    ("quoted.key", "y"): 34,
    ("z",): 1,
    ("table", "other"): 17,
    ("list", 5, "name"): 22,
    ("title", "x"): 2,
    (): 1,
}


@pytest.mark.parametrize(("path", "line"), LINES.items(), ids=str)
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_the_line_of_a_key(path: tuple[str | int, ...], line: int, ends: str) -> None:
    assert line_of(ODD.replace("\n", ends), path) == line


def test_every_key_of_odd_toml_is_gone_without_its_statement() -> None:
    """Without the lines from the statement on, the key is not there."""
    lines = ODD.split("\n")
    for path in paths(tomllib.loads(ODD)) - {()}:
        line = line_of(ODD, path)
        assert path not in paths(tomllib.loads("\n".join(lines[: line - 1])))


def paths(value: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    found = {path}
    if isinstance(value, dict):
        items: Any = value.items()
    else:
        items = enumerate(value) if isinstance(value, list) else ()
    for key, own in items:
        found |= paths(own, (*path, key))
    return found


STATEMENTS = st.sampled_from(
    ["# comment", "", "{name} = 1", '{name} = """\n\n{name} = 1\n"""', "{name} = [\n  1,\n\n  2]", "{name}.x = 1",
     "[{name}]", "[[{name}]]\nkey = 1"]
)  # fmt: skip


@given(st.lists(STATEMENTS, min_size=1, max_size=30), st.data())
def test_the_line_of_each_statement(statements: list[str], data: st.DataObject) -> None:
    """Statements whose beginnings are known, since they were put together here."""
    text, begins, table = "", {}, ""
    for number, statement in enumerate(statements):
        name = f"k{number}"
        line = text.count("\n") + 1
        text += statement.format(name=name) + "\n"
        if statement.startswith("["):
            begins[name,] = line
            table = name if not statement.startswith("[[") else f"{name}*"
        elif statement.startswith("{"):
            where = (table.rstrip("*"), *([0] if table.endswith("*") else [])) if table else ()
            begins[*where, name] = line
    path = data.draw(st.sampled_from(sorted(begins, key=str) or [()]))
    assert line_of(text, path) == begins.get(path, 1)
