# SPDX-License-Identifier: Apache-2.0
"""The form: which stations there are, and which figures. Nothing but its names gets into a publication.

It is a CSV file of documents (docs/claims/contradictions.md) without numbers: a row of kind ``protocol`` a station,
rows of kind ``set`` for what contains the sets. Filled in, it is read as figures.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from unicodedata import category, normalize

from isonomia.claims import reading
from isonomia.claims.documents import FIELDS, TURNOUT, Statement, parents
from isonomia.claims.documents import Kind as Document
from isonomia.claims.errors import ClaimsError

FORMAT = "the form is described in docs/claims/observers.md"
LONGEST = 100
"""Characters of a name."""
MOST = 999_999_999
"""A figure at most: more voters than any station has."""
_COLUMNS = ("kind", "unit", "within", "complete")
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Station:
    """``complete``: whether the form has all candidates."""

    name: str
    within: str | None
    complete: bool


@dataclass(frozen=True, slots=True)
class Form:
    """``figures``: the names of the columns, in their order; ``sets``: what contains each set that is in another."""

    file: str
    sha256: str
    stations: Mapping[str, Station]
    figures: tuple[str, ...]
    sets: tuple[tuple[str, str], ...]

    @property
    def candidates(self) -> list[str]:
        """The figures that are votes for somebody."""
        return [name for name in self.figures if name not in FIELDS]


def is_name(text: str) -> bool:
    """Whether a text can be a station's or a figure's name: one line, as :func:`plain` writes it."""
    return bool(text) and len(text) <= LONGEST and not any(category(c) in _UNSEEN for c in text) and plain(text) == text


def plain(text: str) -> str:
    """A name as it is compared: composed letters (NFC), no spaces around it and one between words."""
    return " ".join(normalize("NFC", text).split())


def figure_name(text: str) -> str:
    """The same of a figure: ``Cast`` is ``cast``. Raises ValueError if no figure can have the name."""
    name = plain(reading.heading(text))
    if not is_name(name) or name in (*reading.KEYS, TURNOUT) or name.endswith("%"):
        raise ValueError(f"{text[:40]!r} is no name of a figure")
    return name


def read_form(name: str, content: bytes) -> Form:
    """A blank form. Raises ClaimsError, which names row and column."""
    statements, headings = reading.read_documents(name, content), _headings(name, content)
    for column in headings:
        if column in reading.KEYS and column not in _COLUMNS:
            raise _wrong(f"{name}, row 1, column {column!r}", "is of no use in a form")
    figures = _figures(name, headings)
    stations: dict[str, Station] = {}
    for own in statements:
        _check_row(own)
        if own.kind is Document.PROTOCOL and plain(own.unit) in stations:
            raise _wrong(f"{own.place}, column 'unit'", f"the station {own.unit[:40]!r} is there twice")
        if own.kind is Document.PROTOCOL:
            within = None if own.within is None else plain(own.within)
            stations[plain(own.unit)] = Station(plain(own.unit), within, own.complete)
    if not stations:
        raise _wrong(name, "there is no station in it")
    said = parents(statements)
    sets = sorted((plain(unit), plain(own.within or "")) for unit, own in said.items() if own.kind is Document.SET)
    return Form(name, statements[0].place.sha256, stations, figures, tuple(sets))


def read_filled(name: str, content: bytes) -> Iterator[tuple[Statement, dict[str, int]]]:
    """The stations of a form, and their figures; none where the row was left blank. Raises ClaimsError."""
    statements, headings = reading.read_documents(name, content), _headings(name, content)
    for column in headings:
        if column in reading.KEYS and column not in _COLUMNS:
            raise _wrong(f"{name}, row 1, column {column!r}", "is not recorded: it may tell who you are; leave it out")
    _figures(name, headings)
    for own in statements:
        if own.kind not in (Document.PROTOCOL, Document.SET):
            raise _wrong(f"{own.place}, column 'kind'", f"{own.kind.value!r} is neither protocol nor set")
        if own.kind is Document.PROTOCOL and not is_name(plain(own.unit)):
            raise _wrong(f"{own.place}, column 'unit'", "is no name of a station")
        for key, value in own.numbers.items():
            if value > MOST:
                raise _wrong(f"{own.place}, column {key!r}", f"{value} is more than {MOST}")
        if own.kind is Document.PROTOCOL:
            yield own, {_figure(name, key): value for key, value in own.numbers.items()}


def check_against(form: Form, station: str, figures: Mapping[str, int], where: str) -> None:
    """Raises ClaimsError, saying where, if the form has no such station or figure."""
    if station not in form.stations:
        raise _wrong(f"{where}, column 'unit'", f"{form.file} has no station {station[:40]!r}")
    for name in figures:
        if name not in form.figures:
            raise _wrong(f"{where}, column {name[:40]!r}", f"{form.file} has no such column")


def _headings(name: str, content: bytes) -> list[str]:
    """Of a file that was read already."""
    text = content.decode("utf-8-sig")
    if text.lstrip()[:1] == "{":
        raise _wrong(name, "is JSON; a form is CSV")
    rows = csv.reader(StringIO(text, newline=""), delimiter=reading.delimiter(text), strict=True)
    first = next(cells for cells in rows if any(cell.strip() for cell in cells))
    return [reading.heading(cell) for cell in first]


def _figures(name: str, headings: list[str]) -> tuple[str, ...]:
    figures = tuple(_figure(name, column) for column in headings if column not in reading.KEYS)
    if not figures or len(set(figures)) < len(figures):
        raise _wrong(f"{name}, row 1", "no column is a figure" if not figures else "two columns are one figure")
    return figures


def _figure(name: str, column: str) -> str:
    try:
        return figure_name(column)
    except ValueError as error:
        raise _wrong(f"{name}, row 1, column {column!r}", str(error)) from None


def _check_row(own: Statement) -> None:
    if own.kind not in (Document.PROTOCOL, Document.SET):
        raise _wrong(f"{own.place}, column 'kind'", f"{own.kind.value!r} is neither protocol nor set")
    for name in own.numbers:
        raise _wrong(f"{own.place}, column {name!r}", "a blank form has no numbers")
    for column, text in (("unit", own.unit), ("within", own.within)):
        if text is not None and not is_name(plain(text)):
            raise _wrong(f"{own.place}, column {column!r}", f"is no name of 1 to {LONGEST} characters in one line")


def _wrong(where: str, why: str) -> ClaimsError:
    return ClaimsError(where, why, FORMAT)
