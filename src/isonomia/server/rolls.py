# SPDX-License-Identifier: Apache-2.0
"""The list of voters as an administrator uploads it: login, e-mail, weight, language, a line each."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from isonomia.server.addresses import is_address
from isonomia.server.drafts import LANGUAGES
from isonomia.server.models.folding import LONGEST_LOGIN, folded

MOST_WEIGHT = 10**12
"""Of all voters together: results are computed up to it."""
MOST_VOTERS = 1_000_000
COLUMNS = ("login", "email", "weight", "language")

_WEIGHT = re.compile("[1-9][0-9]{0,12}", re.ASCII)
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_LINE_END = re.compile("\r\n?|\n")
_SAVE_AGAIN = "save the table as “CSV UTF-8”, and choose that file"
_OPEN_QUOTE = 'a quote (") is opened here and not closed: close it, or write "" for a quote that belongs to the text'
_COMMAS = {",": "comma", ";": "semicolon", "\t": "tab"}


class Line(NamedTuple):
    """A voter."""

    login: str
    email: str
    weight: int
    language: str


class Wrong(NamedTuple):
    """A line that is not right; lines count from 1."""

    number: int
    why: str


def read_roll(content: bytes, default_language: str = "en") -> tuple[list[Line], list[Wrong]]:
    """All voters, and every line that is wrong; 0 is the number of no line.

    Columns stand in their order, or a first line has their names; then semicolons or tabs may be between them, as
    spreadsheets write them. A login may stand alone if it is an e-mail address; weight 1 and the election's language
    are the defaults.
    """
    unreadable = _not_text(content)
    if unreadable is not None:
        return [], [unreadable]
    text = content.decode().removeprefix("\ufeff")
    comma, columns = _columns(text)
    if not comma:
        return [], [Wrong(1, _names_wanted(text))]
    lines: list[Line] = []
    wrong: list[Wrong] = []
    seen: dict[str, tuple[int, str]] = {}
    for number, cells in _rows(text, comma, wrong):
        if (number == 1 and _named(cells)) or not any(cells):
            continue
        line, why = _line(cells, columns, default_language)
        if line is not None and (before := seen.get(folded(line.login))) is not None:
            why = _twice(line.login, *before)
        if why or line is None:
            wrong.append(Wrong(number, why))
            continue
        seen[folded(line.login)] = number, line.login
        lines.append(line)
    return lines, sorted([*wrong, *_of_all(lines, wrong)])


def _not_text(content: bytes) -> Wrong | None:
    """What a file is that is not text in UTF-8: nothing of it is guessed, for a login would be another one."""
    if content.startswith(b"PK\x03\x04"):
        return Wrong(0, f"this is a spreadsheet, and not CSV: {_SAVE_AGAIN}")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        return Wrong(0, f"this is UTF-16 (“Unicode text”), or no text: {_SAVE_AGAIN}")
    try:
        content.decode()
    except UnicodeDecodeError as error:
        number = len(_LINE_END.findall(content[: error.start].decode())) + 1
        return Wrong(number, f"is not UTF-8, so that nobody can tell which letters are meant: {_SAVE_AGAIN}")
    return None


def _columns(text: str) -> tuple[str, Sequence[str]]:
    """What stands between the columns, and their names; nothing between them if it is no comma and they have none."""
    first = _first_line(text)
    for comma in _COMMAS:
        names = next(csv.reader([first], delimiter=comma), [])
        if _named(names):
            return comma, [name.strip().lower() for name in names]
    return "" if "," not in first and any(comma in first for comma in _COMMAS) else ",", COLUMNS


def _named(cells: Sequence[str]) -> bool:
    """Whether these are names of columns."""
    names = [cell.strip().lower() for cell in cells]
    return COLUMNS[0] in names and len(set(names)) == len(names) and set(names) <= set(COLUMNS)


def _first_line(text: str) -> str:
    return _LINE_END.split(text, maxsplit=1)[0][:1000]


def _names_wanted(text: str) -> str:
    first = _first_line(text)
    comma = next(comma for comma in _COMMAS if comma in first)
    between = f"a {_COMMAS[comma]} is between the columns: then the first line must have their names"
    return f"{between}, {comma.join(COLUMNS)} (weight and language may be left out)".replace("\t", "⇥")


def _rows(text: str, comma: str, wrong: list[Wrong]) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the line in which it begins; what is no row is put among what is ``wrong``."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    while True:
        number = rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            unclosed = "unexpected end" in str(error) or "field limit" in str(error)
            wrong.append(Wrong(number, _OPEN_QUOTE if unclosed else f"is not CSV: {error}, in line {rows.line_num}"))
        else:
            yield number, [cell.strip() for cell in cells]


def _of_all(lines: Sequence[Line], wrong: Sequence[Wrong]) -> Iterator[Wrong]:
    """What is wrong with the list as a whole."""
    total = sum(line.weight for line in lines)
    if total > MOST_WEIGHT:
        yield Wrong(0, f"the weights add up to {total}; results are computed up to {MOST_WEIGHT}")
    if len(lines) > MOST_VOTERS:
        yield Wrong(0, f"{len(lines)} voters; {MOST_VOTERS} are the most")
    if not lines and not wrong:
        yield Wrong(0, "there is no voter")


def _twice(login: str, number: int, before: str) -> str:
    """Voters may share an e-mail address; who types a login does not see how its letters were written."""
    if login == before:
        return f"the login {login!r} stands in line {number} already"
    return f"the login {login!r} stands in line {number} already, as {before!r}: capital and small letters are the same"


def _line(cells: list[str], columns: Sequence[str], default_language: str) -> tuple[Line | None, str]:
    """The voter, or why there is none."""
    if len(cells) > len(columns):
        return None, f"has {len(cells)} columns; {', '.join(columns)} are known"
    said = dict(zip(columns, cells, strict=False))
    login, email, weight, language = (said.get(name, "") for name in COLUMNS)
    email, language = email or login, language or default_language
    if not login or len(login) > LONGEST_LOGIN or _CONTROL.search(login):
        return None, "the login is missing, too long, or has control characters"
    if not is_address(email):
        return None, f"{email[:60]!r} is not an e-mail address"
    if weight and not _WEIGHT.fullmatch(weight):
        return None, f"the weight {weight[:20]!r} is not a whole number from 1 on"
    if language not in LANGUAGES:
        return None, f"the language {language[:20]!r} is not one of {', '.join(LANGUAGES)}"
    return Line(login, email, int(weight or 1), language), ""
