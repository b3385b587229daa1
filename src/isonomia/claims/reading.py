# SPDX-License-Identifier: Apache-2.0
"""Documents from the bytes of CSV and JSON files (docs/claims/contradictions.md). Nothing is guessed or left out."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import StringIO
from typing import Any
from unicodedata import normalize

from isonomia.claims.announced import announced
from isonomia.claims.documents import FIELDS, TURNOUT, Kind, Place, Statement
from isonomia.claims.errors import ClaimsError

FORMAT = "the format is in docs/claims/contradictions.md"
KEYS = ("kind", "unit", "within", "time", "complete", "base", "source")
_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", re.ASCII)
_BASES = ("valid", "cast", "issued", "registered")


def read_documents(name: str, content: bytes) -> list[Statement]:
    """The statements of a file: JSON if it begins with a brace, else CSV. Raises ClaimsError."""
    digest = sha256(content).hexdigest()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClaimsError(name, f"byte {error.start} is not UTF-8", "save the file as UTF-8") from None
    rows = _json(name, text) if text.lstrip()[:1] == "{" else _csv(name, text)
    found = [_statement(Place(name, digest, row), cells) for row, cells in rows]
    if not found:
        raise ClaimsError(name, "there is no document in it", FORMAT)
    return found


def _csv(name: str, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    header: list[str] | None = None
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = [heading(cell) for cell in cells]
                _check_header(name, header)
                continue
            if len(cells) != len(header):
                raise ClaimsError(f"{name}, row {reader.line_num}", f"{len(cells)} cells, not {len(header)}", FORMAT)
            given = {key: _plain(cell) for key, cell in zip(header, cells, strict=True)}
            yield reader.line_num, {key: cell for key, cell in given.items() if cell}
    except csv.Error as error:
        raise ClaimsError(f"{name}, row {reader.line_num}", str(error), "is it a CSV file?") from None


def delimiter(text: str) -> str:
    """Of a CSV file: the most frequent in its first line."""
    return max(",;\t", key=text.partition("\n")[0].count)


def heading(cell: str) -> str:
    """As it is read: the names that have a meaning in small letters; percentages as ``Ada %``."""
    cell = _plain(cell)
    percent = " %" if cell.endswith("%") else ""
    name = " ".join(cell.removesuffix("%").split())
    return (name.casefold() if name.casefold() in (*KEYS, *FIELDS, TURNOUT) else name) + percent


def _plain(cell: str) -> str:
    """Composed letters (NFC), for two ways to write one letter look alike; without spaces around them."""
    return normalize("NFC", cell).strip()


def _check_header(name: str, header: list[str]) -> None:
    doubled = {key for key in header if header.count(key) > 1}
    if doubled or "" in header:
        why = f"the column {min(doubled)!r} is there twice" if doubled - {""} else "a column has no heading"
        raise ClaimsError(f"{name}, row 1", why, FORMAT)
    for key in ("kind", "unit"):
        if key not in header:
            raise ClaimsError(f"{name}, row 1", f"there is no column {key!r}", FORMAT)


def _json(name: str, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _ in pairs}) < len(pairs):
            raise ClaimsError(name, f"a key is there twice: {[key for key, _ in pairs]!r:.200}", FORMAT)
        return dict(pairs)

    try:
        data = json.loads(text, object_pairs_hook=once, parse_float=str)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ClaimsError(name, f"is not JSON: {error}", FORMAT) from None
    if list(data) != ["documents"] or not isinstance(data["documents"], list):
        raise ClaimsError(name, "is not an object with a list `documents` alone", FORMAT)
    for number, document in enumerate(data["documents"], 1):
        if not isinstance(document, dict):
            raise ClaimsError(f"{name}, row {number}", "is not an object", FORMAT)
        cells = {}
        for key, value in document.items():
            if not isinstance(value, str | int) or isinstance(value, bool):
                raise ClaimsError(f"{name}, row {number}, column {key!r}", "is neither text nor a whole number", FORMAT)
            if (named := heading(key)) in cells:
                raise ClaimsError(f"{name}, row {number}", f"the key {named!r} is there twice", FORMAT)
            cells[named] = _plain(str(value))
        yield number, {key: cell for key, cell in cells.items() if cell}


def _statement(place: Place, cells: Mapping[str, str]) -> Statement:
    kind = cells.get("kind", "").casefold()
    if kind not in list(Kind):
        raise _wrong(place, "kind", f"{kind[:40]!r} is none of {', '.join(Kind)}")
    if "unit" not in cells:
        raise _wrong(place, "unit", "there is no name of the station or set")
    if (time := cells.get("time")) and not _TIME.fullmatch(time):
        raise _wrong(place, "time", f"{time[:40]!r} is not a time as 2020-08-10 or 2020-08-10T07:30")
    if (complete := cells.get("complete", "no").casefold()) not in ("yes", "no"):
        raise _wrong(place, "complete", f"{complete[:40]!r} is neither yes nor no")
    if (base := cells.get("base")) and base not in _BASES:
        raise _wrong(place, "base", f"{base[:40]!r} is none of {', '.join(_BASES)}")
    rest = {key: cell for key, cell in cells.items() if key not in KEYS}
    percents = {key.removesuffix("%").strip(): cell for key, cell in rest.items() if key.endswith("%")}
    numbers = {key: _whole(place, key, cell) for key, cell in rest.items() if not key.endswith("%")}
    for key in percents:
        if key in ("", "*", *KEYS):
            raise _wrong(place, f"{key} %", "is a percentage of nobody: no candidate can have this name")
    if TURNOUT in numbers:
        raise _wrong(place, TURNOUT, f"is it a percentage? then name the column '{TURNOUT} %'; else 'cast'")
    if kind == Kind.SET and (numbers or percents):
        raise _wrong(place, min(rest), "a set has no numbers; give them in a row of another kind")
    if kind == Kind.PROVEN and percents:
        raise _wrong(place, min(rest), "percentages prove no votes")
    for key, percent in percents.items():
        try:
            announced(percent)
        except ValueError as error:
            raise _wrong(place, f"{key} %", str(error)) from None
    return Statement(
        *(place, Kind(kind), cells["unit"], cells.get("within"), time, complete == "yes"),
        *(numbers, percents, base),
    )


def _whole(place: Place, key: str, cell: str) -> int:
    if cell.isascii() and cell.isdigit() and len(cell) <= 15:
        return int(cell)
    raise _wrong(place, key, f"{cell[:40]!r} is not a whole number from 0, written in digits alone")


def _wrong(place: Place, column: str, why: str) -> ClaimsError:
    return ClaimsError(f"{place}, column {column!r}", why, FORMAT)
