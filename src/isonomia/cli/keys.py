# SPDX-License-Identifier: Apache-2.0
"""Trustees' sealed key files, as the commands use them."""

import os
from pathlib import Path
from typing import Any

from isonomia.cli.failure import CliError
from isonomia.cli.files import read_small
from isonomia.cli.progress import Working
from isonomia.cli.secret_input import passphrase
from isonomia.groups import Group, SecretScalar
from isonomia.parties import trustee
from isonomia.parties.ceremony import SEED_KIND
from isonomia.parties.keyfile import KeyFileError, Label, Opened, read_label, seal, unseal, write_private

KEY_KIND = trustee.KEY_KIND


def label(path: Path, *kinds: str) -> Label:
    """What the file says in the clear, unproven. Raises CliError."""
    try:
        found = read_label(read_small(path))
    except KeyFileError as error:
        hint = "plain keys of other tools come in with `isonomia trustee import`"
        raise CliError("key-file", f"{path}: {error}", hint) from None
    _require_kind(path, found.kind, kinds)
    return found


def _require_kind(path: Path, kind: str, kinds: tuple[str, ...]) -> None:
    if kind in kinds:
        return
    hint = f"give a key file of kind {' or '.join(kinds)}"
    if kind == SEED_KIND:
        hint = "give the file with the share, which `isonomia trustee join` wrote (KEY.share)"
    raise CliError("key-file", f"{path}: a key file of kind {kind!r}", hint)


def open_key(path: Path, passphrase_file: Path | None, *kinds: str) -> Opened:
    """Open a key file, asking for the passphrase. Raises CliError and WrongPassphrase."""
    label(path, *kinds)
    phrase = passphrase(passphrase_file, str(path))
    return open_with(path, phrase, *kinds)


def open_with(path: Path, phrase: str, *kinds: str) -> Opened:
    """Open a key file. Raises CliError."""
    try:
        with Working("Opening the key file"):
            opened = unseal(read_small(path), phrase)
    except KeyFileError as error:
        from isonomia.cli.errors import explain  # imports everything

        raise explain(error).at(path) from None
    _require_kind(path, opened.kind, kinds)
    return opened


def write_key(path: Path, kind: str, public: dict[str, Any], secret: bytes, phrase: str) -> None:
    """Seal a new key file, mode 0600, never overwriting. Raises OSError and KeyFileError."""
    with Working("Sealing the key file"):
        sealed = seal(kind, public, secret, phrase, os.urandom)
    write_private(path, sealed)


def seal_private_key(path: Path, group: Group, private: SecretScalar, public_key: str, phrase: str) -> None:
    """A key file of a trustee who can decrypt."""
    public = {"group": group.name, "public_key": public_key}
    write_key(path, KEY_KIND, public, str(private.reveal()).encode(), phrase)


def text(path: Path, public: dict[str, Any], name: str) -> str:
    """A text of the public part. Raises CliError."""
    found = public.get(name)
    if not isinstance(found, str):
        raise CliError("key-file", f"{path}: the file does not say its {name}", "give a file that isonomia made")
    return found


def number(path: Path, public: dict[str, Any], name: str) -> int:
    """A number of the public part. Raises CliError."""
    found = public.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        raise CliError("key-file", f"{path}: the file does not say its {name}", "give a file that isonomia made")
    return found
