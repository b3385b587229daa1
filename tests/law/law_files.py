# SPDX-License-Identifier: Apache-2.0
"""The shipped law files, for the tests that apply them."""

from importlib.resources import files

from isonomia.law.law import Law
from isonomia.law.reading import read_law

FILES = files("isonomia.law") / "files"


def shipped(name: str) -> Law:
    return read_law((FILES / f"{name}.toml").read_bytes(), name)


def lists(method: str, seats: int, threshold: str = "") -> Law:
    """A law of our own for seats."""
    limit = f'threshold = {{ at_least = "{threshold}", of = "valid votes", cites = ["R 2"] }}' if threshold else ""
    return ours(f'[lists]\nmethod = "{method}"\nseats = {seats}\ncites = ["R 1"]\n{limit}\n')


def ours(rules: str) -> Law:
    """A law of our own; article 1 or 2 of R is its only source."""
    head = """
format = 1
id = "ours"
date = 2026-01-01
certainty = "model rules"
title = { en = "Ours" }
[[sources]]
id = "R"
title = "Rules"
where = "here"
opened = 2026-01-01
language = "en"
"""
    return read_law((head + rules).encode(), "ours")
