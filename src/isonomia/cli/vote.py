# SPDX-License-Identifier: Apache-2.0
"""``isonomia vote``."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from isonomia.cli.choices import Given, checked, from_options
from isonomia.cli.failure import CliError
from isonomia.cli.files import about, locate, read_message, refuse_existing, write_new
from isonomia.cli.interactive import ask
from isonomia.cli.options import FILE, opener, record_argument, reference_option
from isonomia.cli.output import emit, json_option, say, wants_json
from isonomia.cli.phases import require
from isonomia.cli.secret_input import credential
from isonomia.parties import administrator, voter
from isonomia.parties.record_file import open_record


@click.command(short_help="Encrypt a vote and cast it.")
@record_argument
@click.option("--credential-file", type=FILE, help="A file whose first line is your credential.")
@click.option("--credential", "asked", is_flag=True, help="Ask for the credential (the default); it is not shown.")
@click.option("--login", help="Take this voter's from a file that `credentials generate` made (for rehearsals).")
@click.option("--choose", multiple=True, metavar="QUESTION=ANSWER", help="Choose an answer; repeatable.")
@click.option("--blank", multiple=True, metavar="QUESTION", help="Vote blank; repeatable.")
@click.option("--rank", multiple=True, metavar="QUESTION=N,N,...", help="Give each answer its number; repeatable.")
@click.option("--votes", type=FILE, help="JSON: for each question a list with a number for each answer.")
@click.option("--salts", type=FILE, help="The salts.json of an election held with release 2.3.")
@click.option("--out", type=FILE, help="Write the ballot to a file instead of appending it to the record.")
@reference_option
@json_option
def vote(
    record: Path,
    credential_file: Path | None,
    asked: bool,
    login: str | None,
    choose: tuple[str, ...],
    blank: tuple[str, ...],
    rank: tuple[str, ...],
    votes: Path | None,
    salts: Path | None,
    out: Path | None,
    reference: bool,
) -> None:
    """Encrypt a vote with your credential, and cast it.

    On a terminal, without choices in options, it asks question by question. QUESTION is its number,
    counted from 0, or its text; ANSWER likewise (`isonomia show` lists them). In a Lists question, LIST.CANDIDATE
    chooses both. Voting again replaces the earlier vote. What you type as options stays in your shell's
    history, and other users of the machine may see it: answer the questions instead, or use --votes.

    \b
    Examples:
      isonomia vote board                                    (asks for everything)
      isonomia vote board --credential-file me.txt --choose 0=2
      isonomia vote board --choose "Board (up to 2)=Ada" --blank 0
      isonomia vote board --rank 2=1,3,2,4 --choose 0=0 --out my-ballot.json
      isonomia vote board --votes votes.json

    \b
    votes.json, if blank is allowed in the first question (it comes first):
      [[0, 1, 0], [1, 0, 1]]
    """
    given = Given(choose, blank, rank)
    if given and votes is not None:
        raise click.UsageError("--votes goes without --choose, --blank and --rank")
    if asked and credential_file is not None:
        raise click.UsageError("--credential goes without --credential-file")
    if out is not None:
        refuse_existing(out)
    path = locate(record)
    with about(path), open_record(path, opener(reference, secrets=True), write=False) as opened:
        setup = require(opened, "open")
    election = setup.election
    if votes is not None:
        numbers = checked(election.questions, read_message(votes, list[Any]))
    elif given:
        numbers = from_options(election.questions, given)
    elif sys.stdin.isatty() and not wants_json():
        say(f"{election.message.name} (election {election.uuid})\nfingerprint {election.fingerprint}")
        numbers = ask(election.questions)
    else:
        raise CliError("no-choice", "no vote is given", "use --choose, --blank, --rank or --votes")
    salt_list = read_message(salts, list[str]) if salts is not None else None
    made = voter.vote(setup, credential(credential_file, login), numbers, os.urandom, salt_list)
    data: dict[str, Any] = {
        "tracker": made.tracker,
        "uuid": election.uuid,
        "fingerprint": election.fingerprint,
        "ballot": str(out) if out else None,
        "cast": out is None,
        "height": None,
    }
    if out is not None:
        write_new(out, made.content)
        lines = [f"Your ballot is in {out}; nothing is cast yet.", f"Cast it with: isonomia ballot cast {record} {out}"]
    else:
        with about(path), open_record(path, opener(reference)) as opened:
            require(opened, "open")
            administrator.accept(opened, made.content)
            data["height"] = opened.tip.height - 1
        lines = [f"Your vote is cast: it is in {path} at height {data['height']}."]
    emit(data, [*lines, f"Tracker: {made.tracker}", "Note it: `isonomia tracker` finds your ballot with it."])
