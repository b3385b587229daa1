# SPDX-License-Identifier: Apache-2.0
"""``isonomia election second-round`` and ``isonomia credentials derive``."""

import os
from pathlib import Path
from typing import Any

import click

from isonomia.cli.failure import CliError
from isonomia.cli.files import DRAFT, ROLL, about, read_message, read_small, record_stream, refuse_existing, write_new
from isonomia.cli.named_law import read_law_of, read_terms_of
from isonomia.cli.options import FILE, backend, open_group, opener, record_argument, reference_option
from isonomia.cli.outline import read_outline
from isonomia.cli.output import emit, json_option
from isonomia.cli.progress import Working
from isonomia.parties import administrator, credential_authority, second_round
from isonomia.parties.credential_authority import roll_fingerprint
from isonomia.present.second_round import names as second_round_names
from isonomia.protocol.messages import encode
from isonomia.record.terms import Schedule, terms_hash
from isonomia.verify import examine


@click.command("second-round")
@record_argument
@click.option("--dir", "directory", type=FILE, required=True, help="Where to write; made if it is not there.")
@click.option("--terms", type=FILE, help="The terms of the first round; UUID.terms.json beside it unless given.")
@click.option("--law", type=FILE, help="The law file; needed if it is not one that comes with isonomia.")
@click.option("--withdrawn", metavar="NAME", multiple=True, help="A candidate who does not run again. Repeatable.")
@click.option("--lot", metavar="TEXT", multiple=True, help="If lots were drawn: each text that was committed to.")
@click.option("--opens", help="When voting opens, as 2027-01-10T08:00:00+01:00.")
@click.option("--closes", help="When it closes.")
@reference_option
@json_option
def second_round_command(
    record: Path,
    directory: Path,
    terms: Path | None,
    law: Path | None,
    withdrawn: tuple[str, ...],
    lot: tuple[str, ...],
    opens: str | None,
    closes: str | None,
    reference: bool,
) -> None:
    """Draft the second round that the law asks for after RECORD.

    The whole first record is checked and the law applied to its result. Those whom it sends on stand; the terms of
    the new election name the first one's last event, so that `isonomia verify SECOND --terms TERMS --previous FIRST`
    can tell that they follow from it. Trustees may use their keys again, or make new ones.

    \b
    Then, as for any election, but for the voters' codes, which stay as they are:
      isonomia credentials derive second --private codes.json --previous first
      isonomia election open second --trustee ada.key.public.json

    \b
    Examples:
      isonomia election second-round first --dir second
      isonomia election second-round first --dir second --withdrawn "Ihar Bahdanovich"
    """
    with about(record), record_stream(record) as file, Working("Checking the first round") as working:
        first = examine(file, backend=backend(reference), on_progress=working.position)
    if not first.report.valid or first.setup is None:
        raise CliError("not-valid", f"{record}: the record is not valid", "run `isonomia verify` on it for the reasons")
    before, named = read_terms_of(record, first.setup.election.uuid, terms)
    content = read_law_of(before, named.where, law)
    schedule = Schedule(opens, closes) if opens or closes else None
    with about(record):
        made, own, judgement = second_round.draft(
            first,
            before,
            content,
            open_group(first.setup.election.group.name, reference),
            os.urandom,
            names=second_round_names(before),
            withdrawn=list(withdrawn),
            lot=list(lot),
            schedule=schedule,
        )
    assert judgement.next is not None  # or there was no draft
    directory.mkdir(parents=True, exist_ok=True)
    terms_path, draft_path = directory / f"{made.uuid}.terms.json", directory / DRAFT
    refuse_existing(draft_path, terms_path)
    write_new(terms_path, own)
    try:
        write_new(draft_path, encode(made) + b"\n")
    except BaseException:
        terms_path.unlink(missing_ok=True)
        raise
    data: dict[str, Any] = {
        "uuid": made.uuid,
        "previous": {"uuid": before.uuid, "last_event": first.report.fingerprints["last_event"]},
        "candidates": list(judgement.next.candidates),
        "within": judgement.next.within,
        "draft": str(draft_path),
        "terms": str(terms_path),
        "terms_sha256": terms_hash(own),
    }
    lines = [
        f"Second round {made.uuid}, between {' and '.join(judgement.next.candidates)}: {draft_path}",
        f"Its terms, which name the first round's last event: {terms_path}",
        "Next: keys of the trustees (the same, or `isonomia trustee --help`), and the roll "
        "(`isonomia credentials derive`, or `generate` for new codes).",
    ]
    emit(data, lines)


@click.command()
@click.argument("directory", metavar="DIR", type=FILE)
@click.option("--private", type=FILE, required=True, help="The codes of the first round, as they were made. SECRET.")
@click.option("--previous", type=FILE, required=True, help="The record of the first round.")
@reference_option
@json_option
def derive(directory: Path, private: Path, previous: Path, reference: bool) -> None:
    """Make the roll of a second round from the codes that voters have.

    Writes DIR/public_credentials.json. Every voter of the first round is on it, with the same weight; nobody gets a
    new code. Public credentials hang on the election, so nobody can see who of the first round is who of the second.

    \b
    Example:
      isonomia credentials derive second --private codes.json --previous first
    """
    made = administrator.read_draft(read_small(directory / DRAFT), str(directory / DRAFT))
    public = directory / ROLL
    refuse_existing(public)
    with about(directory / DRAFT):
        group = open_group(made.group, reference, secrets=True)
    with about(previous), record_stream(previous) as file:
        setup = read_outline(file, opener(reference, secrets=True)).setup
    codes = read_message(private, dict[str, str])
    with about(private), Working(f"Making {len(codes)} public credentials"):
        issued = credential_authority.derive(group, setup, made.uuid, codes)
    write_new(public, issued.public)
    fingerprint = roll_fingerprint(issued.public)
    emit(
        {"voters": len(codes), "public": str(public), "fingerprint": fingerprint},
        [
            f"{len(codes)} voters are on the roll {public}, with the codes of the first round.",
            f"Fingerprint of the roll: {fingerprint}",
            "Note it. Once voting is open, `isonomia credentials check` must find the same in the record.",
        ],
    )
