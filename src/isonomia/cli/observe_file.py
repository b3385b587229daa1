# SPDX-License-Identifier: Apache-2.0
"""An observer's file and key on the disk: appended all or nothing, with no time of day on them."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from time import time

from isonomia.claims.observers.observation import Chain
from isonomia.cli.failure import CliError
from isonomia.cli.files import LARGEST, read_small
from isonomia.cli.keys import open_with
from isonomia.cli.secret_input import passphrase
from isonomia.parties.keyfile import KeyFileError, read_label
from isonomia.parties.observer import KEY_KIND, Observer
from isonomia.record.observations import MOST_LINES
from isonomia.verify.observations import Checked, check_observations

_DAY = 24 * 60 * 60


def key_path(file: Path, key: Path | None) -> Path:
    """Beside the file unless given."""
    return key or file.with_name(file.name + ".key")


def open_observer(path: Path, passphrase_file: Path | None) -> Observer:
    """Asks for the passphrase. Raises OSError and CliError."""
    hint = "give the key file that `isonomia observe begin` made, with --key"
    try:
        label = read_label(read_small(path))
    except KeyFileError as error:
        raise CliError("key-file", f"{path}: {error}", hint) from None
    if label.kind != KEY_KIND:
        raise CliError("key-file", f"{path}: a key file of kind {label.kind!r}", hint)
    opened = open_with(path, passphrase(passphrase_file, str(path)), KEY_KIND)
    if len(opened.secret) != 32:
        raise CliError("key-file", f"{path}: the secret is no key", hint)
    return Observer(opened.secret)


def require_whole(path: Path, checked: Checked) -> Chain:
    """The chain of a file that can go on. Raises CliError."""
    if checked.problems:
        more = f", and {len(checked.problems) - 1} more" if len(checked.problems) > 1 else ""
        hint = "keep it as it is and take another copy; `isonomia observe check` tells all"
        raise CliError("damaged", f"{checked.problems[0]}{more}", hint)
    if checked.chain is None:
        raise CliError(
            "not-begun", f"{path}: there is no whole line in it", "begin a file with `isonomia observe begin`"
        )
    if checked.torn is not None:
        raise CliError("torn", str(checked.torn), "`isonomia observe repair` makes it whole, and keeps what is torn")
    return checked.chain


@contextmanager
def held(path: Path) -> Iterator[tuple[FileIO, bytes]]:
    """A file that nobody else writes to meanwhile, and its content. Raises OSError and CliError."""
    with path.open("r+b", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CliError("busy", f"{path}: another command is writing to it", "wait until it has ended") from None
        yield file, _whole(path, file)


def append(path: Path, make: Callable[[Chain], bytes]) -> Chain:
    """Append to a file what ``make`` says of it, all or nothing and on the disk; gives the chain with it.

    Raises OSError and CliError; the file is then as it was.
    """
    with held(path) as (file, content):
        added = make(require_whole(path, check_observations(str(path), content)))
        if content.count(b"\n") + added.count(b"\n") > MOST_LINES:
            why = f"{path}: with this, the file would have over {MOST_LINES} lines, and nobody would read it"
            raise CliError("too-long", why, "nothing was recorded; begin another file for it")
        try:
            write(file, added)
        except BaseException:
            with suppress(OSError):  # else it is a torn line, and told as one
                file.truncate(len(content))
            raise
        without_time(path)
        return require_whole(path, check_observations(str(path), content + added))


def _whole(path: Path, file: FileIO) -> bytes:
    content = b""
    while part := file.read(1 << 20):
        content += part
        if len(content) > LARGEST:
            raise CliError("too-large", f"{path}: the file has over {LARGEST} bytes", "is it the right one?")
    return content


def write(file: FileIO, content: bytes) -> None:
    """At the file's place, whole and on the disk. Raises OSError."""
    view = memoryview(content)
    while view:
        written = file.write(view)
        if not written:
            raise OSError("the system wrote nothing")
        view = view[written:]
    os.fsync(file.fileno())


def without_time(path: Path) -> None:
    """Set the time of a file to the beginning of the day: copies of it carry it along. What the disk itself notes,
    and where it cannot be set, stays as it is."""
    day = int(time()) // _DAY * _DAY
    with suppress(OSError):
        os.utime(path, (day, day))
