# SPDX-License-Identifier: Apache-2.0
"""What ``isonomia verify`` does."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import click
from rich.text import Text

from isonomia.cli import state_file
from isonomia.cli.files import about, read_small, record_stream
from isonomia.cli.options import backend
from isonomia.cli.output import emit, plain, say, width
from isonomia.cli.parts import merge_parts, on_cluster, print_part, require_together
from isonomia.cli.progress import Working
from isonomia.present.report import report_lines, verdict
from isonomia.present.result import result_lines
from isonomia.record.terms import named_terms
from isonomia.verify import Examined, Report, examine, state_after
from isonomia.verify.terms import with_terms


class Wanted(NamedTuple):
    """The arguments and options."""

    record: Path
    parts: tuple[Path, ...]
    terms: Path | None
    workers: int | None
    since: Path | None
    state: Path | None
    events: range | None
    merge: bool
    cluster: str | None
    reference: bool


def run(ctx: click.Context, w: Wanted) -> bool:
    """Check and print; says whether the record is valid."""
    events, state = w.events, w.state
    others = {"--terms": w.terms, "--since": w.since, "--state": w.state, "--cluster": w.cluster}
    require_together(w.parts, w.merge, events, others)
    if events is not None:
        print_part(ctx, w.record, events, backend(w.reference), w.workers)
        return True
    earlier = state_file.load(w.since) if w.since is not None else None
    if state is not None:
        state_file.refuse_other_files(state)
    content = read_small(w.terms) if w.terms is not None else None
    began = monotonic()
    with about(w.record), record_stream(w.record) as file, Working("Checking the record") as working:
        checking = partial(merge_parts, paths=w.parts) if w.merge else partial(examine, since=earlier)
        if w.cluster is not None:
            checking = partial(on_cluster, w.cluster)
        examined = checking(file, backend=backend(w.reference), workers=w.workers, on_progress=working.position)
        reached = None
        if state is not None and examined.report.valid:
            reached = state_after(examined.report, examined.last, examined.length, file)
    report = examined.report if content is None else with_terms(examined, content, str(w.terms))
    report = replace(report, seconds=monotonic() - began)
    if state is not None and reached is not None:
        state_file.save(state, reached)
    emit(report.as_json(), _lines(report, examined, w.terms is not None))
    if state is not None and reached is None:
        say(f"No state was written to {state}: the record is not valid.")
    return report.valid


def _lines(report: Report, examined: Examined, with_terms: bool) -> list[Text]:
    lines = report_lines(report, width())
    if report.result is not None and examined.setup is not None and report.valid:
        questions, counted = examined.setup.election.questions, report.counts.get("counted_weight", 0)
        lines += [Text(), Text("Result", "bold"), *result_lines(questions, report.result, counted, width(), plain())]
    description = examined.setup.election.message.description if examined.setup else ""
    if not with_terms and named_terms(description) is not None:
        lines += [Text(), Text("The election names its terms by their hash; check the file with --terms.")]
    return [*lines, Text(), verdict(report)]
