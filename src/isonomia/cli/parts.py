# SPDX-License-Identifier: Apache-2.0
"""``isonomia verify --range``, ``--merge`` and ``--cluster``."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO

import click
import msgspec
from rich.text import Text

from isonomia.cli.files import about, read_small, record_stream
from isonomia.cli.output import emit
from isonomia.cli.progress import Working
from isonomia.present.report import MOST_FAILURES
from isonomia.present.text import hanging, safe
from isonomia.verify import Examined
from isonomia.verify.merge import merge
from isonomia.verify.parts import Part, examine_part, read_part


def require_together(
    parts: Sequence[Path], merging: bool, events: range | None, others: Mapping[str, object | None]
) -> None:
    """Raises UsageError for options that do not go together."""
    if parts and not merging:
        raise click.UsageError("more than one file is given: part reports need --merge")
    if merging and not parts:
        raise click.UsageError("--merge needs part reports")
    given = [name for name, value in others.items() if value is not None]
    if events is not None:
        one, given = "--range", [*given, *(["--merge"] if merging else [])]
    elif merging:
        one, given = "--merge", [name for name in given if name != "--terms"]
    elif "--cluster" in given and "--since" in given:
        one, given = "--cluster", ["--since"]
    else:
        return
    if given:
        raise click.UsageError(f"{one} and {given[0]} do not go together")


def print_part(ctx: click.Context, record: Path, events: range, backend: str, workers: int | None) -> None:
    """Check the ballots of some events; print the part report."""
    began = monotonic()
    with about(record), record_stream(record) as file, Working("Checking a part of the record") as working:
        part = examine_part(
            file, events.start, events.stop, backend=backend, workers=workers, on_progress=working.position
        )
    part = msgspec.structs.replace(part, milliseconds=round(1000 * (monotonic() - began)))
    emit(part.as_json(), _lines(part))
    if not part.valid:
        ctx.exit(1)


def merge_parts(file: BinaryIO, paths: Sequence[Path], **how: Any) -> Examined:
    """Verify a record with the word of part reports. Raises OSError and PartError."""
    return merge(file, [read_part(read_small(path), str(path)) for path in paths], **how)


def on_cluster(address: str, file: BinaryIO, **how: Any) -> Examined:
    """Verify a record with the workers of a cluster. Raises ClusterError."""
    from isonomia.cluster import connected, examine_on

    with connected(address) as client:
        return examine_on(client, file, **how)


def _lines(part: Part) -> list[Text]:
    lines = [
        Text(f"Part of the record {part.uuid} ({part.group}) up to event {part.last_event}"),
        Text(f"Events {part.start} to {part.end - 1} of {part.events}: {part.ballots} ballots, each checked in itself"),
    ]
    for wrong in part.wrong[:MOST_FAILURES]:
        check, where, why = wrong.failures[0]
        more = f", and {len(wrong.failures) - 1} more" if len(wrong.failures) > 1 else ""
        lines.append(hanging("  - ", safe(f"{where}: {why} [{check}]{more}", 2000), None))
    if part.valid:
        return [*lines, Text("RIGHT, this part: print it with --json and give it to --merge", "bold green")]
    return [*lines, Text(f"NOT VALID: {len(part.wrong)} ballots of this part are wrong", "bold red")]
