# SPDX-License-Identifier: Apache-2.0
"""``isonomia verify``."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic

import click
from rich.text import Text

from isonomia.cli import state_file
from isonomia.cli.files import about, read_small, record_stream
from isonomia.cli.options import FILE, backend, record_argument, reference_option
from isonomia.cli.output import emit, json_option, plain, say, width
from isonomia.cli.parts import Events, merge_parts, on_cluster, print_part, require_together
from isonomia.cli.progress import Working
from isonomia.present.report import report_lines, verdict
from isonomia.present.result import result_lines
from isonomia.record.terms import named_terms
from isonomia.verify import Examined, Report, examine, state_after
from isonomia.verify.terms import with_terms


@click.command(short_help="Check a whole record: set-up, ballots, tally, result.")
@record_argument
@click.argument("parts", metavar="[PART]...", nargs=-1, type=FILE)
@click.option("--terms", type=FILE, help="The terms file of the election, to be checked against the record.")
@click.option("--workers", type=click.IntRange(1, 1024), help="Threads; as many as there are cores unless given.")
@click.option("--since", type=FILE, metavar="STATE", help="Go on from an earlier verification, as said above.")
@click.option("--state", type=FILE, metavar="OUT", help="Write a state to go on from, if the record is valid.")
@click.option("--range", "events", type=Events(), help="Only the ballots of events I to J-1: a part report.")
@click.option("--merge", is_flag=True, help="Take the word of part reports for the proofs in ballots.")
@click.option("--cluster", metavar="ADDRESS", help="Have a Dask cluster check the proofs in ballots; or local:N.")
@reference_option
@json_option
@click.pass_context
def verify(
    ctx: click.Context,
    record: Path,
    parts: tuple[Path, ...],
    terms: Path | None,
    workers: int | None,
    since: Path | None,
    state: Path | None,
    events: range | None,
    merge: bool,
    cluster: str | None,
    reference: bool,
) -> None:
    """Check a whole record: the set-up, every ballot, the tally, the result.

    RECORD is a .bel file, a directory that holds one, or - for standard input. A record that is still open,
    or has no result yet, is checked as far as it goes.

    With --since, what was verified before must stand unchanged, byte for byte, at the beginning of the record.
    Then the proofs of the ballots up to there are not checked again; everything else is. Use only a state that
    you wrote and kept yourself: WHOEVER CAN WRITE THE FILE CAN HIDE A BAD BALLOT. Before you vouch for a
    result, verify once without it.

    With --range, only the ballots of some events are checked, each in itself, and a part report is printed;
    with --merge, part reports that cover all ballots stand for the proofs in them, and everything else is
    checked. WHO MERGES PARTS TRUSTS WHOEVER MADE THEM; the report says so. With --cluster, the workers of a
    Dask cluster check the proofs: use one that is yours.

    \b
    Exit code: 0 valid; 1 not valid; 2 not a record that this program knows.

    \b
    Examples:
      isonomia verify SZ88QZqMCkfWwR.bel
      isonomia verify --json SZ88QZqMCkfWwR.bel > report.json
      curl -s https://example.org/election.bel | isonomia verify -
      isonomia verify 4fW7cbzUxTqCJB.bel --terms 4fW7cbzUxTqCJB.terms.json
      isonomia verify 4fW7cbzUxTqCJB.bel --state monday.json
      isonomia verify 4fW7cbzUxTqCJB.bel --since monday.json --state tuesday.json
      isonomia verify 4fW7cbzUxTqCJB.bel --range 0:5000 --json > first.json
      isonomia verify 4fW7cbzUxTqCJB.bel --merge first.json second.json
    """
    others = {"--terms": terms, "--since": since, "--state": state, "--cluster": cluster}
    require_together(parts, merge, events, others)
    if events is not None:
        print_part(ctx, record, events, backend(reference), workers)
        return
    earlier = state_file.load(since) if since is not None else None
    if state is not None:
        state_file.refuse_other_files(state)
    content = read_small(terms) if terms is not None else None
    began = monotonic()
    with about(record), record_stream(record) as file, Working("Checking the record") as working:
        checking = partial(merge_parts, paths=parts) if merge else partial(examine, since=earlier)
        if cluster is not None:
            checking = partial(on_cluster, cluster)
        examined = checking(file, backend=backend(reference), workers=workers, on_progress=working.position)
        reached = None
        if state is not None and examined.report.valid:
            reached = state_after(examined.report, examined.last, examined.length, file)
    report = examined.report if content is None else with_terms(examined, content, str(terms))
    report = replace(report, seconds=monotonic() - began)
    if state is not None and reached is not None:
        state_file.save(state, reached)
    emit(report.as_json(), _lines(report, examined, terms is not None))
    if state is not None and reached is None:
        say(f"No state was written to {state}: the record is not valid.")
    if not report.valid:
        ctx.exit(1)


def _lines(report: Report, examined: Examined, with_terms: bool) -> list[Text]:
    lines = report_lines(report, width())
    if report.result is not None and examined.setup is not None and report.valid:
        questions, counted = examined.setup.election.questions, report.counts.get("counted_weight", 0)
        lines += [Text(), Text("Result", "bold"), *result_lines(questions, report.result, counted, width(), plain())]
    description = examined.setup.election.message.description if examined.setup else ""
    if not with_terms and named_terms(description) is not None:
        lines += [Text(), Text("The election names its terms by their hash; check the file with --terms.")]
    return [*lines, Text(), verdict(report)]
