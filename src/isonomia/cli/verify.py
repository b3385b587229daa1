# SPDX-License-Identifier: Apache-2.0
"""``isonomia verify``: its options and help. What it does is in ``verifying``, imported when it runs."""

from pathlib import Path

import click

from isonomia.cli.options import FILE, Events, record_argument, reference_option
from isonomia.cli.output import json_option


@click.command(short_help="Check a whole record: set-up, ballots, tally, result.")
@record_argument
@click.argument("parts", metavar="[PART]...", nargs=-1, type=FILE)
@click.option("--terms", type=FILE, help="The terms file of the election, to be checked against the record.")
@click.option("--previous", type=FILE, metavar="FIRST", help="The record of the first round, if this is the second.")
@click.option("--previous-terms", type=FILE, help="Its terms; UUID.terms.json beside it unless given.")
@click.option("--law", type=FILE, help="The law that the terms name, if it does not come with isonomia.")
@click.option("--workers", type=click.IntRange(1, 1024), help="Threads; one more than there are cores unless given.")
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
    previous: Path | None,
    previous_terms: Path | None,
    law: Path | None,
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

    With --terms, what follows from the result under the law that the terms name is said, too.

    With --previous, the terms must name the last event of FIRST, and those must stand whom the law sends on from its
    result, before as many voters with the same weights.

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
      isonomia verify second --previous first
      isonomia verify 4fW7cbzUxTqCJB.bel --state monday.json
      isonomia verify 4fW7cbzUxTqCJB.bel --since monday.json --state tuesday.json
      isonomia verify 4fW7cbzUxTqCJB.bel --range 0:5000 --json > first.json
      isonomia verify 4fW7cbzUxTqCJB.bel --merge first.json second.json
    """
    from isonomia.cli.verifying import Earlier, Wanted, run

    earlier = None if previous is None else Earlier(previous, previous_terms)
    wanted = Wanted(record, parts, terms, law, earlier, workers, since, state, events, merge, cluster, reference)
    if not run(ctx, wanted):
        ctx.exit(1)
