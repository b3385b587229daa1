# SPDX-License-Identifier: Apache-2.0
"""``isonomia election``: the commission's steps. Nothing here is secret."""

import os
from pathlib import Path
from time import time
from typing import Any

import click

from isonomia.cli.election_steps import close, end_shuffles, receive, result, tally
from isonomia.cli.failure import CliError
from isonomia.cli.files import DRAFT, ROLL, about, read_message, read_small, refuse_existing, write_new
from isonomia.cli.options import FILE, group_option, open_group, reference_option
from isonomia.cli.output import emit, json_option
from isonomia.cli.progress import Working
from isonomia.cli.second_round import second_round_command
from isonomia.parties import administrator
from isonomia.parties.administrator import Draft, Template
from isonomia.parties.record_file import create
from isonomia.protocol.challenges import fingerprint
from isonomia.protocol.messages import ThresholdParameters, TrusteePublicKey, encode
from isonomia.protocol.public.elections import is_uuid
from isonomia.protocol.public.trustees import Kind, Single
from isonomia.record import payloads, strict
from isonomia.record.terms import VERSION, Terms, terms_hash, with_terms


@click.group()
def election() -> None:
    """Draft, open, close and tally an election.

    \b
    In order, and whose turn it is:
      commission  isonomia election draft --template questions.json --dir board
      trustees    isonomia trustee new --out ada.key
      authority   isonomia credentials generate board \\
                    --voters voters.txt --private codes.json
      commission  isonomia election open board --trustee ada.key.public.json
      voters      isonomia vote board
      commission  isonomia election close board
      commission  isonomia election tally board
      trustees    isonomia trustee shuffle board --key ada.key    (only where
      commission  isonomia election end-shuffles board      there are rankings)
      trustees    isonomia trustee decrypt board --key ada.key
      commission  isonomia election result board
      anybody     isonomia verify board
      commission  isonomia election second-round board --dir second  (if the law
                                                             asks for one)
    """


for _command in (close, tally, end_shuffles, receive, result, second_round_command):
    election.add_command(_command)


@election.command()
@click.option("--template", type=FILE, required=True, help="JSON with name, description and questions.")
@group_option()
@click.option("--dir", "directory", type=FILE, required=True, help="Where to write; made if it is not there.")
@click.option("--uuid", help="The identifier; a fresh one unless given.")
@click.option("--terms-file", type=FILE, help="JSON with the terms: law, schedule, texts; see the example.")
@reference_option
@json_option
def draft(
    template: Path, group_name: str, directory: Path, uuid: str | None, terms_file: Path | None, reference: bool
) -> None:
    """Write DIR/draft.json and the terms, DIR/UUID.terms.json.

    The hash of the terms becomes the last line of the election's description: what voters are promised
    there cannot be changed later.

    \b
    Example:
      isonomia election draft --template questions.json --dir board

    \b
    questions.json, with the texts changed to yours:
      {"name": "Board 2027", "description": "Annual meeting", "questions": [
        {"question": "Adopt the report?", "answers": ["Yes", "No"],
         "blank": true, "min": 1, "max": 1},
        {"question": "Board (up to 2)", "answers": ["Ada", "Blaise", "Emmy"],
         "min": 0, "max": 2}]}

    A question whose answers get numbers, as ranks or grades:

    \b
      {"type": "NonHomomorphic",
       "value": {"question": "Rank", "answers": ["A", "B", "C"]}}

    One list and some of its candidates (the name of each list comes first):

    \b
      {"type": "Lists", "value": {"question": "Assembly",
       "answers": [["List 1", "Ada", "Emmy"], ["List 2", "Blaise"]]}}

    Terms of your own (every part but texts may be left out):

    \b
      {"texts": {"en": {"name": "Board 2027", "description": "Annual meeting"}},
       "schedule": {"opens": "2027-01-10T08:00:00+01:00",
                    "closes": "2027-01-12T20:00:00+01:00"},
       "law": {"file": "statute.json", "sha256": "..."}}
    """
    if uuid is not None and not is_uuid(uuid):
        raise click.UsageError("--uuid is not 14 or more characters of Base58 (letters and digits but 0, O, I, l)")
    group = open_group(group_name, reference)
    own = _own_terms(terms_file) if terms_file is not None else None
    made, terms = administrator.draft(read_message(template, Template), group, os.urandom, own, uuid)
    directory.mkdir(parents=True, exist_ok=True)
    terms_path, draft_path = directory / f"{made.uuid}.terms.json", directory / DRAFT
    refuse_existing(draft_path, terms_path)
    write_new(terms_path, terms)
    try:
        write_new(draft_path, encode(made) + b"\n")
    except BaseException:
        terms_path.unlink(missing_ok=True)
        raise
    data = {
        "uuid": made.uuid,
        "group": made.group,
        "draft": str(draft_path),
        "terms": str(terms_path),
        "terms_sha256": terms_hash(terms),
    }
    emit(
        data,
        [
            f"Draft of election {made.uuid} ({made.group}): {draft_path}",
            f"Its terms, to be published beside the record: {terms_path}",
            f"SHA-256 of the terms: {terms_hash(terms)}",
            "Next: keys of the trustees (`isonomia trustee --help`) and the roll (`isonomia credentials generate`).",
        ],
    )


def _own_terms(path: Path) -> Terms:
    """Terms as somebody writes them: version and uuid may be left out."""
    given = read_message(path, dict[str, Any])
    given.setdefault("version", VERSION)
    given["uuid"] = ""
    return strict.decode(encode(given), Terms, str(path))


@election.command("open")
@click.argument("directory", metavar="DIR", type=FILE)
@click.option(
    "--trustee",
    "--threshold-group",
    "trustees",
    metavar="FILE",
    type=FILE,
    multiple=True,
    required=True,
    help="A trustee's public key, or the threshold.json of a ceremony. Repeatable; trustees get their numbers in this "
    "order.",
)
@reference_option
@json_option
def open_(directory: Path, trustees: tuple[Path, ...], reference: bool) -> None:
    """Open the voting: write the record, DIR/UUID.bel.

    Takes DIR/draft.json, DIR/public_credentials.json, DIR/UUID.terms.json and the trustees' public keys.
    A vote can be read only if all single trustees, and as many of each threshold group as its threshold
    says, work together.

    \b
    Examples:
      isonomia election open board --trustee ada.key.public.json
      isonomia election open board --trustee ada.key.public.json \\
          --threshold-group ceremony/threshold.json
    """
    made = administrator.read_draft(read_small(directory / DRAFT), str(directory / DRAFT))
    record, terms_path = directory / f"{made.uuid}.bel", directory / f"{made.uuid}.terms.json"
    refuse_existing(record)
    _check_terms(made, terms_path)
    roll = read_small(directory / ROLL)
    with about(directory / DRAFT):
        group = open_group(made.group, reference)
    kinds = [_kind(path) for path in trustees]
    with Working("Checking the trustees and the roll"):
        setup = administrator.open_election(made, group, kinds, roll.strip())
    event = create(record, int(time()), setup)
    fingerprints = dict(zip(("election", "trustees", "credentials"), map(fingerprint, setup), strict=False))
    data = {"uuid": made.uuid, "record": str(record), "setup_event": event, "fingerprints": fingerprints}
    emit(
        data,
        [
            f"Voting is open: {record}",
            f"Publish it with {terms_path}. Everybody compares:",
            f"  election  {fingerprints['election']}",
            f"  trustees  {fingerprints['trustees']}",
            f"  roll      {fingerprints['credentials']}",
            "Each trustee runs `isonomia trustee check`, the credential authority `isonomia credentials check`.",
        ],
    )


def _check_terms(made: Draft, path: Path) -> None:
    """The terms that the draft names are there, unchanged. Raises CliError."""
    content = read_small(path)
    if not made.description.endswith(with_terms("", content)):
        raise CliError(
            "terms-changed",
            f"{path}: not the terms that the draft was made with",
            "put the file back, or make a new draft in another directory",
        )


def _kind(path: Path) -> Kind:
    """A trustee's public key or threshold parameters: the file tells which. Raises RecordError."""
    content = read_small(path)
    keys = strict.decode(content, dict[str, Any], str(path))
    if "threshold" in keys:
        return payloads.pedersen(strict.decode(content, ThresholdParameters, str(path)), str(path))
    return Single(strict.decode(content, TrusteePublicKey, str(path)))
