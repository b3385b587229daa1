# SPDX-License-Identifier: Apache-2.0
"""Lists of private credentials, as the command line or the authority's page has written them."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from isonomia.cli.failure import CliError
from isonomia.cli.files import about, read_text
from isonomia.parties import credential_authority
from isonomia.present.letters import Letter
from isonomia.present.text import safe
from isonomia.record import strict
from isonomia.record.errors import RecordError

_MOST_NAMED = 5


def read_list(path: Path) -> list[Letter]:
    """Logins and credentials, from either file. Raises CliError, which repeats no credential."""
    text = read_text(path)
    if text.lstrip().startswith("{"):
        try:
            private = strict.decode(text.encode(), dict[str, str], str(path))
        except RecordError:
            raise _not_a_list(path) from None
        found = [Letter(login, credential, "") for login, credential in private.items()]
    else:
        found = _table(text, path)
    if not found:
        raise CliError("empty", f"{path}: there is no voter in it", "is it the right file?")
    return found


def _not_a_list(path: Path) -> CliError:
    why = f"{path}: neither a file of `credentials generate` nor a list that the authority's page saved"
    return CliError("bad-content", why, "the first has logins and credentials, the second columns of these names")


def _table(text: str, path: Path) -> list[Letter]:
    try:
        comma = ";" if ";" in text.partition("\n")[0] else ","  # as some spreadsheets save it again
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=comma, strict=True) if any(row)]
    except csv.Error:
        raise _not_a_list(path) from None
    names = [name.strip().lower() for name in rows[0]] if rows else []
    if not {"login", "credential"} <= set(names) or any(len(row) != len(names) for row in rows):
        raise _not_a_list(path)
    cells = [dict(zip(names, row, strict=True)) for row in rows[1:]]
    found = [Letter(_unguarded(own["login"]), own["credential"].strip(), own.get("language", "")) for own in cells]
    seen: set[str] = set()
    for number, own in enumerate(found, start=1):
        if own.login in seen or own.credential in seen:
            why = f"{path}: the login or the credential of voter {number} stands there twice"
            raise CliError("bad-content", why, "get the list again as it was saved")
        seen |= {own.login, own.credential}
    return found


def _unguarded(login: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from computing it."""
    return login[1:] if login[:1] == "'" and login[1:2] in ("=", "+", "-", "@", "\t", "\r") else login


def _named(logins: Sequence[str]) -> str:
    shown = ", ".join(safe(own, 60) for own in logins[:_MOST_NAMED])
    return shown + (f" and {len(logins) - _MOST_NAMED} more" if len(logins) > _MOST_NAMED else "")


def require_same_voters(listed: Sequence[Letter], voters: Path, credentials: Path) -> None:
    """Raises CliError unless the two files are of the same voters."""
    with about(voters):
        wanted = {own.login for own in credential_authority.read_voters(read_text(voters))[0]}
    have = {own.login for own in listed}
    if missing := sorted(wanted - have):
        raise CliError("other-voters", f"{credentials}: no credential for {_named(missing)}", f"they stand in {voters}")
    if others := sorted(have - wanted):
        raise CliError("other-voters", f"{credentials}: {_named(others)} are not in {voters}", "compare the two files")
