# SPDX-License-Identifier: Apache-2.0
"""The copy that a monitor keeps of what it has seen, and the evidence when the source changes it."""

import fcntl
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from isonomia.cli.failure import CliError
from isonomia.cli.files import write_new
from isonomia.record.archive import open_archive
from isonomia.verify.history import last_event, whole_events

MOST_EVIDENCE: Final = 100
"""Folders of evidence; a server that changes its story at each round cannot fill the disk."""

_CHUNK: Final = 1 << 20


class Window(io.RawIOBase):
    """A part of a file as a file, for reading."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._file = file
        self._start = start
        self._length = max(0, end - start)
        self._position = 0

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._length}[whence]
        self._position = base + offset
        return self._position

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self._length - self._position)
        wanted = left if size is None or size < 0 else min(size, left)
        self._file.seek(self._start + self._position)
        part = self._file.read(wanted)
        self._position += len(part)
        return part


def window(file: BinaryIO, start: int, end: int) -> BinaryIO:
    """The bytes of a file from ``start`` to ``end``."""
    return cast(BinaryIO, Window(file, start, end))


class Mirror:
    """A record of whole events in a file of ours. Made by :func:`open_mirror`."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self._file = file
        self.length = 0
        """Bytes up to the end of the last event; what stands behind is written over."""
        self.last_start = 0
        """Where the entry of the last event begins."""
        if file.seek(0, os.SEEK_END):
            open_archive(file)  # raises NotARecord: this is somebody's other file
            whole = whole_events(file)
            if whole.problem is not None:
                hint = "move it away with its state, and begin anew; compare the old one with what others have"
                raise CliError("mirror-damaged", f"{path}: {whole.problem}", hint)
            self.length = whole.length
            self._find_last()

    @property
    def file(self) -> BinaryIO:
        """The record."""
        return window(self._file, 0, self.length)

    def append(self, seen: BinaryIO, start: int, end: int) -> None:
        """Copy whole events to the end; on the disk when this returns. Raises OSError."""
        self._file.seek(self.length)
        _copy(seen, start, end, self._file)
        self._file.truncate()
        self._file.flush()
        os.fsync(self._file.fileno())
        self.length += end - start
        self._find_last()

    def _find_last(self) -> None:
        self.last_start, _ = last_event(self.file)


@contextmanager
def open_mirror(path: Path) -> Iterator[Mirror]:
    """The mirror in a file, which is made if need be; nobody else can have it open as a mirror meanwhile.

    Raises OSError, RecordError if the file is no record, CliError if the record is damaged.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    with open(descriptor, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            hint = "wait until it has finished, or choose another --mirror"
            raise CliError("busy", f"{path}: another monitor is using it", hint) from None
        yield Mirror(path, file)


def keep_evidence(mirror: Mirror, seen: BinaryIO, length: int, alarm: dict[str, Any]) -> Path | None:
    """Keep both versions beside the mirror, never over anything; gives the folder. Raises OSError.

    The same two versions are kept once. None: there are too many folders already.
    """
    hashes = {"held_sha256": _hash(mirror.file, mirror.length), "seen_sha256": _hash(seen, length)}
    for number in range(1, MOST_EVIDENCE + 1):
        folder = mirror.path.with_name(f"{mirror.path.name}.evidence-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            if hashes.items() <= _read(folder / "alarm.json").items():
                return folder
            continue
        for name, file, size in (("held.bel", mirror.file, mirror.length), ("seen.bel", seen, length)):
            with (folder / name).open("xb") as copy:
                _copy(file, 0, size, copy)
                copy.flush()
                os.fsync(copy.fileno())
        write_new(folder / "alarm.json", json.dumps({**alarm, **hashes}, indent=2, ensure_ascii=False).encode() + b"\n")
        return folder
    return None


def _read(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _hash(file: BinaryIO, length: int) -> str:
    digest = sha256()
    file.seek(0)
    while length > 0 and (part := file.read(min(_CHUNK, length))):
        digest.update(part)
        length -= len(part)
    return digest.hexdigest()


def _copy(file: BinaryIO, start: int, end: int, to: BinaryIO) -> None:
    """Raises EOFError if there are fewer bytes."""
    file.seek(start)
    left = end - start
    while left > 0:
        part = file.read(min(_CHUNK, left))
        if not part:
            raise EOFError(f"{left} more bytes expected")
        to.write(part)
        left -= len(part)
