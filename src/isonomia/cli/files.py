# SPDX-License-Identifier: Apache-2.0
"""Finding records, reading small files, and writing new ones whole or not at all."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from isonomia.cli.failure import CliError
from isonomia.groups import UnknownGroup
from isonomia.parties.errors import PartyError
from isonomia.protocol.messages import encode
from isonomia.protocol.public.findings import CheckFailed
from isonomia.protocol.secret.errors import ChannelError
from isonomia.record import strict
from isonomia.record.errors import AppendError, RecordError

T = TypeVar("T")

STDIN = Path("-")
DRAFT = "draft.json"
ROLL = "public_credentials.json"
LARGEST = 1 << 28
"""Bytes of a file that is read whole."""
_PART = 1 << 16


def locate(path: Path) -> Path:
    """The record: a file itself, or the only ``.bel`` in a directory. Raises CliError."""
    if not path.is_dir():
        return path
    found = sorted(p for p in path.iterdir() if p.suffix == ".bel")
    if len(found) == 1:
        return found[0]
    if not found:
        raise CliError("no-record", f"{path}: there is no .bel file in this directory", "name the record itself")
    names = ", ".join(p.name for p in found[:5])
    raise CliError("many-records", f"{path}: {len(found)} .bel files are in this directory ({names})", "name one")


@contextmanager
def record_stream(path: Path) -> Iterator[BinaryIO]:
    """A record to read, from a file, a directory that holds one, or ``-`` (kept in a temporary file)."""
    if path == STDIN:
        with tempfile.TemporaryFile() as spool:
            shutil.copyfileobj(sys.stdin.buffer, spool, 1 << 20)
            spool.seek(0)
            yield spool
        return
    with locate(path).open("rb") as file:
        if file.seekable():
            yield file
            return
        with tempfile.TemporaryFile() as spool:
            shutil.copyfileobj(file, spool, 1 << 20)
            spool.seek(0)
            yield spool


_ABOUT_FILES = (
    *(RecordError, UnknownGroup, AppendError, PartyError, CheckFailed, ChannelError),
    *(EOFError, UnicodeDecodeError),
)


@contextmanager
def about(path: Path | str) -> Iterator[None]:
    """Says which file an error is about."""
    shown = "standard input" if path == STDIN else path
    try:
        yield
    except _ABOUT_FILES as error:
        from isonomia.cli.errors import explain  # imports everything

        raise explain(error).at(shown) from error


def read_small(path: Path) -> bytes:
    """A whole file. Raises OSError and CliError."""
    parts, size = [], 0
    with path.open("rb") as file:
        while size <= LARGEST and (part := file.read(_PART)):  # a file's size is not to be known beforehand
            parts.append(part)
            size += len(part)
    content = b"".join(parts)
    if len(content) > LARGEST:
        raise CliError("too-large", f"{path}: the file has over {LARGEST} bytes", "is it the right one?")
    return content


def read_text(path: Path) -> str:
    """A text in UTF-8, with or without a byte order mark."""
    with about(path):
        return read_small(path).decode("utf-8-sig")


def read_message(path: Path, type_: type[T]) -> T:
    """A JSON file of a known type, strictly. Raises RecordError and OSError."""
    return strict.decode(read_small(path), type_, str(path))


def write_new(path: Path, content: bytes) -> None:
    """Write a new file; whole when this returns, never overwriting. Raises OSError (FileExistsError)."""
    with _written_beside(path, content) as temporary:
        _claim(temporary, path)


def write_over(path: Path, content: bytes) -> None:
    """Write a file in place of the one of this name: who reads it finds the old one or the new one, whole."""
    with _written_beside(path, content) as temporary:
        os.replace(temporary, path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


@contextmanager
def _written_beside(path: Path, content: bytes) -> Iterator[Path]:
    """A temporary file in the same folder, on the disk; taken away afterwards if it is still there."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    temporary = Path(name)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o666 & ~_umask())
            os.fsync(file.fileno())
        yield temporary
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _claim(temporary: Path, path: Path) -> None:
    """Give a file its name unless the name is taken, at once; where links are not possible, in two steps."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise FileExistsError(17, os.strerror(17), str(path)) from None
    except OSError:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        os.replace(temporary, path)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def refuse_existing(*paths: Path) -> None:
    """Raises FileExistsError before any work is done for a file that could not be written."""
    for path in paths:
        if path.exists() or path.is_symlink():
            raise FileExistsError(17, os.strerror(17), str(path))
        if not path.parent.is_dir():
            raise FileNotFoundError(2, os.strerror(2), str(path.parent))


def write_message(path: Path, message: msgspec.Struct) -> None:
    """A message of the protocol in a file of its own, with a final newline."""
    write_new(path, encode(message) + b"\n")
