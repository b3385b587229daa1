# SPDX-License-Identifier: Apache-2.0
"""Secrets come from a file or from a hidden prompt, never from an argument; they are in no message."""

import json
import sys
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from isonomia.cli.failure import CliError
from isonomia.cli.files import read_text
from isonomia.cli.options import FILE
from isonomia.record import strict

F = TypeVar("F")


def passphrase_option(function: F) -> F:
    """``--passphrase-file``."""
    decorated = click.option(
        "--passphrase-file",
        type=FILE,
        help="Take the passphrase from the first line of a file instead of asking for it.",
    )(cast(Any, function))
    return cast(F, decorated)


def passphrase(file: Path | None, what: str, *, new: bool = False) -> str:
    """The passphrase of a key file; ``new``: asked for twice. Raises CliError."""
    if file is not None:
        return _first_line(file, "passphrase")
    if not sys.stdin.isatty():
        raise CliError("no-terminal", f"{what}: no terminal to ask for the passphrase", "use --passphrase-file")
    text = f"{'New passphrase' if new else 'Passphrase'} for {what}"
    given: str = click.prompt(text, hide_input=True, confirmation_prompt=new, err=True)
    return given


def credential(file: Path | None, login: str | None) -> str:
    """A voter's credential, from a file or a hidden prompt. Raises CliError."""
    if file is not None:
        return _of_login(file, login) if login is not None else _first_line(file, "credential")
    if login is not None:
        raise click.UsageError("--login goes with --credential-file")
    if not sys.stdin.isatty():
        raise CliError("no-terminal", "there is no terminal to ask for the credential", "use --credential-file")
    given: str = click.prompt("Your credential (it is not shown)", hide_input=True, err=True)
    return given.strip()


def _first_line(file: Path, what: str) -> str:
    lines = read_text(file).splitlines()
    if not lines or not lines[0].strip():
        raise CliError("empty", f"{file}: the first line, which should be the {what}, is empty", "write it there")
    if what == "credential" and lines[0].lstrip().startswith("{"):
        raise CliError("usage", f"{file}: this file has many voters' credentials", "say whose with --login")
    return lines[0] if what == "passphrase" else lines[0].strip()


def _of_login(file: Path, login: str) -> str:
    """From a file that ``credentials generate`` made."""
    content = read_text(file)
    try:
        private: dict[str, str] = strict.decode(content.encode(), dict[str, str], str(file))
    except Exception:
        why = f"{file}: not a file that `credentials generate` made"
        raise CliError("bad-content", why, "leave --login out") from None
    if login not in private:
        raise CliError("not-found", f"{file}: there is no voter of this login", "check the list of voters")
    return private[login]


def write_json(value: Any) -> bytes:
    """A small JSON file that people may look at."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
