# SPDX-License-Identifier: Apache-2.0
"""Reading law files: TOML, the types of ``law``, then what contradicts itself. Each error has its line."""

import re
import tomllib
from typing import Any

import msgspec

from isonomia.law.consistency import contradictions
from isonomia.law.errors import FileProblem, LawFileError
from isonomia.law.law import Law
from isonomia.law.lines import line_of

LARGEST = 64_000
"""Bytes of a law file."""
LONGEST = 2_000
"""Lines of a law file."""

Path = tuple[str | int, ...]


def read_law(content: bytes, where: str) -> Law:
    """The law in a file; ``where`` is what errors call the file. Raises ``LawFileError``, which lists the problems."""
    if len(content) > LARGEST or content.count(b"\n") >= LONGEST:
        why = f"more than {LARGEST:,} bytes or {LONGEST:,} lines: no law file is so long"
        raise LawFileError(where, [FileProblem(0, "", why)])
    try:
        text = content.decode()
        data = _plain(tomllib.loads(text))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise LawFileError(where, [FileProblem(line, "", "not UTF-8")]) from None
    except tomllib.TOMLDecodeError as error:
        raise LawFileError(where, [_syntax(text, str(error))]) from None
    except (ValueError, RecursionError):  # what TOML allows, and Python's own limits do not
        raise LawFileError(where, [FileProblem(0, "", "nested too deeply, or a number of too many digits")]) from None
    try:
        law = msgspec.convert(data, Law)
    except msgspec.ValidationError as error:
        path, why = _mistake(str(error))
        raise LawFileError(where, [FileProblem(line_of(text, path), key_of(path), why)]) from None
    found = [FileProblem(line_of(text, path), key_of(path), why) for path, why in contradictions(law)]
    if found:
        raise LawFileError(where, sorted(found, key=lambda problem: problem.line))
    return law


def _plain(value: Any) -> Any:
    """TOML as JSON has it: dates become their text."""
    if isinstance(value, dict):
        return {key: _plain(own) for key, own in value.items()}
    if isinstance(value, list):
        return [_plain(own) for own in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _syntax(text: str, why: str) -> FileProblem:
    at = re.search(r" \(at line (\d+), column \d+\)\Z", why)
    if at:
        return FileProblem(int(at[1]), "", why[: at.start()])
    return FileProblem(text.count("\n") + 1, "", why.removesuffix(" (at end of document)"))


_FORMS = {
    "^[0-9]{1,9}/": 'a share is written "1/2"',
    "^[0-9]{4}-": "a date is written 2026-01-31",
    "^P[1-9]": 'a duration is a number and a unit, "P14D", "P2W", "P3M" or "P1Y"',
    "^[a-z0-9]+(-": "an id is of lower-case letters, digits and hyphens",
    "^[a-z]{2,3}": 'a language is written "en"',
    "^\\\\S+": "no spaces here",
}
"""The patterns of ``law.py`` by their beginnings, in words."""


def _mistake(said: str) -> tuple[Path, str]:
    """Where msgspec's message points, and what it says."""
    why, _, place = said.partition(" - at ")
    path: list[str | int] = []
    for name, number in re.findall(r"\.(\w+)|\[(\d+)\]", place.replace("[...]", "")):
        path.append(int(number) if number else name)
    unknown = re.fullmatch(r"Object contains unknown field `(.*)`", why, re.DOTALL)
    if unknown:
        return (*path, unknown[1]), "unknown key"
    missing = re.fullmatch(r"Object missing required field `(.*)`", why)
    if missing:
        return tuple(path), f"needs the key {missing[1]!r}"
    pattern = re.fullmatch(r"Expected `str(?: \| null)?` matching regex '(.*)'", why, re.DOTALL)
    if pattern:
        return tuple(path), next(words for start, words in _FORMS.items() if pattern[1].startswith(start))
    return tuple(path), why[0].lower() + why[1:]


def key_of(path: Path) -> str:
    """``rounds[0].go_on``; places count from 1, as a reader does."""
    said = ""
    for part in path:
        said += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if said else ''}{part}"
    return said
