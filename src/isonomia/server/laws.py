# SPDX-License-Identifier: Apache-2.0
"""The laws that come with isonomia, as terms name them."""

from functools import cache
from hashlib import sha256
from importlib.resources import files

from isonomia.law.counting import TAKE_TIES
from isonomia.law.law import Law
from isonomia.law.reading import read_law
from isonomia.protocol.messages import Message


class ShippedLaw(Message, frozen=True):
    """A law: the name of its file and its SHA-256, which the terms promise, and its title in English."""

    file: str
    sha256: str
    title: str


@cache
def content(file: str) -> Law:
    """What a law that comes with isonomia says. Raises KeyError for another file."""
    if file not in (own.file for own in shipped()):
        raise KeyError(file)
    return read_law((files("isonomia.law") / "files" / file).read_bytes(), file)


@cache
def strict() -> tuple[str, ...]:
    """The SHA-256 of those that count rankings and take no equal ranks."""
    rankings = ((own.sha256, content(own.file).ranking) for own in shipped())
    return tuple(digest for digest, rule in rankings if rule is not None and rule.method not in TAKE_TIES)


@cache
def shipped() -> tuple[ShippedLaw, ...]:
    """All of them, by the names of their files."""
    found = []
    for entry in sorted((files("isonomia.law") / "files").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            content = entry.read_bytes()
            law = read_law(content, entry.name)
            found.append(ShippedLaw(entry.name, sha256(content).hexdigest(), law.title.en))
    return tuple(found)
