# SPDX-License-Identifier: Apache-2.0
"""``isonomia board``: what an operator does with the records of a server."""

from pathlib import Path
from typing import Any

import click
from rich.text import Text

from isonomia.cli.failure import CliError
from isonomia.cli.output import emit, json_option
from isonomia.cli.progress import Working
from isonomia.cli.serve import missing_extra
from isonomia.present.text import counted


@click.group()
def board() -> None:
    """Look after the records of a server."""


@board.command()
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True, metavar="DIR")
@click.argument("uuid", required=False)
@click.option("--repair", is_flag=True, help="Write a public file again from the database; the old one is kept.")
@json_option
@click.pass_context
def fsck(ctx: click.Context, data: Path, uuid: str | None, repair: bool) -> None:
    """Rebuild records from the database and compare them with the public files, byte by byte.

    It says whether the database is whole, not whether an election was right: `isonomia verify` does.
    Exit code: 0 all is right, or was repaired; 1 it is not.

    \b
    Examples:
      isonomia board fsck --data server
      isonomia board fsck --data server 4fW7cbzUxTqCJB --repair
    """
    try:
        from isonomia.server import boot
    except ImportError as error:
        raise missing_extra(error) from None
    boot.configure(data)
    from isonomia.board import fsck as check
    from isonomia.board.models import Board

    known = list(Board.objects.order_by("uuid").values_list("uuid", flat=True))
    if uuid is not None and uuid not in known:
        raise CliError("no-election", f"{data}: there is no record of an election {uuid}", "see the list without it")
    found: list[dict[str, Any]] = []
    lines: list[Text | str] = []
    good = True
    with Working("Comparing records") as _:
        for own in [uuid] if uuid is not None else known:
            checked = check.fsck(own)
            repaired = kept = None
            if checked.troubles and repair:
                try:
                    kept, repaired = check.repair(checked), True
                except ValueError as error:
                    repaired = False
                    lines.append(f"{own}: {error}")
            good = good and (not checked.troubles or bool(repaired))
            found.append(_as_json(checked, repaired, kept))
            word = "repaired" if repaired else "NOT RIGHT" if checked.troubles else "right"
            lines.append(f"{own}: {counted(checked.events, 'event')}, {checked.length} bytes: {word}")
            lines += [f"  - {t.where}: {t.why} [{t.code}]" for t in checked.troubles]
    emit({"records": found, "right": good}, lines or ["There is no record."])
    if not good:
        ctx.exit(1)


def _as_json(checked: Any, repaired: bool | None, kept: Path | None) -> dict[str, Any]:
    return {
        "uuid": checked.uuid,
        "events": checked.events,
        "length": checked.length,
        "troubles": [trouble._asdict() for trouble in checked.troubles],
        "repaired": bool(repaired),
        "kept": str(kept) if kept else None,
    }
