# SPDX-License-Identifier: Apache-2.0
"""The public archive as a stream of checked entries (specification, section "Public data").

An old-style (v7) tar without an end: a 512-byte header and the content, padded with zeros, for each entry.
Only what :mod:`isonomia.record.writer` and the peers write is accepted, byte for byte, so that no two
readers of tar can see different entries in one file. The JSON of the entries, and how they refer to one
another, is not looked at here.

A file has one cursor: read an archive from one thread. It may grow meanwhile; what is read ends where the
file ended when it was opened.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO, Final, Literal, NamedTuple

import msgspec

from isonomia.record import checks, strict
from isonomia.record.errors import (
    NotARecord,
    Problem,
    RecordError,
    TailProblem,
    UnknownVersion,
    printable,
)

BLOCK: Final = 512
HEADER_NAME: Final = "BELENIOS"

Kind = Literal["header", "data", "event"]

_NAME: Final = re.compile(rb"([0-9a-f]{64})\.(data|event)\.json")
_ZEROS: Final = bytes(BLOCK)
_MAX_TIMESTAMP: Final = 2**53 - 1


class Entry(NamedTuple):
    """One entry whose name, hash and framing were checked; ``content`` starts at byte ``offset``."""

    name: str
    kind: Kind
    hash: str
    offset: int
    size: int
    content: bytes


class Limits(NamedTuple):
    """The largest content of an entry of each kind, in bytes."""

    header: int = 1 << 10
    event: int = 1 << 10
    data: int = 1 << 30


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    timestamp: int | str


class _Version(msgspec.Struct, frozen=True):
    version: int


class Archive:
    """A record, open for reading; made by :func:`open_archive`.

    Iterating yields, in order, an :class:`Entry` for each entry that can be used, and before it a
    :class:`Problem` for each thing that is wrong with its framing. What has no usable name, not the content
    that its name says, a name that came before, or too large a size yields problems and no entry.
    Iteration ends early, with a problem, only at a torn tail or a header whose checksum is wrong. Each new
    iteration reads from the beginning. ``limits`` may be changed between entries. In memory are one entry,
    and a hash for each entry that came before. Raises EOFError if the file becomes shorter while it is read.
    """

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._file = file
        self.limits = limits
        self.length = file.seek(0, 2)
        self.version = 1
        self.timestamp: int | None = None
        """When the election began, in seconds since 1970; None if the header does not tell (a problem)."""
        self.timestamp_is_string = False
        self._header_problems: list[Problem] = []

    def read_at(self, offset: int, size: int) -> bytes:
        """Exactly ``size`` bytes from ``offset``. Raises EOFError if the file has become shorter."""
        self._file.seek(offset)
        parts = []
        while size > 0:
            part = self._file.read(size)
            if not part:
                raise EOFError(f"{size} more bytes expected in the record")
            parts.append(part)
            size -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def __iter__(self) -> Iterator[Entry | Problem]:
        seen: set[bytes] = set()
        position, number = 0, 0
        while position < self.length:
            number += 1
            place = f"entry {number} at byte {position}"
            if self.length - position < BLOCK:
                left = self.length - position
                yield _torn(place, f"{left} bytes are left where a header of {BLOCK} is due", position)
                return
            header = self.read_at(position, BLOCK)
            if header == _ZEROS:
                end = self._end_of_zeros(position)
                yield _zeros(place, position, end, self.length)
                position = end
                continue
            place += ", " + printable(_shown_name(header))
            if (why := _bad_frame(header)) is not None:
                yield Problem(checks.ARCHIVE_TAR, place, why + "; nothing after it can be read")
                return
            size = int(header[124:135], 8)
            start = position + BLOCK
            following = start + -(-size // BLOCK) * BLOCK
            if following > self.length:
                missing = following - self.length
                yield _torn(place, f"{missing} bytes of its content and padding are missing", position)
                return
            yield from self._entry(header, place, number, start, size, seen)
            position = following
        if number == 0:
            yield _torn("the beginning of the file", "the record is empty", 0)

    def _entry(
        self, header: bytes, place: str, number: int, start: int, size: int, seen: set[bytes]
    ) -> Iterator[Entry | Problem]:
        """The problems of one entry that is there in full, and the entry, if it can be used."""
        for why in _unused_fields(header, self.timestamp):
            yield Problem(checks.ARCHIVE_TAR, place, why)
        usable = True
        if header[156] != ord("0"):
            yield Problem(checks.ARCHIVE_TAR, place, f"its type is {chr(header[156])!a}, not a plain file")
            usable = False
        kind, why = _kind(header, number)
        if kind is None:
            yield Problem(checks.ARCHIVE_NAMES, place, why)
            usable = False
        limit = max(self.limits) if kind is None else getattr(self.limits, kind)
        if size > limit:
            yield Problem(checks.ARCHIVE_TAR, place, f"its size is {size}, {limit} is the most")
            return
        padded = self.read_at(start, size + -size % BLOCK)
        content = padded[:size]
        if padded[size:].strip(b"\0"):
            yield Problem(checks.ARCHIVE_TAR, place, "its padding is not zeros")
        if kind is None:
            return
        digest = sha256(content)
        name = header[:100].rstrip(b"\0").decode("ascii")
        if kind == "header":
            yield from self._header_problems
        elif digest.hexdigest() != name[:64]:
            yield Problem(checks.ARCHIVE_HASHES, place, f"the SHA-256 of its content is {digest.hexdigest()}")
            usable = False
        elif digest.digest() in seen:
            yield Problem(checks.ARCHIVE_NAMES, place, "an entry of this hash stands in the record already")
            usable = False
        seen.add(digest.digest())
        if usable:
            yield Entry(name, kind, digest.hexdigest(), start, size, content)

    def _end_of_zeros(self, position: int) -> int:
        while position + BLOCK <= self.length and self.read_at(position, BLOCK) == _ZEROS:
            position += BLOCK
        return position

    def _read_header(self) -> None:
        """Read the BELENIOS entry. Raises NotARecord or UnknownVersion; lesser problems are kept."""
        if self.length < BLOCK:
            raise NotARecord(f"the file has {self.length} bytes: not even the header of one entry")
        header = self.read_at(0, BLOCK)
        if (why := _bad_frame(header)) is not None:
            raise NotARecord(f"the file does not begin with an entry of a tar: {why}")
        if _kind(header, 1)[0] != "header":
            raise NotARecord(f"the first entry is {printable(_shown_name(header))}, not {HEADER_NAME}")
        size = int(header[124:135], 8)
        if size > self.limits.header or BLOCK + size > self.length:
            raise NotARecord(f"the size of {HEADER_NAME} is {size}")
        content = self.read_at(BLOCK, size)
        try:
            version = msgspec.json.decode(content, type=_Version).version
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as e:
            raise NotARecord(f"{HEADER_NAME} tells no version: {printable(str(e))}") from None
        if version != 1:
            raise UnknownVersion(version)
        place = f"entry 1 at byte 0, {HEADER_NAME}"
        try:
            timestamp = strict.decode(content, _Header, place).timestamp
        except RecordError as e:
            self._header_problems.append(e.problem)
            return
        self.timestamp_is_string = isinstance(timestamp, str)
        if content != msgspec.json.encode(_Header(1, timestamp)):
            why = "is not compact, or its keys are not in order"
            self._header_problems.append(Problem(checks.JSON_COMPACT, place, why))
        if re.fullmatch("0|[1-9][0-9]{0,15}", str(timestamp)) and int(timestamp) <= _MAX_TIMESTAMP:
            self.timestamp = int(timestamp)
        else:
            why = "the timestamp is not a number of seconds since 1970"
            self._header_problems.append(Problem(checks.ARCHIVE_HEADER, f"{place}, $.timestamp", why))


def open_archive(file: BinaryIO, limits: Limits = Limits()) -> Archive:  # noqa: B008 (an immutable tuple)
    """The record in a binary file that can seek.

    Reads the first entry: raises NotARecord if it is not a BELENIOS header that tells a version, and
    UnknownVersion if that is not 1. Everything else that is wrong is found by iterating.
    """
    archive = Archive(file, limits)
    archive._read_header()
    return archive


def whole_length(file: BinaryIO) -> tuple[int, Problem | None]:
    """Up to which byte the file is whole entries, and what stands after it (None: nothing).

    Walks the headers; contents and hashes are not read. For the writer, and for who repairs a torn record.
    """
    archive = Archive(file, Limits())
    position = 0
    while position < archive.length:
        place = f"byte {position}"
        if archive.length - position < BLOCK:
            return position, _torn(place, "a header is cut off", position)
        header = archive.read_at(position, BLOCK)
        if header == _ZEROS:
            return position, _zeros(place, position, archive._end_of_zeros(position), archive.length)
        if (why := _bad_frame(header)) is not None:
            return position, Problem(checks.ARCHIVE_TAR, place, why)
        following = position + BLOCK + -(-int(header[124:135], 8) // BLOCK) * BLOCK
        if following > archive.length:
            return position, _torn(place, "an entry is cut off", position)
        position = following
    return position, None


def _torn(place: str, why: str, position: int) -> TailProblem:
    return TailProblem(checks.ARCHIVE_TAIL, place, f"torn off: {why}", position)


def _zeros(place: str, position: int, end: int, length: int) -> Problem:
    """Zero blocks: other readers of tar stop at them, so nothing may hide behind."""
    if end == length:
        why = f"{end - position} zero bytes end the file; a record has no end-of-archive blocks"
        return TailProblem(checks.ARCHIVE_TAIL, place, why, position)
    why = f"{end - position} zero bytes, at which other readers stop, stand before more entries"
    return Problem(checks.ARCHIVE_TAIL, place, why)


def _shown_name(header: bytes) -> str:
    return header[:100].partition(b"\0")[0].decode("latin-1")


def _bad_frame(header: bytes) -> str | None:
    """Why it cannot be known where the next header is; None if it can."""
    stored = header[148:156]
    if not re.fullmatch(rb"[0-7]{6}\0 ", stored):
        return "the checksum of its header is not written as six octal digits"
    # most of a header is zeros at its end: bytes are added in Python, one by one
    computed = sum(header.rstrip(b"\0")) - sum(stored) + 8 * ord(" ")
    if int(stored[:6], 8) != computed:
        return "the checksum of its header is wrong"
    if not re.fullmatch(rb"[0-7]{11}[\0 ]", header[124:136]):
        return "its size is not written as eleven octal digits"
    return None


def _unused_fields(header: bytes, timestamp: int | None) -> Iterator[str]:
    """What is wrong with the fields that say the same in every entry, or nothing: nothing can hide there."""
    if header[157:257].strip(b"\0"):
        yield "it has the name of a link"
    if header[257:].strip(b"\0"):
        yield "bytes after the link's name, where newer kinds of tar have a prefix of the name, are not zero"
    for field, a, b, written in (
        ("mode", 100, 108, b"0000644\0"),
        ("owner", 108, 116, b"0000000\0"),
        ("group", 116, 124, b"0000000\0"),
    ):
        if header[a:b] != written:
            yield f"its {field} is not what every record has"
    if header[135] != 0:
        yield "its size does not end with a zero byte"
    if timestamp is not None and header[136:148] != b"%011o\0" % timestamp:
        yield "its time is not the timestamp of the record"


def _kind(header: bytes, number: int) -> tuple[Kind | None, str]:
    """The kind of an entry after its name, or None and why it has none."""
    name, _, rest = header[:100].partition(b"\0")
    if rest.strip(b"\0"):
        return None, "there are bytes after the end of its name"
    if name == b"BELENIOS":
        return ("header", "") if number == 1 else (None, f"{HEADER_NAME} may be the first entry only")
    if match := _NAME.fullmatch(name):
        return ("data", "") if match[2] == b"data" else ("event", "")
    if _NAME.fullmatch(name.lower()) or name.upper() == b"BELENIOS":
        return None, "its name is not in the right case"
    return None, "its name is not 64 hexadecimal digits and .data.json or .event.json"
