# SPDX-License-Identifier: Apache-2.0
"""The shipped law files, for the tests that apply them."""

from importlib.resources import files

from isonomia.law.law import Law
from isonomia.law.reading import read_law


def shipped(name: str) -> Law:
    return read_law((files("isonomia.law") / "files" / f"{name}.toml").read_bytes(), name)
