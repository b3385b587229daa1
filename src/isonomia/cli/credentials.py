# SPDX-License-Identifier: Apache-2.0
"""``isonomia credentials``: the credential authority's step, and what she checks later."""

import os
from pathlib import Path

import click

from isonomia.cli.failure import CliError
from isonomia.cli.files import DRAFT, ROLL, about, read_small, read_text, record_stream, refuse_existing, write_new
from isonomia.cli.letters import letters
from isonomia.cli.options import FILE, open_group, opener, record_argument, reference_option
from isonomia.cli.outline import read_outline
from isonomia.cli.output import emit, json_option
from isonomia.cli.progress import Working
from isonomia.cli.second_round import derive
from isonomia.cli.secret_input import write_json
from isonomia.parties import administrator, credential_authority
from isonomia.parties.credential_authority import roll_fingerprint
from isonomia.parties.keyfile import write_private
from isonomia.protocol.messages import QuestionNH, encode
from isonomia.protocol.public.credentials import split
from isonomia.record import payloads


@click.group()
def credentials() -> None:
    """Make the voters' credentials, the roll and letters; check the roll of a record."""


credentials.add_command(derive)
credentials.add_command(letters)


@credentials.command()
@click.argument("directory", metavar="DIR", type=FILE)
@click.option("--voters", type=FILE, required=True, help="Lines address[,login[,weight]] in UTF-8.")
@click.option("--private", type=FILE, required=True, help="Where to write the private credentials. SECRET.")
@click.option("--short", is_flag=True, help="Credentials of 15 characters, as releases 2.0 to 2.2 of Belenios read.")
@reference_option
@json_option
def generate(directory: Path, voters: Path, private: Path, short: bool, reference: bool) -> None:
    """Make a private credential for every voter, and the public roll.

    Takes DIR/draft.json and writes DIR/public_credentials.json, which is public, and the --private file,
    {"login": "credential"}, which only you can read: send each voter their own line and show it to
    nobody else. Who has the file can vote in the voters' names. Keep it off the machine that runs the election.

    \b
    Examples:
      printf 'ann@example.org,ann\\nbob@example.org,bob\\n' > voters.txt
      isonomia credentials generate board --voters voters.txt --private codes.json
    """
    made = administrator.read_draft(read_small(directory / DRAFT), str(directory / DRAFT))
    with about(directory / DRAFT):
        group = open_group(made.group, reference, secrets=True)
    public = directory / ROLL
    refuse_existing(private, public)
    with about(voters):
        listed, weighted = credential_authority.read_voters(read_text(voters))
    questions = administrator.read_questions(made.questions)
    if any(voter.weight != 1 for voter in listed) and any(isinstance(q, QuestionNH) for q in questions):
        why = f"{voters}: the election has rankings or grades, and they cannot be weighted"
        raise CliError("refused", why, "leave the weights out, or put such questions into an election of their own")
    with Working(f"Making {len(listed)} credentials"):
        issued = credential_authority.issue(group, made.uuid, listed, os.urandom, weighted=weighted, short=short)
    write_private(private, write_json(issued.private))
    try:
        write_new(public, issued.public)
    except BaseException:
        private.unlink(missing_ok=True)
        raise
    fingerprint = roll_fingerprint(issued.public)
    weight = sum(voter.weight for voter in listed)
    data = {
        "voters": len(listed),
        "weight": weight,
        "public": str(public),
        "private": str(private),
        "fingerprint": fingerprint,
    }
    emit(
        data,
        [
            f"{len(listed)} voters" + (f" of weight {weight}" if weighted else "") + f" are on the roll {public}.",
            f"SECRET: {private} has their credentials. Send each voter their own, and nobody else.",
            f"Fingerprint of the roll: {fingerprint}",
            "Note it. Once voting is open, `isonomia credentials check` must find the same in the record.",
        ],
    )


@credentials.command()
@record_argument
@click.option("--public", type=FILE, required=True, help="The public_credentials.json that was made.")
@reference_option
@json_option
@click.pass_context
def check(ctx: click.Context, record: Path, public: Path, reference: bool) -> None:
    """Is the roll in a record the one that was made?

    Exit code: 0 it is; 1 it is not: somebody has added, removed or changed voters.

    \b
    Example:
      isonomia credentials check board --public public_credentials.json
    """
    entries = payloads.read_credentials(read_small(public), str(public))
    with about(record), record_stream(record) as file:
        setup = read_outline(file, opener(reference)).setup
    own, recorded = roll_fingerprint(encode(entries)), setup.fingerprints["credentials"]
    mine = {split(entry)[0] for entry in entries}
    added, missing = len(setup.roll.keys() - mine), len(mine - setup.roll.keys())
    same = own == recorded
    data = {
        "same": same,
        "fingerprint": own,
        "record_fingerprint": recorded,
        "voters": len(setup.roll),
        "added": added,
        "missing": missing,
    }
    if same:
        lines = [f"SAME: the record has the roll that was made, {len(setup.roll)} voters.", f"Fingerprint: {own}"]
    else:
        lines = [
            f"NOT THE SAME: {added} public credentials of the record were not made, {missing} that were made are "
            "missing" + ("" if added or missing else "; order or weights differ") + ".",
            f"Fingerprint in the record: {recorded}",
            f"Fingerprint of {public}: {own}",
            "Do not let this election go on.",
        ]
    emit(data, lines)
    if not same:
        ctx.exit(1)
