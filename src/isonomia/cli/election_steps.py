# SPDX-License-Identifier: Apache-2.0
"""``isonomia election close``, ``tally``, ``end-shuffles``, ``receive`` and ``result``."""

from pathlib import Path
from typing import Any

import click
from rich.text import Text

from isonomia.cli.contributions import read_contribution
from isonomia.cli.files import about, locate
from isonomia.cli.options import FILE, backend, opener, record_argument, reference_option
from isonomia.cli.output import emit, json_option, plain, width
from isonomia.cli.phases import NEXT, require
from isonomia.cli.progress import Working
from isonomia.parties import administrator
from isonomia.parties.contributions import append
from isonomia.parties.record_file import open_record
from isonomia.present.result import result_lines
from isonomia.present.text import counted
from isonomia.protocol.messages import QuestionNH
from isonomia.verify.phases import phase


@click.command()
@record_argument
@reference_option
@json_option
def close(record: Path, reference: bool) -> None:
    """End the voting. It cannot be taken back.

    \b
    Example:
      isonomia election close board
    """
    path = locate(record)
    with about(path), open_record(path, opener(reference)) as opened:
        require(opened, "open")
        event = administrator.close(opened)
        data: dict[str, Any] = {"record": str(path), "ballots": len(opened.ballots), "event": event}
    emit(data, [f"Voting has ended in {path}, after {counted(data['ballots'], 'ballot')}.", f"Next: {NEXT['closed']}."])


@click.command()
@record_argument
@reference_option
@json_option
def tally(record: Path, reference: bool) -> None:
    """Check the whole record and publish the encrypted tally.

    \b
    Example:
      isonomia election tally board
    """
    path = locate(record)
    with about(path), open_record(path, opener(reference)) as opened:
        require(opened, "closed")
        with Working("Checking the record") as working:
            examined = opened.examine(backend(reference), working.position)
        event = administrator.publish_tally(opened, examined)
        after = phase([*opened.events, "EncryptedTally"], opened.require_setup())
        counts = examined.report.counts
        data = {"record": str(path), "counted": counts["counted"], "weight": counts["counted_weight"], "event": event}
    told = f"{data['counted']} of {counted(counts['ballots'], 'ballot')} count"
    emit(data, [f"The encrypted tally is in {path}: {told}.", f"Next: {NEXT[after]}."])


@click.command("end-shuffles")
@record_argument
@reference_option
@json_option
def end_shuffles(record: Path, reference: bool) -> None:
    """Say that no more shuffles come: decryption may begin.

    Only elections with rankings or grades have shuffles. One honest shuffle is enough to hide who voted how.

    \b
    Example:
      isonomia election end-shuffles board
    """
    path = locate(record)
    with about(path), open_record(path, opener(reference)) as opened:
        require(opened, "shuffling")
        shuffles = opened.events.count("Shuffle")
        event = administrator.end_shuffles(opened)
    data = {"record": str(path), "shuffles": shuffles, "event": event}
    emit(data, [f"No more shuffles come after {shuffles}.", f"Next: {NEXT['decrypting']}."])


@click.command()
@record_argument
@click.argument("file", type=FILE)
@reference_option
@json_option
def receive(record: Path, file: Path, reference: bool) -> None:
    """Take in a trustee's shuffle or decryption that was made elsewhere.

    FILE is what `trustee shuffle --out` or `trustee decrypt --out` wrote, or belenios-tool printed (two
    lines). It is checked against the whole record before it is appended.

    \b
    Example:
      isonomia election receive board ada.decryption.json
    """
    contribution = read_contribution(file)
    path = locate(record)
    with about(path), open_record(path, opener(reference)) as opened:
        require(opened, "shuffling" if contribution.kind == "Shuffle" else "decrypting")
        with Working("Checking the record") as working:
            examined = opened.examine(backend(reference), working.position)
        with Working("Checking the contribution"):
            event = append(opened, examined, contribution, str(file))
    data = {"record": str(path), "kind": contribution.kind, "owner": contribution.owner, "event": event}
    emit(data, [f"The {contribution.name} of trustee {contribution.owner} is in {path}."])


@click.command()
@record_argument
@reference_option
@json_option
def result(record: Path, reference: bool) -> None:
    """Compute the result from the decryptions, publish it, and print it.

    \b
    Example:
      isonomia election result board
    """
    path = locate(record)
    with about(path), open_record(path, opener(reference)) as opened:
        setup = require(opened, "decrypting")
        with Working("Checking the record") as working:
            examined = opened.examine(backend(reference), working.position)
        with Working("Computing the result"):
            published = administrator.publish_result(opened, examined)
    questions = setup.election.questions
    shown = [sorted(p) if isinstance(q, QuestionNH) else p for q, p in zip(questions, published, strict=True)]
    data: dict[str, Any] = {"record": str(path), "uuid": setup.election.uuid, "result": shown}
    weight = examined.report.counts["counted_weight"]
    lines = [Text(f"The result is in {path}."), *result_lines(questions, shown, weight, width(), plain())]
    emit(data, [*lines, Text(), f"Next: {NEXT['tallied']}."])
