# SPDX-License-Identifier: Apache-2.0
"""What a person corrects of the guess: a small TOML file with headings."""

import tomllib
from dataclasses import dataclass, field
from typing import Any

from isonomia.claims.errors import ClaimsError
from isonomia.claims.tables.headings import Role

_HINT = 'write as registered = "Voters on the list" or cast = ["Box 1", "Box 2"]; see docs/claims/tables.md'
_SETTINGS: dict[str, type] = {"encoding": str, "sheet": str, "header_row": int, "leave_out": list, "largest": int}

LARGEST = 10_000_000
"""A count above it is of no polling station: the largest known, electronic ones, have some millions of voters."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """``columns``: the headings of each role that the person told. ``leave_out``: rows, by their number in the file.
    ``largest``: the largest count that is believed."""

    columns: dict[Role, list[str]] = field(default_factory=dict)
    encoding: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    leave_out: list[int] = field(default_factory=list)
    largest: int = LARGEST


def read_mapping(name: str, text: str) -> Mapping:
    """Raises ClaimsError."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ClaimsError(name, str(error), _HINT) from None
    columns: dict[Role, list[str]] = {}
    settings: dict[str, Any] = {}
    for key, value in data.items():
        if key in _SETTINGS:
            if type(value) is not _SETTINGS[key] or (isinstance(value, list) and {*map(type, value)} - {int}):
                raise ClaimsError(name, f"{key} is not of the right kind: {value!r:.60}", _HINT)
            settings[key] = value
            continue
        if key not in list(Role):
            raise ClaimsError(name, f"{key!r} is none of {', '.join([*Role, *_SETTINGS])}", _HINT)
        headings = [value] if isinstance(value, str) else value
        if not isinstance(headings, list) or not all(isinstance(one, str) for one in headings):
            raise ClaimsError(name, f"{key} is neither a heading nor a list of headings", _HINT)
        columns[Role(key)] = headings
    told = [heading for headings in columns.values() for heading in headings]
    if doubled := {heading for heading in told if told.count(heading) > 1}:
        raise ClaimsError(name, f"{min(doubled)!r} is there twice", _HINT)
    return Mapping(columns, **settings)
