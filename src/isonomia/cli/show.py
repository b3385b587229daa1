# SPDX-License-Identifier: Apache-2.0
"""``isonomia show``."""

from pathlib import Path
from typing import Any

import click

from isonomia.cli.files import about, record_stream
from isonomia.cli.options import opener, record_argument, reference_option
from isonomia.cli.outline import Outline, read_outline
from isonomia.cli.output import emit, json_option, plain, width
from isonomia.cli.phases import NEXT
from isonomia.cli.progress import Working
from isonomia.present.summary import Summary, as_json, summary_lines


@click.command(short_help="A readable summary of a record, with bars of the result.")
@record_argument
@reference_option
@json_option
def show(record: Path, reference: bool) -> None:
    """A readable summary of a record: questions, turnout, bars of the result.

    It shows what the record says and checks no proof: `isonomia verify` does. RECORD is a .bel file, a
    directory that holds one, or - for standard input.

    \b
    Example:
      isonomia show SZ88QZqMCkfWwR.bel
    """
    with about(record), record_stream(record) as file, Working("Reading the record"):
        summary = _summary(read_outline(file, opener(reference)))
    data: dict[str, Any] = as_json(summary)
    emit(data, summary_lines(summary, NEXT[summary.phase], width(), plain()))


def _summary(outline: Outline) -> Summary:
    return Summary(
        setup=outline.setup,
        phase=outline.phase,
        ballots=len(outline.ballots),
        counted=len(outline.counting()),
        counted_weight=outline.weight(),
        shuffled_by=outline.shuffled_by,
        decrypted_by=outline.decrypted_by,
        result=outline.result,
        last_event=outline.last_event,
        damaged=len(outline.failures),
    )
