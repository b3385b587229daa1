# SPDX-License-Identifier: Apache-2.0
"""``isonomia ballot``: a single ballot, checked or handed in."""

from pathlib import Path

import click
from rich.text import Text

from isonomia.cli.files import about, locate, read_small, record_stream
from isonomia.cli.options import FILE, opener, record_argument, reference_option
from isonomia.cli.outline import read_outline
from isonomia.cli.output import emit, json_option, width
from isonomia.cli.phases import require
from isonomia.parties import administrator
from isonomia.parties.record_file import open_record
from isonomia.present.report import checks_lines
from isonomia.protocol.public.ballots import tracker
from isonomia.verify.acceptance import check_alone
from isonomia.verify.report import check_reports


@click.group()
def ballot() -> None:
    """Check a single ballot, or hand it in."""


@ballot.command("verify")
@record_argument
@click.argument("ballot_file", metavar="BALLOT", type=FILE)
@reference_option
@json_option
@click.pass_context
def verify_ballot(ctx: click.Context, record: Path, ballot_file: Path, reference: bool) -> None:
    """Check one ballot file: form, signature, credential, every proof.

    Exit code: 0 the ballot is right; 1 it is not.

    \b
    Example:
      isonomia ballot verify 4fW7cbzUxTqCJB.bel my-ballot.json
    """
    content = _content(ballot_file)
    with about(record), record_stream(record) as file:
        outline = read_outline(file, opener(reference))
    findings = check_alone(outline.setup, content)
    checks = tuple(check for check in check_reports(findings) if check.checked)
    own = tracker(content)
    recorded = any(entry.tracker == own for entry in outline.ballots)
    valid = not findings.failures
    data = {
        "valid": valid,
        "tracker": own,
        "in_record": recorded,
        "checks": [
            {
                "id": check.id,
                "title": check.title,
                "passed": check.passed,
                "checked": check.checked,
                "failures": [{"where": f.where, "why": f.why} for f in check.failures],
            }
            for check in checks
        ],
    }
    word = "RIGHT: the ballot may be cast" if valid else "WRONG: the ballot would be refused"
    emit(
        data,
        [
            f"Tracker: {own} ({'in' if recorded else 'not in'} the record)",
            Text(),
            *checks_lines(checks, width()),
            Text(),
            Text(word, "bold green" if valid else "bold red"),
        ],
    )
    if not valid:
        ctx.exit(1)


@ballot.command("cast")
@record_argument
@click.argument("ballot_file", metavar="BALLOT", type=FILE)
@reference_option
@json_option
def cast(record: Path, ballot_file: Path, reference: bool) -> None:
    """Check a ballot file and append it to the record.

    \b
    Examples:
      isonomia vote 4fW7cbzUxTqCJB.bel --choose 0=2 --out my-ballot.json
      isonomia ballot cast 4fW7cbzUxTqCJB.bel my-ballot.json
    """
    content = _content(ballot_file)
    path = locate(record)
    with about(path), open_record(path, opener(reference)) as opened:
        require(opened, "open")
        own = administrator.accept(opened, content)
        data = {"accepted": True, "tracker": own, "height": opened.tip.height - 1, "record": str(path)}
    emit(data, [f"The ballot {own} is in {path}, at height {data['height']}."])


def _content(path: Path) -> bytes:
    """A ballot without the line end that editors and other tools add."""
    return read_small(path).rstrip(b"\r\n")
