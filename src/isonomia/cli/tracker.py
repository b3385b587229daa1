# SPDX-License-Identifier: Apache-2.0
"""``isonomia tracker``."""

import re
from pathlib import Path

import click

from isonomia.cli.failure import CliError
from isonomia.cli.files import about, read_small, record_stream
from isonomia.cli.options import opener, record_argument, reference_option
from isonomia.cli.outline import Accepted, Outline, read_outline
from isonomia.cli.output import emit, json_option
from isonomia.cli.progress import Working
from isonomia.protocol.public.ballots import tracker as tracker_of

_TRACKER = re.compile("[A-Za-z0-9+/]{43}", re.ASCII)


@click.command(short_help="Is my ballot in a record, and is it the one that counts?")
@record_argument
@click.argument("ballot", metavar="TRACKER_OR_BALLOT")
@reference_option
@json_option
@click.pass_context
def tracker(ctx: click.Context, record: Path, ballot: str, reference: bool) -> None:
    """Is a ballot in a record, and is it the one that counts?

    TRACKER_OR_BALLOT is the tracker of 43 characters that you noted when you voted, or the file of your
    ballot. Exit code: 0 it is in; 1 it is not.

    \b
    Examples:
      isonomia tracker SZ88QZqMCkfWwR.bel 0t7MzMG0bWzqrRo0u1R8W4Rq1OrFc3uTqg0bKkV5d7U
      isonomia tracker SZ88QZqMCkfWwR.bel my-ballot.json
    """
    wanted = _wanted(ballot)
    with about(record), record_stream(record) as file, Working("Reading the record"):
        outline = read_outline(file, opener(reference))
    found = next((b for b in outline.ballots if b.tracker == wanted), None)
    by = _replacement(outline, found) if found else None
    counts = found is not None and by is None and found.credential in outline.setup.roll
    data = {
        "found": found is not None,
        "tracker": wanted,
        "height": found.height if found else None,
        "counts": counts,
        "replaced_by": {"tracker": by.tracker, "height": by.height} if by else None,
        "phase": outline.phase,
        "last_event": outline.last_event,
    }
    emit(data, _lines(outline, wanted, found, by, counts))
    if found is None:
        ctx.exit(1)


def _wanted(given: str) -> str:
    """The tracker that is looked for."""
    if _TRACKER.fullmatch(given.rstrip("=")):
        return given.rstrip("=")
    if Path(given).is_file():
        return tracker_of(read_small(Path(given)).rstrip(b"\r\n"))
    raise CliError(
        "bad-tracker",
        f"{given[:80]}: neither a tracker (43 letters, digits, + and /) nor a file",
        "copy the tracker whole; quote it if the shell cuts it",
    )


def _replacement(outline: Outline, found: Accepted) -> Accepted | None:
    later = [b for b in outline.ballots if b.credential == found.credential and b.height > found.height]
    return later[-1] if later else None


def _lines(outline: Outline, wanted: str, found: Accepted | None, by: Accepted | None, counts: bool) -> list[str]:
    if found is None:
        return [
            f"NOT IN: no ballot with the tracker {wanted} is in this record of {len(outline.ballots)} ballots.",
            "Check the tracker letter by letter, and that the record is of your election and up to date.",
        ]
    lines = [f"IN: the ballot {wanted} is at height {found.height}."]
    if by is not None:
        lines.append(f"It does not count: the same voter cast a later ballot, {by.tracker}, at height {by.height}.")
    elif counts:
        still = " unless a later one replaces it" if outline.phase == "open" else ""
        lines.append(f"It is the one that counts{still}.")
    else:
        lines.append("It does not count: its credential is not on the roll.")
    return [*lines, "That the whole record is right, `isonomia verify` tells."]
