# SPDX-License-Identifier: Apache-2.0
"""``isonomia trustee``: keys, and finding oneself in a record."""

import os
from pathlib import Path
from typing import Any

import click

from isonomia.cli.failure import CliError
from isonomia.cli.files import about, record_stream, refuse_existing, write_message
from isonomia.cli.join import join
from isonomia.cli.keys import KEY_KIND, label, open_key, seal_private_key, text
from isonomia.cli.options import FILE, group_option, open_group, opener, record_argument, reference_option
from isonomia.cli.outline import Outline, read_outline
from isonomia.cli.output import emit, json_option
from isonomia.cli.phases import NOW
from isonomia.cli.secret_input import passphrase, passphrase_option
from isonomia.cli.trustee_keys import export, import_
from isonomia.cli.trustee_steps import decrypt, shuffle
from isonomia.groups import ElementError
from isonomia.parties import trustee as party
from isonomia.protocol.challenges import fingerprint
from isonomia.protocol.public.trustees import Single, Trustee


@click.group()
def trustee() -> None:
    """Make a key, alone or in a ceremony; shuffle; decrypt.

    \b
    Alone (every such trustee is needed for the result):
      isonomia trustee new --out ada.key
    With others, so that some of them suffice:
      isonomia trustee join DIR --key ada.key
    When voting has ended:
      isonomia trustee decrypt RECORD --key ada.key
    """


for _command in (join, shuffle, decrypt, import_, export):
    trustee.add_command(_command)


@trustee.command()
@group_option()
@click.option("--out", type=FILE, required=True, help="The key file to write; sealed with your passphrase.")
@click.option("--public", type=FILE, help="The public key, for the commission; OUT.public.json unless given.")
@passphrase_option
@reference_option
@json_option
def new(group_name: str, out: Path, public: Path | None, passphrase_file: Path | None, reference: bool) -> None:
    """Make a key of your own, sealed with a passphrase.

    Do it on your own machine. It writes OUT, and the public key for the commission. The election's result
    cannot be computed without this key: keep a copy of the file elsewhere, and the passphrase.

    \b
    Example:
      isonomia trustee new --out ada.key
    """
    public = public or out.with_name(out.name + ".public.json")
    refuse_existing(out, public)
    group = open_group(group_name, reference, secrets=True)
    phrase = passphrase(passphrase_file, str(out), new=True)
    made = party.new_key(group, os.urandom)
    seal_private_key(out, group, made.private, made.public.public_key, phrase)
    try:
        write_message(public, made.public)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    own = fingerprint(made.public.public_key.encode())
    data = {"key": str(out), "public": str(public), "group": group.name, "public_key": made.public.public_key}
    emit(
        {**data, "fingerprint": own},
        [
            f"Your key: {out} (sealed; keep a copy, it cannot be made again)",
            f"Your public key, for the commission: {public}",
            f"Its fingerprint: {own}",
            "Once voting is open, `isonomia trustee check RECORD --key KEY` must find you in the record.",
        ],
    )


@trustee.command()
@record_argument
@click.option("--key", type=FILE, required=True, help="Your key file.")
@click.option("--prove", is_flag=True, help="Open the key file, to prove that it is what it says.")
@passphrase_option
@reference_option
@json_option
def check(record: Path, key: Path, prove: bool, passphrase_file: Path | None, reference: bool) -> None:
    """Am I a trustee of this election, and which one?

    Without --prove no passphrase is asked for: then it goes by what the key file says in the clear, which
    whoever had the file in hands could have changed.

    \b
    Examples:
      isonomia trustee check board --key ada.key
      isonomia trustee check board --key ada.key --prove
    """
    public = label(key, KEY_KIND).public
    with about(record), record_stream(record) as file:
        outline = read_outline(file, opener(reference, secrets=True))
    proved = prove or passphrase_file is not None
    if proved:
        public = _prove(key, passphrase_file, outline)
    own = find(outline, key, public)
    kind = outline.setup.kinds[own.item]
    alone = isinstance(kind, Single)
    role = "alone: the result needs her" if alone else f"number {own.index} of a group"
    if not isinstance(kind, Single):
        role += f" of {kind.size}, of whom {kind.parameters.threshold} are needed"
    data: dict[str, Any] = {
        "trustee": own.owner,
        "kind": "single" if alone else "threshold",
        "index": own.index,
        "proved": proved,
        "uuid": outline.setup.election.uuid,
        "phase": outline.phase,
        "shuffled": own.owner in outline.shuffled_by,
        "decrypted": own.owner in outline.decrypted_by,
        "fingerprints": outline.setup.fingerprints,
    }
    done = [word for word in ("shuffled", "decrypted") if data[word]]
    emit(
        data,
        [
            f"You are trustee {own.owner} of {len(outline.setup.trustees)} ({role}).",
            f"Election {outline.setup.election.uuid}; {NOW[outline.phase]}" + "".join(f", you have {d}" for d in done),
            "Compare with what the commission publishes:",
            *(f"  {name:<12} {value}" for name, value in outline.setup.fingerprints.items()),
            "The key file opens to this key."
            if proved
            else "Not proved: this goes by the clear label of the key file; --prove opens it.",
        ],
    )


def find(outline: Outline, path: Path, public: dict[str, Any]) -> Trustee:
    """Who has this public key in a record. Raises CliError and PartyError."""
    group = outline.setup.election.group
    named = text(path, public, "group")
    if named != group.name:
        raise CliError(
            "other-group",
            f"{path}: this key is of the group {named}, the election is in {group.name}",
            "take the key file that was made for this election",
        )
    try:
        element = group.element(text(path, public, "public_key"))
    except ElementError as error:
        raise CliError("key-file", f"{path}: its public key is wrong: {error}", "take another copy") from None
    with about(path):
        return party.find(outline.setup, element)


def _prove(path: Path, passphrase_file: Path | None, outline: Outline) -> dict[str, Any]:
    opened = open_key(path, passphrase_file, KEY_KIND)
    group = outline.setup.election.group
    if opened.public.get("group") == group.name:
        private = party.read_private_key(group, opened.secret)
        if str(party.own_public_key(group, private)) != opened.public.get("public_key"):
            raise CliError("key-file", f"{path}: the private key is not of the public key beside it", "take a copy")
    return opened.public
