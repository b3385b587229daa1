# SPDX-License-Identifier: Apache-2.0
"""The one place where exceptions become what people and programs read: a code, one line, what to do."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from isonomia.claims.errors import ClaimsError
from isonomia.cli.failure import CliError
from isonomia.cluster import ClusterError
from isonomia.groups import NAMES, GroupError, LogarithmError, SecretRefused, UnknownGroup
from isonomia.law.errors import LawError
from isonomia.parties.errors import PartyError
from isonomia.parties.keyfile import KeyFileError, WrongPassphrase
from isonomia.protocol.public.findings import CheckFailed
from isonomia.protocol.secret.credentials import CredentialError
from isonomia.protocol.secret.encryption import InvalidVote
from isonomia.protocol.secret.errors import ChannelError
from isonomia.record.errors import AppendError, NotARecord, RecordError, TornRecord, UnknownVersion
from isonomia.verify import StateError
from isonomia.verify.parts import PartError

_SYSTEM: dict[int | None, tuple[str, str]] = {
    errno.ENOENT: ("not-found", "check the name and the folder"),
    errno.EEXIST: ("exists", "nothing is overwritten; choose another name, or move that file away"),
    errno.EACCES: ("permission", "the system does not let you; check the owner and the mode"),
    errno.EPERM: ("permission", "the system does not let you; check the owner and the mode"),
    errno.EROFS: ("permission", "the disk is read-only; nothing was written"),
    errno.EISDIR: ("is-a-directory", "name a file"),
    errno.ENOTDIR: ("not-a-directory", "name a directory"),
    errno.ENOSPC: ("disk-full", "make room and do it again; nothing was half-written"),
    errno.EDQUOT: ("disk-full", "make room and do it again; nothing was half-written"),
    errno.EFBIG: ("disk-full", "the file may not grow; nothing was half-written"),
}


def _system(error: OSError) -> CliError:
    code, hint = _SYSTEM.get(error.errno, ("io", "the system refused; see its words"))
    where = f"{error.filename2 or error.filename}: " if error.filename else ""
    return CliError(code, f"{where}{error.strerror or error}", hint)


def _usage(error: click.UsageError) -> CliError:
    path = error.ctx.command_path if error.ctx else "isonomia"
    message = " ".join(error.format_message().split()).rstrip(".")
    return CliError("usage", message, f"see `{path} --help`")


def _append(error: AppendError) -> CliError:
    if isinstance(error, TornRecord):
        hint = (
            "keep a copy, compare it with what others have, and cut the torn tail off "
            f"(truncate -s {error.repair_length} RECORD)"
        )
        return CliError("torn-record", str(error), hint)
    if error.repair_length is not None:
        return CliError("torn-record", str(error), f"make room, then truncate -s {error.repair_length} RECORD")
    return CliError("append-failed", str(error), "the record is as it was before; make room or mend it, then repeat")


def _record(error: RecordError) -> CliError:
    if isinstance(error, UnknownVersion):
        return CliError("unknown-version", error.why, "read it with software for that version")
    if isinstance(error, NotARecord):
        hint = "give a .bel file, whose first entry is BELENIOS"
        return CliError("not-a-record", f"not a record: {error.why}", hint)
    hint = "mend the file, or get it again from whoever made it"
    return CliError("bad-content", f"{error.where}: {error.why}", hint)


def _import(error: ImportError) -> CliError:
    if error.name in ("isonomia._kernel", "_kernel") or "_kernel" in str(error):
        return CliError("no-kernel", "the compiled kernel is not there", "build it (make setup), or use --reference")
    return _internal(error)


def _internal(error: BaseException) -> CliError:
    """Shows no values: they may be secret."""
    frame, place = error.__traceback__, ""
    while frame is not None:
        place = f" in {Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}"
        frame = frame.tb_next
    message = f"a mistake in isonomia itself ({type(error).__name__}{place})"
    return CliError("internal", message, "please report it with the command; nothing was half-written")


def _group(error: GroupError) -> CliError:
    if isinstance(error, UnknownGroup):
        return CliError("unknown-group", str(error), f"use one of {', '.join(NAMES)}")
    if isinstance(error, LogarithmError):
        return CliError("logarithm", str(error), "run `isonomia verify` on the record")
    return CliError("bad-element", str(error), "get the file again from whoever made it")


_KINDS: list[tuple[type[BaseException], Callable[[Any], CliError]]] = [
    (CliError, lambda e: e),
    (click.UsageError, _usage),
    (click.ClickException, lambda e: CliError("usage", e.format_message(), "see --help")),
    (click.Abort, lambda _: CliError("interrupted", "interrupted", "nothing was half-written")),
    (KeyboardInterrupt, lambda _: CliError("interrupted", "interrupted", "nothing was half-written")),
    (WrongPassphrase, lambda e: CliError("wrong-passphrase", str(e), "try again, or take another copy of the file")),
    (KeyFileError, lambda e: CliError("key-file", str(e), "give a file that `isonomia trustee new` or `join` made")),
    (PartyError, lambda e: CliError("refused", str(e), e.hint)),
    (ClaimsError, lambda e: CliError("claim", str(e), e.hint)),
    (LawError, lambda e: CliError("law", str(e), "nothing is guessed: mend the file, the counts or the terms")),
    (ClusterError, lambda e: CliError("cluster", str(e), e.hint)),
    (PartError, lambda e: CliError("part", str(e), e.hint)),
    (StateError, lambda e: CliError("state", str(e), e.hint)),
    (AppendError, _append),
    (RecordError, _record),
    (CheckFailed, lambda e: CliError("check-failed", str(e), "do not use it; get it anew from whoever made it")),
    (ChannelError, lambda e: CliError("bad-message", str(e), "it was made for another key, or altered on the way")),
    (CredentialError, lambda e: CliError("credential", str(e), "compare it letter by letter with what you were sent")),
    (InvalidVote, lambda e: CliError("invalid-vote", str(e), "`isonomia show` tells what may be chosen")),
    (SecretRefused, lambda e: CliError("reference", str(e), "leave --reference out")),
    (GroupError, _group),
    (UnicodeDecodeError, lambda e: CliError("not-utf8", f"byte {e.start} is not UTF-8", "save the file as UTF-8")),
    (EOFError, lambda _: CliError("changed", "a file became shorter while it was read", "try again")),
    (MemoryError, lambda _: CliError("memory", "there is not enough memory", "use a larger machine")),
    (ImportError, _import),
    (OSError, _system),
]


def explain(error: BaseException) -> CliError:
    """Any exception in the words of the command line."""
    for kind, words in _KINDS:
        if isinstance(error, kind):
            return words(error)
    return _internal(error)
