# SPDX-License-Identifier: Apache-2.0
"""The list of voters as an administrator uploads it: login, e-mail, weight, language, a line each."""

import csv
import io
import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from isonomia.server.drafts import LANGUAGES
from isonomia.server.models.folding import LONGEST_LOGIN, folded

MOST_WEIGHT = 10**12
"""Of all voters together: results are computed up to it."""
MOST_VOTERS = 1_000_000
COLUMNS = ("login", "email", "weight", "language")

_WEIGHT = re.compile("[1-9][0-9]{0,12}", re.ASCII)
_CONTROL = re.compile("[\x00-\x1f\x7f]")


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


def read_roll(text: str, default_language: str = "en") -> tuple[list[Line], list[Wrong]]:
    """All voters, and every line that is wrong. A first line of column names is passed over.

    A login may stand alone if it is an e-mail address; weight 1 and the election's language are the defaults.
    """
    lines, wrong = [], []
    seen: dict[str, tuple[int, str]] = {}
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            wrong.append(Wrong(rows.line_num, f"is not CSV: {error}"))
            continue
        cells = [cell.strip() for cell in row]
        if not any(cells) or (rows.line_num == 1 and [cell.lower() for cell in cells] == [*COLUMNS][: len(cells)]):
            continue
        line, why = _line(cells, default_language)
        if line is not None and (before := seen.get(folded(line.login))) is not None:
            why = _twice(line.login, *before)
        if why or line is None:
            wrong.append(Wrong(rows.line_num, why))
            continue
        seen[folded(line.login)] = rows.line_num, line.login
        lines.append(line)
    total = sum(line.weight for line in lines)
    if total > MOST_WEIGHT:
        wrong.append(Wrong(0, f"the weights add up to {total}; results are computed up to {MOST_WEIGHT}"))
    if len(lines) > MOST_VOTERS:
        wrong.append(Wrong(0, f"{len(lines)} voters; {MOST_VOTERS} are the most"))
    if not lines and not wrong:
        wrong.append(Wrong(0, "there is no voter"))
    return lines, wrong


def _twice(login: str, number: int, before: str) -> str:
    """Voters may share an e-mail address; who types a login does not see how its letters were written."""
    if login == before:
        return f"the login {login!r} stands in line {number} already"
    return f"the login {login!r} stands in line {number} already, as {before!r}: capital and small letters are the same"


def _line(cells: list[str], default_language: str) -> tuple[Line | None, str]:
    """The voter, or why there is none."""
    login, email, weight, language = (cells + [""] * 4)[:4]
    email, language = email or login, language or default_language
    if len(cells) > len(COLUMNS):
        return None, f"has {len(cells)} columns; {', '.join(COLUMNS)} are known"
    if not login or len(login) > LONGEST_LOGIN or _CONTROL.search(login):
        return None, "the login is missing, too long, or has control characters"
    try:
        validate_email(email)
    except ValidationError:
        return None, f"{email[:60]!r} is not an e-mail address"
    if weight and not _WEIGHT.fullmatch(weight):
        return None, f"the weight {weight[:20]!r} is not a whole number from 1 on"
    if language not in LANGUAGES:
        return None, f"the language {language[:20]!r} is not one of {', '.join(LANGUAGES)}"
    return Line(login, email, int(weight or 1), language), ""
