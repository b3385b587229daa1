# SPDX-License-Identifier: Apache-2.0
"""``isonomia ballot``: a single ballot, checked or handed in."""

from pathlib import Path

import click
from rich.text import Text

from isonomia.cli import ballot_opening
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
from isonomia.verify.checks import TITLES
from isonomia.verify.opening import OPENING_TITLES
from isonomia.verify.report import check_reports


@click.group()
def ballot() -> None:
    """Check a single ballot, or hand it in."""


@ballot.command("verify")
@record_argument
@click.argument("ballot_file", metavar="BALLOT", type=FILE)
@click.option("--opening", type=FILE, metavar="FILE", help="The opening, if BALLOT does not have it in it.")
@click.option("--spoiled", type=FILE, metavar="FILE", help="The server's list of challenged ballots, as JSON.")
@reference_option
@json_option
@click.pass_context
def verify_ballot(
    ctx: click.Context, record: Path, ballot_file: Path, opening: Path | None, spoiled: Path | None, reference: bool
) -> None:
    """Check one ballot file, and the opening of a challenged ballot.

    Of a ballot: form, signature, credential, every proof. If it was challenged, BALLOT may be the file that
    the booth saved (UUID.opening.json): every ciphertext is then computed again from the opening, the choices are
    printed, and that the record does not have the ballot is checked.

    Exit code: 0 all is right; 1 it is not.

    \b
    Examples:
      isonomia ballot verify 4fW7cbzUxTqCJB.bel my-ballot.json
      isonomia ballot verify 4fW7cbzUxTqCJB.bel 4fW7cbzUxTqCJB.opening.json
    """
    given = ballot_opening.read_given(ballot_file, opening)
    if spoiled is not None and given.opening is None:
        raise click.UsageError("--spoiled is about an opening, and there is none")
    content = given.ballot
    with about(record), record_stream(record) as file:
        outline = read_outline(file, opener(reference))
    own = tracker(content)
    findings = check_alone(outline.setup, content)
    titles = TITLES
    told = None
    if given.opening is not None:
        told = ballot_opening.check(outline, given, own, spoiled)
        findings.merge(told.findings)
        titles = {**TITLES, **OPENING_TITLES}
    checks = tuple(check for check in check_reports(findings, titles) if check.checked)
    recorded = any(entry.tracker == own for entry in outline.ballots)
    valid = not findings.failures
    data = {
        "valid": valid,
        "tracker": own,
        "in_record": recorded,
        **({} if told is None else {"opening": {"answers": told.answers, "listed": told.listed}}),
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
            *([] if told is None else ballot_opening.lines(told)),
            Text(word, "bold green" if valid else "bold red") if told is None else ballot_opening.verdict(valid),
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
