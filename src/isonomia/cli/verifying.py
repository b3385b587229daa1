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
from isonomia.cli.lawful_outcome import LawfulOutcome, lawful_outcome
from isonomia.cli.named_law import read_law_of, read_terms_of, terms_file_of
from isonomia.cli.options import backend
from isonomia.cli.output import emit, plain, say, width
from isonomia.cli.parts import merge_parts, on_cluster, print_part, require_together
from isonomia.cli.progress import Working
from isonomia.present.report import report_lines, verdict
from isonomia.present.result import result_lines
from isonomia.record.terms import named_terms
from isonomia.verify import Examined, Report, examine, state_after
from isonomia.verify.previous import First, with_previous
from isonomia.verify.terms import with_terms


class Earlier(NamedTuple):
    """The first round, if the record is of the second."""

    record: Path
    terms: Path | None


class Wanted(NamedTuple):
    """The arguments and options."""

    record: Path
    parts: tuple[Path, ...]
    terms: Path | None
    law: Path | None
    previous: Earlier | None
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
    previous = w.previous.record if w.previous else None
    others = {
        "--terms": w.terms,
        "--previous": previous,
        "--since": w.since,
        "--state": w.state,
        "--cluster": w.cluster,
    }
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
    if w.previous is not None:
        report = _with_previous(report, examined, w, w.previous)
    report = replace(report, seconds=monotonic() - began)
    if state is not None and reached is not None:
        state_file.save(state, reached)
    lawful = None
    if content is not None and report.valid:
        lawful = lawful_outcome(examined, content, str(w.terms), w.law)
    lines = _lines(report, examined, lawful, w.terms is not None or w.previous is not None)
    emit(report.as_json() | ({"law": lawful.data} if lawful else {}), lines)
    if state is not None and reached is None:
        say(f"No state was written to {state}: the record is not valid.")
    return report.valid


def _with_previous(report: Report, second: Examined, w: Wanted, earlier: Earlier) -> Report:
    """The report with the checks of the first round; that one's record is checked as a whole."""
    with about(earlier.record), record_stream(earlier.record) as file, Working("Checking the first round") as working:
        first = examine(file, backend=backend(w.reference), workers=w.workers, on_progress=working.position)
    own = terms_file_of(w.record, second.report.uuid or "", w.terms)
    before, named = read_terms_of(earlier.record, first.report.uuid or "", earlier.terms)
    law = read_law_of(before, named.where, w.law)
    if w.terms is None:
        report = with_terms(replace(second, report=report), own.content, own.where)
    return with_previous(report, second, own, First(first, str(earlier.record), named, law))


def _lines(report: Report, examined: Examined, lawful: LawfulOutcome | None, with_terms: bool) -> list[Text]:
    lines = report_lines(report, width())
    if report.result is not None and examined.setup is not None and report.valid:
        questions, counted = examined.setup.election.questions, report.counts.get("counted_weight", 0)
        lines += [Text(), Text("Result", "bold"), *result_lines(questions, report.result, counted, width(), plain())]
    if lawful is not None:
        lines += lawful.lines(width())
    description = examined.setup.election.message.description if examined.setup else ""
    if not with_terms and named_terms(description) is not None:
        lines += [Text(), Text("The election names its terms by their hash; check the file with --terms.")]
    return [*lines, Text(), verdict(report)]
