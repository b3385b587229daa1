# SPDX-License-Identifier: Apache-2.0
"""Growing a record: entries in the old tar format, appended all or nothing.

Does not open or lock files: one writer at a time is the caller's affair, as is fsync of the directory when
a record is created. Does not check what an event says.
"""

import io
import os
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from typing import BinaryIO, Final, Literal

from isonomia.record.archive import BLOCK, HEADER_NAME, whole_length
from isonomia.record.errors import AppendError, TailProblem, TornRecord

_MAX_OCTAL: Final = 8**11 - 1


def start(timestamp: int) -> bytes:
    """The first entry of a record of version 1, of an election that begins at ``timestamp``.

    The timestamp is written as a string of digits, as all releases up to 3.0 do: they take the number that
    the specification has for damage.
    """
    content = b'{"version":1,"timestamp":"%d"}' % timestamp
    return _block(HEADER_NAME, content, timestamp)


def entry_bytes(kind: Literal["data", "event"], content: bytes, mtime: int) -> tuple[str, bytes]:
    """The name of an entry and its bytes in the archive.

    ``mtime`` is public: the peers write the timestamp of the header into every entry, which does not
    tell who voted when.
    """
    if kind not in ("data", "event"):
        raise ValueError("an entry is data or an event")
    name = f"{sha256(content).hexdigest()}.{kind}.json"
    return name, _block(name, content, mtime)


def append(file: BinaryIO, blocks: Sequence[bytes], whole: int | None = None) -> int:
    """Append entries to the record in an unbuffered file (``buffering=0``), all or nothing.

    Returns the new length. ``whole`` is the length that the last append returned; without it all headers
    are walked first.

    Raises TornRecord if the record does not end with a whole entry, and AppendError if it is not ``whole``
    bytes long or the system refuses (disk full, read-only): the record is then as it was before. Raises
    TypeError for a buffered file, which could write after a failure what was taken back.
    """
    if isinstance(file, io.BufferedIOBase) and not isinstance(file, io.BytesIO):
        raise TypeError("append needs an unbuffered file: open(path, 'r+b', buffering=0)")
    data = b"".join(blocks)
    if len(data) % BLOCK:
        raise ValueError("a tar grows in whole blocks")
    if not file.writable():
        raise AppendError("the record is open for reading only")
    length = _checked_length(file, whole)
    try:
        file.seek(length)
        _write_all(file, data)
        _sync(file)
    except BaseException as error:
        _take_back(file, length, error)
        if isinstance(error, OSError):
            raise AppendError(f"nothing was appended: {error.strerror or error}") from error
        raise
    return length + len(data)


def _checked_length(file: BinaryIO, whole: int | None) -> int:
    length = file.seek(0, io.SEEK_END)
    if whole is not None and length == whole:
        return length
    entries_end, problem = whole_length(file)
    if isinstance(problem, TailProblem):
        raise TornRecord(f"the record does not end with a whole entry: {problem}", problem.whole_length)
    if problem is not None:
        raise AppendError(f"the record is damaged: {problem}")
    if whole is not None:
        why = f"the record has {length} bytes, not the {whole} expected: somebody else wrote to it"
        raise AppendError(why)
    return entries_end


def _write_all(file: BinaryIO, data: bytes) -> None:
    """An unbuffered write may stop short when the disk is nearly full."""
    view = memoryview(data)
    while view:
        written = file.write(view)
        if not written:
            raise OSError("the system wrote nothing")
        view = view[written:]


def _sync(file: BinaryIO) -> None:
    try:
        descriptor = file.fileno()
    except io.UnsupportedOperation:  # in memory
        return
    os.fsync(descriptor)


def _take_back(file: BinaryIO, length: int, error: BaseException) -> None:
    """Cut the record to its old length. Raises AppendError with that length if even this fails."""
    try:
        file.truncate(length)
    except OSError:
        why = "appending failed, and cutting the record back too"
        raise AppendError(why, repair_length=length) from error
    with suppress(OSError):  # after a power failure the bytes may be there again: a torn tail, told as such
        _sync(file)


def _block(name: str, content: bytes, mtime: int) -> bytes:
    """Header, content and padding of one entry: mode 644, owner and group 0, type 0."""
    if not 0 <= mtime <= _MAX_OCTAL or len(content) > _MAX_OCTAL:
        raise ValueError("a tar has no room for this time or size")
    fields = b"%s0000644\0000000000\0000000000\0%011o\0%011o\0" % (
        name.encode().ljust(100, b"\0"),
        len(content),
        mtime,
    )
    rest = b"0".ljust(BLOCK - 156, b"\0")
    checksum = sum(fields) + 8 * ord(" ") + sum(rest)
    return b"".join((fields, b"%06o\0 " % checksum, rest, content, bytes(-len(content) % BLOCK)))
