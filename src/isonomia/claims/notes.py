# SPDX-License-Identifier: Apache-2.0
"""Numbers that were compared with nothing, perhaps for a name that is written in two ways: no name is guessed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from unicodedata import category, normalize

from isonomia.claims.documents import FIELDS, OFFICIAL, TURNOUT, Kind, Statement, parents

_RESERVED = (*FIELDS, TURNOUT)


class About(StrEnum):
    """What a note is about."""

    CAPITALS = "differ-in-capitals"
    """Names that are one but for capital letters."""
    SPELLING = "differ-in-signs"
    """Names that are one but for spaces, hyphens, other signs, or capitals as well."""
    NO_TOTAL = "no-total"
    """Sets that contain units with numbers, are in no other set, and have no total; nor has a set between."""
    ONE_DOCUMENT = "one-document"
    """Candidates whom one document names, and no other one that could."""


@dataclass(frozen=True, slots=True)
class Note:
    """``names``: those of one pair (or more) of names, else all that the note is true of."""

    about: About
    names: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"about": self.about.value, "names": list(self.names)}


def notes(statements: Sequence[Statement]) -> list[Note]:
    """In the order of About; each name is in one at most."""
    candidates = _candidates(statements)
    units = {own.unit for own in statements} | {own.within for own in statements if own.within}
    alike = [*_alike(units), *_alike([*candidates, *_RESERVED])]
    known = {name for note in alike for name in note.names}
    more = [
        Note(About.NO_TOTAL, tuple(name for name in _without_total(statements) if name not in known)),
        Note(About.ONE_DOCUMENT, tuple(name for name in _named_once(candidates) if name not in known)),
    ]
    return sorted(alike, key=lambda note: list(About).index(note.about)) + [note for note in more if note.names]


def _candidates(statements: Iterable[Statement]) -> Mapping[str, list[Statement]]:
    """Who is named with votes or a percentage, and by which documents."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for own in statements:
        for name in dict.fromkeys((*own.candidates, *own.shares)):
            found[name].append(own)
    return found


def _alike(names: Iterable[str]) -> Iterator[Note]:
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        groups[_letters(name)].append(name)
    for key, group in groups.items():
        if key and len(group) > 1:
            only_capitals = len({name.casefold() for name in group}) == 1
            yield Note(About.CAPITALS if only_capitals else About.SPELLING, tuple(group))


def _letters(name: str) -> str:
    """What is left of a name without capitals and signs. A sign between digits stays: 1-12 is not 112."""
    text = normalize("NFKC", name).casefold()
    kept = []
    for place, sign in enumerate(text):
        if category(sign)[0] in "LMN":
            kept.append(sign)
        elif text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit():
            kept.append("-")
    return "".join(kept)


def _without_total(statements: Sequence[Statement]) -> Iterator[str]:
    above = {unit: own.within or "" for unit, own in parents(statements).items()}
    counted = {own.unit for own in statements if own.numbers}
    with_total = {own.unit for own in statements if own.kind is Kind.TOTAL and own.numbers}
    sets: dict[str, bool] = {}
    for unit in sorted(counted & above.keys()):
        around = [above[unit]]
        while around[-1] in above:
            around.append(above[around[-1]])
        if not with_total & {*around}:
            sets[around[-1]] = True
    yield from sets


def _named_once(candidates: Mapping[str, Sequence[Statement]]) -> Iterator[str]:
    """A proof of one candidate's votes need not name the others: what only proofs leave out is not told."""
    everywhere = {id(own): own for found in candidates.values() for own in found}.values()
    for name, found in candidates.items():
        if len(found) == 1 and any(
            own is not found[0] and (own.kind in OFFICIAL or own.kind is Kind.INTERIM) for own in everywhere
        ):
            yield name
