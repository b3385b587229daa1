# SPDX-License-Identifier: Apache-2.0
"""The lines of an observer's file, read strictly (docs/claims/observers.md): each has one way to be written."""

from typing import Annotated, Final

import msgspec

from isonomia.claims.observers.form import MOST, is_name
from isonomia.claims.observers.observation import Kind
from isonomia.record import strict
from isonomia.record.errors import RecordError

FORMAT: Final = "isonomia-observer"
VERSION: Final = 1
LABEL: Final = r"^[a-z0-9][a-z0-9.-]{0,63}\Z"
LONGEST: Final = 1 << 16
"""Bytes of a line."""
MOST_LINES: Final = 100_000
"""Of a file."""
MOST_PROBLEMS: Final = 100
"""That are told of a file: one who sends rubbish must not take the collector's time and memory."""

LINE: Final = "observer.line"
HEADER: Final = "observer.header"
NUMBER: Final = "observer.number"
PREVIOUS: Final = "observer.previous"
SIGNATURE: Final = "observer.signature"
MEANING: Final = "observer.meaning"
TAIL: Final = "observer.tail"
HEAD: Final = "observer.head"
LIMIT: Final = "observer.limit"

_DAY: Final = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\Z"
_Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Signature = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{128}\Z")]
_Count = Annotated[int, msgspec.Meta(ge=0, le=MOST)]
_Number = Annotated[int, msgspec.Meta(ge=1, le=MOST)]
_TAIL_OF_LINE: Final = b',"signature":"'


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line."""

    format: str
    version: int
    election: Annotated[str, msgspec.Meta(pattern=LABEL)]
    public_key: _Hash
    """Ed25519 (RFC 8032), in hexadecimal."""
    signature: _Signature


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every other line."""

    number: _Number
    previous: _Hash
    """The SHA-256 of the line before, without its line feed."""
    day: Annotated[str, msgspec.Meta(pattern=_DAY)]
    kind: Kind
    station: str
    replaces: _Number | None
    figures: dict[str, _Count]
    photos: list[_Hash]
    signature: _Signature


def read_header(line: bytes, where: str) -> Header:
    """Raises RecordError."""
    header = _read(line, Header, where)
    if header.format != FORMAT or header.version != VERSION:
        raise RecordError(where, "is not the header of an observer's file of version 1", HEADER)
    return header


def read_entry(line: bytes, where: str) -> Entry:
    """Raises RecordError."""
    entry = _read(line, Entry, where)
    for name in (entry.station, *entry.figures):
        if not is_name(name):
            raise RecordError(where, f"{name[:40]!a} is not a name in one line, in its one way to be written", LINE)
    return entry


def signed_part(line: bytes, kind: str) -> bytes:
    """What is signed of a line that was read: it begins with what it is, so that no other signature fits."""
    return b"isonomia-observer-1 %s\n" % kind.encode() + line[: line.rindex(_TAIL_OF_LINE)]


def signed_line(message: Header | Entry, signature: str) -> bytes:
    """The line with its signature, without the line feed."""
    return msgspec.json.encode(msgspec.structs.replace(message, signature=signature))


def _read(line: bytes, type_: type[strict.T], where: str) -> strict.T:
    if len(line) > LONGEST:
        raise RecordError(where, f"the line has over {LONGEST} bytes", LINE)
    try:
        value, compact = strict.read(line, type_, where)
    except RecordError as error:
        raise RecordError(error.where, error.why, LINE) from None
    if not compact:
        raise RecordError(where, "is not written in the one way that the format has", LINE)
    return value
