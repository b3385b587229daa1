# SPDX-License-Identifier: Apache-2.0
"""``isonomia monitor``."""

from datetime import UTC, datetime
from pathlib import Path
from signal import SIG_DFL, SIGTERM, signal
from time import sleep
from typing import Any, NoReturn

import click
from rich.text import Text

from isonomia.cli.failure import CliError
from isonomia.cli.files import about, locate
from isonomia.cli.monitor_mirror import open_mirror
from isonomia.cli.monitor_rounds import EXIT, Monitor, Round
from isonomia.cli.monitor_source import PathSource, source
from isonomia.cli.options import FILE, backend, reference_option
from isonomia.cli.output import emit, json_option
from isonomia.cli.state_file import load, refuse_other_files
from isonomia.present.text import safe

MOST_FAILURES = 3
"""Failures that are told in words; ``--json`` tells all."""


@click.command(short_help="Watch a record as it grows; alarm when its history changes.")
@click.argument("source_name", metavar="SOURCE")
@click.option("--state", type=FILE, metavar="FILE", required=True, help="What was verified so far; made if need be.")
@click.option("--mirror", type=FILE, metavar="FILE", help="The copy that is kept; beside the state unless given.")
@click.option(
    "--interval",
    type=click.FloatRange(1, 86400 * 7),
    default=60,
    show_default=True,
    metavar="S",
    help="Seconds between two rounds.",
)
@click.option("--once", is_flag=True, help="One round only.")
@click.option("--full", is_flag=True, help="Compare every byte in each round, also of a remote record.")
@click.option("--workers", type=click.IntRange(1, 1024), help="Threads; one more than there are cores unless given.")
@reference_option
@json_option
@click.pass_context
def monitor(
    ctx: click.Context,
    source_name: str,
    state: Path,
    mirror: Path | None,
    interval: float,
    once: bool,
    full: bool,
    workers: int | None,
    reference: bool,
) -> None:
    """Watch a record as it grows, and give the alarm when its history changes.

    SOURCE is a file, a directory that holds one record, or an http(s) address. Each round fetches what is new
    into the mirror, compares with it what is there again (of a remote record its last entry, and every byte in
    each 20th round or with --full), and verifies what is new. Whoever can write the state or the mirror can
    hide a bad ballot: keep them to yourself.

    An ALARM means that what was seen once is gone or was rewritten. Both versions are then kept in
    MIRROR.evidence-1/ and so on. A network that fails is no alarm, nor is an entry that is still being written.
    With --json each round prints one JSON object on a line of its own.

    \b
    Exit code with --once: 0 seen, and valid; 1 not valid; 2 not seen, or an
    error; 3 ALARM. Without it, when it is interrupted: 3 after an alarm, else 0.

    \b
    Examples:
      isonomia monitor https://example.org/election.bel --state watch.json
      isonomia monitor board/4fW7cbzUxTqCJB.bel --state watch.json --once
      isonomia monitor --json --interval 10 https://example.org/e.bel --state w.json
    """
    looked_at = source(source_name)
    kept = mirror or state.with_name(f"{state.stem}.mirror")
    if state.exists():
        load(state)  # refused before anything is made
    refuse_other_files(state)
    _require_three_files(looked_at, state, kept)
    worst = 0
    with about(kept), open_mirror(kept) as opened:
        watch = Monitor(looked_at, opened, state, now=_now, sleep=sleep, backend=backend(reference), workers=workers)
        try:
            signal(SIGTERM, _stop)
            while True:
                found = watch.round(full=full)
                emit(as_json(found, source_name, kept), lines(found, kept))
                worst = max(worst, 3 if found.alarm is not None else 0)
                if once:
                    ctx.exit(EXIT[found.status])
                sleep(interval)
        except KeyboardInterrupt:
            ctx.exit(worst)
        finally:
            signal(SIGTERM, SIG_DFL)


def _require_three_files(looked_at: Any, state: Path, mirror: Path) -> None:
    paths = [state.absolute(), mirror.absolute()]
    if isinstance(looked_at, PathSource) and (path := Path(looked_at.name)).exists():
        paths.append(locate(path).absolute())
    if len({path.resolve() for path in paths}) < len(paths):
        raise CliError("usage", "source, state and mirror must be three files", "choose another --state or --mirror")


def _stop(*_: object) -> NoReturn:
    """A service manager ends a monitor as a person does at the keyboard."""
    raise KeyboardInterrupt


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_json(found: Round, source_name: str, mirror: Path) -> dict[str, Any]:
    """One line of ``--json``."""
    report = found.report
    return {
        "time": found.time,
        "status": found.status,
        "source": source_name,
        "mirror": str(mirror),
        "length": found.length,
        "unfinished": found.waiting,
        "whole": found.whole,
        "added": dict(found.added),
        "verified": None if found.event is None else {"height": found.height, "event": found.event},
        "valid": None if report is None else report.valid,
        "stage": None if report is None else report.stage,
        "counts": {} if report is None else report.counts,
        "result": None if report is None else report.result,
        "failures": []
        if report is None
        else [{"check": f.check, "where": f.where, "why": f.why} for f in report.failures],
        "why": found.why,
        "unseen_since": found.unseen_since,
        "alarm": found.alarm,
        "notes": found.notes,
    }


def lines(found: Round, mirror: Path) -> list[Text]:
    """One round in words."""
    told = [*_alarm(found), *_unseen(found), *_invalid(found, mirror)]
    if not told:
        told = [Text("ok       " + _news(found)) if found.length else Text("waiting  there is no whole event yet")]
    if found.waiting:
        told.append(Text(f"         {found.waiting} bytes behind the last event are still being written"))
    told += [Text("         " + safe(note)) for note in found.notes]
    return [Text(f"{found.time}  " if number == 0 else " " * 22).append(line) for number, line in enumerate(told)]


def _news(found: Round) -> str:
    added = ", ".join(f"{number} {safe(kind, 20)}" for kind, number in found.added.items())
    upto = f"; valid up to event {found.height}, {found.event}" if found.event else ""
    return (f"new: {added}" if added else "nothing new") + upto


def _alarm(found: Round) -> list[Text]:
    if found.alarm is None:
        return []
    height, held, seen = (found.alarm[name] for name in ("height", "held", "seen"))
    now = "it is gone" if seen is None else f"now it is {seen}"
    if held == seen:
        now = "it is the same, but bytes before it are not"
    evidence = found.alarm["evidence"]
    kept = f"both versions are kept in {evidence}/" if evidence else "there is too much evidence already: not kept"
    return [
        Text(f"ALARM    history was changed: event {height} was {held}, {now}", "bold red"),
        Text("         " + safe(kept, 2000)),
    ]


def _unseen(found: Round) -> list[Text]:
    if found.unseen_since is None:
        return []
    since = f"since {found.unseen_since}" if found.unseen_since else "yet"
    return [Text(f"UNSEEN   the source was not seen {since}: {safe(found.why or '')}", "yellow")]


def _invalid(found: Round, mirror: Path) -> list[Text]:
    if found.status != "invalid":
        return []
    failures = found.report.failures if found.report else []
    told = [f"{f.where}: {f.why} [{f.check}]" for f in failures[:MOST_FAILURES]]
    if not failures and found.why:
        told = [found.why]
    more = len(failures) - len(told)
    if more > 0:
        told.append(f"and {more} more: isonomia verify {mirror}")
    first = Text("INVALID  ", "bold red").append(safe(told[0], 2000))
    return [first, *(Text("         " + safe(line, 2000)) for line in told[1:])]
