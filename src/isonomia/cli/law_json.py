# SPDX-License-Identifier: Apache-2.0
"""Votes from JSON.

``{"votes": {"Ada": 12}, "against_all": 1, "blank": 0, "invalid": 2, "participants": 15, "registered": 20}``; several
votes under ``rounds`` as an array, regions under ``regions`` by name; ranked ballots as ``candidates`` and
``ballots``, each ``[count, [best, next, [equal, equal], …]]``.
"""

import json
from collections.abc import Sequence
from typing import Any

from isonomia.cli.failure import CliError
from isonomia.cli.law_votes import HINT, TOTALS, Place, Sheet, Vote, placed
from isonomia.law.ballots import Profile
from isonomia.law.question import Regional
from isonomia.record import strict

Path = tuple[str | int, ...]


def read_json(content: bytes, where: str) -> list[Vote]:
    """The votes of a file, one item for each. Raises CliError and RecordError."""
    data = strict.decode(content, dict[str, Any], where)
    return _Reader(content.decode(), where).votes(data)


class _Reader:
    def __init__(self, text: str, where: str) -> None:
        self.text = text
        self.where = where

    def fail(self, path: Path, why: str) -> CliError:
        return CliError("bad-votes", f"{self.where}:{line_of(self.text, path)}: {why}", HINT)

    def votes(self, data: dict[str, Any]) -> list[Vote]:
        if "rounds" in data:
            self._only(data, {"rounds"}, ())
            if not isinstance(data["rounds"], list):
                raise self.fail(("rounds",), "rounds is not an array")
            return [self._vote(own, ("rounds", place)) for place, own in enumerate(data["rounds"])]
        return [self._vote(data, ())]

    def _vote(self, data: Any, path: Path) -> Vote:
        if not isinstance(data, dict):
            raise self.fail(path, "a vote is an object")
        if "regions" in data:
            return self._regions(data, path)
        if "ballots" in data or "candidates" in data:
            return self._ballots(data, path)
        sheet = self._sheet(data, path)
        return Vote(sheet.counts(), sheet.place)

    def _sheet(self, data: Any, path: Path) -> Sheet:
        if not isinstance(data, dict) or not isinstance(data.get("votes"), dict):
            raise self.fail(path, "votes is not an object of names and numbers")
        self._only(data, {"votes", *TOTALS.values()}, path)
        sheet = Sheet(Place(self.where))
        for name, number in data["votes"].items():
            own = (*path, "votes", name)
            sheet.votes[name] = self._whole(number, own, name)
            sheet.place.lines[name] = line_of(self.text, own)
        for name in TOTALS.values():
            if data.get(name) is not None:
                sheet.totals[name] = self._whole(data[name], (*path, name), name)
                sheet.place.lines[name] = line_of(self.text, (*path, name))
        return sheet

    def _regions(self, data: dict[str, Any], path: Path) -> Vote:
        self._only(data, {"regions"}, path)
        path = (*path, "regions")
        if not isinstance(data["regions"], dict):
            raise self.fail(path, "regions is not an object of names and votes")
        parts = {name: self._sheet(own, (*path, name)).counts() for name, own in data["regions"].items()}
        place = Place(self.where, {name: line_of(self.text, (*path, name)) for name in parts})
        with placed([place]):
            return Vote(Regional.of(parts), place)

    def _ballots(self, data: dict[str, Any], path: Path) -> Vote:
        self._only(data, {"candidates", "ballots"}, path)
        names, ballots = data.get("candidates"), data.get("ballots")
        if not isinstance(names, list) or not isinstance(ballots, list):
            raise self.fail(path, "ranked ballots need the arrays candidates and ballots")
        lines = []
        for number, ballot in enumerate(ballots):
            if not isinstance(ballot, list) or len(ballot) != 2 or not isinstance(ballot[1], list):
                raise self.fail((*path, "ballots", number), "a ballot is [count, [best, next, …]]")
            lines.append((ballot[0], ballot[1]))
        place = _Ballots(self.where, self.text, (*path, "ballots"))
        with placed([place]):
            return Vote(Profile.of(names, lines), place)

    def _whole(self, number: Any, path: Path, name: str) -> int:
        if type(number) is not int or number < 0:
            raise self.fail(path, f"{name}: {number!r} is not a whole number of votes")
        return number

    def _only(self, data: dict[str, Any], known: set[str], path: Path) -> None:
        for key in data:
            if key not in known:
                raise self.fail((*path, key), f"unknown key {key[:40]!r}; known are {', '.join(sorted(known))}")


class _Ballots(Place):
    """Where ranked ballots were read; a line is looked up only if somebody asks for it."""

    def __init__(self, where: str, text: str, path: Path) -> None:
        super().__init__(where)
        self._text, self._path = text, path

    def line(self, name: str) -> int | None:
        kind, _, number = name.partition(" ")
        return line_of(self._text, (*self._path, int(number) - 1)) if kind == "ballot" else None


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line, from 1, of a key or an item in a JSON text."""
    at = _skip(text, 0)
    for part in path:
        at = _member(text, at, part) if isinstance(part, str) else _item(text, at, part)
    return text.count("\n", 0, at) + 1


def _skip(text: str, at: int) -> int:
    while text[at] in " \t\r\n":
        at += 1
    return at


_DECODER = json.JSONDecoder()


def _member(text: str, at: int, key: str) -> int:
    """Where the value of a key begins in the object at ``at``."""
    at = _skip(text, at + 1)
    while True:
        name, at = _DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if name == key:
            return at
        at = _skip(text, _skip(text, _DECODER.raw_decode(text, at)[1]) + 1)


def _item(text: str, at: int, place: int) -> int:
    """Where an item begins in the array at ``at``."""
    at = _skip(text, at + 1)
    for _ in range(place):
        at = _skip(text, _skip(text, _DECODER.raw_decode(text, at)[1]) + 1)
    return at
